//! What a publisher wrote into a contract, as a reader sees it.
//!
//! # Why
//! Files are written by hand, with ordinary spaces. What is stored stays as it was written; French
//! gets its spaces where it is shown.

use super::{Lang, Words, typography::french_spaces};
use crate::domain::contract::{Clause, Contract};

/// Where a clause stands in its contract: « article 5.1 ».
#[must_use]
pub fn reference(clause: &Clause, words: Words) -> String {
    let lang = words.lang();
    spaced(clause.reference_in(lang), clause.language(lang))
}

/// What a clause says.
#[must_use]
pub fn text(clause: &Clause, words: Words) -> String {
    let lang = words.lang();
    spaced(clause.text_in(lang), clause.language(lang))
}

/// What a contract is called.
#[must_use]
pub fn title(contract: &Contract, words: Words) -> String {
    spaced(contract.title_in(words.lang()), words.lang())
}

/// A text of a contract in a language, with the spaces of that language.
#[must_use]
pub fn spaced(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => french_spaces(&apostrophes(text)),
        Lang::En => text.to_owned(),
    }
}

/// The same text with « ’ » for the « ' » that keyboards write between two letters.
fn apostrophes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(here) = rest.next() {
        let inside =
            before.is_alphabetic() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        out.push(if here == '\'' && inside { '’' } else { here });
        before = here;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ticket::{ClockName, Priority};

    #[test]
    fn a_clause_is_shown_with_the_spaces_of_its_language_and_stored_as_written() {
        let raw = include_str!("../../../templates/contracts/azprojet.toml");
        let contract = Contract::parse("azprojet.toml", raw).unwrap();
        let promise = contract.promise(ClockName::Respond, Priority::P1).unwrap();
        let clause = contract.clause(&promise.clause).unwrap();
        assert!(clause.text.contains("l'utilisateur") && clause.text.contains(" ; "));
        let shown = text(clause, Lang::Fr.words());
        assert!(
            shown.contains("l’utilisateur") && shown.contains("\u{202f}; "),
            "{shown}"
        );
        assert_eq!(text(clause, Lang::En.words()), clause.text_in(Lang::En));
        assert_eq!(spaced("'a' l'été 'b", Lang::Fr), "'a' l’été 'b");
    }
}
