use serde::{Deserialize, Serialize};

/// Where the judged values of a record were read; `None` where a field has no value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    pub applies_to: Option<Origin>,
    pub fix_files: Option<Origin>,
    pub fixed_in: Option<Origin>,
    pub disposition: Option<Origin>,
    pub references: Option<Origin>,
    pub error_codes: Option<Origin>,
    pub errors: Option<Origin>,
    pub error_messages: Option<Origin>,
}

/// The file that a field's values were read from, and the place of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// As in `source`.
    pub path: String,
    /// XXH3 (64 bits) of the file's bytes, as 16 hexadecimal digits.
    pub fingerprint: String,
    /// `[from, to]` in bytes of the original file, one for each value, in their order.
    pub spans: Vec<(usize, usize)>,
}
