//! The people of an organisation, as its designated administrators manage them.

mod view;

use actix_web::{HttpRequest, HttpResponse, web};

pub(in crate::edges::pages) use view::designation;
pub use view::{Invitation, List, One, Said};

use super::super::{fields::name_refused, portal_frame::frame};
use crate::{
    desk::{Error, Field, NewMember},
    domain::{
        access::Right,
        ids::{OrganisationId, PersonId, PlatformId},
        lang::Lang,
        people::EmailAddress,
        ticket::Line,
    },
    edges::http::{
        App, Form, Member, Page, PageError, Policy, reading, resource,
        routing::{READ, READ_WRITE, WRITE},
        see_other, writing,
    },
};

/// Where the pages are.
const HERE: &str = "/portal/people";

/// Adds the routes of the pages.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/people", READ_WRITE)
            .route(reading(Policy::Customer(Right::ManageMembers)).to(list))
            .route(writing(Policy::Customer(Right::ManageMembers)).to(invite)),
    )
    .service(
        resource("/portal/people/withdraw", WRITE)
            .route(writing(Policy::Customer(Right::ManageMembers)).to(withdraw)),
    )
    .service(
        resource("/portal/people/{id}", READ)
            .route(reading(Policy::Customer(Right::ManageMembers)).to(one)),
    )
    .service(
        resource("/portal/people/{id}/profile", WRITE)
            .route(writing(Policy::Customer(Right::ManageMembers)).to(correct)),
    )
    .service(
        resource("/portal/people/{id}/active", WRITE)
            .route(writing(Policy::Customer(Right::ManageMembers)).to(set_active)),
    )
    .service(
        resource("/portal/people/{id}/link", WRITE)
            .route(writing(Policy::Customer(Right::ManageMembers)).to(send_link)),
    )
    .service(
        resource("/portal/people/{id}/designated", WRITE)
            .route(writing(Policy::Customer(Right::ManageMembers)).to(designate)),
    );
}

/// The organisation whose people somebody may manage: their own one. Who has none manages nobody.
pub(in crate::edges::pages) fn own(member: &Member) -> Result<OrganisationId, PageError> {
    let organisation = member.who.organisation.ok_or(PageError::Forbidden)?;
    if member.manages_people() {
        Ok(organisation)
    } else {
        Err(PageError::Forbidden)
    }
}

fn person(id: &str) -> Result<PersonId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

fn lang(form: &Form) -> Lang {
    if form.line("letters") == "en" {
        Lang::En
    } else {
        Lang::Fr
    }
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let invitation = Invitation {
        lang: member.person.lang.tag().to_owned(),
        ..Invitation::default()
    };
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let view = listed(&app, &request, &member, &invitation).await?;
    Ok(Page::of(view.after(query.line("done"))).answer())
}

/// Takes an invitation back.
async fn withdraw(
    app: web::Data<App>,
    member: Member,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (organisation, by) = (own(&member)?, member.person.id);
    let email = EmailAddress::parse(form.line("email")).map_err(|_| PageError::NotUnderstood)?;
    member
        .ask(&app, move |desk| {
            desk.withdraw_invitation(organisation, &email, by)
        })
        .await?;
    Ok(see_other(&format!("{HERE}?done=withdrawn")))
}

async fn listed(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    invitation: &Invitation,
) -> Result<List, PageError> {
    let (organisation, by) = (own(member)?, member.person.id);
    let page = member
        .ask(app, move |desk| desk.members(organisation, by))
        .await?;
    let frame = frame(app, request, member, "members-title", HERE);
    let now = app.desk.clock().now();
    let by_letter = app.settings.letters_leave;
    Ok(List::of(frame, &page, now, invitation, by_letter))
}

async fn invite(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (organisation, by) = (own(&member)?, member.person.id);
    let words = app.frame(&request, "members-title").words;
    let (name, email) = (
        Line::parse(form.get("name")),
        EmailAddress::parse(form.line("email")),
    );
    let mut invitation = Invitation {
        email: form.line("email").to_owned(),
        name: form.get("name").to_owned(),
        lang: form.line("letters").to_owned(),
        email_refused: email.is_err().then(|| words.say("sign-in-no-address")),
        name_refused: name
            .as_ref()
            .err()
            .map(|why| name_refused(*why, "people-no-name", words)),
    };
    if let (Ok(name), Ok(email)) = (name, email) {
        let new = NewMember {
            name,
            email,
            lang: lang(&form),
        };
        match member
            .ask(&app, move |desk| desk.invite_member(organisation, &new, by))
            .await
        {
            // The same for every address that is none of their own people's.
            Ok(_) => return Ok(see_other(&format!("{HERE}?done=invited"))),
            Err(PageError::Desk(Error::Invalid(faults)))
                if faults.iter().any(|one| one.field == Field::Email) =>
            {
                let too_many = faults.iter().any(|one| one.problem == "too-many");
                let key = if too_many {
                    "portal-invited-enough"
                } else {
                    "people-address-taken"
                };
                invitation.email_refused = Some(words.say(key));
            }
            Err(error) => return Err(error),
        }
    }
    let view = listed(&app, &request, &member, &invitation).await?;
    Ok(Page::refused(view).answer())
}

async fn one(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    own(&member)?;
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let said = Said {
        done: query.line("done").to_owned(),
        ..Said::default()
    };
    let view = about(&app, &request, &member, person(&id)?, said).await?;
    Ok(Page::of(view).answer())
}

async fn about(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    id: PersonId,
    said: Said,
) -> Result<One, PageError> {
    let (organisation, by) = (own(member)?, member.person.id);
    let page = member
        .ask(app, move |desk| desk.member(organisation, id, by))
        .await?;
    let frame = frame(app, request, member, "members-title", "");
    let now = app.desk.clock().now();
    Ok(One::of(frame, &page, now, said, app.settings.letters_leave))
}

/// After an act: the person's page again, with what was done, or the question whether one is sure.
async fn afterwards(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    id: PersonId,
    outcome: Result<(), PageError>,
    done: &str,
) -> Result<HttpResponse, PageError> {
    match outcome {
        Ok(()) if id == member.person.id && done == "closed" => Ok(see_other("/sign-in")),
        // Whoever gave up the right themselves sees the page no more.
        Ok(()) if id == member.person.id && done == "undesignated" => Ok(see_other("/portal")),
        Ok(()) => Ok(see_other(&format!("{HERE}/{id}?done={done}"))),
        Err(PageError::Desk(Error::LastDesignated)) => {
            let said = Said {
                unsure: done.to_owned(),
                ..Said::default()
            };
            let view = about(app, request, member, id, said).await?;
            Ok(Page::refused(view).answer())
        }
        Err(error) => Err(error),
    }
}

async fn correct(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (organisation, by, id) = (own(&member)?, member.person.id, person(&id)?);
    let lang = lang(&form);
    let name = match Line::parse(form.get("name")) {
        Ok(name) => name,
        Err(why) => {
            let words = app.frame(&request, "members-title").words;
            let refused = name_refused(why, "people-no-name", words);
            let said = Said {
                name: Some((form.get("name").to_owned(), refused)),
                ..Said::default()
            };
            let view = about(&app, &request, &member, id, said).await?;
            return Ok(Page::refused(view).answer());
        }
    };
    let outcome = member
        .ask(&app, move |desk| {
            desk.correct_member(organisation, id, (&name, lang), by)
        })
        .await;
    afterwards(&app, &request, &member, id, outcome, "corrected").await
}

async fn set_active(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (organisation, by, id) = (own(&member)?, member.person.id, person(&id)?);
    let active = match form.line("do") {
        "open" => true,
        "close" => false,
        _ => return Err(not_understood(&app, &member, organisation, id).await),
    };
    let how = (active, form.checked("sure"));
    let outcome = member
        .ask(&app, move |desk| {
            desk.set_member_active(organisation, id, how, by)
        })
        .await;
    let done = if active { "opened" } else { "closed" };
    afterwards(&app, &request, &member, id, outcome, done).await
}

async fn not_understood(
    app: &App,
    member: &Member,
    organisation: OrganisationId,
    id: PersonId,
) -> PageError {
    let by = member.person.id;
    let seen = member.ask(app, move |desk| desk.member(organisation, id, by));
    PageError::of_a_form_about(seen.await)
}

async fn send_link(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (organisation, by, id) = (own(&member)?, member.person.id, person(&id)?);
    let outcome = member
        .ask(&app, move |desk| {
            desk.send_member_link(organisation, id, by)
        })
        .await;
    afterwards(&app, &request, &member, id, outcome, "link").await
}

async fn designate(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (organisation, by, id) = (own(&member)?, member.person.id, person(&id)?);
    let platform: Option<PlatformId> = match form.line("platform") {
        "" => None,
        word => Some(word.parse().map_err(|_| PageError::NotFound)?),
    };
    let ends = match form.line("do") {
        "end" => true,
        "name" => false,
        _ => return Err(not_understood(&app, &member, organisation, id).await),
    };
    let sure = form.checked("sure");
    let outcome = member
        .ask(&app, move |desk| {
            if ends {
                desk.end_designation(organisation, id, (platform, sure), by)
            } else {
                desk.designate(organisation, id, platform, by)
            }
        })
        .await;
    let done = if ends { "undesignated" } else { "designated" };
    afterwards(&app, &request, &member, id, outcome, done).await
}
