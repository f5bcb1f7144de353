//! What a page of the queue shows beside each ticket: who filed it, who works on it, for whom, and
//! the clock that falls due first.
//!
//! # Why
//! One statement gives all of it: the tickets of the page are found first, and what stands beside
//! them is looked up by their primary and unique keys. Four statements, three of them with a list
//! of the page's ids, took as long again, and on PostgreSQL each is a way to the server and back.

use diesel::{
    dsl::{AsSelect, SqlTypeOf},
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Bool, Nullable, Text},
};

use super::{Row, row::TABLE};
use crate::domain::ticket::{ClockName, DueClock, PauseReason, QueueRow};
use crate::store::{
    Conn, StoreError,
    clock_state::{StateColumns, state},
    connection::MultiBackend,
    values::{As, some_of},
};

/// The columns of [`Row`], in its order.
const OF_THE_TICKET: &str = "page.id, page.year, page.rank, page.subject, page.requester_id, \
    page.organisation_id, page.platform_id, page.organisation_said, page.service_id, page.queue_id, \
    page.contract_id, page.lang, page.priority, page.priority_confirmed, page.status, \
    page.pause_reason, page.assignee_id, page.filed_at, page.changed_at, page.version, \
    page.due_rank, page.due_at, page.due_clock, page.nature";

/// Names are looked up one by one: PostgreSQL would rather read all people than join fifty.
const BESIDE: &str = "(SELECT name FROM people WHERE people.id = page.requester_id), \
    (SELECT name FROM people WHERE people.id = page.assignee_id), \
    (SELECT name FROM organisations WHERE organisations.id = page.organisation_id), \
    clock.name, clock.state, clock.deadline, clock.paused_since, clock.pause_reason, \
    clock.stopped_at, clock.kept";

const LOOKED_UP: &str =
    "LEFT JOIN clocks AS clock ON clock.ticket_id = page.id AND clock.name = page.due_clock";

/// The tickets of a page, each with what stands beside it.
#[derive(Clone, Copy, Debug)]
struct Shown<Page>(Page);

type TicketColumns = SqlTypeOf<AsSelect<Row, MultiBackend>>;
type BesideColumns = (
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<Text>,
    Nullable<BigInt>,
    Nullable<Bool>,
);

/// What stands beside a ticket, as the statement gives it.
#[derive(Queryable)]
struct Beside {
    requester: Option<String>,
    assignee: Option<String>,
    organisation: Option<String>,
    clock: Option<As<ClockName>>,
    state: Option<String>,
    deadline: Option<i64>,
    paused_since: Option<i64>,
    pause_reason: Option<As<PauseReason>>,
    stopped_at: Option<i64>,
    kept: Option<bool>,
}

impl<Page> Query for Shown<Page> {
    type SqlType = (TicketColumns, BesideColumns);
}

impl<Page, Connection> RunQueryDsl<Connection> for Shown<Page> {}

impl<Page> QueryId for Shown<Page> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Page: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Shown<Page> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        for part in ["SELECT ", OF_THE_TICKET, ", ", BESIDE, " FROM ("] {
            out.push_sql(part);
        }
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS page ");
        out.push_sql(LOOKED_UP);
        Ok(())
    }
}

/// The tickets that `page` finds, in no order.
pub(super) fn shown<Page>(conn: &mut Conn, page: Page) -> Result<Vec<QueueRow>, StoreError>
where
    Page: QueryFragment<MultiBackend>,
{
    let found: Vec<(Row, Beside)> = Shown(page).load(conn)?;
    found.into_iter().map(row).collect()
}

fn row((ticket, beside): (Row, Beside)) -> Result<QueueRow, StoreError> {
    let Beside {
        requester,
        assignee,
        organisation,
        clock,
        state: word,
        deadline,
        paused_since,
        pause_reason,
        stopped_at,
        kept,
    } = beside;
    let clock = match (some_of(clock, TABLE)?, word) {
        (Some(name), Some(word)) => Some(DueClock {
            name,
            state: state(StateColumns {
                word: &word,
                paused_since,
                pause_reason: some_of(pause_reason, TABLE)?,
                stopped_at,
                kept,
            })?,
            deadline: TABLE.some_instant(deadline)?,
        }),
        (_, _) => None,
    };
    let (ticket, place) = ticket.ticket_and_place()?;
    Ok(QueueRow {
        requester: TABLE.required(requester, "requester_id")?,
        organisation,
        assignee,
        clock,
        ticket,
        place,
    })
}
