//! A mail server on loopback that delivers nothing and keeps what it is sent: for the
//! demonstration's page of letters, and for the tests.

use std::{
    collections::{BTreeSet, VecDeque},
    fmt, io,
    net::{IpAddr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use mail_parser::{MessageParser, MimeHeaders as _};
use mailin::{Handler, Response, response};

use super::host::Host;
use crate::clock::{Clock, SystemClock};

/// The most letters that are kept; the oldest make room.
pub const MOST: usize = 2_000;
/// The most bytes of one letter.
const MOST_BYTES: usize = 5_000_000;
/// The most conversations at a time.
const CONVERSATIONS: usize = 8;
/// How it introduces itself.
const NAME: &str = "catcher.localhost";

/// The server. Clones speak of the same one; it listens until the program ends.
#[derive(Clone)]
pub struct Catcher {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

/// A letter that was caught.
#[derive(Clone, Debug)]
pub struct CaughtLetter {
    /// Its rank since the start, from 1; it never changes.
    pub index: u64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// The sender that the server was told.
    pub from: String,
    /// The recipients that the server was told.
    pub to: Vec<String>,
    /// Its subject, decoded.
    pub subject: String,
    /// Every header line as it was sent, unfolded, in order.
    pub headers: Vec<(String, String)>,
    /// Its text part, decoded.
    pub text: String,
    /// Its HTML part, decoded; empty when there is none.
    pub html: String,
    /// The whole letter as it was sent; what is not UTF-8 is replaced.
    pub raw: String,
}

impl CaughtLetter {
    /// The value of a header, by its name in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(one, _)| one.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

struct State {
    clock: Arc<dyn Clock>,
    letters: VecDeque<CaughtLetter>,
    caught: u64,
    refused: BTreeSet<String>,
    put_off: BTreeSet<String>,
    down: bool,
}

impl Catcher {
    /// Listens on a free port of 127.0.0.1, and dates letters by the machine's clock.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start() -> io::Result<Self> {
        Self::start_with(Arc::new(SystemClock))
    }

    /// Listens on a free port of 127.0.0.1, and dates letters by `clock`.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start_with(clock: Arc<dyn Clock>) -> io::Result<Self> {
        Self::listen(clock, &Host::named(NAME))
    }

    /// The same with STARTTLS, by a certificate and its key in PEM files.
    ///
    /// # Errors
    /// When no port can be had, or the files hold no certificate and key.
    pub fn start_with_tls(certificate: &str, key: &str) -> io::Result<Self> {
        let host = Host::named(NAME).with_papers(certificate, key)?;
        Self::listen(Arc::new(SystemClock), &host)
    }

    fn listen(clock: Arc<dyn Clock>, host: &Host) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let state = Arc::new(Mutex::new(State {
            clock,
            letters: VecDeque::new(),
            caught: 0,
            refused: BTreeSet::new(),
            put_off: BTreeSet::new(),
            down: false,
        }));
        let conversation = Conversation {
            state: Arc::clone(&state),
            from: String::new(),
            to: Vec::new(),
            bytes: Vec::new(),
        };
        host.receive(listener, CONVERSATIONS, &conversation)?;
        Ok(Self { address, state })
    }

    /// What to write as `GUICHET_SMTP_URL` to reach it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// The letters that are kept, the oldest first.
    #[must_use]
    pub fn letters(&self) -> Vec<CaughtLetter> {
        self.state().letters.iter().cloned().collect()
    }

    /// The letter of this rank, if it is still kept.
    #[must_use]
    pub fn letter(&self, index: u64) -> Option<CaughtLetter> {
        let state = self.state();
        state
            .letters
            .iter()
            .find(|letter| letter.index == index)
            .cloned()
    }

    /// How many letters came since the start.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.state().caught
    }

    /// Refuses a recipient for good from now on (550).
    pub fn refuse(&self, recipient: &str) {
        self.state().refused.insert(recipient.to_lowercase());
    }

    /// Puts a recipient off from now on (451).
    pub fn put_off(&self, recipient: &str) {
        self.state().put_off.insert(recipient.to_lowercase());
    }

    /// Takes every recipient again.
    pub fn accept_all(&self) {
        let mut state = self.state();
        state.refused.clear();
        state.put_off.clear();
    }

    /// Turns everybody away (421), or stops doing so.
    pub fn set_down(&self, down: bool) {
        self.state().down = down;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }
}

impl fmt::Debug for Catcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catcher")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // Each change to the state is one step: a thread that panicked leaves none by halves.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One conversation; the server clones it for each connection.
#[derive(Clone)]
struct Conversation {
    state: Arc<Mutex<State>>,
    from: String,
    to: Vec<String>,
    bytes: Vec<u8>,
}

impl Handler for Conversation {
    fn helo(&mut self, _ip: IpAddr, _domain: &str) -> Response {
        self.unless_down()
    }

    fn mail(&mut self, _ip: IpAddr, _domain: &str, from: &str) -> Response {
        let from = if from == super::host::NOBODY {
            ""
        } else {
            from
        };
        from.clone_into(&mut self.from);
        self.to.clear();
        self.bytes.clear();
        self.unless_down()
    }

    fn rcpt(&mut self, to: &str) -> Response {
        let key = to.to_lowercase();
        let state = locked(&self.state);
        if state.refused.contains(&key) {
            return response::NO_MAILBOX;
        }
        if state.put_off.contains(&key) {
            return Response::custom(451, "try again later".to_owned());
        }
        drop(state);
        self.to.push(to.to_owned());
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        if self.bytes.len() + line.len() > MOST_BYTES {
            return Err(io::Error::other("the letter is too large"));
        }
        self.bytes.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let bytes = std::mem::take(&mut self.bytes);
        let (from, to) = (std::mem::take(&mut self.from), std::mem::take(&mut self.to));
        let mut state = locked(&self.state);
        state.caught += 1;
        let letter = CaughtLetter {
            at: state.clock.now(),
            ..read(state.caught, from, to, &bytes)
        };
        state.letters.push_back(letter);
        if state.letters.len() > MOST {
            state.letters.pop_front();
        }
        response::OK
    }
}

impl Conversation {
    fn unless_down(&self) -> Response {
        if locked(&self.state).down {
            response::NO_SERVICE
        } else {
            response::OK
        }
    }
}

fn read(index: u64, from: String, to: Vec<String>, bytes: &[u8]) -> CaughtLetter {
    let parsed = MessageParser::default().parse(bytes);
    let (subject, text, html) = parsed.as_ref().map_or_else(Default::default, |message| {
        (
            message.subject().unwrap_or_default().to_owned(),
            message.body_text(0).unwrap_or_default().into_owned(),
            message
                .html_part(0)
                .filter(|part| part.is_content_type("text", "html"))
                .and_then(|_| message.body_html(0))
                .unwrap_or_default()
                .into_owned(),
        )
    });
    let raw = String::from_utf8_lossy(bytes).into_owned();
    CaughtLetter {
        index,
        at: DateTime::UNIX_EPOCH,
        from,
        to,
        subject,
        headers: headers(&raw),
        text,
        html,
        raw,
    }
}

/// The lines before the first empty one; a line that begins with a blank goes on the one before
/// (RFC 5322, 2.2.3).
fn headers(raw: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in raw.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    headers
}
