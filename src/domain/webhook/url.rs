//! The addresses at which programs are called.

use std::fmt;

use url::{Host, Url};

use crate::domain::ids::DeliveryId;

/// Where a program is called.
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
        let url = Self::parse_whole(text, anywhere)?;
        let bare = url.0.query().is_none();
        bare.then_some(url).ok_or(HookUrlError::NotAnAddress)
    }

    /// The same, also with a query: some programs know by it who calls.
    ///
    /// # Errors
    /// As [`HookUrl::parse`].
    pub fn parse_whole(text: &str, anywhere: bool) -> Result<Self, HookUrlError> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_| HookUrlError::NotAnAddress)?;
        let bare = url.fragment().is_none();
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
        let keyed = "https://chat.example/hook?key=a";
        assert_eq!(HookUrl::parse_whole(keyed, false).unwrap().as_str(), keyed);
        let cut = HookUrl::parse_whole("https://chat.example/#a", false);
        assert_eq!(cut, Err(HookUrlError::NotAnAddress));
    }

    #[test]
    fn what_is_asked_names_the_case_and_the_delivery() {
        let url = HookUrl::parse("https://desk.editeur.example/h", false).unwrap();
        let id = DeliveryId::fresh();
        let (address, query) = url.asking("INC-2026-00001-E1", id);
        assert_eq!(query, format!("case=INC-2026-00001-E1&delivery={id}"));
        assert_eq!(address, format!("https://desk.editeur.example/h?{query}"));
    }
}
