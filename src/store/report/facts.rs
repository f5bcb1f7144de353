//! What reports are added up from: read in the order of time, some at a time; replaced ticket by ticket.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::row::{Changed, NEVER, NewRow, Row, TABLE};
use crate::{
    domain::{
        ids::{FactId, OrganisationId, QueueId, TicketId},
        report::{Dimension, Fact, FactKind, Noted, OfGroup, clipped},
    },
    store::{
        Conn, StoreError, bulk::insert_rows, phrases::among, schema::report_facts, values::micros,
    },
};

/// The most facts of one ticket.
const MOST: i64 = 60_000;

/// Which facts are read.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Of this kind.
    pub kind: FactKind,
    /// From this instant on; what lasts, when it ended later.
    pub from: DateTime<Utc>,
    /// Before this one.
    pub to: DateTime<Utc>,
    /// As they were known at an instant; as they are known now where none is named.
    pub as_of: Option<DateTime<Utc>>,
    /// Only of these parts.
    pub groups: Vec<OfGroup>,
    /// Not of these queues.
    pub closed: Vec<QueueId>,
    /// Only what goes on.
    pub running: bool,
}

/// Where a fact stands among those of a walk.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct FactKey {
    /// By what it is ordered, microseconds.
    pub place: i64,
    /// Which one.
    pub id: FactId,
}

/// Some facts of a walk after `after`, in order, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn walk(
    conn: &mut Conn,
    walk: &Walk,
    after: Option<FactKey>,
    most: i64,
) -> Result<Vec<(FactKey, Noted)>, StoreError> {
    let known = walk.as_of.map(micros);
    let mut facts = report_facts::table
        .filter(report_facts::kind.eq(walk.kind.word()))
        .filter(report_facts::at.lt(micros(walk.to)))
        .into_boxed();
    facts = match known {
        None => facts.filter(report_facts::gone_at.eq(NEVER)),
        Some(at) => facts
            .filter(report_facts::noted_at.le(at))
            .filter(report_facts::gone_at.gt(at)),
    };
    for group in &walk.groups {
        let some = Some(group.group.clone()).filter(|one| !one.is_empty());
        facts = match (group.by, some) {
            (Dimension::Organisation, Some(one)) => {
                facts.filter(report_facts::organisation_id.eq(one))
            }
            (Dimension::Organisation, None) => {
                facts.filter(report_facts::organisation_id.is_null())
            }
            (Dimension::Product, Some(one)) => facts.filter(report_facts::product_id.eq(one)),
            (Dimension::Product, None) => facts.filter(report_facts::product_id.is_null()),
            (Dimension::Integrator, Some(one)) => facts.filter(report_facts::integrator_id.eq(one)),
            (Dimension::Integrator, None) => facts.filter(report_facts::integrator_id.is_null()),
            (Dimension::Contract, one) => {
                facts.filter(report_facts::contract_name.eq(one.unwrap_or_default()))
            }
        };
    }
    for queue in &walk.closed {
        facts = facts.filter(report_facts::queue_id.ne(queue.to_string()));
    }
    if walk.running {
        facts = facts.filter(report_facts::at.ge(micros(walk.from)));
    }
    let lasts = walk.kind.lasts() || walk.running;
    let first = if walk.running {
        NEVER
    } else {
        micros(walk.from)
    };
    let place = after.map_or(first, |key| key.place);
    facts = if lasts {
        facts.order((report_facts::ended_at.asc(), report_facts::id.asc()))
    } else {
        facts.order((report_facts::at.asc(), report_facts::id.asc()))
    };
    facts = match after.map(|key| key.id.to_string()) {
        // All that goes on stands at one place, by the million: the index leads to the next of them.
        Some(id) if lasts && place == NEVER => facts
            .filter(report_facts::ended_at.eq(NEVER))
            .filter(report_facts::id.gt(id)),
        Some(id) if lasts => facts
            .filter(report_facts::ended_at.ge(place))
            .filter(report_facts::ended_at.gt(place).or(report_facts::id.gt(id))),
        Some(id) => facts
            .filter(report_facts::at.ge(place))
            .filter(report_facts::at.gt(place).or(report_facts::id.gt(id))),
        None if lasts => facts.filter(report_facts::ended_at.ge(place)),
        None => facts.filter(report_facts::at.ge(place)),
    };
    facts
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(|row: Row| {
            let place = if lasts { row.ended_at } else { row.at };
            let (id, noted) = row.noted()?;
            Ok((FactKey { place, id }, noted))
        })
        .collect()
}

/// The facts of a ticket, as they are known now.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<(FactId, Noted)>, StoreError> {
    report_facts::table
        .filter(report_facts::ticket_id.eq(ticket.to_string()))
        .filter(report_facts::gone_at.eq(NEVER))
        .order((report_facts::kind.asc(), report_facts::rank.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(Row::noted)
        .collect()
}

/// Puts facts in the place of those of a ticket. What is before `frozen`, the end of the last month that
/// is closed, stays readable as it was. Gives the earliest instant before it of which something changed.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else did the same at the same moment.
pub fn replace(
    conn: &mut Conn,
    ticket: TicketId,
    drawn: &[Noted],
    now: DateTime<Utc>,
    frozen: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let mut there = of(conn, ticket)?;
    let mut added: Vec<NewRow> = Vec::new();
    let mut touched: Option<DateTime<Utc>> = None;
    let mut touch = |fact: &Fact| {
        if fact.at < frozen {
            touched = Some(touched.map_or(fact.at, |at| at.min(fact.at)));
        }
    };
    for noted in drawn {
        let is_it = |(_, one): &(FactId, Noted)| {
            (one.fact.kind, one.fact.rank) == (noted.fact.kind, noted.fact.rank)
        };
        let found = there
            .iter()
            .position(is_it)
            .map(|place| there.swap_remove(place));
        match found {
            Some((_, one)) if one.fact == noted.fact => {}
            Some((id, one)) if clipped(&one.fact, frozen) == clipped(&noted.fact, frozen) => {
                diesel::update(report_facts::table.find(id.to_string()))
                    .set(Changed::of(noted))
                    .execute(conn)?;
            }
            Some((id, one)) => {
                touch(&one.fact);
                touch(&noted.fact);
                take_away(conn, id, &one.fact, now, frozen)?;
                added.push(NewRow::of(noted, now));
            }
            None => {
                touch(&noted.fact);
                added.push(NewRow::of(noted, now));
            }
        }
    }
    for (id, one) in there {
        touch(&one.fact);
        take_away(conn, id, &one.fact, now, frozen)?;
    }
    let inserted: Result<(), StoreError> = insert_rows!(conn, report_facts, added);
    inserted?;
    Ok(touched)
}

/// Removes a row, or, where a closed month was made of it, keeps it as what was known until now.
fn take_away(
    conn: &mut Conn,
    id: FactId,
    fact: &Fact,
    now: DateTime<Utc>,
    frozen: DateTime<Utc>,
) -> Result<(), StoreError> {
    if fact.at < frozen {
        diesel::update(report_facts::table.find(id.to_string()))
            .set(report_facts::gone_at.eq(micros(now)))
            .execute(conn)?;
    } else {
        diesel::delete(report_facts::table.find(id.to_string())).execute(conn)?;
    }
    Ok(())
}

/// When the first request was filed, UTC.
///
/// # Errors
/// When the database fails.
pub fn first_filed(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<i64> = report_facts::table
        .filter(report_facts::kind.eq(FactKind::Filed.word()))
        .order((report_facts::at.asc(), report_facts::id.asc()))
        .select(report_facts::at)
        .first(conn)
        .optional()?;
    TABLE.some_instant(at)
}

/// The mandates of some customers: who serves each, the longest-standing first.
///
/// # Errors
/// When the database fails.
pub fn integrators(
    conn: &mut Conn,
    customers: &[OrganisationId],
) -> Result<Vec<(OrganisationId, OrganisationId)>, StoreError> {
    use crate::store::{schema::mandates, values::As};

    let ids = customers.iter().map(ToString::to_string).collect();
    mandates::table
        .filter(among(mandates::customer_id, ids))
        .order((
            mandates::customer_id.asc(),
            mandates::since.asc(),
            mandates::integrator_id.asc(),
        ))
        .select((mandates::customer_id, mandates::integrator_id))
        .load::<(As<OrganisationId>, As<OrganisationId>)>(conn)?
        .into_iter()
        .map(|(customer, integrator)| Ok((customer.of(TABLE)?, integrator.of(TABLE)?)))
        .collect()
}

/// The products that some platforms run.
///
/// # Errors
/// When the database fails.
pub fn products(
    conn: &mut Conn,
    run: &[crate::domain::ids::PlatformId],
) -> Result<
    Vec<(
        crate::domain::ids::PlatformId,
        crate::domain::ids::ProductId,
    )>,
    StoreError,
> {
    use crate::{
        domain::ids::{PlatformId, ProductId},
        store::{
            schema::{platforms, product_versions},
            values::As,
        },
    };

    let ids = run.iter().map(ToString::to_string).collect();
    platforms::table
        .inner_join(
            product_versions::table.on(platforms::version_id.eq(product_versions::id.nullable())),
        )
        .filter(among(platforms::id, ids))
        .select((platforms::id, product_versions::product_id))
        .load::<(As<PlatformId>, As<ProductId>)>(conn)?
        .into_iter()
        .map(|(platform, product)| Ok((platform.of(TABLE)?, product.of(TABLE)?)))
        .collect()
}
