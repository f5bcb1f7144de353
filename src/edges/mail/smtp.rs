//! Hands letters to the mail server, and says in plain words what is wrong with it.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
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

/// How long a letter may take in all, from the connection to the answer after its last byte: less
/// than a sender must have left of its lease.
const LIMIT: Duration = Duration::from_secs(90);

/// The mailer that speaks SMTP. Connections are kept between letters, and tried before use.
#[derive(Clone)]
pub struct SmtpMailer {
    site: Site,
    line: Arc<Line>,
    limit: Duration,
}

impl SmtpMailer {
    /// A mailer for one server and one site. Nothing is connected yet.
    #[must_use]
    pub fn new(settings: SmtpSettings, site: Site) -> Self {
        let hello = compose::hello(&site, &settings);
        Self {
            site,
            line: Arc::new(Line {
                settings,
                hello,
                idle: Mutex::new(Vec::new()),
            }),
            limit: LIMIT,
        }
    }

    /// The same, with another limit on the time that one letter may take.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The server and the sender.
    #[must_use]
    pub fn settings(&self) -> &SmtpSettings {
        &self.line.settings
    }

    /// Connects, encrypts and signs in without sending anything.
    ///
    /// # Errors
    /// A sentence that says what is wrong: the name, the port, TLS, the sign-in, a refusal.
    pub fn test(&self) -> Result<(), Trouble> {
        Session::open(&self.line.settings, &self.line.hello).map(Session::close)
    }

    /// Sends the letter of `guichet mail test` to one address; `now` is its date.
    pub fn send_test(
        &self,
        id: LetterId,
        to: &EmailAddress,
        lang: Lang,
        now: DateTime<Utc>,
    ) -> Outcome {
        let compose = || compose::test(id, to, lang, now, &self.site, &self.line.settings);
        self.composed(compose, &|| true)
    }

    /// Composes and hands over. Composing depends on nothing but the letter: what fails or
    /// panics once would always, so the letter is refused rather than tried for days.
    fn composed(
        &self,
        compose: impl FnOnce() -> Result<Composed, compose::ComposeError>,
        ours: &dyn Fn() -> bool,
    ) -> Outcome {
        match catch_unwind(AssertUnwindSafe(compose)) {
            Ok(Ok(composed)) => match self.hand_over(composed, ours) {
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

    /// Hands a letter over within the limit, if `ours` still says so at the end.
    ///
    /// A thread of its own speaks to the server: each answer has its time, but a server that gives
    /// one byte of it now and then could make a letter last for ever. Whoever waits in vain leaves
    /// that thread alone; it hands nothing over any more, and ends with its connection.
    fn hand_over(&self, letter: Composed, ours: &dyn Fn() -> bool) -> Result<(), Trouble> {
        let (ask, asked) = mpsc::channel();
        let line = Arc::clone(&self.line);
        let end = Instant::now() + self.limit;
        let said = ask.clone();
        thread::Builder::new()
            .name("letter".to_owned())
            .spawn(move || {
                let may_leave = || {
                    let (answer, answered) = mpsc::sync_channel(1);
                    ask.send(Said::MayItLeave(answer)).is_ok() && answered.recv() == Ok(true)
                };
                let done = line.hand_over(&letter, &may_leave);
                // Nobody listens any more when the time was over.
                drop(said.send(Said::Done(done)));
            })
            .map_err(|_| Trouble::too_slow(&self.line.settings, self.limit, false))?;
        let mut begun = false;
        loop {
            match asked.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(Said::MayItLeave(answer)) => {
                    begun = ours();
                    // The thread waits for it, unless its connection broke meanwhile.
                    let _ = answer.send(begun);
                }
                Ok(Said::Done(done)) => return done,
                Err(_) => {
                    return Err(Trouble::too_slow(&self.line.settings, self.limit, begun));
                }
            }
        }
    }
}

/// What the thread that speaks to the server says to the one that waits.
enum Said {
    /// The server waits for the letter; may it have it?
    MayItLeave(mpsc::SyncSender<bool>),
    /// How it ended.
    Done(Result<(), Trouble>),
}

/// The way to the mail server, with the connections that are kept.
struct Line {
    settings: SmtpSettings,
    hello: ClientId,
    idle: Mutex<Vec<Session>>,
}

impl Line {
    fn hand_over(&self, letter: &Composed, may_leave: &dyn Fn() -> bool) -> Result<(), Trouble> {
        let Composed { envelope, bytes } = letter;
        if let Some(mut session) = self.take_idle() {
            match session.deliver(&self.settings, envelope, bytes, may_leave) {
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
        match session.deliver(&self.settings, envelope, bytes, may_leave) {
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
        self.send_while(letter, &|| true)
    }

    fn send_while(&self, letter: &Letter, ours: &dyn Fn() -> bool) -> Outcome {
        let compose = || compose::letter(letter, &self.site, &self.line.settings);
        self.composed(compose, ours)
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("settings", &self.line.settings)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}
