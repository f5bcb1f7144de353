//! One server at a time on an SQLite file.
//!
//! # Why
//! Commands beside a server are safe: SQLite orders them, and what is claimed is claimed once. Two
//! servers would be safe, too, but each would wait for the other's writes and not hear of them,
//! and a newer one would change the tables under an older one. So the second waits for the first to
//! end, as it does at a restart, and says so when it does not. The lock is the system's: whoever
//! dies lets go of it.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    process, thread,
    time::{Duration, Instant},
};

use super::{DatabaseUrl, StoreError, connection::make_private_file, database_url::Place};

/// The pause between two looks whether the other one has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The place of the one server, until dropped. On PostgreSQL there is room for several.
#[derive(Debug)]
pub struct Alone {
    _lock: Option<File>,
}

/// Why a server has no place.
#[derive(Debug)]
pub enum NotAlone {
    /// Another one holds it: its process id, where it could be read.
    Held(Option<u32>),
    /// The place cannot be looked at.
    Store(StoreError),
}

impl Alone {
    /// Takes the place of the server of a database, waiting for `patience` at most while another
    /// process holds it; `waiting` is told once, with the id of that process where it is known.
    ///
    /// # Errors
    /// [`NotAlone::Held`] when the other one does not end, [`NotAlone::Store`] when the file beside
    /// the database that holds the lock cannot be used.
    pub fn on(
        url: &DatabaseUrl,
        patience: Duration,
        waiting: &mut dyn FnMut(Option<u32>),
    ) -> Result<Self, NotAlone> {
        let Place::Sqlite(path) = url.place() else {
            return Ok(Self { _lock: None });
        };
        let path = beside(Path::new(path));
        let wrong = |error: io::Error| {
            let why = format!("{}: {error}", path.display());
            NotAlone::Store(StoreError::Unavailable(why))
        };
        let mut file = opened(&path).map_err(wrong)?;
        let began = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if began.elapsed() >= patience => {
                    return Err(NotAlone::Held(holder(&mut file)));
                }
                Err(TryLockError::WouldBlock) => {
                    if !told {
                        waiting(holder(&mut file));
                        told = true;
                    }
                    thread::sleep(LOOK_AGAIN);
                }
                Err(TryLockError::Error(error)) => return Err(wrong(error)),
            }
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", process::id()));
        if let Err(error) = written {
            // Who waits is then not told by whom it is held.
            tracing::warn!(%error, path = %path.display(), "the process id could not be written");
        }
        Ok(Self { _lock: Some(file) })
    }
}

/// The file that holds the lock: beside the database, however its path is written.
fn beside(database: &Path) -> PathBuf {
    let real = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let mut name = real.into_os_string();
    name.push("-serve");
    PathBuf::from(name)
}

fn opened(path: &Path) -> io::Result<File> {
    make_private_file(&path.to_string_lossy())?;
    OpenOptions::new().read(true).write(true).open(path)
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_server_waits_for_the_first_and_gives_up_in_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("guichet.db");
        let url = DatabaseUrl::sqlite(path.to_str().unwrap()).unwrap();
        let first = Alone::on(&url, Duration::ZERO, &mut |_| panic!("nobody is there")).unwrap();
        let mut told = Vec::new();
        let second = Alone::on(&url, Duration::from_millis(120), &mut |by| told.push(by));
        assert!(matches!(second, Err(NotAlone::Held(Some(by))) if by == process::id()));
        assert_eq!(told, [Some(process::id())]);
        let waiting = thread::spawn(move || Alone::on(&url, Duration::from_secs(60), &mut |_| {}));
        drop(first);
        assert!(waiting.join().unwrap().is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn another_name_of_the_same_file_is_the_same_place() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.db"), folder.path().join("b.db"));
        File::create(&file).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let on = |path: &Path| {
            let url = DatabaseUrl::sqlite(path.to_str().unwrap()).unwrap();
            Alone::on(&url, Duration::ZERO, &mut |_| {})
        };
        let _first = on(&file).unwrap();
        assert!(matches!(on(&link), Err(NotAlone::Held(_))));
    }
}
