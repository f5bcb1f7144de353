//! The secrets that are shared with other people's programs: sealed in the database, opened to sign and to
//! verify.

use super::{Desk, Error, second_factor::drawn};
use crate::domain::webhook::HookSecret;

impl Desk {
    /// A new secret, and how it is kept for whose it is.
    pub(super) fn drawn_secret(&self, whose: &[u8]) -> Result<(HookSecret, String), Error> {
        let bytes: [u8; HookSecret::DRAWN] = drawn()?;
        let secret = HookSecret::of(&bytes)
            .ok_or_else(|| Error::Inconsistent("a drawn secret is too short".to_owned()))?;
        let sealed = self.sealed_for(whose, secret.bytes())?;
        Ok((secret, sealed))
    }

    /// The secret that was kept; none when it was sealed with another key, or for something else.
    pub(super) fn opened_secret(
        &self,
        whose: &[u8],
        sealed: &str,
    ) -> Result<Option<HookSecret>, Error> {
        let bytes = self.unsealed_for(whose, sealed)?;
        Ok(bytes.and_then(|bytes| HookSecret::of(&bytes)))
    }
}
