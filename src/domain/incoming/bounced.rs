//! Addresses that letters come back from.

use chrono::{DateTime, Utc};

use super::{Authentication, Origin, Outcome};

/// That letters to an address come back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bounced {
    /// What the last server said.
    pub why: String,
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// When the last one came back, UTC.
    pub last_at: DateTime<Utc>,
}

/// Whether a letter from an address says that the address is in use: a person wrote it, it went where
/// a person's letters go, and our own server does not say that it is forged.
#[must_use]
pub fn shows_address_works(
    origin: &Origin,
    outcome: Outcome,
    authentication: Authentication,
) -> bool {
    let told = matches!(
        outcome,
        Outcome::Filed | Outcome::Replied | Outcome::Noted | Outcome::OnCase | Outcome::NotEntitled
    );
    told && *origin == Origin::Person && authentication != Authentication::Failed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::incoming::DeliveryReport;

    #[test]
    fn only_a_person_shows_that_an_address_works() {
        use Authentication::{Failed, Passed, Unknown};
        let report = Origin::Report(DeliveryReport {
            about: None,
            recipient: None,
            failed: true,
            why: crate::domain::ticket::Line::parse("5.1.1 no such user").unwrap(),
        });
        for (origin, outcome, told, works) in [
            (Origin::Person, Outcome::Replied, Passed, true),
            (Origin::Person, Outcome::Filed, Unknown, true),
            (Origin::Person, Outcome::NotEntitled, Unknown, true),
            (Origin::Person, Outcome::Filed, Failed, false),
            (Origin::Person, Outcome::ToConfirm, Unknown, false),
            (Origin::Person, Outcome::TooMany, Passed, false),
            (Origin::AutoReply, Outcome::Filed, Passed, false),
            (Origin::Automatic, Outcome::Filed, Passed, false),
            (report, Outcome::Filed, Passed, false),
        ] {
            let shows = shows_address_works(&origin, outcome, told);
            assert_eq!(shows, works, "{origin:?} {outcome} {told:?}");
        }
    }
}
