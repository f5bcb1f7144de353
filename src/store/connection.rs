//! A connection to either engine: all that the two do differently when one is opened and used.

use std::{fmt, fs, io, num::NonZeroU32, path::Path, thread, time::Duration};

use diesel::{
    Connection, ConnectionError, ConnectionResult, QueryResult, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    r2d2::R2D2Connection,
    result::Error as DieselError,
};

// The one line to change for diesel's own connection over libpq.
use super::postgres::PgConnection;
use super::{
    StoreError,
    database_url::{DatabaseUrl, Place},
    wall::Wall,
};

/// A connection to either engine. Queries on it use what both understand.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A file opened by this process.
    Sqlite(SqliteConnection),
    /// A session with a server.
    Postgres(PgConnection),
}

impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conn({})", self.engine())
    }
}

/// One of the two databases that can remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file, nothing to install.
    Sqlite,
    /// A server, for several processes.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// What a transaction is for, and so what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Sees the database as it was at one instant, and cannot change it.
    Read,
    /// May change it, as if nobody else did meanwhile.
    Write,
    /// May add to it; on PostgreSQL sees at each statement what others have committed by then.
    Add,
}

/// Of every SQLite connection. The limit on waiting for another process comes first, so that it
/// holds for the lines after it; a commit is on the disk before anybody is told of it.
const SQLITE_SETTINGS: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/// Of the one that writes: room for the pages that a group of writes touches in all its indexes.
/// Those that find none are written to the log before the commit, and read back (cache_size, in KiB).
/// A log of 32 MB before its pages are copied into the file, with a wait for the disk: most pages
/// change again and again, and are copied once. What a savepoint needs to be undone stays in
/// memory: through a file it would cost more than the log itself (temp_store).
const WRITER_SETTINGS: &str =
    "PRAGMA cache_size = -12288; PRAGMA wal_autocheckpoint = 8192; PRAGMA temp_store = MEMORY";

/// Of those that read: a page that is not in a connection's own memory is in the system's.
const READER_SETTINGS: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -1024";

/// How often, and after which pauses, to ask again for the write-ahead log: SQLite does not wait
/// when two processes open a new file at once.
const LOG_TRIES: u32 = 200;
const BETWEEN_LOG_TRIES: Duration = Duration::from_millis(25);

impl Conn {
    /// Opens a connection; a SQLite file and its folder are made where they are missing.
    pub(super) fn open(url: &DatabaseUrl, purpose: Purpose) -> ConnectionResult<Self> {
        match url.place() {
            Place::Postgres { raw, .. } => Ok(Self::Postgres(PgConnection::establish(raw)?)),
            Place::Sqlite(path) => {
                make_private_file(path)
                    .map_err(|error| ConnectionError::BadConnection(format!("{path}: {error}")))?;
                let mut conn = SqliteConnection::establish(path)
                    .map_err(|error| ConnectionError::BadConnection(format!("{path}: {error}")))?;
                let refused = ConnectionError::CouldntSetupConfiguration;
                conn.batch_execute(SQLITE_SETTINGS).map_err(refused)?;
                keep_a_write_ahead_log(&mut conn).map_err(refused)?;
                let own = match purpose {
                    Purpose::Read => READER_SETTINGS,
                    Purpose::Write | Purpose::Add => WRITER_SETTINGS,
                };
                conn.batch_execute(own).map_err(refused)?;
                Ok(Self::Sqlite(conn))
            }
        }
    }

    /// The engine behind this connection, for the few statements that only one understands.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Starts a transaction, behind `wall`.
    ///
    /// SQLite takes its write lock at once: a transaction that reads first and locks later fails as
    /// "database is locked" whenever another one wrote in between. PostgreSQL promises that what is
    /// read stays true until the commit, or fails it.
    pub(super) fn begin(&mut self, purpose: Purpose, wall: &Wall) -> QueryResult<()> {
        match (self, purpose) {
            (Self::Sqlite(conn), Purpose::Read) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")
            }
            (Self::Sqlite(conn), Purpose::Write | Purpose::Add) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
            (Self::Postgres(conn), purpose) => {
                let begin = match purpose {
                    Purpose::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                    Purpose::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
                    Purpose::Add => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
                };
                match wall.after_begin() {
                    "" => conn.begin(begin),
                    told => conn.begin(&format!("{begin}; {told}")),
                }
            }
        }
    }

    /// Starts a savepoint inside a transaction.
    pub(super) fn begin_nested(&mut self) -> QueryResult<()> {
        <Self as TransactionManager<Self>>::begin_transaction(self)
    }

    /// Whether as many transactions and savepoints are open as are expected.
    pub(super) fn stands_at(&mut self, depth: u32) -> QueryResult<()> {
        if self.depth()? == depth {
            Ok(())
        } else {
            Err(DieselError::AlreadyInTransaction)
        }
    }

    /// Keeps the innermost savepoint, or the transaction; `depth` is how many are expected open.
    pub(super) fn keep(&mut self, depth: u32) -> QueryResult<()> {
        self.stands_at(depth)?;
        <Self as TransactionManager<Self>>::commit_transaction(self)
    }

    /// Undoes savepoints, and at last the transaction, until `depth` of them are open.
    pub(super) fn undo_to(&mut self, depth: u32) -> QueryResult<()> {
        while self.depth()? > depth {
            <Self as TransactionManager<Self>>::rollback_transaction(self)?;
        }
        Ok(())
    }

    fn depth(&mut self) -> QueryResult<u32> {
        let status = <Self as TransactionManager<Self>>::transaction_manager_status_mut(self);
        Ok(status.transaction_depth()?.map_or(0, NonZeroU32::get))
    }

    /// Copies what the write-ahead log of SQLite holds into the file, and waits for the disk. A
    /// reader that looks at an older state is not waited for: then the log was not just recovered,
    /// and holds nothing but what was committed.
    pub(super) fn settle_log(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute("PRAGMA wal_checkpoint(PASSIVE)"),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Makes an SQLite connection usable again after the engine itself ended the transaction, as it
    /// may when the disk is full.
    pub(super) fn start_afresh(&mut self) {
        if let Self::Sqlite(conn) = self {
            // Fails when nothing is open, which is what is wanted.
            let _: QueryResult<()> = conn.batch_execute("ROLLBACK");
            *<AnsiTransactionManager as TransactionManager<SqliteConnection>>::transaction_manager_status_mut(conn) =
                diesel::connection::TransactionManagerStatus::default();
        }
    }

    /// Whether the connection can be used again.
    pub(super) fn is_broken(&mut self) -> bool {
        R2D2Connection::is_broken(self)
    }
}

/// Makes the folder and the file, readable by nobody else, where they do not exist.
pub(super) fn make_private_file(path: &str) -> io::Result<()> {
    let path = Path::new(path);
    if path.exists() {
        return Ok(());
    }
    let (mut folder, mut file) = (fs::DirBuilder::new(), fs::OpenOptions::new());
    folder.recursive(true);
    file.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folder.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        folder.create(parent)?;
    }
    match file.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

fn keep_a_write_ahead_log(conn: &mut SqliteConnection) -> QueryResult<()> {
    let mut tries = 1;
    loop {
        match conn.batch_execute("PRAGMA journal_mode = WAL") {
            Err(error) if tries < LOG_TRIES => {
                if !is_busy(&error) {
                    return Err(error);
                }
                tries += 1;
                thread::sleep(BETWEEN_LOG_TRIES);
            }
            outcome => return outcome,
        }
    }
}

fn is_busy(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(_, words) if words.message().starts_with("database is locked"))
}

/// Ends `conn`'s transaction as `outcome` says: kept when it is well, undone when not.
pub(super) fn conclude<T, E: From<StoreError>>(
    conn: &mut Conn,
    outcome: Result<T, E>,
) -> Result<T, E> {
    match outcome {
        Ok(value) => match conn.keep(1) {
            Ok(()) => Ok(value),
            Err(error) => {
                // A connection that cannot even undo is broken, and the pool discards it.
                let _: QueryResult<()> = conn.undo_to(0);
                Err(StoreError::from(error).into())
            }
        },
        Err(error) => {
            let _: QueryResult<()> = conn.undo_to(0);
            Err(error)
        }
    }
}
