//! `guichet user`: who works at the desk, and the links by which they choose a password.

use std::{io::Write, process::ExitCode};

use chrono::SecondsFormat;

use super::open::{self, Failure};
use crate::{
    desk::{self, Colleague, Desk, NewWorker},
    domain::{
        lang::Lang,
        people::{EmailAddress, Person, Role},
        people_history::By,
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
    /// Take somebody's second factor away: the telephone is lost
    ResetFactor {
        /// The address of the account
        email: EmailAddress,
    },
    /// Undo the bond of an account with an identity provider and sign its person out everywhere: they
    /// have another identity there
    ForgetProvider {
        /// The address of the account
        email: EmailAddress,
    },
    /// List who works at the desk, with roles and accounts
    List {
        /// Write a JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Close an account: signed out at once, and no way in
    Disable {
        /// The address of the account
        email: EmailAddress,
    },
    /// Open a closed account again
    Enable {
        /// The address of the account
        email: EmailAddress,
    },
    /// Give somebody another role
    Role {
        /// The address of the account
        email: EmailAddress,
        /// agent, supervisor, administrator or auditor
        #[arg(value_parser = desk_role)]
        role: Role,
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
        Command::ResetFactor { email } => {
            let person = called(&desk, email)?;
            desk.remove_second_factor(person.id, By::CommandLine)
                .map_err(|error| match error {
                    desk::Error::NotFound => {
                        Failure::input(&format!("{email} has no second factor"))
                    }
                    error => Failure::from(error),
                })?;
            writeln!(
                out,
                "The second factor of {email} is gone: the password is enough until another one is set up."
            )?;
        }
        Command::ForgetProvider { email } => forget_provider(&desk, email, out)?,
        Command::List { json } => list(&desk.colleagues()?.0, *json, out)?,
        Command::Disable { email } => {
            let person = called(&desk, email)?;
            desk.set_active(person.id, false, By::CommandLine)?;
            writeln!(out, "The account of {email} is closed.")?;
            let waiting = desk.hand_back(person.id, By::CommandLine)?;
            if waiting > 0 {
                writeln!(out, "Requests that wait in their queue again: {waiting}")?;
            }
        }
        Command::Enable { email } => {
            let person = called(&desk, email)?;
            desk.set_active(person.id, true, By::CommandLine)?;
            writeln!(out, "The account of {email} is open.")?;
        }
        Command::Role { email, role } => {
            let person = called(&desk, email)?;
            desk.change_role(person.id, *role, By::CommandLine)?;
            writeln!(out, "The role of {email} is {role}.")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn forget_provider(desk: &Desk, email: &EmailAddress, out: &mut dyn Write) -> Result<(), Failure> {
    desk.forget_provider(email, By::CommandLine)
        .map_err(|error| match error {
            desk::Error::NotFound => Failure::input(&format!(
                "no account with the address {email} is bound to an identity provider"
            )),
            error => Failure::from(error),
        })?;
    writeln!(
        out,
        "The account of {email} is bound to no identity provider any more, and signed out everywhere: the next sign-in there binds it again."
    )?;
    Ok(())
}

fn called(desk: &Desk, email: &EmailAddress) -> Result<Person, Failure> {
    desk.colleague_called(email)
        .map_err(|error| unknown(error, email))
}

fn list(colleagues: &[Colleague], json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    for one in colleagues {
        let person = &one.person;
        let state = match (person.active, one.in_use) {
            (false, _) => "closed",
            (true, false) => "invited",
            (true, true) => "open",
        };
        let seen = one
            .signed_in_at
            .map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
        if json {
            let told = serde_json::json!({
                "email": person.email.as_str(),
                "name": person.name,
                "role": person.role.word(),
                "lang": person.lang.tag(),
                "account": state,
                "second_factor": one.second_factor,
                "signed_in_at": seen,
            });
            writeln!(out, "{told}")?;
        } else {
            let seen = seen.unwrap_or_else(|| "never".to_owned());
            writeln!(
                out,
                "{:13}  {state:7}  {seen:20}  {} ({})",
                person.role.word(),
                person.email,
                person.name
            )?;
        }
    }
    Ok(())
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
