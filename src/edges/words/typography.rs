//! The spaces of French typography, put in by rule.
//!
//! U+00A0 before « : », inside guillemets and between a number and its unit or its month;
//! U+202F before « ; », « ! », « ? » and « % » (Imprimerie nationale's rules).

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';

/// Words that stay on the line of the number before them.
const UNITS: [&str; 31] = [
    "h",
    "min",
    "s",
    "j",
    "ko",
    "Mo",
    "Go",
    "o",
    "€",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "janv.",
    "févr.",
    "avr.",
    "juil.",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
    "heures",
    "heure",
];

/// The same text with the spaces that French typography asks for.
///
/// Only ordinary spaces that are there are replaced; none is added, so `10:42` and addresses
/// stay as they are. A closing brace counts as a number: in a catalogue it ends a value.
///
/// ```
/// use guichet::edges::words::typography::french_spaces;
///
/// assert_eq!(french_spaces("« Oui » : 4 h ?"), "«\u{a0}Oui\u{a0}»\u{a0}: 4\u{a0}h\u{202f}?");
/// ```
#[must_use]
pub fn french_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before = '\n';
    let mut rest = text.chars();
    while let Some(here) = rest.next() {
        let written = if here == ' ' {
            space_between(before, rest.as_str())
        } else {
            here
        };
        out.push(written);
        before = here;
    }
    out
}

fn space_between(before: char, after: &str) -> char {
    match (before, after.chars().next()) {
        ('«', _) | (_, Some(':' | '»')) => NO_BREAK,
        (_, Some(';' | '!' | '?' | '%')) => NARROW,
        (before, Some(_))
            if (before.is_ascii_digit() || before == '}') && begins_with_unit(after) =>
        {
            NO_BREAK
        }
        _ => ' ',
    }
}

fn begins_with_unit(after: &str) -> bool {
    let end = after
        .find(|c: char| !(c.is_alphabetic() || c == '.' || c == '€'))
        .unwrap_or(after.len());
    let word = after.get(..end).unwrap_or_default();
    UNITS.contains(&word) || UNITS.contains(&word.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn high_punctuation_takes_the_narrow_space_and_the_colon_the_wide_one() {
        assert_eq!(
            french_spaces("Oui ! Non ? a ; b : 5 %"),
            "Oui\u{202f}! Non\u{202f}? a\u{202f}; b\u{a0}: 5\u{202f}%"
        );
    }

    #[test]
    fn a_number_keeps_its_unit_and_its_month() {
        assert_eq!(
            french_spaces("4 h 30, 29 décembre, 20 Mo."),
            "4\u{a0}h 30, 29\u{a0}décembre, 20\u{a0}Mo."
        );
        assert_eq!(french_spaces("{ $n } min"), "{ $n }\u{a0}min");
    }

    #[test]
    fn what_only_looks_like_a_unit_is_left_alone() {
        assert_eq!(
            french_spaces("4 hommes, 10:42, https://a"),
            "4 hommes, 10:42, https://a"
        );
    }
}
