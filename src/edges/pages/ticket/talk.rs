//! The conversation of a ticket: what was said, what only the desk may read, and what happened in
//! between.

use super::events::{Told, actor, told};
use crate::{
    desk::TicketPage,
    domain::{
        ids::MessageId,
        ticket::{Event, Message, Visibility, What},
    },
    edges::{
        pages::{
            files::{self, FileLine},
            navigation::initials,
            request::paragraphs,
        },
        words::{Words, dates},
    },
};

/// A line of the conversation.
#[derive(Debug)]
pub(super) enum Entry {
    /// Somebody wrote.
    Said(Said),
    /// Something happened.
    Happened(Told),
}

/// Something that was written.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) kind: Kind,
    pub(super) initials: String,
    pub(super) name: String,
    pub(super) how: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) files: Vec<FileLine>,
    pub(super) last: bool,
}

/// By whom, and for whom.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// The requester, for the desk.
    Theirs,
    /// The desk, for the requester.
    Ours,
    /// The desk, for itself.
    Internal,
}

/// The conversation, in order.
pub(super) fn entries(page: &TicketPage, words: Words) -> Vec<Entry> {
    let mut entries: Vec<Entry> = page
        .events
        .iter()
        .filter_map(|event| match message(&event.what) {
            Some(id) => {
                let message = page.messages.iter().find(|one| one.id == id)?;
                Some(Entry::Said(said(page, event, message, words)))
            }
            None => Some(Entry::Happened(told(page, event, words))),
        })
        .collect();
    let last = entries.iter_mut().rev().find_map(|entry| match entry {
        Entry::Said(said) => Some(said),
        Entry::Happened(_) => None,
    });
    if let Some(last) = last {
        last.last = true;
    }
    entries
}

/// The message that an event brought.
const fn message(what: &What) -> Option<MessageId> {
    match what {
        What::Filed { message, .. }
        | What::Replied { message }
        | What::RequesterReplied { message }
        | What::Noted { message } => Some(*message),
        _ => None,
    }
}

fn said(page: &TicketPage, event: &Event, message: &Message, words: Words) -> Said {
    let tz = page.contract.calendar().rules().timezone();
    let name = actor(page, event.actor, words);
    let (kind, how) = match (&event.what, message.visibility) {
        (_, Visibility::Internal) => (Kind::Internal, words.say("ticket-note-mark")),
        (What::Filed { .. }, _) => (Kind::Theirs, words.say("ticket-by-form")),
        (What::RequesterReplied { .. }, _) => (Kind::Theirs, words.say("ticket-by-page")),
        (_, Visibility::Public) => {
            let to = page.requester.name.as_str();
            let sent = words.say_with("ticket-sent-to", &[("name", to.into())]);
            (Kind::Ours, sent)
        }
    };
    Said {
        kind,
        initials: initials(&name),
        name,
        how,
        at: dates::short(message.at, page.now, tz, words.lang()),
        datetime: dates::machine(message.at, tz),
        paragraphs: paragraphs(message.body.as_str()),
        files: files::of(
            &page.attachments,
            message.id,
            &format!("/tickets/{}", page.ticket.id),
            words,
        ),
        last: false,
    }
}
