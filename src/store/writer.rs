//! The one writer of SQLite: takes the writes that wait and commits them together.
//!
//! # Why
//! SQLite lets one connection write at a time, and a commit waits for the disk. Many writers
//! would stand in each other's way and each pay for a commit; one writer commits up to
//! [`TOGETHER`] jobs at once and answers them after the commit. Nearly every job goes well, so they
//! are first done without savepoints, which would copy each page that two jobs touch. When one
//! fails, all are undone and done again, each in its own savepoint.
//!
//! # When the disk fails
//! A commit whose write or sync fails is undone, and everybody in it is told so. But its pages stand
//! in the log, perhaps whole, perhaps only in the system's memory: a system that could not write
//! them may take them for written from then on. A process that starts after that may read them
//! there, take the commit for a good one and add to it; should the machine then lose its power,
//! what it added is cut off with the page that never came to the disk. So no writer adds to a log
//! that it has not written itself from one end to the other: on a new connection, and after each
//! failure, what the log holds is first copied into the file and synced there
//! ([`Conn::settle_log`]); if that fails too, nothing is written and everybody is told.

use std::{
    any::Any,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use super::{Conn, DatabaseUrl, StoreError, connection::Purpose, wall::Wall};
use crate::kill_point::{KillPoint, pass};

/// The most jobs in one transaction.
const TOGETHER: usize = 256;

/// How long a job may wait to be begun; longer than SQLite waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);

/// The writing thread and the way to it. Dropped, it ends what it has begun.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let conn = Conn::open(url, Purpose::Write)?;
        let mut desk = Desk {
            url: url.clone(),
            conn: Some(conn),
            settled: false,
        };
        let (jobs, queue) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("guichet-writer".into())
            .spawn(move || desk.work(&queue))
            .map_err(|error| {
                StoreError::Unavailable(format!("no thread for the writer: {error}"))
            })?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    /// Has `change` done and committed, and returns what it returned.
    pub(super) fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = mpsc::sync_channel(1);
        let begun = Arc::new(AtomicBool::new(false));
        let job = Change {
            change,
            outcome: None,
            begun: Arc::clone(&begun),
            reply,
        };
        let sent = self
            .jobs
            .as_ref()
            .is_some_and(|jobs| jobs.send(Box::new(job)).is_ok());
        if !sent {
            return Err(stopped().into());
        }
        let answer = match answer.recv_timeout(PATIENCE) {
            // Not begun yet, and now it never will be.
            Err(mpsc::RecvTimeoutError::Timeout) if !begun.swap(true, Ordering::SeqCst) => {
                return Err(StoreError::Busy.into());
            }
            Err(mpsc::RecvTimeoutError::Timeout) => answer.recv().ok(),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Ok(answer) => Some(answer),
        };
        match answer {
            Some(Ok(outcome)) => outcome,
            Some(Err(panic)) => resume_unwind(panic),
            None => Err(stopped().into()),
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the writer stopped before it answered".into())
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("thread", &self.thread)
            .finish_non_exhaustive()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A panic of the thread was reported when it happened.
            let _: thread::Result<()> = thread.join();
        }
    }
}

/// A write that waits, whatever its types.
trait Job: Send {
    /// True once: for the writer who will do it, or for the caller who gave up.
    fn claim(&self) -> bool;
    /// Makes the change; false when it failed and must be undone.
    fn run(&mut self, tx: &mut Conn) -> bool;
    /// Tells the caller how it ended: `end` is that of the commit.
    fn answer(self: Box<Self>, end: Result<(), StoreError>);
}

type Outcome<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

struct Change<F, T, E> {
    change: F,
    outcome: Option<Outcome<T, E>>,
    begun: Arc<AtomicBool>,
    reply: mpsc::SyncSender<Outcome<T, E>>,
}

impl<F, T, E> Job for Change<F, T, E>
where
    F: FnMut(&mut Conn) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn claim(&self) -> bool {
        !self.begun.swap(true, Ordering::SeqCst)
    }

    fn run(&mut self, tx: &mut Conn) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.change)(tx)));
        let keep = matches!(outcome, Ok(Ok(_)));
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, end: Result<(), StoreError>) {
        let outcome = match (self.outcome, end) {
            (Some(Ok(Ok(_))) | None, Err(error)) => Ok(Err(error.into())),
            (Some(outcome), _) => outcome,
            (None, Ok(())) => Ok(Err(stopped().into())),
        };
        // A caller always waits for a job that was begun.
        let _: Result<(), mpsc::SendError<_>> = self.reply.send(outcome);
    }
}

/// Why nothing of a batch was kept.
enum Failure {
    /// One of the jobs made the engine end the transaction: the others may do better alone.
    Spoilt(StoreError),
    /// One of the jobs failed, and without savepoints took the others with it.
    Refused,
    /// Whatever the jobs, this cannot work now.
    All(StoreError),
}

/// How the jobs of a transaction are kept apart.
#[derive(Clone, Copy)]
enum Each {
    /// Not at all: when one fails, nothing is kept.
    Trusted,
    /// By savepoints: what fails is undone alone.
    InItsSavepoint,
}

/// Where the writing thread works.
struct Desk {
    url: DatabaseUrl,
    conn: Option<Conn>,
    /// Whether what the connection found in the log is known to be on the disk.
    settled: bool,
}

impl Desk {
    /// Works until nobody is left who could send a job.
    fn work(&mut self, queue: &mpsc::Receiver<Box<dyn Job>>) {
        while let Ok(first) = queue.recv() {
            let batch: Vec<_> = std::iter::once(first)
                .chain(queue.try_iter())
                .take(TOGETHER)
                .filter(|job| job.claim())
                .collect();
            if catch_unwind(AssertUnwindSafe(|| self.commit_together(batch))).is_err() {
                tracing::error!("a value panicked when the writer dropped it");
                self.conn = None;
                self.settled = false;
            }
        }
    }

    fn commit_together(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let mut end = self.attempt(&mut batch, Each::Trusted);
        if matches!(end, Err(Failure::Refused)) {
            end = match batch.len() {
                // It is undone, and knows why.
                1 => Ok(()),
                _ => self.attempt(&mut batch, Each::InItsSavepoint),
            };
        }
        match end {
            Err(Failure::Spoilt(_)) if batch.len() > 1 => {
                for job in batch {
                    let mut alone = vec![job];
                    let end = self
                        .attempt(&mut alone, Each::InItsSavepoint)
                        .map_err(Failure::into_error);
                    alone.into_iter().for_each(|job| job.answer(end.clone()));
                }
            }
            end => {
                let end = end.map_err(Failure::into_error);
                batch.into_iter().for_each(|job| job.answer(end.clone()));
            }
        }
    }

    /// Does all jobs in one transaction; on failure nothing of it is kept.
    fn attempt(&mut self, batch: &mut [Box<dyn Job>], each: Each) -> Result<(), Failure> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => {
                Conn::open(&self.url, Purpose::Write).map_err(|error| Failure::All(error.into()))?
            }
        };
        if !self.settled {
            conn.settle_log()
                .map_err(|error| Failure::All(error.into()))?;
            self.settled = true;
        }
        let end = in_one_transaction(&mut conn, batch, each);
        match &end {
            Ok(()) => {}
            Err(failure) => {
                conn.start_afresh();
                match failure.error() {
                    // What the log holds after a failure of the disk is not to be built upon.
                    Some(StoreError::Unavailable(_) | StoreError::Corrupt(_)) => {
                        self.settled = false;
                    }
                    // A log that is copied into the file is written anew from its beginning, which
                    // needs no more room. If not even that can be done, there is no harm in it.
                    Some(StoreError::Full) => drop(conn.settle_log()),
                    _ => {}
                }
            }
        }
        if self.settled {
            self.conn = Some(conn);
        }
        end
    }
}

fn in_one_transaction(
    conn: &mut Conn,
    batch: &mut [Box<dyn Job>],
    each: Each,
) -> Result<(), Failure> {
    conn.begin(Purpose::Write, &Wall::default())
        .map_err(|error| Failure::All(error.into()))?;
    for job in batch {
        let done = match each {
            Each::Trusted if job.run(conn) => conn.stands_at(1),
            Each::Trusted => {
                let undone = conn.undo_to(0);
                return Err(undone
                    .map_or_else(|error| Failure::Spoilt(error.into()), |()| Failure::Refused));
            }
            Each::InItsSavepoint => match conn.begin_nested() {
                Ok(()) if job.run(conn) => conn.keep(2),
                Ok(()) => conn.undo_to(1),
                Err(error) => Err(error),
            },
        };
        done.map_err(|error| Failure::Spoilt(error.into()))?;
    }
    pass(KillPoint::WriteReady);
    conn.keep(1)
        .map_err(|error| match StoreError::from(error) {
            // Found before anything was written: without the biggest job there may be room.
            StoreError::Full => Failure::Spoilt(StoreError::Full),
            error => Failure::All(error),
        })?;
    pass(KillPoint::WriteCommitted);
    Ok(())
}

impl Failure {
    const fn error(&self) -> Option<&StoreError> {
        match self {
            Self::Spoilt(error) | Self::All(error) => Some(error),
            Self::Refused => None,
        }
    }

    fn into_error(self) -> StoreError {
        match self {
            Self::Spoilt(error) | Self::All(error) => error,
            // Asked for only after an attempt with savepoints, which refuses nothing.
            Self::Refused => stopped(),
        }
    }
}
