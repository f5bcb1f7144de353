//! One conversation with the mail server, step by step, so that a failure names its step.

use std::{error::Error as _, fmt, net::ToSocketAddrs as _, time::Duration};

use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::DEFAULT_MECHANISMS,
        client::{SmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};

use super::{
    letters::plain,
    settings::{Security, SmtpSettings},
    whole::Whole,
};
use crate::{
    desk::ports::Outcome,
    kill_point::{KillPoint, pass},
};

/// How long a connection and its greeting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the answer to a command may take.
const COMMAND: Duration = Duration::from_secs(30);
/// How long an idle connection may take to show that it lives.
const PROBE: Duration = Duration::from_secs(5);

/// The step of the conversation at which something went wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// The server's name was looked up.
    Name,
    /// The connection was made, and the greeting awaited.
    Connect,
    /// TLS was agreed on and the certificate checked.
    Tls,
    /// The user and the password were given.
    SignIn,
    /// The sender was named.
    Sender,
    /// The recipient was named.
    Recipient,
    /// The letter itself was handed over.
    Letter,
}

/// What went wrong with the mail server, in plain words and without any secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trouble {
    step: Step,
    host: String,
    port: u16,
    permanent: bool,
    /// Whether the server answered at all; without an answer nobody knows what it did.
    answered: bool,
    said: String,
}

impl Trouble {
    /// The step at which it happened.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// Only what a server says for good about this recipient or this letter is final: a wrong
    /// password or an unknown sender is for an administrator to repair, and the letter waits.
    pub(super) fn outcome(&self) -> Outcome {
        let why = self.to_string();
        match self.step {
            Step::Recipient | Step::Letter if self.permanent => Outcome::Refused { why },
            Step::Name
            | Step::Connect
            | Step::Tls
            | Step::SignIn
            | Step::Sender
            | Step::Recipient
            | Step::Letter => Outcome::NotNow { why },
        }
    }

    /// Whether a connection that was lying idle may be to blame, and the letter has not left.
    pub(super) fn blames_the_connection(&self) -> bool {
        !self.permanent && self.step == Step::Sender
    }

    fn new(settings: &SmtpSettings, step: Step, said: &str) -> Self {
        Self {
            step,
            host: settings.host.clone(),
            port: settings.port,
            permanent: false,
            answered: false,
            said: plain::line(said).chars().take(300).collect(),
        }
    }

    fn of(settings: &SmtpSettings, step: Step, error: &Error) -> Self {
        let cause = error
            .source()
            .map_or_else(|| error.to_string(), |source| root(source).to_string());
        let said = error
            .status()
            .map_or(cause.clone(), |code| format!("{code} {cause}"));
        Self {
            permanent: error.is_permanent(),
            answered: error.status().is_some(),
            ..Self::new(settings, step, &said)
        }
    }
}

/// The first cause, which is the one that says what happened.
fn root<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            host, port, said, ..
        } = self;
        match (self.step, self.answered) {
            (Step::Name, _) => write!(
                f,
                "the mail server's name « {host} » is not found ({said}); check GUICHET_SMTP_URL"
            ),
            (Step::Connect, false) => write!(
                f,
                "no mail server answers at {host}, port {port} ({said}); check the port and the firewall"
            ),
            (Step::Connect, true) => write!(f, "{host}, port {port}, turns us away: {said}"),
            (Step::Tls, _) => write!(
                f,
                "no safe connection to {host}, port {port} ({said}); check the certificate, the port, ?tls= and GUICHET_SMTP_CA"
            ),
            (Step::SignIn, true) => write!(
                f,
                "{host} refuses the user or the password of GUICHET_SMTP_URL: {said}"
            ),
            (Step::SignIn, false) => write!(f, "cannot sign in at {host}, port {port}: {said}"),
            (Step::Sender, _) => write!(
                f,
                "{host} refuses the sender: {said}; check GUICHET_MAIL_FROM"
            ),
            (Step::Recipient, _) => write!(f, "{host} refuses the recipient: {said}"),
            (Step::Letter, true) => write!(f, "{host} refuses the letter: {said}"),
            (Step::Letter, false) => write!(
                f,
                "{host} did not say whether it took the letter ({said}); it may arrive twice"
            ),
        }
    }
}

impl std::error::Error for Trouble {}

/// A connection that is greeted, encrypted and signed in.
pub struct Session {
    connection: SmtpConnection,
}

impl Session {
    /// Connects, step by step.
    ///
    /// # Errors
    /// The step that failed, and why.
    pub fn open(settings: &SmtpSettings, hello: &ClientId) -> Result<Self, Trouble> {
        let trouble = |step| move |error| Trouble::of(settings, step, &error);
        let places: Vec<_> = (settings.host.as_str(), settings.port)
            .to_socket_addrs()
            .map_err(|error| Trouble::new(settings, Step::Name, &error.to_string()))?
            .collect();
        let tls = match settings.security {
            Security::None => None,
            Security::Implicit | Security::Required | Security::Opportunistic => {
                Some(settings.tls().map_err(trouble(Step::Tls))?)
            }
        };
        let from_the_start = match settings.security {
            Security::Implicit => tls.as_ref(),
            Security::Required | Security::Opportunistic | Security::None => None,
        };
        let mut connection = SmtpConnection::connect(
            places.as_slice(),
            Some(CONNECT),
            hello,
            from_the_start,
            None,
        )
        .map_err(|error| {
            let step = if error.is_tls() || is_about_certificates(&error) {
                Step::Tls
            } else {
                Step::Connect
            };
            Trouble::of(settings, step, &error)
        })?;
        connection
            .set_timeout(Some(COMMAND))
            .map_err(|error| Trouble::new(settings, Step::Connect, &error.to_string()))?;
        if let Some(tls) = &tls {
            encrypt(&mut connection, settings, tls, hello)?;
        }
        sign_in(&mut connection, settings)?;
        Ok(Self { connection })
    }

    /// Whether a connection that was lying idle still answers.
    pub fn lives(&mut self) -> bool {
        self.connection.set_timeout(Some(PROBE)).is_ok()
            && self.connection.test_connected()
            && self.connection.set_timeout(Some(COMMAND)).is_ok()
    }

    /// Hands one letter over.
    ///
    /// # Errors
    /// The step that failed, and why. The conversation cannot be used any more then.
    pub fn deliver(
        &mut self,
        settings: &SmtpSettings,
        envelope: &Envelope,
        letter: &[u8],
    ) -> Result<(), Trouble> {
        let trouble = |step| move |error| Trouble::of(settings, step, &error);
        let parameters = self.parameters(settings, envelope, letter)?;
        self.connection
            .command(Mail::new(envelope.from().cloned(), parameters))
            .map_err(trouble(Step::Sender))?;
        for recipient in envelope.to() {
            self.connection
                .command(Rcpt::new(recipient.clone(), Vec::new()))
                .map_err(trouble(Step::Recipient))?;
        }
        pass(KillPoint::DeliveryBegun);
        self.connection
            .command(Data)
            .map_err(trouble(Step::Letter))?;
        let taken = match str::from_utf8(letter) {
            Ok(letter) => self.connection.command(Whole(letter)),
            Err(_) => self.connection.message(letter),
        };
        taken.map_err(trouble(Step::Letter))?;
        pass(KillPoint::DeliveryTaken);
        Ok(())
    }

    /// Says good-bye.
    pub fn close(mut self) {
        self.connection.abort();
    }

    /// What the letter needs the server to know of: letters beyond ASCII in addresses
    /// (RFC 6531) or in the text (RFC 6152).
    fn parameters(
        &self,
        settings: &SmtpSettings,
        envelope: &Envelope,
        letter: &[u8],
    ) -> Result<Vec<MailParameter>, Trouble> {
        let knows = |what| self.connection.server_info().supports_feature(what);
        let refused = |said| Trouble {
            permanent: true,
            answered: true,
            ..Trouble::new(settings, Step::Recipient, said)
        };
        let mut parameters = Vec::new();
        let beyond_ascii = |address: &lettre::Address| !address.to_string().is_ascii();
        if envelope
            .to()
            .iter()
            .chain(envelope.from())
            .any(beyond_ascii)
        {
            if !knows(Extension::SmtpUtfEight) {
                return Err(refused("it takes no letters beyond ASCII in an address"));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !letter.is_ascii() {
            if !knows(Extension::EightBitMime) {
                return Err(refused("it takes no text beyond ASCII (8BITMIME)"));
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

fn encrypt(
    connection: &mut SmtpConnection,
    settings: &SmtpSettings,
    tls: &TlsParameters,
    hello: &ClientId,
) -> Result<(), Trouble> {
    let offered = connection.can_starttls();
    match settings.security {
        Security::Required if !offered => Err(Trouble::new(
            settings,
            Step::Tls,
            "the server does not offer STARTTLS",
        )),
        Security::Required | Security::Opportunistic if offered => connection
            .starttls(tls, hello)
            .map_err(|error| Trouble::of(settings, Step::Tls, &error)),
        Security::Required | Security::Opportunistic | Security::Implicit | Security::None => {
            Ok(())
        }
    }
}

fn sign_in(connection: &mut SmtpConnection, settings: &SmtpSettings) -> Result<(), Trouble> {
    let Some(credentials) = &settings.credentials else {
        return Ok(());
    };
    if !connection.is_encrypted() && settings.security == Security::Opportunistic {
        return Err(Trouble::new(
            settings,
            Step::SignIn,
            "the server does not offer STARTTLS, and the password is not sent in clear",
        ));
    }
    connection
        .auth(DEFAULT_MECHANISMS, credentials)
        .map(|_| ())
        .map_err(|error| Trouble::of(settings, Step::SignIn, &error))
}

/// A TLS alert on a connection that is TLS from the start reads as a network error.
fn is_about_certificates(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(one) = cause {
        if one.downcast_ref::<rustls::Error>().is_some() {
            return true;
        }
        if let Some(io) = one.downcast_ref::<std::io::Error>()
            && io
                .get_ref()
                .is_some_and(|inner| inner.is::<rustls::Error>())
        {
            return true;
        }
        cause = one.source();
    }
    false
}
