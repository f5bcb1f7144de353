//! Escalating: each level once, to its recipients, at its time, whoever sweeps and whatever stops.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    clock::Clock as _,
    desk::{Error, Secret},
    domain::{
        access::Scope,
        ids::{MessageId, TicketId},
        notice::{LevelWhen, Notice},
        ticket::{Act, ClockName, PauseReason, What},
    },
    store::{clocks, people},
};

use crate::{
    desk_world::{
        CONTRACTS, MONDAY, Recorder, World, at, at_once, blocked, degraded, desk, fired, nuisance,
        text, world, world_with,
    },
    support::on_each_engine,
};

fn ranks(world: &World, ticket: TicketId) -> Vec<u32> {
    let page = world.page(ticket);
    page.escalations.iter().map(|one| one.level.level).collect()
}

/// The secret in a letter about a level.
fn link_of(notice: &Notice) -> Secret {
    let Notice::Escalated { link, .. } = notice else {
        panic!("no warning: {notice:?}")
    };
    Secret::read(link).unwrap()
}

#[test]
fn each_level_fires_once_at_its_instant_and_tells_its_recipients() {
    // P1 of the default contract, filed at 8:00 in Paris: due at 12:00.
    let expected = [
        ("2026-03-02T09:00:00Z", "50", vec!["queue@desk.example"]),
        ("2026-03-02T10:00:00Z", "75", vec!["queue@desk.example"]),
        (
            "2026-03-02T10:36:00Z",
            "90",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
        (
            "2026-03-02T11:00:00Z",
            "breach",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
        (
            "2026-03-02T13:00:00Z",
            "repeat",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
        (
            "2026-03-02T15:00:00Z",
            "repeat",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
        (
            "2026-03-02T17:00:00Z",
            "repeat",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
        (
            "2026-03-03T09:00:00Z",
            "repeat",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
        (
            "2026-03-03T11:00:00Z",
            "repeat",
            vec!["queue@desk.example", "chief@desk.example"],
        ),
    ];
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.live_until(at("2026-03-09T11:00:00Z"));
        let page = world.page(ticket);
        assert_eq!(page.escalations.len(), expected.len());
        for (rank, (one, (instant, when, told))) in
            page.escalations.iter().zip(&expected).enumerate()
        {
            let level = &one.level;
            assert_eq!(level.level, u32::try_from(rank + 1).unwrap());
            assert_eq!((level.due_at, one.fired_at), (at(instant), at(instant)));
            assert!(!level.late && level.folded.is_empty());
            assert_eq!(&level.recipients, told, "at {instant}");
            let said = match level.when {
                LevelWhen::Share { percent } => percent.to_string(),
                LevelWhen::Breach => "breach".to_owned(),
                LevelWhen::Repeat { seconds: 7_200 } => "repeat".to_owned(),
                other => panic!("{other:?}"),
            };
            assert_eq!(said, *when);
            assert_eq!(level.breached, rank >= 3);
        }
        assert_eq!(world.warnings().len(), 2 + 7 * 2);
        assert_eq!(world.desk.next_escalation().unwrap(), None);
        world.assert_projection(ticket);
    });
}

#[test]
fn every_contracts_ladder_is_climbed_to_its_end_once() {
    on_each_engine(|url| {
        let world = world(url, "2026-03-05T13:00:00Z");
        let mut tickets = Vec::new();
        for contract in CONTRACTS {
            for answers in [blocked(), degraded(), nuisance()] {
                tickets.push((contract, world.filed(contract, answers).0));
            }
        }
        // Answered once, so that regular information is owed.
        let (informed, _) = world.filed("azprojet", blocked());
        world.reply(informed, false);
        tickets.push(("azprojet", informed));
        world.live_until(at("2026-04-30T16:00:00Z"));
        for (contract, ticket) in tickets {
            let page = world.page(ticket);
            for clock in page.stored.iter().filter(|one| one.next_at.is_none()) {
                let ladder = page.contract.ladder(clock.name);
                let fired: Vec<_> = page
                    .escalations
                    .iter()
                    .filter(|one| one.clock == clock.name)
                    .map(|one| one.level.level)
                    .collect();
                let stopped = page
                    .clocks
                    .iter()
                    .any(|one| one.name == clock.name && !one.is_running());
                let last = guichet::domain::sla::levels(
                    page.clocks
                        .iter()
                        .find(|one| one.name == clock.name)
                        .unwrap(),
                    &page.contract,
                )
                .len();
                let last = if stopped {
                    0
                } else {
                    u32::try_from(last).unwrap()
                };
                assert_eq!(
                    fired,
                    (1..=last).collect::<Vec<_>>(),
                    "{contract}: {}",
                    clock.name
                );
                assert!(stopped || fired.len() >= ladder.levels.len());
            }
            assert!(
                page.stored.iter().all(|clock| clock.next_at.is_none()),
                "{contract}"
            );
            world.assert_projection(ticket);
        }
    });
}

#[test]
fn a_promise_by_the_clock_due_on_a_sunday_warns_on_friday() {
    on_each_engine(|url| {
        let world = world(url, "2026-03-06T10:00:00Z");
        let (ticket, _) = world.filed("jamespot", blocked());
        world.live_until(at("2026-03-08T09:00:00Z"));
        let page = world.page(ticket);
        let due = page.stored[0].deadline.unwrap();
        assert_eq!(due, at("2026-03-08T10:00:00Z"), "a Sunday");
        let warned = |clock: ClockName| -> Vec<_> {
            let of_clock = page.escalations.iter().filter(|one| one.clock == clock);
            of_clock.map(|one| one.fired_at).collect()
        };
        for clock in [ClockName::Acknowledge, ClockName::Respond] {
            let warned = warned(clock);
            assert_eq!(warned.len(), 3, "50, 75 and 90 % on Friday: {warned:?}");
            assert!(warned.iter().all(|at_| *at_ <= at("2026-03-06T17:00:00Z")));
        }
    });
}

type Levels = BTreeSet<(usize, String, u32, u32)>;

/// What fired or was folded into what fired, of tickets filed in the same order.
fn levels(world: &World, tickets: &[TicketId]) -> Levels {
    let mut all = Levels::new();
    for (number, ticket) in tickets.iter().enumerate() {
        for (clock, run, level, folded) in fired(&world.page(*ticket).escalations) {
            for rank in folded.into_iter().chain([level]) {
                assert!(
                    all.insert((number, clock.clone(), run, rank)),
                    "{clock} {rank} twice"
                );
            }
        }
    }
    all
}

fn file_some(world: &World) -> Vec<TicketId> {
    let mut tickets = Vec::new();
    for contract in CONTRACTS {
        for answers in [blocked(), degraded(), nuisance()] {
            tickets.push(world.filed(contract, answers).0);
        }
    }
    tickets
}

#[test]
fn after_three_days_of_standstill_the_same_levels_have_fired_or_are_folded() {
    // Friday 15:00 in Paris to Monday 15:00, across a weekend; and across the night in which
    // summer time begins.
    for (begin, end) in [
        ("2026-03-06T14:00:00Z", "2026-03-09T14:00:00Z"),
        ("2026-03-27T14:00:00Z", "2026-03-30T13:00:00Z"),
    ] {
        on_each_engine(|url| {
            let stopped = world(url, begin);
            let tickets = file_some(&stopped);
            stopped.pass(30);
            stopped.desk.escalate().unwrap();
            let early = tickets
                .iter()
                .flat_map(|one| stopped.page(*one).escalations)
                .count();
            stopped.set(end);
            stopped.desk.escalate().unwrap();
            let missed = levels(&stopped, &tickets);

            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("twin.db");
            let twin_url = guichet::store::DatabaseUrl::sqlite(file.to_str().unwrap()).unwrap();
            let twin = world(&twin_url, begin);
            let twins = file_some(&twin);
            twin.live_until(at(end));
            assert_eq!(missed, levels(&twin, &twins));
            assert!(missed.len() > 40, "{}", missed.len());

            let mut letters = 0;
            for ticket in &tickets {
                let page = stopped.page(*ticket);
                let late: Vec<_> = page
                    .escalations
                    .iter()
                    .filter(|one| one.level.late)
                    .collect();
                let clocks: BTreeSet<_> = late.iter().map(|one| one.clock).collect();
                assert_eq!(
                    late.len(),
                    clocks.len(),
                    "one letter for what was missed, per clock"
                );
                letters += page
                    .escalations
                    .iter()
                    .map(|one| one.level.recipients.len())
                    .sum::<usize>();
                stopped.assert_projection(*ticket);
            }
            assert_eq!(stopped.warnings().len(), letters);
            assert!(letters > early);
            assert_eq!(
                stopped.desk.escalate().unwrap().fired,
                0,
                "nothing is left to fire"
            );
        });
    }
}

#[test]
fn two_processes_with_four_threads_fire_each_level_once_and_send_each_letter_once() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let tickets: Vec<_> = (0..2).flat_map(|_| file_some(&world)).collect();
        let desks = [world.desk.clone(), desk(url, &world.clock)];
        let mailer = Recorder::taking();
        let mut counted = 0;
        for minutes in [121, 60, 45, 60] {
            world.pass(minutes);
            let swept = at_once(4, |number| desks[number % 2].escalate().unwrap());
            assert_eq!(swept.iter().map(|one| one.failed).sum::<usize>(), 0);
            counted += swept.iter().map(|one| one.fired).sum::<usize>();
            at_once(4, |number| desks[number % 2].deliver(&mailer).unwrap());
        }
        let recorded = tickets
            .iter()
            .flat_map(|one| world.page(*one).escalations)
            .count();
        assert_eq!(counted, recorded);
        levels(&world, &tickets);
        let tried = mailer.tried();
        let ids: BTreeSet<_> = tried
            .iter()
            .map(|letter| letter.message_id.clone())
            .collect();
        assert_eq!(ids.len(), tried.len(), "a letter was sent twice");
        assert_eq!(ids.len(), world.letters(None).len());
        for ticket in tickets {
            world.assert_projection(ticket);
        }
    });
}

#[test]
fn a_stop_between_the_sweep_and_the_letters_loses_none() {
    on_each_engine(|url| {
        let mut world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.pass(121);
        assert_eq!(world.desk.escalate().unwrap().fired, 1);
        // The process ends here, and another begins.
        world.desk = desk(url, &world.clock);
        let mailer = Recorder::taking();
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 2);
        assert_eq!(world.desk.escalate().unwrap().fired, 0);
        assert_eq!(ranks(&world, ticket), [1]);
    });
}

#[test]
fn reading_a_letters_link_acknowledges_nothing_and_using_it_stops_the_repeats() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.live_until(at("2026-03-02T13:00:00Z"));
        let link = link_of(&world.warnings().last().unwrap().notice);
        let before = world.page(ticket);
        for _ in 0..3 {
            let seen = world.desk.escalation_by_link(&link).unwrap();
            assert_eq!(seen.escalation.acknowledged_at, None);
            assert_eq!(seen.ticket.id, ticket);
        }
        assert_eq!(world.page(ticket).events, before.events);
        world.pass(10);
        let acknowledged = world.desk.acknowledge_by_link(&link).unwrap().escalation;
        assert_eq!(acknowledged.acknowledged_at, Some(world.clock.now()));
        world.pass(10);
        let again = world.desk.acknowledge_by_link(&link).unwrap().escalation;
        assert_eq!(again.acknowledged_at, acknowledged.acknowledged_at);
        assert_eq!(world.desk.next_escalation().unwrap(), None);
        world.live_until(at("2026-03-04T17:00:00Z"));
        assert_eq!(ranks(&world, ticket), [1, 2, 3, 4, 5]);
        let answers = world.page(ticket).events;
        let answers = answers
            .iter()
            .filter(|one| matches!(one.what, What::EscalationAcknowledged { run: 1, .. }));
        assert_eq!(answers.count(), 1);
        // The levels below it were answered with it, and those above were not.
        let answered = acknowledged.level.level;
        for one in world.page(ticket).escalations {
            let at = (one.level.level <= answered).then_some(acknowledged.acknowledged_at);
            assert_eq!(
                one.acknowledged_at,
                at.flatten(),
                "level {}",
                one.level.level
            );
        }
        world.assert_projection(ticket);
    });
}

#[test]
fn an_answer_before_the_breach_stops_the_repeats_but_not_the_levels() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.live_until(at("2026-03-02T09:00:00Z"));
        let first = world.page(ticket).escalations[0].id;
        world
            .desk
            .acknowledge_escalation(first, world.agent)
            .unwrap();
        world.live_until(at("2026-03-04T17:00:00Z"));
        assert_eq!(ranks(&world, ticket), [1, 2, 3, 4]);
        world.assert_projection(ticket);
    });
}

#[test]
fn a_letter_to_a_person_acknowledges_in_that_persons_name_while_they_work_here() {
    on_each_engine(|url| {
        let world = world_with(url, MONDAY, None, None);
        let (ticket, _) = world.filed("standard", blocked());
        world
            .act(
                ticket,
                Act::Assign {
                    to: Some(world.second),
                },
            )
            .unwrap();
        world.live_until(at("2026-03-02T10:00:00Z"));
        let warnings = world.warnings();
        let links: Vec<_> = warnings.iter().map(|one| link_of(&one.notice)).collect();
        assert_eq!(links.len(), 2);
        let seen = world.desk.acknowledge_by_link(&links[0]).unwrap();
        assert_eq!(seen.escalation.acknowledged_by, Some(world.second));
        let gone = world.second;
        world
            .store()
            .write(move |tx| people::set_active(tx, gone, false))
            .unwrap();
        assert!(matches!(
            world.desk.acknowledge_by_link(&links[1]),
            Err(Error::LinkSpent)
        ));
        assert!(matches!(
            world.desk.escalation_by_link(&links[1]),
            Err(Error::LinkSpent)
        ));
        assert_eq!(world.page(ticket).escalations[1].acknowledged_at, None);
    });
}

#[test]
fn a_letters_link_works_for_thirty_days_and_no_other_link_stands_in_for_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (_, key) = world.filed("standard", blocked());
        world.live_until(at("2026-03-02T09:00:00Z"));
        let link = link_of(&world.warnings()[0].notice);
        for wrong in [key, Secret::draw(), world.desk.set_up_link(None).unwrap()] {
            assert!(matches!(
                world.desk.acknowledge_by_link(&wrong),
                Err(Error::NotFound)
            ));
        }
        assert!(matches!(world.desk.request(&link), Err(Error::NotFound)));
        world
            .clock
            .advance(TimeDelta::days(30) - TimeDelta::minutes(1));
        assert!(world.desk.escalation_by_link(&link).is_ok());
        world.pass(1);
        assert!(matches!(
            world.desk.acknowledge_by_link(&link),
            Err(Error::LinkSpent)
        ));
    });
}

#[test]
fn an_answer_to_a_run_that_is_over_does_not_stop_the_repeats_of_the_next() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("azprojet", blocked());
        world.reply(ticket, false);
        world.live_until(at("2026-03-02T10:00:00Z"));
        let page = world.page(ticket);
        let old = page
            .escalations
            .iter()
            .find(|one| one.clock == ClockName::Update)
            .unwrap()
            .id;
        world.reply(ticket, false);
        world.desk.acknowledge_escalation(old, world.agent).unwrap();
        let page = world.page(ticket);
        assert!(
            page.escalations
                .iter()
                .any(|one| one.id == old && one.acknowledged_at.is_some())
        );
        assert!(
            page.stored
                .iter()
                .all(|clock| clock.name != ClockName::Update || !clock.repeats_stopped)
        );
        world.assert_projection(ticket);
    });
}

#[test]
fn who_may_not_work_on_tickets_acknowledges_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.live_until(at("2026-03-02T09:00:00Z"));
        let id = world.page(ticket).escalations[0].id;
        let requester = world.page(ticket).requester.id;
        for by in [world.auditor, requester] {
            assert!(matches!(
                world.desk.acknowledge_escalation(id, by),
                Err(Error::Forbidden)
            ));
        }
        assert_eq!(world.page(ticket).escalations[0].acknowledged_at, None);
    });
}

#[test]
fn when_the_ladder_reaches_nobody_supervisors_and_administrators_are_told() {
    on_each_engine(|url| {
        let world = world_with(url, MONDAY, None, None);
        let (ticket, _) = world.filed("standard", blocked());
        world.live_until(at("2026-03-02T11:00:00Z"));
        let page = world.page(ticket);
        for one in &page.escalations[..2] {
            let mut told = one.level.recipients.clone();
            told.sort();
            assert_eq!(told, ["alix@desk.example", "dominique@desk.example"]);
        }
        // From 90 % on the ladder names the supervisor, who is there.
        assert_eq!(page.escalations[2].level.recipients, ["alix@desk.example"]);
        assert_eq!(world.warnings().len(), 2 + 2 + 1 + 1);
    });
}

#[test]
fn a_paused_or_stopped_clock_fires_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (paused, _) = world.filed("azprojet", blocked());
        let (answered, _) = world.filed("azprojet", blocked());
        let (resolved, _) = world.filed("azprojet", blocked());
        world.reply(paused, false);
        let reason = PauseReason::WaitingForCustomer;
        let detail = String::new();
        world
            .act(
                paused,
                Act::Pause {
                    reason,
                    detail,
                    evidence: guichet::domain::ticket::Evidence::default(),
                },
            )
            .unwrap();
        world.reply(answered, true);
        world.act(resolved, Act::Resolve).unwrap();
        world.live_until(at("2026-03-20T17:00:00Z"));
        for ticket in [paused, answered, resolved] {
            assert_eq!(ranks(&world, ticket), [0_u32; 0]);
            world.assert_projection(ticket);
        }
        // Once it goes on, its levels come, and not because of the days it stood.
        world.act(paused, Act::Resume).unwrap();
        world.desk.escalate().unwrap();
        assert_eq!(ranks(&world, paused), [0_u32; 0]);
        world.assert_projection(paused);
    });
}

#[test]
fn a_clock_that_cannot_be_swept_holds_up_no_other_and_keeps_nobody_awake() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let broken: Vec<_> = (0..3)
            .map(|_| world.filed("standard", blocked()).0)
            .collect();
        let (sound, _) = world.filed("standard", blocked());
        let store = world.store();
        for ticket in broken {
            let mut clock = world.page(ticket).stored[0].clone();
            clock.run = 9;
            store.write(move |tx| clocks::put(tx, &clock)).unwrap();
        }
        world.pass(121);
        let swept = world.desk.escalate().unwrap();
        assert_eq!((swept.fired, swept.failed), (1, 3));
        assert_eq!(ranks(&world, sound), [1]);
        assert!(world.desk.next_escalation().unwrap().unwrap() > world.clock.now());
        assert_eq!(
            world.desk.escalate().unwrap().failed,
            0,
            "left alone for a minute"
        );
        world.pass(1);
        assert_eq!(
            world.desk.escalate().unwrap().failed,
            3,
            "and then tried again"
        );
    });
}

#[test]
fn changes_and_sweeps_at_the_same_time_lose_nothing() {
    const NOTES: usize = 8;
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let tickets: Vec<_> = (0..6)
            .map(|_| world.filed("azprojet", blocked()).0)
            .collect();
        let other = desk(url, &world.clock);
        world.pass(200);
        at_once(6, |number| match number {
            0 => assert_eq!(world.desk.escalate().unwrap().failed, 0),
            1 => assert_eq!(other.escalate().unwrap().failed, 0),
            2 => {
                for ticket in &tickets {
                    let seen = world.desk.ticket(*ticket, &Scope::Desk).unwrap();
                    for one in seen.escalations {
                        world
                            .desk
                            .acknowledge_escalation(one.id, world.second)
                            .unwrap();
                    }
                }
            }
            _ => {
                for note in 0..NOTES {
                    for ticket in &tickets {
                        note_until_it_holds(&world, *ticket, number * 100 + note);
                    }
                }
            }
        });
        world.desk.escalate().unwrap();
        for ticket in &tickets {
            let page = world.page(*ticket);
            let ranks: Vec<_> = page.events.iter().map(|event| event.seq).collect();
            assert!(
                ranks
                    .iter()
                    .copied()
                    .eq(1..=i64::try_from(ranks.len()).unwrap())
            );
            assert_eq!(page.messages.len(), 1 + 3 * NOTES);
            let fired = |what: &What| matches!(what, What::Escalated { .. });
            let told = page.events.iter().filter(|one| fired(&one.what)).count();
            assert_eq!(told, page.escalations.len());
            assert_eq!(told, 2, "one for each clock, the lower ones folded");
            world.assert_projection(*ticket);
        }
        levels(&world, &tickets);
    });
}

fn note_until_it_holds(world: &World, ticket: TicketId, number: usize) {
    let message = MessageId::fresh();
    loop {
        let seen = world.page(ticket).ticket.version;
        let change = guichet::desk::Change {
            files: false,
            spent: guichet::domain::ticket::Minutes::default(),
            ticket,
            seen,
            by: world.agent,
            act: Act::Note { message },
            text: Some(text(&format!("note {number}"))),
        };
        match world.desk.change_ticket(change) {
            Ok(_) => return,
            Err(Error::Overtaken) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn an_answer_that_comes_between_the_look_and_the_climb_stops_the_repeat() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for _ in 0..6 {
            let start: DateTime<Utc> = at(MONDAY);
            world.clock.set(start);
            let (ticket, _) = world.filed("standard", blocked());
            world.live_until(at("2026-03-02T11:00:00Z"));
            let last = world.page(ticket).escalations.last().unwrap().id;
            world.set("2026-03-02T13:00:00Z");
            at_once(2, |number| {
                if number == 0 {
                    world.desk.escalate().unwrap();
                } else {
                    world
                        .desk
                        .acknowledge_escalation(last, world.agent)
                        .unwrap();
                }
            });
            // Whoever was first: no repeat comes after the answer.
            let whats: Vec<_> = world
                .page(ticket)
                .events
                .into_iter()
                .map(|one| one.what)
                .collect();
            let answered = whats
                .iter()
                .position(|what| matches!(what, What::EscalationAcknowledged { .. }))
                .unwrap();
            assert!(
                !whats[answered..]
                    .iter()
                    .any(|what| matches!(what, What::Escalated { .. }))
            );
            world.live_until(at("2026-03-04T17:00:00Z"));
            assert!(ranks(&world, ticket).len() <= 5);
            world.assert_projection(ticket);
        }
    });
}
