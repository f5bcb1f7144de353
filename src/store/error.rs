//! What can go wrong with the database.

use std::{error::Error, fmt, sync::Arc};

use diesel::{
    ConnectionError,
    result::{DatabaseErrorKind, Error as DieselError},
};

/// What can go wrong with the database, sorted by what a caller can do about it.
#[derive(Clone, Debug)]
pub enum StoreError {
    /// No such row: answer that it does not exist.
    Missing,
    /// A row with the same key is there already: read again, or ask for another key.
    Taken,
    /// Others kept the database too busy: nothing was changed, try again in a moment.
    Busy,
    /// The database cannot be reached, in words for an administrator. Nothing was changed, unless
    /// it went away during the very commit: then that is unknown, and one must look.
    Unavailable(String),
    /// The disk of the database is full: nothing was changed, an administrator must make room.
    Full,
    /// What is stored makes no sense: a bug, a damaged file, or an edit by hand.
    Corrupt(String),
    /// The tables could not be brought up to date, in words for an administrator.
    Migration(String),
    /// The database refused a statement: a bug.
    Query(RefusedQuery),
}

/// Why the database refused a statement.
#[derive(Clone)]
pub struct RefusedQuery(Arc<DieselError>);

impl fmt::Debug for RefusedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The beginnings of SQLite's messages; diesel gives no number for these.
const SQLITE_BUSY: &[&str] = &[
    "database is locked",
    "database table is locked",
    "database schema is locked",
];
const SQLITE_GONE: &[&str] = &[
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
    "authorization denied",
];
const SQLITE_DAMAGED: &[&str] = &["database disk image is malformed", "file is not a database"];
/// Parts of messages that say the disk is full, of SQLite and of PostgreSQL.
const FULL: &[&str] = &[
    "database or disk is full",
    "No space left on device",
    "Aucun espace disponible sur le périphérique",
    "Disk quota exceeded",
];
/// Parts of PostgreSQL's messages when a limit of time ends a statement.
const TIMED_OUT: &[&str] = &["due to statement timeout", "due to lock timeout"];

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::Missing,
            DieselError::DatabaseError(kind, words) => match kind {
                DatabaseErrorKind::UniqueViolation => Self::Taken,
                DatabaseErrorKind::SerializationFailure => Self::Busy,
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                    Self::Unavailable(words.message().to_owned())
                }
                DatabaseErrorKind::Unknown => match Self::by_message(words.message()) {
                    Some(known) => known,
                    None => Self::Query(RefusedQuery(Arc::new(DieselError::DatabaseError(
                        kind, words,
                    )))),
                },
                kind => Self::Query(RefusedQuery(Arc::new(DieselError::DatabaseError(
                    kind, words,
                )))),
            },
            DieselError::BrokenTransactionManager => {
                Self::Unavailable("an earlier failure left the connection unusable".into())
            }
            DieselError::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            error @ DieselError::DeserializationError(_) => Self::Corrupt(error.to_string()),
            error => Self::Query(RefusedQuery(Arc::new(error))),
        }
    }
}

impl StoreError {
    /// Whether the same may go well later, without anybody changing the program or the tables: what
    /// fails so is for trying again.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::Unavailable(_) | Self::Full => true,
            Self::Missing
            | Self::Taken
            | Self::Corrupt(_)
            | Self::Migration(_)
            | Self::Query(_) => false,
        }
    }

    fn by_message(message: &str) -> Option<Self> {
        let begins = |with: &[&str]| with.iter().any(|words| message.starts_with(words));
        let holds = |any: &[&str]| any.iter().any(|words| message.contains(words));
        if begins(SQLITE_BUSY) || holds(TIMED_OUT) {
            Some(Self::Busy)
        } else if holds(FULL) {
            Some(Self::Full)
        } else if begins(SQLITE_GONE) {
            Some(Self::Unavailable(message.to_owned()))
        } else if begins(SQLITE_DAMAGED) {
            Some(Self::Corrupt(message.to_owned()))
        } else {
            None
        }
    }
}

impl From<ConnectionError> for StoreError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::CouldntSetupConfiguration(error) => match Self::from(error) {
                Self::Query(why) => Self::Unavailable(why.0.to_string()),
                sorted => sorted,
            },
            error => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<diesel::r2d2::Error> for StoreError {
    fn from(error: diesel::r2d2::Error) -> Self {
        match error {
            diesel::r2d2::Error::ConnectionError(error) => error.into(),
            diesel::r2d2::Error::QueryError(error) => error.into(),
        }
    }
}

impl From<diesel::r2d2::PoolError> for StoreError {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        // r2d2 adds the reason when connections could not be made; without one, all are in use.
        match error.to_string().split_once(": ") {
            Some((_, why)) => Self::Unavailable(why.to_owned()),
            None => Self::Busy,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("it is not in the database"),
            Self::Taken => f.write_str("the database already holds one with the same key"),
            Self::Busy => {
                f.write_str("the database is busy; nothing was changed, try again in a moment")
            }
            Self::Unavailable(why) => write!(f, "the database cannot be reached: {why}"),
            Self::Full => f.write_str(
                "the disk of the database is full; nothing was changed, make room on it",
            ),
            Self::Corrupt(what) => write!(f, "what the database holds makes no sense: {what}"),
            Self::Migration(why) => write!(f, "the tables could not be brought up to date: {why}"),
            Self::Query(_) => f.write_str("the database refused a statement"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Query(why) => Some(&*why.0),
            Self::Missing
            | Self::Taken
            | Self::Busy
            | Self::Unavailable(_)
            | Self::Full
            | Self::Corrupt(_)
            | Self::Migration(_) => None,
        }
    }
}

/// An error with its causes, in one line.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !line.contains(&words) {
            line = format!("{line}: {words}");
        }
        cause = inner.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(kind: DatabaseErrorKind, words: &str) -> StoreError {
        DieselError::DatabaseError(kind, Box::new(words.to_owned())).into()
    }

    #[test]
    fn errors_are_sorted_by_what_can_be_done() {
        use DatabaseErrorKind::{ClosedConnection, SerializationFailure, UniqueViolation, Unknown};
        assert!(matches!(DieselError::NotFound.into(), StoreError::Missing));
        assert!(matches!(sorted(UniqueViolation, "x"), StoreError::Taken));
        assert!(matches!(
            sorted(SerializationFailure, "x"),
            StoreError::Busy
        ));
        assert!(matches!(
            sorted(Unknown, "database is locked"),
            StoreError::Busy
        ));
        assert!(matches!(
            sorted(Unknown, "database or disk is full"),
            StoreError::Full
        ));
        for words in [
            "could not extend file \"base/16384/16397\": No space left on device",
            "could not write to file \"base/pgsql_tmp/pgsql_tmp7.0\": No space left on device",
            "n'a pas pu étendre le fichier « base/16384/16397 » : Aucun espace disponible sur le périphérique",
        ] {
            assert!(
                matches!(sorted(Unknown, words), StoreError::Full),
                "{words}"
            );
        }
        assert!(matches!(
            sorted(Unknown, "disk I/O error"),
            StoreError::Unavailable(_)
        ));
        assert!(matches!(
            sorted(Unknown, "file is not a database"),
            StoreError::Corrupt(_)
        ));
        assert!(matches!(
            sorted(ClosedConnection, "gone"),
            StoreError::Unavailable(_)
        ));
        assert!(matches!(
            sorted(Unknown, "near \"SELEC\": syntax error"),
            StoreError::Query(_)
        ));
    }

    #[test]
    fn only_what_passes_by_itself_or_with_room_on_the_disk_is_for_trying_again() {
        use DatabaseErrorKind::{ClosedConnection, SerializationFailure, Unknown};
        for (kind, words) in [
            (SerializationFailure, "x"),
            (ClosedConnection, "gone"),
            (Unknown, "database is locked"),
            (Unknown, "disk I/O error"),
            (Unknown, "database or disk is full"),
        ] {
            assert!(sorted(kind, words).is_passing(), "{words}");
        }
        for words in [
            "no such table: x",
            "database disk image is malformed",
            "file is not a database",
        ] {
            assert!(!sorted(Unknown, words).is_passing(), "{words}");
        }
    }

    #[test]
    fn the_cause_of_a_refused_statement_is_kept() {
        let error = sorted(DatabaseErrorKind::Unknown, "no such table: x");
        assert_eq!(error.source().unwrap().to_string(), "no such table: x");
    }
}
