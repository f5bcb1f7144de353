//! Reports of mail servers that are written for people only: what the words tell.

use super::{
    entity::Entity,
    fields::start,
    naming::{line, sender},
    origin::has_null_return_path,
    report::{id_in, subject_of},
};
use crate::domain::{incoming::DeliveryReport, people::EmailAddress};

/// The most of a text that is searched.
const MOST: usize = 65_536;

/// Who writes such letters.
const SERVERS: [&str; 5] = [
    "mailer-daemon",
    "postmaster",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
];

/// What their subjects say when a letter did not arrive.
const SUBJECTS: [&str; 20] = [
    "undelivered mail",
    "undeliverable",
    "undelivrable",
    "delivery status notification",
    "delivery failure",
    "delivery failed",
    "delivery has failed",
    "delivery notification",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery system",
    "message delivery has been delayed",
    "failure notice",
    "returned mail",
    "mail system error",
    "non remis",
    "non distribué",
    "échec de la remise",
    "unzustellbar",
    "delayed",
];

/// What their texts say.
const TEXTS: [&str; 6] = [
    "this is the qmail-send program",
    "a message that you sent could not be delivered",
    "a message that you have sent could not be delivered",
    "this message was created automatically by mail delivery software",
    "n'a pas pu être remis",
    "could not be delivered to one or more recipients",
];

/// What stands above a copy of the letter.
const COPIES: [&str; 5] = [
    "this is a copy of",
    "below this line is a copy of the message",
    "original message headers",
    "original message follows",
    "copie du message",
];

/// What makes it a letter that is only late.
const LATE: [&str; 6] = [
    "delayed",
    "has not yet been delivered",
    "will be retried",
    "warning:",
    "retardé",
    "still being attempted",
];

/// The report that a text makes, where a server wrote it.
pub(super) fn by_words(
    letter: &Entity<'_>,
    text: impl FnOnce() -> String,
    about: Option<String>,
) -> Option<DeliveryReport> {
    let fields = &letter.fields;
    let from = sender(fields).from;
    let is_server = from.is_some_and(|from| {
        let key = from.key();
        let local = key.split('@').next().unwrap_or_default();
        SERVERS.contains(&local)
    });
    if !is_server && !has_null_return_path(fields) {
        return None;
    }
    let whole = text();
    let text = start(&whole, MOST);
    let subject = fields.text("subject").unwrap_or_default().to_lowercase();
    let lower = text.to_lowercase();
    let says = |phrases: &[&str], of: &str| phrases.iter().any(|phrase| of.contains(phrase));
    let failed_recipients = fields.first("x-failed-recipients");
    let is_report = failed_recipients.is_some()
        || letter.kind.is("multipart", "report")
        || says(&SUBJECTS, &subject)
        || says(&TEXTS, &lower);
    if !is_report {
        return None;
    }
    let (before, copy) = parted(text);
    let recipient = failed_recipients
        .and_then(|all| EmailAddress::parse(all.split(',').next()?).ok())
        .or_else(|| recipient_in(before));
    Some(DeliveryReport {
        about: about.or_else(|| id_in(copy)),
        recipient,
        failed: !says(&LATE, &subject) && !says(&LATE, start(&lower, 600)),
        why: reason_in(before)
            .and_then(|reason| line(&reason))
            .or_else(|| subject_of(letter))?,
    })
}

/// What the server says, and the copy of the letter.
fn parted(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_lowercase();
        if COPIES.iter().any(|phrase| lower.contains(phrase)) {
            return (
                text.get(..at).unwrap_or_default(),
                text.get(at..).unwrap_or_default(),
            );
        }
        at += line.len();
    }
    (text, text)
}

/// The first address that stands on a line for itself.
fn recipient_in(text: &str) -> Option<EmailAddress> {
    text.lines().find_map(|line| {
        let bare = line.trim().trim_end_matches(':');
        let bare =
            bare.split_once(' ').map_or(
                bare,
                |(first, rest)| {
                    if rest.starts_with('(') { first } else { "" }
                },
            );
        EmailAddress::parse(bare.trim_matches(['<', '>', '"', '\''])).ok()
    })
}

/// The first line that has a code of SMTP.
fn reason_in(text: &str) -> Option<String> {
    let has_code = |line: &str| {
        line.split(|one: char| !(one.is_ascii_digit() || one == '.'))
            .any(is_code)
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| has_code(line))?;
    let said: Vec<&str> = lines
        .iter()
        .skip(at)
        .take(3)
        .take_while(|line| !line.is_empty())
        .copied()
        .collect();
    Some(said.join(" "))
}

/// `550` or `5.1.1`.
fn is_code(word: &str) -> bool {
    let is_class = word.starts_with(['4', '5']);
    let parts: Vec<&str> = word.split('.').collect();
    let is_enhanced = parts.len() == 3
        && parts.iter().all(|part| (1..=3).contains(&part.len()))
        && parts.first().is_some_and(|first| first.len() == 1);
    let is_basic = parts.len() == 1 && word.len() == 3;
    is_class && (is_enhanced || is_basic)
}
