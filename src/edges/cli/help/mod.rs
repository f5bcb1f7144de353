//! What `--help` and the man pages say beyond the arguments: examples, settings, exit codes.

mod examples;

use std::fmt::Write as _;

use crate::config::names::{FILE, NAMES, Name};
use examples::EXAMPLES;

/// What a process answers with, for `--help` and the man page.
const EXIT_CODES: &str = "Exit codes:
  0   done
  1   failed, or found what it looked for
  2   the command line is not understood
  65  what it was given to read is wrong
  69  the database or the mail server does not answer
  74  a file cannot be read or written
  75  it cannot be done now, try again
  78  a setting is wrong
";

/// The command line with its examples, settings and exit codes.
#[must_use]
pub(super) fn complete(command: clap::Command) -> clap::Command {
    let mut root = format!("{}\n{EXIT_CODES}", settings());
    root.truncate(root.trim_end().len());
    with_examples(command, "").after_long_help(root)
}

fn with_examples(command: clap::Command, path: &str) -> clap::Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let command = match examples(path) {
        Some(examples) => command.after_long_help(examples),
        None => command,
    };
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}").trim_start().to_owned();
        command.mut_subcommand(name, |sub| with_examples(sub, &path))
    })
}

fn examples(path: &str) -> Option<String> {
    let (_, examples) = EXAMPLES.iter().find(|(of, _)| *of == path)?;
    let lines = examples
        .iter()
        .map(|(line, what)| format!("  {line}\n      {what}"));
    Some(format!(
        "Examples:\n{}",
        lines.collect::<Vec<_>>().join("\n")
    ))
}

fn settings() -> String {
    let mut text =
        format!("Settings come from the environment, else from the file that {FILE} names:\n");
    let widest = NAMES.iter().map(|name| name.variable.len()).max();
    for Name {
        variable, about, ..
    } in NAMES
    {
        // A String can always be written to.
        let _ = writeln!(text, "  {variable:0$}  {about}", widest.unwrap_or(0));
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{super::Cli, *};

    /// What comes after assignments of variables and before a redirection.
    fn words(line: &str) -> Vec<&str> {
        line.split_whitespace()
            .skip_while(|word| word.contains('='))
            .take_while(|word| !matches!(*word, "<" | ">"))
            .collect()
    }

    #[test]
    fn every_command_has_examples_and_every_example_is_understood() {
        fn leaves(command: &clap::Command, path: &str, found: &mut Vec<String>) {
            let mut subs = command.get_subcommands().peekable();
            if subs.peek().is_none() {
                found.push(path.trim_start().to_owned());
            }
            for sub in subs {
                leaves(sub, &format!("{path} {}", sub.get_name()), found);
            }
        }
        let mut wanted = Vec::new();
        leaves(&Cli::command(), "", &mut wanted);
        let mut have: Vec<String> = EXAMPLES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .collect();
        wanted.sort();
        have.sort();
        assert_eq!(wanted, have);
        for (path, examples) in EXAMPLES {
            for (line, _) in *examples {
                let words = words(line);
                assert!(
                    words.join(" ").starts_with(&format!("guichet {path}")),
                    "{line}"
                );
                Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}"));
            }
        }
    }

    #[test]
    fn the_help_names_every_setting_and_fits_a_terminal() {
        let help = complete(Cli::command()).render_long_help().to_string();
        for name in NAMES {
            assert!(help.contains(name.variable), "{help}");
        }
        for line in settings().lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}
