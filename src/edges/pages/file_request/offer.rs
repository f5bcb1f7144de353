//! What would be promised for the answers given, before anything is filed.

use chrono::{DateTime, Utc};

use crate::{
    desk::Preview,
    domain::ticket::ClockName,
    edges::{
        pages::{
            acknowledge::weight,
            around::Around,
            promises::{contract_lang, current},
        },
        words::{Words, clauses, dates, zones::zone_words},
    },
};

/// What would be promised for the answers given.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) level: u8,
    pub(super) word: String,
    pub(super) promise: Option<Around>,
    pub(super) commitment: String,
    pub(super) proposed_by: String,
    pub(super) counted: Option<String>,
}

/// Says from when it would count, when the desk is closed now and counts open time.
pub(super) fn closed(preview: &Preview, words: Words) -> Option<String> {
    let calendar = preview.contract.calendar();
    let opening = if calendar.is_open(preview.at) {
        None
    } else {
        calendar.next_opening(preview.at)
    }?;
    let business = current(&preview.clocks).iter().any(|clock| {
        clock
            .promise
            .as_ref()
            .is_some_and(|promise| !promise.target.runs_by_the_clock())
    });
    let tz = calendar.rules().timezone();
    let at = dates::in_sentence(opening, preview.at, tz, words.lang());
    let key = if business {
        "form-closed-counts"
    } else {
        "form-closed-runs"
    };
    Some(words.say_with(key, &[("at", at.into())]))
}

impl Offer {
    pub(super) fn of(preview: &Preview, words: Words) -> Self {
        let contract = &preview.contract;
        let lang = contract_lang(words);
        let tz = contract.calendar().rules().timezone();
        let clocks = current(&preview.clocks);
        let first = clocks.first();
        let promise = first.and_then(|clock| {
            let at = clock
                .due_at
                .map(|due| dates::day_at_time(due, tz, words.lang()))?;
            Some(Around::of(words, promise_key(clock.name), "date", at, &[]))
        });
        let commitment = first.and_then(|clock| {
            let promise = clock.promise.as_ref()?;
            let clause = contract
                .clause(&promise.clause)
                .map(|one| clauses::reference(one, words));
            Some(words.say_with(
                "form-offer-commitment",
                &[
                    ("amount", promise.words(lang).into()),
                    ("contract", clauses::title(contract, words).into()),
                    ("clause", clause.unwrap_or_default().into()),
                    ("zone", zone_words(tz, words).into()),
                ],
            ))
        });
        let proposed_by = contract
            .clause_named(&preview.proposal.clause)
            .map(|clause| {
                words.say_with(
                    "form-offer-clause",
                    &[
                        ("clause", clauses::reference(clause, words).into()),
                        ("text", clauses::text(clause, words).into()),
                    ],
                )
            });
        Self {
            level: weight(preview.proposal.priority),
            word: contract
                .priority_word(preview.proposal.priority, lang)
                .to_owned(),
            promise,
            commitment: commitment.unwrap_or_else(|| words.say("form-offer-nothing")),
            proposed_by: proposed_by.unwrap_or_default(),
            counted: counted_from(preview, words),
        }
    }
}

fn counted_from(preview: &Preview, words: Words) -> Option<String> {
    let clocks = current(&preview.clocks);
    let clock = clocks.first()?;
    let proof = clock.proof(&preview.contract, preview.at).ok()??;
    let from: DateTime<Utc> = proof.counted_from;
    (from > preview.at).then(|| {
        let tz = preview.contract.calendar().rules().timezone();
        let at = dates::in_sentence(from, preview.at, tz, words.lang());
        words.say_with("form-offer-counted", &[("at", at.into())])
    })
}

const fn promise_key(name: ClockName) -> &'static str {
    match name {
        ClockName::Acknowledge => "form-offer-acknowledge",
        ClockName::Respond => "form-offer-respond",
        ClockName::Update => "form-offer-update",
        ClockName::Resolve => "form-offer-resolve",
    }
}
