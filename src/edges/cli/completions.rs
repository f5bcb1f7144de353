//! `guichet completions`: what a shell needs to complete a command line.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap_complete::Shell;

/// Print what a shell needs to complete the command line
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For which shell
    shell: Shell,
}

/// Prints the script of a shell.
pub(super) fn run(
    args: &Args,
    mut command: clap::Command,
    out: &mut dyn Write,
) -> io::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "guichet", &mut script);
    out.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
