//! The fields of a JSON object as they were written.
//!
//! # Why
//!
//! An id is echoed exactly as it came, were it a number of forty digits, and a calendar is
//! recognised by its text without being read again; so values stay text until they are needed.
//! A key given twice is an error, which a map would hide.

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::domain::calendar::nearest;

/// An object's keys, and the text of their values.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    what: &'static str,
    fields: Vec<(String, &'a str)>,
}

/// What is wrong with an object.
#[derive(Debug)]
pub(super) enum FieldError {
    NotAnObject {
        what: &'static str,
        found: String,
    },
    Unknown {
        what: &'static str,
        key: String,
        nearest: Option<&'static str>,
    },
    Twice {
        what: &'static str,
        key: String,
    },
    Missing {
        what: &'static str,
        key: &'static str,
    },
    Value {
        key: String,
        why: String,
    },
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject { what, found } => write!(f, "{what} is not a JSON object: {found}"),
            Self::Unknown { what, key, nearest } => {
                write!(f, "{what} has an unknown key {key:?}")?;
                nearest.map_or(Ok(()), |nearest| write!(f, "; did you mean {nearest:?}?"))
            }
            Self::Twice { what, key } => write!(f, "{what} has the key {key:?} twice: keep one"),
            Self::Missing { what, key } => write!(f, "{what} lacks the key {key:?}"),
            Self::Value { key, why } => write!(f, "{key}: {why}"),
        }
    }
}

impl<'a> Fields<'a> {
    /// The fields of a line.
    pub(super) fn split(text: &'a str) -> Result<Self, FieldError> {
        Self::of("the line", text)
    }

    /// The fields of an object; `what` names it in errors.
    pub(super) fn of(what: &'static str, text: &'a str) -> Result<Self, FieldError> {
        let broken = |found: String| FieldError::NotAnObject { what, found };
        // Once for the message, which then speaks of the whole line.
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| broken(reason(&error)))?;
        let mut rest = text
            .trim_start()
            .strip_prefix('{')
            .ok_or_else(|| broken("it begins otherwise".to_owned()))?;
        let mut fields: Vec<(String, &str)> = Vec::new();
        while !rest.trim_start().starts_with('}') {
            let (key, after) =
                first_value::<String>(rest).map_err(|error| broken(reason(&error)))?;
            let value = after.trim_start().strip_prefix(':').unwrap_or_default();
            let (IgnoredAny, after) = first_value(value).map_err(|error| broken(reason(&error)))?;
            let written = value
                .get(..value.len() - after.len())
                .unwrap_or_default()
                .trim();
            fields.push((key, written));
            rest = after.trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest);
        }
        Ok(Self { what, fields })
    }

    /// That no key is given twice or unknown.
    pub(super) fn only(&self, known: &[&'static str]) -> Result<(), FieldError> {
        for (i, (key, _)) in self.fields.iter().enumerate() {
            if !known.contains(&key.as_str()) {
                let nearest = nearest(key, known.iter().copied());
                return Err(FieldError::Unknown {
                    what: self.what,
                    key: start_of(key),
                    nearest,
                });
            }
            if self
                .fields
                .iter()
                .take(i)
                .any(|(earlier, _)| earlier == key)
            {
                return Err(FieldError::Twice {
                    what: self.what,
                    key: start_of(key),
                });
            }
        }
        Ok(())
    }

    /// Every key with its value's text, in order; an error when a key is given twice.
    pub(super) fn each(&self) -> Result<impl Iterator<Item = (&str, &'a str)>, FieldError> {
        let mut keys: Vec<&str> = self.fields.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        match keys
            .windows(2)
            .find_map(|pair| pair.first().filter(|first| pair.last() == Some(first)))
        {
            Some(key) => Err(FieldError::Twice {
                what: self.what,
                key: start_of(key),
            }),
            None => Ok(self
                .fields
                .iter()
                .map(|(key, value)| (key.as_str(), *value))),
        }
    }

    /// A value's text, when the key is there.
    pub(super) fn raw(&self, key: &str) -> Option<&'a str> {
        self.fields
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| *value)
    }

    /// A value's text, when the key is there and not null.
    pub(super) fn given(&self, key: &str) -> Option<&'a str> {
        self.raw(key).filter(|value| *value != "null")
    }

    /// The text of a value that must be there.
    pub(super) fn required(&self, key: &'static str) -> Result<&'a str, FieldError> {
        self.raw(key).ok_or(FieldError::Missing {
            what: self.what,
            key,
        })
    }
}

/// A value of a key, read from its text.
pub(super) fn read<T: DeserializeOwned>(key: &str, text: &str) -> Result<T, FieldError> {
    serde_json::from_str(text).map_err(|error| wrong(key, reason(&error)))
}

/// What is wrong with the value of a key.
pub(super) fn wrong(key: &str, why: impl fmt::Display) -> FieldError {
    FieldError::Value {
        key: start_of(key),
        why: why.to_string(),
    }
}

fn first_value<T: DeserializeOwned>(text: &str) -> Result<(T, &str), serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
    let value = match values.next() {
        Some(value) => value?,
        None => return Err(serde::de::Error::custom("a value is missing")),
    };
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    Ok((value, rest))
}

/// A message of serde's without the place, which would be that in a part of the line.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(place) => message.get(..place).unwrap_or_default().to_owned(),
        None => message,
    }
}

fn start_of(key: &str) -> String {
    key.chars().take(60).collect()
}
