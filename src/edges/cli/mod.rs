//! The command line: one file for each command.
//!
//! Exit codes: 0 done, 1 failed, 2 usage, and of `sysexits.h` 65 bad input, 69 a service that does
//! not answer, 74 input or output, 75 try again later, 78 configuration.

mod access;
mod bench;
mod check;
mod completions;
mod config;
mod contract;
pub mod contracts;
mod demo;
mod doors;
pub mod explain;
pub mod explain_json;
mod help;
pub mod holidays;
mod import;
mod import_tickets;
mod log;
mod mail;
mod mail_receive;
mod man;
mod migrate;
mod open;
mod provider;
mod seed;
mod serve;
mod signals;
pub mod simulate;
pub mod sla_batch;
pub mod sla_explain;
mod sockets;
mod sweep;
pub mod table;
mod user;

use std::{
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::domain::contract::template;

pub use open::Failure;

/// A support desk whose deadlines are counted in business hours, proved, shown, and escalated by
/// mail before they are missed
#[derive(Debug, Parser)]
#[command(name = "guichet", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: a temporary database with sample tickets, a clock to advance, every letter shown
    Demo(demo::Args),
    /// Serve pages and send letters
    Serve(serve::Args),
    /// Bring the tables of the database up to date
    Migrate,
    /// Who works at the desk
    #[command(subcommand)]
    User(user::Command),
    /// Take over what another program knows
    #[command(subcommand)]
    Import(import::Command),
    /// The contracts, as files and as versions in the database
    #[command(subcommand)]
    Contract(contract::Command),
    /// The settings
    #[command(subcommand)]
    Config(config::Command),
    /// The mail server
    #[command(subcommand)]
    Mail(mail::Command),
    /// Fire what is due and send what is owed, once, then exit
    Sweep(sweep::Args),
    /// Replay every ticket's history, and tell where what is stored differs
    Check(check::Args),
    /// Fill the database with invented open requests, to see how it does with many
    Seed(seed::Args),
    /// Measure how fast this machine files, shows and escalates
    Bench(bench::Args),
    /// List public holidays by law
    Holidays(holidays::Args),
    /// Compute and explain deadlines
    #[command(subcommand)]
    Sla(Sla),
    /// Replay a log of tickets from another system against a contract
    Simulate(simulate::Args),
    /// Print who may do what, as a table in Markdown
    Access,
    /// Print what a shell needs to complete the command line
    Completions(completions::Args),
    /// Print the manual page, in roff
    Man(man::Args),
}

#[derive(Debug, Subcommand)]
enum Sla {
    /// Compute deadlines and elapsed time, one JSON object a line, from standard input
    Batch(sla_batch::Args),
    /// Show why a deadline is what it is
    Explain(sla_explain::Args),
}

/// Runs the program with its arguments, the first of which is its own name.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = help::complete(Cli::command());
    let parsed = command
        .clone()
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output with success, a usage error to standard error.
            drop(error.print());
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    // Not locked for as long as a command runs: its log goes the same way, from every thread.
    let (mut out, mut err) = (io::stdout(), io::stderr());
    match dispatch(cli.command, command, &mut out, &mut err) {
        Ok(code) => code,
        Err(failure) => failure.told(&mut err),
    }
}

fn dispatch(
    asked: Command,
    whole: clap::Command,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    match asked {
        Command::Demo(args) => demo::run(&args, out),
        Command::Serve(args) => serve::run(&args, out),
        Command::Migrate => migrate::run(out),
        Command::User(command) => user::run(&command, out),
        Command::Import(command) => import::run(&command, out),
        Command::Contract(command) => contract::run(&command, out),
        Command::Config(command) => config::run(&command, out),
        Command::Mail(command) => mail::run(&command, out),
        Command::Sweep(args) => sweep::run(&args, out),
        Command::Bench(args) => bench::run(&args, out),
        Command::Check(args) => check::run(&args, out),
        Command::Seed(args) => seed::run(&args, out),
        Command::Holidays(args) => {
            holidays::run(&args, out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Sla(Sla::Batch(args)) => {
            let named = |name: &str| template(name).map(|contract| contract.calendar().clone());
            Ok(sla_batch::run(args, &mut io::stdin().lock(), out, &named)?)
        }
        Command::Sla(Sla::Explain(args)) => match &args.reference {
            Some(reference) => explain_stored(reference, &args, out, err),
            None => Ok(sla_explain::run(&args, out, err)),
        },
        Command::Simulate(args) => Ok(simulate::run(&args, out, err)),
        Command::Access => Ok(access::run(out)?),
        Command::Completions(args) => Ok(completions::run(&args, whole, out)?),
        Command::Man(args) => man::run(&args, whole, out),
    }
}

/// Explains the clocks of a ticket that is in the database.
fn explain_stored(
    reference: &str,
    args: &sla_explain::Args,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    use crate::domain::{access::Scope, ticket::Reference};

    let reference: Reference = reference.parse().map_err(|error| Failure::input(&error))?;
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
    let id = desk
        .ticket_called(reference, &Scope::Desk)
        .map_err(|error| match error {
            crate::desk::Error::NotFound => {
                Failure::input(&format!("there is no ticket {reference}"))
            }
            error => Failure::from(error),
        })?;
    let page = desk.ticket(id, &Scope::Desk)?;
    Ok(sla_explain::stored(
        &page.events,
        &page.contract,
        args,
        page.now,
        out,
        err,
    ))
}
