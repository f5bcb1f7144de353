//! Whether a request that may change something comes from a page of this site.
//!
//! Browsers say where a request comes from, and no page can make them lie: `Sec-Fetch-Site`
//! (W3C Fetch Metadata) where it exists, else `Origin` (RFC 6454), else `Referer`. A request
//! without any of the three was not made by a browser on behalf of another site. Together with
//! `SameSite=Lax` cookies this needs no token in the pages.

use actix_web::http::{
    Method,
    header::{HeaderMap, HeaderName, ORIGIN, REFERER},
};

use super::BaseUrl;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether `method` cannot change anything (RFC 9110, 9.2.1).
pub fn is_safe(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    )
}

/// Whether a request with these headers comes from a page of `site`, or from no page at all.
pub fn is_ours(headers: &HeaderMap, site: &BaseUrl) -> bool {
    if headers.contains_key(ORIGIN) {
        let mut origins = headers.get_all(ORIGIN);
        let ours = origins.all(|origin| origin.to_str().is_ok_and(|one| site.is_origin(one)));
        if ours {
            return true;
        }
        // « null » is what a browser writes when a referrer policy hides the origin; it still
        // tells by Sec-Fetch-Site whether it was this site.
        let hidden = headers.get_all(ORIGIN).all(|origin| origin == "null");
        return hidden && fetched_from_here(headers) == Some(true);
    }
    if let Some(here) = fetched_from_here(headers) {
        return here;
    }
    match headers.get(REFERER) {
        Some(referer) => referer.to_str().is_ok_and(|one| site.is_origin(one)),
        None => true,
    }
}

fn fetched_from_here(headers: &HeaderMap) -> Option<bool> {
    let mut said = headers.get_all(&SEC_FETCH_SITE).peekable();
    said.peek()?;
    Some(said.all(|site| site == "same-origin" || site == "none"))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn ours(headers: &[(&str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse().unwrap(), HeaderValue::from_static(value));
        }
        is_ours(&map, &"https://support.example.org".parse().unwrap())
    }

    #[test]
    fn a_form_of_this_site_is_accepted() {
        assert!(ours(&[("origin", "https://support.example.org")]));
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(ours(&[
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(ours(&[(
            "referer",
            "https://support.example.org/requests/x"
        )]));
        assert!(ours(&[]));
    }

    #[test]
    fn a_form_of_another_site_is_refused_whatever_else_it_says() {
        for headers in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "http://support.example.org")],
            &[("origin", "null")],
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[
                ("origin", "https://evil.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            &[
                ("origin", "https://support.example.org"),
                ("origin", "https://evil.example"),
            ],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[
                ("sec-fetch-site", "cross-site"),
                ("referer", "https://support.example.org/"),
            ],
            &[(
                "referer",
                "https://evil.example/?https://support.example.org",
            )],
            &[("referer", "https://support.example.org.evil.example/")],
            &[("referer", "")],
        ] {
            assert!(!ours(headers), "{headers:?}");
        }
    }
}
