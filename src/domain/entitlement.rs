//! Whether somebody may file under a contract: what it says, and what is known of who asks.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{contract::Filers, subscription::Entitlement};

/// What is known of who asks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asker<'a> {
    /// Nobody that the desk could name: whoever fills in the public form.
    Stranger,
    /// Somebody signed in, for an organisation.
    Member {
        /// Whether the organisation named them for this, or their integrator's mandate does.
        designated: bool,
        /// What the organisation has for the service.
        entitlement: Entitlement<'a>,
    },
}

/// Why somebody may not file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum NotEntitled {
    /// The contract takes requests of people that it knows only.
    Unknown,
    /// The organisation named others.
    NotDesignated,
    /// The organisation has no subscription for the service.
    NoSubscription,
    /// Its subscription has ended.
    Ended {
        /// On which day, the last one included.
        last_day: NaiveDate,
    },
    /// Its subscription has not begun.
    NotYet {
        /// On which day it will.
        first_day: NaiveDate,
    },
    /// Its subscription includes no support.
    WithoutSupport,
}

impl fmt::Display for NotEntitled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("the contract takes requests of known people only"),
            Self::NotDesignated => f.write_str("the organisation named others for this"),
            Self::NoSubscription => f.write_str("there is no subscription"),
            Self::Ended { last_day } => write!(f, "the subscription ended on {last_day}"),
            Self::NotYet { first_day } => write!(f, "the subscription begins on {first_day}"),
            Self::WithoutSupport => f.write_str("the subscription includes no support"),
        }
    }
}

/// Whether `asker` may file where a contract takes the requests of `who`.
///
/// A subscription that has ended ends the designated administrators' right, too; where none was
/// ever entered, their designation is what counts.
///
/// # Errors
/// Why not.
pub fn may_file(who: Filers, asker: Asker<'_>) -> Result<(), NotEntitled> {
    let (designated, entitlement) = match (who, asker) {
        (Filers::Anyone, _) => return Ok(()),
        (_, Asker::Stranger) => return Err(NotEntitled::Unknown),
        (
            _,
            Asker::Member {
                designated,
                entitlement,
            },
        ) => (designated, entitlement),
    };
    match entitlement {
        Entitlement::Ended(one) => {
            let last_day = one.last_day.unwrap_or(one.first_day);
            return Err(NotEntitled::Ended { last_day });
        }
        Entitlement::NotYet(one) => {
            let first_day = one.first_day;
            return Err(NotEntitled::NotYet { first_day });
        }
        Entitlement::Active(_) | Entitlement::None => {}
    }
    match (who, entitlement) {
        (Filers::Subscribers, Entitlement::Active(one)) if one.support => Ok(()),
        (Filers::Subscribers, Entitlement::Active(_)) => Err(NotEntitled::WithoutSupport),
        (Filers::Subscribers, _) => Err(NotEntitled::NoSubscription),
        (_, _) if designated => Ok(()),
        (_, _) => Err(NotEntitled::NotDesignated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{OrganisationId, ServiceId, SubscriptionId},
        subscription::Subscription,
    };

    fn subscription(support: bool) -> Subscription {
        Subscription {
            id: SubscriptionId::fresh(),
            organisation: OrganisationId::fresh(),
            service: ServiceId::fresh(),
            contract_name: "callcenterrate".to_owned(),
            support,
            prepaid_minutes: None,
            annual: None,
            first_day: "2026-01-01".parse().unwrap(),
            last_day: "2026-12-31".parse().ok(),
        }
    }

    #[test]
    fn each_contract_takes_the_requests_of_those_it_names() {
        use Filers::{Anyone, DesignatedAdministrators as Designated, Subscribers};
        let (full, bare) = (subscription(true), subscription(false));
        let last_day = full.last_day.unwrap();
        let first_day = full.first_day;
        let ended = Err(NotEntitled::Ended { last_day });
        let not_yet = Err(NotEntitled::NotYet { first_day });
        let member = |designated, entitlement| Asker::Member {
            designated,
            entitlement,
        };
        for (asker, anyone, subscribers, designated) in [
            (
                Asker::Stranger,
                Ok(()),
                Err(NotEntitled::Unknown),
                Err(NotEntitled::Unknown),
            ),
            (
                member(false, Entitlement::None),
                Ok(()),
                Err(NotEntitled::NoSubscription),
                Err(NotEntitled::NotDesignated),
            ),
            (
                member(true, Entitlement::None),
                Ok(()),
                Err(NotEntitled::NoSubscription),
                Ok(()),
            ),
            (
                member(false, Entitlement::Active(&full)),
                Ok(()),
                Ok(()),
                Err(NotEntitled::NotDesignated),
            ),
            (
                member(true, Entitlement::Active(&bare)),
                Ok(()),
                Err(NotEntitled::WithoutSupport),
                Ok(()),
            ),
            (
                member(true, Entitlement::Ended(&full)),
                Ok(()),
                ended,
                ended,
            ),
            (
                member(true, Entitlement::NotYet(&full)),
                Ok(()),
                not_yet,
                not_yet,
            ),
        ] {
            assert_eq!(may_file(Anyone, asker), anyone, "{asker:?}");
            assert_eq!(may_file(Subscribers, asker), subscribers, "{asker:?}");
            assert_eq!(may_file(Designated, asker), designated, "{asker:?}");
        }
    }
}
