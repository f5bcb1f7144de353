//! Addresses and methods. A method that an address does not know is told which it knows.

use actix_web::{HttpResponse, Resource, Route, guard, http::header, web};

use crate::domain::access::Right;

/// An address; `methods` is the value of `Allow` for the methods that it does not know
/// (RFC 9110, 15.5.6).
#[must_use]
pub fn resource(path: &str, methods: &'static str) -> Resource {
    web::resource(path).default_service(web::to(move || async move {
        HttpResponse::MethodNotAllowed()
            .insert_header((header::ALLOW, methods))
            .finish()
    }))
}

/// Who is let to an address. Each route says it, so that none can be forgotten: the tests of
/// isolation read it here and try the address in every role.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Policy {
    /// Anybody, known or not. What it shows is nobody's.
    Public,
    /// Whoever bears the secret that is part of the address.
    Link,
    /// Anybody signed in, about themselves.
    SignedIn,
    /// Who works at the desk and has the right; about a thing, only where they see it.
    Desk(Right),
    /// Who is signed in on the customers' side and has the right to the thing.
    Customer(Right),
}

/// Shows something: GET, and HEAD like it. Never changes anything.
#[must_use]
pub fn reading(_policy: Policy) -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// Changes something: POST, after the origin was checked.
#[must_use]
pub fn writing(_policy: Policy) -> Route {
    web::post()
}

/// The methods of an address that only shows something.
pub const READ: &str = "GET, HEAD";
/// The methods of an address that shows a form and takes it back.
pub const READ_WRITE: &str = "GET, HEAD, POST";
/// The methods of an address that only changes something.
pub const WRITE: &str = "POST";
