//! The requester says by the link of a request whether the desk may enter their platform.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Follow, OpinionSent, Reply, behind, frame};
use crate::{
    desk::{Secret, TicketPage},
    domain::ticket::Actor,
    edges::{
        http::{App, Form, Page, PageError, app::ask, see_other},
        pages::{
            consent::{ACCOUNT, ConsentTyped, ConsentView, said},
            ticket::events::actor,
        },
        words::Words,
    },
};

impl Follow {
    /// The same, with what is said of the consent to enter the customer's platform.
    #[must_use]
    pub fn with_consent(mut self, consent: Option<ConsentView>) -> Self {
        let refused = consent.as_ref().and_then(|one| one.typed.error.clone());
        self.summary.note(ACCOUNT, refused.as_ref());
        self.frame.refused |= refused.is_some();
        self.consent = consent;
        self
    }
}

/// The consent of a request, for the bearer of its link.
pub(super) fn shown(
    page: &TicketPage,
    here: &str,
    typed: ConsentTyped,
    words: Words,
) -> Option<ConsentView> {
    let name = |by: Actor| actor(page, by, words);
    ConsentView::of(page, (&format!("{here}/consent"), ""), typed, &name, words)
}

/// Takes what the requester says.
pub(super) async fn consent(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "").words;
    let here = format!("/requests/{secret}");
    let page = behind(&app, &secret).await?;
    let typed = match said(&form, words) {
        Ok(act) => {
            let link = Secret::read(&secret).ok_or(PageError::NotFound)?;
            ask(&app, move |desk| desk.say_consent_by_link(&link, &act)).await?;
            return Ok(see_other(&format!("{here}#consent")));
        }
        Err(typed) => typed,
    };
    let frame = frame(&app, &request, &page);
    let shown = shown(&page, &here, typed, frame.words);
    let both = (Reply::blank(), &OpinionSent::default());
    let view = Follow::of(frame, &page, page.ticket.requester, &here, both).with_consent(shown);
    Ok(Page::refused(view).answer())
}
