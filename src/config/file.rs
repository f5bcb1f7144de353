//! The settings file: TOML, read with the line of every value.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    error::{ConfigError, Place, Wrong},
    mail_in::{MAILBOX_KEYS, MailboxSetting},
};
use crate::domain::{
    calendar::nearest,
    incoming::InboundAddress,
    lang::Lang,
    people::EmailAddress,
    services::{QueueSetting, ServiceSetting},
    ticket::Nature,
};

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Plain settings by key, with the line of each.
    pub(super) values: BTreeMap<String, (String, usize)>,
    pub(super) queues: Vec<QueueSetting>,
    pub(super) services: Vec<ServiceSetting>,
    /// The addresses at which letters are taken, with the line of each.
    pub(super) addresses: Vec<(InboundAddress, usize)>,
    /// The mailboxes that are looked after, with the line of each.
    pub(super) mailboxes: Vec<(MailboxSetting, usize)>,
}

const QUEUE_KEYS: [&str; 4] = ["slug", "name", "mail", "supervisor_mail"];
const ADDRESS_KEYS: [&str; 6] = [
    "address",
    "service",
    "strangers",
    "lang",
    "organisation",
    "nature",
];
const SERVICE_KEYS: [&str; 4] = ["slug", "name", "queue", "contract"];

/// Reads the text of a settings file; `keys` are the plain settings there are.
pub(super) fn read(path: &Path, text: &str, keys: &[&str]) -> Result<File, Vec<ConfigError>> {
    let mut reader = Reader {
        path,
        text,
        wrongs: Vec::new(),
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.wrong(at, Wrong::Toml(error.message().to_owned()));
            return Err(reader.wrongs);
        }
    };
    let mut file = File {
        path: path.to_owned(),
        ..File::default()
    };
    for (key, value) in table.get_ref() {
        let at = key.span().start;
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("queue", DeValue::Array(entries)) => {
                for entry in entries.iter() {
                    file.queues.extend(reader.queue(entry));
                }
            }
            ("service", DeValue::Array(entries)) => {
                for entry in entries.iter() {
                    file.services.extend(reader.service(entry));
                }
            }
            ("address", DeValue::Array(entries)) => {
                for entry in entries.iter() {
                    file.addresses.extend(reader.address(entry));
                }
            }
            ("mailbox", DeValue::Array(entries)) => {
                for entry in entries.iter() {
                    file.mailboxes.extend(reader.mailbox(entry));
                }
            }
            (name @ ("queue" | "service" | "address" | "mailbox"), _) => {
                reader.wrong(at, value_of(name, &format!("written as [[{name}]]")));
            }
            (name, DeValue::String(text)) if keys.contains(&name) => {
                file.values
                    .insert(name.to_owned(), (text.to_string(), reader.line(at)));
            }
            (name, _) if keys.contains(&name) => {
                reader.wrong(at, value_of(name, "a text between quotation marks"));
            }
            (name, _) => {
                let known = keys
                    .iter()
                    .copied()
                    .chain(["queue", "service", "address", "mailbox"]);
                let meant = nearest(name, known).map(str::to_owned);
                reader.wrong(
                    at,
                    Wrong::Unknown {
                        name: name.to_owned(),
                        meant,
                    },
                );
            }
        }
    }
    reader.every_word_once(&file);
    if reader.wrongs.is_empty() {
        Ok(file)
    } else {
        Err(reader.wrongs)
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    wrongs: Vec<ConfigError>,
}

/// The texts of one `[[…]]` entry, each with its place in the file.
type Texts = BTreeMap<String, (String, usize)>;

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        self.text
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }

    fn wrong(&mut self, at: usize, wrong: Wrong) {
        let place = Place::Line {
            path: self.path.to_owned(),
            line: self.line(at),
        };
        self.wrongs.push(ConfigError { place, wrong });
    }

    fn queue(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<QueueSetting> {
        let texts = self.texts(entry, "queue", &QUEUE_KEYS)?;
        let at = entry.span();
        let mail = self.mail(&texts, "mail");
        let supervisor_mail = self.mail(&texts, "supervisor_mail");
        let (slug, name) = (self.slug(&texts, &at)?, self.needed(&texts, "name", &at)?);
        Some(QueueSetting {
            slug,
            name,
            mail,
            supervisor_mail,
        })
    }

    fn service(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<ServiceSetting> {
        let texts = self.texts(entry, "service", &SERVICE_KEYS)?;
        let at = entry.span();
        Some(ServiceSetting {
            slug: self.slug(&texts, &at)?,
            name: self.needed(&texts, "name", &at)?,
            queue: self.needed(&texts, "queue", &at)?,
            contract: self.needed(&texts, "contract", &at)?,
        })
    }

    fn address(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<(InboundAddress, usize)> {
        let texts = self.texts(entry, "address", &ADDRESS_KEYS)?;
        let at = entry.span();
        self.needed(&texts, "address", &at)?;
        let lang = match texts.get("lang") {
            None => Lang::Fr,
            Some((text, at)) => match text.parse() {
                Ok(lang) => lang,
                Err(_) => {
                    self.wrong(*at, value_of("lang", "fr or en"));
                    return None;
                }
            },
        };
        let organisation = match texts.get("organisation") {
            None => None,
            Some((name, _)) if !name.trim().is_empty() => Some(name.trim().to_owned()),
            Some((_, at)) => {
                let wanted = "the name of an organisation, or left out";
                self.wrong(*at, value_of("organisation", wanted));
                return None;
            }
        };
        let nature = match texts.get("nature") {
            None => Nature::default(),
            Some((text, at)) => match text.trim().parse() {
                Ok(nature) => nature,
                Err(_) => {
                    let known = Nature::ALL.map(Nature::word).join(", ");
                    self.wrong(*at, value_of("nature", &known));
                    return None;
                }
            },
        };
        let address = InboundAddress {
            organisation,
            nature,
            address: self.mail(&texts, "address")?,
            service: self.needed(&texts, "service", &at)?,
            strangers: texts
                .get("strangers")
                .map(|(text, _)| text.trim().to_owned()),
            lang,
        };
        Some((address, self.line(at.start)))
    }

    fn mailbox(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<(MailboxSetting, usize)> {
        let texts = self.texts(entry, "mailbox", &MAILBOX_KEYS)?;
        let at = entry.span();
        self.needed(&texts, "url", &at)?;
        self.needed(&texts, "address", &at)?;
        let address = self.mail(&texts, "address")?;
        let get = |key: &str| texts.get(key).map(|(text, _)| text.as_str());
        match MailboxSetting::read(get, address) {
            Ok(mailbox) => Some((mailbox, self.line(at.start))),
            Err((key, wanted)) => {
                let at = texts.get(key).map_or(at.start, |(_, at)| *at);
                self.wrong(at, value_of(key, &wanted));
                None
            }
        }
    }

    fn texts(&mut self, entry: &Spanned<DeValue<'_>>, what: &str, keys: &[&str]) -> Option<Texts> {
        let DeValue::Table(table) = entry.get_ref() else {
            self.wrong(
                entry.span().start,
                value_of(what, &format!("written as [[{what}]]")),
            );
            return None;
        };
        let mut texts = Texts::new();
        for (key, value) in table {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            match value.get_ref() {
                _ if !keys.contains(&name) => {
                    let meant = nearest(name, keys.iter().copied()).map(str::to_owned);
                    self.wrong(
                        at,
                        Wrong::Unknown {
                            name: name.to_owned(),
                            meant,
                        },
                    );
                }
                DeValue::String(text) => {
                    texts.insert(name.to_owned(), (text.to_string(), at));
                }
                _ => self.wrong(at, value_of(name, "a text between quotation marks")),
            }
        }
        Some(texts)
    }

    fn needed(&mut self, texts: &Texts, name: &str, at: &Range<usize>) -> Option<String> {
        match texts.get(name) {
            Some((text, _)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.wrong(
                    at.start,
                    Wrong::Missing {
                        name: name.to_owned(),
                    },
                );
                None
            }
        }
    }

    fn slug(&mut self, texts: &Texts, at: &Range<usize>) -> Option<String> {
        let slug = self.needed(texts, "slug", at)?;
        let plain = slug
            .bytes()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == b'-');
        if plain && slug.len() <= 60 {
            return Some(slug);
        }
        self.wrong(
            at.start,
            value_of("slug", "small letters, digits and hyphens, 60 at most"),
        );
        None
    }

    fn mail(&mut self, texts: &Texts, name: &str) -> Option<EmailAddress> {
        let (text, at) = texts.get(name)?;
        match EmailAddress::parse(text) {
            Ok(mail) => Some(mail),
            Err(_) => {
                self.wrong(
                    *at,
                    value_of(name, "an e-mail address such as support@example.org"),
                );
                None
            }
        }
    }

    /// No two queues, services or addresses are called the same.
    fn every_word_once(&mut self, file: &File) {
        let queue_slugs: Vec<_> = file
            .queues
            .iter()
            .map(|queue| queue.slug.as_str())
            .collect();
        self.each_once(&queue_slugs);
        let service_slugs: Vec<_> = file
            .services
            .iter()
            .map(|service| service.slug.as_str())
            .collect();
        self.each_once(&service_slugs);
        let addresses: Vec<_> = file
            .addresses
            .iter()
            .map(|(one, _)| one.address.key())
            .collect();
        let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
        self.each_once(&addresses);
    }

    fn each_once(&mut self, slugs: &[&str]) {
        let mut seen = std::collections::BTreeSet::new();
        for slug in slugs {
            if !seen.insert(*slug) {
                self.wrong(
                    0,
                    Wrong::Twice {
                        name: (*slug).to_owned(),
                    },
                );
            }
        }
    }
}

fn value_of(name: &str, wanted: &str) -> Wrong {
    Wrong::Value {
        name: name.to_owned(),
        wanted: wanted.to_owned(),
    }
}
