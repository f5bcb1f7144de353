//! What went wrong with a mailbox, in plain words that say what to look at.

use std::fmt;

use crate::{config::MailboxSetting, edges::mail::letters::plain};

/// The step at which something went wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// The server's name was looked up.
    Name,
    /// The connection was made, and the greeting awaited.
    Connect,
    /// TLS was agreed on and the certificate checked.
    Tls,
    /// The user was told, with a password or a token.
    SignIn,
    /// The folder was opened.
    Folder,
    /// Letters were looked for and fetched.
    Fetch,
}

/// What went wrong with a mailbox, without any secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trouble {
    step: Step,
    place: String,
    host: String,
    port: u16,
    folder: String,
    answered: bool,
    said: String,
}

impl Trouble {
    /// The step at which it happened.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// `answered` when the server said it, and not this program or the system.
    pub(super) fn new(setting: &MailboxSetting, step: Step, answered: bool, said: &str) -> Self {
        Self {
            step,
            place: setting.to_string(),
            host: setting.host.clone(),
            port: setting.port,
            folder: setting.folder.clone(),
            answered,
            said: plain::line(said).chars().take(300).collect(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            host,
            port,
            folder,
            said,
            ..
        } = self;
        write!(f, "mailbox {place}: ")?;
        match (self.step, self.answered) {
            (Step::Name, _) => write!(
                f,
                "the server's name « {host} » is not found ({said}); check the url of the [[mailbox]]"
            ),
            (Step::Connect, false) => write!(
                f,
                "no IMAP server answers at {host}, port {port} ({said}); check the port, the firewall, and imaps:// against imap://"
            ),
            (Step::Connect, true) => write!(f, "{host}, port {port}, turns us away: {said}"),
            (Step::Tls, _) => write!(
                f,
                "no safe connection to {host}, port {port} ({said}); check the certificate, the port, and ca"
            ),
            (Step::SignIn, true) => write!(
                f,
                "{host} refuses the user, or its password or token: {said}"
            ),
            (Step::SignIn, false) => write!(f, "cannot sign in at {host}, port {port}: {said}"),
            (Step::Folder, _) => write!(f, "{host} does not open the folder « {folder} »: {said}"),
            (Step::Fetch, true) => write!(f, "{host} gives no letters: {said}"),
            (Step::Fetch, false) => write!(f, "the conversation with {host} broke off: {said}"),
        }
    }
}

impl std::error::Error for Trouble {}
