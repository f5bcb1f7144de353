//! What the public may know of how the services fare: published components, and what was published
//! about them. No organisation is in it.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::Paris;

use super::{Desk, Error};
use crate::{
    domain::{
        ids::ComponentId,
        operation::{Component, Day, News, Operation, State, days},
    },
    store::{components, operations, services},
};

/// How many days the bars show.
const BARS: u64 = 90;
/// How far back the history goes, in days: a year and the month that lasts.
const BACK: i64 = 396;
/// How far ahead planned work is told, in days.
const AHEAD: i64 = 366;
/// How many services are read.
const MOST: i64 = 500;

/// A part of a service, as the public sees it.
#[derive(Clone, Debug)]
pub struct StatusComponent {
    /// The part.
    pub component: Component,
    /// How it fares at the instant of reading.
    pub state: State,
    /// Its last days, the oldest first.
    pub days: Vec<Day>,
}

/// An operation, as the public sees it.
#[derive(Clone, Debug)]
pub struct StatusOperation {
    /// The operation.
    pub operation: Operation,
    /// How it leaves its components at the instant of reading.
    pub state: State,
    /// What was told of it, the last first.
    pub news: Vec<News>,
}

/// How the services fare.
#[derive(Clone, Debug)]
pub struct Status {
    /// The instant of reading.
    pub at: DateTime<Utc>,
    /// Each service with its parts, by name.
    pub services: Vec<(String, Vec<StatusComponent>)>,
    /// Outages and maintenance under way, the last to begin first.
    pub open: Vec<StatusOperation>,
    /// Planned maintenance, the first to begin first.
    pub planned: Vec<StatusOperation>,
    /// What is over, the last to begin first.
    pub past: Vec<StatusOperation>,
}

impl Desk {
    /// How the services fare, as the public may know it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn status(&self) -> Result<Status, Error> {
        let now = self.clock.now();
        let (from, to) = (now - TimeDelta::days(BACK), now + TimeDelta::days(AHEAD));
        self.store.read(|conn| {
            let mut parts = components::all(conn)?;
            parts.retain(Component::is_public);
            let ids: Vec<ComponentId> = parts.iter().map(|one| one.id).collect();
            let mut all = operations::between(conn, from, to)?;
            all.retain(|one| one.concerns(&ids));
            // How a public component fares is true whether or not somebody published why.
            let states: BTreeMap<ComponentId, State> =
                ids.iter().map(|id| (*id, state(*id, &all, now))).collect();
            all.retain(|one| one.said.is_published());
            let seen: Vec<&Operation> = all.iter().collect();
            let bars = last_days(now);
            let mut by_service = Vec::new();
            for service in services::list(conn, MOST)? {
                let of_it = parts.iter().filter(|one| one.service == service.id);
                let of_it: Vec<StatusComponent> = of_it
                    .map(|component| StatusComponent {
                        state: states
                            .get(&component.id)
                            .copied()
                            .unwrap_or(State::Operational),
                        days: days(component.id, &seen, &bars, now),
                        component: component.clone(),
                    })
                    .collect();
                if !of_it.is_empty() {
                    by_service.push((service.name, of_it));
                }
            }
            let mut status = Status {
                at: now,
                services: by_service,
                open: Vec::new(),
                planned: Vec::new(),
                past: Vec::new(),
            };
            for operation in &all {
                let mut news = operations::news(conn, operation.id)?;
                if !news.is_empty() {
                    // What was told before it was published was told inside.
                    let revisions = operations::revisions(conn, operation.id)?;
                    let public = revisions.iter().find(|one| one.said.is_published());
                    let since = public.map_or(now, |one| one.at);
                    news.retain(|one| one.at >= since);
                }
                news.reverse();
                let one = StatusOperation {
                    operation: operation.clone(),
                    state: State::during(operation, now),
                    news,
                };
                let begins = operation.said.span().0;
                if one.state != State::Operational {
                    status.open.push(one);
                } else if operation.said.is_called_off() {
                    // Told nowhere: nothing was done.
                } else if begins.is_some_and(|begins| begins > now) {
                    status.planned.insert(0, one);
                } else {
                    status.past.push(one);
                }
            }
            Ok(status)
        })
    }
}

/// The worst that operations leave a component in.
fn state(component: ComponentId, all: &[Operation], now: DateTime<Utc>) -> State {
    all.iter()
        .filter(|one| one.concerns(&[component]))
        .map(|one| State::during(one, now))
        .max()
        .unwrap_or(State::Operational)
}

/// The last days in the desk's own zone, with their bounds.
fn last_days(now: DateTime<Utc>) -> Vec<(NaiveDate, DateTime<Utc>, DateTime<Utc>)> {
    let today = now.with_timezone(&Paris).date_naive();
    let begin = |day: NaiveDate| {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
        let local = midnight.and_local_timezone(Paris).earliest();
        // Paris skips no midnight.
        local.map_or_else(|| midnight.and_utc(), |local| local.to_utc())
    };
    (0..BARS)
        .rev()
        .filter_map(|back| today.checked_sub_days(Days::new(back)))
        .filter_map(|day| Some((day, begin(day), begin(day.succ_opt()?))))
        .collect()
}
