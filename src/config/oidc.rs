//! The provider at which people may sign in, as it is set.

use std::path::PathBuf;

use url::{Host, Url};

use super::Setting;

/// Everything that can be set of the provider.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// `GUICHET_OIDC_ISSUER`: its address; without it nobody signs in elsewhere.
    pub issuer: Setting<Option<String>>,
    /// `GUICHET_OIDC_CLIENT_ID`: what this desk is called there.
    pub client_id: Setting<Option<String>>,
    /// `GUICHET_OIDC_CLIENT_SECRET`: the secret of this desk there.
    pub client_secret: Setting<Option<String>>,
    /// `GUICHET_OIDC_CLIENT_SECRET_FILE`: the file in which that secret is.
    pub client_secret_file: Setting<Option<PathBuf>>,
    /// `GUICHET_OIDC_NAME`: what people call it.
    pub name: Setting<Option<String>>,
}

/// An issuer as it must be written: under TLS, unless it is on this machine; no query, no fragment
/// (OpenID Connect Discovery 1.0, 3). Kept letter by letter, as the provider says it of itself.
pub(super) fn issuer_of(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let bare = url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    let safe = match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => is_on_this_machine(&url),
        _ => false,
    };
    (bare && nobody && safe && text.len() <= 500).then(|| text.to_owned())
}

/// Whether an address stays on this machine, by what it says, whatever a name resolves to.
#[must_use]
pub fn is_on_this_machine(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    here && matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_under_tls_or_on_this_machine() {
        for text in [
            "https://id.example.org",
            "https://id.example.org/realms/desk/",
            "http://127.0.0.1:4593/api/oidc",
            "http://[::1]:4593",
            "http://localhost:4593/",
        ] {
            assert_eq!(issuer_of(text).as_deref(), Some(text));
        }
        for text in [
            "http://id.example.org",
            "http://10.0.0.1",
            "http://localhost.example.org",
            "https://id.example.org/?a=b",
            "https://id.example.org/#a",
            "https://user:secret@id.example.org",
            "id.example.org",
            "ftp://localhost",
            "",
        ] {
            assert_eq!(issuer_of(text), None, "{text}");
        }
    }
}
