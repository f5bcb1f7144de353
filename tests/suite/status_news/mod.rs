//! What people are told of the services by mail: planned maintenance, and the news of the status page.

mod announcing;
mod kept;
mod own;
mod pages;
mod programs;
mod programs_crash;
mod programs_failing;
mod programs_pages;
mod subscribing;

use guichet::{
    desk::{Desk, Secret},
    domain::{
        access::Scope,
        ids::{OperationId, PersonId},
        lang::Lang,
        letter::Letter,
        notice::{MaintenanceTold, Notice},
        operation::{Choice, MaintenanceSaid, Said, Step},
    },
    edges::mail::{Site, SmtpSettings, compose},
};

use crate::{
    availability::{Scene, line, typed},
    desk_world::{address, every_letter, text},
};

/// The letters about maintenance, the oldest first: to whom, what is told.
pub fn announced(desk: &Desk) -> Vec<(String, MaintenanceTold)> {
    let letters = every_letter(desk).into_iter();
    letters
        .filter_map(|letter| match &letter.notice {
            Notice::Maintenance { told, .. } => Some((letter.recipient.to_string(), *told)),
            _ => None,
        })
        .collect()
}

/// The same, sorted.
pub fn sorted(desk: &Desk) -> Vec<(String, MaintenanceTold)> {
    let mut all = announced(desk);
    all.sort_by_key(|(to, told)| (to.clone(), told.word()));
    all
}

/// The secrets of a link that confirms an address and of one that ends a subscription, of strangers; `by`
/// tells of an outage that is published.
pub fn links(desk: &Desk, outage: OperationId, by: PersonId) -> (String, String) {
    let ask = |email: &str| {
        desk.ask_for_status_news(&address(email), Lang::Fr, &Choice::default())
            .unwrap();
        let letters = every_letter(desk).into_iter().rev();
        let mut links = letters.filter_map(|letter| match letter.notice {
            Notice::StatusConfirm { link, .. } => Some(link),
            _ => None,
        });
        links.next().unwrap()
    };
    let first = Secret::read(&ask("lectrice@ailleurs.example")).unwrap();
    desk.confirm_status_news(&first).unwrap();
    desk.tell_of_operation(outage, (Step::Investigating, &text("Nous cherchons.")), by)
        .unwrap();
    let stop = every_letter(desk)
        .into_iter()
        .find_map(|letter| match letter.notice {
            Notice::StatusNews { link, .. } => Some(link),
            _ => None,
        });
    (ask("autre@ailleurs.example"), stop.unwrap())
}

/// Corrects a maintenance.
pub fn correct(scene: &Scene, id: OperationId, change: impl FnOnce(&mut MaintenanceSaid)) {
    let desk = &scene.served.desk;
    let page = desk.operation(id, &Scope::Desk).unwrap();
    let Said::Maintenance(mut said) = page.operation.said else {
        panic!("no maintenance");
    };
    change(&mut said);
    let seen = (id, page.operation.revision);
    let typed = typed(Said::Maintenance(said));
    let done = desk.correct_operation(seen, &typed, &line("Décalage"), scene.agent, &Scope::Desk);
    assert!(done.unwrap());
}

/// A letter as it goes over the wire.
pub fn wire(letter: &Letter) -> Vec<u8> {
    let site = Site::new(
        "https://guichet.example",
        "Assistance",
        chrono_tz::Europe::Paris,
    );
    let from = "Assistance <support@guichet.example>";
    let settings = SmtpSettings::parse("smtp://127.0.0.1:2525", from, None).unwrap();
    compose::letter(letter, &site, &settings).unwrap().bytes
}

/// The same as text, without the folds of its headers.
pub fn unfolded(letter: &Letter) -> String {
    String::from_utf8(wire(letter))
        .unwrap()
        .replace("\r\n ", " ")
}
