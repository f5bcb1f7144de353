//! The connections that wait to be used.

use std::time::Duration;

use r2d2::{HandleError, ManageConnection, Pool};

use super::{
    DatabaseUrl, Engine, StoreError,
    connection::{Conn, Purpose},
};

/// Opens connections for the pool, on the engine that the address names.
#[derive(Debug)]
pub(super) struct Opener {
    url: DatabaseUrl,
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        Ok(Conn::open(&self.url, Purpose::Read)?)
    }

    /// Costs nothing on either engine, so it is done before each use.
    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        match conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(conn) => Ok(diesel::r2d2::R2D2Connection::ping(conn)?),
        }
    }

    /// True also for a connection that a panic left inside a transaction.
    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

#[derive(Debug)]
struct ToTheLog;

impl HandleError<diesel::r2d2::Error> for ToTheLog {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        tracing::warn!(%error, "a database connection could not be made or kept");
    }
}

/// A pool of at most `most` connections; who finds none free waits for `patience`.
pub(super) fn pool(url: &DatabaseUrl, most: u32, patience: Duration) -> Pool<Opener> {
    Pool::builder()
        .max_size(most.max(1))
        .min_idle(Some(0))
        .connection_timeout(patience)
        .test_on_check_out(true)
        .error_handler(Box::new(ToTheLog))
        .build_unchecked(Opener { url: url.clone() })
}

/// A connection inside a transaction for `purpose`. One that turns out dead is replaced.
pub(super) fn begun(
    pool: &Pool<Opener>,
    purpose: Purpose,
) -> Result<r2d2::PooledConnection<Opener>, StoreError> {
    let mut tries = pool.max_size() + 1;
    loop {
        let mut conn = pool.get()?;
        match conn.begin(purpose) {
            Ok(()) => return Ok(conn),
            Err(error) => {
                tries -= 1;
                let error = StoreError::from(error);
                let dead = matches!(error, StoreError::Unavailable(_))
                    && conn.engine() == Engine::Postgres;
                if !dead || tries == 0 {
                    return Err(error);
                }
            }
        }
    }
}
