//! What can be set: the names, and a line about each for `--help` and the man page.

/// A plain setting, by its names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Name {
    /// Its key in the file.
    pub key: &'static str,
    /// Its variable of the environment.
    pub variable: &'static str,
    /// What it is, with its default.
    pub about: &'static str,
}

/// The variable that names the file of settings.
pub const FILE: &str = "GUICHET_CONFIG";

/// Every plain setting. Queues and services are tables of the file.
pub const NAMES: [Name; 32] = [
    Name {
        key: "database_url",
        variable: "DATABASE_URL",
        about: "sqlite:PATH or postgres://user@host/name [sqlite:data/guichet.db]",
    },
    Name {
        key: "listen",
        variable: "GUICHET_LISTEN",
        about: "where pages are served [127.0.0.1:8080]",
    },
    Name {
        key: "metrics_listen",
        variable: "GUICHET_METRICS_LISTEN",
        about: "where /metrics is: 127.0.0.1:9090 or « open ADDRESS:PORT » [none]",
    },
    Name {
        key: "base_url",
        variable: "GUICHET_BASE_URL",
        about: "the origin that links use, https://desk.example.org [listen]",
    },
    Name {
        key: "proxies",
        variable: "GUICHET_PROXIES",
        about: "proxies whose X-Forwarded-For is believed, 10.0.0.0/8, ::1 [none]",
    },
    Name {
        key: "form_per_address",
        variable: "GUICHET_FORM_PER_ADDRESS",
        about: "requests for one mail address, or none [20/hour 60/day]",
    },
    Name {
        key: "form_per_source",
        variable: "GUICHET_FORM_PER_SOURCE",
        about: "requests from one network, or none [200/hour 1000/day]",
    },
    Name {
        key: "form_letters",
        variable: "GUICHET_FORM_LETTERS",
        about: "letters to unknown addresses for one network [20/hour 100/day]",
    },
    Name {
        key: "form_seconds",
        variable: "GUICHET_FORM_SECONDS",
        about: "how many seconds the form takes at least [3]",
    },
    Name {
        key: "second_factor",
        variable: "GUICHET_SECOND_FACTOR",
        about: "optional, or required of all who work at the desk [optional]",
    },
    Name {
        key: "name",
        variable: "GUICHET_NAME",
        about: "how the desk introduces itself [Support]",
    },
    Name {
        key: "smtp_url",
        variable: "GUICHET_SMTP_URL",
        about: "smtp://user:password@host:587 or smtps://…; none: letters wait",
    },
    Name {
        key: "smtp_ca",
        variable: "GUICHET_SMTP_CA",
        about: "a PEM file: who signed the mail server's certificate [system's]",
    },
    Name {
        key: "mail_from",
        variable: "GUICHET_MAIL_FROM",
        about: "the sender of letters, Support <support@example.org> [none]",
    },
    Name {
        key: "lmtp_listen",
        variable: "GUICHET_LMTP_LISTEN",
        about: "where letters are handed over (LMTP): 127.0.0.1:2424 [none]",
    },
    Name {
        key: "mail_authserv",
        variable: "GUICHET_MAIL_AUTHSERV",
        about: "whose Authentication-Results is believed, mx.example.org [none]",
    },
    Name {
        key: "hook_targets",
        variable: "GUICHET_HOOK_TARGETS",
        about: "where vendors are called: public, or any for tests [public]",
    },
    Name {
        key: "contracts",
        variable: "GUICHET_CONTRACTS",
        about: "a folder with contract files of your own [none]",
    },
    Name {
        key: "status_snapshot",
        variable: "GUICHET_STATUS_SNAPSHOT",
        about: "a file that keeps the last status page for a start [none]",
    },
    Name {
        key: "files",
        variable: "GUICHET_FILES",
        about: "a folder, or s3://bucket/prefix [files beside an SQLite file]",
    },
    Name {
        key: "s3_endpoint",
        variable: "GUICHET_S3_ENDPOINT",
        about: "the service of that bucket, https://s3.example.org [Amazon's]",
    },
    Name {
        key: "s3_region",
        variable: "GUICHET_S3_REGION",
        about: "its region [us-east-1]",
    },
    Name {
        key: "s3_key_id",
        variable: "GUICHET_S3_KEY_ID",
        about: "the key that may use the bucket",
    },
    Name {
        key: "s3_secret",
        variable: "GUICHET_S3_SECRET",
        about: "the secret of that key",
    },
    Name {
        key: "s3_secret_file",
        variable: "GUICHET_S3_SECRET_FILE",
        about: "or the file in which that secret is",
    },
    Name {
        key: "oidc_issuer",
        variable: "GUICHET_OIDC_ISSUER",
        about: "a provider to sign in at, https://id.example.org [none]",
    },
    Name {
        key: "oidc_client_id",
        variable: "GUICHET_OIDC_CLIENT_ID",
        about: "what this desk is called at the provider",
    },
    Name {
        key: "oidc_client_secret",
        variable: "GUICHET_OIDC_CLIENT_SECRET",
        about: "the secret of this desk at the provider",
    },
    Name {
        key: "oidc_client_secret_file",
        variable: "GUICHET_OIDC_CLIENT_SECRET_FILE",
        about: "or the file in which that secret is",
    },
    Name {
        key: "oidc_name",
        variable: "GUICHET_OIDC_NAME",
        about: "what people call the provider [its host]",
    },
    Name {
        key: "log",
        variable: "GUICHET_LOG",
        about: "error, warn, info or debug [info]",
    },
    Name {
        key: "log_format",
        variable: "GUICHET_LOG_FORMAT",
        about: "text, json, or auto: text on a terminal, JSON elsewhere [auto]",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_lists_every_setting_under_both_its_names() {
        let readme = include_str!("../../README.md");
        for Name { key, variable, .. } in NAMES {
            let row = format!("| `{variable}` | `{key}` |");
            assert!(readme.contains(&row), "{row}");
        }
        assert!(readme.contains(&format!("| `{FILE}` |")));
    }
}
