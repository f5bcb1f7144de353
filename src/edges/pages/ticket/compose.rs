//! Where the desk writes: what was begun, how it would look, what came meanwhile, and who can be
//! called by name.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    act_name::ActName,
    acts::{Doing, Typed},
    view::Before,
};
use crate::{
    desk::TicketPage,
    domain::{
        access::{Right, may},
        people::Person,
        ticket::{Draft, DraftKind, What, is_clear},
    },
    edges::{
        markup::{Place, SafeHtml, render},
        pages::ticket::events::actor,
        words::{Words, dates},
    },
};

/// What stands around the two fields.
#[derive(Debug)]
pub(super) struct Composer {
    /// When the draft of the answer was saved; empty when what is shown is not saved.
    pub(super) answer_saved: String,
    /// The same of the note.
    pub(super) note_saved: String,
    /// Messages that came since the form was opened, and that its writer may not have read.
    pub(super) newer: Vec<Newer>,
    /// Drafts that are newer than those of the form.
    pub(super) other_drafts: Vec<OtherDraft>,
    /// How what was written would look.
    pub(super) preview: Option<SafeHtml>,
    /// What calls each colleague, and whom it calls.
    pub(super) colleagues: Vec<(String, String)>,
}

/// A public message that came meanwhile.
#[derive(Debug)]
pub(super) struct Newer {
    pub(super) name: String,
    pub(super) at: String,
    pub(super) datetime: String,
    pub(super) html: SafeHtml,
}

/// A draft that was saved elsewhere.
#[derive(Debug)]
pub(super) struct OtherDraft {
    pub(super) saved: String,
    pub(super) text: String,
}

impl Composer {
    pub(super) fn of(
        page: &TicketPage,
        reader: &Person,
        typed: &Typed,
        drafts: &[Draft],
        before: &Before,
        words: Words,
    ) -> Self {
        let tz = page.contract.calendar().rules().timezone();
        let saved = |kind, text: &str| {
            drafts
                .iter()
                .find(|draft| draft.kind == kind && is_same(&draft.body, text))
                .map(|draft| saved_line(draft.saved_at, page.now, tz, words))
                .unwrap_or_default()
        };
        let overtaken = matches!(before, Before::Overtaken) && typed.act == Some(ActName::Reply);
        Self {
            answer_saved: saved(DraftKind::Answer, &typed.text),
            note_saved: saved(DraftKind::Note, &typed.note),
            newer: if overtaken {
                newer(page, typed.after, tz, words)
            } else {
                Vec::new()
            },
            other_drafts: typed
                .newer
                .iter()
                .map(|draft| OtherDraft {
                    saved: saved_line(draft.saved_at, page.now, tz, words),
                    text: draft.body.clone(),
                })
                .collect(),
            preview: (typed.doing == Doing::Preview && matches!(before, Before::Shown))
                .then(|| preview(page, typed)),
            colleagues: colleagues(page, reader),
        }
    }
}

/// « Brouillon enregistré à 14:32 ».
pub(super) fn saved_line(at: DateTime<Utc>, now: DateTime<Utc>, tz: Tz, words: Words) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&tz).date_naive();
    if day(at) == day(now) {
        words.say_with("draft-saved", &[("time", dates::time(at, tz).into())])
    } else {
        let at = dates::short(at, now, tz, words.lang());
        words.say_with("draft-saved-on", &[("at", at.into())])
    }
}

/// Whether a field shows a draft: browsers send other line ends than they were given.
fn is_same(draft: &str, typed: &str) -> bool {
    draft == typed || draft == typed.replace("\r\n", "\n")
}

/// The public messages since an event, in order.
fn newer(page: &TicketPage, after: i64, tz: Tz, words: Words) -> Vec<Newer> {
    page.events
        .iter()
        .filter(|event| after >= 0 && event.seq > after)
        .filter_map(|event| match event.what {
            What::Replied { message }
            | What::Informed { message }
            | What::RequesterReplied { message } => {
                let message = page.messages.iter().find(|one| one.id == message)?;
                Some(Newer {
                    name: actor(page, event.actor, words),
                    at: dates::short(event.at, page.now, tz, words.lang()),
                    datetime: dates::machine(event.at, tz),
                    html: render(message.body.as_str(), Place::Page, &[]),
                })
            }
            _ => None,
        })
        .collect()
}

/// How the text of the open tab would look, those whom it calls marked.
fn preview(page: &TicketPage, typed: &Typed) -> SafeHtml {
    if !typed.internal {
        return render(&typed.text, Place::Page, &[]);
    }
    let names: Vec<&str> = team(page)
        .flat_map(|one| [one.name.as_str(), one.email.as_str()])
        .collect();
    render(&typed.note, Place::Page, &names)
}

/// Those whom a note can call.
fn team(page: &TicketPage) -> impl Iterator<Item = &Person> {
    page.workers
        .iter()
        .filter(|one| one.active && may(one.role, Right::ReadTickets))
}

/// What calls each colleague: the name, or the address of one whose name others have, too.
fn colleagues(page: &TicketPage, reader: &Person) -> Vec<(String, String)> {
    team(page)
        .filter(|one| one.id != reader.id)
        .map(|one| {
            let calls = if is_clear(&one.name, &page.workers) {
                one.name.as_str()
            } else {
                one.email.as_str()
            };
            (calls.to_owned(), one.name.clone())
        })
        .collect()
}
