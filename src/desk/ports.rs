//! What the desk asks of the edges, without knowing them.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::domain::{
    incoming::IncomingMail,
    lang::Lang,
    letter::Letter,
    monitor::{LookFault, Target},
    status_hook::{NewsKind, StatusTold},
    webhook::{HookFault, HookUrl},
};

/// Who carries letters to the mail server.
pub trait Mailer: Send + Sync + fmt::Debug {
    /// Tries once to send a letter. It may take a minute; no transaction may be open meanwhile.
    fn send(&self, letter: &Letter) -> Outcome;

    /// The same, but asks `ours` before the last byte of the letter is handed over, and hands nothing
    /// over when the letter is somebody else's by then: a process may have stood still for longer
    /// than its lease.
    fn send_while(&self, letter: &Letter, ours: &dyn Fn() -> bool) -> Outcome {
        if ours() {
            self.send(letter)
        } else {
            Outcome::NotNow {
                why: "the lease was over before the letter could leave".to_owned(),
            }
        }
    }
}

/// Who reads letters that came in.
pub trait MailReader: Send + Sync + fmt::Debug {
    /// What a letter says. There is always an answer: what cannot be read is said in its remarks.
    fn read(&self, raw: &[u8]) -> IncomingMail;
}

/// What became of one try to send a letter. Reasons are plain words without any secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// Not now: the server did not answer, or asked to come back later (RFC 5321: 4yz). Also
    /// when the answer after the last byte was lost: the letter may leave twice, with the same
    /// `Message-ID`.
    NotNow {
        /// What is wrong, and where.
        why: String,
    },
    /// Not now, nor any other letter: the mail server does not answer, or lets nobody in.
    Unreachable {
        /// What is wrong, and where.
        why: String,
    },
    /// Never: the server refuses the recipient or the letter for good (RFC 5321: 5yz).
    Refused {
        /// What is wrong, and where.
        why: String,
    },
}

/// Who looks whether something works. A look follows no redirect, and takes no longer than its limit.
pub trait Looker: Send + Sync + fmt::Debug {
    /// Whether any address may be looked at, on this machine and its network too, and without TLS.
    fn looks_anywhere(&self) -> bool;

    /// Looks once. It may take a while; no transaction may be open meanwhile.
    ///
    /// # Errors
    /// What is wrong.
    fn look(&self, target: &Target) -> Result<(), LookFault>;
}

/// Who calls other people's programs. It follows no redirect, and gives up after a quarter of a minute.
pub trait HookCaller: Send + Sync + fmt::Debug {
    /// Whether any address may be called, on this machine and its network too, and without TLS.
    fn calls_anywhere(&self) -> bool;

    /// Whether an address may be called now, by what its name stands for.
    ///
    /// # Errors
    /// What is wrong with it.
    fn may_call(&self, url: &HookUrl) -> Result<(), HookFault>;

    /// Calls once. It may take a while; no transaction may be open meanwhile.
    fn call(&self, call: &HookCall) -> Called;
}

/// Who words the news that programs are told.
pub trait NewsWriter: Send + Sync + fmt::Debug {
    /// The body of a call that tells news, in a language. The same news is the same body.
    fn news(&self, kind: NewsKind, told: &StatusTold, lang: Lang) -> Vec<u8>;

    /// The body of a call that only tries.
    fn test(&self, at: DateTime<Utc>, lang: Lang) -> Vec<u8>;
}

/// A call of a program.
#[derive(Clone, Eq, PartialEq)]
pub struct HookCall {
    /// Where.
    pub address: String,
    /// What it is known by.
    pub id: String,
    /// The second at which it was signed, since 1970.
    pub timestamp: i64,
    /// The signatures.
    pub signature: String,
    /// What is said; nothing when it only asks.
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for HookCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookCall")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What became of a call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Called {
    /// The other side answered.
    Answered {
        /// With which status.
        status: u16,
        /// Its `Retry-After`.
        retry_after: Option<String>,
        /// The beginning of what it said; none when that broke off.
        body: Option<Vec<u8>>,
    },
    /// It never had the call.
    NotReached(HookFault),
    /// It may have had the call, and did not answer.
    Unknown(HookFault),
}
