//! What a level that fired says, and to each reader the letter that is theirs.

use chrono::{DateTime, Utc};

use super::recipients::{Reads, Told};
use crate::{
    desk::{Secret, letters as facts, tell_progress::missed},
    domain::{
        contract::Level,
        escalation::Escalation,
        ids::PersonId,
        lang::Lang,
        link::NewLink,
        notice::{LevelFacts, Notice, OwedFacts, PromiseFacts, TicketFacts, Worded},
        sla::{Clock, Fire},
        ticket::Ticket,
    },
};

/// What there is to tell, in the reader's language.
pub(super) struct Warned<'a> {
    pub(super) ticket: &'a Ticket,
    pub(super) shown: TicketFacts,
    pub(super) promise: PromiseFacts,
    pub(super) escalation: &'a Escalation,
    /// What a vendor owes on it, where that ends after the promise.
    pub(super) vendor: Option<OwedFacts>,
}

impl Warned<'_> {
    /// The letter to one reader, and the link that it brings.
    pub(super) fn notice(
        self,
        reads: Reads,
        person: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> (Notice, Option<NewLink>) {
        let Self {
            ticket,
            shown,
            promise,
            escalation,
            vendor,
        } = self;
        let level = escalation.level.clone();
        match reads {
            Reads::Requester => {
                let (notice, link) = missed(ticket, shown, promise, now);
                (notice, Some(link))
            }
            Reads::Administrator => {
                let notice = Notice::CustomerWarned {
                    ticket: shown,
                    promise,
                    level,
                };
                (notice, None)
            }
            Reads::Desk => {
                let secret = Secret::draw();
                let link = facts::escalation_link(&secret, escalation.id, person, now);
                let notice = Notice::Escalated {
                    ticket: shown,
                    promise,
                    level,
                    vendor,
                    link: secret.reveal().to_owned(),
                };
                (notice, Some(link))
            }
        }
    }
}

/// A level as letters and the history show it.
pub(super) fn level_facts(
    clock: &Clock,
    fire: &Fire,
    level: Option<&Level>,
    told: &[Told],
    now: DateTime<Utc>,
) -> LevelFacts {
    let words = level.and_then(|level| level.words.as_ref());
    LevelFacts {
        level: fire.level,
        when: fire.when.into(),
        breached: clock.deadline().is_some_and(|deadline| deadline <= now),
        due_at: fire.due_at,
        fired_at: now,
        late: fire.late,
        folded: fire.folded.clone(),
        recipients: told.iter().map(|one| one.mail.to_string()).collect(),
        words: words.map_or_else(Worded::default, |words| Worded {
            fr: words.in_lang(Lang::Fr).to_owned(),
            en: words.in_lang(Lang::En).to_owned(),
        }),
    }
}
