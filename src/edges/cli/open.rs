//! What most commands begin with: settings, log, database, mail; and how they fail.

use std::{
    collections::BTreeMap,
    fmt::Display,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use crate::{
    clock::{Clock, SystemClock},
    config::{self, ConfigError, FilesAt, SecondFactor, Setting, Settings},
    desk::{self, Alone, BucketAt, DatabaseUrl, Desk, Hindrance, NotAlone, ports::Mailer},
    domain::contract::{Contract, ContractName},
    edges::mail::{Site, SmtpMailer, SmtpSettings},
};

/// Why a command did not do its work: an exit code and what to tell.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    lines: Vec<String>,
}

impl Failure {
    /// A failure with a code of `sysexits.h` and a line to tell.
    pub(super) fn new(code: u8, line: &dyn Display) -> Self {
        Self {
            code,
            lines: vec![line.to_string()],
        }
    }

    /// Bad input: 65.
    pub(super) fn input(line: &dyn Display) -> Self {
        Self::new(65, line)
    }

    /// The same with several lines.
    pub(super) const fn inputs(lines: Vec<String>) -> Self {
        Self { code: 65, lines }
    }

    /// Something that does not answer: 69.
    pub(super) fn unavailable(line: &dyn Display) -> Self {
        Self::new(69, line)
    }

    /// Whether it is something that does not answer.
    pub(super) const fn is_unavailable(&self) -> bool {
        self.code == 69
    }

    /// A setting that cannot be taken: 78.
    pub(super) fn config(line: &dyn Display) -> Self {
        Self::new(78, line)
    }

    /// The same, told as 75: whoever asked is to ask again. A mail server gives a letter back to its
    /// sender on any other code, and a setting that is wrong today is not the sender's fault.
    pub(super) fn later(self) -> Self {
        Self { code: 75, ..self }
    }

    /// Tells it, and gives the exit code.
    pub(super) fn told(self, err: &mut dyn Write) -> ExitCode {
        for line in self.lines {
            // Nobody is left to tell when the error stream is closed too.
            drop(writeln!(err, "guichet: {line}"));
        }
        ExitCode::from(self.code)
    }
}

impl From<Vec<ConfigError>> for Failure {
    fn from(wrongs: Vec<ConfigError>) -> Self {
        Self {
            code: 78,
            lines: wrongs.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<desk::Error> for Failure {
    fn from(error: desk::Error) -> Self {
        match error {
            desk::Error::Store(error) => Self::unavailable(&error),
            error => Self::new(1, &error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // A reader that had enough, such as `head`, is no failure to complain of.
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self {
                code: 0,
                lines: Vec::new(),
            };
        }
        Self::new(74, &error)
    }
}

/// The settings, checked.
pub(super) fn settings() -> Result<Settings, Failure> {
    Ok(config::load(std::env::vars_os())?)
}

/// How long a server waits for the one before it to end: longer than that one may take to finish
/// what it has begun.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pause before a busy database is tried again.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// The place of the one server of an SQLite file; waits for a server that is about to end.
pub(super) fn alone(settings: &Settings) -> Result<Alone, Failure> {
    let url = database_url(settings)?;
    let by = |process: Option<u32>| {
        process.map_or_else(String::new, |process| format!(" (process {process})"))
    };
    let mut waiting = |process| {
        tracing::warn!(
            "another guichet{} serves {url}; waiting for it to end",
            by(process)
        );
    };
    Alone::on(&url, PATIENCE, &mut waiting).map_err(|error| match error {
        NotAlone::Held(process) => Failure::new(
            75,
            &format!(
                "another guichet{} already serves {url}, and an SQLite file has one server at a time; stop it first, or use PostgreSQL for several",
                by(process)
            ),
        ),
        NotAlone::Store(error) => Failure::unavailable(&error),
    })
}

fn database_url(settings: &Settings) -> Result<DatabaseUrl, Failure> {
    let url = &settings.database_url.value;
    url.parse().map_err(|error| Failure::config(&error))
}

/// The machine's clock. A build for tests lets a file say by how many seconds it is ahead.
fn clock() -> Arc<dyn Clock> {
    #[cfg(debug_assertions)]
    if let Some(path) = std::env::var_os("GUICHET_TEST_CLOCK") {
        return Arc::new(crate::clock::FileClock::at(path.into()));
    }
    Arc::new(SystemClock)
}

/// The desk of the settings, its tables up to date, its queues and services as they are set.
pub(super) fn desk(settings: &Settings) -> Result<Desk, Failure> {
    let url = database_url(settings)?;
    let (files, bucket) = match &settings.files.value {
        FilesAt::Folder(path) => (Some(path.clone()), None),
        FilesAt::Bucket { .. } => (None, bucket(settings)?),
    };
    let site = desk::Site {
        mail_host: settings.host(),
        name: settings.name.value.clone(),
        contracts: contracts(settings)?,
        files,
        bucket,
        addresses: settings.addresses.clone(),
        second_factor_required: settings.second_factor.value == SecondFactor::Required,
    };
    let desk = patiently(|| Desk::open(&url, clock(), site.clone()))?;
    patiently(|| desk.keep_services(&settings.queues, &settings.services)).map_err(|error| {
        match error {
            desk::Error::Inconsistent(why) => Failure::config(&why),
            error => Failure::from(error),
        }
    })?;
    Ok(desk)
}

/// Tries again while others keep the database too busy: a server must not end before it began because
/// somebody restores a backup, or a machine has much else to do.
fn patiently<T>(job: impl Fn() -> Result<T, desk::Error>) -> Result<T, desk::Error> {
    let began = Instant::now();
    loop {
        match job() {
            Err(error)
                if error.hindrance() == Some(Hindrance::Busy) && began.elapsed() < PATIENCE =>
            {
                tracing::warn!(%error, "starting is tried again");
                thread::sleep(LOOK_AGAIN);
            }
            done => return done,
        }
    }
}

/// How many organisations are named to whoever named none of them.
const SOME: usize = 12;

/// Whether there are the organisations to which addresses are bound. Only a server asks: the command
/// that enters organisations must run before.
pub(super) fn bound(settings: &Settings, desk: &Desk) -> Result<(), Failure> {
    let mut wrongs = Vec::new();
    for one in &settings.bound {
        if desk.organisation_called(&one.organisation)?.is_none() {
            let (known, _) = desk.organisations("")?;
            let known: Vec<String> = known.into_iter().take(SOME).map(|one| one.name).collect();
            wrongs.push(one.unknown(&known));
        }
    }
    if wrongs.is_empty() {
        Ok(())
    } else {
        Err(Failure::from(wrongs))
    }
}

/// The bucket of the files, if they are kept in one.
pub(super) fn bucket(settings: &Settings) -> Result<Option<BucketAt>, Failure> {
    let FilesAt::Bucket { bucket, prefix } = &settings.files.value else {
        return Ok(None);
    };
    if cfg!(not(feature = "s3")) {
        return Err(Failure::config(
            &"GUICHET_FILES names a bucket, but this program was built without the feature « s3 »: \
              build it with `cargo build --release --features s3`, or name a folder",
        ));
    }
    let s3 = &settings.s3;
    Ok(Some(BucketAt {
        endpoint: s3.endpoint.value.clone(),
        region: s3.region.value.clone(),
        bucket: bucket.clone(),
        prefix: prefix.clone(),
        key_id: s3.key_id.value.clone().unwrap_or_default(),
        secret: secret(&s3.secret, &s3.secret_file)?,
    }))
}

/// A secret that is set, or that is in a file that is.
pub(super) fn secret(
    set: &Setting<Option<String>>,
    file: &Setting<Option<PathBuf>>,
) -> Result<String, Failure> {
    let Some(path) = &file.value else {
        return Ok(set.value.clone().unwrap_or_default());
    };
    let unreadable = |why: &dyn Display| Failure::config(&format!("{}: {why}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    let secret = text.trim();
    if secret.is_empty() {
        return Err(unreadable(&"there is no secret in it"));
    }
    Ok(secret.to_owned())
}

/// The publisher's own contract files, each checked, by the name in it.
pub(super) fn contracts(settings: &Settings) -> Result<BTreeMap<String, String>, Failure> {
    let mut own = BTreeMap::new();
    let Some(folder) = &settings.contracts.value else {
        return Ok(own);
    };
    let unreadable = |error: io::Error| Failure::config(&format!("{}: {error}", folder.display()));
    let mut paths = fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    paths.sort();
    for path in paths {
        let (name, text) = contract_at(&path)?;
        if own.insert(name.to_string(), text).is_some() {
            let line = format!(
                "{}: another file defines the contract « {name} » too",
                path.display()
            );
            return Err(Failure::config(&line));
        }
    }
    Ok(own)
}

fn contract_at(path: &Path) -> Result<(ContractName, String), Failure> {
    let shown = path.display().to_string();
    let text =
        fs::read_to_string(path).map_err(|error| Failure::config(&format!("{shown}: {error}")))?;
    match Contract::parse(&shown, &text) {
        Ok(contract) => Ok((contract.name().clone(), text)),
        Err(wrongs) => Err(Failure {
            code: 78,
            lines: wrongs.iter().map(ToString::to_string).collect(),
        }),
    }
}

/// How letters introduce this installation.
pub(super) fn mail_site(settings: &Settings) -> Site {
    Site::new(
        &settings.base_url.value,
        &settings.name.value,
        chrono_tz::Europe::Paris,
    )
}

/// The mailer of the settings; nothing where no mail server is set.
pub(super) fn mailer(settings: &Settings) -> Result<Option<SmtpMailer>, Failure> {
    let Some(url) = &settings.smtp_url.value else {
        return Ok(None);
    };
    let from = settings
        .mail_from
        .value
        .clone()
        .unwrap_or_else(|| format!("support@{}", settings.host()));
    let smtp = SmtpSettings::parse(url, &from, settings.smtp_ca.value.as_deref())
        .map_err(|error| Failure::config(&error))?;
    Ok(Some(SmtpMailer::new(smtp, mail_site(settings))))
}

/// The same, as the worker takes it.
pub(super) fn shared(mailer: Option<SmtpMailer>) -> Option<Arc<dyn Mailer>> {
    mailer.map(|mailer| -> Arc<dyn Mailer> { Arc::new(mailer) })
}
