//! A vendor whose desk is reached by mail: the whole dossier leaves in a letter, the same one however often
//! it is tried.

use chrono::TimeDelta;
use guichet::{
    domain::{access::Scope, letter::Letter, vendor::CaseState},
    edges::mail::{Site, SmtpSettings, compose, render},
};

use super::{
    Scene,
    mail::{DESK, SUPPORT, by_mail, leaving, page, received, sent},
};
use crate::{
    desk_world::{Recorder, not_now},
    intake::Mime,
    support::{on_each_engine, vendors::whole},
};

#[test]
fn the_letter_carries_the_whole_dossier_and_an_address_of_the_case() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let case = sent(&scene);
        let letters = leaving(&scene);
        assert_eq!(letters.len(), 1);
        let letter = &letters[0];
        assert_eq!((letter.recipient.as_str(), letter.ticket), (DESK, None));
        let reply_to = letter.reply_to.as_ref().unwrap().as_str();
        assert!(reply_to.starts_with("support+v-"), "{reply_to}");
        let raw = composed(letter);
        let said = |name: &str| {
            let found = raw.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap_or_default().trim().to_owned()
        };
        let reference = page(&scene).reference;
        assert_eq!(said("X-Guichet-Case:"), reference);
        assert_eq!(said("X-Guichet-Case-Id:"), case.to_string());
        assert_eq!(said("X-Guichet-Event:"), "opened");
        assert_eq!(said("X-Guichet-Nature:"), "incident");
        assert_eq!(said("X-Guichet-Severity:"), "P1");
        assert!(said("X-Guichet-Product:").contains("10.8"), "{raw}");
        let due = page(&scene).case.due.unwrap().1;
        assert!(said("X-Guichet-Due:").contains(&due.format("%Y-%m-%dT%H:%M").to_string()));
        assert!(said("References:").contains(&case.to_string()), "{raw}");
        // A person sends it: what leaves by itself opens no ticket at many desks.
        for by_itself in ["Auto-Submitted:", "X-Auto-Response-Suppress:"] {
            assert_eq!(said(by_itself), "", "{raw}");
        }
        for point in ["analysis kanari", "workaround kanari", "evidence kanari"] {
            assert!(letter_text(letter).contains(point), "{point}");
        }
        let text = letter_text(letter);
        assert!(
            !text.contains("/portal/") && !text.contains("/tickets/"),
            "{text}"
        );
        assert!(
            !text.contains("letter-") && !text.contains("point-"),
            "{text}"
        );
        let customer = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
        let customer = customer.unwrap();
        for secret in [
            customer.requester.email.as_str(),
            customer.requester.name.as_str(),
            customer.messages[0].body.as_str(),
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    });
}

fn site() -> Site {
    let zone = chrono_tz::Europe::Paris;
    Site::new("https://guichet.example/", "Guichet", zone)
}

fn letter_text(letter: &Letter) -> String {
    render(letter, &site()).unwrap().text
}

/// The letter as it goes over the wire, each header in one line.
fn composed(letter: &Letter) -> String {
    let settings = SmtpSettings::parse("smtp://127.0.0.1:25", SUPPORT, None).unwrap();
    let composed = compose::letter(letter, &site(), &settings).unwrap();
    let raw = String::from_utf8_lossy(&composed.bytes).into_owned();
    raw.replace("\r\n ", " ")
}

#[test]
fn the_files_that_were_ticked_go_along_and_one_that_is_lost_is_named() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        by_mail(&scene);
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
        received(&scene, SUPPORT, &mime);
        let mut dossier = whole(&scene.divalto, "x");
        dossier.files.insert(read().attachments[0].id);
        let sent = scene.sending(scene.agent, dossier, None);
        desk.send_dossier(sent).unwrap().unwrap();
        let mailer = Recorder::new(|_| not_now());
        desk.deliver(&mailer).unwrap();
        let tried = mailer.tried();
        let letter = tried.iter().find(|one| one.kind == "case-for-vendor");
        let letter = letter.unwrap();
        assert!(letter.enclosed[0].bytes.starts_with(b"file pleine"));
        let raw = composed(letter);
        assert!(raw.contains("filename=\"journal.txt\""), "{raw}");
        let text = letter_text(letter);
        assert!(text.contains("jointe\u{a0}: journal.txt"), "{text}");
        // The disk lost it before the next try: the letter leaves, and does not say that it is there.
        for file in walked(scene.served.files.path()) {
            std::fs::remove_file(file).unwrap();
        }
        scene.served.clock.advance(TimeDelta::hours(9));
        let again = leaving(&scene).remove(0);
        assert_eq!(again.enclosed, []);
        let text = letter_text(&again);
        assert!(text.contains("intégrateur\u{a0}: journal.txt"), "{text}");
    });
}

/// Every file below a folder that is one of a ticket.
fn walked(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walked(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn a_vendor_that_never_answers_has_one_case_and_one_letter_however_often_it_is_tried() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        by_mail(&scene);
        let desk = &scene.served.desk;
        let form = scene.sending(scene.agent, whole(&scene.divalto, "x"), None);
        let mut ids = Vec::new();
        for _ in 0..4 {
            desk.send_dossier(form.clone()).unwrap().unwrap();
            let mailer = Recorder::new(|_| not_now());
            desk.deliver(&mailer).unwrap();
            let tried = mailer.tried();
            let to_vendor = tried.iter().filter(|one| one.kind == "case-for-vendor");
            ids.extend(to_vendor.map(|one| one.message_id.clone()));
            scene.served.clock.advance(TimeDelta::hours(9));
        }
        ids.extend(leaving(&scene).into_iter().map(|one| one.message_id));
        assert!(ids.len() > 2, "{ids:?}");
        ids.dedup();
        assert_eq!(ids.len(), 1, "a try is the same letter");
        assert_eq!((scene.cases().len(), scene.times_sent()), (1, 1));
        assert_eq!(page(&scene).case.state, CaseState::Sent);
        assert_eq!(scene.findings(), []);
    });
}
