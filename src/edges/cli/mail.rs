//! `guichet mail receive` takes a letter in; `guichet mail test`: does the mail server take our letters, and if not, why.

use std::{io::Write, process::ExitCode};

use super::{
    mail_receive,
    open::{self, Failure},
};
use crate::{
    clock::{Clock, SystemClock},
    desk::ports::Outcome,
    domain::{ids::LetterId, lang::Lang, people::EmailAddress},
};

/// The mail server
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Connect to the mail server and sign in; with an address, send a letter to it
    Test {
        /// Where to send a letter
        to: Option<EmailAddress>,
        /// The language of the letter: fr or en
        #[arg(long, default_value = "fr")]
        lang: Lang,
    },
    /// Take one letter from standard input, for a mail server that pipes: 0 once it is stored, 75 to
    /// try again
    Receive(mail_receive::Args),
}

/// Takes a letter in, or tests the mail server.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match command {
        Command::Test { to, lang } => test(to.as_ref(), *lang, out),
        Command::Receive(args) => mail_receive::run(args, out),
    }
}

fn test(to: Option<&EmailAddress>, lang: Lang, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    super::log::begin(&settings);
    let mailer = open::mailer(&settings)?.ok_or_else(|| {
        Failure::config(
            &"no mail server is set; set GUICHET_SMTP_URL to smtp://user:password@host:587",
        )
    })?;
    mailer
        .test()
        .map_err(|trouble| Failure::unavailable(&trouble))?;
    writeln!(out, "The mail server answers and lets us in.")?;
    let Some(to) = to else {
        return Ok(ExitCode::SUCCESS);
    };
    match mailer.send_test(LetterId::fresh(), to, lang, SystemClock.now()) {
        Outcome::Sent => {
            writeln!(out, "It took a letter to {to}.")?;
            Ok(ExitCode::SUCCESS)
        }
        Outcome::NotNow { why } => Err(Failure::new(75, &why)),
        Outcome::Unreachable { why } | Outcome::Refused { why } => Err(Failure::unavailable(&why)),
    }
}
