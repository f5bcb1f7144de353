//! Signatures: below the line of two dashes, or the one that a telephone adds.

use super::{Mark, Row};

/// How the lines begin that telephones and programs add.
const MOBILE: [&str; 34] = [
    "envoyé de mon ",
    "envoyé depuis mon ",
    "envoyé depuis l'application",
    "envoyé depuis l’application",
    "envoyé depuis outlook",
    "envoyé depuis yahoo",
    "envoyé depuis proton",
    "envoyé à partir de",
    "envoyé avec la messagerie",
    "envoyé avec proton",
    "télécharger outlook pour",
    "téléchargez outlook pour",
    "obtenir outlook pour",
    "provenance : courrier pour",
    "provenance : ",
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent from proton",
    "sent with proton",
    "sent via ",
    "sent using ",
    "get outlook for",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "enviado desde mi",
    "enviado desde ",
    "inviato da",
    "verstuurd vanaf",
    "verzonden vanaf",
    "verzonden met",
    "outlook für android beziehen",
];
/// The most lines of a signature whose dashes have no blank behind them.
const MOST_BARE: usize = 12;
/// The most lines that stand behind what a telephone adds.
const MOST_BELOW: usize = 3;

/// Parts the lines below the last line of two dashes, as far as no quote follows.
pub(super) fn standard(mut rows: Vec<Row>) -> (Vec<Row>, Vec<Row>) {
    let found = rows.iter().rposition(|row| {
        row.mark == Mark::Fresh
            && matches!(row.text.trim_end_matches('\r'), "-- " | "--" | "—\u{20}")
    });
    let Some(at) = found.filter(|at| *at > 0) else {
        return (rows, Vec::new());
    };
    let below = rows.get(at + 1..).unwrap_or_default();
    let is_bare = rows.get(at).is_some_and(|row| row.text == "--");
    if below.iter().any(|row| row.mark == Mark::Quoted) || (is_bare && below.len() > MOST_BARE) {
        return (rows, Vec::new());
    }
    let mut signature = rows.split_off(at);
    signature.remove(0);
    (rows, signature)
}

/// Parts the line that a telephone or a program adds at the end.
pub(super) fn mobile(mut rows: Vec<Row>) -> (Vec<Row>, Vec<Row>) {
    let written: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
        .map(|(at, _)| at)
        .collect();
    let found = written.iter().rev().take(MOST_BELOW).copied().find(|at| {
        rows.get(*at).is_some_and(|row| {
            let lower = row
                .text
                .trim()
                .trim_start_matches(['<', '*', '['])
                .to_lowercase();
            row.mark == Mark::Fresh
                && row.text.len() < 160
                && MOBILE.iter().any(|begin| lower.starts_with(begin))
        })
    });
    match found {
        Some(at) => {
            let signature = rows.split_off(at);
            (rows, signature)
        }
        None => (rows, Vec::new()),
    }
}
