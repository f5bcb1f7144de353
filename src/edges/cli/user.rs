//! `guichet user`: who works at the desk, and the links by which they choose a password.

use std::{io::Write, process::ExitCode};

use super::open::{self, Failure};
use crate::{
    desk::{self, NewWorker},
    domain::{
        lang::Lang,
        people::{EmailAddress, Role},
        ticket::Line,
    },
};

/// Who works at the desk
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add somebody and print the one-time link by which they choose a password
    Add {
        /// The address to sign in with
        email: EmailAddress,
        /// The name that colleagues and customers read
        #[arg(long, value_parser = name)]
        name: Line,
        /// agent, supervisor, administrator or auditor
        #[arg(long, default_value = "agent", value_parser = desk_role)]
        role: Role,
        /// fr or en
        #[arg(long, default_value = "fr")]
        lang: Lang,
    },
    /// Print a one-time link by which somebody chooses a new password
    Reset {
        /// The address of the account
        email: EmailAddress,
    },
}

fn name(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|error| error.to_string())
}

fn desk_role(text: &str) -> Result<Role, String> {
    match text.parse::<Role>() {
        Ok(role) if role.works_at_the_desk() => Ok(role),
        Ok(_) => Err("a requester has no account at the desk; write agent, supervisor, administrator or auditor".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Does what is asked about somebody.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
    let base = &settings.base_url.value;
    match command {
        Command::Add {
            email,
            name,
            role,
            lang,
        } => {
            let worker = NewWorker {
                name: name.clone(),
                email: email.clone(),
                role: *role,
                lang: *lang,
            };
            let id = desk.add_worker(&worker).map_err(|error| match error {
                desk::Error::Invalid(_) => Failure::input(&format!(
                    "somebody with the address {email} is here already"
                )),
                error => Failure::from(error),
            })?;
            let link = desk.set_up_link(Some(id))?;
            writeln!(
                out,
                "{name} ({role}) is here now. The link to choose a password, for one use within 24 hours:",
            )?;
            writeln!(out, "{base}/set-up/{}", link.reveal())?;
        }
        Command::Reset { email } => {
            let link = desk
                .reset_link(email)
                .map_err(|error| unknown(error, email))?;
            writeln!(
                out,
                "The link to choose a new password for {email}, for one use within an hour:"
            )?;
            writeln!(out, "{base}/set-up/{}", link.reveal())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Nobody has the address, or the account is closed.
fn unknown(error: desk::Error, email: &EmailAddress) -> Failure {
    match error {
        desk::Error::NotFound => Failure::input(&format!(
            "nobody who works at the desk has the address {email}, or the account is closed"
        )),
        error => Failure::from(error),
    }
}
