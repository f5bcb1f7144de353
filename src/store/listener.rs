//! Hearing, in one process, of what another wrote: PostgreSQL's `LISTEN` and `NOTIFY`.
//!
//! # Why
//! Nothing is announced inside the transactions that change something: from its `NOTIFY` to the end
//! of its commit such a transaction holds a lock of the whole server, so that commits would come one
//! after the other and each would wait for the disk alone. The listening connection announces,
//! after the commit, and once for all that was changed within a moment.

use std::time::Duration;

use diesel::{Connection, connection::SimpleConnection};

use super::{DatabaseUrl, StoreError, database_url::Place, postgres::PgConnection};

/// Waits for other processes to announce a change. Blocks, so it needs a thread of its own.
#[derive(Debug)]
pub struct Listener {
    conn: PgConnection,
}

impl Listener {
    /// Listens from now on; none on SQLite, which tells nobody.
    pub(super) fn open(url: &DatabaseUrl) -> Result<Option<Self>, StoreError> {
        let Place::Postgres { raw, .. } = url.place() else {
            return Ok(None);
        };
        let mut conn = PgConnection::establish(raw)?;
        conn.batch_execute("LISTEN guichet")?;
        Ok(Some(Self { conn }))
    }

    /// Waits until something was announced, for `at_most` this long. Whatever came together is told
    /// once; what changed is for the caller to read.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server is gone: listen anew, and read again, since what
    /// was announced meanwhile was not heard.
    pub fn wait(&mut self, at_most: Duration) -> Result<bool, StoreError> {
        let heard = self.conn.news(at_most)?;
        while heard && self.conn.news(Duration::ZERO)? {}
        Ok(heard)
    }

    /// Tells every listener, this one too, that something was changed and committed.
    ///
    /// # Errors
    /// As [`Listener::wait`].
    pub fn announce(&mut self) -> Result<(), StoreError> {
        Ok(self.conn.batch_execute("NOTIFY guichet")?)
    }
}
