//! Outages that monitors open and close, and what people say of them.

use chrono::TimeDelta;
use guichet::domain::{
    access::Scope,
    availability::Cause,
    monitor::{LookFault, Standing},
    operation::{Author, Said},
    ticket::{Line, Priority},
};

use super::Watched;
use crate::{
    availability::{maintenance, typed},
    support::on_each_engine,
};

#[test]
fn an_outage_begins_with_the_first_failed_look_and_ends_with_the_first_good_one() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        let began = watched.now();
        watched.minutes("gbb");
        assert!(watched.outages().is_empty(), "it is not confirmed");
        watched.minutes("bb");
        let (outage, said) = watched.outage();
        assert_eq!(said.stages.len(), 1);
        assert_eq!(said.stages[0].from, began + TimeDelta::minutes(1));
        assert_eq!(said.stages[0].severity, Priority::P1);
        assert_eq!((said.cause, said.ended), (Cause::Unknown, None));
        assert!(said.published);
        assert_eq!(said.components, [watched.scene.shared]);
        watched.minutes("gbg");
        assert_eq!(watched.outage().1.ended, None, "its end is not confirmed");
        watched.minutes("g");
        let (closed, said) = watched.outage();
        assert_eq!(said.ended, Some(began + TimeDelta::minutes(7)));
        let revisions = watched.revisions(&closed);
        let by = Author::Monitor(watched.monitor);
        assert_eq!(revisions.len(), 2);
        assert!(
            revisions
                .iter()
                .all(|one| one.by == by && one.why.is_none())
        );
        assert_eq!(closed.id, outage.id);
        watched.minutes("gbbb");
        assert_eq!(watched.outages().len(), 2, "another one is another outage");
    });
}

#[test]
fn a_look_that_could_not_be_made_opens_nothing_and_closes_nothing() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("bb?bb");
        assert!(watched.outages().is_empty());
        // The program was down for a while.
        watched.minutes("....b");
        assert!(watched.outages().is_empty());
        watched.minutes("bb");
        let (_, said) = watched.outage();
        let first = watched.now() - TimeDelta::minutes(3);
        assert_eq!(said.stages[0].from, first);
        watched.minutes("g?g.....");
        assert_eq!(watched.outage().1.ended, None);
        let page = watched.desk().monitor(watched.monitor).unwrap();
        let rule = page.monitor.said.rule();
        assert_eq!(page.monitor.watch.standing(rule, page.now), Standing::Down);
        let days = page.days.first().unwrap();
        assert_eq!((days.good, days.bad, days.unknown), (2, 7, 2));
    });
}

#[test]
fn what_a_person_said_of_an_outage_is_never_overwritten() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("bbb");
        let (outage, mut said) = watched.outage();
        let why = Line::parse("Le client n’a rien vu avant").unwrap();
        said.title = Line::parse("Connexion impossible").unwrap();
        said.stages[0].severity = Priority::P2;
        let correct = |seen, said| {
            let typed = typed(Said::Outage(said));
            let (desk, agent) = (watched.desk(), watched.scene.agent);
            desk.correct_operation((outage.id, seen), &typed, &why, agent, &Scope::Desk)
                .unwrap()
        };
        assert!(correct(1, said.clone()));
        watched.minutes("gg");
        let (closed, ended) = watched.outage();
        assert_eq!((closed.revision, &ended.title), (3, &said.title));
        assert_eq!(ended.stages, said.stages);
        let end = ended.ended.unwrap();
        // Another end, after the monitor's: the monitor has nothing more to say.
        let mut later = ended.clone();
        later.ended = Some(end + TimeDelta::seconds(30));
        assert!(correct(3, later.clone()));
        watched.minutes("gg");
        assert_eq!(watched.outage().1, later);
    });
}

#[test]
fn an_outage_that_a_person_closed_is_not_opened_again_by_the_same_failure() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("bbb");
        let (outage, mut said) = watched.outage();
        said.ended = Some(watched.now() - TimeDelta::seconds(90));
        let (why, agent) = (Line::parse("Fausse alerte").unwrap(), watched.scene.agent);
        let typed = typed(Said::Outage(said.clone()));
        let done =
            watched
                .desk()
                .correct_operation((outage.id, 1), &typed, &why, agent, &Scope::Desk);
        assert!(done.unwrap());
        watched.minutes("bbbggg");
        let (after, now_said) = watched.outage();
        assert_eq!((after.revision, now_said), (2, said));
    });
}

#[test]
fn announced_maintenance_holds_the_outage_back_and_what_overruns_it_counts() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        let now = watched.now();
        let mut planned = maintenance(
            watched.scene.shared,
            &(now + TimeDelta::minutes(2)).to_rfc3339(),
            &(now + TimeDelta::minutes(12)).to_rfc3339(),
        );
        planned.urgency = Some(Line::parse("Correctif").unwrap());
        watched.scene.enter(Said::Maintenance(planned));
        watched.minutes("ggbbbbbb");
        assert!(watched.outages().is_empty());
        let (monitors, held) = {
            let page = watched.desk().monitors().unwrap();
            (page.monitors.len(), page.monitors[0].1)
        };
        assert_eq!((monitors, held), (1, true));
        watched.minutes("bbbbb");
        let (_, said) = watched.outage();
        assert_eq!(said.stages[0].from, now + TimeDelta::minutes(12));
        watched.minutes("gg");
        assert_eq!(watched.outage().1.ended, Some(now + TimeDelta::minutes(13)));
    });
}

#[test]
fn what_comes_back_within_announced_maintenance_was_no_outage() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        let now = watched.now();
        let mut planned = maintenance(
            watched.scene.shared,
            &(now + TimeDelta::minutes(1)).to_rfc3339(),
            &(now + TimeDelta::minutes(30)).to_rfc3339(),
        );
        planned.urgency = Some(Line::parse("Correctif").unwrap());
        watched.scene.enter(Said::Maintenance(planned));
        watched.minutes("gbbbbggg");
        assert!(watched.outages().is_empty());
    });
}

#[test]
fn a_monitor_that_is_put_to_rest_leaves_its_outage_to_people() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("bbb");
        let desk = watched.desk();
        let mut said = desk.monitor(watched.monitor).unwrap().monitor.said;
        said.active = false;
        desk.change_monitor(watched.monitor, &said, watched.scene.root)
            .unwrap();
        watched.told.say(None);
        assert_eq!(desk.look_while(&watched.told, &|| true).unwrap(), 0);
        said.active = true;
        desk.change_monitor(watched.monitor, &said, watched.scene.root)
            .unwrap();
        watched.minutes("ggg");
        assert_eq!(watched.outage().1.ended, None);
    });
}

#[test]
fn looks_are_forgotten_after_five_weeks_and_the_sums_of_their_days_stay() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("gbg");
        let clock = &watched.scene.served.clock;
        clock.advance(TimeDelta::days(20));
        assert_eq!(watched.desk().sweep_looks().unwrap(), 0);
        let page = watched.desk().monitor(watched.monitor).unwrap();
        let faults: Vec<Option<LookFault>> = page.looks.iter().map(|one| one.fault).collect();
        assert_eq!(faults, [None, Some(LookFault::Status(503)), None]);
        let measured = page.days[0];
        assert_eq!((measured.kept, measured.missed), (2, 1));
        assert_eq!(page.times.answers, 2);
        clock.advance(TimeDelta::days(16));
        assert_eq!(watched.desk().sweep_looks().unwrap(), 3);
        let page = watched.desk().monitor(watched.monitor).unwrap();
        assert_eq!(page.looks, []);
        let store = &watched.store;
        let from = "2026-01-01".parse().unwrap();
        let sums = store
            .read(|conn| guichet::store::monitors::days(conn, watched.monitor, from, 400))
            .unwrap();
        assert_eq!(sums, [measured]);
    });
}
