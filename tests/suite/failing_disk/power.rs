//! The power goes off: of what was written, the disk holds what was synced and any part of the rest,
//! in any order. A kill does not show this, since the system keeps what a dead process wrote.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use guichet::clock::{Clock as _, SystemClock};

use super::{EIO, Fault, Program, SYNCS, all, folder_of, on_a_failing_disk};
use crate::kills::{
    GoHome, assert_all_there, assert_sound, desk_in, drawn, number,
    people::{Acknowledged, Person},
    say,
};

/// What a disk writes as a whole.
const SECTOR: usize = 512;

/// A file as the system shows it and as the disk holds it.
#[derive(Clone, Debug, Default)]
struct Kept {
    shown: Vec<u8>,
    held: Vec<u8>,
    /// Sectors that differ and that the next sync writes.
    dirty: BTreeSet<usize>,
}

impl Kept {
    fn resize(&mut self, length: usize) {
        let (old, new) = (self.shown.len(), length);
        self.shown.resize(length, 0);
        self.dirty
            .extend(old.min(new) / SECTOR..old.max(new).div_ceil(SECTOR));
    }

    fn write(&mut self, at: usize, bytes: &[u8]) {
        let end = at + bytes.len();
        if end > self.shown.len() {
            self.resize(end);
        }
        self.shown[at..end].copy_from_slice(bytes);
        self.dirty.extend(at / SECTOR..end.div_ceil(SECTOR));
    }

    /// Brings some sectors to the disk.
    fn bring(&mut self, sectors: impl IntoIterator<Item = usize>) {
        for sector in sectors {
            let begin = sector * SECTOR;
            let end = (begin + SECTOR).min(self.shown.len());
            if begin >= end {
                continue;
            }
            if self.held.len() < end {
                self.held.resize(end, 0);
            }
            self.held[begin..end].copy_from_slice(&self.shown[begin..end]);
        }
    }

    fn sync(&mut self) {
        let dirty = std::mem::take(&mut self.dirty);
        self.bring(dirty);
        self.held.truncate(self.shown.len());
    }
}

/// The files of a folder, but for the index of the log, which is rebuilt.
fn files(folder: &Path) -> BTreeMap<String, Kept> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| !entry.file_name().to_str().unwrap().ends_with("-shm"))
        .map(|entry| {
            let bytes = fs::read(entry.path()).unwrap();
            let kept = Kept {
                shown: bytes.clone(),
                held: bytes,
                dirty: BTreeSet::new(),
            };
            (entry.file_name().into_string().unwrap(), kept)
        })
        .collect()
}

/// Applies what was noted, and returns how many syncs there were.
fn replay(journal: &[u8], files: &mut BTreeMap<String, Kept>) -> usize {
    let mut rest = journal;
    let mut syncs = 0;
    // The last record may have been cut by the kill.
    while rest.len() >= 32 {
        let number = |rank: usize| {
            let bytes: [u8; 8] = rest[rank * 8..rank * 8 + 8].try_into().unwrap();
            i64::from_ne_bytes(bytes)
        };
        let (what, at) = (number(0), usize::try_from(number(2)).unwrap());
        let name_end = 32 + usize::try_from(number(1)).unwrap();
        let end = name_end + usize::try_from(number(3)).unwrap();
        if rest.len() < end {
            break;
        }
        let name = std::str::from_utf8(&rest[32..name_end]).unwrap().to_owned();
        let bytes = &rest[name_end..end];
        rest = &rest[end..];
        if name.ends_with("-shm") {
            continue;
        }
        let file = files.entry(name).or_default();
        match what {
            1 => file.write(at, bytes),
            2 => file.resize(at),
            3 => {
                syncs += 1;
                file.sync();
            }
            // A system that could not write takes it for written: no later sync tries again.
            4 => file.dirty.clear(),
            what => panic!("a record of kind {what}"),
        }
    }
    syncs
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes_off() {
    let cuts = if all() { 200 } else { 12 };
    let seed = number("GUICHET_TEST_SEED")
        .unwrap_or_else(|| u64::try_from(SystemClock.now().timestamp_micros()).unwrap());
    say(&format!(
        "the power goes off {cuts} times, GUICHET_TEST_SEED={seed}"
    ));
    on_a_failing_disk(|url, disk, settings, catcher| {
        let mut dice = seed;
        let folder = folder_of(url);
        let mut program = Program::over(url, settings, catcher).without_mail();
        let mut first = program.start(None);
        first.until_answered();
        first.kill();
        let (yes, stop) = (Acknowledged::default(), AtomicBool::new(false));
        let mut syncs = 0;
        thread::scope(|people| {
            let _home = GoHome(&stop);
            for name in 0..3 {
                let person = Person {
                    port: program.port,
                    dice: drawn(&mut dice, u64::MAX),
                    yes: &yes,
                    stop: &stop,
                };
                people.spawn(move || person.files(name));
            }
            for cut in 0..cuts {
                let mut kept = files(&folder);
                program.variables = disk.noting();
                let before = yes.count();
                let mut server = program.start(None);
                server.until_answered();
                for _ in 0..500 {
                    if yes.count() > before + 2 {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
                // Every third time a sync fails before: what it was to write is not on the disk.
                if cut % 3 == 0 {
                    let fault = Fault {
                        kinds: SYNCS,
                        error: EIO,
                        lasting: drawn(&mut dice, 2) == 0,
                        torn: false,
                    };
                    disk.fail(fault, 1 + i64::try_from(drawn(&mut dice, 3)).unwrap());
                    thread::sleep(Duration::from_millis(drawn(&mut dice, 100)));
                    disk.heal();
                }
                thread::sleep(Duration::from_millis(drawn(&mut dice, 150)));
                server.kill();
                syncs += replay(&fs::read(disk.journal()).unwrap(), &mut kept);
                for entry in fs::read_dir(&folder).unwrap() {
                    fs::remove_file(entry.unwrap().path()).unwrap();
                }
                for (name, mut file) in kept {
                    // Some of what was under way arrived, in no order.
                    let some: Vec<usize> = file
                        .dirty
                        .iter()
                        .copied()
                        .filter(|_| drawn(&mut dice, 2) == 0)
                        .collect();
                    file.bring(some);
                    fs::write(folder.join(name), &file.held).unwrap();
                }
                let desk = desk_in(url, TimeDelta::zero());
                assert_sound(&desk, &format!("power cut {cut}"));
                drop(desk);
                assert_all_there(url, &yes);
            }
            stop.store(true, Ordering::Release);
        });
        say(&format!(
            "the power went off {cuts} times: {syncs} syncs, {} acknowledged, none lost",
            yes.count()
        ));
        assert!(syncs > cuts && yes.count() > cuts);
    });
}
