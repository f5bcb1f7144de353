//! The name of one request: in every line of the log that it causes, in the head of its answer,
//! and on the page when something goes wrong, so that who quotes it is found.

use std::{fmt, net::IpAddr, rc::Rc};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries it, in both directions.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The shortest and the longest that a proxy may give.
const SHORTEST: usize = 8;
const LONGEST: usize = 64;

/// The name of one request. Letters, digits, `-`, `_` and `.` only: it can stand in a log, a
/// header and a page as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RequestId(Rc<str>);

impl RequestId {
    /// A name that no other request has.
    #[must_use]
    pub fn fresh() -> Self {
        let mut room = [0; uuid::fmt::Simple::LENGTH];
        Self(Rc::from(
            &*uuid::Uuid::new_v4().simple().encode_lower(&mut room),
        ))
    }

    /// The name in a header, when it is well formed.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let plain = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_' | b'.');
        let fits = (SHORTEST..=LONGEST).contains(&text.len());
        (fits && text.bytes().all(plain)).then(|| Self(Rc::from(text)))
    }

    /// The name that `peer` gave, if it is one of `proxies` and gave one that is well formed;
    /// otherwise a fresh one. Anybody else could make two requests pass for one.
    #[must_use]
    pub fn of(headers: &HeaderMap, peer: Option<IpAddr>, trusted: impl Fn(IpAddr) -> bool) -> Self {
        let mut given = headers.get_all(HEADER);
        match (given.next(), given.next(), peer) {
            (Some(one), None, Some(peer)) if trusted(peer) => {
                let read = one.to_str().ok().and_then(Self::read);
                read.unwrap_or_else(Self::fresh)
            }
            _ => Self::fresh(),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as a header's value.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        // Each of its characters may stand in a header.
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("-"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn given(values: &[&'static str], peer: IpAddr) -> RequestId {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, HeaderValue::from_static(value));
        }
        RequestId::of(&headers, Some(peer), |peer| peer == PROXY)
    }

    #[test]
    fn a_listed_proxy_names_a_request_and_nobody_else_does() {
        assert_eq!(given(&["4f2a-0001.b_c"], PROXY).as_str(), "4f2a-0001.b_c");
        let stranger = IpAddr::from([192, 0, 2, 7]);
        assert_eq!(given(&["4f2a-0001.b_c"], stranger).as_str().len(), 32);
    }

    #[test]
    fn a_name_that_could_break_a_log_or_a_page_is_replaced() {
        for bad in [
            "short",
            "has blanks in it",
            "quote\"quote",
            "<b>bold</b>",
            "a\u{9}tabulated",
        ] {
            assert!(RequestId::read(bad).is_none(), "{bad}");
        }
        assert!(RequestId::read(&"a".repeat(LONGEST + 1)).is_none());
        assert!(RequestId::read("é".repeat(8).as_str()).is_none());
        let two = given(&["4f2a-0001", "4f2a-0002"], PROXY);
        assert_eq!(two.as_str().len(), 32, "two names are none");
    }
}
