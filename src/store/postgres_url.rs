//! The address of a PostgreSQL server: libpq's URL, with our defaults and our reading of TLS.

use std::time::Duration;

use tokio_postgres::config::Host;

use super::{
    error::chain,
    postgres_tls::{Roots, TlsMode},
};

/// How long the server may work on one statement; less than the 30 s within which a page answers.
pub(super) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(20);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a process that hangs may keep others from the rows it has changed.
const IDLE_IN_TRANSACTION_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a statement waits for somebody else's rows: less than the limit before, or each of the
/// transactions of a process that hangs would get its locks when the one before it is ended, and
/// keep them as long again.
const LOCK_TIMEOUT: Duration = Duration::from_secs(4);
const SILENCE_BEFORE_KEEPALIVE: Duration = Duration::from_secs(30);
const BETWEEN_KEEPALIVES: Duration = Duration::from_secs(10);
const KEEPALIVES: u32 = 3;
const UNACKNOWLEDGED_AT_MOST: Duration = Duration::from_secs(20);

/// A parsed address, ready to connect to.
pub(super) struct PostgresUrl {
    pub(super) config: tokio_postgres::Config,
    pub(super) tls: TlsMode,
    pub(super) roots: Roots,
}

impl PostgresUrl {
    /// Reads `postgres://…` and fills in what it leaves open. What it says itself wins.
    pub(super) fn parse(raw: &str) -> Result<Self, String> {
        let (base, query) = split_query(raw);
        let (mut rest, mut tls, mut roots) = (Vec::new(), TlsMode::Prefer, Roots::None);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", mode)) => tls = TlsMode::named(mode)?,
                Some(("sslrootcert", file)) => roots = Roots::named(&decoded(file)?),
                _ => rest.push(pair),
            }
        }
        roots.check(tls)?;
        let mut config: tokio_postgres::Config = format!("{base}?{}", rest.join("&"))
            .parse()
            .map_err(|error| chain(&error))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err("it names no server: write postgres://USER@HOST/NAME".into());
        }
        let local = config.get_hostaddrs().is_empty()
            && config
                .get_hosts()
                .iter()
                .all(|host| !matches!(host, Host::Tcp(_)));
        // A Unix socket stays inside the machine and knows no TLS; libpq ignores sslmode there too.
        let tls = if local { TlsMode::Disable } else { tls };
        config.ssl_mode(tls.negotiation());
        fill_in(&mut config);
        Ok(Self { config, tls, roots })
    }

    /// How long connecting may take, handshakes and password included.
    pub(super) fn connect_timeout(&self) -> Duration {
        self.config
            .get_connect_timeout()
            .copied()
            .unwrap_or(CONNECT_TIMEOUT)
    }

    /// The address without its password.
    pub(super) fn masked(&self) -> String {
        let user = self
            .config
            .get_user()
            .map(|user| format!("{user}@"))
            .unwrap_or_default();
        let ports = self.config.get_ports();
        let names: Vec<String> = self
            .config
            .get_hosts()
            .iter()
            .map(|host| match host {
                Host::Tcp(name) => name.clone(),
                #[cfg(unix)]
                Host::Unix(folder) => folder.display().to_string(),
            })
            .chain(self.config.get_hostaddrs().iter().map(ToString::to_string))
            .collect();
        let servers: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(at, name)| match ports.get(at).or_else(|| ports.first()) {
                Some(port) => format!("{name}:{port}"),
                None => name.clone(),
            })
            .collect();
        let database = self.config.get_dbname().unwrap_or_default();
        format!(
            "postgres://{user}{}/{database}?sslmode={}",
            servers.join(","),
            self.tls.name()
        )
    }
}

fn fill_in(config: &mut tokio_postgres::Config) {
    if config.get_application_name().is_none() {
        config.application_name("guichet");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNACKNOWLEDGED_AT_MOST);
    }
    if config.get_keepalives_idle() == tokio_postgres::Config::new().get_keepalives_idle() {
        config.keepalives_idle(SILENCE_BEFORE_KEEPALIVE);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_interval(BETWEEN_KEEPALIVES);
    }
    if config.get_keepalives_retries().is_none() {
        config.keepalives_retries(KEEPALIVES);
    }
    // The server takes the last of several, so what the address says comes last. Nearly every
    // question asks for rows by their keys, on pages that are in memory or on a disk without heads:
    // reckoned with the 4.0 of turning disks, a plan made while a table is small, and kept as it
    // grows, would read the whole of it (random_page_cost).
    let options = format!(
        "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={} \
         -c random_page_cost=1.1 {}",
        STATEMENT_TIMEOUT.as_millis(),
        LOCK_TIMEOUT.as_millis(),
        IDLE_IN_TRANSACTION_TIMEOUT.as_millis(),
        config.get_options().unwrap_or_default()
    );
    config.options(options.trim_end());
}

/// Parts `raw` at the question mark that follows the credentials; a password may hold one.
fn split_query(raw: &str) -> (&str, &str) {
    let credentials = raw.find('@').map_or(0, |at| at + 1);
    let mark = raw
        .get(credentials..)
        .and_then(|rest| rest.find('?'))
        .map(|at| credentials + at);
    match mark.and_then(|at| raw.split_at_checked(at)) {
        Some((base, query)) => (base, query.strip_prefix('?').unwrap_or(query)),
        None => (raw, ""),
    }
}

fn decoded(value: &str) -> Result<String, String> {
    // In the query of a database address, unlike in a form, a plus is a plus.
    let form = format!("v={}", value.replace('+', "%2B"));
    url::form_urlencoded::parse(form.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .filter(|value| !value.is_empty())
        .ok_or_else(|| "sslrootcert needs the path of a PEM file, or the word system".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(raw: &str) -> PostgresUrl {
        PostgresUrl::parse(raw).unwrap()
    }

    #[test]
    fn what_the_address_leaves_open_gets_limits() {
        let url = parsed("postgres://ann@h/db");
        assert_eq!(url.config.get_application_name(), Some("guichet"));
        assert_eq!(url.connect_timeout(), CONNECT_TIMEOUT);
        assert_eq!(url.config.get_keepalives_idle(), SILENCE_BEFORE_KEEPALIVE);
        assert!(
            url.config
                .get_options()
                .unwrap()
                .contains("statement_timeout=20000")
        );
    }

    #[test]
    fn what_the_address_says_wins() {
        let url = parsed(
            "postgres://ann@h/db?connect_timeout=9&keepalives_idle=7&application_name=x\
             &options=-c%20statement_timeout%3D5",
        );
        assert_eq!(url.config.get_application_name(), Some("x"));
        assert_eq!(url.connect_timeout(), Duration::from_secs(9));
        assert_eq!(url.config.get_keepalives_idle(), Duration::from_secs(7));
        assert!(
            url.config
                .get_options()
                .unwrap()
                .ends_with("statement_timeout=5")
        );
    }

    #[test]
    fn a_question_mark_in_the_password_is_part_of_it() {
        let url = parsed("postgres://ann:who?=@h/db?sslmode=disable");
        assert_eq!(url.config.get_password(), Some(&b"who?="[..]));
        assert_eq!(url.tls, TlsMode::Disable);
    }

    #[test]
    fn a_root_certificate_path_is_decoded_as_an_address_is() {
        let url = parsed("postgres://h/db?sslmode=verify-ca&sslrootcert=/a%20b/c+d.pem");
        assert_eq!(url.roots, Roots::File("/a b/c+d.pem".into()));
    }

    #[test]
    fn a_unix_socket_uses_no_tls_whatever_is_asked() {
        let url = parsed("postgres://ann@%2Frun%2Fpg/db?sslmode=verify-full");
        assert_eq!(url.tls, TlsMode::Disable);
        assert_eq!(
            url.masked(),
            "postgres://ann@/run/pg:5432/db?sslmode=disable"
        );
    }
}
