//! A list as the answer: CSV in parts as its rows are read, XLSX once the workbook is on the disk.
//!
//! # Why
//! A long list takes its time, which must be nobody else's. Its rows are read on threads that may
//! wait, few lists at a time, and between two parts nothing is held: neither a seat, nor a
//! connection to the database, nor the rows that are gone. What changes meanwhile may be told as it
//! was before or as it is since.

use std::{
    fmt,
    fs::File,
    io::Read as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{
            CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
            CONTENT_TYPE,
        },
    },
    web,
};
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Span;

use super::{App, PageError, ask, door::AS_IT_IS, identity::Knock, under_way};
use crate::{
    desk::{Desk, Error, Secret},
    domain::access::Scope,
    edges::table_out::{self, CsvParts, FileForm, Table, XlsxError},
};

/// How many lists are read at the same moment.
pub(super) const AT_ONCE: usize = 2;
/// How long a workbook waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long writing it may take: a client that gets no byte of an answer is given up soon after, see
/// `line.rs`.
const WRITTEN_WITHIN: Duration = Duration::from_secs(45);
/// How much of a workbook is read at once.
const CHUNK: usize = 64 * 1024;
/// What is handed out is looked at nowhere near our pages, whatever a browser takes it for.
const ALONE: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; sandbox";

/// Answers with a list; its rows are not read yet.
///
/// # Errors
/// When its first rows cannot be read; for a workbook, when there are more rows than it has room
/// for, or the disk fails.
pub async fn handed_out(
    app: &App,
    request: &HttpRequest,
    table: Table,
    form: FileForm,
) -> Result<HttpResponse, PageError> {
    let name = table.file_name(form);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, form.content_type()))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_SECURITY_POLICY, ALONE));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    match form {
        FileForm::Csv => {
            let mut parts = CsvParts::of(table);
            let (parts, first) = ask(app, move |_| {
                let first = parts.part()?;
                Ok::<_, Error>((parts, first))
            })
            .await?;
            let right = StillMay::now(app, request).await?;
            let room = Arc::clone(&app.exports);
            Ok(answer.streaming(in_parts((parts, right), first, room)))
        }
        FileForm::Xlsx => {
            under_way::wait_outside();
            let turn = tokio::time::timeout(PATIENCE, Arc::clone(&app.exports).acquire_owned());
            let turn = turn.await.map_err(|_| PageError::Busy)?;
            let turn = turn.map_err(|_| PageError::Broken)?;
            let written = tokio::time::timeout(WRITTEN_WITHIN, workbook(table, turn));
            let (file, bytes) = written.await.map_err(|_| PageError::TooManyRows)??;
            // It is compressed already.
            answer.insert_header((CONTENT_ENCODING, AS_IT_IS));
            Ok(answer.no_chunking(bytes).streaming(of_file(file)))
        }
    }
}

/// Writes a workbook on a thread that may wait; the turn is over when it is written, or when nobody
/// waits for it any more.
async fn workbook(table: Table, turn: OwnedSemaphorePermit) -> Result<(File, u64), PageError> {
    let span = Span::current();
    let awaited = Awaited::default();
    let stopped = Arc::clone(&awaited.over);
    let written = web::block(move || {
        let (_entered, _turn) = (span.enter(), turn);
        let list = table.name;
        let book = table_out::write_xlsx(table, table_out::MOST_ROWS, &stopped)?;
        let (rows, sha256) = (book.rows, book.hash);
        tracing::info!(list, form = "xlsx", rows, sha256, "a list was handed out");
        let bytes = book.file.metadata()?.len();
        Ok((book.file, bytes))
    });
    let written: Result<_, XlsxError> = written.await.map_err(|_| PageError::Broken)?;
    written.map_err(|error| match error {
        XlsxError::Desk(error) => PageError::from(error),
        XlsxError::TooManyRows | XlsxError::Stopped => PageError::TooManyRows,
        XlsxError::File(error) => {
            tracing::error!(error, "a workbook could not be written");
            PageError::Broken
        }
    })
}

/// Somebody waits for a workbook, until this is dropped.
#[derive(Debug, Default)]
struct Awaited {
    over: Arc<AtomicBool>,
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

type Part = Result<web::Bytes, CutOff>;

/// Who takes a list away, and what they saw when it began: a slow reader draws its parts for a long
/// time, and only as long as they see the same.
struct StillMay {
    desk: Desk,
    secret: Secret,
    scope: Scope,
}

impl StillMay {
    async fn now(app: &App, request: &HttpRequest) -> Result<Self, PageError> {
        let Knock { secret, refused } = Knock::of(request, app);
        let Some(secret) = secret else {
            return Err(refused);
        };
        let shown = secret.clone();
        let found = ask(app, move |desk| desk.signed_in(&shown)).await?;
        Ok(Self {
            desk: app.desk.clone(),
            scope: found.ok_or(refused)?.scope,
            secret,
        })
    }

    fn holds(&self) -> Result<bool, Error> {
        let found = self.desk.signed_in(&self.secret)?;
        Ok(found.is_some_and(|found| found.scope == self.scope))
    }
}

/// The parts of a list, the first of which was read; between two of them the turn is others'.
fn in_parts(
    parts: (CsvParts, StillMay),
    first: Option<Vec<u8>>,
    room: Arc<Semaphore>,
) -> impl stream::Stream<Item = Part> {
    let span = Span::current();
    stream::unfold(Some((parts, first)), move |state| {
        let (room, span) = (Arc::clone(&room), span.clone());
        async move {
            let ((mut parts, right), first) = state?;
            if let Some(first) = first {
                return Some((Ok(web::Bytes::from(first)), Some(((parts, right), None))));
            }
            let turn = room.acquire_owned().await;
            let read = web::block(move || {
                let (_entered, _turn) = (span.enter(), turn);
                next_part(&mut parts, &right).map(|part| ((parts, right), part))
            });
            match read.await {
                Ok(Ok((_, None))) => None,
                Ok(Ok((parts, Some(part)))) => {
                    Some((Ok(web::Bytes::from(part)), Some((parts, None))))
                }
                Ok(Err(CutOff)) | Err(_) => Some((Err(CutOff), None)),
            }
        }
    })
}

/// The part that comes next, as long as who takes the list sees the same; none after the last one.
fn next_part(parts: &mut CsvParts, right: &StillMay) -> Result<Option<Vec<u8>>, CutOff> {
    let failed = |error: Error| {
        tracing::error!(%error, "a list could not be read to its end");
        CutOff
    };
    if !right.holds().map_err(failed)? {
        tracing::info!("a list was cut off: who takes it does not see the same any more");
        return Err(CutOff);
    }
    let part = parts.part().map_err(failed)?;
    if part.is_none() {
        let (list, rows, sha256) = parts.told();
        tracing::info!(list, form = "csv", rows, sha256, "a list was handed out");
    }
    Ok(part)
}

/// The bytes of a file, chunk by chunk.
fn of_file(file: File) -> impl stream::Stream<Item = Part> {
    stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let read = web::block(move || {
            let mut chunk = vec![0; CHUNK];
            let read = file.read(&mut chunk)?;
            chunk.truncate(read);
            Ok::<_, std::io::Error>((chunk, file))
        });
        match read.await {
            Ok(Ok((chunk, _))) if chunk.is_empty() => None,
            Ok(Ok((chunk, file))) => Some((Ok(web::Bytes::from(chunk)), Some(file))),
            Ok(Err(_)) | Err(_) => Some((Err(CutOff), None)),
        }
    })
}

/// A list could not be read to its end: the connection is cut, so that nobody takes it for whole.
#[derive(Debug)]
struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the list cannot be read to its end")
    }
}

impl std::error::Error for CutOff {}
