//! What was said of an organisation's consents, and which entries were made, for the desk and for who
//! administrates the organisation.

use actix_web::web;

use super::{Answer, Taking};
use crate::{
    desk::{ConsentLine, Desk},
    domain::{
        access::{Right, Scope},
        ids::OrganisationId,
        ticket::ConsentTold,
    },
    edges::{
        http::{
            Member, PageError, Policy, ReadsConsents, WorkerWith, reading, resource, routing::READ,
        },
        table_out::{Kind, Row},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/organisations/{id}/consents.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadConsents)).to(of_one)),
    )
    .service(
        resource("/portal/consents.{form}", READ)
            .route(reading(Policy::Customer(Right::ReadConsents)).to(of_ours)),
    );
}

const CONSENTS: [(&str, Kind); 7] = [
    ("export-when", Kind::Instant),
    ("export-what", Kind::Text),
    ("export-by", Kind::Text),
    ("consent-account", Kind::Text),
    ("export-reason", Kind::Text),
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
];

async fn of_one(taking: Taking, worker: WorkerWith<ReadsConsents>) -> Answer {
    let id: OrganisationId = taking.id()?;
    let (scope, seen) = (worker.scope().clone(), worker.scope().clone());
    let page = worker
        .ask(&taking.app, move |desk| desk.consents(id, &seen))
        .await?;
    let desk = taking.app.desk.behind(&scope);
    told(&taking, (desk, scope), id, &page.organisation).await
}

async fn of_ours(taking: Taking, member: Member) -> Answer {
    let id = member.who.organisation.ok_or(PageError::Forbidden)?;
    if !member.manages_people() {
        return Err(PageError::Forbidden);
    }
    let (scope, seen) = (member.scope.clone(), member.scope.clone());
    let page = member
        .ask(&taking.app, move |desk| desk.consents(id, &seen))
        .await?;
    let desk = taking.app.desk.behind(&scope);
    told(&taking, (desk, scope), id, &page.organisation).await
}

async fn told(
    taking: &Taking,
    (desk, scope): (Desk, Scope),
    id: OrganisationId,
    name: &str,
) -> Answer {
    let table = taking
        .table("consents", "consents-title")
        .columns(&CONSENTS)
        .asked("export-organisation", name);
    let (words, mut before) = (table.words, None);
    let table = table.fed(move || {
        let found = desk.consent_rows(id, before, &scope)?;
        let last = found.last().map(|last| &last.said.event);
        before = last.map(|last| (last.at, last.id)).or(before);
        Ok(found.iter().map(|line| row(line, words)).collect())
    });
    taking.answer(table).await
}

fn row(ConsentLine { said, by }: &ConsentLine, words: Words) -> Row {
    let told = ConsentTold::by(&said.event.what);
    let (account, reason) = match told {
        Some(ConsentTold::Given(account) | ConsentTold::Withdrawn(account)) => {
            (account.as_str(), "")
        }
        Some(ConsentTold::Entered(account, reason)) => (account.as_str(), reason.as_str()),
        Some(ConsentTold::Refused) | None => ("", ""),
    };
    let what = told.map(|told| words.say(&format!("export-consent-{}", told.word())));
    vec![
        said.event.at.into(),
        what.into(),
        by.as_str().into(),
        account.into(),
        reason.into(),
        said.reference.to_string().into(),
        said.subject.as_str().into(),
    ]
}
