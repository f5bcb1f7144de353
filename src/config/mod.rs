//! The settings, read once from the environment and an optional TOML file, and checked.
//!
//! The environment goes before the file, the file before the defaults. Nothing is required to
//! start; a real installation sets `GUICHET_BASE_URL`. What is unknown is an error, so that a
//! misspelt setting never passes for a default.

mod error;
mod file;
mod files;
mod mail_in;
pub mod names;
mod network;
mod oidc;
mod quota;
mod read;
mod show;

use std::{net::SocketAddr, path::PathBuf};

pub use error::{ConfigError, Wrong};
pub use files::{FilesAt, S3};
pub use mail_in::{
    AfterFetch, BoundAddress, LmtpAt, MailboxSecret, MailboxSecurity, MailboxSetting,
};
pub use network::Network;
pub use oidc::{Oidc, is_on_this_machine};
pub use quota::Quota;
pub use read::load;

use crate::domain::{
    incoming::InboundAddress,
    services::{QueueSetting, ServiceSetting},
};

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `DATABASE_URL`: `sqlite:PATH` or `postgres://…`; may hold a password.
    pub database_url: Setting<String>,
    /// `GUICHET_LISTEN`: where pages are served.
    pub listen: Setting<SocketAddr>,
    /// `GUICHET_METRICS_LISTEN`: where metrics are served; nowhere when not set.
    pub metrics_listen: Setting<Option<SocketAddr>>,
    /// `GUICHET_BASE_URL`: the only origin that is ever used in links; without a final slash.
    pub base_url: Setting<String>,
    /// `GUICHET_PROXIES`: those whose `X-Forwarded-For` is believed; nobody else's is.
    pub proxies: Setting<Vec<Network>>,
    /// `GUICHET_FORM_PER_ADDRESS`: how many requests may be filed for one mail address.
    pub form_per_address: Setting<Quota>,
    /// `GUICHET_FORM_PER_SOURCE`: how many requests may be filed from one network.
    pub form_per_source: Setting<Quota>,
    /// `GUICHET_FORM_LETTERS`: how many letters the requests of one network may send to addresses
    /// that the desk does not know.
    pub form_letters: Setting<Quota>,
    /// `GUICHET_FORM_SECONDS`: how long the form takes at least, in seconds.
    pub form_seconds: Setting<u32>,
    /// `GUICHET_SECOND_FACTOR`: whether whoever works at the desk must have a second factor.
    pub second_factor: Setting<SecondFactor>,
    /// `GUICHET_NAME`: how the support introduces itself on pages and in letters.
    pub name: Setting<String>,
    /// `GUICHET_SMTP_URL`: the mail server; may hold a password. Without it letters wait.
    pub smtp_url: Setting<Option<String>>,
    /// `GUICHET_SMTP_CA`: a PEM file of the authority that signed the mail server's certificate.
    pub smtp_ca: Setting<Option<PathBuf>>,
    /// `GUICHET_MAIL_FROM`: the sender of letters.
    pub mail_from: Setting<Option<String>>,
    /// `GUICHET_LMTP_LISTEN`: where a mail server in front hands letters over; nowhere when not set.
    pub lmtp_listen: Setting<Option<LmtpAt>>,
    /// `GUICHET_MAIL_AUTHSERV`: the name of our own mail server, whose `Authentication-Results` is
    /// believed (RFC 8601); none when not set.
    pub mail_authserv: Setting<Option<String>>,
    /// `GUICHET_HOOK_TARGETS`: which addresses other people's programs may be called at.
    pub hook_targets: Setting<HookTargets>,
    /// `GUICHET_CONTRACTS`: a folder with the publisher's own contract files.
    pub contracts: Setting<Option<PathBuf>>,
    /// `GUICHET_STATUS_SNAPSHOT`: the file in which the last snapshot of the status page is kept.
    pub status_snapshot: Setting<Option<PathBuf>>,
    /// `GUICHET_FILES`: where the files are kept that people add to messages.
    pub files: Setting<FilesAt>,
    /// `GUICHET_S3_…`: the service of a bucket of files.
    pub s3: S3,
    /// `GUICHET_OIDC_…`: the provider at which people may sign in.
    pub oidc: Oidc,
    /// `GUICHET_LOG`: how much is logged.
    pub log: Setting<LogLevel>,
    /// `GUICHET_LOG_FORMAT`: text for people, JSON for machines.
    pub log_format: Setting<LogFormat>,
    /// `[[queue]]` of the file; one queue `support` when there is none.
    pub queues: Vec<QueueSetting>,
    /// `[[service]]` of the file; one service under the contract `standard` when there is none.
    pub services: Vec<ServiceSetting>,
    /// `[[address]]` of the file: where letters are taken; nowhere when there is none.
    pub addresses: Vec<InboundAddress>,
    /// Those of them that are bound to an organisation, which only the database knows.
    pub bound: Vec<BoundAddress>,
    /// `[[mailbox]]` of the file: mailboxes from which letters are fetched.
    pub mailboxes: Vec<MailboxSetting>,
}

/// A value and where it came from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a value came from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// A variable of the environment.
    Environment(&'static str),
    /// A line of the file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

/// At which addresses vendors' programs may be called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HookTargets {
    /// Under TLS, by a name that stands for public addresses.
    Public,
    /// Anywhere, this machine and its network too, and without TLS.
    Any,
}

impl HookTargets {
    const WORDS: [(&'static str, Self); 2] = [("public", Self::Public), ("any", Self::Any)];
}

/// Whether a code is asked beside the password of those who work at the desk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SecondFactor {
    /// Of whoever turned it on.
    Optional,
    /// Of everybody: who has none is led to it, and can do nothing else before.
    Required,
}

impl SecondFactor {
    /// Each with its word.
    pub const WORDS: [(&'static str, Self); 2] =
        [("optional", Self::Optional), ("required", Self::Required)];
}

/// How much is logged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LogLevel {
    /// What failed.
    Error,
    /// And what a person should look at.
    Warn,
    /// And what was done.
    Info,
    /// And how.
    Debug,
}

impl LogLevel {
    /// Every level with its word.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("error", Self::Error),
        ("warn", Self::Warn),
        ("info", Self::Info),
        ("debug", Self::Debug),
    ];
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    Auto,
    /// Text.
    Text,
    /// JSON, a line an event.
    Json,
}

impl LogFormat {
    /// Every format with its word.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("auto", Self::Auto),
        ("text", Self::Text),
        ("json", Self::Json),
    ];
}

impl Settings {
    /// Whether pages are reached over TLS, as the base URL says.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.value.starts_with("https://")
    }

    /// The host of the base URL, for Message-IDs.
    #[must_use]
    pub fn host(&self) -> String {
        url::Url::parse(&self.base_url.value)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned())
    }
}
