//! The minutes that messages and notes took: one row for each event that tells of some.

use chrono::{DateTime, Utc};
use diesel::{dsl::sum, prelude::*};

use super::{
    Conn, StoreError,
    fence::Visible,
    schema::{tickets, time_entries},
    values::{Table, micros},
};
use crate::domain::{
    access::Scope,
    ids::{EventId, MessageId, OrganisationId, TicketId},
    ticket::{Event, What},
};

const TABLE: Table = Table("time_entries");

/// What one event adds to the time of a message, or takes from it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TimeEntry {
    /// The event that tells of it.
    pub id: EventId,
    /// The ticket.
    pub ticket: TicketId,
    /// The message or the note.
    pub message: MessageId,
    /// Minutes; less than none when a correction takes some away.
    pub minutes: i32,
    /// When it was told, UTC: the period in which it counts.
    pub at: DateTime<Utc>,
}

impl TimeEntry {
    /// What an event tells of time; none for most.
    #[must_use]
    pub fn told_by(event: &Event) -> Option<Self> {
        let (message, minutes) = match &event.what {
            What::TimeSpent { message, minutes } => (*message, minutes.signed()),
            What::TimeCorrected {
                message, from, to, ..
            } => (*message, to.signed() - from.signed()),
            _ => return None,
        };
        Some(Self {
            id: event.id,
            ticket: event.ticket,
            message,
            minutes,
            at: event.at,
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = time_entries)]
pub(super) struct Row {
    id: String,
    pub(super) ticket_id: String,
    message_id: String,
    minutes: i32,
    at: i64,
}

/// Notes the time that events tell of, if they tell of any.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Conn, happened: &[Event]) -> Result<(), StoreError> {
    for entry in happened.iter().filter_map(TimeEntry::told_by) {
        diesel::insert_into(time_entries::table)
            .values((
                time_entries::id.eq(entry.id.to_string()),
                time_entries::ticket_id.eq(entry.ticket.to_string()),
                time_entries::message_id.eq(entry.message.to_string()),
                time_entries::minutes.eq(entry.minutes),
                time_entries::at.eq(micros(entry.at)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The minutes spent on the tickets of an organisation, told from `from` on and before `until`.
/// A correction counts when it is made: the sum of a period that is over changes no more.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let minutes: Option<i64> = time_entries::table
        .inner_join(tickets::table.on(tickets::id.eq(time_entries::ticket_id)))
        .filter(tickets::organisation_id.eq(organisation.to_string()))
        .filter(time_entries::at.ge(micros(from)))
        .filter(time_entries::at.lt(micros(until)))
        .select(sum(time_entries::minutes))
        .get_result(conn)?;
    Ok(minutes.unwrap_or(0))
}

/// The time told of the tickets of an organisation that `scope` sees, from an instant on and before
/// another, the first told first, `most` of it; after a page, what follows its last one.
///
/// # Errors
/// When the database fails.
pub fn told(
    conn: &mut Conn,
    organisation: OrganisationId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    after: Option<(DateTime<Utc>, EventId)>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<TimeEntry>, StoreError> {
    let mut page = time_entries::table
        .inner_join(tickets::table.on(tickets::id.eq(time_entries::ticket_id)))
        .filter(tickets::organisation_id.eq(organisation.to_string()))
        .filter(time_entries::at.ge(micros(from)))
        .filter(time_entries::at.lt(micros(until)))
        .into_boxed();
    if let Some((at, id)) = after {
        let at = micros(at);
        page = page.filter(time_entries::at.ge(at)).filter(
            time_entries::at
                .gt(at)
                .or(time_entries::id.gt(id.to_string())),
        );
    }
    if let Some(visible) = Visible::to(scope) {
        page = page.filter(visible);
    }
    page.order((time_entries::at.asc(), time_entries::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(entry)
        .collect()
}

pub(super) fn entry(row: Row) -> Result<TimeEntry, StoreError> {
    let Row {
        id,
        ticket_id,
        message_id,
        minutes,
        at,
    } = row;
    Ok(TimeEntry {
        id: TABLE.read(&id)?,
        ticket: TABLE.read(&ticket_id)?,
        message: TABLE.read(&message_id)?,
        minutes,
        at: TABLE.instant(at)?,
    })
}
