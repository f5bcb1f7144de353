//! Reading a request's body: no more than a form needs, and within a time, so that a client that
//! sends a byte a second holds nothing.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpRequest,
    body::{BodySize, MessageBody},
    dev::Payload,
    http::header::CONTENT_LENGTH,
    web::{Bytes, BytesMut},
};
use futures_util::StreamExt as _;

use super::PageError;

/// The most bytes of a form: the longest description, percent-encoded, fits.
pub const MOST: usize = 256 * 1024;

/// The whole body.
///
/// # Errors
/// [`PageError::TooLarge`] at once when the length that is announced is too much, or as soon as
/// too much has come; [`PageError::TooSlow`] after `patience`; [`PageError::NotUnderstood`] when
/// the client breaks off.
pub async fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    patience: Duration,
) -> Result<Bytes, PageError> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    if announced.is_some_and(|length| length.parse().map_or(true, |bytes: usize| bytes > MOST)) {
        return Err(PageError::TooLarge);
    }
    let all = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| PageError::NotUnderstood)?;
            if body.len() + chunk.len() > MOST {
                return Err(PageError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(patience, all)
        .await
        .unwrap_or(Err(PageError::TooSlow))
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
