//! Who or what wrote a letter: what its headers say of that (RFC 3834, and what programs do).

use super::fields::Fields;
use crate::domain::incoming::Origin;

/// Headers of programs that answer by themselves.
const ANSWERS: [&str; 6] = [
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-auto-reply",
    "x-vacation",
];

/// Headers of lists.
const LISTS: [&str; 3] = ["list-id", "list-post", "list-unsubscribe"];

/// How subjects of people who are away begin, or what they say.
const AWAY: [&str; 27] = [
    "réponse automatique",
    "reponse automatique",
    "absence du bureau",
    "absent du bureau",
    "message d'absence",
    "message d’absence",
    "absence :",
    "absence:",
    "en congés",
    "en conges",
    "out of office",
    "out of the office",
    "automatic reply",
    "automatic response",
    "auto-reply",
    "autoreply",
    "auto reply",
    "auto-response",
    "autoresponse",
    "on vacation",
    "abwesenheit",
    "automatische antwort",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
    "vacation",
    "on leave",
];

pub(super) fn origin(fields: &Fields<'_>) -> Origin {
    let submitted = fields.word("auto-submitted");
    let submitted = submitted
        .split([';', ' ', '('])
        .next()
        .unwrap_or_default()
        .to_owned();
    let is_submitted = !submitted.is_empty() && submitted != "no";
    let precedence = fields.word("precedence");
    let answers = submitted == "auto-replied"
        || precedence == "auto_reply"
        || ANSWERS.iter().any(|name| {
            fields.has(name) && !matches!(fields.word(name).as_str(), "no" | "false" | "0")
        });
    if answers {
        return Origin::AutoReply;
    }
    let is_bulk = matches!(precedence.as_str(), "bulk" | "list" | "junk");
    let is_list = LISTS.iter().any(|name| fields.has(name));
    let is_null = has_null_return_path(fields);
    let hushes = fields.has("x-auto-response-suppress")
        || fields.has("x-ms-exchange-inbox-rules-loop")
        || fields.has("x-loop");
    if says_away(fields) && (is_submitted || is_bulk || is_null || hushes) {
        return Origin::AutoReply;
    }
    if is_submitted || is_bulk || is_list || is_null {
        return Origin::Automatic;
    }
    Origin::Person
}

pub(super) fn has_null_return_path(fields: &Fields<'_>) -> bool {
    fields
        .first("return-path")
        .is_some_and(|value| value.split_whitespace().collect::<String>() == "<>")
}

fn says_away(fields: &Fields<'_>) -> bool {
    let subject = fields.text("subject").unwrap_or_default().to_lowercase();
    AWAY.iter().any(|phrase| subject.contains(phrase))
}
