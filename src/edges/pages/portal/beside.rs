//! What somebody of a customer does on the page of a ticket besides the conversation: who follows it,
//! and what the requester thinks of what was done.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

use super::{
    super::{
        followers::{CONTROL, refusal},
        request::{OpinionSent, Reply},
    },
    ticket::{Said, address, frame, read, ticket, view},
};
use crate::{
    desk::Error,
    domain::{access::Right, ids::TicketId, people::EmailAddress},
    edges::http::{
        App, Form, Member, Page, PageError, Policy, resource, routing::WRITE, see_other, writing,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/tickets/{id}/followers", WRITE)
            .route(writing(Policy::Customer(Right::AddColleague)).to(followers)),
    )
    .service(
        resource("/portal/tickets/{id}/leave", WRITE)
            .route(writing(Policy::Customer(Right::ReadTicket)).to(leave)),
    )
    .service(
        resource("/portal/tickets/{id}/rate", WRITE)
            .route(writing(Policy::Customer(Right::RateTicket)).to(rate)),
    );
}

async fn not_understood(app: &App, member: &Member, id: TicketId) -> PageError {
    let scope = member.scope.clone();
    let seen = member.ask(app, move |desk| desk.ticket(id, &scope));
    PageError::of_a_form_about(seen.await)
}

async fn followers(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (ticket(&id)?, member.person.id);
    let done = match form.line("do") {
        "remove" => {
            let Ok(person) = form.line("person").parse() else {
                return Err(not_understood(&app, &member, id).await);
            };
            member
                .ask(&app, move |desk| desk.remove_follower(id, person, by))
                .await?;
            "removed"
        }
        "add" => {
            let typed = form.line(CONTROL).to_owned();
            let added = match EmailAddress::parse(&typed) {
                Ok(email) => {
                    member
                        .ask(&app, move |desk| desk.add_follower(id, &email, by))
                        .await
                }
                // Whoever may add nobody is told so, whatever was typed.
                Err(_) => member
                    .ask(&app, move |desk| desk.may_add_follower(id, by))
                    .await
                    .and_then(|()| Err(Error::no_colleague().into())),
            };
            match added {
                Ok(()) => "followed",
                Err(PageError::Desk(error)) => {
                    return refused(&app, &request, &member, id, (typed, error)).await;
                }
                Err(error) => return Err(error),
            }
        }
        _ => return Err(not_understood(&app, &member, id).await),
    };
    Ok(see_other(&format!("{}?done={done}", address(id))))
}

/// The page again, with the address that was refused.
async fn refused(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    id: TicketId,
    (typed, error): (String, Error),
) -> Result<HttpResponse, PageError> {
    let shown = read(app, member, id).await?;
    let frame = frame(app, request, member, &shown.page);
    let Some(why) = refusal(&error, frame.words) else {
        return Err(PageError::Desk(error));
    };
    let said = Said {
        follower: (typed, Some(why)),
        ..Said::default()
    };
    Ok(Page::refused(view(frame, member, &shown, Reply::blank(), said)).answer())
}

async fn leave(
    app: web::Data<App>,
    member: Member,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by, scope) = (ticket(&id)?, member.person.id, member.scope.clone());
    let still_sees = member
        .ask(&app, move |desk| {
            desk.remove_follower(id, by, by)?;
            match desk.ticket(id, &scope) {
                Ok(_) => Ok(true),
                Err(Error::NotFound) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await?;
    Ok(see_other(&if still_sees {
        format!("{}?done=left", address(id))
    } else {
        "/portal?done=left".to_owned()
    }))
}

async fn rate(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (ticket(&id)?, member.person.id);
    let words = app.frame(&request, "").words;
    let (sent, status) = match OpinionSent::read(&form, words) {
        Ok((level, comment)) => {
            match member
                .ask(&app, move |desk| desk.rate(by, id, level, comment))
                .await
            {
                Ok(()) => {
                    return Ok(see_other(&format!("{}?done=rated#opinion", address(id))));
                }
                Err(PageError::Desk(error)) => match OpinionSent::refused(&error, words) {
                    Some(sent) => (sent, StatusCode::CONFLICT),
                    None => return Err(PageError::Desk(error)),
                },
                Err(error) => return Err(error),
            }
        }
        Err(sent) => (*sent, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let shown = read(&app, &member, id).await?;
    if shown.page.ticket.requester != by {
        return Err(PageError::Forbidden);
    }
    let frame = frame(&app, &request, &member, &shown.page);
    let said = Said {
        opinion: sent,
        ..Said::default()
    };
    let view = view(frame, &member, &shown, Reply::blank(), said);
    Ok(Page::with_status(view, status).answer())
}
