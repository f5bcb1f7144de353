//! Proposals and decisions of histories told event by event.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::domain::{
    ids::MessageId,
    ticket::{Actor, Nature, Workaround},
};
use Priority::{P1, P2, P3};

fn proposal(priority: Priority, rule: &str) -> Proposal {
    Proposal {
        priority,
        answers: Answers::default(),
        rule: rule.to_owned(),
        clause: "any".to_owned(),
    }
}

fn filed(priority: Priority) -> What {
    What::Filed {
        priority,
        proposal: proposal(priority, "unusable"),
        message: MessageId::from(Uuid::nil()),
        silent: false,
    }
}

fn workaround(to: Option<Priority>) -> What {
    What::WorkaroundRecorded {
        message: MessageId::from(Uuid::nil()),
        proposal: to.map(|to| proposal(to, "unusable workaround")),
    }
}

fn requalified(from: Priority, to: Priority, reason: &str) -> What {
    What::Requalified {
        from,
        to,
        reason: reason.to_owned(),
    }
}

fn kept(proposed: Priority) -> What {
    What::PriorityKept {
        proposed,
        reason: Line::parse("Le contournement ne tient pas").unwrap(),
    }
}

fn told(whats: Vec<What>) -> Vec<Event> {
    let start = DateTime::<Utc>::UNIX_EPOCH;
    (1..)
        .zip(whats)
        .map(|(seq, what)| Event {
            id: EventId::from(Uuid::from_u128(u128::try_from(seq).unwrap())),
            ticket: TicketId::from(Uuid::nil()),
            seq,
            at: start + TimeDelta::minutes(seq),
            actor: Actor::Desk,
            what,
        })
        .collect()
}

/// Cause, proposed, decided of each decision.
fn made(whats: Vec<What>) -> Vec<(Cause, Priority, Priority)> {
    decisions(&told(whats))
        .iter()
        .map(|one| (one.cause, one.proposed, one.decided))
        .collect()
}

#[test]
fn a_proposal_waits_until_a_person_decides_and_is_decided_on_once() {
    let events = told(vec![filed(P1)]);
    let waiting = pending(&events).unwrap();
    assert_eq!(
        (waiting.cause, waiting.proposal.priority),
        (Cause::Filing, P1)
    );
    assert_eq!(decisions(&events), []);
    let confirmed = vec![filed(P1), What::PriorityConfirmed];
    assert_eq!(pending(&told(confirmed.clone())), None);
    assert_eq!(made(confirmed), [(Cause::Filing, P1, P1)]);
    // A second correction, without another proposal, is none on a proposal.
    let twice = vec![
        filed(P1),
        requalified(P1, P2, "une seule personne"),
        requalified(P2, P3, "et encore"),
    ];
    assert_eq!(made(twice), [(Cause::Filing, P1, P2)]);
}

#[test]
fn a_workaround_that_proposes_less_waits_in_turn_and_its_rule_is_kept() {
    let until = vec![filed(P1), What::PriorityConfirmed, workaround(Some(P2))];
    let events = told(until.clone());
    let waiting = pending(&events).unwrap();
    assert_eq!(
        (waiting.cause, waiting.proposal.priority),
        (Cause::Workaround, P2)
    );
    let mut accepted = until.clone();
    accepted.push(requalified(P1, P2, ""));
    let decisions = decisions(&told(accepted));
    assert_eq!(decisions.len(), 2);
    assert_eq!(decisions[1].rule, "unusable workaround");
    assert!(!decisions[1].is_changed());
    let mut left = until.clone();
    left.push(kept(P2));
    assert_eq!(made(left)[1], (Cause::Workaround, P2, P1));
    let mut third = until;
    third.push(requalified(P1, P3, "mineur avec ce détour"));
    assert_eq!(made(third)[1], (Cause::Workaround, P2, P3));
}

#[test]
fn a_workaround_that_changes_nothing_leaves_what_waits() {
    let events = told(vec![filed(P2), workaround(None)]);
    assert_eq!(pending(&events).unwrap().cause, Cause::Filing);
}

#[test]
fn a_later_proposal_takes_the_place_of_one_nobody_decided_on() {
    let whats = vec![filed(P1), workaround(Some(P2)), requalified(P1, P2, "")];
    assert_eq!(made(whats), [(Cause::Workaround, P2, P2)]);
}

#[test]
fn the_answers_know_of_the_workaround_and_the_nature_since() {
    let events = told(vec![
        filed(P1),
        workaround(None),
        What::NatureCorrected {
            from: Nature::Incident,
            to: Nature::Question,
            reason: Line::parse("c’est une question").unwrap(),
            proposal: None,
        },
    ]);
    let answers = last_answers(&events).unwrap();
    assert_eq!(answers.workaround, Workaround::Yes);
    assert_eq!(answers.nature, Nature::Question);
}

#[test]
fn a_document_named_later_takes_the_place_of_the_first() {
    let line = |text| Line::parse(text).unwrap();
    let named = |document, at| What::DocumentNamed {
        document,
        named: line(at),
    };
    let events = told(vec![
        filed(P3),
        named(Document::Order, "BC-1"),
        named(Document::Order, "BC-2"),
    ]);
    let found = documents_named(&events);
    assert_eq!(found.get(&Document::Order), Some(&line("BC-2")));
    assert_eq!(found.get(&Document::Specification), None);
}

#[test]
fn what_was_filed_before_rules_were_kept_is_read_and_written_as_it_was() {
    let old = r#"{"kind":"filed","priority":"P2","proposal":{"priority":"P2","answers":{"workable":"partly","reach":"team","workaround":"yes","random":false,"regression":true,"crossing":false,"security":false},"clause":"normal"},"message":"00000000-0000-0000-0000-000000000000"}"#;
    let what: What = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&what).unwrap(), old);
    let What::Filed { proposal, .. } = what else {
        panic!("filed");
    };
    assert!(proposal.rule.is_empty() && proposal.answers.nature.is_incident());
}
