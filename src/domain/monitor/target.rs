//! What a monitor looks at, and where it may.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::domain::{ticket::Line, words::words};

/// An address of the web that is looked at.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebAddress(String);

/// Why an address is not looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WebAddressError {
    /// It is no address of the web, or has a password or a fragment in it.
    NotAnAddress,
    /// It is not under TLS.
    NotHttps,
    /// It names no host, but a number.
    NoName,
}

impl WebAddress {
    /// The longest address, in bytes.
    const MOST: usize = 500;

    /// Reads what an administrator typed: https and the name of a host; anything of the web where
    /// `anywhere` is allowed.
    ///
    /// # Errors
    /// [`WebAddressError`] says what it is not.
    pub fn parse(text: &str, anywhere: bool) -> Result<Self, WebAddressError> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_| WebAddressError::NotAnAddress)?;
        let nobody = url.username().is_empty() && url.password().is_none();
        let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
        if !(nobody && web && url.fragment().is_none() && text.len() <= Self::MOST) {
            return Err(WebAddressError::NotAnAddress);
        }
        if !anywhere && url.scheme() != "https" {
            return Err(WebAddressError::NotHttps);
        }
        if !anywhere && !matches!(url.host(), Some(Host::Domain(_))) {
            return Err(WebAddressError::NoName);
        }
        Ok(Self(url.into()))
    }

    /// As it is asked.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a host, or its number where that is allowed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostName(String);

impl HostName {
    /// Reads what an administrator typed; a number only where `anywhere` is allowed.
    ///
    /// # Errors
    /// [`WebAddressError`] says what it is not.
    pub fn parse(text: &str, anywhere: bool) -> Result<Self, WebAddressError> {
        match Host::parse(text.trim()) {
            Ok(Host::Domain(name)) if name.len() <= 253 => Ok(Self(name)),
            Ok(Host::Domain(_)) | Err(_) => Err(WebAddressError::NotAnAddress),
            Ok(Host::Ipv4(number)) if anywhere => Ok(Self(number.to_string())),
            Ok(Host::Ipv6(number)) if anywhere => Ok(Self(format!("[{number}]"))),
            Ok(_) => Err(WebAddressError::NoName),
        }
    }

    /// As it is typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How an address of the web is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// For all of it.
    Get,
    /// For its head alone.
    Head,
}

words!(Method {
    Get => "get",
    Head => "head",
});

/// An address of the web, and what it must answer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct HttpTarget {
    /// The address.
    pub address: WebAddress,
    /// How it is asked.
    pub method: Method,
    /// The lowest status that is good.
    pub least_status: u16,
    /// The highest one.
    pub most_status: u16,
    /// What must stand in the answer.
    pub text: Option<Line>,
    /// How long it may take, in seconds.
    pub limit: u32,
}

/// A door that must open.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TcpTarget {
    /// The host.
    pub host: HostName,
    /// The port.
    pub port: u16,
    /// How long it may take, in seconds.
    pub limit: u32,
}

/// What is looked at.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Target {
    /// An address of the web.
    Http(HttpTarget),
    /// A door.
    Tcp(TcpTarget),
    /// Nothing: it is called, and must be.
    Heartbeat,
}

impl Target {
    /// The words of the kinds.
    pub const KINDS: [&'static str; 3] = ["http", "tcp", "heartbeat"];

    /// The word of its kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Http(_) => "http",
            Self::Tcp(_) => "tcp",
            Self::Heartbeat => "heartbeat",
        }
    }

    /// Whether nobody looks, but it is called.
    #[must_use]
    pub const fn is_called(&self) -> bool {
        matches!(self, Self::Heartbeat)
    }

    /// How long a look may take, in seconds.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        match self {
            Self::Http(target) => target.limit,
            Self::Tcp(target) => target.limit,
            Self::Heartbeat => 0,
        }
    }

    /// Whether it may still be looked at: the setting may have changed since it was typed.
    #[must_use]
    pub fn may_be_seen(&self, anywhere: bool) -> bool {
        match self {
            Self::Http(target) => WebAddress::parse(target.address.as_str(), anywhere).is_ok(),
            Self::Tcp(target) => HostName::parse(target.host.as_str(), anywhere).is_ok(),
            Self::Heartbeat => true,
        }
    }
}
