//! Who works at the desk: the list, the page of one person, and what an administrator does there.

mod view;

use actix_web::{HttpRequest, HttpResponse, web};

pub use view::{List, One};
pub(super) use view::{Past, in_words, past};

use super::{
    desk_frame::{Numbers, frame},
    fields::name_refused,
    layout::Place,
};
use crate::{
    desk::{Error, Field, NewWorker},
    domain::{
        access::Right,
        ids::PersonId,
        lang::Lang,
        people::{EmailAddress, Role},
        people_history::By,
        ticket::Line,
    },
    edges::http::{
        App, Form, ManagesPeople, Page, PageError, Policy, ReadsPeople, Worker, WorkerWith,
        app::ask,
        reading, resource,
        routing::{READ, READ_WRITE, WRITE},
        see_other, writing,
    },
};

/// What a form says where tickets go to nobody.
const NOBODY: &str = "nobody";

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/people", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadPeople)).to(list))
            .route(writing(Policy::Desk(Right::ManagePeople)).to(invite)),
    )
    .service(resource("/people/{id}", READ).route(reading(Policy::Desk(Right::ReadPeople)).to(one)))
    .service(
        resource("/people/{id}/role", WRITE)
            .route(writing(Policy::Desk(Right::ManagePeople)).to(change_role)),
    )
    .service(
        resource("/people/{id}/active", WRITE)
            .route(writing(Policy::Desk(Right::ManagePeople)).to(set_active)),
    )
    .service(
        resource("/people/{id}/tickets", WRITE)
            .route(writing(Policy::Desk(Right::ManagePeople)).to(hand_over)),
    )
    .service(
        resource("/people/{id}/link", WRITE)
            .route(writing(Policy::Desk(Right::ManagePeople)).to(send_link)),
    )
    .service(
        resource("/people/{id}/address", WRITE)
            .route(writing(Policy::Desk(Right::ManagePeople)).to(address_works)),
    )
    .service(
        resource("/people/{id}/second-factor", WRITE)
            .route(writing(Policy::Desk(Right::ManagePeople)).to(remove_factor)),
    );
}

/// What was typed into the invitation, and why it was refused.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Invitation {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The word of the role.
    pub role: String,
    /// The tag of the language of letters.
    pub lang: String,
    /// What to do about the address.
    pub email_refused: Option<String>,
    /// What to do about the name.
    pub name_refused: Option<String>,
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsPeople>,
) -> Result<HttpResponse, PageError> {
    let invitation = Invitation {
        role: Role::Agent.word().to_owned(),
        lang: worker.person.lang.tag().to_owned(),
        ..Invitation::default()
    };
    Ok(Page::of(listed(&app, &request, &worker, &invitation).await?).answer())
}

async fn listed(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    invitation: &Invitation,
) -> Result<List, PageError> {
    let reader = worker.scope().clone();
    let ((colleagues, history), numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.colleagues()?, Numbers::read(desk, &reader)?))
    })
    .await?;
    let frame = frame(app, request, worker, numbers, "people-title", Place::People);
    let invites = worker.may(Right::ManagePeople) && app.settings.letters_leave;
    let now = app.desk.clock().now();
    let view = List::of(frame, &colleagues, &history, now, invitation);
    Ok(view.inviting(invites, worker.may(Right::ManagePeople)))
}

async fn invite(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "people-title").words;
    let (name, email) = (
        Line::parse(form.get("name")),
        EmailAddress::parse(form.line("email")),
    );
    let role = form
        .line("role")
        .parse::<Role>()
        .ok()
        .filter(|role| role.works_at_the_desk())
        .ok_or(PageError::NotUnderstood)?;
    let mut invitation = Invitation {
        email: form.line("email").to_owned(),
        name: form.get("name").to_owned(),
        role: role.word().to_owned(),
        lang: form.line("letters").to_owned(),
        email_refused: email.is_err().then(|| words.say("sign-in-no-address")),
        name_refused: name
            .as_ref()
            .err()
            .map(|why| name_refused(*why, "people-no-name", words)),
    };
    if let (Ok(name), Ok(email)) = (name, email) {
        let worker_to_be = NewWorker {
            name,
            email,
            role,
            lang: if form.line("letters") == "en" {
                Lang::En
            } else {
                Lang::Fr
            },
        };
        let by = worker.person.id;
        match ask(&app, move |desk| desk.invite(&worker_to_be, by)).await {
            Ok(id) => return Ok(see_other(&format!("/people/{id}?done=invited"))),
            Err(PageError::Desk(Error::Invalid(faults)))
                if faults.iter().any(|one| one.field == Field::Email) =>
            {
                invitation.email_refused = Some(words.say("people-address-taken"));
            }
            Err(error) => return Err(error),
        }
    }
    let view = listed(&app, &request, &worker, &invitation).await?;
    Ok(Page::refused(view).answer())
}

async fn one(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsPeople>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = person(&id)?;
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let view = about(&app, &request, &worker, id, query.line("done")).await?;
    Ok(Page::of(view).answer())
}

async fn about(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: PersonId,
    done: &str,
) -> Result<One, PageError> {
    let reader = worker.scope().clone();
    let (page, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.colleague(id)?, Numbers::read(desk, &reader)?))
    })
    .await?;
    let frame = frame(app, request, worker, numbers, "people-title", Place::People);
    let now = app.desk.clock().now();
    let may = worker.may(Right::ManagePeople);
    Ok(One::of(
        frame,
        &page,
        now,
        done,
        may,
        app.settings.letters_leave,
    ))
}

fn person(id: &str) -> Result<PersonId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

/// After an act: the person's page again, with what was done, or why it cannot be.
async fn afterwards(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: PersonId,
    outcome: Result<(), PageError>,
    done: &str,
) -> Result<HttpResponse, PageError> {
    match outcome {
        Ok(()) => Ok(see_other(&format!("/people/{id}?done={done}"))),
        Err(PageError::Desk(Error::LastAdministrator)) => {
            let view = about(app, request, worker, id, "last").await?;
            Ok(Page::refused(view).answer())
        }
        Err(error) => Err(error),
    }
}

async fn change_role(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (person(&id)?, By::Person(worker.person.id));
    let role = form
        .line("role")
        .parse::<Role>()
        .map_err(|_| PageError::NotUnderstood)?;
    let outcome = ask(&app, move |desk| desk.change_role(id, role, by)).await;
    afterwards(&app, &request, &worker, id, outcome, "role").await
}

async fn set_active(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (person(&id)?, By::Person(worker.person.id));
    let active = match form.line("do") {
        "close" => false,
        "open" => true,
        _ => return Err(PageError::NotUnderstood),
    };
    // Where nothing is said of the person's tickets, they keep their name.
    let heir = if active { None } else { heir(&form)? };
    let giver = worker.person.id;
    let outcome = ask(&app, move |desk| {
        // Before anything is closed.
        if let Some(Some(to)) = heir
            && !desk.colleague(id)?.successors.iter().any(|one| one.0 == to)
        {
            return Err(Error::fault(Field::Assignee, "unknown"));
        }
        desk.set_active(id, active, by)?;
        heir.map_or(Ok(0), |to| desk.hand_over(id, to, giver))
    })
    .await
    .map(drop);
    let done = if active { "opened" } else { "closed" };
    afterwards(&app, &request, &worker, id, outcome, done).await
}

async fn hand_over(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (person(&id)?, worker.person.id);
    let to = heir(&form)?.ok_or(PageError::NotUnderstood)?;
    let outcome = ask(&app, move |desk| desk.hand_over(id, to, by)).await;
    afterwards(&app, &request, &worker, id, outcome.map(drop), "given").await
}

/// Who gets the tickets, somebody or nobody, where the form says it.
fn heir(form: &Form) -> Result<Option<Option<PersonId>>, PageError> {
    match form.line("heir") {
        "" => Ok(None),
        NOBODY => Ok(Some(None)),
        id => id
            .parse()
            .map(|id| Some(Some(id)))
            .map_err(|_| PageError::NotUnderstood),
    }
}

async fn send_link(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (person(&id)?, worker.person.id);
    let outcome = ask(&app, move |desk| desk.send_link(id, by)).await;
    afterwards(&app, &request, &worker, id, outcome, "link").await
}

async fn remove_factor(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (person(&id)?, By::Person(worker.person.id));
    let outcome = ask(&app, move |desk| desk.remove_second_factor(id, by)).await;
    afterwards(&app, &request, &worker, id, outcome, "factor").await
}

/// Letters to the person came back: the address works again.
async fn address_works(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesPeople>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (person(&id)?, worker.person.id);
    let outcome = ask(&app, move |desk| desk.lift_bounce_of_colleague(id, by)).await;
    afterwards(&app, &request, &worker, id, outcome, "address").await
}
