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
mod closure;
mod consent;
mod copy;
mod error;
mod files;
mod filing;
mod ladder;
mod name;
mod nature;
mod promise;
mod read;
mod rule;
mod templates;
mod terms;
mod vendor;
mod wording;

use std::{collections::BTreeMap, fmt, str::FromStr, sync::Arc};

pub use amount::{AmountError, MOST_DAYS, MOST_HOURS, MOST_MINUTES, amount_words, read_amount};
pub use closure::with_closure;
pub use consent::ConsentRule;
pub use copy::copied;
pub use error::{ContractError, Problem};
pub use files::FileRule;
pub use filing::{Filers, FilingRule};
pub use ladder::{Ladder, Level, Recipient, When};
pub use name::{ClauseRef, ContractName, NotAName};
pub use nature::{DocumentWhen, NatureRule};
pub use promise::{Clause, PauseClause, Promise};
pub use rule::Rule;
pub use templates::{TEMPLATES, template};
pub use terms::{LevelMoment, Listed, Place, Present, Wanted};
pub use vendor::{Demand, VendorRule};
pub use wording::Wording;

use super::{
    attachment::FileLimits,
    availability::{Formula, MaintenanceRule},
    calendar::Calendar,
    ids::ContractVersionId,
    lang::Lang,
    ticket::{Answers, ClockName, Document, Line, Nature, PauseReason, Priority, Proposal},
    vendor::Point,
};

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
    natures: BTreeMap<Nature, NatureRule>,
    filing: Option<FilingRule>,
    consent: Option<ConsentRule>,
    files: Option<FileRule>,
    vendor: Option<VendorRule>,
    availability: Option<Formula>,
    maintenance: Option<MaintenanceRule>,
    source: Arc<str>,
    before: Option<(ContractVersionId, Arc<Self>)>,
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

    /// Whether the customer is asked for consent before the desk enters their platform.
    #[must_use]
    pub const fn consent(&self) -> Option<&ConsentRule> {
        self.consent.as_ref()
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

    /// How its rate of availability is counted; nothing where the file does not say.
    #[must_use]
    pub const fn availability(&self) -> Option<&Formula> {
        self.availability.as_ref()
    }

    /// When it lets work on the service be planned; at any time, where the file does not say.
    #[must_use]
    pub const fn maintenance(&self) -> Option<&MaintenanceRule> {
        self.maintenance.as_ref()
    }

    /// What it demands of a point of a dossier, if anything.
    #[must_use]
    pub fn demand(&self, nature: Nature, point: Point) -> Option<&Demand> {
        let rule = self.vendor.as_ref()?;
        let of_it = |one: &&Demand| one.point == point && one.of.contains(&nature);
        rule.demands.iter().find(of_it)
    }

    /// What is promised for a clock and the priority of an incident, if anything is.
    #[must_use]
    pub fn promise(&self, clock: ClockName, priority: Priority) -> Option<&Promise> {
        self.promises.get(&(clock, priority))
    }

    /// What is promised for a clock of a request of some nature, if anything is: what the contract
    /// promises for the nature, or else for the priority.
    #[must_use]
    pub fn promise_for(
        &self,
        nature: Nature,
        clock: ClockName,
        priority: Priority,
    ) -> Option<&Promise> {
        let own = self.natures.get(&nature);
        match own.and_then(|rule| rule.targets.as_ref()) {
            Some(targets) => targets.get(&clock),
            None => self.promise(clock, priority),
        }
    }

    /// The clocks for which something is promised, for at least one priority or nature.
    pub fn clocks(&self) -> impl Iterator<Item = ClockName> {
        ClockName::ALL
            .into_iter()
            .filter(|clock| self.is_timed(*clock))
    }

    /// Whether something is promised for a clock, for at least one priority or nature.
    #[must_use]
    pub fn is_timed(&self, clock: ClockName) -> bool {
        let by_priority = |priority| self.promises.contains_key(&(clock, priority));
        let by_nature = |rule: &NatureRule| {
            let targets = rule.targets.as_ref();
            targets.is_some_and(|targets| targets.contains_key(&clock))
        };
        Priority::ALL.into_iter().any(by_priority) || self.natures.values().any(by_nature)
    }

    /// The natures of requests that the contract takes. Incidents always are.
    pub fn natures(&self) -> impl Iterator<Item = Nature> {
        Nature::ALL.into_iter().filter(|one| self.takes(*one))
    }

    /// Whether the contract takes requests of a nature.
    #[must_use]
    pub fn takes(&self, nature: Nature) -> bool {
        nature == Nature::Incident || self.natures.contains_key(&nature)
    }

    /// What holds for requests of a nature, where the file says so.
    #[must_use]
    pub fn nature(&self, nature: Nature) -> Option<&NatureRule> {
        self.natures.get(&nature)
    }

    /// The documents that requests of a nature need, and when.
    pub fn documents(&self, nature: Nature) -> impl Iterator<Item = (Document, DocumentWhen)> {
        let rule = self.natures.get(&nature);
        rule.into_iter()
            .flat_map(|rule| rule.documents.iter().map(|(one, when)| (*one, *when)))
    }

    /// Whether a rule uses a fact: the form asks for no other of those that are seldom so.
    #[must_use]
    pub fn asks(&self, fact: &str) -> bool {
        self.rules.iter().any(|rule| rule.when.contains(fact))
    }

    /// The rules in their order, with the one for all that the others leave at the end.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().chain([&self.otherwise])
    }

    /// A clause by its name in the file.
    #[must_use]
    pub fn clause(&self, name: &ClauseRef) -> Option<&Clause> {
        self.clauses.get(name)
    }

    /// Every clause with its name in the file.
    pub fn clauses(&self) -> impl Iterator<Item = (&ClauseRef, &Clause)> {
        self.clauses.iter()
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

    /// The priority that the answers of the form lead to: that of their nature where it has one,
    /// else that of the first rule whose facts are all established, or else the contract's
    /// « otherwise ». It is a proposal until a person confirms it.
    #[must_use]
    pub fn propose(&self, answers: &Answers) -> Proposal {
        let own = self.natures.get(&answers.nature);
        let (priority, rule, clause) = match own.and_then(|own| Some((own.priority?, &own.clause)))
        {
            Some((priority, clause)) => (priority, answers.nature.word().to_owned(), clause),
            None => {
                let (facts, since) = (answers.facts(), answers.since.as_ref());
                let since = since.map(Line::as_str);
                let rule = self
                    .rules
                    .iter()
                    .find(|rule| rule.answers(&facts, since))
                    .unwrap_or(&self.otherwise);
                (rule.priority, rule.name(), &rule.clause)
            }
        };
        Proposal {
            priority,
            answers: answers.clone(),
            rule,
            clause: clause.as_str().to_owned(),
        }
    }

    /// The same contract, which follows an earlier version of itself: a ticket that was moved from
    /// there is judged by that version for what had stopped before.
    #[must_use]
    pub fn following(mut self, version: ContractVersionId, before: Arc<Self>) -> Self {
        self.before = Some((version, before));
        self
    }

    /// The earlier version with that identity, however far back.
    #[must_use]
    pub fn earlier(&self, version: ContractVersionId) -> Option<&Self> {
        let mut contract = self;
        while let Some((id, before)) = &contract.before {
            if *id == version {
                return Some(before);
            }
            contract = before;
        }
        None
    }

    /// The text of the file, byte by byte: what a version is stored as.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

#[cfg(test)]
mod tests;
