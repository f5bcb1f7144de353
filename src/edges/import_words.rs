//! What becomes of a table that is taken over, in words: the same for the page and the command line.

use super::{table_in::TableError, words::Words};
use crate::{
    desk::Imported,
    domain::import::{Fate, Wrong},
};

/// How many lines of a table there are of each fate.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Lines that bring something.
    pub taken: u64,
    /// Lines that change nothing.
    pub known: u64,
    /// Lines that cannot be taken.
    pub refused: u64,
}

impl Counts {
    /// Counts the lines; blank ones are none.
    #[must_use]
    pub fn of(fates: &[Fate]) -> Self {
        let mut counts = Self::default();
        for fate in fates {
            match fate {
                Fate::Taken(_) => counts.taken += 1,
                Fate::Known => counts.known += 1,
                Fate::Refused(_) => counts.refused += 1,
                Fate::Blank => {}
            }
        }
        counts
    }
}

/// The lines that are not blank, each with its number in the table, whose first line holds the names
/// of the columns.
pub fn numbered(fates: &[Fate]) -> impl Iterator<Item = (u64, &Fate)> {
    (2..).zip(fates).filter(|(_, fate)| **fate != Fate::Blank)
}

/// What became of the whole table, or would.
#[must_use]
pub fn outcome(imported: &Imported, words: Words) -> String {
    let counts = Counts::of(&imported.fates);
    let key = match counts {
        _ if imported.written => "import-done",
        Counts { refused: 1.., .. } => "import-refused",
        Counts { taken: 0, .. } => "import-nothing",
        Counts { .. } => "import-ready",
    };
    words.say_with(
        key,
        &[
            ("taken", counts.taken.into()),
            ("refused", counts.refused.into()),
        ],
    )
}

/// What becomes of a line, or when it is `done` became of it.
#[must_use]
pub fn fate_in_words(fate: &Fate, done: bool, words: Words) -> String {
    match fate {
        Fate::Taken(taken) => {
            let key = match (&taken.adds, &taken.person, done) {
                (Some(_), Some(_), false) => "import-adds-both",
                (Some(_), None, false) => "import-adds-organisation",
                (None, _, false) => "import-adds-person",
                (Some(_), Some(_), true) => "import-added-both",
                (Some(_), None, true) => "import-added-organisation",
                (None, _, true) => "import-added-person",
            };
            let person = taken.person.as_ref().map_or("", |one| one.name.as_str());
            let values = [
                ("organisation", taken.organisation.as_str().into()),
                ("person", person.into()),
            ];
            words.say_with(key, &values)
        }
        Fate::Known | Fate::Blank => words.say("import-known"),
        Fate::Refused(wrong) => why(wrong, words),
    }
}

fn why(wrong: &Wrong, words: Words) -> String {
    let (key, word) = match wrong {
        Wrong::Organisation(_) => ("import-wrong-organisation", ""),
        Wrong::Kind(word) => ("import-wrong-kind", word.as_str()),
        Wrong::Domain(_) => ("import-wrong-domain", ""),
        Wrong::DomainTaken(owner) => ("import-wrong-domain-taken", owner.as_str()),
        Wrong::Name(_) => ("import-wrong-name", ""),
        Wrong::Email(_) => ("import-wrong-email", ""),
        Wrong::Lang(word) => ("import-wrong-lang", word.as_str()),
        Wrong::Administrator(word) => ("import-wrong-administrator", word.as_str()),
        Wrong::Elsewhere(owner) => ("import-wrong-elsewhere", owner.as_str()),
        Wrong::WorksHere => ("import-wrong-works-here", ""),
    };
    words.say_with(key, &[("word", word.into())])
}

/// Why a table cannot be read.
#[must_use]
pub fn table_in_words(wrong: &TableError, words: Words) -> String {
    match wrong {
        TableError::Empty => words.say("import-empty"),
        TableError::Malformed { line } => {
            words.say_with("import-malformed", &[("line", (*line).into())])
        }
        TableError::UnknownColumn { name, meant } => {
            let key = if meant.is_some() {
                "import-column-meant"
            } else {
                "import-column"
            };
            let meant = meant.clone().unwrap_or_default();
            let values = [("name", name.as_str().into()), ("meant", meant.into())];
            words.say_with(key, &values)
        }
        TableError::MissingColumn { name } => {
            words.say_with("import-column-missing", &[("name", (*name).into())])
        }
        TableError::TooLong => words.say("import-too-long"),
    }
}
