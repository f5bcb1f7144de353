//! Whose turn it is on the tickets of organisations, counted.
//!
//! # Why
//! The organisations of a page are few, and the index of their unresolved tickets holds all that decides
//! but the reason of a pause: so each number is read from one range of it for each organisation, in one
//! statement for the whole page, and only paused tickets are looked at themselves. Numbers are not cut
//! off: the list behind each has as many rows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};

use super::row::TABLE;
use crate::domain::{
    access::Scope,
    ids::OrganisationId,
    people::Organisation,
    ticket::{PauseReason, Turn, TurnCounts},
};
use crate::store::{
    Conn, StoreError,
    fence::Visible,
    organisations,
    phrases::{Written, among},
    schema::{organisations as organisation, tickets},
    values::{As, micros},
};

/// Whether it is somebody's turn on the ticket of a row, which is not resolved. The words are those of
/// [`PauseReason`] and of the states of cases; the engines see by the longer list which index serves.
pub(in crate::store) const fn of_turn(turn: Turn) -> Written {
    Written(match turn {
        Turn::Customers => "tickets.pause_reason IN ('waiting-for-customer', 'their-own-work')",
        Turn::Outside => "tickets.pause_reason = 'outside-cause'",
        Turn::Vendors => {
            "(tickets.pause_reason IS NULL OR tickets.pause_reason NOT IN \
             ('waiting-for-customer', 'their-own-work', 'outside-cause')) AND EXISTS \
             (SELECT 1 FROM vendor_cases WHERE vendor_cases.ticket_id = tickets.id \
             AND vendor_cases.state IN ('sent', 'open', 'asked') AND vendor_cases.state <> 'asked')"
        }
        Turn::Ours => {
            "(tickets.pause_reason IS NULL OR tickets.pause_reason NOT IN \
             ('waiting-for-customer', 'their-own-work', 'outside-cause')) AND NOT EXISTS \
             (SELECT 1 FROM vendor_cases WHERE vendor_cases.ticket_id = tickets.id \
             AND vendor_cases.state IN ('sent', 'open', 'asked') AND vendor_cases.state <> 'asked')"
        }
    })
}

const UNRESOLVED: Written = Written("tickets.due_rank < 3");
const RUNNING: Written = Written("tickets.due_rank = 0 AND tickets.due_rank < 3");

/// The organisations with unresolved tickets that `scope` sees, by name, after `after`, `most` of them;
/// only some of them, where `only` names some.
///
/// # Errors
/// When the database fails.
pub fn open_organisations(
    conn: &mut Conn,
    only: Option<&[OrganisationId]>,
    after: Option<OrganisationId>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Organisation>, StoreError> {
    let has_open = diesel::dsl::exists(
        tickets::table
            .filter(tickets::organisation_id.eq(organisation::id.nullable()))
            .filter(UNRESOLVED)
            .filter(Visible::always(scope)),
    );
    let mut found = organisation::table
        .filter(has_open)
        .order((organisation::name_key.asc(), organisation::id.asc()))
        .limit(most)
        .select(organisation::id)
        .into_boxed();
    if let Some(only) = only {
        let ids = only.iter().map(ToString::to_string).collect();
        found = found.filter(among(organisation::id, ids));
    }
    if let Some(last) = after {
        let Some(last) = organisations::find(conn, last)? else {
            return Ok(Vec::new());
        };
        let (key, id) = (last.name.to_lowercase(), last.id.to_string());
        found = found
            .filter(organisation::name_key.ge(key.clone()))
            .filter(organisation::name_key.gt(key).or(organisation::id.gt(id)));
    }
    let ids: Vec<OrganisationId> = found
        .load::<As<OrganisationId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect::<Result<_, _>>()?;
    let mut named: BTreeMap<OrganisationId, Organisation> = organisations::with_ids(conn, &ids)?
        .into_iter()
        .map(|one| (one.id, one))
        .collect();
    Ok(ids.iter().filter_map(|id| named.remove(id)).collect())
}

/// The organisation with that id, where `scope` sees some ticket of it.
///
/// # Errors
/// When the database fails.
pub fn seen_organisation(
    conn: &mut Conn,
    id: OrganisationId,
    scope: &Scope,
) -> Result<Option<Organisation>, StoreError> {
    let seen = tickets::table
        .filter(tickets::organisation_id.eq(id.to_string()))
        .filter(Visible::always(scope));
    if diesel::select(diesel::dsl::exists(seen)).get_result::<bool>(conn)? {
        organisations::find(conn, id)
    } else {
        Ok(None)
    }
}

/// The numbers of some organisations, of the tickets that `scope` sees at `now`; the day ends at
/// `day_ends`. Those without unresolved tickets have none.
///
/// # Errors
/// When the database fails.
pub fn counts_of(
    conn: &mut Conn,
    ids: &[OrganisationId],
    (now, day_ends): (DateTime<Utc>, DateTime<Utc>),
    scope: &Scope,
) -> Result<BTreeMap<OrganisationId, TurnCounts>, StoreError> {
    let mut all: BTreeMap<OrganisationId, TurnCounts> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let of_them = || {
        let ids = ids.iter().map(ToString::to_string).collect();
        among(tickets::organisation_id.assume_not_null(), ids)
    };
    let grouped = || {
        tickets::table
            .group_by(tickets::organisation_id)
            .select((tickets::organisation_id.assume_not_null(), count_star()))
            .filter(of_them())
            .filter(Visible::always(scope))
    };
    let mut note = |rows: Vec<(As<OrganisationId>, i64)>, take: fn(&mut TurnCounts) -> &mut u64| {
        for (id, count) in rows {
            *take(all.entry(id.of(TABLE)?).or_default()) += TABLE.made(u64::try_from(count))?;
        }
        Ok::<_, StoreError>(())
    };
    note(grouped().filter(UNRESOLVED).load(conn)?, |of| &mut of.open)?;
    let late = tickets::due_at.lt(micros(now));
    note(grouped().filter(RUNNING).filter(late).load(conn)?, |of| {
        &mut of.late
    })?;
    let today = tickets::due_at
        .ge(micros(now))
        .and(tickets::due_at.lt(micros(day_ends)));
    note(grouped().filter(RUNNING).filter(today).load(conn)?, |of| {
        &mut of.today
    })?;
    let at_vendor = grouped().filter(UNRESOLVED).filter(of_turn(Turn::Vendors));
    note(at_vendor.load(conn)?, |of| &mut of.vendors)?;
    let paused: Vec<(As<OrganisationId>, As<PauseReason>, i64)> = tickets::table
        .group_by((tickets::organisation_id, tickets::pause_reason))
        .select((
            tickets::organisation_id.assume_not_null(),
            tickets::pause_reason.assume_not_null(),
            count_star(),
        ))
        .filter(of_them())
        .filter(Visible::always(scope))
        .filter(UNRESOLVED)
        // The index of the organisation holds the status: not that of the status, which holds everybody's.
        .filter(Written(
            "tickets.status || '' = 'paused' AND tickets.pause_reason IS NOT NULL",
        ))
        .load(conn)?;
    for (id, reason, count) in paused {
        let of = all.entry(id.of(TABLE)?).or_default();
        let count = TABLE.made(u64::try_from(count))?;
        match Turn::in_pause(reason.of(TABLE)?) {
            Turn::Customers => of.customers += count,
            Turn::Outside => of.outside += count,
            Turn::Ours | Turn::Vendors => {}
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_statements_are_those_of_the_domain() {
        for reason in PauseReason::ALL {
            let quoted = format!("'{}'", reason.word());
            let turn = Turn::in_pause(reason);
            for one in [Turn::Customers, Turn::Outside] {
                let named = of_turn(one).0.contains(&quoted);
                assert_eq!(named, one == turn, "{reason}, {one}");
            }
            for rest in [Turn::Ours, Turn::Vendors] {
                let left_out = of_turn(rest).0.contains(&quoted);
                assert_eq!(left_out, turn != Turn::Ours, "{reason}, {rest}");
            }
        }
    }
}
