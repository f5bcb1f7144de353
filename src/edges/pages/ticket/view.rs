//! The page of a ticket.

use askama::Template;

use super::{
    Shown,
    act_name::ActName,
    acts::Typed,
    compose::Composer,
    consent,
    events::{Told, told},
    fault::Fault,
    mail::{self, AsideLine},
    news::News,
    pauses,
    qualification::Panel,
    side::{self, ClockLine, Fired},
    talk::{Entry, Kind, entries},
    time::Fix,
};
use crate::{
    desk::{TicketPage, VendorBeside},
    domain::{
        access::{Right, may},
        people::Person,
        ticket::{Priority, Status, Step, Ticket},
    },
    edges::{
        pages::{
            acknowledge::{organisation, weight},
            bouncing::Bouncing,
            chip::Chip,
            consent::ConsentView,
            fields::{Answer, Summary},
            files::FileQuestion,
            followers::{CONTROL, Followers},
            hours::hours_line,
            layout::Frame,
            pauses::PauseView,
            promises::{chip, contract_lang, reason_word},
            queue::state,
            request::opinion_said,
            vendor::{VendorSection, section},
        },
        words::{Words, clauses},
    },
};

/// The ticket.
#[derive(Debug, Template)]
#[template(path = "pages/ticket.html")]
pub(super) struct View {
    frame: Frame,
    summary: Summary,
    overtaken: Vec<Told>,
    changed: bool,
    id: String,
    reference: String,
    subject: String,
    weight: u8,
    priority: String,
    state: String,
    state_class: &'static str,
    customer: String,
    requester: String,
    service: String,
    assignee: Option<String>,
    soonest: Option<Chip>,
    acts: Option<Acts>,
    news: Option<News>,
    bouncing: Bouncing,
    talk: Vec<Entry>,
    aside: Vec<AsideLine>,
    composer: Composer,
    typed: Typed,
    files: Option<FileQuestion>,
    seen: i64,
    after: i64,
    clocks: Vec<ClockLine>,
    panel: Panel,
    unconfirmed: bool,
    context: Vec<(String, String)>,
    beside: Vec<(String, String, String, String)>,
    escalations: Vec<Fired>,
    history: Vec<Told>,
    followers: Followers,
    opinion: Option<(String, String, String)>,
    hours: Option<(String, bool)>,
    paused: Vec<PauseView>,
    consent: Option<ConsentView>,
    vendor: Option<VendorSection>,
}

/// What the reader may do with the ticket in its present state; there are none for auditors.
#[derive(Debug)]
struct Acts {
    take: bool,
    reply: bool,
    amend: bool,
    pause: bool,
    resume: bool,
    resolve: bool,
    reopen: bool,
    people: Vec<Answer>,
    priorities: Vec<Answer>,
    pauses: Vec<Answer>,
    /// What a pause may refer to.
    shows: Vec<Answer>,
}

/// What became of the form that was sent before.
#[derive(Debug)]
pub(super) enum Before {
    /// Nothing was sent.
    Nothing,
    /// It came back as its writer asked: a preview, or with a newer draft.
    Shown,
    /// It was refused.
    Refused(Fault),
    /// Somebody else changed the ticket meanwhile.
    Overtaken,
}

fn title(ticket: &Ticket, words: Words) -> String {
    words.say_with(
        "ticket-title-of",
        &[
            ("reference", ticket.reference.to_string().into()),
            ("subject", ticket.subject.as_str().into()),
        ],
    )
}

impl View {
    pub(super) fn of(
        mut frame: Frame,
        shown: &Shown,
        reader: &Person,
        works: bool,
        typed: Typed,
        before: &Before,
    ) -> Self {
        let page = &shown.page;
        let words = frame.words;
        let ticket = &page.ticket;
        frame.slim = true;
        frame.title = title(ticket, words);
        let mut summary = Summary::default();
        if let Before::Refused(fault) = before {
            summary.note(fault.control, Some(&fault.words));
        }
        frame.refused = matches!(before, Before::Refused(_) | Before::Overtaken);
        let overtaken = matches!(before, Before::Overtaken);
        // A form to correct still rests on what its writer saw: somebody else's change since is
        // told when it is sent again.
        let (seen, after) = match before {
            Before::Refused(_) | Before::Shown => (typed.seen, typed.after),
            Before::Nothing | Before::Overtaken => (
                ticket.version,
                page.events.last().map_or(0, |event| event.seq),
            ),
        };
        let (state, state_class) = state(ticket.status, words);
        Self {
            overtaken: page
                .events
                .iter()
                .filter(|event| overtaken && typed.after >= 0 && event.seq > typed.after)
                .map(|event| told(page, event, words))
                .collect(),
            changed: overtaken,
            id: ticket.id.to_string(),
            reference: ticket.reference.to_string(),
            subject: ticket.subject.to_string(),
            weight: weight(ticket.priority),
            priority: page
                .contract
                .priority_word(ticket.priority, contract_lang(words))
                .to_owned(),
            state: state.into_owned(),
            state_class,
            customer: organisation(page),
            requester: page.requester.name.clone(),
            service: page.service.name.clone(),
            assignee: assignee(page),
            soonest: soonest(page, words),
            acts: works.then(|| Acts::of(page, reader, &typed, words)),
            news: News::of(page, works, &typed, words),
            bouncing: bouncing(shown, works, words),
            talk: entries(page, works, words),
            aside: mail::aside(page, words),
            composer: Composer::of(page, reader, &typed, &shown.drafts, before, words),
            seen,
            after,
            clocks: side::clocks(page, words),
            panel: Panel::of(page, works, typed.sent.clone(), words),
            unconfirmed: !ticket.priority_confirmed,
            context: side::context(page, words),
            beside: side::beside(page, words),
            escalations: side::escalations(page, works, words),
            history: side::history(page, words),
            followers: followers(shown, reader, &typed, &summary),
            opinion: opinion_said(page, words),
            paused: paused(page, reader, &typed, words),
            consent: consent::shown(page, works, typed.entry.clone(), words),
            hours: shown.hours.map(|hours| hours_line(&hours, words)),
            vendor: vendor(shown, words),
            summary,
            files: frame.takes_files.then(|| {
                FileQuestion::of(
                    &typed.files,
                    &typed.refused,
                    page.contract.file_limits(),
                    words,
                )
            }),
            typed,
            frame,
        }
    }

    /// Whether the form of an act is shown open: it was sent and came back.
    fn open(&self, word: &str) -> bool {
        self.typed.act.map(ActName::word) == Some(word)
    }

    /// Where decisions on pauses go.
    fn pauses_address(&self) -> String {
        format!("/tickets/{}/pauses", self.id)
    }

    /// The address of the history as a list.
    fn history_address(&self) -> String {
        format!("/tickets/{}/history", self.id)
    }

    /// What is wrong with a control.
    fn fault(&self, control: &str) -> Option<&String> {
        self.summary
            .errors
            .iter()
            .find(|(name, _)| name == control)
            .map(|(_, words)| words)
    }

    /// What is wrong with what was typed of a document.
    fn paper_fault(&self, word: &str) -> Option<&String> {
        self.fault(&format!("document-{word}"))
    }

    /// The correction of a message's time that came back.
    fn fixing(&self, message: &str) -> Option<&Fix> {
        self.typed.fix.as_ref().filter(|fix| fix.message == message)
    }
}

impl Acts {
    fn of(page: &TicketPage, reader: &Person, typed: &Typed, words: Words) -> Self {
        let status = page.ticket.status;
        let allows = |step| status.after(step, true).is_ok();
        // A form that came back is shown even where it is no longer offered: what was typed stays.
        let sent = |name| typed.act == Some(name);
        let taken = crate::domain::ticket::taken_in_charge(&page.events);
        let lang = contract_lang(words);
        let own = page.ticket.assignee.map(|person| person.to_string());
        let chosen = if typed.act == Some(ActName::Assign) {
            typed.assignee.clone()
        } else {
            own.unwrap_or_else(|| "none".to_owned())
        };
        let mut people = vec![
            Answer::new(
                &reader.id.to_string(),
                words.say_with("ticket-assign-me", &[("name", reader.name.as_str().into())]),
                &chosen,
            ),
            Answer::new("none", words.say("ticket-assign-nobody"), &chosen),
        ];
        people.extend(
            page.workers
                .iter()
                .filter(|worker| {
                    worker.id != reader.id && worker.active && may(worker.role, Right::WorkTickets)
                })
                .map(|worker| Answer::new(&worker.id.to_string(), worker.name.clone(), &chosen)),
        );
        let priority = if typed.act == Some(ActName::Requalify) {
            typed.priority.clone()
        } else {
            page.ticket.priority.word().to_owned()
        };
        Self {
            take: !taken && allows(Step::TakeCharge),
            reply: allows(Step::Reply),
            amend: allows(Step::Amend) || sent(ActName::Requalify) || sent(ActName::Assign),
            pause: allows(Step::Pause) || sent(ActName::Pause),
            resume: allows(Step::Resume),
            resolve: allows(Step::Resolve),
            reopen: allows(Step::Reopen) || sent(ActName::Reopen),
            people,
            priorities: Priority::ALL
                .iter()
                .map(|one| {
                    let label = words.say_with(
                        "ticket-priority-word",
                        &[
                            ("priority", one.word().into()),
                            ("word", page.contract.priority_word(*one, lang).into()),
                        ],
                    );
                    Answer::new(one.word(), label, &priority)
                })
                .collect(),
            pauses: page
                .contract
                .pause_reasons()
                .map(|reason| {
                    let clause = page
                        .contract
                        .pause(reason)
                        .and_then(|pause| page.contract.clause(&pause.clause))
                        .map(|clause| clauses::reference(clause, words))
                        .unwrap_or_default();
                    let label = words.say_with(
                        "ticket-pause-reason",
                        &[
                            ("reason", reason_word(reason, words).into()),
                            ("clause", clause.into()),
                        ],
                    );
                    Answer::new(reason.word(), label, &typed.pause)
                })
                .collect(),
            shows: pauses::offered(page, &typed.shows[0], words),
        }
    }
}

/// The pauses, with the decisions that the reader may take.
fn paused(page: &TicketPage, reader: &Person, typed: &Typed, words: Words) -> Vec<PauseView> {
    let rules = may(reader.role, Right::RulePauses);
    pauses::shown(page, (reader.id, rules), &typed.ruling, words)
}

/// What is said of the vendor.
fn vendor(shown: &Shown, words: Words) -> Option<VendorSection> {
    let VendorBeside {
        cases,
        begun,
        offered,
    } = &shown.vendor;
    section(&shown.page, cases, (*begun, *offered), words)
}

/// Who follows the ticket, with the address that was refused, if one was.
fn followers(shown: &Shown, reader: &Person, typed: &Typed, summary: &Summary) -> Followers {
    let here = format!("/tickets/{}", shown.page.ticket.id);
    let refused = summary.errors.iter().find(|(name, _)| name == CONTROL);
    let error = refused.map(|(_, words)| words.clone());
    Followers::of(
        &shown.following,
        reader.id,
        &here,
        (&typed.colleague, error),
    )
}

/// Whose letters come back, and where to say that they no longer do.
fn bouncing(shown: &Shown, works: bool, words: Words) -> Bouncing {
    let page = &shown.page;
    let action = works.then(|| format!("/tickets/{}/address", page.ticket.id));
    let tz = page.contract.calendar().rules().timezone();
    Bouncing::of(&shown.bounced, action, (page.now, tz), words)
}

/// Who works on it, by name.
fn assignee(page: &TicketPage) -> Option<String> {
    let person = page.people.get(&page.ticket.assignee?)?;
    Some(person.name.clone())
}

/// The chip of the clock that falls due first.
fn soonest(page: &TicketPage, words: Words) -> Option<Chip> {
    let (clock, _) = crate::domain::sla::due_first(&page.clocks)?;
    let proof = format!("/tickets/{}/deadline/{}", page.ticket.id, clock.name);
    chip(clock, &page.contract, page.now, words, &proof)
}

/// Whether a page of a ticket in this state opens on the internal note.
pub(super) const fn opens_internal(status: Status) -> bool {
    matches!(status, Status::Resolved)
}
