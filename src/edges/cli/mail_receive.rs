//! `guichet mail receive`: takes one letter from standard input, for a mail server that pipes.
//!
//! # Why
//! The mail server keeps the letter until the exit code is 0, and tries again after 75. So whatever may
//! pass by itself is 75: a database that is away or busy, tables that are just brought up to date. The
//! letter goes straight to the database, beside a server that runs as well as without one: SQLite
//! orders the two, and the server reads the letter within half a second.

use std::{
    io::{self, Read as _, Write},
    process::ExitCode,
};

use super::open::{self, Failure};
use crate::domain::{
    incoming::{Arrival, Door, IncomingMail, ReturnPath},
    people::EmailAddress,
};

/// What the mail server says beside the letter.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The address that the letter was delivered to; without it its headers tell
    #[arg(long, value_name = "ADDRESS")]
    to: Option<EmailAddress>,
    /// The sender of the envelope; empty or <> for none
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
}

/// Stores the letter.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings().map_err(Failure::later)?;
    super::log::begin(&settings);
    let raw = letter()?;
    let desk = open::desk(&settings).map_err(Failure::later)?;
    let arrival = Arrival {
        door: Door::Pipe,
        return_path: return_path(args.from.as_deref()),
        delivered_to: args.to.clone(),
        raw,
    };
    let stored = desk.take_in(arrival).map_err(|error| {
        Failure::new(75, &format!("the letter is not stored, try again: {error}"))
    })?;
    let again = if stored.again {
        " (it had come before)"
    } else {
        ""
    };
    // It is stored: nobody who reads this changes that.
    drop(writeln!(out, "stored {}{again}", stored.id));
    Ok(ExitCode::SUCCESS)
}

fn letter() -> Result<Vec<u8>, Failure> {
    let most = u64::try_from(IncomingMail::MOST_BYTES).unwrap_or(u64::MAX);
    let mut raw = Vec::new();
    let read = io::stdin().lock().take(most + 1).read_to_end(&mut raw);
    read.map_err(|error| Failure::new(75, &format!("the letter cannot be read: {error}")))?;
    if raw.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::input(&"there is no letter on standard input"));
    }
    if raw.len() > IncomingMail::MOST_BYTES {
        return Err(Failure::input(&format!(
            "the letter is too large: {} bytes are taken at most",
            IncomingMail::MOST_BYTES
        )));
    }
    Ok(raw)
}

fn return_path(from: Option<&str>) -> ReturnPath {
    let Some(text) = from else {
        return ReturnPath::Unknown;
    };
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    match text {
        // What Postfix puts in the place of nobody.
        "" | "MAILER-DAEMON" => ReturnPath::Null,
        text => EmailAddress::parse(text).map_or(ReturnPath::Unknown, ReturnPath::Address),
    }
}
