//! Files that people add to what they write: kept with it, handed out to those who may read it, and
//! never anything but a download.

use std::fs;

use chrono::TimeDelta;
use chrono_tz::Europe::Paris;
use guichet::{
    clock::Clock as _,
    desk::{Aspect, Secret, Site as DeskSite},
    domain::{
        access::Scope,
        attachment::{MOST_BYTES, MOST_FILES},
        contract::TEMPLATES,
        ids::{MessageId, PersonId, TicketId},
        people::Role,
        services::{QueueSetting, ServiceSetting},
    },
    edges::mail::{Site, render},
};

use crate::support::{
    app::{Answer, Browser, Served, form, served, served_where},
    on_each_engine, on_sqlite,
};

/// A Wednesday at 10:00 in Paris, the desk open.
pub const OPEN: &str = "2026-03-04T09:00:00Z";

/// A file to send: its name and its bytes.
pub type File<'a> = (&'a str, &'a [u8]);

/// The body of a form in parts (RFC 7578).
pub fn parts(fields: &[(&str, &str)], files: &[File<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!(
                "--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    for (name, bytes) in files {
        body.extend_from_slice(
            format!(
                "--limit\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limit--\r\n");
    body
}

pub fn send(browser: &Browser, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
    browser
        .clone()
        .saying("Content-Type", "multipart/form-data; boundary=limit")
        .post_raw(path, &parts(fields, files))
}

/// A form that files a request, with its key first as the page has it.
pub fn filing<'a>(key: &'a Secret, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("key", key.reveal())];
    fields.extend(form(changes));
    fields
}

pub fn ticket(served: &Served, key: &Secret) -> TicketId {
    served.desk.request(key).unwrap().ticket.id
}

/// Where a page hands its files out.
pub fn hrefs(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.contains("/files/"))
        .map(str::to_owned)
        .collect()
}

/// The files in the folder, in whatever state.
fn on_disk(served: &Served) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = fs::read_dir(folder) else {
            return 0;
        };
        entries
            .map(|entry| entry.unwrap())
            .map(|entry| match entry.file_type().unwrap().is_dir() {
                true => count(&entry.path()),
                false => 1,
            })
            .sum()
    }
    count(served.files.path())
}

fn agent(served: &Served) -> PersonId {
    served.worker("Camille Roux", "camille@guichet.example", Role::Agent)
}

#[test]
fn a_file_comes_with_the_form_and_is_a_download_for_both_sides() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let key = Secret::draw();
        let files: [File<'_>; 2] = [
            ("../../écran <1>.html", b"<script>alert(1)</script>"),
            ("journal.log", b"ligne 1\n"),
        ];
        let answer = send(&served.browser(), "/", &filing(&key, &[]), &files);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let own = served.browser().get(&format!("/requests/{}", key.reveal()));
        assert!(own.body.contains("écran 1.html"), "{}", own.body);
        let id = ticket(&served, &key);
        let mut camille = served.signed_in(agent(&served));
        let desk = camille.get(&format!("/tickets/{id}"));
        for (mut browser, page) in [(served.browser(), own), (camille, desk)] {
            let hrefs = hrefs(&page.body);
            assert_eq!(hrefs.len(), 2, "{}", page.body);
            for (href, (_, bytes)) in hrefs.iter().zip(&files) {
                let file = browser.get(href);
                assert_eq!(file.status, 200, "{href}");
                assert_eq!(file.body.as_bytes(), *bytes);
                assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
                assert_eq!(file.header("cache-control"), Some("no-store"));
                let policy = file.header("content-security-policy").unwrap();
                assert!(policy.contains("sandbox"), "{policy}");
                let saved = file.header("content-disposition").unwrap();
                assert!(saved.starts_with("attachment;"), "{saved}");
            }
            let page = browser.get(&hrefs[0]);
            assert_eq!(
                page.header("content-type"),
                Some("application/octet-stream")
            );
        }
    });
}

#[test]
fn letters_name_the_files_that_came_with_a_message_and_carry_none() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let key = Secret::draw();
        let answer = served.browser().post("/", &filing(&key, &[]));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let id = ticket(&served, &key);
        let [asked, answered] = [MessageId::fresh(), MessageId::fresh()].map(|id| id.to_string());
        let said = [("message", asked.as_str()), ("text", "La voici.")];
        let path = format!("/requests/{}/reply", key.reveal());
        let sent = send(
            &served.browser(),
            &path,
            &said,
            &[("capture 1.png", b"rien")],
        );
        assert_eq!(sent.status, 303, "{}", sent.body);
        let camille = served.signed_in(agent(&served));
        let seen = served.desk.ticket(id, &Scope::Desk).unwrap().ticket.version;
        let seen = seen.to_string();
        let fields = [
            ("seen", seen.as_str()),
            ("after", seen.as_str()),
            ("message", answered.as_str()),
            ("mode", "public"),
            ("text", "C’est corrigé."),
            ("do", "reply"),
        ];
        let path = format!("/tickets/{id}/reply");
        let files: [File<'_>; 2] = [("notice.pdf", b"%PDF-1.4 rien"), ("b.txt", b"1234567")];
        let answer = send(&camille, &path, &fields, &files);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let (letters, _) = served.desk.letters(None, None).unwrap();
        let text = |kind: &str| {
            let letter = letters.iter().find(|one| one.notice.word() == kind);
            let site = Site::new("https://support.example", "Support", Paris);
            render(letter.unwrap(), &site).unwrap().text
        };
        let wrote = text("requester-wrote");
        assert!(wrote.contains("capture 1.png (4\u{a0}o)"), "{wrote}");
        let replied = text("replied");
        let line = "notice.pdf (13\u{a0}o), b.txt (7\u{a0}o)";
        assert!(replied.contains(line), "{replied}");
        assert!(!replied.contains("1234567") && !wrote.contains("rien"));
        assert!(!text("received").contains("Fichiers joints"));
    });
}

#[test]
fn a_file_of_a_note_or_of_another_request_is_not_there_for_the_requester() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let [key, other] = [Secret::draw(), Secret::draw()];
        for key in [&key, &other] {
            let answer = send(
                &served.browser(),
                "/",
                &filing(key, &[]),
                &[("a.txt", b"a")],
            );
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        let id = ticket(&served, &key);
        let camille = served.signed_in(agent(&served));
        let message = MessageId::fresh().to_string();
        let fields = [
            ("seen", "1"),
            ("after", "1"),
            ("message", message.as_str()),
            ("mode", "internal"),
            ("note", "à garder entre nous"),
            ("do", "note"),
        ];
        let path = format!("/tickets/{id}/reply");
        let answer = send(&camille, &path, &fields, &[("secret.txt", b"entre nous")]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = served.desk.ticket(id, &Scope::Desk).unwrap();
        let note = page.attachments.last().unwrap();
        let link = format!("/requests/{}", key.reveal());
        let own = served.browser().get(&link);
        assert_eq!(hrefs(&own.body).len(), 1);
        assert!(!own.body.contains("secret.txt"));
        let theirs = &served.desk.request(&other).unwrap().attachments[0];
        for id in [note.id, theirs.id] {
            let file = served.browser().get(&format!("{link}/files/{id}"));
            assert_eq!(file.status, 404);
        }
        for id in ["..%2f..%2fetc%2fpasswd", "0", ""] {
            let file = served.browser().get(&format!("{link}/files/{id}"));
            assert_eq!(file.status, 404, "{id}");
        }
        // Nobody signed in, and a ticket whose file it is not.
        let own = format!("/tickets/{id}/files/{}", note.id);
        assert_eq!(served.browser().get(&own).status, 303);
        let wrong = ticket(&served, &other);
        let file = camille
            .clone()
            .get(&format!("/tickets/{wrong}/files/{}", note.id));
        assert_eq!(file.status, 404);
        assert_eq!(camille.clone().get(&own).body, "entre nous");
    });
}

#[test]
fn a_form_to_correct_keeps_its_files_and_lets_them_be_taken_out() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let key = Secret::draw();
        let wrong = filing(&key, &[("email", "nowhere")]);
        let files: [File<'_>; 2] = [("un.txt", b"1"), ("deux.txt", b"22")];
        let answer = send(&served.browser(), "/", &wrong, &files);
        assert_eq!(answer.status, 422);
        for name in ["un.txt", "deux.txt", "files-waiting"] {
            assert!(answer.body.contains(name), "{name}: {}", answer.body);
        }
        let first = answer
            .body
            .split("name=\"files-drop\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .to_owned();
        let mut right = filing(&key, &[]);
        right.extend([("files-waiting", "1"), ("files-drop", first.as_str())]);
        let answer = send(&served.browser(), "/", &right, &[("", b"")]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = served.desk.request(&key).unwrap();
        let names: Vec<_> = page
            .attachments
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        assert_eq!(names, ["deux.txt"]);
        assert_eq!(on_disk(&served), 1);
        // Sent once more, it is the same request with the same file.
        let answer = send(&served.browser(), "/", &right, &[("trois.txt", b"3")]);
        assert_eq!(answer.status, 303);
        assert_eq!(served.desk.request(&key).unwrap().attachments.len(), 1);
    });
}

#[test]
fn too_much_is_said_on_the_form_and_nothing_typed_is_lost() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let big = vec![b'x'; usize::try_from(MOST_BYTES).unwrap() + 1];
        let many: Vec<(String, Vec<u8>)> = (0..=MOST_FILES)
            .map(|number| (format!("{number}.txt"), vec![b'x']))
            .collect();
        let many: Vec<File<'_>> = many
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        for (files, says) in [
            (vec![("gros.bin", big.as_slice())], "trop gros"),
            (many, "fichiers au plus par message"),
        ] {
            let key = Secret::draw();
            let answer = send(&served.browser(), "/", &filing(&key, &[]), &files);
            assert_eq!(answer.status, 422);
            let body = answer.body.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(body.contains(says), "{body}");
            assert!(body.contains("le bouton ne fait plus rien"), "{body}");
            assert!(served.desk.request(&key).is_err());
        }
        let announced = (MOST_BYTES * 3).to_string();
        let answer = served
            .browser()
            .saying("Content-Type", "multipart/form-data; boundary=limit")
            .saying("Content-Length", &announced)
            .post_raw("/", b"--limit");
        assert_eq!(answer.status, 413);
    });
}

#[test]
fn what_is_never_sent_off_goes_after_a_day_and_what_was_sent_stays() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let [kept, left] = [Secret::draw(), Secret::draw()];
        send(
            &served.browser(),
            "/",
            &filing(&kept, &[]),
            &[("a.txt", b"a")],
        );
        let wrong = filing(&left, &[("email", "nowhere")]);
        send(&served.browser(), "/", &wrong, &[("b.txt", b"b")]);
        assert_eq!(on_disk(&served), 2);
        assert_eq!(served.desk.sweep_files().unwrap(), 0);
        served.clock.set(served.clock.now() + TimeDelta::hours(25));
        assert_eq!(served.desk.sweep_files().unwrap(), 1);
        assert_eq!(on_disk(&served), 1);
        assert_eq!(served.desk.request(&kept).unwrap().attachments.len(), 1);
    });
}

#[test]
fn an_upload_that_is_cut_off_leaves_nothing() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let key = Secret::draw();
        let whole = parts(&filing(&key, &[]), &[("a.txt", &[b'x'; 400_000])]);
        let some = &whole[..whole.len() - 1_000];
        let answer = served
            .browser()
            .saying("Content-Type", "multipart/form-data; boundary=limit")
            .saying("Content-Length", &whole.len().to_string())
            .post_raw("/", some);
        assert_eq!(answer.status, 408);
        assert_eq!(on_disk(&served), 0);
        assert!(served.desk.request(&key).is_err());
    });
}

#[test]
fn a_check_finds_a_file_that_was_changed_or_is_gone() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let key = Secret::draw();
        let files: [File<'_>; 2] = [("a.txt", b"aaaa"), ("b.txt", b"bbbb")];
        send(&served.browser(), "/", &filing(&key, &[]), &files);
        let found = || {
            let mut found = Vec::new();
            served
                .desk
                .check(&mut |_, some| found.extend_from_slice(some))
                .unwrap();
            found
        };
        assert_eq!(found(), []);
        let page = served.desk.request(&key).unwrap();
        let path = |rank: usize| {
            let id = page.attachments[rank].id.to_string();
            served.files.path().join(&id[id.len() - 2..]).join(id)
        };
        fs::write(path(0), "aaab").unwrap();
        fs::remove_file(path(1)).unwrap();
        let found = found();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|one| one.aspect == Aspect::Attachment));
    });
}

/// The standard contract with narrower limits for files, under which a third service is promised.
fn narrow(site: &mut DeskSite) {
    let (_, standard) = TEMPLATES
        .iter()
        .find(|(name, _)| *name == "standard")
        .unwrap();
    let text = standard
        .replacen("name = \"standard\"", "name = \"narrow\"", 1)
        .replacen(
            "[otherwise]",
            "[files]\nmost = 2\nmegabytes = 1\nclause = \"hours\"\n\n[otherwise]",
            1,
        );
    site.contracts.insert("narrow".to_owned(), text);
}

#[test]
fn the_files_of_a_message_are_as_many_and_as_large_as_its_contract_says() {
    on_each_engine(|url| {
        let served = served_where(url, OPEN, narrow);
        let queue = QueueSetting {
            slug: "support".to_owned(),
            name: "Support".to_owned(),
            mail: None,
            supervisor_mail: None,
        };
        let service = ServiceSetting {
            slug: "etroit".to_owned(),
            name: "Étroit".to_owned(),
            queue: "support".to_owned(),
            contract: "narrow".to_owned(),
        };
        served.desk.keep_services(&[queue], &[service]).unwrap();
        let large = vec![b'x'; 1_000_001];
        let three: [File<'_>; 3] = [("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")];
        let key = Secret::draw();
        let asked = filing(&key, &[("service", "etroit")]);
        for (files, says) in [
            (
                &[("gros.txt", large.as_slice())][..],
                "1 Mo au plus par fichier",
            ),
            (&three, "2 fichiers au plus par message"),
        ] {
            let answer = send(&served.browser(), "/", &asked, files);
            assert_eq!(answer.status, 422);
            let body = answer.body.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(body.contains(says), "{body}");
            assert!(served.desk.request(&key).is_err());
        }
        // Two of the three wait with the form; another service takes what this one does not.
        assert_eq!(on_disk(&served), 2);
        assert_eq!(send(&served.browser(), "/", &asked, &[]).status, 303);
        let page = served.browser().get(&format!("/requests/{}", key.reveal()));
        let body = page.body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(body.contains("2 fichiers au plus, 1 Mo chacun"), "{body}");
        let message = MessageId::fresh().to_string();
        let said = [("message", message.as_str()), ("text", "Encore.")];
        let reply = format!("/requests/{}/reply", key.reveal());
        let answer = send(
            &served.browser(),
            &reply,
            &said,
            &[("gros.txt", large.as_slice())],
        );
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("gros.txt"), "{}", answer.body);
        let other = Secret::draw();
        let sent = send(
            &served.browser(),
            "/",
            &filing(&other, &[]),
            &[("gros.txt", large.as_slice())],
        );
        assert_eq!(sent.status, 303);
    });
}

#[test]
fn a_file_with_a_form_to_correct_keeps_the_form() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let key = Secret::draw();
        for service in ["", "nowhere"] {
            let asked = filing(&key, &[("service", service)]);
            let answer = send(&served.browser(), "/", &asked, &[("a.txt", b"a")]);
            assert_eq!(answer.status, 422);
            assert!(
                answer.body.contains("le bouton ne fait plus rien"),
                "{}",
                answer.body
            );
            assert!(answer.body.contains("a.txt"), "{}", answer.body);
        }
    });
}
