//! The questions that depend on what is asked for, and on which of the contract's rules use them.

use std::sync::Arc;

use super::{
    Correction, Offered, Typed,
    typed::{DOCUMENTS, FLAGS},
};
use crate::{
    desk::{self, FileTicket},
    domain::{
        contract::{Contract, DocumentWhen},
        ticket::{Account, AccountError, Document, Nature},
    },
    edges::{
        pages::fields::{Answer, Choices, Field},
        words::{
            Words, clauses,
            rules::{document_word, nature_word},
        },
    },
};

/// Those questions.
#[derive(Debug)]
pub(super) struct Kinds {
    /// The question for the nature, where there is a choice.
    pub(super) nature: Option<Choices>,
    /// Whether the request is an incident: only then is asked what it blocks.
    pub(super) is_incident: bool,
    /// Whether it is to be made to order: only then are documents asked for.
    pub(super) is_to_order: bool,
    /// The questions for documents.
    pub(super) documents: Vec<Field>,
    /// The boxes of « anything else? ».
    pub(super) flags: Choices,
    /// The questions for consent to enter the customer's platform, and for the account; where a contract
    /// has them asked.
    pub(super) consent: Option<(Choices, Field)>,
    /// The question for the last version in which it worked.
    pub(super) since: Option<Field>,
}

impl Kinds {
    pub(super) fn of(
        typed: &Typed,
        offered: &Offered,
        error: impl Fn(&str) -> Option<String>,
        words: Words,
    ) -> Self {
        let chosen = typed.nature();
        let asks = |fact: &str| offered.terms.iter().any(|one| one.asks(fact));
        let since = asks("regression") || !typed.since.is_empty();
        Self {
            nature: nature(offered, chosen, error("nature"), words),
            is_incident: chosen == Nature::Incident,
            is_to_order: chosen == Nature::MajorEvolution,
            documents: documents(typed, offered, &error, words),
            flags: flags(typed, asks, words),
            consent: consent(typed, offered, &error, words),
            since: since.then(|| {
                Field {
                    width: "w-m",
                    ..Field::new("since", words.say("form-since"))
                }
                .hint(words.say("form-since-hint"))
                .optional()
                .refused(error("since"))
                .value(&typed.since)
            }),
        }
    }
}

/// What may be asked for, where it is more than one thing.
fn nature(
    offered: &Offered,
    chosen: Nature,
    error: Option<String>,
    words: Words,
) -> Option<Choices> {
    let natures: Vec<Nature> = Nature::ALL
        .into_iter()
        .filter(|nature| offered.terms.iter().any(|one| one.takes(*nature)))
        .collect();
    // What was chosen for another service is shown until something else is.
    let is_known = natures.contains(&chosen);
    if natures.len() < 2 && is_known && error.is_none() {
        return None;
    }
    Some(Choices {
        name: "nature",
        legend: words.say("form-nature"),
        columns: 2,
        error,
        answers: natures
            .into_iter()
            .map(|one| Answer {
                hint: words.say(&format!("form-nature-{one}")),
                ..Answer::new(one.word(), nature_word(one, words), chosen.word())
            })
            .collect(),
        ..Choices::default()
    })
}

/// The documents that something made to order needs. One that is needed before the work only may
/// follow later.
fn documents(
    typed: &Typed,
    offered: &Offered,
    error: &impl Fn(&str) -> Option<String>,
    words: Words,
) -> Vec<Field> {
    let wanted: Vec<(Document, DocumentWhen)> = offered
        .terms
        .iter()
        .flat_map(|one| one.documents(Nature::MajorEvolution))
        .collect();
    Document::ALL
        .into_iter()
        .zip(DOCUMENTS)
        .zip(&typed.documents)
        .filter_map(|((document, name), typed)| {
            let (_, when) = wanted.iter().find(|(one, _)| *one == document)?;
            let field = Field::new(name, document_word(document, words))
                .refused(error(name))
                .value(typed);
            Some(match when {
                DocumentWhen::Filing => field.hint(words.say("form-document-hint")),
                DocumentWhen::Work => field.hint(words.say("form-document-hint-work")).optional(),
            })
        })
        .collect()
}

/// The questions for consent, where the chosen contract has them asked; where none is chosen, where one of
/// all has.
fn consent(
    typed: &Typed,
    offered: &Offered,
    error: &impl Fn(&str) -> Option<String>,
    words: Words,
) -> Option<(Choices, Field)> {
    let asks: Vec<&Arc<Contract>> = offered
        .terms
        .iter()
        .filter(|one| one.consent().is_some())
        .collect();
    let first = asks.first()?;
    let titles: Vec<String> = asks.iter().map(|one| clauses::title(one, words)).collect();
    let clause = first
        .consent()
        .and_then(|rule| first.clause(&rule.clause))
        .map(|one| clauses::reference(one, words));
    let hint = words.say_with(
        "form-consent-hint",
        &[
            ("contract", titles.join(", ").into()),
            ("clause", clause.unwrap_or_default().into()),
        ],
    );
    let choices = Choices {
        name: "consent",
        legend: words.say("form-consent"),
        hint,
        columns: 2,
        error: error("consent"),
        optional: asks.len() < offered.terms.len(),
        answers: ["yes", "no"]
            .map(|one| {
                Answer::new(
                    one,
                    words.say(&format!("form-consent-{one}")),
                    &typed.consent,
                )
            })
            .into(),
        ..Choices::default()
    };
    // What looks like a password is not shown again.
    let shown = match Account::parse(&typed.account) {
        Err(AccountError::Password) => "",
        _ => typed.account.as_str(),
    };
    let account = Field::new("account", words.say("form-account"))
        .hint(words.say("form-account-hint"))
        .refused(error("account"))
        .optional()
        .value(shown);
    Some((choices, account))
}

/// The boxes that a rule uses, and those that everybody should know of. What is ticked is shown,
/// whoever asked for it.
fn flags(typed: &Typed, asks: impl Fn(&str) -> bool, words: Words) -> Choices {
    let answers = FLAGS
        .iter()
        .zip(typed.flags)
        .filter(|(flag, chosen)| *chosen || matches!(**flag, "crossing" | "security") || asks(flag))
        .map(|(flag, chosen)| Answer {
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

/// The request as it was typed, where its contract takes it, too.
///
/// # Errors
/// What the desk says that is no matter of a field; within, everything that must be corrected.
pub fn under_its_contract(
    request: Result<FileTicket, Vec<Correction>>,
    taken: Result<(), desk::Error>,
) -> Result<Result<FileTicket, Vec<Correction>>, desk::Error> {
    let Err(error) = taken else {
        return Ok(request);
    };
    match (request, not_taken(&error)) {
        (Ok(_), Some(wrong)) => Ok(Err(wrong)),
        (Err(mut wrong), Some(more)) => {
            wrong.extend(more);
            Ok(Err(wrong))
        }
        (Ok(_), None) => Err(error),
        (Err(wrong), None) => Ok(Err(wrong)),
    }
}

/// What must be corrected when the desk does not take the nature or the documents of a request;
/// nothing when it refuses something else.
fn not_taken(error: &desk::Error) -> Option<Vec<Correction>> {
    let desk::Error::Invalid(faults) = error else {
        return None;
    };
    let corrections: Vec<Correction> = faults
        .iter()
        .filter_map(|fault| {
            let (field, key) = match fault.field {
                desk::Field::Consent => ("consent", "form-consent-choose"),
                desk::Field::Nature => ("nature", "form-nature-not-taken"),
                desk::Field::Document => {
                    let document = DOCUMENTS
                        .into_iter()
                        .find(|field| field.ends_with(fault.problem))?;
                    (document, "form-document-blank")
                }
                _ => return None,
            };
            let most = None;
            Some(Correction { field, key, most })
        })
        .collect();
    (!corrections.is_empty()).then_some(corrections)
}
