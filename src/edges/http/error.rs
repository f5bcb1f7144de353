//! Why a page is not shown: each cause has its status and its words.
//!
//! An answer with an error status carries its [`Problem`] along; the door turns it into a page
//! in the reader's language. Nothing of what is inside ever reaches the page.

use std::fmt;

use actix_web::{
    HttpResponse, HttpResponseBuilder, ResponseError,
    body::BoxBody,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
};

use crate::{
    desk::{self, Hindrance},
    edges::pages::{problem::Problem, second_factor::SECOND_FACTOR},
};

/// Why a page is not shown.
#[derive(Debug)]
pub enum PageError {
    /// The desk said no, or could not.
    Desk(desk::Error),
    /// There is no such page, or none for who asks.
    NotFound,
    /// Nobody is signed in; the path to come back to afterwards.
    SignIn(String),
    /// Signed in, but the second factor must be set up before anything else.
    SetUpFactor,
    /// Signed in, but the role does not carry the right.
    Forbidden,
    /// Signed in on the other side, which has a page of its own: its path.
    OtherSide(&'static str),
    /// The request cannot be understood.
    NotUnderstood,
    /// The body is no form.
    NotAForm,
    /// The list has more rows than a workbook has room for.
    TooManyRows,
    /// The body is larger than a form may be.
    TooLarge,
    /// The body did not come in time.
    TooSlow,
    /// Too many ask at once.
    Busy,
    /// Something of ours is broken, and was noted where it broke.
    Broken,
}

impl PageError {
    /// What is wrong with a form, when `seen` is what its sender sees of the thing it is about: who
    /// sees no such thing is told so, whatever was sent.
    #[must_use]
    pub fn of_a_form_about<T>(seen: Result<T, Self>) -> Self {
        match seen {
            Ok(_) => Self::NotUnderstood,
            Err(error) => error,
        }
    }
}

impl From<desk::Error> for PageError {
    fn from(error: desk::Error) -> Self {
        match error {
            desk::Error::NotFound => Self::NotFound,
            desk::Error::Forbidden => Self::Forbidden,
            error => Self::Desk(error),
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be drawn");
        Self::Broken
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Desk(error) => error.fmt(f),
            Self::NotFound => f.write_str("there is no such page here"),
            Self::SignIn(_) => f.write_str("nobody is signed in"),
            Self::OtherSide(_) => f.write_str("this page is for the other side"),
            Self::SetUpFactor => f.write_str("the second factor is not set up"),
            Self::Forbidden => f.write_str("the role does not carry the right"),
            Self::NotUnderstood => f.write_str("the request cannot be understood"),
            Self::NotAForm => f.write_str("the body is no form"),
            Self::TooManyRows => f.write_str("the list has more rows than a workbook has room for"),
            Self::TooLarge => f.write_str("the body is too large"),
            Self::TooSlow => f.write_str("the body did not come in time"),
            Self::Busy => f.write_str("too many ask at once"),
            Self::Broken => f.write_str("something is broken"),
        }
    }
}

impl std::error::Error for PageError {}

impl PageError {
    /// The status and the words of it.
    #[must_use]
    pub const fn problem(&self) -> (StatusCode, Problem) {
        match self {
            Self::NotFound | Self::Desk(desk::Error::NotFound) => {
                (StatusCode::NOT_FOUND, Problem::NotFound)
            }
            Self::Forbidden | Self::Desk(desk::Error::Forbidden) => {
                (StatusCode::FORBIDDEN, Problem::NotAllowed)
            }
            Self::Desk(desk::Error::LinkSpent) => (StatusCode::GONE, Problem::LinkSpent),
            Self::Desk(desk::Error::Overtaken) => (StatusCode::CONFLICT, Problem::ChangedMeanwhile),
            Self::Desk(
                desk::Error::Invalid(_)
                | desk::Error::Refused(_)
                | desk::Error::CaseRefused(_)
                | desk::Error::PauseRefused(_)
                | desk::Error::NotInContract
                | desk::Error::NotEntitled(_)
                | desk::Error::LastAdministrator
                | desk::Error::LastDesignated,
            ) => (StatusCode::UNPROCESSABLE_ENTITY, Problem::NotUnderstood),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, Problem::Busy),
            Self::Desk(error @ desk::Error::Store(_)) => match error.hindrance() {
                Some(Hindrance::Busy) => (StatusCode::SERVICE_UNAVAILABLE, Problem::Busy),
                Some(Hindrance::Unreachable) => {
                    (StatusCode::SERVICE_UNAVAILABLE, Problem::Unreachable)
                }
                Some(Hindrance::Full) => (StatusCode::SERVICE_UNAVAILABLE, Problem::DiskFull),
                None => (StatusCode::INTERNAL_SERVER_ERROR, Problem::Ours),
            },
            Self::Desk(desk::Error::Inconsistent(_)) | Self::Broken => {
                (StatusCode::INTERNAL_SERVER_ERROR, Problem::Ours)
            }
            Self::SignIn(_) | Self::SetUpFactor | Self::OtherSide(_) => {
                (StatusCode::SEE_OTHER, Problem::NotAllowed)
            }
            Self::NotUnderstood => (StatusCode::BAD_REQUEST, Problem::NotUnderstood),
            Self::NotAForm => (StatusCode::UNSUPPORTED_MEDIA_TYPE, Problem::NotUnderstood),
            Self::TooManyRows => (StatusCode::UNPROCESSABLE_ENTITY, Problem::TooManyRows),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Problem::TooLarge),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, Problem::Busy),
        }
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.problem().0
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        if let Self::SignIn(next) = self {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("next", next)
                .finish();
            return super::see_other(&format!("/sign-in?{query}"));
        }
        if let Self::OtherSide(path) = self {
            return super::see_other(path);
        }
        if matches!(self, Self::SetUpFactor) {
            return super::see_other(SECOND_FACTOR);
        }
        if let Self::Desk(error @ (desk::Error::Store(_) | desk::Error::Inconsistent(_))) = self {
            tracing::error!(%error, "the desk could not answer");
        }
        let (status, problem) = self.problem();
        answer(status, problem)
    }
}

/// An answer that the door turns into a page.
#[must_use]
pub fn answer(status: StatusCode, problem: Problem) -> HttpResponse {
    let mut builder = HttpResponseBuilder::new(status);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = match problem {
            Problem::DiskFull => "30",
            _ => "5",
        };
        builder.insert_header((header::RETRY_AFTER, HeaderValue::from_static(seconds)));
    }
    if matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE
    ) {
        // What is left of the body is not worth waiting for.
        builder.force_close();
    }
    let mut response = builder.finish();
    response.extensions_mut().insert(problem);
    response
}

/// What an answer that carries no [`Problem`] of ours is about.
#[must_use]
pub fn of_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Problem::NotFound,
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Problem::NotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Problem::TooMany,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Problem::Busy,
        StatusCode::GONE => Problem::LinkSpent,
        StatusCode::CONFLICT => Problem::ChangedMeanwhile,
        status if status.as_u16() < 500 => Problem::NotUnderstood,
        _ => Problem::Ours,
    }
}
