//! Laws of reports, and worked examples.

mod available;
mod examples;
mod laws;
mod oracle;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{FactKind, Figures, Noted, Told, draw};
use crate::domain::{
    contract::Contract,
    ids::{ContractVersionId, OrganisationId, QueueId, TicketId},
    sla::scenes::Story,
};

/// The facts of a story, of one of three customers or of none.
fn noted(story: &Story, contract: &Contract, number: usize) -> Vec<Noted> {
    let facts = draw(&Told {
        events: &story.events,
        clocks: &story.clocks(contract),
        cases: &[],
        version: ContractVersionId::from(Uuid::nil()),
        contract,
    });
    let customer = u128::try_from(number % 4).unwrap();
    facts
        .into_iter()
        .map(|fact| Noted {
            fact,
            ticket: TicketId::from(Uuid::from_u128(u128::try_from(number).unwrap())),
            contract: contract.name().as_str().to_owned(),
            organisation: (customer > 0).then(|| OrganisationId::from(Uuid::from_u128(customer))),
            product: None,
            integrator: (customer > 1).then(|| OrganisationId::from(Uuid::from_u128(9))),
            queue: QueueId::from(Uuid::nil()),
        })
        .collect()
}

/// What facts add up to between two instants.
fn added(facts: &[Noted], bounds: (DateTime<Utc>, DateTime<Utc>)) -> Figures {
    let mut figures = Figures::default();
    for noted in facts {
        figures.take(noted, bounds);
    }
    figures
}

fn count_by_kind(facts: &[Noted]) -> BTreeMap<FactKind, usize> {
    let mut counts = BTreeMap::new();
    for noted in facts {
        *counts.entry(noted.fact.kind).or_default() += 1;
    }
    counts
}
