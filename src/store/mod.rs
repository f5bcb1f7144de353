//! Everything that is remembered, on SQLite or PostgreSQL, through one set of queries.
//!
//! Only this module knows diesel and r2d2. Questions go through [`Store::read`], changes through
//! [`Store::write`]; both block, so an async caller sends them to a thread that may. On PostgreSQL
//! they panic on a thread that runs async tasks, and so does [`Store::open`].

pub mod accounts;
mod alone;
mod bulk;
mod clock_state;
mod connection;
mod database_url;
mod error;
mod fence;
mod health;
mod instant;
mod kept;
mod listener;
mod migrations;
mod options;
mod phrases;
mod pool;
mod postgres;
mod postgres_tls;
mod postgres_url;
mod pulse;
mod race;
mod schema;
mod under_way;
mod values;
mod wall;
mod writer;

pub mod attachments;
pub mod audit;
pub mod clocks;
pub mod components;
pub mod consents;
pub mod contract_jobs;
pub mod contract_versions;
pub mod credits;
pub mod designations;
pub mod drafts;
pub mod escalations;
pub mod events;
pub mod files;
pub mod form_key;
pub mod half_sign_ins;
pub mod handed_drafts;
pub mod incoming;
pub mod invitations;
pub mod letters;
pub mod links;
pub mod maintenance_notices;
pub mod maintenance_phases;
pub mod mandates;
pub mod members;
pub mod messages;
pub mod monitors;
pub mod operations;
pub mod organisations;
pub mod outside_identities;
pub mod people;
pub mod people_events;
pub mod platforms;
pub mod priority_decisions;
pub mod products;
pub mod queue_members;
pub mod queues;
pub mod recovery_codes;
pub mod report;
pub mod reset_requests;
pub mod second_factors;
pub mod services;
pub mod sessions;
pub mod setup_events;
pub mod status_hook_deliveries;
pub mod status_hooks;
pub mod status_subscribers;
pub mod strangers;
pub mod subscriptions;
pub mod taken_over;
pub mod tickets;
pub mod time_entries;
pub mod vendor;
pub mod watchers;
pub mod wordings;

use std::{
    error::Error,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

pub use alone::{Alone, NotAlone};
pub use connection::{Conn, Engine};
pub use database_url::{DatabaseUrl, DatabaseUrlError};
pub use error::{RefusedQuery, StoreError};
pub use kept::Kept;
pub use listener::Listener;
pub use options::Options;

use crate::domain::access::Scope;
use connection::{Purpose, conclude};
use diesel::connection::SimpleConnection;
use health::Health;
use instant::{Instant, Within};
use under_way::{Pending, is_writing, writing};
use wall::Wall;
use writer::Writer;

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    /// What each of its transactions stands behind.
    wall: Wall,
}

struct Inner {
    url: DatabaseUrl,
    pool: pool::Connections,
    /// On SQLite. PostgreSQL orders writers itself.
    writer: Option<Writer>,
    health: Health,
    /// How many writes were made.
    writes: AtomicU64,
    /// How many writes wait or are being made.
    pending: AtomicUsize,
    /// The role behind which transactions can stand.
    walled: Option<Arc<str>>,
}

impl Store {
    /// Opens the database at `url`, and with [`Options::migrate`] brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached, [`StoreError::Migration`] when its
    /// tables cannot be brought up to date or belong to a newer program.
    pub fn open(url: &DatabaseUrl, options: Options) -> Result<Self, StoreError> {
        let Options {
            connections,
            patience,
            migrate,
        } = options;
        if migrate {
            migrations::run(url)?;
        } else {
            // Tells at once, and why, when nothing answers.
            drop(Conn::open(url, Purpose::Read)?);
        }
        let writer = match url.engine() {
            Engine::Sqlite => Some(Writer::start(url)?),
            Engine::Postgres => None,
        };
        let walled = match url.engine() {
            Engine::Sqlite => None,
            Engine::Postgres => wall::role(&mut Conn::open(url, Purpose::Read)?)?,
        };
        let pool = pool::Connections::to(url, connections, patience)?;
        Ok(Self {
            inner: Arc::new(Inner {
                url: url.clone(),
                pool,
                writer,
                writes: AtomicU64::new(0),
                health: Health::default(),
                pending: AtomicUsize::new(0),
                walled,
            }),
            wall: Wall::default(),
        })
    }

    /// The same database, for what is done on behalf of a scope: on PostgreSQL each transaction is
    /// shown only what the scope sees, whatever its queries ask. In the place of a wall that stands.
    #[must_use]
    pub fn behind(&self, scope: &Scope) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            wall: match &self.inner.walled {
                Some(role) => Wall::around(scope, role),
                None => Wall::default(),
            },
        }
    }

    /// Whether PostgreSQL would keep tenants apart, too, and cannot: the role that its policies bind
    /// was missing, or not given to this one, when the store was opened. Then [`Store::behind`]
    /// changes nothing.
    #[must_use]
    pub fn lacks_second_wall(&self) -> bool {
        self.engine() == Engine::Postgres && self.inner.walled.is_none()
    }

    /// The engine behind the store.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.inner.url.engine()
    }

    /// How many callers are served side by side; further ones would wait for a connection.
    #[must_use]
    pub fn at_once(&self) -> usize {
        match self.engine() {
            // The writer commits together whatever waits, and reading takes microseconds.
            Engine::Sqlite => 64,
            Engine::Postgres => usize::try_from(self.inner.pool.max_size()).unwrap_or(1),
        }
    }

    /// Where the database is, without its password.
    #[must_use]
    pub fn address(&self) -> String {
        self.inner.url.masked()
    }

    /// Asks the database for a sign of life: whether this process is ready to serve. After a write
    /// that failed, whether it can write again: something is written that changes nothing.
    ///
    /// # Errors
    /// What keeps it: [`StoreError::Unavailable`], [`StoreError::Full`] or [`StoreError::Busy`].
    pub fn answers(&self) -> Result<(), StoreError> {
        self.read(|conn| Ok::<_, StoreError>(conn.batch_execute("SELECT 1")?))?;
        match self.inner.health.hindrance() {
            // What changes nothing may still fit where nothing else does.
            Some(StoreError::Full) if !health::has_room(&self.inner.url) => Err(StoreError::Full),
            Some(_) => self.add(health::write_nothing),
            None => Ok(()),
        }
    }

    /// Asks without changing anything. All that `ask` reads is of one instant.
    ///
    /// # Errors
    /// What `ask` returns; before it, [`StoreError::Busy`] when no connection was free in time and
    /// [`StoreError::Unavailable`] when none could be made. A change is refused by both engines.
    pub fn read<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E>,
        E: From<StoreError>,
    {
        if let Some(mut instant) = Instant::of(self) {
            if instant.wall != self.wall {
                let Instant { conn, wall, .. } = &mut instant;
                self.wall.replace(conn).map_err(StoreError::from)?;
                wall.clone_from(&self.wall);
            }
            let answer = ask(&mut instant.conn);
            instant.put_back();
            return answer;
        }
        let mut conn = self.inner.pool.begun(Purpose::Read, &self.wall)?;
        let answer = ask(&mut conn);
        conclude(&mut conn, answer)
    }

    /// Asks several questions of one instant, on one connection: every [`Store::read`] that `ask`
    /// makes of this store on this thread. A change that it makes is not seen by them.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn at_one_instant<T, E, F>(&self, ask: F) -> Result<T, E>
    where
        F: FnOnce() -> Result<T, E>,
        E: From<StoreError>,
    {
        if Instant::is_of(self) {
            return ask();
        }
        let conn = self.inner.pool.begun(Purpose::Read, &self.wall)?;
        let within = Within::begin(Instant {
            conn,
            of: Arc::clone(&self.inner),
            wall: self.wall.clone(),
        });
        let answer = ask();
        match within.end() {
            Some(mut instant) => conclude(&mut instant.conn, answer),
            // A question panicked, and took the connection with it.
            None => answer,
        }
    }

    /// Makes all of `change`, or none of it when it fails or panics, and returns once it is safe on
    /// the disk. Nobody else's change comes between what it reads and what it writes.
    ///
    /// `change` may be called again from the start when others were faster: what it did to the
    /// database is undone first, what else it did (mail, files) is not, so it must do nothing else.
    /// After a failed query it returns the error; it never goes on. It does not call `write` itself.
    ///
    /// # Errors
    /// What `change` returns; [`StoreError::Taken`] after one more look at a key that was taken;
    /// [`StoreError::Busy`], [`StoreError::Full`] and [`StoreError::Unavailable`] as they say.
    pub fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Error + Send + 'static,
    {
        self.changed(Purpose::Write, change)
    }

    /// As [`Store::write`], for a change that only adds rows and takes numbers, and stays right
    /// whatever others commit between its statements: every row it relies on is kept by a key, or
    /// was locked by its own update. On PostgreSQL many such changes then wait for one another's
    /// rows instead of losing races over what they only read.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn add<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Error + Send + 'static,
    {
        self.changed(Purpose::Add, change)
    }

    fn changed<T, E, F>(&self, purpose: Purpose, mut change: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Error + Send + 'static,
    {
        if is_writing() {
            return Err(StoreError::from(diesel::result::Error::AlreadyInTransaction).into());
        }
        let guarded = move |tx: &mut Conn| {
            let _writing = writing();
            change(tx)
        };
        let _pending = Pending::one_of(&self.inner.pending);
        let done = match &self.inner.writer {
            Some(writer) => writer.write(guarded),
            None => race::write(&self.inner.pool, (purpose, &self.wall), guarded),
        };
        self.inner.writes.fetch_add(1, Ordering::Release);
        self.inner.health.note(&done);
        done
    }

    /// Connections that are open, those of them that are free, the most there may be, and how many
    /// writes wait or are being made.
    #[must_use]
    pub fn load(&self) -> (u32, u32, u32, usize) {
        let state = self.inner.pool.state();
        let most = self.inner.pool.max_size();
        let pending = self.inner.pending.load(Ordering::Relaxed);
        (state.connections, state.idle_connections, most, pending)
    }

    /// How many writes this process has made.
    fn writes(&self) -> u64 {
        self.inner.writes.load(Ordering::Acquire)
    }

    /// Listens for what other processes announce; none on SQLite, where one process serves a file.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when nothing answers.
    pub fn listen(&self) -> Result<Option<Listener>, StoreError> {
        Listener::open(&self.inner.url)
    }

    /// Brings the tables up to date and returns the versions that were missing, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Migration`], and [`StoreError::Unavailable`] when nothing answers.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        migrations::run(&self.inner.url)
    }

    /// The versions of the tables that this program has and the database has not, oldest first.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        migrations::pending(&self.inner.url)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("url", &self.inner.url)
            .field("connections", &self.inner.pool.state())
            .field("writer", &self.inner.writer)
            .finish()
    }
}
