//! What requesters said of resolved requests, once each.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};

use crate::domain::{
    access::Scope,
    ids::{OrganisationId, PersonId, QueueId, TicketId},
    ticket::{Description, Line, Rating, Reference, Satisfaction},
};
use crate::store::{
    Conn, StoreError,
    fence::Visible,
    schema::tickets,
    values::{As, Table, micros, some_of, some_text},
};

mod table {
    //! As both engines have it.

    diesel::table! {
        ratings (ticket_id) {
            ticket_id -> Text,
            organisation_id -> Nullable<Text>,
            person_id -> Text,
            level -> Text,
            comment -> Nullable<Text>,
            at -> BigInt,
        }
    }
}

use table::ratings;
diesel::allow_tables_to_appear_in_same_query!(ratings, tickets);

const TABLE: Table = Table("ratings");

#[derive(Queryable, Selectable)]
#[diesel(table_name = ratings)]
struct Row {
    ticket_id: As<TicketId>,
    person_id: As<PersonId>,
    level: As<Satisfaction>,
    comment: Option<String>,
    at: i64,
}

/// How many tickets of a queue and an organisation were given a level.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Share {
    /// The queue.
    pub queue: QueueId,
    /// The organisation, where it is known.
    pub organisation: Option<OrganisationId>,
    /// The level.
    pub level: Satisfaction,
    /// How many.
    pub count: u64,
}

/// What was said of a ticket, with what people call it by.
#[derive(Clone, Debug)]
pub struct Said {
    /// What was said.
    pub rating: Rating,
    /// The number that people say.
    pub reference: Reference,
    /// What the ticket is about.
    pub subject: Line,
}

/// Keeps what a requester said; `organisation` is the ticket's.
///
/// # Errors
/// [`StoreError::Taken`] when something was said of the ticket already.
pub fn insert(
    conn: &mut Conn,
    rating: &Rating,
    organisation: Option<OrganisationId>,
) -> Result<(), StoreError> {
    let Rating {
        ticket,
        person,
        level,
        comment,
        at,
    } = rating;
    diesel::insert_into(ratings::table)
        .values((
            ratings::ticket_id.eq(ticket.to_string()),
            ratings::organisation_id.eq(some_text(organisation)),
            ratings::person_id.eq(person.to_string()),
            ratings::level.eq(level.word()),
            ratings::comment.eq(comment.as_ref().map(|one| one.as_str().to_owned())),
            ratings::at.eq(micros(*at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was said of a ticket, if `scope` sees it.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId, scope: &Scope) -> Result<Option<Rating>, StoreError> {
    let mut found = ratings::table
        .inner_join(tickets::table.on(tickets::id.eq(ratings::ticket_id)))
        .filter(ratings::ticket_id.eq(ticket.to_string()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = Visible::to(scope) {
        found = found.filter(visible);
    }
    found.first(conn).optional()?.map(rating).transpose()
}

/// What was said from `since` on of the tickets that `scope` sees, counted.
///
/// # Errors
/// When the database fails.
pub fn shares(
    conn: &mut Conn,
    since: DateTime<Utc>,
    scope: &Scope,
) -> Result<Vec<Share>, StoreError> {
    type Found = (As<QueueId>, Option<As<OrganisationId>>, i64);
    let mut shares = Vec::new();
    for level in Satisfaction::ALL {
        let mut found = ratings::table
            .inner_join(tickets::table.on(tickets::id.eq(ratings::ticket_id)))
            .filter(ratings::at.ge(micros(since)))
            .filter(ratings::level.eq(level.word()))
            .group_by((tickets::queue_id, tickets::organisation_id))
            .select((tickets::queue_id, tickets::organisation_id, count_star()))
            .into_boxed();
        if let Some(visible) = Visible::to(scope) {
            found = found.filter(visible);
        }
        for (queue, organisation, count) in found.load::<Found>(conn)? {
            shares.push(Share {
                queue: queue.of(TABLE)?,
                organisation: some_of(organisation, TABLE)?,
                level,
                count: TABLE.made(u64::try_from(count))?,
            });
        }
    }
    Ok(shares)
}

/// What was said from `since` on of the tickets that `scope` sees, the last first, before `before`,
/// `most` of it.
///
/// # Errors
/// When the database fails.
pub fn recent(
    conn: &mut Conn,
    since: DateTime<Utc>,
    before: Option<(DateTime<Utc>, TicketId)>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Said>, StoreError> {
    let mut found = ratings::table
        .inner_join(tickets::table.on(tickets::id.eq(ratings::ticket_id)))
        .filter(ratings::at.ge(micros(since)))
        .order((ratings::at.desc(), ratings::ticket_id.desc()))
        .limit(most)
        .select((
            Row::as_select(),
            (tickets::year, tickets::rank, tickets::subject),
        ))
        .into_boxed();
    if let Some((at, id)) = before {
        let (at, id) = (micros(at), id.to_string());
        let same = ratings::at.eq(at).and(ratings::ticket_id.lt(id));
        found = found.filter(ratings::at.lt(at).or(same));
    }
    if let Some(visible) = Visible::to(scope) {
        found = found.filter(visible);
    }
    found
        .load::<(Row, (i32, i64, String))>(conn)?
        .into_iter()
        .map(|(row, (year, rank, subject))| {
            Ok(Said {
                rating: rating(row)?,
                reference: Reference::new(year, rank),
                subject: TABLE.made(Line::parse(&subject))?,
            })
        })
        .collect()
}

fn rating(row: Row) -> Result<Rating, StoreError> {
    let Row {
        ticket_id,
        person_id,
        level,
        comment,
        at,
    } = row;
    let comment = comment.map(|text| Description::parse(&text)).transpose();
    Ok(Rating {
        ticket: ticket_id.of(TABLE)?,
        person: person_id.of(TABLE)?,
        level: level.of(TABLE)?,
        comment: TABLE.made(comment)?,
        at: TABLE.instant(at)?,
    })
}
