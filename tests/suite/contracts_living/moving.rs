//! Open tickets are moved to another version of their contract.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{cell::Cell, thread};

use chrono::TimeDelta;
use guichet::{
    desk::Error,
    domain::{
        access::Scope,
        contract_job::Compared,
        lang::Lang,
        sla::{Outcome, State},
        ticket::{Act, ClockName, Evidence, Line, MovedDeadline, PauseReason},
    },
};

use super::{added, asked, assert_checked, moves, previewed, said, with_p1, worked};
use crate::{
    desk_world::{MONDAY, World, at, blocked, desk, fired, nuisance, world},
    support::on_each_engine,
};

#[test]
fn a_moved_deadline_is_told_and_no_level_fires_again() {
    on_each_engine(|url| {
        // Monday 8:00 in Paris, which is 7:00 UTC: due at 12:00, half of it is up at 10:00.
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        let (resolved, _) = world.filed("standard", blocked());
        world.reply(resolved, true);
        world.live_until(at("2026-03-02T09:30:00Z"));
        assert_eq!(fired(&world.page(ticket).escalations).len(), 1);
        let letters = world.letters(None).len();
        assert_eq!(added(&world, &with_p1("8h ouvrées")), 2);
        let (since, _) = world.filed("standard", nuisance());
        let letters_of_filing = world.letters(None).len() - letters;
        // Eight hours from 8:00: 16:00 in Paris.
        let moved = MovedDeadline {
            clock: ClockName::Acknowledge,
            run: 1,
            from: Some(at("2026-03-02T11:00:00Z")),
            to: Some(at("2026-03-02T15:00:00Z")),
        };
        let preview = previewed(&world, 2);
        let shown = world.desk.contract_job(preview, &Scope::Desk).unwrap();
        let found = &shown.job.found;
        assert_eq!((found.of, found.tickets, found.changed), (2, 2, 1));
        assert_eq!((found.moved, found.failed), (0, 0));
        assert_eq!(found.lines[0].ticket, ticket);
        let Compared { from, to, .. } = found.lines[0].deadlines[0];
        assert_eq!((from, to), (moved.from, moved.to));
        assert!(moves(&world, ticket).is_empty(), "a preview moves nothing");
        let job = asked(&world, 2);
        worked(&world.desk);
        let done = world.desk.contract_job(job, &Scope::Desk).unwrap().job;
        assert!(done.ended_at.is_some());
        assert_eq!((done.found.moved, done.found.changed), (1, 1));
        assert_eq!(
            moves(&world, ticket),
            [(vec![moved], "avenant de mars".to_owned())]
        );
        assert!(moves(&world, resolved).is_empty() && moves(&world, since).is_empty());
        assert_eq!(world.page(ticket).contract.source(), with_p1("8h ouvrées"));
        world.assert_projection(ticket);
        assert_checked(&world);
        // Half of eight hours is up at 12:00, and has been told; three quarters at 14:00.
        world.live_until(at("2026-03-02T12:59:00Z"));
        assert_eq!(fired(&world.page(ticket).escalations).len(), 1);
        assert_eq!(world.letters(None).len(), letters + letters_of_filing);
        world.live_until(at("2026-03-02T13:00:00Z"));
        let levels = fired(&world.page(ticket).escalations);
        assert_eq!(levels.len(), 2, "{levels:?}");
        assert_eq!((levels[1].2, &levels[1].3), (2, &vec![]));
        world.assert_projection(ticket);
        assert_checked(&world);
    });
}

#[test]
fn a_deadline_that_comes_nearer_fires_what_is_due_once_and_not_as_late() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        // 9:36 in Paris: nothing of four hours is due, and four fifths of two are used up.
        world.live_until(at("2026-03-02T08:36:00Z"));
        assert!(world.page(ticket).escalations.is_empty());
        added(&world, &with_p1("2h ouvrées"));
        asked(&world, 2);
        worked(&world.desk);
        world.desk.escalate().unwrap();
        world.desk.escalate().unwrap();
        let page = world.page(ticket);
        let levels = fired(&page.escalations);
        assert_eq!(levels, [("acknowledge".to_owned(), 1, 2, vec![1])]);
        assert!(!page.escalations[0].level.late, "the move made it due");
        world.assert_projection(ticket);
        assert_checked(&world);
    });
}

#[test]
fn another_ladder_goes_on_above_what_was_told() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        // Half, three quarters and nine tenths are told: ranks 1 to 3.
        world.live_until(at("2026-03-02T10:40:00Z"));
        assert_eq!(fired(&world.page(ticket).escalations).len(), 3);
        let (before, rest) = with_p1("4h  ouvrées")
            .split_once("[[ladder]]")
            .map(|(before, rest)| (before.to_owned(), rest.to_owned()))
            .unwrap();
        let after = rest.split_once("[pauses]").unwrap().1;
        let shorter = "[[ladder]]\nat = \"80 %\"\nto = [\"assignee\", \"queue\"]\n\n\
             [[ladder]]\nat = \"breach\"\nto = [\"supervisor\"]\n\n[pauses]";
        added(&world, &format!("{before}{shorter}{after}"));
        asked(&world, 2);
        worked(&world.desk);
        world.assert_projection(ticket);
        assert_checked(&world);
        // The 80 % of the new ladder lies before the 90 % that was told; its breach does not.
        world.live_until(at("2026-03-02T10:59:00Z"));
        assert_eq!(fired(&world.page(ticket).escalations).len(), 3);
        world.live_until(at("2026-03-03T16:00:00Z"));
        let page = world.page(ticket);
        let levels = fired(&page.escalations);
        assert_eq!(levels.len(), 4, "the breach, once: {levels:?}");
        assert_eq!(levels[3].2, 4);
        let breach = &page.escalations[3];
        assert_eq!(breach.fired_at, at("2026-03-02T11:00:00Z"));
        let told: Vec<_> = breach.level.recipients.iter().collect();
        assert_eq!(told.len(), 1, "{told:?}");
        world.assert_projection(ticket);
        assert_checked(&world);
    });
}

#[test]
fn what_had_stopped_stays_with_its_version_and_its_proof() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        world.set("2026-03-02T10:00:00Z");
        // After three of four hours: kept.
        world.act(ticket, Act::TakeCharge).unwrap();
        let before = world.page(ticket);
        added(&world, &with_p1("2h ouvrées"));
        asked(&world, 2);
        worked(&world.desk);
        let page = world.page(ticket);
        assert_eq!(
            moves(&world, ticket),
            [(vec![], "avenant de mars".to_owned())]
        );
        let clock = &page.clocks[0];
        assert_eq!(clock.due_at, before.clocks[0].due_at);
        assert!(
            matches!(
                clock.state,
                State::Stopped {
                    outcome: Outcome::Kept,
                    ..
                }
            ),
            "{clock:?}"
        );
        let sheet = clock.sheet(&page.contract, page.now).unwrap().unwrap();
        assert_eq!(sheet.promise.words(Lang::Fr), "4\u{a0}heures ouvrées");
        assert_eq!(Some(sheet.deadline), clock.due_at);
        world.assert_projection(ticket);
        assert_checked(&world);
    });
}

#[test]
fn a_wait_goes_on_where_the_other_version_knows_it_and_ends_where_not() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let resolve =
            "[targets.resolve]\nP1 = { target = \"8h ouvrées\", clause = \"acknowledge-p1\" }\n\n";
        let text = with_p1("3h ouvrées").replacen("[[ladder]]", &format!("{resolve}[[ladder]]"), 1);
        added(&world, &text);
        let (ticket, _) = world.filed("standard", blocked());
        world.pass(30);
        world.act(ticket, Act::TakeCharge).unwrap();
        let reason = PauseReason::WaitingForCustomer;
        let pause = Act::Pause {
            reason,
            detail: String::new(),
            evidence: Evidence::default(),
        };
        world.act(ticket, pause).unwrap();
        let stands = |world: &World| {
            let clocks = world.page(ticket).clocks;
            let resolve = clocks.iter().find(|one| one.name == ClockName::Resolve);
            matches!(resolve.unwrap().state, State::Paused { .. })
        };
        // A version that knows the wait leaves it as it is.
        added(&world, &text.replace("3h ouvrées", "2h ouvrées"));
        asked(&world, 3);
        worked(&world.desk);
        assert!(stands(&world));
        let without: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with(reason.word()))
            .collect();
        added(&world, &without.join("\n"));
        world.pass(60);
        asked(&world, 4);
        worked(&world.desk);
        assert!(!stands(&world), "nothing of this version stops it");
        world.act(ticket, Act::Resume).unwrap();
        world.reply(ticket, true);
        world.assert_projection(ticket);
        assert_checked(&world);
    });
}

#[test]
fn a_move_that_is_cut_off_goes_on_where_it_stopped() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let tickets: Vec<_> = (0..7)
            .map(|_| world.filed("standard", blocked()).0)
            .collect();
        added(&world, &with_p1("8h ouvrées"));
        let job = asked(&world, 2);
        // It dies in the middle: nobody gives the job back.
        let looks = Cell::new(0);
        let dies = || {
            looks.set(looks.get() + 1);
            assert!(looks.get() < 6, "as if the process had been killed here");
            true
        };
        let died = catch_unwind(AssertUnwindSafe(|| world.desk.work_on_contracts(&dies)));
        assert!(died.is_err());
        let so_far = world.desk.contract_job(job, &Scope::Desk).unwrap().job;
        let done = so_far.found.moved;
        assert!((1..7).contains(&done), "{done}");
        let moved = |tickets: &[_]| {
            let all = tickets.iter().map(|one| moves(&world, *one).len());
            all.collect::<Vec<_>>()
        };
        assert_eq!(moved(&tickets).iter().sum::<usize>() as u64, done);
        let other = desk(url, &world.clock);
        assert_eq!(worked(&other), 0, "it is still somebody's");
        world.clock.advance(TimeDelta::minutes(3));
        assert_eq!(worked(&other), 1);
        let ended = world.desk.contract_job(job, &Scope::Desk).unwrap().job;
        assert_eq!((ended.found.moved, ended.found.tickets), (7, 7));
        assert_eq!(moved(&tickets), [1; 7]);
        for ticket in &tickets {
            world.assert_projection(*ticket);
        }
        assert_checked(&world);
    });
}

#[test]
fn several_processes_move_each_ticket_once() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let tickets: Vec<_> = (0..12)
            .map(|_| world.filed("standard", blocked()).0)
            .collect();
        added(&world, &with_p1("8h ouvrées"));
        let job = asked(&world, 2);
        thread::scope(|scope| {
            for _ in 0..3 {
                let desk = desk(url, &world.clock);
                scope.spawn(move || worked(&desk));
            }
        });
        let ended = world.desk.contract_job(job, &Scope::Desk).unwrap().job;
        assert!(ended.ended_at.is_some());
        assert_eq!((ended.found.moved, ended.found.tickets), (12, 12));
        for ticket in &tickets {
            assert_eq!(moves(&world, *ticket).len(), 1);
        }
        assert_checked(&world);
    });
}

#[test]
fn nothing_is_moved_by_a_preview_of_something_else_too_early_or_too_old() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let mut later = said(&with_p1("2h ouvrées"), world.administrator);
        later.from = Some(at("2026-03-04T00:00:00Z"));
        let version = world.desk.add_version(later).unwrap();
        let preview = previewed(&world, version);
        let reason = Line::parse("avenant").unwrap();
        let moved = |name| {
            let asked = (name, preview);
            world.desk.ask_move(asked, &reason, world.administrator)
        };
        let other = moved("jamespot");
        assert!(matches!(other, Err(Error::NotFound)), "{other:?}");
        let refused = |problem| {
            let Err(Error::Invalid(faults)) = moved("standard") else {
                panic!("it was taken");
            };
            assert_eq!(faults[0].problem, problem);
        };
        refused("not-yet");
        world.set("2026-03-04T00:00:00Z");
        refused("old");
        let fresh = previewed(&world, version);
        let asked = ("standard", fresh);
        world
            .desk
            .ask_move(asked, &reason, world.administrator)
            .unwrap();
    });
}
