//! The pauses of a ticket on the agents' side: what they wait for, what shows it, and the decision on
//! those that the customer contests.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    acts::Typed,
    drawn,
    fault::{Fault, line_of},
    read,
    view::{Before, opens_internal},
};
use crate::{
    desk::{Error, Ruling, TicketPage},
    domain::{
        ids::{PersonId, TicketId},
        ticket::{
            Act, Evidence, PauseReason, PauseRefused, PauseTold, Refers, Visibility, pauses_told,
        },
    },
    edges::{
        http::{App, Form, PageError, Worker, WorkerWith, Works, ask, see_other},
        pages::{
            fields::Answer,
            pauses::{PauseTyped, PauseView, Reader, Shows, pauses},
        },
        words::{Words, dates},
    },
};

use super::events::actor;

/// The pauses of a ticket, for somebody of the desk who may decide on them, or not.
pub(super) fn shown(
    page: &TicketPage,
    (reader, rules): (PersonId, bool),
    typed: &PauseTyped,
    words: Words,
) -> Vec<PauseView> {
    let mut told = pauses(
        &pauses_told(&page.events),
        &page.contract,
        page.now,
        Reader {
            contests: false,
            rules,
            inside: true,
            name: &|by| actor(page, by, words),
            shows: &|pause| {
                shows(
                    page,
                    pause,
                    &format!("/tickets/{}", page.ticket.id),
                    true,
                    words,
                )
            },
        },
        (typed, words),
    );
    // Nobody decides on a pause of their own.
    for (view, pause) in told.iter_mut().zip(pauses_told(&page.events)) {
        view.decidable &= pause.by.person() != Some(reader);
    }
    told
}

/// What a pause's evidence refers to; `here` is the address of the page, on which messages have names
/// where `named` says so.
pub(in crate::edges::pages) fn shows(
    page: &TicketPage,
    pause: &PauseTold,
    here: &str,
    named: bool,
    words: Words,
) -> Option<Shows> {
    match pause.evidence.refers? {
        Refers::Message(id) => {
            let message = page.messages.iter().find(|one| one.id == id)?;
            Some(Shows {
                label: message_word(page, message.at, words),
                href: if named {
                    format!("#m-{id}")
                } else {
                    String::new()
                },
            })
        }
        Refers::File(id) => {
            let file = page.attachments.iter().find(|one| one.id == id)?;
            Some(Shows {
                label: file.name.to_string(),
                href: format!("{here}/files/{id}"),
            })
        }
    }
}

fn message_word(page: &TicketPage, at: chrono::DateTime<chrono::Utc>, words: Words) -> String {
    let tz = page.contract.calendar().rules().timezone();
    let at = dates::in_sentence(at, page.now, tz, words.lang());
    words.say_with("pause-shows-message", &[("at", at.into())])
}

/// What a pause may refer to: the messages that the customer reads, the last first, and their files.
pub(super) fn offered(page: &TicketPage, chosen: &str, words: Words) -> Vec<Answer> {
    let mut answers = vec![Answer::new(
        "",
        words.say("ticket-pause-shows-none"),
        chosen,
    )];
    let public = || {
        let mut public: Vec<_> = page.messages.iter().collect();
        public.retain(|one| one.visibility == Visibility::Public);
        public.into_iter().rev()
    };
    answers.extend(public().map(|message| {
        let value = Refers::Message(message.id).to_string();
        Answer::new(&value, message_word(page, message.at, words), chosen)
    }));
    answers.extend(
        page.attachments
            .iter()
            .rev()
            .filter(|file| {
                let of = file.of.map(|(_, message)| message);
                public().any(|message| Some(message.id) == of)
            })
            .map(|file| {
                let value = Refers::File(file.id).to_string();
                Answer::new(&value, file.name.to_string(), chosen)
            }),
    );
    answers
}

/// A pause, with what shows that it is right, as the form says it.
pub(super) fn paused(
    reason: PauseReason,
    detail: String,
    shows: &[String; 2],
    words: Words,
) -> Result<Act, Fault> {
    let evidence = evidence(shows, words)?;
    Ok(Act::Pause {
        reason,
        detail,
        evidence,
    })
}

fn evidence([shows, note]: &[String; 2], words: Words) -> Result<Evidence, Fault> {
    let refers = match shows.as_str() {
        "" => None,
        named => Some(named.parse().map_err(|_| Fault {
            control: "shows",
            words: words.say("ticket-fault-shows"),
        })?),
    };
    let note = match note.trim() {
        "" => None,
        note => Some(line_of(
            "shows-note",
            note,
            "ticket-fault-shows-note",
            words,
        )?),
    };
    Ok(Evidence { refers, note })
}

/// Takes a decision.
pub(super) async fn rule(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "").words;
    let by = worker.person.id;
    // Whoever sees no such ticket is told so, whatever was typed.
    let reader = worker.scope().clone();
    worker
        .ask(&app, move |desk| desk.ticket(id, &reader).map(drop))
        .await?;
    let lifts = match form.line("do") {
        "lift" => true,
        "uphold" => false,
        _ => return Err(PageError::NotUnderstood),
    };
    let pause: i64 = form
        .line("pause")
        .parse()
        .map_err(|_| PageError::NotFound)?;
    let error = match line_of("pauses", form.get("why"), "pause-fault-why", words) {
        Ok(why) => {
            let ruling = Ruling { lifts, why };
            match ask(&app, move |desk| desk.rule_pause(by, id, pause, &ruling)).await {
                Ok(()) => return Ok(see_other(&format!("/tickets/{id}#pause-{pause}"))),
                Err(PageError::Desk(Error::PauseRefused(why))) => refused(why, words),
                Err(error) => return Err(error),
            }
        }
        Err(fault) => fault.words,
    };
    let reader = Worker::clone(&worker);
    let shown = worker
        .ask(&app, move |desk| read(desk, id, &reader))
        .await?;
    let mut typed = Typed::fresh(opens_internal(shown.page.ticket.status), &shown.drafts);
    typed.ruling = PauseTyped {
        pause: pause.to_string(),
        why: form.get("why").to_owned(),
        error: Some(error.clone()),
    };
    let before = Before::Refused(Fault {
        control: "pauses",
        words: error,
    });
    Ok(drawn(&app, &request, &worker, &shown, typed, before).answer())
}

/// Why nothing was said or decided, in words.
pub(in crate::edges::pages) fn refused(why: PauseRefused, words: Words) -> String {
    words.say(match why {
        PauseRefused::Unknown | PauseRefused::NotContested => "pause-refused-none",
        PauseRefused::ContestedBefore => "pause-refused-contested",
        PauseRefused::Decided => "pause-refused-decided",
    })
}
