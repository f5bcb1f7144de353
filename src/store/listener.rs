//! Hearing, in one process, of what another wrote: PostgreSQL's `LISTEN` and `NOTIFY`.

use std::time::Duration;

use diesel::{Connection, RunQueryDsl, connection::SimpleConnection, sql_query};

use super::{Conn, DatabaseUrl, StoreError, database_url::Place, postgres::PgConnection};

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
}

/// Has other processes woken once the transaction of `tx` is committed, and only then.
///
/// # Errors
/// As any write.
pub fn announce(tx: &mut Conn) -> Result<(), StoreError> {
    match tx {
        // One process serves a file; who writes to it beside is seen at the next look.
        Conn::Sqlite(_) => {}
        Conn::Postgres(tx) => {
            sql_query("NOTIFY guichet").execute(tx)?;
        }
    }
    Ok(())
}
