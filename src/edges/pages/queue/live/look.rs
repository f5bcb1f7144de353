//! The thread that looks at the queue for everybody who watches it.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    super::{filter::Asked, read},
    hub::{Look, State, Wanted, locked},
};
use crate::{
    desk::{Alarms, Desk, Error, QueuePage},
    domain::{access::Scope, contract::Contract, ids::PersonId, ticket::QueueCounts},
};

/// How long those who change something a moment later are waited for.
const GATHER: Duration = Duration::from_millis(30);
/// How long at least lies between the beginnings of two looks.
const PACE: Duration = Duration::from_millis(200);
/// How many times as long as a look takes there is none, and how long that is at most.
const REST: u32 = 8;
const LONGEST_REST: Duration = Duration::from_millis(1_500);
/// How long the bell is waited for. Programs that ring no bell here, such as `guichet sweep`, are
/// noticed this much later.
const BEAT: Duration = Duration::from_millis(1_000);
/// How many times as long as a look takes there is none unless the bell rings.
const IDLE: u32 = 20;
/// How often it is asked whether the sessions have ended.
const SESSIONS: Duration = Duration::from_secs(2);
/// By how much a clock may go wrong between two looks before it counts as moved.
const DRIFT: TimeDelta = TimeDelta::seconds(3);

/// A page of the queue, as it stood at one instant.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) page: QueuePage,
    /// The contract whose day stands at the head of the page.
    pub(super) contract: Arc<Contract>,
    pub(super) alarms: Alarms,
    /// The numbers of the rail, for each who watches.
    pub(super) counts: Arc<BTreeMap<PersonId, QueueCounts>>,
    /// Another number when the countdown of every row is to be made anew: the clock was put
    /// forward, or an hour has passed.
    pub(super) era: i64,
}

/// Looks until nobody watches any more.
pub(super) fn go_on(desk: &Desk, state: &Mutex<State>) {
    let mut listener = desk.bell().listener();
    let mut looked: Option<Looked> = None;
    let mut asked_sessions = Instant::now();
    let mut eras = Eras::default();
    loop {
        let Some(wanted) = locked(state).wanted() else {
            return;
        };
        let old = looked.is_none_or(|last| last.began.elapsed() >= last.cost * IDLE + BEAT / 2);
        if wanted.unseen || old {
            let began = Instant::now();
            let looking = || look(desk, state, &wanted, &mut eras);
            // A thread that died would leave every screen behind without a word.
            if catch_unwind(AssertUnwindSafe(looking)).is_err() {
                tracing::error!("looking at the queue panicked, and will be tried again");
            }
            looked = Some(Looked {
                began,
                cost: began.elapsed(),
            });
        }
        if asked_sessions.elapsed() >= SESSIONS {
            asked_sessions = Instant::now();
            end_sessions(desk, state);
        }
        if listener.wait(BEAT) {
            thread::sleep(GATHER);
            if let Some(last) = looked.take() {
                let rest = (last.cost * REST).clamp(PACE, LONGEST_REST);
                thread::sleep(rest.saturating_sub(last.began.elapsed()));
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Looked {
    began: Instant,
    cost: Duration,
}

/// The hours of the desk's clock, and how often it was moved.
#[derive(Default)]
struct Eras {
    last: Option<(Instant, DateTime<Utc>)>,
    moved: i64,
}

impl Eras {
    fn at(&mut self, now: DateTime<Utc>) -> i64 {
        let read = Instant::now();
        if let Some((then, at)) = self.last {
            let passed = TimeDelta::from_std(read.duration_since(then)).unwrap_or_default();
            if (now - at - passed).abs() > DRIFT {
                self.moved += 1;
            }
        }
        self.last = Some((read, now));
        now.timestamp() / 3_600 + self.moved * 1_000_000
    }
}

fn look(desk: &Desk, state: &Mutex<State>, wanted: &Wanted, eras: &mut Eras) {
    let found = match look_around(desk, wanted, eras) {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "the queue could not be looked at for those who watch it");
            (0..wanted.pages.len()).map(|place| (place, None)).collect()
        }
    };
    locked(state).tell(&found, &wanted.pages);
}

fn look_around(
    desk: &Desk,
    wanted: &Wanted,
    eras: &mut Eras,
) -> Result<BTreeMap<usize, Look>, Error> {
    let standard = desk.contract("standard")?;
    let counts = wanted
        .readers
        .iter()
        .map(|(reader, scope)| Ok((*reader, desk.queue_counts(scope)?)))
        .collect::<Result<_, Error>>()?;
    let counts = Arc::new(counts);
    let era = eras.at(desk.clock().now());
    let seen = |asked: &Asked, reader, scope: &Scope| -> Result<Look, Error> {
        let (_, page) = read(desk, asked.clone(), reader, scope)?;
        let contract = page.lines.first().map_or(&standard, |line| &line.contract);
        Ok(Some(Arc::new(Seen {
            contract: Arc::clone(contract),
            alarms: desk.alarms(scope)?,
            counts: Arc::clone(&counts),
            era,
            page,
        })))
    };
    let pages = wanted.pages.iter().enumerate();
    pages
        .map(|(place, (asked, reader, scope))| Ok((place, seen(asked, *reader, scope)?)))
        .collect()
}

fn end_sessions(desk: &Desk, state: &Mutex<State>) {
    let asked = locked(state).sessions();
    match desk.still_signed_in(&asked) {
        Ok(open) => locked(state).end_all_but(&asked, &open),
        Err(error) => tracing::warn!(%error, "whether sessions have ended could not be asked"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_moved_begins_another_era_and_one_that_goes_does_not() {
        let mut eras = Eras::default();
        let now: DateTime<Utc> = "2026-03-03T09:00:00Z".parse().unwrap();
        let first = eras.at(now);
        assert_eq!(eras.at(now + TimeDelta::seconds(1)), first);
        let jumped = eras.at(now + TimeDelta::minutes(15));
        assert_ne!(jumped, first);
        assert_eq!(eras.at(now + TimeDelta::minutes(15)), jumped);
        // Countdowns hold the opening hours of the next days only.
        assert_ne!(Eras::default().at(now + TimeDelta::hours(1)), first);
    }
}
