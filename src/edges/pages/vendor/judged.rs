//! The pauses of the vendor's time and the ends of its waits, and what may be contested and decided of them.

use chrono::{DateTime, Utc};

use crate::{
    desk::CasePage,
    domain::{
        ids::PersonId,
        ticket::{Actor, PauseTold, Refers},
        vendor,
    },
    edges::{
        pages::pauses::{PauseTyped, PauseView, Reader, Shows, pauses},
        words::{Words, dates},
    },
};

/// What the reader may do about the pauses of the vendor's time, and what they typed about one.
#[derive(Debug, Default)]
pub(super) struct Judge {
    /// Whether they may contest.
    pub(super) contests: bool,
    /// Who they are, where they may decide: never on what they contested themselves.
    pub(super) rules: Option<PersonId>,
    /// What came back, with the case it was about.
    pub(super) typed: (String, PauseTyped),
    /// Whether they may contest that a wait ended.
    pub(super) contests_ends: bool,
    /// What came back about the end of a wait: its rank, what was typed, and what is wrong with it.
    pub(super) end: (String, String, Option<String>),
    /// The case that it was about.
    pub(super) end_of: String,
}

/// The pauses of the vendor's time.
pub(super) fn paused(
    page: &CasePage,
    now: DateTime<Utc>,
    judge: &Judge,
    words: Words,
) -> Vec<PauseView> {
    let told = vendor::pauses(&page.history, &page.contract);
    let name = |by: Actor| {
        let known = by.person().and_then(|one| page.names.get(&one));
        known.cloned().unwrap_or_default()
    };
    let shows = |pause: &PauseTold| {
        let Some(Refers::Message(id)) = pause.evidence.refers else {
            return None;
        };
        let message = page.said.iter().find(|one| one.id == id)?;
        let tz = page.contract.calendar().rules().timezone();
        let at = dates::in_sentence(message.at, now, tz, words.lang());
        Some(Shows {
            label: words.say_with("pause-shows-message", &[("at", at.into())]),
            href: format!("#m-{id}"),
        })
    };
    let nothing = PauseTyped::default();
    let (case, typed) = &judge.typed;
    let typed = if *case == page.case.id.to_string() {
        typed
    } else {
        &nothing
    };
    let reader = Reader {
        contests: judge.contests,
        rules: judge.rules.is_some(),
        inside: true,
        name: &name,
        shows: &shows,
    };
    let mut views = pauses(&told, &page.contract, now, reader, (typed, words));
    for (view, pause) in views.iter_mut().zip(&told) {
        let own = pause.contested.as_ref().and_then(|one| one.by.person());
        view.decidable &= own.is_none() || own != judge.rules;
    }
    views
}

/// The end of a wait.
#[derive(Debug)]
pub(super) struct EndView {
    /// The rank of the message that ended it, which its forms carry.
    pub(super) rank: i64,
    pub(super) what: String,
    /// What was said and decided, in order: a sentence, and the reason that was given.
    pub(super) said: Vec<(String, String)>,
    pub(super) contestable: bool,
    pub(super) decidable: bool,
    /// What came back: what was typed, and what is wrong with it.
    pub(super) typed: (String, Option<String>),
}

/// Where the vendor's waits ended.
pub(super) fn ended(
    page: &CasePage,
    now: DateTime<Utc>,
    judge: &Judge,
    words: Words,
) -> Vec<EndView> {
    let tz = page.contract.calendar().rules().timezone();
    let at = |at| dates::in_sentence(at, now, tz, words.lang());
    let name = |by: Actor| {
        let known = by.person().and_then(|one| page.names.get(&one));
        known.cloned().unwrap_or_default()
    };
    let sentence = |key: &str, by: Actor, when| {
        words.say_with(key, &[("name", name(by).into()), ("at", at(when).into())])
    };
    vendor::ends(&page.history, &page.contract)
        .into_iter()
        .map(|end| {
            let mut said = Vec::new();
            if let Some(one) = &end.contested {
                let told = sentence("end-contested", one.by, one.at);
                said.push((told, one.why.to_string()));
            }
            match &end.ruled {
                Some(one) => {
                    let key = if one.lifted {
                        "end-lifted"
                    } else {
                        "end-upheld"
                    };
                    said.push((sentence(key, one.by, one.at), one.why.to_string()));
                }
                None if end.contested.is_some() => {
                    said.push((words.say("pause-undecided"), String::new()));
                }
                None => {}
            }
            let mine =
                judge.end.0 == end.told.to_string() && judge.end_of == page.case.id.to_string();
            EndView {
                rank: end.told,
                what: words.say_with("end-at", &[("at", at(end.at).into())]),
                contestable: judge.contests_ends && end.contested.is_none(),
                decidable: judge.rules.is_some_and(|by| by != end.by)
                    && end.contested.is_some()
                    && end.ruled.is_none(),
                said,
                typed: if mine {
                    (judge.end.1.clone(), judge.end.2.clone())
                } else {
                    Default::default()
                },
            }
        })
        .collect()
}
