//! What is asked of a contract of an organisation, when it is added and when it is corrected.

use crate::edges::{
    pages::{
        again::Again,
        fields::{Answer, Field, Select},
    },
    words::Words,
};

/// The question whether a contract includes support.
pub(super) fn support(chosen: &str, words: Words) -> Select {
    Select {
        name: "support",
        label: words.say("setup-support"),
        answers: vec![
            Answer::new("yes", words.say("setup-support-yes"), chosen),
            Answer::new("no", words.say("setup-support-no"), chosen),
        ],
        ..Select::default()
    }
}

/// The question how much help was paid for.
pub(super) fn hours(again: &Again, else_: &str, words: Words) -> Field {
    let mut field = again
        .field("hours", words.say("setup-hours"), else_)
        .hint(words.say("setup-hours-hint"))
        .optional();
    field.width = "w-s";
    field
}

/// The question what a year costs.
pub(super) fn annual(again: &Again, else_: &str, words: Words) -> Field {
    let mut field = again
        .field("annual", words.say("setup-annual"), else_)
        .hint(words.say("setup-annual-hint"))
        .optional();
    field.width = "w-s";
    field
}

/// The question for a day.
pub(super) fn day(again: &Again, control: &'static str, label: String, else_: &str) -> Field {
    let mut field = again.field(control, label, else_).of_kind("date", "off");
    field.width = "w-s";
    field
}
