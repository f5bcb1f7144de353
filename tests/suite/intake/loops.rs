//! Two desks that write to each other stop by themselves.

use guichet::domain::incoming::{Arrival, Door, Outcome, ReturnPath};

use super::{MORNING, Mime, later, letter, reader};
use crate::{
    desk_world::{World, address, blocked, desk, world},
    support::on_each_engine,
};

/// What a desk sends now, as the other one gets it.
fn carried(from: &World, to: &World) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for sent in super::leaving(from) {
        let reply_to = sent.reply_to.clone().unwrap();
        let auto = if sent.kind == "received" {
            ("Auto-Submitted", "auto-replied")
        } else {
            ("Auto-Submitted", "auto-generated")
        };
        let mime = Mime::from("support@desk.example", "Re: votre demande", "Bien reçu.")
            .with(auto.0, auto.1)
            .with("Reply-To", reply_to.as_str());
        let raw = String::from_utf8(mime.bytes()).unwrap();
        // The other desk is of another house: only its own address would be known here.
        let raw = raw.replace("From: support@desk.example", "From: support@other.example");
        let arrival = Arrival {
            door: Door::Lmtp,
            return_path: ReturnPath::Null,
            delivered_to: Some(address("support@desk.example")),
            raw: raw.into_bytes(),
        };
        let id = to.desk.take_in(arrival).unwrap().id;
        to.desk.read_mail_while(&reader(), &|| true).unwrap();
        outcomes.push(letter(to, id).outcome.unwrap());
    }
    outcomes
}

#[test]
fn two_desks_that_answer_each_other_stop_within_three_letters() {
    on_each_engine(|url| {
        let here = world(url, MORNING);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        let other = guichet::store::DatabaseUrl::sqlite(path.to_str().unwrap()).unwrap();
        let there = world(&other, MORNING);
        drop(desk(&other, &there.clock));
        // A form that was filled in with the other desk's address.
        let mut request = crate::desk_world::request("standard", blocked());
        request.email = address("support@other.example");
        here.desk.file_ticket(request).unwrap();
        let mut letters = 0;
        for round in 0..20 {
            let (from, to) = if round % 2 == 0 {
                (&here, &there)
            } else {
                (&there, &here)
            };
            letters += carried(from, to).len();
            later(&here, 5);
            later(&there, 5);
        }
        assert!((1..=3).contains(&letters), "{letters} letters");
    });
}
