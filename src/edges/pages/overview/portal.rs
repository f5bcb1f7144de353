//! The integrators' page: the organisations that theirs serves.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    address, asked,
    view::{Due, Figure, computed, due},
};
use crate::{
    desk::{Overview, OverviewAsked, OverviewRow},
    domain::ticket::{PortalDue, PortalTurn, TurnCounts},
    edges::{
        http::{App, Form, Member, Page, PageError},
        pages::{layout::Frame, portal, portal_frame::frame},
        words::Words,
    },
};

/// Where the page is.
const HERE: &str = "/portal/overview";

#[derive(Debug, Template)]
#[template(path = "pages/portal_overview.html")]
struct View {
    frame: Frame,
    computed: String,
    only: Option<String>,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
    whole: String,
    today: Vec<Due>,
    today_more: bool,
}

/// An organisation.
#[derive(Debug)]
struct Row {
    name: String,
    href: String,
    figures: Vec<Figure>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    // Whoever serves nobody has no such page.
    if member.who.serves.is_empty() {
        return Err(PageError::Forbidden);
    }
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let asked = OverviewAsked {
        only: Some(member.who.serves.clone()),
        ..asked(&query, app.desk.clock().now())
    };
    let scope = member.scope.clone();
    let (found, asked) = member
        .ask(&app, move |desk| {
            let found = desk.overview(&asked, &scope)?;
            Ok::<_, crate::desk::Error>((found, asked))
        })
        .await?;
    let frame = frame(&app, &request, &member, "overview-title", HERE);
    Ok(Page::of(View::of(frame, &found, &asked)).answer())
}

impl View {
    fn of(frame: Frame, found: &Overview, asked: &OverviewAsked) -> Self {
        let words = frame.words;
        let here = |after| address(HERE, asked.organisation, after);
        let last = found.organisations.rows.last();
        let serves = |id| asked.only.as_ref().is_some_and(|only| only.contains(&id));
        Self {
            computed: computed(found.now, words),
            only: asked.organisation.map(|_| {
                let named = found.only.as_ref().filter(|one| serves(one.id));
                let named = named.map(|one| one.name.clone());
                named.unwrap_or_else(|| words.say("queue-organisation-none"))
            }),
            rows: found
                .organisations
                .rows
                .iter()
                .map(|one| row(one, words))
                .collect(),
            first: asked.after.map(|_| here(None)),
            next: last
                .filter(|_| found.organisations.more)
                .map(|row| here(Some(row.organisation.id))),
            whole: here(None),
            today: found
                .today
                .rows
                .iter()
                .map(|line| due(line, "/portal/tickets", found.now, words))
                .collect(),
            today_more: found.today.more,
            frame,
        }
    }
}

/// How many of an organisation's requests wait for the support: whatever does not wait for its own side.
pub(in crate::edges::pages) const fn at_support(counts: &TurnCounts) -> u64 {
    counts.open.saturating_sub(counts.customers)
}

fn row(row: &OverviewRow, words: Words) -> Row {
    let (id, counts) = (row.organisation.id, row.counts);
    let figure = |count, turn, due, key: &str| {
        let what = words.say_with(
            "overview-figure",
            &[
                ("what", words.say(key).into()),
                ("organisation", row.organisation.name.as_str().into()),
            ],
        );
        let asked = portal::Asked {
            organisation: Some(id),
            turn,
            due,
            ..portal::Asked::default()
        };
        Figure::new(count, asked.address(), what, words)
    };
    let yours = figure(
        counts.customers,
        Some(PortalTurn::Yours),
        None,
        "portal-turn-yours",
    );
    Row {
        href: address(HERE, Some(id), None),
        name: row.organisation.name.clone(),
        figures: vec![
            figure(counts.open, None, None, "overview-col-open"),
            yours.hot(),
            figure(
                at_support(&counts),
                Some(PortalTurn::Supports),
                None,
                "portal-turn-supports",
            ),
            figure(
                counts.today,
                None,
                Some(PortalDue::Today),
                "overview-col-today",
            ),
            figure(
                counts.late,
                None,
                Some(PortalDue::Late),
                "overview-col-late",
            )
            .hot(),
        ],
    }
}
