//! The overview: organisations with open tickets by whose turn it is, what falls due today, what waits
//! for vendors and what they are late on.
//!
//! # Why
//! At the desk everybody who reads the queue sees it, without the queues that are closed to them: the desk
//! is the integrator of its customers. On the customers' side the people of an integrator see the
//! organisations that it serves, and nothing of what the desk asks of vendors.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::Scope,
        contract::Contract,
        ids::{OrganisationId, VendorCaseId},
        people::Organisation,
        sla::{self, Clock, Left},
        ticket::{QueueFilter, TurnCounts},
        vendor,
    },
    store::{
        Conn, organisations, tickets,
        vendor::{
            owed::{self, Owed, OwedKey, Which},
            thread,
        },
    },
};

use super::{
    Desk, Error,
    read_queue::{QueueLine, line_of},
};

/// How many organisations a page of the overview holds.
const PAGE: i64 = 50;
/// How many rows each of its lists shows.
const LISTED: i64 = 25;
/// How many rows of a list that is taken away are read at a time.
const SOME: i64 = 200;

/// What an overview is asked for.
#[derive(Clone, Debug, Default)]
pub struct OverviewAsked {
    /// Only this organisation.
    pub organisation: Option<OrganisationId>,
    /// The organisations after this one.
    pub after: Option<OrganisationId>,
    /// Only these organisations, where some are named.
    pub only: Option<Vec<OrganisationId>>,
    /// When the day of the reader ends, UTC.
    pub day_ends: DateTime<Utc>,
}

/// An organisation of the overview.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OverviewRow {
    /// The organisation.
    pub organisation: Organisation,
    /// Its numbers.
    pub counts: TurnCounts,
}

/// A case that waits for its vendor.
#[derive(Clone, Debug)]
pub struct WaitingCase {
    /// The case, with the ticket behind it.
    pub owed: Owed,
    /// What it is called.
    pub reference: String,
    /// To whom it was sent.
    pub vendor: String,
    /// The vendor's contract.
    pub contract: Arc<Contract>,
    /// The clock of the vendor that falls due first, where one runs.
    pub clock: Option<Clock>,
    /// What is left of it, or by how much it is late.
    pub left: Option<Left>,
    /// Since when the vendor has it in hand, UTC.
    pub since: DateTime<Utc>,
}

/// Some rows, and whether there are more.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

impl<T> Listed<T> {
    fn of(mut rows: Vec<T>, most: i64) -> Self {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        Self { rows, more }
    }
}

/// The overview.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The organisations with unresolved tickets, by name.
    pub organisations: Listed<OverviewRow>,
    /// The only organisation that was asked for, by name.
    pub only: Option<Organisation>,
    /// What falls due today from now on, the earliest first.
    pub today: Listed<QueueLine>,
    /// What a vendor is late on, the longest first.
    pub late: Listed<WaitingCase>,
    /// What else waits for a vendor, the longest sent first.
    pub waiting: Listed<WaitingCase>,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// The overview as `scope` sees it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn overview(&self, asked: &OverviewAsked, scope: &Scope) -> Result<Overview, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            let filter = QueueFilter {
                organisation: asked.organisation,
                due_from: Some(now),
                due_before: Some(asked.day_ends),
                ..QueueFilter::default()
            };
            let today = if asked.is_in_reach() {
                tickets::queue_page(conn, &filter, None, LISTED + 1, scope)?
            } else {
                Vec::new()
            };
            let today = today
                .into_iter()
                .map(|row| line_of(self, conn, row, now))
                .collect::<Result<_, _>>()?;
            let mut waits = |which| {
                let found = owed::owed(conn, which, asked.organisation, None, LISTED + 1, scope)?;
                Ok::<_, Error>(Listed::of(self.waiting(conn, found, now)?, LISTED))
            };
            let (late, waiting) = (waits(Which::LateAt(now))?, waits(Which::WaitingAt(now))?);
            let rows = overview_rows(conn, asked, PAGE + 1, now, scope)?;
            let only = match asked.organisation {
                Some(one) => tickets::seen_organisation(conn, one, scope)?,
                None => None,
            };
            Ok(Overview {
                organisations: Listed::of(rows, PAGE),
                only,
                today: Listed::of(today, LISTED),
                late,
                waiting,
                now,
            })
        })
    }

    /// Some organisations of the overview, for those who take the list away.
    ///
    /// # Errors
    /// When the database fails.
    pub fn overview_rows(
        &self,
        asked: &OverviewAsked,
        scope: &Scope,
    ) -> Result<Vec<OverviewRow>, Error> {
        let now = self.clock.now();
        self.store
            .read(|conn| overview_rows(conn, asked, SOME, now, scope))
    }

    /// Some cases that wait for vendors, after `after`, for those who take the list away.
    ///
    /// # Errors
    /// When the database fails.
    pub fn owed_rows(
        &self,
        which: Which,
        organisation: Option<OrganisationId>,
        after: Option<OwedKey>,
        scope: &Scope,
    ) -> Result<Vec<WaitingCase>, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            let found = owed::owed(conn, which, organisation, after, SOME, scope)?;
            self.waiting(conn, found, now)
        })
    }

    /// Cases with what their rows need: their histories are read together and replayed.
    fn waiting(
        &self,
        conn: &mut Conn,
        found: Vec<Owed>,
        now: DateTime<Utc>,
    ) -> Result<Vec<WaitingCase>, Error> {
        let ids: Vec<VendorCaseId> = found.iter().map(|one| one.case.id).collect();
        let mut histories = thread::histories(conn, &ids)?;
        let mut vendors: Vec<OrganisationId> = found.iter().map(|one| one.case.vendor).collect();
        vendors.sort_unstable();
        vendors.dedup();
        let names: BTreeMap<OrganisationId, String> = organisations::with_ids(conn, &vendors)?
            .into_iter()
            .map(|one| (one.id, one.name))
            .collect();
        found
            .into_iter()
            .map(|owed| {
                let history = histories.remove(&owed.case.id).unwrap_or_default();
                let contract = self.contracts.get(conn, owed.case.contract)?;
                let clocks = vendor::clocks(&history, &contract)?;
                let last: Vec<Clock> = sla::last_runs(&clocks).cloned().collect();
                let clock = sla::due_first(&last).map(|(clock, _)| clock.clone());
                Ok(WaitingCase {
                    reference: format!("{}-E{}", owed.reference, owed.case.rank),
                    vendor: names.get(&owed.case.vendor).cloned().unwrap_or_default(),
                    since: vendor::in_hand_since(&history).unwrap_or(owed.case.opened_at),
                    left: clock
                        .as_ref()
                        .and_then(|clock| clock.time_left(clock.terms(&contract), now)),
                    clock,
                    contract,
                    owed,
                })
            })
            .collect()
    }
}

impl OverviewAsked {
    /// The organisations that are counted; none for all of them.
    fn counted(&self) -> Option<Vec<OrganisationId>> {
        match (self.organisation, &self.only) {
            (Some(one), None) => Some(vec![one]),
            (Some(_), Some(_)) if !self.is_in_reach() => Some(Vec::new()),
            (Some(one), Some(_)) => Some(vec![one]),
            (None, only) => only.clone(),
        }
    }

    /// Whether the one organisation that is asked for is among those that may be.
    fn is_in_reach(&self) -> bool {
        match (self.organisation, &self.only) {
            (Some(one), Some(only)) => only.contains(&one),
            (Some(_) | None, _) => true,
        }
    }
}

fn overview_rows(
    conn: &mut Conn,
    asked: &OverviewAsked,
    most: i64,
    now: DateTime<Utc>,
    scope: &Scope,
) -> Result<Vec<OverviewRow>, Error> {
    let only = asked.counted();
    let found = tickets::open_organisations(conn, only.as_deref(), asked.after, most, scope)?;
    let ids: Vec<OrganisationId> = found.iter().map(|one| one.id).collect();
    let mut counts = tickets::counts_of(conn, &ids, (now, asked.day_ends), scope)?;
    Ok(found
        .into_iter()
        .map(|organisation| OverviewRow {
            counts: counts.remove(&organisation.id).unwrap_or_default(),
            organisation,
        })
        .collect())
}

/// When the day of an instant ends in a zone, UTC.
///
/// ```
/// use guichet::desk::day_ends;
///
/// let now = "2026-03-28T22:59:00Z".parse().unwrap();
/// let end = day_ends(now, chrono_tz::Europe::Paris);
/// assert_eq!(end.to_rfc3339(), "2026-03-28T23:00:00+00:00");
/// ```
#[must_use]
pub fn day_ends(now: DateTime<Utc>, tz: chrono_tz::Tz) -> DateTime<Utc> {
    let midnight = now
        .with_timezone(&tz)
        .date_naive()
        .succ_opt()
        .and_then(|next| next.and_hms_opt(0, 0, 0));
    midnight
        .and_then(|at| at.and_local_timezone(tz).earliest())
        // Where midnight is skipped, a day lasts as long as most do.
        .map_or(now + TimeDelta::days(1), |at| at.to_utc())
}
