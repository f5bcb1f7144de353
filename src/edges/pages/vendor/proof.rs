//! The proof sheet of a case: how the vendor's time ran, run by run, on a page that is printed or sent.
//!
//! # Why
//! It goes to the other side as it is. So it names both parties, gives instants in full with their zone,
//! and holds nothing of the customer but the dossier's headline; the vendor reads the same sheet.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;
use chrono_tz::Tz;

use super::case::state;
use crate::{
    desk::CaseProof,
    domain::{
        ids::{TicketId, VendorCaseId},
        sla::{Clock, Outcome, ProofSheet, State},
        ticket::{ClockName, PauseTold, Refers},
        vendor::{self, CaseHappened, VendorWarning},
    },
    edges::{
        http::{App, Caller, Member, Page, PageError, Reads, member::CASES},
        pages::{
            desk_frame::{Numbers, frame as desk_frame},
            layout::{Frame, Place},
            opening, portal_frame,
            promises::{clock_word, contract_lang, reason_word, stretches},
            proof::{Part, Quote, Row, clauses, rows, shown, split},
        },
        words::{
            Words, clauses as written, dates,
            durations::{amount_in_unit, exact_amount},
            levels::level_when,
            zones::zone_words,
        },
    },
};

/// The page at the desk.
#[derive(Debug, Template)]
#[template(path = "pages/case_proof_desk.html")]
struct AtTheDesk {
    frame: Frame,
    sheet: Sheet,
}

/// The vendor's.
#[derive(Debug, Template)]
#[template(path = "pages/case_proof.html")]
struct ForVendor {
    frame: Frame,
    sheet: Sheet,
}

/// The sheet.
#[derive(Debug)]
struct Sheet {
    back: String,
    reference: String,
    headline: String,
    integrator: String,
    vendor: String,
    contract: String,
    made: String,
    zone: String,
    /// How late the vendor is or was, each in a sentence; empty when it is not.
    late: Vec<String>,
    facts: Vec<(String, String)>,
    runs: Vec<Run>,
    pauses: Vec<Pause>,
    escalations: Vec<(String, String)>,
    evidence: Vec<String>,
    clauses: Vec<Quote>,
}

/// A run of a clock.
#[derive(Debug)]
struct Run {
    id: String,
    title: String,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    total: String,
}

/// A pause of the vendor's time.
#[derive(Debug)]
struct Pause {
    from: String,
    to: String,
    what: String,
    clause: String,
    by: String,
    shows: String,
    became: String,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<Reads>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, case) = path.into_inner();
    let found = caller.ask(&app, move |desk, worker| {
        let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
        let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
        let proof = desk.case_proof(id, case, worker.scope())?;
        Ok::<_, PageError>((proof, Numbers::read(desk, worker.scope())?))
    });
    let (worker, (proof, numbers)) = found.await?;
    let place = Place::Elsewhere;
    let mut frame = desk_frame(&app, &request, &worker, numbers, "vproof-title", place);
    frame.slim = true;
    let back = format!("/tickets/{}/vendor", proof.case.case.ticket);
    let sheet = Sheet::of(&proof, back, frame.words);
    frame.title = frame.say_with("vproof-title-of", "reference", &sheet.reference);
    Ok(Page::of(AtTheDesk { frame, sheet }).answer())
}

pub(super) async fn show_to_vendor(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    case: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
    let scope = member.scope.clone();
    let proof = member
        .ask(&app, move |desk| desk.case_proof_for_vendor(case, &scope))
        .await?;
    let mut frame = portal_frame::frame(&app, &request, &member, "vproof-title", CASES);
    let sheet = Sheet::of(&proof, format!("{CASES}/{case}"), frame.words);
    frame.title = frame.say_with("vproof-title-of", "reference", &sheet.reference);
    Ok(Page::of(ForVendor { frame, sheet }).answer())
}

impl Sheet {
    fn of(proof: &CaseProof, back: String, words: Words) -> Self {
        let page = &proof.case;
        let tz = page.contract.calendar().rules().timezone();
        let runs: Vec<(Run, Option<String>, Vec<Quote>)> = page
            .clocks
            .iter()
            .filter_map(|clock| run(clock, proof, tz, words))
            .collect();
        let mut quoted: Vec<Quote> = Vec::new();
        let (mut drawn, mut late) = (Vec::new(), Vec::new());
        for (one, by, clauses) in runs {
            late.extend(by.map(|by| {
                let what = one.title.as_str().into();
                words.say_with("vproof-late", &[("what", what), ("late", by.into())])
            }));
            for clause in clauses {
                if !quoted.iter().any(|known| known.text == clause.text) {
                    quoted.push(clause);
                }
            }
            drawn.push(one);
        }
        let integrator = match proof.integrator.as_str() {
            "" => words.say("vproof-integrator-unnamed"),
            name => name.to_owned(),
        };
        Self {
            back,
            reference: page.reference.clone(),
            headline: page.case.dossier.headline(),
            vendor: page.vendor.clone(),
            contract: written::title(&page.contract, words),
            made: dates::long_date_time(proof.now, tz, words.lang()),
            zone: zone(tz, words),
            late,
            facts: facts(proof, tz, words),
            runs: drawn,
            pauses: pauses(proof, &integrator, tz, words),
            escalations: escalations(proof, tz, words),
            evidence: page
                .files
                .iter()
                .map(|file| file.name.to_string())
                .collect(),
            clauses: quoted,
            integrator,
        }
    }
}

/// « heure de Paris (Europe/Paris) ».
fn zone(tz: Tz, words: Words) -> String {
    words.say_with(
        "vproof-zone",
        &[
            ("words", zone_words(tz, words).into()),
            ("name", tz.name().into()),
        ],
    )
}

/// What the case is.
fn facts(proof: &CaseProof, tz: Tz, words: Words) -> Vec<(String, String)> {
    let page = &proof.case;
    let case = &page.case;
    let full = |at| dates::long_date_time(at, tz, words.lang());
    let severity = case.dossier.severity.map(|one| {
        let word = page.contract.priority_word(one, contract_lang(words));
        words.say_with(
            "ticket-priority-word",
            &[("priority", one.word().into()), ("word", word.into())],
        )
    });
    let theirs = case.reference.as_ref().map(ToString::to_string);
    [
        ("vproof-case", Some(page.reference.clone())),
        ("vproof-their-number", theirs),
        ("vproof-severity", severity),
        ("vproof-sent", Some(full(case.opened_at))),
        ("vproof-state", Some(state(case.state, words).0)),
        (
            "proof-given-hours",
            Some(opening::hours(&page.contract, words)),
        ),
        ("proof-given-zone", Some(zone(tz, words))),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((words.say(key), value?)))
    .collect()
}

/// A run of a clock, by how much it is late, and the clauses that it rests on; nothing where nothing is
/// promised.
fn run(
    clock: &Clock,
    proof: &CaseProof,
    tz: Tz,
    words: Words,
) -> Option<(Run, Option<String>, Vec<Quote>)> {
    let contract = clock.terms(&proof.case.contract);
    let sheet: ProofSheet = clock.sheet(contract, proof.now).ok()??;
    let business = !sheet.promise.target.runs_by_the_clock();
    let unrolled = split(stretches(clock, contract, proof.now, words), sheet.deadline);
    let counted: TimeDelta = unrolled
        .iter()
        .filter(|one| Part::of(one, sheet.deadline) == Part::Counted)
        .map(|one| shown(&one.segment))
        .sum();
    let full = |at| dates::long_date_time(at, tz, words.lang());
    let by = late_by(clock, proof).map(|late| amount_in_unit(late.num_seconds(), business, words));
    let clause = sheet
        .clause
        .as_ref()
        .map(|one| written::reference(one, words));
    let target = words.say_with(
        "vproof-target-is",
        &[
            ("target", sheet.promise.words(contract_lang(words)).into()),
            ("clause", clause.unwrap_or_default().into()),
        ],
    );
    let stands = match clock.state {
        State::Running { .. } => words.say("vproof-runs"),
        State::Paused { since, .. } => {
            words.say_with("vproof-stands", &[("at", full(since).into())])
        }
        State::Stopped { at, .. } => words.say_with("vproof-stopped", &[("at", full(at).into())]),
    };
    let kept = words.say("vproof-not-late");
    let facts = [
        ("vproof-start", full(clock.started_at)),
        ("vproof-target", target),
        ("vproof-due", full(sheet.deadline)),
        ("vproof-now", stands),
        ("vproof-lateness", by.clone().unwrap_or(kept)),
    ];
    let run = Run {
        id: format!("{}-{}", clock.name, clock.run),
        title: titled(clock.name, clock.run, words),
        facts: facts
            .into_iter()
            .map(|(key, value)| (words.say(key), value))
            .collect(),
        rows: rows(&unrolled, &sheet, business, tz, words),
        total: exact_amount(counted.num_seconds(), words),
    };
    Some((run, by, clauses(&sheet, contract, words)))
}

/// « Prise en charge », « Résolution, passage 2 ».
fn titled(name: ClockName, run: u32, words: Words) -> String {
    let clock = clock_word(name, words);
    if run < 2 {
        return clock;
    }
    words.say_with(
        "vproof-run",
        &[("clock", clock.into()), ("run", u64::from(run).into())],
    )
}

/// By how much a clock is late, or was when it stopped.
fn late_by(clock: &Clock, proof: &CaseProof) -> Option<TimeDelta> {
    match clock.state {
        State::Stopped {
            outcome: Outcome::Missed { by },
            ..
        } => Some(by),
        State::Stopped { .. } => None,
        State::Running { .. } | State::Paused { .. } => {
            let left = clock.time_left(clock.terms(&proof.case.contract), proof.now)?;
            left.late.then_some(left.amount)
        }
    }
}

/// Where the vendor's time stood still, and who was waited for.
fn pauses(proof: &CaseProof, integrator: &str, tz: Tz, words: Words) -> Vec<Pause> {
    let page = &proof.case;
    let full = |at| dates::long_date_time(at, tz, words.lang());
    let shows = |pause: &PauseTold| match pause.evidence.refers {
        Some(Refers::Message(id)) => page
            .said
            .iter()
            .find(|one| one.id == id)
            .map(|one| words.say_with("pause-shows-message", &[("at", full(one.at).into())])),
        _ => None,
    };
    vendor::pauses(&page.history, &page.contract)
        .iter()
        .map(|pause| {
            let clause = page
                .contract
                .pause(pause.reason)
                .and_then(|one| page.contract.clause(&one.clause));
            let became = match (&pause.contested, &pause.ruled) {
                (_, Some(ruled)) if ruled.lifted => words.say("vproof-pause-lifted"),
                (_, Some(_)) => words.say("vproof-pause-upheld"),
                (Some(_), None) => words.say("vproof-pause-contested"),
                (None, None) => String::new(),
            };
            Pause {
                from: full(pause.from),
                to: pause
                    .to
                    .map_or_else(|| words.say("vproof-pause-lasts"), full),
                what: reason_word(pause.reason, words),
                clause: clause.map_or_else(String::new, |one| written::reference(one, words)),
                by: integrator.to_owned(),
                shows: shows(pause).unwrap_or_default(),
                became,
            }
        })
        .collect()
}

/// When the case was sent and sent again, and when the ladder of the contract fired.
fn escalations(proof: &CaseProof, tz: Tz, words: Words) -> Vec<(String, String)> {
    let full = |at| dates::long_date_time(at, tz, words.lang());
    let mut dated = Vec::new();
    for event in &proof.case.history {
        let key = match event.what {
            CaseHappened::Opened { .. } => "case-event-opened",
            CaseHappened::Reopened { .. } => "case-event-reopened",
            _ => continue,
        };
        dated.push((event.at, words.say_with(key, &[("detail", "".into())])));
    }
    for VendorWarning { clock, level, .. } in &proof.warnings {
        let said = words.say_with(
            "vproof-level",
            &[
                ("clock", clock_word(*clock, words).into()),
                ("level", level_when(level.when, words).into()),
            ],
        );
        dated.push((level.fired_at, said));
    }
    dated.sort_by_key(|(at, _)| *at);
    let said = dated.into_iter();
    said.map(|(at, what)| (full(at), what)).collect()
}
