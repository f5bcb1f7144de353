//! The time that was told of an organisation's tickets, entry by entry.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::domain::{
    access::Scope,
    ids::{OrganisationId, ServiceId, TicketId},
    ticket::{Line, Reference},
};
use crate::store::{
    Conn, StoreError,
    fence::Visible,
    phrases::among,
    schema::{tickets, time_entries},
    values::{As, Table, micros},
};

const TABLE: Table = Table("time_entries");

/// The most entries that are read. A part of them would give a wrong sum, so that more is an error.
const MOST: i64 = 200_000;

/// Minutes that were told of a ticket, or taken from it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The ticket.
    pub ticket: TicketId,
    /// Its service.
    pub service: ServiceId,
    /// Minutes; less than none for a correction that takes some away.
    pub minutes: i64,
    /// When it was told, UTC.
    pub at: DateTime<Utc>,
}

/// What was told of an organisation's tickets from `from` on, in the order in which it was told. All
/// of it, whoever asks: the fence is the organisation.
///
/// # Errors
/// [`StoreError::Corrupt`] when that is more than anybody could have told.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
    from: DateTime<Utc>,
) -> Result<Vec<Entry>, StoreError> {
    let found: Vec<(As<TicketId>, As<ServiceId>, i32, i64)> = time_entries::table
        .inner_join(tickets::table.on(tickets::id.eq(time_entries::ticket_id)))
        .filter(tickets::organisation_id.eq(organisation.to_string()))
        .filter(time_entries::at.ge(micros(from)))
        .order((time_entries::at.asc(), time_entries::id.asc()))
        .limit(MOST + 1)
        .select((
            time_entries::ticket_id,
            tickets::service_id,
            time_entries::minutes,
            time_entries::at,
        ))
        .load(conn)?;
    if i64::try_from(found.len()).is_ok_and(|read| read > MOST) {
        let why = format!("organisation {organisation} has more than {MOST} of them");
        return Err(TABLE.corrupt(why));
    }
    found
        .into_iter()
        .map(|(ticket, service, minutes, at)| {
            Ok(Entry {
                ticket: ticket.of(TABLE)?,
                service: service.of(TABLE)?,
                minutes: i64::from(minutes),
                at: TABLE.instant(at)?,
            })
        })
        .collect()
}

/// What people call those of some tickets that `scope` sees.
///
/// # Errors
/// When the database fails.
pub fn called(
    conn: &mut Conn,
    ids: &[TicketId],
    scope: &Scope,
) -> Result<Vec<(TicketId, Reference, Line)>, StoreError> {
    let mut named = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let keys = some.iter().map(ToString::to_string).collect();
        let mut found = tickets::table
            .filter(among(tickets::id, keys))
            .select((tickets::id, tickets::year, tickets::rank, tickets::subject))
            .into_boxed();
        if let Some(visible) = Visible::to(scope) {
            found = found.filter(visible);
        }
        for (id, year, rank, subject) in found.load::<(As<TicketId>, i32, i64, String)>(conn)? {
            let subject = TABLE.made(Line::parse(&subject))?;
            named.push((id.of(TABLE)?, Reference::new(year, rank), subject));
        }
    }
    Ok(named)
}
