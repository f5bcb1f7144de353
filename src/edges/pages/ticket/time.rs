//! The time that a message took: what was typed of it, and its correction.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    acts::Typed,
    drawn,
    fault::{Fault, line_of},
    read,
    view::{Before, opens_internal},
};
use crate::{
    desk::{Error, TimeCorrection},
    domain::{
        ids::TicketId,
        ticket::{Minutes, MinutesError},
    },
    edges::{
        http::{App, Form, PageError, Worker, WorkerWith, Works, ask, see_other},
        words::Words,
    },
};

/// A correction that came back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fix {
    /// The message that it is about.
    pub(super) message: String,
    /// The time that was typed.
    pub(super) time: String,
    /// Why.
    pub(super) why: String,
}

/// Reads an amount of time; `control` is the field it was typed into.
pub(super) fn minutes(control: &'static str, typed: &str, words: Words) -> Result<Minutes, Fault> {
    Minutes::parse(typed).map_err(|error| Fault {
        control,
        words: words.say(match error {
            MinutesError::NotUnderstood => "time-fault",
            MinutesError::SixtyOrMore => "time-fault-sixty",
            MinutesError::TooMany => "time-fault-most",
        }),
    })
}

/// Takes a correction.
pub(super) async fn correct(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let message = form
        .line("message")
        .parse()
        .map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "").words;
    let number = |name| form.line(name).parse().unwrap_or(-1);
    let (seen, by) = (number("seen"), worker.person.id);
    let read_form = || {
        let to = minutes("time", form.get("time"), words)?;
        let reason = line_of("time-why", form.get("why"), "time-fault-why", words)?;
        Ok::<_, Fault>((to, reason))
    };
    let before = match read_form() {
        Ok((to, reason)) => {
            let correction = TimeCorrection {
                ticket: id,
                seen,
                by,
                message,
                to,
                reason,
            };
            match ask(&app, move |desk| desk.correct_time(correction)).await {
                Ok(_) => return Ok(see_other(&format!("/tickets/{id}#m-{message}"))),
                Err(PageError::Desk(Error::Overtaken)) => Before::Overtaken,
                Err(error) => return Err(error),
            }
        }
        Err(fault) => Before::Refused(fault),
    };
    let reader = Worker::clone(&worker);
    let shown = worker
        .ask(&app, move |desk| read(desk, id, &reader))
        .await?;
    let mut typed = Typed::fresh(opens_internal(shown.page.ticket.status), &shown.drafts);
    typed.seen = seen;
    typed.after = number("after");
    typed.fix = Some(Fix {
        message: message.to_string(),
        time: form.get("time").to_owned(),
        why: form.get("why").to_owned(),
    });
    Ok(drawn(&app, &request, &worker, &shown, typed, before).answer())
}
