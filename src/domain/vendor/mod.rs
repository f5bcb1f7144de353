//! What the integrator asks of the vendor: the dossier with which a request is sent on, what the
//! vendor's contract demands of it, and the case that it opens at the vendor.
//!
//! # Why
//! A case has a history of its own, under the vendor's contract, and the ticket keeps its own under the
//! customer's: whose time runs is a question to each of the two, and [`held`] puts the answers side by
//! side. The case is replayed through the same clocks as a ticket ([`clocks`]), so that the vendor's
//! deadlines are proved in the same way as ours. What the demands are is said by the contract's file;
//! here is only what can be demanded, and what it takes to meet it.

mod assess;
mod case;
mod dossier;
mod ends;
mod hands;
mod hook;
mod hook_heard;
mod hook_told;
mod outside;
mod point;
#[cfg(test)]
mod tests;
mod time;
mod watch;

pub use assess::{Assessed, Lack, Override, Verdict, assess, verdict};
pub use case::{
    CaseAct, CaseActor, CaseEvent, CaseHappened, CaseRefused, CaseSide, CaseState, VendorCase,
    VendorMessage, decide, state_of,
};
pub use dossier::{Dossier, DossierDraft, RunsOn, VendorDesk};
pub use ends::{WaitEnd, contestable_end, decidable_end, ends, moved_by_last};
pub use hands::{Hands, Held, Late, held, late};
pub use hook::{Delivery, Hook};
pub use hook_heard::{HeardAct, HeardWord, NotHeard};
pub use hook_told::{HookFile, HookTold, ToldCase, ToldDeadline};
pub use outside::{Numbering, NumberingError, OutsideDesk, Way};
pub use point::Point;
pub use time::{around_last, clocks, clocks_if_sent, due, in_hand_since, pauses};
pub use watch::{Fired, VendorWarning, plan, watch_at};
