//! A version is tried on the tickets of the past.

use guichet::{
    desk::Error,
    domain::{
        access::Scope,
        contract::Contract,
        ticket::{Act, ClockName},
    },
};

use super::{added, assert_checked, with_p1, worked};
use crate::{
    desk_world::{MONDAY, at, blocked, degraded, world},
    support::{digest::digest, on_each_engine},
};

#[test]
fn a_simulation_says_how_many_would_have_been_late_and_which() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (quick, _) = world.filed("standard", blocked());
        let (slow, _) = world.filed("standard", blocked());
        let (late, _) = world.filed("standard", blocked());
        world.filed("standard", degraded());
        world.filed("divalto", blocked());
        world.set("2026-03-02T08:00:00Z");
        world.act(quick, Act::TakeCharge).unwrap();
        world.set("2026-03-02T10:00:00Z");
        world.act(slow, Act::TakeCharge).unwrap();
        world.set("2026-03-02T12:00:00Z");
        world.act(late, Act::TakeCharge).unwrap();
        let before = digest(url);
        let two = Contract::parse("two.toml", &with_p1("2h ouvrées")).unwrap();
        let found = world
            .desk
            .simulate_contract(&two, None, &mut |_| ())
            .unwrap();
        assert_eq!(digest(url), before, "nothing is written");
        assert_eq!((found.of, found.tickets, found.failed), (4, 4, 0));
        // Three hours were in time for four, five hours were not; P2 has its day.
        assert_eq!((found.late_before, found.late_after), (1, 2));
        assert_eq!((found.newly_late, found.changed), (1, 3));
        let line = found.lines.iter().find(|one| one.ticket == slow).unwrap();
        let acknowledge = line.deadlines[0];
        assert_eq!(acknowledge.clock, ClockName::Acknowledge);
        assert_eq!(acknowledge.from, Some(at("2026-03-02T11:00:00Z")));
        assert_eq!(acknowledge.to, Some(at("2026-03-02T09:00:00Z")));
        assert!(!acknowledge.late_before && acknowledge.late_after);
        // Only what was filed since.
        let since = Some(at("2026-03-02T07:00:01Z"));
        let none = world.desk.simulate_contract(&two, since, &mut |_| ());
        assert_eq!(none.unwrap().tickets, 0);
        // The same as a job of a page, for whoever administers.
        for by in [world.agent, world.supervisor, world.auditor] {
            let refused = world.desk.ask_simulation(&two, None, by);
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        let by = world.administrator;
        let job = world.desk.ask_simulation(&two, None, by).unwrap();
        assert_eq!(worked(&world.desk), 1);
        let job = world.desk.contract_job(job, &Scope::Desk).unwrap().job;
        assert_eq!(job.found, found);
    });
}

#[test]
fn a_moved_ticket_is_simulated_as_if_a_text_had_held_all_along() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", blocked());
        added(&world, &with_p1("8h ouvrées"));
        super::asked(&world, 2);
        worked(&world.desk);
        let one = world.desk.contract_page("standard", Some(1)).unwrap();
        let found = world
            .desk
            .simulate_contract(&one.contract, None, &mut |_| ())
            .unwrap();
        assert_eq!(found.lines[0].ticket, ticket);
        let acknowledge = found.lines[0].deadlines[0];
        assert_eq!(acknowledge.from, Some(at("2026-03-02T15:00:00Z")));
        assert_eq!(acknowledge.to, Some(at("2026-03-02T11:00:00Z")));
        assert_checked(&world);
    });
}
