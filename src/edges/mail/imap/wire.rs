//! The connection to a mailbox: lines and literals, with patience for a slow server, an ear for the
//! order to stop, and bounds to what may come.

use std::{
    fmt,
    io::{self, Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Order,
    answer::{Answer, literal},
    tls::Encrypted,
};
use crate::domain::incoming::IncomingMail;

/// How often a read looks whether the order to stop came.
pub(super) const LOOK: Duration = Duration::from_millis(250);
/// The longest line: the numbers of some hundred thousand letters.
const LONGEST: usize = 4_000_000;
/// The most bytes of a literal that are kept; servers do not always know the size that they tell.
const KEPT: usize = IncomingMail::MOST_BYTES;
/// How much is read at once.
const ROOM: usize = 16 * 1024;

/// Why nothing can be read any more.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Broken {
    /// The order to stop came.
    Stopping,
    /// Nothing came for too long.
    Silent,
    /// The connection is gone, in the system's words.
    Gone(String),
}

pub(super) enum Stream {
    Plain(TcpStream),
    Encrypted(Box<Encrypted>),
    /// Between the two.
    Closed,
}

/// The connection.
pub(super) struct Wire {
    stream: Stream,
    ahead: Vec<u8>,
    order: Arc<Order>,
    /// Whether the order to stop is heeded: not while what was stored is marked.
    pub(super) heeds: bool,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire")
            .field("ahead", &self.ahead.len())
            .finish_non_exhaustive()
    }
}

impl Wire {
    pub(super) const fn new(stream: Stream, order: Arc<Order>) -> Self {
        Self {
            stream,
            ahead: Vec::new(),
            order,
            heeds: true,
        }
    }

    /// Gives the plain connection away, to be encrypted; nothing where it is encrypted, or where the
    /// server said more than it was asked: that may be somebody else's (CVE-2011-0411).
    pub(super) fn plain(&mut self) -> Option<TcpStream> {
        if !self.ahead.is_empty() {
            return None;
        }
        match std::mem::replace(&mut self.stream, Stream::Closed) {
            Stream::Plain(stream) => Some(stream),
            Stream::Encrypted(_) | Stream::Closed => None,
        }
    }

    /// Goes on encrypted.
    pub(super) fn encrypted(&mut self, stream: Encrypted) {
        self.stream = Stream::Encrypted(Box::new(stream));
    }

    pub(super) fn say(&mut self, line: &str) -> Result<(), Broken> {
        let line = format!("{line}\r\n");
        let said = match &mut self.stream {
            Stream::Plain(stream) => stream.write_all(line.as_bytes()),
            Stream::Encrypted(stream) => stream
                .write_all(line.as_bytes())
                .and_then(|()| stream.flush()),
            Stream::Closed => Err(io::ErrorKind::NotConnected.into()),
        };
        said.map_err(|error| Broken::Gone(error.to_string()))
    }

    /// The next answer; `silence` is how long the server may say nothing.
    pub(super) fn answer(&mut self, silence: Duration) -> Result<Answer, Broken> {
        let mut answer = Answer::default();
        loop {
            let line = self.line(silence)?;
            let line = String::from_utf8_lossy(&line);
            let Some((before, length)) = literal(&line) else {
                answer.text.push_str(&line);
                return Ok(answer);
            };
            answer.text.push_str(before);
            answer.text.push_str("{}");
            if answer.text.len() > LONGEST {
                return Err(Broken::Gone("it says too much".to_owned()));
            }
            let room = KEPT.saturating_sub(answer.bytes());
            answer.literals.push(self.literal(length, room, silence)?);
        }
    }

    fn line(&mut self, silence: Duration) -> Result<Vec<u8>, Broken> {
        let mut looked = 0;
        loop {
            let new = self.ahead.get(looked..).unwrap_or_default();
            if let Some(end) = new.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.ahead.drain(..=looked + end).collect();
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(line);
            }
            looked = self.ahead.len();
            if looked > LONGEST {
                return Err(Broken::Gone("it says too much".to_owned()));
            }
            self.more(silence)?;
        }
    }

    /// Bytes of a literal; read, but not kept, where there is no room for them.
    fn literal(
        &mut self,
        length: usize,
        room: usize,
        silence: Duration,
    ) -> Result<Option<Vec<u8>>, Broken> {
        let keeps = length <= room;
        let mut bytes = Vec::new();
        let mut left = length;
        loop {
            let here = left.min(self.ahead.len());
            if keeps {
                bytes.extend_from_slice(self.ahead.get(..here).unwrap_or_default());
            }
            self.ahead.drain(..here);
            left -= here;
            if left == 0 {
                return Ok(keeps.then_some(bytes));
            }
            self.more(silence)?;
        }
    }

    /// Reads once, waiting for `silence` at most.
    fn more(&mut self, silence: Duration) -> Result<(), Broken> {
        let until = Instant::now() + silence;
        let mut room = [0; ROOM];
        loop {
            if self.heeds && self.order.is_given() {
                return Err(Broken::Stopping);
            }
            let read = match &mut self.stream {
                Stream::Plain(stream) => stream.read(&mut room),
                Stream::Encrypted(stream) => stream.read(&mut room),
                Stream::Closed => Ok(0),
            };
            match read {
                Ok(0) => return Err(Broken::Gone("the server hung up".to_owned())),
                Ok(count) => {
                    self.ahead
                        .extend_from_slice(room.get(..count).unwrap_or_default());
                    return Ok(());
                }
                Err(error) if is_only_late(&error) => {
                    if Instant::now() >= until {
                        return Err(Broken::Silent);
                    }
                }
                Err(error) => return Err(Broken::Gone(error.to_string())),
            }
        }
    }
}

impl Answer {
    fn bytes(&self) -> usize {
        self.literals.iter().flatten().map(Vec::len).sum()
    }
}

/// Whether nothing came in time, which is no failure.
pub(super) fn is_only_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}
