//! How this program asks other machines by HTTP: over TLS by the system's authorities, without
//! redirects, and with a limit of time for everything.
//!
//! Proxies of the environment are not used: where a question goes is what the settings say.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use ureq::{
    Agent,
    config::ConfigBuilder,
    tls::{Certificate, RootCerts, TlsConfig, TlsProvider},
    typestate::AgentScope,
};

/// How long it may take to reach the other machine.
const CONNECT: Duration = Duration::from_secs(3);
/// The longest head of an answer, in bytes.
const MOST_HEAD: usize = 32 * 1024;

/// The system's authorities, read once.
static ROOTS: LazyLock<Arc<Vec<Certificate<'static>>>> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs();
    let roots = found.certs.iter();
    Arc::new(
        roots
            .map(|one| Certificate::from_der(one).to_owned())
            .collect(),
    )
});

/// Begins to say how to ask. `plain` is for what is on this machine, or was set without TLS.
pub fn asking(plain: bool) -> ConfigBuilder<AgentScope> {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::Specific(Arc::clone(&ROOTS)))
        .build();
    Agent::config_builder()
        .tls_config(tls)
        .https_only(!plain)
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_response_header_size(MOST_HEAD)
        .timeout_connect(Some(CONNECT))
        .user_agent("guichet")
}
