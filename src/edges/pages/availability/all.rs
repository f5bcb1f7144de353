//! The credits of all organisations.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    address, framed,
    view::{credit_row, credit_state},
};
use crate::{
    desk::{AnyCredit, Error},
    domain::{credit::CreditState, money::Cents},
    edges::{
        http::{App, Form, Page, PageError, ReadsSetUp, WorkerWith, ask},
        pages::{desk_frame::Numbers, layout::Frame},
        words::{Words, money::euros},
    },
};

/// Where the page is.
const HERE: &str = "/credits";

/// A credit.
#[derive(Debug)]
struct Line {
    href: String,
    organisation: String,
    service: String,
    period: String,
    says: String,
    tag: &'static str,
    state: String,
}

#[derive(Debug, Template)]
#[template(path = "pages/credits.html")]
struct View {
    frame: Frame,
    here: String,
    states: Vec<(String, String, bool)>,
    lines: Vec<Line>,
    sum: String,
}

impl View {
    fn of(frame: Frame, all: &[AnyCredit], asked: Option<CreditState>) -> Self {
        let words = frame.words;
        let line = |one: &AnyCredit| {
            let owner = one.organisation.id;
            let at = |service, day| address(owner, service, day);
            let row = credit_row(&one.line.credit, &at, (false, true), words);
            Line {
                href: row.href,
                organisation: one.organisation.name.clone(),
                service: one.line.service.clone(),
                period: row.period,
                says: row.says,
                tag: row.tag,
                state: row.state,
            }
        };
        let mut states = vec![(HERE.to_owned(), words.say("credits-all"), asked.is_none())];
        states.extend(CreditState::ALL.into_iter().map(|state| {
            let href = format!("{HERE}?state={}", state.word());
            (href, words.say(credit_state(state)), asked == Some(state))
        }));
        Self {
            here: asked.map_or_else(
                || HERE.to_owned(),
                |state| format!("{HERE}?state={}", state.word()),
            ),
            states,
            lines: all.iter().map(line).collect(),
            sum: sum(all, words),
            frame,
        }
    }
}

/// Days and euros of what the list shows; the euros are those of the credits that have a price.
fn sum(all: &[AnyCredit], words: Words) -> String {
    let days: u64 = all.iter().map(|one| u64::from(one.line.credit.days)).sum();
    let values = all.iter().filter_map(|one| one.line.credit.value());
    let amount = values.fold(Cents::default(), Cents::plus);
    let without = all.iter().filter(|one| one.line.credit.value().is_none());
    words.say_with(
        "credits-sum",
        &[
            ("days", days.into()),
            ("amount", euros(amount, words).into()),
            ("without", without.count().into()),
        ],
    )
}

/// Which state an address asks for; all of them where it names none that there is.
pub(in crate::edges::pages) fn asked(query: &Form) -> Option<CreditState> {
    query.line("state").parse().ok()
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
) -> Result<HttpResponse, PageError> {
    let state = asked(&Form::parse(request.query_string().as_bytes())?);
    let scope = worker.scope().clone();
    let (all, numbers) = ask(&app, move |desk| {
        Ok::<_, Error>((desk.all_credits(state)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = framed(&app, &request, &worker, numbers, "credits-title");
    Ok(Page::of(View::of(frame, &all, state)).answer())
}
