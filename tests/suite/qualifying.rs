//! Qualification at the desk: what the rules propose, what people make of it, what it does to clocks,
//! and that the history gives all of it again.

use std::collections::BTreeMap;

use Priority::{P1, P2, P3};
use guichet::{
    desk::{Change, Changed, Error, Fault, Field, Finding, Qualification, Qualify},
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, TicketId},
        ticket::{
            Act, Answers, ClockName, Description, Document, Line, Minutes, Nature, Priority,
            Visibility, What, Workable, Workaround, decisions, pending,
        },
    },
};

use crate::{
    desk_world::{MONDAY, World, blocked, request, text, world},
    support::on_each_engine,
};

fn line(words: &str) -> Line {
    Line::parse(words).unwrap()
}

fn says(world: &World, ticket: TicketId, what: Qualification) -> Result<Changed, Error> {
    says_as(world, world.agent, ticket, what)
}

fn says_as(
    world: &World,
    by: PersonId,
    ticket: TicketId,
    what: Qualification,
) -> Result<Changed, Error> {
    let seen = world.page(ticket).ticket.version;
    world.desk.qualify(Qualify {
        ticket,
        seen,
        by,
        what,
    })
}

fn workaround(public: bool) -> Qualification {
    Qualification::Workaround {
        message: MessageId::fresh(),
        text: text("Imprimez depuis le poste voisin."),
        public,
    }
}

fn nature(to: Nature) -> Qualification {
    Qualification::Nature {
        to,
        reason: line("la question porte sur l’usage"),
    }
}

fn findings(world: &World) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut tell = |_: &_, found: &[Finding]| all.extend_from_slice(found);
    world.desk.check(&mut tell).unwrap();
    all
}

/// When each clock that runs is due, as the page of the ticket shows it.
fn due(world: &World, ticket: TicketId) -> BTreeMap<ClockName, String> {
    let page = world.page(ticket);
    let running = page.clocks.iter().filter(|clock| clock.is_running());
    running
        .filter_map(|clock| Some((clock.name, clock.deadline()?.to_rfc3339())))
        .collect()
}

fn is_fault<T: std::fmt::Debug>(outcome: Result<T, Error>, field: Field) {
    match outcome {
        Err(Error::Invalid(faults)) => {
            let fields: Vec<_> = faults.iter().map(|Fault { field, .. }| *field).collect();
            assert_eq!(fields, [field]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_filing_keeps_its_answers_the_rule_that_fired_and_the_clause() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let answers = Answers {
            random: true,
            ..blocked()
        };
        let (ticket, _) = world.filed("divalto", answers.clone());
        let page = world.page(ticket);
        let waiting = pending(&page.events).unwrap();
        assert_eq!(waiting.proposal.answers, answers);
        assert_eq!(waiting.proposal.rule, "unusable random");
        assert_eq!(waiting.proposal.clause, "art-2-6-severity-2");
        assert_eq!((page.ticket.priority, waiting.proposal.priority), (P2, P2));
        assert!(!page.ticket.priority_confirmed);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn who_changes_a_priority_says_why_and_who_leaves_it_need_not() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (first, _) = world.filed("standard", blocked());
        let (second, _) = world.filed("standard", blocked());
        let to = |to, reason: &str| Act::Requalify {
            to,
            reason: reason.to_owned(),
        };
        is_fault(world.act(first, to(P2, "  ")), Field::Reason);
        assert_eq!(world.page(first).ticket.priority, P1);
        world.act(first, to(P2, "un seul poste")).unwrap();
        world.act(second, to(P1, "")).unwrap();
        let told = |ticket| {
            let one = decisions(&world.page(ticket).events);
            (one[0].proposed, one[0].decided, one[0].reason.clone())
        };
        assert_eq!(told(first), (P1, P2, "un seul poste".to_owned()));
        assert_eq!(told(second), (P1, P1, String::new()));
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn div_4_a_workaround_proposes_a_lower_severity_and_only_a_person_makes_it_so() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("divalto", blocked());
        world.act(ticket, Act::ConfirmPriority).unwrap();
        // Monday 08:00 in Paris: four business hours for severity 1, a business day for 2.
        let before = due(&world, ticket);
        assert_eq!(before[&ClockName::Acknowledge], "2026-03-02T11:00:00+00:00");
        says(&world, ticket, workaround(false)).unwrap();
        let page = world.page(ticket);
        assert_eq!(page.ticket.priority, P1, "a proposal is a proposal");
        assert_eq!(due(&world, ticket), before);
        let waiting = pending(&page.events).unwrap();
        assert_eq!(waiting.proposal.rule, "unusable workaround");
        assert_eq!(waiting.proposal.clause, "art-2-6-severity-2");
        assert_eq!(waiting.proposal.answers.workaround, Workaround::Yes);
        let note = page.messages.last().unwrap();
        assert_eq!(note.visibility, Visibility::Internal);
        assert_eq!(note.body.as_str(), "Imprimez depuis le poste voisin.");
        says(&world, ticket, Qualification::Accept).unwrap();
        let page = world.page(ticket);
        assert_eq!(page.ticket.priority, P2);
        assert_eq!(
            due(&world, ticket)[&ClockName::Acknowledge],
            "2026-03-03T07:00:00+00:00",
            "counted from the same start"
        );
        assert_eq!(decisions(&page.events).len(), 2);
        is_fault(says(&world, ticket, Qualification::Accept), Field::Priority);
        world.assert_projection(ticket);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn div_4_the_third_severity_may_be_chosen_instead_and_the_first_kept_with_a_reason() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (third, _) = world.filed("divalto", blocked());
        says(&world, third, workaround(false)).unwrap();
        let reason = "mineur avec ce détour".to_owned();
        world.act(third, Act::Requalify { to: P3, reason }).unwrap();
        let (kept, _) = world.filed("divalto", blocked());
        says(&world, kept, workaround(false)).unwrap();
        is_fault(world.act(kept, Act::ConfirmPriority), Field::Reason);
        let stay = |reason: &str| Act::Requalify {
            to: P1,
            reason: reason.to_owned(),
        };
        is_fault(world.act(kept, stay("")), Field::Reason);
        let reason = line("le détour ne tient pas la charge");
        says(&world, kept, Qualification::Keep { reason }).unwrap();
        let (stays, _) = world.filed("divalto", blocked());
        says(&world, stays, workaround(false)).unwrap();
        world.act(stays, stay("il ne tient pas")).unwrap();
        for (ticket, decided) in [(third, P3), (kept, P1), (stays, P1)] {
            let page = world.page(ticket);
            assert_eq!(page.ticket.priority, decided);
            assert!(page.ticket.priority_confirmed);
            assert_eq!(pending(&page.events), None);
            let made = decisions(&page.events);
            assert_eq!((made[0].proposed, made[0].decided), (P2, decided));
            assert!(!made[0].reason.is_empty());
        }
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn a_public_workaround_is_an_answer_with_its_letter_and_sent_twice_it_is_kept_once() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("jamespot", blocked());
        let seen = world.page(ticket).ticket.version;
        let what = workaround(true);
        let by = world.agent;
        let send = |what: Qualification| {
            world.desk.qualify(Qualify {
                ticket,
                seen,
                by,
                what,
            })
        };
        send(what.clone()).unwrap();
        send(what).unwrap();
        let page = world.page(ticket);
        let recorded = |event: &&guichet::domain::ticket::Event| {
            matches!(event.what, What::WorkaroundRecorded { .. })
        };
        assert_eq!(page.events.iter().filter(recorded).count(), 1);
        assert_eq!(page.ticket.assignee, Some(world.agent));
        // 48 hours for the answer: it was given.
        assert!(!due(&world, ticket).contains_key(&ClockName::Respond));
        let letters = world.letters(None);
        let sent = letters.iter().filter(|one| one.kind == "replied").count();
        assert_eq!(sent, 1);
        assert!(matches!(send(workaround(false)), Err(Error::Overtaken)));
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn an_internal_workaround_tells_the_customer_nothing_and_calls_a_colleague() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, key) = world.filed("standard", blocked());
        let before = world.letters(None).len();
        let what = Qualification::Workaround {
            message: MessageId::fresh(),
            text: text("@Sacha connaît le détour."),
            public: false,
        };
        says(&world, ticket, what).unwrap();
        let letters = world.letters(None);
        assert_eq!(letters.len(), before + 1);
        assert_eq!(letters.last().unwrap().kind, "mentioned");
        let theirs = world.desk.request(&key).unwrap();
        assert!(
            theirs
                .messages
                .iter()
                .all(|one| one.visibility == Visibility::Public)
        );
        assert_eq!(theirs.messages.len(), 1);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn a_workaround_where_the_rules_give_no_less_proposes_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let crossing = Answers {
            crossing: true,
            ..blocked()
        };
        let (ticket, _) = world.filed("azprojet", crossing);
        world.act(ticket, Act::ConfirmPriority).unwrap();
        says(&world, ticket, workaround(false)).unwrap();
        let page = world.page(ticket);
        assert_eq!((page.ticket.priority, pending(&page.events)), (P1, None));
        is_fault(says(&world, ticket, Qualification::Accept), Field::Priority);
        let reason = line("rien n’est proposé");
        is_fault(
            says(&world, ticket, Qualification::Keep { reason }),
            Field::Priority,
        );
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn only_who_works_on_an_unresolved_ticket_qualifies_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        for by in [world.auditor, PersonId::fresh()] {
            let refused = says_as(&world, by, ticket, workaround(true));
            assert!(matches!(refused, Err(Error::Forbidden | Error::NotFound)));
        }
        world.act(ticket, Act::Resolve).unwrap();
        for what in [workaround(true), workaround(false), Qualification::Accept] {
            let refused = says(&world, ticket, what);
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        }
        assert_eq!(world.page(ticket).messages.len(), 1);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn azp_another_nature_changes_what_is_promised_from_the_same_start() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("azprojet", blocked());
        let clocks = |ticket| due(&world, ticket).into_keys().collect::<Vec<_>>();
        assert_eq!(clocks(ticket), [ClockName::Acknowledge, ClockName::Respond]);
        world.pass(60);
        says(&world, ticket, nature(Nature::MajorEvolution)).unwrap();
        let page = world.page(ticket);
        assert_eq!(page.ticket.nature, Nature::MajorEvolution);
        assert_eq!(page.ticket.priority, P1, "a person decides");
        let waiting = pending(&page.events).unwrap();
        assert_eq!(
            (waiting.proposal.priority, waiting.proposal.rule.as_str()),
            (P3, "major-evolution")
        );
        // 48 hours by the clock since the filing, and nothing else.
        let now = due(&world, ticket);
        assert_eq!(now[&ClockName::Acknowledge], "2026-03-04T07:00:00+00:00");
        assert_eq!(now.len(), 1);
        says(&world, ticket, Qualification::Accept).unwrap();
        says(&world, ticket, nature(Nature::Incident)).unwrap();
        let page = world.page(ticket);
        assert_eq!(pending(&page.events).unwrap().proposal.rule, "unusable");
        assert_eq!(clocks(ticket), [ClockName::Acknowledge, ClockName::Respond]);
        says(&world, ticket, nature(Nature::Incident)).unwrap();
        assert_eq!(world.page(ticket).events.len(), page.events.len());
        is_fault(
            says(&world, ticket, nature(Nature::Suggestion)),
            Field::Nature,
        );
        world.assert_projection(ticket);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn what_has_stopped_stays_as_it_was_whatever_the_nature_becomes() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("azprojet", blocked());
        world.pass(60);
        world.act(ticket, Act::TakeCharge).unwrap();
        let acknowledged = |world: &World| {
            let clocks = world.page(ticket).clocks;
            clocks
                .into_iter()
                .find(|one| one.name == ClockName::Acknowledge)
        };
        let before = acknowledged(&world);
        says(&world, ticket, nature(Nature::MajorEvolution)).unwrap();
        assert_eq!(acknowledged(&world), before);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn azp_a_major_evolution_is_not_filed_without_its_specification_and_its_order_may_follow() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let evolution = |documents| Answers {
            nature: Nature::MajorEvolution,
            documents,
            ..Answers::default()
        };
        let without = request("azprojet", evolution(BTreeMap::new()));
        is_fault(world.desk.file_ticket(without), Field::Document);
        let named = BTreeMap::from([(Document::Specification, line("cahier-v2.pdf"))]);
        let (ticket, _) = world.filed("azprojet", evolution(named.clone()));
        let page = world.page(ticket);
        assert_eq!(page.ticket.nature, Nature::MajorEvolution);
        let order = |document| Qualification::Document {
            document,
            named: line("BC-2026-118"),
        };
        says(&world, ticket, order(Document::Order)).unwrap();
        let given = guichet::domain::ticket::documents_named(&world.page(ticket).events);
        assert_eq!(given.len(), 2);
        let (incident, _) = world.filed("azprojet", blocked());
        is_fault(
            says(&world, incident, order(Document::Order)),
            Field::Document,
        );
        let elsewhere = request("standard", evolution(named));
        is_fault(world.desk.file_ticket(elsewhere), Field::Nature);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn decisions_are_counted_by_rule_for_those_who_see_the_tickets() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let requalify = |ticket, to| {
            let reason = "un seul poste".to_owned();
            world.act(ticket, Act::Requalify { to, reason }).unwrap();
        };
        for to in [P2, P2, P3] {
            requalify(world.filed("standard", blocked()).0, to);
        }
        let (confirmed, _) = world.filed("standard", blocked());
        world.act(confirmed, Act::ConfirmPriority).unwrap();
        let (round, _) = world.filed("divalto", blocked());
        says(&world, round, workaround(false)).unwrap();
        says(&world, round, Qualification::Accept).unwrap();
        world.filed("standard", blocked());
        let page = world.desk.qualification(&Scope::Desk).unwrap();
        let told: Vec<_> = page
            .rules
            .iter()
            .map(|one| {
                (
                    one.contract.name().as_str(),
                    one.rule.as_str(),
                    one.all(),
                    one.changed(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("standard", "unusable", 4, 3),
                ("divalto", "unusable workaround", 1, 0)
            ]
        );
        let first = &page.rules[0];
        assert_eq!(first.decided, BTreeMap::from([(P1, 1), (P2, 2), (P3, 1)]));
        assert_eq!(page.changed.len(), 3);
        assert_eq!(page.changed[0].by, "Camille");
        assert_eq!(page.changed[0].decided.decision.reason, "un seul poste");
        let rows = world
            .desk
            .decision_rows(page.since, None, &Scope::Desk)
            .unwrap();
        assert_eq!(rows.len(), 5);
        let last = &rows[4].decided.decision;
        let before = Some((last.at, last.id));
        let more = world.desk.decision_rows(page.since, before, &Scope::Desk);
        assert_eq!(more.unwrap().len(), 0);
        let link = Scope::Link {
            ticket: confirmed,
            requester: world.page(confirmed).ticket.requester,
        };
        let behind = world.desk.behind(&link);
        let seen = behind.qualification(&link).unwrap().rules;
        assert!(seen.iter().map(|one| one.all()).sum::<u64>() <= 1);
        assert_eq!(findings(&world), []);
    });
}

#[test]
fn rules_read_what_the_platform_is_for() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        // A requester of nobody's platform: nothing is known of it, whatever a form claims.
        let claims = Answers {
            environment: Some(guichet::domain::platform::Environment::Test),
            workable: Workable::No,
            ..Answers::default()
        };
        let (ticket, _) = world.filed("standard", claims);
        let page = world.page(ticket);
        let waiting = pending(&page.events).unwrap();
        assert_eq!(waiting.proposal.answers.environment, None);
    });
}

/// Reads as an agent writes: a note with its time still works beside a workaround.
#[test]
fn a_note_after_a_workaround_is_a_note() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        says(&world, ticket, workaround(false)).unwrap();
        let seen = world.page(ticket).ticket.version;
        let text: Description = text("Vu.");
        world
            .desk
            .change_ticket(Change {
                ticket,
                seen,
                by: world.second,
                act: Act::Note {
                    message: MessageId::fresh(),
                },
                text: Some(text),
                files: false,
                spent: Minutes::new(10).unwrap(),
            })
            .unwrap();
        assert_eq!(world.page(ticket).messages.len(), 3);
        assert_eq!(findings(&world), []);
    });
}
