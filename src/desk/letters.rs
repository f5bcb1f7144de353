//! The facts that letters state, fixed at the moment they are owed.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        contract::Contract,
        ids::{EscalationId, PersonId},
        lang::Lang,
        link::{LinkTo, NewLink},
        notice::{PromiseFacts, TicketFacts},
        sla::Clock,
        ticket::{ClockName, Ticket},
    },
    store::{Conn, organisations, people, services},
};

use super::{Error, Found, Secret};

/// How long a link to acknowledge an escalation works, in days: longer than any ladder repeats.
const ESCALATION_LINK_DAYS: i64 = 30;

/// The link that opens a requester's ticket, for as long as the ticket is kept.
pub(super) fn ticket_link(secret: &Secret, ticket: &Ticket, now: DateTime<Utc>) -> NewLink {
    NewLink {
        token_hash: secret.hash(),
        to: LinkTo::Ticket {
            ticket: ticket.id,
            requester: ticket.requester,
        },
        email_key: None,
        created_at: now,
        expires_at: None,
    }
}

/// The link of a letter that acknowledges an escalation; of `person`, where the letter goes to one
/// that the desk knows.
pub(super) fn escalation_link(
    secret: &Secret,
    escalation: EscalationId,
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> NewLink {
    NewLink {
        token_hash: secret.hash(),
        to: LinkTo::Escalation { escalation, person },
        email_key: None,
        created_at: now,
        expires_at: Some(now + TimeDelta::days(ESCALATION_LINK_DAYS)),
    }
}

/// A ticket as letters show it.
pub(super) fn ticket_facts(
    conn: &mut Conn,
    ticket: &Ticket,
    contract: &Contract,
    lang: Lang,
) -> Result<TicketFacts, Error> {
    let organisation = match ticket.organisation {
        Some(id) => organisations::find(conn, id).found()?.name,
        None => ticket.organisation_said.clone(),
    };
    let assignee = match ticket.assignee {
        Some(id) => Some(people::find(conn, id).found()?.name),
        None => None,
    };
    let names = Names {
        organisation,
        requester: people::find(conn, ticket.requester).found()?.name,
        service: services::find(conn, ticket.service).found()?.name,
        assignee,
    };
    Ok(facts_with(ticket, names, contract, lang))
}

/// The names that a letter says beside what the ticket itself holds.
pub(super) struct Names {
    pub(super) organisation: String,
    pub(super) requester: String,
    pub(super) service: String,
    pub(super) assignee: Option<String>,
}

/// A ticket as letters show it, for who has read its names already.
pub(super) fn facts_with(
    ticket: &Ticket,
    names: Names,
    contract: &Contract,
    lang: Lang,
) -> TicketFacts {
    let Names {
        organisation,
        requester,
        service,
        assignee,
    } = names;
    TicketFacts {
        id: ticket.id,
        reference: ticket.reference.to_string(),
        subject: ticket.subject.as_str().to_owned(),
        organisation,
        requester,
        service,
        priority: ticket.priority,
        priority_word: contract.priority_word(ticket.priority, lang).to_owned(),
        assignee,
        filed_at: ticket.filed_at,
    }
}

/// The promise that a requester is told first: the one that takes charge, else the next that
/// the contract makes.
pub(super) fn first_promise(
    contract: &Contract,
    clocks: &[Clock],
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<Option<PromiseFacts>, Error> {
    let first = ClockName::ALL.iter().find_map(|name| {
        clocks
            .iter()
            .find(|clock| clock.name == *name && clock.deadline().is_some())
    });
    first.map_or(Ok(None), |clock| promise_facts(contract, clock, lang, now))
}

/// What one clock promises, as letters show it; `None` for a clock without a promise or deadline.
pub(super) fn promise_facts(
    contract: &Contract,
    clock: &Clock,
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<Option<PromiseFacts>, Error> {
    let (Some(promise), Some(deadline)) = (&clock.promise, clock.deadline()) else {
        return Ok(None);
    };
    let Some(proof) = clock.proof(contract, now)? else {
        return Ok(None);
    };
    let counted_from = (proof.counted_from != clock.started_at).then_some(proof.counted_from);
    let left = clock.time_left(contract, now);
    let clause = contract.clause(&promise.clause);
    Ok(Some(PromiseFacts {
        clock: clock.name,
        amount: promise.words(lang),
        business: !promise.target.runs_by_the_clock(),
        contract: contract.title_in(lang).to_owned(),
        clause: clause.map_or_else(String::new, |one| one.reference_in(lang).to_owned()),
        deadline,
        timezone: contract.calendar().rules().timezone().name().to_owned(),
        counted_from,
        seconds_left: left.map_or(0, |left| {
            if left.late {
                -left.amount.num_seconds()
            } else {
                left.amount.num_seconds()
            }
        }),
    }))
}
