//! Letters of every kind, and what must be read out of each.

mod cases;
mod charsets;
mod clients;
mod hostile;
mod languages;
mod letters;
mod mutated;
mod shapes;

use std::time::Duration;

use guichet::{
    domain::incoming::{IncomingMail, Origin},
    edges::mail::incoming::{Trust, read_within},
};

use cases::Case;

/// Nobody waits long for HTML here: what is read must not hang on how busy the machine is.
const PATIENCE: Duration = Duration::from_secs(60);

fn trust() -> Trust {
    Trust {
        authserv: Some("mx.desk.example".to_owned()),
    }
}

fn read(raw: &[u8]) -> IncomingMail {
    read_within(raw, &trust(), PATIENCE)
}

/// Every letter, by hand and built.
fn all() -> Vec<Case> {
    letters::FILES
        .iter()
        .flat_map(|file| cases::parse(file))
        .chain(charsets::all())
        .chain(clients::all())
        .collect()
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "how many letters there are is worth knowing"
)]
fn every_letter_of_the_corpus_is_read_as_it_should_be() {
    let cases = all();
    let wrong: Vec<String> = cases.iter().filter_map(Case::wrong).collect();
    println!("{} letters, {} of them wrong", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(cases.len() >= 400, "letters are missing");
}

/// A word for the origin of a letter.
fn origin_word(origin: &Origin) -> String {
    match origin {
        Origin::Person => "person".to_owned(),
        Origin::AutoReply => "auto-reply".to_owned(),
        Origin::Automatic => "automatic".to_owned(),
        Origin::Report(report) => format!(
            "{} {} {} | {}",
            if report.failed {
                "failed"
            } else {
                "not-failed"
            },
            report.recipient.as_ref().map_or("-", |one| one.as_str()),
            report.about.as_deref().unwrap_or("-"),
            report.why
        ),
    }
}
