//! Files in what a vendor's desk answers by mail: they are with the message of the case, for the desk and
//! the vendor, and reach a customer only when somebody lets them go along with an answer.

use guichet::domain::{
    access::Scope,
    attachment::Attachment,
    ids::{MessageId, VendorCaseId},
    incoming::Outcome,
};

use super::{
    Scene,
    mail::{DESK, leaving, page, received, sent},
};
use crate::{
    intake::Mime,
    support::{app::Answer, on_each_engine},
};

/// An answer with two files.
fn with_files(text: &str) -> Mime {
    let file = |name: &str, says: &str| {
        format!(
            "--p\nContent-Type: text/plain; name=\"{name}\"\n\
             Content-Disposition: attachment; filename=\"{name}\"\n\n{says}\n"
        )
    };
    let body = format!(
        "--p\nContent-Type: text/plain; charset=utf-8\n\n{text}\n{}{}--p--\n",
        file("correctif.txt", "spouleur corrige"),
        file("interne.txt", "pour vos yeux seuls"),
    );
    Mime::from(DESK, "Re: votre dossier", &body)
        .with("MIME-Version", "1.0")
        .with("Content-Type", "multipart/mixed; boundary=p")
}

/// A case whose vendor answered with files; the case, its message, and the files.
fn answered_with_files(scene: &Scene) -> (VendorCaseId, MessageId, Vec<Attachment>) {
    let case = sent(scene);
    let to = leaving(scene)[0].reply_to.as_ref().unwrap().to_string();
    let came = received(scene, &to, &with_files("Voici le correctif."));
    assert_eq!(came.outcome, Some(Outcome::OnCase));
    let page = page(scene);
    let message = page.said[0].id;
    let files: Vec<Attachment> = page.theirs.iter().map(|(_, file)| file.clone()).collect();
    assert!(page.theirs.iter().all(|(of, _)| *of == message));
    (case, message, files)
}

fn names(files: &[Attachment]) -> Vec<&str> {
    files.iter().map(|one| one.name.as_str()).collect()
}

fn is_handed_out(answer: &Answer, says: &str) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.starts_with(says), "{}", answer.body);
    let header = answer.header("content-disposition").unwrap();
    assert!(header.starts_with("attachment"), "{header}");
}

#[test]
fn the_files_of_an_answer_are_with_its_message_for_the_desk_and_the_vendor_and_never_the_customer()
{
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (case, _, files) = answered_with_files(&scene);
        assert_eq!(names(&files), ["correctif.txt", "interne.txt"]);
        let shown = scene.as_agent().get(&scene.here());
        for file in &files {
            let here = format!("{}/{case}/files/{}", scene.here(), file.id);
            assert!(shown.body.contains(&here), "{}", shown.body);
        }
        let ours = format!("{}/{case}/files/{}", scene.here(), files[0].id);
        is_handed_out(&scene.as_agent().get(&ours), "spouleur corrige");
        // Its vendor reads them on its side of the case.
        let theirs = format!("/portal/cases/{case}/files/{}", files[0].id);
        let mut vendor = scene.served.signed_in(scene.divalto.person);
        let shown = vendor.get(&format!("/portal/cases/{case}"));
        assert!(shown.body.contains(&theirs), "{}", shown.body);
        is_handed_out(&vendor.get(&theirs), "spouleur corrige");
        // The ticket has none of them: neither its page, nor its files, whoever asks.
        let ticket = scene.marlaix.ticket;
        let page = scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        assert_eq!(page.attachments, []);
        let beside = format!("/tickets/{ticket}/files/{}", files[0].id);
        assert_eq!(scene.as_agent().get(&beside).status, 404);
        for person in [scene.marlaix.clerk, scene.marlaix.chief] {
            let mut customer = scene.served.signed_in(person);
            let shown = customer.get(&format!("/portal/tickets/{ticket}"));
            assert!(!shown.body.contains("correctif"), "{}", shown.body);
            let portal = format!("/portal/tickets/{ticket}/files/{}", files[0].id);
            for path in [&portal, &theirs] {
                assert_eq!(customer.get(path).status, 404, "{path}");
            }
            // The desk's own addresses are not for them.
            assert_ne!(customer.get(&ours).status, 200);
        }
        // Nor under another case or another ticket.
        let nobody = "00000000-0000-0000-0000-000000000000";
        for path in [
            format!("{}/{nobody}/files/{}", scene.here(), files[0].id),
            format!("/tickets/{nobody}/vendor/{case}/files/{}", files[0].id),
            format!("{}/{case}/files/{nobody}", scene.here()),
        ] {
            assert_eq!(scene.as_agent().get(&path).status, 404, "{path}");
        }
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn files_that_come_twice_are_there_once_and_nothing_of_them_waits() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        sent(&scene);
        let to = leaving(&scene)[0].reply_to.as_ref().unwrap().to_string();
        let mime = with_files("Voici le correctif.");
        received(&scene, &to, &mime);
        let kept = kept_files(&scene);
        received(&scene, &to, &mime);
        let relayed = mime.with("Received", "from relay.divalto.example");
        let again = received(&scene, &to, &relayed);
        assert_eq!(again.outcome, Some(Outcome::SetAside));
        let page = page(&scene);
        assert_eq!(page.said.len(), 1);
        assert_eq!(page.theirs.len(), 2);
        assert_eq!(kept_files(&scene), kept, "no copy is left behind");
        // What is kept is not taken for the rest of a form that nobody sent.
        scene.served.clock.advance(chrono::TimeDelta::hours(30));
        assert_eq!(scene.served.desk.sweep_files().unwrap(), 0);
        assert_eq!(super::mail::page(&scene).theirs.len(), 2);
        assert_eq!(scene.findings(), []);
    });
}

/// How many files the folder has.
fn kept_files(scene: &Scene) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().flatten();
        entries
            .map(|entry| match entry.path() {
                path if path.is_dir() => count(&path),
                _ => 1,
            })
            .sum()
    }
    count(scene.served.files.path())
}

#[test]
fn an_answer_becomes_a_public_message_with_the_files_that_were_chosen_and_none_by_itself() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (case, message, files) = answered_with_files(&scene);
        let ticket = scene.marlaix.ticket;
        let mut agent = scene.as_agent();
        let shown = agent.get(&scene.here()).body;
        assert!(shown.contains("Fichiers à joindre à la réponse au client"));
        assert!(!shown.contains("name=\"file\" checked"), "{shown}");
        let quote = format!("{}/{case}", scene.here());
        let message = message.to_string();
        let none = [("do", "quote"), ("quoted", &*message)];
        let bare = agent.post(&quote, &none);
        assert_eq!(bare.status, 303);
        let address = bare.header("location").unwrap().to_owned();
        assert_eq!(address, format!("/tickets/{ticket}#compose"));
        assert!(!agent.get(&address).body.contains("name=\"files-waiting\""));
        // A file that is none of this message is refused, and nothing waits.
        let nobody = "00000000-0000-0000-0000-000000000000";
        let wrong = [("do", "quote"), ("quoted", &*message), ("file", nobody)];
        assert_eq!(agent.post(&quote, &wrong).status, 404);
        let chosen = files[0].id.to_string();
        let one = [("do", "quote"), ("quoted", &*message), ("file", &*chosen)];
        let lent = agent.post(&quote, &one);
        assert_eq!(lent.status, 303, "{}", lent.body);
        let address = lent.header("location").unwrap().to_owned();
        let address = address.trim_end_matches("#compose");
        let answer = address.rsplit('=').next().unwrap().to_owned();
        let form = agent.get(address).body;
        assert!(form.contains("Voici le correctif."), "{form}");
        assert!(form.contains("correctif.txt"), "{form}");
        assert!(!form.contains("interne.txt"), "{form}");
        let value = format!("name=\"message\" value=\"{answer}\"");
        assert!(form.contains(&value), "{form}");
        let page = scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        let seen = page.ticket.version.to_string();
        let fields = [
            ("seen", &*seen),
            ("after", &*seen),
            ("message", &*answer),
            ("mode", "public"),
            ("text", "Voici le correctif de l’éditeur."),
            ("files-waiting", "1"),
            ("do", "send"),
        ];
        let sent = agent.post(&format!("/tickets/{ticket}/reply"), &fields);
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = scene.served.desk.ticket(ticket, &Scope::Desk).unwrap();
        assert_eq!(names(&page.attachments), ["correctif.txt"]);
        assert_eq!(page.attachments[0].digest, files[0].digest);
        let public = page.attachments[0].id;
        let mut customer = scene.served.signed_in(scene.marlaix.clerk);
        let shown = customer.get(&format!("/portal/tickets/{ticket}"));
        assert!(shown.body.contains("correctif.txt"), "{}", shown.body);
        assert!(!shown.body.contains("interne.txt"), "{}", shown.body);
        let file = customer.get(&format!("/portal/tickets/{ticket}/files/{public}"));
        is_handed_out(&file, "spouleur corrige");
        // The address of an answer that was sent begins another one.
        let next = agent.get(address).body;
        assert!(!next.contains(&value), "{next}");
        // The case keeps its own.
        assert_eq!(super::mail::page(&scene).theirs.len(), 2);
        assert_eq!(scene.findings(), []);
    });
}
