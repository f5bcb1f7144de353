//! A vendor's desk that is called by signed webhooks: where it is, and what is owed to it.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use url::{Host, Url};

use super::{HookFault, HookTold};
use crate::domain::{
    ids::{DeliveryId, LetterId, OrganisationId, VendorCaseId},
    retry,
    words::words,
};

/// The longest that a vendor's side is obeyed when it asks to come back later.
const LONGEST_ASKED: TimeDelta = TimeDelta::hours(24);

/// Where a vendor's program is called.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HookUrl(Url);

/// Why an address is not called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HookUrlError {
    /// It is no address of the web, or has parts that have no place there.
    NotAnAddress,
    /// It is not under TLS.
    NotHttps,
    /// It names no host, but a number.
    NoName,
}

impl HookUrl {
    /// The longest address, in bytes.
    const MOST: usize = 500;

    /// Reads what an administrator typed: https and the name of a host; anything of the web where
    /// `anywhere` is allowed.
    ///
    /// # Errors
    /// [`HookUrlError`] says what it is not.
    pub fn parse(text: &str, anywhere: bool) -> Result<Self, HookUrlError> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_| HookUrlError::NotAnAddress)?;
        let bare = url.query().is_none() && url.fragment().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        let web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
        if !(bare && nobody && web && text.len() <= Self::MOST) {
            return Err(HookUrlError::NotAnAddress);
        }
        if !anywhere && url.scheme() != "https" {
            return Err(HookUrlError::NotHttps);
        }
        if !anywhere && !matches!(url.host(), Some(Host::Domain(_))) {
            return Err(HookUrlError::NoName);
        }
        Ok(Self(url))
    }

    /// As it is called.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The name of the host.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The address that asks what became of a delivery, and what of it is signed.
    #[must_use]
    pub fn asking(&self, case: &str, delivery: DeliveryId) -> (String, String) {
        let mut url = self.0.clone();
        url.query_pairs_mut()
            .append_pair("case", case)
            .append_pair("delivery", &delivery.to_string());
        let query = url.query().unwrap_or_default().to_owned();
        (url.into(), query)
    }
}

impl fmt::Display for HookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a vendor is called, and calls here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hook {
    /// The vendor.
    pub vendor: OrganisationId,
    /// What stands in the address at which it calls here. It proves nothing.
    pub door: String,
    /// Where it is called.
    pub url: HookUrl,
    /// What both sides sign with, sealed.
    pub secret: String,
    /// The one before, sealed, and until when it holds.
    pub earlier: Option<(String, DateTime<Utc>)>,
    /// When its side said that it wants nothing more.
    pub gone_at: Option<DateTime<Utc>>,
}

/// How something that is said to a vendor stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeliveryState {
    /// It leaves now, or is tried again at its time.
    Owed,
    /// The vendor has it.
    Delivered,
    /// Given up; an administrator may begin anew.
    Dead,
}

words!(DeliveryState {
    Owed => "owed",
    Delivered => "delivered",
    Dead => "dead",
});

/// Something that is said to a vendor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Delivery {
    /// Identity; its `webhook-id`, the same at every try.
    pub id: DeliveryId,
    /// The case.
    pub case: VendorCaseId,
    /// To whom.
    pub vendor: OrganisationId,
    /// Its rank among what is said on the case, from 1.
    pub rank: u32,
    /// What is said.
    pub told: HookTold,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether a try may have arrived: the vendor is asked before the next.
    pub unsure: bool,
    /// When its tries began, UTC.
    pub since: DateTime<Utc>,
    /// When it is tried next, UTC.
    pub next_try_at: DateTime<Utc>,
    /// Until when somebody tries it, UTC.
    pub lease_until: Option<DateTime<Utc>>,
    /// When it was delivered or given up, UTC.
    pub done_at: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub fault: Option<HookFault>,
}

/// When a delivery is tried again after a try that failed; nothing when it is to be given up. `asked` is
/// when the vendor's side asked to come back.
#[must_use]
pub fn retry_at(
    delivery: &Delivery,
    asked: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    // The schedule of letters; only what it draws for varies.
    let id = LetterId::from(delivery.id.uuid());
    let next = retry::next_try(id, delivery.attempts, delivery.since, now)?;
    let asked = asked.map(|asked| asked.min(now + LONGEST_ASKED));
    Some(asked.map_or(next, |asked| next.max(asked)))
}

/// When a vendor's side wants to be called again, by its `Retry-After`: seconds, or an instant
/// (RFC 9110, 10.2.3).
#[must_use]
pub fn waits_for(retry_after: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = retry_after.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(now + TimeDelta::seconds(seconds.into()));
    }
    let instant = DateTime::parse_from_rfc2822(text).ok()?;
    Some(instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_under_tls_and_has_a_name() {
        for text in [
            "https://desk.editeur.example/hooks/guichet",
            "https://desk.editeur.example:8443/",
        ] {
            assert_eq!(HookUrl::parse(text, false).unwrap().as_str(), text);
        }
        let no = |text: &str, error| assert_eq!(HookUrl::parse(text, false), Err(error), "{text}");
        for text in [
            "",
            "desk.editeur.example",
            "ftp://desk.editeur.example/",
            "https://user:x@desk.editeur.example/",
            "https://desk.editeur.example/?a=b",
            "https://desk.editeur.example/#a",
        ] {
            no(text, HookUrlError::NotAnAddress);
        }
        no("http://desk.editeur.example/", HookUrlError::NotHttps);
        // However a number is written: dotted, decimal, octal, hexadecimal, short.
        for text in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://0x7f000001/",
            "https://127.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://192.0.2.1/",
        ] {
            no(text, HookUrlError::NoName);
            HookUrl::parse(text, true).unwrap();
        }
        HookUrl::parse("http://127.0.0.1:8080/", true).unwrap();
    }

    #[test]
    fn what_is_asked_names_the_case_and_the_delivery() {
        let url = HookUrl::parse("https://desk.editeur.example/h", false).unwrap();
        let id = DeliveryId::fresh();
        let (address, query) = url.asking("INC-2026-00001-E1", id);
        assert_eq!(query, format!("case=INC-2026-00001-E1&delivery={id}"));
        assert_eq!(address, format!("https://desk.editeur.example/h?{query}"));
    }

    #[test]
    fn who_asks_to_come_back_later_is_obeyed_a_day_at_most() {
        let now: DateTime<Utc> = "2026-03-04T09:00:00Z".parse().unwrap();
        assert_eq!(waits_for(" 120 ", now), Some(now + TimeDelta::minutes(2)));
        let at = waits_for("Wed, 04 Mar 2026 10:00:00 GMT", now);
        assert_eq!(at, Some(now + TimeDelta::hours(1)));
        assert_eq!(waits_for("soon", now), None);
        assert_eq!(waits_for("-1", now), None);
    }
}
