//! How a letter came, and how it stands with it.

use std::fmt;

use chrono::{DateTime, Utc};

use super::Remark;
use crate::domain::{
    ids::{IncomingId, MessageId, QueueId, TicketId},
    lang::Lang,
    people::EmailAddress,
    ticket::Nature,
    words::words,
};

/// Where a letter came in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Door {
    /// Fetched from a mailbox (IMAP).
    Imap,
    /// Handed over by a mail server (LMTP, RFC 2033).
    Lmtp,
    /// Piped into `guichet mail receive`.
    Pipe,
}

words!(Door {
    Imap => "imap",
    Lmtp => "lmtp",
    Pipe => "pipe",
});

/// The sender that the mail server was told, to whom failures are reported (RFC 5321, 4.4).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ReturnPath {
    /// The door does not tell.
    Unknown,
    /// Nobody: a report, or a letter that must not be answered.
    Null,
    /// This address.
    Address(EmailAddress),
}

/// A letter as a door hands it over, not yet read.
#[derive(Clone, Eq, PartialEq)]
pub struct Arrival {
    /// The door.
    pub door: Door,
    /// The sender of the envelope.
    pub return_path: ReturnPath,
    /// The address that it was delivered to, one letter for each; for a mailbox that address whose
    /// mailbox it is; none where only the letter's own headers can tell.
    pub delivered_to: Option<EmailAddress>,
    /// The letter, byte for byte.
    pub raw: Vec<u8>,
}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What people write is not for logs.
        f.debug_struct("Arrival")
            .field("door", &self.door)
            .field("bytes", &self.raw.len())
            .finish_non_exhaustive()
    }
}

/// An address at which the desk takes letters, as the settings name it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InboundAddress {
    /// The address; what stands behind a plus in its local part does not count.
    pub address: EmailAddress,
    /// The slug of the service under which letters to it are filed: it gives queue and contract.
    pub service: String,
    /// The slug of the service for senders that the desk does not know; the same one when not set.
    pub strangers: Option<String>,
    /// The language in which a stranger is answered.
    pub lang: Lang,
    /// The name of the organisation whose people write there; any when not set.
    pub organisation: Option<String>,
    /// What is asked for there; of a contract that takes no such requests, an incident.
    pub nature: Nature,
}

/// How it stands with a letter that came.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum IncomingState {
    /// It is stored, and still to be read.
    Waiting,
    /// It is where it belongs.
    Settled,
    /// Somebody must look at it: it changed nothing.
    Held,
}

words!(IncomingState {
    Waiting => "waiting",
    Settled => "settled",
    Held => "held",
});

/// What became of a letter.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Outcome {
    /// It is a request.
    Filed,
    /// It is a message of a ticket.
    Replied,
    /// It is a note of somebody who works at the desk.
    Noted,
    /// It is a note on a ticket: it says to be of somebody who is not known to have written it.
    ToConfirm,
    /// It told what became of a letter of ours.
    Reported,
    /// A program answered by itself: it is kept, and nothing else.
    SetAside,
    /// Its sender writes too much; held.
    TooMany,
    /// It came to no address of the desk; held.
    NoAddress,
    /// Its contract does not take the requests of its sender; held.
    NotEntitled,
    /// It came to an address of an organisation with which its sender has nothing to do; held.
    OtherOrganisation,
    /// It is what the vendor says on a case.
    OnCase,
    /// It speaks of a case, and nothing shows that the vendor wrote it; held.
    NotOfVendor,
    /// Reading it failed again and again; held.
    Failed,
}

words!(Outcome {
    Filed => "filed",
    Replied => "replied",
    Noted => "noted",
    ToConfirm => "to-confirm",
    Reported => "reported",
    SetAside => "set-aside",
    TooMany => "too-many",
    NoAddress => "no-address",
    NotEntitled => "not-entitled",
    OtherOrganisation => "other-organisation",
    OnCase => "on-case",
    NotOfVendor => "not-of-vendor",
    Failed => "failed",
});

/// How sure it is that the sender wrote a letter.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Sureness {
    /// It came to an address that only the sender was given.
    ReplyAddress,
    /// A server that we trust vouches for the sender's domain.
    Vouched,
    /// Nobody vouches for it.
    Unverified,
    /// A server that we trust says that it is forged.
    Forged,
}

words!(Sureness {
    ReplyAddress => "reply-address",
    Vouched => "vouched",
    Unverified => "unverified",
    Forged => "forged",
});

/// A letter that came, as the desk keeps it beside its bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IncomingLetter {
    /// Identity.
    pub id: IncomingId,
    /// Hash of its bytes and of the address that it was delivered to; unique.
    pub digest: String,
    /// Where it came in.
    pub door: Door,
    /// The sender of the envelope.
    pub return_path: ReturnPath,
    /// The address that it was delivered to.
    pub delivered_to: Option<EmailAddress>,
    /// The queue of that address: who does not see it does not see the letter.
    pub queue: Option<QueueId>,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it came, UTC.
    pub arrived_at: DateTime<Utc>,
    /// How it stands with it.
    pub state: IncomingState,
    /// What became of it, once it was read.
    pub outcome: Option<Outcome>,
    /// How often somebody has set out to read it. Each claim counts one, and names the claim.
    pub attempts: u32,
    /// When it may be read, UTC.
    pub next_try_at: DateTime<Utc>,
    /// Until when somebody is reading it, UTC.
    pub lease_until: Option<DateTime<Utc>>,
    /// Why reading it failed.
    pub last_error: Option<String>,
    /// What reading it told.
    pub read: Option<WhatItSays>,
    /// The ticket that it belongs to, and its message there.
    pub belongs_to: Option<(TicketId, Option<MessageId>)>,
    /// When it was settled or held, UTC.
    pub settled_at: Option<DateTime<Utc>>,
}

/// What lists show of a letter that was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WhatItSays {
    /// Its `Message-ID`, with brackets.
    pub mail_id: Option<String>,
    /// Whom it says to be from.
    pub sender: Option<EmailAddress>,
    /// What it is about.
    pub subject: String,
    /// How sure its sender is.
    pub sureness: Sureness,
    /// What was not read as it should be.
    pub remarks: Vec<Remark>,
}
