//! The settings of the provider at which people may sign in.

use super::{Source, one_line, some_path};
use crate::config::{
    Oidc,
    error::{ConfigError, Place, Wrong},
    names::NAMES,
    oidc::issuer_of,
};

impl Source {
    pub(super) fn oidc(&mut self) -> Oidc {
        let oidc = Oidc {
            issuer: self.optional(
                "oidc_issuer",
                "the https:// address of a provider, or an http:// address on this machine",
                issuer_of,
            ),
            client_id: self.optional("oidc_client_id", "a text of one line", one_line),
            client_secret: self.optional("oidc_client_secret", "a text of one line", one_line),
            client_secret_file: self.optional("oidc_client_secret_file", "a path", some_path),
            name: self.optional("oidc_name", "a name of one line", one_line),
        };
        let secret = oidc.client_secret.value.is_some();
        let file = oidc.client_secret_file.value.is_some();
        let set = oidc.issuer.value.is_some();
        if set && oidc.client_id.value.is_none() {
            self.missing("oidc_client_id");
        }
        if set && !secret && !file {
            self.missing("oidc_client_secret");
        }
        if secret && file {
            self.twice("oidc_client_secret_file", "oidc_client_secret");
        }
        let besides = oidc.client_id.value.is_some() || secret || file || oidc.name.value.is_some();
        if besides && !self.is_set("oidc_issuer") {
            self.missing("oidc_issuer");
        }
        oidc
    }

    pub(super) fn is_set(&self, key: &str) -> bool {
        self.found(key).is_some()
    }

    /// Whether a setting was written so, even where it could not be taken.
    pub(super) fn says(&self, key: &str, start: &str) -> bool {
        self.found(key)
            .is_some_and(|(text, _)| text.trim().starts_with(start))
    }

    /// A secret is there, and the file of it, too.
    pub(super) fn twice(&mut self, file: &str, secret: &str) {
        self.wrongs.push(ConfigError {
            place: Place::Variable(variable(file).to_owned()),
            wrong: Wrong::Twice {
                name: secret.to_owned(),
            },
        });
    }

    pub(super) fn missing(&mut self, key: &str) {
        // What was written and could not be taken is said already.
        if !self.is_set(key) {
            self.wrongs.push(ConfigError {
                place: Place::Variable(variable(key).to_owned()),
                wrong: Wrong::Missing {
                    name: key.to_owned(),
                },
            });
        }
    }
}

pub(super) fn variable(key: &str) -> &'static str {
    let mut names = NAMES.iter().filter(|name| name.key == key);
    names.next().map_or("", |name| name.variable)
}
