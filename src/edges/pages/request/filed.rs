//! The confirmation: reference, promised instant, its clause, what happens next. It says the same
//! whenever it is opened again.

use askama::Template;

use crate::{
    desk::TicketPage,
    domain::{
        sla::{Clock, State},
        ticket::{ClockName, Status, What},
    },
    edges::{
        pages::{
            acknowledge::weight,
            around::Around,
            layout::Frame,
            opening,
            promises::{contract_lang, current},
        },
        words::{clauses, dates, durations::amount, zones::zone_words},
    },
};

/// The confirmation.
#[derive(Debug, Template)]
#[template(path = "pages/filed.html")]
pub struct Filed {
    frame: Frame,
    subject: String,
    reference: String,
    level: u8,
    priority: String,
    promise: Option<Around>,
    pairs: Vec<(String, String)>,
    proof: Option<String>,
    steps: Vec<Step>,
    sent: String,
    follow: String,
    moved_on: bool,
}

/// A step of what happens next.
#[derive(Debug)]
struct Step {
    class: &'static str,
    what: String,
    when: String,
}

impl Filed {
    /// The page; `follow` is the address of the request.
    #[must_use]
    pub fn of(mut frame: Frame, page: &TicketPage, follow: &str) -> Self {
        let words = frame.words;
        let lang = contract_lang(words);
        let ticket = &page.ticket;
        let reference = ticket.reference.to_string();
        frame.title = frame.say_with("filed-title", "reference", &reference);
        let clocks = current(&page.clocks);
        let first = clocks.first().copied();
        let word = page.contract.priority_word(ticket.priority, lang);
        let known = if ticket.priority_confirmed {
            "filed-priority"
        } else {
            "filed-priority-proposed"
        };
        Self {
            subject: ticket.subject.to_string(),
            level: weight(ticket.priority),
            priority: words.say_with(known, &[("word", word.into())]),
            promise: first.and_then(|clock| promise(&frame, page, clock)),
            pairs: first
                .map(|clock| pairs(&frame, page, clock))
                .unwrap_or_default(),
            proof: first.map(|clock| format!("{follow}/deadline/{}", clock.name)),
            steps: steps(&frame, page, &clocks),
            sent: sent(&frame, page),
            follow: follow.to_owned(),
            moved_on: ticket.status != Status::New,
            reference,
            frame,
        }
    }
}

/// Whether a summary goes to the requester, and where.
fn sent(frame: &Frame, page: &TicketPage) -> String {
    let silent = page
        .events
        .iter()
        .any(|event| matches!(event.what, What::Filed { silent: true, .. }));
    let key = if silent {
        "filed-not-sent"
    } else {
        "filed-sent"
    };
    frame.say_with(key, "email", page.requester.email.as_str())
}

fn promise(frame: &Frame, page: &TicketPage, clock: &Clock) -> Option<Around> {
    let words = frame.words;
    let tz = page.contract.calendar().rules().timezone();
    let due = dates::long_date_time(clock.due_at?, tz, words.lang());
    let key = match clock.name {
        ClockName::Acknowledge => "filed-promise-acknowledge",
        ClockName::Respond => "filed-promise-respond",
        ClockName::Update => "filed-promise-update",
        ClockName::Resolve => "filed-promise-resolve",
    };
    Some(Around::of(
        words,
        key,
        "date",
        due,
        &[("zone", zone_words(tz, words).into())],
    ))
}

fn pairs(frame: &Frame, page: &TicketPage, clock: &Clock) -> Vec<(String, String)> {
    let words = frame.words;
    let lang = contract_lang(words);
    let tz = page.contract.calendar().rules().timezone();
    let mut pairs = Vec::new();
    let mut pair = |key: &str, value: String| pairs.push((words.say(key), value));
    if let Some(promise) = &clock.promise {
        let clause = page.contract.clause(&promise.clause);
        let priority = page.contract.priority_word(clock.priority, lang);
        pair(
            "filed-commitment",
            words.say_with(
                "filed-commitment-is",
                &[
                    ("amount", promise.words(lang).into()),
                    ("priority", priority.into()),
                ],
            ),
        );
        pair(
            "filed-clause",
            words.say_with(
                "filed-clause-is",
                &[
                    ("contract", clauses::title(&page.contract, words).into()),
                    (
                        "clause",
                        clause
                            .map_or_else(String::new, |one| clauses::reference(one, words))
                            .into(),
                    ),
                ],
            ),
        );
    }
    if let Ok(Some(proof)) = clock.proof(&page.contract, page.now)
        && proof.counted_from > clock.started_at
    {
        let say = |at| dates::day_at_time(at, tz, words.lang());
        pair(
            "filed-counts",
            words.say_with(
                "filed-counts-from",
                &[
                    ("from", say(proof.counted_from).into()),
                    ("filed", say(page.ticket.filed_at).into()),
                ],
            ),
        );
    }
    pair("filed-hours", opening::hours(&page.contract, words));
    pairs
}

fn steps(frame: &Frame, page: &TicketPage, clocks: &[&Clock]) -> Vec<Step> {
    let words = frame.words;
    let tz = page.contract.calendar().rules().timezone();
    let long = |at| dates::long_date_time(at, tz, words.lang());
    let mut steps = vec![Step {
        class: "done",
        what: words.say("filed-step-filed"),
        when: long(page.ticket.filed_at),
    }];
    let counted_from = clocks
        .first()
        .and_then(|clock| clock.proof(&page.contract, page.now).ok().flatten())
        .map(|proof| proof.counted_from)
        .filter(|from| *from > page.ticket.filed_at);
    let mut current_given = false;
    if let Some(from) = counted_from {
        let waiting = page.now < from;
        current_given = waiting;
        let at = long(from);
        steps.push(Step {
            class: if waiting { "cur" } else { "done" },
            what: words.say("filed-step-opening"),
            when: words.say_with("filed-step-opening-when", &[("at", at.into())]),
        });
    }
    for clock in clocks {
        let stopped = matches!(clock.state, State::Stopped { .. });
        let class = if stopped {
            "done"
        } else if current_given {
            ""
        } else {
            current_given = true;
            "cur"
        };
        steps.push(Step {
            class,
            what: words.say(&format!("filed-step-{}", clock.name)),
            when: step_when(frame, page, clock),
        });
    }
    if !clocks.iter().any(|clock| clock.name == ClockName::Update)
        && let ticket = &page.ticket
        && let Some(promise) =
            page.contract
                .promise_for(ticket.nature, ClockName::Update, ticket.priority)
    {
        let every = promise.words(contract_lang(words));
        steps.push(Step {
            class: "",
            what: words.say_with("filed-step-every", &[("amount", every.into())]),
            when: String::new(),
        });
    }
    steps
}

fn step_when(frame: &Frame, page: &TicketPage, clock: &Clock) -> String {
    let words = frame.words;
    let tz = page.contract.calendar().rules().timezone();
    match (clock.state, clock.due_at) {
        (State::Stopped { at, .. }, _) => dates::long_date_time(at, tz, words.lang()),
        (State::Paused { since, .. }, _) => {
            let so_far = amount((page.now - since).num_seconds(), false, words);
            words.say_with("filed-step-paused", &[("amount", so_far.into())])
        }
        (State::Running { .. }, Some(due)) => {
            let at = dates::long_date_time(due, tz, words.lang());
            words.say_with("filed-step-by", &[("at", at.into())])
        }
        (State::Running { .. }, None) => String::new(),
    }
}
