//! The worker: fires what is due, sends what is owed, and sleeps until the next instant that
//! matters.
//!
//! # Why
//! Escalating and delivering have threads of their own: a mail server that takes half a minute
//! to answer must not hold up a warning. Nobody polls for work of this process: the desk rings
//! when something was filed or changed. The cap on sleep is for what another process wrote to
//! the same database, and for a machine's clock that was put forward.

use std::{
    cell::Cell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::{
    Desk, Error,
    ports::{HookCaller, Looker, MailReader, Mailer, NewsWriter},
};

use super::watch;

/// The longest sleep: by so much at most, what another process wrote is noticed late.
const LONGEST: Duration = Duration::from_millis(500);
/// How long those who rang a moment later are waited for: short against a second.
const BREATH: Duration = Duration::from_millis(20);
/// The pause after a failure, such as a database that is down.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How often files and drafts that were never sent off are looked for.
const BETWEEN_SWEEPS: TimeDelta = TimeDelta::hours(1);
/// The names of what is worked on in the background.
pub const JOBS: [&str; 14] = [
    ESCALATION,
    ANNOUNCEMENTS,
    COURIER,
    PASSWORDS,
    CONTRACTS,
    REPORTS,
    FILES,
    DRAFTS,
    INTAKE,
    HOOKS,
    NEWS,
    MONITORS,
    "lmtp",
    "imap",
];
const INTAKE: &str = "intake";
const HOOKS: &str = "hooks";
const NEWS: &str = "news";
const MONITORS: &str = "monitors";
const ESCALATION: &str = "escalation";
const ANNOUNCEMENTS: &str = "announcements";
const COURIER: &str = "courier";
const PASSWORDS: &str = "passwords";
const CONTRACTS: &str = "contracts";
const REPORTS: &str = "reports";
const FILES: &str = "files";
const DRAFTS: &str = "drafts";

/// How often to look whether a thread has ended.
const LOOK: Duration = Duration::from_millis(2);
/// How many letters are being sent at the same moment.
const COURIERS: usize = 2;

/// The threads that work in the background, until [`Worker::stop`].
#[derive(Debug)]
pub struct Worker {
    stopping: Arc<AtomicBool>,
    desk: Desk,
    threads: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Starts working. Without a mailer, letters wait until there is one.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(desk: &Desk, mailer: Option<&Arc<dyn Mailer>>) -> io::Result<Self> {
        let stopping = Arc::new(AtomicBool::new(false));
        let mut worker = Self {
            stopping,
            desk: desk.clone(),
            threads: Vec::new(),
        };
        worker.spawn(ESCALATION, |desk, go_on| {
            let swept = desk.escalate_while(go_on)?;
            let next = desk.next_escalation()?;
            // What failed may still be the next that is due: it must not keep this thread awake.
            Ok(next.filter(|_| swept.failed == 0))
        })?;
        worker.spawn(ANNOUNCEMENTS, |desk, _| {
            desk.announce_maintenance()?;
            desk.tell_phases()?;
            let next = [desk.next_announcement()?, desk.next_phase()?];
            Ok(next.into_iter().flatten().min())
        })?;
        worker.spawn(PASSWORDS, |desk, _| {
            desk.answer_reset_requests()?;
            Ok(None)
        })?;
        worker.spawn(CONTRACTS, |desk, go_on| {
            desk.work_on_contracts(go_on)?;
            Ok(None)
        })?;
        worker.spawn(REPORTS, |desk, go_on| {
            desk.catch_up_reports(go_on)?;
            desk.close_months(go_on)?;
            if desk.tell_months(go_on)? > 0 {
                desk.bell().ring();
            }
            Ok(None)
        })?;
        for _ in 0..mailer.map_or(0, |_| COURIERS) {
            let mailer = mailer.map(Arc::clone);
            worker.spawn(COURIER, move |desk, go_on| {
                if let Some(mailer) = &mailer {
                    desk.deliver_while(&**mailer, go_on)?;
                }
                desk.next_delivery()
            })?;
        }
        worker.sweeps(DRAFTS, |desk| {
            desk.sweep_unconfirmed()?;
            desk.sweep_told()?;
            desk.sweep_drafts().map(|_| ())
        })?;
        if desk.takes_files() {
            worker.sweeps(FILES, |desk| desk.sweep_files().map(|_| ()))?;
        }
        Ok(worker)
    }

    /// Has it end as soon as what was begun is finished; does not wait.
    pub fn tell_to_stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.desk.bell().ring();
    }

    /// Finishes what was begun and ends: the letter that is being sent is waited for, those after
    /// it stay owed.
    pub fn stop(self) {
        self.stop_within(Duration::MAX);
    }

    /// As [`Worker::stop`], but goes on without what takes longer than `most`: a letter that is cut
    /// off is sent again by whoever comes next, with the same Message-ID.
    pub fn stop_within(self, most: Duration) {
        self.tell_to_stop();
        let began = Instant::now();
        for thread in self.threads {
            while !thread.is_finished() && began.elapsed() < most {
                thread::sleep(LOOK);
            }
            if !thread.is_finished() {
                tracing::warn!(
                    work = thread.thread().name(),
                    "it is not waited for any longer"
                );
            } else if thread.join().is_err() {
                tracing::error!("a thread of the worker had panicked");
            }
        }
    }

    /// Reads letters that come in, too.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn reads(&mut self, reader: Arc<dyn MailReader>) -> io::Result<()> {
        self.spawn(INTAKE, move |desk, go_on| {
            desk.read_mail_while(&*reader, go_on)?;
            desk.next_reading()
        })
    }

    /// Calls vendors' programs, too. One that is slow holds up half of the others at most.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn calls(&mut self, caller: &Arc<dyn HookCaller>) -> io::Result<()> {
        for _ in 0..COURIERS {
            let caller = Arc::clone(caller);
            self.spawn(HOOKS, move |desk, go_on| {
                desk.call_vendors_while(&*caller, go_on)?;
                // What is owed next may stand behind what was given up: it is looked for instead.
                Ok(None)
            })?;
        }
        Ok(())
    }

    /// Tells programs the news of the status page, too. One that is slow holds up half of the others at most.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn tells(
        &mut self,
        caller: &Arc<dyn HookCaller>,
        writer: &Arc<dyn NewsWriter>,
    ) -> io::Result<()> {
        for _ in 0..COURIERS {
            let (caller, writer) = (Arc::clone(caller), Arc::clone(writer));
            self.spawn(NEWS, move |desk, go_on| {
                desk.call_status_hooks_while(&*caller, &*writer, go_on)?;
                // As for vendors: what is owed next is looked for.
                Ok(None)
            })?;
        }
        Ok(())
    }

    /// Makes the looks of monitors, too, and forgets old ones.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn watches(&mut self, looker: &Arc<dyn Looker>) -> io::Result<()> {
        let (looker, places) = (Arc::clone(looker), Arc::default());
        self.spawn(MONITORS, move |desk, go_on| {
            watch::begin(desk, &looker, &places, go_on)
        })?;
        self.sweeps(MONITORS, |desk| desk.sweep_looks().map(|_| ()))
    }

    /// Sweeps now, and then once an hour.
    fn sweeps(
        &mut self,
        name: &'static str,
        sweep: impl Fn(&Desk) -> Result<(), Error> + Send + 'static,
    ) -> io::Result<()> {
        let next = Cell::new(None);
        self.spawn(name, move |desk, _| {
            let now = desk.clock().now();
            if next.get().is_none_or(|next| next <= now) {
                sweep(desk)?;
                next.set(Some(now + BETWEEN_SWEEPS));
            }
            Ok(next.get())
        })
    }

    fn spawn(
        &mut self,
        name: &'static str,
        work: impl Fn(&Desk, &dyn Fn() -> bool) -> Result<Option<DateTime<Utc>>, Error> + Send + 'static,
    ) -> io::Result<()> {
        let (desk, stopping) = (self.desk.clone(), Arc::clone(&self.stopping));
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let mut listener = desk.bell().listener();
                let go_on = || !stopping.load(Ordering::Acquire);
                while go_on() {
                    // A thread that died would take every warning to come with it.
                    let nap = match catch_unwind(AssertUnwindSafe(|| work(&desk, &go_on))) {
                        Ok(Ok(Some(next))) => desk.clock().wait_until(next).min(LONGEST),
                        Ok(Ok(None)) => LONGEST,
                        Ok(Err(error)) => {
                            desk.tally().job_failed(name);
                            tracing::error!(work = name, %error, "the worker will try again");
                            AFTER_FAILURE
                        }
                        Err(_) => {
                            desk.tally().job_failed(name);
                            tracing::error!(work = name, "the worker panicked and will try again");
                            AFTER_FAILURE
                        }
                    };
                    if listener.wait(nap) {
                        // While requests are filed one after the other, one look serves many.
                        thread::sleep(BREATH.min(nap));
                    }
                }
            })?;
        self.threads.push(thread);
        Ok(())
    }
}
