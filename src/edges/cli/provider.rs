//! The provider of the settings, as the commands open it.

use std::sync::Arc;

use super::open::Failure;
use crate::{config::Settings, edges::provider::Provider};

/// The provider at which people may sign in; none where none is set.
#[cfg(feature = "oidc")]
pub(super) fn provider(settings: &Settings) -> Result<Option<Arc<dyn Provider>>, Failure> {
    use super::open::secret;
    use crate::edges::{
        pages::sign_in_provider::BACK,
        provider::{OidcProvider, OidcSettings},
    };

    let oidc = &settings.oidc;
    let (Some(issuer), Some(client_id)) = (&oidc.issuer.value, &oidc.client_id.value) else {
        return Ok(None);
    };
    let client_secret = secret(&oidc.client_secret, &oidc.client_secret_file)?;
    let host = || {
        let url = url::Url::parse(issuer).ok();
        url.and_then(|url| url.host_str().map(str::to_owned))
    };
    let settings = OidcSettings {
        issuer: issuer.clone(),
        client_id: client_id.clone(),
        client_secret,
        name: oidc.name.value.clone().or_else(host).unwrap_or_default(),
        redirect_uri: format!("{}{BACK}", settings.base_url.value),
    };
    let provider = OidcProvider::of(settings).map_err(|error| Failure::config(&error))?;
    Ok(Some(Arc::new(provider)))
}

/// A program that was built without a provider refuses to be given one: a desk whose door is shorter
/// than its settings say would only be found out by whoever stands before it.
#[cfg(not(feature = "oidc"))]
pub(super) fn provider(settings: &Settings) -> Result<Option<Arc<dyn Provider>>, Failure> {
    if settings.oidc.issuer.value.is_none() {
        return Ok(None);
    }
    Err(Failure::config(
        &"GUICHET_OIDC_ISSUER is set, but this program was built without the feature « oidc »: \
          build it with `cargo build --release --features oidc`, or take the setting away",
    ))
}
