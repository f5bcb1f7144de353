//! What `--help` and the man pages say beyond the arguments: examples, settings, exit codes.

use std::fmt::Write as _;

use crate::config::names::{FILE, NAMES, Name};

/// What a person types, and what it does.
type Example = (&'static str, &'static str);

/// The examples of each command; the path of a subcommand is written with spaces.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "demo",
        &[
            ("guichet demo", "try everything, from now"),
            (
                "guichet demo --at 2025-12-24T14:30:00Z",
                "see what Christmas does to a deadline",
            ),
        ],
    ),
    (
        "serve",
        &[
            (
                "guichet serve",
                "a desk in data/guichet.db, on 127.0.0.1:8080",
            ),
            (
                "GUICHET_CONFIG=/etc/guichet.toml guichet serve",
                "with settings from a file",
            ),
            (
                "DATABASE_URL=postgres://guichet@localhost/guichet guichet serve --no-worker",
                "pages only, where another process sends the letters",
            ),
        ],
    ),
    (
        "migrate",
        &[(
            "DATABASE_URL=sqlite:guichet.db guichet migrate",
            "create the tables of a new file, or bring old ones up to date",
        )],
    ),
    (
        "user add",
        &[
            (
                "guichet user add --name Camille camille@example.org",
                "an agent, who gets a link to choose a password",
            ),
            (
                "guichet user add --name Alix --role supervisor --lang en alix@example.org",
                "a supervisor who reads English",
            ),
        ],
    ),
    (
        "user reset",
        &[(
            "guichet user reset camille@example.org",
            "a link to choose a new password, where no mail server is set",
        )],
    ),
    (
        "user reset-factor",
        &[(
            "guichet user reset-factor camille@example.org",
            "the telephone is lost, and the recovery codes, too",
        )],
    ),
    (
        "user forget-provider",
        &[(
            "guichet user forget-provider camille@example.org",
            "the account at the provider is another one now",
        )],
    ),
    (
        "user list",
        &[
            (
                "guichet user list",
                "role, account and last sign-in of each",
            ),
            ("guichet user list --json", "the same for a program"),
        ],
    ),
    (
        "user disable",
        &[(
            "guichet user disable camille@example.org",
            "signed out at once, on every device",
        )],
    ),
    (
        "user enable",
        &[(
            "guichet user enable camille@example.org",
            "the same password and role as before",
        )],
    ),
    (
        "user role",
        &[(
            "guichet user role camille@example.org supervisor",
            "from the next page on",
        )],
    ),
    (
        "import organisations",
        &[
            (
                "guichet import organisations customers.csv",
                "try it: what becomes of each line; exit code 65 when one is refused",
            ),
            (
                "guichet import organisations customers.csv --apply",
                "write it, all of it or nothing",
            ),
            (
                "guichet import organisations - --json < customers.csv",
                "from another program, for another program",
            ),
        ],
    ),
    (
        "config check",
        &[
            ("guichet config check", "the settings of the environment"),
            (
                "GUICHET_CONFIG=/etc/guichet.toml guichet config check",
                "those of a file, before a restart",
            ),
        ],
    ),
    (
        "config show",
        &[
            ("guichet config show", "each value, and who set it"),
            ("guichet config show --json", "the same for a program"),
        ],
    ),
    (
        "mail receive",
        &[(
            "guichet mail receive --to support@example.org",
            "store the letter on standard input, in the place of a mail server",
        )],
    ),
    (
        "mail test",
        &[
            (
                "guichet mail test",
                "connect, encrypt, sign in; send nothing",
            ),
            (
                "guichet mail test --lang en camille@example.org",
                "send a letter, too",
            ),
        ],
    ),
    (
        "sweep",
        &[(
            "guichet sweep --json",
            "one pass, for a timer, where no server runs all the time",
        )],
    ),
    (
        "check",
        &[
            ("guichet check", "exit code 1 when something differs"),
            ("guichet check --json", "an object a line for a program"),
        ],
    ),
    (
        "seed",
        &[(
            "DATABASE_URL=sqlite:try.db guichet seed --open 200000",
            "a desk with 200,000 open requests in a file of its own",
        )],
    ),
    (
        "bench",
        &[
            (
                "guichet bench --open 20000 --seconds 5",
                "a table in about a minute",
            ),
            (
                "guichet bench --database postgres://guichet@localhost/empty",
                "on PostgreSQL, in an empty database",
            ),
        ],
    ),
    (
        "access",
        &[(
            "guichet access > access.md",
            "the table, for whoever audits the desk",
        )],
    ),
    (
        "holidays",
        &[
            (
                "guichet holidays --zone fr-alsace-moselle --years 2026",
                "two days more than elsewhere in France",
            ),
            (
                "guichet holidays --zone fr --years 2026..2030 --format ics",
                "five years for a calendar program",
            ),
        ],
    ),
    (
        "sla explain",
        &[
            (
                "guichet sla explain --contract divalto --priority P1 --filed 2025-12-24T15:40",
                "a case of your own",
            ),
            (
                "guichet sla explain INC-2026-00042 --lang en",
                "every clock of a stored ticket",
            ),
        ],
    ),
    (
        "sla batch",
        &[(
            "guichet sla batch < cases.jsonl",
            "an answer a line; exit code 65 when a line could not be read",
        )],
    ),
    (
        "simulate",
        &[(
            "guichet simulate --contract standard --log tests/data/uci-incidents.csv --map uci-incidents",
            "what the standard contract would have kept of a past year",
        )],
    ),
    (
        "completions",
        &[
            (
                "guichet completions bash > /etc/bash_completion.d/guichet",
                "for everybody's bash",
            ),
            (
                "guichet completions zsh > ~/.zfunc/_guichet",
                "where fpath holds ~/.zfunc",
            ),
        ],
    ),
    (
        "man",
        &[
            ("guichet man > guichet.1", "the page of the whole"),
            (
                "guichet man --folder /usr/local/share/man/man1",
                "a page for each command, too",
            ),
        ],
    ),
];

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
