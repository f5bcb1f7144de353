//! `guichet config check|show`: what is set, from where, and what is wrong with it.

use std::{io::Write, process::ExitCode};

use super::{
    open::{self, Failure},
    provider,
};
use crate::edges::pages::sign_in_provider::BACK;

/// The settings
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Say what is wrong with the settings, if anything; exit code 78 when something is
    Check,
    /// List every setting with its origin; passwords are masked
    Show {
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
}

/// Checks or shows the settings.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    match command {
        Command::Check => {
            settings
                .database_url
                .value
                .parse::<crate::desk::DatabaseUrl>()
                .map_err(|error| Failure::config(&error))?;
            open::mailer(&settings)?;
            let provider = provider::provider(&settings)?;
            open::bucket(&settings)?;
            let own = open::contracts(&settings)?;
            writeln!(out, "The settings are sound.")?;
            if settings.smtp_url.value.is_none() {
                writeln!(
                    out,
                    "No mail server is set (GUICHET_SMTP_URL): letters will wait."
                )?;
            }
            if let (Some(provider), Some(issuer)) = (&provider, &settings.oidc.issuer.value) {
                writeln!(
                    out,
                    "People may sign in at {} ({issuer}), which sends them back to {}{BACK}.",
                    provider.name(),
                    settings.base_url.value
                )?;
            }
            if !own.is_empty() {
                let names: Vec<_> = own.keys().map(String::as_str).collect();
                writeln!(out, "Contracts of your own: {}.", names.join(", "))?;
            }
        }
        Command::Show { json: true } => {
            let values: Vec<_> = settings
                .lines()
                .into_iter()
                .map(|(key, value, origin)| serde_json::json!({"key": key, "value": value, "origin": origin}))
                .collect();
            writeln!(out, "{}", serde_json::Value::Array(values))?;
        }
        Command::Show { json: false } => {
            let lines = settings.lines();
            let widest = lines
                .iter()
                .map(|(_, value, _)| value.chars().count())
                .max()
                .unwrap_or(0);
            for (key, value, origin) in lines {
                writeln!(out, "{key:16} {value:widest$}  ({origin})")?;
            }
            for queue in &settings.queues {
                let mail = queue.mail.as_ref().map_or("-", |mail| mail.as_str());
                writeln!(
                    out,
                    "queue            {} « {} » {mail}",
                    queue.slug, queue.name
                )?;
            }
            for service in &settings.services {
                let (slug, name) = (&service.slug, &service.name);
                writeln!(
                    out,
                    "service          {slug} « {name} » → {} under {}",
                    service.queue, service.contract
                )?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
