//! The last days of a component, each with the worst that happened on it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Operation, Said, State};
use crate::domain::ids::{ComponentId, OperationId};

/// A day of a component.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Day {
    /// The civil day.
    pub day: NaiveDate,
    /// The worst state of it.
    pub worst: State,
    /// How long a part of it or all of it did not work.
    #[serde(with = "seconds")]
    pub down: TimeDelta,
    /// How long something was the matter at all: trouble, an outage, maintenance.
    #[serde(with = "seconds")]
    pub touched: TimeDelta,
    /// What it was.
    pub operations: Vec<OperationId>,
}

/// A length as its whole seconds, in a text that is kept.
mod seconds {
    use chrono::TimeDelta;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(length: &TimeDelta, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(length.num_seconds())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<TimeDelta, D::Error> {
        let seconds = i64::deserialize(from)?;
        TimeDelta::try_seconds(seconds).ok_or_else(|| D::Error::custom("no length"))
    }
}

/// The days of a component as `operations` leave them, up to `now`; `days` are given with their first
/// instants and the first ones after them. Each instant counts once, with its worst state.
#[must_use]
pub fn days(
    component: ComponentId,
    operations: &[&Operation],
    days: &[(NaiveDate, DateTime<Utc>, DateTime<Utc>)],
    now: DateTime<Utc>,
) -> Vec<Day> {
    let own: Vec<&Operation> = operations
        .iter()
        .filter(|one| one.concerns(&[component]))
        .copied()
        .collect();
    days.iter()
        .map(|(day, from, to)| one_day(*day, (*from, (*to).min(now)), &own))
        .collect()
}

fn one_day(day: NaiveDate, (from, to): (DateTime<Utc>, DateTime<Utc>), own: &[&Operation]) -> Day {
    let mut cuts = BTreeSet::from([from, to.max(from)]);
    for one in own {
        cuts.extend(changes(&one.said).filter(|at| from < *at && *at < to));
    }
    let mut found = Day {
        day,
        worst: State::Operational,
        down: TimeDelta::zero(),
        touched: TimeDelta::zero(),
        operations: Vec::new(),
    };
    for (begin, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        let mut worst = State::Operational;
        for one in own {
            let state = State::during(one, *begin);
            if state != State::Operational && !found.operations.contains(&one.id) {
                found.operations.push(one.id);
            }
            worst = worst.max(state);
        }
        found.worst = found.worst.max(worst);
        if worst >= State::Partial {
            found.down += *end - *begin;
        }
        if worst != State::Operational {
            found.touched += *end - *begin;
        }
    }
    found
}

/// The instants at which an operation changes the state of what it concerns.
fn changes(said: &Said) -> impl Iterator<Item = DateTime<Utc>> {
    let all: Vec<DateTime<Utc>> = match said {
        Said::Outage(said) => {
            let begun = said.stages.iter().map(|stage| stage.from);
            begun.chain(said.ended).collect()
        }
        Said::Maintenance(said) => {
            let all = [Some(said.from), Some(said.to), said.over()];
            all.into_iter().flatten().collect()
        }
    };
    all.into_iter()
}
