//! The mark by which text in CSV is no formula to any program that opens it, and its undoing.
//!
//! # Why
//! A program takes a cell for a formula by its first sign. The sign may be the wide one of East
//! Asian keyboards, may follow blanks that the program drops, or stand at the beginning of a further
//! line, for a program that splits lines within quotation marks. So each such line stands behind an
//! apostrophe, which spreadsheets know as « this is text ». A line that begins with an apostrophe of
//! its own gets another one: whoever takes one apostrophe off the beginning of each line has exactly
//! what was typed.

use std::borrow::Cow;

const MARK: char = '\'';

/// What begins a formula, or a command for the program, in some spreadsheet.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a line must be marked.
fn is_dangerous(line: &str) -> bool {
    if line.starts_with([MARK, '\t']) {
        return true;
    }
    // Signs of no width and blanks are dropped by some programs before they look.
    let begin = line.trim_start_matches(|one: char| {
        one.is_whitespace()
            || one.is_control()
            || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '"')
    });
    begin.starts_with(SIGNS)
}

/// The ends of lines, for whatever program.
fn ends_line(one: char) -> bool {
    matches!(one, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text as CSV holds it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    // The end of a line at the very beginning is a way to hide what follows.
    let hides = text.starts_with(ends_line);
    if !hides && !text.split(ends_line).any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive(ends_line) {
        if is_dangerous(line.trim_end_matches(ends_line)) || (hides && out.is_empty()) {
            out.push(MARK);
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// The text that was guarded: one apostrophe less at the beginning of each line that has any.
#[must_use]
pub fn unguarded(text: &str) -> String {
    text.split_inclusive(ends_line)
        .map(|line| line.strip_prefix(MARK).unwrap_or(line))
        .collect()
}
