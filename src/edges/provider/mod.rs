//! Sign-in at an identity provider: what the pages ask of one, and what a browser carries there and
//! back. The one provider there is speaks OpenID Connect; it is built with the feature `oidc`.

mod journey;
#[cfg(feature = "oidc")]
mod oidc;

use std::fmt;

use chrono::{DateTime, Utc};

pub use journey::{JOURNEY_ENDS, Journey};
#[cfg(feature = "oidc")]
pub use oidc::{NoProvider, OidcProvider, OidcSettings};

use crate::domain::outside_identity::Vouched;

/// A provider at which people may sign in. Every call may talk to it, and takes a few seconds at most.
pub trait Provider: fmt::Debug + Send + Sync {
    /// What people call it.
    fn name(&self) -> &str;

    /// The address at which it signs somebody in, for a journey.
    ///
    /// # Errors
    /// [`ProviderError`] when it does not answer, or answers nonsense.
    fn door(&self, journey: &Journey, now: DateTime<Utc>) -> Result<String, ProviderError>;

    /// Whom it vouches for, by the code that a journey brought back.
    ///
    /// # Errors
    /// [`ProviderError::Unreachable`] when it does not answer, [`ProviderError::Unsound`] when what it
    /// says cannot be believed.
    fn vouched(
        &self,
        journey: &Journey,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Vouched, ProviderError>;

    /// Whether that is the provider's name for itself (RFC 9207).
    fn is(&self, issuer: &str) -> bool;
}

/// Why a provider vouched for nobody. Holds no secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ProviderError {
    /// It does not answer, or says that it cannot.
    Unreachable(String),
    /// What it says is not what was asked, or cannot be believed.
    Unsound(String),
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "the provider does not answer: {why}"),
            Self::Unsound(why) => write!(f, "the provider cannot be believed: {why}"),
        }
    }
}

impl std::error::Error for ProviderError {}
