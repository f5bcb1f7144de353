//! Letters that came in: stored whole before anything is read of them, then settled.

mod bodies;
mod bounced;
mod lease;
mod row;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    fence::Unfenced,
    phrases::among,
    schema::{incoming_bytes, incoming_letters},
    values::{Table, micros, some_micros, some_text},
};
use crate::domain::{
    access::Scope,
    ids::{IncomingId, MessageId, QueueId, TicketId},
    incoming::{IncomingLetter, IncomingState, Outcome, WhatItSays},
    people::EmailAddress,
};
pub use bodies::{MailBodyRow, add_body, bodies_of};
pub use bounced::{address_wrote, bounced_among, forget_bounce, note_bounce};
pub use lease::{claim, end_leases, fail, hold, next_due};
use row::{Row, letter, path_text, remarks_text};

const TABLE: Table = Table("incoming_letters");

/// How a letter is settled.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Whether somebody must look at it.
    pub state: IncomingState,
    /// What became of it.
    pub outcome: Outcome,
    /// What reading it told.
    pub read: WhatItSays,
    /// The queue of its address, where reading told it.
    pub queue: Option<QueueId>,
    /// Where it belongs.
    pub belongs_to: Option<(TicketId, Option<MessageId>)>,
}

/// Stores a letter with its bytes. The letter that is there already, when it came before.
///
/// # Errors
/// [`StoreError::Taken`] when another process stores it at the same moment.
pub fn store(
    conn: &mut Conn,
    came: &IncomingLetter,
    raw: &[u8],
) -> Result<Option<IncomingId>, StoreError> {
    if let Some(known) = by_digest(conn, &came.digest)? {
        return Ok(Some(known));
    }
    diesel::insert_into(incoming_letters::table)
        .values((
            incoming_letters::id.eq(came.id.to_string()),
            incoming_letters::digest.eq(&came.digest),
            incoming_letters::door.eq(came.door.word()),
            incoming_letters::return_path.eq(path_text(&came.return_path)),
            incoming_letters::delivered_to.eq(came.delivered_to.as_ref().map(EmailAddress::as_str)),
            incoming_letters::queue_id.eq(some_text(came.queue)),
            incoming_letters::bytes.eq(i64::try_from(raw.len()).unwrap_or(i64::MAX)),
            incoming_letters::arrived_at.eq(micros(came.arrived_at)),
            incoming_letters::state.eq(came.state.word()),
            incoming_letters::attempts.eq(TABLE.number(came.attempts)?),
            incoming_letters::next_try_at.eq(micros(came.next_try_at)),
        ))
        .execute(conn)?;
    diesel::insert_into(incoming_bytes::table)
        .values((
            incoming_bytes::letter_id.eq(came.id.to_string()),
            incoming_bytes::raw.eq(raw),
        ))
        .execute(conn)?;
    Ok(None)
}

/// The letter with that digest.
///
/// # Errors
/// When the database fails.
pub fn by_digest(conn: &mut Conn, digest: &str) -> Result<Option<IncomingId>, StoreError> {
    let found = incoming_letters::table
        .filter(incoming_letters::digest.eq(digest))
        .select(incoming_letters::id)
        .first::<String>(conn)
        .optional()?;
    TABLE.read_some(found)
}

/// The bytes of a letter.
///
/// # Errors
/// When the database fails.
pub fn raw(conn: &mut Conn, id: IncomingId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(incoming_bytes::table
        .find(id.to_string())
        .select(incoming_bytes::raw)
        .first::<Vec<u8>>(conn)
        .optional()?)
}

/// A letter, as `scope` may see it.
///
/// # Errors
/// When the database fails.
pub fn find(
    conn: &mut Conn,
    id: IncomingId,
    scope: &Scope,
) -> Result<Option<IncomingLetter>, StoreError> {
    let mut found = incoming_letters::table
        .filter(incoming_letters::id.eq(id.to_string()))
        .into_boxed();
    if let Some(unfenced) = Unfenced::of("incoming_letters.ticket_id", scope.closed()) {
        found = found.filter(unfenced);
    }
    found
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(letter)
        .transpose()
        .map(|found| found.filter(|one| in_the_open(one, scope)))
}

/// Letters in one state or in all, the last first, `most` of them; after a page, those before its
/// last one.
///
/// # Errors
/// When the database fails.
pub fn list(
    conn: &mut Conn,
    state: Option<IncomingState>,
    before: Option<(DateTime<Utc>, IncomingId)>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<IncomingLetter>, StoreError> {
    let mut page = incoming_letters::table.into_boxed();
    if let Some(state) = state {
        page = page.filter(incoming_letters::state.eq(state.word()));
    }
    if let Some((at, id)) = before {
        let at = micros(at);
        page = page.filter(incoming_letters::arrived_at.le(at)).filter(
            incoming_letters::arrived_at
                .lt(at)
                .or(incoming_letters::id.lt(id.to_string())),
        );
    }
    if let Some(unfenced) = Unfenced::of("incoming_letters.ticket_id", scope.closed()) {
        page = page.filter(unfenced);
    }
    let closed: Vec<String> = scope.closed().iter().map(ToString::to_string).collect();
    if !closed.is_empty() {
        page = page.filter(
            incoming_letters::queue_id
                .is_null()
                .or(diesel::dsl::not(among(
                    incoming_letters::queue_id.assume_not_null(),
                    closed,
                ))),
        );
    }
    page.order((
        incoming_letters::arrived_at.desc(),
        incoming_letters::id.desc(),
    ))
    .limit(most)
    .select(Row::as_select())
    .load(conn)?
    .into_iter()
    .map(letter)
    .collect()
}

/// The letters that messages of a ticket came in, in the order of their coming.
///
/// # Errors
/// When the database fails.
pub fn of_ticket(conn: &mut Conn, ticket: TicketId) -> Result<Vec<IncomingLetter>, StoreError> {
    incoming_letters::table
        .filter(incoming_letters::ticket_id.eq(ticket.to_string()))
        .order((
            incoming_letters::arrived_at.asc(),
            incoming_letters::id.asc(),
        ))
        .limit(super::messages::MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(letter)
        .collect()
}

/// The ticket of the latest letter with one of these `Message-ID`s.
///
/// # Errors
/// When the database fails.
pub fn ticket_of_mail(
    conn: &mut Conn,
    mail_ids: &[String],
) -> Result<Option<TicketId>, StoreError> {
    let found = incoming_letters::table
        .filter(among(
            incoming_letters::mail_id.assume_not_null(),
            mail_ids.to_vec(),
        ))
        .filter(incoming_letters::ticket_id.is_not_null())
        .order((
            incoming_letters::arrived_at.desc(),
            incoming_letters::id.desc(),
        ))
        .select(incoming_letters::ticket_id)
        .first::<Option<String>>(conn)
        .optional()?
        .flatten();
    TABLE.read_some(found)
}

/// How many letters of a sender were filed or added since an instant.
///
/// # Errors
/// When the database fails.
pub fn count_of_sender(
    conn: &mut Conn,
    sender: &EmailAddress,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    Ok(incoming_letters::table
        .filter(incoming_letters::sender_key.eq(sender.key()))
        .filter(incoming_letters::arrived_at.gt(micros(since)))
        .count()
        .get_result(conn)?)
}

/// Notes where a letter belongs, at the attempt of that number. False when somebody else has
/// claimed it since.
///
/// # Errors
/// When the database fails.
pub fn settle(
    conn: &mut Conn,
    id: IncomingId,
    attempt: u32,
    settled: &Settled,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let Settled {
        state,
        outcome,
        read,
        queue,
        belongs_to,
    } = settled;
    let said = (
        incoming_letters::mail_id.eq(&read.mail_id),
        incoming_letters::sender.eq(read.sender.as_ref().map(EmailAddress::as_str)),
        incoming_letters::sender_key.eq(read.sender.as_ref().map(EmailAddress::key)),
        incoming_letters::subject.eq(&read.subject),
        incoming_letters::sureness.eq(read.sureness.word()),
        incoming_letters::remarks.eq(remarks_text(&read.remarks)),
    );
    let changed = diesel::update(incoming_letters::table.find(id.to_string()))
        .filter(incoming_letters::state.eq(IncomingState::Waiting.word()))
        .filter(incoming_letters::attempts.eq(TABLE.number(attempt)?))
        .set((
            incoming_letters::state.eq(state.word()),
            incoming_letters::outcome.eq(outcome.word()),
            incoming_letters::lease_until.eq(None::<i64>),
            incoming_letters::settled_at.eq(micros(at)),
            incoming_letters::ticket_id.eq(belongs_to.map(|(ticket, _)| ticket.to_string())),
            incoming_letters::message_id.eq(belongs_to.and_then(|(_, message)| some_text(message))),
            said,
        ))
        .execute(conn)?;
    if changed == 1 && queue.is_some() {
        diesel::update(incoming_letters::table.find(id.to_string()))
            .set(incoming_letters::queue_id.eq(some_text(*queue)))
            .execute(conn)?;
    }
    Ok(changed == 1)
}

/// Gives a settled or held letter another place: somebody decided. False when it is not in that
/// outcome any more.
///
/// # Errors
/// When the database fails.
pub fn decide(
    conn: &mut Conn,
    id: IncomingId,
    (from, to): (Outcome, Outcome),
    belongs_to: Option<(TicketId, Option<MessageId>)>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(incoming_letters::table.find(id.to_string()))
        .filter(incoming_letters::outcome.eq(from.word()))
        .set((
            incoming_letters::state.eq(IncomingState::Settled.word()),
            incoming_letters::outcome.eq(to.word()),
            incoming_letters::settled_at.eq(some_micros(Some(at))),
            incoming_letters::ticket_id.eq(belongs_to.map(|(ticket, _)| ticket.to_string())),
            incoming_letters::message_id.eq(belongs_to.and_then(|(_, message)| some_text(message))),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Lets a letter be read once more. Its outcome stays until then: it tells what was decided about.
///
/// # Errors
/// When the database fails.
pub fn release(conn: &mut Conn, id: IncomingId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = diesel::update(incoming_letters::table.find(id.to_string()))
        .filter(incoming_letters::outcome.is_not_null())
        .filter(incoming_letters::ticket_id.is_null())
        .set((
            incoming_letters::state.eq(IncomingState::Waiting.word()),
            incoming_letters::attempts.eq(0),
            incoming_letters::next_try_at.eq(micros(now)),
            incoming_letters::lease_until.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// How many letters wait for somebody to look at them, [`MOST_COUNTED`] at most.
///
/// # Errors
/// When the database fails.
pub fn held(conn: &mut Conn) -> Result<i64, StoreError> {
    let some = incoming_letters::table
        .filter(incoming_letters::state.eq(IncomingState::Held.word()))
        .select(incoming_letters::id)
        .limit(MOST_COUNTED)
        .load::<String>(conn)?;
    Ok(i64::try_from(some.len()).unwrap_or(MOST_COUNTED))
}

/// Where counting ends.
pub const MOST_COUNTED: i64 = 1_000;

/// Whether a scope that sees a letter's ticket sees the letter: the queue of its address is open.
fn in_the_open(letter: &IncomingLetter, scope: &Scope) -> bool {
    letter
        .queue
        .is_none_or(|queue| !scope.closed().contains(&queue))
}
