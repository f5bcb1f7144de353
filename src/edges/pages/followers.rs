//! Who follows a ticket, and what the reader may do about it: the same on both sides.

use crate::{
    desk::{self, Following},
    domain::ids::PersonId,
    edges::words::Words,
};

/// The control in which an address is typed.
pub const CONTROL: &str = "colleague";

/// Somebody who follows.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who, for the form.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether that is the reader.
    pub own: bool,
    /// Whether the reader may take them off.
    pub removable: bool,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Followers {
    /// Where the forms go.
    pub action: String,
    /// Where the reader's own leaving goes.
    pub leave: String,
    /// Who follows, by name.
    pub rows: Vec<Row>,
    /// Whether the reader may add somebody.
    pub manages: bool,
    /// Addresses to choose from, each with its name.
    pub offered: Vec<(String, String)>,
    /// What was typed and refused.
    pub typed: String,
    /// What to do about it.
    pub error: Option<String>,
}

impl Followers {
    /// As `reader` sees them, on the page at `here`; `typed` was refused with `error`.
    #[must_use]
    pub fn of(
        following: &Following,
        reader: PersonId,
        here: &str,
        (typed, error): (&str, Option<String>),
    ) -> Self {
        Self {
            action: format!("{here}/followers"),
            leave: format!("{here}/leave"),
            rows: following
                .followers
                .iter()
                .map(|person| Row {
                    id: person.id.to_string(),
                    name: person.name.clone(),
                    own: person.id == reader,
                    removable: following.manages && person.id != reader,
                })
                .collect(),
            manages: following.manages,
            offered: following
                .offered
                .iter()
                .map(|person| (person.email.to_string(), person.name.clone()))
                .collect(),
            typed: typed.to_owned(),
            error,
        }
    }
}

/// What the desk's refusal means, in words; nothing when it is no refusal of an address.
#[must_use]
pub fn refusal(error: &desk::Error, words: Words) -> Option<String> {
    let desk::Error::Invalid(faults) = error else {
        return None;
    };
    let fault = faults
        .iter()
        .find(|fault| fault.field == desk::Field::Email)?;
    Some(words.say(match fault.problem {
        "requester" => "followers-requester",
        "full" => "followers-full",
        _ => "followers-unknown",
    }))
}
