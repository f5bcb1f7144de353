//! What was said on a request, as its customer reads it.

use crate::{
    desk::TicketPage,
    domain::{ids::PersonId, ticket::Message},
    edges::{
        markup::{self, Place, SafeHtml},
        pages::{
            files::{self, FileLine},
            navigation::initials,
        },
        words::{Words, dates},
    },
};

/// A message of the conversation.
#[derive(Debug)]
pub(super) struct Said {
    /// The message, by which the script knows that a draft has arrived.
    pub(super) id: String,
    pub(super) own: bool,
    pub(super) initials: String,
    pub(super) who: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) html: SafeHtml,
    pub(super) files: Vec<FileLine>,
}

/// A message as `reader` sees it; `here` is the address of the page.
pub(super) fn said(
    page: &TicketPage,
    message: &Message,
    reader: PersonId,
    here: &str,
    words: Words,
) -> Said {
    let tz = page.contract.calendar().rules().timezone();
    let author = message.author.and_then(|person| page.people.get(&person));
    let own = author.is_some_and(|one| !one.role.works_at_the_desk())
        || message.author == Some(page.ticket.requester);
    let name = author.map_or_else(|| words.say("request-said-by-desk"), |one| one.name.clone());
    let key = if message.author == Some(reader) {
        "request-said-by-you"
    } else if own {
        "request-said-by-yours"
    } else {
        "request-said-by"
    };
    Said {
        id: message.id.to_string(),
        own,
        initials: initials(&name),
        who: words.say_with(key, &[("name", name.as_str().into())]),
        at: dates::long_date_time(message.at, tz, words.lang()),
        datetime: dates::machine(message.at, tz),
        html: markup::message(message, Place::Page, &[]),
        files: files::of(&page.attachments, message.id, here, words),
    }
}
