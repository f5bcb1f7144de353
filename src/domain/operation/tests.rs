//! What can be said of an operation, and what it means at an instant.

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::domain::{
    availability::{Cause, Exclusion, Paused, Stage},
    ticket::Priority,
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn outage() -> OutageSaid {
    let stage = |from, severity| Stage {
        from: at(from),
        severity,
    };
    OutageSaid {
        title: line("Import en panne"),
        components: vec![ComponentId::fresh()],
        stages: vec![
            stage("2026-11-16T08:00:00Z", Priority::P1),
            stage("2026-11-16T09:00:00Z", Priority::P2),
        ],
        ended: Some(at("2026-11-16T10:00:00Z")),
        cause: Cause::Ours,
        evidence: None,
        pauses: Vec::new(),
        tickets: Vec::new(),
        published: true,
    }
}

fn maintenance() -> MaintenanceSaid {
    MaintenanceSaid {
        title: line("Mise à jour"),
        reason: line("Correctifs"),
        components: vec![ComponentId::fresh()],
        from: at("2026-11-16T00:00:00Z"),
        to: at("2026-11-16T02:00:00Z"),
        ended: None,
        lasts: false,
        severity: Priority::P1,
        urgency: None,
        planned_at: at("2026-11-14T10:00:00Z"),
        called_off: false,
        published: true,
    }
}

#[test]
fn what_cannot_be_is_named() {
    let now = at("2026-11-17T00:00:00Z");
    let wrong = |change: &dyn Fn(&mut OutageSaid)| {
        let mut said = outage();
        change(&mut said);
        Said::Outage(said).wrong(now)
    };
    let pause = |from, to| Paused {
        from: at(from),
        to: at(to),
        reason: Exclusion::TheirOwnWork,
    };
    assert_eq!(wrong(&|_| {}), None);
    assert_eq!(
        wrong(&|one| one.components.clear()),
        Some(Wrong::NoComponent)
    );
    assert_eq!(wrong(&|one| one.stages.clear()), Some(Wrong::NoBeginning));
    assert_eq!(wrong(&|one| one.stages.reverse()), Some(Wrong::Stages));
    let before = at("2026-11-16T08:00:00Z");
    assert_eq!(wrong(&|one| one.ended = Some(before)), Some(Wrong::End));
    let early = at("2026-11-16T08:30:00Z");
    assert_eq!(wrong(&|one| one.ended = Some(early)), Some(Wrong::Stages));
    let later = now + TimeDelta::seconds(1);
    assert_eq!(wrong(&|one| one.ended = Some(later)), Some(Wrong::Future));
    let theirs = Cause::Outside(Exclusion::ThirdParty);
    assert_eq!(wrong(&|one| one.cause = theirs), Some(Wrong::NoEvidence));
    let outside = pause("2026-11-16T09:00:00Z", "2026-11-16T10:00:01Z");
    assert_eq!(
        wrong(&|one| one.pauses = vec![outside]),
        Some(Wrong::Pauses)
    );
    let inside = pause("2026-11-16T09:00:00Z", "2026-11-16T10:00:00Z");
    assert_eq!(wrong(&|one| one.pauses = vec![inside]), None);
    let mut lasts = maintenance();
    lasts.lasts = true;
    let during = at("2026-11-16T01:00:00Z");
    assert_eq!(Said::Maintenance(lasts).wrong(during), Some(Wrong::Future));
}

#[test]
fn a_maintenance_closes_itself_unless_somebody_says_that_it_lasts() {
    let (mut said, end) = (maintenance(), at("2026-11-16T02:00:00Z"));
    assert!(said.lasts_at(end - TimeDelta::seconds(1)) && !said.lasts_at(end));
    said.lasts = true;
    assert!(
        said.overruns_at(end)
            && said
                .work(OperationId::fresh(), &[])
                .unwrap()
                .ended
                .is_none()
    );
    said.called_off = true;
    assert!(!said.lasts_at(end) && said.work(OperationId::fresh(), &[]).is_none());
    said.planned_at = said.from + TimeDelta::seconds(1);
    assert!(!said.is_announced());
}

#[test]
fn the_state_of_a_component_follows_the_severity() {
    let operation = |said| Operation {
        id: OperationId::fresh(),
        revision: 1,
        said,
        entered_at: at("2026-11-16T08:00:00Z"),
    };
    let one = operation(Said::Outage(outage()));
    for (when, state) in [
        ("2026-11-16T07:59:59Z", State::Operational),
        ("2026-11-16T08:00:00Z", State::Major),
        ("2026-11-16T09:00:00Z", State::Partial),
        ("2026-11-16T10:00:00Z", State::Operational),
    ] {
        assert_eq!(State::during(&one, at(when)), state, "{when}");
    }
    let mut lasting = maintenance();
    lasting.lasts = true;
    let one = operation(Said::Maintenance(lasting));
    assert_eq!(
        State::during(&one, at("2026-11-16T01:00:00Z")),
        State::Maintenance
    );
    assert_eq!(
        State::during(&one, at("2026-11-16T03:00:00Z")),
        State::Major
    );
}

#[test]
fn a_day_bears_its_worst_state_and_counts_each_instant_once() {
    let operation = |said| Operation {
        id: OperationId::fresh(),
        revision: 1,
        said,
        entered_at: at("2026-11-16T08:00:00Z"),
    };
    let component = ComponentId::fresh();
    let mut first = outage();
    first.components = vec![component];
    // The same hour again, and two minutes beyond midnight of severity 3.
    let mut second = first.clone();
    second.stages.remove(1);
    second.ended = Some(at("2026-11-16T09:30:00Z"));
    let mut third = first.clone();
    third.stages = vec![Stage {
        from: at("2026-11-16T23:50:00Z"),
        severity: Priority::P3,
    }];
    third.ended = Some(at("2026-11-17T00:02:00Z"));
    let all = [first, second, third].map(|one| operation(Said::Outage(one)));
    let seen: Vec<&Operation> = all.iter().collect();
    let day = |text: &str, from: &str, to: &str| (text.parse().unwrap(), at(from), at(to));
    let asked = [
        day("2026-11-16", "2026-11-16T00:00:00Z", "2026-11-17T00:00:00Z"),
        day("2026-11-17", "2026-11-17T00:00:00Z", "2026-11-18T00:00:00Z"),
    ];
    let found = days(component, &seen, &asked, at("2026-11-17T00:01:00Z"));
    let told = |day: &Day| (day.worst, day.down.num_minutes(), day.touched.num_minutes());
    assert_eq!(told(&found[0]), (State::Major, 120, 130));
    assert_eq!(found[0].operations.len(), 3);
    assert_eq!(told(&found[1]), (State::Degraded, 0, 1), "up to now");
    assert_eq!(
        days(
            ComponentId::fresh(),
            &seen,
            &asked,
            at("2026-11-18T00:00:00Z")
        )[0]
        .worst,
        State::Operational
    );
}
