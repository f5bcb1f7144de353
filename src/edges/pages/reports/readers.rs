//! Who is sent the report of each month.

use actix_web::HttpResponse;

use crate::{
    domain::ids::PersonId,
    edges::{
        http::{PageError, see_other},
        pages::sent::Sent,
    },
};

/// Sets who is sent it.
pub(super) async fn set(mut sent: Sent) -> Result<HttpResponse, PageError> {
    let people: Vec<PersonId> = sent
        .form()
        .all("reader")
        .filter_map(|id| id.parse().ok())
        .collect();
    let done = sent.tried(&[], move |desk, by| desk.set_report_readers(&people, by));
    done.await?;
    Ok(see_other("/reports#readers"))
}
