//! Lines below which everything is an earlier letter.

use super::{Mark, Row};

/// What our own letters say above themselves; see the letters of `src/edges/mail/letters`.
const REPLY_MARKERS: [&str; 5] = [
    "répondez au-dessus de cette ligne",
    "répondre au-dessus de cette ligne",
    "reply above this line",
    "please reply above this line",
    "antworten sie über dieser zeile",
];

/// What stands between dashes.
const RULED: [&str; 24] = [
    "original message",
    "message d'origine",
    "message d’origine",
    "message original",
    "message initial",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "mensaje original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "mensagem original",
    "forwarded message",
    "message transféré",
    "message transmis",
    "courriel transféré",
    "weitergeleitete nachricht",
    "mensaje reenviado",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "original appointment",
    "rendez-vous d'origine",
    "original email",
    "reply message",
];

/// What stands alone above a letter that was passed on.
const PASSED_ON: [&str; 6] = [
    "begin forwarded message:",
    "début du message transféré :",
    "début du message réexpédié :",
    "anfang der weitergeleiteten nachricht:",
    "inizio messaggio inoltrato:",
    "inicio del mensaje reenviado:",
];

/// The headers that programs repeat above what they quote, by language: the first is who wrote.
const HEADERS: [&[&str]; 8] = [
    &[
        "de",
        "envoyé",
        "date",
        "à",
        "a",
        "cc",
        "objet",
        "envoyé le",
        "sujet",
        "pour",
        "répondre à",
        "importance",
    ],
    &[
        "from",
        "sent",
        "date",
        "to",
        "cc",
        "subject",
        "reply-to",
        "importance",
    ],
    &["von", "gesendet", "datum", "an", "cc", "betreff", "kopie"],
    &[
        "de",
        "enviado",
        "enviado el",
        "fecha",
        "para",
        "cc",
        "asunto",
    ],
    &["da", "inviato", "data", "a", "cc", "oggetto"],
    &["van", "verzonden", "datum", "aan", "cc", "onderwerp"],
    &["de", "enviada", "data", "para", "cc", "assunto"],
    &["fra", "sendt", "dato", "til", "cc", "emne"],
];
/// How many different ones make a block.
const ENOUGH: usize = 3;

/// Whether a line asks to answer above it.
pub(super) fn is_reply_marker(line: &str) -> bool {
    if line.len() > 200 {
        return false;
    }
    let lower = line.to_lowercase();
    REPLY_MARKERS.iter().any(|marker| lower.contains(marker))
}

/// Whether an earlier letter begins with the first line.
pub(super) fn divider(rows: &[Row]) -> bool {
    let Some(first) = rows.first() else {
        return false;
    };
    let line = first.text.trim();
    if line.len() > 300 {
        return false;
    }
    if is_rule(line) {
        // A line drawn by hand is one of ours only with headers below it.
        return rows
            .iter()
            .enumerate()
            .skip(1)
            .take(3)
            .find(|(_, row)| !row.is_blank())
            .is_some_and(|(at, _)| rows.get(at..).is_some_and(headers));
    }
    is_ruled(line) || is_passed_on(line) || headers(rows)
}

fn is_rule(line: &str) -> bool {
    line.len() >= 5 && (line.chars().all(|one| one == '_') || line.chars().all(|one| one == '-'))
}

fn is_ruled(line: &str) -> bool {
    if !line.starts_with("--") {
        return false;
    }
    let inner = line.trim_matches(['-', ' ', ':']).to_lowercase();
    RULED.iter().any(|words| inner.starts_with(words))
}

fn is_passed_on(line: &str) -> bool {
    let lower = line.trim_start_matches(['*', ' ']).to_lowercase();
    PASSED_ON.iter().any(|words| lower.starts_with(words))
}

/// Whether headers of a letter begin with the first line: who wrote first, then others of the same
/// language, some of them broken over lines.
fn headers(rows: &[Row]) -> bool {
    let name_of = |row: &Row| -> Option<String> {
        let line = row.text.trim().trim_start_matches(['*', ' ']);
        let (name, _) = line.split_once(':')?;
        (name.len() <= 20).then(|| name.trim_matches(['*', ' ', '\u{A0}']).to_lowercase())
    };
    let Some(first) = rows.first().and_then(name_of) else {
        return false;
    };
    HEADERS
        .iter()
        .filter(|names| names.first() == Some(&first.as_str()))
        .any(|names| {
            let mut seen: Vec<String> = Vec::new();
            let mut others = 0;
            for row in rows.iter().take(14) {
                if row.mark == Mark::Quoted || others > 3 || seen.len() >= ENOUGH {
                    break;
                }
                match name_of(row).filter(|name| names.contains(&name.as_str())) {
                    // Who wrote is said once.
                    Some(name) if name == first && !seen.is_empty() => break,
                    Some(name) => {
                        if !seen.contains(&name) {
                            seen.push(name);
                        }
                        others = 0;
                    }
                    None if row.is_blank() => {}
                    None => others += 1,
                }
            }
            seen.len() >= ENOUGH
        })
}
