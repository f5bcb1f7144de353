//! Whether the PostgreSQL server answers at all.
//!
//! # Why
//! A slow statement and a server that hangs look the same to who waits: no limit of time is right
//! for both. So whoever has waited a moment has the server asked for a sign of life on a connection
//! of its own. A slow statement then gets the time it needs; when the server is silent everybody
//! who waits is told within two seconds, and until it answers again nobody waits for it at all.

use std::{
    fmt,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use diesel::ConnectionError;
use tokio::{runtime::Builder, time};

use super::{
    error::chain,
    postgres_tls::{Connector, client_config},
    postgres_url::PostgresUrl,
};

/// How long a statement is waited for before the server is asked for a sign of life.
const SUSPICION: Duration = Duration::from_millis(400);

/// How long that sign may take.
const SIGN: Duration = Duration::from_secs(1);

/// How long a statement is waited for after a sign of life, before the next one.
const TRUST: Duration = Duration::from_secs(2);

/// The pause between two looks whether a silent server is back.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What is known of one server; those who wait for its answers share it.
pub(super) struct Pulse {
    url: PostgresUrl,
    /// Why nobody need ask it now; nothing while it answers.
    down: Mutex<Option<String>>,
    is_down: AtomicBool,
    /// Statements answered since the start: each is a sign of life.
    answers: AtomicU64,
    /// Whether somebody asks for a sign just now: one is enough.
    asking: AtomicBool,
}

impl Pulse {
    /// Of the server at an address; it is taken to answer.
    pub(super) fn of(raw: &str) -> Result<Arc<Self>, ConnectionError> {
        let url = PostgresUrl::parse(raw).map_err(ConnectionError::InvalidConnectionUrl)?;
        Ok(Arc::new(Self {
            url,
            down: Mutex::default(),
            is_down: AtomicBool::new(false),
            answers: AtomicU64::new(0),
            asking: AtomicBool::new(false),
        }))
    }

    /// Why the server need not be asked now; nothing while it answers.
    pub(super) fn down(&self) -> Option<String> {
        if !self.is_down.load(Ordering::Acquire) {
            return None;
        }
        let why = self.why().clone();
        Some(why.unwrap_or_else(|| "PostgreSQL is gone".to_owned()))
    }

    /// Notes an answer.
    pub(super) fn answered(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that a connection could not be made, unless the server itself said so.
    pub(super) fn refused(self: &Arc<Self>, error: &diesel::r2d2::Error) {
        let words = error.to_string();
        let lives = [
            "too many",
            "remaining connection slots",
            "authentication",
            "does not exist",
        ];
        if !lives.iter().any(|said| words.contains(said)) {
            self.fell(&words);
        }
    }

    /// Asks the server for a sign of life. False when there is none; then it is taken to be down
    /// until it gives one.
    pub(super) async fn beats(self: &Arc<Self>) -> bool {
        let Some(_asking) = Asking::begin(self) else {
            time::sleep(SIGN / 5).await;
            return self.down().is_none();
        };
        let before = self.answers.load(Ordering::Relaxed);
        let why = match time::timeout(SIGN, sign(&self.url)).await {
            Ok(Ok(())) => return true,
            Ok(Err(why)) => why,
            Err(_) => "it does not answer".to_owned(),
        };
        if self.answers.load(Ordering::Relaxed) != before {
            return true;
        }
        self.fell(&why);
        false
    }

    /// From now on nobody waits, until a thread that looks has found it answering.
    fn fell(self: &Arc<Self>, why: &str) {
        if self.is_down.swap(true, Ordering::AcqRel) {
            return;
        }
        *self.why() = Some(format!("PostgreSQL is gone: {why}"));
        tracing::error!(why, "PostgreSQL is gone; looking until it is back");
        let pulse = Arc::downgrade(self);
        let looking = thread::Builder::new()
            .name("guichet-pulse".into())
            .spawn(move || look_until_it_answers(&pulse));
        if let Err(error) = looking {
            // Then each caller finds out by waiting.
            tracing::error!(%error, "no thread looks");
            self.rose();
        }
    }

    fn rose(&self) {
        *self.why() = None;
        self.is_down.store(false, Ordering::Release);
        tracing::warn!("PostgreSQL answers again");
    }

    fn why(&self) -> MutexGuard<'_, Option<String>> {
        self.down.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pulse")
            .field("url", &self.url.masked())
            .field("down", &self.down())
            .finish_non_exhaustive()
    }
}

/// Held by the one who asks for a sign.
struct Asking<'a>(&'a Pulse);

impl<'a> Asking<'a> {
    fn begin(pulse: &'a Pulse) -> Option<Self> {
        (!pulse.asking.swap(true, Ordering::AcqRel)).then_some(Self(pulse))
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.asking.store(false, Ordering::Release);
    }
}

/// Ends once the server answers, or nobody is left who would ask it.
fn look_until_it_answers(pulse: &Weak<Pulse>) {
    loop {
        thread::sleep(LOOK_AGAIN);
        let Some(pulse) = pulse.upgrade() else {
            return;
        };
        let Ok(runtime) = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
        else {
            continue;
        };
        let back = runtime.block_on(async { time::timeout(SIGN, sign(&pulse.url)).await });
        runtime.shutdown_background();
        if matches!(back, Ok(Ok(()))) {
            pulse.rose();
            return;
        }
    }
}

/// A sign of life: a connection is let in, or turned away by a server that is up.
async fn sign(url: &PostgresUrl) -> Result<(), String> {
    use tokio_postgres::error::SqlState;
    match wire(url).await {
        Ok(()) => Ok(()),
        Err(NoWire::Postgres(error)) => match error.code() {
            // It says so while it starts, recovers or stops.
            Some(code) if *code == SqlState::CANNOT_CONNECT_NOW => Err(chain(&error)),
            Some(_) => Ok(()),
            None => Err(chain(&error)),
        },
        Err(NoWire::Tls(why)) => Err(why),
    }
}

/// Why no conversation with the server began.
enum NoWire {
    /// What the server or the way to it said.
    Postgres(tokio_postgres::Error),
    /// The address asks for a safe connection that cannot be had.
    Tls(String),
}

/// Lets the server show that it answers: a connection is made, and closed.
async fn wire(url: &PostgresUrl) -> Result<(), NoWire> {
    let connected = match client_config(url.tls, &url.roots).map_err(NoWire::Tls)? {
        None => url.config.connect(tokio_postgres::NoTls).await.map(|_| ()),
        Some(tls) => url.config.connect(Connector::new(tls)).await.map(|_| ()),
    };
    connected.map_err(NoWire::Postgres)
}

/// Waits for an answer as long as the server shows signs of life, and for `limit` at most.
pub(super) async fn while_it_beats<T>(
    limit: Duration,
    pulse: &Arc<Pulse>,
    asked: impl Future<Output = T>,
) -> Option<T> {
    if pulse.down().is_some() {
        return None;
    }
    let mut asked = pin!(asked);
    let end = time::Instant::now() + limit;
    let mut answer = time::timeout(SUSPICION.min(limit), asked.as_mut())
        .await
        .ok();
    while answer.is_none() {
        tokio::select! {
            answered = asked.as_mut() => answer = Some(answered),
            beats = pulse.beats() => {
                if !beats {
                    return None;
                }
                tokio::select! {
                    answered = asked.as_mut() => answer = Some(answered),
                    () = time::sleep(TRUST) => {}
                    () = time::sleep_until(end) => return None,
                }
            }
            () = time::sleep_until(end) => return None,
        }
    }
    pulse.answered();
    answer
}
