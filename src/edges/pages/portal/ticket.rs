//! The page of a ticket for somebody of a customer who is signed in, and what they do there.

use actix_web::{HttpRequest, HttpResponse, web};

use super::super::{
    acknowledge::organisation,
    consent::ConsentTyped,
    followers::Followers,
    layout::Frame,
    opening,
    outages::outages,
    pauses::{self, PauseTyped},
    portal_frame, proof,
    request::{Follow, OpinionSent, Portal, Reply},
};
use crate::{
    desk::{CustomerAct, Error, Following, TicketPage},
    domain::{
        access::Right,
        ids::{MessageId, TicketId},
        ticket::{Description, Status, TextError},
    },
    edges::http::{
        App, Form, FormWithFiles, Member, Page, PageError, Policy,
        files::handed_out,
        reading, resource,
        routing::{READ, WRITE},
        see_other, writing,
    },
};

/// Adds the routes of the page.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/tickets/{id}", READ)
            .route(reading(Policy::Customer(Right::ReadTicket)).to(show)),
    )
    .service(
        resource("/portal/tickets/{id}/reply", WRITE)
            .route(writing(Policy::Customer(Right::WriteToDesk)).to(reply)),
    )
    .service(
        resource("/portal/tickets/{id}/pauses", WRITE)
            .route(writing(Policy::Customer(Right::WriteToDesk)).to(super::contest::contest)),
    )
    .service(
        resource("/portal/tickets/{id}/consent", WRITE)
            .route(writing(Policy::Customer(Right::GiveConsent)).to(super::consent::consent)),
    )
    .service(
        resource("/portal/tickets/{id}/settle", WRITE)
            .route(writing(Policy::Customer(Right::SettleTicket)).to(settle)),
    )
    .service(
        resource("/portal/tickets/{id}/files/{file}", READ)
            .route(reading(Policy::Customer(Right::ReadTicket)).to(file)),
    )
    .service(
        resource("/portal/tickets/{id}/deadline/{clock}", READ)
            .route(reading(Policy::Customer(Right::ReadTicket)).to(deadline)),
    );
}

/// The address of a ticket's page.
pub(super) fn address(ticket: TicketId) -> String {
    format!("/portal/tickets/{ticket}")
}

/// A ticket with all that its page shows to somebody.
pub(super) struct Shown {
    pub(super) page: TicketPage,
    following: Following,
    writes: bool,
    settles: bool,
    pub(super) consents: bool,
}

/// What a page says of what was done, or could not be.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The word of what was just done; empty for nothing.
    pub(super) done: String,
    /// An address that was typed to add somebody, and why it was refused.
    pub(super) follower: (String, Option<String>),
    /// An opinion that came back.
    pub(super) opinion: OpinionSent,
    /// What was typed about a pause and came back.
    pub(super) pause: PauseTyped,
    /// What was typed about consent and came back.
    pub(super) consent: ConsentTyped,
}

pub(super) async fn read(app: &App, member: &Member, id: TicketId) -> Result<Shown, PageError> {
    let (by, scope) = (member.person.id, member.scope.clone());
    member
        .ask(app, move |desk| {
            let page = desk.ticket(id, &scope)?;
            let asked = [Right::WriteToDesk, Right::SettleTicket, Right::GiveConsent];
            let [writes, settles, consents] = desk.rights_to(by, id, &asked)?[..] else {
                return Err(Error::Forbidden);
            };
            Ok::<_, Error>(Shown {
                following: desk.following(id, by)?,
                page,
                writes,
                settles,
                consents,
            })
        })
        .await
}

pub(super) fn frame(app: &App, request: &HttpRequest, member: &Member, page: &TicketPage) -> Frame {
    let mut frame = portal_frame::frame(app, request, member, "request-title", "");
    let organisation = organisation(page);
    frame.organisation = (!organisation.is_empty()).then_some(organisation);
    frame.opening = Some(opening::sentence(&page.contract, frame.words));
    frame
}

pub(super) fn view(
    frame: Frame,
    member: &Member,
    shown: &Shown,
    reply: Reply,
    said: Said,
) -> Follow {
    let Said {
        done,
        follower: (typed, error),
        opinion,
        pause,
        consent,
    } = said;
    let consent = super::consent::shown(&shown.page, shown.consents, consent, frame.words);
    let reader = member.person.id;
    let here = address(shown.page.ticket.id);
    let portal = Portal {
        writes: shown.writes,
        settle: shown.settles.then(|| format!("{here}/settle")),
        settled: shown.page.ticket.status == Status::Resolved,
        followers: Followers::of(&shown.following, reader, &here, (&typed, error)),
        pauses: super::contest::shown(&shown.page, shown.writes, &pause, frame.words),
        outages: outages(&shown.page, frame.words),
        contest: format!("{here}/pauses"),
        done: match done.as_str() {
            word @ ("filed" | "settled" | "reopened" | "followed" | "removed" | "left"
            | "rated") => frame.words.say(&format!("portal-done-{word}")),
            word => pauses::done(word, frame.words),
        },
    };
    Follow::of(frame, &shown.page, reader, &here, (reply, &opinion))
        .with_consent(consent)
        .in_portal(portal)
}

pub(super) fn ticket(id: &str) -> Result<TicketId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let shown = read(&app, &member, ticket(&id)?).await?;
    let frame = frame(&app, &request, &member, &shown.page);
    let said = Said {
        done: query.line("done").to_owned(),
        ..Said::default()
    };
    let view = view(frame, &member, &shown, Reply::blank(), said);
    Ok(Page::of(view).answer())
}

async fn reply(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    sent: FormWithFiles,
) -> Result<HttpResponse, PageError> {
    let (id, scope) = (ticket(&id)?, member.scope.clone());
    let FormWithFiles {
        form,
        files,
        refused,
    } = sent
        .within(&app, move |desk| desk.file_limits_of(id, &scope))
        .await?;
    let message = form
        .line("message")
        .parse()
        .unwrap_or_else(|_| MessageId::fresh());
    let preview = form.line("do") == "preview";
    let wrong = match Description::parse(form.get("text")) {
        Ok(_) if preview => None,
        Ok(text) if refused.is_empty() => {
            let act = CustomerAct::Write {
                message,
                text,
                files: !files.is_empty(),
            };
            let by = member.person.id;
            member
                .ask(&app, move |desk| desk.act_as_customer(by, id, act))
                .await?;
            return Ok(see_other(&format!("{}#last", address(id))));
        }
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let shown = read(&app, &member, id).await?;
    if !shown.writes {
        return Err(PageError::Forbidden);
    }
    let frame = frame(&app, &request, &member, &shown.page);
    let error = wrong.map(|wrong| match wrong {
        TextError::Blank => frame.words.say("reply-blank"),
        TextError::TooLong { most } => {
            frame.say_count("form-text-long", "most", u64::try_from(most).unwrap_or(0))
        }
    });
    let reply = Reply {
        message,
        text: form.get("text").to_owned(),
        error,
        files,
        refused,
        preview: preview && wrong.is_none(),
    };
    let is_fine = reply.preview && reply.refused.is_empty();
    let view = view(frame, &member, &shown, reply, Said::default());
    Ok(if is_fine {
        Page::of(view).answer()
    } else {
        Page::refused(view).answer()
    })
}

async fn settle(
    app: web::Data<App>,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (ticket(&id)?, member.person.id);
    let (act, done) = match form.line("do") {
        "settle" => (CustomerAct::Settle, "settled"),
        "reopen" => (CustomerAct::Reopen, "reopened"),
        _ => {
            // What is wrong with the form says nothing of what there is.
            let scope = member.scope.clone();
            member
                .ask(&app, move |desk| desk.ticket(id, &scope))
                .await?;
            return Err(PageError::NotUnderstood);
        }
    };
    member
        .ask(&app, move |desk| desk.act_as_customer(by, id, act))
        .await?;
    Ok(see_other(&format!("{}?done={done}", address(id))))
}

async fn file(
    app: web::Data<App>,
    member: Member,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, file) = path.into_inner();
    let id = ticket(&id)?;
    let file = file.parse().map_err(|_| PageError::NotFound)?;
    let scope = member.scope.clone();
    let (file, bytes) = member
        .ask(&app, move |desk| desk.attachment(id, file, &scope))
        .await?;
    Ok(handed_out(&file, bytes))
}

async fn deadline(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, clock) = path.into_inner();
    let id = ticket(&id)?;
    let clock = clock.parse().map_err(|_| PageError::NotFound)?;
    let scope = member.scope.clone();
    let page = member
        .ask(&app, move |desk| desk.ticket(id, &scope))
        .await?;
    let frame = frame(&app, &request, &member, &page);
    let view = proof::Public::of(frame, &page, clock, &address(id)).ok_or(PageError::NotFound)?;
    Ok(Page::of(view).answer())
}
