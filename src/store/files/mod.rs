//! The bytes of the files that people add to messages, and the key that seals second factors: beside
//! the database, never in it.

#[cfg(feature = "s3")]
mod bucket;
mod folder;
pub mod key;

use std::{
    fmt,
    fs::File,
    io::{self, Read, Seek as _, Write as _},
    path::PathBuf,
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};
use tempfile::TempPath;

#[cfg(feature = "s3")]
pub use bucket::Bucket;
pub use folder::Folder;

use crate::domain::ids::AttachmentId;

/// A file that is read from its beginning to its end.
pub type Reading = Box<dyn Read + Send>;

/// Where files are kept.
#[derive(Clone, Debug)]
pub enum Files {
    /// In a folder of this machine.
    Folder(Folder),
    /// In a bucket.
    #[cfg(feature = "s3")]
    Bucket(Bucket),
}

/// Where a bucket is, and who may use it.
#[derive(Clone, Eq, PartialEq)]
pub struct BucketAt {
    /// The address of the service; Amazon's of the region when there is none.
    pub endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// The name of the bucket.
    pub bucket: String,
    /// What the names of all objects begin with, without slashes around it; may be empty.
    pub prefix: String,
    /// Who asks.
    pub key_id: String,
    /// And proves it with this.
    pub secret: String,
}

impl fmt::Debug for BucketAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BucketAt")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl Files {
    /// In a folder, which is made when the first file comes.
    #[must_use]
    pub const fn in_folder(path: PathBuf) -> Self {
        Self::Folder(Folder::at(path))
    }

    /// In a bucket, which must be there already.
    ///
    /// # Errors
    /// What is wrong with it, as far as can be told without asking; that this program was built
    /// without the feature `s3`.
    pub fn in_bucket(at: &BucketAt) -> Result<Self, String> {
        #[cfg(feature = "s3")]
        return Bucket::of(at).map(Self::Bucket);
        #[cfg(not(feature = "s3"))]
        Err(format!(
            "files cannot be kept in the bucket {}: this program was built without the feature « s3 »",
            at.bucket
        ))
    }

    /// A file that begins to come. Only the owner of the program may look into it.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn incoming(&self) -> io::Result<Incoming> {
        match self {
            Self::Folder(folder) => folder.incoming(),
            #[cfg(feature = "s3")]
            Self::Bucket(_) => Bucket::incoming(),
        }
    }

    /// Keeps a file under an id, and returns once it is safe: its length and its SHA-256 in
    /// hexadecimal.
    ///
    /// # Errors
    /// When it is not taken; nothing is left of it then.
    pub fn keep(&self, incoming: Incoming, id: AttachmentId) -> io::Result<(u64, String)> {
        match self {
            Self::Folder(folder) => folder.keep(incoming, id),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => bucket.keep(incoming, id),
        }
    }

    /// A file, to read.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn read(&self, id: AttachmentId) -> io::Result<Reading> {
        Ok(match self {
            Self::Folder(folder) => Box::new(folder.read(id)?),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => Box::new(bucket.read(id)?),
        })
    }

    /// The length of a file and its SHA-256, as they are where it is kept.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn measure(&self, id: AttachmentId) -> io::Result<(u64, String)> {
        measured(&mut self.read(id)?)
    }

    /// Removes a file; one that is gone already is no failure.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, id: AttachmentId) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.remove(id),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => bucket.remove(id),
        }
    }

    /// The files that were there `age` before `now` and that `known` does not know, and what an
    /// upload that was cut off left behind: removed. How many.
    ///
    /// # Errors
    /// When they cannot be listed, or `known` fails.
    pub fn orphans<E: From<io::Error>>(
        &self,
        now: SystemTime,
        age: Duration,
        known: impl FnMut(AttachmentId) -> Result<bool, E>,
    ) -> Result<u64, E> {
        match self {
            Self::Folder(folder) => folder.orphans(now, age, known),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => bucket.orphans(now, age, known),
        }
    }

    /// Leaves a mark where there is none yet. When there is another than `own`: what bears it. A folder
    /// bears none.
    ///
    /// # Errors
    /// When the mark cannot be read, or is not taken.
    #[cfg_attr(
        not(feature = "s3"),
        expect(
            unused_variables,
            reason = "a folder is of one machine, and of one installation"
        )
    )]
    pub fn claim(&self, own: &str) -> io::Result<Option<String>> {
        match self {
            Self::Folder(_) => Ok(None),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => bucket.claim(own),
        }
    }

    /// The key that is kept beside the files, if there is one.
    ///
    /// # Errors
    /// When it cannot be read, or is not as long as a key.
    pub fn key(&self) -> io::Result<Option<[u8; key::LENGTH]>> {
        match self {
            Self::Folder(folder) => key::find(folder),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => bucket.key(),
        }
    }

    /// The same; where there is none, `drawn` is kept and is it, unless another process was faster.
    ///
    /// # Errors
    /// As [`Files::key`]; when it is not taken.
    pub fn key_or_keep(&self, drawn: &[u8; key::LENGTH]) -> io::Result<[u8; key::LENGTH]> {
        match self {
            Self::Folder(folder) => key::find_or_keep(folder, drawn),
            #[cfg(feature = "s3")]
            Self::Bucket(bucket) => bucket.key_or_keep(drawn),
        }
    }
}

/// A file that is coming, on the disk of this machine. Dropped before it is kept, nothing is left of
/// it.
pub struct Incoming {
    file: File,
    /// Its name, where it has one.
    place: Option<TempPath>,
    bytes: u64,
}

impl Incoming {
    const fn at(file: File, place: Option<TempPath>) -> Self {
        Self {
            file,
            place,
            bytes: 0,
        }
    }

    fn into_parts(self) -> (File, Option<TempPath>) {
        (self.file, self.place)
    }

    /// Adds what came.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn push(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.file.write_all(chunk)?;
        self.bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        Ok(())
    }

    /// How much has come.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// All of it.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub fn all(&mut self) -> io::Result<Vec<u8>> {
        self.file.rewind()?;
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Puts something else in its place.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.bytes = 0;
        self.push(bytes)
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

fn measured(file: &mut dyn Read) -> io::Result<(u64, String)> {
    let (mut sum, mut bytes) = (Sha256::new(), 0_u64);
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut chunk)?;
        let Some(some) = chunk.get(..read).filter(|some| !some.is_empty()) else {
            break;
        };
        sum.update(some);
        bytes += u64::try_from(read).unwrap_or_default();
    }
    let digest = sum
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok((bytes, digest))
}
