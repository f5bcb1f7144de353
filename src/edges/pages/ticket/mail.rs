//! The letter that a message came in, as the desk sees it beside the message.

use crate::{
    desk::TicketPage,
    domain::{
        ids::MessageId,
        incoming::{IncomingLetter, Outcome, Sureness},
    },
    edges::{
        markup::{Place, SafeHtml, plain},
        pages::incoming::remarks,
        words::{Words, dates},
    },
};

/// What is shown of a letter beside its message.
#[derive(Debug)]
pub(super) struct MailLine {
    /// Whom it says to be from.
    pub(super) from: String,
    /// Why its sender is not sure; empty when it is.
    pub(super) doubt: String,
    pub(super) remarks: Vec<String>,
    pub(super) quoted: Option<SafeHtml>,
    pub(super) signature: Option<SafeHtml>,
    /// The address of its own formatting.
    pub(super) formatted: Option<String>,
    /// The address of the letter as it came.
    pub(super) raw: String,
    /// The address that confirms its sender.
    pub(super) confirm: Option<String>,
}

/// The letter of a message, if it came in one.
pub(super) fn of(
    page: &TicketPage,
    message: MessageId,
    works: bool,
    words: Words,
) -> Option<MailLine> {
    let beside = page.mail.get(&message)?;
    let letter = &beside.letter;
    let shown = |text: &str| (!text.is_empty()).then(|| plain(text, Place::Page));
    Some(MailLine {
        from: from(letter, words),
        doubt: doubt(letter, words),
        remarks: remarks(letter, words),
        quoted: shown(&beside.quoted),
        signature: shown(&beside.signature),
        formatted: beside
            .formatted
            .then(|| format!("/tickets/{}/letter/{message}", page.ticket.id)),
        raw: format!("/incoming/{}/raw", letter.id),
        confirm: (works && beside.to_confirm).then(|| format!("/incoming/{}/confirm", letter.id)),
    })
}

/// A letter about the ticket that brought no message.
#[derive(Debug)]
pub(super) struct AsideLine {
    /// What it is and whom it is from.
    pub(super) what: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) raw: String,
}

/// The letters that brought no message.
pub(super) fn aside(page: &TicketPage, words: Words) -> Vec<AsideLine> {
    let tz = page.contract.calendar().rules().timezone();
    let line = |letter: &IncomingLetter| {
        let key = match letter.outcome {
            Some(Outcome::Reported) => "ticket-mail-reported",
            _ => "ticket-mail-aside",
        };
        AsideLine {
            what: words.say_with(key, &[("from", from(letter, words).as_str().into())]),
            at: dates::short(letter.arrived_at, page.now, tz, words.lang()),
            datetime: dates::machine(letter.arrived_at, tz),
            raw: format!("/incoming/{}/raw", letter.id),
        }
    };
    page.mail_aside.iter().map(line).collect()
}

fn from(letter: &IncomingLetter, words: Words) -> String {
    let sender = letter.read.as_ref().and_then(|read| read.sender.as_ref());
    sender.map_or_else(
        || words.say("incoming-no-sender"),
        |one| one.as_str().to_owned(),
    )
}

fn doubt(letter: &IncomingLetter, words: Words) -> String {
    let sureness = letter.read.as_ref().map(|read| read.sureness);
    match (letter.outcome, sureness) {
        (Some(Outcome::ToConfirm), _) => words.say("ticket-mail-to-confirm"),
        (_, Some(Sureness::Forged)) => words.say("ticket-mail-forged"),
        (Some(Outcome::Filed), Some(Sureness::Unverified)) => words.say("ticket-mail-unverified"),
        _ => String::new(),
    }
}
