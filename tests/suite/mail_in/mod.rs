//! Letters that come in, through each door, from real mail servers and from hostile clients.

mod dovecot;
mod lmtp;
mod pipe;
mod postfix;
mod scripted;

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use guichet::{
    clock::SystemClock,
    desk::{Desk, Site},
    domain::{
        access::Scope,
        incoming::{InboundAddress, IncomingLetter},
        lang::Lang,
        services::{QueueSetting, ServiceSetting},
        ticket::Nature,
    },
    store::{DatabaseUrl, Options, Store, incoming},
};

use crate::desk_world::address;

/// The settings of a program that takes letters at `support@desk.example`.
const SETTINGS: &str = "[[queue]]\nslug = \"support\"\nname = \"Support\"\n\
    [[service]]\nslug = \"support\"\nname = \"Support\"\nqueue = \"support\"\ncontract = \"standard\"\n\
    [[address]]\naddress = \"support@desk.example\"\nservice = \"support\"\n\
    [[address]]\naddress = \"security@desk.example\"\nservice = \"support\"\n";

/// A desk with the same settings.
fn desk(url: &DatabaseUrl) -> Desk {
    let inbound = |name: &str| InboundAddress {
        address: address(&format!("{name}@desk.example")),
        service: "support".to_owned(),
        strangers: None,
        lang: Lang::Fr,
        organisation: None,
        nature: Nature::Incident,
    };
    let site = Site {
        mail_host: "desk.example".to_owned(),
        addresses: vec![inbound("support"), inbound("security")],
        ..Site::default()
    };
    let desk = Desk::open(url, Arc::new(SystemClock), site).unwrap();
    let queue = QueueSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        mail: None,
        supervisor_mail: None,
    };
    let service = ServiceSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        queue: "support".to_owned(),
        contract: "standard".to_owned(),
    };
    desk.keep_services(&[queue], &[service]).unwrap();
    desk
}

/// The letters that are stored, the last first.
fn stored(desk: &Desk) -> Vec<IncomingLetter> {
    desk.incoming_page(None, None, &Scope::Desk)
        .unwrap()
        .letters
}

/// The bytes of each letter, sorted.
fn bytes(url: &DatabaseUrl, desk: &Desk) -> Vec<String> {
    let store = Store::open(url, Options::default()).unwrap();
    let mut all: Vec<String> = stored(desk)
        .iter()
        .map(|letter| {
            let raw = store.read(|conn| incoming::raw(conn, letter.id)).unwrap();
            String::from_utf8(raw.unwrap()).unwrap()
        })
        .collect();
    all.sort();
    all
}

/// Waits until something holds; how long that took.
fn until(what: &str, patience: u64, holds: impl Fn() -> bool) -> Duration {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(patience), "{what}");
        thread::sleep(Duration::from_millis(10));
    }
    began.elapsed()
}
