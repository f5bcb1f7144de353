//! A contract: what was promised, when it counts, who is told before it is missed. Data, never code.
//!
//! A contract is a TOML file that the person who answers for it can read aloud. [`Contract::parse`]
//! reads it strictly and reports every problem it finds, each with its line and what was probably
//! meant. What it accepts never changes afterwards: a change of the file is another version.
//!
//! # Why
//! The file is walked with the place of every key and value, rather than turned into values by
//! serde: serde stops at the first problem and forgets where a value stood, and the person who
//! wrote five of them wants to hear of five.

mod amount;
mod error;
mod ladder;
mod read;
mod templates;
mod wording;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

pub use amount::{AmountError, amount_words, read_amount};
pub use error::{ContractError, Problem};
pub use ladder::{Ladder, Level, Recipient, When};
pub use templates::{TEMPLATES, template};
pub use wording::Wording;

use super::{
    calendar::{Calendar, Target},
    lang::Lang,
    ticket::{Answers, ClockName, PauseReason, Priority, Proposal},
};

/// The name under which a contract is chosen: `[a-z0-9-]+`, 64 characters at most.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContractName(String);

/// The name by which a contract file refers to one of its clauses: `[a-z0-9-]+`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClauseRef(String);

/// The text is not the name of a contract or of a clause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotAName(String);

impl fmt::Display for NotAName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "« {} » is not a name; write small letters a to z, figures and hyphens, 64 at most",
            self.0.chars().take(80).collect::<String>()
        )
    }
}

impl std::error::Error for NotAName {}

/// `[a-z0-9-]+`, 64 characters at most.
fn name(text: &str) -> Result<String, NotAName> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (1..=64).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err(NotAName(text.to_owned()))
    }
}

impl ContractName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ClauseRef {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ContractName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        name(text).map(Self)
    }
}

impl FromStr for ClauseRef {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        name(text).map(Self)
    }
}

impl TryFrom<String> for ContractName {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl TryFrom<String> for ClauseRef {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl From<ContractName> for String {
    fn from(name: ContractName) -> Self {
        name.0
    }
}

impl From<ClauseRef> for String {
    fn from(name: ClauseRef) -> Self {
        name.0
    }
}

impl fmt::Display for ContractName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A clause of the contract, as people are shown it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// Where it stands in the contract, in French: « article 5.1 ».
    pub reference: String,
    /// What it says, in French, in short words.
    pub text: String,
    /// The same two in English, when the file gives them.
    english: Option<(String, String)>,
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

/// Facts that lead to a priority.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Rule {
    when: BTreeSet<&'static str>,
    priority: Priority,
    clause: ClauseRef,
}

/// A contract, whole and checked.
#[derive(Clone, Debug)]
pub struct Contract {
    name: ContractName,
    title: Wording,
    calendar: Calendar,
    calendar_clause: Option<ClauseRef>,
    words: BTreeMap<Priority, Wording>,
    promises: BTreeMap<(ClockName, Priority), Promise>,
    clauses: BTreeMap<ClauseRef, Clause>,
    pauses: BTreeMap<PauseReason, PauseClause>,
    ladder: Ladder,
    ladders: BTreeMap<ClockName, Ladder>,
    rules: Vec<Rule>,
    otherwise: Rule,
    source: Arc<str>,
}

impl Contract {
    /// Reads a contract from the text of its file. `file_name` is only named in the errors.
    ///
    /// # Errors
    /// Every problem found, in the order of the lines; see [`Problem`]. A file that is not TOML at
    /// all is not looked into any further.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, Vec<ContractError>> {
        read::contract(file_name, text)
    }

    /// The name under which it is chosen.
    #[must_use]
    pub const fn name(&self) -> &ContractName {
        &self.name
    }

    /// Its title in French.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.in_lang(Lang::Fr)
    }

    /// Its title; in French when the file has no English.
    #[must_use]
    pub fn title_in(&self, lang: Lang) -> &str {
        self.title.in_lang(lang)
    }

    /// When its desk is open.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The clause that gives the opening hours, when the file names one.
    #[must_use]
    pub const fn calendar_clause(&self) -> Option<&ClauseRef> {
        self.calendar_clause.as_ref()
    }

    /// The contract's own word for a priority: « critique », « sévérité 1 ».
    #[must_use]
    pub fn priority_word(&self, priority: Priority, lang: Lang) -> &str {
        self.words
            .get(&priority)
            .map_or(priority.word(), |word| word.in_lang(lang))
    }

    /// What is promised for a clock and a priority, if anything is.
    #[must_use]
    pub fn promise(&self, clock: ClockName, priority: Priority) -> Option<&Promise> {
        self.promises.get(&(clock, priority))
    }

    /// The clocks for which at least one priority has a promise.
    pub fn clocks(&self) -> impl Iterator<Item = ClockName> {
        ClockName::ALL.into_iter().filter(|clock| {
            Priority::ALL
                .into_iter()
                .any(|priority| self.promises.contains_key(&(*clock, priority)))
        })
    }

    /// A clause by its name in the file.
    #[must_use]
    pub fn clause(&self, name: &ClauseRef) -> Option<&Clause> {
        self.clauses.get(name)
    }

    /// A clause by its name as text, as [`Proposal::clause`] keeps it.
    #[must_use]
    pub fn clause_named(&self, name: &str) -> Option<&Clause> {
        self.clauses.get(&ClauseRef::from_str(name).ok()?)
    }

    /// What a reason to wait stops; nothing when the contract does not know the reason.
    #[must_use]
    pub fn pause(&self, reason: PauseReason) -> Option<&PauseClause> {
        self.pauses.get(&reason)
    }

    /// The reasons to wait that the contract knows.
    pub fn pause_reasons(&self) -> impl Iterator<Item = PauseReason> {
        self.pauses.keys().copied()
    }

    /// Who is told, and when, as a clock comes near its deadline: the clock's own ladder, or else
    /// the contract's.
    #[must_use]
    pub fn ladder(&self, clock: ClockName) -> &Ladder {
        self.ladders.get(&clock).unwrap_or(&self.ladder)
    }

    /// The priority that the answers of the form lead to: that of the first rule whose facts are
    /// all established, or else the contract's « otherwise ». It is a proposal until a person
    /// confirms it.
    #[must_use]
    pub fn propose(&self, answers: &Answers) -> Proposal {
        let facts = answers.facts();
        let rule = self
            .rules
            .iter()
            .find(|rule| rule.when.is_subset(&facts))
            .unwrap_or(&self.otherwise);
        Proposal {
            priority: rule.priority,
            answers: *answers,
            clause: rule.clause.as_str().to_owned(),
        }
    }

    /// The text of the file, byte by byte: what a version is stored as.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

#[cfg(test)]
mod tests;
