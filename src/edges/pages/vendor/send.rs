//! A dossier is kept, or sent.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    dossier::{control, point_word},
    page::{Again, drawn, read},
    typed::Typed,
};
use crate::{
    desk::{DossierKept, DossierNotSent, SendDossier},
    domain::{ids::TicketId, vendor::Point},
    edges::{
        http::{App, Form, PageError, WorkerWith, Works, ask, see_other},
        words::Words,
    },
};

pub(super) async fn write(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "").words;
    let by = worker.person.id;
    let understood = Typed::read(&form, words).and_then(|typed| {
        let sends = form.pressed("send", "save")?;
        let kept = typed.kept_as(id, by)?;
        Ok((typed, sends, kept))
    });
    let (mut typed, sends, written) = match understood {
        Ok(understood) => understood,
        // Whoever sees no such ticket is told so, whatever was typed.
        Err(error) => {
            read(&app, &worker, id).await?;
            return Err(error);
        }
    };
    let mut again = Again::default();
    if !typed.faults.is_empty() {
        again.refused = true;
    } else if sends {
        let reason = Some(typed.reason.trim().to_owned()).filter(|said| !said.is_empty());
        let sent = SendDossier { written, reason };
        match ask(&app, move |desk| desk.send_dossier(sent)).await? {
            Ok(_) | Err(DossierNotSent::OpenAlready(_)) => {
                return Ok(see_other(&format!("/tickets/{id}/vendor?done=sent")));
            }
            Err(DossierNotSent::Overtaken) => again.overtaken = true,
            Err(not_sent) => {
                again.refused = true;
                typed.faults = faults(&not_sent, words);
            }
        }
    } else {
        match ask(&app, move |desk| desk.keep_dossier(written)).await? {
            DossierKept::Saved(_) => {
                return Ok(see_other(&format!("/tickets/{id}/vendor?done=saved")));
            }
            DossierKept::Sent => {
                return Ok(see_other(&format!("/tickets/{id}/vendor?done=sent")));
            }
            DossierKept::Overtaken(_) => again.overtaken = true,
        }
    }
    let (page, numbers) = read(&app, &worker, id).await?;
    // What was refused was kept all the same, and what is typed now rests on it; so does what was
    // typed over somebody else's text, once both were shown.
    if let Some(draft) = &page.draft {
        typed.rests_on = draft.version();
        typed.case = draft.case;
    }
    again.typed = Some(typed);
    Ok(drawn(&app, &request, &worker, (&page, numbers), again))
}

/// What is missing, each at its control.
fn faults(not_sent: &DossierNotSent, words: Words) -> Vec<(&'static str, String)> {
    let lacks = |key: &str, points: &[Point]| {
        points
            .iter()
            .map(|point| {
                let said = words.say_with(key, &[("point", point_word(*point, words).into())]);
                (control(*point), said)
            })
            .collect()
    };
    match not_sent {
        DossierNotSent::Refused(points) => lacks("dossier-refused", points),
        DossierNotSent::NeedsReason(_) => vec![("reason", words.say("dossier-needs-reason"))],
        DossierNotSent::Overtaken | DossierNotSent::OpenAlready(_) => Vec::new(),
    }
}
