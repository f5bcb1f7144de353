//! A disk that fails when it is told to, under the files of one folder of another process.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::Command,
};

use super::{program, skip};

/// What may fail.
pub const WRITES: i64 = 1;
pub const SYNCS: i64 = 2;

/// The numbers of the errors.
pub const EIO: i64 = 5;
pub const ENOSPC: i64 = 28;

/// An order to the disk.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// [`WRITES`], [`SYNCS`] or both.
    pub kinds: i64,
    /// [`EIO`] or [`ENOSPC`].
    pub error: i64,
    /// Whether those after the first fail too, until the disk is healed.
    pub lasting: bool,
    /// Whether half of what is refused is written all the same.
    pub torn: bool,
}

/// The disk under a folder, for programs that are started with its [`Disk::variables`].
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    control: File,
    /// Where the library, the orders and the journal are.
    own: tempfile::TempDir,
}

impl Disk {
    /// The disk under `folder`; none where there is no C compiler to make it with.
    pub fn under(folder: &Path) -> Option<Self> {
        let Some(cc) = program("cc", []).or_else(|| program("gcc", [])) else {
            skip("cc", "a failing disk cannot be made");
            return None;
        };
        let own = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/failing_disk.c");
        let made = Command::new(cc)
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-o"])
            .arg(own.path().join("disk.so"))
            .arg(source)
            .arg("-ldl")
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        fs::write(own.path().join("orders"), [0; 64]).unwrap();
        let control = File::options()
            .read(true)
            .write(true)
            .open(own.path().join("orders"))
            .unwrap();
        Some(Self {
            folder: folder.canonicalize().unwrap(),
            control,
            own,
        })
    }

    /// What a program must be told to be under the disk's power.
    pub fn variables(&self) -> Vec<(String, String)> {
        let at = |name: &str| self.own.path().join(name).to_str().unwrap().to_owned();
        [
            ("LD_PRELOAD", at("disk.so")),
            (
                "FAILING_DISK_FOLDER",
                self.folder.to_str().unwrap().to_owned(),
            ),
            ("FAILING_DISK_CONTROL", at("orders")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// The same, with everything that is written and synced noted from now on.
    pub fn noting(&self) -> Vec<(String, String)> {
        let journal = self.journal();
        if journal.exists() {
            fs::remove_file(&journal).unwrap();
        }
        let mut variables = self.variables();
        variables.push((
            "FAILING_DISK_JOURNAL".to_owned(),
            journal.to_str().unwrap().to_owned(),
        ));
        variables
    }

    /// Where it is noted.
    pub fn journal(&self) -> PathBuf {
        self.own.path().join("journal")
    }

    /// Has the `nth` call from now on fail, counted from 1.
    pub fn fail(&self, fault: Fault, nth: i64) {
        self.heal();
        self.put(7, 0);
        self.put(1, fault.error);
        self.put(2, nth);
        self.put(3, i64::from(fault.lasting));
        self.put(4, i64::from(fault.torn));
        self.put(0, fault.kinds);
    }

    /// Has nothing fail any more.
    pub fn heal(&self) {
        self.put(0, 0);
    }

    /// How many calls failed since the last order.
    pub fn failed(&self) -> i64 {
        self.get(7)
    }

    /// How many writes and syncs there were in all.
    pub fn worked(&self) -> (i64, i64) {
        (self.get(5), self.get(6))
    }

    fn put(&self, rank: u64, number: i64) {
        self.control
            .write_all_at(&number.to_ne_bytes(), rank * 8)
            .unwrap();
    }

    fn get(&self, rank: u64) -> i64 {
        let mut bytes = [0; 8];
        self.control.read_exact_at(&mut bytes, rank * 8).unwrap();
        i64::from_ne_bytes(bytes)
    }
}
