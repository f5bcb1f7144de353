//! What is wrong with a setting, where, and what to write instead.

use std::{fmt, path::PathBuf};

/// Where a wrong setting stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// A variable of the environment.
    Variable(String),
    /// A line of the file; line 0 is the file as a whole.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

/// A setting that cannot be taken as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a setting. A value that may be a secret is never repeated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wrong {
    /// There is no such setting.
    Unknown {
        /// What was written.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// The value is not of the right form.
    Value {
        /// The setting.
        name: String,
        /// What it must look like.
        wanted: String,
    },
    /// A key is missing.
    Missing {
        /// The key.
        name: String,
    },
    /// Two entries have the same word.
    Twice {
        /// The word.
        name: String,
    },
    /// The file is not TOML.
    Toml(String),
    /// The file or folder could not be read.
    Unreadable(String),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Variable(name) => write!(f, "{name}: ")?,
            Place::Line { path, line: 0 } => write!(f, "{}: ", path.display())?,
            Place::Line { path, line } => write!(f, "{}:{line}: ", path.display())?,
        }
        match &self.wrong {
            Wrong::Unknown {
                name,
                meant: Some(meant),
            } => {
                write!(
                    f,
                    "there is no setting « {name} »; did you mean « {meant} »?"
                )
            }
            Wrong::Unknown { name, meant: None } => write!(f, "there is no setting « {name} »"),
            Wrong::Value { name, wanted } => write!(f, "« {name} » must be {wanted}"),
            Wrong::Missing { name } => write!(f, "« {name} » is missing"),
            Wrong::Twice { name } => {
                write!(f, "« {name} » is there twice; each needs a word of its own")
            }
            Wrong::Toml(why) => write!(f, "this is not TOML: {why}"),
            Wrong::Unreadable(why) => write!(f, "cannot be read: {why}"),
        }
    }
}

impl std::error::Error for ConfigError {}
