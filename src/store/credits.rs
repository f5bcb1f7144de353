//! Free days that contracts owe. What a credit was computed from never changes; only the decision is
//! added, once.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    report::closings,
    schema::credits,
    values::{As, Table, cents, day, day_number, micros, some_cents, some_of},
};
use crate::domain::{
    credit::{CreditState, OwedCredit},
    ids::{ContractVersionId, CreditId, OrganisationId, PersonId, ServiceId},
    report::instant_of,
    ticket::Line,
};

const TABLE: Table = Table("credits");

/// How many credits are listed.
pub const MOST: i64 = 2_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = credits)]
struct Row {
    id: As<CreditId>,
    organisation_id: As<OrganisationId>,
    service_id: As<ServiceId>,
    contract_id: As<ContractVersionId>,
    first_day: i64,
    last_day: i64,
    minutes: i32,
    days: i32,
    capped: i32,
    figure: String,
    state: As<CreditState>,
    proposed_at: i64,
    proposed_by: As<PersonId>,
    decided_at: Option<i64>,
    decided_by: Option<As<PersonId>>,
    why: Option<String>,
    annual_cents: Option<i64>,
}

/// Adds a credit that was proposed.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Conn, credit: &OwedCredit) -> Result<(), StoreError> {
    diesel::insert_into(credits::table)
        .values((
            credits::id.eq(credit.id.to_string()),
            credits::organisation_id.eq(credit.organisation.to_string()),
            credits::service_id.eq(credit.service.to_string()),
            credits::contract_id.eq(credit.contract.to_string()),
            credits::first_day.eq(day_number(credit.first_day)),
            credits::last_day.eq(day_number(credit.last_day)),
            credits::minutes.eq(TABLE.number(credit.minutes)?),
            credits::days.eq(TABLE.number(credit.days)?),
            credits::capped.eq(TABLE.number(credit.capped)?),
            credits::figure.eq(TABLE.json(&credit.basis)?),
            credits::state.eq(credit.state.word()),
            credits::proposed_at.eq(micros(credit.proposed_at)),
            credits::proposed_by.eq(credit.proposed_by.to_string()),
            credits::annual_cents.eq(some_cents(TABLE, credit.annual)?),
        ))
        .execute(conn)?;
    closings::outdate(conn, instant_of(credit.last_day))
}

/// Keeps the decision about a credit; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn decide(conn: &mut Conn, credit: &OwedCredit) -> Result<bool, StoreError> {
    let (by, at) = TABLE.required(credit.decided, "decided_by")?;
    let changed = diesel::update(credits::table.find(credit.id.to_string()))
        .filter(credits::state.eq(CreditState::Proposed.word()))
        .set((
            credits::state.eq(credit.state.word()),
            credits::decided_at.eq(micros(at)),
            credits::decided_by.eq(by.to_string()),
            credits::why.eq(credit.why.as_ref().map(|why| why.as_str().to_owned())),
        ))
        .execute(conn)?;
    closings::outdate(conn, instant_of(credit.last_day))?;
    Ok(changed == 1)
}

/// The credit with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: CreditId) -> Result<Option<OwedCredit>, StoreError> {
    credits::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(credit)
        .transpose()
}

/// The credits of an organisation, the latest period first.
///
/// # Errors
/// [`StoreError::Corrupt`] when there are more than [`MOST`]: a part of them would break the cap.
pub fn of(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<OwedCredit>, StoreError> {
    let rows: Vec<Row> = credits::table
        .filter(credits::organisation_id.eq(organisation.to_string()))
        .order((credits::first_day.desc(), credits::id.desc()))
        .limit(MOST + 1)
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST) {
        return Err(TABLE.corrupt(format_args!("more than {MOST} credits of one organisation")));
    }
    rows.into_iter().map(credit).collect()
}

/// The credits of all organisations, those of one state if it is named, the last to be proposed first.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Conn, state: Option<CreditState>) -> Result<Vec<OwedCredit>, StoreError> {
    let mut query = credits::table
        .order((credits::proposed_at.desc(), credits::id.desc()))
        .limit(MOST)
        .select(Row::as_select())
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(credits::state.eq(state.word()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(credit).collect()
}

fn credit(row: Row) -> Result<OwedCredit, StoreError> {
    let decided = some_of(row.decided_by, TABLE)?.zip(TABLE.some_instant(row.decided_at)?);
    Ok(OwedCredit {
        id: row.id.of(TABLE)?,
        organisation: row.organisation_id.of(TABLE)?,
        service: row.service_id.of(TABLE)?,
        contract: row.contract_id.of(TABLE)?,
        first_day: day(TABLE, row.first_day)?,
        last_day: day(TABLE, row.last_day)?,
        minutes: TABLE.count(row.minutes)?,
        days: TABLE.count(row.days)?,
        capped: TABLE.count(row.capped)?,
        annual: cents(TABLE, row.annual_cents)?,
        basis: TABLE.read_json(&row.figure)?,
        proposed_at: TABLE.instant(row.proposed_at)?,
        proposed_by: row.proposed_by.of(TABLE)?,
        state: row.state.of(TABLE)?,
        decided,
        why: row
            .why
            .map(|why| TABLE.made(Line::parse(&why)))
            .transpose()?,
    })
}
