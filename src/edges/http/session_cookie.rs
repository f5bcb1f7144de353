//! The cookie of a session.

use actix_web::cookie::{Cookie, SameSite};

use crate::desk::Secret;

/// The name of the session's cookie. The prefix makes browsers insist on https, on this very
/// host and on the whole site (RFC 6265bis, 4.1.3.2).
#[must_use]
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-guichet" } else { "guichet" }
}

/// The cookie of a session. It ends with the browser; the session itself ends earlier.
#[must_use]
pub fn cookie(secret: &Secret, secure: bool) -> Cookie<'static> {
    Cookie::build(cookie_name(secure), secret.reveal().to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .finish()
}

/// The same cookie, so that the browser drops it.
#[must_use]
pub fn no_cookie(secure: bool) -> Cookie<'static> {
    let mut cookie = Cookie::build(cookie_name(secure), "")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .finish();
    cookie.make_removal();
    cookie
}
