//! The connections that wait to be used.

use std::{sync::Arc, time::Duration};

use r2d2::{HandleError, ManageConnection, Pool, PooledConnection};

use super::{
    DatabaseUrl, Engine, StoreError,
    connection::{Conn, Purpose},
    database_url::Place,
    pulse::Pulse,
    wall::Wall,
};

/// Opens connections for the pool, on the engine that the address names.
#[derive(Debug)]
pub(super) struct Opener {
    url: DatabaseUrl,
    /// Of the server, where there is one.
    pulse: Option<Arc<Pulse>>,
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let opened = Conn::open(&self.url, Purpose::Read).map_err(Self::Error::from);
        match (opened, &self.pulse) {
            (Ok(Conn::Postgres(mut conn)), Some(pulse)) => {
                conn.watched_by(pulse);
                Ok(Conn::Postgres(conn))
            }
            (Err(error), Some(pulse)) => {
                pulse.refused(&error);
                Err(error)
            }
            (opened, _) => opened,
        }
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
struct ToTheLog(Option<Arc<Pulse>>);

impl HandleError<diesel::r2d2::Error> for ToTheLog {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        // That a server is gone is told once, not for every connection to it.
        if self.0.as_ref().is_some_and(|pulse| pulse.down().is_some()) {
            return;
        }
        tracing::warn!(%error, "a database connection could not be made or kept");
    }
}

/// The connections of one store.
#[derive(Debug)]
pub(super) struct Connections {
    pool: Pool<Opener>,
    pulse: Option<Arc<Pulse>>,
}

impl Connections {
    /// At most `most` connections; who finds none free waits for `patience`.
    pub(super) fn to(url: &DatabaseUrl, most: u32, patience: Duration) -> Result<Self, StoreError> {
        let pulse = match url.place() {
            Place::Sqlite(_) => None,
            Place::Postgres { raw, .. } => Some(Pulse::of(raw)?),
        };
        let pool = Pool::builder()
            .max_size(most.max(1))
            .min_idle(Some(0))
            .connection_timeout(patience)
            .test_on_check_out(true)
            .error_handler(Box::new(ToTheLog(pulse.clone())))
            .build_unchecked(Opener {
                url: url.clone(),
                pulse: pulse.clone(),
            });
        Ok(Self { pool, pulse })
    }

    /// A free connection; none while the server is known to be gone.
    pub(super) fn get(&self) -> Result<PooledConnection<Opener>, StoreError> {
        self.reachable()?;
        Ok(self.pool.get()?)
    }

    /// A connection inside a transaction for `purpose`, behind `wall`. One that turns out dead is
    /// replaced.
    pub(super) fn begun(
        &self,
        purpose: Purpose,
        wall: &Wall,
    ) -> Result<PooledConnection<Opener>, StoreError> {
        let mut tries = self.pool.max_size() + 1;
        loop {
            let mut conn = self.get()?;
            match conn.begin(purpose, wall) {
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

    /// The most connections there may be.
    pub(super) fn max_size(&self) -> u32 {
        self.pool.max_size()
    }

    /// How many connections there are, and how many of them are idle.
    pub(super) fn state(&self) -> r2d2::State {
        self.pool.state()
    }

    fn reachable(&self) -> Result<(), StoreError> {
        match self.pulse.as_ref().and_then(|pulse| pulse.down()) {
            Some(why) => Err(StoreError::Unavailable(why)),
            None => Ok(()),
        }
    }
}
