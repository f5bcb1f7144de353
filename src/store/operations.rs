//! Outages and planned maintenance. Revisions and news are added and never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::among,
    report::closings,
    schema::{
        operation_components, operation_news, operation_revisions, operation_tickets, operations,
    },
    values::{As, Table, micros, some_micros, some_of, some_text},
};
use crate::domain::{
    ids::{ComponentId, MonitorId, OperationId, PersonId, TicketId},
    operation::{Author, News, Operation, Revision, Said, Step},
    ticket::{Description, Line},
};

const TABLE: Table = Table("operations");
const REVISIONS: Table = Table("operation_revisions");
const NEWS: Table = Table("operation_news");

/// How many operations are read at once: more than anybody enters in a year.
pub const MOST: i64 = 10_000;
/// How many revisions or news of one.
const MOST_OF_ONE: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = operations)]
struct Row {
    id: As<OperationId>,
    revision: i32,
    entered_at: i64,
    body: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = operation_revisions)]
struct RevisionRow {
    operation_id: As<OperationId>,
    revision: i32,
    at: i64,
    by_id: Option<As<PersonId>>,
    monitor_id: Option<As<MonitorId>>,
    why: Option<String>,
    body: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = operation_news)]
struct NewsRow {
    operation_id: As<OperationId>,
    rank: i32,
    at: i64,
    by_id: As<PersonId>,
    step: As<Step>,
    body: String,
}

/// Adds a revision; the first one enters the operation, a later one takes the place of the one before,
/// which stays in the history.
///
/// # Errors
/// [`StoreError::Taken`] when there is a revision of that rank already: somebody was faster.
pub fn revise(conn: &mut Conn, revision: &Revision) -> Result<(), StoreError> {
    let Revision {
        operation,
        revision: rank,
        at,
        by,
        why,
        said,
    } = revision;
    let (id, body) = (operation.to_string(), TABLE.json(said)?);
    let (begins, ends) = said.span();
    outdate_reports(conn, *operation, begins.unwrap_or(*at))?;
    let begins = begins.map_or_else(|| micros(*at), micros);
    let values = (
        operations::begins_at.eq(begins),
        operations::ends_at.eq(some_micros(ends)),
        operations::published.eq(said.is_published()),
        operations::revision.eq(TABLE.number(*rank)?),
        operations::body.eq(body.clone()),
    );
    if *rank == 1 {
        diesel::insert_into(operations::table)
            .values((
                operations::id.eq(id.clone()),
                operations::kind.eq(said.word()),
                operations::entered_at.eq(micros(*at)),
                values,
            ))
            .execute(conn)?;
    } else {
        diesel::update(operations::table.find(id.clone()))
            .set(values)
            .execute(conn)?;
    }
    diesel::insert_into(operation_revisions::table)
        .values((
            operation_revisions::operation_id.eq(id.clone()),
            operation_revisions::revision.eq(TABLE.number(*rank)?),
            operation_revisions::at.eq(micros(*at)),
            operation_revisions::by_id.eq(some_text(by.person())),
            operation_revisions::monitor_id.eq(some_text(by.monitor())),
            operation_revisions::why.eq(why.as_ref().map(|why| why.as_str().to_owned())),
            operation_revisions::body.eq(body),
        ))
        .execute(conn)?;
    let of_it = operation_components::operation_id.eq(id.clone());
    diesel::delete(operation_components::table.filter(of_it)).execute(conn)?;
    let naming = operation_tickets::operation_id.eq(id.clone());
    diesel::delete(operation_tickets::table.filter(naming)).execute(conn)?;
    for ticket in said.tickets() {
        diesel::insert_into(operation_tickets::table)
            .values((
                operation_tickets::operation_id.eq(id.clone()),
                operation_tickets::ticket_id.eq(ticket.to_string()),
            ))
            .execute(conn)?;
    }
    for component in said.components() {
        diesel::insert_into(operation_components::table)
            .values((
                operation_components::operation_id.eq(id.clone()),
                operation_components::component_id.eq(component.to_string()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Closed months count the availability of then: those are looked at again in which an operation lasts, or lasted
/// as it was said before.
fn outdate_reports(
    conn: &mut Conn,
    id: OperationId,
    begins: DateTime<Utc>,
) -> Result<(), StoreError> {
    let before: Option<i64> = operations::table
        .find(id.to_string())
        .select(operations::begins_at)
        .get_result(conn)
        .optional()?;
    let before = TABLE.some_instant(before)?;
    closings::outdate(conn, before.map_or(begins, |before| before.min(begins)))
}

/// The operation with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: OperationId) -> Result<Option<Operation>, StoreError> {
    operations::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(operation)
        .transpose()
}

/// The operations that last at some moment of `[from, to)`, the last to begin first. A part of them
/// would give wrong figures, so more than [`MOST`] are an error.
///
/// # Errors
/// [`StoreError::Corrupt`] when there are more than [`MOST`].
pub fn between(
    conn: &mut Conn,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Operation>, StoreError> {
    let rows: Vec<Row> = operations::table
        .filter(operations::begins_at.lt(micros(to)))
        .filter(
            operations::ends_at
                .is_null()
                .or(operations::ends_at.gt(micros(from))),
        )
        .order((operations::begins_at.desc(), operations::id.desc()))
        .limit(MOST + 1)
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST) {
        return Err(TABLE.corrupt(format_args!("more than {MOST} operations at once")));
    }
    rows.into_iter().map(operation).collect()
}

/// Planned maintenance that has not begun, the first to begin first; [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn coming(conn: &mut Conn, now: DateTime<Utc>) -> Result<Vec<Operation>, StoreError> {
    let rows: Vec<Row> = operations::table
        .filter(operations::begins_at.gt(micros(now)))
        .filter(operations::kind.eq("maintenance"))
        .order((operations::begins_at.asc(), operations::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(operation).collect()
}

/// Every operation that concerns one of some components, the last to begin first.
///
/// # Errors
/// [`StoreError::Corrupt`] when there are more than [`MOST`]: a register has no gaps.
pub fn concerning(
    conn: &mut Conn,
    components: &[ComponentId],
) -> Result<Vec<Operation>, StoreError> {
    let keys: Vec<String> = components.iter().map(ToString::to_string).collect();
    let of_these = operation_components::table
        .filter(among(operation_components::component_id, keys))
        .select(operation_components::operation_id);
    let rows: Vec<Row> = operations::table
        .filter(operations::id.eq_any(of_these))
        .order((operations::begins_at.desc(), operations::id.desc()))
        .limit(MOST + 1)
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST) {
        return Err(TABLE.corrupt(format_args!("more than {MOST} operations in a register")));
    }
    rows.into_iter().map(operation).collect()
}

/// The outages that name a request, the last to begin first.
///
/// # Errors
/// When the database fails.
pub fn naming(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Operation>, StoreError> {
    let named = operation_tickets::table
        .filter(operation_tickets::ticket_id.eq(ticket.to_string()))
        .select(operation_tickets::operation_id);
    let rows: Vec<Row> = operations::table
        .filter(operations::id.eq_any(named))
        .order((operations::begins_at.desc(), operations::id.desc()))
        .limit(MOST_OF_ONE)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(operation).collect()
}

/// Every revision of an operation, in order.
///
/// # Errors
/// When the database fails.
pub fn revisions(conn: &mut Conn, id: OperationId) -> Result<Vec<Revision>, StoreError> {
    let rows: Vec<RevisionRow> = operation_revisions::table
        .filter(operation_revisions::operation_id.eq(id.to_string()))
        .order(operation_revisions::revision.asc())
        .limit(MOST_OF_ONE)
        .select(RevisionRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(Revision {
                operation: row.operation_id.of(REVISIONS)?,
                revision: REVISIONS.count(row.revision)?,
                at: REVISIONS.instant(row.at)?,
                by: author(row.by_id, row.monitor_id)?,
                why: row
                    .why
                    .map(|why| REVISIONS.made(Line::parse(&why)))
                    .transpose()?,
                said: REVISIONS.read_json(&row.body)?,
            })
        })
        .collect()
}

fn author(
    person: Option<As<PersonId>>,
    monitor: Option<As<MonitorId>>,
) -> Result<Author, StoreError> {
    match (some_of(person, REVISIONS)?, some_of(monitor, REVISIONS)?) {
        (Some(person), None) => Ok(Author::Person(person)),
        (None, Some(monitor)) => Ok(Author::Monitor(monitor)),
        (Some(_), Some(_)) | (None, None) => {
            Err(REVISIONS.corrupt("a revision is by a person or by a monitor"))
        }
    }
}

/// Adds what people were told.
///
/// # Errors
/// [`StoreError::Taken`] when there are news of that rank already: somebody was faster.
pub fn tell(conn: &mut Conn, news: &News) -> Result<(), StoreError> {
    let News {
        operation,
        rank,
        at,
        by,
        step,
        text,
    } = news;
    diesel::insert_into(operation_news::table)
        .values((
            operation_news::operation_id.eq(operation.to_string()),
            operation_news::rank.eq(NEWS.number(*rank)?),
            operation_news::at.eq(micros(*at)),
            operation_news::by_id.eq(by.to_string()),
            operation_news::step.eq(step.word()),
            operation_news::body.eq(text.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}

/// What people were told of an operation, in order.
///
/// # Errors
/// When the database fails.
pub fn news(conn: &mut Conn, id: OperationId) -> Result<Vec<News>, StoreError> {
    let rows: Vec<NewsRow> = operation_news::table
        .filter(operation_news::operation_id.eq(id.to_string()))
        .order(operation_news::rank.asc())
        .limit(MOST_OF_ONE)
        .select(NewsRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(News {
                operation: row.operation_id.of(NEWS)?,
                rank: NEWS.count(row.rank)?,
                at: NEWS.instant(row.at)?,
                by: row.by_id.of(NEWS)?,
                step: row.step.of(NEWS)?,
                text: NEWS.made(Description::parse(&row.body))?,
            })
        })
        .collect()
}

fn operation(row: Row) -> Result<Operation, StoreError> {
    let Row {
        id,
        revision,
        entered_at,
        body,
    } = row;
    let said: Said = TABLE.read_json(&body)?;
    Ok(Operation {
        id: id.of(TABLE)?,
        revision: TABLE.count(revision)?,
        said,
        entered_at: TABLE.instant(entered_at)?,
    })
}
