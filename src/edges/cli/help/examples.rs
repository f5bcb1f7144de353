//! The examples that `--help` and the man pages show of each command.

/// What a person types, and what it does.
pub(super) type Example = (&'static str, &'static str);

/// The examples of each command; the path of a subcommand is written with spaces.
pub(super) const EXAMPLES: &[(&str, &[Example])] = &[
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
        "import tickets",
        &[
            (
                "guichet import tickets incidents.csv --map uci-incidents --from ServiceNow --service support",
                "try it: which requests are refused, and why",
            ),
            (
                "guichet import tickets log.csv --map zammad.toml --from Zammad --service support --apply",
                "write it; the same command goes on after a failure",
            ),
        ],
    ),
    (
        "contract check",
        &[
            (
                "guichet contract check contracts/standard.toml",
                "every mistake with its line; exit code 65 when there is one",
            ),
            (
                "guichet contract check --json contracts/own.toml",
                "the same for a program",
            ),
        ],
    ),
    (
        "contract import",
        &[
            (
                "guichet contract import standard.toml --note avenant",
                "the next version, in force at once",
            ),
            (
                "guichet contract import standard.toml --from 2027-01-01T00:00",
                "in force from the new year on",
            ),
        ],
    ),
    (
        "contract export",
        &[
            (
                "guichet contract export standard > standard.toml",
                "the version in force",
            ),
            (
                "guichet contract export standard@1 --output first.toml",
                "the first version",
            ),
        ],
    ),
    (
        "contract diff",
        &[
            (
                "guichet contract diff standard@1 standard",
                "what changed since the first version; exit code 1 when something did",
            ),
            (
                "guichet contract diff standard standard.toml",
                "what a file would change",
            ),
        ],
    ),
    (
        "contract simulate",
        &[
            (
                "guichet contract simulate standard.toml",
                "how many tickets of the past would have been late, and which",
            ),
            (
                "guichet contract simulate standard@2 --since 2026-01-01T00:00 --json",
                "for a program",
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
