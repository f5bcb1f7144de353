//! The rules of a contract, and what they speak of, in words.

use super::Words;
use crate::domain::{
    contract::Rule,
    ticket::{Cause, Document, Nature},
};

/// « Incident », « Évolution majeure ».
#[must_use]
pub fn nature_word(nature: Nature, words: Words) -> String {
    words.say(&format!("nature-{nature}"))
}

/// « Cahier des charges ».
#[must_use]
pub fn document_word(document: Document, words: Words) -> String {
    words.say(&format!("document-{document}"))
}

/// What made the rules propose a priority.
#[must_use]
pub fn cause_word(cause: Cause, words: Words) -> String {
    words.say(&format!("qualification-cause-{cause}"))
}

/// What a rule asks for, from its name as histories keep it: « à l’arrêt + contournement ».
#[must_use]
pub fn rule_words(name: &str, words: Words) -> String {
    if name.is_empty() {
        return words.say("rule-unknown");
    }
    if name == Rule::OTHERWISE {
        return words.say("rule-otherwise");
    }
    if let Ok(nature) = name.parse::<Nature>() {
        let nature = nature_word(nature, words);
        return words.say_with("rule-nature", &[("nature", nature.into())]);
    }
    let (facts, versions) = name.split_once(Rule::SINCE).unwrap_or((name, ""));
    let mut said: Vec<String> = facts
        .split(' ')
        .map(|fact| words.say(&format!("fact-{fact}")))
        .collect();
    if !versions.is_empty() {
        said.push(words.say_with("fact-since", &[("versions", versions.into())]));
    }
    said.join(" + ")
}
