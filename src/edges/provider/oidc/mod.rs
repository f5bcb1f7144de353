//! A provider that speaks OpenID Connect: authorization code flow with PKCE, by discovery.

mod wire;

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, TokenResponse as _, UserInfoError,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdTokenClaims,
        CoreJwsSigningAlgorithm as Algorithm, CoreProviderMetadata, CoreTokenResponse,
        CoreUserInfoClaims,
    },
};

use self::wire::{Wire, WireError};
use super::{JOURNEY_ENDS, Journey, Provider, ProviderError};
use crate::domain::{
    outside_identity::{OutsideIdentity, Vouched},
    people::EmailAddress,
};

/// How long what the provider says of itself is believed.
const KNOWN_FOR: TimeDelta = TimeDelta::hours(1);
/// How far apart its clock and ours may be.
const APART: TimeDelta = TimeDelta::minutes(1);

/// How a token may be signed: never with a secret that both know, never not at all.
const ALGORITHMS: [Algorithm; 10] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EcdsaP521Sha512,
    Algorithm::EdDsa,
];

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What is set of a provider.
#[derive(Clone)]
pub struct OidcSettings {
    /// Its address.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: String,
    /// What people call it.
    pub name: String,
    /// Where it sends browsers back to.
    pub redirect_uri: String,
}

impl fmt::Debug for OidcSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// The provider.
#[derive(Debug)]
pub struct OidcProvider {
    settings: OidcSettings,
    issuer: IssuerUrl,
    redirect_uri: RedirectUrl,
    wire: Wire,
    known: Mutex<Option<Known>>,
}

/// What it said of itself, and when.
#[derive(Clone, Debug)]
struct Known {
    metadata: CoreProviderMetadata,
    at: DateTime<Utc>,
}

/// A setting of the provider that is no address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoProvider(String);

impl fmt::Display for NoProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "« {} » is no address of a provider", self.0)
    }
}

impl std::error::Error for NoProvider {}

impl OidcProvider {
    /// The provider of the settings; it is not asked anything yet.
    ///
    /// # Errors
    /// [`NoProvider`] when an address is none.
    pub fn of(settings: OidcSettings) -> Result<Self, NoProvider> {
        let wrong = |text: &str| NoProvider(text.to_owned());
        let issuer =
            IssuerUrl::new(settings.issuer.clone()).map_err(|_| wrong(&settings.issuer))?;
        let redirect_uri = RedirectUrl::new(settings.redirect_uri.clone())
            .map_err(|_| wrong(&settings.redirect_uri))?;
        Ok(Self {
            wire: Wire::to(issuer.url()),
            issuer,
            redirect_uri,
            settings,
            known: Mutex::default(),
        })
    }

    /// What the provider says of itself; asked again where that is too old.
    fn known(&self, now: DateTime<Utc>) -> Result<Known, ProviderError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.as_ref() {
            Some(known) if (now - known.at).abs() < KNOWN_FOR => return Ok(known.clone()),
            _ => drop(known),
        }
        self.discovered(now)
    }

    fn discovered(&self, now: DateTime<Utc>) -> Result<Known, ProviderError> {
        let metadata =
            CoreProviderMetadata::discover(&self.issuer, &|request| self.wire.ask(request))
                .map_err(|error| match error {
                    DiscoveryError::Request(error) => not_reached(&error),
                    DiscoveryError::Response(status, _, why) => {
                        ProviderError::Unreachable(format!("discovery: {status}, {why}"))
                    }
                    DiscoveryError::Parse(error) => {
                        ProviderError::Unsound(format!("discovery: {error}"))
                    }
                    error => ProviderError::Unsound(format!("discovery: {error}")),
                })?;
        let door = metadata.authorization_endpoint().url();
        if !self.wire.may_lead_to(door) {
            return Err(ProviderError::Unsound(format!("it leads to {door}")));
        }
        let known = Known { metadata, at: now };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
        Ok(known)
    }

    fn client(&self, known: &Known) -> Client {
        let metadata = &known.metadata;
        let methods = metadata.token_endpoint_auth_methods_supported();
        // Without a word about it, it is by the head (OpenID Connect Discovery 1.0, 3).
        let in_the_body = methods.is_some_and(|methods| {
            !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret))
            .set_redirect_uri(self.redirect_uri.clone())
            .set_auth_type(if in_the_body {
                AuthType::RequestBody
            } else {
                AuthType::BasicAuth
            })
    }

    /// The claims of the token, all of it checked.
    fn claims(
        client: &Client,
        answer: &CoreTokenResponse,
        journey: &Journey,
        now: DateTime<Utc>,
    ) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now - APART)
            .set_issue_time_verifier_fn(move |issued| {
                if issued <= now + APART && issued >= now - JOURNEY_ENDS - APART {
                    Ok(())
                } else {
                    Err("it was not issued just now".to_owned())
                }
            });
        let none = || ClaimsVerificationError::Other("there is no token".to_owned());
        let token = answer.id_token().ok_or_else(none)?;
        let claims = token.claims(&verifier, &Nonce::new(journey.nonce()))?;
        if let Some(said) = claims.access_token_hash() {
            let access = answer.access_token();
            let found = AccessTokenHash::from_token(
                access,
                token
                    .signing_alg()
                    .map_err(ClaimsVerificationError::SignatureVerification)?,
                token
                    .signing_key(&verifier)
                    .map_err(ClaimsVerificationError::SignatureVerification)?,
            )
            .map_err(|error| ClaimsVerificationError::Other(error.to_string()))?;
            if found != *said {
                let why = "the access token is not that of the token".to_owned();
                return Err(ClaimsVerificationError::Other(why));
            }
        }
        Ok(claims.clone())
    }

    /// The verified address, where the token does not tell it.
    fn address(
        &self,
        client: &Client,
        answer: &CoreTokenResponse,
        claims: &CoreIdTokenClaims,
    ) -> Result<Option<EmailAddress>, ProviderError> {
        let subject = claims.subject().clone();
        let Ok(asked) = client.user_info(answer.access_token().clone(), Some(subject)) else {
            return Ok(None);
        };
        let said: CoreUserInfoClaims =
            asked
                .request(&|request| self.wire.ask(request))
                .map_err(|error| match error {
                    UserInfoError::Request(error) => not_reached(&error),
                    error => ProviderError::Unsound(format!("userinfo: {error}")),
                })?;
        let email = said.email().map(|email| email.as_str());
        Ok(verified(email, said.email_verified()))
    }
}

impl Provider for OidcProvider {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn is(&self, issuer: &str) -> bool {
        issuer == self.settings.issuer
    }

    fn door(&self, journey: &Journey, now: DateTime<Utc>) -> Result<String, ProviderError> {
        let client = self.client(&self.known(now)?);
        let verifier = PkceCodeVerifier::new(journey.verifier());
        let (state, nonce) = (journey.state(), journey.nonce());
        let (url, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.to_string())
    }

    fn vouched(
        &self,
        journey: &Journey,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Vouched, ProviderError> {
        let known = self.known(now)?;
        let client = self.client(&known);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| ProviderError::Unsound("it has no token endpoint".to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(journey.verifier()))
            .request(&|request| self.wire.ask(request))
            .map_err(|error| match error {
                RequestTokenError::Request(error) => not_reached(&error),
                RequestTokenError::ServerResponse(said) => {
                    ProviderError::Unsound(format!("the code: {}", said.error()))
                }
                error => ProviderError::Unsound(format!("the code: {error}")),
            })?;
        let claims = match Self::claims(&client, &answer, journey, now) {
            // Its keys may be others than those that are known.
            Err(ClaimsVerificationError::SignatureVerification(_)) if known.at < now => {
                let client = self.client(&self.discovered(now)?);
                Self::claims(&client, &answer, journey, now)
            }
            other => other,
        }
        .map_err(|error| ProviderError::Unsound(format!("the token: {error}")))?;
        let identity = OutsideIdentity::of(&self.settings.issuer, claims.subject())
            .ok_or_else(|| ProviderError::Unsound("its subject is none".to_owned()))?;
        let email = match claims.email() {
            Some(email) => verified(Some(email.as_str()), claims.email_verified()),
            None => self.address(&client, &answer, &claims)?,
        };
        Ok(Vouched { identity, email })
    }
}

fn verified(email: Option<&str>, is_verified: Option<bool>) -> Option<EmailAddress> {
    let email = email.filter(|_| is_verified == Some(true))?;
    EmailAddress::parse(email).ok()
}

fn not_reached(error: &WireError) -> ProviderError {
    match error {
        WireError::Address(_) => ProviderError::Unsound(error.to_string()),
        WireError::Failed(_) | WireError::Broken(_) => {
            ProviderError::Unreachable(error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use openidconnect::url::Url;

    use super::*;

    fn provider(issuer: &str) -> OidcProvider {
        OidcProvider::of(OidcSettings {
            issuer: issuer.to_owned(),
            client_id: "guichet".to_owned(),
            client_secret: "secret".to_owned(),
            name: "Annuaire".to_owned(),
            redirect_uri: "https://desk.example.org/sign-in/provider/back".to_owned(),
        })
        .unwrap()
    }

    #[test]
    fn a_provider_leads_to_addresses_under_tls_only_unless_it_is_on_this_machine() {
        let may =
            |issuer: &str, to: &str| provider(issuer).wire.may_lead_to(&Url::parse(to).unwrap());
        let (outside, here) = ("https://id.example.org", "http://127.0.0.1:9");
        assert!(may(outside, "https://keys.example.org/jwks"));
        for to in [
            "http://id.example.org/token",
            "http://127.0.0.1:9/token",
            "http://169.254.169.254/latest",
            "file:///etc/passwd",
        ] {
            assert!(!may(outside, to), "{to}");
        }
        assert!(may(here, "http://127.0.0.1:9/token"));
        assert!(may(here, "http://[::1]:9/token"));
        for to in [
            "http://192.0.2.1/token",
            "http://localhost.evil.example/",
            "ftp://localhost/",
        ] {
            assert!(!may(here, to), "{to}");
        }
    }

    #[test]
    fn an_address_counts_when_the_provider_verified_it() {
        let email = Some("camille@example.org");
        assert!(verified(email, Some(true)).is_some());
        assert_eq!(verified(email, Some(false)), None);
        assert_eq!(verified(email, None), None);
        assert_eq!(verified(Some("not an address"), Some(true)), None);
    }

    #[test]
    fn settings_never_show_the_secret() {
        let shown = format!("{:?}", provider("https://id.example.org"));
        assert!(!shown.contains("secret\""), "{shown}");
    }
}
