//! Recovery codes: 80 random bits each, for one use, kept only as a hash.

use std::{fmt, str::FromStr};

use super::code::{ALPHABET, base32};

/// How many codes somebody is given.
pub const RECOVERY_CODES: usize = 10;
/// The random bytes of a code.
pub const RECOVERY_BYTES: usize = 10;
/// The letters of a code.
const LETTERS: usize = 16;
/// The letters of each of its groups.
const GROUP: usize = 4;

/// A recovery code: sixteen letters and digits, in lower case.
#[derive(Clone, Eq, PartialEq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A code of random bytes.
    #[must_use]
    pub fn of(bytes: [u8; RECOVERY_BYTES]) -> Self {
        Self(base32(&bytes).to_ascii_lowercase())
    }

    /// Its letters, without the hyphens: what is hashed.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecoveryCode {
    /// `abcd-efgh-ijkl-mnop`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// The text is no recovery code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NoRecoveryCode;

impl fmt::Display for NoRecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a recovery code has {LETTERS} letters and digits")
    }
}

impl std::error::Error for NoRecoveryCode {}

impl FromStr for RecoveryCode {
    type Err = NoRecoveryCode;

    /// Reads a code as people type it: in any case, with hyphens, blanks or neither.
    fn from_str(text: &str) -> Result<Self, NoRecoveryCode> {
        let letters: String = text
            .chars()
            .filter(|one| !one.is_whitespace() && !matches!(one, '-' | '‐' | '‑' | '–' | '—'))
            .map(|one| one.to_ascii_uppercase())
            .collect();
        let plain = letters.len() == LETTERS && letters.chars().all(|one| ALPHABET.contains(&one));
        if plain {
            Ok(Self(letters.to_ascii_lowercase()))
        } else {
            Err(NoRecoveryCode)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let code = RecoveryCode::of(*b"0123456789");
        let shown = code.to_string();
        assert_eq!(shown, "gayt-emzu-gu3d-oobz");
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            format!(" {}\n", shown.replace('-', "")),
        ] {
            assert_eq!(typed.parse::<RecoveryCode>().unwrap(), code, "{typed}");
        }
        for typed in ["", "123456", "gayt-emzu-gu3d-oob", "gayt-emzu-gu3d-oob1"] {
            assert_eq!(typed.parse::<RecoveryCode>(), Err(NoRecoveryCode));
        }
        assert!(!format!("{code:?}").contains("gayt"));
    }
}
