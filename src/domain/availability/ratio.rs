//! Exact fractions: what weights, targets and rates are counted in.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A fraction in its lowest terms.
///
/// What is counted with it stays small: microseconds of a quarter, over denominators of a contract
/// file, each at most a million. No sum or product of such comes near the ends of an `i128`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ratio {
    top: i128,
    bottom: i128,
}

/// A text that is no share from 0 to 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotAShare;

impl fmt::Display for NotAShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a share; write it like « 1/2 », « 0 », « 1 » or « 99.5 % »")
    }
}

impl std::error::Error for NotAShare {}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { top: 0, bottom: 1 };

    /// The whole.
    pub const ONE: Self = Self { top: 1, bottom: 1 };

    /// `top` parts of `bottom`; nothing when there is no such fraction.
    #[must_use]
    pub fn new(top: i64, bottom: i64) -> Option<Self> {
        (bottom > 0).then(|| Self::lowest(i128::from(top), i128::from(bottom)))
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self {
            top: i128::from(number),
            bottom: 1,
        }
    }

    fn lowest(top: i128, bottom: i128) -> Self {
        let (mut one, mut other) = (top.abs(), bottom);
        while other != 0 {
            (one, other) = (other, one % other);
        }
        let common = one.max(1);
        Self {
            top: top / common,
            bottom: bottom / common,
        }
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::lowest(
            self.top * other.bottom + other.top * self.bottom,
            self.bottom * other.bottom,
        )
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self {
            top: -other.top,
            bottom: other.bottom,
        })
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::lowest(self.top * other.top, self.bottom * other.bottom)
    }

    /// The quotient; nothing for a division by nothing.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        match other.top {
            0 => None,
            negative if negative < 0 => None,
            top => Some(Self::lowest(self.top * other.bottom, self.bottom * top)),
        }
    }

    /// The greatest whole number that is not more.
    #[must_use]
    pub fn floor(self) -> i64 {
        i64::try_from(self.top.div_euclid(self.bottom)).unwrap_or(i64::MAX)
    }

    /// The smallest whole number that is not less.
    #[must_use]
    pub fn ceiling(self) -> i64 {
        let floor = self.floor();
        if Self::whole(floor) == self {
            floor
        } else {
            floor.saturating_add(1)
        }
    }

    /// Numerator and denominator, in the lowest terms.
    #[must_use]
    pub const fn parts(self) -> (i128, i128) {
        (self.top, self.bottom)
    }

    /// A percentage with at most `places` decimals, cut and never rounded up: what missed 99.4 % never
    /// reads 99.4. The two texts are the digits before and after the decimal sign.
    #[must_use]
    pub fn percent(self, places: u32) -> (String, String) {
        let scale = 10_i64.saturating_pow(places);
        let parts = self
            .times(Self::whole(100))
            .times(Self::whole(scale))
            .floor();
        let (whole, rest) = (parts.div_euclid(scale), parts.rem_euclid(scale));
        let width = usize::try_from(places).unwrap_or_default();
        let rest = format!("{rest:0width$}");
        (whole.to_string(), rest.trim_end_matches('0').to_owned())
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As it is stored: numerator and denominator, `-3/2`.
impl From<Ratio> for String {
    fn from(ratio: Ratio) -> Self {
        format!("{}/{}", ratio.top, ratio.bottom)
    }
}

/// A text that is no fraction as one is stored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotAFraction;

impl fmt::Display for NotAFraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a fraction; it is stored like « 3/2 »")
    }
}

impl std::error::Error for NotAFraction {}

impl TryFrom<String> for Ratio {
    type Error = NotAFraction;

    fn try_from(text: String) -> Result<Self, NotAFraction> {
        let (top, bottom) = text.split_once('/').ok_or(NotAFraction)?;
        let top: i128 = top.parse().map_err(|_| NotAFraction)?;
        let bottom: i128 = bottom.parse().map_err(|_| NotAFraction)?;
        let is_lowest = bottom > 0 && top.checked_abs().is_some();
        is_lowest
            .then(|| Self::lowest(top, bottom))
            .ok_or(NotAFraction)
    }
}

/// A share from 0 to 1 as contract files write it: `1/2`, `0`, `1`, `99.5 %`.
impl FromStr for Ratio {
    type Err = NotAShare;

    fn from_str(text: &str) -> Result<Self, NotAShare> {
        let read = match (text.split_once('/'), text.strip_suffix('%')) {
            (Some((top, bottom)), None) => Self::new(digits(top)?, digits(bottom)?),
            (None, Some(percent)) => {
                let percent = percent.trim_end();
                let (whole, rest) = percent.split_once('.').unwrap_or((percent, ""));
                let scale = 10_i64.saturating_pow(u32::try_from(rest.len()).unwrap_or(u32::MAX));
                if percent.ends_with('.') {
                    return Err(NotAShare);
                }
                Self::new(
                    digits(&[whole, rest].concat())?,
                    scale.saturating_mul(100).min(1_000_000_000),
                )
            }
            (None, None) => Self::new(digits(text)?, 1),
            (Some(_), Some(_)) => None,
        };
        read.filter(|share| *share >= Self::ZERO && *share <= Self::ONE)
            .ok_or(NotAShare)
    }
}

/// A whole number of six digits at most, and of digits alone.
fn digits(text: &str) -> Result<i64, NotAShare> {
    let plain = (1..=6).contains(&text.len()) && text.bytes().all(|one| one.is_ascii_digit());
    if plain {
        text.parse().map_err(|_| NotAShare)
    } else {
        Err(NotAShare)
    }
}
