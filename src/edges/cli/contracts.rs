//! The contract that a command names: one that comes with Guichet, or a file.

use std::{fmt, fs, io, path::Path, sync::Arc};

use crate::domain::{
    calendar::nearest,
    contract::{Contract, ContractError, TEMPLATES, template},
};

/// Why a contract cannot be used.
#[derive(Debug)]
pub enum NoContract {
    /// There is neither a contract nor a file of this name.
    Unknown {
        /// What was asked for.
        name: String,
        /// The contract that was probably meant.
        meant: Option<&'static str>,
    },
    /// The file cannot be read.
    Unreadable {
        /// The file.
        name: String,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no contract.
    Wrong(Vec<ContractError>),
}

impl NoContract {
    /// The exit code of `sysexits.h`: 66 when there is nothing to read, 65 when it is wrong.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Unknown { .. } | Self::Unreadable { .. } => 66,
            Self::Wrong(_) => 65,
        }
    }
}

impl fmt::Display for NoContract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, meant } => {
                write!(f, "there is no contract and no file « {name} »")?;
                match meant {
                    Some(meant) => write!(f, "; did you mean « {meant} »?"),
                    None => {
                        let names: Vec<_> = TEMPLATES.iter().map(|(name, _)| *name).collect();
                        write!(f, "; write {}, or the path of a file", names.join(", "))
                    }
                }
            }
            Self::Unreadable { name, error } => write!(f, "{name}: cannot be read: {error}"),
            Self::Wrong(errors) => {
                for (place, error) in errors.iter().enumerate() {
                    if place > 0 {
                        f.write_str("\n")?;
                    }
                    write!(f, "{error}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for NoContract {}

/// Finds a contract by the name of a template, or else by the path of its file.
///
/// # Errors
/// When there is none, it cannot be read, or it is wrong; each with what to do.
pub fn find(name: &str) -> Result<Arc<Contract>, NoContract> {
    if let Some(contract) = template(name) {
        return Ok(contract);
    }
    if !Path::new(name).exists() {
        return Err(NoContract::Unknown {
            name: name.to_owned(),
            meant: nearest(name, TEMPLATES.iter().map(|(name, _)| *name)),
        });
    }
    let text = fs::read_to_string(name).map_err(|error| NoContract::Unreadable {
        name: name.to_owned(),
        error,
    })?;
    Contract::parse(name, &text)
        .map(Arc::new)
        .map_err(NoContract::Wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_contract_is_answered_with_the_nearest_name() {
        assert_eq!(
            find("standart").unwrap_err().to_string(),
            "there is no contract and no file « standart »; did you mean « standard »?"
        );
        assert_eq!(find("standart").unwrap_err().exit_code(), 66);
    }

    #[test]
    fn a_file_that_is_no_contract_is_refused_with_its_lines() {
        let error = find("Cargo.toml").unwrap_err();
        assert_eq!(error.exit_code(), 65);
        assert!(error.to_string().starts_with("Cargo.toml:"), "{error}");
    }
}
