//! Everything that is kept of some tickets, for whoever compares all of it.
//!
//! # Why
//! Elsewhere a row that makes no sense ends the question. Here it is what is looked for: it is
//! set aside with its reason, and the rows around it are read.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError, clocks, escalations, events, letters, messages,
    priority_decisions::{self, priority_decisions as decisions_table},
    schema::{
        clocks as clocks_table, escalations as escalations_table, events as events_table,
        letters as letters_table, links as links_table, messages as messages_table,
        time_entries as time_entries_table,
    },
    tickets::{self, Numbered},
    time_entries::{self, TimeEntry},
    values::Table,
};
use crate::domain::{
    escalation::Escalation,
    letter::Letter,
    stored_clock::StoredClock,
    ticket::{Decision, Event, Message, Reference},
};

const LINKS: Table = Table("links");

/// A ticket and all that belongs to it.
#[derive(Debug)]
pub struct Kept {
    /// The ticket's own row.
    pub row: Numbered,
    /// Its events, by rank.
    pub events: Vec<Event>,
    /// Its clocks, by name.
    pub clocks: Vec<StoredClock>,
    /// What was written on it, by id.
    pub messages: Vec<Message>,
    /// The minutes that messages took, by the events that tell of them.
    pub time: Vec<TimeEntry>,
    /// What people made of proposed priorities, in order.
    pub decisions: Vec<Decision>,
    /// The levels that fired, in order.
    pub escalations: Vec<Escalation>,
    /// The letters that tell of it, by id.
    pub letters: Vec<Letter>,
    /// When links to it were given out, UTC.
    pub links: Vec<DateTime<Utc>>,
    /// Why rows that belong to it make no sense.
    pub unreadable: Vec<StoreError>,
}

/// The tickets after a reference with all that belongs to them, in the order of references,
/// `most` of them. Nothing of a ticket is left out, however much there is.
///
/// # Errors
/// When the database fails.
pub fn page(conn: &mut Conn, after: Option<Reference>, most: i64) -> Result<Vec<Kept>, StoreError> {
    let rows = tickets::in_order(conn, after, most)?;
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let mut events = Sorted::of(
        events_table::table
            .filter(events_table::ticket_id.eq_any(&keys))
            .order(events_table::seq.asc())
            .select(events::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone(),
        events::event,
    );
    let mut clocks = Sorted::of(
        clocks_table::table
            .filter(clocks_table::ticket_id.eq_any(&keys))
            .order(clocks_table::name.asc())
            .select(clocks::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone(),
        clocks::clock,
    );
    let mut messages = Sorted::of(
        messages_table::table
            .filter(messages_table::ticket_id.eq_any(&keys))
            .order(messages_table::id.asc())
            .select(messages::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone(),
        messages::message,
    );
    let mut time = time_of(conn, &keys)?;
    let mut decisions = decisions_of(conn, &keys)?;
    let mut escalations = Sorted::of(
        escalations_table::table
            .filter(escalations_table::ticket_id.eq_any(&keys))
            .order((
                escalations_table::fired_at.asc(),
                escalations_table::id.asc(),
            ))
            .select(escalations::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone(),
        escalations::escalation,
    );
    let mut letters = Sorted::of(
        letters_table::table
            .filter(letters_table::ticket_id.eq_any(&keys))
            .order(letters_table::id.asc())
            .select(letters::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone().unwrap_or_default(),
        letters::letter,
    );
    let mut links = Sorted::of(
        links_table::table
            .filter(links_table::purpose.eq("ticket"))
            .filter(links_table::ticket_id.eq_any(&keys))
            .order(links_table::created_at.asc())
            .select((links_table::ticket_id, links_table::created_at))
            .load::<(Option<String>, i64)>(conn)?,
        |(ticket, _)| ticket.clone().unwrap_or_default(),
        |(_, at)| LINKS.instant(at),
    );
    Ok(rows
        .into_iter()
        .map(|row| {
            let mut unreadable = Vec::new();
            Kept {
                events: events.take(&row.key, &mut unreadable),
                clocks: clocks.take(&row.key, &mut unreadable),
                messages: messages.take(&row.key, &mut unreadable),
                time: time.take(&row.key, &mut unreadable),
                decisions: decisions.take(&row.key, &mut unreadable),
                escalations: escalations.take(&row.key, &mut unreadable),
                letters: letters.take(&row.key, &mut unreadable),
                links: links.take(&row.key, &mut unreadable),
                unreadable,
                row,
            }
        })
        .collect())
}

/// The minutes that the messages of some tickets took.
fn time_of(conn: &mut Conn, keys: &[&str]) -> Result<Sorted<TimeEntry>, StoreError> {
    Ok(Sorted::of(
        time_entries_table::table
            .filter(time_entries_table::ticket_id.eq_any(keys))
            .order(time_entries_table::id.asc())
            .select(time_entries::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone(),
        time_entries::entry,
    ))
}

/// What people made of the priorities that were proposed for some tickets.
fn decisions_of(conn: &mut Conn, keys: &[&str]) -> Result<Sorted<Decision>, StoreError> {
    Ok(Sorted::of(
        decisions_table::table
            .filter(decisions_table::ticket_id.eq_any(keys))
            .order((decisions_table::at.asc(), decisions_table::id.asc()))
            .select(priority_decisions::Row::as_select())
            .load(conn)?,
        |row| row.ticket_id.clone(),
        priority_decisions::decision,
    ))
}

/// What belongs to each ticket, by its key.
struct Sorted<T>(HashMap<String, Vec<Result<T, StoreError>>>);

impl<T> Sorted<T> {
    fn of<R>(
        rows: Vec<R>,
        key: impl Fn(&R) -> String,
        turned: impl Fn(R) -> Result<T, StoreError>,
    ) -> Self {
        let mut sorted: HashMap<String, Vec<_>> = HashMap::new();
        for row in rows {
            sorted.entry(key(&row)).or_default().push(turned(row));
        }
        Self(sorted)
    }

    fn take(&mut self, key: &str, unreadable: &mut Vec<StoreError>) -> Vec<T> {
        let mut read = Vec::new();
        for one in self.0.remove(key).unwrap_or_default() {
            match one {
                Ok(one) => read.push(one),
                Err(why) => unreadable.push(why),
            }
        }
        read
    }
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = diesel::sql_types::Text)]
    said: String,
}

/// What the engine itself finds broken: pages and indexes of the file, rows that name rows which
/// are not there. PostgreSQL guards both while it writes, and has nothing to ask.
///
/// # Errors
/// When the database fails.
pub fn broken(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    match conn {
        Conn::Postgres(_) => Ok(Vec::new()),
        Conn::Sqlite(conn) => {
            let file = diesel::sql_query(
                "SELECT integrity_check AS said FROM pragma_integrity_check \
                 WHERE integrity_check <> 'ok' LIMIT 50",
            )
            .load::<Said>(conn)?;
            let rows = diesel::sql_query(
                "SELECT 'table ' || \"table\" || ': row ' || coalesce(rowid, '?') || \
                 ' names a row of ' || parent || ' that is not there' AS said \
                 FROM pragma_foreign_key_check LIMIT 50",
            )
            .load::<Said>(conn)?;
            Ok(file.into_iter().chain(rows).map(|one| one.said).collect())
        }
    }
}
