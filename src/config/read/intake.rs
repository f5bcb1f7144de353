//! The addresses at which letters are taken.

use super::{ConfigError, Place, Source, Wrong};
use crate::domain::incoming::InboundAddress;

impl Source {
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
}
