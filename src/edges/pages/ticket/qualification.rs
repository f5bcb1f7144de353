//! How a ticket is qualified: its nature, what was answered, which rule concluded what from it, by
//! which clause, and what a person may make of that.

use super::qualify::{Sent, Step as Act};
use crate::{
    desk::TicketPage,
    domain::{
        contract::DocumentWhen,
        ticket::{
            Answers, Cause, Event, Nature, Proposal, Reach, Step, What, Workable, Workaround,
            documents_named, pending,
        },
    },
    edges::{
        pages::{acknowledge::weight, fields::Answer, promises::contract_lang},
        words::{
            Words, clauses, dates,
            rules::{document_word, nature_word, rule_words},
        },
    },
};

/// A priority that was proposed, with all that it rests on.
#[derive(Debug)]
pub(in crate::edges::pages) struct Proposed {
    /// What made the rules propose.
    pub(super) why: String,
    pub(super) weight: u8,
    pub(super) said: String,
    /// The rule, in words.
    pub(super) rule: String,
    /// The clause, with its text; empty when the contract has none of that name.
    pub(super) clause: String,
}

/// A document that the contract wants.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) word: &'static str,
    pub(super) name: String,
    /// Where to find it; empty while it is missing.
    pub(super) named: String,
    /// What its absence means; empty when it is there.
    pub(super) missing: String,
}

/// A way round that was recorded.
#[derive(Debug)]
pub(super) struct Way {
    /// The place on the page of the message that describes it.
    pub(super) href: String,
    pub(super) said: String,
}

/// The panel.
#[derive(Debug)]
pub(super) struct Panel {
    /// The nature; empty where the contract knows incidents only.
    pub(super) nature: String,
    pub(super) nature_clause: String,
    /// The proposal of the filing.
    pub(super) first: Option<Proposed>,
    /// A later one that waits to be taken or not.
    pub(super) later: Option<Proposed>,
    /// Questions and answers.
    pub(super) answers: Vec<(String, String)>,
    pub(super) papers: Vec<Paper>,
    pub(super) ways: Vec<Way>,
    /// Whether the first proposal may be confirmed as it is.
    pub(super) confirmable: bool,
    /// Whether somebody has decided.
    pub(super) decided: bool,
    /// Whether the reader may say anything of it now.
    pub(super) works: bool,
    /// The natures to choose from; empty where there is no choice.
    pub(super) natures: Vec<Answer>,
    /// What was typed and came back.
    pub(super) sent: Sent,
}

impl Panel {
    pub(super) fn of(page: &TicketPage, works: bool, sent: Sent, words: Words) -> Self {
        let (ticket, contract) = (&page.ticket, &page.contract);
        let waiting = pending(&page.events);
        let later = waiting.filter(|one| one.proposal.priority != ticket.priority);
        let amends = ticket.status.after(Step::Amend, true).is_ok();
        let first = page.events.iter().find_map(|event| match &event.what {
            What::Filed { proposal, .. } => Some(proposal),
            _ => None,
        });
        let several = contract.natures().count() > 1;
        let nature = several.then(|| nature_word(ticket.nature, words));
        let chosen = match sent.step {
            Some(Act::Nature) => sent.nature.clone(),
            _ => ticket.nature.word().to_owned(),
        };
        Self {
            nature: nature.unwrap_or_default(),
            nature_clause: nature_clause(page, ticket.nature, first, words),
            first: first.map(|one| proposed(page, (Cause::Filing, one), words)),
            later: later.map(|one| proposed(page, (one.cause, one.proposal), words)),
            answers: first
                .map(|one| answers(page, &one.answers, words))
                .unwrap_or_default(),
            papers: papers(page, words),
            ways: ways(page, words),
            confirmable: works && amends && later.is_none() && !ticket.priority_confirmed,
            decided: ticket.priority_confirmed,
            works: works && (amends || sent.step.is_some()),
            natures: if several {
                contract
                    .natures()
                    .map(|one| Answer::new(one.word(), nature_word(one, words), &chosen))
                    .collect()
            } else {
                Vec::new()
            },
            sent,
        }
    }

    /// Whether the form of a step came back.
    pub(super) fn open(&self, word: &str) -> bool {
        self.sent.step.map(Act::word) == Some(word)
    }

    /// What was typed of a document that came back.
    pub(super) fn typed_paper(&self, word: &str) -> &str {
        if self.open("document") && self.sent.document == word {
            &self.sent.named
        } else {
            ""
        }
    }
}

fn proposed(page: &TicketPage, (cause, one): (Cause, &Proposal), words: Words) -> Proposed {
    let lang = contract_lang(words);
    let priority = [
        ("priority", one.priority.word().into()),
        (
            "word",
            page.contract.priority_word(one.priority, lang).into(),
        ),
    ];
    // What was filed before rules were kept is concluded again: neither answers nor contract changed.
    let rule = if one.rule.is_empty() {
        page.contract.propose(&one.answers).rule
    } else {
        one.rule.clone()
    };
    Proposed {
        why: words.say(&format!("ticket-proposed-{cause}")),
        weight: weight(one.priority),
        said: words.say_with("ticket-proposed-priority", &priority),
        rule: rule_words(&rule, words),
        clause: clause(page, &one.clause, words),
    }
}

/// « article 5 : « Indisponibilité totale… » ».
fn clause(page: &TicketPage, name: &str, words: Words) -> String {
    page.contract
        .clause_named(name)
        .map(|clause| {
            words.say_with(
                "ticket-rule-clause",
                &[
                    ("clause", clauses::reference(clause, words).into()),
                    ("text", clauses::text(clause, words).into()),
                ],
            )
        })
        .unwrap_or_default()
}

/// Where the contract speaks of the nature; nothing where the rule of the proposal says so below.
fn nature_clause(
    page: &TicketPage,
    nature: Nature,
    first: Option<&Proposal>,
    words: Words,
) -> String {
    let rule = page.contract.nature(nature);
    rule.filter(|rule| first.is_none_or(|first| first.clause != rule.clause.as_str()))
        .and_then(|rule| page.contract.clause(&rule.clause))
        .map(|clause| clauses::reference(clause, words))
        .unwrap_or_default()
}

fn papers(page: &TicketPage, words: Words) -> Vec<Paper> {
    let named = documents_named(&page.events);
    page.contract
        .documents(page.ticket.nature)
        .map(|(document, when)| {
            let at = named.get(&document).map(ToString::to_string);
            let missing = match (when, &at) {
                (_, Some(_)) => String::new(),
                (DocumentWhen::Filing, None) => words.say("ticket-document-missing"),
                (DocumentWhen::Work, None) => words.say("ticket-document-missing-work"),
            };
            Paper {
                word: document.word(),
                name: document_word(document, words),
                named: at.unwrap_or_default(),
                missing,
            }
        })
        .collect()
}

fn ways(page: &TicketPage, words: Words) -> Vec<Way> {
    let tz = page.contract.calendar().rules().timezone();
    page.events
        .iter()
        .filter_map(|event| match &event.what {
            What::WorkaroundRecorded { message, .. } => Some(Way {
                href: format!("#m-{message}"),
                said: words.say_with(
                    "ticket-workaround-at",
                    &[(
                        "at",
                        dates::short(event.at, page.now, tz, words.lang()).into(),
                    )],
                ),
            }),
            _ => None,
        })
        .collect()
}

/// Each question of the form with its answer. Those that only incidents are asked are left out for
/// the others, whom nobody asked.
fn answers(page: &TicketPage, answers: &Answers, words: Words) -> Vec<(String, String)> {
    let mut said = Vec::new();
    if answers.nature.is_incident() {
        said.extend(incident(answers, words));
    }
    if let Some(since) = &answers.since {
        said.push((words.say("form-since"), since.to_string()));
    }
    if let Some(environment) = answers.environment {
        let environment = words.say(&format!("setup-environment-{environment}"));
        said.push((words.say("setup-environment"), environment));
    }
    let is_found = |event: &Event| matches!(event.what, What::WorkaroundRecorded { .. });
    if page.events.iter().any(is_found) {
        let found = words.say("ticket-workaround-found");
        said.push((words.say("ticket-workaround"), found));
    }
    said
}

fn incident(answers: &Answers, words: Words) -> Vec<(String, String)> {
    let workable = match answers.workable {
        Workable::No => "form-workable-no",
        Workable::Partly => "form-workable-partly",
        Workable::Yes => "form-workable-yes",
        Workable::Unknown => "form-workable-unknown",
    };
    let reach = match answers.reach {
        Reach::Me => "form-reach-me",
        Reach::Team => "form-reach-team",
        Reach::Everyone => "form-reach-everyone",
        Reach::Unknown => "form-reach-unknown",
    };
    let workaround = match answers.workaround {
        Workaround::No => "form-workaround-no",
        Workaround::Yes => "form-workaround-yes",
        Workaround::Unknown => "form-workaround-unknown",
    };
    let mut said = vec![
        (words.say("form-workable"), words.say(workable)),
        (words.say("form-reach"), words.say(reach)),
        (words.say("form-workaround"), words.say(workaround)),
    ];
    let flags = [
        (answers.random, "form-flag-random"),
        (answers.regression, "form-flag-regression"),
        (answers.lost, "form-flag-data-loss"),
        (answers.crossing, "form-flag-crossing"),
        (answers.security, "form-flag-security"),
    ];
    said.extend(
        flags
            .into_iter()
            .filter(|(set, _)| *set)
            .map(|(_, key)| (words.say("form-flag"), words.say(key))),
    );
    said
}

/// Something that was said of the qualification, as the history tells it, with its icon.
pub(super) fn event_words(what: &What, name: &str, words: Words) -> (&'static str, String) {
    let by = ("name", name.into());
    match what {
        What::NatureCorrected {
            from,
            to,
            reason,
            proposal,
        } => {
            let key = match proposal {
                Some(_) => "event-nature-proposes",
                None => "event-nature",
            };
            let said = [
                by,
                ("from", nature_word(*from, words).into()),
                ("to", nature_word(*to, words).into()),
                ("reason", reason.as_str().into()),
                (
                    "priority",
                    proposal
                        .as_ref()
                        .map_or("", |one| one.priority.word())
                        .into(),
                ),
            ];
            ("tag", words.say_with(key, &said))
        }
        What::DocumentNamed { document, named } => {
            let said = [
                by,
                ("document", document_word(*document, words).into()),
                ("named", named.as_str().into()),
            ];
            ("doc", words.say_with("event-document", &said))
        }
        What::PriorityKept { proposed, reason } => {
            let said = [
                by,
                ("priority", proposed.word().into()),
                ("reason", reason.as_str().into()),
            ];
            ("kept", words.say_with("event-priority-kept", &said))
        }
        What::WorkaroundRecorded {
            proposal: Some(proposal),
            ..
        } => {
            let said = [by, ("priority", proposal.priority.word().into())];
            ("wrench", words.say_with("event-workaround-proposes", &said))
        }
        _ => ("wrench", words.say_with("event-workaround", &[by])),
    }
}
