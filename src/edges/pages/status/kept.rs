//! The last snapshot in a file, for who starts when the database does not answer.
//!
//! # Why
//! It is written beside and then put in the place of the one before: whoever reads it reads a whole one,
//! whenever the machine stopped. What it holds is what the public page shows and no more; it can be read
//! by this account alone all the same.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    desk::{Status, StatusOperation},
    domain::operation::Said,
};

/// The form of the file. One of another form is not read.
const FORM: u32 = 1;
/// The most bytes that are read: far more than any page.
const MOST: u64 = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Kept {
    form: u32,
    status: Status,
}

#[derive(Serialize)]
struct Keeping<'a> {
    form: u32,
    status: &'a Status,
}

/// Writes a snapshot in the place of the one before.
///
/// # Errors
/// When the folder or the disk does not take it.
pub(super) fn keep(path: &Path, status: &Status) -> io::Result<()> {
    let status = &told(status);
    let text = serde_json::to_vec(&Keeping { form: FORM, status })?;
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&text)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Reads what was kept; none where there is none, or none that can be read.
pub(super) fn recall(path: &Path) -> Option<Status> {
    let read = || -> io::Result<Status> {
        let length = fs::metadata(path)?.len();
        if length > MOST {
            return Err(io::Error::other("it is too large"));
        }
        let kept: Kept = serde_json::from_slice(&fs::read(path)?)?;
        if kept.form != FORM {
            return Err(io::Error::other("it has another form"));
        }
        Ok(kept.status)
    };
    match read() {
        Ok(status) => Some(status),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            tracing::warn!(%error, "the kept snapshot of the status page is not read");
            None
        }
    }
}

/// What the page needs, without what was noted beside it for those who work here.
fn told(status: &Status) -> Status {
    let mut told = status.clone();
    let lists = [&mut told.open, &mut told.planned, &mut told.past];
    lists.into_iter().flatten().for_each(silence);
    told
}

fn silence(one: &mut StatusOperation) {
    match &mut one.operation.said {
        Said::Outage(said) => {
            said.evidence = None;
            said.pauses.clear();
            said.tickets.clear();
        }
        Said::Maintenance(said) => said.urgency = None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status() -> Status {
        Status {
            at: "2026-11-30T09:00:00Z".parse().unwrap(),
            services: Vec::new(),
            open: Vec::new(),
            planned: Vec::new(),
            past: Vec::new(),
        }
    }

    #[test]
    fn what_is_kept_is_read_again_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("status.json");
        assert!(recall(&path).is_none(), "nothing was kept");
        keep(&path, &status()).unwrap();
        keep(&path, &status()).unwrap();
        assert_eq!(recall(&path).unwrap().at, status().at);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing beside"
        );
        let whole = fs::read_to_string(&path).unwrap();
        for damaged in [
            &whole[..whole.len() / 2],
            "",
            "{}",
            &whole.replace("\"form\":1", "\"form\":2"),
        ] {
            fs::write(&path, damaged).unwrap();
            assert!(recall(&path).is_none(), "{damaged}");
        }
        assert!(keep(&folder.path().join("gone/status.json"), &status()).is_err());
    }
}
