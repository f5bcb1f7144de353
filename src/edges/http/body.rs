//! Reading a request's body: no more than a form needs, and within a time, so that a client that
//! sends a byte a second holds nothing.

use std::time::Duration;

use actix_web::{
    HttpRequest,
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
