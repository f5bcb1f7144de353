//! From variables and a file to settings.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use super::{
    LogFormat, LogLevel, Network, Origin, Quota, SecondFactor, Setting, Settings,
    error::{ConfigError, Place, Wrong},
    file::{self, File},
    names::{FILE, NAMES},
};
use crate::domain::{
    calendar::nearest,
    services::{QueueSetting, ServiceSetting},
};

/// Variables of our own prefix that are read elsewhere begin like this: those of the tests.
const ELSEWHERE: &str = "GUICHET_TEST_";

/// Reads the settings from variables, and from the file that one of them may name.
///
/// # Errors
/// Everything that is wrong, not only the first thing.
pub fn load(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Settings, Vec<ConfigError>> {
    let mut wrongs = Vec::new();
    let known = our_variables(variables, &mut wrongs);
    let file = match known.get(FILE) {
        Some(path) => file_at(Path::new(path), &mut wrongs),
        None => None,
    };
    let mut source = Source {
        known,
        file: file.unwrap_or_default(),
        wrongs,
    };
    let settings = source.settings();
    if source.wrongs.is_empty() {
        Ok(settings)
    } else {
        Err(source.wrongs)
    }
}

fn our_variables(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    wrongs: &mut Vec<ConfigError>,
) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for (name, value) in variables {
        let name = name.to_string_lossy().into_owned();
        let ours = NAMES.iter().any(|known| known.variable == name) || name == FILE;
        let place = Place::Variable(name.clone());
        match value.into_string() {
            Ok(value) if ours => {
                known.insert(name, value);
            }
            Err(_) if ours => {
                let wanted = "text in UTF-8".to_owned();
                wrongs.push(ConfigError {
                    place,
                    wrong: Wrong::Value { name, wanted },
                });
            }
            _ if name.starts_with("GUICHET_") && !name.starts_with(ELSEWHERE) => {
                let candidates = NAMES.iter().map(|known| known.variable).chain([FILE]);
                let meant = nearest(&name, candidates).map(str::to_owned);
                wrongs.push(ConfigError {
                    place,
                    wrong: Wrong::Unknown { name, meant },
                });
            }
            _ => {}
        }
    }
    known
}

fn file_at(path: &Path, wrongs: &mut Vec<ConfigError>) -> Option<File> {
    let keys: Vec<&str> = NAMES.iter().map(|known| known.key).collect();
    match fs::read_to_string(path) {
        Ok(text) => match file::read(path, &text, &keys) {
            Ok(file) => return Some(file),
            Err(mut found) => wrongs.append(&mut found),
        },
        Err(error) => {
            let place = Place::Line {
                path: path.to_owned(),
                line: 0,
            };
            wrongs.push(ConfigError {
                place,
                wrong: Wrong::Unreadable(error.to_string()),
            });
        }
    }
    None
}

/// Where files are kept when nothing is said: beside the database, if it is a file.
fn beside(database_url: &str) -> PathBuf {
    let folder = database_url
        .strip_prefix("sqlite:")
        .and_then(|path| Path::new(path).parent());
    folder.unwrap_or(Path::new("data")).join("files")
}

struct Source {
    known: BTreeMap<String, String>,
    file: File,
    wrongs: Vec<ConfigError>,
}

impl Source {
    fn settings(&mut self) -> Settings {
        let listen: Setting<SocketAddr> = self.parsed(
            "listen",
            SocketAddr::from(([127, 0, 0, 1], 8080)),
            "an address and a port, such as 127.0.0.1:8080",
            |text| text.parse().ok(),
        );
        let here = format!("http://{}", listen.value);
        let database_url: Setting<String> = self.parsed(
            "database_url",
            "sqlite:data/guichet.db".to_owned(),
            "sqlite:PATH or postgres://user@host/database",
            |text| text.contains(':').then(|| text.to_owned()),
        );
        let (files, s3) = self.files(beside(&database_url.value));
        Settings {
            database_url,
            files,
            s3,
            base_url: self.parsed(
                "base_url",
                here,
                "an origin such as https://support.example.org, without a path",
                origin_of,
            ),
            listen,
            proxies: self.checked("proxies", Vec::new(), Network::list),
            form_per_address: self.quota("form_per_address", Quota::of(20, 60)),
            form_per_source: self.quota("form_per_source", Quota::of(200, 1_000)),
            form_letters: self.quota("form_letters", Quota::of(20, 100)),
            form_seconds: self.parsed(
                "form_seconds",
                3,
                "a number of seconds, 60 at most",
                |text| text.parse().ok().filter(|seconds| *seconds <= 60),
            ),
            metrics_listen: self.metrics_listen(),
            second_factor: self.word(
                "second_factor",
                SecondFactor::Optional,
                "optional or required",
                &SecondFactor::WORDS,
            ),
            name: self.parsed("name", "Support".to_owned(), "a name of one line", one_line),
            smtp_url: self.optional(
                "smtp_url",
                "smtp://host:port or smtps://host:port",
                some_text,
            ),
            smtp_ca: self.optional("smtp_ca", "a path", some_path),
            mail_from: self.optional(
                "mail_from",
                "an address such as Support <support@example.org>",
                one_line,
            ),
            lmtp_listen: self.lmtp_listen(),
            mail_authserv: self.mail_authserv(),
            hook_targets: self.hook_targets(),
            contracts: self.optional("contracts", "a path", some_path),
            status_snapshot: self.optional("status_snapshot", "a path", some_path),
            oidc: self.oidc(),
            log: self.word(
                "log",
                LogLevel::Info,
                "error, warn, info or debug",
                &LogLevel::WORDS,
            ),
            log_format: self.word(
                "log_format",
                LogFormat::Auto,
                "auto, text or json",
                &LogFormat::WORDS,
            ),
            queues: self.queues(),
            services: self.services(),
            addresses: self.addresses(),
            bound: self.bound(),
            mailboxes: self.mailboxes(),
        }
    }

    fn metrics_listen(&mut self) -> Setting<Option<SocketAddr>> {
        self.optional(
            "metrics_listen",
            "a loopback address and a port, such as 127.0.0.1:9090; or « open ADDRESS:PORT » \
             where others than this machine may read it",
            watched_address,
        )
    }

    fn found(&self, key: &str) -> Option<(String, Origin)> {
        let variable = NAMES.iter().find(|known| known.key == key)?.variable;
        if let Some(value) = self.known.get(variable) {
            return Some((value.clone(), Origin::Environment(variable)));
        }
        let (value, line) = self.file.values.get(key)?;
        Some((
            value.clone(),
            Origin::File {
                path: self.file.path.clone(),
                line: *line,
            },
        ))
    }

    fn parsed<T>(
        &mut self,
        key: &str,
        default: T,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Setting<T> {
        self.checked(key, default, |text| {
            read(text).ok_or_else(|| wanted.to_owned())
        })
    }

    /// As [`Source::parsed`], one of a few words.
    fn word<T: Copy>(
        &mut self,
        key: &str,
        default: T,
        wanted: &str,
        words: &[(&str, T)],
    ) -> Setting<T> {
        self.parsed(key, default, wanted, |text| {
            let found = words.iter().find(|(word, _)| *word == text);
            found.map(|(_, value)| *value)
        })
    }

    fn quota(&mut self, key: &str, default: Quota) -> Setting<Quota> {
        self.parsed(
            key,
            default,
            "such as 20/hour 60/day, or none",
            Quota::parse,
        )
    }

    /// As [`Source::parsed`], where what must be written depends on what was.
    fn checked<T>(
        &mut self,
        key: &str,
        default: T,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Setting<T> {
        let Some((text, origin)) = self.found(key) else {
            return Setting {
                value: default,
                origin: Origin::Default,
            };
        };
        match read(text.trim()) {
            Ok(value) => Setting { value, origin },
            Err(wanted) => {
                let place = match &origin {
                    Origin::File { path, line } => Place::Line {
                        path: path.clone(),
                        line: *line,
                    },
                    Origin::Environment(variable) => Place::Variable((*variable).to_owned()),
                    Origin::Default => Place::Variable(key.to_owned()),
                };
                let name = key.to_owned();
                let wrong = Wrong::Value { name, wanted };
                self.wrongs.push(ConfigError { place, wrong });
                Setting {
                    value: default,
                    origin,
                }
            }
        }
    }

    fn optional<T>(
        &mut self,
        key: &str,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Setting<Option<T>> {
        self.parsed(key, None, wanted, |text| read(text).map(Some))
    }

    fn queues(&self) -> Vec<QueueSetting> {
        if self.file.queues.is_empty() {
            vec![QueueSetting {
                slug: "support".to_owned(),
                name: "Support".to_owned(),
                mail: None,
                supervisor_mail: None,
            }]
        } else {
            self.file.queues.clone()
        }
    }

    fn services(&mut self) -> Vec<ServiceSetting> {
        let queues = self.queues();
        for service in &self.file.services {
            if !queues.iter().any(|queue| queue.slug == service.queue) {
                let known = queues
                    .iter()
                    .map(|queue| queue.slug.as_str())
                    .collect::<Vec<_>>()
                    .join(", ");
                let place = Place::Line {
                    path: self.file.path.clone(),
                    line: 0,
                };
                let name = format!("queue of the service {}", service.slug);
                let wanted = format!("the slug of a queue: {known}");
                self.wrongs.push(ConfigError {
                    place,
                    wrong: Wrong::Value { name, wanted },
                });
            }
        }
        if !self.file.services.is_empty() {
            return self.file.services.clone();
        }
        queues
            .first()
            .map(|queue| ServiceSetting {
                slug: "support".to_owned(),
                name: "Support".to_owned(),
                queue: queue.slug.clone(),
                contract: "standard".to_owned(),
            })
            .into_iter()
            .collect()
    }
}

/// An address of this machine, or « open » and any: whoever reads metrics learns how the desk does,
/// and whoever hands letters over writes in anybody's name.
pub(super) fn watched_address(text: &str) -> Option<SocketAddr> {
    let (open, address) = match text.strip_prefix("open ") {
        Some(address) => (true, address),
        None => (false, text),
    };
    let address: SocketAddr = address.trim().parse().ok()?;
    (open || address.ip().is_loopback()).then_some(address)
}

/// An origin: scheme, host, perhaps a port; nothing else. A final slash is dropped.
fn origin_of(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    (bare && nobody && web).then(|| url.as_str().trim_end_matches('/').to_owned())
}

fn one_line(text: &str) -> Option<String> {
    let plain = !text.is_empty() && text.len() <= 200 && !text.chars().any(char::is_control);
    plain.then(|| text.to_owned())
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn some_path(text: &str) -> Option<PathBuf> {
    some_text(text).map(PathBuf::from)
}

mod hooks;
mod intake;
mod oidc;
mod s3;
#[cfg(test)]
mod tests;
