//! What a browser carries to a provider and back.
//!
//! # Why
//! The browser keeps one secret, in a cookie that no script reads. State, nonce and the verifier of
//! PKCE are made of it, of when the journey began and of where it goes afterwards, so the server keeps
//! nothing for strangers who set out, and none of the four can be changed or taken from another journey
//! without the state no longer fitting. That a journey comes back once is kept by the desk.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac;
use subtle::ConstantTimeEq as _;

use crate::{desk::Secret, edges::http::identity::next_after};

/// How long a journey may take.
pub const JOURNEY_ENDS: TimeDelta = TimeDelta::minutes(10);
/// How far ahead another process's clock may be.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// A journey of one browser to a provider.
#[derive(Clone)]
pub struct Journey {
    secret: Secret,
    begun_at: DateTime<Utc>,
    next: String,
}

impl fmt::Debug for Journey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journey")
            .field("begun_at", &self.begun_at)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl Journey {
    /// A journey that begins now and leads to a page of this site afterwards.
    #[must_use]
    pub fn begin(next: &str, now: DateTime<Utc>) -> Self {
        let seconds = now.timestamp();
        Self {
            secret: Secret::draw(),
            begun_at: DateTime::from_timestamp(seconds, 0).unwrap_or(now),
            next: next_after(next).to_owned(),
        }
    }

    /// Reads one from its cookie; none for anything else, and when its time is over.
    #[must_use]
    pub fn read(cookie: &str, now: DateTime<Utc>) -> Option<Self> {
        let mut parts = cookie.split('.');
        let secret = Secret::read(parts.next()?)?;
        let begun_at = DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
        let next = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        let next = String::from_utf8(next).ok()?;
        let fits = parts.next().is_none() && next_after(&next) == next;
        let lasts = now - begun_at < JOURNEY_ENDS && begun_at - now <= AHEAD;
        (fits && lasts).then_some(Self {
            secret,
            begun_at,
            next,
        })
    }

    /// The value of its cookie.
    #[must_use]
    pub fn cookie(&self) -> String {
        format!(
            "{}.{}.{}",
            self.secret.reveal(),
            self.begun_at.timestamp(),
            URL_SAFE_NO_PAD.encode(&self.next)
        )
    }

    /// Where it leads afterwards, a path of this site.
    #[must_use]
    pub fn next(&self) -> &str {
        &self.next
    }

    /// What the desk knows it by.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Until when it may come back, UTC.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.begun_at + JOURNEY_ENDS
    }

    /// What the provider gives back unchanged.
    #[must_use]
    pub fn state(&self) -> String {
        self.made_for("state")
    }

    /// Whether that is the state of this journey.
    #[must_use]
    pub fn has_state(&self, said: &str) -> bool {
        self.state().as_bytes().ct_eq(said.as_bytes()).into()
    }

    /// What the provider's token must repeat.
    #[must_use]
    pub fn nonce(&self) -> String {
        self.made_for("nonce")
    }

    /// The verifier of PKCE (RFC 7636, 4.1): 43 characters.
    #[must_use]
    pub fn verifier(&self) -> String {
        self.made_for("verifier")
    }

    fn made_for(&self, what: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.secret.reveal().as_bytes());
        let text = format!("{what}\0{}\0{}", self.begun_at.timestamp(), self.next);
        URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_journey_is_read_back_from_its_cookie_for_ten_minutes() {
        let now = at("2026-03-04T09:00:00.5Z");
        let journey = Journey::begin("/tickets/1?a=b", now);
        let later = now + TimeDelta::minutes(9);
        let back = Journey::read(&journey.cookie(), later).unwrap();
        assert_eq!(back.next(), "/tickets/1?a=b");
        assert!(back.has_state(&journey.state()));
        assert_eq!(back.nonce(), journey.nonce());
        assert_eq!(back.verifier(), journey.verifier());
        let over = now + JOURNEY_ENDS;
        assert!(Journey::read(&journey.cookie(), over).is_none());
        let before = now - TimeDelta::minutes(2);
        assert!(Journey::read(&journey.cookie(), before).is_none());
    }

    #[test]
    fn state_nonce_and_verifier_are_all_different_and_of_one_journey() {
        let now = at("2026-03-04T09:00:00Z");
        let (one, other) = (Journey::begin("/queue", now), Journey::begin("/queue", now));
        let all = [
            one.state(),
            one.nonce(),
            one.verifier(),
            one.secret().reveal().to_owned(),
        ];
        for (rank, text) in all.iter().enumerate() {
            assert_eq!(text.len(), 43);
            assert!(!all[rank + 1..].contains(text));
        }
        assert!(!other.has_state(&one.state()));
        assert!(!one.has_state(""));
    }

    #[test]
    fn a_cookie_that_was_changed_has_another_state_or_is_none() {
        let now = at("2026-03-04T09:00:00Z");
        let journey = Journey::begin("/queue", now);
        let cookie = journey.cookie();
        let mut parts: Vec<_> = cookie.split('.').map(str::to_owned).collect();
        parts[1] = (now.timestamp() + 30).to_string();
        let later = Journey::read(&parts.join("."), now).unwrap();
        assert!(!later.has_state(&journey.state()));
        parts[2] = URL_SAFE_NO_PAD.encode("/letters");
        let elsewhere = Journey::read(&parts.join("."), now).unwrap();
        assert!(!elsewhere.has_state(&journey.state()));
        parts[2] = URL_SAFE_NO_PAD.encode("https://evil.example/");
        assert!(Journey::read(&parts.join("."), now).is_none());
        for none in ["", "a.b.c", &format!("{cookie}.x"), "..", &cookie[1..]] {
            assert!(Journey::read(none, now).is_none(), "{none}");
        }
        assert_eq!(
            Journey::begin("https://evil.example/", now).next(),
            "/queue"
        );
    }
}
