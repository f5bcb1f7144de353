//! Credits, and the register: every revision of every operation.

use actix_web::web;

use super::{
    super::{
        availability::{all::asked, credit_state},
        operations::{component_word, form::cause_word, one::maker},
    },
    Answer, Taking,
};
use crate::{
    desk::{CreditLine, RegisterPage},
    domain::{
        access::Right,
        ids::OrganisationId,
        operation::{Revision, Said},
    },
    edges::{
        http::{
            Member, PageError, Policy, ReadsSetUp, WorkerWith, ask, reading, resource,
            routing::READ,
        },
        table_out::{Cell, Kind, Row, Table},
        words::{Words, dates},
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/credits.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(all_credits)),
    )
    .service(
        resource("/organisations/{id}/credits.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(credits)),
    )
    .service(
        resource("/portal/register.{form}", READ)
            .route(reading(Policy::Customer(Right::ReadOrganisation)).to(our_register)),
    )
    .service(
        resource("/organisations/{id}/register.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(register)),
    );
}

async fn credits(taking: Taking, _worker: WorkerWith<ReadsSetUp>) -> Answer {
    let id: OrganisationId = taking.id()?;
    let page = ask(&taking.app, move |desk| desk.credits(id)).await?;
    let table = taking.table("credits", "credits-title").columns(&[
        ("export-service", Kind::Text),
        ("export-contract", Kind::Text),
        ("export-first-day", Kind::Day),
        ("export-last-day", Kind::Day),
        ("export-lost", Kind::Minutes),
        ("export-free-days", Kind::Integer),
        ("export-capped", Kind::Integer),
        ("export-value", Kind::Euros),
        ("export-clause", Kind::Text),
        ("export-state", Kind::Text),
        ("export-reason", Kind::Text),
    ]);
    let words = table.words;
    let rows = page.credits.iter().map(|one| credit(one, words));
    let rows = rows.collect();
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

/// The credits of all organisations, as the page filters them.
async fn all_credits(taking: Taking, _worker: WorkerWith<ReadsSetUp>) -> Answer {
    let state = asked(&taking.query()?);
    let all = ask(&taking.app, move |desk| desk.all_credits(state)).await?;
    let table = taking.table("credits", "credits-title").columns(&[
        ("export-organisation", Kind::Text),
        ("export-service", Kind::Text),
        ("export-contract", Kind::Text),
        ("export-first-day", Kind::Day),
        ("export-last-day", Kind::Day),
        ("export-lost", Kind::Minutes),
        ("export-free-days", Kind::Integer),
        ("export-capped", Kind::Integer),
        ("export-value", Kind::Euros),
        ("export-clause", Kind::Text),
        ("export-state", Kind::Text),
        ("export-reason", Kind::Text),
    ]);
    let words = table.words;
    let rows = all.iter().map(|one| {
        let mut row: Row = vec![one.organisation.name.as_str().into()];
        row.extend(credit(&one.line, words));
        row
    });
    let rows = rows.collect();
    let state = state.map_or_else(String::new, |state| words.say(credit_state(state)));
    taking
        .answer(table.asked("export-state", state).with(rows))
        .await
}

/// A credit as a row.
fn credit(one: &CreditLine, words: Words) -> Row {
    let (credit, contract) = (&one.credit, &one.contract);
    let rule = contract
        .availability()
        .and_then(|rule| rule.credit.as_ref());
    let clause = rule.and_then(|rule| contract.clause(&rule.clause));
    vec![
        one.service.as_str().into(),
        contract.title_in(words.lang()).into(),
        credit.first_day.into(),
        credit.last_day.into(),
        Cell::Minutes(credit.minutes.into()),
        Cell::Integer(credit.days.into()),
        Cell::Integer(credit.capped.into()),
        credit.value().map_or(Cell::Empty, Cell::Euros),
        clause.map(|one| one.reference_in(words.lang())).into(),
        words.say(credit_state(credit.state)).into(),
        credit.why.as_ref().map(ToString::to_string).into(),
    ]
}

async fn register(taking: Taking, _worker: WorkerWith<ReadsSetUp>) -> Answer {
    let id: OrganisationId = taking.id()?;
    let page = ask(&taking.app, move |desk| desk.register(id)).await?;
    let table = taking.table("register", "register-title").columns(&[
        ("export-kind", Kind::Text),
        ("export-subject", Kind::Text),
        ("export-component", Kind::Text),
        ("export-begin", Kind::Instant),
        ("export-end", Kind::Instant),
        ("export-severity", Kind::Text),
        ("export-cause", Kind::Text),
        ("export-evidence", Kind::Text),
        ("export-version", Kind::Integer),
        ("export-entered", Kind::Instant),
        ("export-by", Kind::Text),
        ("export-reason", Kind::Text),
    ]);
    let all = page.operations.iter().flat_map(|one| {
        let revisions = page.revisions.get(&one.id);
        revisions.into_iter().flatten()
    });
    let rows = all.map(|one| revision(one, &page, &table)).collect();
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

/// What customers take away: every operation as it stands. Who entered and corrected it is the desk's.
async fn our_register(taking: Taking, member: Member) -> Answer {
    let id = member.who.organisation.ok_or(PageError::Forbidden)?;
    let page = member
        .ask(&taking.app, move |desk| desk.register(id))
        .await?;
    let table = taking.table("register", "register-title").columns(&[
        ("export-kind", Kind::Text),
        ("export-subject", Kind::Text),
        ("export-component", Kind::Text),
        ("export-begin", Kind::Instant),
        ("export-end", Kind::Instant),
        ("export-severity", Kind::Text),
        ("export-cause", Kind::Text),
        ("export-version", Kind::Integer),
    ]);
    let rows = page.operations.iter().map(|one| {
        let (mut row, _) = said(&one.said, &page, &table);
        row.push(Cell::Integer(one.revision.into()));
        row
    });
    let rows = rows.collect();
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

fn revision(one: &Revision, page: &RegisterPage, table: &Table) -> Row {
    let (mut row, evidence) = said(&one.said, page, table);
    row.extend([
        evidence.into(),
        Cell::Integer(one.revision.into()),
        one.at.into(),
        page.names
            .get(&one.by)
            .map(|name| maker(one.by, name, table.words))
            .into(),
        one.why.as_ref().map(ToString::to_string).into(),
    ]);
    row
}

/// What is said of an operation, and its evidence or urgency.
fn said(said: &Said, page: &RegisterPage, table: &Table) -> (Row, Option<String>) {
    let (words, all) = (table.words, &page.components);
    let (from, to) = said.span();
    let concerned = all
        .components
        .iter()
        .filter(|component| said.components().contains(&component.id))
        .map(|component| component_word(component, all, words));
    let (cause, evidence) = match said {
        Said::Outage(said) => (cause_word(said.cause, words), said.evidence.as_ref()),
        Said::Maintenance(said) => (said.reason.to_string(), said.urgency.as_ref()),
    };
    let row = vec![
        words.say(&format!("register-{}", said.word())).into(),
        said.title().as_str().into(),
        concerned.collect::<Vec<_>>().join(" · ").into(),
        from.into(),
        to.into(),
        severities(said, table, words).into(),
        cause.into(),
    ];
    (row, evidence.map(ToString::to_string))
}

/// « Panne majeure à partir de … · … »; of a maintenance that it was called off.
fn severities(said: &Said, table: &Table, words: Words) -> String {
    match said {
        Said::Outage(said) => {
            let each = said.stages.iter().map(|stage| {
                let key = format!(
                    "operation-severity-{}",
                    stage.severity.word().to_lowercase()
                );
                let at = dates::long_date_time(stage.from, table.zone, words.lang());
                let values = [("severity", words.say(&key).into()), ("at", at.into())];
                words.say_with("operation-stage", &values)
            });
            each.collect::<Vec<_>>().join(" · ")
        }
        Said::Maintenance(said) if said.called_off => words.say("operation-called-off"),
        Said::Maintenance(_) => String::new(),
    }
}
