//! What a contract says.

use askama::Template;
use chrono::{Days, NaiveDate};

use super::{
    super::layout::Frame,
    address,
    history::{VersionRow, versions},
    job::{self, JobEntry},
};
use crate::{
    desk::ContractPage,
    domain::{
        calendar::Why,
        contract::{ClauseRef, Contract, Filers, Ladder, Level, Recipient},
        contract_job::ContractJob,
        ticket::{ClockName, Priority},
    },
    edges::{
        pages::{
            attention::ZONE,
            opening,
            promises::{clock_word, reason_word},
        },
        words::{
            Lang, Words, availability as counted, clauses as written, dates, durations::size,
            levels::level_when,
        },
    },
};

/// How many of the next closures are told.
const CLOSURES: usize = 8;
/// How far ahead they are looked for, in days.
const AHEAD: u64 = 400;

/// « Version 2, depuis le 3 mars 2026 ».
pub(super) fn since(page: &ContractPage, words: Words) -> String {
    let from = page.shown.in_force_from.unwrap_or(page.shown.created_at);
    let day = dates::long_date(from, ZONE, words.lang());
    words.say_with(
        "contract-version-since",
        &[
            ("version", page.shown.version.to_string().into()),
            ("day", day.into()),
        ],
    )
}

pub(super) fn services(page: &ContractPage) -> String {
    let names: Vec<&str> = page.services.iter().map(|one| one.name.as_str()).collect();
    names.join(", ")
}

pub(super) fn organisations(page: &ContractPage, words: Words) -> String {
    words.say_with(
        "contract-organisations",
        &[("count", page.organisations.into())],
    )
}

/// A clause that something refers to.
#[derive(Debug)]
struct Cited {
    anchor: String,
    reference: String,
}

#[derive(Debug)]
struct Target {
    target: String,
    clause: Cited,
}

/// What is promised for a clock: a cell for each priority.
#[derive(Debug)]
struct Promised {
    clock: String,
    cells: Vec<Option<Target>>,
}

#[derive(Debug)]
struct Rung {
    when: String,
    to: String,
    says: String,
}

#[derive(Debug)]
struct LadderOf {
    clocks: String,
    rungs: Vec<Rung>,
}

#[derive(Debug)]
struct Wait {
    reason: String,
    stops: String,
    clause: Cited,
}

#[derive(Debug)]
struct Written {
    anchor: String,
    reference: String,
    text: String,
}

/// A contract in one of its versions.
#[derive(Debug, Template)]
#[template(path = "pages/contract.html")]
pub(super) struct Reading {
    frame: Frame,
    name: String,
    since: String,
    /// Where the latest version is read, when another one is shown.
    latest: Option<String>,
    services: String,
    organisations: String,
    try_it: String,
    file: String,
    priorities: Vec<(u8, String)>,
    promises: Vec<Promised>,
    hours: String,
    hours_clause: Option<Cited>,
    holidays: String,
    closures: Vec<(String, String)>,
    ladders: Vec<LadderOf>,
    waits: Vec<Wait>,
    filing: Option<(String, Cited)>,
    /// Where it says that the customer is asked before their platform is entered.
    consent: Option<Cited>,
    /// How availability is counted, part by part.
    availability: Vec<(String, String, Option<Cited>)>,
    /// Which reading of it is used.
    availability_reading: Option<String>,
    /// Where it says when work may be planned.
    maintenance: Option<Cited>,
    files: String,
    files_clause: Option<Cited>,
    clauses: Vec<Written>,
    versions: Vec<VersionRow>,
    /// What was asked of its tickets; none for a reader who may ask nothing.
    jobs: Option<Vec<JobEntry>>,
    edit: String,
    simulate: String,
    preview: String,
    number: u32,
}

impl Reading {
    /// The page; with what was asked of its tickets for those who may ask.
    pub(super) fn of(mut frame: Frame, page: &ContractPage, jobs: Option<&[ContractJob]>) -> Self {
        let (words, contract) = (frame.words, &*page.contract);
        frame.title = written::title(contract, words);
        let rules = contract.calendar().rules();
        let limits = contract.file_limits();
        let filing = contract.filing().and_then(|rule| {
            let who = words.say(match rule.who {
                Filers::Anyone => "contract-filing-anyone",
                Filers::Subscribers => "contract-filing-subscribers",
                Filers::DesignatedAdministrators => "contract-filing-designated",
            });
            Some((who, cited(contract, &rule.clause, words)?))
        });
        Self {
            name: page.shown.name.clone(),
            since: since(page, words),
            latest: (!page.is_in_force()).then(|| format!("/contracts/{}", page.shown.name)),
            services: services(page),
            organisations: organisations(page, words),
            try_it: address(page, "/try"),
            file: address(page, "/file"),
            priorities: Priority::ALL
                .into_iter()
                .zip(1..)
                .map(|(one, rank)| {
                    let word = contract.priority_word(one, words.lang());
                    (rank, word.to_owned())
                })
                .collect(),
            promises: promises(contract, words),
            hours: opening::sentence(contract, words),
            hours_clause: contract
                .calendar_clause()
                .and_then(|clause| cited(contract, clause, words)),
            holidays: words.say(&format!("proof-holidays-{}", rules.zone().name())),
            closures: closures(page, words),
            ladders: ladders(contract, words),
            waits: waits(contract, words),
            filing,
            consent: contract
                .consent()
                .and_then(|rule| cited(contract, &rule.clause, words)),
            files: words.say_with(
                "contract-files",
                &[
                    ("count", limits.files.into()),
                    ("size", size(limits.bytes, words).into()),
                ],
            ),
            files_clause: contract
                .file_clause()
                .and_then(|clause| cited(contract, clause, words)),
            availability: availability(contract, words),
            availability_reading: contract
                .availability()
                .and_then(|formula| counted::reading(formula, words)),
            maintenance: contract
                .maintenance()
                .and_then(|rule| cited(contract, &rule.clause, words)),
            clauses: clauses(contract, words),
            versions: versions(page, words),
            jobs: jobs.map(|jobs| job::listed(jobs, page.now, words)),
            edit: format!(
                "/contracts/{}/edit?version={}",
                page.shown.name, page.shown.version
            ),
            simulate: format!("/contracts/{}/simulate", page.shown.name),
            preview: format!("/contracts/{}/preview", page.shown.name),
            number: page.shown.version,
            frame,
        }
    }
}

fn anchor(name: &ClauseRef) -> String {
    format!("c-{}", name.as_str())
}

fn cited(contract: &Contract, name: &ClauseRef, words: Words) -> Option<Cited> {
    Some(Cited {
        anchor: anchor(name),
        reference: written::reference(contract.clause(name)?, words),
    })
}

fn availability(contract: &Contract, words: Words) -> Vec<(String, String, Option<Cited>)> {
    let Some(formula) = contract.availability() else {
        return Vec::new();
    };
    let said = |line: counted::FormulaLine| {
        let clause = line.clause.map(|(name, reference)| Cited {
            anchor: anchor(&name),
            reference,
        });
        (line.what, line.says, clause)
    };
    let lines = counted::formula(contract, formula, words);
    lines.into_iter().map(said).collect()
}

fn promises(contract: &Contract, words: Words) -> Vec<Promised> {
    let target = |clock, priority| {
        let promise = contract.promise(clock, priority)?;
        Some(Target {
            target: promise.words(words.lang()),
            clause: cited(contract, &promise.clause, words)?,
        })
    };
    contract
        .clocks()
        .map(|clock| Promised {
            clock: clock_word(clock, words),
            cells: Priority::ALL
                .into_iter()
                .map(|priority| target(clock, priority))
                .collect(),
        })
        .collect()
}

/// The next days on which the desk would be open and is not, with the reason.
fn closures(page: &ContractPage, words: Words) -> Vec<(String, String)> {
    let calendar = page.contract.calendar();
    let rules = calendar.rules();
    let today = calendar.local_date(page.now);
    let named = |day: NaiveDate| match calendar.why_closed(day) {
        Why::Holiday(name) => Some(match words.lang() {
            Lang::Fr => name.french().to_owned(),
            Lang::En => name.english().to_owned(),
        }),
        Why::AddedHoliday(label) | Why::Closure(label) | Why::Bridge(label) => Some(label),
        Why::OutsideHours | Why::NoOpeningThatDay => None,
    };
    (0..AHEAD)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter(|day| !rules.hours_if_not_shut(*day).is_empty() && rules.hours_on(*day).is_empty())
        .filter_map(|day| Some((dates::civil(day, words.lang()), named(day)?)))
        .take(CLOSURES)
        .collect()
}

/// Each ladder once, with the clocks that climb it.
fn ladders(contract: &Contract, words: Words) -> Vec<LadderOf> {
    let mut all: Vec<(Vec<ClockName>, &Ladder)> = Vec::new();
    for clock in contract.clocks() {
        let ladder = contract.ladder(clock);
        match all.iter_mut().find(|(_, known)| *known == ladder) {
            Some((clocks, _)) => clocks.push(clock),
            None => all.push((vec![clock], ladder)),
        }
    }
    let rungs = |ladder: &Ladder| {
        let rung = |level: &Level| Rung {
            when: level_when(level.when.into(), words),
            to: recipients(&level.recipients, words),
            says: level
                .words
                .as_ref()
                .map(|said| {
                    let lang = if said.has_english() {
                        words.lang()
                    } else {
                        Lang::Fr
                    };
                    written::spaced(said.in_lang(lang), lang)
                })
                .unwrap_or_default(),
        };
        ladder.levels.iter().map(rung).collect()
    };
    all.into_iter()
        .map(|(clocks, ladder)| LadderOf {
            clocks: listed(clocks, words),
            rungs: rungs(ladder),
        })
        .collect()
}

fn listed(clocks: impl IntoIterator<Item = ClockName>, words: Words) -> String {
    let names: Vec<String> = clocks
        .into_iter()
        .map(|clock| clock_word(clock, words))
        .collect();
    names.join(", ")
}

/// Who is told, in words.
pub(super) fn recipients(all: &[Recipient], words: Words) -> String {
    let said = |one: &Recipient| match one {
        Recipient::Assignee => words.say("contract-to-assignee"),
        Recipient::Queue => words.say("contract-to-queue"),
        Recipient::Supervisor => words.say("contract-to-supervisor"),
        Recipient::Administrators => words.say("contract-to-administrators"),
        Recipient::Requester => words.say("contract-to-requester"),
        Recipient::Address(address) => address.to_string(),
    };
    all.iter().map(said).collect::<Vec<_>>().join(", ")
}

fn waits(contract: &Contract, words: Words) -> Vec<Wait> {
    contract
        .pause_reasons()
        .filter_map(|reason| {
            let pause = contract.pause(reason)?;
            Some(Wait {
                reason: reason_word(reason, words),
                stops: listed(pause.clocks.iter().copied(), words),
                clause: cited(contract, &pause.clause, words)?,
            })
        })
        .collect()
}

/// Every clause of the file: « art-5 » before « art-10 ».
fn clauses(contract: &Contract, words: Words) -> Vec<Written> {
    let mut all: Vec<_> = contract
        .clauses()
        .map(|(name, clause)| {
            let written = Written {
                anchor: anchor(name),
                reference: written::reference(clause, words),
                text: written::text(clause, words),
            };
            (in_order(name.as_str()), written)
        })
        .collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all.into_iter().map(|(_, written)| written).collect()
}

/// The parts of a name, numbers by their value.
fn in_order(name: &str) -> Vec<(u64, String)> {
    name.split('-')
        .map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned()))
        .collect()
}
