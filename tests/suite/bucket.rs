//! Files in a bucket of a server that really speaks S3: as in a folder, for whoever may read them.

use std::{fs, sync::Arc};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::{Aspect, BucketAt, Desk, Error, Secret, Site},
    domain::{attachment::MOST_BYTES, people::Role},
    store::DatabaseUrl,
};

use crate::{
    accounts_factor::turned_on,
    attaching::{File, OPEN, filing, hrefs, parts, send, ticket},
    support::{
        app::{PASSWORD, Served, served_where},
        on_each_engine, on_sqlite,
        s3::Server,
    },
};

const PREFIX: &str = "guichet/files";

fn served(url: &DatabaseUrl, bucket: BucketAt) -> Served {
    served_where(url, OPEN, |site| {
        site.files = None;
        site.bucket = Some(bucket);
    })
}

#[test]
fn a_file_in_a_bucket_is_a_download_for_both_sides_and_comes_through_the_program_alone() {
    on_each_engine(|url| {
        let server = Server::start();
        let served = served(url, server.bucket(PREFIX));
        let key = Secret::draw();
        let long = vec![b'x'; 3_000_000];
        let files: [File<'_>; 3] = [
            ("../../écran <1>.html", b"<script>alert(1)</script>"),
            ("vide.txt", b""),
            ("long.log", &long),
        ];
        let answer = send(&served.browser(), "/", &filing(&key, &[]), &files);
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(server.objects(PREFIX).len(), 3);
        let camille = served.worker("Camille Roux", "camille@guichet.example", Role::Agent);
        let own = served.browser().get(&format!("/requests/{}", key.reveal()));
        let mut camille = served.signed_in(camille);
        let desk = camille.get(&format!("/tickets/{}", ticket(&served, &key)));
        for (mut browser, page) in [(served.browser(), own), (camille.clone(), desk)] {
            assert!(!page.body.contains(&server.endpoint()), "{}", page.body);
            let hrefs = hrefs(&page.body);
            assert_eq!(hrefs.len(), 3, "{}", page.body);
            for (href, (_, bytes)) in hrefs.iter().zip(&files) {
                let file = browser.get(href);
                assert_eq!(file.status, 200, "{href}");
                assert!(file.body.as_bytes() == *bytes, "{href}");
                for (name, part) in [
                    ("x-content-type-options", "nosniff"),
                    ("cache-control", "no-store"),
                    ("content-security-policy", "sandbox"),
                    ("content-disposition", "attachment;"),
                    ("content-type", "application/octet-stream"),
                ] {
                    let said = file.header(name).unwrap();
                    let text = name == "content-type" && said.starts_with("text/plain");
                    assert!(said.contains(part) || text, "{name}: {said}");
                }
            }
        }
        // The object is looked for after the right to it.
        let id = served.desk.request(&key).unwrap().attachments[0].id;
        let other = Secret::draw();
        send(
            &served.browser(),
            "/",
            &filing(&other, &[]),
            &[("a.txt", b"a")],
        );
        let theirs = format!("/requests/{}/files/{id}", other.reveal());
        assert_eq!(served.browser().get(&theirs).status, 404);
        assert_eq!(served.browser().get("/tickets/x/files/y").status, 303);
        let found = check(&served.desk);
        assert_eq!(found, []);
    });
}

#[test]
fn what_is_too_large_or_cut_off_never_reaches_the_bucket() {
    on_sqlite(|url| {
        let server = Server::start();
        let served = served(url, server.bucket(""));
        let big = vec![b'x'; usize::try_from(MOST_BYTES).unwrap() + 1];
        let key = Secret::draw();
        let answer = send(
            &served.browser(),
            "/",
            &filing(&key, &[]),
            &[("gros.bin", &big)],
        );
        assert_eq!(answer.status, 422);
        let whole = parts(&filing(&key, &[]), &[("a.txt", &[b'x'; 400_000])]);
        let answer = served
            .browser()
            .saying("Content-Type", "multipart/form-data; boundary=limit")
            .saying("Content-Length", &whole.len().to_string())
            .post_raw("/", &whole[..whole.len() - 1_000]);
        assert_eq!(answer.status, 408);
        assert_eq!(server.objects("").len(), 0);
        assert!(served.desk.request(&key).is_err());
    });
}

#[test]
fn what_is_never_sent_off_goes_and_what_no_row_knows_too() {
    on_each_engine(|url| {
        let server = Server::start();
        let served = served(url, server.bucket(PREFIX));
        let [kept, left] = [Secret::draw(), Secret::draw()];
        send(
            &served.browser(),
            "/",
            &filing(&kept, &[]),
            &[("a.txt", b"a")],
        );
        let wrong = filing(&left, &[("email", "nowhere")]);
        send(&served.browser(), "/", &wrong, &[("b.txt", b"b")]);
        // An object of a process that died before its row, one of somebody else, and the key.
        let objects = server.objects(PREFIX);
        assert_eq!(objects.len(), 2);
        let orphan = "01997f63-0000-7000-8000-0000000000aa";
        let shelf = objects[0].parent().unwrap().parent().unwrap().join("aa");
        fs::create_dir_all(&shelf).unwrap();
        fs::write(shelf.join(orphan), "x").unwrap();
        fs::write(shelf.join("readme.txt"), "x").unwrap();
        let camille = served.worker("Camille Roux", "camille@guichet.example", Role::Agent);
        turned_on(&served, camille);
        assert_eq!(server.objects(PREFIX).len(), 5);
        // The service dates objects by the machine's clock.
        served.clock.set(SystemClock.now() + TimeDelta::hours(23));
        assert_eq!(served.desk.sweep_files().unwrap(), 1);
        served.clock.set(SystemClock.now() + TimeDelta::hours(25));
        assert_eq!(served.desk.sweep_files().unwrap(), 1);
        let names: Vec<_> = server
            .objects(PREFIX)
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names.len(), 4, "{names:?}");
        assert!(!names.contains(&orphan.to_owned()), "{names:?}");
        for name in ["readme.txt", "second-factor.key", "owner"] {
            assert!(names.contains(&name.to_owned()), "{names:?}");
        }
        assert_eq!(check(&served.desk), []);
    });
}

#[test]
fn a_file_that_is_taken_out_of_a_form_leaves_the_bucket() {
    on_sqlite(|url| {
        let server = Server::start();
        let served = served(url, server.bucket(PREFIX));
        let key = Secret::draw();
        let wrong = filing(&key, &[("email", "nowhere")]);
        let answer = send(&served.browser(), "/", &wrong, &[("un.txt", b"1")]);
        assert_eq!(server.objects(PREFIX).len(), 1);
        let id = answer
            .body
            .split("name=\"files-drop\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .to_owned();
        let mut right = filing(&key, &[]);
        right.extend([("files-waiting", "1"), ("files-drop", id.as_str())]);
        let answer = send(&served.browser(), "/", &right, &[("", b"")]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(server.objects(PREFIX).len(), 0);
    });
}

#[test]
fn a_check_finds_an_object_that_was_changed_or_is_gone() {
    on_sqlite(|url| {
        let server = Server::start();
        let served = served(url, server.bucket(PREFIX));
        let key = Secret::draw();
        let files: [File<'_>; 2] = [("a.txt", b"aaaa"), ("b.txt", b"bbbb")];
        send(&served.browser(), "/", &filing(&key, &[]), &files);
        assert_eq!(check(&served.desk), []);
        let objects = server.objects(PREFIX);
        fs::write(&objects[0], "aaab").unwrap();
        fs::remove_file(&objects[1]).unwrap();
        let found = check(&served.desk);
        assert_eq!(found, [Aspect::Attachment, Aspect::Attachment]);
    });
}

#[test]
fn a_bucket_that_fails_refuses_the_file_and_loses_nothing_that_was_typed() {
    on_sqlite(|url| {
        let mut server = Server::start();
        let served = served(url, server.bucket(PREFIX));
        let kept = Secret::draw();
        send(
            &served.browser(),
            "/",
            &filing(&kept, &[]),
            &[("a.txt", b"a")],
        );
        let page = served
            .browser()
            .get(&format!("/requests/{}", kept.reveal()));
        let href = hrefs(&page.body)[0].clone();
        server.stop();
        let key = Secret::draw();
        let answer = send(
            &served.browser(),
            "/",
            &filing(&key, &[]),
            &[("b.txt", b"b")],
        );
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(served.desk.request(&key).is_err());
        assert_eq!(served.browser().get(&href).status, 503, "try again later");
        // Without files everything goes on.
        let answer = served.browser().post("/", &filing(&key, &[]));
        assert_eq!(answer.status, 303, "{}", answer.body);
    });
}

#[test]
fn a_wrong_key_or_secret_is_refused_by_the_service_and_said() {
    on_sqlite(|url| {
        let server = Server::start();
        for spoil in [
            |bucket: &mut BucketAt| bucket.secret.push('x'),
            |bucket: &mut BucketAt| bucket.key_id.push('x'),
        ] {
            let mut bucket = server.bucket(PREFIX);
            spoil(&mut bucket);
            let served = served(url, bucket);
            let key = Secret::draw();
            let answer = send(
                &served.browser(),
                "/",
                &filing(&key, &[]),
                &[("b.txt", b"b")],
            );
            assert_eq!(answer.status, 503, "{}", answer.body);
            assert!(!answer.body.contains("un-secret"), "{}", answer.body);
        }
        assert_eq!(server.objects("").len(), 0);
    });
}

#[test]
fn processes_that_share_a_bucket_share_the_key_of_second_factors() {
    on_each_engine(|url| {
        let server = Server::start();
        let served = served(url, server.bucket(PREFIX));
        let camille = served.worker("Camille Roux", "camille@guichet.example", Role::Agent);
        turned_on(&served, camille);
        let keys = server.objects(PREFIX);
        assert_eq!(keys.len(), 1);
        let key = fs::read(&keys[0]).unwrap();
        assert_eq!(key.len(), 32);
        let site = Site {
            bucket: Some(server.bucket(PREFIX)),
            ..Site::default()
        };
        let clock = Arc::new(VirtualClock::stopped(served.clock.now()));
        let neighbour = Desk::open(url, clock, site).unwrap();
        let zoe = served.worker("Zoé Marin", "zoe@guichet.example", Role::Agent);
        let begun = neighbour.begin_second_factor(zoe, PASSWORD, None);
        assert!(begun.is_ok(), "{begun:?}");
        assert_eq!(fs::read(&keys[0]).unwrap(), key, "the first key stays");
        let person = served.desk.colleague(zoe).unwrap().colleague.person;
        let state = served.desk.second_factor_of(&person).unwrap();
        assert!(state.draft.is_some(), "one opens what the other sealed");
    });
}

#[test]
fn another_installation_is_told_that_the_bucket_is_taken_and_removes_nothing() {
    let server = Server::start();
    on_sqlite(|url| {
        let first = served(url, server.bucket(PREFIX));
        assert_eq!(first.desk.sweep_files().unwrap(), 0);
        let key = Secret::draw();
        let answer = send(
            &first.browser(),
            "/",
            &filing(&key, &[]),
            &[("a.txt", b"a")],
        );
        assert_eq!(answer.status, 303, "{}", answer.body);
        let before = server.objects(PREFIX);
        on_sqlite(|url| {
            let other = served(url, server.bucket(PREFIX));
            other.clock.set(SystemClock.now() + TimeDelta::hours(25));
            let swept = other.desk.sweep_files();
            assert_eq!(server.objects(PREFIX), before, "{swept:?}");
            let Err(Error::Inconsistent(why)) = swept else {
                panic!("{swept:?}");
            };
            assert!(why.contains("guichet/files/owner"), "{why}");
            // Beside it there is room.
            let beside = served(url, server.bucket("guichet/other"));
            assert_eq!(beside.desk.sweep_files().unwrap(), 0);
        });
        // Its own goes on, in another process, too.
        first.clock.set(SystemClock.now() + TimeDelta::hours(25));
        assert_eq!(first.desk.sweep_files().unwrap(), 0);
        assert_eq!(
            served(url, server.bucket(PREFIX))
                .desk
                .sweep_files()
                .unwrap(),
            0
        );
    });
}

/// What a check finds wrong.
fn check(desk: &Desk) -> Vec<Aspect> {
    let mut found = Vec::new();
    let checked: Result<_, Error> = desk.check(&mut |_, some| {
        found.extend(some.iter().map(|one| one.aspect));
    });
    checked.unwrap();
    found
}
