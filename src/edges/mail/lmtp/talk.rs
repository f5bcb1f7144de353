//! A conversation with a mail server in front, from the greeting to the good-bye.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{
    Limits,
    command::Command,
    lines::{Lines, NoLine},
};
use crate::{
    desk::{Desk, Error},
    domain::{
        incoming::{Arrival, Door, ReturnPath},
        people::EmailAddress,
    },
};

/// The most recipients of a letter (RFC 5321, 4.5.3.1.8).
const MOST_RECIPIENTS: usize = 100;
/// How many senseless commands are put up with.
const MOST_MISTAKES: u32 = 20;

/// Whether the conversation goes on.
type GoesOn = bool;

/// A conversation.
pub(super) struct Talk<'a> {
    lines: Lines<'a>,
    desk: &'a Desk,
    limits: Limits,
    greeted: bool,
    from: Option<ReturnPath>,
    to: Vec<EmailAddress>,
    mistakes: u32,
}

impl<'a> Talk<'a> {
    pub(super) const fn new(lines: Lines<'a>, desk: &'a Desk, limits: Limits) -> Self {
        Self {
            lines,
            desk,
            limits,
            greeted: false,
            from: None,
            to: Vec::new(),
            mistakes: 0,
        }
    }

    /// Goes on until one of the two has had enough.
    pub(super) fn go(mut self) -> io::Result<()> {
        self.lines.say("220 guichet LMTP ready")?;
        loop {
            let line = match self.lines.line() {
                Ok(line) => line,
                Err(why) => return self.part(&why),
            };
            if !self.answer(Command::read(&line))? {
                return Ok(());
            }
            if self.mistakes > MOST_MISTAKES {
                return self.lines.say("421 4.7.0 too many mistakes");
            }
        }
    }

    fn part(&mut self, why: &NoLine) -> io::Result<()> {
        match why {
            NoLine::Gone => Ok(()),
            NoLine::Silent => self.lines.say("421 4.4.2 this takes too long"),
            NoLine::Stopping => self.lines.say("421 4.3.2 the program is about to end"),
            NoLine::Malformed => self
                .lines
                .say("500 5.5.2 a line is too long, or does not end with CR LF")
                .and_then(|()| self.lines.say("421 4.7.0 good-bye")),
        }
    }

    fn answer(&mut self, command: Command) -> io::Result<GoesOn> {
        let answer = match command {
            Command::Hello => return self.hello().map(|()| true),
            Command::From(from, size) => self.sender(from, size),
            Command::To(to) => self.recipient(to),
            Command::Data => return self.letter(),
            Command::Reset => {
                self.forget();
                "250 2.0.0 forgotten"
            }
            Command::Nothing => "250 2.0.0 yes",
            Command::Verify => "252 2.5.0 say RCPT TO to learn that",
            Command::Quit => {
                self.lines.say("221 2.0.0 good-bye")?;
                return Ok(false);
            }
            Command::NotLmtp => self.mistake("500 5.5.1 this is LMTP: say LHLO"),
            Command::Parameter => self.mistake("555 5.5.4 that parameter was not offered"),
            Command::Syntax => self.mistake("501 5.5.4 that cannot be read"),
            Command::Unknown => self.mistake("500 5.5.1 there is no such command"),
        };
        self.lines.say(answer).map(|()| true)
    }

    fn mistake(&mut self, answer: &'static str) -> &'static str {
        self.mistakes += 1;
        answer
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn hello(&mut self) -> io::Result<()> {
        self.forget();
        self.greeted = true;
        let size = format!("250-SIZE {}", self.limits.most_bytes);
        for line in [
            "250-guichet",
            "250-8BITMIME",
            "250-PIPELINING",
            "250-SMTPUTF8",
            &size,
            "250 ENHANCEDSTATUSCODES",
        ] {
            self.lines.say(line)?;
        }
        Ok(())
    }

    fn sender(&mut self, from: ReturnPath, size: Option<u64>) -> &'static str {
        let too_large = size.is_some_and(|size| {
            usize::try_from(size).map_or(true, |size| size > self.limits.most_bytes)
        });
        if !self.greeted || self.from.is_some() {
            return self.mistake("503 5.5.1 not now");
        }
        if too_large {
            return "552 5.3.4 the letter is too large";
        }
        self.from = Some(from);
        "250 2.1.0 go on"
    }

    fn recipient(&mut self, to: Option<EmailAddress>) -> &'static str {
        if self.from.is_none() {
            return self.mistake("503 5.5.1 name the sender first");
        }
        if self.to.len() >= MOST_RECIPIENTS {
            return "452 4.5.3 too many recipients";
        }
        match to {
            Some(to) if self.desk.takes_letters_at(&to) => {
                self.to.push(to);
                "250 2.1.5 go on"
            }
            _ => "550 5.1.1 no letters are taken at this address",
        }
    }

    /// Takes the letter, and answers for each recipient in the order in which they were named
    /// (RFC 2033, 4.2).
    fn letter(&mut self) -> io::Result<GoesOn> {
        let (Some(from), false) = (self.from.clone(), self.to.is_empty()) else {
            let answer = self.mistake("503 5.5.1 no recipient was taken");
            return self.lines.say(answer).map(|()| true);
        };
        self.lines
            .say("354 the letter, then a dot on a line of its own")?;
        let letter = match self
            .lines
            .letter(self.limits.most_bytes, self.limits.letter)
        {
            Ok(letter) => letter,
            Err(why) => return self.part(&why).map(|()| false),
        };
        let raw = letter.bytes();
        for to in std::mem::take(&mut self.to) {
            let answer = match &raw {
                Some(raw) => self.take_in(&from, to, raw),
                None => "552 5.3.4 the letter is too large",
            };
            self.lines.say(answer)?;
        }
        self.forget();
        Ok(true)
    }

    fn take_in(&self, from: &ReturnPath, to: EmailAddress, raw: &[u8]) -> &'static str {
        let arrival = Arrival {
            door: Door::Lmtp,
            return_path: from.clone(),
            delivered_to: Some(to),
            raw: raw.to_owned(),
        };
        // One letter that makes the desk fail must not end the conversation about the others.
        let taken = catch_unwind(AssertUnwindSafe(|| self.desk.take_in(arrival)));
        match taken {
            Ok(Ok(letter)) => {
                tracing::info!(letter = %letter.id, again = letter.again, "a letter came by LMTP");
                "250 2.0.0 stored"
            }
            Ok(Err(error)) => {
                self.log(&error);
                "451 4.3.0 the letter cannot be stored now, try again later"
            }
            Err(_) => {
                tracing::error!("storing a letter panicked; it is to come again");
                "451 4.3.0 the letter cannot be stored now, try again later"
            }
        }
    }

    fn log(&self, error: &Error) {
        self.desk.tally().job_failed("lmtp");
        tracing::warn!(%error, "a letter by LMTP cannot be stored now; it is to come again");
    }
}
