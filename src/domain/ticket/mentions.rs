//! Who is called by name in an internal note: `@Sacha Marin`, `@sacha@desk.example`.

use std::{collections::BTreeSet, ops::Range};

use crate::domain::{ids::PersonId, people::Person};

/// The most people that one note calls.
const MOST_CALLED: usize = 20;
/// How many `@` of a text are looked at: one note calls few, and each costs a look at every name.
const MOST_SIGNS: usize = 200;

/// Those of `colleagues` whom a text calls, each once, in the order of the text. A name that two of
/// them bear calls neither: their addresses do.
#[must_use]
pub fn called(text: &str, colleagues: &[Person]) -> Vec<PersonId> {
    if !text.contains('@') {
        return Vec::new();
    }
    let mut names = Vec::with_capacity(colleagues.len() * 2);
    for person in colleagues {
        if is_clear(&person.name, colleagues) {
            names.push((person.id, person.name.as_str()));
        }
        names.push((person.id, person.email.as_str()));
    }
    let mut seen = BTreeSet::new();
    let mut called: Vec<_> = calls(text, &names)
        .into_iter()
        .map(|(_, person)| person)
        .filter(|person| seen.insert(*person))
        .collect();
    called.truncate(MOST_CALLED);
    called
}

/// Whether only one of `colleagues` has a name.
#[must_use]
pub fn is_clear(name: &str, colleagues: &[Person]) -> bool {
    let bearers = colleagues
        .iter()
        .filter(|other| begins_with(&other.name, name) == Some(other.name.len()));
    bearers.count() < 2
}

/// Where a text calls one of some names: the place of the `@` and the name, and whose it is. Of
/// several names that fit, the longest counts.
#[must_use]
pub fn calls<T: Copy>(text: &str, names: &[(T, &str)]) -> Vec<(Range<usize>, T)> {
    let mut found: Vec<(Range<usize>, T)> = Vec::new();
    for (at, sign) in text.match_indices('@').take(MOST_SIGNS) {
        let (before, after) = (text.get(..at), text.get(at + sign.len()..));
        let within = before
            .and_then(|text| text.chars().next_back())
            .is_some_and(char::is_alphanumeric);
        let taken = found.last().is_some_and(|(last, _)| last.end > at);
        let Some(after) = after.filter(|_| !within && !taken) else {
            continue;
        };
        let longest = names
            .iter()
            .filter_map(|(whose, name)| Some((begins_with(after, name)?, *whose)))
            .filter(|(length, _)| {
                let next = after.get(*length..).and_then(|rest| rest.chars().next());
                !next.is_some_and(char::is_alphanumeric)
            })
            .max_by_key(|(length, _)| *length);
        if let Some((length, whose)) = longest {
            found.push((at..at + sign.len() + length, whose));
        }
    }
    found
}

/// How many bytes of a text are a name, capitals or not; `None` when it begins with something else.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in name.chars() {
        let one = rest.next()?;
        let same = one == wanted || one.to_lowercase().eq(wanted.to_lowercase());
        if !same {
            return None;
        }
    }
    (!name.is_empty()).then(|| text.len() - rest.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        lang::Lang,
        people::{EmailAddress, Role},
    };

    fn person(name: &str, email: &str) -> Person {
        Person {
            id: PersonId::fresh(),
            name: name.to_owned(),
            email: EmailAddress::parse(email).unwrap(),
            role: Role::Agent,
            organisation: None,
            lang: Lang::Fr,
            active: true,
        }
    }

    #[test]
    fn a_colleague_is_called_by_name_or_address_and_once() {
        let team = [
            person("Zoé Marin", "zoe@desk.example"),
            person("Zoé", "autre@desk.example"),
            person("Sacha d’Aubry", "sacha@desk.example"),
        ];
        let ids = |text: &str| called(text, &team);
        assert_eq!(ids("voir @Zoé Marin, puis @zoé marin."), [team[0].id]);
        assert_eq!(
            ids("voir @Zoé, et @ZOE@desk.example"),
            [team[1].id, team[0].id]
        );
        assert_eq!(ids("(@Sacha d’Aubry)"), [team[2].id]);
        assert_eq!(ids("@sacha@desk.example."), [team[2].id]);
        for text in [
            "Zoé Marin",
            "@Zoéa",
            "a@zoé",
            "@Sacha",
            "@",
            "moi@sacha@desk.example",
            "",
        ] {
            assert_eq!(ids(text), [], "{text}");
        }
    }

    #[test]
    fn a_name_that_two_bear_calls_neither() {
        let team = [
            person("Ana", "ana@desk.example"),
            person("ana", "a@desk.example"),
        ];
        assert_eq!(called("@Ana", &team), []);
        assert_eq!(called("@a@desk.example", &team), [team[1].id]);
    }

    #[test]
    fn a_text_of_nothing_but_signs_ends_soon() {
        let team: Vec<_> = (0..500)
            .map(|one| person(&"@".repeat(50), &format!("a{one}@desk.example")))
            .collect();
        assert_eq!(called(&"@".repeat(20_000), &team), []);
        assert!(calls(&"@a ".repeat(6_000), &[((), "a")]).len() <= MOST_SIGNS);
    }
}
