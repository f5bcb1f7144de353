//! Pauses as both sides read them: why and since when, what shows it, whether somebody contests it, and
//! what was decided.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        contract::Contract,
        ticket::{Actor, Contested, PauseReason, PauseTold, Ruled},
    },
    edges::{
        pages::promises::{clock_word, reason_word},
        words::{Words, clauses, dates},
    },
};

/// The control in which a reason is typed, before the rank of its pause.
pub const CONTROL: &str = "pause-why-";

/// What a pause's evidence refers to, as the page shows it.
#[derive(Clone, Debug)]
pub struct Shows {
    /// « Message du 24 décembre », the name of a file.
    pub label: String,
    /// Where it is read; empty where it stands on the page itself.
    pub href: String,
}

/// What the reader typed about a pause and got back.
#[derive(Clone, Debug, Default)]
pub struct PauseTyped {
    /// The rank of the pause, as its form says it.
    pub pause: String,
    /// What was typed.
    pub why: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// What the reader may do about pauses, and how they are named to them.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Whether they may contest.
    pub contests: bool,
    /// Whether they may decide.
    pub rules: bool,
    /// Whether they read what is awaited from others than the customer.
    pub inside: bool,
    /// Somebody by name.
    pub name: &'a dyn Fn(Actor) -> String,
    /// What a pause's evidence refers to.
    pub shows: &'a dyn Fn(&PauseTold) -> Option<Shows>,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("contests", &self.contests)
            .field("rules", &self.rules)
            .field("inside", &self.inside)
            .finish_non_exhaustive()
    }
}

/// A pause.
#[derive(Clone, Debug)]
pub struct PauseView {
    /// Its rank, which its forms carry.
    pub rank: i64,
    /// « Attente client, chapitre 2.6 ».
    pub what: String,
    /// From when until when.
    pub span: String,
    /// What was awaited; may be empty.
    pub awaited: String,
    /// What shows it.
    pub shows: Option<Shows>,
    /// What else is to be known; may be empty.
    pub note: String,
    /// What was said and decided, in order: a sentence, and the reason that was given.
    pub said: Vec<(String, String)>,
    /// The deadlines that moved, in words.
    pub moved: Vec<String>,
    /// Whether the reader may contest it.
    pub contestable: bool,
    /// Whether the reader may decide on it.
    pub decidable: bool,
    /// What was typed about it.
    pub typed: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

/// Pauses as somebody reads them.
#[must_use]
pub fn pauses(
    told: &[PauseTold],
    contract: &Contract,
    now: DateTime<Utc>,
    reader: Reader<'_>,
    (typed, words): (&PauseTyped, Words),
) -> Vec<PauseView> {
    let tz = contract.calendar().rules().timezone();
    let at = |at| dates::in_sentence(at, now, tz, words.lang());
    told.iter()
        .map(|pause| {
            let clause = contract
                .pause(pause.reason)
                .and_then(|one| contract.clause(&one.clause))
                .map(|clause| clauses::reference(clause, words))
                .unwrap_or_default();
            let from = ("from", at(pause.from).into());
            let span = match pause.to {
                Some(to) => words.say_with("pause-span", &[from, ("to", at(to).into())]),
                None => words.say_with("pause-since", &[from]),
            };
            let mine = typed.pause == pause.seq.to_string();
            // What is awaited from others may be the desk's own business.
            let told = reader.inside || pause.reason == PauseReason::WaitingForCustomer;
            PauseView {
                rank: pause.seq,
                what: words.say_with(
                    "pause-what",
                    &[
                        ("reason", reason_word(pause.reason, words).into()),
                        ("clause", clause.into()),
                    ],
                ),
                span,
                awaited: Some(pause.detail.clone())
                    .filter(|_| told)
                    .unwrap_or_default(),
                shows: (reader.shows)(pause),
                note: pause
                    .evidence
                    .note
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                said: said(pause, &at, reader, words),
                moved: moved(pause, &at, words),
                contestable: reader.contests && pause.contested.is_none(),
                decidable: reader.rules && pause.is_undecided(),
                typed: Some(typed.why.clone()).filter(|_| mine).unwrap_or_default(),
                error: typed.error.clone().filter(|_| mine),
            }
        })
        .collect()
}

/// Who contests it and what was decided, each with its reason.
fn said(
    pause: &PauseTold,
    at: &dyn Fn(DateTime<Utc>) -> String,
    reader: Reader<'_>,
    words: Words,
) -> Vec<(String, String)> {
    let sentence = |key: &str, by: Actor, when: DateTime<Utc>| {
        words.say_with(
            key,
            &[("name", (reader.name)(by).into()), ("at", at(when).into())],
        )
    };
    let mut said = Vec::new();
    if let Some(Contested { at, by, why }) = &pause.contested {
        said.push((sentence("pause-contested", *by, *at), why.to_string()));
    }
    match &pause.ruled {
        Some(Ruled {
            at,
            by,
            why,
            lifted,
            ..
        }) => {
            let key = if *lifted {
                "pause-lifted"
            } else {
                "pause-upheld"
            };
            said.push((sentence(key, *by, *at), why.to_string()));
        }
        None if pause.contested.is_some() => {
            said.push((words.say("pause-undecided"), String::new()));
        }
        None => {}
    }
    said
}

fn moved(pause: &PauseTold, at: &dyn Fn(DateTime<Utc>) -> String, words: Words) -> Vec<String> {
    let moved = pause.ruled.as_ref().map(|ruled| ruled.moved.as_slice());
    moved
        .unwrap_or_default()
        .iter()
        .filter_map(|one| {
            let said = [
                ("clock", clock_word(one.clock, words).into()),
                ("from", at(one.from?).into()),
                ("to", at(one.to?).into()),
            ];
            Some(words.say_with("pause-moved", &said))
        })
        .collect()
}

/// The word of what somebody did about a pause, for the sentence after it; empty for none.
#[must_use]
pub fn done(word: &str, words: Words) -> String {
    match word {
        "contested" | "upheld" | "lifted" | "end-upheld" | "end-lifted" => {
            words.say(&format!("pause-done-{word}"))
        }
        _ => String::new(),
    }
}
