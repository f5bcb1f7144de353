//! The form as it is shown.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    Correction, Offered, Typed,
    typed::{FLAGS, REACH, WORKABLE, WORKAROUND},
};
use crate::{
    desk::Preview,
    domain::ticket::{ClockName, Description, Line},
    edges::{
        pages::{
            acknowledge::weight,
            around::Around,
            fields::{Answer, Choices, Field, Select, Summary},
            layout::Frame,
            promises::{contract_lang, current},
        },
        words::{Words, dates, zones::zone_words},
    },
};

/// The page of the form.
#[derive(Debug, Template)]
#[template(path = "pages/file_request.html")]
pub struct View {
    frame: Frame,
    summary: Summary,
    key: String,
    service: Option<Select>,
    only_service: String,
    only_service_name: String,
    name: Field,
    email: Field,
    organisation: Field,
    subject: Field,
    text: Field,
    workable: Choices,
    reach: Choices,
    workaround: Choices,
    flags: Choices,
    closed: Option<String>,
    offer: Option<Offer>,
}

/// What would be promised for the answers given.
#[derive(Debug)]
struct Offer {
    level: u8,
    word: String,
    promise: Option<Around>,
    commitment: String,
    proposed_by: String,
    counted: Option<String>,
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
        let summary = summary(corrections, words);
        frame.refused = !summary.is_empty();
        let chosen = offered.services.iter().any(|one| one.slug == typed.service);
        let answered = typed.is_answered() && chosen;
        let (service, only_service, only_service_name) = match offered.services.as_slice() {
            [only] => (None, only.slug.clone(), only.name.clone()),
            _ => (
                Some(services(&typed, offered, error("service"), words)),
                String::new(),
                String::new(),
            ),
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
            workable: choices(
                "workable",
                &WORKABLE.map(|one| one.0),
                &typed.workable,
                1,
                words,
            )
            .refused(error("workable")),
            reach: choices("reach", &REACH.map(|one| one.0), &typed.reach, 2, words)
                .refused(error("reach")),
            workaround: choices(
                "workaround",
                &WORKAROUND.map(|one| one.0),
                &typed.workaround,
                3,
                words,
            )
            .refused(error("workaround")),
            flags: flags(&typed, words),
            closed: offered
                .preview
                .as_ref()
                .and_then(|preview| closed(preview, words)),
            offer: match &offered.preview {
                Some(preview) if answered => Some(Offer::of(preview, words)),
                _ => None,
            },
            key: typed.key.reveal().to_owned(),
            service,
            only_service,
            only_service_name,
            summary,
            frame,
        }
    }
}

/// What must be corrected in a field, in words.
fn told(corrections: &[Correction], field: &str, words: Words) -> Option<String> {
    let one = corrections.iter().find(|one| one.field == field)?;
    let most = one.most.and_then(|most| u32::try_from(most).ok());
    Some(words.say_with(one.key, &[("most", most.unwrap_or_default().into())]))
}

fn summary(corrections: &[Correction], words: Words) -> Summary {
    let mut summary = Summary::default();
    for correction in corrections {
        // Links go to the first answer of a group, else to the field itself.
        let control = match correction.field {
            group @ ("workable" | "reach" | "workaround") => format!("{group}-0"),
            field => field.to_owned(),
        };
        let error = told(corrections, correction.field, words);
        summary.note(&control, error.as_ref());
    }
    summary
}

/// Adds an error to choices.
trait Refused {
    fn refused(self, error: Option<String>) -> Self;
}

impl Refused for Choices {
    fn refused(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }
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
    words: Words,
) -> Choices {
    Choices {
        name,
        legend: words.say(&format!("form-{name}")),
        columns,
        answers: answers
            .iter()
            .map(|one| Answer::new(one, words.say(&format!("form-{name}-{one}")), chosen))
            .collect(),
        ..Choices::default()
    }
}

fn flags(typed: &Typed, words: Words) -> Choices {
    let answers = FLAGS.iter().zip(typed.flags).map(|(flag, chosen)| Answer {
        chosen,
        ..Answer::new(flag, words.say(&format!("form-flag-{flag}")), "")
    });
    Choices {
        name: "flag",
        legend: words.say("form-flag"),
        optional: true,
        several: true,
        columns: 2,
        answers: answers.collect(),
        ..Choices::default()
    }
}

/// Says from when it would count, when the desk is closed now and counts open time.
fn closed(preview: &Preview, words: Words) -> Option<String> {
    let calendar = preview.contract.calendar();
    let opening = if calendar.is_open(preview.at) {
        None
    } else {
        calendar.next_opening(preview.at)
    }?;
    let business = current(&preview.clocks).iter().any(|clock| {
        clock
            .promise
            .as_ref()
            .is_some_and(|promise| !promise.target.runs_by_the_clock())
    });
    let tz = calendar.rules().timezone();
    let at = dates::in_sentence(opening, preview.at, tz, words.lang());
    let key = if business {
        "form-closed-counts"
    } else {
        "form-closed-runs"
    };
    Some(words.say_with(key, &[("at", at.into())]))
}

impl Offer {
    fn of(preview: &Preview, words: Words) -> Self {
        let contract = &preview.contract;
        let lang = contract_lang(words);
        let tz = contract.calendar().rules().timezone();
        let clocks = current(&preview.clocks);
        let first = clocks.first();
        let promise = first.and_then(|clock| {
            let at = clock
                .due_at
                .map(|due| dates::day_at_time(due, tz, words.lang()))?;
            Some(Around::of(words, promise_key(clock.name), "date", at, &[]))
        });
        let commitment = first.and_then(|clock| {
            let promise = clock.promise.as_ref()?;
            let clause = contract
                .clause(&promise.clause)
                .map(|one| one.reference_in(lang).to_owned());
            Some(words.say_with(
                "form-offer-commitment",
                &[
                    ("amount", promise.words(lang).into()),
                    ("contract", contract.title_in(lang).into()),
                    ("clause", clause.unwrap_or_default().into()),
                    ("zone", zone_words(tz, words).into()),
                ],
            ))
        });
        let proposed_by = contract
            .clause_named(&preview.proposal.clause)
            .map(|clause| {
                words.say_with(
                    "form-offer-clause",
                    &[
                        ("clause", clause.reference_in(lang).into()),
                        ("text", clause.text_in(lang).into()),
                    ],
                )
            });
        Self {
            level: weight(preview.proposal.priority),
            word: contract
                .priority_word(preview.proposal.priority, lang)
                .to_owned(),
            promise,
            commitment: commitment.unwrap_or_else(|| words.say("form-offer-nothing")),
            proposed_by: proposed_by.unwrap_or_default(),
            counted: counted_from(preview, words),
        }
    }
}

fn counted_from(preview: &Preview, words: Words) -> Option<String> {
    let clocks = current(&preview.clocks);
    let clock = clocks.first()?;
    let proof = clock.proof(&preview.contract, preview.at).ok()??;
    let from: DateTime<Utc> = proof.counted_from;
    (from > preview.at).then(|| {
        let tz = preview.contract.calendar().rules().timezone();
        let at = dates::in_sentence(from, preview.at, tz, words.lang());
        words.say_with("form-offer-counted", &[("at", at.into())])
    })
}

const fn promise_key(name: ClockName) -> &'static str {
    match name {
        ClockName::Acknowledge => "form-offer-acknowledge",
        ClockName::Respond => "form-offer-respond",
        ClockName::Update => "form-offer-update",
        ClockName::Resolve => "form-offer-resolve",
    }
}
