//! What was done about organisations, queues, products and letters. Rows are added and never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::setup_events,
    values::{Table, micros},
};
use crate::domain::{
    ids::SetUpEventId,
    people_history::By,
    setup_history::{SetUpDone, SetUpEvent, SetUpThing},
};

const TABLE: Table = Table("setup_events");

/// What stands for the identity of the letters, of which there is one history.
const ALL_LETTERS: &str = "all";
/// The same for the programs that are told the news.
const ALL_HOOKS: &str = "all";

#[derive(Queryable, Selectable)]
#[diesel(table_name = setup_events)]
struct Row {
    id: String,
    thing: String,
    thing_id: String,
    seq: i64,
    at: i64,
    actor: String,
    body: String,
}

/// Adds what was done about something, after all that was done before.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else added something at the same moment.
pub fn append(
    conn: &mut Conn,
    about: SetUpThing,
    at: DateTime<Utc>,
    by: By,
    what: &SetUpDone,
) -> Result<(), StoreError> {
    let id = identity(about);
    let last = setup_events::table
        .filter(setup_events::thing.eq(about.word()))
        .filter(setup_events::thing_id.eq(&id))
        .order(setup_events::seq.desc())
        .select(setup_events::seq)
        .first::<i64>(conn)
        .optional()?
        .unwrap_or(0);
    diesel::insert_into(setup_events::table)
        .values((
            setup_events::id.eq(SetUpEventId::fresh().to_string()),
            setup_events::thing.eq(about.word()),
            setup_events::thing_id.eq(id),
            setup_events::seq.eq(last.saturating_add(1)),
            setup_events::at.eq(micros(at)),
            setup_events::actor.eq(TABLE.json(&by)?),
            setup_events::body.eq(TABLE.json(what)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was last done about something, the last first, `most` of it.
///
/// # Errors
/// When the database fails.
pub fn about(conn: &mut Conn, about: SetUpThing, most: i64) -> Result<Vec<SetUpEvent>, StoreError> {
    setup_events::table
        .filter(setup_events::thing.eq(about.word()))
        .filter(setup_events::thing_id.eq(identity(about)))
        .order(setup_events::seq.desc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(event)
        .collect()
}

/// What was last done about anything, the last first, `most` of it.
///
/// # Errors
/// When the database fails.
pub fn recent(conn: &mut Conn, most: i64) -> Result<Vec<SetUpEvent>, StoreError> {
    setup_events::table
        .order((setup_events::at.desc(), setup_events::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(event)
        .collect()
}

fn identity(about: SetUpThing) -> String {
    match about {
        SetUpThing::Organisation(id) => id.to_string(),
        SetUpThing::Queue(id) => id.to_string(),
        SetUpThing::Product(id) => id.to_string(),
        SetUpThing::Letters => ALL_LETTERS.to_owned(),
        SetUpThing::StatusHooks => ALL_HOOKS.to_owned(),
    }
}

fn event(row: Row) -> Result<SetUpEvent, StoreError> {
    let Row {
        id,
        thing,
        thing_id,
        seq,
        at,
        actor,
        body,
    } = row;
    let about = match thing.as_str() {
        "organisation" => SetUpThing::Organisation(TABLE.read(&thing_id)?),
        "queue" => SetUpThing::Queue(TABLE.read(&thing_id)?),
        "product" => SetUpThing::Product(TABLE.read(&thing_id)?),
        "letters" => SetUpThing::Letters,
        "status-hooks" => SetUpThing::StatusHooks,
        other => return Err(TABLE.corrupt(format_args!("no thing {other:?}"))),
    };
    Ok(SetUpEvent {
        id: TABLE.read(&id)?,
        about,
        seq,
        at: TABLE.instant(at)?,
        by: TABLE.read_json(&actor)?,
        what: TABLE.read_json(&body)?,
    })
}
