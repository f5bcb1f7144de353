//! Lists to take away: what a page lists, whole, as CSV or XLSX, for whoever may read the page.
//!
//! A list lives at the address of its page with the form behind a point, `/queue.csv`, and takes the
//! filters of the page. It is read with the scope of who asks and let out by the policy of the page.

mod attention;
mod organisations;
mod portal;
mod set_up;
mod tickets;

use std::fmt;

use actix_web::{HttpRequest, web};
use chrono_tz::Tz;

use super::super::{
    http::{App, PageError, preferences::Preferences},
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
        .configure(portal::routes);
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

/// The form that an address ends with.
fn form(word: &str) -> Result<FileForm, PageError> {
    word.parse().map_err(|_| PageError::NotFound)
}

/// The words of who asks.
fn words(request: &HttpRequest) -> Words {
    Preferences::of(request).lang.words()
}

/// A list without rows; `name` is that of the file, `title` the key of what the list is called.
fn table(app: &App, request: &HttpRequest, name: &'static str, title: &str) -> Table {
    let now = app.desk.clock().now();
    Table::new(name, title, words(request), ZONE, now)
}

/// « oui », « non ».
fn yes(is: bool, words: Words) -> String {
    words.say(if is { "export-yes" } else { "export-no" })
}
