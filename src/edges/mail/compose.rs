//! A letter with its headers and its two parts, as it goes over the wire.

use std::{fmt, time::SystemTime};

use chrono::{DateTime, Utc};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::extension::ClientId,
};
use url::{Host, Url};
use uuid::Uuid;

use super::{
    case_fields,
    letters::{self, Parts, Site, plain},
    list_fields,
    settings::SmtpSettings,
};
use crate::domain::{
    ids::LetterId,
    lang::Lang,
    letter::{Enclosed, Letter},
    notice::Notice,
    people::EmailAddress,
};
use crate::edges::icalendar::Method;

/// What is handed to the mail server.
#[derive(Debug)]
pub struct Composed {
    /// From whom and to whom, as the server is told.
    pub envelope: Envelope,
    /// Headers and body.
    pub bytes: Vec<u8>,
}

/// Why a letter could not be composed. It never will be: its text would have to change.
#[derive(Debug)]
pub enum ComposeError {
    /// The address is one that mail cannot carry.
    Recipient,
    /// A template failed.
    Words(askama::Error),
    /// The headers do not make a letter.
    Headers(lettre::error::Error),
}

impl fmt::Display for ComposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recipient => f.write_str(
                "the recipient's address is not one that mail can carry; correct the address",
            ),
            Self::Words(error) => write!(f, "the letter could not be written: {error}"),
            Self::Headers(error) => write!(f, "the letter's headers could not be written: {error}"),
        }
    }
}

impl std::error::Error for ComposeError {}

/// `Auto-Submitted` (RFC 3834, 5): what answers a message, what leaves by itself, and what a person
/// sends.
#[derive(Clone, Copy)]
enum Automatic {
    Replied,
    Generated,
    /// Many desks open no ticket for what leaves by itself, and none of their numbers would come back.
    No,
}

/// A letter of the outbox.
///
/// # Errors
/// When its recipient cannot be written to, or its words cannot be found.
pub fn letter(
    letter: &Letter,
    site: &Site,
    settings: &SmtpSettings,
) -> Result<Composed, ComposeError> {
    let parts = letters::render(letter, site).map_err(ComposeError::Words)?;
    let automatic = match letter.notice {
        Notice::Received { .. } | Notice::MailRefused { .. } => Automatic::Replied,
        Notice::CaseForVendor { .. } => Automatic::No,
        _ => Automatic::Generated,
    };
    let id = if is_message_id(&letter.message_id) {
        letter.message_id.clone()
    } else {
        format!("<{}@{}>", letter.id, ascii_domain(settings.domain()))
    };
    compose(&Envelop {
        parts,
        to: &letter.recipient,
        lang: letter.lang,
        at: letter.created_at,
        thread: case_fields::root(letter)
            .or(letter.ticket.map(|ticket| ticket.uuid()))
            .map(|about| thread_root(about, &id)),
        id,
        automatic,
        reply_to: letter.reply_to.as_ref(),
        more: [case_fields::of(letter), list_fields::of(letter, site)].concat(),
        calendar: calendar(letter, site, settings),
        enclosed: &letter.enclosed,
        settings,
    })
}

/// The letter of `guichet mail test`; `now` is its date.
///
/// # Errors
/// When its recipient cannot be written to, or its words cannot be found.
pub fn test(
    id: LetterId,
    to: &EmailAddress,
    lang: Lang,
    now: DateTime<Utc>,
    site: &Site,
    settings: &SmtpSettings,
) -> Result<Composed, ComposeError> {
    let parts = letters::render_test(lang, now, settings.host(), settings.port(), site)
        .map_err(ComposeError::Words)?;
    compose(&Envelop {
        parts,
        to,
        lang,
        at: now,
        thread: None,
        id: format!("<{id}@{}>", ascii_domain(settings.domain())),
        automatic: Automatic::Generated,
        reply_to: None,
        more: Vec::new(),
        calendar: None,
        enclosed: &[],
        settings,
    })
}

/// The name that we give ourselves: the site's, else that of the sender's domain (RFC 5321, 4.1.4).
#[must_use]
pub fn hello(site: &Site, settings: &SmtpSettings) -> ClientId {
    let host = Url::parse(site.base_url())
        .ok()
        .and_then(|url| url.host().map(|host| host.to_owned()));
    match host {
        Some(Host::Domain(name)) => ClientId::Domain(name),
        Some(Host::Ipv4(ip)) => ClientId::Ipv4(ip),
        Some(Host::Ipv6(ip)) => ClientId::Ipv6(ip),
        None => ClientId::Domain(ascii_domain(settings.domain())),
    }
}

struct Envelop<'a> {
    parts: Parts,
    to: &'a EmailAddress,
    lang: Lang,
    at: DateTime<Utc>,
    thread: Option<String>,
    id: String,
    automatic: Automatic,
    reply_to: Option<&'a EmailAddress>,
    /// Headers of its own.
    more: Vec<(&'static str, String)>,
    /// What calendars take in, and what it is for.
    calendar: Option<(Method, String)>,
    enclosed: &'a [Enclosed],
    settings: &'a SmtpSettings,
}

fn compose(letter: &Envelop<'_>) -> Result<Composed, ComposeError> {
    let to = address(letter.to)?;
    let from = Mailbox::new(
        letter
            .settings
            .from
            .name
            .as_deref()
            .map(plain::line)
            .filter(|name| !name.is_empty()),
        letter.settings.from.email.clone(),
    );
    let mut message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(plain::line(&letter.parts.subject))
        .date(date(letter.at))
        .message_id(Some(letter.id.clone()))
        .raw_header(header("Content-Language", letter.lang.tag()));
    let automatic = match letter.automatic {
        Automatic::Replied => Some("auto-replied"),
        Automatic::Generated => Some("auto-generated"),
        Automatic::No => None,
    };
    if let Some(automatic) = automatic {
        message = message
            .raw_header(header("Auto-Submitted", automatic))
            .raw_header(header("X-Auto-Response-Suppress", "All"));
    }
    if let Some(reply_to) = letter.reply_to {
        message = message.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    if let Some(root) = &letter.thread {
        message = message.references(root.clone()).in_reply_to(root.clone());
    }
    for (name, value) in &letter.more {
        message = message.raw_header(header(name, value));
    }
    let said =
        MultiPart::alternative_plain_html(letter.parts.text.clone(), letter.parts.html.clone());
    let whole = if letter.enclosed.is_empty() && letter.calendar.is_none() {
        said
    } else {
        let first = letter.calendar.iter().map(planned);
        let first = first.fold(MultiPart::mixed().multipart(said), MultiPart::singlepart);
        letter
            .enclosed
            .iter()
            .fold(first, |parts, file| parts.singlepart(enclosed(file)))
    };
    let message = message.multipart(whole).map_err(ComposeError::Headers)?;
    let to = message.envelope().to().to_vec();
    let back = match letter.automatic {
        // Nobody answers an answer that left by itself (RFC 3834, 3.3). Other letters keep the way
        // back, by which the desk hears that an address takes no mail (RFC 5321, 4.5.5).
        Automatic::Replied => None,
        Automatic::Generated | Automatic::No => message.envelope().from().cloned(),
    };
    Ok(Composed {
        envelope: Envelope::new(back, to).map_err(ComposeError::Headers)?,
        bytes: message.formatted(),
    })
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A file, as mail carries it: what it is is nothing that we vouch for.
fn enclosed(file: &Enclosed) -> SinglePart {
    let kind = ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN);
    Attachment::new(file.name.as_str().to_owned()).body(file.bytes.clone(), kind)
}

/// The calendar of a letter about planned maintenance.
fn calendar(letter: &Letter, site: &Site, settings: &SmtpSettings) -> Option<(Method, String)> {
    let Notice::Maintenance { work, told, .. } = &letter.notice else {
        return None;
    };
    let organizer = settings.address();
    let to = (letter.lang, organizer.as_str());
    Some(letters::status::calendar(work, *told, site, to))
}

/// A calendar, as programs of mail know it (RFC 6047).
fn planned((method, text): &(Method, String)) -> SinglePart {
    let method = method.word().unwrap_or("PUBLISH");
    let kind = format!("text/calendar; charset=utf-8; method={method}");
    let kind = ContentType::parse(&kind).unwrap_or(ContentType::TEXT_PLAIN);
    Attachment::new("maintenance.ics".to_owned()).body(text.clone(), kind)
}

/// The one id that every letter about a ticket refers to, so that they are shown together.
fn thread_root(about: Uuid, message_id: &str) -> String {
    let domain = message_id
        .rsplit_once('@')
        .map_or("localhost>", |(_, domain)| domain);
    format!("<{about}@{domain}")
}

/// RFC 5322, 3.6.4, without its rare forms: `<left@right>` in visible ASCII.
fn is_message_id(text: &str) -> bool {
    let inner = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|inner| {
        inner.len() <= 250
            && inner
                .split_once('@')
                .is_some_and(|(left, right)| !left.is_empty() && !right.is_empty())
            && inner.matches('@').count() == 1
            && inner
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
    })
}

/// lettre's date panics outside 1970 to 9999.
fn date(at: DateTime<Utc>) -> SystemTime {
    let last = DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::UNIX_EPOCH);
    at.clamp(DateTime::UNIX_EPOCH, last).into()
}

/// A domain of any script goes over the wire in its ASCII form (RFC 5891), which every mail
/// server takes.
fn address(address: &EmailAddress) -> Result<Address, ComposeError> {
    let (local, domain) = address
        .as_str()
        .rsplit_once('@')
        .ok_or(ComposeError::Recipient)?;
    Address::new(local, ascii_domain(domain)).map_err(|_| ComposeError::Recipient)
}

fn ascii_domain(domain: &str) -> String {
    match Host::parse(domain) {
        Ok(Host::Domain(ascii)) => ascii,
        Ok(Host::Ipv4(_) | Host::Ipv6(_)) | Err(_) => domain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_a_message_id_is_sent_as_one() {
        assert!(is_message_id("<0198-abc@guichet.example>"));
        for text in [
            "",
            "a@b",
            "<a>",
            "<@b>",
            "<a@>",
            "<a@b@c>",
            "<a@b>\r\nBcc: x@y.example",
            "<a b@c>",
            "<é@b>",
            "<a@b><c@d>",
        ] {
            assert!(!is_message_id(text), "{text:?}");
        }
    }

    #[test]
    fn no_instant_breaks_the_date() {
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let header = Message::builder().date(date(at));
            assert!(format!("{header:?}").contains("Date"));
        }
    }

    #[test]
    fn a_domain_of_any_script_is_written_in_ascii() {
        let address = address(&EmailAddress::parse("a@bücher.example").unwrap()).unwrap();
        assert_eq!(address.to_string(), "a@xn--bcher-kva.example");
    }
}
