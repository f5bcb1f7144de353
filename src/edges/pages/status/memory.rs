//! What the pages of the status say from a snapshot alone, without a desk behind them.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template as _;
use chrono::NaiveDate;

use super::{Snapshot, answer, badge, calendar, feed, history, view};
use crate::edges::{
    http::{BaseUrl, Form, PageError, preferences::Preferences},
    pages::layout::Frame,
    words::Lang,
};

/// The answer to an address of the status, as the snapshot says it; none for any other address, and none
/// where there is no snapshot.
#[must_use]
pub fn from_memory(
    snapshot: &Snapshot,
    request: &HttpRequest,
    base_url: &BaseUrl,
    desk_name: &str,
) -> Option<HttpResponse> {
    let status = snapshot.last().status?;
    let preferences = Preferences::of(request);
    let lang: Lang = preferences.lang;
    let title = lang.words().say("status-title");
    let path = request.uri().path_and_query();
    let path = path.map_or("/status", |path| path.as_str());
    let mut frame = Frame::new(preferences, path, title.clone());
    frame.desk_name = desk_name.to_owned();
    let (words, base) = (frame.words, base_url.to_string());
    let html = |html: Result<String, PageError>| {
        html.ok()
            .map(|html| answer(request, "text/html; charset=utf-8", html))
    };
    match request.path() {
        "/status" => {
            let query = Form::parse(request.query_string().as_bytes()).ok()?;
            let month = format!("{}-01", query.line("month")).parse::<NaiveDate>();
            let frame = frame.for_public("/status");
            let view = view::View::of(frame, &status, false, month.ok());
            html(view.render().map_err(PageError::from))
        }
        "/status.json" => {
            let told = feed::json(&status, false).to_string();
            Some(answer(request, "application/json", told))
        }
        "/status.atom" => {
            let feed = feed::Feed::of(&frame, &status, &base).render().ok()?;
            Some(answer(request, "application/atom+xml; charset=utf-8", feed))
        }
        "/status.ics" => {
            let name = words.say("status-planned");
            let feed = calendar::feed(&status, &name, &base, words);
            Some(answer(request, "text/calendar; charset=utf-8", feed))
        }
        "/status/badge.svg" => {
            let badge = badge::Badge::of(&status, words).render().ok()?;
            Some(super::anywhere(answer(request, "image/svg+xml", badge)))
        }
        path => {
            let month = path.strip_prefix("/status/history/")?;
            html(history::page(frame, &status, false, month))
        }
    }
}
