//! A request as its requester follows it. A promise that was missed is said plainly.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    opinion::{Opinion, OpinionSent},
    said::{Said, said},
    signed_in::Portal,
};
use crate::{
    desk::{NotTaken, TicketPage},
    domain::{
        attachment::Attachment,
        ids::{MessageId, PersonId},
        sla::{Clock, Outcome, State},
        ticket::{PauseReason, Status, What},
    },
    edges::{
        markup::{Place, SafeHtml, render},
        pages::{
            acknowledge::organisation,
            around::Around,
            chip::Chip,
            consent::ConsentView,
            fields::{Field, Summary},
            files::FileQuestion,
            followers::CONTROL,
            layout::Frame,
            promises::{chip, clock_word, contract_lang, current, reason_word},
        },
        words::{Words, clauses, dates, durations::amount_in_unit, rules::nature_word},
    },
};

/// The request.
#[derive(Debug, Template)]
#[template(path = "pages/request.html")]
pub struct Follow {
    pub(super) frame: Frame,
    pub(super) summary: Summary,
    reference: String,
    subject: String,
    state: String,
    state_class: &'static str,
    handled: String,
    promise: Option<Around>,
    awaited: Option<String>,
    missed: Vec<String>,
    said: Vec<Said>,
    reply: Field,
    preview: Option<SafeHtml>,
    files: Option<FileQuestion>,
    message: String,
    action: String,
    promises: Vec<Promised>,
    pairs: Vec<(String, String)>,
    writes: bool,
    opinion: Option<Opinion>,
    pub(super) consent: Option<ConsentView>,
    portal: Option<Portal>,
}

/// What the requester is writing.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The id under which it is kept: the same form sent twice is kept once.
    pub message: MessageId,
    /// What was typed.
    pub text: String,
    /// Why it was not taken.
    pub error: Option<String>,
    /// The files that came with it.
    pub files: Vec<Attachment>,
    /// Those that were not taken, and why.
    pub refused: Vec<NotTaken>,
    /// Whether its writer asked how it would look.
    pub preview: bool,
}

impl Reply {
    /// Nothing written yet.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            message: MessageId::fresh(),
            text: String::new(),
            error: None,
            files: Vec::new(),
            refused: Vec::new(),
            preview: false,
        }
    }
}

/// A promise of the contract and how it stands.
#[derive(Debug)]
struct Promised {
    class: &'static str,
    name: String,
    when: String,
    chip: Option<Chip>,
    proof: String,
}

impl Follow {
    /// The page as `reader` sees it; `here` is its address. `opinion` was sent and came back.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        page: &TicketPage,
        reader: PersonId,
        here: &str,
        (reply, opinion): (Reply, &OpinionSent),
    ) -> Self {
        let words = frame.words;
        let ticket = &page.ticket;
        frame.title = words.say_with(
            "request-title-of",
            &[
                ("reference", ticket.reference.to_string().into()),
                ("subject", ticket.subject.as_str().into()),
            ],
        );
        let mut summary = Summary::default();
        summary.note("text", reply.error.as_ref());
        let question = FileQuestion::of(
            &reply.files,
            &reply.refused,
            page.contract.file_limits(),
            words,
        );
        for error in &question.errors {
            summary.note("files", Some(error));
        }
        let opinion = (reader == ticket.requester)
            .then(|| Opinion::of(page, here, opinion, &mut summary, words))
            .flatten();
        frame.refused = !summary.is_empty();
        let clocks = current(&page.clocks);
        let (state, state_class) = state(ticket.status);
        let handled = ticket
            .assignee
            .and_then(|person| page.people.get(&person))
            .filter(|_| ticket.status != Status::Resolved)
            .map(|person| frame.say_with("request-handled-by", "name", &person.name));
        Self {
            reference: ticket.reference.to_string(),
            subject: ticket.subject.to_string(),
            state: words.say(state),
            state_class,
            handled: handled.unwrap_or_default(),
            promise: promise(page, &clocks, words),
            awaited: awaited(page, words),
            missed: clocks
                .iter()
                .filter_map(|clock| missed(page, clock, words))
                .collect(),
            said: page
                .messages
                .iter()
                .map(|message| said(page, message, reader, here, words))
                .collect(),
            preview: reply.preview.then(|| render(&reply.text, Place::Page, &[])),
            reply: Field::new("text", words.say("reply-label"))
                .hint(hint(ticket.status, words))
                .value(&reply.text)
                .refused(reply.error),
            files: frame.takes_files.then_some(question),
            message: reply.message.to_string(),
            action: format!("{here}/reply"),
            promises: clocks
                .iter()
                .map(|clock| promised(page, clock, here, words))
                .collect(),
            pairs: pairs(page, words),
            writes: true,
            opinion,
            consent: None,
            portal: None,
            summary,
            frame,
        }
    }

    /// The same, for somebody who is signed in.
    #[must_use]
    pub fn in_portal(mut self, portal: Portal) -> Self {
        self.writes = portal.writes;
        let refused = portal.followers.error.as_ref();
        self.summary.note(CONTROL, refused);
        self.frame.refused |= refused.is_some();
        self.frame.refused |= portal.note_pauses(&mut self.summary);
        self.portal = Some(portal);
        self
    }
}

/// The key of a state's word, and the class of its tag.
#[must_use]
pub const fn state(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::New => ("request-state-new", ""),
        Status::Open => ("request-state-open", " tag-accent"),
        Status::Paused => ("request-state-paused", ""),
        Status::Resolved => ("request-state-resolved", " tag-ok"),
    }
}

fn hint(status: Status, words: Words) -> String {
    match status {
        Status::New | Status::Open => words.say("reply-hint"),
        Status::Paused => words.say("reply-hint-paused"),
        Status::Resolved => words.say("reply-hint-resolved"),
    }
}

/// The next promise in one sentence.
fn promise(page: &TicketPage, clocks: &[&Clock], words: Words) -> Option<Around> {
    let tz = page.contract.calendar().rules().timezone();
    let say = |at| dates::in_sentence(at, page.now, tz, words.lang());
    if page.ticket.status == Status::Resolved {
        let at = page
            .events
            .iter()
            .rev()
            .find(|event| event.what == What::Resolved)?
            .at;
        return Some(Around::of(
            words,
            "request-resolved-at",
            "date",
            say(at),
            &[],
        ));
    }
    let (clock, due) = clocks
        .iter()
        .filter_map(|clock| Some((clock, clock.deadline()?)))
        .min_by_key(|(_, due)| *due)?;
    let late = due < page.now;
    let key = format!(
        "request-{}-{}",
        if late { "was-due" } else { "due" },
        clock.name
    );
    Some(Around::of(words, &key, "date", say(due), &[]))
}

/// Who is waited for, and what for.
fn awaited(page: &TicketPage, words: Words) -> Option<String> {
    if page.ticket.status != Status::Paused {
        return None;
    }
    page.events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            What::Paused { reason, detail, .. } => {
                // What is awaited from others may be the desk's own business.
                let key = match (reason, detail.is_empty()) {
                    (PauseReason::WaitingForCustomer, false) => "request-awaited-from-you",
                    (PauseReason::WaitingForCustomer, true) => "request-awaited-your-answer",
                    (_, _) => "request-awaited",
                };
                let reason = reason_word(*reason, words);
                Some(words.say_with(
                    key,
                    &[
                        ("reason", reason.into()),
                        ("detail", detail.as_str().into()),
                    ],
                ))
            }
            _ => None,
        })
}

/// A promise that was not kept, said plainly; nothing for one that was, or still can be.
fn missed(page: &TicketPage, clock: &Clock, words: Words) -> Option<String> {
    let due = clock.due_at?;
    let business = !clock.promise.as_ref()?.target.runs_by_the_clock();
    let by = match clock.state {
        State::Stopped {
            outcome: Outcome::Missed { by },
            ..
        } => by,
        State::Stopped { .. } => return None,
        State::Running { .. } | State::Paused { .. } => {
            let left = clock
                .time_left(&page.contract, page.now)
                .filter(|left| left.late)?;
            left.amount
        }
    };
    let tz = page.contract.calendar().rules().timezone();
    let over = matches!(clock.state, State::Stopped { .. });
    let key = format!(
        "request-{}-{}",
        if over { "missed" } else { "late" },
        clock.name
    );
    Some(words.say_with(
        &key,
        &[
            (
                "due",
                dates::in_sentence(due, page.now, tz, words.lang()).into(),
            ),
            (
                "amount",
                amount_in_unit(by.num_seconds().max(60), business, words).into(),
            ),
        ],
    ))
}

fn promised(page: &TicketPage, clock: &Clock, here: &str, words: Words) -> Promised {
    let tz = page.contract.calendar().rules().timezone();
    let lang = contract_lang(words);
    let proof = format!("{here}/deadline/{}", clock.name);
    let target = clock
        .promise
        .as_ref()
        .map(|one| one.words(lang))
        .unwrap_or_default();
    let say = |at: DateTime<Utc>| dates::in_sentence(at, page.now, tz, words.lang());
    let (class, key, at) = match (clock.state, clock.due_at) {
        (
            State::Stopped {
                at,
                outcome: Outcome::Kept,
            },
            _,
        ) => ("done", "request-kept", Some(at)),
        (State::Stopped { at, .. }, _) => ("done", "request-done-late", Some(at)),
        (State::Paused { .. }, _) => ("cur", "request-paused", None),
        (State::Running { .. }, due) => ("cur", "request-due", due),
    };
    Promised {
        class,
        name: clock_word(clock.name, words),
        when: words.say_with(
            key,
            &[
                ("at", at.map(say).unwrap_or_default().into()),
                ("target", target.into()),
            ],
        ),
        chip: chip(clock, &page.contract, page.now, words, &proof),
        proof,
    }
}

fn pairs(page: &TicketPage, words: Words) -> Vec<(String, String)> {
    let lang = contract_lang(words);
    let tz = page.contract.calendar().rules().timezone();
    let ticket = &page.ticket;
    let word = page.contract.priority_word(ticket.priority, lang);
    let known = if ticket.priority_confirmed {
        "request-priority-is"
    } else {
        "request-priority-proposed"
    };
    let priority = words.say_with(
        known,
        &[
            ("priority", ticket.priority.word().into()),
            ("word", word.into()),
        ],
    );
    let requalified = page
        .events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            What::Requalified { reason, .. } => Some(reason.clone()),
            _ => None,
        });
    let organisation = organisation(page);
    let several = page.contract.natures().count() > 1;
    let nature = several.then(|| nature_word(ticket.nature, words));
    [
        ("request-reference", ticket.reference.to_string()),
        ("request-nature", nature.unwrap_or_default()),
        ("request-priority", priority),
        ("request-priority-why", requalified.unwrap_or_default()),
        ("request-service", page.service.name.clone()),
        ("request-organisation", organisation),
        ("request-contract", clauses::title(&page.contract, words)),
        (
            "request-filed",
            dates::long_date_time(ticket.filed_at, tz, words.lang()),
        ),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (words.say(key), value))
    .collect()
}
