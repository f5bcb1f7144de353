//! What stands beside the conversation: clocks, context, escalations, history.

use super::events::{Told, told};
use crate::{
    desk::TicketPage,
    domain::{sla::State, ticket::time_spent},
    edges::{
        pages::{
            acknowledge::facts,
            band::{Band, BandSize},
            chip::Chip,
            opening,
            promises::{band, chip, clock_word, contract_lang, current},
        },
        words::{Words, clauses, dates, durations::amount},
    },
};

/// A clock in its panel.
#[derive(Debug)]
pub(super) struct ClockLine {
    pub(super) name: String,
    pub(super) target: String,
    pub(super) chip: Option<Chip>,
    pub(super) band: Option<(String, Band)>,
    pub(super) proof: String,
}

/// A level that fired.
#[derive(Debug)]
pub(super) struct Fired {
    pub(super) what: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) told: String,
    pub(super) late: String,
    pub(super) done: Option<String>,
    pub(super) acknowledge: Option<String>,
}

/// The clocks for which something is promised; those that are not over with their band.
pub(super) fn clocks(page: &TicketPage, words: Words) -> Vec<ClockLine> {
    let lang = contract_lang(words);
    current(&page.clocks)
        .into_iter()
        .map(|clock| {
            let proof = format!("/tickets/{}/deadline/{}", page.ticket.id, clock.name);
            let target = clock.promise.as_ref().map(|promise| {
                let clause = page.contract.clause(&promise.clause);
                words.say_with(
                    "ticket-target",
                    &[
                        ("target", promise.words(lang).into()),
                        (
                            "clause",
                            clause
                                .map(|clause| clauses::reference(clause, words))
                                .unwrap_or_default()
                                .into(),
                        ),
                    ],
                )
            });
            let runs = !matches!(clock.state, State::Stopped { .. });
            let id = format!("b-{}", clock.name);
            let drawn = runs
                .then(|| {
                    band(
                        clock,
                        &page.contract,
                        page.now,
                        BandSize::Narrow,
                        &id,
                        words,
                    )
                })
                .flatten();
            ClockLine {
                name: clock_word(clock.name, words),
                target: target.unwrap_or_default(),
                chip: chip(clock, &page.contract, page.now, words, &proof),
                band: drawn.map(|band| (id, band)),
                proof,
            }
        })
        .collect()
}

/// The levels that fired, the last first.
pub(super) fn escalations(page: &TicketPage, works: bool, words: Words) -> Vec<Fired> {
    let tz = page.contract.calendar().rules().timezone();
    page.escalations
        .iter()
        .rev()
        .map(|escalation| {
            let facts = facts(escalation, page, words);
            let running = page.clocks.iter().any(|clock| {
                clock.name == escalation.clock
                    && clock.run == escalation.run
                    && !matches!(clock.state, State::Stopped { .. })
            });
            let acknowledge = works && running && facts.acknowledged.is_none();
            Fired {
                what: words.say_with(
                    "escalation-about",
                    &[("clock", facts.clock.into()), ("level", facts.level.into())],
                ),
                at: dates::short(facts.fired_at, page.now, tz, words.lang()),
                datetime: dates::machine(facts.fired_at, tz),
                told: match facts.told.as_slice() {
                    [] => words.say("escalation-told-nobody"),
                    told => words.say_with("escalation-told", &[("names", told.join(", ").into())]),
                },
                late: match (facts.caught_up, facts.folded) {
                    (false, _) => String::new(),
                    (true, 0) => words.say("escalation-caught-up"),
                    (true, folded) => {
                        words.say_with("escalation-folded", &[("count", folded.into())])
                    }
                },
                done: facts.acknowledged.map(|(name, at)| {
                    let at = dates::in_sentence(at, page.now, tz, words.lang());
                    words.say_with(
                        "escalation-done-by",
                        &[("name", name.into()), ("at", at.into())],
                    )
                }),
                acknowledge: acknowledge
                    .then(|| format!("/escalations/{}/acknowledge", escalation.id)),
            }
        })
        .collect()
}

/// The history, the last event first.
pub(super) fn history(page: &TicketPage, words: Words) -> Vec<Told> {
    page.events
        .iter()
        .rev()
        .map(|event| told(page, event, words))
        .collect()
}

/// The last requests of the same customer.
pub(super) fn beside(page: &TicketPage, words: Words) -> Vec<(String, String, String, String)> {
    page.beside
        .iter()
        .map(|ticket| {
            let (state, _) = crate::edges::pages::queue::state(ticket.status, words);
            (
                format!("/tickets/{}", ticket.id),
                ticket.reference.to_string(),
                ticket.subject.to_string(),
                state.into_owned(),
            )
        })
        .collect()
}

/// What is known of the ticket, by name.
pub(super) fn context(page: &TicketPage, words: Words) -> Vec<(String, String)> {
    let lang = contract_lang(words);
    let tz = page.contract.calendar().rules().timezone();
    let customer = crate::edges::pages::acknowledge::organisation(page);
    let requester = words.say_with(
        "ticket-requester",
        &[
            ("name", page.requester.name.as_str().into()),
            ("email", page.requester.email.as_str().into()),
        ],
    );
    let word = page.contract.priority_word(page.ticket.priority, lang);
    let spent: i64 = time_spent(&page.events)
        .values()
        .map(|one| i64::from(one.get()))
        .sum();
    let spent = match spent {
        0 => String::new(),
        minutes => amount(minutes * 60, true, words),
    };
    [
        ("ticket-contract", clauses::title(&page.contract, words)),
        ("ticket-word", word.to_owned()),
        ("ticket-hours", opening::hours(&page.contract, words)),
        ("ticket-organisation", customer),
        ("ticket-asked-by", requester),
        ("ticket-service", page.service.name.clone()),
        ("ticket-queue", page.queue.name.clone()),
        (
            "ticket-filed",
            dates::long_date_time(page.ticket.filed_at, tz, words.lang()),
        ),
        ("ticket-time-total", spent),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (words.say(key), value))
    .collect()
}
