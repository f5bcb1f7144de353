//! The secrets that are shared with vendors: sealed in the database, opened to sign and to verify.

use chrono::{DateTime, Utc};

use crate::{
    desk::{Desk, Error, second_factor::drawn},
    domain::{
        ids::OrganisationId,
        vendor::{Hook, HookSecret},
    },
};

/// For what the secrets are sealed, before the vendor.
const PURPOSE: &[u8] = b"vendor-hook:";

impl Desk {
    /// A new secret, and how it is kept.
    pub(in crate::desk::vendor) fn drawn_secret(
        &self,
        vendor: OrganisationId,
    ) -> Result<(HookSecret, String), Error> {
        let bytes: [u8; HookSecret::DRAWN] = drawn()?;
        let secret = HookSecret::of(&bytes)
            .ok_or_else(|| Error::Inconsistent("a drawn secret is too short".to_owned()))?;
        let sealed = self.sealed_for(&whose(vendor), secret.bytes())?;
        Ok((secret, sealed))
    }

    /// The secrets of a vendor that hold at an instant, the newest first; none when they were sealed with
    /// another key.
    pub(super) fn secrets_of(
        &self,
        hook: &Hook,
        now: DateTime<Utc>,
    ) -> Result<Vec<HookSecret>, Error> {
        let earlier = hook.earlier.as_ref().filter(|(_, until)| now < *until);
        let kept = std::iter::once(&hook.secret).chain(earlier.map(|(sealed, _)| sealed));
        let mut secrets = Vec::new();
        for sealed in kept {
            let bytes = self.unsealed_for(&whose(hook.vendor), sealed)?;
            secrets.extend(bytes.and_then(|bytes| HookSecret::of(&bytes)));
        }
        Ok(secrets)
    }
}

fn whose(vendor: OrganisationId) -> Vec<u8> {
    [PURPOSE, vendor.uuid().as_bytes()].concat()
}
