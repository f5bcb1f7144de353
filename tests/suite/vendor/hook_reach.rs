//! Whom calls reach and with what: files go along, secrets are replaced, doors of our own are never knocked at.

use std::time::Duration;

use chrono::TimeDelta;
use guichet::{
    desk::{CalledVendors, Error, ports::HookCaller as _},
    domain::{
        access::Scope,
        vendor::CaseAct,
        webhook::{DeliveryState, HookFault, HookUrl},
    },
    edges::caller::WebCaller,
};

use super::{
    Scene,
    hook::{DELIVERED, PUT_OFF, by_hook, calls, later, leaves, opened},
    mail::{DESK, by_mail, received, sent as sent_by_mail},
    message,
    receiver::Receiver,
};
use crate::{
    desk_world::address,
    intake::Mime,
    support::{on_each_engine, on_sqlite, vendors::whole},
};

#[test]
fn files_go_along_with_their_sums() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        by_hook(&scene, &receiver);
        let desk = &scene.served.desk;
        let read = || desk.ticket(scene.marlaix.ticket, &Scope::Desk).unwrap();
        let body = "--p\nContent-Type: text/plain; charset=utf-8\n\nVoici.\n\
                    --p\nContent-Type: text/plain; name=\"journal.txt\"\n\
                    Content-Disposition: attachment; filename=\"journal.txt\"\n\n\
                    file pleine\n--p--\n";
        let subject = format!("Re: [{}]", read().ticket.reference);
        let mime = Mime::from(read().requester.email.as_str(), &subject, body)
            .with("MIME-Version", "1.0")
            .with("Content-Type", "multipart/mixed; boundary=p")
            .told("pass");
        received(&scene, "support@guichet.example", &mime);
        let mut dossier = whole(&scene.divalto, "x");
        let file = read().attachments[0].clone();
        dossier.files.insert(file.id);
        let sent = scene.sending(scene.agent, dossier, None);
        desk.send_dossier(sent).unwrap().unwrap();
        assert_eq!(leaves(&scene), DELIVERED);
        let said = receiver.got()[0].json();
        let told = &said["data"]["files"][0];
        assert_eq!(told["name"], "journal.txt");
        assert_eq!(told["sha256"], file.digest);
        let content = data_encoding::BASE64.decode(told["content"].as_str().unwrap().as_bytes());
        assert!(content.unwrap().starts_with(b"file pleine"));
        // What is kept of it here is without the file.
        assert_eq!(calls(&scene)[0].told.data.files[0].content, None);
    });
}

#[test]
fn while_a_secret_is_replaced_both_sign_for_a_day() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let old = by_hook(&scene, &receiver);
        let desk = &scene.served.desk;
        let refused = desk.draw_hook_secret(scene.divalto.id, scene.agent);
        assert!(matches!(refused, Err(Error::Forbidden)));
        let new = desk.draw_hook_secret(scene.divalto.id, scene.root).unwrap();
        assert_ne!(old, new);
        let case = opened(&scene);
        leaves(&scene);
        let got = receiver.got().remove(0);
        assert!(got.is_signed(&old) && got.is_signed(&new));
        scene.agent_does(case, CaseAct::Tell(message()), "Encore.");
        later(&scene, TimeDelta::hours(25));
        let got = receiver.got().remove(1);
        assert!(!got.is_signed(&old) && got.is_signed(&new));
    });
}

#[test]
fn addresses_that_are_not_public_are_never_called() {
    on_sqlite(|url| {
        let caller = WebCaller::within(false, Duration::from_secs(5));
        let listener = Receiver::start();
        let scene = Scene::new(url);
        let port = listener.port();
        for host in [
            "localhost",
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "127.1",
        ] {
            for scheme in ["https", "http"] {
                let target = format!("{scheme}://{host}:{port}/hook");
                let target = HookUrl::parse(&target, true).unwrap();
                if scheme == "https" {
                    assert_eq!(
                        caller.may_call(&target),
                        Err(HookFault::NotPublic),
                        "{host}"
                    );
                }
                // It was set when anything was allowed, or its name came to stand for another address.
                let _ = scene.served.desk.set_hook_desk(
                    scene.divalto.id,
                    "divalto",
                    address(DESK),
                    target,
                    scene.root,
                );
                let tried = scene
                    .served
                    .desk
                    .try_hook(scene.divalto.id, &caller, scene.root);
                assert_eq!(tried.unwrap(), Err(HookFault::NotPublic), "{scheme} {host}");
            }
        }
        opened(&scene);
        let desk = &scene.served.desk;
        assert_eq!(desk.call_vendors_while(&caller, &|| true).unwrap(), PUT_OFF);
        assert_eq!(calls(&scene)[0].fault, Some(HookFault::NotPublic));
        assert_eq!(listener.got().len(), 0, "nobody knocked");
        let nowhere =
            HookUrl::parse(&format!("https://{}.example/", "a".repeat(64)), false).unwrap();
        assert_eq!(caller.may_call(&nowhere), Err(HookFault::Name));
    });
}

#[test]
fn who_is_reached_in_another_way_since_is_called_no_more() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        by_hook(&scene, &receiver);
        opened(&scene);
        by_mail(&scene);
        assert_eq!(leaves(&scene), CalledVendors::default());
        let call = calls(&scene).remove(0);
        assert_eq!(call.state, DeliveryState::Dead);
        assert_eq!(call.fault, Some(HookFault::NotCalled));
        assert_eq!(receiver.got().len(), 0);
    });
}

#[test]
fn a_vendor_that_is_reached_by_mail_is_not_called() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent_by_mail(&scene);
        assert_eq!(calls(&scene), []);
    });
}
