use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An error's number, and the system that gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ErrorNumber {
    /// The system that gives it.
    pub kind: ErrorKind,
    /// Unsigned: `-2147221164` is 2147746132, `0x80040154`.
    pub number: u32,
    /// As printed.
    pub text: String,
    /// Who logs an event (`atdisk`).
    pub source: Option<String>,
}

/// Which system numbers an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The code of a blue screen: `STOP 0x0000000A`.
    Stop,
    /// COM and the systems above it: `0x80040154`.
    Hresult,
    /// The kernel's status values: `0xC0000005`.
    Ntstatus,
    /// Win32 and LAN Manager: `System error 53`.
    Win32,
    /// Visual Basic and the other run-time libraries: `Run-time error '429'`.
    RunTime,
    /// An entry of the event log: `Event ID 9`.
    Event,
}
