//! A fact as its row holds it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    domain::{
        ids::{ContractVersionId, FactId, OrganisationId, ProductId, QueueId, TicketId},
        report::{Fact, FactKind, Noted},
        ticket::{ClockName, Priority},
    },
    store::{
        StoreError,
        schema::report_facts,
        values::{As, Table, micros, some_of, some_text},
    },
};

pub(super) const TABLE: Table = Table("report_facts");

/// Where an end stands that has not come, and the end of a row that is there.
pub(super) const NEVER: i64 = i64::MAX;

#[derive(Queryable, Selectable)]
#[diesel(table_name = report_facts)]
pub(super) struct Row {
    pub(super) id: As<FactId>,
    ticket_id: As<TicketId>,
    kind: As<FactKind>,
    rank: i64,
    pub(super) at: i64,
    pub(super) ended_at: i64,
    since: i64,
    clock: Option<As<ClockName>>,
    priority: As<Priority>,
    kept: Option<bool>,
    wall: Option<i64>,
    business: Option<i64>,
    contract_id: As<ContractVersionId>,
    contract_name: String,
    organisation_id: Option<As<OrganisationId>>,
    product_id: Option<As<ProductId>>,
    integrator_id: Option<As<OrganisationId>>,
    queue_id: As<QueueId>,
}

impl Row {
    pub(super) fn noted(self) -> Result<(FactId, Noted), StoreError> {
        let ended = (self.ended_at != NEVER).then_some(self.ended_at);
        let fact = Fact {
            kind: self.kind.of(TABLE)?,
            rank: self.rank,
            at: TABLE.instant(self.at)?,
            ended_at: TABLE.some_instant(ended)?,
            since: TABLE.instant(self.since)?,
            clock: some_of(self.clock, TABLE)?,
            priority: self.priority.of(TABLE)?,
            kept: self.kept,
            wall: self.wall,
            business: self.business,
            contract: self.contract_id.of(TABLE)?,
        };
        let noted = Noted {
            fact,
            ticket: self.ticket_id.of(TABLE)?,
            contract: self.contract_name,
            organisation: some_of(self.organisation_id, TABLE)?,
            product: some_of(self.product_id, TABLE)?,
            integrator: some_of(self.integrator_id, TABLE)?,
            queue: self.queue_id.of(TABLE)?,
        };
        Ok((self.id.of(TABLE)?, noted))
    }
}

/// What of a row an update in its place changes.
#[derive(AsChangeset)]
#[diesel(table_name = report_facts, treat_none_as_null = true)]
pub(super) struct Changed {
    at: i64,
    ended_at: i64,
    since: i64,
    clock: Option<&'static str>,
    priority: &'static str,
    kept: Option<bool>,
    wall: Option<i64>,
    business: Option<i64>,
    contract_id: String,
    contract_name: String,
}

impl Changed {
    pub(super) fn of(noted: &Noted) -> Self {
        let fact = &noted.fact;
        Self {
            at: micros(fact.at),
            ended_at: fact.ended_at.map_or(NEVER, micros),
            since: micros(fact.since),
            clock: fact.clock.map(ClockName::word),
            priority: fact.priority.word(),
            kept: fact.kept,
            wall: fact.wall,
            business: fact.business,
            contract_id: fact.contract.to_string(),
            contract_name: noted.contract.clone(),
        }
    }
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = report_facts, treat_none_as_default_value = false)]
pub(super) struct NewRow {
    id: String,
    ticket_id: String,
    kind: &'static str,
    rank: i64,
    at: i64,
    ended_at: i64,
    since: i64,
    clock: Option<&'static str>,
    priority: &'static str,
    kept: Option<bool>,
    wall: Option<i64>,
    business: Option<i64>,
    contract_id: String,
    contract_name: String,
    organisation_id: Option<String>,
    product_id: Option<String>,
    integrator_id: Option<String>,
    queue_id: String,
    noted_at: i64,
    gone_at: i64,
}

impl NewRow {
    pub(super) fn of(noted: &Noted, now: DateTime<Utc>) -> Self {
        let fact = &noted.fact;
        Self {
            id: FactId::fresh().to_string(),
            ticket_id: noted.ticket.to_string(),
            kind: fact.kind.word(),
            rank: fact.rank,
            at: micros(fact.at),
            ended_at: fact.ended_at.map_or(NEVER, micros),
            since: micros(fact.since),
            clock: fact.clock.map(ClockName::word),
            priority: fact.priority.word(),
            kept: fact.kept,
            wall: fact.wall,
            business: fact.business,
            contract_id: fact.contract.to_string(),
            contract_name: noted.contract.clone(),
            organisation_id: some_text(noted.organisation),
            product_id: some_text(noted.product),
            integrator_id: some_text(noted.integrator),
            queue_id: noted.queue.to_string(),
            noted_at: micros(now),
            gone_at: NEVER,
        }
    }
}
