//! The plain model of clocks and pauses: it counts minutes.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::super::scenes::at;
use crate::domain::ticket::{ClockName, PauseReason, Priority, What};

/// How many minutes the plain calendar knows: about a hundred days.
const MINUTES: i64 = 144_000;

/// Monday 15 December 2025, midnight in Paris: an hour ahead of UTC all along.
fn midnight() -> DateTime<Utc> {
    at("2025-12-14T23:00:00Z")
}

pub(super) fn instant(minute: i64) -> DateTime<Utc> {
    midnight() + TimeDelta::minutes(minute)
}

/// Whether the desk is open in a minute, said plainly.
fn is_open(minute: i64) -> bool {
    let (day, of_day) = (minute / 1_440, minute % 1_440);
    let first = NaiveDate::from_ymd_opt(2025, 12, 15).unwrap();
    let date = first + TimeDelta::days(day);
    let closed = ["2025-12-25", "2025-12-26", "2026-01-01"];
    day % 7 < 5 && !closed.contains(&date.to_string().as_str()) && (480..1_080).contains(&of_day)
}

/// The plain calendar, minute by minute.
pub(super) static OPEN: LazyLock<Vec<bool>> = LazyLock::new(|| (0..MINUTES).map(is_open).collect());

/// What is promised, in minutes, and whether only open ones count.
fn promised(name: ClockName, priority: Priority) -> (i64, bool) {
    use ClockName::{Acknowledge, Resolve, Respond, Update};
    use Priority::{P1, P2, P3};
    let (hours, open) = match (name, priority) {
        (Acknowledge, P1) => (4, true),
        (Acknowledge, P2) => (6, true),
        (Acknowledge, P3) => (24, false),
        (Respond, P1) => (5, true),
        (Respond, P2) => (30, false),
        (Respond, P3) => (12, true),
        (Update, P1) => (2, true),
        (Update, P2) => (3, true),
        (Update, P3) => (10, false),
        (Resolve, P1) => (8, true),
        (Resolve, P2) => (16, true),
        (Resolve, P3) => (48, false),
    };
    (hours * 60, open)
}

/// A pause as the model keeps it.
#[derive(Clone, Debug)]
pub(super) struct Wait {
    pub(super) seq: i64,
    pub(super) all: bool,
    pub(super) from: i64,
    pub(super) to: Option<i64>,
    pub(super) contested: bool,
    pub(super) decided: bool,
    pub(super) lifted: bool,
}

impl Wait {
    pub(super) fn stops(&self, name: ClockName) -> bool {
        match name {
            ClockName::Acknowledge => false,
            ClockName::Resolve => true,
            ClockName::Respond | ClockName::Update => self.all,
        }
    }
}

/// A run as the model keeps it.
#[derive(Clone, Debug)]
pub(super) struct Timed {
    pub(super) name: ClockName,
    pub(super) start: i64,
    pub(super) stop: Option<i64>,
    pub(super) priority: Priority,
    pub(super) resolved: Vec<(i64, i64)>,
}

/// The plain model: a list of pauses, a list of runs, four facts.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) taken: bool,
    pub(super) resolved: Option<i64>,
    pub(super) priority: Priority,
    pub(super) waits: Vec<Wait>,
    pub(super) runs: Vec<Timed>,
}

impl Model {
    pub(super) fn filed(now: i64, priority: Priority) -> Self {
        let mut model = Self {
            taken: false,
            resolved: None,
            priority,
            waits: Vec::new(),
            runs: Vec::new(),
        };
        for name in [
            ClockName::Acknowledge,
            ClockName::Respond,
            ClockName::Resolve,
        ] {
            model.begin(name, now);
        }
        model
    }

    fn waits_now(&self) -> bool {
        self.waits.iter().any(|wait| wait.to.is_none())
    }

    fn begin(&mut self, name: ClockName, now: i64) {
        self.runs.push(Timed {
            name,
            start: now,
            stop: None,
            priority: self.priority,
            resolved: Vec::new(),
        });
    }

    fn end(&mut self, name: ClockName, now: i64) {
        for run in &mut self.runs {
            if run.name == name && run.stop.is_none() {
                run.stop = Some(now);
            }
        }
    }

    fn is_live(&self, name: ClockName) -> bool {
        let mut runs = self.runs.iter();
        runs.any(|run| run.name == name && run.stop.is_none())
    }

    fn end_wait(&mut self, now: i64) {
        for wait in &mut self.waits {
            wait.to = wait.to.or(Some(now));
        }
    }

    /// What the model says of an act: whether it may be, and if so, what it does.
    pub(super) fn takes(&mut self, what: &What, (seq, now): (i64, i64)) -> bool {
        let open = self.resolved.is_none();
        match what {
            What::TakenInCharge => {
                if !open || (self.taken && !self.waits_now()) {
                    return false;
                }
                self.taken = true;
                self.end(ClockName::Acknowledge, now);
                if !self.is_live(ClockName::Update) {
                    self.begin(ClockName::Update, now);
                }
            }
            What::Replied { .. } | What::Informed { .. } => {
                if !open {
                    return false;
                }
                self.taken = true;
                self.end(ClockName::Acknowledge, now);
                if matches!(what, What::Replied { .. }) {
                    self.end(ClockName::Respond, now);
                }
                self.end(ClockName::Update, now);
                self.begin(ClockName::Update, now);
            }
            What::Requalified { to, .. } => {
                if !open {
                    return false;
                }
                self.priority = *to;
                for run in self.runs.iter_mut().filter(|run| run.stop.is_none()) {
                    run.priority = *to;
                }
            }
            What::Paused { reason, .. } => {
                if !open || self.waits_now() {
                    return false;
                }
                self.waits.push(Wait {
                    seq,
                    all: *reason == PauseReason::WaitingForCustomer,
                    from: now,
                    to: None,
                    contested: false,
                    decided: false,
                    lifted: false,
                });
            }
            What::Resumed => {
                if !self.waits_now() {
                    return false;
                }
                self.end_wait(now);
            }
            What::Resolved => {
                if !open {
                    return false;
                }
                self.end_wait(now);
                for name in ClockName::ALL {
                    self.end(name, now);
                }
                self.resolved = Some(now);
            }
            What::Reopened { .. } => {
                let Some(since) = self.resolved.take() else {
                    return false;
                };
                for name in [ClockName::Update, ClockName::Resolve] {
                    let last = self.runs.iter().rev().find(|run| run.name == name);
                    if let Some(mut again) = last.cloned() {
                        again.stop = None;
                        again.resolved.push((since, now));
                        self.runs.push(again);
                    }
                }
            }
            other => panic!("the model does not know {other:?}"),
        }
        true
    }

    /// When a run is due: the end of the minute in which the last of the promised ones passes. A pause
    /// that lasts is not over: what is due is what was when it began.
    pub(super) fn due(&self, run: &Timed, open: &[bool]) -> i64 {
        let (mut left, only_open) = promised(run.name, run.priority);
        let mut skipped: Vec<(i64, i64)> = run.resolved.clone();
        for wait in self
            .waits
            .iter()
            .filter(|wait| !wait.lifted && wait.stops(run.name))
        {
            // A run that stopped in a pause waits no longer.
            let ends = wait.to.into_iter().chain(run.stop).min();
            skipped.extend(ends.map(|to| (wait.from, to)));
        }
        let mut minute = run.start;
        loop {
            let counts = !only_open || open[usize::try_from(minute).unwrap()];
            let skips = |(from, to): &(i64, i64)| (*from..*to).contains(&minute);
            if counts && !skipped.iter().any(skips) {
                left -= 1;
            }
            minute += 1;
            if left == 0 {
                return minute;
            }
        }
    }
}
