//! A page of a customer's tickets.
//!
//! # Why
//! What a customer sees is a choice of reasons: filed, followed, of an organisation, of a platform.
//! One statement with « or » between them has no index that serves, and would read every ticket
//! there is. So each reason is a way by itself, with an index of its own and no more rows than the
//! page; the ways are merged here. The condition of the scope stands in each of them all the same:
//! a way only says where to look, never what may be seen.

use diesel::{expression::BoxableExpression, prelude::*, sql_types::Bool};

use super::{Row, beside::shown, page::searched, turns::of_turn};
use crate::domain::{
    access::Scope,
    ticket::{PauseReason, PortalFilter, PortalKey, PortalStage, PortalTurn, QueueRow, Turn},
};
use crate::store::{
    Conn, StoreError,
    connection::MultiBackend,
    fence::Visible,
    phrases::{Written, among},
    schema::{tickets, watchers},
    values::micros,
};

type Condition = Box<dyn BoxableExpression<tickets::table, MultiBackend, SqlType = Bool>>;

/// Why a customer may see a ticket.
#[derive(Clone, Copy, Debug)]
enum Way {
    Filed,
    Followed,
    OfOrganisation,
    OfPlatform,
}

/// The tickets that meet `filter` and that a customer's `scope` sees, what the customer has to do
/// something about first, `most` of them: from the beginning, or those after `after`. None for any
/// other scope.
///
/// # Errors
/// When the database fails.
pub fn portal_page(
    conn: &mut Conn,
    filter: &PortalFilter,
    after: Option<&PortalKey>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<QueueRow>, StoreError> {
    let mut found: Vec<QueueRow> = Vec::new();
    let falls_due = filter.due_from.is_some() || filter.due_before.is_some();
    for stage in filter.view.stages() {
        // Only what runs falls due; what is resolved is nobody's turn.
        if (falls_due && stage != PortalStage::Running)
            || (filter.turn.is_some() && stage == PortalStage::Resolved)
        {
            continue;
        }
        let from = match after {
            Some(key) if stage < key.stage => continue,
            from => from.filter(|key| key.stage == stage),
        };
        let room = most.saturating_sub(i64::try_from(found.len()).unwrap_or(i64::MAX));
        if room <= 0 {
            break;
        }
        let mut merged = Vec::new();
        for way in ways(filter) {
            merged.extend(of_way(conn, filter, scope, (stage, *way), from, room)?);
        }
        // The same ticket may be reached in several ways.
        merged.sort_by_key(QueueRow::key);
        merged.dedup_by_key(|row| row.ticket.id);
        if stage == PortalStage::Resolved {
            merged.reverse();
        }
        merged.truncate(usize::try_from(room).unwrap_or(usize::MAX));
        found.extend(merged);
    }
    Ok(found)
}

fn ways(filter: &PortalFilter) -> &'static [Way] {
    if filter.mine {
        &[Way::Filed]
    } else {
        &[
            Way::Filed,
            Way::Followed,
            Way::OfOrganisation,
            Way::OfPlatform,
        ]
    }
}

fn of_way(
    conn: &mut Conn,
    filter: &PortalFilter,
    scope: &Scope,
    (stage, way): (PortalStage, Way),
    from: Option<&PortalKey>,
    most: i64,
) -> Result<Vec<QueueRow>, StoreError> {
    let (Some(condition), Some(visible)) = (reached(scope, way), Visible::to(scope)) else {
        return Ok(Vec::new());
    };
    let mut page = tickets::table
        .select(Row::as_select())
        .into_boxed::<MultiBackend>()
        .filter(condition)
        .filter(visible)
        .filter(Written(match stage {
            PortalStage::Waiting => "tickets.due_rank < 3",
            PortalStage::Running => "tickets.due_rank = 0 AND tickets.due_rank < 3",
            PortalStage::Paused => "tickets.due_rank = 1 AND tickets.due_rank < 3",
            PortalStage::Nothing => "tickets.due_rank = 2 AND tickets.due_rank < 3",
            PortalStage::Resolved => "tickets.due_rank = 3",
        }));
    let waits = PauseReason::WaitingForCustomer.word();
    page = match stage {
        PortalStage::Waiting => page.filter(tickets::pause_reason.eq(waits)),
        PortalStage::Running | PortalStage::Paused | PortalStage::Nothing => page.filter(
            tickets::pause_reason
                .is_null()
                .or(tickets::pause_reason.ne(waits)),
        ),
        PortalStage::Resolved => page,
    };
    if let Some(one) = filter.organisation {
        page = page.filter(tickets::organisation_id.eq(one.to_string()));
    }
    page = match filter.turn {
        Some(PortalTurn::Yours) => page.filter(of_turn(Turn::Customers)),
        Some(PortalTurn::Supports) => page.filter(
            tickets::pause_reason
                .is_null()
                .or(diesel::dsl::not(of_turn(Turn::Customers).nullable())),
        ),
        None => page,
    };
    if let Some(from) = filter.due_from {
        page = page.filter(tickets::due_at.ge(micros(from)));
    }
    if let Some(before) = filter.due_before {
        page = page.filter(tickets::due_at.lt(micros(before)));
    }
    if let Some(platform) = filter.platform {
        page = page.filter(tickets::platform_id.eq(platform.to_string()));
    }
    if let Some(condition) = filter.text.as_deref().and_then(searched) {
        page = page.filter(condition);
    }
    let backwards = stage == PortalStage::Resolved;
    if let Some(key) = from {
        let (at, id) = (micros(key.due_at), key.ticket.to_string());
        page = if backwards {
            page.filter(tickets::due_at.le(at))
                .filter(tickets::due_at.lt(at).or(tickets::id.lt(id)))
        } else {
            page.filter(tickets::due_at.ge(at))
                .filter(tickets::due_at.gt(at).or(tickets::id.gt(id)))
        };
    }
    page = if backwards {
        page.order((tickets::due_at.desc(), tickets::id.desc()))
    } else {
        page.order((tickets::due_at.asc(), tickets::id.asc()))
    };
    shown(conn, page.limit(most))
}

/// Where to look; none where the scope reaches nothing this way.
fn reached(scope: &Scope, way: Way) -> Option<Condition> {
    let Scope::Customer(customer) = scope else {
        return None;
    };
    let person = customer.person.to_string();
    Some(match way {
        Way::Filed => Box::new(tickets::requester_id.eq(person)),
        Way::Followed => Box::new(
            tickets::id.eq_any(
                watchers::table
                    .filter(watchers::person_id.eq(person))
                    .select(watchers::ticket_id),
            ),
        ),
        Way::OfOrganisation if customer.organisations.is_empty() => return None,
        Way::OfOrganisation => {
            let ids = customer.organisations.iter().map(ToString::to_string);
            Box::new(among(
                tickets::organisation_id.assume_not_null(),
                ids.collect(),
            ))
        }
        Way::OfPlatform if customer.platforms.is_empty() => return None,
        Way::OfPlatform => {
            let ids = customer.platforms.iter().map(|(_, one)| one.to_string());
            Box::new(among(tickets::platform_id.assume_not_null(), ids.collect()))
        }
    })
}
