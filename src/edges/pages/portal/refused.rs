//! A request that the contract does not take from whoever typed it: why, what the contract says,
//! whom to ask, and one click that hands them what was typed.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use askama::Template;

use super::{
    super::{
        fields::{Answer, Choices},
        file_request::{DOCUMENTS, Typed},
        layout::Frame,
        portal_frame,
    },
    new::{For, for_whom},
};
use crate::{
    desk::{Preview, Served},
    domain::{
        access::Right, entitlement::NotEntitled, handed_draft::DraftBody, people::Person,
        ticket::Document,
    },
    edges::{
        http::{
            App, Form, Member, Page, PageError, Policy, resource, routing::WRITE, see_other,
            writing,
        },
        markup::{Place, SafeHtml, render},
        words::{Words, clauses, refusals},
    },
};

/// Adds the route of the hand-over.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/new/hand", WRITE)
            .route(writing(Policy::Customer(Right::FileFor)).to(hand)),
    );
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/portal_refused.html")]
struct Refused {
    frame: Frame,
    why: String,
    clause: Option<(String, String)>,
    whom: Option<Choices>,
    kept: Vec<(&'static str, String)>,
    subject: String,
    html: SafeHtml,
}

/// The page for what was typed.
pub(super) async fn page(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    (typed, whom): (&Typed, Option<&Served>),
    why: NotEntitled,
) -> Result<HttpResponse, PageError> {
    let (by, organisation) = (member.person.id, whom.map(|one| one.organisation.id));
    let (service, answers) = (typed.service.clone(), typed.answers());
    let platform = typed.platform.parse().ok();
    let (preview, people) = member
        .ask(app, move |desk| {
            let preview = desk.preview_for((organisation, platform), &service, &answers)?;
            let people = match organisation {
                Some(organisation) => desk.designated_of(organisation, by)?,
                None => Vec::new(),
            };
            Ok::<_, crate::desk::Error>((preview, people))
        })
        .await?;
    let mut frame = portal_frame::frame(app, request, member, "refused-title", "/portal/new");
    frame.organisation = whom.map(|one| one.organisation.name.clone());
    let words = frame.words;
    let view = Refused {
        why: refusals::sentence(why, words),
        clause: clause(&preview, words),
        whom: whom_to_ask(&people, words),
        kept: kept(typed, organisation.map(|id| id.to_string())),
        subject: typed.subject.clone(),
        html: render(&typed.text, Place::Page, &[]),
        frame,
    };
    Ok(Page::with_status(view, StatusCode::UNPROCESSABLE_ENTITY).answer())
}

fn clause(preview: &Preview, words: Words) -> Option<(String, String)> {
    let rule = preview.contract.filing()?;
    let clause = preview.contract.clause(&rule.clause)?;
    let reference = words.say_with(
        "refused-clause",
        &[
            ("contract", clauses::title(&preview.contract, words).into()),
            ("clause", clauses::reference(clause, words).into()),
        ],
    );
    Some((reference, clauses::text(clause, words)))
}

/// The designated administrators to choose from; nothing where there are none.
fn whom_to_ask(people: &[Person], words: Words) -> Option<Choices> {
    let first = people.first()?.id.to_string();
    Some(Choices {
        name: "to",
        legend: words.say("refused-whom"),
        columns: 1,
        answers: people
            .iter()
            .map(|one| Answer::new(&one.id.to_string(), one.name.clone(), &first))
            .collect(),
        ..Choices::default()
    })
}

/// All that was typed, to be sent along.
fn kept(typed: &Typed, customer: Option<String>) -> Vec<(&'static str, String)> {
    let mut kept = vec![
        ("customer", customer.unwrap_or_default()),
        ("key", typed.key.reveal().to_owned()),
        ("service", typed.service.clone()),
        ("platform", typed.platform.clone()),
        ("subject", typed.subject.clone()),
        ("text", typed.text.clone()),
        ("workable", typed.workable.clone()),
        ("reach", typed.reach.clone()),
        ("workaround", typed.workaround.clone()),
        ("nature", typed.nature.clone()),
        ("since", typed.since.clone()),
    ];
    kept.extend(DOCUMENTS.into_iter().zip(typed.documents.iter().cloned()));
    kept.extend(typed.ticked().map(|flag| ("flag", flag.to_owned())));
    kept
}

async fn hand(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let whom = match for_whom(&app, &member, form.line("customer")).await? {
        For::One(served) => served,
        For::OneOf(_) | For::Oneself => return Err(PageError::NotFound),
    };
    let to = form.line("to").parse().map_err(|_| PageError::NotFound)?;
    let typed = Typed::of(&form);
    let (by, organisation) = (member.person.id, whom.organisation.id);
    let body = DraftBody {
        flags: typed.ticked().map(str::to_owned).collect(),
        service: plain(typed.service),
        platform: plain(typed.platform),
        subject: plain(typed.subject),
        text: plain(typed.text),
        workable: plain(typed.workable),
        reach: plain(typed.reach),
        workaround: plain(typed.workaround),
        nature: plain(typed.nature),
        since: plain(typed.since),
        documents: Document::ALL
            .into_iter()
            .zip(typed.documents)
            .map(|(document, named)| (document.word().to_owned(), plain(named)))
            .collect(),
    };
    drop(request);
    member
        .ask(&app, move |desk| {
            desk.hand_draft(by, organisation, to, body)
        })
        .await?;
    Ok(see_other("/portal?done=handed"))
}

/// What can be kept as text by every database.
fn plain(typed: String) -> String {
    typed.replace('\0', "")
}
