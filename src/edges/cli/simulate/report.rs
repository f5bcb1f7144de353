//! What a simulation found, as text and as JSON.

use serde_json::{Map as Object, Value, json};

use super::count::{Count, Counts};
use crate::{
    domain::{contract::Contract, lang::Lang},
    edges::{
        cli::table::{Set, table},
        foreign_log::{Log, Map},
        words::{Words, dates, durations},
    },
};

/// The counts by clock and priority; beside them how many were warned, and what was read.
pub fn json(counts: &Counts, log: &Log, contract: &Contract) -> Value {
    let mut all = Object::new();
    let mut warned = Object::new();
    for (clock, priorities) in &counts.by_clock {
        let mut shown = Object::new();
        let mut warned_of = Object::new();
        for (priority, count) in priorities {
            shown.insert(
                priority.word().to_owned(),
                json!({
                    "tickets": count.tickets,
                    "kept": count.kept,
                    "late": count.late,
                    "open": count.open,
                }),
            );
            warned_of.insert(priority.word().to_owned(), json!(count.warned));
        }
        all.insert(clock.word().to_owned(), Value::Object(shown));
        warned.insert(clock.word().to_owned(), Value::Object(warned_of));
    }
    let mut unpromised = Object::new();
    for (clock, priorities) in &counts.unpromised {
        let shown: Object<String, Value> = priorities
            .iter()
            .map(|(priority, measure)| {
                let shown = json!({
                    "tickets": measure.tickets,
                    "ended": measure.took.len(),
                    "open": measure.open,
                    "median_open_seconds": measure.median(),
                });
                (priority.word().to_owned(), shown)
            })
            .collect();
        unpromised.insert(clock.word().to_owned(), Value::Object(shown));
    }
    all.insert("unpromised".to_owned(), Value::Object(unpromised));
    all.insert("warned".to_owned(), Value::Object(warned));
    all.insert("contract".to_owned(), json!(contract.name().as_str()));
    all.insert(
        "log".to_owned(),
        json!({
            "rows": log.rows,
            "tickets": log.tickets.len(),
            "end": log.end.map(|end| end.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            "waits_counted": counts
                .not_paused
                .iter()
                .map(|(reason, times)| (reason.word().to_owned(), json!(times)))
                .collect::<Object<_, _>>(),
        }),
    );
    Value::Object(all)
}

/// A table with a row per clock and priority, and what a reader must know beside it.
pub fn text(counts: &Counts, log: &Log, contract: &Contract, map: &Map, lang: Lang) -> String {
    let words = lang.words();
    let end = log.end.map_or_else(
        || "–".to_owned(),
        |end| dates::long_date_time(end, map.timezone, words.lang()),
    );
    let mut text = words.say_with(
        "simulate-title",
        &[
            ("contract", contract.title_in(lang).to_owned().into()),
            ("end", end.into()),
        ],
    );
    text.push('\n');
    text.push_str(&words.say_with(
        "simulate-tickets-read",
        &[
            ("tickets", log.tickets.len().into()),
            ("rows", number(log.rows, words).into()),
        ],
    ));
    text.push_str("\n\n");
    let columns = [
        "clock", "priority", "promise", "tickets", "kept", "late", "open", "warned", "share",
    ];
    let mut rows = vec![
        columns
            .map(|column| words.say(&format!("simulate-column-{column}")))
            .to_vec(),
    ];
    rows.extend(promised_rows(counts, contract, lang));
    rows.extend(unpromised_rows(counts, words));
    let mut set = [Set::Right; 9];
    set[..3].fill(Set::Left);
    text.push_str(&table(&set, &rows));
    for (reason, times) in &counts.not_paused {
        text.push_str(&words.say_with(
            "simulate-not-paused",
            &[
                ("count", (*times).into()),
                ("reason", words.say(&format!("sla-cause-{reason}")).into()),
            ],
        ));
        text.push('\n');
    }
    text
}

fn number(number: u64, words: Words) -> String {
    words
        .lang()
        .number_of(i64::try_from(number).unwrap_or(i64::MAX))
}

fn promised_rows(counts: &Counts, contract: &Contract, lang: Lang) -> Vec<Vec<String>> {
    let words = lang.words();
    let mut rows = Vec::new();
    for (clock, priorities) in &counts.by_clock {
        for (priority, count) in priorities {
            let promise = contract
                .promise(*clock, *priority)
                .map(|promise| promise.words(lang))
                .unwrap_or_default();
            rows.push(vec![
                words.say(&format!("sla-clock-{clock}")),
                priority.word().to_owned(),
                promise,
                number(count.tickets, words),
                number(count.kept, words),
                number(count.late, words),
                number(count.open, words),
                number(count.warned, words),
                share(count, words),
            ]);
        }
    }
    rows
}

fn unpromised_rows(counts: &Counts, words: Words) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (clock, priorities) in &counts.unpromised {
        for (priority, measure) in priorities {
            let none = || "–".to_owned();
            let median = measure.median().map_or_else(none, |seconds| {
                let median = durations::amount_in_unit(seconds, true, words);
                words.say_with("simulate-median", &[("median", median.into())])
            });
            rows.push(vec![
                words.say(&format!("sla-clock-{clock}")),
                priority.word().to_owned(),
                words.say("simulate-no-promise"),
                number(measure.tickets, words),
                none(),
                none(),
                number(measure.open, words),
                none(),
                median,
            ]);
        }
    }
    rows
}

/// What was kept of what is decided: as a fraction, and in percent with two decimals, rounded
/// down so that only all is 100 %.
fn share(count: &Count, words: Words) -> String {
    let ended = count.kept + count.late;
    if ended == 0 {
        return "–".to_owned();
    }
    let hundredths = u128::from(count.kept) * 10_000 / u128::from(ended);
    words.say_with(
        "simulate-share",
        &[
            ("kept", count.kept.to_string().into()),
            ("ended", ended.to_string().into()),
            ("percent", percent(hundredths, words.lang()).into()),
        ],
    )
}

fn percent(hundredths: u128, lang: Lang) -> String {
    format!(
        "{}{}{:02}",
        hundredths / 100,
        lang.decimal_point(),
        hundredths % 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_up_to_all() {
        let count = Count {
            kept: 99_999,
            late: 1,
            ..Count::default()
        };
        let said = share(&count, Lang::Fr.words());
        assert!(said.contains("99,99"), "{said}");
        assert_eq!(share(&Count::default(), Lang::Fr.words()), "–");
    }
}
