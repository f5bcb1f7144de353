//! What is new in a letter, what it quotes, and its signature.
//!
//! # Why
//! Nothing may be lost: what is taken for a quote or a signature is kept beside the text, answers
//! between quotes stay between them, and when nothing new would be left, all of it is.

mod dividers;
mod introductions;
mod signatures;

use dividers::{divider, is_reply_marker};
use introductions::introduction;
use signatures::{mobile, standard};

/// How a line stands in a letter; the stronger mark last.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Mark {
    /// New.
    Fresh,
    /// Part of the signature.
    Signature,
    /// Of an earlier letter.
    Quoted,
    /// Of an earlier letter, as is all that follows.
    Beyond,
}

/// A line of a letter.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) mark: Mark,
}

impl Row {
    pub(super) const fn new(text: String, mark: Mark) -> Self {
        Self { text, mark }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_fresh(&self) -> bool {
        self.mark == Mark::Fresh && !self.is_blank()
    }
}

/// A letter in its parts.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Separated {
    pub(super) text: String,
    pub(super) quoted: String,
    pub(super) signature: String,
}

/// The lines of a plain text, `most` of them.
pub(super) fn plain_rows(text: &str, most: usize) -> Vec<Row> {
    text.lines()
        .take(most)
        .map(|line| {
            let is_quote = line.starts_with('>') && !line.starts_with(">From ");
            let mark = if is_quote { Mark::Quoted } else { Mark::Fresh };
            Row::new(line.to_owned(), mark)
        })
        .collect()
}

/// Whether the structure of a letter tells what it quotes.
pub(super) fn is_structured(rows: &[Row]) -> bool {
    rows.iter()
        .any(|row| matches!(row.mark, Mark::Quoted | Mark::Beyond) && !row.is_blank())
}

/// Takes a letter apart.
pub(super) fn separated(mut rows: Vec<Row>) -> Separated {
    let whole = joined(&rows, false);
    mark_by_words(&mut rows);
    let beyond = rows
        .iter()
        .position(|row| row.mark == Mark::Beyond)
        .unwrap_or(rows.len());
    let later = rows.split_off(beyond);
    let first = rows.iter().position(Row::is_fresh);
    let last = rows.iter().rposition(Row::is_fresh);
    let (Some(first), Some(last)) = (first, last) else {
        return Separated {
            text: whole,
            ..Separated::default()
        };
    };
    let after = rows.split_off(last + 1);
    let middle = rows.split_off(first);
    let leading = rows;
    let (signed, trailing): (Vec<Row>, Vec<Row>) = after
        .into_iter()
        .partition(|row| row.mark == Mark::Signature);
    let (marked, middle): (Vec<Row>, Vec<Row>) = middle
        .into_iter()
        .partition(|row| row.mark == Mark::Signature);
    let (middle, written) = standard(middle);
    let (middle, from_phone) = mobile(middle);
    let text = joined(&middle, true);
    if text.is_empty() {
        return Separated {
            text: whole,
            ..Separated::default()
        };
    }
    let signature = [marked, written, from_phone, signed]
        .iter()
        .map(|part| joined(part, false))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    let quoted = [leading, trailing, later]
        .iter()
        .map(|part| joined(part, false))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    Separated {
        text,
        quoted,
        signature,
    }
}

/// Marks what only the words tell.
fn mark_by_words(rows: &mut [Row]) {
    let mut at = 0;
    while at < rows.len() {
        let Some(rest) = rows.get_mut(at..) else {
            return;
        };
        let Some(row) = rest.first() else { return };
        if row.mark != Mark::Fresh || row.is_blank() {
            at += 1;
            continue;
        }
        if is_reply_marker(&row.text) || divider(rest) {
            for row in rest.iter_mut() {
                row.mark = Mark::Beyond;
            }
            return;
        }
        let Some(found) = introduction(rest) else {
            at += 1;
            continue;
        };
        let until = if found.goes_on {
            rest.len()
        } else {
            found.lines
        };
        let mark = if found.goes_on {
            Mark::Beyond
        } else {
            Mark::Quoted
        };
        for row in rest.iter_mut().take(until) {
            row.mark = mark;
        }
        at += found.lines.max(1);
    }
}

/// Lines as one text, without blank ones around; a quote among answers shows as one.
fn joined(rows: &[Row], with_signs: bool) -> String {
    let mut text = String::new();
    for (count, row) in rows.iter().enumerate() {
        if count > 0 {
            text.push('\n');
        }
        let is_bare = row.mark == Mark::Quoted && !row.text.starts_with('>');
        if with_signs && is_bare && !row.is_blank() {
            text.push_str("> ");
        }
        text.push_str(row.text.trim_end());
    }
    text.trim_matches('\n').trim_end().to_owned()
}
