//! What is promised, what stops it, and the clauses behind both.

use std::collections::BTreeSet;

use super::{ClauseRef, amount_words};
use crate::domain::{calendar::Target, lang::Lang, ticket::ClockName};

/// A clause of the contract, as people are shown it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// Where it stands in the contract, in French: « article 5.1 ».
    pub reference: String,
    /// What it says, in French, in short words.
    pub text: String,
    /// The same two in English, when the file gives them.
    pub(super) english: Option<(String, String)>,
}

impl Clause {
    /// Where it stands in the contract; in French when the file has no English.
    #[must_use]
    pub fn reference_in(&self, lang: Lang) -> &str {
        match (lang, &self.english) {
            (Lang::En, Some((reference, _))) => reference,
            (Lang::En, None) | (Lang::Fr, _) => &self.reference,
        }
    }

    /// The language in which a reader of `lang` reads it.
    #[must_use]
    pub const fn language(&self, lang: Lang) -> Lang {
        match (lang, &self.english) {
            (Lang::En, Some(_)) => Lang::En,
            (Lang::En, None) | (Lang::Fr, _) => Lang::Fr,
        }
    }

    /// What it says; in French when the file has no English.
    #[must_use]
    pub fn text_in(&self, lang: Lang) -> &str {
        match (lang, &self.english) {
            (Lang::En, Some((_, text))) => text,
            (Lang::En, None) | (Lang::Fr, _) => &self.text,
        }
    }
}

/// What is promised for a clock and a priority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Promise {
    /// The amount of time, with the contract's two switches for business days.
    pub target: Target,
    /// The clause that promises it.
    pub clause: ClauseRef,
}

impl Promise {
    /// The target as people say it: « 4 heures ouvrées », `4 business hours`.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        amount_words(&self.target, lang)
    }
}

/// What a reason to wait stops.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PauseClause {
    /// The clocks that stand still meanwhile.
    pub clocks: BTreeSet<ClockName>,
    /// The clause that allows it.
    pub clause: ClauseRef,
}
