//! Signatures of webhooks, both ways, after Standard Webhooks 1.0: HMAC-SHA-256 over id, instant and body,
//! so that neither can be put beside another.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac;

/// How far the instant of a call may be from ours, either way.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Before a signature of this kind.
const VERSION: &str = "v1,";
/// How many signatures of one call are looked at: one for each secret that holds, and some for other kinds.
const MOST_SIGNATURES: usize = 8;

/// The secret that a program and this desk share.
#[derive(Clone, Eq, PartialEq)]
pub struct HookSecret(Vec<u8>);

impl HookSecret {
    /// Before a secret as it is shown.
    pub const MARK: &'static str = "whsec_";
    /// How many bytes one that we draw has.
    pub const DRAWN: usize = 32;

    /// A secret of those bytes; none when they are fewer than 24 or more than 64.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        (24..=64)
            .contains(&bytes.len())
            .then(|| Self(bytes.to_vec()))
    }

    /// Reads one as it is shown.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().strip_prefix(Self::MARK)?;
        Self::of(&STANDARD.decode(text).ok()?)
    }

    /// As it is shown. Whoever has it can sign.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}{}", Self::MARK, STANDARD.encode(&self.0))
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.0)
    }
}

impl fmt::Debug for HookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HookSecret(…)")
    }
}

/// Why a call is not taken for whose it says it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotSigned {
    /// The id, the instant or the signature is not there, or is none.
    Missing,
    /// The instant is too long ago, or to come.
    Stale,
    /// No signature fits.
    Forged,
}

/// The value of `webhook-signature`: one signature for each secret that holds.
#[must_use]
pub fn sign(secrets: &[HookSecret], id: &str, at: DateTime<Utc>, body: &[u8]) -> String {
    let said = signed(id, &at.timestamp().to_string(), body);
    let all: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let tag = hmac::sign(&secret.key(), &said);
            format!("{VERSION}{}", STANDARD.encode(tag.as_ref()))
        })
        .collect();
    all.join(" ")
}

/// Whether a call is of whoever has one of the secrets, and of now. Signatures are compared in constant
/// time.
///
/// # Errors
/// [`NotSigned`] says why it is not.
pub fn verify(
    secrets: &[HookSecret],
    (id, at, signatures): (&str, &str, &str),
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), NotSigned> {
    let seconds: i64 = at.parse().map_err(|_| NotSigned::Missing)?;
    if id.is_empty() || signatures.is_empty() {
        return Err(NotSigned::Missing);
    }
    let then = DateTime::from_timestamp(seconds, 0).ok_or(NotSigned::Missing)?;
    if (now - then).abs() > TOLERANCE {
        return Err(NotSigned::Stale);
    }
    let said = signed(id, at, body);
    let fits = signatures
        .split(' ')
        .take(MOST_SIGNATURES)
        .filter_map(|one| STANDARD.decode(one.strip_prefix(VERSION)?).ok())
        .any(|tag| {
            secrets
                .iter()
                .any(|secret| hmac::verify(&secret.key(), &said, &tag).is_ok())
        });
    if fits { Ok(()) } else { Err(NotSigned::Forged) }
}

fn signed(id: &str, at: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", at.as_bytes(), b".", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's own libraries are tested with.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const AT: &str = "1614265330";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(AT.parse().unwrap(), 0).unwrap()
    }

    #[test]
    fn the_example_of_the_specification_is_signed_and_verified() {
        let secret = HookSecret::parse(SECRET).unwrap();
        assert_eq!(
            sign(std::slice::from_ref(&secret), ID, at(), BODY),
            SIGNATURE
        );
        assert_eq!(verify(&[secret], (ID, AT, SIGNATURE), BODY, at()), Ok(()));
    }

    #[test]
    fn what_was_touched_or_is_of_another_time_is_nobodys() {
        let secret = [HookSecret::parse(SECRET).unwrap()];
        let said = |id: &str, when: &str, signature: &str, body: &[u8], now| {
            verify(&secret, (id, when, signature), body, now)
        };
        let forged = Err(NotSigned::Forged);
        assert_eq!(said("msg_other", AT, SIGNATURE, BODY, at()), forged);
        assert_eq!(said(ID, "1614265331", SIGNATURE, BODY, at()), forged);
        assert_eq!(said(ID, AT, SIGNATURE, b"{}", at()), forged);
        assert_eq!(said(ID, AT, "v1,AAAA", BODY, at()), forged);
        assert_eq!(
            said(ID, AT, &SIGNATURE.replace("v1", "v2"), BODY, at()),
            forged
        );
        let late = at() + TOLERANCE;
        assert_eq!(said(ID, AT, SIGNATURE, BODY, late), Ok(()));
        let stale = Err(NotSigned::Stale);
        let second = TimeDelta::seconds(1);
        assert_eq!(said(ID, AT, SIGNATURE, BODY, late + second), stale);
        assert_eq!(
            said(ID, AT, SIGNATURE, BODY, at() - TOLERANCE - second),
            stale
        );
        for (id, when, signature) in [("", AT, SIGNATURE), (ID, "now", SIGNATURE), (ID, AT, "")] {
            assert_eq!(
                said(id, when, signature, BODY, at()),
                Err(NotSigned::Missing)
            );
        }
        let end = i64::MAX.to_string();
        assert_eq!(
            said(ID, &end, SIGNATURE, BODY, at()),
            Err(NotSigned::Missing)
        );
    }

    #[test]
    fn while_a_secret_is_replaced_either_one_fits() {
        let old = HookSecret::of(&[7; 24]).unwrap();
        let new = HookSecret::of(&[8; 64]).unwrap();
        let both = sign(&[new.clone(), old.clone()], ID, at(), BODY);
        for secret in [&old, &new] {
            let known = [secret.clone()];
            assert_eq!(verify(&known, (ID, AT, &both), BODY, at()), Ok(()));
        }
        let alone = sign(std::slice::from_ref(&old), ID, at(), BODY);
        assert_eq!(
            verify(&[new.clone(), old], (ID, AT, &alone), BODY, at()),
            Ok(())
        );
        let forged = verify(&[new], (ID, AT, &alone), BODY, at());
        assert_eq!(forged, Err(NotSigned::Forged));
    }

    #[test]
    fn a_secret_is_read_back_and_never_printed() {
        let secret = HookSecret::of(&[3; 32]).unwrap();
        assert_eq!(HookSecret::parse(&secret.reveal()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "HookSecret(…)");
        for text in [
            "",
            "whsec_",
            "whsec_AAAA",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ] {
            assert_eq!(HookSecret::parse(text), None, "{text}");
        }
        assert_eq!(HookSecret::of(&[0; 23]), None);
        assert_eq!(HookSecret::of(&[0; 65]), None);
    }
}
