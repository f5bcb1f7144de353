//! A ticket's way to the vendor, as the desk works on it.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use askama::Template;

use super::{
    case::CaseView,
    dossier::{DossierForm, choice, point_word},
    judged::Judge,
    section::late_words,
    typed::Typed,
};
use crate::{
    desk::{Error, VendorPage},
    domain::{
        access::Right,
        ids::{AttachmentId, MessageId, TicketId, VendorCaseId},
        ticket::{Priority, Status},
        vendor::{self, Point},
    },
    edges::{
        http::{App, Caller, Form, Page, PageError, Reads, Worker, WorkerWith, files::handed_out},
        pages::{
            desk_frame::{Numbers, frame},
            fields::Summary,
            layout::{Frame, Place},
            pauses::{self, CONTROL as PAUSE, PauseTyped},
        },
        words::Words,
    },
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/ticket_vendor.html")]
pub(super) struct View {
    frame: Frame,
    summary: Summary,
    id: String,
    reference: String,
    subject: String,
    done: String,
    newer: Option<String>,
    /// What somebody else wrote meanwhile, where it is not what was typed.
    theirs: Vec<(String, String)>,
    late: Option<String>,
    cases: Vec<CaseView>,
    form: Option<DossierForm>,
    works: bool,
    none: bool,
    resolved: bool,
    /// The identity under which what is written next is kept.
    message: String,
    /// What was written into the thread and came back, with the case it was for.
    said: Said,
}

/// What was written on a case and came back.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) case: String,
    pub(super) text: String,
    pub(super) reason: String,
    pub(super) text_error: Option<String>,
    pub(super) reason_error: Option<String>,
    /// What was noted for the vendor.
    pub(super) theirs: String,
    pub(super) number: String,
    pub(super) theirs_error: Option<String>,
    pub(super) number_error: Option<String>,
}

impl Said {
    /// What stands beside each control of a case, with what the control is called.
    fn faults(&self) -> [(String, Option<&String>); 4] {
        [
            ("text", &self.text_error),
            ("why", &self.reason_error),
            ("theirs", &self.theirs_error),
            ("number", &self.number_error),
        ]
        .map(|(control, error)| (format!("{control}-{}", self.case), error.as_ref()))
    }
}

impl View {
    /// Where the ticket is.
    fn ticket_address(&self) -> String {
        format!("/tickets/{}", self.id)
    }

    /// Where what is said and decided of pauses goes.
    fn case_address(&self, case: &CaseView) -> String {
        format!("/tickets/{}/vendor/{}", self.id, case.id)
    }

    /// Where what the vendor wrote becomes an answer; nowhere for who only reads.
    fn quote_address(&self, case: &CaseView) -> String {
        if self.works && !self.resolved {
            format!("/tickets/{}/vendor/{}", self.id, case.id)
        } else {
            String::new()
        }
    }

    /// How many points are missing.
    fn missing(&self, form: &DossierForm) -> u64 {
        u64::try_from(form.missing).unwrap_or(u64::MAX)
    }

    /// What was typed for a case.
    fn said_on(&self, case: &str) -> &str {
        if self.said.case == case {
            &self.said.text
        } else {
            ""
        }
    }

    fn reason_of(&self, case: &str) -> &str {
        if self.said.case == case {
            &self.said.reason
        } else {
            ""
        }
    }

    /// Where what is done with a case is sent.
    fn action(&self, case: &CaseView) -> String {
        format!("/tickets/{}/vendor/{}", self.id, case.id)
    }

    /// What was noted for the vendor of a case.
    fn said_for(&self, case: &str) -> &str {
        if self.said.case == case {
            &self.said.theirs
        } else {
            ""
        }
    }

    fn number_of(&self, case: &str) -> &str {
        if self.said.case == case {
            &self.said.number
        } else {
            ""
        }
    }

    fn theirs_error(&self, case: &str) -> Option<&String> {
        let error = self.said.theirs_error.as_ref();
        error.filter(|_| self.said.case == case)
    }

    fn number_error(&self, case: &str) -> Option<&String> {
        let error = self.said.number_error.as_ref();
        error.filter(|_| self.said.case == case)
    }

    fn text_error(&self, case: &str) -> Option<&String> {
        self.said
            .text_error
            .as_ref()
            .filter(|_| self.said.case == case)
    }

    fn reason_error(&self, case: &str) -> Option<&String> {
        self.said
            .reason_error
            .as_ref()
            .filter(|_| self.said.case == case)
    }
}

/// What is known of a page that is shown again.
#[derive(Debug, Default)]
pub(super) struct Again {
    pub(super) typed: Option<Typed>,
    pub(super) said: Said,
    pub(super) overtaken: bool,
    pub(super) refused: bool,
    pub(super) done: String,
    /// What was typed about a pause of a case's time and came back, with the case.
    pub(super) pause: (String, PauseTyped),
    /// What was decided on the end of a wait and came back: its rank, what was typed, what is wrong with it.
    pub(super) end: (String, String, Option<String>),
    /// The case that it was about.
    pub(super) end_of: String,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<Reads>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let found = caller.ask(&app, move |desk, worker| {
        let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
        let page = desk.vendor_page(id, worker.scope())?;
        Ok::<_, PageError>((page, Numbers::read(desk, worker.scope())?))
    });
    let (worker, (page, numbers)) = found.await?;
    let again = Again {
        done: query.line("done").to_owned(),
        ..Again::default()
    };
    Ok(drawn(&app, &request, &worker, (&page, numbers), again))
}

/// Reads the page again for who sent a form.
pub(super) async fn read(
    app: &App,
    worker: &Worker,
    id: TicketId,
) -> Result<(VendorPage, Numbers), PageError> {
    let scope = worker.scope().clone();
    worker
        .ask(app, move |desk| {
            Ok::<_, Error>((desk.vendor_page(id, &scope)?, Numbers::read(desk, &scope)?))
        })
        .await
}

/// Draws the page.
pub(super) fn drawn(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    (page, numbers): (&VendorPage, Numbers),
    again: Again,
) -> HttpResponse {
    let status = match (&again, again.overtaken) {
        (_, true) => StatusCode::CONFLICT,
        (again, _) if again.refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let mut frame = frame(
        app,
        request,
        worker,
        numbers,
        "vendor-title",
        Place::Elsewhere,
    );
    frame.slim = true;
    frame.refused = again.refused;
    frame.title = frame.say_with(
        "vendor-title-of",
        "reference",
        &page.page.ticket.reference.to_string(),
    );
    frame.path = format!("/tickets/{}/vendor", page.page.ticket.id);
    let view = view(frame, worker, page, again);
    Page::with_status(view, status).answer()
}

fn view(frame: Frame, worker: &Worker, page: &VendorPage, again: Again) -> View {
    let words = frame.words;
    let ticket = &page.page.ticket;
    let works = worker.may(Right::WorkTickets);
    let here = format!("/tickets/{}", ticket.id);
    let open = page.cases.iter().any(|one| one.case.state.is_open());
    let typed = again.typed.unwrap_or_else(|| Typed::of(page, words));
    let resolved = ticket.status == Status::Resolved;
    let form = if works && !open && !resolved {
        DossierForm::of(page, &typed, worker.person.role, words)
    } else {
        None
    };
    let mut summary = Summary::default();
    for (control, said) in &typed.faults {
        summary.note(control, Some(said));
    }
    for (control, error) in again.said.faults() {
        summary.note(&control, error);
    }
    let control = format!("{PAUSE}{}", again.pause.1.pause);
    summary.note(&control, again.pause.1.error.as_ref());
    let control = format!("end-why-{}", again.end.0);
    summary.note(&control, again.end.2.as_ref());
    let judge = Judge {
        contests: works,
        rules: worker.may(Right::RulePauses).then_some(worker.person.id),
        typed: again.pause,
        contests_ends: false,
        end: again.end,
        end_of: again.end_of,
    };
    View {
        summary,
        id: ticket.id.to_string(),
        reference: ticket.reference.to_string(),
        subject: ticket.subject.to_string(),
        done: done(&again.done, words),
        theirs: if again.overtaken {
            theirs(page, &typed, words)
        } else {
            Vec::new()
        },
        newer: again.overtaken.then(|| words.say("dossier-overtaken")),
        late: late(page, &typed, form.is_some(), words),
        cases: page
            .cases
            .iter()
            .rev()
            .map(|case| {
                let files = format!("{here}/files");
                let proof = format!("{here}/hands");
                let theirs = format!("{here}/vendor/{}/files", case.case.id);
                let under = (&*files, &*theirs, &*proof);
                CaseView::of(case, page.page.now, under, (&judge, words))
            })
            .collect(),
        none: page.vendors.is_empty(),
        form,
        works,
        resolved,
        message: MessageId::fresh().to_string(),
        said: again.said,
        frame,
    }
}

/// What somebody else wrote under each point, where it differs from what was typed.
fn theirs(page: &VendorPage, typed: &Typed, words: Words) -> Vec<(String, String)> {
    let Some(draft) = &page.draft else {
        return Vec::new();
    };
    Point::WRITTEN
        .into_iter()
        .filter(|point| draft.dossier.text(*point) != typed.dossier.text(*point))
        .map(|point| {
            let said = draft.dossier.text(point).to_owned();
            (point_word(point, words), said)
        })
        .collect()
}

fn done(word: &str, words: Words) -> String {
    match word {
        "saved" | "sent" | "told" | "reopened" | "withdrawn" | "recorded" => {
            words.say(&format!("vendor-done-{word}"))
        }
        word => pauses::done(word, words),
    }
}

/// The warning that the vendor's promise ends after ours: of the open case, or of the dossier if it were
/// sent now.
fn late(page: &VendorPage, typed: &Typed, writes: bool, words: Words) -> Option<String> {
    let open = page.cases.iter().find(|one| one.case.state.is_open());
    if let Some(open) = open {
        let found = vendor::late(&page.page.clocks, &open.clocks)?;
        return Some(late_words(&page.page, &found, "late-open", words));
    }
    let chosen = choice(page, typed).filter(|_| writes)?;
    let severity = typed.dossier.severity.unwrap_or(Priority::P3);
    let theirs = vendor::clocks_if_sent(&chosen.contract, severity, page.page.now);
    let found = vendor::late(&page.page.clocks, &theirs)?;
    Some(late_words(&page.page, &found, "late-to-send", words))
}

/// Hands out a file that came with what a vendor wrote.
pub(super) async fn file(
    app: web::Data<App>,
    worker: WorkerWith<Reads>,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, PageError> {
    let (ticket, case, file) = path.into_inner();
    let ticket: TicketId = ticket.parse().map_err(|_| PageError::NotFound)?;
    let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
    let file: AttachmentId = file.parse().map_err(|_| PageError::NotFound)?;
    let scope = worker.scope().clone();
    let (file, bytes) = worker
        .ask(&app, move |desk| {
            desk.vendor_file(ticket, (case, file), &scope)
        })
        .await?;
    Ok(handed_out(&file, bytes))
}
