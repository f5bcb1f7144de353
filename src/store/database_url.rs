//! Where the database is, as one line of configuration says it.

use std::{fmt, str::FromStr};

use super::{Engine, postgres_url::PostgresUrl};

/// Where the database is: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
///
/// What [`fmt::Display`] and [`fmt::Debug`] show never holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Place);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A file, by its path.
    Sqlite(String),
    /// A server: the line as it was written, password included, and what is shown of it.
    Postgres { raw: String, shown: String },
}

impl DatabaseUrl {
    /// Reads a line of configuration.
    ///
    /// SQLite: `sqlite:PATH`, also `sqlite://PATH`; a relative path counts from the working folder.
    /// PostgreSQL: `postgres://…` or `postgresql://…` with the parameters of libpq that
    /// [the driver](super::postgres) knows.
    ///
    /// # Errors
    /// When the line is neither, or names no file or server; the message says what to write.
    pub fn parse(raw: &str) -> Result<Self, DatabaseUrlError> {
        let raw = raw.trim();
        let Some((scheme, rest)) = raw.split_once(':') else {
            return Err(if raw.is_empty() {
                DatabaseUrlError::Empty
            } else {
                DatabaseUrlError::NoScheme
            });
        };
        match scheme {
            "sqlite" => sqlite_path(rest).map(Place::Sqlite),
            "postgres" | "postgresql" => match PostgresUrl::parse(raw) {
                Ok(url) => Ok(Place::Postgres {
                    raw: raw.to_owned(),
                    shown: url.masked(),
                }),
                Err(why) => Err(DatabaseUrlError::Postgres(why)),
            },
            other => Err(DatabaseUrlError::unknown_scheme(other)),
        }
        .map(Self)
    }

    /// The database kept in the file at `path`.
    ///
    /// # Errors
    /// As [`DatabaseUrl::parse`] for `sqlite:PATH`.
    pub fn sqlite(path: &str) -> Result<Self, DatabaseUrlError> {
        sqlite_path(path).map(|path| Self(Place::Sqlite(path)))
    }

    /// The engine behind this address.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.0 {
            Place::Sqlite(_) => Engine::Sqlite,
            Place::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The path of the SQLite file; none for a PostgreSQL server.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<&str> {
        match &self.0 {
            Place::Sqlite(path) => Some(path),
            Place::Postgres { .. } => None,
        }
    }

    /// The address without its password, fit for a log or a screen.
    #[must_use]
    pub fn masked(&self) -> String {
        match &self.0 {
            Place::Sqlite(path) => format!("sqlite:{path}"),
            Place::Postgres { shown, .. } => shown.clone(),
        }
    }

    pub(super) const fn place(&self) -> &Place {
        &self.0
    }
}

fn sqlite_path(rest: &str) -> Result<String, DatabaseUrlError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    match path {
        "" => Err(DatabaseUrlError::NoPath),
        path if path.starts_with(":memory:") || path.contains("mode=memory") => {
            Err(DatabaseUrlError::InMemory)
        }
        path if path.contains('\0') => Err(DatabaseUrlError::NulInPath),
        // SQLite would read such a name as a URI of its own.
        path if path.starts_with("file:") => Ok(format!("./{path}")),
        path => Ok(path.to_owned()),
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(raw: &str) -> Result<Self, DatabaseUrlError> {
        Self::parse(raw)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({})", self.masked())
    }
}

/// Why a line is not the address of a database. Never repeats more of the line than its scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrlError {
    /// Nothing was written.
    Empty,
    /// There is no `sqlite:` or `postgres:` before it.
    NoScheme,
    /// Another engine is asked for; the scheme, where it is a plain word.
    UnknownScheme(Option<String>),
    /// `sqlite:` without a path.
    NoPath,
    /// A database in memory: each connection would have one of its own.
    InMemory,
    /// A path that no system can open.
    NulInPath,
    /// A PostgreSQL address that cannot be read, in words.
    Postgres(String),
}

impl DatabaseUrlError {
    fn unknown_scheme(scheme: &str) -> Self {
        let plain =
            (1..=16).contains(&scheme.len()) && scheme.chars().all(|c| c.is_ascii_alphanumeric());
        Self::UnknownScheme(plain.then(|| scheme.to_owned()))
    }
}

impl fmt::Display for DatabaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WRITE: &str = "write sqlite:PATH or postgres://USER:PASSWORD@HOST:5432/NAME";
        match self {
            Self::Empty => write!(f, "the database address is empty: {WRITE}"),
            Self::NoScheme => write!(
                f,
                "the database address does not begin with its engine: {WRITE}"
            ),
            Self::UnknownScheme(Some(scheme)) => {
                write!(f, "there is no database engine \"{scheme}\" here: {WRITE}")
            }
            Self::UnknownScheme(None) => {
                write!(f, "the database address names no known engine: {WRITE}")
            }
            Self::NoPath => f.write_str(
                "sqlite: needs the path of a file, for example sqlite:./data/guichet.db",
            ),
            Self::InMemory => f.write_str(
                "a database in memory cannot be shared by connections: \
                 name a file, for example sqlite:/tmp/guichet.db",
            ),
            Self::NulInPath => {
                f.write_str("the path after sqlite: holds a NUL character: write it without")
            }
            Self::Postgres(why) => write!(f, "the PostgreSQL address cannot be read: {why}"),
        }
    }
}

impl std::error::Error for DatabaseUrlError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(raw: &str) -> String {
        DatabaseUrl::parse(raw).unwrap_err().to_string()
    }

    #[test]
    fn an_address_that_is_neither_engine_says_what_to_write() {
        for raw in [
            "",
            "  ",
            "guichet.db",
            "/var/lib/guichet.db",
            "mysql://u:secret@h/db",
            "s e c:ret",
        ] {
            let message = message(raw);
            assert!(
                message.contains("sqlite:PATH or postgres://"),
                "{raw:?}: {message}"
            );
            assert!(!message.contains("secret"), "{message}");
        }
        assert!(message("mysql://u:secret@h/db").contains("\"mysql\""));
        assert!(message("sqlite:").contains("sqlite:./data/guichet.db"));
        assert!(message("sqlite::memory:").contains("in memory"));
        assert!(message("sqlite:a\0b").contains("NUL"));
    }

    #[test]
    fn a_file_is_named_with_or_without_slashes() {
        for (raw, path) in [
            ("sqlite:./data/guichet.db", "./data/guichet.db"),
            ("sqlite:/var/g.db", "/var/g.db"),
            ("sqlite://data/g.db", "data/g.db"),
            ("sqlite:///var/g.db", "/var/g.db"),
            ("sqlite:file:odd?mode=ro", "./file:odd?mode=ro"),
        ] {
            assert_eq!(DatabaseUrl::parse(raw).unwrap().sqlite_file(), Some(path));
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for raw in [
            "postgres://ann:s%65cret@db.example:5433/desk?sslmode=verify-full",
            "postgresql://ann@db.example:5433/desk?password=s%65cret&sslmode=verify-full",
        ] {
            let url = DatabaseUrl::parse(raw).unwrap();
            for shown in [
                url.to_string(),
                format!("{url:?}"),
                url.masked(),
                format!("{url:#?}"),
            ] {
                assert!(
                    shown.contains("postgres://ann@db.example:5433/desk"),
                    "{shown}"
                );
                assert!(!shown.contains("cret"), "{shown}");
            }
        }
    }

    #[test]
    fn a_wrong_postgres_parameter_is_named_without_the_password() {
        let said = message("postgres://ann:secret@h/db?sslmode=maybe");
        assert!(
            said.contains("sslmode") && said.contains("verify-full"),
            "{said}"
        );
        let said = message("postgres://ann:secret@h/db?colour=red");
        assert!(
            said.contains("colour") && !said.contains("secret"),
            "{said}"
        );
        assert!(message("postgres:///db").contains("server"));
    }
}
