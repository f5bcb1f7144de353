//! The wire to a provider: bounded in time and in size, over TLS, without redirects.
//!
//! # Why
//! The provider tells the addresses of its other endpoints itself. So each request is looked at here,
//! whoever made it: a provider that is reached over TLS leads to nothing that is not, and nobody leads
//! to a third address by a redirect.

use std::{fmt, time::Duration};

use openidconnect::{
    HttpRequest, HttpResponse,
    http::{self, Method},
    url::Url,
};
use ureq::Agent;

use crate::outgoing;

/// How long a whole answer may take.
const WHOLE: Duration = Duration::from_secs(6);
/// The longest answer, in bytes.
const MOST: u64 = 256 * 1024;

/// The wire.
#[derive(Debug)]
pub(super) struct Wire {
    agent: Agent,
    /// Whether the provider is reached without TLS, on this machine.
    plain: bool,
}

/// Why nothing came back.
#[derive(Debug)]
pub(super) enum WireError {
    /// The address is none that this provider may lead to.
    Address(String),
    /// The provider says that it failed.
    Failed(u16),
    /// It was not reached, took too long, or said too much.
    Broken(ureq::Error),
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address} is no address to ask"),
            Self::Failed(status) => write!(f, "it answers {status}"),
            Self::Broken(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WireError {}

impl Wire {
    /// A wire to a provider.
    pub(super) fn to(issuer: &Url) -> Self {
        let plain = issuer.scheme() == "http";
        let config = outgoing::asking(plain).timeout_global(Some(WHOLE)).build();
        Self {
            agent: config.new_agent(),
            plain,
        }
    }

    /// Whether that is an address to which the provider may lead.
    pub(super) fn may_lead_to(&self, url: &Url) -> bool {
        url.scheme() == "https" || (self.plain && crate::config::is_on_this_machine(url))
    }

    /// Asks, once.
    pub(super) fn ask(&self, request: HttpRequest) -> Result<HttpResponse, WireError> {
        let address = request.uri().to_string();
        match Url::parse(&address) {
            Ok(url) if self.may_lead_to(&url) => {}
            _ => return Err(WireError::Address(address)),
        }
        let (head, body) = request.into_parts();
        let answer = if head.method == Method::GET {
            self.agent.run(http::Request::from_parts(head, ()))
        } else {
            self.agent.run(http::Request::from_parts(head, body))
        }
        .map_err(WireError::Broken)?;
        if answer.status().is_server_error() {
            return Err(WireError::Failed(answer.status().as_u16()));
        }
        let (head, body) = answer.into_parts();
        let body = body
            .into_with_config()
            .limit(MOST)
            .read_to_vec()
            .map_err(WireError::Broken)?;
        Ok(http::Response::from_parts(head, body))
    }
}
