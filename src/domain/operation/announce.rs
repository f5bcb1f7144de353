//! When people are told of a planned maintenance, and what.
//!
//! # Why
//! The contract promises a letter a day ahead (Jamespot: « par courriel 24 heures à l'avance »). So a
//! window is announced once, from a day before its beginning on, as late as it must be, and never when it
//! has begun. What was announced binds: when it changes, those who were told are told again at once,
//! whether or not the day has come.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::MaintenanceSaid;
use crate::domain::ids::ComponentId;

/// How long before its beginning a maintenance is announced.
pub const AHEAD: TimeDelta = TimeDelta::hours(24);

/// What was announced of a maintenance.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Announced {
    /// Its rank among what was announced of this maintenance, from 1.
    pub rank: u32,
    /// The revision that was announced.
    pub revision: u32,
    /// When it was to begin.
    pub from: DateTime<Utc>,
    /// When it was to be over.
    pub to: DateTime<Utc>,
    /// Whether it was announced that it does not take place.
    pub called_off: bool,
    /// What it was to concern.
    pub components: BTreeSet<ComponentId>,
}

impl Announced {
    /// What is announced when a revision is, after what was announced before.
    #[must_use]
    pub fn after(before: Option<&Self>, revision: u32, said: &MaintenanceSaid) -> Self {
        Self {
            rank: before.map_or(1, |before| before.rank + 1),
            revision,
            from: said.from,
            to: said.to,
            called_off: said.called_off,
            components: said.components.iter().copied().collect(),
        }
    }

    /// Whether a maintenance is still what was announced.
    fn holds(&self, said: &MaintenanceSaid) -> bool {
        let components: BTreeSet<ComponentId> = said.components.iter().copied().collect();
        self.called_off == said.called_off
            && (said.called_off
                || (self.from == said.from && self.to == said.to && self.components == components))
    }
}

/// From when on there is something to announce, if it has not begun by then; nothing when all is
/// announced, or when nobody was told of what does not take place.
#[must_use]
pub fn announced_from(said: &MaintenanceSaid, before: Option<&Announced>) -> Option<DateTime<Utc>> {
    match before {
        None => (!said.called_off).then_some(said.from - AHEAD),
        // It is owed since it was changed.
        Some(before) => (!before.holds(said)).then_some(DateTime::<Utc>::MIN_UTC),
    }
}

/// Whether something is to be announced at an instant. Nothing once it has begun.
#[must_use]
pub fn is_to_announce(
    said: &MaintenanceSaid,
    before: Option<&Announced>,
    now: DateTime<Utc>,
) -> bool {
    now < said.from && announced_from(said, before).is_some_and(|from| from <= now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ticket::Line, ticket::Priority};

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
    fn a_window_is_announced_once_from_a_day_ahead_until_it_begins() {
        let said = said();
        let announces = |before: Option<&Announced>, now| is_to_announce(&said, before, at(now));
        assert!(!announces(None, "2026-12-03T23:59:59Z"));
        for now in ["2026-12-04T00:00:00Z", "2026-12-04T23:59:59Z"] {
            assert!(announces(None, now), "{now}");
        }
        assert!(!announces(None, "2026-12-05T00:00:00Z"), "it has begun");
        let first = Announced::after(None, 1, &said);
        assert!(!announces(Some(&first), "2026-12-04T12:00:00Z"));
    }

    #[test]
    fn what_was_announced_and_changed_is_told_at_once_and_other_corrections_are_not() {
        let first = Announced::after(None, 1, &said());
        let now = at("2026-12-04T12:00:00Z");
        let mut said = MaintenanceSaid {
            components: first.components.iter().copied().collect(),
            title: Line::parse("Autre titre").unwrap(),
            ..said()
        };
        assert!(!is_to_announce(&said, Some(&first), now), "only its title");
        said.from = at("2026-12-12T00:00:00Z");
        said.to = at("2026-12-12T03:00:00Z");
        assert!(is_to_announce(&said, Some(&first), now), "moved by a week");
        let second = Announced::after(Some(&first), 3, &said);
        assert_eq!((second.rank, second.revision), (2, 3));
        assert!(!is_to_announce(&said, Some(&second), now));
        said.components.push(ComponentId::fresh());
        assert!(is_to_announce(&said, Some(&second), now), "one part more");
        said.called_off = true;
        assert!(is_to_announce(&said, Some(&second), now));
        let third = Announced::after(Some(&second), 4, &said);
        assert!(!is_to_announce(&said, Some(&third), now));
        said.called_off = false;
        assert!(
            is_to_announce(&said, Some(&third), now),
            "it takes place after all"
        );
    }

    #[test]
    fn nobody_is_told_of_what_was_called_off_before_it_was_announced() {
        let called_off = MaintenanceSaid {
            called_off: true,
            ..said()
        };
        assert_eq!(announced_from(&called_off, None), None);
    }
}
