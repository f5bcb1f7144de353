//! What the portal shows somebody of a customer: their tickets, and the organisations they may ask
//! for.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, Thing, Who, allows},
        ids::OrganisationId,
        people::Organisation,
        platform::Platform,
        ticket::{PortalFilter, PortalKey},
    },
    store::{Conn, organisations, platforms, tickets},
};

use super::{
    Desk, Error,
    read_queue::{QueueLine, line_of},
};

/// How many tickets a page of a customer's list holds.
const PAGE: i64 = 25;

/// An organisation and what it runs.
#[derive(Clone, Debug)]
pub struct Served {
    /// The organisation.
    pub organisation: Organisation,
    /// Its platforms that are open, by name.
    pub platforms: Vec<Platform>,
}

/// A page of a customer's tickets.
#[derive(Clone, Debug)]
pub struct PortalPage {
    /// Its lines, what the customer has to do something about first.
    pub lines: Vec<QueueLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<PortalKey>,
    /// The organisations of which the reader may file, their own one first.
    pub served: Vec<Served>,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// A page of the tickets that a customer's `scope` sees.
    ///
    /// # Errors
    /// When the database fails.
    pub fn customer_tickets(
        &self,
        who: &Who,
        scope: &Scope,
        filter: &PortalFilter,
        after: Option<PortalKey>,
    ) -> Result<PortalPage, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.store.read(move |conn| {
            let mut rows = tickets::portal_page(conn, filter, after.as_ref(), PAGE + 1, scope)?;
            let full = usize::try_from(PAGE).unwrap_or(usize::MAX);
            let more = rows.len() > full;
            rows.truncate(full);
            let next = rows.last().filter(|_| more).map(PortalKey::of);
            let lines = rows
                .into_iter()
                .map(|row| line_of(&desk, conn, row, now))
                .collect::<Result<Vec<_>, Error>>()?;
            Ok(PortalPage {
                lines,
                next,
                served: served(conn, who)?,
                now,
            })
        })
    }

    /// The organisations for which somebody may file, their own one first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn served_by(&self, who: &Who) -> Result<Vec<Served>, Error> {
        self.store.read(|conn| served(conn, who))
    }
}

/// The organisations for which somebody may file, their own one first, the others by name.
pub(super) fn served(conn: &mut Conn, who: &Who) -> Result<Vec<Served>, Error> {
    let own = who.organisation;
    let mut ids: Vec<OrganisationId> = own.into_iter().chain(who.serves.iter().copied()).collect();
    ids.retain(|id| allows(who, Right::FileFor, &Thing::Organisation(*id)));
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = organisations::with_ids(conn, &ids)?;
    found.sort_by(|one, other| {
        let key = |it: &Organisation| (Some(it.id) != own, it.name.clone(), it.id);
        key(one).cmp(&key(other))
    });
    found
        .into_iter()
        .map(|organisation| {
            let mut platforms = platforms::of(conn, organisation.id)?;
            platforms.retain(|one| one.active);
            Ok(Served {
                organisation,
                platforms,
            })
        })
        .collect()
}
