//! The addresses at which letters are taken, and the mailboxes from which they are fetched.

use super::{ConfigError, Place, Setting, Source, Wrong, one_line};
use crate::config::{BoundAddress, LmtpAt, MailboxSetting};
use crate::domain::incoming::InboundAddress;

impl Source {
    pub(super) fn lmtp_listen(&mut self) -> Setting<Option<LmtpAt>> {
        self.optional(
            "lmtp_listen",
            "a loopback address and a port, such as 127.0.0.1:2424; unix:/PATH; or « open \
             ADDRESS:PORT » where a mail server on another machine hands letters over",
            LmtpAt::parse,
        )
    }

    pub(super) fn mail_authserv(&mut self) -> Setting<Option<String>> {
        self.optional(
            "mail_authserv",
            "the name in Authentication-Results, such as mx.example.org",
            |text| one_line(text).filter(|text| !text.contains([' ', ';'])),
        )
    }

    /// The addresses, each with services that there are.
    pub(super) fn addresses(&mut self) -> Vec<InboundAddress> {
        let known: Vec<&str> = match &self.file.services[..] {
            [] => vec!["support"],
            services => services.iter().map(|one| one.slug.as_str()).collect(),
        };
        let mut addresses = Vec::new();
        for (address, line) in &self.file.addresses {
            let named = [Some(&address.service), address.strangers.as_ref()];
            for slug in named.into_iter().flatten() {
                if known.contains(&slug.as_str()) {
                    continue;
                }
                let place = Place::Line {
                    path: self.file.path.clone(),
                    line: *line,
                };
                let name = format!("service of the address {}", address.address);
                let wanted = format!("the slug of a service: {}", known.join(", "));
                let wrong = Wrong::Value { name, wanted };
                self.wrongs.push(ConfigError { place, wrong });
            }
            addresses.push(address.clone());
        }
        addresses
    }

    /// The addresses that are bound to an organisation, and where that is set.
    pub(super) fn bound(&self) -> Vec<BoundAddress> {
        let bound = |(address, line): &(InboundAddress, usize)| {
            Some(BoundAddress {
                address: address.address.clone(),
                organisation: address.organisation.clone()?,
                place: Place::Line {
                    path: self.file.path.clone(),
                    line: *line,
                },
            })
        };
        self.file.addresses.iter().filter_map(bound).collect()
    }

    /// The mailboxes, each of an address at which letters are taken.
    pub(super) fn mailboxes(&mut self) -> Vec<MailboxSetting> {
        let ours = |mailbox: &MailboxSetting| {
            let mut all = self.file.addresses.iter();
            all.any(|(one, _)| one.address.key() == mailbox.address.key())
        };
        for (mailbox, line) in &self.file.mailboxes {
            if !ours(mailbox) {
                let place = Place::Line {
                    path: self.file.path.clone(),
                    line: *line,
                };
                let name = format!("address {} of a mailbox", mailbox.address);
                let wanted = "the address of an [[address]]".to_owned();
                let wrong = Wrong::Value { name, wanted };
                self.wrongs.push(ConfigError { place, wrong });
            }
        }
        let all = self.file.mailboxes.iter();
        all.map(|(mailbox, _)| mailbox.clone()).collect()
    }
}
