//! The line that says who wrote what is quoted below it: « Le 3 mars, … a écrit : ».

use super::{Mark, Row};

/// How such lines begin and end, by language.
const FORMS: [(&[&str], &[&str]); 8] = [
    (
        &["le ", "en date du ", "the "],
        &[
            "a écrit :",
            "a écrit:",
            "a ecrit :",
            "a ecrit:",
            "écrivait :",
            "a écrit",
        ],
    ),
    (
        &["on ", "at ", "in "],
        &["wrote:", "wrote :", "writes:", "said:"],
    ),
    (
        &["am ", "on ", "um ", "den "],
        &["schrieb:", "geschrieben:", "schrieb :", "schrieb"],
    ),
    (
        &["el ", "el día ", "on "],
        &["escribió:", "escribio:", "escribió :"],
    ),
    (
        &["il ", "in data ", "il giorno "],
        &["ha scritto:", "scrive:", "ha scritto :"],
    ),
    (&["op ", "on "], &["schreef:", "geschreven:", "schreef"]),
    (&["em ", "no dia "], &["escreveu:", "escreveu :"]),
    (&["den ", "den"], &["skrev:", "skrev følgende:"]),
];
/// The most lines that it goes over.
const MOST_LINES: usize = 4;
/// The longest one, in bytes.
const LONGEST: usize = 600;

/// An introduction that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Introduction {
    /// How many lines it has.
    pub(super) lines: usize,
    /// Whether everything behind it is quoted, no sign at its lines telling so.
    pub(super) goes_on: bool,
}

/// Whether the first line begins an introduction.
pub(super) fn introduction(rows: &[Row]) -> Option<Introduction> {
    let first = rows.first()?.text.trim();
    if first.len() > LONGEST {
        return None;
    }
    if let Some(found) = named_only(rows, first) {
        return Some(found);
    }
    let lower = first.to_lowercase();
    let ends: Vec<&str> = FORMS
        .iter()
        .filter(|(begins, _)| begins.iter().any(|begin| lower.starts_with(begin)))
        .flat_map(|(_, ends)| ends.iter().copied())
        .collect();
    if ends.is_empty() {
        return None;
    }
    let mut whole = String::new();
    for (count, row) in rows.iter().take(MOST_LINES).enumerate() {
        if row.mark != Mark::Fresh || row.is_blank() || whole.len() > LONGEST {
            return None;
        }
        whole.push(' ');
        whole.push_str(row.text.trim());
        let lower = whole.to_lowercase();
        let is_end =
            lower.ends_with(':') || lower.ends_with("schrieb") || lower.ends_with("a écrit");
        let written = ends.iter().any(|end| says(&lower, end));
        if is_end && written && lower.chars().any(|one| one.is_ascii_digit()) {
            return follow(rows, count + 1, &lower);
        }
    }
    None
}

/// Whether a line ends so; in German and Dutch the name comes after the word.
fn says(lower: &str, end: &str) -> bool {
    if lower.ends_with(end) {
        return true;
    }
    let word = end.trim_end_matches([':', ' ']);
    matches!(word, "schrieb" | "schreef") && lower.contains(&format!(" {word} "))
}

/// An introduction is one when a quote follows it, or when it names a time or an address and
/// something follows.
fn follow(rows: &[Row], lines: usize, lower: &str) -> Option<Introduction> {
    let next = rows.iter().skip(lines).find(|row| !row.is_blank())?;
    if matches!(next.mark, Mark::Quoted | Mark::Beyond) {
        return Some(Introduction {
            lines,
            goes_on: false,
        });
    }
    let has_time = lower
        .as_bytes()
        .windows(4)
        .any(|four| matches!(four, [a, b':' | b'h', b, c] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit()));
    (has_time || lower.contains('@')).then_some(Introduction {
        lines,
        goes_on: true,
    })
}

/// « Jeanne Martin a écrit : » right above a quote; and the rule of Lotus Notes, whatever follows.
fn named_only(rows: &[Row], first: &str) -> Option<Introduction> {
    let lower = first.to_lowercase();
    let is_ruled = lower.starts_with("-----") && lower.trim_end_matches('-').len() < lower.len();
    let inner = lower.trim_matches(['-', ' ']);
    let is_written = [
        "a écrit :",
        "a écrit:",
        "wrote:",
        "schrieb:",
        "ha scritto:",
        "escribió:",
        "schreef:",
    ]
    .iter()
    .any(|end| inner.ends_with(end));
    if !is_written {
        return None;
    }
    if is_ruled {
        return Some(Introduction {
            lines: 1,
            goes_on: true,
        });
    }
    let next = rows.iter().skip(1).find(|row| !row.is_blank())?;
    (next.mark == Mark::Quoted && first.len() < 200).then_some(Introduction {
        lines: 1,
        goes_on: false,
    })
}
