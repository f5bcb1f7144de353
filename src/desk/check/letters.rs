//! The letters that the history owes, against those that are kept.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        letter::{Letter, LetterState},
        notice::Notice,
        people::EmailAddress,
        ticket::{Ticket, Visibility, What},
    },
    store::audit::Kept,
};

use super::{Aspect, Notes};

const ON: Aspect = Aspect::Letter;

/// Every letter that is owed is there once, and stands where a letter can stand.
pub(super) fn compare(kept: &Kept, ticket: &Ticket, notes: &mut Notes) {
    for letter in &kept.letters {
        sane(letter, ticket, notes);
    }
    let mut wanted = 0;
    for event in &kept.events {
        // These go only to who may be written to, and none went before there were such letters.
        wanted += match &event.what {
            What::TakenInCharge => of(kept, "taken-in-charge", event.at).count(),
            What::Paused { .. } => of(kept, "paused", event.at).count(),
            What::Resolved => of(kept, "replied", event.at)
                .filter(|letter| is_without_text(letter))
                .count(),
            _ => 0,
        };
        let (word, at, silent) = match &event.what {
            What::Filed { silent, .. } => ("received", event.at, *silent),
            What::Replied { .. } => ("replied", event.at, false),
            What::Informed { .. } => ("still-working", event.at, false),
            _ => continue,
        };
        // A letter and the link in it are made together. A sample ticket has neither.
        let links = kept.links.iter().filter(|link| **link == at).count();
        let letters = of(kept, word, at).count();
        if silent {
            continue;
        }
        wanted += letters;
        let missed = links > 0 && letters == 0;
        if missed {
            notes.note(
                ON,
                format!("the letter « {word} » of event {} is missing", event.seq),
            );
        }
        if letters > 0 && links == 0 {
            notes.note(
                ON,
                format!("the letter « {word} » of event {} has no link", event.seq),
            );
        }
    }
    let there = kept
        .letters
        .iter()
        .filter(|letter| {
            matches!(
                letter.notice,
                Notice::Received { .. }
                    | Notice::Replied { .. }
                    | Notice::StillWorking { .. }
                    | Notice::TakenInCharge { .. }
                    | Notice::Paused { .. }
            )
        })
        .count();
    let unnamed = there.saturating_sub(wanted);
    if unnamed > 0 {
        notes.note(
            ON,
            format!("{unnamed} of its letters to the requester answer no event"),
        );
    }
    said(kept, notes);
    warnings(kept, notes);
}

/// Whether it says that the matter is settled, and brings no message.
fn is_without_text(letter: &Letter) -> bool {
    match &letter.notice {
        Notice::Replied { text, resolved, .. } | Notice::FollowedAnswer { text, resolved, .. } => {
            *resolved && text.is_empty()
        }
        _ => false,
    }
}

/// The letters of a kind that were owed at an instant.
fn of<'a>(
    kept: &'a Kept,
    word: &'a str,
    at: DateTime<Utc>,
) -> impl Iterator<Item = &'a Letter> + 'a {
    kept.letters
        .iter()
        .filter(move |letter| letter.notice.word() == word && letter.created_at == at)
}

/// What letters bring of messages is what the messages say.
fn said(kept: &Kept, notes: &mut Notes) {
    for letter in &kept.letters {
        let (text, visibility) = match &letter.notice {
            Notice::Replied { text, .. }
            | Notice::FollowedAnswer { text, .. }
            | Notice::StillWorking { text, .. }
            | Notice::FollowedNews { text, .. }
            | Notice::RequesterWrote { text, .. } => (text, Visibility::Public),
            Notice::Mentioned { text, .. } => (text, Visibility::Internal),
            _ => continue,
        };
        let settled = is_without_text(letter)
            && kept
                .events
                .iter()
                .any(|event| event.what == What::Resolved && event.at == letter.created_at);
        let known = kept
            .messages
            .iter()
            .filter(|one| one.visibility == visibility)
            .any(|one| one.at == letter.created_at && one.body.as_str() == text);
        if !known && !settled {
            notes.note(
                ON,
                format!("letter {} brings a text that no message has", letter.id),
            );
        }
    }
}

/// Each level has told those whom its record names, each by one letter.
fn warnings(kept: &Kept, notes: &mut Notes) {
    let mut due = 0;
    for record in &kept.escalations {
        let (level, clock) = (&record.level, record.clock);
        for recipient in &level.recipients {
            let told = kept
                .letters
                .iter()
                .filter(|letter| match &letter.notice {
                    Notice::Escalated {
                        promise,
                        level: said,
                        ..
                    }
                    | Notice::CustomerWarned {
                        promise,
                        level: said,
                        ..
                    } => {
                        promise.clock == clock
                            && said == level
                            && same(&letter.recipient, recipient)
                    }
                    Notice::DeadlineMissed { promise, at, .. } => {
                        promise.clock == clock
                            && *at == record.fired_at
                            && same(&letter.recipient, recipient)
                    }
                    _ => false,
                })
                .count();
            due += told;
            if told != 1 {
                notes.note(
                    ON,
                    format!(
                        "level {} of {clock} owes one of its recipients one letter, and there are {told}",
                        level.level
                    ),
                );
            }
        }
    }
    let there = kept
        .letters
        .iter()
        .filter(|letter| {
            matches!(
                letter.notice,
                Notice::Escalated { .. }
                    | Notice::CustomerWarned { .. }
                    | Notice::DeadlineMissed { .. }
            )
        })
        .count();
    if there > due {
        notes.note(
            ON,
            format!(
                "{} of its warnings tell of no level that fired",
                there - due
            ),
        );
    }
}

fn same(address: &EmailAddress, text: &str) -> bool {
    address.to_string() == text
}

/// What any letter must be.
fn sane(letter: &Letter, ticket: &Ticket, notes: &mut Notes) {
    let id = letter.id;
    let mut wrong = |why: &str| notes.note(ON, format!("letter {id} {why}"));
    if letter.kind != letter.notice.word() {
        wrong("is not of the kind that it says");
    }
    let Some(facts) = letter.notice.ticket() else {
        wrong("hangs on a ticket and tells of an account");
        return;
    };
    if facts.id != ticket.id || facts.reference != ticket.reference.to_string() {
        wrong("tells of another ticket");
    }
    if facts.subject != ticket.subject.as_str() {
        wrong("tells of another subject than the ticket's");
    }
    if facts.filed_at != ticket.filed_at {
        wrong("tells of another filing than the ticket's");
    }
    if !letter.message_id.starts_with(&format!("<{id}@")) {
        wrong("has a Message-ID that is not its own");
    }
    match letter.state {
        LetterState::Owed => {
            if letter.sent_at.is_some() {
                wrong("is still owed and has left");
            }
            if letter.lease_until.is_some() && letter.attempts == 0 {
                wrong("is being sent and nobody has begun to");
            }
        }
        LetterState::Sent => {
            if letter.sent_at.is_none_or(|at| at < letter.created_at) {
                wrong("was sent and does not say when, or before it was owed");
            }
            if letter.attempts == 0 {
                wrong("was sent and nobody has tried to");
            }
            if letter.notice != letter.notice.clone().without_secret() {
                wrong("was sent and still holds its secret");
            }
        }
        LetterState::Refused => {
            if letter.sent_at.is_some() || letter.last_error.is_none() {
                wrong("was refused and does not say why, or has left");
            }
        }
    }
    if letter.state != LetterState::Owed && letter.lease_until.is_some() {
        wrong("is being sent although it is settled");
    }
}
