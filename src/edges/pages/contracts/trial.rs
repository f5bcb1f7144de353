//! A contract tried out: what a request would get that is filed then, with that priority.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    super::{
        again::Again,
        band::{Band, BandSize},
        fields::{Answer, Field, Select, Summary},
        layout::Frame,
        promises::{band, clock_word, reason_word},
    },
    address,
    read::{recipients, since},
};
use crate::{
    desk::ContractPage,
    domain::{
        contract::Contract,
        sla::{Clock, SupposedPause, Trial, levels},
        ticket::{ClockName, PauseReason, Priority},
    },
    edges::{
        http::Form,
        instants::read_instant,
        words::{Words, clauses as written, dates, levels::level_when, zones::zone_words},
    },
};

/// What happens to the clock of a trial, and when.
#[derive(Debug)]
struct Warned {
    at: String,
    datetime: String,
    when: String,
    to: String,
    breach: bool,
}

/// What becomes of a clock.
#[derive(Debug)]
struct Outcome {
    id: String,
    clock: String,
    /// « 4 heures ouvrées », with its clause.
    target: String,
    clause: String,
    /// The deadline in words; what stands in its place when there is none.
    due: String,
    datetime: Option<String>,
    band: Option<Band>,
    warnings: Vec<Warned>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/contract_trial.html")]
pub(super) struct View {
    frame: Frame,
    contract: String,
    since: String,
    back: String,
    action: String,
    version: Option<u32>,
    summary: Summary,
    filed: Field,
    priority: Select,
    taken: Field,
    reason: Select,
    from: Field,
    to: Field,
    /// The trial in words.
    tried: Option<String>,
    outcomes: Vec<Outcome>,
    /// How to compute it again.
    commands: Vec<String>,
}

impl View {
    /// The page of a contract; nothing is tried before the form was sent.
    pub(super) fn of(mut frame: Frame, page: &ContractPage, query: Form) -> Self {
        let (words, contract) = (frame.words, &*page.contract);
        let tz = contract.calendar().rules().timezone();
        let is_sent = query.checked("filed");
        let mut again = Again::with(query);
        let tried = is_sent
            .then(|| trial(&mut again, contract, tz, words))
            .flatten();
        let clocks = tried.as_ref().and_then(|tried| {
            let clocks = tried.clocks(contract);
            clocks
                .map_err(|_| again.refuse("filed", words.say("trial-beyond")))
                .ok()
        });
        frame.refused = again.is_refused();
        let outcomes = match (&tried, &clocks) {
            (Some(tried), Some(clocks)) => clocks
                .iter()
                .enumerate()
                .map(|(place, clock)| outcome(place, clock, tried, contract, words))
                .collect(),
            _ => Vec::new(),
        };
        let now = page.now.with_timezone(&tz).format("%Y-%m-%dT%H:%M");
        let moment = |name, key| {
            again
                .field(name, words.say(key), "")
                .of_kind("datetime-local", "")
        };
        let local = words.say_with("trial-zone", &[("zone", zone_words(tz, words).into())]);
        Self {
            contract: written::title(contract, words),
            since: since(page, words),
            back: address(page, ""),
            action: format!("/contracts/{}/try", page.shown.name),
            version: (!page.is_in_force()).then_some(page.shown.version),
            summary: again.summary(),
            filed: moment("filed", "trial-filed")
                .value(again.value("filed", &now.to_string()))
                .hint(local),
            priority: priorities(contract, &again, words),
            taken: moment("taken", "trial-taken").optional(),
            reason: reasons(contract, &again, words),
            from: moment("from", "trial-from").optional(),
            to: moment("to", "trial-to").optional(),
            tried: tried
                .as_ref()
                .filter(|_| clocks.is_some())
                .map(|tried| told(tried, contract, tz, words)),
            commands: match (&tried, &clocks) {
                (Some(tried), Some(clocks)) => commands(page, tried, clocks, tz),
                _ => Vec::new(),
            },
            outcomes,
            frame,
        }
    }
}

fn priorities(contract: &Contract, again: &Again, words: Words) -> Select {
    let chosen = again.value("priority", Priority::P1.word());
    let answer = |one: Priority| {
        let label = words.say_with(
            "proof-tag-priority",
            &[
                ("priority", one.word().into()),
                ("word", contract.priority_word(one, words.lang()).into()),
            ],
        );
        Answer::new(one.word(), label, chosen)
    };
    Select {
        name: "priority",
        label: words.say("trial-priority"),
        answers: Priority::ALL.into_iter().map(answer).collect(),
        error: again.fault("priority"),
        ..Select::default()
    }
}

fn reasons(contract: &Contract, again: &Again, words: Words) -> Select {
    let chosen = again.value("reason", "");
    let none = Answer::new("", words.say("trial-no-wait"), chosen);
    let known = contract
        .pause_reasons()
        .map(|one| Answer::new(one.word(), reason_word(one, words), chosen));
    Select {
        name: "reason",
        label: words.say("trial-reason"),
        optional: true,
        answers: std::iter::once(none).chain(known).collect(),
        error: again.fault("reason"),
        ..Select::default()
    }
}

/// What the form asks for; nothing when something of it is refused.
fn trial(again: &mut Again, contract: &Contract, tz: Tz, words: Words) -> Option<Trial> {
    let filed = moment(again, "filed", tz, words);
    if again.form().line("filed").is_empty() {
        again.refuse("filed", words.say("trial-no-moment"));
    }
    let priority = again.form().line("priority").parse::<Priority>();
    if priority.is_err() {
        again.refuse("priority", words.say("trial-no-priority"));
    }
    let taken = moment(again, "taken", tz, words);
    let reason = match again.form().line("reason") {
        "" => None,
        word => match word.parse::<PauseReason>() {
            Ok(reason) if contract.pause(reason).is_some() => Some(reason),
            _ => {
                again.refuse("reason", words.say("trial-no-reason"));
                None
            }
        },
    };
    let (from, to) = (
        moment(again, "from", tz, words),
        moment(again, "to", tz, words),
    );
    match (reason, from) {
        (Some(_), None) if again.fault("from").is_none() => {
            again.refuse("from", words.say("trial-no-from"));
        }
        (None, Some(_)) if again.fault("reason").is_none() => {
            again.refuse("reason", words.say("trial-why"));
        }
        _ => {}
    }
    for (control, earlier, later, key) in [
        ("taken", filed, taken, "trial-before-filed"),
        ("from", filed, from, "trial-before-filed"),
        ("to", from, to, "trial-backwards"),
    ] {
        if earlier
            .zip(later)
            .is_some_and(|(earlier, later)| later < earlier)
        {
            again.refuse(control, words.say(key));
        }
    }
    if again.is_refused() {
        return None;
    }
    let mut trial = Trial::filed(filed?, priority.ok()?);
    trial.taken = taken;
    trial.pauses = reason
        .zip(from)
        .map(|(reason, from)| SupposedPause { reason, from, to })
        .into_iter()
        .collect();
    Some(trial)
}

/// An instant that was typed, as the clocks of the contract's zone show it.
fn moment(again: &mut Again, control: &'static str, tz: Tz, words: Words) -> Option<DateTime<Utc>> {
    let typed = again.form().line(control).to_owned();
    if typed.is_empty() {
        return None;
    }
    match read_instant(&typed, tz) {
        Ok(instant) => Some(instant),
        Err(_) => {
            again.refuse(control, words.say("trial-no-instant"));
            None
        }
    }
}

/// A promise of a text that is no version yet: the clock, what is promised, its deadline.
pub(super) type Promised = (String, String, String);

/// The questions of a trial in short: when it is filed, and with which priority.
pub(super) fn questions(contract: &Contract, again: &Again, words: Words) -> (Field, Select) {
    let tz = contract.calendar().rules().timezone();
    let local = words.say_with("trial-zone", &[("zone", zone_words(tz, words).into())]);
    let filed = again
        .field("filed", words.say("trial-filed"), "")
        .of_kind("datetime-local", "")
        .hint(local)
        .optional();
    (filed, priorities(contract, again, words))
}

/// What a request would get under a text, with the trial in words; nothing when something of the form is
/// refused.
pub(super) fn promised(
    again: &mut Again,
    contract: &Contract,
    words: Words,
) -> Option<(String, Vec<Promised>)> {
    let tz = contract.calendar().rules().timezone();
    let tried = trial(again, contract, tz, words)?;
    let Ok(clocks) = tried.clocks(contract) else {
        again.refuse("filed", words.say("trial-beyond"));
        return None;
    };
    let promises = clocks.iter().enumerate().map(|(place, clock)| {
        let one = outcome(place, clock, &tried, contract, words);
        (one.clock, one.target, one.due)
    });
    Some((told(&tried, contract, tz, words), promises.collect()))
}

fn told(trial: &Trial, contract: &Contract, tz: Tz, words: Words) -> String {
    let at = dates::long_date_time(trial.filed, tz, words.lang());
    let word = contract.priority_word(trial.priority, words.lang());
    words.say_with(
        "trial-told",
        &[
            ("at", at.into()),
            ("priority", trial.priority.word().into()),
            ("word", word.into()),
        ],
    )
}

fn outcome(
    place: usize,
    clock: &Clock,
    trial: &Trial,
    contract: &Contract,
    words: Words,
) -> Outcome {
    let tz = contract.calendar().rules().timezone();
    let promise = clock.promise.as_ref();
    let clause = promise.and_then(|promise| contract.clause(&promise.clause));
    let due = clock.due_at;
    let id = format!("band-{place}");
    let warnings = levels(clock, contract)
        .into_iter()
        .map(|(rank, when, at)| Warned {
            at: dates::long_date_time(at, tz, words.lang()),
            datetime: dates::machine(at, tz),
            when: level_when(when.into(), words),
            to: clock
                .level(contract, rank)
                .map(|level| recipients(&level.recipients, words))
                .unwrap_or_default(),
            breach: clock.due_at.is_some_and(|due| at >= due),
        })
        .collect();
    Outcome {
        clock: clock_word(clock.name, words),
        target: promise
            .map(|one| one.words(words.lang()))
            .unwrap_or_default(),
        clause: clause
            .map(|clause| written::reference(clause, words))
            .unwrap_or_default(),
        due: match due {
            Some(due) => dates::long_date_time(due, tz, words.lang()),
            None => words.say("trial-no-deadline"),
        },
        datetime: due.map(|due| dates::machine(due, tz)),
        band: band(clock, contract, trial.filed, BandSize::Wide, &id, words),
        warnings,
        id,
    }
}

/// The same by the command line, for the clocks that it can suppose.
fn commands(page: &ContractPage, trial: &Trial, clocks: &[Clock], tz: Tz) -> Vec<String> {
    let local = |at: DateTime<Utc>| {
        at.with_timezone(&tz)
            .format("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    };
    clocks
        .iter()
        .filter(|clock| clock.name != ClockName::Update && page.is_in_force())
        .map(|clock| {
            let mut line = format!(
                "guichet sla explain --contract {} --priority {} --filed {} --clock {}",
                page.shown.name,
                trial.priority.word(),
                local(trial.filed),
                clock.name
            );
            for pause in &trial.pauses {
                let stands = page.contract.pause(pause.reason);
                let stands = stands.is_some_and(|pause| pause.clocks.contains(&clock.name));
                if let Some(to) = pause.to.filter(|_| stands) {
                    line.push_str(&format!(" --pause {}/{}", local(pause.from), local(to)));
                }
            }
            line
        })
        .collect()
}
