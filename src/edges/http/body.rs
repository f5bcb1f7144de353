//! Reading a request's body: no more than a form needs, and within a time, so that a client that
//! sends a byte a second holds nothing.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use actix_web::{
    HttpRequest,
    body::{BodySize, MessageBody},
    dev::Payload,
    http::header::CONTENT_LENGTH,
    web::{self, Bytes, BytesMut},
};
use futures_util::StreamExt as _;
use tokio::sync::SemaphorePermit;

use super::{App, PageError, under_way};

/// The most bytes of a form: the longest description, percent-encoded, fits.
pub const MOST: usize = 256 * 1024;
/// How many bytes a body may have before it takes a share of the room for large ones.
const SMALL: usize = 16 * 1024;
/// How long a body may take whatever its rate, and how many bytes a second it must bring from then
/// on, counted from its beginning: a tenth of what the slowest mobile network does.
const GRACE: Duration = Duration::from_secs(3);
const LEAST_RATE: usize = 512;

/// The whole body. The seat of the request under way is left to others meanwhile.
///
/// # Errors
/// [`PageError::TooLarge`] at once when the length that is announced is too much, or as soon as
/// too much has come; [`PageError::TooSlow`] after `patience`, and earlier when it comes too
/// slowly; [`PageError::Busy`] when too many large ones come at once;
/// [`PageError::NotUnderstood`] when the client breaks off.
pub async fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    patience: Duration,
) -> Result<Bytes, PageError> {
    under_way::wait_outside();
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    if announced.is_some_and(|length| length.parse().map_or(true, |bytes: usize| bytes > MOST)) {
        return Err(PageError::TooLarge);
    }
    let room = request.app_data::<web::Data<App>>().map(|app| &app.held);
    let began = Instant::now();
    let mut shares: Option<SemaphorePermit<'_>> = None;
    let mut body = BytesMut::new();
    loop {
        let wait = until_too_slow(body.len())
            .min(patience)
            .saturating_sub(began.elapsed());
        let Ok(next) = tokio::time::timeout(wait, payload.next()).await else {
            return Err(PageError::TooSlow);
        };
        let Some(chunk) = next else {
            return Ok(body.freeze());
        };
        let chunk = chunk.map_err(|_| PageError::NotUnderstood)?;
        if body.len() + chunk.len() > MOST {
            return Err(PageError::TooLarge);
        }
        body.extend_from_slice(&chunk);
        if let Some(room) = room {
            let wanted = body.len().saturating_sub(SMALL).div_ceil(1024);
            let had = shares.as_ref().map_or(0, SemaphorePermit::num_permits);
            if wanted > had {
                let more = u32::try_from(wanted - had).map_err(|_| PageError::TooLarge)?;
                let more = room.try_acquire_many(more).map_err(|_| PageError::Busy)?;
                match &mut shares {
                    Some(shares) => shares.merge(more),
                    None => shares = Some(more),
                }
            }
        }
    }
}

/// How long a body of which so many bytes have come may take for the next.
fn until_too_slow(bytes: usize) -> Duration {
    let seconds = u64::try_from(bytes / LEAST_RATE).unwrap_or(u64::MAX);
    GRACE.max(Duration::from_secs(seconds))
}

/// A page that answers a request whose body is not read, together with that body.
///
/// The server reads a body in chunks that nobody holds any more to its end, which may never come.
/// As long as it is held, the connection is closed after the answer instead.
pub struct Held {
    page: Option<Bytes>,
    size: u64,
    _unread: Payload,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl Held {
    /// A page, and the body that came with the request for it.
    pub fn new(page: String, unread: Payload) -> Self {
        let page = Bytes::from(page);
        Self {
            size: u64::try_from(page.len()).unwrap_or(u64::MAX),
            page: Some(page),
            _unread: unread,
        }
    }
}

impl MessageBody for Held {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.get_mut().page.take().map(Ok))
    }
}
