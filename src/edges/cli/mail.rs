//! `guichet mail receive` takes a letter in; `guichet mail test`: does the mail server take our letters, and if not, why.

use std::{io::Write, process::ExitCode};

use super::{
    mail_receive,
    open::{self, Failure},
};
use crate::{
    clock::{Clock, SystemClock},
    config::Settings,
    desk::ports::Outcome,
    domain::{ids::LetterId, lang::Lang, people::EmailAddress},
    edges::mail::imap,
};

/// The mail server
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Connect to the mail server and to each mailbox, and sign in; with an address, send a letter to it
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

/// Tests each mailbox, and says how it is; fails for the first that does not open.
fn test_mailboxes(settings: &Settings, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut outcome = Ok(ExitCode::SUCCESS);
    for mailbox in &settings.mailboxes {
        match imap::test(mailbox) {
            Ok(()) => writeln!(out, "The mailbox {mailbox} opens.")?,
            Err(trouble) if outcome.is_ok() => outcome = Err(Failure::unavailable(&trouble)),
            Err(trouble) => writeln!(out, "{trouble}")?,
        }
    }
    outcome
}

fn test(to: Option<&EmailAddress>, lang: Lang, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    super::log::begin(&settings);
    let mailboxes = test_mailboxes(&settings, out);
    let Some(mailer) = open::mailer(&settings)? else {
        let none = "no mail server is set; set GUICHET_SMTP_URL to smtp://user:password@host:587";
        if settings.mailboxes.is_empty() || to.is_some() {
            return Err(Failure::config(&none));
        }
        writeln!(out, "Letters cannot leave: {none}.")?;
        return mailboxes;
    };
    mailer
        .test()
        .map_err(|trouble| Failure::unavailable(&trouble))?;
    writeln!(out, "The mail server answers and lets us in.")?;
    mailboxes?;
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
