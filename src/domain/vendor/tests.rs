//! Dossiers, cases and hands, by example and by law.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    contract::{Contract, template},
    ids::{EventId, MessageId, PersonId, ProductVersionId, TicketId, VendorCaseId, VendorEventId},
    people::Role,
    sla::{State, last_runs, replay},
    ticket::{
        Actor, Answers, ClockName, Event, Line, Nature, PauseReason, Priority, Proposal, What,
    },
};

fn divalto() -> Arc<Contract> {
    template("divalto").unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn maintained() -> RunsOn {
    RunsOn {
        name: "Divalto weavy 10.8".to_owned(),
        maintained: true,
        until: None,
    }
}

/// A dossier that lacks nothing.
fn whole() -> Dossier {
    let mut dossier = Dossier {
        version: Some(ProductVersionId::fresh()),
        severity: Some(Priority::P1),
        ..Dossier::default()
    };
    for point in Point::WRITTEN {
        dossier.write(point, "dit").unwrap();
    }
    dossier
}

fn judged(dossier: &Dossier, runs_on: &RunsOn, role: Role, reason: Option<&str>) -> Verdict {
    verdict(&assess(dossier, Some(runs_on), &divalto()), role, reason)
}

#[test]
fn a_whole_dossier_leaves_and_names_the_clause_of_each_demand() {
    let (contract, dossier) = (divalto(), whole());
    let assessed = assess(&dossier, Some(&maintained()), &contract);
    assert_eq!(verdict(&assessed, Role::Agent, None), Verdict::Complete);
    for one in &assessed {
        if let Some(demand) = one.demand {
            assert!(contract.clause(&demand.clause).is_some(), "{:?}", one.point);
        }
    }
    let clause = |point| {
        let found = assessed.iter().find(|one| one.point == point).unwrap();
        found.demand.map(|demand| demand.clause.as_str().to_owned())
    };
    assert_eq!(
        clause(Point::Analysis).as_deref(),
        Some("art-2-5-incidents")
    );
    assert_eq!(
        clause(Point::Severity).as_deref(),
        Some("art-2-6-severity-2")
    );
    assert_eq!(clause(Point::Searched), None, "an incident needs no search");
}

#[test]
fn no_incident_leaves_without_analysis_whoever_sends_it() {
    let mut dossier = whole();
    dossier.write(Point::Analysis, " \n ").unwrap();
    for role in Role::ALL {
        assert_eq!(
            judged(&dossier, &maintained(), role, Some("pressé")),
            Verdict::Refused(vec![Point::Analysis]),
            "{role}"
        );
    }
}

#[test]
fn an_unmaintained_version_takes_a_supervisor_with_a_reason() {
    let (dossier, old) = (
        whole(),
        RunsOn {
            maintained: false,
            ..maintained()
        },
    );
    let assessed = assess(&dossier, Some(&old), &divalto())
        .into_iter()
        .find(|one| one.point == Point::MaintainedVersion)
        .unwrap()
        .lack;
    assert_eq!(assessed, Some(Lack::Unmaintained));
    let points = vec![Point::MaintainedVersion];
    let told = |role, reason| judged(&dossier, &old, role, reason);
    assert_eq!(
        told(Role::Agent, Some("x")),
        Verdict::Refused(points.clone())
    );
    assert_eq!(
        told(Role::Supervisor, None),
        Verdict::NeedsReason(points.clone())
    );
    assert_eq!(
        told(Role::Supervisor, Some("  ")),
        Verdict::NeedsReason(points.clone())
    );
    assert_eq!(
        told(Role::Supervisor, Some(" La migration est prévue. ")),
        Verdict::Overridden(Override {
            points,
            reason: "La migration est prévue.".to_owned()
        })
    );
}

#[test]
fn a_question_needs_a_search_and_no_version() {
    let mut dossier = Dossier {
        nature: Nature::Question,
        ..Dossier::default()
    };
    dossier.write(Point::Request, "Comment ?").unwrap();
    let told = |dossier: &Dossier| {
        verdict(
            &assess(dossier, None, &divalto()),
            Role::Administrator,
            Some("x"),
        )
    };
    assert_eq!(told(&dossier), Verdict::Refused(vec![Point::Searched]));
    dossier
        .write(Point::Searched, "Le guide, chapitre 4")
        .unwrap();
    assert_eq!(told(&dossier), Verdict::Complete);
}

#[test]
fn a_file_alone_is_evidence() {
    let mut dossier = whole();
    dossier.write(Point::Evidence, "").unwrap();
    assert_eq!(
        judged(&dossier, &maintained(), Role::Agent, None),
        Verdict::Refused(vec![Point::Evidence])
    );
    dossier
        .files
        .insert(crate::domain::ids::AttachmentId::fresh());
    assert_eq!(
        judged(&dossier, &maintained(), Role::Agent, None),
        Verdict::Complete
    );
}

#[test]
fn a_contract_with_nobody_demands_nothing() {
    let standard = template("standard").unwrap();
    assert!(standard.vendor().is_none());
    let assessed = assess(&Dossier::default(), None, &standard);
    assert!(assessed.iter().all(|one| one.demand.is_none()));
}

/// A history from acts, each some time after the one before; acts that are refused are left out.
fn history(acts: &[(i64, CaseAct)], start: DateTime<Utc>) -> Vec<CaseEvent> {
    let case = VendorCaseId::fresh();
    let person = PersonId::fresh();
    let opened = CaseHappened::Opened {
        severity: Priority::P1,
        overridden: None,
    };
    let mut history: Vec<CaseEvent> = Vec::new();
    let add = |history: &mut Vec<CaseEvent>, at, side, what| {
        let seq = i64::try_from(history.len()).unwrap() + 1;
        history.push(CaseEvent {
            id: VendorEventId::fresh(),
            case,
            seq,
            at,
            actor: CaseActor { side, person },
            what,
        });
    };
    add(&mut history, start, CaseSide::Integrator, opened);
    let mut now = start;
    for (minutes, act) in acts {
        now += TimeDelta::minutes(*minutes);
        let side = act.side();
        if let Ok(Some(what)) = decide(state_of(&history), act.clone()) {
            add(&mut history, now, side, what);
        }
    }
    history
}

#[test]
fn the_vendors_time_is_that_of_its_own_calendar() {
    // Sent on Thursday 24 December 2026 at 17:30 in Paris: severity 1 is due after 4 business hours.
    // Friday 25 and Saturday 26 are closed (the latter in Alsace-Moselle, too), the weekend follows:
    // half an hour on Thursday, three and a half on Monday 28 from 08:00, that is 11:30.
    let history = history(&[], at("2026-12-24T16:30:00Z"));
    let clocks = clocks(&history, &divalto()).unwrap();
    assert_eq!(
        due(&clocks),
        Some((ClockName::Acknowledge, at("2026-12-28T10:30:00Z")))
    );
}

#[test]
fn saint_stephens_day_is_closed_for_the_vendor_alone() {
    // Sent on Thursday 24 December 2026 is above; in 2025 the 26th is a Friday, on which the desks of
    // the rest of France are open. Sent at 10:00 that day it counts from Monday 29 at 08:00.
    let history = history(&[], at("2025-12-26T09:00:00Z"));
    let theirs = due(&clocks(&history, &divalto()).unwrap()).unwrap().1;
    assert_eq!(theirs, at("2025-12-29T11:00:00Z"));
    let ours = template("standard").unwrap();
    assert!(ours.calendar().is_open(at("2025-12-26T09:00:00Z")));
}

#[test]
fn asking_takes_in_charge_and_nothing_is_owed_while_the_vendor_waits() {
    let message = MessageId::fresh();
    let history = history(&[(60, CaseAct::Ask(message))], at("2026-03-04T09:00:00Z"));
    assert_eq!(state_of(&history), CaseState::Asked);
    let clocks = clocks(&history, &divalto()).unwrap();
    assert_eq!(due(&clocks), None);
    assert!(last_runs(&clocks).all(|one| matches!(one.state, State::Stopped { .. })));
}

#[test]
fn what_is_over_takes_no_more_but_what_may_open_it_again() {
    let message = MessageId::fresh();
    let line = Line::parse("erreur").unwrap();
    assert!(decide(CaseState::Settled, CaseAct::Answer(message)).is_err());
    assert!(decide(CaseState::Settled, CaseAct::Tell(message)).is_err());
    assert!(decide(CaseState::Settled, CaseAct::Reopen(message)).is_ok());
    assert!(decide(CaseState::Withdrawn, CaseAct::Reopen(message)).is_err());
    assert!(decide(CaseState::Withdrawn, CaseAct::TakeCharge).is_err());
    assert_eq!(
        decide(CaseState::Withdrawn, CaseAct::Withdraw(line)),
        Ok(None),
        "taken back twice is taken back"
    );
    assert_eq!(decide(CaseState::Open, CaseAct::TakeCharge), Ok(None));
}

fn act() -> impl Strategy<Value = (i64, CaseAct)> {
    let line = || Line::parse("mot").unwrap();
    (0..3_000i64, 0..8u8).prop_map(move |(minutes, kind)| {
        let message = MessageId::fresh();
        let act = match kind {
            0 => CaseAct::TakeCharge,
            1 => CaseAct::Answer(message),
            2 => CaseAct::Ask(message),
            3 => CaseAct::Settle(message),
            4 => CaseAct::Refer(line()),
            5 => CaseAct::Tell(message),
            6 => CaseAct::Reopen(message),
            _ => CaseAct::Withdraw(line()),
        };
        (minutes, act)
    })
}

fn filed(at: DateTime<Utc>) -> Event {
    let proposal = Proposal {
        priority: Priority::P1,
        answers: Answers::default(),
        rule: String::new(),
        clause: String::new(),
    };
    happened(
        1,
        at,
        What::Filed {
            priority: Priority::P1,
            proposal,
            message: MessageId::fresh(),
            silent: false,
        },
    )
}

fn happened(seq: i64, at: DateTime<Utc>, what: What) -> Event {
    Event {
        id: EventId::fresh(),
        ticket: TicketId::fresh(),
        seq,
        at,
        actor: Actor::Desk,
        what,
    }
}

proptest! {
    #[test]
    fn whatever_is_done_the_clocks_can_be_replayed(acts in prop::collection::vec(act(), 0..30)) {
        let history = history(&acts, at("2026-03-02T07:00:00Z"));
        let contract = divalto();
        let clocks = clocks(&history, &contract).unwrap();
        let state = state_of(&history);
        // Nothing is owed of what is over or waits, and before anybody answered something is.
        if !state.is_open() || state == CaseState::Asked {
            prop_assert_eq!(due(&clocks), None);
        }
        if state == CaseState::Sent {
            prop_assert!(due(&clocks).is_some());
        }
        // A case is settled or open by its last word, whatever came before.
        let over = history.iter().rev().find_map(|event| match event.what {
            CaseHappened::Settled { .. } => Some(CaseState::Settled),
            CaseHappened::Withdrawn { .. } => Some(CaseState::Withdrawn),
            CaseHappened::Reopened { .. } => Some(CaseState::Open),
            _ => None,
        });
        match over {
            Some(CaseState::Open) | None => prop_assert!(state.is_open()),
            Some(end) => prop_assert_eq!(state, end),
        }
    }

    #[test]
    fn every_moment_is_in_exactly_one_pair_of_hands(
        acts in prop::collection::vec(act(), 0..20),
        waits in prop::collection::vec((1..2_000i64, 1..2_000i64), 0..6),
        after in 1..10_000i64,
    ) {
        let start = at("2026-03-02T07:00:00Z");
        let mut events = vec![filed(start)];
        let mut now = start;
        for (from, long) in waits {
            now += TimeDelta::minutes(from);
            let paused = What::Paused { reason: PauseReason::WaitingForCustomer,
                detail: String::new(), evidence: crate::domain::ticket::Evidence::default() };
            let seq = i64::try_from(events.len()).unwrap();
            events.push(happened(seq + 1, now, paused));
            now += TimeDelta::minutes(long);
            events.push(happened(seq + 2, now, What::Resumed));
        }
        let case = history(&acts, start + TimeDelta::minutes(5));
        let end = now.max(case.last().unwrap().at) + TimeDelta::minutes(after);
        let cases = [case];
        let found = held(&events, &cases, end);
        prop_assert_eq!(found.first().unwrap().from, start);
        prop_assert_eq!(found.last().unwrap().to, end);
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(pair[0].by, pair[1].by);
        }
        // Against the plain question, minute by minute where it is cheap: at the start of each.
        for one in &found {
            prop_assert!(one.from < one.to);
            let paused = events.iter().filter(|event| event.at <= one.from).fold(false, |was, event| {
                match event.what {
                    What::Paused { .. } => true,
                    What::Resumed => false,
                    _ => was,
                }
            });
            prop_assert_eq!(paused, one.by == Hands::Customer);
        }
    }
}

#[test]
fn a_vendor_that_promises_later_than_we_do_is_told() {
    // Filed with us on Friday 26 December 2025 at 10:00: P1 within 4 hours, 14:00 the same day. The
    // vendor is closed that day and owes its answer on Monday at 12:00.
    let filed = filed(at("2025-12-26T09:00:00Z"));
    let ours = replay(&[filed], &template("standard").unwrap()).unwrap();
    let sent = history(&[], at("2025-12-26T09:00:00Z"));
    let theirs = clocks(&sent, &divalto()).unwrap();
    assert_eq!(
        late(&ours, &theirs),
        Some(Late {
            ours: (ClockName::Acknowledge, at("2025-12-26T13:00:00Z")),
            theirs: (ClockName::Acknowledge, at("2025-12-29T11:00:00Z")),
        })
    );
    assert_eq!(late(&ours, &[]), None);
    // Sent on the 24th at 9:00, it is owed the same day at 13:00.
    let sooner = history(&[], at("2025-12-24T08:00:00Z"));
    assert_eq!(late(&ours, &clocks(&sooner, &divalto()).unwrap()), None);
}
