//! The headers that every answer carries.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    SERVER, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};

/// Scripts, styles and images of this site only, no frame around any page, forms to this site.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 7] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not « no-referrer »: that makes browsers hide the origin of our own forms from ourselves.
    // Nothing leaves the site either way.
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (CONTENT_SECURITY_POLICY, POLICY),
    (CACHE_CONTROL, "no-store"),
];

/// Adds what a handler has not decided otherwise. `secret` is a page behind a link that is a
/// secret, which no search engine may list; `secure` a site reached by https.
pub fn complete(headers: &mut HeaderMap, secret: bool, secure: bool) {
    for (name, value) in ALWAYS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if secret {
        let name = HeaderName::from_static("x-robots-tag");
        headers.insert(name, HeaderValue::from_static("noindex, nofollow"));
    }
    if secure {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, value);
    }
    headers.remove(SERVER);
}

/// Whether an address holds a secret.
pub fn is_secret(path: &str) -> bool {
    [
        "/requests/",
        "/set-up/",
        "/escalations/",
        "/demo/sign-in/",
        "/vendor/hook/",
        "/status/confirm/",
        "/status/unsubscribe/",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}
