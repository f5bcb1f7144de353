//! Hands letters to the mail server, and says in plain words what is wrong with it.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use lettre::transport::smtp::extension::ClientId;

use super::{
    compose::{self, Composed},
    letters::Site,
    session::{Session, Trouble},
    settings::SmtpSettings,
};
use crate::{
    desk::ports::{Mailer, Outcome},
    domain::{ids::LetterId, lang::Lang, letter::Letter, people::EmailAddress},
};

/// The most connections that are kept for the next letters.
const KEPT: usize = 2;

/// The mailer that speaks SMTP. Connections are kept between letters, and tried before use.
pub struct SmtpMailer {
    settings: SmtpSettings,
    site: Site,
    hello: ClientId,
    idle: Mutex<Vec<Session>>,
}

impl SmtpMailer {
    /// A mailer for one server and one site. Nothing is connected yet.
    #[must_use]
    pub fn new(settings: SmtpSettings, site: Site) -> Self {
        let hello = compose::hello(&site, &settings);
        Self {
            settings,
            site,
            hello,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The server and the sender.
    #[must_use]
    pub const fn settings(&self) -> &SmtpSettings {
        &self.settings
    }

    /// Connects, encrypts and signs in without sending anything.
    ///
    /// # Errors
    /// A sentence that says what is wrong: the name, the port, TLS, the sign-in, a refusal.
    pub fn test(&self) -> Result<(), Trouble> {
        Session::open(&self.settings, &self.hello).map(Session::close)
    }

    /// Sends the letter of `guichet mail test` to one address; `now` is its date.
    pub fn send_test(
        &self,
        id: LetterId,
        to: &EmailAddress,
        lang: Lang,
        now: DateTime<Utc>,
    ) -> Outcome {
        self.composed(|| compose::test(id, to, lang, now, &self.site, &self.settings))
    }

    /// Composes and hands over. Composing depends on nothing but the letter: what fails or
    /// panics once would always, so the letter is refused rather than tried for days.
    fn composed(
        &self,
        compose: impl FnOnce() -> Result<Composed, compose::ComposeError>,
    ) -> Outcome {
        match catch_unwind(AssertUnwindSafe(compose)) {
            Ok(Ok(composed)) => match self.hand_over(&composed) {
                Ok(()) => Outcome::Sent,
                Err(trouble) => trouble.outcome(),
            },
            Ok(Err(error)) => Outcome::Refused {
                why: error.to_string(),
            },
            Err(_) => Outcome::Refused {
                why: "the letter could not be written: its text breaks the composer".to_owned(),
            },
        }
    }

    fn hand_over(&self, letter: &Composed) -> Result<(), Trouble> {
        let Composed { envelope, bytes } = letter;
        if let Some(mut session) = self.take_idle() {
            match session.deliver(&self.settings, envelope, bytes) {
                Ok(()) => {
                    self.keep(session);
                    return Ok(());
                }
                Err(trouble) if trouble.blames_the_connection() => session.close(),
                Err(trouble) => {
                    session.close();
                    return Err(trouble);
                }
            }
        }
        let mut session = Session::open(&self.settings, &self.hello)?;
        match session.deliver(&self.settings, envelope, bytes) {
            Ok(()) => {
                self.keep(session);
                Ok(())
            }
            Err(trouble) => {
                session.close();
                Err(trouble)
            }
        }
    }

    fn take_idle(&self) -> Option<Session> {
        loop {
            // The guard must not live across the probe, which waits for the network.
            let kept = self
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let mut session = kept?;
            if session.lives() {
                return Some(session);
            }
        }
    }

    fn keep(&self, session: Session) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(session);
        } else {
            drop(idle);
            session.close();
        }
    }
}

impl Mailer for SmtpMailer {
    fn send(&self, letter: &Letter) -> Outcome {
        self.composed(|| compose::letter(letter, &self.site, &self.settings))
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("settings", &self.settings)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}
