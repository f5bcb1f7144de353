//! The history by month: what is over, with what was told of it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::{
    super::layout::Frame,
    ZONE, answer, seen,
    view::{Line, line},
};
use crate::{
    desk::{Status, StatusOperation},
    edges::{
        http::{App, PageError},
        words::{Words, dates},
    },
};

/// How many months the history leads back to.
const MONTHS: usize = 12;
/// How many operations of a month the first page tells.
const MOST: usize = 8;
/// A month of the history.
#[derive(Debug)]
pub(super) struct Month {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
    pub(super) more: Option<String>,
}

/// The page of a month.
#[derive(Debug, Template)]
#[template(path = "pages/status_month.html")]
struct View {
    frame: Frame,
    /// That the database does not answer, with the time of what is shown.
    stale: Option<String>,
    lines: Vec<Line>,
    others: Vec<(String, String)>,
}

/// What began in a month, the last first: what lasts, too.
pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    month: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let seen = seen(&app).await?;
    let frame = app.frame(&request, "status-title");
    let html = page(frame, &seen.status, seen.is_fresh, &month)?;
    Ok(answer(&request, "text/html; charset=utf-8", html))
}

/// The page of a month.
pub(super) fn page(
    frame: Frame,
    status: &Status,
    is_fresh: bool,
    month: &str,
) -> Result<String, PageError> {
    let first: NaiveDate = format!("{month}-01")
        .parse()
        .map_err(|_| PageError::NotFound)?;
    let mut frame = frame.for_public("/status");
    let words = frame.words;
    let today = status.at.with_timezone(&ZONE).date_naive();
    let others = others(today, words);
    // Further back than these nothing was read, and an empty page would say that nothing happened.
    let here = format!("/status/history/{month}");
    if !others.iter().any(|(href, _)| *href == here) {
        return Err(PageError::NotFound);
    }
    frame.title = words.say_with(
        "status-month",
        &[("month", dates::month(first, words.lang()).into())],
    );
    let all = status.open.iter().chain(&status.past);
    let view = View {
        stale: super::view::stale(status, is_fresh, words),
        lines: all
            .filter(|one| began_in(one, first))
            .map(|one| line(one, status, words))
            .collect(),
        others,
        frame,
    };
    Ok(view.render()?)
}

fn began_in(one: &StatusOperation, month: NaiveDate) -> bool {
    let begins = one.operation.said.span().0;
    begins.is_some_and(|at| first_of(at.with_timezone(&ZONE).date_naive()) == month)
}

/// The month of a day, as its first day.
fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn before(month: NaiveDate) -> NaiveDate {
    first_of(month.pred_opt().unwrap_or(month))
}

/// The months of the history: the one asked for whole, or this one and the one before.
pub(super) fn months(
    status: &Status,
    today: NaiveDate,
    asked: Option<NaiveDate>,
    words: Words,
) -> Vec<Month> {
    let this = first_of(today);
    let shown = asked.map_or_else(|| vec![this, before(this)], |month| vec![first_of(month)]);
    shown
        .into_iter()
        .map(|month| {
            let of_it = status.past.iter().filter(|one| began_in(one, month));
            let all: Vec<&StatusOperation> = of_it.collect();
            let most = if asked.is_some() { all.len() } else { MOST };
            let href = format!("/status/history/{}", month.format("%Y-%m"));
            Month {
                name: dates::month(month, words.lang()),
                more: (all.len() > most).then_some(href),
                lines: all
                    .into_iter()
                    .take(most)
                    .map(|one| line(one, status, words))
                    .collect(),
            }
        })
        .collect()
}

/// Where earlier months are read.
pub(super) fn others(today: NaiveDate, words: Words) -> Vec<(String, String)> {
    let months = std::iter::successors(Some(first_of(today)), |month| Some(before(*month)));
    months
        .take(MONTHS)
        .map(|month| {
            let href = format!("/status/history/{}", month.format("%Y-%m"));
            (href, dates::month(month, words.lang()))
        })
        .collect()
}
