use std::process::ExitCode;

/// How a run ended; grep's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: there was something to show, or the work is done.
    Found,
    /// 1: all went well, but there was nothing to show.
    NothingFound,
    /// 2: a mistake on the command line, or the work could not be done.
    Failed,
}

impl Outcome {
    /// [`Self::Found`] if there was any.
    pub const fn any(found: bool) -> Self {
        if found { Self::Found } else { Self::NothingFound }
    }

    /// The process's exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Found => 0,
            Self::NothingFound => 1,
            Self::Failed => 2,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}
