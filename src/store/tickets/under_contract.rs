//! The tickets of a contract, whatever the version, in the order of their references.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};

use super::row::Row;
use crate::{
    domain::ticket::{Reference, Status, Ticket},
    store::{
        Conn, StoreError,
        schema::{contract_versions, tickets},
        values::micros,
    },
};

diesel::allow_tables_to_appear_in_same_query!(contract_versions, tickets);

/// Which tickets of a contract.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OfContract {
    /// The contract's name.
    pub name: String,
    /// Only those that are not resolved.
    pub open: bool,
    /// Only what was filed since, UTC.
    pub since: Option<DateTime<Utc>>,
}

macro_rules! chosen {
    ($of:expr) => {{
        let of: &OfContract = $of;
        let versions = contract_versions::table
            .filter(contract_versions::name.eq(of.name.clone()))
            .select(contract_versions::id);
        let mut chosen = tickets::table
            .filter(tickets::contract_id.eq_any(versions))
            .into_boxed();
        if of.open {
            chosen = chosen.filter(tickets::status.ne(Status::Resolved.word()));
        }
        if let Some(since) = of.since {
            chosen = chosen.filter(tickets::filed_at.ge(micros(since)));
        }
        chosen
    }};
}

/// The tickets of a contract after a reference, `most` of them. For the desk itself, which sees all.
///
/// # Errors
/// When the database fails.
pub fn of_contract(
    conn: &mut Conn,
    of: &OfContract,
    after: Reference,
    most: i64,
) -> Result<Vec<Ticket>, StoreError> {
    chosen!(of)
        .filter(tickets::year.ge(after.year()))
        .filter(
            tickets::year
                .gt(after.year())
                .or(tickets::rank.gt(after.rank())),
        )
        .order((tickets::year.asc(), tickets::rank.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(Row::ticket)
        .collect()
}

/// How many tickets of a contract there are.
///
/// # Errors
/// When the database fails.
pub fn count_of_contract(conn: &mut Conn, of: &OfContract) -> Result<u64, StoreError> {
    let count: i64 = chosen!(of).select(count_star()).first(conn)?;
    Ok(u64::try_from(count).unwrap_or_default())
}
