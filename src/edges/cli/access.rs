//! `guichet access`: who may do what, as a table.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use crate::domain::access::as_markdown;

/// Prints the table in Markdown.
pub(super) fn run(out: &mut dyn Write) -> io::Result<ExitCode> {
    out.write_all(as_markdown().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
