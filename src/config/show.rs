//! The settings as people read them: each with its origin, secrets masked.

use std::fmt;

use super::{
    HookTargets, LmtpAt, LogFormat, LogLevel, Network, Oidc, Origin, S3, SecondFactor, Setting,
    Settings,
};

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Environment(variable) => f.write_str(variable),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
        }
    }
}

impl Settings {
    /// A line for each setting: key, value, origin. Passwords in addresses are masked.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let word = |level: &LogLevel| said(&LogLevel::WORDS, *level);
        let form = |format: &LogFormat| said(&LogFormat::WORDS, *format);
        let mut lines = vec![
            line("database_url", &self.database_url, |url| masked(url)),
            line("listen", &self.listen, ToString::to_string),
            line(
                "metrics_listen",
                &self.metrics_listen,
                optional(|address: &std::net::SocketAddr| {
                    let open = if address.ip().is_loopback() {
                        ""
                    } else {
                        "open "
                    };
                    format!("{open}{address}")
                }),
            ),
            line("base_url", &self.base_url, Clone::clone),
            line("proxies", &self.proxies, |all| listed(all)),
            line(
                "form_per_address",
                &self.form_per_address,
                ToString::to_string,
            ),
            line(
                "form_per_source",
                &self.form_per_source,
                ToString::to_string,
            ),
            line("form_letters", &self.form_letters, ToString::to_string),
            line("form_seconds", &self.form_seconds, ToString::to_string),
            line("second_factor", &self.second_factor, |factor| {
                said(&SecondFactor::WORDS, *factor)
            }),
            line("name", &self.name, Clone::clone),
            line(
                "smtp_url",
                &self.smtp_url,
                optional(|url: &String| masked(url)),
            ),
            line(
                "smtp_ca",
                &self.smtp_ca,
                optional(|path: &std::path::PathBuf| path.display().to_string()),
            ),
            line("mail_from", &self.mail_from, optional(Clone::clone)),
            line(
                "lmtp_listen",
                &self.lmtp_listen,
                optional(LmtpAt::to_string),
            ),
            line("mail_authserv", &self.mail_authserv, optional(Clone::clone)),
            line("hook_targets", &self.hook_targets, |targets| {
                said(&HookTargets::WORDS, *targets)
            }),
            line(
                "contracts",
                &self.contracts,
                optional(|path: &std::path::PathBuf| path.display().to_string()),
            ),
            line(
                "status_snapshot",
                &self.status_snapshot,
                optional(|path: &std::path::PathBuf| path.display().to_string()),
            ),
            line("files", &self.files, ToString::to_string),
        ];
        lines.extend(self.s3.lines());
        lines.extend(self.oidc.lines());
        lines.push(line("log", &self.log, word));
        lines.push(line("log_format", &self.log_format, form));
        lines
    }
}

/// The key of a setting, its value, and where it came from.
type Line = (&'static str, String, String);

fn line<T>(key: &'static str, setting: &Setting<T>, say: impl Fn(&T) -> String) -> Line {
    (key, say(&setting.value), setting.origin.to_string())
}

fn optional<T>(say: impl Fn(&T) -> String) -> impl Fn(&Option<T>) -> String {
    move |value| value.as_ref().map_or_else(|| "-".to_owned(), &say)
}

impl S3 {
    fn lines(&self) -> [Line; 5] {
        [
            line("s3_endpoint", &self.endpoint, optional(Clone::clone)),
            line("s3_region", &self.region, Clone::clone),
            line("s3_key_id", &self.key_id, optional(Clone::clone)),
            line(
                "s3_secret",
                &self.secret,
                optional(|_: &String| "…".to_owned()),
            ),
            line(
                "s3_secret_file",
                &self.secret_file,
                optional(|path: &std::path::PathBuf| path.display().to_string()),
            ),
        ]
    }
}

impl Oidc {
    fn lines(&self) -> [Line; 5] {
        [
            line("oidc_issuer", &self.issuer, optional(Clone::clone)),
            line("oidc_client_id", &self.client_id, optional(Clone::clone)),
            line(
                "oidc_client_secret",
                &self.client_secret,
                optional(|_: &String| "…".to_owned()),
            ),
            line(
                "oidc_client_secret_file",
                &self.client_secret_file,
                optional(|path: &std::path::PathBuf| path.display().to_string()),
            ),
            line("oidc_name", &self.name, optional(Clone::clone)),
        ]
    }
}

fn listed(networks: &[Network]) -> String {
    if networks.is_empty() {
        return "-".to_owned();
    }
    let all: Vec<_> = networks.iter().map(ToString::to_string).collect();
    all.join(", ")
}

fn said<T: PartialEq + Copy>(words: &[(&'static str, T)], value: T) -> String {
    words
        .iter()
        .find(|(_, one)| *one == value)
        .map_or_else(String::new, |(word, _)| (*word).to_owned())
}

/// An address without its password; one that cannot be read is masked as a whole after its scheme.
fn masked(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once(':') else {
        return "…".to_owned();
    };
    if scheme == "sqlite" || !rest.contains('@') {
        return address.to_owned();
    }
    match url::Url::parse(address) {
        Ok(mut url) => {
            if url.password().is_some() && url.set_password(Some("…")).is_err() {
                return format!("{scheme}:…");
            }
            url.to_string().replace("%E2%80%A6", "…")
        }
        Err(_) => format!("{scheme}:…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for address in [
            "postgres://desk:s3cret@host/db",
            "smtp://u:s3cret@host:25",
            "smtp://u:s3cret@h^st",
        ] {
            assert!(!masked(address).contains("s3cret"), "{}", masked(address));
        }
        assert_eq!(
            masked("postgres://desk:s3cret@host/db"),
            "postgres://desk:…@host/db"
        );
        assert_eq!(masked("sqlite:data/a@b.db"), "sqlite:data/a@b.db");
    }
}
