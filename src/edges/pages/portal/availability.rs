//! How long a service worked for one's organisation, and the free days that are granted for it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{
    availability::{
        asked,
        view::{Credit, Told, credit_row, told},
    },
    layout::Frame,
    portal_frame::frame,
};
use crate::{
    desk::AvailabilityPage,
    domain::{
        access::Right,
        credit::{CreditState, OwedCredit},
        ids::ServiceId,
        money::Cents,
    },
    edges::{
        http::{App, Form, Member, Page, PageError, Policy, reading, resource, routing::READ},
        words::{Words, money::euros},
    },
};

use chrono::NaiveDate;

/// Where the page is.
const HERE: &str = "/portal/availability";

/// Adds the route of the page.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/availability", READ)
            .route(reading(Policy::Customer(Right::ReadOrganisation)).to(show)),
    );
}

#[derive(Debug, Template)]
#[template(path = "pages/portal_availability.html")]
struct View {
    frame: Frame,
    services: Vec<(String, String, bool)>,
    told: Option<Told>,
    credits: Vec<Credit>,
    sum: String,
}

impl View {
    fn of(frame: Frame, page: &AvailabilityPage, priced: bool) -> Self {
        let words = frame.words;
        let chosen = page.measured.as_ref().map(|one| one.service.id);
        let granted: Vec<_> = page
            .credits
            .iter()
            .filter(|one| one.state == CreditState::Confirmed)
            .collect();
        let days: u64 = granted.iter().map(|one| u64::from(one.days)).sum();
        Self {
            services: page
                .services
                .iter()
                .map(|(service, _)| {
                    let href = format!("{HERE}?service={}", service.id);
                    (href, service.name.clone(), Some(service.id) == chosen)
                })
                .collect(),
            told: page
                .measured
                .as_ref()
                .and_then(|measured| told(measured, page.now, &address, words)),
            credits: granted
                .iter()
                .map(|one| credit_row(one, &address, (false, priced), words))
                .collect(),
            sum: sum(days, &granted, priced, words),
            frame,
        }
    }
}

/// What is granted altogether: days, and what they are worth where each has a price.
fn sum(days: u64, granted: &[&OwedCredit], priced: bool, words: Words) -> String {
    let says = words.say_with("portal-credits-sum", &[("days", days.into())]);
    let values: Option<Vec<Cents>> = granted.iter().map(|one| one.value()).collect();
    let Some(values) = values.filter(|values| priced && !values.is_empty()) else {
        return says;
    };
    let amount = values.into_iter().fold(Cents::default(), Cents::plus);
    words.say_with(
        "credit-worth",
        &[
            ("says", says.into()),
            ("amount", euros(amount, words).into()),
        ],
    )
}

/// Where a figure is read.
fn address(service: ServiceId, day: NaiveDate) -> String {
    format!("{HERE}?service={service}&day={day}")
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let organisation = member.who.organisation.ok_or(PageError::Forbidden)?;
    let asked = asked(&Form::parse(request.query_string().as_bytes())?)?;
    let page = member
        .ask(&app, move |desk| desk.availability(organisation, asked))
        .await?;
    let mut frame = frame(&app, &request, &member, "availability-title", HERE);
    frame.organisation = Some(page.organisation.name.clone());
    // What a contract costs is for those who administer it.
    let priced = member.manages_people();
    Ok(Page::of(View::of(frame, &page, priced)).answer())
}
