//! Escalations: the list of levels that fired, and the page of the link in a letter.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{chip::Chip, layout::Frame};
use crate::edges::words::{Words, dates};

/// An escalation of the list.
#[derive(Debug, Clone)]
pub struct EscalationFacts {
    /// The reference of the ticket.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// The address of its page.
    pub href: String,
    /// The organisation that filed it.
    pub organisation: String,
    /// The weight of its priority: 1, 2 or 3.
    pub priority: u8,
    /// The clock in words: « Prise en charge ».
    pub clock: String,
    /// The level in words: « 75 % du délai ».
    pub level: String,
    /// The deadline as it stands now.
    pub chip: Chip,
    /// When the level fired, UTC.
    pub fired_at: DateTime<Utc>,
    /// Whether it fired later than it should have, after a stop of the service.
    pub caught_up: bool,
    /// The lower levels that were folded into this one.
    pub folded: u32,
    /// Who was told, by name or address.
    pub told: Vec<String>,
    /// Who acknowledged it, and when (UTC).
    pub acknowledged: Option<(String, DateTime<Utc>)>,
    /// Where to post the acknowledgement; nothing for those who may not.
    pub acknowledge: Option<String>,
}

#[derive(Debug)]
struct Row {
    facts: EscalationFacts,
    fired: String,
    datetime: String,
    told: String,
    late: String,
    done: Option<String>,
}

/// The list of escalations.
#[derive(Debug, Template)]
#[template(path = "pages/escalations.html")]
pub struct List {
    frame: Frame,
    rows: Vec<Row>,
    next: Option<String>,
    /// The address of the whole list.
    whole: &'static str,
    open: bool,
}

impl List {
    /// The list in the order given; `open` tells whether only those that nobody acknowledged
    /// are shown, `next` is the address of the following page.
    #[must_use]
    pub fn of(
        frame: Frame,
        open: bool,
        escalations: Vec<EscalationFacts>,
        next: Option<String>,
        now: DateTime<Utc>,
        tz: Tz,
    ) -> Self {
        let words = frame.words;
        let rows = escalations
            .into_iter()
            .map(|facts| row(facts, now, tz, words))
            .collect();
        Self {
            frame,
            rows,
            next,
            whole: if open {
                "/escalations"
            } else {
                "/escalations?show=all"
            },
            open,
        }
    }
}

fn row(facts: EscalationFacts, now: DateTime<Utc>, tz: Tz, words: Words) -> Row {
    let lang = words.lang();
    let late = match (facts.caught_up, facts.folded) {
        (false, _) => String::new(),
        (true, 0) => words.say("escalation-caught-up"),
        (true, folded) => words.say_with("escalation-folded", &[("count", folded.into())]),
    };
    Row {
        fired: dates::short(facts.fired_at, now, tz, lang),
        datetime: dates::machine(facts.fired_at, tz),
        told: match facts.told.as_slice() {
            [] => words.say("escalation-told-nobody"),
            told => words.say_with("escalation-told", &[("names", told.join(", ").into())]),
        },
        late,
        done: facts
            .acknowledged
            .as_ref()
            .map(|(name, at)| done_by(name, *at, now, tz, words)),
        facts,
    }
}

fn done_by(name: &str, at: DateTime<Utc>, now: DateTime<Utc>, tz: Tz, words: Words) -> String {
    let at = dates::in_sentence(at, now, tz, words.lang());
    words.say_with(
        "escalation-done-by",
        &[("name", name.into()), ("at", at.into())],
    )
}

/// How the page of the link in a letter stands.
#[derive(Debug, Clone)]
pub enum Acknowledgement {
    /// Not yet: the page shows a button that posts to `action`. Opening the link changes
    /// nothing, because mail programs open links by themselves.
    Asked {
        /// Where to post.
        action: String,
    },
    /// Done, just now or before.
    Done {
        /// Who did it.
        name: String,
        /// When, UTC.
        at: DateTime<Utc>,
    },
    /// The clock has stopped since: there is nothing to repeat any more.
    Over,
}

/// The page of the link in an escalation's letter.
#[derive(Debug, Template)]
#[template(path = "pages/escalation_ack.html")]
pub struct AckView {
    frame: Frame,
    reference: String,
    subject: String,
    organisation: String,
    about: String,
    chip: Chip,
    action: Option<String>,
    said: String,
    ticket: Option<String>,
}

impl AckView {
    /// The page. `ticket` is the address of the ticket for those who may see it.
    #[must_use]
    pub fn of(
        frame: Frame,
        escalation: &EscalationFacts,
        acknowledgement: Acknowledgement,
        ticket: Option<String>,
        now: DateTime<Utc>,
        tz: Tz,
    ) -> Self {
        let words = frame.words;
        let (action, said) = match acknowledgement {
            Acknowledgement::Asked { action } => (Some(action), words.say("escalation-ack-lead")),
            Acknowledgement::Done { name, at } => (None, done_by(&name, at, now, tz, words)),
            Acknowledgement::Over => (None, words.say("escalation-ack-over")),
        };
        Self {
            about: words.say_with(
                "escalation-about",
                &[
                    ("clock", escalation.clock.as_str().into()),
                    ("level", escalation.level.as_str().into()),
                ],
            ),
            reference: escalation.reference.clone(),
            subject: escalation.subject.clone(),
            organisation: escalation.organisation.clone(),
            chip: escalation.chip.clone(),
            action,
            said,
            ticket,
            frame,
        }
    }
}
