//! A conversation with a mailbox: connected, encrypted, signed in, its folder open.

use std::{
    collections::BTreeSet,
    net::{TcpStream, ToSocketAddrs as _},
    sync::Arc,
    time::{Duration, Instant},
};

use socket2::{SockRef, TcpKeepalive};

use super::{
    Order, Step, Trouble,
    answer::{Answer, Body, Status},
    text, tls,
    wire::{Broken, LOOK, Stream, Wire},
};
use crate::config::{MailboxSecurity, MailboxSetting};

mod sign_in;

/// How long a connection, its greeting and its TLS may take.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a server may be silent while it owes an answer.
const SILENCE: Duration = Duration::from_secs(60);
/// How long a server may be silent while it marks what is stored: no order to stop cuts that off.
const MARKING: Duration = Duration::from_secs(30);
/// After so much silence the system asks whether the other side still lives.
const ALIVE: Duration = Duration::from_secs(60);

/// Why a step failed: nothing when the order to stop came.
pub(super) type Failed = Option<Trouble>;

/// Why a command failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// The server refuses, in its words.
    No(String),
    /// The conversation is over.
    Broken(Broken),
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// The conversation.
#[derive(Debug)]
pub(super) struct Session {
    setting: MailboxSetting,
    wire: Wire,
    tags: u32,
    can: BTreeSet<String>,
    letters: u32,
    /// Whether letters came since [`Session::waiting`].
    news: bool,
}

impl Session {
    /// Connects, signs in, opens the folder.
    pub(super) fn open(setting: &MailboxSetting, order: &Arc<Order>) -> Result<Self, Failed> {
        let stream = connected(setting)?;
        let until = Instant::now() + CONNECT;
        let encrypt = |stream| {
            let authority = setting.authority.as_deref();
            tls::encrypt(stream, &setting.host, authority, until, order)
                .map_err(|why| Some(Trouble::new(setting, Step::Tls, false, &why)))?
                .ok_or(None)
        };
        let stream = match setting.security {
            MailboxSecurity::Implicit => Stream::Encrypted(Box::new(encrypt(stream)?)),
            MailboxSecurity::StartTls | MailboxSecurity::None => Stream::Plain(stream),
        };
        let mut session = Self {
            setting: setting.clone(),
            wire: Wire::new(stream, Arc::clone(order)),
            tags: 0,
            can: BTreeSet::new(),
            letters: 0,
            news: false,
        };
        session.greeting()?;
        session.ask_what_it_can(Step::Connect)?;
        if setting.security == MailboxSecurity::StartTls {
            let offered = session.can("STARTTLS");
            let none = "the server does not offer STARTTLS";
            if !offered {
                return Err(session.trouble(Step::Tls, false, none));
            }
            session
                .command("STARTTLS", SILENCE)
                .map_err(|why| session.failed(Step::Tls, why))?;
            let ahead = "the server says more than it was asked before TLS";
            let Some(plain) = session.wire.plain() else {
                return Err(session.trouble(Step::Tls, false, ahead));
            };
            session.wire.encrypted(encrypt(plain)?);
            session.ask_what_it_can(Step::Tls)?;
        }
        session.sign_in()?;
        session.ask_what_it_can(Step::SignIn)?;
        session.select()?;
        Ok(session)
    }

    fn greeting(&mut self) -> Result<(), Failed> {
        let answer = self
            .wire
            .answer(CONNECT)
            .map_err(|why| self.failed(Step::Connect, why.into()))?;
        match (answer.untagged("OK"), answer.untagged("PREAUTH")) {
            (None, None) => {
                let said = answer.untagged("BYE").unwrap_or(&answer.text).to_owned();
                Err(self.trouble(Step::Connect, true, &said))
            }
            _ => Ok(()),
        }
    }

    fn ask_what_it_can(&mut self, step: Step) -> Result<(), Failed> {
        let answers = self
            .command("CAPABILITY", SILENCE)
            .map_err(|why| self.failed(step, why))?;
        self.can = answers
            .iter()
            .filter_map(|answer| answer.untagged("CAPABILITY"))
            .flat_map(str::split_ascii_whitespace)
            .map(str::to_ascii_uppercase)
            .collect();
        Ok(())
    }

    fn select(&mut self) -> Result<(), Failed> {
        let folder = text::folder(&self.setting.folder);
        self.command(&["SELECT", &folder].join(" "), SILENCE)
            .map_err(|why| self.failed(Step::Folder, why))?;
        Ok(())
    }

    /// Whether the server offers something.
    pub(super) fn can(&self, what: &str) -> bool {
        self.can.contains(what)
    }

    /// Whether letters came since the last [`Session::waiting`].
    pub(super) const fn has_news(&self) -> bool {
        self.news
    }

    /// The numbers of the letters that wait: those not seen, or all, and never the deleted ones.
    pub(super) fn waiting(&mut self, all: bool) -> Result<Vec<u32>, Refusal> {
        self.news = false;
        let which = if all { "UNDELETED" } else { "UNSEEN UNDELETED" };
        let answers = self.command(&format!("UID SEARCH {which}"), SILENCE)?;
        let mut found: Vec<u32> = answers
            .iter()
            .filter_map(|answer| answer.untagged("SEARCH"))
            .flat_map(str::split_ascii_whitespace)
            .filter_map(|number| number.parse().ok())
            .collect();
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// How many bytes a letter has, as the server tells it; nothing for one that is gone.
    pub(super) fn size(&mut self, uid: u32) -> Result<Option<u64>, Refusal> {
        let answers = self.command(&format!("UID FETCH {uid} (RFC822.SIZE)"), SILENCE)?;
        let wanted = |answer: &&Answer| answer.fetched("UID") == Some(uid.into());
        let mut sizes = answers.iter().filter(wanted);
        Ok(sizes.find_map(|answer| answer.fetched("RFC822.SIZE")))
    }

    /// A letter, which stays unseen.
    pub(super) fn letter(&mut self, uid: u32) -> Result<Body, Refusal> {
        let answers = self.command(&format!("UID FETCH {uid} (BODY.PEEK[])"), SILENCE)?;
        let wanted = |answer: &Answer| answer.fetched("UID") == Some(uid.into());
        let mut bodies = answers.into_iter().filter(wanted);
        Ok(bodies
            .find_map(|mut answer| answer.body())
            .unwrap_or(Body::Missing))
    }

    /// Gives a letter flags.
    pub(super) fn flag(&mut self, uid: u32, flags: &str) -> Result<(), Refusal> {
        self.mark(&format!("UID STORE {uid} +FLAGS.SILENT ({flags})"))
    }

    /// Deletes a letter; without UIDPLUS (RFC 4315) it is only marked so: what somebody else marked
    /// would go with it.
    pub(super) fn delete(&mut self, uid: u32) -> Result<(), Refusal> {
        self.flag(uid, "\\Deleted")?;
        if self.can("UIDPLUS") {
            self.mark(&format!("UID EXPUNGE {uid}"))?;
        }
        Ok(())
    }

    /// Moves a letter (RFC 6851) to a folder, which is made if there is none.
    pub(super) fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), Refusal> {
        let folder = text::folder(folder);
        let moves = self.can("MOVE");
        let verb = if moves { "MOVE" } else { "COPY" };
        let command = format!("UID {verb} {uid} {folder}");
        match self.mark(&command) {
            Err(Refusal::No(said)) if said.to_ascii_uppercase().contains("TRYCREATE") => {
                self.mark(&format!("CREATE {folder}"))?;
                self.mark(&command)?;
            }
            done => done?,
        }
        if moves { Ok(()) } else { self.delete(uid) }
    }

    /// A command about a letter that is stored: an order to stop does not cut it off.
    fn mark(&mut self, command: &str) -> Result<(), Refusal> {
        self.wire.heeds = false;
        let marked = self.command(command, MARKING);
        self.wire.heeds = true;
        marked.map(|_| ())
    }

    /// Waits for letters, for `most` at most (RFC 2177). The server must offer IDLE.
    pub(super) fn idle(&mut self, most: Duration) -> Result<(), Refusal> {
        let until = Instant::now() + most;
        let tag = self.begin("IDLE")?;
        loop {
            let answer = self.wire.answer(SILENCE)?;
            if let Some(Status::No(said)) = answer.status(&tag) {
                return Err(Refusal::No(said));
            }
            if answer.wanted().is_some() {
                break;
            }
            self.note(&answer)?;
        }
        while !self.news {
            let left = until.saturating_duration_since(Instant::now());
            match self.wire.answer(left) {
                Ok(answer) => self.note(&answer)?,
                Err(Broken::Silent) => break,
                Err(Broken::Stopping) => {
                    // Nobody waits for what the server says to that.
                    let told = self.wire.say("DONE");
                    drop(told.and_then(|()| self.wire.say("z LOGOUT")));
                    return Err(Broken::Stopping.into());
                }
                Err(broken) => return Err(broken.into()),
            }
        }
        self.wire.say("DONE")?;
        self.until_done(&tag, SILENCE).map(|_| ())
    }

    /// Asks whether letters came, where the server has no IDLE.
    pub(super) fn look(&mut self) -> Result<(), Refusal> {
        self.command("NOOP", SILENCE).map(|_| ())
    }

    /// Says good-bye.
    pub(super) fn close(mut self) {
        self.wire.heeds = false;
        drop(self.command("LOGOUT", Duration::from_secs(1)));
    }

    fn begin(&mut self, command: &str) -> Result<String, Refusal> {
        self.tags = self.tags.wrapping_add(1);
        let tag = format!("g{}", self.tags);
        self.wire.say(&format!("{tag} {command}"))?;
        Ok(tag)
    }

    /// Gives a command; what the server says beside how it ended.
    fn command(&mut self, command: &str, silence: Duration) -> Result<Vec<Answer>, Refusal> {
        let tag = self.begin(command)?;
        self.until_done(&tag, silence)
    }

    fn until_done(&mut self, tag: &str, silence: Duration) -> Result<Vec<Answer>, Refusal> {
        let mut answers = Vec::new();
        loop {
            let answer = self.wire.answer(silence)?;
            match answer.status(tag) {
                Some(Status::Ok) => return Ok(answers),
                Some(Status::No(said)) => return Err(Refusal::No(said)),
                None => self.note(&answer)?,
            }
            answers.push(answer);
        }
    }

    /// Keeps in mind what the server says by itself.
    fn note(&mut self, answer: &Answer) -> Result<(), Refusal> {
        if let Some(letters) = answer.number_of("EXISTS") {
            self.news |= letters > self.letters;
            self.letters = letters;
        } else if answer.number_of("EXPUNGE").is_some() {
            self.letters = self.letters.saturating_sub(1);
        } else if let Some(said) = answer.untagged("BYE") {
            let said = format!("the server ends the conversation: {said}");
            return Err(Broken::Gone(said).into());
        }
        Ok(())
    }

    fn trouble(&self, step: Step, answered: bool, said: &str) -> Failed {
        Some(Trouble::new(&self.setting, step, answered, said))
    }

    /// What a refusal is at this step.
    pub(super) fn failed(&self, step: Step, why: Refusal) -> Failed {
        match why {
            Refusal::No(said) => self.trouble(step, true, &said),
            Refusal::Broken(Broken::Stopping) => None,
            Refusal::Broken(Broken::Silent) => {
                self.trouble(step, false, "the server says nothing in time")
            }
            Refusal::Broken(Broken::Gone(said)) => self.trouble(step, false, &said),
        }
    }
}

fn connected(setting: &MailboxSetting) -> Result<TcpStream, Failed> {
    let trouble = |step, said: &dyn std::fmt::Display| {
        Some(Trouble::new(setting, step, false, &said.to_string()))
    };
    let places = (setting.host.as_str(), setting.port)
        .to_socket_addrs()
        .map_err(|error| trouble(Step::Name, &error))?;
    let mut last = "it has no address".to_owned();
    for place in places {
        match TcpStream::connect_timeout(&place, CONNECT) {
            Ok(stream) => {
                let alive = TcpKeepalive::new().with_time(ALIVE);
                stream
                    .set_read_timeout(Some(LOOK))
                    .and_then(|()| stream.set_write_timeout(Some(SILENCE)))
                    .and_then(|()| stream.set_nodelay(true))
                    .and_then(|()| SockRef::from(&stream).set_tcp_keepalive(&alive))
                    .map_err(|error| trouble(Step::Connect, &error))?;
                return Ok(stream);
            }
            Err(error) => last = error.to_string(),
        }
    }
    Err(trouble(Step::Connect, &last))
}
