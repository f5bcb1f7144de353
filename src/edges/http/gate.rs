//! The outermost of all: names a request, gives it its lane, and notes how it was answered.
//!
//! The log names the route, never the address: that may hold a secret. It names nobody.

use std::{
    error::Error as StdError,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use actix_web::{
    Error,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{ConnectionType, Method, StatusCode, header::CONTENT_ENCODING},
    middleware::Next,
    web::{self, Bytes},
};
use tracing::{Instrument as _, Span};

use super::{
    App, PageError, door::AS_IT_IS, identity::cookie_name, probes, request_id::RequestId,
    under_way::UnderWay,
};
use crate::edges::metrics::requests::Requests;

/// The route of what no route was found for.
const NO_ROUTE: &str = "(none)";

/// Lets a request through, and sees its answer off to its last byte.
pub async fn gate<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Err(PageError::Broken.into());
    };
    let peer = request.peer_addr().map(|peer| peer.ip());
    let id = RequestId::of(request.headers(), peer, |peer| app.is_proxy(peer));
    let session = request.cookie(cookie_name(app.settings.base_url.is_secure()));
    let session = session.as_ref().map(actix_web::cookie::Cookie::value);
    let lane = app.lanes.of(request.path(), session);
    let told = Told {
        began,
        method: method_named(request.method()),
        probe: probes::is_probe(request.path()),
        requests: app.requests.clone(),
        span: tracing::info_span!("http", request = id.as_str()),
    };
    let under_way = UnderWay::new(id, lane, app.lanes.clone());
    let work = next.call(request).instrument(told.span.clone());
    let answered = under_way.during(work).await;
    under_way.leave();
    match answered {
        Ok(answered) => {
            let (request, response) = answered.into_parts();
            let route = request.match_pattern();
            let status = response.status();
            let mut response = response.map_body(|_, body| {
                BoxBody::new(Watched {
                    told,
                    route: route.unwrap_or_else(|| NO_ROUTE.to_owned()),
                    status,
                    bytes: 0,
                    body: BoxBody::new(body),
                })
            });
            if response.headers().get(CONTENT_ENCODING) == Some(&AS_IT_IS) {
                response.headers_mut().remove(CONTENT_ENCODING);
            }
            if app.stopping.has_begun() {
                let head = response.head_mut();
                head.set_connection_type(ConnectionType::Close);
            }
            Ok(ServiceResponse::new(request, response))
        }
        Err(error) => {
            told.tell(NO_ROUTE, error.as_response_error().status_code(), 0);
            Err(error)
        }
    }
}

/// The methods that are told apart; any word may come as one.
fn method_named(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// What is told of a request when it is answered.
#[derive(Debug)]
struct Told {
    began: Instant,
    method: &'static str,
    probe: bool,
    requests: Arc<Requests>,
    span: Span,
}

impl Told {
    fn tell(&self, route: &str, status: StatusCode, bytes: u64) {
        let _entered = self.span.enter();
        let took = self.began.elapsed();
        let (method, status, seconds) = (self.method, status.as_u16(), took.as_secs_f64());
        self.requests.note(route, method, status, took);
        // Who is asked every few seconds whether all is well would drown the rest.
        if self.probe && status < 400 {
            tracing::debug!(route, method, status, seconds, bytes, "answered");
        } else {
            tracing::info!(route, method, status, seconds, bytes, "answered");
        }
    }
}

/// A body that is counted on its way out, and told of when it is gone.
#[derive(Debug)]
struct Watched {
    told: Told,
    route: String,
    status: StatusCode,
    bytes: u64,
    body: BoxBody,
}

impl MessageBody for Watched {
    type Error = Box<dyn StdError>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_next(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            self.bytes += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        }
        polled
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.told.tell(&self.route, self.status, self.bytes);
    }
}
