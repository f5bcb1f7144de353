//! Files in a folder beside the database.
//!
//! # Why
//! A file is whole on the disk before its row is committed: written under another name, flushed,
//! renamed, and the folder flushed. A process that dies between the two leaves a file without a
//! row, which [`Folder::orphans`] finds; never a row without its file.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tempfile::NamedTempFile;

use super::{Incoming, measured};
use crate::domain::ids::AttachmentId;

/// Where files that are still coming wait.
const INCOMING: &str = "incoming";

/// The folder of files.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A folder, which is made when the first file comes.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    pub(super) fn root(&self) -> &Path {
        &self.0
    }

    /// Makes the folder. Only its owner may look into it.
    pub(super) fn prepare(&self) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&self.0, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    /// A file that begins to come. Only the owner of the folder may look into it.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn incoming(&self) -> io::Result<Incoming> {
        let place = self.0.join(INCOMING);
        if !place.exists() {
            self.prepare()?;
            fs::create_dir_all(&place)?;
        }
        let (file, place) = NamedTempFile::new_in(place)?.into_parts();
        Ok(Incoming::at(file, Some(place)))
    }

    /// Keeps a file under an id, and returns once it is safe on the disk: its length and its
    /// SHA-256 in hexadecimal.
    ///
    /// # Errors
    /// When the disk does not take it; nothing is left of it then.
    pub fn keep(&self, incoming: Incoming, id: AttachmentId) -> io::Result<(u64, String)> {
        let (file, place) = incoming.into_parts();
        let place = place.ok_or(io::ErrorKind::InvalidInput)?;
        file.sync_all()?;
        let (bytes, digest) = measured(&mut File::open(&place)?)?;
        let path = self.path(id);
        let shelf = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(shelf)?;
        place.persist(&path).map_err(|error| error.error)?;
        File::open(shelf)?.sync_all()?;
        // The shelf may be as new as the file.
        File::open(&self.0)?.sync_all()?;
        Ok((bytes, digest))
    }

    /// A file, to read.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn read(&self, id: AttachmentId) -> io::Result<File> {
        File::open(self.path(id))
    }

    /// Removes a file; one that is gone already is no failure.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, id: AttachmentId) -> io::Result<()> {
        match fs::remove_file(self.path(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    /// The files on the disk that were there `age` before `now` and that `known` does not know,
    /// and what an upload that was cut off left behind: removed. How many.
    ///
    /// # Errors
    /// When the folder cannot be read, or `known` fails.
    pub fn orphans<E: From<io::Error>>(
        &self,
        now: SystemTime,
        age: Duration,
        mut known: impl FnMut(AttachmentId) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let mut removed = 0;
        if !self.0.exists() {
            return Ok(removed);
        }
        for shelf in fs::read_dir(&self.0)? {
            let shelf = shelf?;
            if !shelf.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(shelf.path())? {
                let file = file?;
                let changed = file.metadata()?.modified()?;
                if now.duration_since(changed).is_ok_and(|since| since < age) || changed > now {
                    continue;
                }
                let id = file.file_name().to_str().and_then(|name| name.parse().ok());
                let kept = match id {
                    Some(id) if shelf.file_name() != INCOMING => known(id)?,
                    _ => shelf.file_name() != INCOMING,
                };
                if !kept {
                    fs::remove_file(file.path())?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// Where a file is: on a shelf of the last two digits, which differ where ids follow closely.
    fn path(&self, id: AttachmentId) -> PathBuf {
        let name = id.to_string();
        let shelf = name.get(name.len().saturating_sub(2)..).unwrap_or_default();
        self.0.join(shelf).join(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_what_is_dropped_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path().to_owned());
        let mut incoming = folder.incoming().unwrap();
        incoming.push(b"ab").unwrap();
        incoming.push(b"c").unwrap();
        assert_eq!(
            (incoming.bytes(), incoming.all().unwrap()),
            (3, b"abc".to_vec())
        );
        incoming.replace(b"abcd").unwrap();
        let id = AttachmentId::fresh();
        let kept = folder.keep(incoming, id).unwrap();
        assert_eq!(kept.0, 4);
        assert_eq!(measured(&mut folder.read(id).unwrap()).unwrap(), kept);
        drop(folder.incoming().unwrap());
        let left = fs::read_dir(place.path().join(INCOMING)).unwrap().count();
        assert_eq!(left, 0);
        folder.remove(id).unwrap();
        folder.remove(id).unwrap();
        assert!(folder.read(id).is_err());
    }

    #[test]
    fn orphans_go_when_they_are_old_and_nobody_knows_them() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path().to_owned());
        let [known, unknown] = [AttachmentId::fresh(), AttachmentId::fresh()];
        for id in [known, unknown] {
            folder.keep(folder.incoming().unwrap(), id).unwrap();
        }
        fs::write(place.path().join(INCOMING).join("cut-off"), "x").unwrap();
        let day = Duration::from_secs(86_400);
        let now = folder
            .read(known)
            .unwrap()
            .metadata()
            .unwrap()
            .modified()
            .unwrap();
        let knows = |id| Ok::<_, io::Error>(id == known);
        assert_eq!(folder.orphans(now, day, knows).unwrap(), 0);
        assert_eq!(folder.orphans(now + day * 2, day, knows).unwrap(), 2);
        assert!(folder.read(known).is_ok() && folder.read(unknown).is_err());
    }
}
