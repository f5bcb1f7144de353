//! What the desk does with outages, maintenance and credits.

use chrono::TimeDelta;
use guichet::{
    desk::{ComponentSaid, Error, Field, PeriodAsked, PlatformSaid},
    domain::{
        access::Scope,
        availability::{Ratio, Stage},
        credit::CreditState,
        operation::{Said, Step},
        platform::Environment,
        ticket::Priority,
    },
};

use super::{Scene, line, maintenance, outage, typed};
use crate::{
    desk_world::{at, at_once, text},
    support::on_each_engine,
};

/// Which field was refused, and why.
fn refused<T: std::fmt::Debug>(done: Result<T, Error>) -> (Field, &'static str) {
    match done {
        Err(Error::Invalid(faults)) => (faults[0].field, faults[0].problem),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_correction_is_another_revision_and_the_first_stays() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let first = outage(
            scene.shared,
            "2026-11-16T07:00:00Z",
            Some("2026-11-16T09:15:00Z"),
        );
        let id = scene.enter(Said::Outage(first.clone()));
        let mut second = first.clone();
        second.stages.push(Stage {
            from: at("2026-11-16T08:00:00Z"),
            severity: Priority::P2,
        });
        scene.served.clock.advance(TimeDelta::minutes(5));
        let why = line("Un contournement existait à 9 h");
        let correct = |seen, said| {
            let said = typed(Said::Outage(said));
            desk.correct_operation((id, seen), &said, &why, scene.agent, &Scope::Desk)
        };
        assert!(correct(1, second.clone()).unwrap());
        assert!(!correct(2, second.clone()).unwrap(), "nothing new");
        assert!(matches!(correct(1, first.clone()), Err(Error::Overtaken)));
        let page = desk.operation(id, &Scope::Desk).unwrap();
        assert_eq!(page.operation.said, Said::Outage(second));
        let revisions: Vec<_> = page
            .revisions
            .iter()
            .map(|one| {
                (
                    one.revision.revision,
                    one.revision.why.clone(),
                    one.by.as_str(),
                )
            })
            .collect();
        assert_eq!(
            revisions,
            [(2, Some(why), "Camille Aubry"), (1, None, "Camille Aubry")]
        );
        assert_eq!(page.revisions[1].revision.said, Said::Outage(first));
    });
}

#[test]
fn of_corrections_made_at_once_one_is_kept() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let id = scene.enter(Said::Outage(outage(
            scene.shared,
            "2026-11-16T07:00:00Z",
            None,
        )));
        let done = at_once(4, |rank| {
            let mut said = outage(scene.shared, "2026-11-16T07:00:00Z", None);
            said.title = line(&format!("Version {rank}"));
            let said = typed(Said::Outage(said));
            let why = line("Précision");
            desk.correct_operation((id, 1), &said, &why, scene.agent, &Scope::Desk)
                .is_ok()
        });
        assert_eq!(done.iter().filter(|kept| **kept).count(), 1);
        let page = desk.operation(id, &Scope::Desk).unwrap();
        assert_eq!((page.revisions.len(), page.operation.revision), (2, 2));
    });
}

#[test]
fn only_those_who_work_on_tickets_enter_and_tell() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let said = typed(Said::Outage(outage(
            scene.shared,
            "2026-11-16T07:00:00Z",
            None,
        )));
        for by in [scene.auditor, scene.marlaix.chief] {
            let done = desk.enter_operation(&said, by, &Scope::Desk);
            assert!(matches!(done, Err(Error::Forbidden)));
        }
        let id = scene.enter(said.said);
        let news = text("Nous cherchons.");
        let told = |by| desk.tell_of_operation(id, (Step::Investigating, &news), by);
        assert!(matches!(told(scene.auditor), Err(Error::Forbidden)));
        told(scene.agent).unwrap();
        told(scene.agent).unwrap();
        let page = desk.operation(id, &Scope::Desk).unwrap();
        let ranks: Vec<u32> = page.news.iter().map(|one| one.rank).collect();
        assert_eq!(ranks, [2, 1]);
    });
}

#[test]
fn a_maintenance_outside_the_hours_of_a_contract_needs_an_urgency() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let enter = |said| desk.enter_operation(&typed(said), scene.agent, &Scope::Desk);
        // Wednesday 2 December, 02:00–06:00 in Paris: within. 02:00–08:00: not.
        let within = maintenance(scene.shared, "2026-12-02T01:00:00Z", "2026-12-02T05:00:00Z");
        enter(Said::Maintenance(within)).unwrap();
        let mut outside = maintenance(scene.shared, "2026-12-02T01:00:00Z", "2026-12-02T07:00:00Z");
        let done = enter(Said::Maintenance(outside.clone()));
        assert_eq!(refused(done), (Field::Urgency, "outside"));
        outside.urgency = Some(line("Faille exploitée"));
        let id = enter(Said::Maintenance(outside)).unwrap();
        let page = desk.operation(id, &Scope::Desk).unwrap();
        assert_eq!(page.outside.len(), 1, "and the page says of which contract");
        let past = maintenance(scene.shared, "2026-11-30T01:00:00Z", "2026-11-30T05:00:00Z");
        assert_eq!(
            refused(enter(Said::Maintenance(past))),
            (Field::Urgency, "past")
        );
    });
}

#[test]
fn what_overruns_is_not_planned_afterwards() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let planned = maintenance(scene.shared, "2026-12-02T01:00:00Z", "2026-12-02T05:00:00Z");
        let id = scene.enter(Said::Maintenance(planned.clone()));
        scene.served.clock.set(at("2026-12-02T08:30:00Z"));
        let correct = |said| {
            let why = line("Elle a duré");
            let said = typed(Said::Maintenance(said));
            desk.correct_operation((id, 1), &said, &why, scene.agent, &Scope::Desk)
        };
        let mut longer = planned.clone();
        longer.to = at("2026-12-02T08:00:00Z");
        assert_eq!(refused(correct(longer)), (Field::Operation, "begun"));
        let mut off = planned.clone();
        off.called_off = true;
        assert_eq!(refused(correct(off)), (Field::Operation, "begun"));
        let mut ended = planned;
        ended.ended = Some(at("2026-12-02T08:00:00Z"));
        assert!(correct(ended).unwrap());
        let asked = PeriodAsked {
            service: Some(scene.service),
            day: Some("2026-12-02".parse().unwrap()),
        };
        let page = desk.availability(scene.marlaix.id, asked).unwrap();
        // 06:00–09:00 in Paris beyond the plan, of which 08:00–09:00 are office hours.
        let hour = Ratio::whole(3_600_000_000);
        assert_eq!(page.measured.unwrap().figure.lost, hour);
    });
}

#[test]
fn a_plan_that_has_begun_is_neither_revived_nor_widened() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let mut off = maintenance(scene.shared, "2026-12-02T01:00:00Z", "2026-12-02T05:00:00Z");
        let planned = scene.enter(Said::Maintenance(off.clone()));
        off.called_off = true;
        let called_off = scene.enter(Said::Maintenance(off.clone()));
        scene.served.clock.set(at("2026-12-02T05:30:00Z"));
        let correct = |id, said| {
            let why = line("Après coup");
            let said = typed(Said::Maintenance(said));
            desk.correct_operation((id, 1), &said, &why, scene.agent, &Scope::Desk)
        };
        let begun = (Field::Operation, "begun");
        let mut revived = off.clone();
        revived.called_off = false;
        assert_eq!(refused(correct(called_off, revived.clone())), begun);
        let mut wider = revived.clone();
        wider.components.push(scene.ostrels);
        assert_eq!(refused(correct(planned, wider)), begun);
        // It cannot last and be over.
        let mut both = revived;
        both.lasts = true;
        both.ended = Some(at("2026-12-02T05:15:00Z"));
        assert_eq!(refused(correct(planned, both)), (Field::Operation, "end"));
    });
}

#[test]
fn nothing_is_credited_for_days_of_no_subscription() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let first = desk.organisation(scene.marlaix.id).unwrap().subscriptions;
        let first = first.iter().map(|one| one.first_day).min();
        let before = first.unwrap() - chrono::Days::new(43);
        let from = format!("{before}T09:00:00Z");
        let said = outage(scene.shared, &from, Some(&format!("{before}T14:00:00Z")));
        scene.enter(Said::Outage(said));
        let asked = PeriodAsked {
            service: Some(scene.service),
            day: Some(before),
        };
        let page = desk.availability(scene.marlaix.id, asked).unwrap();
        let measured = page.measured.unwrap();
        assert!(measured.figure.lost > Ratio::ZERO, "{before}");
        assert_eq!(measured.credit, None);
        let done = desk.propose_credit(scene.marlaix.id, (scene.service, before), scene.root);
        assert_eq!(refused(done), (Field::Period, "nothing-owed"));
    });
}

#[test]
fn a_figure_is_that_of_the_organisation_and_of_nobody_else() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let lost = |house: &crate::support::customers::House| {
            let asked = PeriodAsked {
                service: Some(scene.service),
                day: Some("2026-11-29".parse().unwrap()),
            };
            let page = desk.availability(house.id, asked).unwrap();
            let lost = page.measured.unwrap().figure.lost;
            lost.over(Ratio::whole(60_000_000)).unwrap().floor()
        };
        let of = |component, to| Said::Outage(outage(component, "2026-11-16T07:00:00Z", Some(to)));
        scene.enter(of(scene.shared, "2026-11-16T07:30:00Z"));
        scene.enter(of(scene.ostrels, "2026-11-16T09:00:00Z"));
        assert_eq!((lost(&scene.marlaix), lost(&scene.ostrel)), (30, 120));
    });
}

#[test]
fn a_platform_that_is_no_production_is_not_measured() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let trial = PlatformSaid {
            name: line("Recette"),
            environment: Environment::Test,
            version: None,
            active: true,
        };
        let trial = desk
            .enter_platform(scene.marlaix.id, &trial, scene.root)
            .unwrap();
        let said = ComponentSaid {
            name: line("Recette"),
            published: false,
            active: true,
        };
        let part = desk
            .enter_component(scene.service, Some(trial), &said, scene.root)
            .unwrap();
        let said = outage(part, "2026-11-16T07:00:00Z", Some("2026-11-16T09:15:00Z"));
        scene.enter(Said::Outage(said));
        let asked = PeriodAsked {
            service: Some(scene.service),
            day: Some("2026-11-29".parse().unwrap()),
        };
        let page = desk.availability(scene.marlaix.id, asked).unwrap();
        let measured = page.measured.unwrap();
        assert_eq!(measured.figure.lost, Ratio::ZERO);
        assert!(measured.components.iter().all(|one| one.id != part));
    });
}

#[test]
fn a_credit_is_proposed_once_and_decided_by_a_person() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        // 135 min of office hours, as in the worked example: two days.
        let said = outage(
            scene.shared,
            "2026-11-16T07:00:00Z",
            Some("2026-11-16T09:15:00Z"),
        );
        let operation = scene.enter(Said::Outage(said));
        let house = scene.marlaix.id;
        let propose =
            |day: &str, by| desk.propose_credit(house, (scene.service, day.parse().unwrap()), by);
        let is_forbidden = |done| matches!(done, Err(Error::Forbidden));
        assert!(is_forbidden(propose("2026-11-29", scene.agent)));
        let lasting = propose("2026-12-10", scene.supervisor);
        assert_eq!(
            refused(lasting),
            (Field::Period, "nothing-owed"),
            "it is not over"
        );
        let id = propose("2026-11-29", scene.supervisor).unwrap();
        for day in ["2026-11-29", "2026-11-20"] {
            let again = propose(day, scene.supervisor);
            assert_eq!(refused(again), (Field::Period, "credited"), "{day}");
        }
        let credits = desk.credits(house).unwrap().credits;
        let credit = &credits[0].credit;
        assert_eq!((credit.minutes, credit.days, credit.capped), (135, 2, 0));
        assert_eq!(credit.basis.operations, [(operation, 1, 135 * 60_000_000)]);
        assert_eq!(credit.state, CreditState::Proposed);
        desk.decide_credit(id, None, scene.supervisor).unwrap();
        let twice = desk.decide_credit(id, Some(&line("Erreur")), scene.root);
        assert!(matches!(twice, Err(Error::Overtaken)));
        let credits = desk.credits(house).unwrap().credits;
        assert_eq!(credits[0].credit.state, CreditState::Confirmed);
        assert!(desk.credits(scene.ostrel.id).unwrap().credits.is_empty());
    });
}

#[test]
fn a_dropped_credit_can_be_proposed_again() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let said = outage(
            scene.shared,
            "2026-11-16T07:00:00Z",
            Some("2026-11-16T09:15:00Z"),
        );
        scene.enter(Said::Outage(said));
        let period = (scene.service, "2026-11-29".parse().unwrap());
        let propose = || desk.propose_credit(scene.marlaix.id, period, scene.root);
        let id = propose().unwrap();
        desk.decide_credit(id, Some(&line("Mauvaise période")), scene.root)
            .unwrap();
        propose().unwrap();
        let credits = desk.credits(scene.marlaix.id).unwrap().credits;
        let days: Vec<u32> = credits.iter().map(|one| one.credit.days).collect();
        assert_eq!(days, [2, 2]);
    });
}
