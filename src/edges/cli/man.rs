//! `guichet man`: the manual, for `man`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap_mangen::Man;

use super::Failure;

/// Print the manual page, in roff
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write a page for each command into this folder instead
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// Prints the page of the whole, or writes those of every command.
pub(super) fn run(
    args: &Args,
    mut command: clap::Command,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    command.build();
    let Some(folder) = &args.folder else {
        out.write_all(&page(&command)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    let written = write_all(folder, &command).map_err(|error| {
        Failure::new(
            74,
            &format!("cannot write into {}: {error}", folder.display()),
        )
    })?;
    writeln!(out, "{written} pages in {}", folder.display())?;
    Ok(ExitCode::SUCCESS)
}

fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

/// Writes `guichet.1`, `guichet-sla-explain.1` and so on; how many there are.
fn write_all(folder: &Path, command: &clap::Command) -> io::Result<usize> {
    let name = command
        .get_display_name()
        .unwrap_or_else(|| command.get_name());
    fs::write(folder.join(format!("{name}.1")), page(command)?)?;
    command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
        .try_fold(1, |written, sub| Ok(written + write_all(folder, sub)?))
}
