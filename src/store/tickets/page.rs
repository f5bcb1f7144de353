//! A page of the queue.
//!
//! # Why
//! The order is (rank, instant, ticket). Each rank is asked for by itself: within one, every index
//! of the migrations ends in exactly the order wanted, so the engine goes to the first row of the
//! page and reads no more than the page, however far down it is. The ranks, « nobody » and « not
//! resolved » are written into the statement rather than bound, because only then can the engines
//! see that a partial index serves. An organisation, a person and the tickets nobody works on are
//! few, so where one of these is given the other conditions are kept from choosing the index on
//! SQLite: it knows nothing of how many rows meet a condition, and would take the index with more
//! columns. PostgreSQL counts them.

use diesel::{
    expression::BoxableExpression,
    prelude::*,
    sql_types::{Bool, Nullable},
};

use super::{Row, beside::shown, turns::of_turn};
use crate::domain::{
    access::Scope,
    ticket::{
        Assignee, DueRank, PauseReason, Priority, QueueFilter, QueueKey, QueueRow, Reference,
        Status, View,
    },
};
use crate::store::{
    Conn, Engine, StoreError,
    connection::MultiBackend,
    fence::Visible,
    phrases::{Written, containing},
    schema::tickets,
    values::micros,
};

/// Which way a page goes from where it begins.
#[derive(Clone, Copy)]
enum Way {
    Forwards,
    Backwards,
}

/// The tickets that meet `filter` and that `scope` sees, in the queue's order, `most` of them:
/// from the beginning, or those after `after`.
///
/// # Errors
/// When the database fails.
pub fn queue_page(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<&QueueKey>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<QueueRow>, StoreError> {
    walk(conn, filter, after, Way::Forwards, most, scope)
}

/// The page before: the last `most` tickets that stand before `before`, in the queue's order.
///
/// # Errors
/// When the database fails.
pub fn queue_page_before(
    conn: &mut Conn,
    filter: &QueueFilter,
    before: &QueueKey,
    most: i64,
    scope: &Scope,
) -> Result<Vec<QueueRow>, StoreError> {
    let mut found = walk(conn, filter, Some(before), Way::Backwards, most, scope)?;
    found.reverse();
    Ok(found)
}

fn walk(
    conn: &mut Conn,
    filter: &QueueFilter,
    from: Option<&QueueKey>,
    way: Way,
    most: i64,
    scope: &Scope,
) -> Result<Vec<QueueRow>, StoreError> {
    let mut ranks = ranks_of(filter);
    if matches!(way, Way::Backwards) {
        ranks.reverse();
    }
    let mut found: Vec<QueueRow> = Vec::new();
    for rank in ranks {
        let from = match (from, way) {
            (Some(key), Way::Forwards) if rank < key.rank => continue,
            (Some(key), Way::Backwards) if rank > key.rank => continue,
            (from, _) => from.filter(|key| key.rank == rank),
        };
        let room = most.saturating_sub(i64::try_from(found.len()).unwrap_or(i64::MAX));
        if room <= 0 {
            break;
        }
        found.extend(of_rank(conn, filter, scope, rank, from, way, room)?);
    }
    Ok(found)
}

/// The ranks in which tickets that meet the filter can stand.
fn ranks_of(filter: &QueueFilter) -> Vec<DueRank> {
    let by_view: &[DueRank] = match filter.view {
        View::Everything => &DueRank::ALL,
        View::In(Status::Resolved) => &[DueRank::Resolved],
        View::Unresolved
        | View::WaitingForCustomer
        | View::In(Status::New | Status::Open | Status::Paused) => {
            &[DueRank::Running, DueRank::Paused, DueRank::Nothing]
        }
    };
    let falls_due = filter.due_from.is_some() || filter.due_before.is_some();
    by_view
        .iter()
        .copied()
        .filter(|rank| !falls_due || *rank == DueRank::Running)
        .filter(|rank| filter.turn.is_none() || *rank != DueRank::Resolved)
        .collect()
}

pub(super) type Condition =
    Box<dyn BoxableExpression<tickets::table, MultiBackend, SqlType = Nullable<Bool>>>;

fn of_rank(
    conn: &mut Conn,
    filter: &QueueFilter,
    scope: &Scope,
    rank: DueRank,
    from: Option<&QueueKey>,
    way: Way,
    most: i64,
) -> Result<Vec<QueueRow>, StoreError> {
    let mut page = tickets::table
        .select(Row::as_select())
        .into_boxed::<MultiBackend>();
    page = page.filter(Written(match rank {
        DueRank::Running => "tickets.due_rank = 0 AND tickets.due_rank < 3",
        DueRank::Paused => "tickets.due_rank = 1 AND tickets.due_rank < 3",
        DueRank::Nothing => "tickets.due_rank = 2 AND tickets.due_rank < 3",
        DueRank::Resolved => "tickets.due_rank = 3",
    }));
    for condition in conditions(filter, conn.engine()) {
        page = page.filter(condition);
    }
    if let Some(visible) = Visible::to(scope) {
        page = page.filter(visible);
    }
    if let Some(from) = filter.due_from {
        page = page.filter(tickets::due_at.ge(micros(from)));
    }
    if let Some(before) = filter.due_before {
        page = page.filter(tickets::due_at.lt(micros(before)));
    }
    if let Some(key) = from {
        let (at, id) = (micros(key.due_at), key.ticket.to_string());
        page = match way {
            Way::Forwards => page
                .filter(tickets::due_at.ge(at))
                .filter(tickets::due_at.gt(at).or(tickets::id.gt(id))),
            Way::Backwards => page
                .filter(tickets::due_at.le(at))
                .filter(tickets::due_at.lt(at).or(tickets::id.lt(id))),
        };
    }
    page = match way {
        Way::Forwards => page.order((tickets::due_at.asc(), tickets::id.asc())),
        Way::Backwards => page.order((tickets::due_at.desc(), tickets::id.desc())),
    };
    let mut rows = shown(conn, page.limit(most))?;
    // Looking up what stands beside a ticket may leave the order to chance.
    rows.sort_by_key(QueueRow::key);
    if matches!(way, Way::Backwards) {
        rows.reverse();
    }
    Ok(rows)
}

/// What the filter asks for beside the instant.
fn conditions(filter: &QueueFilter, engine: Engine) -> Vec<Condition> {
    let QueueFilter {
        view,
        queue,
        assignee,
        priority,
        organisation,
        turn,
        due_from: _,
        due_before: _,
        text,
    } = filter;
    let mut all: Vec<Condition> = Vec::new();
    // Whether a condition that few tickets meet chooses the index.
    let mut chosen = false;
    let blind = engine == Engine::Sqlite;
    if let Some(id) = organisation {
        all.push(Box::new(tickets::organisation_id.eq(id.to_string())));
        chosen = blind;
    }
    match assignee {
        Some(Assignee::Person(id)) if chosen => {
            all.push(Box::new(tickets::assignee_id.concat("").eq(id.to_string())));
        }
        Some(Assignee::Person(id)) => {
            all.push(Box::new(tickets::assignee_id.eq(id.to_string())));
            chosen = blind;
        }
        Some(Assignee::Nobody) => {
            all.push(Box::new(Written("tickets.assignee_id IS NULL").nullable()));
        }
        None => {}
    }
    if *view == View::WaitingForCustomer {
        let word = PauseReason::WaitingForCustomer.word();
        all.push(Box::new(tickets::pause_reason.eq(word)));
    }
    if let Some(id) = queue {
        let id = id.to_string();
        all.push(if chosen {
            Box::new(tickets::queue_id.concat("").eq(id).nullable())
        } else {
            Box::new(tickets::queue_id.eq(id).nullable())
        });
    }
    if let View::In(status @ (Status::New | Status::Open | Status::Paused)) = view {
        let word = status.word();
        all.push(if chosen {
            Box::new(tickets::status.concat("").eq(word).nullable())
        } else {
            Box::new(tickets::status.eq(word).nullable())
        });
    }
    if let Some(turn) = turn {
        all.push(Box::new(of_turn(*turn).nullable()));
    }
    if let Some(priority) = priority {
        all.push(of_priority(*priority, chosen));
    }
    if let Some(condition) = text.as_deref().and_then(searched) {
        all.push(condition);
    }
    all
}

/// Urgent tickets have an index of their own, which each engine recognises by its very words.
fn of_priority(priority: Priority, chosen: bool) -> Condition {
    let word = priority.word();
    match priority {
        Priority::P1 | Priority::P2 if !chosen => Box::new(
            tickets::priority
                .eq(word)
                .and(Written("tickets.priority IN ('P1', 'P2')"))
                .nullable(),
        ),
        Priority::P1 | Priority::P2 | Priority::P3 => {
            Box::new(tickets::priority.concat("").eq(word).nullable())
        }
    }
}

/// What a searched text asks for: a reference, its number alone, or a part of the subject.
pub(super) fn searched(text: &str) -> Option<Condition> {
    let text: String = text.trim().chars().take(QueueFilter::TEXT).collect();
    if text.is_empty() {
        return None;
    }
    if let Ok(reference) = text.parse::<Reference>() {
        return Some(Box::new(
            tickets::year
                .eq(reference.year())
                .and(tickets::rank.eq(reference.rank()))
                .nullable(),
        ));
    }
    let pattern = containing(&text.to_lowercase());
    let in_subject = tickets::subject_key.like(pattern).escape('!');
    Some(match text.parse::<i64>() {
        Ok(rank) => Box::new(tickets::rank.eq(rank).or(in_subject).nullable()),
        Err(_) => Box::new(in_subject.nullable()),
    })
}
