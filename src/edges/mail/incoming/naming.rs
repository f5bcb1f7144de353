//! Whom a letter names: its sender, those it is for, the letters it refers to.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::fields::{Fields, addresses_only, mailboxes, start};
use crate::domain::{
    incoming::IncomingMail,
    people::EmailAddress,
    ticket::{Line, is_kept},
};

/// The most recipients of one header.
const MOST_RECIPIENTS: usize = 1_000;
/// The longest id of a letter that is kept; RFC 5322 allows lines of 998.
const LONGEST_ID: usize = 500;
/// The most bytes that are searched for ids.
const MOST_SEARCHED: usize = 262_144;

/// Who a letter says to be from.
#[derive(Debug, Default)]
pub(super) struct Sender {
    pub(super) from: Option<EmailAddress>,
    pub(super) name: Option<Line>,
    /// Several senders, or a header of the sender twice.
    pub(super) is_doubtful: bool,
}

pub(super) fn sender(fields: &Fields<'_>) -> Sender {
    let doubtful = Sender {
        is_doubtful: true,
        ..Sender::default()
    };
    if ["from", "sender", "reply-to"]
        .iter()
        .any(|name| fields.times(name) > 1)
    {
        return doubtful;
    }
    let Some(value) = fields.first("from") else {
        return Sender::default();
    };
    let named: Vec<_> = mailboxes(value)
        .into_iter()
        .filter(|(name, address)| name.is_some() || !address.is_empty())
        .collect();
    if named.len() > 1 || brackets(value) > 1 {
        return doubtful;
    }
    let Some((name, address)) = named.into_iter().next() else {
        return Sender::default();
    };
    let from = EmailAddress::parse(&address).ok();
    Sender {
        name: name.as_deref().and_then(line),
        from,
        is_doubtful: false,
    }
}

/// How many addresses stand in brackets, outside of quotes and comments.
fn brackets(value: &str) -> usize {
    let (mut count, mut in_quotes, mut escaped, mut depth) = (0, false, false, 0_usize);
    for one in value.chars() {
        match one {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' if depth == 0 => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes => depth = depth.saturating_sub(1),
            '<' if !in_quotes && depth == 0 => count += 1,
            _ => {}
        }
    }
    count
}

/// Everybody whom a letter says to be for, each once.
pub(super) fn recipients(fields: &Fields<'_>) -> Vec<EmailAddress> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for name in ["to", "cc", "delivered-to", "x-original-to"] {
        let addresses = fields
            .all(name)
            .take(50)
            .flat_map(addresses_only)
            .filter_map(|address| EmailAddress::parse(&address).ok())
            .take(MOST_RECIPIENTS);
        for address in addresses {
            if seen.insert(address.key()) {
                found.push(address);
            }
        }
    }
    found
}

/// Its own id.
pub(super) fn own_id(fields: &Fields<'_>) -> Option<String> {
    let value = fields.first("message-id")?;
    ids(start(value, 4_096)).into_iter().next().or_else(|| {
        // Some programs forget the brackets.
        let bare = value.trim();
        (bare.contains('@') && !bare.contains(['<', '>']))
            .then(|| kept_id(bare))
            .flatten()
    })
}

/// What it refers to, the nearest first.
pub(super) fn references(fields: &Fields<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let answered = fields
        .all("in-reply-to")
        .take(5)
        .flat_map(|value| ids(start(value, MOST_SEARCHED)));
    let before = fields.all("references").take(5).flat_map(|value| {
        let from = value.ceil_char_boundary(value.len().saturating_sub(MOST_SEARCHED));
        let mut all = ids(value.get(from..).unwrap_or_default());
        all.reverse();
        all
    });
    for id in answered.chain(before) {
        if found.len() >= IncomingMail::MOST_REFERENCES {
            break;
        }
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// The ids in brackets, in their order.
pub(super) fn ids(value: &str) -> Vec<String> {
    value
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .filter_map(|(id, _)| kept_id(id))
        .collect()
}

fn kept_id(inner: &str) -> Option<String> {
    // A long id may have been folded.
    let id: String = inner.chars().filter(|one| !one.is_whitespace()).collect();
    let is_id = !id.is_empty() && id.len() <= LONGEST_ID && id.chars().all(is_kept);
    is_id.then(|| format!("<{id}>"))
}

/// When it says to have been written.
pub(super) fn dated(fields: &Fields<'_>) -> Option<DateTime<Utc>> {
    let date = fields.date()?;
    DateTime::from_timestamp(date.to_timestamp(), 0)
}

/// A text as one line; what is too long is cut.
pub(super) fn line(text: &str) -> Option<Line> {
    let text = start(text, 16_384);
    Line::parse(text).ok().or_else(|| {
        let plain: Vec<&str> = text.split_whitespace().collect();
        let cut: String = plain.join(" ").chars().take(Line::MOST - 1).collect();
        Line::parse(&format!("{cut}…")).ok()
    })
}
