//! The requester's own pages, behind a link that is a secret: the confirmation, the request, the
//! reply, and why a deadline is what it is.

mod consent;
mod filed;
mod follow;
mod opinion;
mod said;
mod signed_in;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

pub use filed::Filed;
pub use follow::{Follow, Reply, state};
pub use opinion::{OpinionSent, said as opinion_said};
pub use signed_in::Portal;

use chrono::{DateTime, Utc};

use super::{
    acknowledge::organisation, consent::ConsentTyped, file_request::filing, opening, proof,
};
use crate::{
    desk::{Secret, TicketPage},
    domain::{
        ids::MessageId,
        ticket::{Description, TextError},
    },
    edges::{
        http::{
            App, Form, FormWithFiles, Page, PageError, Policy,
            app::ask,
            files::handed_out,
            form_door::NotNow,
            reading, resource,
            routing::{READ, WRITE},
            see_other, writing,
        },
        pages::layout::Frame,
    },
};

/// Adds the routes of the requester's pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/requests/{secret}", READ).route(reading(Policy::Link).to(follow)))
        .service(resource("/requests/{secret}/filed", READ).route(reading(Policy::Link).to(filed)))
        .service(resource("/requests/{secret}/reply", WRITE).route(writing(Policy::Link).to(reply)))
        .service(
            resource("/requests/{secret}/consent", WRITE)
                .route(writing(Policy::Link).to(consent::consent)),
        )
        .service(resource("/requests/{secret}/rate", WRITE).route(writing(Policy::Link).to(rate)))
        .service(
            resource("/requests/{secret}/files/{file}", READ).route(reading(Policy::Link).to(file)),
        )
        .service(
            resource("/requests/{secret}/deadline/{clock}", READ)
                .route(reading(Policy::Link).to(deadline)),
        );
}

/// The request behind a link, as its requester may see it.
async fn behind(app: &App, secret: &str) -> Result<TicketPage, PageError> {
    let link = Secret::read(secret).ok_or(PageError::NotFound)?;
    ask(app, move |desk| desk.request(&link)).await
}

/// The frame of a requester's page.
fn frame(app: &App, request: &HttpRequest, page: &TicketPage) -> Frame {
    let mut frame = app.frame(request, "request-title").for_public("");
    let organisation = organisation(page);
    frame.organisation = (!organisation.is_empty()).then_some(organisation);
    frame.opening = Some(opening::sentence(&page.contract, frame.words));
    frame
}

async fn filed(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let page = behind(&app, &secret).await?;
    let frame = frame(&app, &request, &page);
    Ok(Page::of(Filed::of(frame, &page, &format!("/requests/{secret}"))).answer())
}

async fn follow(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let page = behind(&app, &secret).await?;
    let frame = frame(&app, &request, &page);
    let (reply, here) = (Reply::blank(), format!("/requests/{secret}"));
    let consent = consent::shown(&page, &here, ConsentTyped::default(), frame.words);
    let both = (reply, &OpinionSent::default());
    let view = Follow::of(frame, &page, page.ticket.requester, &here, both).with_consent(consent);
    Ok(Page::of(view).answer())
}

async fn reply(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
    sent: FormWithFiles,
) -> Result<HttpResponse, PageError> {
    let link = Secret::read(&secret).ok_or(PageError::NotFound)?;
    let shown = link.clone();
    let FormWithFiles {
        form,
        files,
        refused,
    } = sent
        .within(&app, move |desk| desk.file_limits_by_link(&shown))
        .await?;
    let message = form
        .line("message")
        .parse()
        .unwrap_or_else(|_| MessageId::fresh());
    let preview = form.line("do") == "preview";
    let wrong = match Description::parse(form.get("text")) {
        Ok(_) if preview => None,
        Ok(text) if refused.is_empty() => {
            // Nobody finds out at which links there is something by being told to wait there.
            behind(&app, &secret).await?;
            let now = app.desk.clock().now();
            match app.form_door.reply(app.source(&request), &secret, now) {
                Ok(()) => {
                    let files = !files.is_empty();
                    ask(&app, move |desk| {
                        if files {
                            desk.reply_by_link_with_files(&link, message, &text)
                        } else {
                            desk.reply_by_link(&link, message, &text)
                        }
                    })
                    .await?;
                    return Ok(see_other(&format!("/requests/{secret}#last")));
                }
                Err(not_now) => Some(Wrong::NotNow(not_now, now)),
            }
        }
        Ok(_) => None,
        Err(error) => Some(Wrong::Text(error)),
    };
    let page = behind(&app, &secret).await?;
    let frame = frame(&app, &request, &page);
    let error = wrong.map(|wrong| match wrong {
        Wrong::Text(TextError::Blank) => frame.words.say("reply-blank"),
        Wrong::Text(TextError::TooLong { most }) => {
            frame.say_count("form-text-long", "most", u64::try_from(most).unwrap_or(0))
        }
        Wrong::NotNow(not_now, now) => filing::told_of_reply(not_now, now, frame.words),
    });
    let reply = Reply {
        message,
        text: form.get("text").to_owned(),
        error,
        files,
        refused,
        preview: preview && wrong.is_none(),
    };
    let shown = reply.preview && reply.refused.is_empty();
    let here = format!("/requests/{secret}");
    let both = (reply, &OpinionSent::default());
    let consent = consent::shown(&page, &here, ConsentTyped::default(), frame.words);
    let view = Follow::of(frame, &page, page.ticket.requester, &here, both).with_consent(consent);
    Ok(match wrong {
        Some(Wrong::NotNow(not_now, now)) => filing::not_now(
            Page::with_status(view, filing::status(not_now)).answer(),
            not_now,
            now,
        ),
        None if shown => Page::of(view).answer(),
        Some(Wrong::Text(_)) | None => Page::refused(view).answer(),
    })
}

/// Why a reply was not taken.
#[derive(Clone, Copy)]
enum Wrong {
    Text(TextError),
    NotNow(NotNow, DateTime<Utc>),
}

/// The requester says how content they are.
async fn rate(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "").words;
    let here = format!("/requests/{secret}");
    let (sent, status) = match OpinionSent::read(&form, words) {
        Ok((level, comment)) => {
            let link = Secret::read(&secret).ok_or(PageError::NotFound)?;
            match ask(&app, move |desk| desk.rate_by_link(&link, level, comment)).await {
                Ok(()) => return Ok(see_other(&format!("{here}#opinion"))),
                Err(PageError::Desk(error)) => match OpinionSent::refused(&error, words) {
                    Some(sent) => (sent, StatusCode::CONFLICT),
                    None => return Err(PageError::Desk(error)),
                },
                Err(error) => return Err(error),
            }
        }
        Err(sent) => (*sent, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let page = behind(&app, &secret).await?;
    let frame = frame(&app, &request, &page);
    let both = (Reply::blank(), &sent);
    let consent = consent::shown(&page, &here, ConsentTyped::default(), frame.words);
    let view = Follow::of(frame, &page, page.ticket.requester, &here, both).with_consent(consent);
    Ok(Page::with_status(view, status).answer())
}

/// Hands out a file of the request.
async fn file(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (secret, id) = path.into_inner();
    let link = Secret::read(&secret).ok_or(PageError::NotFound)?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let (file, bytes) = ask(&app, move |desk| desk.attachment_by_link(&link, id)).await?;
    Ok(handed_out(&file, bytes))
}

async fn deadline(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (secret, clock) = path.into_inner();
    let clock = clock.parse().map_err(|_| PageError::NotFound)?;
    let page = behind(&app, &secret).await?;
    let frame = frame(&app, &request, &page);
    let back = format!("/requests/{secret}");
    let view = proof::Public::of(frame, &page, clock, &back).ok_or(PageError::NotFound)?;
    Ok(Page::of(view).answer())
}
