//! The secrets that are shared with vendors.

use chrono::{DateTime, Utc};

use crate::{
    desk::{Desk, Error},
    domain::{ids::OrganisationId, vendor::Hook, webhook::HookSecret},
};

/// For what the secrets are sealed, before the vendor.
const PURPOSE: &[u8] = b"vendor-hook:";

impl Desk {
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
            secrets.extend(self.opened_secret(&whose(hook.vendor), sealed)?);
        }
        Ok(secrets)
    }
}

/// For what the secrets of a vendor are sealed.
pub(in crate::desk::vendor) fn whose(vendor: OrganisationId) -> Vec<u8> {
    [PURPOSE, vendor.uuid().as_bytes()].concat()
}
