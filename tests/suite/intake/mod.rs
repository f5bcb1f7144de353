//! Letters come in: each is stored once, whole, and put where it belongs, or waits for somebody.

mod binding;
mod letter;
mod loops;
mod natures;
mod placing;
pub mod refusing;
mod reports;
mod returning;
mod spoofing;
mod storing;

use chrono::TimeDelta;
use guichet::{
    desk::TicketPage,
    domain::{
        access::Scope,
        ids::{IncomingId, TicketId},
        incoming::{Arrival, Door, IncomingLetter, Outcome, ReturnPath},
        letter::Letter,
        people::EmailAddress,
    },
};
pub use letter::{Mime, reader};

use crate::desk_world::{Recorder, World, address};

/// Tuesday morning, the desk open.
pub const MORNING: &str = "2026-03-03T09:00:00Z";

/// Takes a letter in for an address, and has it read.
pub fn received(world: &World, to: &str, mime: &Mime) -> IncomingLetter {
    let id = taken(world, Some(to), mime);
    world.desk.read_mail_while(&reader(), &|| true).unwrap();
    letter(world, id)
}

/// Takes a letter in.
pub fn taken(world: &World, to: Option<&str>, mime: &Mime) -> IncomingId {
    let arrival = Arrival {
        door: Door::Lmtp,
        return_path: ReturnPath::Unknown,
        delivered_to: to.map(address),
        raw: mime.bytes(),
    };
    world.desk.take_in(arrival).unwrap().id
}

/// How it stands with a letter.
pub fn letter(world: &World, id: IncomingId) -> IncomingLetter {
    world.desk.incoming_letter(id, &Scope::Desk).unwrap().0
}

/// The ticket that a letter became.
pub fn ticket(letter: &IncomingLetter) -> TicketId {
    letter.belongs_to.unwrap().0
}

/// What became of a letter.
pub fn outcome(letter: &IncomingLetter) -> Outcome {
    letter.outcome.unwrap()
}

/// Every letter that leaves now, with the address for answers.
pub fn leaving(world: &World) -> Vec<Letter> {
    let mailer = Recorder::taking();
    world.desk.deliver(&mailer).unwrap();
    mailer.tried()
}

/// The address to which the recipient of the last letter to `to` answers.
pub fn answer_address(letters: &[Letter], to: &str) -> EmailAddress {
    let to = address(to);
    let last = letters.iter().rev().find(|one| one.recipient == to);
    let last = last.unwrap_or_else(|| panic!("no letter to {to}"));
    last.reply_to.clone().unwrap()
}

/// The page of a ticket, as the desk sees it.
pub fn page(world: &World, ticket: TicketId) -> TicketPage {
    world.desk.ticket(ticket, &Scope::Desk).unwrap()
}

/// Time goes on.
pub fn later(world: &World, minutes: i64) {
    world.clock.advance(TimeDelta::minutes(minutes));
}
