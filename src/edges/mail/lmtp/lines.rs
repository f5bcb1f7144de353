//! The lines and letters of a client, with patience for slow ones and none for endless ones.

use std::{
    io::{self, Read as _, Write as _},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use socket2::Socket;

use super::{is_only_late, letter::Letter};

/// The longest command line, its end included: RFC 5321 asks for 512, and extensions add to it.
const LONGEST: usize = 2_048;
/// How much is read at once.
const ROOM: usize = 16 * 1024;

/// Why no line came.
#[derive(Debug)]
pub(super) enum NoLine {
    /// The client is gone, or the connection broke.
    Gone,
    /// It said nothing for too long.
    Silent,
    /// This program is about to end.
    Stopping,
    /// The line has no end, or another than CR LF.
    Malformed,
}

/// The connection, line by line.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    socket: Socket,
    stopping: &'a AtomicBool,
    silence: Duration,
    /// What was read and not used.
    ahead: Vec<u8>,
}

impl<'a> Lines<'a> {
    pub(super) const fn new(socket: Socket, stopping: &'a AtomicBool, silence: Duration) -> Self {
        Self {
            socket,
            stopping,
            silence,
            ahead: Vec::new(),
        }
    }

    /// The next line, without its end. Commands that a client sent ahead are kept for later.
    pub(super) fn line(&mut self) -> Result<Vec<u8>, NoLine> {
        let until = Instant::now() + self.silence;
        loop {
            if self.stopping.load(Ordering::Acquire) {
                return Err(NoLine::Stopping);
            }
            if let Some(end) = self.ahead.iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.ahead.drain(..=end).collect();
                line.pop();
                // A bare LF ends no line here, as it ends none elsewhere (RFC 5321, 2.3.8).
                let whole = line.pop() == Some(b'\r') && !line.contains(&b'\r');
                return if whole && line.len() < LONGEST {
                    Ok(line)
                } else {
                    Err(NoLine::Malformed)
                };
            }
            if self.ahead.len() > LONGEST {
                return Err(NoLine::Malformed);
            }
            self.more(until)?;
        }
    }

    /// The text of a letter to its end. An end of this program does not cut it off.
    pub(super) fn letter(&mut self, most: usize, time: Duration) -> Result<Letter, NoLine> {
        let until = Instant::now() + time;
        let mut letter = Letter::new(most);
        loop {
            let used = letter.take(&self.ahead);
            self.ahead.drain(..used);
            if letter.is_whole() {
                return Ok(letter);
            }
            if letter.is_endless() {
                return Err(NoLine::Malformed);
            }
            let silent = Instant::now() + self.silence;
            self.more(until.min(silent))?;
        }
    }

    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        self.socket.write_all(format!("{line}\r\n").as_bytes())
    }

    /// Reads once; returns without anything new when it is time to look around.
    fn more(&mut self, until: Instant) -> Result<(), NoLine> {
        let mut room = [0; ROOM];
        match self.socket.read(&mut room) {
            Ok(0) => Err(NoLine::Gone),
            Ok(count) => {
                self.ahead
                    .extend_from_slice(room.get(..count).unwrap_or_default());
                if Instant::now() >= until {
                    return Err(NoLine::Silent);
                }
                Ok(())
            }
            Err(error) if is_only_late(&error) => {
                if Instant::now() >= until {
                    return Err(NoLine::Silent);
                }
                Ok(())
            }
            Err(_) => Err(NoLine::Gone),
        }
    }
}
