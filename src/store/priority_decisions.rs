//! What people made of proposed priorities: one row for each event that decides on one.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};

use super::{
    Conn, StoreError,
    fence::Visible,
    schema::tickets,
    values::{As, Table, micros, some_of, some_text},
};
use crate::domain::{
    access::Scope,
    ids::{ContractVersionId, EventId, PersonId, TicketId},
    ticket::{Cause, Decision, Line, Priority, Reference},
};

mod table {
    //! As both engines have it.

    diesel::table! {
        priority_decisions (id) {
            id -> Text,
            ticket_id -> Text,
            person_id -> Nullable<Text>,
            cause -> Text,
            rule -> Text,
            clause -> Text,
            proposed -> Text,
            decided -> Text,
            reason -> Text,
            at -> BigInt,
        }
    }
}

pub(super) use table::priority_decisions;
diesel::allow_tables_to_appear_in_same_query!(priority_decisions, tickets);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    tickets::contract_id,
    priority_decisions::cause,
    priority_decisions::rule,
    priority_decisions::clause,
    priority_decisions::proposed,
    priority_decisions::decided,
);

const TABLE: Table = Table("priority_decisions");

#[derive(Queryable, Selectable)]
#[diesel(table_name = priority_decisions)]
pub(super) struct Row {
    id: As<EventId>,
    pub(super) ticket_id: String,
    person_id: Option<As<PersonId>>,
    cause: As<Cause>,
    rule: String,
    clause: String,
    proposed: As<Priority>,
    decided: As<Priority>,
    reason: String,
    at: i64,
}

/// How often the proposals of a rule became some priority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Share {
    /// The contract version that holds the rule.
    pub contract: ContractVersionId,
    /// What led to the proposals.
    pub cause: Cause,
    /// The rule.
    pub rule: String,
    /// Its clause.
    pub clause: String,
    /// What was proposed.
    pub proposed: Priority,
    /// What it became.
    pub decided: Priority,
    /// How often.
    pub count: u64,
}

/// A decision with what people call its ticket by.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// The number that people say.
    pub reference: Reference,
    /// What the ticket is about.
    pub subject: Line,
    /// The contract version of the ticket.
    pub contract: ContractVersionId,
}

/// Keeps what was decided.
///
/// # Errors
/// [`StoreError::Taken`] when the event's decision is there already.
pub fn insert(conn: &mut Conn, decision: &Decision) -> Result<(), StoreError> {
    let Decision {
        id,
        ticket,
        by,
        cause,
        rule,
        clause,
        proposed,
        decided,
        reason,
        at,
    } = decision;
    diesel::insert_into(priority_decisions::table)
        .values((
            priority_decisions::id.eq(id.to_string()),
            priority_decisions::ticket_id.eq(ticket.to_string()),
            priority_decisions::person_id.eq(some_text(*by)),
            priority_decisions::cause.eq(cause.word()),
            priority_decisions::rule.eq(rule),
            priority_decisions::clause.eq(clause),
            priority_decisions::proposed.eq(proposed.word()),
            priority_decisions::decided.eq(decided.word()),
            priority_decisions::reason.eq(reason),
            priority_decisions::at.eq(micros(*at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was decided from `since` on of the tickets that `scope` sees, counted by rule.
///
/// # Errors
/// When the database fails.
pub fn shares(
    conn: &mut Conn,
    since: DateTime<Utc>,
    scope: &Scope,
) -> Result<Vec<Share>, StoreError> {
    type Found = (
        As<ContractVersionId>,
        As<Cause>,
        String,
        String,
        As<Priority>,
        As<Priority>,
        i64,
    );
    let mut found = priority_decisions::table
        .inner_join(tickets::table.on(tickets::id.eq(priority_decisions::ticket_id)))
        .filter(priority_decisions::at.ge(micros(since)))
        .group_by((
            tickets::contract_id,
            priority_decisions::cause,
            priority_decisions::rule,
            priority_decisions::clause,
            priority_decisions::proposed,
            priority_decisions::decided,
        ))
        .select((
            tickets::contract_id,
            priority_decisions::cause,
            priority_decisions::rule,
            priority_decisions::clause,
            priority_decisions::proposed,
            priority_decisions::decided,
            count_star(),
        ))
        .into_boxed();
    if let Some(visible) = Visible::to(scope) {
        found = found.filter(visible);
    }
    found
        .load::<Found>(conn)?
        .into_iter()
        .map(
            |(contract, cause, rule, clause, proposed, decided, count)| {
                Ok(Share {
                    contract: contract.of(TABLE)?,
                    cause: cause.of(TABLE)?,
                    rule,
                    clause,
                    proposed: proposed.of(TABLE)?,
                    decided: decided.of(TABLE)?,
                    count: TABLE.made(u64::try_from(count))?,
                })
            },
        )
        .collect()
}

/// What was decided from `since` on of the tickets that `scope` sees, the last first, before
/// `before`, `most` of it; with `changed` only what became something else than was proposed.
///
/// # Errors
/// When the database fails.
pub fn recent(
    conn: &mut Conn,
    (since, changed): (DateTime<Utc>, bool),
    before: Option<(DateTime<Utc>, EventId)>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Decided>, StoreError> {
    let mut found = priority_decisions::table
        .inner_join(tickets::table.on(tickets::id.eq(priority_decisions::ticket_id)))
        .filter(priority_decisions::at.ge(micros(since)))
        .order((priority_decisions::at.desc(), priority_decisions::id.desc()))
        .limit(most)
        .select((
            Row::as_select(),
            (
                tickets::year,
                tickets::rank,
                tickets::subject,
                tickets::contract_id,
            ),
        ))
        .into_boxed();
    if changed {
        found = found.filter(priority_decisions::decided.ne(priority_decisions::proposed));
    }
    if let Some((at, id)) = before {
        let (at, id) = (micros(at), id.to_string());
        let same = priority_decisions::at
            .eq(at)
            .and(priority_decisions::id.lt(id));
        found = found.filter(priority_decisions::at.lt(at).or(same));
    }
    if let Some(visible) = Visible::to(scope) {
        found = found.filter(visible);
    }
    found
        .load::<(Row, (i32, i64, String, As<ContractVersionId>))>(conn)?
        .into_iter()
        .map(|(row, (year, rank, subject, contract))| {
            Ok(Decided {
                decision: decision(row)?,
                reference: Reference::new(year, rank),
                subject: TABLE.made(Line::parse(&subject))?,
                contract: contract.of(TABLE)?,
            })
        })
        .collect()
}

pub(super) fn decision(row: Row) -> Result<Decision, StoreError> {
    let Row {
        id,
        ticket_id,
        person_id,
        cause,
        rule,
        clause,
        proposed,
        decided,
        reason,
        at,
    } = row;
    Ok(Decision {
        id: id.of(TABLE)?,
        ticket: TABLE.read::<TicketId>(&ticket_id)?,
        by: some_of(person_id, TABLE)?,
        cause: cause.of(TABLE)?,
        rule,
        clause,
        proposed: proposed.of(TABLE)?,
        decided: decided.of(TABLE)?,
        reason,
        at: TABLE.instant(at)?,
    })
}
