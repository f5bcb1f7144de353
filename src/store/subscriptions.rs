//! Which contract an organisation has for a service, and from when to when.

use chrono::NaiveDate;
use diesel::{dsl::count, prelude::*};

use super::{
    Conn, StoreError,
    phrases::among,
    schema::subscriptions,
    values::{As, Table, cents, day, day_number, some_cents, some_day},
};
use crate::domain::{
    ids::{OrganisationId, ServiceId, SubscriptionId},
    subscription::Subscription,
};

const TABLE: Table = Table("subscriptions");

/// How many subscriptions of one organisation are listed.
pub const MOST: i64 = 500;
/// How many of all organisations are read at once.
pub const MOST_OF_ALL: i64 = 100_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
struct Row {
    id: As<SubscriptionId>,
    organisation_id: As<OrganisationId>,
    service_id: As<ServiceId>,
    contract_name: String,
    support: bool,
    prepaid_minutes: Option<i64>,
    first_day: i64,
    last_day: Option<i64>,
    annual_cents: Option<i64>,
}

/// Adds a subscription.
///
/// # Errors
/// [`StoreError::Taken`] when its id is there already, or what it refers to is not.
pub fn insert(conn: &mut Conn, subscription: &Subscription) -> Result<(), StoreError> {
    let Subscription {
        id,
        organisation,
        service,
        contract_name,
        support,
        prepaid_minutes,
        annual,
        first_day,
        last_day,
    } = subscription;
    diesel::insert_into(subscriptions::table)
        .values((
            subscriptions::id.eq(id.to_string()),
            subscriptions::organisation_id.eq(organisation.to_string()),
            subscriptions::service_id.eq(service.to_string()),
            subscriptions::contract_name.eq(contract_name),
            subscriptions::support.eq(support),
            subscriptions::prepaid_minutes.eq(prepaid_minutes.map(i64::from)),
            subscriptions::first_day.eq(day_number(*first_day)),
            subscriptions::last_day.eq(last_day.map(day_number)),
            subscriptions::annual_cents.eq(some_cents(TABLE, *annual)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Changes a subscription's support, hours and days; organisation, service and contract stay. False
/// when the organisation has none such.
///
/// # Errors
/// When the database fails.
pub fn change(conn: &mut Conn, subscription: &Subscription) -> Result<bool, StoreError> {
    let Subscription {
        id,
        organisation,
        service: _,
        contract_name: _,
        support,
        prepaid_minutes,
        annual,
        first_day,
        last_day,
    } = subscription;
    let changed = diesel::update(subscriptions::table.find(id.to_string()))
        .filter(subscriptions::organisation_id.eq(organisation.to_string()))
        .set((
            subscriptions::support.eq(support),
            subscriptions::prepaid_minutes.eq(prepaid_minutes.map(i64::from)),
            subscriptions::first_day.eq(day_number(*first_day)),
            subscriptions::last_day.eq(last_day.map(day_number)),
            subscriptions::annual_cents.eq(some_cents(TABLE, *annual)?),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The subscriptions of some organisations, the first to begin first, [`MOST`] of each at most.
///
/// # Errors
/// When the database fails.
pub fn of_all(
    conn: &mut Conn,
    organisations: &[OrganisationId],
) -> Result<Vec<Subscription>, StoreError> {
    let most = MOST.saturating_mul(i64::try_from(organisations.len()).unwrap_or(i64::MAX));
    let ids = organisations.iter().map(ToString::to_string).collect();
    subscriptions::table
        .filter(among(subscriptions::organisation_id, ids))
        .order((subscriptions::first_day.asc(), subscriptions::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(subscription)
        .collect()
}

/// As [`of_all`], of one organisation.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<Subscription>, StoreError> {
    of_all(conn, &[organisation])
}

/// Every subscription that is in force on some of these days, the first to begin first. A report of a part of them
/// would be wrong, so more than [`MOST_OF_ALL`] are an error.
///
/// # Errors
/// [`StoreError::Corrupt`] when there are more than [`MOST_OF_ALL`].
pub fn over(
    conn: &mut Conn,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Subscription>, StoreError> {
    let rows: Vec<Row> = subscriptions::table
        .filter(subscriptions::first_day.le(day_number(last)))
        .filter(
            subscriptions::last_day
                .is_null()
                .or(subscriptions::last_day.ge(day_number(first))),
        )
        .order((subscriptions::first_day.asc(), subscriptions::id.asc()))
        .limit(MOST_OF_ALL + 1)
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST_OF_ALL) {
        return Err(TABLE.corrupt(format_args!(
            "more than {MOST_OF_ALL} subscriptions at once"
        )));
    }
    rows.into_iter().map(subscription).collect()
}

/// Which organisations have a service on a day or later, each with its contract; [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn to_service(
    conn: &mut Conn,
    service: ServiceId,
    from: NaiveDate,
) -> Result<Vec<Subscription>, StoreError> {
    subscriptions::table
        .filter(subscriptions::service_id.eq(service.to_string()))
        .filter(
            subscriptions::last_day
                .is_null()
                .or(subscriptions::last_day.ge(day_number(from))),
        )
        .order((subscriptions::first_day.asc(), subscriptions::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(subscription)
        .collect()
}

/// How many organisations have a contract on a day.
///
/// # Errors
/// When the database fails.
pub fn under(conn: &mut Conn, contract_name: &str, on: NaiveDate) -> Result<i64, StoreError> {
    let on = day_number(on);
    Ok(subscriptions::table
        .filter(subscriptions::contract_name.eq(contract_name))
        .filter(subscriptions::first_day.le(on))
        .filter(
            subscriptions::last_day
                .is_null()
                .or(subscriptions::last_day.ge(on)),
        )
        .select(count(subscriptions::organisation_id).aggregate_distinct())
        .get_result(conn)?)
}

fn subscription(row: Row) -> Result<Subscription, StoreError> {
    let Row {
        id,
        organisation_id,
        service_id,
        contract_name,
        support,
        prepaid_minutes,
        first_day,
        last_day,
        annual_cents,
    } = row;
    Ok(Subscription {
        id: id.of(TABLE)?,
        organisation: organisation_id.of(TABLE)?,
        service: service_id.of(TABLE)?,
        contract_name,
        support,
        prepaid_minutes: TABLE.made(prepaid_minutes.map(u32::try_from).transpose())?,
        annual: cents(TABLE, annual_cents)?,
        first_day: day(TABLE, first_day)?,
        last_day: some_day(TABLE, last_day)?,
    })
}
