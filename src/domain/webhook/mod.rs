//! Calls of other people's programs, signed after Standard Webhooks 1.0: where they go, how they are signed,
//! what goes wrong with them, and when they are tried again.

mod delivery;
mod fault;
mod signature;
mod url;

pub use delivery::{DeliveryState, retry_at, waits_for};
pub use fault::HookFault;
pub use signature::{HookSecret, NotSigned, TOLERANCE, sign, verify};
pub use url::{HookUrl, HookUrlError};
