//! Sign-in at a provider: the way out, and the way back.
//!
//! # Why
//! Both are read with GET, since another site leads the browser back by a link. The way out keeps
//! nothing here. The way back is opened by a state that only this browser's cookie can have made, and
//! by each once; without one it changes nothing, like every page that is read.

mod view;

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::StatusCode,
    web,
};
use chrono::{DateTime, TimeDelta, Utc};

pub use view::{Told, View};

use super::sign_in_code::go_in;
use crate::{
    desk::{Entry, OutsideEntry},
    domain::people::Role,
    edges::{
        http::{
            App, Form, Page, PageError, Policy, Somebody,
            app::{ask, ask_outside},
            identity::{HOME, device, next_after},
            member::landing,
            preferences::Preferences,
            reading, resource,
            routing::READ,
            see_other,
        },
        provider::{JOURNEY_ENDS, Journey, Provider, ProviderError},
    },
};

/// Adds the routes of the way.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/sign-in/provider", READ).route(reading(Policy::Public).to(set_out)))
        .service(
            resource("/sign-in/provider/back", READ).route(reading(Policy::Public).to(come_back)),
        );
}

/// The path to which a provider sends browsers back.
pub const BACK: &str = "/sign-in/provider/back";

const fn cookie_name(secure: bool) -> &'static str {
    if secure {
        "__Host-guichet-provider"
    } else {
        "guichet-provider"
    }
}

/// The cookie of a journey. The provider's site leads back, so it must come with a link from there.
fn cookie(value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(cookie_name(secure), value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::seconds(JOURNEY_ENDS.num_seconds()))
        .finish()
}

fn no_cookie(secure: bool) -> Cookie<'static> {
    let mut cookie = cookie(String::new(), secure);
    cookie.make_removal();
    cookie
}

async fn set_out(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Option<Somebody>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let next = next_after(query.get("next"));
    if let Some(somebody) = somebody {
        return Ok(see_other(somebody.lands(next)));
    }
    let Some(provider) = app.settings.provider.clone() else {
        return Ok(see_other("/sign-in"));
    };
    let now = app.desk.clock().now();
    let journey = Journey::begin(next, now);
    let asked = journey.clone();
    match ask_outside(&app, move || provider.door(&asked, now)).await? {
        Ok(door) => {
            let mut response = see_other(&door);
            let secure = app.settings.base_url.is_secure();
            // A cookie of our own name and of base64 can always be written.
            let _ = response.add_cookie(&cookie(journey.cookie(), secure));
            Ok(response)
        }
        Err(error) => Ok(page(&app, &request, not_vouched(&error), next)),
    }
}

async fn come_back(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Option<Somebody>,
) -> Result<HttpResponse, PageError> {
    let Some(provider) = app.settings.provider.clone() else {
        return Ok(see_other("/sign-in"));
    };
    let said = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let (now, secure) = (app.desk.clock().now(), app.settings.base_url.is_secure());
    let journey = request
        .cookie(cookie_name(secure))
        .and_then(|cookie| Journey::read(cookie.value(), now))
        .filter(|journey| journey.has_state(said.get("state")));
    let Some(journey) = journey else {
        // Whoever goes back in the history of the browser is in already.
        return Ok(match somebody {
            Some(somebody) => see_other(somebody.lands(HOME)),
            None => page(&app, &request, Told::Over, HOME),
        });
    };
    let place = app.client(&request);
    if let Err(wait) = app.provider_tried.attempt("", place, now) {
        let wait = wait.max(TimeDelta::seconds(1));
        return Ok(page(&app, &request, Told::TooMany(wait), journey.next()));
    }
    let mut response = match arrive(&app, &request, provider, &journey, &said, now).await? {
        Ok((entry, role)) => {
            app.provider_tried.succeeded("", place);
            go_in(&app, &entry, landing(journey.next(), role, false))
        }
        Err(told) => page(&app, &request, told, journey.next()),
    };
    let _ = response.add_cookie(&no_cookie(secure));
    Ok(response)
}

/// Who came back, by what the provider said and what it says when it is asked.
async fn arrive(
    app: &App,
    request: &HttpRequest,
    provider: Arc<dyn Provider>,
    journey: &Journey,
    said: &Form,
    now: DateTime<Utc>,
) -> Result<Result<(Entry, Role), Told>, PageError> {
    let issuer = said.get("iss");
    if !issuer.is_empty() && !provider.is(issuer) {
        return Ok(Err(Told::Over));
    }
    match (said.get("error"), said.get("code")) {
        ("access_denied", _) => return Ok(Err(Told::Cancelled)),
        ("server_error" | "temporarily_unavailable", _) => return Ok(Err(Told::Unreachable)),
        ("", "") => return Ok(Err(Told::Over)),
        ("", _) => {}
        (error, _) => {
            let error: String = error
                .chars()
                .filter(char::is_ascii_graphic)
                .take(60)
                .collect();
            tracing::warn!(error, "the provider let nobody in");
            return Ok(Err(Told::Unsound));
        }
    }
    let (secret, ends_at) = (journey.secret().clone(), journey.ends_at());
    if !ask(app, move |desk| desk.came_back(&secret, ends_at)).await? {
        return Ok(Err(Told::Over));
    }
    let (journey, code) = (journey.clone(), said.get("code").to_owned());
    let vouched = ask_outside(app, move || provider.vouched(&journey, &code, now)).await?;
    let vouched = match vouched {
        Ok(vouched) => vouched,
        Err(error) => return Ok(Err(not_vouched(&error))),
    };
    let device = device(request);
    let entry = ask(app, move |desk| desk.sign_in_outside(&vouched, &device)).await?;
    Ok(match entry {
        OutsideEntry::In(entry, role) => Ok((entry, role)),
        OutsideEntry::Unverified => Err(Told::Unverified),
        OutsideEntry::Unknown => Err(Told::Unknown),
        OutsideEntry::Closed => Err(Told::Closed),
        OutsideEntry::Another => Err(Told::Another),
    })
}

fn not_vouched(error: &ProviderError) -> Told {
    tracing::warn!(%error, "nobody was signed in by the provider");
    match error {
        ProviderError::Unreachable(_) => Told::Unreachable,
        ProviderError::Unsound(_) => Told::Unsound,
    }
}

fn page(app: &App, request: &HttpRequest, told: Told, next: &str) -> HttpResponse {
    let status = match told {
        Told::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Told::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::FORBIDDEN,
    };
    // The address of this very page holds a code, and leads here once.
    let frame = app.frame_at(Preferences::of(request), "/sign-in", told.title());
    let name = app
        .settings
        .provider
        .as_ref()
        .map(|one| one.name().to_owned());
    let view = View::of(frame, told, &name.unwrap_or_default(), next);
    Page::with_status(view, status).answer()
}
