//! How the services fare: as the public may know it, and as a customer does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use serde::{Deserialize, Serialize};

use super::{Desk, Error};
use crate::{
    domain::{
        ids::{ComponentId, OperationId, OrganisationId, ServiceId},
        operation::{Component, Day, News, Operation, State, days},
    },
    store::{Conn, StoreError, components, operations, platforms, services, subscriptions},
};

/// How many days the bars show.
const BARS: u64 = 90;
/// How far back the history goes, in days: a year and the month that lasts.
const BACK: i64 = 396;
/// How far ahead planned work is told, in days.
const AHEAD: i64 = 366;
/// How many services are read.
const MOST: i64 = 500;

/// A part of a service, as somebody sees it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StatusComponent {
    /// The part.
    pub component: Component,
    /// How it fares at the instant of reading.
    pub state: State,
    /// Its last days, the oldest first.
    pub days: Vec<Day>,
}

/// An operation, as somebody sees it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StatusOperation {
    /// The operation.
    pub operation: Operation,
    /// How it leaves its components at the instant of reading.
    pub state: State,
    /// What was told of it, the last first.
    pub news: Vec<News>,
}

/// How the services fare.
#[derive(Clone, Debug, Deserialize, Serialize)]
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

impl Status {
    /// What was told of an operation, the last first; nothing of one that is not there.
    fn told(&self, id: OperationId) -> Vec<News> {
        let all = self.open.iter().chain(&self.planned).chain(&self.past);
        let mut found = all.filter(|one| one.operation.id == id);
        found.next().map(|one| one.news.clone()).unwrap_or_default()
    }
}

impl Desk {
    /// How the services fare, as the public may know it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn status(&self) -> Result<Status, Error> {
        let now = self.clock.now();
        Ok(self.store.read(|conn| {
            let mut parts = components::all(conn)?;
            parts.retain(Component::is_public);
            let is_told = |one: &Operation| one.said.is_published();
            seen(conn, &parts, now, is_told, |conn, one| {
                let mut news = operations::news(conn, one.id)?;
                if !news.is_empty() {
                    // What was told before it was published was told inside.
                    let revisions = operations::revisions(conn, one.id)?;
                    let public = revisions.iter().find(|one| one.said.is_published());
                    let since = public.map_or(now, |one| one.at);
                    news.retain(|one| one.at >= since);
                }
                news.reverse();
                Ok(news)
            })
        })?)
    }

    /// How the services of an organisation fare, and its own platforms: all that concerns them, published or
    /// not. What was told of it is what was told to everybody, which `public` says; of what concerns their
    /// own platforms alone it is all that was told, for it was told of nobody else.
    ///
    /// # Errors
    /// When the database fails.
    pub fn own_status(
        &self,
        organisation: OrganisationId,
        public: &Status,
    ) -> Result<Status, Error> {
        let now = self.clock.now();
        Ok(self.store.read(|conn| {
            let parts = own_parts(conn, organisation, now)?;
            let own = parts.iter().filter(|one| one.platform.is_some());
            let own: BTreeSet<ComponentId> = own.map(|one| one.id).collect();
            seen(
                conn,
                &parts,
                now,
                |_| true,
                |conn, one| {
                    let mut components = one.said.components().iter();
                    if components.all(|id| own.contains(id)) {
                        let mut news = operations::news(conn, one.id)?;
                        news.reverse();
                        Ok(news)
                    } else {
                        Ok(public.told(one.id))
                    }
                },
            )
        })?)
    }
}

/// What an organisation has: the parts that all customers of its services have, and its own platforms, with
/// their names.
fn own_parts(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<Component>, StoreError> {
    let today = now.with_timezone(&Paris).date_naive();
    let has: BTreeSet<ServiceId> = subscriptions::of(conn, organisation)?
        .into_iter()
        .filter(|one| one.covers(today))
        .map(|one| one.service)
        .collect();
    let mut parts = components::all(conn)?;
    parts.retain(|one| {
        one.active
            && match one.platform {
                Some((owner, _)) => owner == organisation,
                None => has.contains(&one.service),
            }
    });
    for one in &mut parts {
        if let Some((owner, platform)) = one.platform
            && let Some(platform) = platforms::find(conn, owner, platform)?
        {
            one.name = format!("{} ({})", one.name, platform.name);
        }
    }
    Ok(parts)
}

/// How some parts fare, with the operations that `is_told` and what `news` tells of them, the last first.
fn seen(
    conn: &mut Conn,
    parts: &[Component],
    now: DateTime<Utc>,
    is_told: impl Fn(&Operation) -> bool,
    news: impl Fn(&mut Conn, &Operation) -> Result<Vec<News>, StoreError>,
) -> Result<Status, StoreError> {
    let (from, to) = (now - TimeDelta::days(BACK), now + TimeDelta::days(AHEAD));
    let ids: Vec<ComponentId> = parts.iter().map(|one| one.id).collect();
    let mut all = operations::between(conn, from, to)?;
    all.retain(|one| one.concerns(&ids));
    // How a component fares is true whether or not somebody published why.
    let states: BTreeMap<ComponentId, State> =
        ids.iter().map(|id| (*id, state(*id, &all, now))).collect();
    all.retain(is_told);
    let mut status = Status {
        at: now,
        services: by_service(conn, parts, &states, &all, now)?,
        open: Vec::new(),
        planned: Vec::new(),
        past: Vec::new(),
    };
    for operation in all {
        let one = StatusOperation {
            state: State::during(&operation, now),
            news: news(conn, &operation)?,
            operation,
        };
        let begins = one.operation.said.span().0;
        if one.state != State::Operational {
            status.open.push(one);
        } else if one.operation.said.is_called_off() {
            // Told nowhere: nothing was done.
        } else if begins.is_some_and(|begins| begins > now) {
            status.planned.insert(0, one);
        } else {
            status.past.push(one);
        }
    }
    Ok(status)
}

/// The parts of each service, by name, with their states and their last days.
fn by_service(
    conn: &mut Conn,
    parts: &[Component],
    states: &BTreeMap<ComponentId, State>,
    seen: &[Operation],
    now: DateTime<Utc>,
) -> Result<Vec<(String, Vec<StatusComponent>)>, StoreError> {
    let (seen, bars): (Vec<&Operation>, _) = (seen.iter().collect(), last_days(now));
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
    Ok(by_service)
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
