//! What was found of the tickets of a contract, in words: for pages and for the command line.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::contract_job::{Compared, JobFound},
    edges::{
        pages::promises::clock_word,
        words::{Words, dates},
    },
};

/// « 312 demandes, 4 seraient en retard » : what a simulation found.
#[must_use]
pub fn simulated(found: &JobFound, words: Words) -> String {
    words.say_with(
        "job-simulated",
        &[
            ("tickets", found.tickets.into()),
            ("before", found.late_before.into()),
            ("after", found.late_after.into()),
            ("newly", found.newly_late.into()),
            ("changed", found.changed.into()),
        ],
    )
}

/// Whose deadline it is.
#[must_use]
pub fn clock(one: &Compared, words: Words) -> String {
    clock_word(one.clock, words)
}

/// An instant at which something is due, or that nothing is promised.
#[must_use]
pub fn due(at: Option<DateTime<Utc>>, tz: Tz, words: Words) -> String {
    match at {
        Some(at) => dates::exact_day_time(at, tz, words.lang()),
        None => words.say("event-moved-nothing"),
    }
}

/// Whether a deadline is missed before and after.
#[must_use]
pub fn becomes(one: &Compared, words: Words) -> String {
    words.say(match (one.late_before, one.late_after) {
        (false, false) => "job-kept",
        (false, true) => "job-newly-late",
        (true, false) => "job-no-longer-late",
        (true, true) => "job-late-anyway",
    })
}

/// That not all are listed, where it is so.
#[must_use]
pub fn more(found: &JobFound, words: Words) -> Option<String> {
    let listed = u64::try_from(found.lines.len()).unwrap_or(u64::MAX);
    let all = found.changed.saturating_add(found.failed);
    (listed < all).then(|| {
        words.say_with(
            "job-more",
            &[("listed", listed.into()), ("all", all.into())],
        )
    })
}
