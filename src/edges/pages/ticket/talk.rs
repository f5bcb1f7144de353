//! The conversation of a ticket: what was said, what only the desk may read, and what happened in
//! between.

use std::collections::BTreeMap;

use super::{
    events::{Told, actor, told},
    mail::{self, MailLine},
};
use crate::{
    desk::TicketPage,
    domain::{
        ids::{MessageId, PersonId},
        ticket::{Event, Message, Minutes, Visibility, What, time_spent},
    },
    edges::{
        markup::{self, Place, SafeHtml},
        pages::{
            files::{self, FileLine},
            navigation::initials,
        },
        words::{Words, dates, durations::amount},
    },
};

/// A line of the conversation.
#[derive(Debug)]
pub(super) enum Entry {
    /// Somebody wrote.
    Said(Box<Said>),
    /// Something happened.
    Happened(Told),
}

/// Something that was written.
#[derive(Debug)]
pub(super) struct Said {
    /// The message, by which the script knows that a draft has arrived.
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) initials: String,
    pub(super) name: String,
    pub(super) how: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) html: SafeHtml,
    /// How long it took, in words; empty when nothing was said.
    pub(super) spent: String,
    /// Whether the reader may correct that.
    pub(super) fixable: bool,
    pub(super) files: Vec<FileLine>,
    pub(super) mail: Option<MailLine>,
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
pub(super) fn entries(page: &TicketPage, works: bool, words: Words) -> Vec<Entry> {
    let told_of = ToldOf::read(page);
    let mut entries: Vec<Entry> = page
        .events
        .iter()
        .filter_map(|event| match message(&event.what) {
            Some(id) => {
                let message = page.messages.iter().find(|one| one.id == id)?;
                let mut said = said(page, event, message, &told_of, words);
                said.mail = mail::of(page, message.id, works, words);
                said.fixable = works && !said.spent.is_empty();
                Some(Entry::Said(Box::new(said)))
            }
            // Shown with the message that they come with.
            None if matches!(event.what, What::TimeSpent { .. } | What::Mentioned { .. }) => None,
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
        | What::Informed { message }
        | What::RequesterReplied { message }
        | What::Noted { message } => Some(*message),
        _ => None,
    }
}

/// What events tell of messages.
struct ToldOf<'a> {
    spent: BTreeMap<MessageId, Minutes>,
    called: BTreeMap<MessageId, &'a [PersonId]>,
}

impl<'a> ToldOf<'a> {
    fn read(page: &'a TicketPage) -> Self {
        let called = page.events.iter().filter_map(|event| match &event.what {
            What::Mentioned { message, people } => Some((*message, people.as_slice())),
            _ => None,
        });
        Self {
            spent: time_spent(&page.events),
            called: called.collect(),
        }
    }

    /// The names and addresses by which a note calls people.
    fn names<'p>(&self, page: &'p TicketPage, message: MessageId) -> Vec<&'p str> {
        let called = self.called.get(&message).copied().unwrap_or_default();
        called
            .iter()
            .filter_map(|person| page.people.get(person))
            .flat_map(|person| [person.name.as_str(), person.email.as_str()])
            .collect()
    }
}

fn said(
    page: &TicketPage,
    event: &Event,
    message: &Message,
    told_of: &ToldOf<'_>,
    words: Words,
) -> Said {
    let tz = page.contract.calendar().rules().timezone();
    let name = actor(page, event.actor, words);
    let by_mail = page.mail.contains_key(&message.id);
    let (kind, how) = match (&event.what, message.visibility) {
        (What::Filed { .. } | What::RequesterReplied { .. }, Visibility::Public) if by_mail => {
            (Kind::Theirs, words.say("ticket-by-mail"))
        }
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
        id: message.id.to_string(),
        kind,
        initials: initials(&name),
        name,
        how,
        at: dates::short(message.at, page.now, tz, words.lang()),
        datetime: dates::machine(message.at, tz),
        html: markup::message(message, Place::Page, &told_of.names(page, message.id)),
        spent: told_of
            .spent
            .get(&message.id)
            .filter(|spent| !spent.is_zero())
            .map(|spent| amount(i64::from(spent.get()) * 60, true, words))
            .unwrap_or_default(),
        fixable: false,
        files: files::of(
            &page.attachments,
            message.id,
            &format!("/tickets/{}", page.ticket.id),
            words,
        ),
        mail: None,
        last: false,
    }
}
