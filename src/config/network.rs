//! A network of addresses: `192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32` (RFC 4632, RFC 4291).

use std::{fmt, net::IpAddr};

/// Addresses that begin alike. One that is written as IPv4 inside IPv6 counts as IPv4.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads an address, or the beginning of addresses with its length in bits.
    ///
    /// # Errors
    /// What to write instead, in words that follow « must be ».
    pub fn parse(text: &str) -> Result<Self, String> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let Ok(address) = address.parse::<IpAddr>() else {
            return Err(format!(
                "addresses such as 192.0.2.7 or networks such as 10.0.0.0/8, and « {text} » is neither"
            ));
        };
        let base = address.to_canonical();
        let most = width(base);
        let Some(length) = length else {
            return Ok(Self { base, bits: most });
        };
        let bits = length
            .parse()
            .ok()
            .filter(|bits| *bits <= most && address == base && !length.starts_with('+'));
        let Some(bits) = bits else {
            return Err(format!(
                "networks whose length is a number up to {most}, and « {text} » has another"
            ));
        };
        let whole = Self {
            base: cut(base, bits),
            bits,
        };
        if whole.base == base {
            Ok(whole)
        } else {
            Err(format!(
                "networks without bits after their length: write {whole} in the place of « {text} »"
            ))
        }
    }

    /// Reads networks with commas or blanks between them; an empty text holds none.
    ///
    /// # Errors
    /// As [`Network::parse`], for the first that cannot be read.
    pub fn list(text: &str) -> Result<Vec<Self>, String> {
        text.split([',', ' ', '\t', '\n'])
            .filter(|one| !one.is_empty())
            .map(Self::parse)
            .collect()
    }

    /// Whether an address is of this network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        width(address) == width(self.base) && cut(address, self.bits) == self.base
    }

    /// The network of `bits` bits that an address is of, for those who count by networks.
    #[must_use]
    pub fn around(address: IpAddr, bits: u8) -> Self {
        let address = address.to_canonical();
        let bits = bits.min(width(address));
        Self {
            base: cut(address, bits),
            bits,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bits == width(self.base) {
            write!(f, "{}", self.base)
        } else {
            write!(f, "{}/{}", self.base, self.bits)
        }
    }
}

const fn width(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// The address with nothing but zeros after its first `bits` bits.
fn cut(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let kept = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            IpAddr::V4((address.to_bits() & kept).into())
        }
        IpAddr::V6(address) => {
            let kept = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            IpAddr::V6((address.to_bits() & kept).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_holds_the_addresses_that_begin_like_it() {
        let networks = Network::list("10.0.0.0/8, 192.0.2.7 2001:db8::/32,::1").unwrap();
        assert_eq!(networks.len(), 4);
        let holds = |text: &str| networks.iter().any(|one| one.contains(at(text)));
        for inside in [
            "10.255.0.1",
            "::ffff:10.1.2.3",
            "192.0.2.7",
            "2001:db8:1::9",
            "::1",
        ] {
            assert!(holds(inside), "{inside}");
        }
        for outside in ["11.0.0.1", "192.0.2.8", "2001:db9::1", "::2", "127.0.0.1"] {
            assert!(!holds(outside), "{outside}");
        }
        assert!(
            Network::parse("0.0.0.0/0")
                .unwrap()
                .contains(at("203.0.113.9"))
        );
        assert!(!Network::parse("0.0.0.0/0").unwrap().contains(at("::1")));
        assert_eq!(Network::list(" , "), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_network_is_refused_with_what_to_write() {
        for (text, told) in [
            ("proxy.example", "is neither"),
            ("10.0.0", "is neither"),
            ("10.0.0.0/33", "up to 32"),
            ("10.0.0.0/-1", "up to 32"),
            ("10.0.0.0/+8", "up to 32"),
            ("10.0.0.0/", "up to 32"),
            ("2001:db8::/129", "up to 128"),
            ("::ffff:10.0.0.0/104", "up to 32"),
            ("10.1.2.3/8", "write 10.0.0.0/8"),
            ("2001:db8::1/64", "write 2001:db8::/64"),
        ] {
            let error = Network::parse(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn a_network_is_read_back_as_it_is_written() {
        for text in ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"] {
            assert_eq!(Network::parse(text).unwrap().to_string(), text);
        }
        let one = Network::around(at("2001:db8::1:2:3:4"), 64);
        assert_eq!(one.to_string(), "2001:db8::/64");
        assert_eq!(
            Network::around(at("::ffff:192.0.2.7"), 64).to_string(),
            "192.0.2.7"
        );
    }
}
