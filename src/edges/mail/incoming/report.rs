//! What a mail server tells of a letter of ours (RFC 3464), and how those say it that follow no
//! standard.

use super::{
    bounce_words::by_words,
    decode,
    entity::{Body, Entity},
    fields::Fields,
    naming::{ids, line},
};
use crate::domain::{incoming::DeliveryReport, people::EmailAddress, ticket::Line};

/// The most bytes of a part that tells.
const MOST: usize = 65_536;

/// What the parts of a letter tell, when it is a report.
#[derive(Debug, Default)]
struct Told {
    status: Option<String>,
    is_receipt: bool,
    about: Option<String>,
}

/// What a letter that is a report says.
#[derive(Debug)]
pub(super) enum Report {
    /// What became of a letter.
    Delivery(DeliveryReport),
    /// That somebody opened it (RFC 8098), or the like: nothing to act on.
    Receipt,
}

/// Whether a letter is a report, by its parts or by its words; `text` is what it says to people.
pub(super) fn report(letter: &Entity<'_>, text: impl FnOnce() -> String) -> Option<Report> {
    let mut told = Told::default();
    told.look(letter);
    if let Some(status) = &told.status {
        return by_parts(letter, status, told.about).map(Report::Delivery);
    }
    if told.is_receipt {
        return Some(Report::Receipt);
    }
    by_words(letter, text, told.about).map(Report::Delivery)
}

impl Told {
    fn look(&mut self, entity: &Entity<'_>) {
        let encoded = match &entity.body {
            Body::Many(parts) => {
                for part in parts {
                    self.look(part);
                }
                return;
            }
            Body::Leaf(encoded) => encoded.get(..MOST).unwrap_or(encoded),
        };
        let text = || {
            let bytes = decode::bytes(entity, encoded);
            decode::text(&bytes, None).0
        };
        match (entity.kind.main.as_str(), entity.kind.sub.as_str()) {
            ("message", "delivery-status" | "global-delivery-status") => {
                self.status.get_or_insert_with(text);
            }
            (
                "message",
                "disposition-notification" | "global-disposition-notification" | "feedback-report",
            ) => self.is_receipt = true,
            ("message", "rfc822" | "global" | "rfc822-headers" | "global-headers")
            | ("text", "rfc822-headers") => {
                self.about = self.about.take().or_else(|| id_in(&text()));
            }
            _ => {}
        }
    }
}

/// The `Message-ID` in the headers of a copy.
pub(super) fn id_in(copy: &str) -> Option<String> {
    let mut lines = copy.lines();
    let value = lines.by_ref().find_map(|line| {
        let (name, value) = line.trim_start_matches(['>', ' ', '|']).split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("message-id")
            .then_some(value)
    })?;
    ids(value).into_iter().next().or_else(|| {
        let next = lines.next().filter(|next| next.starts_with([' ', '\t']))?;
        ids(next).into_iter().next()
    })
}

fn by_parts(letter: &Entity<'_>, status: &str, about: Option<String>) -> Option<DeliveryReport> {
    let groups: Vec<&str> = status
        .split("\n\n")
        .flat_map(|group| group.split("\n\r\n"))
        .collect();
    let read: Vec<Fields<'_>> = groups
        .iter()
        .map(|group| Fields::of(group.trim_ascii_start().as_bytes()))
        .filter(|fields| {
            ["final-recipient", "original-recipient", "action", "status"]
                .iter()
                .any(|name| fields.has(name))
        })
        .collect();
    let failed = read.iter().find(|fields| is_failure(fields));
    let Some(group) = failed.or(read.first()) else {
        return Some(DeliveryReport {
            about,
            recipient: None,
            failed: true,
            why: subject_of(letter)?,
        });
    };
    let recipient = ["original-recipient", "final-recipient"]
        .iter()
        .find_map(|name| address_in(group.first(name)?));
    let code = group.word("status");
    let code = code.split([' ', '(']).next().unwrap_or_default();
    let said = group.first("diagnostic-code").map_or("", |said| {
        let (kind, rest) = said.split_once(';').unwrap_or(("", said));
        if kind.trim().len() <= 12 { rest } else { said }
    });
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let why = if said.contains(code) {
        said
    } else {
        format!("{code} {said}")
    };
    Some(DeliveryReport {
        about,
        recipient,
        failed: failed.is_some(),
        why: line(&why).or_else(|| subject_of(letter))?,
    })
}

fn is_failure(fields: &Fields<'_>) -> bool {
    let action = fields.word("action");
    action.starts_with("failed") || (action.is_empty() && fields.word("status").starts_with('5'))
}

/// `rfc822; somebody@example.org`, with brackets or without.
fn address_in(value: &str) -> Option<EmailAddress> {
    let address = value.rsplit(';').next()?;
    EmailAddress::parse(address.trim().trim_matches(['<', '>'])).ok()
}

/// What the letter is about, for want of a reason.
pub(super) fn subject_of(letter: &Entity<'_>) -> Option<Line> {
    let subject = letter.fields.text("subject");
    subject
        .as_deref()
        .and_then(line)
        .or_else(|| line("no reason given"))
}
