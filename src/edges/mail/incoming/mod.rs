//! Letters that come in, read: bytes in, [`IncomingMail`] out, whatever the bytes are.
//!
//! # Why
//! Anybody may send anything here. So nothing fails: a letter that cannot be read is one of which
//! little is known. Each step goes through its input once, and stops at a limit: a letter costs time
//! in step with its size. What it says of itself is a claim, what is shown of it can do nothing.

mod body;
mod bounce_words;
mod decode;
mod entity;
mod fields;
mod files;
mod flowed;
mod html;
mod naming;
mod origin;
mod pieces;
mod quotes;
mod report;
mod vouching;

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use crate::domain::{
    incoming::{Authentication, IncomingMail, MailBody, Origin, Remark},
    ticket::Description,
};

use report::Report;

/// How long a letter may wait for its HTML to be cleaned.
pub const HTML_LIMIT: Duration = Duration::from_millis(150);

/// The most of a text in which words of mail servers are looked for.
const MOST_SEARCHED: usize = 65_536;

/// Whose word counts about who sent a letter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Trust {
    /// The name under which our own mail server tells what it found (RFC 8601, 2.5).
    pub authserv: Option<String>,
}

/// Reads a letter.
#[must_use]
pub fn read(raw: &[u8], trust: &Trust) -> IncomingMail {
    read_within(raw, trust, HTML_LIMIT)
}

/// Reads a letter; its HTML is left out when cleaning it takes longer than `html_limit`.
#[must_use]
pub fn read_within(raw: &[u8], trust: &Trust, html_limit: Duration) -> IncomingMail {
    catch_unwind(AssertUnwindSafe(|| whole(raw, trust, html_limit)))
        .or_else(|_| catch_unwind(AssertUnwindSafe(|| headers_only(raw))))
        .unwrap_or_else(|_| unreadable(raw))
}

fn whole(raw: &[u8], trust: &Trust, html_limit: Duration) -> IncomingMail {
    let only_old_line_ends = !raw.contains(&b'\n') && raw.contains(&b'\r');
    if only_old_line_ends {
        let raw: Vec<u8> = raw
            .iter()
            .map(|byte| if *byte == b'\r' { b'\n' } else { *byte })
            .collect();
        return whole(&raw, trust, html_limit);
    }
    let (letter, has_more) = entity::apart(raw);
    let mut found = pieces::found(&letter);
    if has_more {
        found.remarks.insert(Remark::TooManyParts);
    }
    if letter.fields.is_empty() {
        found.remarks.insert(Remark::Unreadable);
    }
    let body = body::body(&mut found, html_limit);
    let text = || body::whole_text(&found, MOST_SEARCHED);
    let origin = match report::report(&letter, text) {
        Some(Report::Delivery(report)) => Origin::Report(report),
        Some(Report::Receipt) => Origin::Automatic,
        None => origin::origin(&letter.fields),
    };
    let mut mail = named(&letter.fields, trust);
    mail.remarks.extend(&found.remarks);
    mail.remarks.sort_unstable();
    mail.origin = origin;
    mail.body = body;
    mail.files = found.files;
    mail
}

/// What the headers say.
fn named(fields: &fields::Fields<'_>, trust: &Trust) -> IncomingMail {
    let sender = naming::sender(fields);
    let authentication =
        vouching::authentication(fields, trust.authserv.as_deref(), sender.from.as_ref());
    let remarks: BTreeSet<Remark> = sender
        .is_doubtful
        .then_some(Remark::DoubtfulSender)
        .into_iter()
        .collect();
    IncomingMail {
        from: sender.from,
        name: sender.name,
        authentication,
        recipients: naming::recipients(fields),
        subject: fields.text("subject").as_deref().and_then(naming::line),
        message_id: naming::own_id(fields),
        references: naming::references(fields),
        dated: naming::dated(fields),
        origin: origin::origin(fields),
        body: MailBody::default(),
        files: Vec::new(),
        remarks: remarks.into_iter().collect(),
    }
}

/// What is left of a letter whose parts cannot be read. Nobody vouches for it.
fn headers_only(raw: &[u8]) -> IncomingMail {
    let (letter, _) = entity::apart(raw.get(..MOST_SEARCHED).unwrap_or(raw));
    let mut mail = named(&letter.fields, &Trust::default());
    mail.remarks.push(Remark::Unreadable);
    mail.remarks.sort_unstable();
    mail.body.text = plain(raw);
    mail
}

fn unreadable(raw: &[u8]) -> IncomingMail {
    IncomingMail {
        from: None,
        name: None,
        authentication: Authentication::Unknown,
        recipients: Vec::new(),
        subject: None,
        message_id: None,
        references: Vec::new(),
        dated: None,
        origin: Origin::Automatic,
        body: MailBody {
            text: plain(raw),
            ..MailBody::default()
        },
        files: Vec::new(),
        remarks: vec![Remark::Unreadable],
    }
}

/// The beginning of the bytes, as text.
fn plain(raw: &[u8]) -> Option<Description> {
    let text = String::from_utf8_lossy(raw.get(..4_096).unwrap_or(raw)).into_owned();
    Description::parse(&text).ok()
}
