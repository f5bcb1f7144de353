//! The consistency check: silent on what the desk itself wrote, and not to be deceived by a hand
//! in the database.

use diesel::connection::SimpleConnection as _;
use guichet::{
    desk::{About, Aspect, Error, Finding, Qualification, Qualify},
    domain::{
        ids::{MessageId, PersonId, TicketId},
        ticket::{Act, Document, Line, Nature, PauseReason, Priority},
    },
    store::DatabaseUrl,
};

use crate::{
    desk_world::{
        CONTRACTS, MONDAY, Recorder, World, at, blocked, degraded, not_now, nuisance, refused,
        text, world,
    },
    support::on_each_engine,
};

fn found(world: &World) -> Vec<Finding> {
    let mut all = Vec::new();
    let checked = world
        .desk
        .check(&mut |_, found| all.extend_from_slice(found))
        .unwrap();
    assert_eq!(checked.findings, u64::try_from(all.len()).unwrap());
    assert_eq!(checked.tickets, checked.of);
    all
}

fn assert_clean(world: &World) {
    let found = found(world);
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Draws numbers, the same for the same seed (SplitMix64, Steele and others 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// Something that may be said of a qualification, whether or not it means anything now.
fn qualify(world: &World, ticket: TicketId, by: PersonId, dice: &mut Dice) {
    let reason = Line::parse("vu de près").unwrap();
    let what = match dice.below(6) {
        0 => Qualification::Accept,
        1 => Qualification::Keep { reason },
        2 | 3 => Qualification::Workaround {
            message: MessageId::fresh(),
            text: text("Par le poste voisin."),
            public: dice.below(2) == 0,
        },
        4 => Qualification::Nature {
            to: Nature::ALL[usize::try_from(dice.below(6)).unwrap()],
            reason,
        },
        _ => Qualification::Document {
            document: Document::Order,
            named: reason,
        },
    };
    let seen = world.page(ticket).ticket.version;
    let done = world.desk.qualify(Qualify {
        ticket,
        seen,
        by,
        what,
    });
    let allowed = matches!(
        done,
        Ok(_) | Err(Error::Refused(_) | Error::Invalid(_) | Error::NotFound)
    );
    assert!(allowed, "{done:?}");
}

/// Something that may happen, whether or not the desk allows it.
fn happen(world: &World, tickets: &[(TicketId, guichet::desk::Secret)], dice: &mut Dice) {
    let pick = usize::try_from(dice.below(tickets.len() as u64)).unwrap();
    let (ticket, key) = &tickets[pick];
    let by = [world.agent, world.second, world.supervisor][usize::try_from(dice.below(3)).unwrap()];
    let message = MessageId::fresh();
    let act = match dice.below(20) {
        0 => Act::TakeCharge,
        1 | 2 => Act::Reply {
            message,
            resolve: dice.below(3) == 0,
        },
        3 => Act::Note { message },
        4 => Act::ConfirmPriority,
        5 => Act::Requalify {
            to: [Priority::P1, Priority::P2, Priority::P3][usize::try_from(dice.below(3)).unwrap()],
            reason: "mesuré".to_owned(),
        },
        6 => Act::Pause {
            reason: PauseReason::ALL[usize::try_from(dice.below(6)).unwrap()],
            detail: "la suite".to_owned(),
            evidence: guichet::domain::ticket::Evidence::default(),
        },
        7 => Act::Resume,
        8 => Act::Resolve,
        9 => Act::Reopen {
            reason: "encore".to_owned(),
        },
        10 => Act::Assign {
            to: (dice.below(2) == 0).then_some(world.second),
        },
        11 => {
            world
                .desk
                .reply_by_link(key, message, &text("Toujours rien."))
                .unwrap();
            return;
        }
        12 => {
            for one in world.page(*ticket).escalations {
                let done = world.desk.acknowledge_escalation(one.id, by);
                assert!(matches!(done, Ok(()) | Err(Error::Refused(_))), "{done:?}");
            }
            return;
        }
        13 => {
            let mailer = Recorder::taking();
            match dice.below(4) {
                0 => mailer.answers(|_| not_now()),
                1 => mailer.answers(|_| refused()),
                _ => {}
            }
            world.desk.deliver(&mailer).unwrap();
            return;
        }
        14..=17 => {
            qualify(world, *ticket, by, dice);
            return;
        }
        _ => {
            // Sometimes nobody sweeps for days, and levels fold.
            let minutes = [1, 30, 240, 3_000][usize::try_from(dice.below(4)).unwrap()];
            world.pass(minutes);
            assert_eq!(world.desk.escalate().unwrap().failed, 0);
            return;
        }
    };
    match world.act_as(by, *ticket, act) {
        Ok(_) | Err(Error::Refused(_) | Error::NotInContract) => {}
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn whatever_people_do_the_check_finds_nothing() {
    on_each_engine(|url: &DatabaseUrl| {
        let world = world(url, MONDAY);
        for seed in 0..4 {
            let mut dice = Dice(seed);
            let tickets: Vec<_> = CONTRACTS
                .into_iter()
                .zip([blocked(), degraded(), nuisance()].into_iter().cycle())
                .map(|(service, answers)| world.filed(service, answers))
                .collect();
            for _ in 0..60 {
                happen(&world, &tickets, &mut dice);
            }
            assert_clean(&world);
        }
        let fired = world.warnings().len();
        assert!(fired > 20, "{fired} warnings are too few to mean anything");
    });
}

/// What a hand may do to a ticket, and what the check then tells of.
const PLANTED: [(&str, Aspect); 53] = [
    (
        "UPDATE tickets SET nature = 'question' WHERE id = $T",
        Aspect::Qualification,
    ),
    (
        "DELETE FROM priority_decisions WHERE ticket_id = $T",
        Aspect::Qualification,
    ),
    (
        "UPDATE priority_decisions SET decided = 'P3' WHERE ticket_id = $T",
        Aspect::Qualification,
    ),
    (
        "INSERT INTO priority_decisions SELECT $T, ticket_id, person_id, cause, rule, clause, proposed, decided, reason, at FROM priority_decisions WHERE ticket_id = $T",
        Aspect::Qualification,
    ),
    (
        "UPDATE events SET body = replace(body, '\"rule\":\"unusable\"', '\"rule\":\"degraded\"') WHERE ticket_id = $T AND seq = 1",
        Aspect::Qualification,
    ),
    (
        "UPDATE tickets SET status = 'resolved' WHERE id = $T",
        Aspect::Status,
    ),
    (
        "UPDATE tickets SET status = 'elsewhere' WHERE id = $T",
        Aspect::Row,
    ),
    ("UPDATE tickets SET due_rank = 9 WHERE id = $T", Aspect::Row),
    (
        "UPDATE tickets SET priority = 'P3' WHERE id = $T",
        Aspect::Priority,
    ),
    (
        "UPDATE tickets SET priority_confirmed = NOT priority_confirmed WHERE id = $T",
        Aspect::Priority,
    ),
    (
        "UPDATE tickets SET assignee_id = NULL WHERE id = $T",
        Aspect::Assignee,
    ),
    (
        "UPDATE tickets SET filed_at = filed_at - 1 WHERE id = $T",
        Aspect::Filing,
    ),
    (
        "UPDATE tickets SET requester_id = assignee_id WHERE id = $T",
        Aspect::Filing,
    ),
    (
        "UPDATE tickets SET changed_at = changed_at + 1 WHERE id = $T",
        Aspect::Changed,
    ),
    (
        "UPDATE tickets SET version = version + 4 WHERE id = $T",
        Aspect::Version,
    ),
    (
        "UPDATE tickets SET version = 1 WHERE id = $T",
        Aspect::Version,
    ),
    (
        "UPDATE tickets SET events = events + 1 WHERE id = $T",
        Aspect::Events,
    ),
    (
        "UPDATE tickets SET due_at = due_at + 1 WHERE id = $T",
        Aspect::Place,
    ),
    (
        "UPDATE tickets SET due_rank = 1 WHERE id = $T",
        Aspect::Place,
    ),
    (
        "UPDATE tickets SET due_clock = 'respond' WHERE id = $T",
        Aspect::Place,
    ),
    (
        "UPDATE tickets SET pause_reason = 'outside-cause' WHERE id = $T",
        Aspect::Place,
    ),
    (
        "UPDATE tickets SET subject = 'Autre chose' WHERE id = $T",
        Aspect::Letter,
    ),
    (
        "UPDATE clocks SET deadline = deadline + 1 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET kept = NOT kept WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET stopped_at = stopped_at - 1 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET state = 'running' WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET state = 'stopped' WHERE ticket_id = $T AND name = 'acknowledge' AND stopped_at IS NULL; UPDATE clocks SET stopped_at = NULL WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Row,
    ),
    (
        "UPDATE clocks SET reached = reached + 1 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET reached = 0 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET repeats_stopped = NOT repeats_stopped WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET run = run + 1 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET priority = 'P3' WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET next_at = 1 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "UPDATE clocks SET started_at = started_at + 1 WHERE ticket_id = $T AND name = 'acknowledge'",
        Aspect::Clock,
    ),
    (
        "DELETE FROM events WHERE ticket_id = $T AND seq = (SELECT max(seq) FROM events WHERE ticket_id = $T)",
        Aspect::Events,
    ),
    (
        "DELETE FROM events WHERE ticket_id = $T AND seq = 3",
        Aspect::History,
    ),
    (
        "UPDATE events SET seq = seq + 10 WHERE ticket_id = $T AND seq = (SELECT max(seq) FROM events WHERE ticket_id = $T)",
        Aspect::History,
    ),
    (
        "UPDATE events SET at = at + 1 WHERE ticket_id = $T AND body LIKE '%\"noted\"%'",
        Aspect::Message,
    ),
    (
        "UPDATE events SET body = '{}' WHERE ticket_id = $T AND seq = 2",
        Aspect::Row,
    ),
    (
        "UPDATE events SET body = replace(body, 'filed', 'resolved') WHERE ticket_id = $T AND seq = 1",
        Aspect::History,
    ),
    (
        "DELETE FROM messages WHERE ticket_id = $T AND visibility = 'internal'",
        Aspect::Message,
    ),
    (
        "UPDATE messages SET visibility = 'public' WHERE ticket_id = $T AND visibility = 'internal'",
        Aspect::Message,
    ),
    (
        "UPDATE messages SET author_id = NULL WHERE ticket_id = $T AND visibility = 'internal'",
        Aspect::Message,
    ),
    (
        "UPDATE messages SET body = 'Jamais' WHERE ticket_id = $T AND visibility = 'public'",
        Aspect::Letter,
    ),
    (
        "DELETE FROM links WHERE escalation_id IN (SELECT id FROM escalations WHERE ticket_id = $T); DELETE FROM escalations WHERE ticket_id = $T",
        Aspect::Escalation,
    ),
    (
        "UPDATE escalations SET fired_at = fired_at + 1 WHERE ticket_id = $T",
        Aspect::Escalation,
    ),
    (
        "UPDATE escalations SET run = run + 1 WHERE ticket_id = $T",
        Aspect::Escalation,
    ),
    (
        "UPDATE escalations SET acknowledged_at = NULL WHERE ticket_id = $T",
        Aspect::Escalation,
    ),
    (
        "UPDATE escalations SET level = level + 1 WHERE ticket_id = $T",
        Aspect::Row,
    ),
    (
        "DELETE FROM letters WHERE ticket_id = $T AND kind = 'received'",
        Aspect::Letter,
    ),
    (
        "DELETE FROM letters WHERE ticket_id = $T AND kind = 'escalated'",
        Aspect::Letter,
    ),
    (
        "UPDATE letters SET state = 'owed' WHERE ticket_id = $T AND kind = 'replied'",
        Aspect::Letter,
    ),
    (
        "UPDATE letters SET recipient = 'x@elsewhere.example' WHERE ticket_id = $T AND kind = 'escalated'",
        Aspect::Letter,
    ),
];

/// A ticket with everything on it: warned of, answered, paused and resumed.
fn lived(world: &World, tickets: usize) -> Vec<TicketId> {
    let all: Vec<TicketId> = (0..tickets)
        .map(|_| world.filed("standard", blocked()).0)
        .collect();
    world.pass(200);
    assert_eq!(world.desk.escalate().unwrap().fired, tickets);
    for ticket in &all {
        let fired = world.page(*ticket).escalations;
        world
            .desk
            .acknowledge_escalation(fired.first().unwrap().id, world.agent)
            .unwrap();
        world.pass(1);
        let message = MessageId::fresh();
        world.act(*ticket, Act::Note { message }).unwrap();
        world.reply(*ticket, false);
        let to = Priority::P2;
        let reason = "contourné".to_owned();
        world.act(*ticket, Act::Requalify { to, reason }).unwrap();
    }
    world.desk.deliver(&Recorder::taking()).unwrap();
    all
}

#[test]
fn what_a_hand_changes_in_a_ticket_is_found_there_and_nowhere_else() {
    on_each_engine(|url: &DatabaseUrl| {
        let world = world(url, MONDAY);
        let tickets = lived(&world, PLANTED.len() + 1);
        assert_clean(&world);
        let store = world.store();
        let mut planted = Vec::new();
        for (ticket, (sql, aspect)) in tickets.iter().zip(PLANTED) {
            let reference = world.page(*ticket).ticket.reference;
            let sql_here = sql.replace("$T", &format!("'{ticket}'"));
            store
                .write(move |tx| Ok::<_, guichet::store::StoreError>(tx.batch_execute(&sql_here)?))
                .unwrap();
            planted.push((reference, sql, aspect));
        }
        let found = found(&world);
        let missed: Vec<_> = planted
            .iter()
            .filter(|(reference, _, aspect)| {
                !found
                    .iter()
                    .any(|one| one.about == About::Ticket(*reference) && one.aspect == *aspect)
            })
            .map(|(reference, sql, aspect)| {
                let told: Vec<String> = found
                    .iter()
                    .filter(|one| one.about == About::Ticket(*reference))
                    .map(|one| format!("{:?}: {one}", one.aspect))
                    .collect();
                format!("{aspect:?} was not found after {sql}, but {told:?}")
            })
            .collect();
        assert!(missed.is_empty(), "{}", missed.join("\n"));
        let elsewhere: Vec<_> = found
            .iter()
            .filter(|one| {
                planted
                    .iter()
                    .all(|(reference, ..)| one.about != About::Ticket(*reference))
            })
            .collect();
        assert!(elsewhere.is_empty(), "{elsewhere:?}");
    });
}

#[test]
fn a_level_that_was_answered_with_a_higher_one_keeps_that_answer() {
    on_each_engine(|url: &DatabaseUrl| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.live_until(at("2026-03-02T13:00:00Z"));
        let fired = world.page(ticket).escalations;
        assert!(fired.len() > 1);
        world
            .desk
            .acknowledge_escalation(fired.last().unwrap().id, world.agent)
            .unwrap();
        assert_clean(&world);
        let first = fired[0].id;
        world
            .store()
            .write(move |tx| {
                tx.batch_execute(&format!(
                    "UPDATE escalations SET acknowledged_at = NULL WHERE id = '{first}'"
                ))?;
                Ok::<_, guichet::store::StoreError>(())
            })
            .unwrap();
        let found = found(&world);
        assert!(
            found.iter().any(|one| one.aspect == Aspect::Escalation),
            "{found:?}"
        );
    });
}

#[test]
fn a_ticket_that_is_gone_a_counter_and_a_contract_that_were_changed_are_found() {
    on_each_engine(|url: &DatabaseUrl| {
        let world = world(url, MONDAY);
        let tickets = lived(&world, 4);
        let gone = [tickets[1], tickets[3]].map(|id| world.page(id).ticket);
        let store = world.store();
        for ticket in &gone {
            let id = ticket.id;
            let sql = [
                "links WHERE escalation_id IN (SELECT id FROM escalations WHERE ticket_id = $T)",
                "links WHERE ticket_id = $T",
                "letters WHERE ticket_id = $T",
                "escalations WHERE ticket_id = $T",
                "priority_decisions WHERE ticket_id = $T",
                "clocks WHERE ticket_id = $T",
                "messages WHERE ticket_id = $T",
                "events WHERE ticket_id = $T",
                "tickets WHERE id = $T",
            ]
            .map(|rest| format!("DELETE FROM {rest};").replace("$T", &format!("'{id}'")))
            .concat();
            store
                .write(move |tx| Ok::<_, guichet::store::StoreError>(tx.batch_execute(&sql)?))
                .unwrap();
        }
        store
            .write(|tx| {
                Ok::<_, guichet::store::StoreError>(tx.batch_execute(
                    "INSERT INTO contract_versions (id, name, version, source, created_at) VALUES ('0190a000-0000-7000-8000-000000000000', 'standard', 99, 'name = 1', 0)",
                )?)
            })
            .unwrap();
        let mut found = Vec::new();
        world
            .desk
            .check(&mut |_, told| found.extend_from_slice(told))
            .unwrap();
        for ticket in &gone {
            assert!(
                found
                    .iter()
                    .any(|one| one.about == About::Ticket(ticket.reference)
                        && one.aspect == Aspect::Numbers),
                "{found:?}"
            );
        }
        assert!(found.iter().any(|one| one.aspect == Aspect::Contract));
        assert_eq!(
            found
                .iter()
                .filter(|one| one.aspect == Aspect::Numbers)
                .count(),
            2,
            "{found:?}"
        );
    });
}
