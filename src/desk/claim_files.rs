//! Whose the files of a bucket are.
//!
//! # Why
//! What no row knows is removed from a bucket after a day. Of two installations with one bucket and
//! prefix each would take the other's files for such. So the first one leaves its mark there, made of
//! the number that its database drew once and that every process of it shares; whoever finds another
//! mark removes nothing, and does not begin to serve.

use sha2::{Digest, Sha256};

use super::{Desk, Error, attach::unwritten};

impl Desk {
    /// Marks the place of the files as this installation's; a folder bears no mark.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] when another installation was there before; when the database or the
    /// bucket fails.
    pub fn claim_files(&self) -> Result<(), Error> {
        let Some(files) = &self.files else {
            return Ok(());
        };
        let own = mark(self.form_key()?);
        match files.claim(&own).map_err(unwritten)? {
            None => Ok(()),
            Some(object) => Err(Error::Inconsistent(format!(
                "the files of another installation are in this bucket: the object « {object} » bears its mark. \
                 Give GUICHET_FILES a prefix of its own; if the other installation is gone for good, remove that object"
            ))),
        }
    }
}

/// The mark of the installation with that key, of which it tells nothing.
fn mark(key: [u8; 16]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"owner of files");
    hash.update(key);
    let mut mark: String = hash
        .finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    mark.push('\n');
    mark
}
