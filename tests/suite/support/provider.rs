//! A provider of whom a test decides what it says, and which sends browsers straight back.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use guichet::{
    domain::{
        outside_identity::{OutsideIdentity, Vouched},
        people::EmailAddress,
    },
    edges::{
        http::Settings,
        provider::{Journey, Provider, ProviderError},
    },
};

/// Its name for itself.
pub const ISSUER: &str = "https://id.example.org";

/// The provider.
#[derive(Debug)]
pub struct Annuaire {
    back: String,
    says: Mutex<Result<Vouched, ProviderError>>,
    asked: Mutex<Vec<String>>,
}

impl Annuaire {
    /// One at which the site of these settings signs people in.
    pub fn of(settings: &mut Settings) -> Arc<Self> {
        let provider = Arc::new(Self {
            back: settings.base_url.link("/sign-in/provider/back"),
            says: Mutex::new(Err(down())),
            asked: Mutex::default(),
        });
        settings.provider = Some(provider.clone());
        provider
    }

    /// Has it vouch for a subject with an address that it verified, or with none.
    pub fn vouches_for(&self, subject: &str, email: Option<&str>) {
        *self.says.lock().unwrap() = Ok(Vouched {
            identity: OutsideIdentity::of(ISSUER, subject).unwrap(),
            email: email.map(|email| EmailAddress::parse(email).unwrap()),
        });
    }

    /// Has it fail.
    pub fn fails(&self, error: ProviderError) {
        *self.says.lock().unwrap() = Err(error);
    }

    /// The codes that it was asked about.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// What a provider says that does not answer.
pub fn down() -> ProviderError {
    ProviderError::Unreachable("down".to_owned())
}

impl Provider for Annuaire {
    fn name(&self) -> &str {
        "Annuaire & Cie"
    }

    fn door(&self, journey: &Journey, _now: DateTime<Utc>) -> Result<String, ProviderError> {
        if *self.says.lock().unwrap() == Err(down()) {
            return Err(down());
        }
        Ok(format!("{}?code=c0de&state={}", self.back, journey.state()))
    }

    fn vouched(
        &self,
        _journey: &Journey,
        code: &str,
        _now: DateTime<Utc>,
    ) -> Result<Vouched, ProviderError> {
        self.asked.lock().unwrap().push(code.to_owned());
        self.says.lock().unwrap().clone()
    }

    fn is(&self, issuer: &str) -> bool {
        issuer == ISSUER
    }
}
