//! The worker: fires what is due, sends what is owed, and sleeps until the next instant that
//! matters.
//!
//! # Why
//! Escalating and delivering have threads of their own: a mail server that takes half a minute
//! to answer must not hold up a warning. Nobody polls for work of this process: the desk rings
//! when something was filed or changed. The cap on sleep is for what another process wrote to
//! the same database, and for a machine's clock that was put forward.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::desk::{Desk, Error, ports::Mailer};

/// The longest sleep: by so much at most, what another process wrote is noticed late.
const LONGEST: Duration = Duration::from_millis(500);
/// The pause after a failure, such as a database that is down.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
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
        worker.spawn("escalation", |desk| {
            desk.escalate()?;
            desk.next_escalation()
        })?;
        for _ in 0..mailer.map_or(0, |_| COURIERS) {
            let mailer = mailer.map(Arc::clone);
            worker.spawn("courier", move |desk| {
                if let Some(mailer) = &mailer {
                    desk.deliver(&**mailer)?;
                }
                desk.next_delivery()
            })?;
        }
        Ok(worker)
    }

    /// Finishes what was begun and ends. A letter that is being sent is waited for.
    pub fn stop(self) {
        self.stopping.store(true, Ordering::Release);
        self.desk.bell().ring();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the worker had panicked");
            }
        }
    }

    fn spawn(
        &mut self,
        name: &'static str,
        work: impl Fn(&Desk) -> Result<Option<chrono::DateTime<chrono::Utc>>, Error> + Send + 'static,
    ) -> io::Result<()> {
        let (desk, stopping) = (self.desk.clone(), Arc::clone(&self.stopping));
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let mut listener = desk.bell().listener();
                while !stopping.load(Ordering::Acquire) {
                    let nap = match work(&desk) {
                        Ok(Some(next)) => desk.clock().wait_until(next).min(LONGEST),
                        Ok(None) => LONGEST,
                        Err(error) => {
                            tracing::error!(work = name, %error, "the worker will try again");
                            AFTER_FAILURE
                        }
                    };
                    listener.wait(nap);
                }
            })?;
        self.threads.push(thread);
        Ok(())
    }
}
