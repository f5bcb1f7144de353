//! The mark by which text in CSV is no formula to any program that opens it, and its undoing.
//!
//! # Why
//! A program takes a cell for a formula by its first sign. The sign may be the wide one of East
//! Asian keyboards, may follow blanks that the program drops, or stand at the beginning of a further
//! line, for a program that splits lines within quotation marks, or behind a separator: a list in
//! English has commas, and a spreadsheet in French splits its cells at semicolons. So each such piece
//! stands behind an apostrophe, which spreadsheets know as « this is text ». A piece that begins with
//! an apostrophe of its own gets another one: whoever takes one apostrophe off the beginning of each
//! piece has exactly what was typed.

use std::borrow::Cow;

const MARK: char = '\'';

/// What begins a formula, or a command for the program, in some spreadsheet.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a piece of text must be marked; `at_begin` when it begins a line.
fn is_dangerous(piece: &str, at_begin: bool) -> bool {
    if piece.starts_with([MARK, '\t']) {
        return true;
    }
    let dropped = |one: char| {
        // Signs of no width and blanks are dropped by some programs before they look.
        one == '"'
            || at_begin
                && (one.is_whitespace()
                    || one.is_control()
                    || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
    };
    piece.trim_start_matches(dropped).starts_with(SIGNS)
}

/// The ends of lines, for whatever program.
fn ends_line(one: char) -> bool {
    matches!(one, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What ends a cell, for whatever program.
fn ends_cell(one: char) -> bool {
    ends_line(one) || matches!(one, ';' | ',' | '\t')
}

/// The text as CSV holds it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    // The end of a line at the very beginning is a way to hide what follows.
    let hides = text.starts_with(ends_line);
    let mut out = String::with_capacity(text.len() + 8);
    let mut at_begin = true;
    for piece in text.split_inclusive(ends_cell) {
        if is_dangerous(piece, at_begin) || (hides && out.is_empty()) {
            out.push(MARK);
        }
        out.push_str(piece);
        at_begin = piece.ends_with(ends_line);
    }
    if out.len() == text.len() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

/// The text that was guarded: one apostrophe less at the beginning of each line, and behind each
/// comma, semicolon and tab, that has any.
#[must_use]
pub fn unguarded(text: &str) -> String {
    text.split_inclusive(ends_cell)
        .map(|piece| piece.strip_prefix(MARK).unwrap_or(piece))
        .collect()
}
