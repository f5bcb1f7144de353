//! What a request must pass before the public form files it: a least time, and limits for its
//! mail address and for the network that it comes from. OWASP ASVS 5.0, 2.4.1.
//!
//! # Why
//! The limits of a network are counted in memory, by each process for itself and from nothing
//! after a restart: a flood then costs no write, and as many processes bear so many times the
//! limit. What protects people who never asked for anything, one letter a day at most, is decided
//! where the ticket is filed, and holds for all processes.
//!
//! What this machine asks itself, and what was forwarded by nobody, is not counted: it is its
//! operator. A proxy of this machine says for whom it asks.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
};

use actix_web::{HttpRequest, http::header::HeaderMap};
use chrono::{DateTime, TimeDelta, Utc};

use super::tally::Tally;
use crate::config::{Network, Quota};

/// What the form accepts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FormRules {
    /// For one mail address.
    pub per_address: Quota,
    /// From one network.
    pub per_source: Quota,
    /// Letters to addresses that the desk does not know, for requests from one network.
    pub letters: Quota,
    /// How long the form takes at least.
    pub least: TimeDelta,
}

impl Default for FormRules {
    fn default() -> Self {
        Self {
            per_address: Quota::of(20, 60),
            per_source: Quota::of(200, 1_000),
            letters: Quota::of(20, 100),
            least: TimeDelta::seconds(3),
        }
    }
}

/// Where a request comes from, for those who count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// From this machine, forwarded by nobody.
    Here,
    /// From a network: an address of IPv4, or the first half of one of IPv6.
    From(Network),
}

impl Source {
    /// The source of a request whose client has an address.
    pub(super) fn of(request: &HttpRequest, client: Option<IpAddr>) -> Self {
        let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
        let here = peer.is_some_and(|peer| peer.is_loopback());
        if here && !is_forwarded(request.headers()) {
            return Self::Here;
        }
        let unknown = IpAddr::from([0, 0, 0, 0]);
        Self::From(Network::around(client.unwrap_or(unknown), 64))
    }
}

/// Whether a request says that somebody passed it on.
pub(super) fn is_forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded", "via", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// Why a request is not filed now. What was typed is shown again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotNow {
    /// The form came back faster than anybody reads it, or is none of ours.
    Hurried,
    /// Too many for this mail address; from when on there is room, UTC.
    Address(DateTime<Utc>),
    /// Too many from this network; from when on there is room, UTC.
    Source(DateTime<Utc>),
}

/// What was kept out, since the process began.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct KeptOut {
    /// Forms with the field filled that nobody sees.
    pub trapped: u64,
    /// Forms that came back too fast.
    pub hurried: u64,
    /// Forms beyond the limit of their mail address.
    pub address: u64,
    /// Forms beyond the limit of their network.
    pub source: u64,
    /// Letters to addresses that the desk does not know, which were not owed.
    pub letters: u64,
}

/// The door of the form.
#[derive(Debug)]
pub struct FormDoor {
    rules: FormRules,
    addresses: Tally,
    sources: Tally,
    letters: Tally,
    replies: Tally,
    uploads: Tally,
    trapped: AtomicU64,
    hurried: AtomicU64,
    over_address: AtomicU64,
    over_source: AtomicU64,
    unsent: AtomicU64,
}

impl FormDoor {
    /// A door with rules.
    #[must_use]
    pub fn new(rules: FormRules) -> Self {
        Self {
            rules,
            addresses: Tally::new(rules.per_address),
            sources: Tally::new(rules.per_source),
            letters: Tally::new(rules.letters),
            replies: Tally::new(rules.per_address),
            uploads: Tally::new(rules.per_source),
            trapped: AtomicU64::new(0),
            hurried: AtomicU64::new(0),
            over_address: AtomicU64::new(0),
            over_source: AtomicU64::new(0),
            unsent: AtomicU64::new(0),
        }
    }

    /// Lets a request to `email` in, and counts it. `shown` is when its form was, when it proves it.
    ///
    /// # Errors
    /// Why it is not filed now; it is then counted nowhere.
    pub fn enter(
        &self,
        source: Source,
        email: &str,
        shown: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), NotNow> {
        let Source::From(network) = source else {
            return Ok(());
        };
        let refused = self.refused(network, email, shown, now);
        if let Err(why) = refused {
            let (count, word) = match why {
                NotNow::Hurried => (&self.hurried, "hurried"),
                NotNow::Address(_) => (&self.over_address, "address"),
                NotNow::Source(_) => (&self.over_source, "source"),
            };
            count.fetch_add(1, Ordering::Relaxed);
            tracing::info!(why = word, "a form was not filed");
        }
        refused
    }

    fn refused(
        &self,
        network: Network,
        email: &str,
        shown: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), NotNow> {
        let least = self.rules.least;
        // A form of the future was shown before somebody set the clock back.
        let hurried = shown.is_none_or(|shown| (TimeDelta::zero()..least).contains(&(now - shown)));
        if least > TimeDelta::zero() && hurried {
            return Err(NotNow::Hurried);
        }
        self.sources.take(&network, now).map_err(NotNow::Source)?;
        self.addresses.take(&email, now).map_err(|free| {
            self.sources.give_back(&network);
            NotNow::Address(free)
        })
    }

    /// Lets a reply by a secret link in, and counts it: as many for each link as requests for each
    /// mail address, and no more from one network than there may be requests.
    ///
    /// # Errors
    /// Why it is not taken now; it is then counted nowhere.
    pub fn reply(&self, source: Source, link: &str, now: DateTime<Utc>) -> Result<(), NotNow> {
        let Source::From(network) = source else {
            return Ok(());
        };
        let refused = self
            .sources
            .take(&network, now)
            .map_err(NotNow::Source)
            .and_then(|()| {
                self.replies.take(&link, now).map_err(|free| {
                    self.sources.give_back(&network);
                    NotNow::Address(free)
                })
            });
        if refused.is_err() {
            self.over_source.fetch_add(1, Ordering::Relaxed);
            tracing::info!(why = "replies", "a reply was not taken");
        }
        refused
    }

    /// Whether one more file may come with a form, as many from one network as requests; counts it.
    #[must_use]
    pub fn may_upload(&self, source: Source, now: DateTime<Utc>) -> bool {
        match source {
            Source::Here => true,
            Source::From(network) => self.uploads.take(&network, now).is_ok(),
        }
    }

    /// Takes back what [`FormDoor::enter`] counted: nothing was filed, or the same form once more.
    pub fn undo(&self, source: Source, email: &str) {
        if let Source::From(network) = source {
            self.sources.give_back(&network);
            self.addresses.give_back(&email);
        }
    }

    /// Whether one more letter may go to an address that the desk does not know; counts it.
    #[must_use]
    pub fn may_write(&self, source: Source, now: DateTime<Utc>) -> bool {
        match source {
            Source::Here => true,
            Source::From(network) => self.letters.take(&network, now).is_ok(),
        }
    }

    /// Takes back what [`FormDoor::may_write`] counted: the letter went to somebody known, or none
    /// was owed.
    pub fn unwritten(&self, source: Source) {
        if let Source::From(network) = source {
            self.letters.give_back(&network);
        }
    }

    /// Counts a form that a program filled.
    pub fn trap(&self) {
        self.trapped.fetch_add(1, Ordering::Relaxed);
        tracing::info!(why = "trap", "a form was not filed");
    }

    /// Counts a letter that was not owed.
    pub fn unsent(&self) {
        self.unsent.fetch_add(1, Ordering::Relaxed);
        tracing::info!("a request was filed without a letter to its requester");
    }

    /// What was kept out so far.
    #[must_use]
    pub fn kept_out(&self) -> KeptOut {
        KeptOut {
            trapped: self.trapped.load(Ordering::Relaxed),
            hurried: self.hurried.load(Ordering::Relaxed),
            address: self.over_address.load(Ordering::Relaxed),
            source: self.over_source.load(Ordering::Relaxed),
            letters: self.unsent.load(Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Source {
        Source::From(Network::around(text.parse().unwrap(), 64))
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_form_takes_its_time_and_a_clock_set_back_is_nobodys_fault() {
        let door = FormDoor::new(FormRules::default());
        let from = network("192.0.2.1");
        let enter = |shown| door.enter(from, "a@b.fr", shown, at(100));
        assert_eq!(enter(None), Err(NotNow::Hurried));
        assert_eq!(enter(Some(at(98))), Err(NotNow::Hurried));
        assert_eq!(enter(Some(at(97))), Ok(()));
        assert_eq!(
            enter(Some(at(-90_000))),
            Ok(()),
            "a form left open overnight"
        );
        assert_eq!(enter(Some(at(900))), Ok(()));
        assert_eq!(door.enter(Source::Here, "a@b.fr", None, at(100)), Ok(()));
        assert_eq!(door.kept_out().hurried, 2);
    }

    #[test]
    fn an_ipv6_client_is_its_whole_network_and_a_refusal_counts_nowhere() {
        let door = FormDoor::new(FormRules {
            per_source: Quota::of(3, 3),
            per_address: Quota::of(1, 1),
            ..FormRules::default()
        });
        let enter = |from: &str, email: &str| door.enter(network(from), email, Some(at(0)), at(10));
        assert!(enter("2001:db8::1", "a@b.fr").is_ok());
        for _ in 0..9 {
            assert!(matches!(
                enter("2001:db8::2", "a@b.fr"),
                Err(NotNow::Address(_))
            ));
        }
        assert!(enter("2001:db8::3", "b@b.fr").is_ok());
        assert!(enter("2001:db8::4", "c@b.fr").is_ok());
        assert!(matches!(
            enter("2001:db8::5", "d@b.fr"),
            Err(NotNow::Source(_))
        ));
        assert!(enter("2001:db8:0:1::5", "d@b.fr").is_ok());
        door.undo(network("2001:db8::9"), "a@b.fr");
        assert!(enter("2001:db8::9", "a@b.fr").is_ok());
    }
}
