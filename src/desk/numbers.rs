//! The numbers beside the queue, counted now or a moment ago.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    domain::{access::Scope, ids::QueueId, ticket::QueueCounts},
    store::{Conn, Kept, StoreError, escalations, letters, tickets},
};

use super::{Alarms, Desk};

/// What was counted last.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// By the queues that are closed to who asks.
    shared: Kept<Vec<QueueId>, Shared>,
    mine: Kept<Scope, u32>,
    alarms: Kept<Vec<QueueId>, Alarms>,
}

/// What everybody sees to whom the same queues are closed.
#[derive(Clone, Debug)]
struct Shared {
    counts: QueueCounts,
    by_queue: BTreeMap<QueueId, u32>,
}

impl Desk {
    /// How many tickets each view holds for `reader`, and how many of each queue are open.
    pub(super) fn counted(
        &self,
        conn: &mut Conn,
        reader: &Scope,
        now: DateTime<Utc>,
    ) -> Result<(QueueCounts, BTreeMap<QueueId, u32>), StoreError> {
        let (store, numbers) = (&self.store, &self.numbers);
        let mine = numbers
            .mine
            .get(store, reader, now, || tickets::count_of(conn, reader))?;
        let closed = reader.closed().to_vec();
        let shared = numbers.shared.get(store, &closed, now, || {
            let ids: Vec<QueueId> = self
                .listed_queues(conn, reader, now)?
                .iter()
                .map(|queue| queue.id)
                .collect();
            Ok::<_, StoreError>(Shared {
                counts: tickets::shared_counts(conn, reader, now)?,
                by_queue: tickets::open_by_queue(conn, &ids)?.into_iter().collect(),
            })
        })?;
        let counts = QueueCounts {
            mine,
            ..shared.counts
        };
        Ok((counts, shared.by_queue))
    }

    /// What asks for attention besides the queue.
    pub(super) fn counted_alarms(
        &self,
        conn: &mut Conn,
        reader: &Scope,
        now: DateTime<Utc>,
    ) -> Result<Alarms, StoreError> {
        let closed = reader.closed().to_vec();
        self.numbers.alarms.get(&self.store, &closed, now, || {
            Ok(Alarms {
                escalations: escalations::count_open(conn, Alarms::MOST, reader)?,
                letters_refused: letters::counts(conn, reader)?.refused,
            })
        })
    }
}
