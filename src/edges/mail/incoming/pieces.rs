//! What of a letter is its text, and what is a file.

use std::collections::BTreeSet;

use super::{
    decode,
    entity::{Body, Entity},
    files, flowed,
};
use crate::domain::incoming::{IncomingMail, MailFile, Remark};

/// The most bytes of a text, as it travelled, that are read.
const MOST_TEXT: usize = 1_048_576;

/// A text of a letter, in one form or in both.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) plain: Option<String>,
    pub(super) html: Option<String>,
}

/// What was found in a letter.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) pieces: Vec<Piece>,
    pub(super) files: Vec<MailFile>,
    pub(super) remarks: BTreeSet<Remark>,
    /// Whether a text is longer than is read.
    pub(super) is_cut: bool,
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    /// The letter itself.
    Root,
    /// One after the other.
    Row,
    /// Beside the HTML that shows it.
    Beside,
    /// Sealed, or what seals: nothing of it is text.
    Sealed,
}

/// Goes through a letter.
pub(super) fn found(letter: &Entity<'_>) -> Found {
    let mut found = Found::default();
    found.take(letter, Place::Root);
    found
}

impl Found {
    fn take(&mut self, entity: &Entity<'_>, place: Place) {
        match &entity.body {
            Body::Many(parts) => self.take_parts(entity, parts, place),
            Body::Leaf(encoded) => self.take_leaf(entity, encoded, place),
        }
    }

    fn take_parts(&mut self, entity: &Entity<'_>, parts: &[Entity<'_>], place: Place) {
        let rest = match entity.kind.sub.as_str() {
            _ if place == Place::Sealed => Place::Sealed,
            "alternative" => return self.take_forms(parts),
            "related" => Place::Beside,
            "signed" => {
                self.remarks.insert(Remark::Signed);
                Place::Sealed
            }
            "encrypted" => {
                self.remarks.insert(Remark::Encrypted);
                for part in parts {
                    self.take(part, Place::Sealed);
                }
                return;
            }
            _ => Place::Row,
        };
        let mut parts = parts.iter();
        if let Some(first) = parts.next() {
            let own = match place {
                Place::Sealed => Place::Sealed,
                _ => Place::Row,
            };
            self.take(first, own);
        }
        for part in parts {
            self.take(part, rest);
        }
    }

    /// The same in several forms: one piece, whatever the forms are made of.
    fn take_forms(&mut self, parts: &[Entity<'_>]) {
        let before = self.pieces.len();
        for part in parts {
            self.take(part, Place::Row);
        }
        let mut whole = Piece::default();
        for piece in self.pieces.drain(before..) {
            add(&mut whole.plain, piece.plain);
            add(&mut whole.html, piece.html);
        }
        if whole.plain.is_some() || whole.html.is_some() {
            self.pieces.push(whole);
        }
    }

    fn take_leaf(&mut self, entity: &Entity<'_>, encoded: &[u8], place: Place) {
        let kind = &entity.kind;
        match (kind.main.as_str(), kind.sub.as_str()) {
            ("message", "delivery-status" | "global-delivery-status")
            | (
                "message",
                "disposition-notification" | "global-disposition-notification" | "feedback-report",
            )
            | ("text", "rfc822-headers")
            | ("message", "rfc822-headers" | "global-headers")
            | ("application", "pgp-encrypted") => return,
            ("text", "calendar") => {
                self.remarks.insert(Remark::Invitation);
            }
            ("application", "pkcs7-mime" | "x-pkcs7-mime") => {
                let sealed = kind.attribute("smime-type").unwrap_or_default();
                self.remarks
                    .insert(if sealed.eq_ignore_ascii_case("signed-data") {
                        Remark::Signed
                    } else {
                        Remark::Encrypted
                    });
            }
            ("text", "plain" | "html" | "enriched" | "richtext") if is_text(entity, place) => {
                return self.take_text(entity, encoded);
            }
            _ => {}
        }
        if files::name_ends(entity, ".ics") {
            self.remarks.insert(Remark::Invitation);
        }
        if encoded.is_empty() && files::name(entity).is_none() {
            return;
        }
        if self.files.len() >= IncomingMail::MOST_FILES {
            self.remarks.insert(Remark::TooManyParts);
            return;
        }
        self.files.push(files::file(entity, encoded));
    }

    fn take_text(&mut self, entity: &Entity<'_>, encoded: &[u8]) {
        self.is_cut |= encoded.len() > MOST_TEXT;
        let encoded = encoded.get(..MOST_TEXT).unwrap_or(encoded);
        let bytes = decode::bytes(entity, encoded);
        let (text, is_known) = decode::text(&bytes, entity.kind.attribute("charset"));
        if !is_known {
            self.remarks.insert(Remark::UnknownCharset);
        }
        let mut piece = Piece::default();
        if entity.kind.sub == "html" {
            piece.html = Some(text);
        } else {
            let is = |name: &str, word: &str| {
                let value = entity.kind.attribute(name);
                value.is_some_and(|value| value.eq_ignore_ascii_case(word))
            };
            let text = self.without_armour(&text);
            piece.plain = Some(if is("format", "flowed") {
                flowed::unfolded(&text, is("delsp", "yes"))
            } else {
                text
            });
        }
        self.pieces.push(piece);
    }

    /// The text that PGP signed, without the marks of PGP; sealed text stays as it is.
    fn without_armour(&mut self, text: &str) -> String {
        const SEALED: &str = "-----BEGIN PGP MESSAGE-----";
        const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
        const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
        const END: &str = "-----END PGP SIGNATURE-----";
        let trimmed = text.trim_start();
        if trimmed.starts_with(SEALED) {
            self.remarks.insert(Remark::Encrypted);
        }
        let signed = trimmed
            .strip_prefix(SIGNED)
            .and_then(|rest| rest.split_once(SIGNATURE));
        let Some((inside, after)) = signed else {
            return text.to_owned();
        };
        self.remarks.insert(Remark::Signed);
        let after = after.split_once(END).map_or("", |(_, rest)| rest);
        // Headers of the armour, then an empty line, then the text with its dashes escaped.
        let mut lines = inside.lines().skip(1);
        let mut kept: Vec<&str> = Vec::new();
        for line in lines.by_ref() {
            if line.trim().is_empty() {
                break;
            }
        }
        kept.extend(lines.map(|line| line.strip_prefix("- ").unwrap_or(line)));
        kept.extend(after.lines());
        kept.join("\n")
    }
}

/// Whether a part of text is read, or kept as a file.
fn is_text(entity: &Entity<'_>, place: Place) -> bool {
    match place {
        Place::Sealed => false,
        Place::Root => !files::is_attached(entity),
        Place::Row => !files::is_attached(entity) && files::name(entity).is_none(),
        Place::Beside => {
            !files::is_attached(entity)
                && files::name(entity).is_none()
                && !entity.fields.has("content-id")
        }
    }
}

fn add(to: &mut Option<String>, text: Option<String>) {
    let Some(text) = text else { return };
    match to {
        Some(before) => {
            before.push('\n');
            before.push_str(&text);
        }
        None => *to = Some(text),
    }
}
