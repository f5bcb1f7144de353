//! The files of a letter.

use super::{
    decode,
    entity::{Entity, apart},
    fields::{decoded, start},
};
use crate::domain::{attachment::FileName, incoming::MailFile, ticket::is_kept};

/// The longest name by which the HTML shows a file.
const LONGEST_CONTENT_ID: usize = 200;

/// Whether a part says to be a file.
pub(super) fn is_attached(entity: &Entity<'_>) -> bool {
    entity
        .fields
        .content("content-disposition")
        .is_some_and(|disposition| disposition.c_type.eq_ignore_ascii_case("attachment"))
}

/// The name that a part brings, decoded.
pub(super) fn name(entity: &Entity<'_>) -> Option<String> {
    let named = entity
        .fields
        .content("content-disposition")
        .and_then(|disposition| disposition.attribute("filename").map(str::to_owned))
        .or_else(|| entity.kind.attribute("name").map(str::to_owned))?;
    // Names in encoded words are against RFC 2047, and common.
    let plain = if named.contains("=?") {
        decoded(&named).unwrap_or(named)
    } else {
        named
    };
    (!plain.trim().is_empty()).then_some(plain)
}

pub(super) fn name_ends(entity: &Entity<'_>, end: &str) -> bool {
    name(entity).is_some_and(|name| name.to_lowercase().ends_with(end))
}

/// A part as a file.
pub(super) fn file(entity: &Entity<'_>, encoded: &[u8]) -> MailFile {
    let bytes = decode::bytes(entity, encoded).into_owned();
    let name = name(entity).unwrap_or_else(|| made_name(entity, &bytes));
    let name = with_end(name, entity);
    let content_id = entity.fields.first("content-id").and_then(content_id);
    MailFile {
        name: FileName::of(start(&name, 4_096)),
        bytes,
        content_id,
    }
}

fn content_id(value: &str) -> Option<String> {
    let id: String = value
        .chars()
        .filter(|one| is_kept(*one) && !one.is_whitespace() && !matches!(one, '<' | '>'))
        .collect();
    (!id.is_empty() && id.len() <= LONGEST_CONTENT_ID).then_some(id)
}

/// A name for what has none.
fn made_name(entity: &Entity<'_>, bytes: &[u8]) -> String {
    let kind = &entity.kind;
    match (kind.main.as_str(), kind.sub.as_str()) {
        ("message", "rfc822" | "global") => {
            let (inner, _) = apart(start_of_headers(bytes));
            inner
                .fields
                .text("subject")
                .filter(|subject| !subject.trim().is_empty())
                .map_or_else(
                    || "message.eml".to_owned(),
                    |subject| subject.replace(['/', '\\'], "-"),
                )
        }
        ("text", "calendar") => "invitation.ics".to_owned(),
        ("text", "plain") => "text.txt".to_owned(),
        ("text", "html") => "text.html".to_owned(),
        ("application", "pkcs7-mime" | "x-pkcs7-mime") => "smime.p7m".to_owned(),
        ("application", "pkcs7-signature" | "x-pkcs7-signature") => "smime.p7s".to_owned(),
        ("application", "pgp-signature") => "signature.asc".to_owned(),
        ("application", "ms-tnef") => "winmail.dat".to_owned(),
        ("application", "pdf") => "file.pdf".to_owned(),
        ("image", sub @ ("png" | "gif" | "webp" | "bmp")) => format!("image.{sub}"),
        ("image", "jpeg" | "jpg" | "pjpeg") => "image.jpg".to_owned(),
        ("audio", _) => "audio".to_owned(),
        ("video", _) => "video".to_owned(),
        _ => "file".to_owned(),
    }
}

/// Letters and invitations have the end by which programs know them.
fn with_end(name: String, entity: &Entity<'_>) -> String {
    let end = match (entity.kind.main.as_str(), entity.kind.sub.as_str()) {
        ("message", "rfc822" | "global") => ".eml",
        ("text", "calendar") => ".ics",
        _ => return name,
    };
    if name.to_lowercase().ends_with(end) {
        name
    } else {
        // What ends in a dot loses it in a name.
        format!("{}{end}", name.trim_end_matches(['.', ' ']))
    }
}

/// Enough of a letter to know its headers.
fn start_of_headers(bytes: &[u8]) -> &[u8] {
    bytes.get(..65_536).unwrap_or(bytes)
}
