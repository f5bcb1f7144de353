//! From variables and a file to settings.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use super::{
    LogFormat, LogLevel, Origin, Setting, Settings,
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
        let files = self.parsed("files", beside(&database_url.value), "a path", some_path);
        Settings {
            database_url,
            files,
            base_url: self.parsed(
                "base_url",
                here,
                "an origin such as https://support.example.org, without a path",
                origin_of,
            ),
            listen,
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
            contracts: self.optional("contracts", "a path", some_path),
            log: self.parsed(
                "log",
                LogLevel::Info,
                "error, warn, info or debug",
                |text| {
                    LogLevel::WORDS
                        .into_iter()
                        .find(|(word, _)| *word == text)
                        .map(|(_, level)| level)
                },
            ),
            log_format: self.parsed(
                "log_format",
                LogFormat::Auto,
                "auto, text or json",
                |text| {
                    LogFormat::WORDS
                        .into_iter()
                        .find(|(word, _)| *word == text)
                        .map(|(_, format)| format)
                },
            ),
            queues: self.queues(),
            services: self.services(),
        }
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
        let Some((text, origin)) = self.found(key) else {
            return Setting {
                value: default,
                origin: Origin::Default,
            };
        };
        match read(text.trim()) {
            Some(value) => Setting { value, origin },
            None => {
                let place = match &origin {
                    Origin::File { path, line } => Place::Line {
                        path: path.clone(),
                        line: *line,
                    },
                    Origin::Environment(variable) => Place::Variable((*variable).to_owned()),
                    Origin::Default => Place::Variable(key.to_owned()),
                };
                let wrong = Wrong::Value {
                    name: key.to_owned(),
                    wanted: wanted.to_owned(),
                };
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

#[cfg(test)]
mod tests;
