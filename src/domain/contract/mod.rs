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
mod files;
mod filing;
mod ladder;
mod name;
mod promise;
mod read;
mod templates;
mod vendor;
mod wording;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
    sync::Arc,
};

pub use amount::{AmountError, amount_words, read_amount};
pub use error::{ContractError, Problem};
pub use files::FileRule;
pub use filing::{Filers, FilingRule};
pub use ladder::{Ladder, Level, Recipient, When};
pub use name::{ClauseRef, ContractName, NotAName};
pub use promise::{Clause, PauseClause, Promise};
pub use templates::{TEMPLATES, template};
pub use vendor::{Demand, VendorRule};
pub use wording::Wording;

use super::{
    attachment::FileLimits,
    calendar::Calendar,
    lang::Lang,
    ticket::{Answers, ClockName, PauseReason, Priority, Proposal},
    vendor::{CaseNature, Point},
};

/// Facts that lead to a priority.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Rule {
    when: BTreeSet<&'static str>,
    priority: Priority,
    clause: ClauseRef,
}

/// A contract, whole and checked.
///
/// ```
/// use guichet::domain::{
///     contract::template,
///     lang::Lang,
///     ticket::{ClockName, Priority},
/// };
///
/// let divalto = template("divalto").ok_or("no such template")?;
/// let promise = divalto.promise(ClockName::Acknowledge, Priority::P1).ok_or("no promise")?;
/// assert_eq!(promise.words(Lang::En), "4 business hours");
/// assert_eq!(divalto.priority_word(Priority::P1, Lang::Fr), "sévérité 1");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone)]
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
    filing: Option<FilingRule>,
    files: Option<FileRule>,
    vendor: Option<VendorRule>,
    source: Arc<str>,
}

/// Its name and title only: the whole file would drown a log.
impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contract")
            .field("name", &self.name)
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
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

    /// Who may file; anybody, where the file does not say.
    #[must_use]
    pub const fn filing(&self) -> Option<&FilingRule> {
        self.filing.as_ref()
    }

    /// How many files a message may bring, and how large; what the program takes, where the file does
    /// not say.
    #[must_use]
    pub fn file_limits(&self) -> FileLimits {
        let own = self.files.as_ref();
        own.map_or(FileLimits::HOUSE, |rule| rule.limits)
    }

    /// The clause that limits the files of a message, when the file names one.
    #[must_use]
    pub fn file_clause(&self) -> Option<&ClauseRef> {
        self.files.as_ref().map(|rule| &rule.clause)
    }

    /// The clause that defines a priority: that of the last rule that leads to it, which is the plainest.
    #[must_use]
    pub fn severity_clause(&self, priority: Priority) -> Option<&ClauseRef> {
        let mut all = self.rules.iter().chain([&self.otherwise]);
        all.rfind(|rule| rule.priority == priority)
            .map(|rule| &rule.clause)
    }

    /// How the vendor is called on; nothing where the contract is none with a vendor.
    #[must_use]
    pub const fn vendor(&self) -> Option<&VendorRule> {
        self.vendor.as_ref()
    }

    /// What it demands of a point of a dossier, if anything.
    #[must_use]
    pub fn demand(&self, nature: CaseNature, point: Point) -> Option<&Demand> {
        let rule = self.vendor.as_ref()?;
        let of_it = |one: &&Demand| one.point == point && one.of.contains(&nature);
        rule.demands.iter().find(of_it)
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
