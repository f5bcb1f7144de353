//! Somebody signed in who may still have to set up the second factor: what leads there, and out.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::future::LocalBoxFuture;

use super::{PageError, Worker};

/// Somebody signed in on the agents' side, at any level: only the pages of the second factor and
/// the way out take it. Everything else takes a [`Worker`], who has gone through there.
#[derive(Clone, Debug)]
pub struct AnyLevel(pub Worker);

impl FromRequest for AnyLevel {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Worker::at_any_level(&request).await.map(Self) })
    }
}
