//! A vendor's desk that is called by signed webhooks, and calls here.
//!
//! # Why
//! What is said to the vendor is owed in the write that says it, and leaves once that is committed: at
//! least once, in order per case. A try whose outcome is not known is asked about before the next, and each
//! try bears the same id, so that one thing said is one thing heard. What the vendor says is kept by its id
//! in the write that does it.

mod deliver;
mod hear;
mod owe;
mod secrets;

mod try_out;

pub use deliver::CalledVendors;
pub use hear::{HeardCall, HeardCase, HookRefused};
pub(super) use secrets::whose;
