//! Secrets that open a door: 256 random bits, shown once, kept only as a hash.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A secret as it stands in a link or a cookie: 43 characters of URL-safe base64.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret(String);

impl Secret {
    /// Draws a new one.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing safe can be done then.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "a desk without randomness must not open any door"
    )]
    pub fn draw() -> Self {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads one from a link, a form or a cookie; `None` for anything that is not 256 bits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// One that is computed from another; `None` for anything that is not 256 bits.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == 32).then(|| Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The text to put into a link. Whoever has it has what it opens.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept: SHA-256 of the text, in hexadecimal. 256 random bits need no slow hash.
    #[must_use]
    pub fn hash(&self) -> String {
        let digit = |four: u8| char::from_digit(u32::from(four), 16);
        Sha256::digest(self.0.as_bytes())
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .flatten()
            .collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_never_printed() {
        let secret = Secret::draw();
        assert_eq!(Secret::read(secret.reveal()), Some(secret.clone()));
        assert_ne!(Secret::draw(), secret);
        assert!(!format!("{secret:?}").contains(secret.reveal()));
        assert_eq!(secret.hash().len(), 64);
    }

    #[test]
    fn what_is_not_256_bits_is_no_secret() {
        for text in [
            "",
            "abc",
            "%00",
            &"A".repeat(42),
            &"A".repeat(44),
            &"é".repeat(43),
        ] {
            assert_eq!(Secret::read(text), None, "{text}");
        }
    }
}
