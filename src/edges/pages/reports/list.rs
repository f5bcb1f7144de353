//! The list behind a figure.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono_tz::Europe::Paris;

use super::{
    asked::{Asked, address, after, asked, list_address, sought},
    said::{group_name, period_words, sought_words, took},
};
use crate::{
    desk::{
        Error,
        reports::{ListRow, ReportList},
    },
    domain::report::{FactKind, Sought},
    edges::{
        http::{App, Form, Page, PageError, ReadsReports, WorkerWith, ask},
        pages::{
            acknowledge::weight,
            desk_frame::{Numbers, frame},
            layout::{Frame, Place},
            promises::clock_word,
        },
        words::{Words, dates},
    },
};

/// How many rows a page holds.
const PAGE: usize = 50;

#[derive(Debug)]
struct Row {
    href: String,
    reference: String,
    subject: String,
    organisation: String,
    weight: u8,
    said: String,
    at: String,
    datetime: String,
}

#[derive(Debug, Template)]
#[template(path = "pages/report_list.html")]
struct View {
    frame: Frame,
    back: String,
    heading: String,
    period: String,
    only: Vec<String>,
    count: u64,
    counted: String,
    here: String,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// Shows the list.
pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsReports>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let asked = asked(&query, app.desk.clock().now());
    let (sought, after) = (sought(&query), after(&query));
    let scope = worker.scope().clone();
    let (asked, sought, list, count, names, numbers) = ask(&app, move |desk| {
        let seen = desk.behind(&scope);
        let list = seen.report_list(&asked.report, &sought, after, PAGE, &scope)?;
        let count = seen.report_count(&asked.report, &sought, &scope)?;
        let names = seen.report_names(&asked.report, &scope)?;
        let numbers = Numbers::read(desk, &scope)?;
        Ok::<_, Error>((asked, sought, list, count, names, numbers))
    })
    .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "report-title",
        Place::Reports,
    );
    let mut view = View::of(frame, &asked, &sought, &list, count);
    let words = view.frame.words;
    for one in &asked.report.groups {
        view.only
            .push(group_name(&names, one.by, &one.group, words));
    }
    view.first = after.map(|_| list_address(&asked.report, &sought, None));
    Ok(Page::of(view).answer())
}

impl View {
    fn of(frame: Frame, asked: &Asked, sought: &Sought, list: &ReportList, count: u64) -> Self {
        let words = frame.words;
        let last = list.rows.last().filter(|_| list.more);
        let is_now = sought.figure.is_some_and(|figure| figure.is_now());
        Self {
            back: address(&asked.report),
            heading: sought_words(sought, words),
            period: if is_now {
                words.say("report-now")
            } else {
                period_words(&asked.report.period, words)
            },
            only: Vec::new(),
            count,
            counted: words.say_with("report-rows", &[("count", count.into())]),
            here: list_address(&asked.report, sought, None),
            rows: list.rows.iter().map(|one| row(one, words)).collect(),
            first: None,
            next: last.map(|one| list_address(&asked.report, sought, Some(one.key))),
            frame,
        }
    }
}

/// What a row says of what is counted: the promise and its deadline, how long it took, until when.
pub(in crate::edges::pages) fn said(one: &ListRow, words: Words) -> String {
    let fact = &one.noted.fact;
    match fact.kind {
        FactKind::Clock => {
            let name = fact
                .clock
                .map(|clock| clock_word(clock, words))
                .unwrap_or_default();
            let key = match (fact.kept, fact.ended_at) {
                (Some(true), _) => "report-row-kept",
                (_, Some(_)) => "report-row-missed",
                (_, None) => "report-row-owed",
            };
            words.say_with(key, &[("clock", name.into())])
        }
        FactKind::Answered | FactKind::Resolved => words.say_with(
            "report-row-took",
            &[
                ("business", took(fact.business, true, words).into()),
                ("wall", took(fact.wall, false, words).into()),
            ],
        ),
        FactKind::Vendor => {
            let end = fact.ended_at.unwrap_or(one.until).min(one.until);
            let minutes = (end - fact.at.max(one.from)).num_minutes();
            words.say_with(
                "report-row-vendor",
                &[("amount", took(Some(minutes.max(0)), false, words).into())],
            )
        }
        FactKind::Open => {
            let filed = dates::long_date(fact.since, Paris, words.lang());
            words.say_with("report-row-open", &[("date", filed.into())])
        }
        FactKind::Filed | FactKind::Reopened | FactKind::Requalified => String::new(),
    }
}

fn row(one: &ListRow, words: Words) -> Row {
    let fact = &one.noted.fact;
    let ticket = &one.ticket;
    Row {
        href: format!("/tickets/{}", ticket.id),
        reference: ticket.reference.to_string(),
        subject: ticket.subject.to_string(),
        organisation: one
            .organisation
            .clone()
            .unwrap_or_else(|| ticket.organisation_said.clone()),
        weight: weight(fact.priority),
        said: said(one, words),
        at: dates::long_date_time(fact.at, Paris, words.lang()),
        datetime: dates::machine(fact.at, Paris),
    }
}
