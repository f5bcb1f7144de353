//! How the desk stands, for those who watch over it: open tickets, what is next, what is owed.

use chrono::{DateTime, Utc};

use crate::{
    domain::{access::Scope, letter::LetterCounts},
    store::{clocks, escalations, letters, tickets},
};

use super::{Alarms, Desk, Error, tally::Tally};

/// How the desk stands.
#[derive(Clone, Debug)]
pub struct Gauges {
    /// How many unresolved tickets there are, by the words of their priority and status.
    pub open: Vec<(String, String, u64)>,
    /// The next instant at which anything happens to a clock, UTC.
    pub next_due: Option<DateTime<Utc>>,
    /// Letters that wait and letters that were refused, counted up to a bound.
    pub letters: LetterCounts,
    /// When the oldest letter that waits was owed, UTC.
    pub oldest_letter: Option<DateTime<Utc>>,
    /// Escalations that nobody has acknowledged, counted up to a bound.
    pub escalations: u32,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
}

/// How busy the database's connections are.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct StoreLoad {
    /// Connections that somebody uses.
    pub in_use: u32,
    /// Connections that are open and free.
    pub idle: u32,
    /// The most connections at once.
    pub most: u32,
    /// Writes that wait or are being made.
    pub writes: usize,
}

impl Desk {
    /// How the desk stands. Counting the open tickets reads an index of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn gauges(&self) -> Result<Gauges, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            Ok(Gauges {
                open: tickets::open_by_priority_and_status(conn)?,
                next_due: clocks::next_at(conn)?,
                letters: letters::counts(conn, &Scope::Desk)?,
                oldest_letter: letters::oldest_owed(conn)?,
                escalations: escalations::count_open(conn, Alarms::MOST, &Scope::Desk)?,
                now,
            })
        })
    }

    /// How busy the database's connections are; does not ask it.
    #[must_use]
    pub fn store_load(&self) -> StoreLoad {
        let (connections, idle, most, writes) = self.store.load();
        StoreLoad {
            in_use: connections.saturating_sub(idle),
            idle,
            most,
            writes,
        }
    }

    /// What this process has done since it started.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }
}
