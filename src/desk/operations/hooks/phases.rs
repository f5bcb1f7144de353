//! Programs are told when a maintenance begins, lasts longer than planned, and is over.
//!
//! # Why
//! Nobody does anything at these instants, so the worker looks. How far a maintenance was told to have come
//! is a row whose rank is a key, in the write that owes the calls: of several processes one tells each.

use chrono::{DateTime, TimeDelta, Utc};

use super::owe::owe_phase;
use crate::{
    desk::{Desk, Error},
    domain::{
        ids::OperationId,
        operation::{MaintenanceSaid, Operation, Said},
        status_hook::{Phase, TOLD_WITHIN, next_phase_at, phase_at},
    },
    store::{Conn, StoreError, maintenance_phases, operations, status_hooks},
};

/// So much past now, what begins now is among what is read.
const MOMENT: TimeDelta = TimeDelta::seconds(1);

impl Desk {
    /// Tells programs how far published maintenance has come; how many calls that made.
    ///
    /// # Errors
    /// When the database fails; what was told by then stays.
    pub fn tell_phases(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let due = self.store.read(|conn| -> Result<_, StoreError> {
            let mut due = Vec::new();
            if status_hooks::listening(conn)?.is_empty() {
                return Ok(due);
            }
            for one in operations::between(conn, now - TOLD_WITHIN, now + MOMENT)? {
                if to_tell(conn, &one, now)?.is_some() {
                    due.push(one.id);
                }
            }
            Ok(due)
        })?;
        let mut told = 0;
        for id in due {
            told += self.tell_phase(id, now)?;
        }
        if told > 0 {
            self.bell.ring();
        }
        Ok(told)
    }

    /// The next instant at which a maintenance comes further, as far as is known now; none where nobody
    /// listens.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_phase(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let now = self.clock.now();
        Ok(self.store.read(|conn| -> Result<_, StoreError> {
            if status_hooks::listening(conn)?.is_empty() {
                return Ok(None);
            }
            let mut all = operations::coming(conn, now)?;
            all.extend(operations::between(conn, now, now + MOMENT)?);
            let next = all.iter().filter_map(|one| match &one.said {
                Said::Maintenance(said) => next_phase_at(said, now),
                Said::Outage(_) => None,
            });
            Ok(next.min())
        })?)
    }

    fn tell_phase(&self, id: OperationId, now: DateTime<Utc>) -> Result<usize, Error> {
        let done = self.store.write(move |tx| -> Result<_, Error> {
            let Some(operation) = operations::find(tx, id)? else {
                return Ok(0);
            };
            let Some((rank, phase, at)) = to_tell(tx, &operation, now)? else {
                return Ok(0);
            };
            maintenance_phases::tell(tx, id, (rank, phase), now)?;
            owe_phase(tx, &operation, (phase.news(), at), now)
        });
        match done {
            // Another process was faster: the calls are owed.
            Err(Error::Store(StoreError::Taken)) => Ok(0),
            done => done,
        }
    }
}

/// How far a maintenance has come that was not told yet, since when, and the rank of telling it.
fn to_tell(
    conn: &mut Conn,
    operation: &Operation,
    now: DateTime<Utc>,
) -> Result<Option<(u32, Phase, DateTime<Utc>)>, StoreError> {
    let Said::Maintenance(said) = &operation.said else {
        return Ok(None);
    };
    let Some((phase, at)) = news(said, now) else {
        return Ok(None);
    };
    let last = maintenance_phases::last(conn, operation.id)?;
    Ok(match last {
        Some((_, told)) if told == phase => None,
        Some((rank, _)) => Some((rank.saturating_add(1), phase, at)),
        None => Some((1, phase, at)),
    })
}

/// How far it has come, while that is news that the public may know.
fn news(said: &MaintenanceSaid, now: DateTime<Utc>) -> Option<(Phase, DateTime<Utc>)> {
    phase_at(said, now).filter(|(_, at)| said.published && now - *at < TOLD_WITHIN)
}
