//! What organisations run: platforms with their environment, product and version.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{OrganisationId, PlatformId, ProductId, ProductVersionId};

/// What a platform is for (AZ Projet, « environnements »).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Where people work.
    Production,
    /// Where what goes into production is tried last.
    PreProduction,
    /// Where things are tried.
    Test,
    /// Where things are made.
    Development,
}

impl Environment {
    /// Every environment, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Production,
        Self::PreProduction,
        Self::Test,
        Self::Development,
    ];

    /// The word of the database, of files and of forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::PreProduction => "pre-production",
            Self::Test => "test",
            Self::Development => "development",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text names no environment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownEnvironment(String);

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "there is no environment « {} »; write production, pre-production, test or development",
            self.0
        )
    }
}

impl std::error::Error for UnknownEnvironment {}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, UnknownEnvironment> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or_else(|| UnknownEnvironment(text.to_owned()))
    }
}

/// What an organisation runs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Platform {
    /// Identity.
    pub id: PlatformId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// As its people call it; one line, unique in the organisation.
    pub name: String,
    /// What it is for.
    pub environment: Environment,
    /// What runs on it, when it is known.
    pub version: Option<ProductVersionId>,
    /// Whether requests can still be filed for it.
    pub active: bool,
}

/// What a vendor makes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Product {
    /// Identity.
    pub id: ProductId,
    /// As the vendor calls it; one line, unique.
    pub name: String,
}

/// One version of a product.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProductVersion {
    /// Identity.
    pub id: ProductVersionId,
    /// Of which product.
    pub product: ProductId,
    /// As the vendor calls it; one line, unique in the product.
    pub name: String,
    /// Whether the vendor maintains it at all.
    pub maintained: bool,
    /// The last day on which it is maintained, where an end is known.
    pub maintained_until: Option<NaiveDate>,
}

impl ProductVersion {
    /// Whether the vendor maintains it on a day (Divalto, prestations: only maintained versions are
    /// escalated).
    #[must_use]
    pub fn is_maintained_on(&self, day: NaiveDate) -> bool {
        self.maintained && self.maintained_until.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_environment_is_found_by_its_word() {
        for one in Environment::ALL {
            assert_eq!(one.word().parse(), Ok(one));
        }
        assert!("prod".parse::<Environment>().is_err());
    }

    #[test]
    fn a_version_is_maintained_to_the_end_of_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut version = ProductVersion {
            id: ProductVersionId::fresh(),
            product: ProductId::fresh(),
            name: "10.8".to_owned(),
            maintained: true,
            maintained_until: Some(day("2026-06-30")),
        };
        assert!(version.is_maintained_on(day("2026-06-30")));
        assert!(!version.is_maintained_on(day("2026-07-01")));
        version.maintained_until = None;
        assert!(version.is_maintained_on(day("2096-07-01")));
        version.maintained = false;
        assert!(!version.is_maintained_on(day("2026-01-01")));
    }
}
