//! The pauses of a ticket as its customer reads them, and the forms that contest them.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Said, address, frame, read, ticket, view};
use crate::{
    desk::{Error, TicketPage},
    domain::ticket::{Line, TextError, pauses_told},
    edges::{
        http::{App, Form, Member, Page, PageError, see_other},
        pages::{
            pauses::{PauseTyped, PauseView, Reader, pauses},
            request::Reply,
            ticket::{
                events::actor,
                pauses::{refused, shows},
            },
        },
        words::Words,
    },
};

/// The pauses of a ticket, for somebody who may write on it, or not.
pub(super) fn shown(
    page: &TicketPage,
    writes: bool,
    typed: &PauseTyped,
    words: Words,
) -> Vec<PauseView> {
    let here = address(page.ticket.id);
    pauses(
        &pauses_told(&page.events),
        &page.contract,
        page.now,
        Reader {
            contests: writes,
            rules: false,
            inside: false,
            name: &|by| actor(page, by, words),
            shows: &|pause| shows(page, pause, &here, false, words),
        },
        (typed, words),
    )
}

/// Takes a reason.
pub(super) async fn contest(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (ticket(&id)?, member.person.id);
    // Whoever sees no such ticket is told so, whatever was typed.
    let shown = read(&app, &member, id).await?;
    let words = app.frame(&request, "").words;
    let pause: i64 = form
        .line("pause")
        .parse()
        .map_err(|_| PageError::NotFound)?;
    let error = match Line::parse(form.get("why")) {
        Ok(why) => {
            let done = member
                .ask(&app, move |desk| desk.contest_pause(by, id, pause, &why))
                .await;
            match done {
                Ok(()) => {
                    let here = address(id);
                    return Ok(see_other(&format!("{here}?done=contested#pause-{pause}")));
                }
                Err(PageError::Desk(Error::PauseRefused(why))) => refused(why, words),
                Err(error) => return Err(error),
            }
        }
        Err(TextError::Blank) => words.say("pause-fault-why"),
        Err(TextError::TooLong { most }) => {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            words.say_with("form-text-long", &[("most", most.into())])
        }
    };
    let mut frame = frame(&app, &request, &member, &shown.page);
    frame.refused = true;
    let said = Said {
        pause: PauseTyped {
            pause: pause.to_string(),
            why: form.get("why").to_owned(),
            error: Some(error),
        },
        ..Said::default()
    };
    let again = view(frame, &member, &shown, Reply::blank(), said);
    Ok(Page::refused(again).answer())
}
