//! The sheet in words.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::{
    Reader,
    rows::{Part, Row, rows, shown, split},
};
use crate::{
    desk::TicketPage,
    domain::{
        contract::{Clause, Contract},
        sla::{Change, Changed, Clock, ProofSheet},
        ticket::ClockName,
    },
    edges::{
        pages::{
            around::Around,
            band::{Band, BandSize},
            chip::Chip,
            opening,
            promises::{
                band, cause_word, chip, clock_word, contract_lang, current, reason_word, stretches,
            },
        },
        words::{
            Words, clauses as written, dates, durations::exact_amount, rules::nature_word,
            zones::zone_words,
        },
    },
};

/// Everything that makes a deadline, in words.
#[derive(Debug)]
pub struct Sheet {
    /// The reference of the ticket.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// The page to go back to.
    pub back: String,
    /// The promise, around its instant.
    pub promise: Around,
    /// What the promise is while the clock is paused: it moves on.
    pub provisional: Option<String>,
    /// The deadline as it stands.
    pub chip: Option<Chip>,
    /// Priority, clock, target.
    pub tags: Vec<String>,
    /// The drawing.
    pub band: Option<Band>,
    /// The intervals.
    pub rows: Vec<Row>,
    /// The amounts that count, as a sum.
    pub sum: String,
    /// What they add up to.
    pub total: String,
    /// The clauses, each with its place in the contract.
    pub clauses: Vec<Quote>,
    /// What the computation is made of.
    pub givens: Vec<(String, String)>,
    /// What changed the clock, and when.
    pub changes: Vec<(String, String)>,
    /// How to compute it again; for those who can.
    pub command: Option<String>,
}

/// A clause, quoted.
#[derive(Debug)]
pub struct Quote {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub cite: String,
}

impl Sheet {
    /// The sheet of a clock's latest run. Nothing when the ticket has no such clock, nothing is
    /// promised for it, or its deadline lies beyond the calendar.
    #[must_use]
    pub fn of(
        page: &TicketPage,
        name: ClockName,
        reader: Reader,
        back: &str,
        words: Words,
    ) -> Option<Self> {
        let clock = *current(&page.clocks)
            .iter()
            .find(|clock| clock.name == name)?;
        let contract = clock.terms(&page.contract);
        let sheet = clock.sheet(contract, page.now).ok()??;
        let lang = contract_lang(words);
        let tz = contract.calendar().rules().timezone();
        let unrolled = split(stretches(clock, contract, page.now, words), sheet.deadline);
        let business = !sheet.promise.target.runs_by_the_clock();
        let target = sheet.promise.words(lang);
        let counted: Vec<TimeDelta> = unrolled
            .iter()
            .filter(|one| Part::of(one, sheet.deadline) == Part::Counted)
            .map(|one| shown(&one.segment))
            .collect();
        let say = |time: TimeDelta| exact_amount(time.num_seconds(), words);
        let sum = counted.iter().map(|time| say(*time)).reduce(|sum, next| {
            words.say_with(
                "proof-plus",
                &[("first", sum.into()), ("next", next.into())],
            )
        });
        let command = format!(
            "guichet sla explain {} --clock {name}",
            page.ticket.reference
        );
        Some(Self {
            reference: page.ticket.reference.to_string(),
            subject: page.ticket.subject.to_string(),
            back: back.to_owned(),
            promise: promise(&sheet, tz, &target, words),
            provisional: sheet.provisional.then(|| words.say("proof-provisional")),
            chip: chip(clock, contract, page.now, words, ""),
            tags: tags(&sheet, contract, &target, words),
            band: band(clock, contract, page.now, BandSize::Wide, "band", words),
            rows: rows(&unrolled, &sheet, business, tz, words),
            sum: sum.unwrap_or_default(),
            total: say(counted.iter().sum()),
            clauses: clauses(&sheet, contract, words),
            givens: givens(page, clock, &sheet, words),
            changes: changes(page, &sheet, reader, tz, words),
            command: (reader == Reader::Worker).then_some(command),
        })
    }
}

fn promise(sheet: &ProofSheet, tz: Tz, target: &str, words: Words) -> Around {
    let due = dates::long_date_time(sheet.deadline, tz, words.lang());
    let key = format!("proof-promise-{}", sheet.clock);
    let zone = zone_words(tz, words);
    Around::of(
        words,
        &key,
        "date",
        due,
        &[("zone", zone.into()), ("target", target.into())],
    )
}

fn tags(sheet: &ProofSheet, contract: &Contract, target: &str, words: Words) -> Vec<String> {
    let word = contract.priority_word(sheet.priority, contract_lang(words));
    vec![
        words.say_with(
            "proof-tag-priority",
            &[
                ("priority", sheet.priority.word().into()),
                ("word", word.into()),
            ],
        ),
        words.say_with(
            "proof-tag-clock",
            &[("clock", clock_word(sheet.clock, words).into())],
        ),
        words.say_with("proof-tag-target", &[("target", target.into())]),
    ]
}

pub(in crate::edges::pages) fn clauses(
    sheet: &ProofSheet,
    contract: &Contract,
    words: Words,
) -> Vec<Quote> {
    let quote = |clause: &Clause| Quote {
        text: written::text(clause, words),
        cite: words.say_with(
            "proof-cite",
            &[
                ("contract", written::title(contract, words).into()),
                ("clause", written::reference(clause, words).into()),
            ],
        ),
    };
    let hours = contract
        .calendar_clause()
        .and_then(|name| contract.clause(name));
    let mut clauses: Vec<&Clause> = Vec::new();
    let named = sheet.clause.iter().chain(hours).chain(
        sheet
            .pauses
            .iter()
            .filter_map(|pause| pause.clause.as_ref()),
    );
    for clause in named {
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    clauses.into_iter().map(quote).collect()
}

fn givens(
    page: &TicketPage,
    clock: &Clock,
    sheet: &ProofSheet,
    words: Words,
) -> Vec<(String, String)> {
    let contract = &page.contract;
    let rules = contract.calendar().rules();
    let tz = rules.timezone();
    let zone = words.say_with("proof-zone", &[("zone", tz.name().into())]);
    let holidays = words.say(&format!("proof-holidays-{}", rules.zone().name()));
    let paused = match sheet.pauses.len() {
        0 => words.say("proof-pauses-none"),
        count => {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            let causes: Vec<String> = sheet
                .pauses
                .iter()
                .map(|pause| cause_word(pause.cause, words))
                .collect();
            let causes = causes.join(", ");
            words.say_with(
                "proof-pauses-are",
                &[("count", count.into()), ("causes", causes.into())],
            )
        }
    };
    let start = dates::long_date_time(clock.started_at, tz, words.lang());
    let stored = page
        .stored
        .iter()
        .find(|one| one.name == clock.name && one.run == clock.run);
    let same = stored.is_some_and(|one| one.deadline == clock.deadline());
    let checked = words.say_with(
        if same {
            "proof-checked-same"
        } else {
            "proof-checked-other"
        },
        &[(
            "at",
            dates::long_date_time(page.now, tz, words.lang()).into(),
        )],
    );
    [
        ("proof-given-hours", opening::hours(contract, words)),
        ("proof-given-zone", zone),
        ("proof-given-holidays", holidays),
        ("proof-given-start", start),
        ("proof-given-pauses", paused),
        ("proof-given-checked", checked),
    ]
    .into_iter()
    .map(|(key, value)| (words.say(key), value))
    .collect()
}

fn changes(
    page: &TicketPage,
    sheet: &ProofSheet,
    reader: Reader,
    tz: Tz,
    words: Words,
) -> Vec<(String, String)> {
    sheet
        .changes
        .iter()
        .map(|change| {
            let at = dates::exact_day_time(change.at, tz, words.lang());
            let what = changed(change, words);
            let by = (reader == Reader::Worker)
                .then(|| page.events.iter().find(|event| event.seq == change.seq))
                .flatten()
                .and_then(|event| event.actor.person())
                .and_then(|person| page.people.get(&person));
            let said = match by {
                Some(person) => words.say_with(
                    "proof-changed-by",
                    &[("what", what.into()), ("name", person.name.as_str().into())],
                ),
                None => what,
            };
            (at, said)
        })
        .collect()
}

fn changed(change: &Change, words: Words) -> String {
    match change.what {
        Changed::Started => words.say("proof-changed-started"),
        Changed::Requalified { from, to } => words.say_with(
            "proof-changed-requalified",
            &[("from", from.word().into()), ("to", to.word().into())],
        ),
        Changed::NatureCorrected { from, to } => words.say_with(
            "proof-changed-nature",
            &[
                ("from", nature_word(from, words).into()),
                ("to", nature_word(to, words).into()),
            ],
        ),
        Changed::Paused(reason) => words.say_with(
            "proof-changed-paused",
            &[("reason", reason_word(reason, words).into())],
        ),
        Changed::Resumed => words.say("proof-changed-resumed"),
        Changed::PauseLifted => words.say("proof-changed-lifted"),
        Changed::Stopped => words.say("proof-changed-stopped"),
        Changed::Reopened => words.say("proof-changed-reopened"),
        Changed::Moved => words.say("proof-changed-moved"),
    }
}
