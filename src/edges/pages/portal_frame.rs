//! The frame of the customers' pages: who is signed in, and where they can go.

use actix_web::HttpRequest;

use super::layout::{Frame, Person};
use crate::edges::http::{App, Member};

/// The frame of a customer's page; `title` is the key of its title, `current` the address that the
/// navigation marks.
#[must_use]
pub fn frame(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    title: &str,
    current: &str,
) -> Frame {
    app.frame(request, title).for_member(
        Person::named(&member.person.name),
        current,
        (
            member.manages_people(),
            member.who.takes_cases,
            !member.who.serves.is_empty(),
        ),
    )
}
