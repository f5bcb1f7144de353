//! A form that may bring files along (RFC 7578), and a file handed out.
//!
//! Files go to the disk as they come, never whole into memory. What is too large is read past and
//! said on the page that shows the form again: nothing that was typed is lost because of it.

use std::{
    fmt,
    io::{self, Read},
    time::{Duration, Instant},
};

use actix_multipart::{Field, Multipart};
use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    web,
};
use futures_util::{StreamExt as _, future::LocalBoxFuture, stream};

use super::{App, Form, PageError, ask, body, form_door::Source, under_way};
use crate::{
    desk::{Desk, Error, FormKey, NotTaken, Secret, Upload},
    domain::{
        attachment::{Attachment, FileLimits, FileName, MOST_BYTES, MOST_TOGETHER},
        ids::MessageId,
    },
};

/// The most fields of a form, files among them.
const MOST_PARTS: usize = 120;
/// How many bytes are gathered before they go to the disk.
const GATHERED: usize = 256 * 1024;
/// What an upload has to bring a second, once it had time to begin.
const SLOWEST: u64 = 8 * 1024;
/// How long it has to begin.
const GRACE: Duration = Duration::from_secs(30);
/// The name of the field that says that files wait with the form.
const WAITING: &str = "files-waiting";
/// The name of the boxes that take a waiting file out of the form.
const DROPPED: &str = "files-drop";

/// What is handed out is looked at nowhere near our pages, whatever a browser takes it for.
const ALONE: &str = "default-src 'none'; sandbox";

/// What was typed into a form, and the files that wait with it.
#[derive(Debug, Default)]
pub struct FormWithFiles {
    /// What was typed.
    pub form: Form,
    /// Every file that has come with this form until now, in order.
    pub files: Vec<Attachment>,
    /// Those that were not taken, and why.
    pub refused: Vec<NotTaken>,
}

impl FormWithFiles {
    /// The same without those files that are beyond the limits of the form's contract, which `limits`
    /// asks the desk for; they are said as those that were not taken.
    ///
    /// # Errors
    /// As [`ask`].
    pub async fn within(
        mut self,
        app: &App,
        limits: impl FnOnce(&Desk) -> Result<FileLimits, Error> + Send + 'static,
    ) -> Result<Self, PageError> {
        let Some(key) = key(&self.form).filter(|_| !self.files.is_empty()) else {
            return Ok(self);
        };
        let files = std::mem::take(&mut self.files);
        let (kept, refused) = ask(app, move |desk| {
            // Which contract it is may be among what is to be corrected; the write looks again.
            let limits = match limits(desk) {
                Err(Error::Invalid(_)) => FileLimits::HOUSE,
                known => known?,
            };
            desk.keep_within(limits, &key, files)
        })
        .await?;
        self.files = kept;
        self.refused.extend(refused);
        Ok(self)
    }
}

impl FromRequest for FormWithFiles {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = request
                .app_data::<web::Data<App>>()
                .cloned()
                .ok_or(PageError::Broken)?;
            let several = request
                .content_type()
                .eq_ignore_ascii_case("multipart/form-data");
            let (form, refused, came) = if several {
                if !app.desk.takes_files() {
                    return Err(PageError::NotAForm);
                }
                let mut parts = Parts::of(&app, &request, payload)?;
                parts.read().await?;
                (Form::typed(parts.typed)?, parts.refused, parts.came)
            } else {
                (
                    Form::from_request(&request, &mut payload).await?,
                    Vec::new(),
                    false,
                )
            };
            let key = key(&form);
            let files = match key {
                Some(key) if came || form.checked(WAITING) => waiting(&app, &form, key).await?,
                _ => Vec::new(),
            };
            Ok(Self {
                form,
                files,
                refused,
            })
        })
    }
}

/// The form's key: it stands before the files.
fn key(form: &Form) -> Option<FormKey> {
    let filing = Secret::read(form.line("key")).map(|key| FormKey::filing(&key));
    let message = || form.line("message").parse::<MessageId>().ok();
    filing.or_else(|| message().map(FormKey::message))
}

/// What waits with the form, without what its boxes take out.
async fn waiting(app: &App, form: &Form, key: FormKey) -> Result<Vec<Attachment>, PageError> {
    let dropped: Vec<_> = form.all(DROPPED).filter_map(|id| id.parse().ok()).collect();
    ask(app, move |desk| {
        for id in dropped {
            desk.drop_waiting_file(&key, id)?;
        }
        desk.waiting_files(&key)
    })
    .await
}

/// The parts of a body, read one after the other.
struct Parts<'a> {
    app: &'a App,
    source: Source,
    parts: Multipart,
    typed: Vec<(String, String)>,
    refused: Vec<NotTaken>,
    /// Whether any file came.
    came: bool,
    /// How much text may still come, in bytes.
    room: usize,
    pace: Pace,
}

impl<'a> Parts<'a> {
    fn of(app: &'a App, request: &HttpRequest, payload: Payload) -> Result<Self, PageError> {
        let most = MOST_TOGETHER + u64::try_from(body::MOST).unwrap_or(0) + 64 * 1024;
        let announced = request
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok())
            .and_then(|length| length.parse::<u64>().ok())
            .ok_or(PageError::NotUnderstood)?;
        if announced > most {
            return Err(PageError::TooLarge);
        }
        Ok(Self {
            app,
            source: app.source(request),
            parts: Multipart::new(request.headers(), payload),
            typed: Vec::new(),
            refused: Vec::new(),
            came: false,
            room: body::MOST,
            pace: Pace::begin(app.settings.body_patience),
        })
    }

    async fn read(&mut self) -> Result<(), PageError> {
        let mut seen = 0;
        while let Some(part) = self.pace.next(&mut self.parts).await? {
            seen += 1;
            if seen > MOST_PARTS {
                return Err(PageError::NotUnderstood);
            }
            let file = part
                .content_disposition()
                .and_then(|said| said.get_filename().map(str::to_owned));
            match file {
                // A field for files that was left alone comes as a file without a name.
                Some(name) if name.is_empty() => self.pace.past(part).await?,
                Some(name) => self.file(part, &name).await?,
                None => self.text(part).await?,
            }
        }
        Ok(())
    }

    async fn text(&mut self, mut part: Field) -> Result<(), PageError> {
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = self.pace.next(&mut part).await? {
            self.room = self
                .room
                .checked_sub(chunk.len())
                .ok_or(PageError::TooLarge)?;
            value.extend_from_slice(&chunk);
        }
        let value = String::from_utf8_lossy(&value).into_owned();
        self.typed.push((name, value));
        Ok(())
    }

    async fn file(&mut self, mut part: Field, name: &str) -> Result<(), PageError> {
        let form = Form::typed(self.typed.clone())?;
        let key = key(&form).ok_or(PageError::NotUnderstood)?;
        let now = self.app.desk.clock().now();
        if !self.app.form_door.may_upload(self.source, now) {
            self.refused.push(NotTaken::NoRoom(FileName::of(name)));
            return self.pace.past(part).await;
        }
        self.came = true;
        let mut upload = self.app.desk.upload(name).map_err(PageError::from)?;
        let mut gathered = Vec::new();
        while let Some(chunk) = self.pace.next(&mut part).await? {
            gathered.extend_from_slice(&chunk);
            if gathered.len() >= GATHERED {
                let (back, fits) = pushed(self.app, upload, std::mem::take(&mut gathered)).await?;
                if !fits {
                    self.refused
                        .push(NotTaken::TooLarge(back.name().clone(), MOST_BYTES));
                    return self.pace.past(part).await;
                }
                upload = back;
            }
        }
        let (upload, fits) = pushed(self.app, upload, gathered).await?;
        if !fits {
            self.refused
                .push(NotTaken::TooLarge(upload.name().clone(), MOST_BYTES));
            return Ok(());
        }
        match ask(self.app, move |desk| desk.keep_upload(&key, upload)).await? {
            Ok(_) => {}
            Err(refused) => self.refused.push(refused),
        }
        Ok(())
    }
}

/// Sends bytes to the disk on a thread that may wait for it.
async fn pushed(
    app: &App,
    mut upload: Upload,
    bytes: Vec<u8>,
) -> Result<(Upload, bool), PageError> {
    ask(app, move |_| {
        let fits = upload.push(&bytes)?;
        Ok::<_, Error>((upload, fits))
    })
    .await
}

/// How fast a body has to come: something within the patience, and not too little on the whole.
struct Pace {
    begun: Instant,
    patience: Duration,
    bytes: u64,
}

impl Pace {
    fn begin(patience: Duration) -> Self {
        Self {
            begun: Instant::now(),
            patience,
            bytes: 0,
        }
    }

    async fn next<S, T, E>(&mut self, from: &mut S) -> Result<Option<T>, PageError>
    where
        S: futures_util::Stream<Item = Result<T, E>> + Unpin,
        T: Weighed,
    {
        under_way::wait_outside();
        let next = tokio::time::timeout(self.patience, from.next())
            .await
            .map_err(|_| PageError::TooSlow)?;
        let next = next.transpose().map_err(|_| PageError::NotUnderstood)?;
        self.bytes += next.as_ref().map_or(0, Weighed::weight);
        let since = self.begun.elapsed();
        if since > GRACE && self.bytes / since.as_secs().max(1) < SLOWEST {
            return Err(PageError::TooSlow);
        }
        Ok(next)
    }

    /// Reads past what is left of a part.
    async fn past(&mut self, mut part: Field) -> Result<(), PageError> {
        while self.next(&mut part).await?.is_some() {}
        Ok(())
    }
}

/// How many bytes something brought.
trait Weighed {
    fn weight(&self) -> u64;
}

impl Weighed for web::Bytes {
    fn weight(&self) -> u64 {
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }
}

impl Weighed for Field {
    fn weight(&self) -> u64 {
        0
    }
}

/// An answer that hands a file out: always to be saved, never to be shown among our pages.
#[must_use]
pub fn handed_out(file: &Attachment, bytes: Box<dyn Read + Send>) -> HttpResponse {
    let chunks = stream::unfold(Some(bytes), |file| async move {
        let mut file = file?;
        let read = web::block(move || {
            let mut chunk = vec![0; 64 * 1024];
            let read = file.read(&mut chunk)?;
            chunk.truncate(read);
            Ok::<_, io::Error>((chunk, file))
        })
        .await;
        match read {
            Ok(Ok((chunk, _))) if chunk.is_empty() => None,
            Ok(Ok((chunk, file))) => Some((Ok(web::Bytes::from(chunk)), Some(file))),
            Ok(Err(error)) => Some((Err(CutOff(error.to_string())), None)),
            Err(error) => Some((Err(CutOff(error.to_string())), None)),
        }
    });
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.kind.word()))
        .insert_header((CONTENT_DISPOSITION, file.name.disposition()))
        .insert_header((CONTENT_SECURITY_POLICY, ALONE))
        .no_chunking(file.bytes)
        .streaming(chunks)
}

/// A file could not be read to its end: the connection is cut, so that nobody takes it for whole.
#[derive(Debug)]
struct CutOff(String);

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file cannot be read to its end: {}", self.0)
    }
}

impl std::error::Error for CutOff {}
