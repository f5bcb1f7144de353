//! The text of a letter, in the parts that a reader tells apart, and its HTML.

use std::time::Duration;

use super::{
    fields::start,
    html,
    pieces::{Found, Piece},
    quotes::{Row, is_structured, plain_rows, separated},
};
use crate::domain::{
    incoming::{MailBody, Remark},
    ticket::{Description, is_kept},
};

/// The most bytes of text that are kept of a letter, quotes and all.
const MOST_TEXT: usize = 262_144;
/// The most lines.
const MOST_LINES: usize = 10_000;

/// The body of a letter; what is said of it is added to what was found.
pub(super) fn body(found: &mut Found, limit: Duration) -> MailBody {
    let rows: Vec<Row> = found.pieces.iter().flat_map(rows_of).collect();
    let (rows, is_cut) = shortened(rows);
    let parts = separated(rows);
    let (text, is_long) = described(&parts.text);
    if is_cut || is_long || found.is_cut {
        found.remarks.insert(Remark::TextCut);
    }
    let html = whole_html(&found.pieces).filter(|html| !html.trim().is_empty());
    let clean = html.as_deref().and_then(|html| html::cleaned(html, limit));
    if html.is_some() && clean.is_none() {
        found.remarks.insert(Remark::HtmlLeftOut);
    }
    MailBody {
        text,
        quoted: kept(&parts.quoted),
        signature: kept(&parts.signature),
        html: clean.filter(|html| !html.trim().is_empty()),
    }
}

/// What it says to people, all of it.
pub(super) fn whole_text(found: &Found, most: usize) -> String {
    let mut whole = String::new();
    for piece in &found.pieces {
        for row in rows_of(piece) {
            whole.push_str(&row.text);
            whole.push('\n');
            if whole.len() > most {
                return whole;
            }
        }
    }
    whole
}

/// The lines of a piece. Its plain form is what its writer saw as text; but for what is quoted the
/// structure of the other form is surer.
fn rows_of(piece: &Piece) -> Vec<Row> {
    let plain = piece
        .plain
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    match (plain, piece.html.as_deref()) {
        (None, None) => Vec::new(),
        (Some(text), None) => plain_rows(text, MOST_LINES + 1),
        (None, Some(html)) => html::rows(html, MOST_TEXT),
        (Some(text), Some(html)) => {
            let rows = html::rows(html, MOST_TEXT);
            if is_structured(&rows) {
                rows
            } else {
                plain_rows(text, MOST_LINES + 1)
            }
        }
    }
}

fn shortened(rows: Vec<Row>) -> (Vec<Row>, bool) {
    let mut kept: Vec<Row> = Vec::new();
    let mut left = MOST_TEXT;
    for mut row in rows {
        if kept.len() >= MOST_LINES {
            return (kept, true);
        }
        if row.text.len() + 1 > left {
            row.text = start(&row.text, left).to_owned();
            kept.push(row);
            return (kept, true);
        }
        left -= row.text.len() + 1;
        kept.push(row);
    }
    (kept, false)
}

/// A text as it is filed, and whether it was cut for that.
fn described(text: &str) -> (Option<Description>, bool) {
    let text = kept(text);
    if let Ok(whole) = Description::parse(&text) {
        return (Some(whole), false);
    }
    let cut: String = text.trim().chars().take(Description::MOST).collect();
    let is_cut = cut.len() < text.trim().len();
    (Description::parse(&cut).ok(), is_cut)
}

/// A text without control characters.
fn kept(text: &str) -> String {
    text.chars()
        .filter(|one| matches!(one, '\n' | '\t') || is_kept(*one))
        .collect()
}

/// The HTML of all pieces; what is plain between them is escaped.
fn whole_html(pieces: &[Piece]) -> Option<String> {
    if pieces.iter().all(|piece| piece.html.is_none()) {
        return None;
    }
    let mut whole = String::new();
    for piece in pieces {
        match (&piece.html, &piece.plain) {
            (Some(html), _) => whole.push_str(html),
            (None, Some(text)) => {
                let text = text
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('\n', "<br>");
                whole.push_str("<p>");
                whole.push_str(&text);
                whole.push_str("</p>");
            }
            (None, None) => {}
        }
    }
    Some(whole)
}
