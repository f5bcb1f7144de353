//! A vendor's desk that is called by signed webhooks: where it is, and what is owed to it.

use chrono::{DateTime, Utc};

use super::HookTold;
use crate::domain::{
    ids::{DeliveryId, OrganisationId, VendorCaseId},
    webhook::{DeliveryState, HookFault, HookUrl},
};

/// How a vendor is called, and calls here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hook {
    /// The vendor.
    pub vendor: OrganisationId,
    /// What stands in the address at which it calls here. It proves nothing.
    pub door: String,
    /// Where it is called.
    pub url: HookUrl,
    /// What both sides sign with, sealed.
    pub secret: String,
    /// The one before, sealed, and until when it holds.
    pub earlier: Option<(String, DateTime<Utc>)>,
    /// When its side said that it wants nothing more.
    pub gone_at: Option<DateTime<Utc>>,
}

/// Something that is said to a vendor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Delivery {
    /// Identity; its `webhook-id`, the same at every try.
    pub id: DeliveryId,
    /// The case.
    pub case: VendorCaseId,
    /// To whom.
    pub vendor: OrganisationId,
    /// Its rank among what is said on the case, from 1.
    pub rank: u32,
    /// What is said.
    pub told: HookTold,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether a try may have arrived: the vendor is asked before the next.
    pub unsure: bool,
    /// When its tries began, UTC.
    pub since: DateTime<Utc>,
    /// When it is tried next, UTC.
    pub next_try_at: DateTime<Utc>,
    /// Until when somebody tries it, UTC.
    pub lease_until: Option<DateTime<Utc>>,
    /// When it was delivered or given up, UTC.
    pub done_at: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub fault: Option<HookFault>,
}
