//! A proof sheet as JSON.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::explain::{cause_word, closed_words};
use crate::domain::{
    calendar::{Kind, Why},
    contract::Clause,
    lang::Lang,
    sla::{Change, Changed, ProofSheet},
};

/// A proof sheet as JSON: instants in UTC (RFC 3339), amounts in seconds, each segment with the
/// running sum of what is counted.
#[must_use]
pub fn explain_json(sheet: &ProofSheet, lang: Lang, tz: Tz) -> Value {
    let mut sum = 0;
    let segments: Vec<_> = sheet
        .proof
        .segments
        .iter()
        .map(|segment| {
            let seconds = segment.length().num_seconds();
            let (kind, reason) = match &segment.kind {
                Kind::Counted => ("counted", Value::Null),
                Kind::Paused(place) => (
                    "paused",
                    sheet
                        .pauses
                        .get(*place)
                        .map_or(Value::Null, |pause| json!(cause_word(pause.cause))),
                ),
                Kind::Closed(why) => ("closed", json!(why_word(why))),
            };
            if segment.kind == Kind::Counted {
                sum += seconds;
            }
            let mut shown = json!({
                "from": instant(segment.from),
                "to": instant(segment.to),
                "kind": kind,
                "seconds": seconds,
                "sum": sum,
            });
            if let Value::Object(shown) = &mut shown {
                if let Kind::Closed(why) = &segment.kind {
                    shown.insert("words".to_owned(), json!(closed_words(why, lang)));
                }
                if !reason.is_null() {
                    shown.insert("reason".to_owned(), reason);
                }
            }
            shown
        })
        .collect();
    let pauses: Vec<_> = sheet
        .pauses
        .iter()
        .map(|pause| {
            json!({
                "from": instant(pause.from),
                "to": pause.to.map(instant),
                "reason": cause_word(pause.cause),
                "clause": pause.clause.as_ref().map(|text| clause(text, lang)),
            })
        })
        .collect();
    json!({
        "clock": sheet.clock.word(),
        "run": sheet.run,
        "priority": sheet.priority.word(),
        "promise": sheet.promise.words(lang),
        "clause": sheet.clause.as_ref().map(|text| clause(text, lang)),
        "timezone": tz.name(),
        "start": instant(sheet.proof.start),
        "counted_from": instant(sheet.proof.counted_from),
        "deadline": instant(sheet.deadline),
        "provisional": sheet.provisional,
        "business": !sheet.promise.target.runs_by_the_clock(),
        "budget_seconds": sheet.proof.budget.num_seconds(),
        "segments": segments,
        "pauses": pauses,
        "changes": sheet.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn clause(clause: &Clause, lang: Lang) -> Value {
    json!({
        "reference": clause.reference_in(lang),
        "text": clause.text_in(lang),
    })
}

const fn why_word(why: &Why) -> &'static str {
    match why {
        Why::OutsideHours => "outside-hours",
        Why::NoOpeningThatDay => "no-opening-that-day",
        Why::Holiday(_) | Why::AddedHoliday(_) => "holiday",
        Why::Closure(_) => "closure",
        Why::Bridge(_) => "bridge",
    }
}

fn change(change: &Change) -> Value {
    let mut shown = json!({ "at": instant(change.at), "event": change.seq });
    let (what, detail) = match change.what {
        Changed::Started => ("started", None),
        Changed::Requalified { from, to } => (
            "requalified",
            Some(json!({ "from": from.word(), "to": to.word() })),
        ),
        Changed::NatureCorrected { from, to } => (
            "nature-corrected",
            Some(json!({ "from": from.word(), "to": to.word() })),
        ),
        Changed::Paused(reason) => ("paused", Some(json!({ "reason": reason.word() }))),
        Changed::Resumed => ("resumed", None),
        Changed::PauseLifted => ("pause-lifted", None),
        Changed::Stopped => ("stopped", None),
        Changed::Reopened => ("reopened", None),
        Changed::Moved => ("moved-to-version", None),
    };
    if let Value::Object(shown) = &mut shown {
        shown.insert("what".to_owned(), json!(what));
        if let Some(Value::Object(detail)) = detail {
            shown.extend(detail);
        }
    }
    shown
}
