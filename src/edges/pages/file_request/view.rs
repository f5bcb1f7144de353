//! The form as it is shown.

use askama::Template;

use super::{
    Correction, Offered, Typed,
    kinds::Kinds,
    offer::{Offer, closed},
    typed::{REACH, WORKABLE, WORKAROUND},
};
use crate::{
    domain::{
        attachment::FileLimits,
        ticket::{Description, Line},
    },
    edges::{
        pages::{
            fields::{Answer, Choices, Field, Select, Summary},
            files::FileQuestion,
            layout::Frame,
        },
        words::Words,
    },
};

/// Who asks, and for whom, where somebody signed in does.
#[derive(Debug)]
pub struct ForWhom {
    /// The identity of the organisation; empty for none.
    pub organisation: String,
    /// The identity of the draft that was handed on; empty for none.
    pub draft: String,
    /// What is known of who asks.
    pub pairs: Vec<(String, String)>,
    /// The question for the platform, where there is one.
    pub platform: Option<Select>,
    /// The versions of what they run, to choose from.
    pub versions: Vec<String>,
}

/// The page of the form.
#[derive(Debug, Template)]
#[template(path = "pages/file_request.html")]
pub struct View {
    frame: Frame,
    summary: Summary,
    key: String,
    stamp: String,
    service: Option<Select>,
    only: Option<(String, String)>,
    name: Field,
    email: Field,
    organisation: Field,
    subject: Field,
    text: Field,
    files: Option<FileQuestion>,
    workable: Choices,
    reach: Choices,
    workaround: Choices,
    kinds: Kinds,
    versions: Vec<String>,
    closed: Option<String>,
    offer: Option<Offer>,
    whom: Option<ForWhom>,
}

impl View {
    /// The form with what was typed, and what must be corrected.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        typed: Typed,
        offered: &Offered,
        corrections: &[Correction],
    ) -> Self {
        let words = frame.words;
        let error = |field: &str| told(corrections, field, words);
        let question = FileQuestion::of(&typed.files, &typed.refused, FileLimits::HOUSE, words);
        let mut summary = summary(corrections, words);
        for error in &question.errors {
            summary.note("files", Some(error));
        }
        frame.refused = !summary.is_empty();
        let chosen = offered.services.iter().any(|one| one.slug == typed.service);
        let answered = typed.is_answered() && chosen;
        let (service, only) = match offered.services.as_slice() {
            [only] => (None, Some((only.slug.clone(), only.name.clone()))),
            _ => {
                let select = services(&typed, offered, error("service"), words);
                (Some(select), None)
            }
        };
        let choices = |name, answers: &[&str], chosen: &str, columns| {
            choices(name, answers, chosen, columns, error(name), words)
        };
        let field = |name, key: &str| Field::new(name, words.say(key)).refused(error(name));
        Self {
            name: field("name", "form-name")
                .of_kind("text", "name")
                .value(&typed.name),
            email: field("email", "form-email")
                .hint(words.say("form-email-hint"))
                .of_kind("email", "email")
                .value(&typed.email),
            organisation: field("organisation", "form-organisation")
                .of_kind("text", "organization")
                .optional()
                .value(&typed.organisation),
            subject: Field {
                most: u32::try_from(Line::MOST).ok(),
                ..field("subject", "form-subject")
            }
            .value(&typed.subject),
            text: Field {
                most: u32::try_from(Description::MOST).ok(),
                ..field("text", "form-text")
            }
            .hint(words.say("form-text-hint"))
            .value(&typed.text),
            workable: choices("workable", &WORKABLE.map(|one| one.0), &typed.workable, 1),
            reach: choices("reach", &REACH.map(|one| one.0), &typed.reach, 2),
            workaround: choices(
                "workaround",
                &WORKAROUND.map(|one| one.0),
                &typed.workaround,
                3,
            ),
            kinds: Kinds::of(&typed, offered, error, words),
            versions: Vec::new(),
            closed: offered
                .preview
                .as_ref()
                .and_then(|preview| closed(preview, words)),
            offer: match &offered.preview {
                Some(preview) if answered => Some(Offer::of(preview, words)),
                _ => None,
            },
            files: frame.takes_files.then_some(question),
            key: typed.key.reveal().to_owned(),
            stamp: typed.stamp,
            service,
            only,
            whom: None,
            summary,
            frame,
        }
    }

    /// The same for somebody who is signed in: who asks is not a question.
    #[must_use]
    pub fn for_whom(mut self, whom: ForWhom) -> Self {
        self.versions.clone_from(&whom.versions);
        self.whom = Some(whom);
        self
    }

    /// Says above the form that it is not filed now, and why.
    pub fn hold(&mut self, why: &str) {
        self.summary.note("send", Some(&why.to_owned()));
        self.frame.refused = true;
    }

    /// The words of the page.
    #[must_use]
    pub const fn words(&self) -> Words {
        self.frame.words
    }
}

/// What to do about a field, if anything.
fn told(corrections: &[Correction], field: &str, words: Words) -> Option<String> {
    let correction = corrections.iter().find(|one| one.field == field)?;
    let most = correction
        .most
        .and_then(|most| u32::try_from(most).ok())
        .unwrap_or_default();
    Some(words.say_with(correction.key, &[("most", most.into())]))
}

fn summary(corrections: &[Correction], words: Words) -> Summary {
    let mut summary = Summary::default();
    for correction in corrections {
        // Links go to the first answer of a group, else to the field itself.
        let control = match correction.field {
            group @ ("workable" | "reach" | "workaround" | "nature" | "consent") => {
                format!("{group}-0")
            }
            field => field.to_owned(),
        };
        summary.note(
            &control,
            told(corrections, correction.field, words).as_ref(),
        );
    }
    summary
}

fn services(typed: &Typed, offered: &Offered, error: Option<String>, words: Words) -> Select {
    let known = offered.services.iter().any(|one| one.slug == typed.service);
    let first = (!known).then(|| Answer {
        chosen: true,
        ..Answer::new("", words.say("form-service-none"), "")
    });
    let offered = offered
        .services
        .iter()
        .map(|one| Answer::new(&one.slug, one.name.clone(), &typed.service));
    Select {
        name: "service",
        label: words.say("form-service"),
        answers: first.into_iter().chain(offered).collect(),
        error,
        ..Select::default()
    }
}

fn choices(
    name: &'static str,
    answers: &[&str],
    chosen: &str,
    columns: u8,
    error: Option<String>,
    words: Words,
) -> Choices {
    Choices {
        name,
        legend: words.say(&format!("form-{name}")),
        columns,
        error,
        answers: answers
            .iter()
            .map(|one| Answer::new(one, words.say(&format!("form-{name}-{one}")), chosen))
            .collect(),
        ..Choices::default()
    }
}
