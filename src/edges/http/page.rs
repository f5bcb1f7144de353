//! The only place that renders.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
};
use askama::Template;

use super::PageError;
use actix_web::ResponseError as _;

/// A page, and its status.
#[derive(Debug)]
pub struct Page<T> {
    view: T,
    status: StatusCode,
}

impl<T: Template> Page<T> {
    /// A page that shows what was asked for.
    #[must_use]
    pub const fn of(view: T) -> Self {
        Self {
            view,
            status: StatusCode::OK,
        }
    }

    /// A form shown again, with what must be corrected (RFC 9110, 15.5.21).
    #[must_use]
    pub const fn refused(view: T) -> Self {
        Self {
            view,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// A page with another status.
    #[must_use]
    pub const fn with_status(view: T, status: StatusCode) -> Self {
        Self { view, status }
    }

    /// The page as an answer.
    #[must_use]
    pub fn answer(self) -> HttpResponse {
        match self.view.render() {
            Ok(html) => HttpResponse::build(self.status)
                .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
                .body(html),
            Err(error) => PageError::from(error).error_response(),
        }
    }
}

impl<T: Template> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        self.answer()
    }
}

/// Done: the browser goes on to a page of this site by GET, so that « reload » sends nothing twice.
#[must_use]
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path))
        .finish()
}
