//! What the examples tell of.

use chrono::TimeDelta;

use super::Example;
use crate::{
    domain::{
        ids::{TicketId, VendorCaseId},
        notice::{
            CaseFacts, ContestFacts, LevelFacts, LevelWhen, PauseFacts, PromiseFacts, TicketFacts,
            Worded,
        },
        ticket::{ClockName, Nature, PauseReason, Priority},
    },
    edges::words::durations,
};

/// How long the example promises.
const PROMISED: TimeDelta = TimeDelta::hours(4);

impl Example {
    pub(super) fn ticket(&self) -> TicketFacts {
        TicketFacts {
            id: TicketId::fresh(),
            reference: "INC-2026-01042".to_owned(),
            subject: self.some("subject"),
            organisation: self.some("organisation"),
            requester: self.some("requester"),
            service: self.some("service"),
            priority: Priority::P1,
            priority_word: self.some("priority"),
            assignee: Some(self.some("agent")),
            filed_at: self.now - TimeDelta::minutes(30),
        }
    }

    pub(super) fn promise(&self) -> PromiseFacts {
        PromiseFacts {
            clock: ClockName::Acknowledge,
            amount: durations::amount_in_unit(PROMISED.num_seconds(), true, self.words),
            business: true,
            contract: self.some("contract"),
            clause: self.some("clause"),
            deadline: self.now + TimeDelta::hours(2),
            timezone: "Europe/Paris".to_owned(),
            counted_from: None,
            seconds_left: TimeDelta::hours(2).num_seconds(),
        }
    }

    pub(super) fn case(&self) -> CaseFacts {
        CaseFacts {
            id: VendorCaseId::fresh(),
            reference: "INC-2026-01042/1".to_owned(),
            headline: self.some("subject"),
            nature: Nature::Incident,
            product: String::new(),
            severity: Priority::P1,
            severity_word: self.some("priority"),
            due: Some((ClockName::Acknowledge, self.now + TimeDelta::hours(2))),
            timezone: "Europe/Paris".to_owned(),
            contract: self.some("contract"),
            outside: false,
            dossier: Vec::new(),
            files: Vec::new(),
        }
    }

    pub(super) fn next(&self) -> PromiseFacts {
        PromiseFacts {
            clock: ClockName::Update,
            ..self.promise()
        }
    }

    pub(super) fn missed(&self) -> PromiseFacts {
        PromiseFacts {
            deadline: self.now - TimeDelta::hours(1),
            seconds_left: -TimeDelta::hours(1).num_seconds(),
            ..self.promise()
        }
    }

    pub(super) fn pause(&self) -> PauseFacts {
        PauseFacts {
            by: self.some("agent"),
            reason: PauseReason::WaitingForCustomer,
            awaited: self.some("awaited"),
            note: String::new(),
            clocks: vec![ClockName::Respond, ClockName::Resolve],
            contract: self.some("contract"),
            clause: self.some("clause"),
        }
    }

    pub(super) fn level(&self) -> LevelFacts {
        let words = self.some("ladder");
        LevelFacts {
            level: 2,
            when: LevelWhen::Share { percent: 75 },
            breached: false,
            due_at: self.now,
            fired_at: self.now,
            late: false,
            folded: Vec::new(),
            recipients: vec![self.some("agent")],
            words: Worded {
                fr: words.clone(),
                en: words,
            },
        }
    }

    pub(super) fn contest(&self) -> ContestFacts {
        ContestFacts {
            reason: PauseReason::WaitingForCustomer,
            since: self.now - TimeDelta::hours(1),
            case: None,
            end: false,
            contract: self.some("contract"),
            clause: self.some("clause"),
            timezone: "Europe/Paris".to_owned(),
        }
    }
}
