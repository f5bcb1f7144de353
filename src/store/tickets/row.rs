//! A ticket as its row holds it.

use diesel::prelude::*;
use serde::Serialize;

use crate::domain::{
    ids::{ContractVersionId, OrganisationId, PersonId, PlatformId, QueueId, ServiceId, TicketId},
    lang::Lang,
    ticket::{
        ClockName, DueRank, Line, Nature, PauseReason, Priority, QueuePlace, Reference, Status,
        Ticket,
    },
};
use crate::store::{
    StoreError,
    schema::tickets,
    values::{As, Table, micros, some_of, some_text},
};

pub(super) const TABLE: Table = Table("tickets");

#[derive(Queryable, Selectable)]
#[diesel(table_name = tickets)]
pub(super) struct Row {
    id: As<TicketId>,
    year: i32,
    rank: i64,
    subject: As<Line>,
    requester_id: As<PersonId>,
    organisation_id: Option<As<OrganisationId>>,
    platform_id: Option<As<PlatformId>>,
    organisation_said: String,
    service_id: As<ServiceId>,
    queue_id: As<QueueId>,
    contract_id: As<ContractVersionId>,
    lang: As<Lang>,
    priority: As<Priority>,
    priority_confirmed: bool,
    status: As<Status>,
    pause_reason: Option<As<PauseReason>>,
    assignee_id: Option<As<PersonId>>,
    filed_at: i64,
    changed_at: i64,
    version: i64,
    due_rank: i16,
    due_at: i64,
    due_clock: Option<As<ClockName>>,
    nature: As<Nature>,
}

impl Row {
    pub(super) fn ticket(self) -> Result<Ticket, StoreError> {
        self.ticket_and_place().map(|(ticket, _)| ticket)
    }

    pub(super) fn ticket_and_place(self) -> Result<(Ticket, QueuePlace), StoreError> {
        let Self {
            id,
            year,
            rank,
            subject,
            requester_id,
            organisation_id,
            platform_id,
            organisation_said,
            service_id,
            queue_id,
            contract_id,
            lang,
            priority,
            priority_confirmed,
            status,
            pause_reason,
            assignee_id,
            filed_at,
            changed_at,
            version,
            due_rank,
            due_at,
            due_clock,
            nature,
        } = self;
        let place = QueuePlace {
            rank: TABLE.required(DueRank::numbered(due_rank), "due_rank")?,
            due_at: TABLE.instant(due_at)?,
            clock: some_of(due_clock, TABLE)?,
            pause: some_of(pause_reason, TABLE)?,
        };
        let ticket = Ticket {
            id: id.of(TABLE)?,
            reference: Reference::new(year, rank),
            subject: subject.of(TABLE)?,
            requester: requester_id.of(TABLE)?,
            organisation: some_of(organisation_id, TABLE)?,
            platform: some_of(platform_id, TABLE)?,
            organisation_said,
            service: service_id.of(TABLE)?,
            queue: queue_id.of(TABLE)?,
            contract: contract_id.of(TABLE)?,
            lang: lang.of(TABLE)?,
            nature: nature.of(TABLE)?,
            priority: priority.of(TABLE)?,
            priority_confirmed,
            status: status.of(TABLE)?,
            assignee: some_of(assignee_id, TABLE)?,
            filed_at: TABLE.instant(filed_at)?,
            changed_at: TABLE.instant(changed_at)?,
            version,
        };
        Ok((ticket, place))
    }
}

/// A ticket that is added. `due_clock` and the like are its place in the queue.
#[derive(Insertable, Serialize)]
#[diesel(table_name = tickets, treat_none_as_default_value = false)]
pub(super) struct NewRow<'a> {
    id: String,
    year: i32,
    rank: i64,
    subject: &'a str,
    subject_key: String,
    requester_id: String,
    organisation_id: Option<String>,
    platform_id: Option<String>,
    organisation_said: &'a str,
    service_id: String,
    queue_id: String,
    contract_id: String,
    lang: &'static str,
    priority: &'static str,
    priority_confirmed: bool,
    status: &'static str,
    pause_reason: Option<&'static str>,
    assignee_id: Option<String>,
    filed_at: i64,
    changed_at: i64,
    version: i64,
    events: i64,
    due_rank: i16,
    due_at: i64,
    due_clock: Option<&'static str>,
    nature: &'static str,
}

impl<'a> NewRow<'a> {
    pub(super) fn of(ticket: &'a Ticket, place: &QueuePlace, events: i64) -> Self {
        let Ticket {
            id,
            reference,
            subject,
            requester,
            organisation,
            platform,
            organisation_said,
            service,
            queue,
            contract,
            lang,
            nature,
            priority,
            priority_confirmed,
            status,
            assignee,
            filed_at,
            changed_at,
            version,
        } = ticket;
        let QueuePlace {
            rank,
            due_at,
            clock,
            pause,
        } = place;
        Self {
            id: id.to_string(),
            year: reference.year(),
            rank: reference.rank(),
            subject: subject.as_str(),
            subject_key: subject.as_str().to_lowercase(),
            requester_id: requester.to_string(),
            organisation_id: some_text(*organisation),
            platform_id: some_text(*platform),
            organisation_said,
            service_id: service.to_string(),
            queue_id: queue.to_string(),
            contract_id: contract.to_string(),
            lang: lang.tag(),
            priority: priority.word(),
            priority_confirmed: *priority_confirmed,
            status: status.word(),
            pause_reason: pause.map(|reason| reason.word()),
            assignee_id: some_text(*assignee),
            filed_at: micros(*filed_at),
            changed_at: micros(*changed_at),
            version: *version,
            events,
            due_rank: rank.number(),
            due_at: micros(*due_at),
            due_clock: clock.map(|clock| clock.word()),
            nature: nature.word(),
        }
    }
}

type Placed = (
    diesel::dsl::Eq<tickets::pause_reason, Option<&'static str>>,
    diesel::dsl::Eq<tickets::due_rank, i16>,
    diesel::dsl::Eq<tickets::due_at, i64>,
    diesel::dsl::Eq<tickets::due_clock, Option<&'static str>>,
);

/// The columns that hold a place in the queue.
pub(super) fn placed(place: &QueuePlace) -> Placed {
    let QueuePlace {
        rank,
        due_at,
        clock,
        pause,
    } = place;
    (
        tickets::pause_reason.eq(pause.map(|reason| reason.word())),
        tickets::due_rank.eq(rank.number()),
        tickets::due_at.eq(micros(*due_at)),
        tickets::due_clock.eq(clock.map(|clock| clock.word())),
    )
}
