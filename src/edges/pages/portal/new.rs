//! Filing for somebody who is signed in: who they are is known, and for whom they may ask.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{
    fields::{Answer, Select},
    file_request::{Correction, ForWhom, Typed, View, offered, under_its_contract},
    layout::Frame,
    opening, portal_frame,
    promises::contract_lang,
};
use super::refused;
use crate::{
    desk::{Behalf, Desk, Error, FileTicket, Secret, Served},
    domain::{
        access::Right,
        ids::{HandedDraftId, OrganisationId, PlatformId, TicketId},
        lang::Lang,
    },
    edges::{
        http::{
            App, Form, FormWithFiles, Member, Page, PageError, Policy, reading, resource,
            routing::READ_WRITE, see_other, writing,
        },
        words::{Words, clauses},
    },
};

/// Adds the routes of the form.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/new", READ_WRITE)
            .route(reading(Policy::Customer(Right::FileFor)).to(show))
            .route(writing(Policy::Customer(Right::FileFor)).to(file)),
    );
}

/// Whom the request is for, of those for whom somebody may ask.
pub(super) enum For {
    /// Nobody but themselves: they belong to no organisation.
    Oneself,
    /// An organisation.
    One(Box<Served>),
    /// One of several, and it was not said which.
    OneOf(Vec<Served>),
}

/// Whom a form is for. A word that names none of theirs is no page of theirs.
pub(super) async fn for_whom(app: &App, member: &Member, word: &str) -> Result<For, PageError> {
    let who = member.who.clone();
    let mut served = member.ask(app, move |desk| desk.served_by(&who)).await?;
    if !word.is_empty() {
        let id: OrganisationId = word.parse().map_err(|_| PageError::NotFound)?;
        let one = served.into_iter().find(|one| one.organisation.id == id);
        return one
            .map(|one| For::One(Box::new(one)))
            .ok_or(PageError::NotFound);
    }
    Ok(match (served.len(), served.pop()) {
        (1, Some(only)) => For::One(Box::new(only)),
        (_, None) => For::Oneself,
        (_, Some(last)) => {
            served.push(last);
            For::OneOf(served)
        }
    })
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    if !query.line("draft").is_empty() {
        return handed(&app, &request, &member, query.line("draft")).await;
    }
    let whom = match for_whom(&app, &member, query.line("organisation")).await? {
        For::OneOf(served) => return Ok(choose(&app, &request, &member, &served)),
        For::One(served) => Some(served),
        For::Oneself => None,
    };
    let mut typed = Typed::blank();
    query.line("service").clone_into(&mut typed.service);
    query.line("platform").clone_into(&mut typed.platform);
    let of = (whom.as_deref(), "");
    let view = view(&app, &request, &member, typed, of, &[]).await?;
    Ok(Page::of(view).answer())
}

/// The form with what a colleague handed on.
async fn handed(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    word: &str,
) -> Result<HttpResponse, PageError> {
    let id: HandedDraftId = word.parse().map_err(|_| PageError::NotFound)?;
    let to = member.person.id;
    let draft = member
        .ask(app, move |desk| desk.handed_draft(id, to))
        .await?;
    let For::One(whom) = for_whom(app, member, &draft.organisation.to_string()).await? else {
        return Err(PageError::NotFound);
    };
    let typed = Typed::handed(&draft.body);
    let view = view(app, request, member, typed, (Some(&whom), word), &[]).await?;
    Ok(Page::of(view).answer())
}

async fn file(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    sent: FormWithFiles,
) -> Result<HttpResponse, PageError> {
    let whom = match for_whom(&app, &member, sent.form.line("customer")).await? {
        For::OneOf(served) => return Ok(choose(&app, &request, &member, &served)),
        For::One(served) => Some(served),
        For::Oneself => None,
    };
    let service = sent.form.line("service").to_owned();
    let organisation = whom.as_ref().map(|one| one.organisation.id);
    let FormWithFiles {
        form,
        files,
        refused,
    } = sent
        .within(&app, move |desk| {
            desk.file_limits_for(&service, organisation)
        })
        .await?;
    let mut typed = Typed::of(&form);
    typed.files = files;
    typed.refused = refused;
    // Who asks is whoever is signed in, whatever the form says.
    typed.name.clone_from(&member.person.name);
    typed.email = member.person.email.to_string();
    typed.organisation = whom
        .as_ref()
        .map(|one| one.organisation.name.clone())
        .unwrap_or_default();
    let mut corrections = Vec::new();
    if form.line("do") != "preview" && typed.refused.is_empty() {
        let lang = contract_lang(app.frame(&request, "form-title").words);
        let by = member.person.id;
        match asked(&app, &member, &mut typed, organisation, lang).await? {
            Ok(mut filing) => {
                filing.behalf = whom
                    .as_ref()
                    .map(|one| behalf(by, one, &typed.platform))
                    .transpose()?;
                let draft = form.line("draft").parse::<HandedDraftId>().ok();
                let kept = member.ask(&app, move |desk| {
                    let ticket = keep(desk, filing)?;
                    if let Some(draft) = draft {
                        desk.forget_draft(draft, by)?;
                    }
                    Ok::<_, Error>(ticket)
                });
                match kept.await {
                    Ok(ticket) => {
                        let path = format!("/portal/tickets/{ticket}?done=filed");
                        return Ok(see_other(&path));
                    }
                    Err(PageError::Desk(Error::NotEntitled(why))) => {
                        let of = (&typed, whom.as_deref());
                        return refused::page(&app, &request, &member, of, why).await;
                    }
                    Err(error) => return Err(error),
                }
            }
            Err(wrong) => corrections = wrong,
        }
    }
    let taken = corrections.is_empty() && typed.refused.is_empty();
    let view = view(
        &app,
        &request,
        &member,
        typed,
        (whom.as_deref(), form.line("draft")),
        &corrections,
    )
    .await?;
    Ok(if taken {
        Page::of(view).answer()
    } else {
        Page::refused(view).answer()
    })
}

/// The request as it was typed, or all that must be corrected. Of one service only, that is chosen.
async fn asked(
    app: &App,
    member: &Member,
    typed: &mut Typed,
    organisation: Option<OrganisationId>,
    lang: Lang,
) -> Result<Result<FileTicket, Vec<Correction>>, PageError> {
    let services = member.ask(app, Desk::services).await?;
    if let [only] = services.as_slice() {
        typed.service.clone_from(&only.slug);
    }
    let (service, answers) = (typed.service.clone(), typed.answers());
    let taken = member
        .ask(app, move |desk| {
            Ok::<_, Error>(desk.takes_answers(&service, organisation, &answers))
        })
        .await?;
    Ok(under_its_contract(typed.request(&services, lang), taken)?)
}

/// For whom it is filed. A platform that is none of theirs does not exist for them.
fn behalf(
    by: crate::domain::ids::PersonId,
    whom: &Served,
    platform: &str,
) -> Result<Behalf, PageError> {
    let platform = match platform.trim() {
        "" => None,
        word => {
            let id: PlatformId = word.parse().map_err(|_| PageError::NotFound)?;
            let known = whom.platforms.iter().find(|one| one.id == id);
            Some(known.ok_or(PageError::NotFound)?.id)
        }
    };
    Ok(Behalf {
        by,
        organisation: whom.organisation.id,
        platform,
    })
}

/// Files it. A key that belongs to another request of somebody else is exchanged for a new one.
fn keep(desk: &Desk, mut request: FileTicket) -> Result<TicketId, Error> {
    // Who belongs to no organisation is known by name, and to no contract.
    let file = |request: FileTicket| match request.behalf {
        Some(_) => desk.file_ticket(request),
        None => {
            desk.takes_strangers(&request.service)?;
            desk.file_ticket(request)
        }
    };
    match file(request.clone()) {
        Err(Error::NotFound) => {
            request.key = Secret::draw();
            Ok(file(request)?.ticket)
        }
        filed => Ok(filed?.ticket),
    }
}

async fn view(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    mut typed: Typed,
    (whom, draft): (Option<&Served>, &str),
    corrections: &[Correction],
) -> Result<View, PageError> {
    let organisation = whom.map(|one| one.organisation.id);
    let offered = offered(app, &mut typed, organisation).await?;
    let versions = match organisation {
        Some(id) => member.ask(app, move |desk| desk.versions_for(id)).await?,
        None => Vec::new(),
    };
    let mut frame = portal_frame::frame(app, request, member, "form-title", "/portal/new");
    frame.organisation = whom.map(|one| one.organisation.name.clone());
    frame.opening = offered
        .preview
        .as_ref()
        .map(|preview| opening::sentence(&preview.contract, frame.words));
    let words = frame.words;
    let is_chosen = offered.services.iter().any(|one| one.slug == typed.service);
    let contract = offered
        .preview
        .as_ref()
        .filter(|_| is_chosen)
        .map(|preview| clauses::title(&preview.contract, words));
    let part = ForWhom {
        organisation: organisation.map(|id| id.to_string()).unwrap_or_default(),
        draft: draft.to_owned(),
        pairs: pairs(member, whom, contract, words),
        platform: whom.and_then(|one| platforms(one, &typed.platform, words)),
        versions,
    };
    Ok(View::of(frame, typed, &offered, corrections).for_whom(part))
}

fn pairs(
    member: &Member,
    whom: Option<&Served>,
    contract: Option<String>,
    words: Words,
) -> Vec<(String, String)> {
    let known = [
        ("form-name", Some(member.person.name.clone())),
        ("form-email", Some(member.person.email.to_string())),
        (
            "request-organisation",
            whom.map(|one| one.organisation.name.clone()),
        ),
        ("request-contract", contract),
    ];
    known
        .into_iter()
        .filter_map(|(key, value)| Some((words.say(key), value?)))
        .collect()
}

fn platforms(whom: &Served, chosen: &str, words: Words) -> Option<Select> {
    let mut answers: Vec<Answer> = whom
        .platforms
        .iter()
        .map(|one| Answer::new(&one.id.to_string(), one.name.clone(), chosen))
        .collect();
    if answers.is_empty() {
        return None;
    }
    let known = answers.iter().any(|one| one.chosen);
    answers.insert(
        0,
        Answer {
            chosen: !known,
            ..Answer::new("", words.say("portal-new-platform-none"), "")
        },
    );
    Some(Select {
        name: "platform",
        label: words.say("portal-new-platform"),
        optional: true,
        answers,
        ..Select::default()
    })
}

/// The page on which an integrator says for whom the request is.
#[derive(Debug, Template)]
#[template(path = "pages/portal_for.html")]
struct Choose {
    frame: Frame,
    choices: Vec<(String, String)>,
}

fn choose(app: &App, request: &HttpRequest, member: &Member, served: &[Served]) -> HttpResponse {
    let frame = portal_frame::frame(app, request, member, "portal-for-title", "/portal/new");
    let choices = served
        .iter()
        .map(|one| {
            let href = format!("/portal/new?organisation={}", one.organisation.id);
            (href, one.organisation.name.clone())
        })
        .collect();
    Page::of(Choose { frame, choices }).answer()
}
