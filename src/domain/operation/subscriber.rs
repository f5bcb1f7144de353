//! Who is sent the news of the public status page.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Operation, Said};
use crate::domain::{
    ids::{ComponentId, SubscriberId},
    lang::Lang,
    people::EmailAddress,
};

/// How long the link works by which an address is confirmed.
pub const CONFIRMED_WITHIN: TimeDelta = TimeDelta::hours(24);
/// How many letters with such a link an address is sent within [`CONFIRMED_WITHIN`], whoever asks.
pub const MOST_ASKED: usize = 3;

/// Of which parts somebody wants to hear; all of them, also those to come, when none is named.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Choice(pub BTreeSet<ComponentId>);

impl Choice {
    /// Whether it is every part.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a part is among them.
    #[must_use]
    pub fn has(&self, component: ComponentId) -> bool {
        self.is_all() || self.0.contains(&component)
    }

    /// Those of an operation's parts that the public sees and that were chosen; what is not published has
    /// none.
    pub fn parts_of<'a>(
        &'a self,
        said: &'a Said,
        public: &'a [ComponentId],
    ) -> impl Iterator<Item = ComponentId> + 'a {
        let parts = said.components().iter().copied();
        parts.filter(|one| said.is_published() && public.contains(one) && self.has(*one))
    }
}

/// Somebody whose address is confirmed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subscriber {
    /// Identity.
    pub id: SubscriberId,
    /// Where news go.
    pub email: EmailAddress,
    /// In which language.
    pub lang: Lang,
    /// Of which parts.
    pub choice: Choice,
    /// When the address was confirmed.
    pub confirmed_at: DateTime<Utc>,
}

impl Subscriber {
    /// Those of an operation's parts that the public sees and this subscriber chose; an operation that is
    /// not published has none.
    pub fn hears<'a>(
        &'a self,
        operation: &'a Operation,
        public: &'a [ComponentId],
    ) -> impl Iterator<Item = ComponentId> + 'a {
        self.choice.parts_of(&operation.said, public)
    }
}
