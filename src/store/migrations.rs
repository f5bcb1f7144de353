//! Brings the tables up to date, by the migrations built into the program.

use std::collections::BTreeSet;

use diesel::{
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
    pg::Pg,
    sqlite::Sqlite,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    Conn, DatabaseUrl, Engine, StoreError,
    connection::{Purpose, conclude},
    wall::{self, Wall},
};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Ours among PostgreSQL's advisory locks: the letters "Guichet".
const LOCK: i64 = 0x0047_7569_6368_6574;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs what is missing, all of it or nothing, and returns the versions it ran, oldest first.
///
/// Of several processes that start at once, one does the work and the others wait for it.
///
/// # Errors
/// [`StoreError::Migration`] when a migration fails, or when the tables belong to a newer program.
pub(super) fn run(url: &DatabaseUrl) -> Result<Vec<String>, StoreError> {
    // Who finds nothing to do waits for nobody who writes.
    if url.engine() == Engine::Sqlite && pending(url)?.is_empty() {
        return Ok(Vec::new());
    }
    let conn = &mut Conn::open(url, Purpose::Write)?;
    lock(conn)?;
    let outcome = missing(conn).and_then(|missing| {
        if !missing.is_empty() {
            match conn {
                Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(drop),
                Conn::Postgres(conn) => conn.run_pending_migrations(POSTGRES).map(drop),
            }
            .map_err(failed)?;
        }
        wall::raise(conn)?;
        Ok(missing)
    });
    conclude(conn, outcome)
}

/// The versions that are not yet in the database, oldest first.
///
/// # Errors
/// As [`run`].
pub(super) fn pending(url: &DatabaseUrl) -> Result<Vec<String>, StoreError> {
    missing(&mut Conn::open(url, Purpose::Write)?)
}

/// Opens a transaction in which nobody else migrates.
fn lock(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) => conn.begin(Purpose::Write, &Wall::default())?,
        Conn::Postgres(server) => {
            server.wait_without_limit();
            // Each statement must see what the one before us in the queue has committed.
            server.begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")?;
            server.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")?;
            server.batch_execute(&format!("SELECT pg_advisory_xact_lock({LOCK})"))?;
        }
    }
    Ok(())
}

fn missing(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let (known, applied) = match conn {
        Conn::Sqlite(conn) => (versions::<Sqlite>(&SQLITE), applied(conn)),
        Conn::Postgres(conn) => (versions::<Pg>(&POSTGRES), applied(conn)),
    };
    let (known, applied) = (known.map_err(failed)?, applied.map_err(failed)?);
    if let Some(newer) = applied.difference(&known).next() {
        return Err(StoreError::Migration(format!(
            "the database has version {newer}, which this program does not know: \
             start the newer program, or restore a backup of the time before it"
        )));
    }
    Ok(known.difference(&applied).cloned().collect())
}

fn versions<DB: diesel::backend::Backend>(
    source: &impl MigrationSource<DB>,
) -> Result<BTreeSet<String>, Failure> {
    let all: Vec<Box<dyn Migration<DB>>> = source.migrations()?;
    Ok(all
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}

fn applied<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
) -> Result<BTreeSet<String>, Failure> {
    Ok(conn
        .applied_migrations()?
        .iter()
        .map(ToString::to_string)
        .collect())
}

#[expect(clippy::needless_pass_by_value, reason = "it stands behind map_err")]
fn failed(error: Failure) -> StoreError {
    StoreError::Migration(error.to_string())
}
