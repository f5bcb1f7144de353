//! The one address under which this installation is reached: the only origin that links use,
//! the only `Host` that is answered, the only `Origin` that may change anything.
//!
//! Nothing here reads `Forwarded` or `X-Forwarded-Host`: anybody can send them.

use std::{fmt, str::FromStr};

use url::{Host, Url};

/// The base URL: scheme, host and port, without a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BaseUrl {
    secure: bool,
    host: String,
    port: u16,
    loopback: bool,
}

/// Why a text cannot be the base URL.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BaseUrlError {
    /// It is no absolute address.
    Malformed,
    /// It begins neither with `https://` nor with `http://`.
    Scheme,
    /// It names a user, a path, a query or a fragment.
    TooMuch,
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the base URL must be an address such as https://support.example.org",
            Self::Scheme => "the base URL must begin with https:// or http://",
            Self::TooMuch => {
                "the base URL must end after the host and the port, as in https://support.example.org:8443"
            }
        })
    }
}

impl std::error::Error for BaseUrlError {}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text).map_err(|_| BaseUrlError::Malformed)?;
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(BaseUrlError::Scheme),
        };
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        if !bare {
            return Err(BaseUrlError::TooMuch);
        }
        let host = url.host().ok_or(BaseUrlError::Malformed)?;
        let loopback = match &host {
            Host::Domain(name) => *name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let port = url.port_or_known_default().ok_or(BaseUrlError::Malformed)?;
        Ok(Self {
            secure,
            host: host.to_string(),
            port,
            loopback,
        })
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.host)?;
        if self.port == self.default_port() {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

impl BaseUrl {
    /// Whether people reach it by https: cookies are then for https only.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether it is this machine's own address, which no other machine reaches.
    #[must_use]
    pub const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The host, without its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The absolute address of a path of this site: `link("/requests/…")`.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// Whether a `Host` header names this site (RFC 9110, 7.2). On loopback, each of its names
    /// will do.
    #[must_use]
    pub fn is_host(&self, header: &str) -> bool {
        let Ok(url) = Url::parse(&format!("{}://{header}", self.scheme())) else {
            return false;
        };
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && !header.ends_with(['/', '?', '#']);
        bare && self.is_here(&url)
    }

    /// Whether an `Origin` header, or the beginning of a `Referer`, is this site (RFC 6454).
    #[must_use]
    pub fn is_origin(&self, header: &str) -> bool {
        Url::parse(header).is_ok_and(|url| url.scheme() == self.scheme() && self.is_here(&url))
    }

    fn is_here(&self, url: &Url) -> bool {
        let named = match url.host() {
            Some(Host::Domain(name)) if self.loopback => name == "localhost",
            Some(Host::Ipv4(address)) if self.loopback => address.is_loopback(),
            Some(Host::Ipv6(address)) if self.loopback => address.is_loopback(),
            Some(host) => host.to_string() == self.host,
            None => false,
        };
        named && url.port_or_known_default() == Some(self.port)
    }

    const fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }

    const fn default_port(&self) -> u16 {
        if self.secure { 443 } else { 80 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> BaseUrl {
        text.parse().unwrap()
    }

    #[test]
    fn only_the_configured_host_is_answered() {
        let public = base("https://support.example.org");
        for host in ["support.example.org", "SUPPORT.example.org:443"] {
            assert!(public.is_host(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "support.example.org:8443",
            "support.example.org@evil.example",
            "support.example.org.",
            "support.example.org/",
            "a.support.example.org",
            "support.example.org#",
            "127.0.0.1",
            "localhost",
        ] {
            assert!(!public.is_host(host), "{host}");
        }
    }

    #[test]
    fn on_loopback_each_of_its_names_will_do_at_its_port() {
        let local = base("http://127.0.0.1:8080");
        for host in ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"] {
            assert!(local.is_host(host), "{host}");
        }
        for host in ["127.0.0.1", "localhost:8081", "localhost.evil.example:8080"] {
            assert!(!local.is_host(host), "{host}");
        }
    }

    #[test]
    fn an_origin_has_the_same_scheme_host_and_port() {
        let public = base("https://support.example.org");
        assert!(public.is_origin("https://support.example.org"));
        for origin in [
            "null",
            "",
            "http://support.example.org",
            "https://evil.example",
        ] {
            assert!(!public.is_origin(origin), "{origin}");
        }
    }

    #[test]
    fn what_is_not_a_bare_address_is_refused_and_links_stay_inside() {
        for (text, error) in [
            ("support.example.org", BaseUrlError::Malformed),
            ("ftp://support.example.org", BaseUrlError::Scheme),
            ("https://support.example.org/guichet", BaseUrlError::TooMuch),
            ("https://me@support.example.org", BaseUrlError::TooMuch),
            ("https://support.example.org?a", BaseUrlError::TooMuch),
        ] {
            assert_eq!(text.parse::<BaseUrl>(), Err(error), "{text}");
        }
        assert_eq!(
            base("http://[::1]:8080/").link("/help"),
            "http://[::1]:8080/help"
        );
        assert_eq!(
            base("https://support.example.org:443").link("/"),
            "https://support.example.org/"
        );
    }
}
