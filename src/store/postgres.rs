//! A blocking PostgreSQL connection for diesel, without libpq or OpenSSL.
//!
//! It puts a blocking face on `diesel_async`'s connection: the thread that waits for an answer
//! drives the socket. All of a connection that diesel's own `PgConnection` would do as well is
//! here, under the same name, so that the `use` in `connection.rs` decides between the two.
//!
//! # Why
//! libpq with TLS needs OpenSSL and a third more build time. Limits: a query's rows are all in
//! memory; types whose number differs between databases (citext, own enums) are refused;
//! calling it on an async thread panics, so the web side goes through its blocking pool.

use std::{any::Any, fmt, iter, pin::pin, sync::Arc, time::Duration, vec};

use diesel::{
    ConnectionError, ConnectionResult, QueryResult,
    connection::{
        CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection,
        MultiConnectionHelper, SimpleConnection, TransactionManager, TransactionManagerStatus,
    },
    migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection},
    pg::{FailedToLookupTypeError, Pg, PgMetadataCacheKey, PgMetadataLookup, PgTypeMetadata},
    query_builder::{Query, QueryFragment, QueryId},
    r2d2::R2D2Connection,
    result::{DatabaseErrorKind, Error},
    sql_types::TypeMetadata,
};
use diesel_async::{
    AsyncConnection, AsyncConnectionCore, AsyncPgConnection, SimpleAsyncConnection,
    TransactionManager as AsyncTransactionManager,
};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use tokio::{
    runtime::{Builder, Runtime},
    task::yield_now,
    time::timeout,
};

use super::{
    error::chain,
    postgres_tls::{Connector, client_config},
    postgres_url::{PostgresUrl, STATEMENT_TIMEOUT},
    pulse::{Pulse, while_it_beats},
};

type AsyncTransactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;
type Row = <AsyncPgConnection as AsyncConnectionCore>::Row<'static, 'static>;

/// How much longer than the server's own limit to wait for an answer: a server that hangs,
/// or a network that swallows, answers nothing at all.
const GRACE: Duration = Duration::from_secs(5);

/// How long after an error the end of the connection may take to arrive, when that was the error.
const FAREWELL: Duration = Duration::from_millis(20);

/// A connection to a PostgreSQL server.
pub struct PgConnection {
    inner: Box<AsyncPgConnection>,
    runtime: OwnRuntime,
    patience: Option<Duration>,
    pulse: Option<Arc<Pulse>>,
    gone: bool,
    lost: Option<LostRace>,
}

/// What somebody else's transaction took away from this one; trying again may well succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LostRace {
    /// The two cannot both be kept, or waited for each other.
    Conflict,
    /// The other one wrote the same key first.
    Key,
}

impl PgConnection {
    /// Waits for answers without limit, for work that may take long.
    pub(super) fn wait_without_limit(&mut self) {
        self.patience = None;
    }

    /// Gives up on an answer as soon as `pulse` knows that the server is gone.
    pub(super) fn watched_by(&mut self, pulse: &Arc<Pulse>) {
        self.pulse = Some(Arc::clone(pulse));
    }

    /// The race lost since the last call, if any.
    pub(super) fn take_lost_race(&mut self) -> Option<LostRace> {
        self.lost.take()
    }

    /// Starts a transaction by `sql`, which says its isolation.
    pub(super) fn begin(&mut self, sql: &str) -> QueryResult<()> {
        self.wait(async |inner| AsyncTransactions::begin_transaction_sql(inner, sql).await)
    }

    /// Waits for a notification of a channel that was listened to: false when none came in time.
    pub(super) fn news(&mut self, within: Duration) -> QueryResult<bool> {
        let Self { inner, runtime, .. } = self;
        let heard = match runtime.get() {
            Some(runtime) if !self.gone => runtime.block_on(async {
                // Lets the socket be read, so that what has arrived is seen.
                for _ in 0..3 {
                    yield_now().await;
                }
                let mut news = pin!(inner.notifications_stream());
                match news.next().now_or_never() {
                    None if within.is_zero() => None,
                    None => timeout(within, news.next()).await.ok(),
                    arrived => arrived,
                }
            }),
            _ => Some(None),
        };
        match heard {
            None => Ok(false),
            Some(Some(Ok(_))) => Ok(true),
            Some(Some(Err(_)) | None) => {
                self.gone = true;
                Err(closed("the connection to PostgreSQL was lost"))
            }
        }
    }

    /// Looks, without asking the server, whether the connection still stands; `within` is how long to
    /// wait for news of its end.
    fn check(&mut self, within: Duration) -> QueryResult<()> {
        while self.news(within)? {}
        Ok(())
    }

    /// Drives the connection until `ask` has its answer, or the patience is at its end.
    fn wait<T>(
        &mut self,
        ask: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> QueryResult<T> {
        if self.gone {
            return Err(closed("the connection to PostgreSQL was lost"));
        }
        let Self {
            inner,
            runtime,
            patience,
            pulse,
            ..
        } = self;
        let Some(runtime) = runtime.get() else {
            return Err(closed("the connection to PostgreSQL was closed"));
        };
        let answer = match (*patience, pulse) {
            (None, _) => Some(runtime.block_on(ask(inner))),
            (Some(limit), None) => {
                runtime.block_on(async { timeout(limit, ask(inner)).await.ok() })
            }
            (Some(limit), Some(pulse)) => {
                runtime.block_on(async { while_it_beats(limit, pulse, ask(inner)).await })
            }
        };
        let Some(answer) = answer else {
            // The statement may still be running: nothing more can be said on this connection.
            self.gone = true;
            return Err(closed("PostgreSQL did not answer in time"));
        };
        answer.map_err(|error| self.noted(error))
    }

    fn noted(&mut self, error: Error) -> Error {
        let Error::DatabaseError(kind, words) = error else {
            return error;
        };
        let message = words.message();
        match kind {
            DatabaseErrorKind::SerializationFailure => self.lost = Some(LostRace::Conflict),
            DatabaseErrorKind::UniqueViolation => self.lost = Some(LostRace::Key),
            // The driver has no kind of its own for it; the word is the same in most languages.
            DatabaseErrorKind::Unknown if message.to_lowercase().contains("deadlock") => {
                self.lost = Some(LostRace::Conflict);
                return Error::DatabaseError(DatabaseErrorKind::SerializationFailure, words);
            }
            // A busy machine may close the socket long after it said why.
            DatabaseErrorKind::Unknown if message.contains("terminating connection") => {
                self.gone = true;
                return Error::DatabaseError(DatabaseErrorKind::ClosedConnection, words);
            }
            DatabaseErrorKind::Unknown | DatabaseErrorKind::UnableToSendCommand
                if self.check(FAREWELL).is_err() =>
            {
                return Error::DatabaseError(DatabaseErrorKind::ClosedConnection, words);
            }
            _ => {}
        }
        Error::DatabaseError(kind, words)
    }
}

fn closed(words: &str) -> Error {
    Error::DatabaseError(
        DatabaseErrorKind::ClosedConnection,
        Box::new(words.to_owned()),
    )
}

impl fmt::Debug for PgConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgConnection")
            .field("patience", &self.patience)
            .field("gone", &self.gone)
            .finish_non_exhaustive()
    }
}

/// Ends without waiting: dropping a plain runtime on an async thread would panic.
struct OwnRuntime(Option<Runtime>);

impl OwnRuntime {
    fn get(&self) -> Option<&Runtime> {
        self.0.as_ref()
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn refused(why: String) -> ConnectionError {
    ConnectionError::BadConnection(why)
}

async fn connect(url: &PostgresUrl) -> ConnectionResult<AsyncPgConnection> {
    let why = |error: tokio_postgres::Error| refused(chain(&error));
    match client_config(url.tls, &url.roots).map_err(refused)? {
        None => {
            let (client, wire) = url
                .config
                .connect(tokio_postgres::NoTls)
                .await
                .map_err(why)?;
            AsyncPgConnection::try_from_client_and_connection(client, wire).await
        }
        Some(tls) => {
            let (client, wire) = url.config.connect(Connector::new(tls)).await.map_err(why)?;
            AsyncPgConnection::try_from_client_and_connection(client, wire).await
        }
    }
}

impl Connection for PgConnection {
    type Backend = Pg;
    type TransactionManager = Transactions;

    fn establish(url: &str) -> ConnectionResult<Self> {
        let url = PostgresUrl::parse(url).map_err(ConnectionError::InvalidConnectionUrl)?;
        let runtime = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| refused(error.to_string()))?;
        let inner = runtime
            .block_on(async { timeout(url.connect_timeout(), connect(&url)).await })
            .unwrap_or_else(|_| Err(refused("no answer within the time for connecting".into())))?;
        Ok(Self {
            inner: Box::new(inner),
            runtime: OwnRuntime(Some(runtime)),
            patience: Some(STATEMENT_TIMEOUT + GRACE),
            pulse: None,
            gone: false,
            lost: None,
        })
    }

    fn execute_returning_count<T: QueryFragment<Pg> + QueryId>(
        &mut self,
        query: &T,
    ) -> QueryResult<usize> {
        self.wait(async |inner| inner.execute_returning_count(query).await)
    }

    fn transaction_state(&mut self) -> &mut AsyncTransactions {
        self.inner.transaction_state()
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.inner.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.inner.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.inner.set_prepared_statement_cache_size(size);
    }
}

impl ConnectionSealed for PgConnection {}

impl SimpleConnection for PgConnection {
    fn batch_execute(&mut self, sql: &str) -> QueryResult<()> {
        self.wait(async |inner| inner.batch_execute(sql).await)
    }
}

impl LoadConnection for PgConnection {
    type Cursor<'conn, 'query> = iter::Map<vec::IntoIter<Row>, fn(Row) -> QueryResult<Row>>;
    type Row<'conn, 'query> = Row;

    fn load<'conn, 'query, T>(
        &'conn mut self,
        source: T,
    ) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Pg> + QueryId + 'query,
        Pg: diesel::expression::QueryMetadata<T::SqlType>,
    {
        // One wait for the whole answer is much cheaper than one for each row.
        let rows: Vec<Row> =
            self.wait(async |inner| inner.load(source).await?.try_collect().await)?;
        Ok(rows.into_iter().map(Ok))
    }
}

impl MigrationConnection for PgConnection {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}

impl R2D2Connection for PgConnection {
    fn ping(&mut self) -> QueryResult<()> {
        self.check(Duration::ZERO)
    }

    fn is_broken(&mut self) -> bool {
        self.gone || Transactions::is_broken_transaction_manager(self)
    }
}

/// The transactions of a [`PgConnection`].
#[derive(Debug)]
pub struct Transactions;

impl TransactionManager<PgConnection> for Transactions {
    type TransactionStateData = AsyncTransactions;

    fn begin_transaction(conn: &mut PgConnection) -> QueryResult<()> {
        conn.wait(async |inner| {
            <AsyncTransactions as AsyncTransactionManager<_>>::begin_transaction(inner).await
        })
    }

    fn rollback_transaction(conn: &mut PgConnection) -> QueryResult<()> {
        conn.wait(async |inner| {
            <AsyncTransactions as AsyncTransactionManager<_>>::rollback_transaction(inner).await
        })
    }

    fn commit_transaction(conn: &mut PgConnection) -> QueryResult<()> {
        conn.wait(async |inner| {
            <AsyncTransactions as AsyncTransactionManager<_>>::commit_transaction(inner).await
        })
    }

    fn transaction_manager_status_mut(conn: &mut PgConnection) -> &mut TransactionManagerStatus {
        <AsyncTransactions as AsyncTransactionManager<_>>::transaction_manager_status_mut(
            &mut *conn.inner,
        )
    }

    fn is_broken_transaction_manager(conn: &mut PgConnection) -> bool {
        <AsyncTransactions as AsyncTransactionManager<_>>::is_broken_transaction_manager(
            &mut *conn.inner,
        )
    }
}

/// Types used here carry their number (uuid 2950, jsonb 3802); one to be looked up is refused.
struct NoLookup;

impl PgMetadataLookup for NoLookup {
    fn lookup_type(&mut self, name: &str, _: Option<&str>) -> PgTypeMetadata {
        let key = PgMetadataCacheKey::new(None, name.to_owned().into());
        PgTypeMetadata::from_result(Err(FailedToLookupTypeError::new(key)))
    }
}

impl MultiConnectionHelper for PgConnection {
    fn to_any<'a>(_: &mut <Pg as TypeMetadata>::MetadataLookup) -> &mut (dyn Any + 'a) {
        // Of size zero: nothing is allocated, so nothing leaks.
        Box::leak(Box::new(NoLookup))
    }

    fn from_any(lookup: &mut dyn Any) -> Option<&mut <Pg as TypeMetadata>::MetadataLookup> {
        lookup
            .downcast_mut::<NoLookup>()
            .map(|lookup| -> &mut dyn PgMetadataLookup { lookup })
    }
}
