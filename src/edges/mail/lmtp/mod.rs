//! The listener through which a mail server in front hands letters over: LMTP (RFC 2033).
//!
//! # Why
//! LMTP answers for each recipient after the letter, so that the server in front keeps exactly what is
//! not stored yet. `mailin` speaks SMTP alone, and its way to end a letter is not ours to vouch for:
//! here nothing but `CR LF . CR LF` ends one. A thread a conversation, and few of them: a mail server
//! in front has a handful of connections, and each letter may take 25 MB of memory.

mod command;
mod letter;
mod lines;
mod talk;

use std::{
    fmt, fs, io,
    net::SocketAddr,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use socket2::{Domain, SockAddr, SockRef, Socket, Type};

use crate::{config::LmtpAt, desk::Desk, domain::incoming::IncomingMail};
use lines::Lines;
use talk::Talk;

/// How often a thread that waits looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(200);
/// How long somebody who is turned away may take to hear it.
const TURNED_AWAY: Duration = Duration::from_secs(1);
/// Connections that wait for a thread.
const BACKLOG: i32 = 64;

/// What clients may take, of time and of room.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Conversations at the same time; who comes beyond is asked to come later (421).
    pub conversations: usize,
    /// How long a client may be silent (RFC 5321, 4.5.3.2.7).
    pub silence: Duration,
    /// How long a letter may take from `DATA` to its end.
    pub letter: Duration,
    /// The most bytes of a letter.
    pub most_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            conversations: 16,
            silence: Duration::from_secs(5 * 60),
            letter: Duration::from_secs(10 * 60),
            most_bytes: IncomingMail::MOST_BYTES,
        }
    }
}

/// The listener, until it is stopped.
#[derive(Debug)]
pub struct Lmtp {
    shared: Arc<Shared>,
    at: LmtpAt,
    acceptor: JoinHandle<()>,
}

/// What all conversations share.
struct Shared {
    desk: Desk,
    limits: Limits,
    stopping: AtomicBool,
    guests: AtomicUsize,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("guests", &self.guests)
            .finish_non_exhaustive()
    }
}

impl Lmtp {
    /// Listens, and hands every letter to the desk. Port 0 is any free one.
    ///
    /// # Errors
    /// When the place cannot be listened at, or the system gives no thread.
    pub fn start(desk: &Desk, at: &LmtpAt, limits: Limits) -> io::Result<Self> {
        let socket = match at {
            LmtpAt::Tcp(address) => listening(Domain::for_address(*address), &(*address).into())?,
            LmtpAt::Unix(path) => {
                make_room(path)?;
                let socket = listening(Domain::UNIX, &SockAddr::unix(path)?)?;
                // Its group may hand letters over, too: that of the mail server.
                fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
                socket
            }
        };
        let at = socket
            .local_addr()?
            .as_socket()
            .map_or_else(|| at.clone(), LmtpAt::Tcp);
        let shared = Arc::new(Shared {
            desk: desk.clone(),
            limits,
            stopping: AtomicBool::new(false),
            guests: AtomicUsize::new(0),
            threads: Mutex::new(Vec::new()),
        });
        let own = Arc::clone(&shared);
        let acceptor = thread::Builder::new()
            .name("lmtp".to_owned())
            .spawn(move || accept(&socket, &own))?;
        Ok(Self {
            shared,
            at,
            acceptor,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn at(&self) -> &LmtpAt {
        &self.at
    }

    /// Its address, if it has one.
    #[must_use]
    pub const fn address(&self) -> Option<SocketAddr> {
        match &self.at {
            LmtpAt::Tcp(address) => Some(*address),
            LmtpAt::Unix(_) => None,
        }
    }

    /// Has it take no more letters; those whose text is on its way are finished. Does not wait.
    pub fn tell_to_stop(&self) {
        self.shared.stopping.store(true, Ordering::Release);
    }

    /// Stops, and waits for the letters that are on their way, for `most` at most: what is cut off then
    /// was not acknowledged, and comes again.
    pub fn stop_within(self, most: Duration) {
        self.tell_to_stop();
        let began = Instant::now();
        wait_for(self.acceptor, began, most);
        for thread in std::mem::take(&mut *self.shared.threads()) {
            wait_for(thread, began, most);
        }
        if let LmtpAt::Unix(path) = &self.at {
            drop(fs::remove_file(path));
        }
    }
}

impl Shared {
    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn threads(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<()>>> {
        // A list of threads is whole after every step.
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn listening(domain: Domain, address: &SockAddr) -> io::Result<Socket> {
    let socket = Socket::new(domain, Type::STREAM, None)?;
    if domain != Domain::UNIX {
        socket.set_reuse_address(true)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)?;
    // Accepting ends after so long, too.
    socket.set_read_timeout(Some(LOOK))?;
    Ok(socket)
}

/// Takes a socket away that nobody listens on any more, as a killed process leaves it.
fn make_room(path: &Path) -> io::Result<()> {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|one| one.file_type().is_socket());
    if !is_socket {
        return Ok(());
    }
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    match socket.connect(&SockAddr::unix(path)?) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(PathBuf::from(path))
        }
        _ => Ok(()),
    }
}

fn accept(socket: &Socket, shared: &Arc<Shared>) {
    while !shared.is_stopping() {
        match socket.accept() {
            Ok((guest, _)) => welcome(guest, shared),
            Err(error) if is_only_late(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no conversation can be begun for a moment");
                thread::sleep(LOOK);
            }
        }
        shared.threads().retain(|thread| !thread.is_finished());
    }
}

fn welcome(guest: Socket, shared: &Arc<Shared>) {
    if shared.guests.fetch_add(1, Ordering::AcqRel) >= shared.limits.conversations {
        shared.guests.fetch_sub(1, Ordering::AcqRel);
        turn_away(&guest);
        return;
    }
    let own = Arc::clone(shared);
    let begun = thread::Builder::new()
        .name("lmtp-talk".to_owned())
        .spawn(move || {
            let _place = Place(&own);
            if let Err(error) = converse(guest, &own) {
                tracing::debug!(%error, "a conversation by LMTP broke off");
            }
        });
    match begun {
        Ok(thread) => shared.threads().push(thread),
        Err(error) => {
            shared.guests.fetch_sub(1, Ordering::AcqRel);
            tracing::warn!(%error, "the system gives no thread for a conversation by LMTP");
        }
    }
}

/// A conversation's place, given back however it ends.
struct Place<'a>(&'a Shared);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.guests.fetch_sub(1, Ordering::AcqRel);
    }
}

fn turn_away(mut guest: &Socket) {
    let told = guest.set_write_timeout(Some(TURNED_AWAY)).and_then(|()| {
        io::Write::write_all(
            &mut guest,
            b"421 4.3.2 too many conversations at the same time, come again later\r\n",
        )
    });
    if let Err(error) = told {
        tracing::debug!(%error, "somebody who was turned away by LMTP did not hear it");
    }
}

fn converse(guest: Socket, shared: &Shared) -> io::Result<()> {
    guest.set_read_timeout(Some(LOOK))?;
    guest.set_write_timeout(Some(Duration::from_secs(60)))?;
    if shared_by_tcp(&guest) {
        SockRef::from(&guest).set_tcp_nodelay(true)?;
    }
    let lines = Lines::new(guest, &shared.stopping, shared.limits.silence);
    Talk::new(lines, &shared.desk, shared.limits).go()
}

fn shared_by_tcp(guest: &Socket) -> bool {
    guest.local_addr().is_ok_and(|at| at.as_socket().is_some())
}

fn wait_for(thread: JoinHandle<()>, began: Instant, most: Duration) {
    while !thread.is_finished() && began.elapsed() < most {
        thread::sleep(Duration::from_millis(2));
    }
    if !thread.is_finished() {
        tracing::warn!("a conversation by LMTP is not waited for any longer");
    } else if thread.join().is_err() {
        tracing::error!("a conversation by LMTP had panicked");
    }
}

/// Whether nothing came in time, which is no failure.
fn is_only_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}
