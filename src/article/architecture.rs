use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// The processor that a file is for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Architecture {
    X86,
    Alpha,
    Mips,
    PowerPc,
    Ia64,
}

impl Architecture {
    /// The processor that the first word of a platform names (`Intel`, `x86-based`, `AXP`); `None` for other
    /// platforms (`Windows 95`).
    pub fn of(platform: &str) -> Option<Self> {
        let word = platform.split([' ', '/', '-', ',', '(']).find(|word| !word.is_empty())?;
        Some(match word.to_ascii_lowercase().as_str() {
            "intel" | "x86" | "i386" | "i486" | "386" | "486" | "ix86" | "nec98" => Self::X86,
            "alpha" | "axp" | "dec" => Self::Alpha,
            "mips" | "r4000" => Self::Mips,
            "ppc" | "powerpc" => Self::PowerPc,
            "ia64" | "ia" | "i64" | "itanium" => Self::Ia64,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_processors() {
        use Architecture::{Alpha, Ia64, PowerPc, X86};
        for (platform, architecture) in [
            ("Intel", Some(X86)),
            ("I386", Some(X86)),
            ("Alpha-based", Some(Alpha)),
            ("IA-64", Some(Ia64)),
            ("PowerPC", Some(PowerPc)),
            ("win95 osr2", None),
            ("", None),
        ] {
            assert_eq!(Architecture::of(platform), architecture, "{platform}");
        }
    }
}
