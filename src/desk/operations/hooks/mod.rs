//! Programs are told the news of the status page by signed webhooks.
//!
//! # Why
//! What is said is owed in the write that makes it news, one delivery for each program, and leaves once that
//! is committed: at least once, in order, each try with the same id. Mail goes to people, who want what the
//! desk wrote; a program is told, too, that an outage opened, that it was corrected, and how far a
//! maintenance has come.

mod deliver;
mod keep;
mod owe;
mod phases;
mod try_out;

pub use deliver::CalledHooks;
pub use keep::{NewStatusHook, StatusHooksPage};
pub(in crate::desk) use owe::owe_revision;
pub(super) use owe::{owe_announced, owe_told};

use crate::domain::{
    ids::StatusHookId,
    status_hook::StatusHook,
    webhook::{HookFault, HookSecret, HookUrl},
};

use super::super::{Desk, Error};

/// For what secrets are sealed, before the program.
const SECRET: &[u8] = b"status-hook:";
/// The same for addresses.
const ADDRESS: &[u8] = b"status-hook-url:";

/// For what the secret of a program is sealed.
fn secret_of(id: StatusHookId) -> Vec<u8> {
    [SECRET, id.uuid().as_bytes()].concat()
}

/// For what its address is.
fn address_of(id: StatusHookId) -> Vec<u8> {
    [ADDRESS, id.uuid().as_bytes()].concat()
}

impl Desk {
    /// Where a program is called and with which secret; or why it cannot be.
    fn opened_hook(
        &self,
        hook: &StatusHook,
        anywhere: bool,
    ) -> Result<Result<(HookUrl, HookSecret), HookFault>, Error> {
        let secret = self.opened_secret(&secret_of(hook.id), &hook.secret)?;
        let address = self.unsealed_for(&address_of(hook.id), &hook.url)?;
        let address = address.and_then(|bytes| String::from_utf8(bytes).ok());
        let (Some(secret), Some(address)) = (secret, address) else {
            return Ok(Err(HookFault::Sealed));
        };
        // What may be called is asked when it is: the setting may have changed since.
        let url = HookUrl::parse_whole(&address, anywhere);
        Ok(url
            .map(|url| (url, secret))
            .map_err(|_| HookFault::NotPublic))
    }
}
