//! Hears, as long as this process serves, what other processes change in the same database.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::desk::Desk;

/// The pause after the database went away, and how long it becomes at most.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long [`Ear::stop`] may be kept waiting by such a pause.
const GLANCE: Duration = Duration::from_millis(50);

/// The thread that hears, until [`Ear::stop`].
#[derive(Debug)]
pub struct Ear {
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Ear {
    /// Begins to hear; on SQLite there is nothing to hear.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(desk: &Desk) -> io::Result<Self> {
        let stopping = Arc::new(AtomicBool::new(false));
        let (desk, stop) = (desk.clone(), Arc::clone(&stopping));
        let thread = thread::Builder::new()
            .name("ear".to_owned())
            .spawn(move || hear(&desk, &|| !stop.load(Ordering::Acquire)))?;
        Ok(Self { stopping, thread })
    }

    /// Hears no more.
    pub fn stop(self) {
        self.stopping.store(true, Ordering::Release);
        if self.thread.join().is_err() {
            tracing::error!("the thread that hears other processes had panicked");
        }
    }
}

fn hear(desk: &Desk, go_on: &dyn Fn() -> bool) {
    let mut pause = FIRST_PAUSE;
    while go_on() {
        let begun = std::time::Instant::now();
        match desk.hear_others(go_on) {
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(%error, "other processes are not heard for a moment");
                if begun.elapsed() > LONGEST_PAUSE {
                    pause = FIRST_PAUSE;
                }
            }
        }
        let rested = std::time::Instant::now();
        while go_on() && rested.elapsed() < pause {
            thread::sleep(GLANCE);
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
