//! The headers of a letter or of a part, one by one and in their order.

use std::borrow::Cow;

use mail_parser::{
    Address, ContentType, DateTime, HeaderValue, decoders::charsets::map::charset_decoder,
    parsers::MessageStream,
};

/// The most headers that are looked at.
const MOST_FIELDS: usize = 1_000;
/// The most bytes of a header that is decoded: what it says fits, and costs little when it lies.
const MOST_DECODED: usize = 8_192;
/// The most bytes of a list of addresses.
const MOST_ADDRESSES: usize = 262_144;

/// One header: its name in lower case, and its value as it stands there, folded.
#[derive(Debug)]
pub(super) struct Field<'a> {
    name: String,
    value: Cow<'a, str>,
}

/// Headers in their order.
#[derive(Debug, Default)]
pub(super) struct Fields<'a>(Vec<Field<'a>>);

impl<'a> Fields<'a> {
    /// Reads the lines before the empty one. A line that is no header is passed over.
    pub(super) fn of(block: &'a [u8]) -> Self {
        let mut fields = Vec::new();
        let mut rest = block;
        while !rest.is_empty() && fields.len() < MOST_FIELDS {
            let (whole, after) = rest.split_at(field_length(rest));
            rest = after;
            fields.extend(field(whole));
        }
        Self(fields)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every header of this name (in lower case), as it stands there.
    pub(super) fn all(&self, name: &str) -> impl DoubleEndedIterator<Item = &str> {
        self.0
            .iter()
            .filter(move |field| field.name == name)
            .map(|field| field.value.as_ref())
    }

    /// The topmost header of this name, as it stands there.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// The topmost header of this name as one plain line in lower case; empty without one.
    pub(super) fn word(&self, name: &str) -> String {
        start(self.first(name).unwrap_or_default(), MOST_DECODED)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    }

    /// The topmost header of this name, decoded (RFC 2047).
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.first(name).and_then(decoded)
    }

    /// How often somebody is named by this header: a line end that only some programs see counts.
    pub(super) fn times(&self, name: &str) -> usize {
        let hidden = |value: &str| {
            value
                .split('\r')
                .skip(1)
                .filter(|line| {
                    line.split_once(':')
                        .is_some_and(|(before, _)| before.trim().eq_ignore_ascii_case(name))
                })
                .count()
        };
        self.all(name).count()
            + self
                .0
                .iter()
                .map(|field| hidden(&field.value))
                .sum::<usize>()
    }

    /// `Content-Type` or `Content-Disposition`, read (RFC 2045, RFC 2231).
    pub(super) fn content(&self, name: &str) -> Option<ContentType<'static>> {
        let line = line_of(self.first(name)?, MOST_DECODED);
        match MessageStream::new(line.as_bytes()).parse_content_type() {
            HeaderValue::ContentType(kind) => Some(kind.into_owned_type()),
            _ => None,
        }
    }

    /// `Date`, read.
    pub(super) fn date(&self) -> Option<DateTime> {
        let line = line_of(self.first("date")?, 200);
        match MessageStream::new(line.as_bytes()).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => Some(date),
            _ => None,
        }
    }
}

/// A content type whose texts are its own.
trait IntoOwnedType {
    fn into_owned_type(self) -> ContentType<'static>;
}

impl IntoOwnedType for ContentType<'_> {
    fn into_owned_type(self) -> ContentType<'static> {
        match HeaderValue::ContentType(self).into_owned() {
            HeaderValue::ContentType(kind) => kind,
            _ => ContentType {
                c_type: "text".into(),
                c_subtype: Some("plain".into()),
                attributes: None,
            },
        }
    }
}

/// A text with encoded words, decoded.
pub(super) fn decoded(value: &str) -> Option<String> {
    let line = line_of(value, MOST_DECODED);
    match MessageStream::new(line.as_bytes()).parse_unstructured() {
        HeaderValue::Text(text) => Some(text.into_owned()),
        _ => None,
    }
}

/// The mailboxes of one header, with the names that stand beside them.
pub(super) fn mailboxes(value: &str) -> Vec<(Option<String>, String)> {
    addresses(&line_of(value, MOST_DECODED))
}

/// The addresses of one header, however many. Nobody asks their names: those stay as they are.
pub(super) fn addresses_only(value: &str) -> Vec<String> {
    let line = line_of(value, MOST_ADDRESSES).replace("=?", "=_");
    addresses(&line)
        .into_iter()
        .map(|(_, address)| address)
        .collect()
}

fn addresses(line: &str) -> Vec<(Option<String>, String)> {
    let HeaderValue::Address(found) = MessageStream::new(line.as_bytes()).parse_address() else {
        return Vec::new();
    };
    let members: Vec<_> = match found {
        Address::List(list) => list,
        Address::Group(groups) => groups
            .into_iter()
            .flat_map(|group| group.addresses)
            .collect(),
    };
    members
        .into_iter()
        .map(|one| {
            (
                one.name.map(Cow::into_owned),
                one.address.map(Cow::into_owned).unwrap_or_default(),
            )
        })
        .collect()
}

/// A value with the line end that says where it stops.
fn line_of(value: &str, most: usize) -> String {
    let mut line = start(value, most).to_owned();
    line.push('\n');
    line
}

/// The beginning of a text, `most` bytes at most, cut between characters.
pub(super) fn start(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// How long the first header is, with the lines that go on with it and its line end.
fn field_length(block: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = block.get(at..).unwrap_or_default();
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            return block.len();
        };
        at += end + 1;
        if !matches!(block.get(at), Some(b' ' | b'\t')) {
            return at;
        }
    }
}

fn field(whole: &[u8]) -> Option<Field<'_>> {
    let colon = whole.iter().position(|byte| *byte == b':')?;
    let (name, value) = whole.split_at(colon);
    let name = name.trim_ascii();
    let is_name =
        !name.is_empty() && name.len() <= 80 && name.iter().all(|byte| (33..=126).contains(byte));
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    is_name.then(|| Field {
        name: String::from_utf8_lossy(name).to_lowercase(),
        value: written(value),
    })
}

/// Headers in raw eight bits are UTF-8, or else what Western programs wrote before.
fn written(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(western(bytes.get(..MOST_ADDRESSES).unwrap_or(bytes))),
    }
}

/// Text of windows-1252, of which ISO-8859-1 is a part.
pub(super) fn western(bytes: &[u8]) -> String {
    charset_decoder(b"windows-1252").map_or_else(
        || String::from_utf8_lossy(bytes).into_owned(),
        |decode| decode(bytes),
    )
}
