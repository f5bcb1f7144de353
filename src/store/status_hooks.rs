//! The programs that are told the news of the status page.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::status_hooks,
    values::{As, Table, micros, some_micros, some_text},
};
use crate::domain::{
    ids::{PersonId, StatusHookId},
    lang::Lang,
    status_hook::{MOST_HOOKS, StatusHook},
};

const TABLE: Table = Table("status_hooks");

#[derive(Queryable, Selectable)]
#[diesel(table_name = status_hooks)]
struct Row {
    id: As<StatusHookId>,
    name: String,
    host: String,
    url: String,
    secret: String,
    lang: As<Lang>,
    components: String,
    added_at: i64,
    added_by: As<PersonId>,
    failing_since: Option<i64>,
    stopped_at: Option<i64>,
    stopped_for: Option<String>,
    last_at: Option<i64>,
    last_fault: Option<String>,
}

/// Adds a program.
///
/// # Errors
/// [`StoreError::Taken`] when another one has its name.
pub fn insert(conn: &mut Conn, hook: &StatusHook) -> Result<(), StoreError> {
    let StatusHook {
        id,
        name,
        host,
        url,
        secret,
        lang,
        choice,
        added_at,
        added_by,
        failing_since: _,
        stopped: _,
        last: _,
    } = hook;
    diesel::insert_into(status_hooks::table)
        .values((
            status_hooks::id.eq(id.to_string()),
            status_hooks::name.eq(name),
            status_hooks::name_key.eq(name.to_lowercase()),
            status_hooks::host.eq(host),
            status_hooks::url.eq(url),
            status_hooks::secret.eq(secret),
            status_hooks::lang.eq(lang.tag()),
            status_hooks::components.eq(TABLE.json(choice)?),
            status_hooks::added_at.eq(micros(*added_at)),
            status_hooks::added_by.eq(added_by.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every program, by name.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<StatusHook>, StoreError> {
    status_hooks::table
        .order((status_hooks::name_key.asc(), status_hooks::id.asc()))
        .limit(MOST_HOOKS)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(hook)
        .collect()
}

/// Those that were not stopped.
///
/// # Errors
/// When the database fails.
pub fn listening(conn: &mut Conn) -> Result<Vec<StatusHook>, StoreError> {
    let mut found = all(conn)?;
    found.retain(|one| one.stopped.is_none());
    Ok(found)
}

/// The program with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: StatusHookId) -> Result<Option<StatusHook>, StoreError> {
    status_hooks::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(hook)
        .transpose()
}

/// Notes how the calls of a program go; nothing of one that was removed.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Conn, hook: &StatusHook) -> Result<(), StoreError> {
    diesel::update(status_hooks::table.find(hook.id.to_string()))
        .set((
            status_hooks::failing_since.eq(some_micros(hook.failing_since)),
            status_hooks::stopped_at.eq(some_micros(hook.stopped.map(|(at, _)| at))),
            status_hooks::stopped_for.eq(some_text(hook.stopped.map(|(_, fault)| fault))),
            status_hooks::last_at.eq(some_micros(hook.last.map(|(at, _)| at))),
            status_hooks::last_fault.eq(some_text(hook.last.and_then(|(_, fault)| fault))),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes what a call came to that says nothing: a trial.
///
/// # Errors
/// When the database fails.
pub fn note_trial(
    conn: &mut Conn,
    id: StatusHookId,
    at: DateTime<Utc>,
    fault: Option<crate::domain::webhook::HookFault>,
) -> Result<(), StoreError> {
    diesel::update(status_hooks::table.find(id.to_string()))
        .set((
            status_hooks::last_at.eq(micros(at)),
            status_hooks::last_fault.eq(some_text(fault)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets a program, of which nothing is owed any more; false when there is none such.
///
/// # Errors
/// When the database fails.
pub fn delete(conn: &mut Conn, id: StatusHookId) -> Result<bool, StoreError> {
    let gone = diesel::delete(status_hooks::table.find(id.to_string())).execute(conn)?;
    Ok(gone == 1)
}

fn hook(row: Row) -> Result<StatusHook, StoreError> {
    let Row {
        id,
        name,
        host,
        url,
        secret,
        lang,
        components,
        added_at,
        added_by,
        failing_since,
        stopped_at,
        stopped_for,
        last_at,
        last_fault,
    } = row;
    let (stopped_at, stopped_for) = (
        TABLE.some_instant(stopped_at)?,
        TABLE.read_some(stopped_for)?,
    );
    let (last_at, last_fault) = (TABLE.some_instant(last_at)?, TABLE.read_some(last_fault)?);
    Ok(StatusHook {
        id: id.of(TABLE)?,
        name,
        host,
        url,
        secret,
        lang: lang.of(TABLE)?,
        choice: TABLE.read_json(&components)?,
        added_at: TABLE.instant(added_at)?,
        added_by: added_by.of(TABLE)?,
        failing_since: TABLE.some_instant(failing_since)?,
        stopped: stopped_at.zip(stopped_for),
        last: last_at.map(|at| (at, last_fault)),
    })
}
