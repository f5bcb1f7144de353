//! What was said of consents, and which entries were made: one row for each event that tells of it, so
//! that an organisation's are found without reading its histories. What it says stands in the event.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError, events,
    fence::Visible,
    schema::{consents, events as events_table, tickets},
    values::{Table, micros},
};
use crate::domain::{
    access::Scope,
    ids::{EventId, OrganisationId},
    ticket::{ConsentTold, Event, Line, Reference},
};

const TABLE: Table = Table("consents");

/// Something that was said, with its ticket.
#[derive(Clone, Debug)]
pub struct Said {
    /// The event.
    pub event: Event,
    /// The number of its ticket.
    pub reference: Reference,
    /// What its ticket is about.
    pub subject: Line,
}

/// Notes that events tell of consents, where they do.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Conn, happened: &[Event]) -> Result<(), StoreError> {
    for event in happened {
        if ConsentTold::by(&event.what).is_none() {
            continue;
        }
        diesel::insert_into(consents::table)
            .values((
                consents::id.eq(event.id.to_string()),
                consents::ticket_id.eq(event.ticket.to_string()),
                consents::at.eq(micros(event.at)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// What was said on the tickets of an organisation that `scope` sees, the last first, before `before`,
/// `most` of it.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
    before: Option<(DateTime<Utc>, EventId)>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Said>, StoreError> {
    let mut found = consents::table
        .inner_join(tickets::table.on(tickets::id.eq(consents::ticket_id)))
        .inner_join(events_table::table.on(events_table::id.eq(consents::id)))
        .filter(tickets::organisation_id.eq(organisation.to_string()))
        .filter(Visible::always(scope))
        .order((consents::at.desc(), consents::id.desc()))
        .limit(most)
        .select((
            events::Row::as_select(),
            (tickets::year, tickets::rank, tickets::subject),
        ))
        .into_boxed();
    if let Some((at, id)) = before {
        let (at, id) = (micros(at), id.to_string());
        found = found
            .filter(consents::at.le(at))
            .filter(consents::at.lt(at).or(consents::id.lt(id)));
    }
    found
        .load::<(events::Row, (i32, i64, String))>(conn)?
        .into_iter()
        .map(|(row, (year, rank, subject))| {
            Ok(Said {
                event: events::event(row)?,
                reference: Reference::new(year, rank),
                subject: TABLE.made(Line::parse(&subject))?,
            })
        })
        .collect()
}

/// The events of a ticket that rows name, for the check.
///
/// # Errors
/// When the database fails.
pub fn noted(conn: &mut Conn, ticket: &str) -> Result<Vec<EventId>, StoreError> {
    let ids: Vec<String> = consents::table
        .filter(consents::ticket_id.eq(ticket))
        .order(consents::id.asc())
        .select(consents::id)
        .load(conn)?;
    ids.iter().map(|id| TABLE.read(id)).collect()
}
