//! How a database is to be opened.

use std::time::Duration;

use super::Engine;

/// How a database is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most connections at once; on SQLite, one more writes.
    pub connections: u32,
    /// How long to wait for a free connection before [`StoreError::Busy`].
    pub patience: Duration,
    /// Whether to bring the tables up to date first.
    pub migrate: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 10,
            patience: Duration::from_secs(1),
            migrate: true,
        }
    }
}

impl Options {
    /// What suits an engine: on PostgreSQL a connection is taken for a whole write, and each waits
    /// for the disk.
    #[must_use]
    pub fn of(engine: Engine) -> Self {
        Self {
            connections: match engine {
                Engine::Sqlite => 10,
                Engine::Postgres => 20,
            },
            ..Self::default()
        }
    }
}
