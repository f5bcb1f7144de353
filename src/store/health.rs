//! Whether writes succeed: what the last one that failed said, until one succeeds again.

use std::{
    error::Error,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use diesel::{connection::SimpleConnection, prelude::*, sql_query, sql_types::Integer};

use super::{Conn, DatabaseUrl, StoreError};

/// What keeps the database from writing, as far as this process has met it.
#[derive(Debug, Default)]
pub(super) struct Health {
    /// Spares every write that succeeds the lock.
    ill: AtomicBool,
    hindrance: Mutex<Option<StoreError>>,
}

impl Health {
    /// Notes how a write ended. What only that write was wrong about says nothing.
    pub(super) fn note<T, E: Error + 'static>(&self, done: &Result<T, E>) {
        match done {
            Ok(_) if self.ill.load(Ordering::Acquire) => self.set(None),
            Ok(_) => {}
            Err(error) => {
                if let Some(why @ (StoreError::Unavailable(_) | StoreError::Full)) = cause(error) {
                    self.set(Some(why.clone()));
                }
            }
        }
    }

    /// What the last write failed for, when it was a failure of the database that passes.
    pub(super) fn hindrance(&self) -> Option<StoreError> {
        self.hindrance
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, why: Option<StoreError>) {
        let mut known = self
            .hindrance
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match (&*known, &why) {
            (None, Some(error)) => tracing::error!(%error, "nothing can be written"),
            (Some(_), None) => tracing::info!("writing succeeds again"),
            _ => {}
        }
        self.ill.store(why.is_some(), Ordering::Release);
        *known = why;
    }
}

/// What the database said, below what others made of it.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a StoreError> {
    let mut next = Some(error);
    while let Some(one) = next {
        if let Some(found) = one.downcast_ref() {
            return Some(found);
        }
        next = one.source();
    }
    None
}

#[derive(QueryableByName)]
struct UserVersion {
    #[diesel(sql_type = Integer)]
    user_version: i32,
}

/// Writes something to the disk that changes nothing: a number of the file that nobody uses on
/// SQLite, the dates of the migrations on PostgreSQL, each to what it is.
pub(super) fn write_nothing(tx: &mut Conn) -> Result<(), StoreError> {
    match tx {
        Conn::Sqlite(tx) => {
            let UserVersion { user_version } =
                sql_query("SELECT user_version FROM pragma_user_version").get_result(tx)?;
            tx.batch_execute(&format!("PRAGMA user_version = {user_version}"))?;
        }
        Conn::Postgres(tx) => {
            tx.batch_execute("UPDATE __diesel_schema_migrations SET run_on = run_on")?;
        }
    }
    Ok(())
}

/// The least that must be free on the disk of an SQLite file for it to count as not full, in bytes:
/// a few pages of everything that a request writes.
const ROOM: u64 = 256 * 1024;

/// Whether there is room on the disk of the file; taken for granted where that cannot be known.
pub(super) fn has_room(url: &DatabaseUrl) -> bool {
    let Some(file) = url.sqlite_file() else {
        return true;
    };
    rustix::fs::statvfs(file)
        .map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize))
        .map_or(true, |free| free >= ROOM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(error: Option<StoreError>) -> Result<(), StoreError> {
        error.map_or(Ok(()), Err)
    }

    #[test]
    fn what_keeps_from_writing_is_known_until_a_write_succeeds() {
        let health = Health::default();
        health.note(&ended(None));
        assert!(health.hindrance().is_none());
        health.note(&ended(Some(StoreError::Full)));
        assert!(matches!(health.hindrance(), Some(StoreError::Full)));
        health.note(&ended(Some(StoreError::Missing)));
        assert!(matches!(health.hindrance(), Some(StoreError::Full)));
        health.note(&ended(None));
        assert!(health.hindrance().is_none());
    }

    #[test]
    fn a_write_that_was_wrong_itself_says_nothing_of_the_database() {
        let health = Health::default();
        for error in [StoreError::Taken, StoreError::Missing, StoreError::Busy] {
            health.note(&ended(Some(error)));
            assert!(health.hindrance().is_none());
        }
    }
}
