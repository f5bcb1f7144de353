//! Draws the facts of tickets whose histories grew.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{Desk, Error},
    domain::{
        ids::{OrganisationId, PlatformId, ProductId, TicketId, VendorCaseId},
        report::{Noted, Told, draw},
        sla,
        vendor::CaseEvent,
    },
    store::{
        Conn, events,
        report::{self, closings, facts},
        tickets::{self, Behind},
        vendor::thread,
    },
};

/// How many tickets are read at a time.
const AT_A_TIME: i64 = 100;

/// A ticket with its facts, and the cases that they know.
#[derive(Clone, Debug)]
struct Drawn {
    ticket: TicketId,
    before: i64,
    events: i64,
    facts: Vec<Noted>,
    cases: Vec<(VendorCaseId, i64)>,
}

impl Desk {
    /// Draws facts until none are behind, or `go_on` says no; how many tickets were looked at.
    ///
    /// # Errors
    /// When the database fails; what was drawn by then is kept.
    pub fn catch_up_reports(&self, go_on: &dyn Fn() -> bool) -> Result<u64, Error> {
        let mut looked_at = 0;
        while go_on() {
            let page = self.store.read(|conn| -> Result<_, Error> {
                let page = tickets::behind(conn, AT_A_TIME)?;
                if !page.is_empty() {
                    return Ok(page.into_iter().map(|one| one.ticket.id).collect());
                }
                let cases = report::cases_behind(conn, AT_A_TIME)?;
                let mut ids: Vec<TicketId> = cases.into_iter().map(|(_, id, _)| id).collect();
                ids.sort_unstable();
                ids.dedup();
                Ok(ids)
            })?;
            if page.is_empty() {
                break;
            }
            self.draw_all(&page)?;
            looked_at += u64::try_from(page.len()).unwrap_or_default();
        }
        Ok(looked_at)
    }

    /// Draws the facts of some tickets. One whose history cannot be read has none, and keeps nobody else's
    /// from being drawn; `guichet check` tells of it.
    fn draw_all(&self, ids: &[TicketId]) -> Result<(), Error> {
        let drawn = match self.store.read(|conn| self.drawn(conn, ids)) {
            Ok(drawn) => drawn,
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => match ids {
                [only] => {
                    tracing::error!(ticket = %only, %error, "a ticket is in no report");
                    self.store.read(|conn| -> Result<_, Error> {
                        let found = tickets::behind_of(conn, ids)?;
                        Ok(found.iter().map(nothing).collect())
                    })?
                }
                several => {
                    for one in several {
                        self.draw_all(&[*one])?;
                    }
                    return Ok(());
                }
            },
        };
        let now = self.clock.now();
        self.store
            .write(move |tx| -> Result<_, Error> { Ok(keep(tx, &drawn, now)?) })
    }

    fn drawn(&self, conn: &mut Conn, ids: &[TicketId]) -> Result<Vec<Drawn>, Error> {
        let found = tickets::behind_of(conn, ids)?;
        let histories = events::of_all(conn, ids)?;
        let cases = report::cases_of(conn, ids)?;
        let case_ids: Vec<VendorCaseId> = cases.iter().map(|(id, _, _)| *id).collect();
        let mut told = thread::histories(conn, &case_ids)?;
        let under = Under::of(conn, &found)?;
        found
            .iter()
            .map(|one| {
                let own: Vec<(VendorCaseId, i64)> = cases
                    .iter()
                    .filter(|(_, ticket, _)| *ticket == one.ticket.id)
                    .map(|(id, _, events)| (*id, *events))
                    .collect();
                let said: Vec<Vec<CaseEvent>> = own
                    .iter()
                    .map(|(id, _)| told.remove(id).unwrap_or_default())
                    .collect();
                let events = histories.get(&one.ticket.id).map_or(&[][..], Vec::as_slice);
                let contract = self.contracts.get(conn, one.ticket.contract)?;
                let facts = draw(&Told {
                    events,
                    clocks: &sla::replay(events, &contract)?,
                    cases: &said,
                    version: one.ticket.contract,
                    contract: &contract,
                });
                let name = contract.name().as_str();
                Ok(Drawn {
                    facts: facts
                        .into_iter()
                        .map(|fact| under.noted(fact, one, name))
                        .collect(),
                    cases: own,
                    ..nothing(one)
                })
            })
            .collect()
    }

    /// The facts of a ticket as its history gives them now.
    pub(in crate::desk) fn facts_of(
        &self,
        conn: &mut Conn,
        ticket: TicketId,
    ) -> Result<Vec<Noted>, Error> {
        let drawn = self.drawn(conn, &[ticket])?;
        Ok(drawn.into_iter().flat_map(|one| one.facts).collect())
    }
}

fn nothing(one: &Behind) -> Drawn {
    Drawn {
        ticket: one.ticket.id,
        before: one.reported,
        events: one.events,
        facts: Vec::new(),
        cases: Vec::new(),
    }
}

/// Keeps what was drawn; what somebody else drew meanwhile is left alone.
fn keep(
    tx: &mut Conn,
    drawn: &[Drawn],
    now: DateTime<Utc>,
) -> Result<(), crate::store::StoreError> {
    let frozen = closings::frozen(tx)?;
    let (end, made) = frozen.unwrap_or((DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MIN_UTC));
    // Later than what any closed month knew, also where the machine's clock went back.
    let now = match frozen {
        Some(_) => now.max(made + TimeDelta::microseconds(1)),
        None => now,
    };
    for one in drawn {
        if !tickets::drawn(tx, one.ticket, one.before, one.events)? {
            continue;
        }
        if let Some(from) = facts::replace(tx, one.ticket, &one.facts, now, end)? {
            closings::outdate(tx, from)?;
        }
        for (case, events) in &one.cases {
            report::case_drawn(tx, *case, *events)?;
        }
    }
    Ok(())
}

/// What tickets are counted under, besides what their rows say.
#[derive(Debug, Default)]
struct Under {
    integrators: BTreeMap<OrganisationId, OrganisationId>,
    products: BTreeMap<PlatformId, ProductId>,
}

impl Under {
    fn of(conn: &mut Conn, found: &[Behind]) -> Result<Self, Error> {
        let customers: Vec<_> = found
            .iter()
            .filter_map(|one| one.ticket.organisation)
            .collect();
        let platforms: Vec<_> = found.iter().filter_map(|one| one.ticket.platform).collect();
        let mut under = Self::default();
        for (customer, integrator) in facts::integrators(conn, &customers)? {
            // The one that has served it longest comes first, and is the one it is counted under.
            under.integrators.entry(customer).or_insert(integrator);
        }
        under.products = facts::products(conn, &platforms)?.into_iter().collect();
        Ok(under)
    }

    fn noted(&self, fact: crate::domain::report::Fact, one: &Behind, contract: &str) -> Noted {
        let ticket = &one.ticket;
        let served = |id: OrganisationId| self.integrators.get(&id).copied();
        let runs = |id: PlatformId| self.products.get(&id).copied();
        Noted {
            fact,
            ticket: ticket.id,
            contract: contract.to_owned(),
            organisation: ticket.organisation,
            product: ticket.platform.and_then(runs),
            integrator: ticket.organisation.and_then(served),
            queue: ticket.queue,
        }
    }
}
