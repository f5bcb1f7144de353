//! Contracts that live: versions are added, tried on the tickets of the past, and open tickets are moved
//! to them.

mod commands;
mod moving;
mod new;
mod pages;
mod simulating;
mod versions;

use guichet::{
    desk::{Desk, NewContractVersion},
    domain::{
        contract::{Contract, template},
        ids::{ContractJobId, PersonId, TicketId},
        ticket::{Line, MovedDeadline, What},
    },
};

use crate::desk_world::World;

/// The text of `standard` with P1 acknowledged in another time.
pub fn with_p1(target: &str) -> String {
    let standard = template("standard").unwrap();
    let changed = standard.source().replace(
        "P1 = { target = \"4h ouvrées\"",
        &format!("P1 = {{ target = \"{target}\""),
    );
    assert_ne!(changed, standard.source());
    changed
}

/// A version as whoever administers says it.
pub fn said(source: &str, by: PersonId) -> NewContractVersion {
    NewContractVersion {
        contract: Contract::parse("said.toml", source).unwrap(),
        seen: None,
        note: "avenant".to_owned(),
        from: None,
        by: Some(by),
    }
}

/// Adds a version; its number.
pub fn added(world: &World, source: &str) -> u32 {
    world
        .desk
        .add_version(said(source, world.administrator))
        .unwrap()
}

/// Works until no job waits; how many came to an end.
pub fn worked(desk: &Desk) -> usize {
    desk.work_on_contracts(&|| true).unwrap()
}

/// A preview of a move to a version of `standard` that is done.
pub fn previewed(world: &World, version: u32) -> ContractJobId {
    let by = world.administrator;
    let preview = world.desk.ask_preview("standard", version, by).unwrap();
    worked(&world.desk);
    preview
}

/// A move to a version of `standard` that nobody has begun.
pub fn asked(world: &World, version: u32) -> ContractJobId {
    let preview = previewed(world, version);
    let reason = Line::parse("avenant de mars").unwrap();
    let by = world.administrator;
    world
        .desk
        .ask_move(("standard", preview), &reason, by)
        .unwrap()
}

/// What the moves of a ticket told, each with its reason.
pub fn moves(world: &World, ticket: TicketId) -> Vec<(Vec<MovedDeadline>, String)> {
    let told = |what: &What| match what {
        What::MovedToVersion {
            deadlines, reason, ..
        } => Some((deadlines.clone(), reason.clone())),
        _ => None,
    };
    let events = world.page(ticket).events;
    events
        .iter()
        .filter_map(|event| told(&event.what))
        .collect()
}

/// Nothing that is stored contradicts the histories.
pub fn assert_checked(world: &World) {
    let mut told = Vec::new();
    world
        .desk
        .check(&mut |_, found| told.extend(found.iter().map(ToString::to_string)))
        .unwrap();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
