//! Bytes as they travelled, back to what they were.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, charsets::map::charset_decoder};

use super::{entity::Entity, fields::western};

/// What a part holds, of `encoded` as it travelled.
pub(super) fn bytes<'a>(entity: &Entity<'_>, encoded: &'a [u8]) -> Cow<'a, [u8]> {
    match entity.fields.word("content-transfer-encoding").as_str() {
        "base64" => Cow::Owned(from_base64(encoded)),
        "quoted-printable" => Cow::Owned(from_quoted_printable(encoded)),
        _ => Cow::Borrowed(encoded),
    }
}

/// Signs that do not belong there are passed over.
fn from_base64(encoded: &[u8]) -> Vec<u8> {
    if let Some(bytes) = base64_decode(encoded) {
        return bytes;
    }
    let kept: Vec<u8> = encoded
        .iter()
        .copied()
        .filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
        .collect();
    base64_decode(&kept).unwrap_or_default()
}

/// What is no code stays as it is.
fn from_quoted_printable(encoded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len());
    for line in encoded.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_end();
        let (text, goes_on) = text
            .strip_suffix(b"=")
            .map_or((text, false), |text| (text, true));
        let mut rest = text;
        while let Some((first, after)) = rest.split_first() {
            let code = match (first, after) {
                (b'=', [high, low, ..]) => hex(*high).zip(hex(*low)),
                _ => None,
            };
            if let Some((high, low)) = code {
                bytes.push(high * 16 + low);
                rest = after.get(2..).unwrap_or_default();
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        if !goes_on && line.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
    bytes
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The text of some bytes, and whether their charset is known.
pub(super) fn text(bytes: &[u8], charset: Option<&str>) -> (String, bool) {
    let name = charset
        .unwrap_or_default()
        .trim()
        .trim_matches(['"', '\''])
        .to_ascii_lowercase();
    let is_plain = matches!(
        name.as_str(),
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" | "unicode-1-1-utf-8"
    );
    if is_plain {
        return (unmarked(plain(bytes)), true);
    }
    if let Some(decode) = charset_decoder(name.as_bytes()) {
        return (unmarked(decode(bytes)), true);
    }
    (plain(bytes), bytes.is_ascii())
}

fn unmarked(text: String) -> String {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// UTF-8; where nothing but plain letters is, what Western programs wrote before.
fn plain(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let text = String::from_utf8_lossy(bytes);
            let has_utf8 = text
                .chars()
                .any(|one| !one.is_ascii() && one != char::REPLACEMENT_CHARACTER);
            if has_utf8 {
                text.into_owned()
            } else {
                western(bytes)
            }
        }
    }
}
