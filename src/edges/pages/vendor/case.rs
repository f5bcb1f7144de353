//! A case as both sides see it: where it stands, what was sent, what was written.

use chrono::{DateTime, Utc};

use super::{
    dossier::point_word,
    judged::{EndView, Judge, ended, paused},
};
use crate::{
    desk::CasePage,
    domain::{
        attachment::Attachment,
        vendor::{CaseEvent, CaseHappened, CaseSide, CaseState, Delivery, Point},
        webhook::DeliveryState,
    },
    edges::{
        markup::{Place, SafeHtml, render},
        pages::{
            chip::Chip,
            files::FileLine,
            organisations::call_words,
            pauses::PauseView,
            promises::{chip, clock_word, contract_lang, current},
        },
        words::{Words, clauses, dates, durations::size},
    },
};

/// A case.
#[derive(Debug)]
pub(super) struct CaseView {
    pub(super) id: String,
    pub(super) rank: u32,
    pub(super) reference: String,
    pub(super) headline: String,
    pub(super) vendor: String,
    pub(super) nature: String,
    pub(super) state: String,
    pub(super) state_class: &'static str,
    pub(super) is_open: bool,
    pub(super) is_settled: bool,
    pub(super) is_new: bool,
    pub(super) sent: String,
    pub(super) theirs: String,
    pub(super) clocks: Vec<(String, Option<Chip>)>,
    pub(super) facts: Vec<(String, String)>,
    pub(super) told: Vec<(String, SafeHtml)>,
    pub(super) left_out: Option<(String, String)>,
    pub(super) files: Vec<FileLine>,
    pub(super) talk: Vec<Entry>,
    pub(super) pauses: Vec<PauseView>,
    pub(super) ends: Vec<EndView>,
    /// Whether the vendor is reached outside: then the desk notes what it says.
    pub(super) outside: bool,
    /// How what was said to the vendor's program stands, each with its rank; for the desk.
    pub(super) calls: Vec<(String, String)>,
    /// Whether anything of it is not there.
    pub(super) calls_wait: bool,
}

/// A line of the thread.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) of_vendor: bool,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) html: Option<SafeHtml>,
    /// The letter as it came, for those who work at the desk; empty for none.
    pub(super) letter: String,
    /// The files that came with it, each with its id.
    pub(super) files: Vec<(String, FileLine)>,
}

/// « Envoyé », « Attend l’intégrateur », with its colour.
pub(super) fn state(state: CaseState, words: Words) -> (String, &'static str) {
    let class = match state {
        CaseState::Asked => " tag-warn",
        CaseState::Settled => " tag-ok",
        CaseState::Sent | CaseState::Open | CaseState::Withdrawn => "",
    };
    (words.say(&format!("case-state-{state}")), class)
}

impl CaseView {
    /// A case; its files are handed out under `files`, those of the vendor under `theirs`, and what its
    /// clocks are about is told at `proof`.
    pub(super) fn of(
        page: &CasePage,
        now: DateTime<Utc>,
        (files, theirs, proof): (&str, &str, &str),
        (judge, words): (&Judge, Words),
    ) -> Self {
        let tz = page.contract.calendar().rules().timezone();
        let case = &page.case;
        let (said, state_class) = state(case.state, words);
        let at = dates::in_sentence(case.opened_at, now, tz, words.lang());
        Self {
            id: case.id.to_string(),
            rank: case.rank,
            reference: page.reference.clone(),
            headline: case.dossier.headline(),
            vendor: page.vendor.clone(),
            nature: words.say(&format!("nature-{}", case.dossier.nature)),
            state: said,
            state_class,
            is_open: case.state.is_open(),
            is_settled: case.state == CaseState::Settled,
            is_new: case.state == CaseState::Sent,
            sent: words.say_with("case-sent-at", &[("at", at.into())]),
            theirs: case
                .reference
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            clocks: current(&page.clocks)
                .into_iter()
                .map(|clock| {
                    let shown = chip(clock, &page.contract, now, words, proof);
                    (clock_word(clock.name, words), shown)
                })
                .collect(),
            facts: facts(page, words),
            told: Point::WRITTEN
                .into_iter()
                .map(|point| (point, case.dossier.text(point)))
                .filter(|(_, text)| !text.is_empty())
                .map(|(point, text)| {
                    let html = render(text, Place::Page, &[]);
                    (point_word(point, words), html)
                })
                .collect(),
            left_out: left_out(page, words),
            files: page
                .files
                .iter()
                .map(|file| line(file, files, words))
                .collect(),
            pauses: paused(page, now, judge, words),
            ends: ended(page, now, judge, words),
            talk: page
                .history
                .iter()
                .map(|event| entry(page, event, (theirs, now), words))
                .collect(),
            outside: page.outside,
            calls: page
                .calls
                .iter()
                .map(|call| (call_of(call, words), call_words(call, now, words)))
                .collect(),
            calls_wait: page
                .calls
                .iter()
                .any(|call| call.state != DeliveryState::Delivered),
        }
    }
}

/// Which of the calls of a case it is, and what it is about.
fn call_of(call: &Delivery, words: Words) -> String {
    let told = call.told.kind.strip_prefix("case.").unwrap_or_default();
    let told = words.say(&format!("call-{told}"));
    let rank = i64::from(call.rank);
    words.say_with("call-of", &[("rank", rank.into()), ("told", told.into())])
}

/// A file that is handed out under an address.
fn line(file: &Attachment, under: &str, words: Words) -> FileLine {
    FileLine {
        name: file.name.to_string(),
        size: size(file.bytes, words),
        href: format!("{under}/{}", file.id),
    }
}

/// What was said of the request besides what was written.
fn facts(page: &CasePage, words: Words) -> Vec<(String, String)> {
    let case = &page.case;
    let severity = case.dossier.severity.map(|one| {
        let clause = page
            .contract
            .severity_clause(one)
            .and_then(|name| page.contract.clause(name));
        words.say_with(
            "dossier-severity-of",
            &[
                (
                    "word",
                    page.contract
                        .priority_word(one, contract_lang(words))
                        .into(),
                ),
                (
                    "clause",
                    clause
                        .map_or_else(String::new, |one| clauses::reference(one, words))
                        .into(),
                ),
            ],
        )
    });
    let runs_on = case.runs_on.as_ref().map(|one| {
        let key = if one.maintained {
            "dossier-version-maintained"
        } else {
            "dossier-version-ended"
        };
        words.say_with(key, &[("name", one.name.as_str().into())])
    });
    [
        (
            words.say("dossier-nature"),
            Some(words.say(&format!("nature-{}", case.dossier.nature))),
        ),
        (point_word(Point::MaintainedVersion, words), runs_on),
        (point_word(Point::Severity, words), severity),
        (
            words.say("case-contract"),
            Some(clauses::title(&page.contract, words)),
        ),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// What was left out of the dossier, and why it was sent all the same.
fn left_out(page: &CasePage, words: Words) -> Option<(String, String)> {
    let first = page.history.first()?;
    let CaseHappened::Opened {
        overridden: Some(left_out),
        ..
    } = &first.what
    else {
        return None;
    };
    let points: Vec<String> = left_out
        .points
        .iter()
        .map(|point| point_word(*point, words))
        .collect();
    Some((
        words.say_with("case-left-out", &[("points", points.join(", ").into())]),
        left_out.reason.clone(),
    ))
}

/// One thing that happened, with what was written.
fn entry(
    page: &CasePage,
    event: &CaseEvent,
    (theirs, now): (&str, DateTime<Utc>),
    words: Words,
) -> Entry {
    let tz = page.contract.calendar().rules().timezone();
    let (key, detail) = match &event.what {
        CaseHappened::Opened { .. } => ("case-event-opened", String::new()),
        CaseHappened::TakenInCharge => ("case-event-taken", String::new()),
        CaseHappened::Answered { .. } => ("case-event-answered", String::new()),
        CaseHappened::Asked { .. } => ("case-event-asked", String::new()),
        CaseHappened::Settled { .. } => ("case-event-settled", String::new()),
        CaseHappened::Remarked { .. } => ("case-event-remarked", String::new()),
        CaseHappened::Referred { reference } => ("case-event-referred", reference.to_string()),
        CaseHappened::Told { .. } => ("case-event-told", String::new()),
        CaseHappened::Reopened { .. } => ("case-event-reopened", String::new()),
        CaseHappened::Withdrawn { reason } => ("case-event-withdrawn", reason.to_string()),
        CaseHappened::PauseContested { reason, .. } => {
            ("case-event-pause-contested", reason.to_string())
        }
        CaseHappened::PauseUpheld { reason, .. } => ("case-event-pause-upheld", reason.to_string()),
        CaseHappened::PauseLifted { reason, .. } => ("case-event-pause-lifted", reason.to_string()),
        CaseHappened::EndContested { reason, .. } => {
            ("case-event-end-contested", reason.to_string())
        }
        CaseHappened::EndUpheld { reason, .. } => ("case-event-end-upheld", reason.to_string()),
        CaseHappened::EndLifted { reason, .. } => ("case-event-end-lifted", reason.to_string()),
    };
    let message = event
        .what
        .message()
        .and_then(|id| page.said.iter().find(|one| one.id == id));
    Entry {
        id: message.map(|one| one.id.to_string()).unwrap_or_default(),
        of_vendor: event.actor.side == CaseSide::Vendor,
        name: who(page, event, words),
        what: words.say_with(key, &[("detail", detail.into())]),
        at: dates::short(event.at, now, tz, words.lang()),
        datetime: dates::machine(event.at, tz),
        html: message.map(|one| render(one.body.as_str(), Place::Page, &[])),
        files: page
            .theirs
            .iter()
            .filter(|(of, _)| message.is_some_and(|one| one.id == *of))
            .map(|(_, file)| (file.id.to_string(), line(file, theirs, words)))
            .collect(),
        letter: message
            .and_then(|one| page.letters.get(&one.id))
            .map_or_else(String::new, |letter| format!("/incoming/{letter}/raw")),
    }
}

/// Who did something; of what somebody of the desk noted for the vendor, that too.
fn who(page: &CasePage, event: &CaseEvent, words: Words) -> String {
    let person = event.actor.person;
    let name = page.names.get(&person).cloned().unwrap_or_default();
    if event.actor.side == CaseSide::Vendor && page.workers.contains(&person) {
        let vendor = page.vendor.as_str().into();
        return words.say_with(
            "case-recorded",
            &[("vendor", vendor), ("name", name.into())],
        );
    }
    name
}
