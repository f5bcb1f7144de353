//! A vendor's program calls here: what it says is done on its case, once.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::{
    desk::{CaseChange, Desk, Error, Found, receive_mail::case_named_in},
    domain::{
        access::Scope,
        ids::MessageId,
        ticket::Ticket,
        vendor::{CaseAct, CaseState, HeardWord, Hook, NotHeard, VendorCase},
        webhook::{NotSigned, verify},
    },
    kill_point::{KillPoint, pass},
    store::{
        Conn, people, tickets,
        vendor::{cases, hooks, outside},
    },
};

use super::super::raced;

/// How often one vendor is listened to in an hour.
const MOST_AN_HOUR: i64 = 600;
/// The longest id of a call, in bytes.
const LONGEST_ID: usize = 200;

/// A call as it came.
#[derive(Clone, Debug)]
pub struct HeardCall {
    /// The door at which it came.
    pub door: String,
    /// Its `webhook-id`.
    pub id: String,
    /// Its `webhook-timestamp`.
    pub timestamp: String,
    /// Its `webhook-signature`.
    pub signature: String,
    /// What it says.
    pub body: Vec<u8>,
}

/// What became of a call that was heard.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeardCase {
    /// The case, as it is called.
    pub case: String,
    /// Where it stands.
    pub state: CaseState,
    /// Whether the same call had come before: nothing was done.
    pub again: bool,
}

/// Why a call is not heard. Nothing of it is kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HookRefused {
    /// No vendor calls at this door.
    NoDoor,
    /// It is not shown to be the vendor's.
    NotSigned(NotSigned),
    /// It says nothing that can be taken.
    NotHeard(NotHeard),
    /// There is no such case, or none of this vendor.
    NoCase,
    /// Another call had the same id.
    Repeated,
    /// The state of the case does not allow it.
    Closed(CaseState),
    /// The vendor says too much in an hour.
    TooMany,
}

impl Desk {
    /// Hears a call: what it says is done on its case in the vendor's name. The same call again does
    /// nothing more, and is told the same.
    ///
    /// # Errors
    /// When the database fails, or what is stored cannot be understood.
    pub fn hear_vendor(&self, call: HeardCall) -> Result<Result<HeardCase, HookRefused>, Error> {
        let (desk, now) = (self.behind(&Scope::Desk), self.clock.now());
        let door = call.door.clone();
        let hook = desk.store.read(move |conn| hooks::at_door(conn, &door))?;
        let Some(hook) = hook else {
            return Ok(Err(HookRefused::NoDoor));
        };
        if let Err(why) = desk.is_of_vendor(&hook, &call, now)? {
            return Ok(Err(HookRefused::NotSigned(why)));
        }
        let word = match HeardWord::read(&call.body) {
            Ok(word) => word,
            Err(why) => return Ok(Err(HookRefused::NotHeard(why))),
        };
        let doing = desk.clone();
        let heard = desk.insist(move |tx| {
            let heard = doing.hear_word(tx, (&hook, &call), &word, now);
            heard.map_err(raced)
        });
        self.bell.ring();
        match heard {
            // What was begun of it is undone.
            Err(Error::CaseRefused(state)) => Ok(Err(HookRefused::Closed(state))),
            heard => heard,
        }
    }

    fn is_of_vendor(
        &self,
        hook: &Hook,
        call: &HeardCall,
        now: DateTime<Utc>,
    ) -> Result<Result<(), NotSigned>, Error> {
        let plain =
            call.id.len() <= LONGEST_ID && call.id.bytes().all(|one| one.is_ascii_graphic());
        if !plain {
            return Ok(Err(NotSigned::Missing));
        }
        let secrets = self.secrets_of(hook, now)?;
        let said = (
            call.id.as_str(),
            call.timestamp.as_str(),
            call.signature.as_str(),
        );
        Ok(verify(&secrets, said, &call.body, now))
    }

    fn hear_word(
        &self,
        tx: &mut Conn,
        (hook, call): (&Hook, &HeardCall),
        word: &HeardWord,
        now: DateTime<Utc>,
    ) -> Result<Result<HeardCase, HookRefused>, Error> {
        let Some((ticket, case)) = case_of(tx, hook, word)? else {
            return Ok(Err(HookRefused::NoCase));
        };
        let digest = digest(&call.body);
        if let Some(before) = hooks::heard(tx, hook.vendor, &call.id)? {
            return Ok(if before == digest {
                Ok(heard(&ticket, &case, true))
            } else {
                Err(HookRefused::Repeated)
            });
        }
        let hour = now - TimeDelta::hours(1);
        if hooks::heard_since(tx, hook.vendor, hour)? >= MOST_AN_HOUR {
            return Ok(Err(HookRefused::TooMany));
        }
        let id = case.id;
        hooks::keep_heard(tx, (hook.vendor, &call.id), id, &digest, now)?;
        let number = word.reference.clone();
        let number = number.filter(|number| case.reference.as_ref() != Some(number));
        let acts = word.acts(case.state, MessageId::fresh());
        let speaker = outside::find(tx, hook.vendor).found()?.speaker;
        let person = people::find(tx, speaker).found()?;
        for act in number.map(CaseAct::Refer).into_iter().chain(acts) {
            let case = cases::find(tx, id, &Scope::Desk).found()?;
            let change = CaseChange {
                case: id,
                by: speaker,
                text: act.message().and(word.text.clone()),
                act,
            };
            self.do_on_case(tx, (&ticket, case), &person, &change, now)?;
        }
        pass(KillPoint::IntakeWritten);
        let case = cases::find(tx, id, &Scope::Desk).found()?;
        Ok(Ok(heard(&ticket, &case, false)))
    }
}

/// The case that a call names, where it is one of the vendor's.
fn case_of(
    tx: &mut Conn,
    hook: &Hook,
    word: &HeardWord,
) -> Result<Option<(Ticket, VendorCase)>, Error> {
    let Some((reference, rank)) = case_named_in(&word.case) else {
        return Ok(None);
    };
    let Some(ticket) = tickets::by_reference(tx, &reference, &Scope::Desk)? else {
        return Ok(None);
    };
    let all = cases::of(tx, ticket.id, &Scope::Desk)?;
    let mut theirs = all.into_iter().filter(|one| one.vendor == hook.vendor);
    Ok(theirs
        .find(|one| one.rank == rank)
        .map(|case| (ticket, case)))
}

fn heard(ticket: &Ticket, case: &VendorCase, again: bool) -> HeardCase {
    HeardCase {
        case: Desk::case_reference(ticket, case),
        state: case.state,
        again,
    }
}

/// SHA-256 of a body, in hexadecimal.
fn digest(body: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(body) {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
