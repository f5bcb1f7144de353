//! Codes by time (RFC 6238) with what every app understands: HMAC-SHA-1, six digits, thirty seconds.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use ring::hmac;

/// The length of a secret: that of HMAC-SHA-1 itself (RFC 4226, section 4, R6).
pub const SECRET_BYTES: usize = 20;

/// How long a code is shown, in seconds.
const STEP: i64 = 30;
/// The digits of a code.
const DIGITS: usize = 6;
/// Ten to the power of that.
const BEYOND: u32 = 1_000_000;

/// The letters of base 32 (RFC 4648, section 6).
pub(super) const ALPHABET: [char; 32] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S',
    'T', 'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
];

/// What an app and the desk share, and nobody else.
#[derive(Clone, Eq, PartialEq)]
pub struct TotpSecret([u8; SECRET_BYTES]);

impl TotpSecret {
    /// A secret of random bytes.
    #[must_use]
    pub const fn of(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    /// Its text as one types it into an app, in base 32.
    #[must_use]
    pub fn text(&self) -> String {
        base32(&self.0)
    }

    /// The address that an app reads from a square code or a link; `issuer` is the desk and
    /// `account` whose codes they are.
    #[must_use]
    pub fn address(&self, issuer: &str, account: &str) -> String {
        // A colon parts the two.
        let (issuer, account) = (issuer.replace(':', " "), account.replace(':', " "));
        format!(
            "otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={DIGITS}&period={STEP}",
            escaped(&issuer),
            escaped(&account),
            self.text(),
            escaped(&issuer),
        )
    }

    /// The code that an app shows at `now`.
    #[must_use]
    pub fn code_at(&self, now: DateTime<Utc>) -> Code {
        Code(self.number(step_at(now)))
    }

    /// The step of which `code` is the code, if it is the one at `now` or the one before or after
    /// it: clocks are never quite the same. It takes the same time whichever it is.
    #[must_use]
    pub fn step_of(&self, code: Code, now: DateTime<Utc>) -> Option<i64> {
        let here = step_at(now);
        let mut found = None;
        for step in [here - 1, here, here + 1] {
            if self.number(step) == code.0 {
                found = Some(step);
            }
        }
        found
    }

    /// RFC 4226, section 5.3.
    fn number(&self, step: i64) -> u32 {
        self.truncated(step) % BEYOND
    }

    fn truncated(&self, step: i64) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
        let four = bytes.iter().skip(offset).take(4);
        four.fold(0_u32, |whole, byte| (whole << 8) | u32::from(*byte)) & 0x7fff_ffff
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// Six digits.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Code(u32);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.0, width = DIGITS)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The text is not six digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NoCode;

impl fmt::Display for NoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a code has {DIGITS} digits")
    }
}

impl std::error::Error for NoCode {}

impl FromStr for Code {
    type Err = NoCode;

    /// Reads a code as people type it: apps show a gap in the middle.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let digits: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        let plain = digits.len() == DIGITS && digits.bytes().all(|one| one.is_ascii_digit());
        if !plain {
            return Err(NoCode);
        }
        digits.parse().map(Self).map_err(|_| NoCode)
    }
}

fn step_at(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(STEP)
}

/// Base 32 without padding; `bytes` are a multiple of five.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5);
    for five in bytes.chunks(5) {
        let whole = five
            .iter()
            .fold(0_u64, |whole, byte| (whole << 8) | u64::from(*byte));
        for place in (0..8_u32).rev() {
            let letter = usize::try_from((whole >> (place * 5)) & 31).unwrap_or_default();
            text.extend(ALPHABET.get(letter));
        }
    }
    text
}

/// RFC 3986, 2.1: a blank is `%20`, which apps show as a blank.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_appendix_b_of_rfc_6238() {
        let secret = TotpSecret::of(*b"12345678901234567890");
        for (seconds, eight_digits) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let now = at(seconds);
            assert_eq!(secret.truncated(step_at(now)) % 100_000_000, eight_digits);
            let code = secret.code_at(now);
            assert_eq!(code.to_string(), format!("{:06}", eight_digits % 1_000_000));
            assert_eq!(secret.step_of(code, now), Some(seconds / 30));
        }
    }

    #[test]
    fn one_step_of_drift_is_borne_either_way_and_no_more() {
        let secret = TotpSecret::of([7; SECRET_BYTES]);
        let now = at(1_800_000_015);
        for (drift, borne) in [
            (-60, false),
            (-30, true),
            (0, true),
            (30, true),
            (60, false),
        ] {
            let code = secret.code_at(at(1_800_000_015 + drift));
            let step = secret.step_of(code, now);
            assert_eq!(step.is_some(), borne, "{drift}");
            assert!(step.is_none_or(|step| step == 60_000_000 + drift / 30));
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for (typed, read) in [("042042", "042042"), (" 123 456 ", "123456")] {
            assert_eq!(typed.parse::<Code>().unwrap().to_string(), read);
        }
        for typed in [
            "",
            "12345",
            "1234567",
            "12345a",
            "-12345",
            "+12345",
            "١٢٣٤٥٦",
        ] {
            assert_eq!(typed.parse::<Code>(), Err(NoCode), "{typed}");
        }
    }

    #[test]
    fn an_app_reads_the_address() {
        let secret = TotpSecret::of(*b"12345678901234567890");
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            secret.address("Support: été", "camille@desk.example"),
            "otpauth://totp/Support%20%20%C3%A9t%C3%A9:camille@desk.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Support%20%20%C3%A9t%C3%A9\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert!(!format!("{secret:?}{:?}", secret.code_at(at(0))).contains("GEZD"));
    }
}
