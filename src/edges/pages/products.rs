//! What vendors make, and which versions of it they maintain.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;

use super::{
    again::Again,
    desk_frame::Numbers,
    fields::{Field as Question, Summary, name_refused},
    layout::Frame,
    organisations::{Past, answer, past, set_up_frame},
    sent::Sent,
};
use crate::{
    desk::{Error, Field, ProductPage, VersionSaid},
    domain::{
        access::Right,
        ids::{ProductId, ProductVersionId},
        ticket::Line,
    },
    edges::{
        http::{
            App, PageError, Policy, ReadsSetUp, Worker, WorkerWith, ask, reading, resource,
            routing::{READ_WRITE, WRITE},
            see_other, writing,
        },
        words::{Words, dates},
    },
};

/// Adds the routes of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/products", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(name)),
    )
    .service(
        resource("/products/{id}/versions", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(set_version)),
    );
}

#[derive(Debug)]
struct VersionRow {
    id: String,
    name: String,
    tag: &'static str,
    state: String,
    maintained: bool,
    until: String,
}

#[derive(Debug)]
struct Product {
    id: String,
    name: String,
    versions: Vec<VersionRow>,
    history: Vec<Past>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/products.html")]
struct View {
    frame: Frame,
    summary: Summary,
    products: Vec<Product>,
    manages: bool,
    product: Question,
}

impl View {
    fn of(
        mut frame: Frame,
        products: &[ProductPage],
        now: DateTime<Utc>,
        manages: bool,
        again: &Again,
    ) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let today = now.with_timezone(&Paris).date_naive();
        Self {
            summary: again.summary(),
            products: products
                .iter()
                .map(|page| Product {
                    id: page.product.id.to_string(),
                    name: page.product.name.clone(),
                    versions: versions(page, today, words),
                    history: past(
                        &page.history,
                        &std::collections::BTreeMap::new(),
                        now,
                        words,
                    ),
                })
                .collect(),
            manages,
            product: again.field("product", words.say("products-name"), ""),
            frame,
        }
    }
}

fn versions(page: &ProductPage, today: NaiveDate, words: Words) -> Vec<VersionRow> {
    page.versions
        .iter()
        .map(|version| {
            let until = version.maintained_until;
            let said = |key| {
                let day = until.map(|day| dates::civil(day, words.lang()));
                words.say_with(key, &[("day", day.unwrap_or_default().into())])
            };
            let (tag, state) = match (version.is_maintained_on(today), until) {
                (true, None) => ("tag-ok", words.say("products-maintained")),
                (true, Some(_)) => ("tag-ok", said("products-maintained-until")),
                (false, Some(last)) if version.maintained && last < today => {
                    ("tag-warn", said("products-ended"))
                }
                (false, _) => ("tag-warn", words.say("products-unmaintained")),
            };
            VersionRow {
                id: version.id.to_string(),
                name: version.name.clone(),
                tag,
                state,
                maintained: version.maintained,
                until: until.map(|day| day.to_string()).unwrap_or_default(),
            }
        })
        .collect()
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
) -> Result<HttpResponse, PageError> {
    shown(&app, &request, &worker, &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (products, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.products()?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = set_up_frame(app, request, worker, numbers, "products-title");
    let (manages, now) = (worker.may(Right::ManageSetUp), app.desk.clock().now());
    Ok(answer(
        View::of(frame, &products, now, manages, again),
        again,
    ))
}

const CONTROLS: [(Field, &str); 2] = [(Field::Product, "product"), (Field::Version, "product")];

async fn name(mut sent: Sent) -> Result<HttpResponse, PageError> {
    match Line::parse(sent.form().get("product")) {
        Ok(name) => {
            let done = sent.tried(&CONTROLS, move |desk, by| {
                desk.name_product(None, &name, by)
            });
            if done.await?.is_some() {
                return Ok(see_other("/products"));
            }
        }
        Err(why) => {
            let words = name_refused(why, "setup-no-name", sent.words);
            sent.again.refuse("product", words);
        }
    }
    shown(&sent.app, &sent.request, &sent.worker, &sent.again).await
}

async fn set_version(mut sent: Sent) -> Result<HttpResponse, PageError> {
    let product: ProductId = sent.named("id")?;
    let version: Option<ProductVersionId> = sent.chosen_if_any("version")?;
    let until = match sent.form().line("until") {
        "" => Ok(None),
        day => day.parse::<NaiveDate>().map(Some),
    };
    let maintained = sent.form().line("maintained") != "no";
    match (Line::parse(sent.form().get("name")), until) {
        (Ok(name), Ok(maintained_until)) => {
            let said = VersionSaid {
                name,
                maintained,
                maintained_until,
            };
            let done = sent.tried(&CONTROLS, move |desk, by| {
                desk.set_version(product, version, &said, by)
            });
            if done.await?.is_some() {
                return Ok(see_other("/products"));
            }
        }
        (Err(why), _) => {
            let words = name_refused(why, "setup-no-name", sent.words);
            sent.again.refuse("product", words);
        }
        (_, Err(_)) => sent.refuse("product", "setup-no-day"),
    }
    shown(&sent.app, &sent.request, &sent.worker, &sent.again).await
}
