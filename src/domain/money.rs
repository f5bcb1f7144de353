//! Amounts of euros, exact to the cent.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of euros, in cents.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Cents(u64);

/// The text is no amount of euros.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NoAmount;

impl fmt::Display for NoAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no amount of euros")
    }
}

impl std::error::Error for NoAmount {}

impl Cents {
    /// The greatest amount: a thousand million euros.
    pub const MOST: u64 = 100_000_000_000;
    /// How many days the price of a year pays for, whatever the year.
    pub const DAYS: u64 = 365;

    /// So many cents; none beyond [`Cents::MOST`].
    #[must_use]
    pub const fn new(cents: u64) -> Option<Self> {
        if cents <= Self::MOST {
            Some(Self(cents))
        } else {
            None
        }
    }

    /// How many cents.
    #[must_use]
    pub const fn whole(self) -> u64 {
        self.0
    }

    /// Reads an amount as people write it: « 12000 », « 12 000,50 », « 12000.5 ».
    ///
    /// # Errors
    /// [`NoAmount`] for anything else, and for more than two decimals.
    pub fn parse(text: &str) -> Result<Self, NoAmount> {
        let bare: String = text
            .chars()
            .filter(|one| !one.is_whitespace() && *one != '\u{202f}' && *one != '€')
            .collect();
        let bare = bare.replace(',', ".");
        let (euros, rest) = bare.split_once('.').unwrap_or((&bare, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
        if !digits(euros) || !digits(rest) || rest.len() > 2 {
            return Err(NoAmount);
        }
        let euros: u64 = euros.parse().map_err(|_| NoAmount)?;
        let part: u64 = format!("{rest:0<2}").parse().map_err(|_| NoAmount)?;
        let cents = euros.checked_mul(100).and_then(|all| all.checked_add(part));
        cents.and_then(Self::new).ok_or(NoAmount)
    }

    /// What some days are worth where this is the price of a year: a day is a 365th of it, and what is
    /// less than a cent is cut off. So however the days of a year are granted, in one credit or in many,
    /// they are never worth more than the year.
    #[must_use]
    pub fn of_days(self, days: u32) -> Self {
        // A year is the most that a contract grants; so the product fits.
        let days = u64::from(days).min(Self::DAYS);
        Self(self.0 * days / Self::DAYS)
    }

    /// Two amounts together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// As digits with a point, « 12000.50 »: for machines, and to be typed again.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cents(text: &str) -> u64 {
        Cents::parse(text).unwrap().whole()
    }

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (text, expected) in [
            ("12000", 1_200_000),
            ("12 000,50", 1_200_050),
            ("12\u{202f}000,5 €", 1_200_050),
            ("0.05", 5),
            ("1000000000", Cents::MOST),
        ] {
            assert_eq!(cents(text), expected, "{text}");
        }
        for text in [
            "",
            "-1",
            "1,234",
            "1.2.3",
            "douze",
            "1000000000,01",
            "+5",
            ",",
        ] {
            assert_eq!(Cents::parse(text), Err(NoAmount), "{text}");
        }
    }

    #[test]
    fn a_day_is_a_365th_of_the_year_without_what_is_less_than_a_cent() {
        let year = Cents::parse("12000").unwrap();
        // 12,000 / 365 = 32.8767…; twice 65.7534….
        assert_eq!(year.of_days(1).digits(), "32.87");
        assert_eq!(year.of_days(2).digits(), "65.75");
        assert_eq!(year.of_days(365), year);
        assert_eq!(year.of_days(1_000), year);
        assert_eq!(year.of_days(0).digits(), "0.00");
    }

    proptest! {
        #[test]
        fn days_granted_in_parts_are_never_worth_more_than_together(
            year in 0_u64..=Cents::MOST,
            one in 0_u32..=365,
            other in 0_u32..=365,
        ) {
            prop_assume!(one + other <= 365);
            let year = Cents::new(year).unwrap();
            let parts = year.of_days(one).plus(year.of_days(other));
            let whole = year.of_days(one + other);
            prop_assert!(parts <= whole && whole.whole() - parts.whole() <= 1);
            prop_assert!(whole <= year);
            // The same by fractions: value * 365 <= year * days < (value + 1) * 365.
            let (value, days) = (u128::from(whole.whole()), u128::from(one + other));
            let exact = u128::from(year.whole()) * days;
            prop_assert!(value * 365 <= exact && exact < (value + 1) * 365);
        }

        #[test]
        fn digits_are_read_back(whole in 0_u64..=Cents::MOST) {
            let amount = Cents::new(whole).unwrap();
            prop_assert_eq!(Cents::parse(&amount.digits()), Ok(amount));
        }
    }
}
