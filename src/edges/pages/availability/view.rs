//! The figure of a service in a period, with all that is behind it.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    super::{again::Again, fields::Summary, layout::Frame},
    ZONE, address,
};
use crate::{
    desk::{AvailabilityPage, Measured},
    domain::{
        availability::{Figure, Formula, Line, Period, Ratio, Source},
        credit::{CreditState, OwedCredit},
        ids::ServiceId,
        ticket::Priority,
    },
    edges::words::{
        Words,
        availability::{FormulaLine, formula, percent, reading, time},
        clauses, dates,
        money::euros,
    },
};

/// What one operation lost.
#[derive(Debug)]
pub(in crate::edges::pages) struct Row {
    pub(in crate::edges::pages) href: String,
    pub(in crate::edges::pages) title: String,
    pub(in crate::edges::pages) when: String,
    pub(in crate::edges::pages) lost_by: String,
    pub(in crate::edges::pages) left_out: String,
    pub(in crate::edges::pages) lost: String,
}

/// The figure.
#[derive(Debug)]
pub(in crate::edges::pages) struct Told {
    pub(in crate::edges::pages) rate: String,
    pub(in crate::edges::pages) target: String,
    /// « tenu », « non tenu »; nothing without a target.
    pub(in crate::edges::pages) outcome: Option<(&'static str, String)>,
    pub(in crate::edges::pages) is_over: bool,
    pub(in crate::edges::pages) until: String,
    pub(in crate::edges::pages) counted: String,
    pub(in crate::edges::pages) taken_out: Option<String>,
    pub(in crate::edges::pages) lost: String,
    pub(in crate::edges::pages) allowed: Option<String>,
    pub(in crate::edges::pages) rows: Vec<Row>,
    pub(in crate::edges::pages) sum: String,
    pub(in crate::edges::pages) formula: Vec<FormulaLine>,
    pub(in crate::edges::pages) contract_href: String,
    pub(in crate::edges::pages) contract: String,
    pub(in crate::edges::pages) reading: Option<String>,
    pub(in crate::edges::pages) measured: String,
    pub(in crate::edges::pages) nothing_measured: bool,
    pub(in crate::edges::pages) before: String,
    pub(in crate::edges::pages) after: Option<String>,
    pub(in crate::edges::pages) period: String,
}

/// What is owed, in words.
#[derive(Debug)]
struct Owed {
    says: String,
    clause: String,
    cap: String,
    /// What it is worth, and how that is counted; nothing without a price.
    worth: Option<String>,
    proposes: bool,
}

/// A credit.
#[derive(Debug)]
pub(in crate::edges::pages) struct Credit {
    pub(in crate::edges::pages) id: String,
    pub(in crate::edges::pages) period: String,
    pub(in crate::edges::pages) href: String,
    pub(in crate::edges::pages) says: String,
    pub(in crate::edges::pages) tag: &'static str,
    pub(in crate::edges::pages) state: String,
    pub(in crate::edges::pages) decides: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/availability.html")]
pub(super) struct View {
    frame: Frame,
    summary: Summary,
    id: String,
    credits_here: String,
    organisation: String,
    services: Vec<(String, String, bool)>,
    service: String,
    day: String,
    told: Option<Told>,
    owed: Option<Owed>,
    credits: Vec<Credit>,
}

impl View {
    pub(super) fn of(
        mut frame: Frame,
        page: &AvailabilityPage,
        decides: bool,
        again: &Again,
    ) -> Self {
        frame.refused = again.is_refused();
        let (words, id) = (frame.words, page.organisation.id);
        let at = |service, day| address(id, service, day);
        let chosen = page.measured.as_ref().map(|one| one.service.id);
        let day = page
            .measured
            .as_ref()
            .map(|one| one.figure.period.last().to_string());
        Self {
            summary: again.summary(),
            organisation: page.organisation.name.clone(),
            services: page
                .services
                .iter()
                .map(|(service, _)| {
                    let href = format!("/organisations/{id}/availability?service={}", service.id);
                    (href, service.name.clone(), Some(service.id) == chosen)
                })
                .collect(),
            service: chosen.map(|id| id.to_string()).unwrap_or_default(),
            day: day.unwrap_or_default(),
            told: page
                .measured
                .as_ref()
                .and_then(|measured| told(measured, page.now, &at, words)),
            owed: page
                .measured
                .as_ref()
                .and_then(|measured| owed(page, measured, decides, words)),
            credits: page
                .credits
                .iter()
                .map(|credit| credit_row(credit, &at, (decides, true), words))
                .collect(),
            credits_here: format!("/organisations/{id}/credits"),
            id: id.to_string(),
            frame,
        }
    }
}

/// « du 1er avril 2026 au 30 juin 2026 ».
fn period_words(first: NaiveDate, last: NaiveDate, words: Words) -> String {
    let day = |day| dates::civil(day, words.lang());
    words.say_with(
        "availability-period",
        &[("first", day(first).into()), ("last", day(last).into())],
    )
}

/// Where the figure of a service on a day is read.
pub(in crate::edges::pages) type Address<'a> = &'a dyn Fn(ServiceId, NaiveDate) -> String;

pub(in crate::edges::pages) fn told(
    measured: &Measured,
    now: DateTime<Utc>,
    address: Address<'_>,
    words: Words,
) -> Option<Told> {
    let (figure, contract) = (&measured.figure, &measured.contract);
    let rule = contract.availability()?;
    let at = |period: Period| address(measured.service.id, period.last());
    let after = figure.period.after(rule.period);
    let whole = |micros: i64| time(Ratio::whole(micros), words);
    let names = measured.components.iter().map(|one| one.name.as_str());
    let outcome = figure.is_kept().map(|kept| match (kept, figure.is_over) {
        (true, true) => ("tag-ok", words.say("availability-kept")),
        (true, false) => ("tag-ok", words.say("availability-kept-so-far")),
        (false, true) => ("tag-warn", words.say("availability-missed")),
        (false, false) => ("tag-warn", words.say("availability-missed-so-far")),
    });
    Some(Told {
        rate: match figure.rate() {
            Some(rate) => percent(rate, words),
            None => words.say("availability-no-time"),
        },
        target: match figure.target {
            Some(target) => percent(target, words),
            None => words.say("formula-target-none"),
        },
        outcome,
        is_over: figure.is_over,
        until: dates::long_date_time(figure.to, ZONE, words.lang()),
        counted: whole(figure.counted),
        taken_out: (figure.taken_out > 0).then(|| whole(figure.taken_out)),
        lost: time(figure.lost, words),
        allowed: figure.allowed().map(|allowed| time(allowed, words)),
        rows: figure
            .lines
            .iter()
            .map(|line| row(line, measured, words))
            .collect(),
        sum: time(figure.exact_lost, words),
        formula: formula(contract, rule, words),
        contract_href: format!("/contracts/{}", contract.name()),
        contract: clauses::title(contract, words),
        reading: reading(rule, words),
        measured: names.collect::<Vec<_>>().join(" · "),
        nothing_measured: measured.components.is_empty(),
        before: at(figure.period.before(rule.period)),
        after: begins_before(after, figure, now).then(|| at(after)),
        period: period_words(figure.period.first(), figure.period.last(), words),
    })
}

/// Whether a period has begun: thirty days may end on any day up to today.
fn begins_before(after: Period, figure: &Figure, now: DateTime<Utc>) -> bool {
    figure.is_over && after.first() <= now.with_timezone(&ZONE).date_naive()
}

fn row(line: &Line, measured: &Measured, words: Words) -> Row {
    let (Source::Outage(id) | Source::Maintenance(id)) = line.source;
    let operation = measured.operations.iter().find(|one| one.id == id);
    let title = operation.map(|one| one.said.title().to_string());
    let title = title.unwrap_or_default();
    let title = match line.source {
        Source::Outage(_) => title,
        Source::Maintenance(_) => {
            words.say_with("availability-overrun", &[("title", title.into())])
        }
    };
    let whole = |micros: i64| time(Ratio::whole(micros), words);
    let at = |at| dates::long_date_time(at, ZONE, words.lang());
    let severity = |(severity, micros): (&Priority, &i64)| {
        let word = measured.contract.priority_word(*severity, words.lang());
        format!("{word} {}", whole(*micros))
    };
    let mut left_out: Vec<String> = line
        .left_out
        .iter()
        .map(|(why, micros)| {
            let why = words.say(&format!("exclusion-{why}"));
            format!("{why} {}", whole(*micros))
        })
        .collect();
    if line.overlapped > 0 {
        let amount = whole(line.overlapped);
        left_out.push(words.say_with("availability-overlapped", &[("amount", amount.into())]));
    }
    Row {
        href: format!("/operations/{id}"),
        title,
        when: words.say_with(
            "availability-when",
            &[("from", at(line.from).into()), ("to", at(line.to).into())],
        ),
        lost_by: line
            .by_severity
            .iter()
            .map(severity)
            .collect::<Vec<_>>()
            .join(" · "),
        left_out: left_out.join(" · "),
        lost: time(line.lost, words),
    }
}

fn owed(page: &AvailabilityPage, measured: &Measured, decides: bool, words: Words) -> Option<Owed> {
    let rule: &Formula = measured.contract.availability()?;
    let (owed, credit) = (measured.credit?, rule.credit.as_ref()?);
    let cite = |name| {
        let clause = measured.contract.clause(name);
        clause.map(|clause| clauses::reference(clause, words))
    };
    let period = measured.figure.period;
    let credited = page.credits.iter().any(|one| {
        one.state != CreditState::Dropped
            && one.first_day <= period.last()
            && period.first() <= one.last_day
    });
    Some(Owed {
        says: words.say_with(
            "credit-owed",
            &[
                ("minutes", owed.minutes.into()),
                ("slice", credit.minutes.into()),
                ("slices", owed.slices.into()),
                ("days", owed.days.into()),
                ("capped", owed.capped.into()),
            ],
        ),
        worth: measured.annual.map(|annual| {
            let amount = euros(annual.of_days(owed.days), words);
            let annual = euros(annual, words);
            words.say_with(
                "credit-worth-how",
                &[("amount", amount.into()), ("annual", annual.into())],
            )
        }),
        clause: cite(&credit.clause)?,
        cap: cite(&credit.cap_clause)?,
        proposes: decides && !credited && owed.slices > 0,
    })
}

pub(in crate::edges::pages) fn credit_row(
    credit: &OwedCredit,
    address: Address<'_>,
    (decides, priced): (bool, bool),
    words: Words,
) -> Credit {
    let (tag, key) = state_word(credit.state);
    let says = words.say_with(
        "credit-days",
        &[
            ("days", credit.days.into()),
            ("minutes", credit.minutes.into()),
            ("capped", credit.capped.into()),
        ],
    );
    let says = match credit.value().filter(|_| priced) {
        None => says,
        Some(value) => words.say_with(
            "credit-days-worth",
            &[
                ("says", says.into()),
                ("amount", euros(value, words).into()),
            ],
        ),
    };
    let why = credit.why.as_ref().map(ToString::to_string);
    Credit {
        id: credit.id.to_string(),
        period: period_words(credit.first_day, credit.last_day, words),
        href: address(credit.service, credit.last_day),
        says: match why {
            Some(why) => words.say_with(
                "credit-dropped-for",
                &[("says", says.into()), ("why", why.into())],
            ),
            None => says,
        },
        tag,
        state: words.say(key),
        decides: decides && credit.state == CreditState::Proposed,
    }
}

/// The look and the key of the word of a state.
const fn state_word(state: CreditState) -> (&'static str, &'static str) {
    match state {
        CreditState::Proposed => ("tag-accent", "credit-proposed"),
        CreditState::Confirmed => ("tag-ok", "credit-confirmed"),
        CreditState::Dropped => ("", "credit-dropped"),
    }
}

/// The key of the word of a state.
pub(in crate::edges::pages) const fn credit_state(state: CreditState) -> &'static str {
    state_word(state).1
}
