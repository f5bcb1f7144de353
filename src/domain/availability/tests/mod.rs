//! The formulas of the five contracts by hand, and laws against an oracle that looks at each minute.

mod contracts;
mod examples;
mod laws;
mod oracle;

use chrono::{DateTime, Utc};

use super::{
    Cause, Downtime, Exclusion, Facts, Figure, Paused, Period, Ratio, Source, Stage, Work,
};
use super::{Formula, measure};
use crate::domain::{
    contract::{Contract, template},
    ids::OperationId,
    ticket::Priority,
};
use std::{collections::BTreeSet, sync::Arc};

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

fn at(text: &str) -> DateTime<Utc> {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn contract(name: &str) -> Arc<Contract> {
    template(name).unwrap()
}

fn formula(name: &str) -> Formula {
    contract(name).availability().unwrap().clone()
}

/// An outage of one severity, with the publisher's own cause.
fn outage(severity: Priority, from: &str, to: &str) -> Downtime {
    Downtime {
        source: Source::Outage(OperationId::fresh()),
        components: BTreeSet::new(),
        stages: vec![Stage {
            from: at(from),
            severity,
        }],
        to: Some(at(to)),
        cause: Cause::Ours,
        pauses: Vec::new(),
    }
}

fn caused(cause: Exclusion, one: Downtime) -> Downtime {
    Downtime {
        cause: Cause::Outside(cause),
        ..one
    }
}

fn work(from: &str, to: &str, ended: &str) -> Work {
    Work {
        id: OperationId::fresh(),
        components: BTreeSet::new(),
        from: at(from),
        to: at(to),
        ended: Some(at(ended)),
        announced: true,
        severity: Priority::P1,
    }
}

/// A period that is over, measured long after it.
fn figure(name: &str, day: &str, facts: &Facts) -> Figure {
    let contract = contract(name);
    let formula = contract.availability().unwrap();
    let period = Period::of(formula.period, day.parse().unwrap());
    measure(
        formula,
        contract.calendar(),
        period,
        facts,
        at("2040-01-01T00:00:00Z"),
    )
}

fn minutes(micros: i64) -> i64 {
    assert_eq!(micros % MINUTE, 0);
    micros / MINUTE
}

/// Lost minutes, as a fraction.
fn lost(figure: &Figure) -> Ratio {
    figure.lost.over(Ratio::whole(MINUTE)).unwrap()
}

fn ratio(top: i64, bottom: i64) -> Ratio {
    Ratio::new(top, bottom).unwrap()
}

/// A rate as it is shown, three decimals: `99.397`.
fn shown(figure: &Figure) -> String {
    let (whole, rest) = figure.rate().unwrap().percent(3);
    if rest.is_empty() {
        whole
    } else {
        format!("{whole}.{rest}")
    }
}
