//! What every request passes on its way in, and every answer on its way out.
//!
//! In: the `Host` must be ours, and what may change something must come from a page of ours.
//! Out: an error becomes a page in words, a panic too, and every answer gets its headers. Logs
//! name routes, never addresses: those may hold secrets.

use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};

use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError as _,
    body::{BoxBody, EitherBody, MessageBody},
    cookie::Cookie,
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        StatusCode,
        header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderValue, TRANSFER_ENCODING},
    },
    middleware::Next,
    web,
};
use askama::Template as _;

use super::{
    App, PageError, body::Held, error, headers, origin, preferences::Preferences, request_id,
    request_id::RequestId, under_way,
};
use crate::edges::pages::{
    problem::{AtTheDesk, Problem, View},
    status::is_status,
};

const HTML: &str = "text/html; charset=utf-8";
/// Of what is not worth compressing when there is too much to do; it is not sent (RFC 9110, 8.4.1).
pub(super) const AS_IT_IS: HeaderValue = HeaderValue::from_static("identity");

/// What is needed to answer after the request itself is gone.
struct Asker {
    app: web::Data<App>,
    id: RequestId,
    preferences: Preferences,
    kept: Vec<Cookie<'static>>,
    path: String,
    secret: bool,
}

/// Lets a request in, and its answer out.
pub async fn door<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Err(PageError::Broken.into());
    };
    let secure = app.settings.base_url.is_secure();
    let preferences = Preferences::of(request.request());
    let id = under_way::now().map_or_else(RequestId::fresh, |request| request.id.clone());
    let asker = Asker {
        preferences,
        id,
        kept: preferences.to_keep(request.request(), secure),
        path: request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned(),
        secret: headers::is_secret(request.path()),
        app,
    };
    if let Some((status, problem)) = refusal(&request, &asker.app) {
        let held = Held::new(
            asker.html(problem, asker.id.as_str()),
            request.take_payload(),
        );
        let mut response = HttpResponse::build(status)
            .insert_header((CONTENT_TYPE, HTML))
            .body(held)
            .map_into_right_body();
        asker.finish(&mut response);
        return Ok(request.into_response(response));
    }
    // What comes with a body is let in once the body is there.
    if origin::is_safe(request.method())
        && !is_light(request.path())
        && under_way::let_in().await.is_err()
    {
        let mut response = asker.busy().map_into_right_body();
        asker.finish(&mut response);
        return Ok(request.into_response(response));
    }
    match unpanicked(next.call(request)).await {
        Some(answered) => Ok(asker.out(answered?)),
        None => {
            tracing::error!("a page panicked; the message stands before this line");
            let mut response = HttpResponse::InternalServerError()
                .insert_header((CONTENT_TYPE, HTML))
                .body(asker.html(Problem::Ours, asker.id.as_str()));
            asker.finish(&mut response);
            Err(InternalError::from_response("a page panicked", response).into())
        }
    }
}

/// Whether an answer that is no success is in words of its own: a page, or a problem for a program.
fn is_for_its_reader(kind: &[u8]) -> bool {
    kind.starts_with(b"text/html") || kind.starts_with(b"application/problem+json")
}

/// Whether an answer costs next to nothing: a file of the program, a sign of life.
fn is_light(path: &str) -> bool {
    path.starts_with("/assets/") || super::probes::is_probe(path) || is_status(path)
}

/// Why a request is not let in.
fn refusal(request: &ServiceRequest, app: &App) -> Option<(StatusCode, Problem)> {
    let site = &app.settings.base_url;
    let probe = super::probes::is_probe(request.path());
    let mut hosts = request.headers().get_all(HOST);
    let header = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| site.is_host(host)),
        _ => false,
    };
    let target = request
        .uri()
        .authority()
        .is_none_or(|host| site.is_host(host.as_str()));
    let known = header && target;
    if !(probe || known) {
        return Some((StatusCode::MISDIRECTED_REQUEST, Problem::NotFound));
    }
    // No browser sends a form in chunks, and a length is what bounds a body (RFC 9110, 15.5.12).
    if request.headers().contains_key(TRANSFER_ENCODING) {
        return Some((StatusCode::LENGTH_REQUIRED, Problem::NotUnderstood));
    }
    if !origin::is_safe(request.method()) && !origin::is_ours(request.headers(), site) {
        return Some((StatusCode::FORBIDDEN, Problem::OtherOrigin));
    }
    None
}

impl Asker {
    fn out<B: MessageBody + 'static>(
        &self,
        answered: ServiceResponse<B>,
    ) -> ServiceResponse<EitherBody<B>> {
        let (request, response) = answered.into_parts();
        let status = response.status();
        let page = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| is_for_its_reader(kind.as_bytes()));
        let failed = status.is_client_error() || status.is_server_error();
        let mut response = if failed && !page {
            let said = response.extensions().get::<Problem>().copied();
            let problem = said.unwrap_or_else(|| error::of_status(status));
            if problem == Problem::Busy && status == StatusCode::SERVICE_UNAVAILABLE {
                let mut response = self.filled(response, self.busy_html());
                response.headers_mut().insert(CONTENT_ENCODING, AS_IT_IS);
                response
            } else {
                if status.is_server_error() {
                    let route = request.match_pattern().unwrap_or_default();
                    let status = status.as_u16();
                    tracing::error!(status, route, "a request was not answered");
                }
                self.filled(response, self.html(problem, self.id.as_str()))
            }
        } else {
            response.map_into_left_body()
        };
        self.finish(&mut response);
        ServiceResponse::new(request, response)
    }

    /// The same answer, its status and headers kept, with a page for its body.
    fn filled<B>(&self, response: HttpResponse<B>, html: String) -> HttpResponse<EitherBody<B>> {
        let mut response = response.set_body(BoxBody::new(html)).map_into_right_body();
        let kind = HeaderValue::from_static(HTML);
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    }

    /// The answer to whom there is no seat for.
    fn busy(&self) -> HttpResponse {
        let mut response = PageError::Busy
            .error_response()
            .set_body(BoxBody::new(self.busy_html()));
        let kind = HeaderValue::from_static(HTML);
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response.headers_mut().insert(CONTENT_ENCODING, AS_IT_IS);
        response
    }

    fn busy_html(&self) -> String {
        let id = self.id.as_str();
        if self.app.demo.is_some() {
            // The clock of the demonstration stands on every page.
            return self.html(Problem::Busy, id);
        }
        let draw = |mark: &str| self.html_at("/", Problem::Busy, mark);
        let reader = (self.preferences, under_way::is_of_the_desk());
        self.app.busy.page(reader, id, draw)
    }

    fn html(&self, problem: Problem, id: &str) -> String {
        self.html_at(&self.path, problem, id)
    }

    fn html_at(&self, path: &str, problem: Problem, id: &str) -> String {
        let frame = self.app.frame_at(self.preferences, path, "");
        let trace = Some(id.to_owned());
        // Nothing is asked for it: the database may be what failed.
        let html = if under_way::is_of_the_desk() {
            AtTheDesk::of(frame.for_somebody_at_the_desk(), problem, trace).render()
        } else {
            View::of(frame.for_public(""), problem, trace, None).render()
        };
        html.unwrap_or_default()
    }

    fn finish<B>(&self, response: &mut HttpResponse<B>) {
        let secure = self.app.settings.base_url.is_secure();
        for cookie in &self.kept {
            // A cookie whose name and value are ours can always be written.
            let _ = response.add_cookie(cookie);
        }
        let headers = response.headers_mut();
        headers.insert(request_id::HEADER, self.id.header());
        headers::complete(headers, self.secret, secure);
    }
}

/// What a future gives, or nothing when it panicked.
async fn unpanicked<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(value)) => Poll::Ready(Some(value)),
            Err(_) => Poll::Ready(None),
        },
    )
    .await
}
