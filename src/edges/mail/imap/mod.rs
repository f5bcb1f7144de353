//! Mailboxes that are looked after: letters are fetched by IMAP (RFC 3501) as they come (IDLE,
//! RFC 2177), and marked there only once they are stored here.
//!
//! # Why
//! Of IMAP a dozen commands are needed, and each step must name itself when it fails, stop at an order,
//! and bound what a server may send: so the client is our own, over rustls. A thread a mailbox: each
//! waits for its own server. Letters are told apart by their bytes, never by the server's numbers: a
//! server that numbers them anew (UIDVALIDITY) doubles nothing.

mod answer;
mod session;
mod text;
mod tls;
mod trouble;
mod watch;
mod wire;

use std::{
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

pub use trouble::{Step, Trouble};

use crate::{config::MailboxSetting, desk::Desk};
use session::Session;
use watch::Watch;

/// The mailboxes, until they are stopped.
#[derive(Debug)]
pub struct Mailboxes {
    order: Arc<Order>,
    threads: Vec<JoinHandle<()>>,
}

impl Mailboxes {
    /// Looks after each mailbox from now on.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(desk: &Desk, settings: &[MailboxSetting]) -> io::Result<Self> {
        let order = Arc::new(Order::default());
        let mut threads = Vec::new();
        for setting in settings {
            let watch = Watch::new(desk.clone(), setting.clone(), Arc::clone(&order));
            let builder = thread::Builder::new().name("imap".to_owned());
            threads.push(builder.spawn(move || watch.until_stopped())?);
        }
        Ok(Self { order, threads })
    }

    /// Has each end after the letter under way. Does not wait.
    pub fn tell_to_stop(&self) {
        self.order.give();
    }

    /// Stops, waiting for `most` at most: what is cut off is fetched again, and stored once.
    pub fn stop_within(self, most: Duration) {
        self.tell_to_stop();
        let began = Instant::now();
        for thread in self.threads {
            while !thread.is_finished() && began.elapsed() < most {
                thread::sleep(Duration::from_millis(2));
            }
            if !thread.is_finished() {
                tracing::warn!("a mailbox is not waited for any longer");
            } else if thread.join().is_err() {
                tracing::error!("the thread of a mailbox had panicked");
            }
        }
    }
}

/// Connects to a mailbox, signs in and opens its folder; changes nothing there.
///
/// # Errors
/// The step that failed, and why.
pub fn test(setting: &MailboxSetting) -> Result<(), Trouble> {
    match Session::open(setting, &Arc::new(Order::default())) {
        Ok(session) => {
            session.close();
            Ok(())
        }
        Err(Some(trouble)) => Err(trouble),
        // Nobody gives the order here.
        Err(None) => Ok(()),
    }
}

/// The order to stop.
#[derive(Debug, Default)]
struct Order {
    given: Mutex<bool>,
    bell: Condvar,
}

impl Order {
    fn is_given(&self) -> bool {
        *self.locked()
    }

    fn give(&self) {
        *self.locked() = true;
        self.bell.notify_all();
    }

    /// Waits for as long as no order comes.
    fn wait(&self, most: Duration) {
        let given = self.locked();
        drop(self.bell.wait_timeout_while(given, most, |given| !*given));
    }

    fn locked(&self) -> MutexGuard<'_, bool> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
