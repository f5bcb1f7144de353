//! Files come with a form, wait until it is accepted, and then belong to its message.
//!
//! A form that is sent back for correction keeps its files. What is never accepted goes after a
//! day, with whatever a crash left half there.

use std::{fmt, io, time::Duration};

use chrono::TimeDelta;

use crate::{
    domain::{
        access::Scope,
        attachment::{
            Attachment, FileLimits, FileName, MOST_BYTES, MOST_FILES, MOST_TOGETHER, MediaType,
        },
        ids::{AttachmentId, MessageId, TicketId, VendorCaseId},
        notice::FileFacts,
        ticket::Message,
    },
    store::{Conn, StoreError, attachments, files, messages, tickets, vendor},
};

use super::{Desk, Error, Field, Found, Secret, limit_files::beyond, pictures};

/// How long files wait for their form, in hours.
const WAIT: i64 = 24;
/// The most bytes of files that wait with forms, all together: 2 GiB.
const MOST_WAITING: u64 = 2 * 1024 * 1024 * 1024;
/// How many abandoned files are forgotten in one write.
const AT_A_TIME: i64 = 200;

/// The form that files come with: it is accepted once, by whoever was shown it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FormKey(String);

impl FormKey {
    /// The form that files a request.
    #[must_use]
    pub fn filing(key: &Secret) -> Self {
        Self(format!("filing {}", key.hash()))
    }

    /// The form of a message.
    #[must_use]
    pub fn message(message: MessageId) -> Self {
        Self(format!("message {message}"))
    }
}

/// A file that is coming with a form.
#[derive(Debug)]
pub struct Upload {
    name: FileName,
    incoming: files::Incoming,
}

/// Why a file was not taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NotTaken {
    /// Larger than so many bytes.
    TooLarge(FileName, u64),
    /// The form has so many already, and more are not taken.
    TooMany(FileName, usize),
    /// Together with the others of the form, more than so many bytes.
    TooMuch(FileName, u64),
    /// Too many files wait with forms, here or from the same network.
    NoRoom(FileName),
}

impl NotTaken {
    /// The file.
    #[must_use]
    pub const fn name(&self) -> &FileName {
        match self {
            Self::TooLarge(name, _)
            | Self::TooMany(name, _)
            | Self::TooMuch(name, _)
            | Self::NoRoom(name) => name,
        }
    }
}

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(name, most) => write!(f, "{name} is larger than {most} bytes"),
            Self::NoRoom(name) => write!(f, "there is no room for {name} now"),
            Self::TooMany(name, most) => write!(f, "{name} is one more than {most} files"),
            Self::TooMuch(name, most) => write!(
                f,
                "with {name}, the files are larger than {most} bytes together"
            ),
        }
    }
}

impl std::error::Error for NotTaken {}

impl Upload {
    /// Adds what came; `false` when the file is too large, and then nothing more is worth reading.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn push(&mut self, chunk: &[u8]) -> Result<bool, Error> {
        let more = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if self.incoming.bytes().saturating_add(more) > MOST_BYTES {
            return Ok(false);
        }
        self.incoming.push(chunk).map_err(unwritten)?;
        Ok(true)
    }

    /// The name, as it is shown.
    #[must_use]
    pub const fn name(&self) -> &FileName {
        &self.name
    }
}

impl Desk {
    /// Whether files are taken here: there is a place for them.
    #[must_use]
    pub fn takes_files(&self) -> bool {
        self.files.is_some()
    }

    /// Begins to take a file.
    ///
    /// # Errors
    /// When the disk does not take it; [`Error::NotFound`] where no files are taken.
    pub fn upload(&self, name: &str) -> Result<Upload, Error> {
        let incoming = self.kept()?.incoming().map_err(unwritten)?;
        Ok(Upload {
            name: FileName::of(name),
            incoming,
        })
    }

    /// Keeps a file that has come whole, until its form is accepted. Pictures lose what they tell
    /// of their maker.
    ///
    /// # Errors
    /// When the disk or the database does not take it. What is too much is no error: the form is
    /// shown again, and says so.
    pub fn keep_upload(
        &self,
        form: &FormKey,
        upload: Upload,
    ) -> Result<Result<Attachment, NotTaken>, Error> {
        let Upload { name, mut incoming } = upload;
        let waiting = self.waiting_files(form)?;
        let together: u64 = waiting.iter().map(|file| file.bytes).sum();
        if waiting.len() >= MOST_FILES {
            return Ok(Err(NotTaken::TooMany(name, MOST_FILES)));
        }
        if together.saturating_add(incoming.bytes()) > MOST_TOGETHER {
            return Ok(Err(NotTaken::TooMuch(name, MOST_TOGETHER)));
        }
        let all = self.store.read(attachments::waiting_bytes)?;
        if all.saturating_add(incoming.bytes()) > MOST_WAITING {
            tracing::warn!(
                bytes = all,
                "too many files wait with forms that were not sent off"
            );
            return Ok(Err(NotTaken::NoRoom(name)));
        }
        let kind = MediaType::named(&name);
        if matches!(kind, MediaType::Jpeg | MediaType::Png | MediaType::Webp)
            && let Some(plain) = pictures::without_traces(kind, &incoming.all().map_err(unwritten)?)
        {
            incoming.replace(&plain).map_err(unwritten)?;
        }
        let id = AttachmentId::fresh();
        let (bytes, digest) = self.kept()?.keep(incoming, id).map_err(unwritten)?;
        let file = Attachment {
            id,
            name,
            kind,
            bytes,
            digest,
            kept_at: self.clock.now(),
            of: None,
        };
        let (form, row) = (form.clone(), file.clone());
        self.store
            .write(move |tx| attachments::insert(tx, &form.0, &row))?;
        Ok(Ok(file))
    }

    /// The files that a form has brought and that no message has taken yet.
    ///
    /// # Errors
    /// When the database fails.
    pub fn waiting_files(&self, form: &FormKey) -> Result<Vec<Attachment>, Error> {
        let form = form.clone();
        Ok(self
            .store
            .read(move |conn| attachments::waiting(conn, &form.0))?)
    }

    /// Takes a file out of a form that is still being filled in.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drop_waiting_file(&self, form: &FormKey, id: AttachmentId) -> Result<(), Error> {
        let form = form.clone();
        let dropped = self
            .store
            .write(move |tx| attachments::drop_waiting(tx, &form.0, id))?;
        if dropped {
            self.kept()?.remove(id).map_err(unwritten)?;
        }
        Ok(())
    }

    /// A file of a ticket, to hand out, as `scope` may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, none on this ticket, or none for this scope.
    pub fn attachment(
        &self,
        ticket: TicketId,
        id: AttachmentId,
        scope: &Scope,
    ) -> Result<(Attachment, files::Reading), Error> {
        let file = self.store.read(move |conn| -> Result<_, Error> {
            let ticket = tickets::find(conn, ticket, scope).found()?;
            let seen = messages::of(conn, ticket.id, scope)?;
            visible(conn, ticket.id, &seen)?
                .into_iter()
                .find(|file| file.id == id)
                .ok_or(Error::NotFound)
        })?;
        Ok((file, self.kept_bytes(id)?))
    }

    /// The bytes of a file that is known.
    pub(super) fn kept_bytes(&self, id: AttachmentId) -> Result<files::Reading, Error> {
        self.kept()?.read(id).map_err(|error| match error.kind() {
            // A bucket that does not answer now may do so in a while.
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::ResourceBusy
            | io::ErrorKind::TimedOut => unwritten(error),
            _ => {
                tracing::error!(%error, attachment = %id, "a file that is known cannot be read");
                Error::Inconsistent(format!("the file of attachment {id} cannot be read"))
            }
        })
    }

    /// A file of the ticket behind a requester's secret link.
    ///
    /// # Errors
    /// As [`Desk::attachment`].
    pub fn attachment_by_link(
        &self,
        link: &Secret,
        id: AttachmentId,
    ) -> Result<(Attachment, files::Reading), Error> {
        let scope = self.scope_of(link)?;
        let ticket = scope.only().ok_or(Error::NotFound)?;
        self.behind(&scope).attachment(ticket, id, &scope)
    }

    /// Forgets files whose form was never accepted, and removes what no row knows. How many.
    ///
    /// # Errors
    /// When the database or the folder fails; when the files are another installation's.
    pub fn sweep_files(&self) -> Result<u64, Error> {
        let Some(files) = &self.files else {
            return Ok(0);
        };
        self.claim_files()?;
        let now = self.clock.now();
        let before = now - TimeDelta::hours(WAIT);
        let mut removed = 0;
        loop {
            let dropped = self
                .store
                .write(move |tx| attachments::drop_abandoned(tx, before, AT_A_TIME))?;
            for id in &dropped {
                files.remove(*id).map_err(unwritten)?;
                removed += 1;
            }
            if dropped.is_empty() {
                break;
            }
        }
        let age = Duration::from_secs(u64::try_from(WAIT * 3_600).unwrap_or_default());
        let found = files.orphans(now.into(), age, |id| {
            self.store
                .read(|conn| attachments::exists(conn, id))
                .map_err(Unswept::Store)
        });
        match found {
            Ok(orphans) => Ok(removed + orphans),
            Err(Unswept::Store(error)) => Err(error.into()),
            Err(Unswept::Disk(error)) => Err(unwritten(error)),
        }
    }

    fn kept(&self) -> Result<&files::Files, Error> {
        self.files.as_ref().ok_or(Error::NotFound)
    }
}

/// The files of some messages of a ticket: of those that the reader may see.
pub(super) fn visible(
    conn: &mut Conn,
    ticket: TicketId,
    seen: &[Message],
) -> Result<Vec<Attachment>, Error> {
    let mut files = attachments::of(conn, ticket)?;
    files.retain(|file| {
        file.of
            .is_some_and(|(_, of)| seen.iter().any(|message| message.id == of))
    });
    Ok(files)
}

/// Gives the files of a form to its message, in the write that accepts it, and says which they are.
///
/// # Errors
/// [`Error::Invalid`] when they are beyond the limits of the contract.
pub(super) fn accept(
    tx: &mut Conn,
    form: &FormKey,
    (ticket, message): (TicketId, MessageId),
    limits: FileLimits,
) -> Result<Vec<FileFacts>, Error> {
    let files = attachments::waiting(tx, &form.0)?;
    for (count, file) in files.iter().enumerate() {
        if beyond(limits, files.get(..count).unwrap_or_default(), file).is_some() {
            return Err(Error::fault(Field::Files, "beyond"));
        }
    }
    attachments::take(tx, &form.0, ticket, message)?;
    let told = |file: Attachment| FileFacts {
        name: file.name.as_str().to_owned(),
        bytes: file.bytes,
    };
    Ok(files.into_iter().map(told).collect())
}

/// Gives the files of a form to what a vendor wrote on a case of a ticket.
pub(super) fn accept_of_vendor(
    tx: &mut Conn,
    form: &FormKey,
    said: (TicketId, VendorCaseId, MessageId),
) -> Result<(), Error> {
    Ok(vendor::files::take(tx, &form.0, said)?)
}

enum Unswept {
    Store(StoreError),
    Disk(io::Error),
}

impl From<io::Error> for Unswept {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The disk fails: for whoever asks it is as if the database did.
pub(super) fn unwritten(error: io::Error) -> Error {
    tracing::error!(%error, "the folder of files fails");
    Error::Store(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Unavailable(format!("the folder of files: {error}")),
    })
}
