//! Why a contract does not take a request.

use super::{Words, dates};
use crate::domain::entitlement::NotEntitled;

/// Why, in one sentence.
#[must_use]
pub fn sentence(why: NotEntitled, words: Words) -> String {
    let (key, day) = match why {
        NotEntitled::Unknown => ("refused-unknown", None),
        NotEntitled::NotDesignated => ("refused-not-designated", None),
        NotEntitled::NoSubscription => ("refused-no-subscription", None),
        NotEntitled::Ended { last_day } => ("refused-ended", Some(last_day)),
        NotEntitled::NotYet { first_day } => ("refused-not-yet", Some(first_day)),
        NotEntitled::WithoutSupport => ("refused-without-support", None),
    };
    let day = day.map(|day| dates::civil(day, words.lang()));
    words.say_with(key, &[("day", day.unwrap_or_default().into())])
}
