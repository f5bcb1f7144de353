//! A disk that is really full: a small one in memory, where the system lets the test mount it.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    process::Command,
};

use guichet::{desk::Secret, edges::mail::Catcher, store::DatabaseUrl};

use super::{Disk, Program, Scene};
use crate::support::skip;

/// A file system of a few megabytes, until dropped.
struct Small(tempfile::TempDir);

impl Small {
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "guichet-test"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|done| done.status.success()) {
            Some(Self(folder))
        } else {
            skip("mount", "a small disk needs the right to mount one");
            None
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // What is left mounted is seen by whoever removes the folder.
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

/// Writes until there is no room for another byte.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    for size in [65_536, 4_096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

#[test]
fn a_full_disk_refuses_in_words_and_is_written_to_again_once_there_is_room() {
    let Some(small) = Small::mounted() else {
        return;
    };
    let place = small.0.path().join("guichet.db");
    let url = DatabaseUrl::sqlite(place.to_str().unwrap()).unwrap();
    let Some(disk) = Disk::under(small.0.path()) else {
        return;
    };
    let settings = tempfile::tempdir().unwrap();
    let catcher = Catcher::start().unwrap();
    let program = Program::over(&url, settings.path(), &catcher).without_mail();
    let mut scene = Scene::on(&url, &disk, program);
    let known = Secret::draw();
    assert_eq!(scene.file(&known).status, 303);
    scene.remember(known.clone());
    let filler = small.0.path().join("filler");
    fill(&filler);
    // The log may have some room left of its own.
    let mut refused = Vec::new();
    for _ in 0..500 {
        scene.count += 1;
        let key = Secret::draw();
        let answer = scene.file(&key);
        if answer.status == 303 {
            scene.remember(key);
            continue;
        }
        scene.assert_clear(&answer, "a full disk");
        assert!(
            answer.body.contains("plus de place") || answer.body.contains("no room left"),
            "{}",
            answer.body
        );
        refused.push(key);
        if refused.len() == 5 {
            break;
        }
    }
    assert_eq!(refused.len(), 5, "the disk was never full");
    let path = format!("/requests/{}", known.reveal());
    assert_eq!(scene.ask("GET", &path, &[]).status, 200);
    let ready = scene.ask("GET", "/readyz", &[]);
    assert_eq!(ready.status, 503);
    assert!(
        ready.body.contains("disk of the database is full"),
        "{}",
        ready.body
    );
    // Who starts now can be read too.
    scene.kill();
    scene.start();
    assert_eq!(scene.ask("GET", &path, &[]).status, 200);
    let answer = scene.file(&refused[0]);
    if answer.status != 303 {
        scene.assert_clear(&answer, "a start on a full disk");
    }
    fs::remove_file(&filler).unwrap();
    let ready = scene.ask("GET", "/readyz", &[]);
    assert_eq!(ready.status, 200, "{}", ready.body);
    for key in refused {
        assert_eq!(scene.file(&key).status, 303);
        scene.remember(key);
    }
    scene.end();
}
