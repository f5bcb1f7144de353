//! Postfix in front: what it hands over is stored once, and kept by it while nothing can be stored.

use std::{net::TcpListener, time::Duration};

use guichet::{
    config::LmtpAt,
    edges::mail::lmtp::{Limits, Lmtp},
};
use lettre::{SmtpTransport, Transport as _, address::Envelope};

use super::{bytes, desk, stored, until};
use crate::support::{on_each_engine, postfix::Postfix};

#[test]
fn postfix_hands_letters_over_and_keeps_them_until_they_are_stored() {
    on_each_engine(|url| {
        let desk = desk(url);
        let place = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = place.local_addr().unwrap();
        drop(place);
        let Some(postfix) = Postfix::start(at) else {
            return;
        };
        // Nobody listens yet: Postfix waits.
        let sender = SmtpTransport::builder_dangerous("127.0.0.1")
            .port(postfix.address.port())
            .build();
        let to = ["support+abc@desk.example", "security@desk.example"];
        let envelope = Envelope::new(
            Some("jeanne@client.example".parse().unwrap()),
            to.map(|one| one.parse().unwrap()).to_vec(),
        );
        let text = "Subject: Panne\r\n\r\n.un\r\n..deux\r\nfin";
        sender
            .send_raw(&envelope.unwrap(), text.as_bytes())
            .unwrap();
        until("Postfix does not try", 20, || {
            postfix.log().contains("status=deferred")
        });
        assert!(stored(&desk).is_empty());
        let lmtp = Lmtp::start(&desk, &LmtpAt::Tcp(at), Limits::default()).unwrap();
        until(&postfix.log(), 60, || stored(&desk).len() == 2);
        until("Postfix does not hear it", 20, || {
            postfix.log().matches("status=sent").count() == 2
        });
        let found = bytes(url, &desk);
        assert!(
            found
                .iter()
                .all(|one| one.ends_with("\r\n\r\n.un\r\n..deux\r\nfin\r\n")),
            "{found:?}"
        );
        assert!(
            found.iter().all(|one| one.contains("Received: ")),
            "{found:?}"
        );
        drop(sender);
        lmtp.stop_within(Duration::from_secs(10));
    });
}
