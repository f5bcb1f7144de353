//! `guichet import`: organisations and their people from a table, as the page takes them over;
//! requests from the log of another desk.

use std::{
    fmt, fs,
    io::{self, Read as _, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use indicatif::ProgressBar;
use serde_json::json;

use super::{
    import_tickets,
    open::{self, Failure},
    table::{Set, table},
};
use crate::{
    desk::Imported,
    domain::{
        import::{COLUMNS, Fate},
        lang::Lang,
        people_history::By,
    },
    edges::{
        import_words::{Counts, fate_in_words, numbered, outcome, table_in_words},
        table_in,
        words::Words,
    },
};

/// Take over what another program knows
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Take organisations and their people over from a table; nothing is written without --apply
    Organisations(Args),
    Tickets(import_tickets::Args),
}

/// Take organisations and their people over
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The table: CSV with the names of the columns in its first line; - for standard input
    file: PathBuf,
    /// Write what the table brings: all of it, or nothing while a line is refused
    #[arg(long)]
    apply: bool,
    /// Write JSON: an object a line for each line of the table, and one for the whole at the end
    #[arg(long)]
    json: bool,
    /// How the letters of the file are written
    #[arg(long, value_enum, default_value_t = Encoding::Utf8)]
    encoding: Encoding,
    /// The language of what is said: fr or en
    #[arg(long, default_value = "fr")]
    lang: Lang,
}

/// How the letters of a file are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
enum Encoding {
    /// With or without its mark at the beginning
    #[value(name = "utf-8")]
    Utf8,
    /// As Excel saves « CSV » in western Europe
    #[value(name = "windows-1252")]
    Windows1252,
}

/// Does what is asked.
pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    match command {
        Command::Organisations(args) => organisations(args, out),
        Command::Tickets(args) => import_tickets::run(args, out),
    }
}

/// Tries a table, or takes it over, and tells what becomes of each line.
fn organisations(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let words = args.lang.words();
    let bytes = bytes(&args.file)?;
    let text = decoded(bytes, args.encoding).map_err(|why| in_file(&args.file, &why))?;
    let lines = table_in::read(text.as_bytes(), &COLUMNS)
        .map_err(|wrong| in_file(&args.file, &table_in_words(&wrong, words)))?;
    let settings = open::settings()?;
    let desk = open::desk(&settings)?;
    let bar = waiting(lines.len());
    let imported = desk.import(lines, By::CommandLine, !args.apply);
    bar.finish_and_clear();
    let imported = imported?;
    let counts = Counts::of(&imported.fates);
    if args.json {
        told_to_programs(&imported, counts, words, out)?;
    } else {
        told(&imported, words, out)?;
    }
    Ok(if counts.refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(65)
    })
}

fn in_file(file: &Path, why: &dyn fmt::Display) -> Failure {
    Failure::input(&format!("{}: {why}", file.display()))
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(file).map_err(|error| Failure::new(74, &format!("{}: {error}", file.display())))
}

/// A sign of life while the table is looked up and written; on a terminal only.
fn waiting(lines: usize) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(format!("{lines} lines"));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// The text of a file, or what to do when it is none.
fn decoded(bytes: Vec<u8>, encoding: Encoding) -> Result<String, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("this is UTF-16; save the table as CSV in UTF-8".to_owned());
    }
    match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).map_err(|error| {
            let before = error
                .as_bytes()
                .get(..error.utf8_error().valid_up_to())
                .unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            format!(
                "line {line} is not UTF-8; where a spreadsheet saved the table as « CSV », \
                 --encoding windows-1252 reads it: look at the accents before --apply"
            )
        }),
        Encoding::Windows1252 => Ok(bytes.into_iter().map(windows_1252).collect()),
    }
}

/// The letter of a byte in Windows-1252; five bytes are none, and stay control characters.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let place = byte.checked_sub(0x80).map(usize::from);
    match place.and_then(|place| HIGH.get(place)) {
        Some(letter) => *letter,
        None => char::from(byte),
    }
}

const fn fate_word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Taken(_) => "taken",
        Fate::Known => "known",
        Fate::Refused(_) => "refused",
        Fate::Blank => "blank",
    }
}

fn told(imported: &Imported, words: Words, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![
        ["import-col-line", "import-col-fate", "import-col-says"]
            .map(|key| words.say(key))
            .to_vec(),
    ];
    for (number, fate) in numbered(&imported.fates) {
        rows.push(vec![
            number.to_string(),
            words.say(&format!("import-fate-{}", fate_word(fate))),
            fate_in_words(fate, imported.written, words),
        ]);
    }
    write!(out, "{}", table(&[Set::Right, Set::Left, Set::Left], &rows))?;
    writeln!(out, "\n{}", outcome(imported, words))?;
    let counts = Counts::of(&imported.fates);
    if imported.written {
        writeln!(out, "{}", words.say("import-no-letter"))?;
    } else if counts.refused == 0 && counts.taken > 0 {
        writeln!(out, "{}", words.say("import-apply"))?;
    }
    Ok(())
}

fn told_to_programs(
    imported: &Imported,
    counts: Counts,
    words: Words,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (number, fate) in numbered(&imported.fates) {
        let (mut organisation, mut adds, mut person) = (None, false, None);
        if let Fate::Taken(taken) = fate {
            organisation = Some(taken.organisation.as_str());
            adds = taken.adds.is_some();
            person = taken.person.as_ref().map(|person| {
                json!({
                    "name": person.name.as_str(),
                    "email": person.email.as_str(),
                    "lang": person.lang.tag(),
                    "administrator": person.administrator,
                    "known": person.known,
                })
            });
        }
        let line = json!({
            "line": number,
            "fate": fate_word(fate),
            "organisation": organisation,
            "adds_organisation": adds,
            "person": person,
            "says": fate_in_words(fate, imported.written, words),
        });
        writeln!(out, "{line}")?;
    }
    let Counts {
        taken,
        known,
        refused,
    } = counts;
    let whole = json!({
        "taken": taken, "known": known, "refused": refused, "written": imported.written,
    });
    writeln!(out, "{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_says_where_and_what_to_do() {
        let latin = b"organisation\nFonderies d\x92\xc9ole\n\x80".to_vec();
        let wrong = decoded(latin.clone(), Encoding::Utf8).unwrap_err();
        assert!(wrong.starts_with("line 2 is not UTF-8"), "{wrong}");
        assert!(wrong.contains("--encoding windows-1252"), "{wrong}");
        let text = decoded(latin, Encoding::Windows1252).unwrap();
        assert_eq!(text, "organisation\nFonderies d’Éole\n€");
        for mark in [b"\xff\xfeo\0", b"\xfe\xff\0o"] {
            let wrong = decoded(mark.to_vec(), Encoding::Utf8).unwrap_err();
            assert!(wrong.contains("UTF-16"), "{wrong}");
        }
    }
}
