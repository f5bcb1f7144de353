//! That letters to somebody come back, and the button that says that the address works again.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{incoming::Bounced, people::Person},
    edges::words::{Words, dates},
};

/// Somebody whose letters come back.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who, for the form.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What came of letters to them.
    pub says: String,
}

/// What a page shows of it.
#[derive(Clone, Debug)]
pub struct Bouncing {
    /// Who.
    pub rows: Vec<Row>,
    /// Where the button leads; none for who may not say so.
    pub action: Option<String>,
}

impl Bouncing {
    /// Those from whose addresses letters came back, as read at `now`.
    #[must_use]
    pub fn of(
        bounced: &[(Person, Bounced)],
        action: Option<String>,
        (now, tz): (DateTime<Utc>, Tz),
        words: Words,
    ) -> Self {
        let row = |(person, bounced): &(Person, Bounced)| Row {
            id: person.id.to_string(),
            name: person.name.clone(),
            says: sentence(person, bounced, (now, tz), words),
        };
        Self {
            rows: bounced.iter().map(row).collect(),
            action,
        }
    }
}

/// « Les lettres à Odile Prévost (odile@…) reviennent depuis lundi : « 550 … » ».
#[must_use]
pub fn sentence(
    person: &Person,
    bounced: &Bounced,
    (now, tz): (DateTime<Utc>, Tz),
    words: Words,
) -> String {
    let at = |instant| dates::in_sentence(instant, now, tz, words.lang());
    words.say_with(
        if bounced.since == bounced.last_at {
            "bounced-once"
        } else {
            "bounced-since"
        },
        &[
            ("name", person.name.as_str().into()),
            ("address", person.email.as_str().into()),
            ("since", at(bounced.since).into()),
            ("last", at(bounced.last_at).into()),
            ("why", bounced.why.as_str().into()),
        ],
    )
}
