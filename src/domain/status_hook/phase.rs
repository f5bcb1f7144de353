//! How far a maintenance has come.

use chrono::{DateTime, TimeDelta, Utc};

use super::NewsKind;
use crate::domain::{operation::MaintenanceSaid, words::words};

/// For how long it is still news that a maintenance has come so far.
pub const TOLD_WITHIN: TimeDelta = TimeDelta::hours(24);

/// How far a maintenance has come.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Phase {
    /// Work is done.
    Begun,
    /// Work is done, although it was to be over.
    Overrun,
    /// It is over.
    Ended,
}

words!(Phase {
    Begun => "begun",
    Overrun => "overrun",
    Ended => "ended",
});

impl Phase {
    /// The news that it is.
    #[must_use]
    pub const fn news(self) -> NewsKind {
        match self {
            Self::Begun => NewsKind::MaintenanceBegun,
            Self::Overrun => NewsKind::MaintenanceOverrun,
            Self::Ended => NewsKind::MaintenanceEnded,
        }
    }
}

/// How far a maintenance has come at an instant, and since when; none before it begins, or where it does not
/// take place.
#[must_use]
pub fn phase_at(said: &MaintenanceSaid, now: DateTime<Utc>) -> Option<(Phase, DateTime<Utc>)> {
    if said.called_off || now < said.from {
        None
    } else if said.overruns_at(now) {
        Some((Phase::Overrun, said.to))
    } else if said.lasts_at(now) {
        Some((Phase::Begun, said.from))
    } else {
        Some((Phase::Ended, said.over().unwrap_or(said.to)))
    }
}

/// The next instant at which a maintenance comes further, as far as is known.
#[must_use]
pub fn next_phase_at(said: &MaintenanceSaid, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if said.called_off {
        return None;
    }
    let instants = [Some(said.from), Some(said.to), said.over()];
    instants
        .into_iter()
        .flatten()
        .filter(|one| *one > now)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::ComponentId,
        ticket::{Line, Priority},
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn said() -> MaintenanceSaid {
        MaintenanceSaid {
            title: Line::parse("Mise à jour").unwrap(),
            reason: Line::parse("Correctifs").unwrap(),
            components: vec![ComponentId::fresh()],
            from: at("2026-12-05T00:00:00Z"),
            to: at("2026-12-05T03:00:00Z"),
            ended: None,
            lasts: false,
            severity: Priority::P1,
            urgency: None,
            planned_at: at("2026-11-30T09:00:00Z"),
            called_off: false,
            published: true,
        }
    }

    #[test]
    fn a_maintenance_begins_ends_as_planned_and_overruns_where_somebody_says_so() {
        let mut said = said();
        let (from, to) = (said.from, said.to);
        let second = TimeDelta::seconds(1);
        assert_eq!(phase_at(&said, from - second), None);
        assert_eq!(next_phase_at(&said, from - second), Some(from));
        assert_eq!(phase_at(&said, from), Some((Phase::Begun, from)));
        assert_eq!(next_phase_at(&said, from), Some(to));
        assert_eq!(phase_at(&said, to), Some((Phase::Ended, to)));
        assert_eq!(next_phase_at(&said, to), None);
        said.lasts = true;
        assert_eq!(phase_at(&said, to), Some((Phase::Overrun, to)));
        said.lasts = false;
        said.ended = Some(to + second);
        assert_eq!(phase_at(&said, to), Some((Phase::Overrun, to)));
        let over = to + second;
        assert_eq!(phase_at(&said, over), Some((Phase::Ended, over)));
        said.called_off = true;
        assert_eq!(phase_at(&said, over), None);
        assert_eq!(next_phase_at(&said, from - second), None);
    }
}
