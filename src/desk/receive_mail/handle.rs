//! A letter is read, and put where it belongs, all of it or nothing.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    case::CaseThread,
    file::{Filing, Greeted, MailFiles},
    thread::{Thread, person_of},
};
use crate::{
    desk::{Desk, Error, ports::MailReader},
    domain::{
        ids::{MessageId, QueueId, TicketId},
        incoming::{
            Authentication, FoundBy, InboundAddress, IncomingLetter, IncomingMail, IncomingState,
            Kind, MailBody, Origin, Outcome, Place, Remark, ReturnPath, Sureness, WhatItSays,
            place, shows_address_works, sureness,
        },
        people::Person,
    },
    kill_point::{KillPoint, pass},
    store::{
        Conn,
        incoming::{self, MailBodyRow, Settled},
        letters,
    },
};

/// How many letters of one sender are taken in an hour; further ones are held.
const MOST_OF_STRANGER: i64 = 30;
const MOST_OF_KNOWN: i64 = 300;

/// A letter that was read, with all that is known of it.
pub(super) struct Read {
    pub(super) letter: IncomingLetter,
    pub(super) mail: IncomingMail,
    /// The desk's own address that it came to.
    pub(super) address: Option<InboundAddress>,
    pub(super) sender: Option<Person>,
    pub(super) thread: Option<Thread>,
    /// The case at a vendor that it speaks of; then it is on no ticket.
    pub(super) case: Option<CaseThread>,
    /// What wrote it.
    pub(super) kind: Kind,
    pub(super) place: Place,
    pub(super) sureness: Sureness,
    pub(super) now: DateTime<Utc>,
}

impl Read {
    /// What lists show of it.
    pub(super) fn says(&self) -> WhatItSays {
        let subject = self.mail.subject.as_ref();
        WhatItSays {
            mail_id: self.mail.message_id.clone(),
            sender: self.mail.from.clone(),
            subject: subject.map_or_else(String::new, |line| line.as_str().to_owned()),
            sureness: self.sureness,
            remarks: self.mail.remarks.clone(),
        }
    }

    /// Settles it, unless somebody else has claimed it since.
    pub(super) fn settle(
        &self,
        tx: &mut Conn,
        what: (Outcome, Option<QueueId>),
        kept: Option<(TicketId, MessageId, &MailFiles)>,
        ticket: Option<TicketId>,
    ) -> Result<(), Error> {
        self.settle_saying(tx, self.says(), what, kept, ticket)
    }

    /// Holds it: its contract does not take what it asks. `told` says whether its sender knows.
    pub(super) fn settle_refused(
        &self,
        tx: &mut Conn,
        queue: Option<QueueId>,
        told: bool,
    ) -> Result<(), Error> {
        let mut says = self.says();
        says.remarks.extend(told.then_some(Remark::SenderTold));
        self.settle_saying(tx, says, (Outcome::NotEntitled, queue), None, None)
    }

    fn settle_saying(
        &self,
        tx: &mut Conn,
        read: WhatItSays,
        (outcome, queue): (Outcome, Option<QueueId>),
        kept: Option<(TicketId, MessageId, &MailFiles)>,
        ticket: Option<TicketId>,
    ) -> Result<(), Error> {
        if let Some(kept) = kept {
            keep_body(tx, kept, &self.mail.body)?;
        }
        let state = match outcome {
            Outcome::TooMany
            | Outcome::NoAddress
            | Outcome::NotEntitled
            | Outcome::OtherOrganisation
            | Outcome::NotOfVendor
            | Outcome::Failed => IncomingState::Held,
            _ => IncomingState::Settled,
        };
        let ticket = kept.map(|(ticket, ..)| ticket).or(ticket);
        let settled = Settled {
            state,
            outcome,
            read,
            queue: queue.or(self.letter.queue),
            belongs_to: ticket.map(|ticket| (ticket, kept.map(|(_, message, _)| message))),
        };
        if let Some(from) = &self.mail.from
            && shows_address_works(&self.mail.origin, outcome, self.mail.authentication)
        {
            incoming::address_wrote(tx, from, self.letter.arrived_at)?;
        }
        let (id, attempt) = (self.letter.id, self.letter.attempts);
        if incoming::settle(tx, id, attempt, &settled, self.now)? {
            pass(KillPoint::IntakeSettled);
            Ok(())
        } else {
            Err(Error::Overtaken)
        }
    }
}

impl Desk {
    /// Reads a claimed letter and puts it where it belongs. [`Error::Overtaken`] when somebody else
    /// has claimed it since: then nothing was done.
    pub(super) fn handle_mail(
        &self,
        reader: &dyn MailReader,
        letter: IncomingLetter,
    ) -> Result<(), Error> {
        let id = letter.id;
        let raw = self
            .store
            .read(move |conn| incoming::raw(conn, id))?
            .ok_or_else(|| Error::Inconsistent(format!("letter {id} has no bytes")))?;
        let mail = catch_unwind(AssertUnwindSafe(|| reader.read(&raw)))
            .map_err(|_| Error::Inconsistent(format!("reading letter {id} panicked")))?;
        drop(raw);
        pass(KillPoint::IntakeRead);
        let released = letter.outcome;
        let asked = released.is_some();
        let read = self.understood(letter, mail)?;
        let on_case = read.case.as_ref().is_some_and(|case| {
            // Somebody says what to do with it: of a vendor without a desk outside it becomes a request.
            !asked || case.writer.or(case.speaker).is_some()
        });
        let is_letter = read.kind != Kind::Ours && !matches!(read.mail.origin, Origin::Report(_));
        if on_case && is_letter {
            if !asked && self.writes_too_much(&read)? {
                return self.set_aside(read, Outcome::TooMany);
            }
            // Only who released it as what it is said that it is the vendor's.
            return self.hear_case(read, released == Some(Outcome::NotOfVendor));
        }
        // One that speaks of a ticket goes there, as it would have.
        if asked
            && read.thread.is_none()
            && let Some(address) = self.place_asked(&read)
        {
            let greeted = match read.mail.origin {
                Origin::Person => Greeted::Usual,
                _ => Greeted::Nobody,
            };
            let filing = Filing {
                address,
                greeted,
                asked,
            };
            return self.file_mail(read, &filing).map(drop);
        }
        if let Origin::Report(report) = &read.mail.origin {
            let report = report.clone();
            return self.take_report(read, report);
        }
        match read.place {
            Place::Aside => self.set_aside(read, Outcome::SetAside),
            _ if !asked && self.writes_too_much(&read)? => self.set_aside(read, Outcome::TooMany),
            Place::Reply => self.hear_mail(read),
            Place::Note | Place::ToConfirm => self.note_mail(read),
            Place::Request { silent } => match read.address.clone() {
                None => self.set_aside(read, Outcome::NoAddress),
                Some(address) => {
                    let greeted = if silent {
                        Greeted::Nobody
                    } else {
                        Greeted::Usual
                    };
                    self.file_mail(
                        read,
                        &Filing {
                            address,
                            greeted,
                            asked: false,
                        },
                    )
                    .map(drop)
                }
            },
        }
    }

    /// Everything that is known of a letter at this moment.
    pub(super) fn understood(
        &self,
        letter: IncomingLetter,
        mail: IncomingMail,
    ) -> Result<Read, Error> {
        let now = self.clock.now();
        let delivered = letter.delivered_to.clone();
        let address = delivered
            .iter()
            .chain(&mail.recipients)
            .find_map(|one| self.inbound_address(one))
            .cloned();
        let (sender, thread, case, ours) = self.store.read(|conn| -> Result<_, Error> {
            let sender = person_of(conn, mail.from.as_ref())?;
            let (to, who) = (delivered.as_ref(), sender.as_ref());
            let mut case = self.case_referred_to(conn, &mail, to, who)?;
            let thread = match &case {
                // What nothing shows to be the vendor's waits; somebody who releases it is right about
                // a customer, too.
                Some(found) if found.writer.is_some() || letter.outcome.is_none() => None,
                Some(found) => self.thread_beside(conn, &mail, to, who, found)?,
                None => self.thread_of(conn, &mail, to, who)?,
            };
            if thread.is_some() {
                case = None;
            }
            if case.is_none() && thread.is_none() {
                case = self.case_named(conn, &mail, who)?;
            }
            let ours = match &mail.message_id {
                Some(id) => letters::by_message_id(conn, id)?.is_some(),
                None => false,
            };
            Ok((sender, thread, case, ours))
        })?;
        let from_us = mail
            .from
            .as_ref()
            .is_some_and(|from| self.inbound_address(from).is_some());
        let kind = match (&mail.origin, &letter.return_path) {
            _ if ours || from_us => Kind::Ours,
            (Origin::AutoReply, _) => Kind::AutoReply,
            (Origin::Automatic | Origin::Report(_), _) | (_, ReturnPath::Null) => Kind::Automatic,
            (Origin::Person, _) => Kind::Person,
        };
        let found = thread.as_ref().map(|one| (one.by, one.writer));
        let authentication = mail.authentication;
        let by = found.map_or(FoundBy::Subject, |(by, _)| by);
        Ok(Read {
            place: place(kind, found, authentication),
            sureness: sureness(by, authentication),
            letter,
            mail,
            address,
            sender,
            thread,
            case,
            kind,
            now,
        })
    }

    /// The address under which a letter is filed because somebody said so.
    fn place_asked(&self, read: &Read) -> Option<InboundAddress> {
        let first = || self.inbound_addresses().first().cloned();
        read.address.clone().or_else(first)
    }

    /// Keeps a letter that changes nothing, with its ticket where it has one; what is held is on none
    /// until somebody decides.
    pub(super) fn set_aside(&self, read: Read, outcome: Outcome) -> Result<(), Error> {
        let ticket = match outcome {
            Outcome::SetAside => read.thread.as_ref().map(|one| one.ticket.id),
            _ => None,
        };
        let queue = self.queue_of(&read)?;
        let read = Arc::new(read);
        self.insist(move |tx| read.settle(tx, (outcome, queue), None, ticket))
    }

    /// The queue of the address that a letter came to.
    pub(super) fn queue_of(&self, read: &Read) -> Result<Option<QueueId>, Error> {
        self.queue_of_address(read.address.as_ref().map(|ours| &ours.address))
    }

    /// Whether a sender has written so much lately that somebody should look first.
    fn writes_too_much(&self, read: &Read) -> Result<bool, Error> {
        let Some(from) = read.mail.from.clone() else {
            return Ok(false);
        };
        let since = read.now - TimeDelta::hours(1);
        let known = read
            .sender
            .as_ref()
            .is_some_and(|person| person.organisation.is_some() || person.role.works_at_the_desk());
        let most = if known && read.mail.authentication != Authentication::Failed {
            MOST_OF_KNOWN
        } else {
            MOST_OF_STRANGER
        };
        let count = self
            .store
            .read(move |conn| incoming::count_of_sender(conn, &from, since))?;
        Ok(count >= most)
    }
}

/// Keeps what of a letter is shown apart.
fn keep_body(
    tx: &mut Conn,
    (ticket, message, files): (TicketId, MessageId, &MailFiles),
    body: &MailBody,
) -> Result<(), Error> {
    if body.quoted.is_empty() && body.signature.is_empty() && body.html.is_none() {
        return Ok(());
    }
    let row = MailBodyRow {
        message,
        quoted: body.quoted.clone(),
        signature: body.signature.clone(),
        html: body.html.as_ref().map(|html| files.placed(html, ticket)),
    };
    incoming::add_body(tx, ticket, &row)?;
    pass(KillPoint::IntakeBodyKept);
    Ok(())
}

/// The thread of a letter that has one.
pub(super) fn thread(read: &Read) -> Result<&Thread, Error> {
    read.thread.as_ref().ok_or(Error::NotFound)
}
