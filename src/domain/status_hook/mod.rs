//! Programs that are told the news of the public status page by signed webhooks.
//!
//! # Why
//! A program that has nothing to show for it must not be trusted with somebody's address: who types one
//! makes this desk call there. So only an administrator enters programs, and each is told in order, one call
//! at a time: one that fails is tried on the schedule of letters and keeps the rest waiting, so it is never
//! called more often than that. After five days it is stopped, and an administrator is told on the page.

mod phase;
mod told;

pub use phase::{Phase, TOLD_WITHIN, next_phase_at, phase_at};
pub use told::{NewsKind, ShownOutage, StatusTold, ToldPart, of_outage};

use chrono::{DateTime, Utc};

use super::{
    ids::{DeliveryId, OperationId, PersonId, StatusHookId},
    lang::Lang,
    operation::Choice,
    webhook::{DeliveryState, HookFault},
};

/// The most programs that are told.
pub const MOST_HOOKS: i64 = 50;

/// A program that is told the news.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatusHook {
    /// Identity.
    pub id: StatusHookId,
    /// What people call it.
    pub name: String,
    /// The name of the host that is called.
    pub host: String,
    /// Where it is called, sealed: the rest of an address may let its owner in.
    pub url: String,
    /// What calls are signed with, sealed.
    pub secret: String,
    /// In which language it is told.
    pub lang: Lang,
    /// Of which parts.
    pub choice: Choice,
    /// Since when, UTC.
    pub added_at: DateTime<Utc>,
    /// Who entered it.
    pub added_by: PersonId,
    /// Since when its calls fail, UTC; none while they arrive.
    pub failing_since: Option<DateTime<Utc>>,
    /// When it was stopped, UTC, and what for.
    pub stopped: Option<(DateTime<Utc>, HookFault)>,
    /// When it was called last, UTC, and what went wrong, if anything did.
    pub last: Option<(DateTime<Utc>, Option<HookFault>)>,
}

/// Something that is said to a program.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatusDelivery {
    /// Identity; its `webhook-id`, the same at every try.
    pub id: DeliveryId,
    /// To which program.
    pub hook: StatusHookId,
    /// Of what.
    pub operation: OperationId,
    /// What kind of news it is.
    pub kind: NewsKind,
    /// What is said.
    pub told: StatusTold,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was owed, UTC.
    pub since: DateTime<Utc>,
    /// When it is tried next, UTC.
    pub next_try_at: DateTime<Utc>,
    /// Until when somebody tries it, UTC.
    pub lease_until: Option<DateTime<Utc>>,
    /// When it was delivered or given up, UTC.
    pub done_at: Option<DateTime<Utc>>,
}
