//! Lists to take away: what a page lists, whole, as CSV or XLSX, for whoever may read the page.
//!
//! A list lives at the address of its page with the form behind a point, `/queue.csv`, and takes the
//! filters of the page. It is read with the scope of who asks and let out by the policy of the page.

mod attention;
mod availability;
mod available;
mod consents;
mod hours;
mod opinions;
mod organisations;
mod overview;
mod portal;
mod qualification;
mod reports;
mod set_up;
mod tickets;
mod wordings;

use std::{
    fmt,
    future::{Ready, ready},
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web};
use chrono_tz::Tz;

use super::super::{
    http::{App, Form, PageError, export::handed_out, preferences::Preferences},
    table_out::{FileForm, Table},
    words::Words,
};

/// The zone in which instants are told: the desk's own.
const ZONE: Tz = chrono_tz::Europe::Paris;

/// Adds the routes of the lists. They stand before those of the pages, some of which would take the
/// name of a list for that of a thing.
pub fn routes(app: &mut web::ServiceConfig) {
    app.configure(tickets::routes)
        .configure(attention::routes)
        .configure(organisations::routes)
        .configure(set_up::routes)
        .configure(portal::routes)
        .configure(hours::routes)
        .configure(opinions::routes)
        .configure(wordings::routes)
        .configure(qualification::routes)
        .configure(overview::routes)
        .configure(reports::routes)
        .configure(available::routes)
        .configure(consents::routes)
        .configure(availability::routes);
}

/// The address of a page's list in a form: `/queue?view=mine` has its list at
/// `/queue.csv?view=mine`. A page's list begins at its beginning.
///
/// ```
/// use guichet::edges::pages::exports::at;
///
/// assert_eq!(at("/queue", "csv"), "/queue.csv");
/// assert_eq!(at("/queue?view=mine", "xlsx"), "/queue.xlsx?view=mine");
/// ```
#[must_use]
pub fn at(address: impl fmt::Display, form: impl fmt::Display) -> String {
    let address = address.to_string();
    match address.split_once('?') {
        Some((path, query)) => format!("{path}.{form}?{query}"),
        None => format!("{address}.{form}"),
    }
}

/// What the route of a list answers.
type Answer = Result<HttpResponse, PageError>;

/// A list that somebody takes away. Whether they may says another argument of the handler; only then
/// is looked at what the address asks for.
struct Taking {
    app: web::Data<App>,
    request: HttpRequest,
}

impl FromRequest for Taking {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let app = request.app_data::<web::Data<App>>().cloned();
        ready(match app {
            Some(app) => Ok(Self { app, request }),
            None => Err(PageError::Broken),
        })
    }
}

impl Taking {
    /// The id in the address.
    fn id<T: FromStr>(&self) -> Result<T, PageError> {
        let id = self.request.match_info().get("id").unwrap_or_default();
        id.parse().map_err(|_| PageError::NotFound)
    }

    /// The words that the list is told in.
    fn words(&self) -> Words {
        Preferences::of(&self.request).lang.words()
    }

    /// The filters behind the address.
    fn query(&self) -> Result<Form, PageError> {
        Form::parse(self.request.query_string().as_bytes())
    }

    /// A list without rows; `name` is that of the file, `title` the key of what the list is called.
    fn table(&self, name: &'static str, title: &str) -> Table {
        Table::new(name, title, self.words(), ZONE, self.app.desk.clock().now())
    }

    /// Hands a list out in the form that the address ends with.
    async fn answer(&self, table: Table) -> Answer {
        let word = self.request.match_info().get("form").unwrap_or_default();
        let form: FileForm = word.parse().map_err(|_| PageError::NotFound)?;
        handed_out(&self.app, &self.request, table, form).await
    }
}

/// « oui », « non ».
fn yes(is: bool, words: Words) -> String {
    words.say(if is { "export-yes" } else { "export-no" })
}
