//! `guichet user add`: somebody more at the desk, and the link to choose a password.

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

/// Adds somebody.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let Command::Add {
        email,
        name,
        role,
        lang,
    } = command;
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
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
        "{} ({role}) is here now. The link to choose a password, for one use within 24 hours:",
        worker.name
    )?;
    writeln!(out, "{}/set-up/{}", settings.base_url.value, link.reveal())?;
    Ok(ExitCode::SUCCESS)
}
