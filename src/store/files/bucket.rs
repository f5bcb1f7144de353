//! Files in a bucket of a service that speaks S3.
//!
//! # Why
//! A file comes to the disk of this machine first, under no name, so that what is too large or cut off
//! never reaches the bucket; then it is put there in one request, which makes it whole or not at all.
//! Its row is committed afterwards, as with a folder: a process that dies between the two leaves an
//! object without a row, which the sweep removes. Addresses are signed for a minute and never leave
//! this program: files are handed out by it alone.
//!
//! A signature bears the time of the machine, which the service compares with its own; the desk's clock
//! has no part in it.

use std::{
    fmt,
    fs::File,
    io::{self, Read, Seek as _},
    sync::Arc,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};
use rusty_s3::{Credentials, S3Action, UrlStyle, actions::ListObjectsV2};
use ureq::{Agent, Body, http};
use url::Url;

use super::{BucketAt, Incoming, key, measured};
use crate::{domain::ids::AttachmentId, outgoing};

/// How long an address works.
const SIGNED_FOR: Duration = Duration::from_secs(60);
/// How long the service may take to begin its answer, to take a file, and between two pieces of one.
const ANSWER: Duration = Duration::from_secs(10);
const TAKE: Duration = Duration::from_secs(60);
const PIECE: Duration = Duration::from_secs(20);
/// The longest list and the longest refusal that are read, in bytes.
const MOST_LISTED: u64 = 4 * 1024 * 1024;
const MOST_REFUSED: u64 = 16 * 1024;
/// How often something is asked that can be asked again.
const TRIES: usize = 2;
/// The name of the key.
const KEY: &str = "second-factor.key";
/// The name of what bears the mark of whose the files are, and the longest mark, in bytes.
const OWNER: &str = "owner";
const MOST_OWNER: usize = 200;

/// A bucket.
#[derive(Clone)]
pub struct Bucket(Arc<Inside>);

struct Inside {
    bucket: rusty_s3::Bucket,
    credentials: Credentials,
    prefix: String,
    agent: Agent,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("url", &self.0.bucket.base_url().as_str())
            .field("prefix", &self.0.prefix)
            .finish_non_exhaustive()
    }
}

impl Bucket {
    /// The bucket of the settings; it is not asked anything yet.
    ///
    /// # Errors
    /// What is wrong with its address or its name.
    pub fn of(at: &BucketAt) -> Result<Self, String> {
        let BucketAt {
            endpoint,
            region,
            bucket,
            prefix,
            key_id,
            secret,
        } = at;
        let (address, style) = match endpoint {
            Some(endpoint) => (endpoint.clone(), UrlStyle::Path),
            None => (
                format!("https://s3.{region}.amazonaws.com"),
                UrlStyle::VirtualHost,
            ),
        };
        let url = Url::parse(&address).map_err(|error| format!("{address}: {error}"))?;
        let plain = url.scheme() == "http";
        let known = rusty_s3::Bucket::new(url, style, bucket.clone(), region.clone())
            .map_err(|error| format!("{bucket}: {error}"))?;
        let config = outgoing::asking(plain)
            .timeout_recv_response(Some(ANSWER))
            .timeout_send_body(Some(TAKE))
            .timeout_per_read(Some(PIECE))
            .build();
        Ok(Self(Arc::new(Inside {
            bucket: known,
            credentials: Credentials::new(key_id.clone(), secret.clone()),
            prefix: prefix.clone(),
            agent: config.new_agent(),
        })))
    }

    /// A file that begins to come, on the disk of this machine.
    pub(super) fn incoming() -> io::Result<Incoming> {
        Ok(Incoming::at(tempfile::tempfile()?, None))
    }

    pub(super) fn keep(&self, incoming: Incoming, id: AttachmentId) -> io::Result<(u64, String)> {
        let (mut file, _) = incoming.into_parts();
        file.rewind()?;
        let (bytes, digest) = measured(&mut file)?;
        let name = self.named(id);
        again(|| {
            let mut file = file.try_clone()?;
            file.rewind()?;
            self.put(&name, file, bytes, false).map(drop)
        })?;
        Ok((bytes, digest))
    }

    pub(super) fn read(&self, id: AttachmentId) -> io::Result<impl Read + Send + use<>> {
        let name = self.named(id);
        Ok(again(|| self.get(&name))?.into_reader())
    }

    pub(super) fn remove(&self, id: AttachmentId) -> io::Result<()> {
        let name = self.named(id);
        let removed = again(|| {
            let url = self
                .0
                .bucket
                .delete_object(Some(&self.0.credentials), &name)
                .sign(SIGNED_FOR);
            self.ask(http::Request::delete(url.as_str()), ())
        });
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map(drop),
        }
    }

    pub(super) fn orphans<E: From<io::Error>>(
        &self,
        now: SystemTime,
        age: Duration,
        mut known: impl FnMut(AttachmentId) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let old = DateTime::<Utc>::from(now)
            - chrono::TimeDelta::from_std(age).unwrap_or(chrono::TimeDelta::MAX);
        let (mut removed, mut further) = (0, None::<String>);
        loop {
            let page = again(|| self.list(further.as_deref()))?;
            for object in page.contents {
                let name = object.key.rsplit('/').next().unwrap_or_default();
                let Ok(id) = name.parse() else { continue };
                let put_at = object
                    .last_modified
                    .and_then(|at| at.parse::<DateTime<Utc>>().ok());
                let is_old = put_at.is_some_and(|at| at <= old);
                if is_old && object.key == self.named(id) && !known(id)? {
                    self.remove(id)?;
                    removed += 1;
                }
            }
            match page.next_continuation_token {
                Some(token) => further = Some(token),
                None => return Ok(removed),
            }
        }
    }

    pub(super) fn key(&self) -> io::Result<Option<[u8; key::LENGTH]>> {
        let name = self.under(KEY);
        let Some(bytes) = self.small(&name, key::LENGTH + 1)? else {
            return Ok(None);
        };
        bytes.try_into().map(Some).map_err(|_| {
            let why = format!("the object {name} is not {} bytes long", key::LENGTH);
            io::Error::new(io::ErrorKind::InvalidData, why)
        })
    }

    /// The key; the service keeps the first one that is put there (`If-None-Match: *`).
    pub(super) fn key_or_keep(&self, drawn: &[u8; key::LENGTH]) -> io::Result<[u8; key::LENGTH]> {
        if let Some(key) = self.key()? {
            return Ok(key);
        }
        self.put_first(&self.under(KEY), drawn)?;
        self.key()?
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    /// Leaves a mark; the service keeps the first one that is put there. What bears another one.
    pub(super) fn claim(&self, own: &str) -> io::Result<Option<String>> {
        let name = self.under(OWNER);
        let mut found = self.small(&name, MOST_OWNER)?;
        if found.is_none() {
            self.put_first(&name, own.as_bytes())?;
            found = self.small(&name, MOST_OWNER)?;
        }
        let found = found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok((found != own.as_bytes()).then_some(name))
    }

    /// The beginning of an object, if there is one.
    fn small(&self, name: &str, most: usize) -> io::Result<Option<Vec<u8>>> {
        let most = u64::try_from(most).unwrap_or_default();
        let found = again(|| {
            let mut bytes = Vec::new();
            let body = self.get(name)?;
            body.into_reader().take(most).read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        match found {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }

    /// Puts an object where there is none of the name; another one stays.
    fn put_first(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::tempfile()?;
        io::Write::write_all(&mut file, bytes)?;
        file.rewind()?;
        let length = u64::try_from(bytes.len()).unwrap_or_default();
        match self.put(name, file, length, true) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    fn under(&self, name: &str) -> String {
        if self.0.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.0.prefix)
        }
    }

    /// What a file is called: on a shelf, as in a folder.
    fn named(&self, id: AttachmentId) -> String {
        let name = id.to_string();
        let shelf = name.get(name.len().saturating_sub(2)..).unwrap_or_default();
        self.under(&format!("{shelf}/{name}"))
    }

    fn put(&self, name: &str, file: File, bytes: u64, first: bool) -> io::Result<Body> {
        let url = self
            .0
            .bucket
            .put_object(Some(&self.0.credentials), name)
            .sign(SIGNED_FOR);
        let mut request = http::Request::put(url.as_str())
            .header(http::header::CONTENT_LENGTH, bytes)
            .header(http::header::CONTENT_TYPE, "application/octet-stream");
        if first {
            request = request.header(http::header::IF_NONE_MATCH, "*");
        }
        self.ask(request, file)
    }

    fn get(&self, name: &str) -> io::Result<Body> {
        let url = self
            .0
            .bucket
            .get_object(Some(&self.0.credentials), name)
            .sign(SIGNED_FOR);
        self.ask(http::Request::get(url.as_str()), ())
    }

    fn list(
        &self,
        further: Option<&str>,
    ) -> io::Result<rusty_s3::actions::list_objects_v2::ListObjectsV2Response> {
        let mut list = self.0.bucket.list_objects_v2(Some(&self.0.credentials));
        list.with_prefix(self.under(""));
        if let Some(token) = further {
            list.with_continuation_token(token);
        }
        let url = list.sign(SIGNED_FOR);
        let text = self
            .ask(http::Request::get(url.as_str()), ())?
            .into_with_config()
            .limit(MOST_LISTED)
            .read_to_string()
            .map_err(ureq::Error::into_io)?;
        ListObjectsV2::parse_response(&text)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
    }

    /// Asks, once.
    fn ask(
        &self,
        request: http::request::Builder,
        body: impl ureq::AsSendBody,
    ) -> io::Result<Body> {
        let request = request.body(body).map_err(io::Error::other)?;
        let answer = self.0.agent.run(request).map_err(ureq::Error::into_io)?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer.into_body());
        }
        let kind = match status.as_u16() {
            404 => io::ErrorKind::NotFound,
            409 | 412 => io::ErrorKind::AlreadyExists,
            401 | 403 => io::ErrorKind::PermissionDenied,
            429 | 500.. => io::ErrorKind::ResourceBusy,
            _ => io::ErrorKind::Other,
        };
        let said = answer
            .into_body()
            .into_with_config()
            .limit(MOST_REFUSED)
            .read_to_string()
            .unwrap_or_default();
        let code = said
            .split_once("<Code>")
            .and_then(|(_, rest)| rest.split_once("</Code>"))
            .map_or("no reason", |(code, _)| code);
        let code: String = code
            .chars()
            .filter(char::is_ascii_graphic)
            .take(60)
            .collect();
        Err(io::Error::new(
            kind,
            format!("the bucket answers {status}: {code}"),
        ))
    }
}

/// Asks once more where the service was too busy or the wire broke.
fn again<T>(mut ask: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut tries = 0;
    loop {
        tries += 1;
        match ask() {
            Err(error) if tries < TRIES && may_pass(error.kind()) => {
                tracing::warn!(%error, "the bucket is asked again");
            }
            other => return other,
        }
    }
}

const fn may_pass(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ResourceBusy
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    )
}
