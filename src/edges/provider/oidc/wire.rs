//! The wire to a provider: bounded in time and in size, over TLS, without redirects.
//!
//! # Why
//! The provider tells the addresses of its other endpoints itself. So each request is looked at here,
//! whoever made it: a provider that is reached over TLS leads to nothing that is not, and nobody leads
//! to a third address by a redirect.

use std::{fmt, sync::Arc, time::Duration};

use openidconnect::{
    HttpRequest, HttpResponse,
    http::{self, Method},
    url::Url,
};
use ureq::{
    Agent,
    tls::{Certificate, RootCerts, TlsConfig, TlsProvider},
};

/// How long it may take to reach the provider, and a whole answer.
const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(6);
/// The longest answer, and the longest head of one, in bytes.
const MOST: u64 = 256 * 1024;
const MOST_HEAD: usize = 32 * 1024;

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
        let found = rustls_native_certs::load_native_certs();
        let roots: Vec<_> = found
            .certs
            .iter()
            .map(|one| Certificate::from_der(one).to_owned())
            .collect();
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .build();
        let plain = issuer.scheme() == "http";
        let config = Agent::config_builder()
            .tls_config(tls)
            .https_only(!plain)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(MOST_HEAD)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .user_agent("guichet")
            .build();
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
