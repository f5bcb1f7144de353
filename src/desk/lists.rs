//! The lists that every page of the queue and of a ticket chooses from, read now or a moment ago.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    domain::{access::Scope, people::Person, services::Queue},
    store::{Conn, Kept, StoreError, people, queues},
};

use super::Desk;

/// How many queues there are at most.
pub(super) const MOST_QUEUES: i64 = 200;
/// How many people work at the desk at most.
pub(super) const MOST_WORKERS: i64 = 1_000;

/// What was read last.
#[derive(Debug, Default)]
pub(super) struct Lists {
    queues: Kept<(), Arc<Vec<Queue>>>,
    workers: Kept<(), Arc<Vec<Person>>>,
}

impl Desk {
    /// The queues that `reader` sees, by name.
    pub(super) fn listed_queues(
        &self,
        conn: &mut Conn,
        reader: &Scope,
        now: DateTime<Utc>,
    ) -> Result<Arc<Vec<Queue>>, StoreError> {
        let all = self.lists.queues.get(&self.store, &(), now, || {
            queues::list(conn, MOST_QUEUES).map(Arc::new)
        })?;
        let closed = reader.closed();
        if closed.is_empty() {
            return Ok(all);
        }
        let seen = all.iter().filter(|queue| !closed.contains(&queue.id));
        Ok(Arc::new(seen.cloned().collect()))
    }

    /// Those who work at the desk, the inactive too, by name. Not for deciding who may.
    pub(super) fn listed_workers(
        &self,
        conn: &mut Conn,
        now: DateTime<Utc>,
    ) -> Result<Arc<Vec<Person>>, StoreError> {
        self.lists.workers.get(&self.store, &(), now, || {
            people::workers(conn, MOST_WORKERS).map(Arc::new)
        })
    }
}
