//! A letter of a vendor's desk becomes what the vendor says on its case; never anything on the ticket.
//!
//! # Why
//! A vendor that is reached by mail has nothing but letters, and what it writes moves clocks that it is
//! held to. So a letter counts only when it is shown to be of the vendor: it is from the address of its
//! desk, and came to the address that this desk alone was given or is vouched for by our own mail server;
//! or both, from a colleague's address of the same domain; or it is vouched for, and of somebody of the
//! vendor whom we know. Everything else that speaks of a case is held, with its bytes, until somebody of
//! the desk says whose it is.
//!
//! What a person wrote is an answer; the first one takes the case in charge, and every clock moves as if it
//! were pressed on the page. What a program wrote is shown and moves nothing, and an automatic answer is
//! only kept; both may bring the vendor's own number. The files of what is shown are files of the case,
//! which the desk and the vendor read and no customer does.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{handle::Read, note::text_of};
use crate::{
    desk::{CaseChange, Desk, Error, FormKey, Found, attach},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, TicketId, VendorCaseId},
        incoming::{Authentication, IncomingMail, Kind, Outcome},
        mail_domain,
        notice::Notice,
        people::{EmailAddress, Person, Role},
        ticket::{Description, Line, Reference, Ticket},
        vendor::{CaseAct, OutsideDesk, VendorCase},
    },
    store::{
        Conn, StoreError, letters, people, tickets,
        vendor::{
            cases, desks,
            outside::{self, CaseLetter},
        },
    },
};

/// How many of the ids that a letter refers to are looked at.
const MOST_REFERENCES: usize = 8;

/// The case that a letter speaks of.
pub(super) struct CaseThread {
    pub(super) case: VendorCase,
    /// In whose name it is written; nobody's where nothing shows that the vendor wrote it.
    pub(super) writer: Option<PersonId>,
    /// In whose name it is where somebody says that it is the vendor's.
    pub(super) speaker: Option<PersonId>,
}

impl Desk {
    /// The case that a letter was sent to, or refers to.
    pub(super) fn case_referred_to(
        &self,
        conn: &mut Conn,
        mail: &IncomingMail,
        delivered_to: Option<&EmailAddress>,
        sender: Option<&Person>,
    ) -> Result<Option<CaseThread>, Error> {
        let addresses = delivered_to.into_iter().chain(&mail.recipients);
        if let Some(token) = self.case_token_among(addresses)
            && let Some(case) = cases::find(conn, token.case, &Scope::Desk)?
        {
            let desk = desks::find(conn, case.vendor)?;
            let given = match desk.and_then(|desk| desk.mail) {
                Some(mail) => self.was_given_case(token, &mail)?,
                None => false,
            };
            return case_thread(conn, case, mail, (sender, given)).map(Some);
        }
        for id in self.cases_meant(conn, &mail.references)? {
            if let Some(case) = cases::find(conn, id, &Scope::Desk)? {
                return case_thread(conn, case, mail, (sender, false)).map(Some);
            }
        }
        Ok(None)
    }

    /// The case that the subject of a letter names.
    pub(super) fn case_named(
        &self,
        conn: &mut Conn,
        mail: &IncomingMail,
        sender: Option<&Person>,
    ) -> Result<Option<CaseThread>, Error> {
        let subject = mail.subject.as_ref().map_or("", |line| line.as_str());
        let Some((reference, rank)) = named(subject) else {
            return Ok(None);
        };
        let Some(ticket) = tickets::by_reference(conn, &reference, &Scope::Desk)? else {
            return Ok(None);
        };
        let all = cases::of(conn, ticket.id, &Scope::Desk)?;
        match all.into_iter().find(|one| one.rank == rank) {
            Some(case) => case_thread(conn, case, mail, (sender, false)).map(Some),
            None => Ok(None),
        }
    }

    /// The cases of the letters that a letter refers to: ours, and the vendor's earlier ones.
    fn cases_meant(
        &self,
        conn: &mut Conn,
        references: &[String],
    ) -> Result<Vec<VendorCaseId>, Error> {
        let mut meant = Vec::new();
        for id in references.iter().take(MOST_REFERENCES) {
            meant.extend(self.case_root(id));
            let ours = letters::by_message_id(conn, id)?;
            if let Some(Notice::CaseForVendor { case, .. }) = ours.map(|letter| letter.notice) {
                meant.push(case.id);
            }
        }
        meant.extend(outside::case_of_mail(conn, references)?);
        Ok(meant)
    }

    /// The case whose letters all refer to this id, where it is the root of one.
    fn case_root(&self, id: &str) -> Option<VendorCaseId> {
        let inner = id.strip_prefix('<')?.strip_suffix('>')?;
        let (left, host) = inner.split_once('@')?;
        let ours = host.eq_ignore_ascii_case(&self.site.mail_host);
        ours.then(|| left.parse().ok())?
    }

    /// What a vendor's desk wrote goes where it belongs; `asked` when somebody said that it is its.
    pub(super) fn hear_case(&self, read: Read, asked: bool) -> Result<(), Error> {
        let thread = read.case.as_ref().ok_or(Error::NotFound)?;
        let asked_for = thread.speaker.filter(|_| asked);
        let Some(writer) = thread.writer.or(asked_for) else {
            return self.set_aside(read, Outcome::NotOfVendor);
        };
        let (id, message) = (thread.case.id, MessageId::from(read.letter.id.uuid()));
        let text = text_of(&read)?;
        let files = self.keep_case_files(&read, thread.case.ticket)?;
        let form = files.clone();
        let (desk, read) = (self.behind(&Scope::Desk), Arc::new(read));
        let heard = desk.clone().insist(move |tx| {
            // Between reading and this moment the case may have moved.
            let case = cases::find(tx, id, &Scope::Desk).found()?;
            let ticket = tickets::find(tx, case.ticket, &Scope::Desk).found()?;
            let person = people::find(tx, writer).found()?;
            let who = (&ticket, &person);
            let known = match &read.mail.message_id {
                Some(mail_id) => outside::was_heard(tx, id, mail_id)?,
                None => false,
            };
            let act = match read.kind {
                Kind::Person if case.state.is_open() => Some(CaseAct::Answer(message)),
                Kind::Person | Kind::Automatic => Some(CaseAct::Remark(message)),
                Kind::AutoReply | Kind::Ours => None,
            };
            let act = act.filter(|_| !known);
            let heard = act.is_some();
            if !known && let Some(number) = number_in(tx, &case, &read)? {
                let change = (CaseAct::Refer(number), None);
                desk.say_for_vendor(tx, id, who, change, read.now)?;
            }
            if let Some(act) = act {
                let change = (act, Some(text.clone()));
                desk.say_for_vendor(tx, id, who, change, read.now)?;
                if let Some(form) = &form {
                    attach::accept_of_vendor(tx, form, (ticket.id, id, message))?;
                }
            }
            let kept = CaseLetter {
                letter: read.letter.id,
                case: id,
                mail_id: read.mail.message_id.clone(),
                message: heard.then_some(message),
            };
            outside::keep_letter(tx, &kept).map_err(raced)?;
            let outcome = if heard {
                Outcome::OnCase
            } else {
                Outcome::SetAside
            };
            read.settle(tx, (outcome, None), None, Some(ticket.id))?;
            Ok(heard)
        })?;
        if let Some(form) = files.filter(|_| !heard) {
            for file in self.waiting_files(&form)? {
                self.drop_waiting_file(&form, file.id)?;
            }
        }
        self.bell.ring();
        Ok(())
    }

    /// Keeps the files of what a vendor's desk wrote until the case has it, within the limits of the
    /// ticket's contract; under a key drawn for this very try. What is too much stays in the letter.
    fn keep_case_files(&self, read: &Read, ticket: TicketId) -> Result<Option<FormKey>, Error> {
        if matches!(read.kind, Kind::AutoReply | Kind::Ours) || read.mail.files.is_empty() {
            return Ok(None);
        }
        let limits = self.file_limits_of(ticket, &Scope::Desk)?;
        let form = FormKey::message(MessageId::fresh());
        let kept = self.keep_mail_files(&form, &read.mail.files, limits)?;
        Ok(kept.any.then_some(form))
    }

    /// Does with a case what a letter says, in the name of who wrote it.
    fn say_for_vendor(
        &self,
        tx: &mut Conn,
        case: VendorCaseId,
        (ticket, person): (&Ticket, &Person),
        (act, text): (CaseAct, Option<Description>),
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let found = cases::find(tx, case, &Scope::Desk).found()?;
        let change = CaseChange {
            case,
            by: person.id,
            act,
            text,
        };
        self.do_on_case(tx, (ticket, found), person, &change, now)
    }
}

/// Who wrote on a case.
fn case_thread(
    conn: &mut Conn,
    case: VendorCase,
    mail: &IncomingMail,
    (sender, given): (Option<&Person>, bool),
) -> Result<CaseThread, Error> {
    let own = desks::find(conn, case.vendor)?.and_then(|desk| desk.mail);
    let speaker = outside::find(conn, case.vendor)?.map(|desk| desk.speaker);
    let of_desk = match (&own, &mail.from) {
        (Some(own), Some(from)) => is_of_desk(own, from, given, mail.authentication),
        _ => false,
    };
    let known = sender
        .filter(|person| is_of_vendor(person, &case))
        .filter(|_| mail.authentication == Authentication::Passed)
        .map(|person| person.id);
    Ok(CaseThread {
        writer: known.or(speaker.filter(|_| of_desk)),
        case,
        speaker,
    })
}

/// Whether a letter is of a vendor's desk: from its own address by the way that it was given, or vouched
/// for; or both, from an address beside it. What our own server calls forged never is.
fn is_of_desk(
    own: &EmailAddress,
    from: &EmailAddress,
    given: bool,
    authentication: Authentication,
) -> bool {
    let vouched = authentication == Authentication::Passed;
    let same = own.key() == from.key();
    let beside = own.domain().eq_ignore_ascii_case(from.domain())
        && matches!(mail_domain::parse(own.domain()), Ok(Some(_)));
    authentication != Authentication::Failed
        && ((same && (given || vouched)) || (beside && given && vouched))
}

/// Whether somebody belongs to the vendor of a case.
fn is_of_vendor(person: &Person, case: &VendorCase) -> bool {
    person.active && person.role == Role::Requester && person.organisation == Some(case.vendor)
}

/// The vendor's own number, where a letter brings the first one that is known of the case.
fn number_in(tx: &mut Conn, case: &VendorCase, read: &Read) -> Result<Option<Line>, Error> {
    if case.reference.is_some() {
        return Ok(None);
    }
    let Some(OutsideDesk {
        numbering: Some(numbering),
        ..
    }) = outside::find(tx, case.vendor)?
    else {
        return Ok(None);
    };
    let subject = read.mail.subject.as_ref();
    let body = read.mail.body.text.as_ref();
    Ok(subject
        .and_then(|line| numbering.find(line.as_str()))
        .or_else(|| body.and_then(|text| numbering.find(text.as_str()))))
}

/// The same letter came by another way at the same moment: the next try finds it.
fn raced(error: StoreError) -> Error {
    match error {
        StoreError::Taken => Error::Overtaken,
        error => error.into(),
    }
}

/// The case that a text names: `INC-2026-01042-E1`.
pub(in crate::desk) fn named(subject: &str) -> Option<(Reference, u32)> {
    subject
        .split(|one: char| !one.is_ascii_alphanumeric() && one != '-')
        .find_map(|word| {
            let word = word.to_uppercase();
            let (reference, rank) = word.rsplit_once("-E")?;
            Some((reference.parse().ok()?, rank.parse().ok()?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Authentication::{Failed, Passed, Unknown};

    #[test]
    fn a_subject_names_a_case_and_a_ticket_is_none() {
        for subject in [
            "Re: [INC-2026-01042-E2] Import",
            "TR : inc-2026-01042-e2",
            "(INC-2026-01042-E2)",
        ] {
            let case = Some((Reference::new(2026, 1042), 2));
            assert_eq!(named(subject), case, "{subject}");
        }
        for subject in ["", "INC-2026-01042", "INC-2026-01042-E", "A-E1"] {
            assert_eq!(named(subject), None, "{subject}");
        }
    }

    #[test]
    fn only_who_was_given_the_address_or_is_vouched_for_is_the_desk() {
        let address = |text: &str| EmailAddress::parse(text).unwrap();
        let own = address("desk@divalto.example");
        for (from, given, told, expected) in [
            ("Desk@Divalto.example", true, Unknown, true),
            ("desk@divalto.example", false, Passed, true),
            ("desk@divalto.example", false, Unknown, false),
            ("desk@divalto.example", true, Failed, false),
            ("jean@divalto.example", true, Passed, true),
            ("jean@divalto.example", true, Unknown, false),
            ("jean@divalto.example", false, Passed, false),
            ("desk@elsewhere.example", true, Passed, false),
        ] {
            let is = is_of_desk(&own, &address(from), given, told);
            assert_eq!(is, expected, "{from} {given} {told:?}");
        }
        let shared = address("desk.divalto@gmail.com");
        let other = address("mallory@gmail.com");
        assert!(!is_of_desk(&shared, &other, true, Passed));
    }
}
