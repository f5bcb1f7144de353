//! A key of the desk that is not in the database: a file of 32 random bytes in the folder of files.
//!
//! # Why
//! Whoever reads the database alone, a dump of it or one row too many, must not hold what the key
//! seals. The folder of files is there already, is part of every backup, and is shared by processes
//! that share a database. The key is whole on the disk before anything is sealed with it: written
//! under another name, flushed, linked to its own unless another process was faster, and the folder
//! flushed.

use std::{
    fs::{self, File},
    io::{self, Write as _},
};

use tempfile::NamedTempFile;

use super::Folder;

/// The length of the key, in bytes.
pub const LENGTH: usize = 32;

const NAME: &str = "second-factor.key";

/// The key of a folder, if there is one.
///
/// # Errors
/// When it cannot be read, or is not as long as a key.
pub fn find(folder: &Folder) -> io::Result<Option<[u8; LENGTH]>> {
    let path = folder.root().join(NAME);
    match fs::read(&path) {
        Ok(bytes) => bytes.try_into().map(Some).map_err(|_| {
            let why = format!("{} is not {LENGTH} bytes long", path.display());
            io::Error::new(io::ErrorKind::InvalidData, why)
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The key of a folder; where there is none, `drawn` is kept and is it. Only the owner of the
/// folder may read it.
///
/// # Errors
/// As [`find`]; when the disk does not take it.
pub fn find_or_keep(folder: &Folder, drawn: &[u8; LENGTH]) -> io::Result<[u8; LENGTH]> {
    if let Some(key) = find(folder)? {
        return Ok(key);
    }
    folder.prepare()?;
    let mut file = NamedTempFile::new_in(folder.root())?;
    file.write_all(drawn)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(folder.root().join(NAME)) {
        Ok(_) => {}
        Err(lost) if lost.error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(lost) => return Err(lost.error),
    }
    File::open(folder.root())?.sync_all()?;
    find(folder)?.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_stays_and_only_its_owner_reads_it() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::at(place.path().join("files"));
        assert_eq!(find(&folder).unwrap(), None);
        assert_eq!(find_or_keep(&folder, &[1; LENGTH]).unwrap(), [1; LENGTH]);
        assert_eq!(find_or_keep(&folder, &[2; LENGTH]).unwrap(), [1; LENGTH]);
        let path = folder.root().join(NAME);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{mode:o}");
        }
        fs::write(&path, b"short").unwrap();
        assert!(
            find_or_keep(&folder, &[2; LENGTH]).is_err(),
            "never replaced"
        );
    }
}
