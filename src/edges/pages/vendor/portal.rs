//! What the vendor's people see: the cases that were sent to them, each with its dossier and its thread.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use askama::Template;

use super::{
    case::{CaseView, state},
    judged::Judge,
};
use crate::{
    desk::{CaseForVendor, Error},
    domain::ids::{MessageId, VendorCaseId},
    edges::{
        http::{App, Form, Member, Page, PageError, files::handed_out, member::CASES},
        pages::{
            chip::Chip,
            fields::{Field, Summary},
            layout::Frame,
            portal_frame::frame,
            promises::{chip, current},
        },
        words::dates,
    },
};

/// Where the list is.
const HERE: &str = CASES;

/// The list.
#[derive(Debug, Template)]
#[template(path = "pages/portal_cases.html")]
struct List {
    frame: Frame,
    rows: Vec<Row>,
}

/// A case in the list.
#[derive(Debug)]
struct Row {
    href: String,
    headline: String,
    reference: String,
    what: String,
    state: String,
    state_class: &'static str,
    chip: Option<Chip>,
}

/// A case.
#[derive(Debug, Template)]
#[template(path = "pages/portal_case.html")]
struct View {
    frame: Frame,
    summary: Summary,
    done: String,
    case: CaseView,
    action: String,
    message: String,
    text: Field,
    number: Field,
}

/// What was typed and came back.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) number: String,
    pub(super) faults: Vec<(&'static str, String)>,
    /// What was said of the end of a wait: its rank, what was typed, and what is wrong with it.
    pub(super) end: (String, String, Option<String>),
}

impl Typed {
    fn fault(&self, control: &str) -> Option<String> {
        let found = self.faults.iter().find(|(name, _)| *name == control);
        found.map(|(_, words)| words.clone())
    }
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    // Whoever belongs to no vendor has no such page.
    if !member.who.takes_cases {
        return Err(PageError::Forbidden);
    }
    let scope = member.scope.clone();
    let cases = member
        .ask(&app, move |desk| -> Result<_, Error> {
            desk.cases_for_vendor(&scope)
        })
        .await?;
    let frame = frame(&app, &request, &member, "cases-title", HERE);
    let words = frame.words;
    let rows = cases.iter().map(|one| {
        let case = &one.case;
        let tz = case.contract.calendar().rules().timezone();
        let (said, state_class) = state(case.case.state, words);
        let href = format!("{HERE}/{}", case.case.id);
        let nature = words.say(&format!("nature-{}", case.case.dossier.nature));
        let sent = dates::short(case.case.opened_at, one.now, tz, words.lang());
        Row {
            chip: current(&case.clocks)
                .into_iter()
                .find_map(|clock| chip(clock, &case.contract, one.now, words, &href))
                .filter(|_| case.case.state.is_open()),
            headline: case.case.dossier.headline(),
            reference: case.reference.clone(),
            what: [nature, sent].join(" · "),
            state: said,
            state_class,
            href,
        }
    });
    let rows = rows.collect();
    Ok(Page::of(List { rows, frame }).answer())
}

/// The case, if the member sees it.
pub(super) async fn read(
    app: &App,
    member: &Member,
    case: VendorCaseId,
) -> Result<CaseForVendor, PageError> {
    let scope = member.scope.clone();
    member
        .ask(app, move |desk| desk.case_for_vendor(case, &scope))
        .await
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    case: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
    let found = read(&app, &member, case).await?;
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let typed = Typed::default();
    Ok(drawn(
        &app,
        &request,
        &member,
        &found,
        typed,
        query.line("done"),
    ))
}

/// Draws the page of a case.
pub(super) fn drawn(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    found: &CaseForVendor,
    typed: Typed,
    done: &str,
) -> HttpResponse {
    let mut frame = frame(app, request, member, "cases-title", HERE);
    let words = frame.words;
    let here = format!("{HERE}/{}", found.case.case.id);
    frame.title = frame.say_with("case-title-of", "reference", &found.case.reference);
    frame.refused = !typed.faults.is_empty() || typed.end.2.is_some();
    frame.path.clone_from(&here);
    let mut summary = Summary::default();
    for (control, said) in &typed.faults {
        summary.note(control, Some(said));
    }
    if let Some(said) = &typed.end.2 {
        summary.note(&format!("end-why-{}", typed.end.0), Some(said));
    }
    let judge = Judge {
        contests_ends: true,
        end: typed.end.clone(),
        end_of: found.case.case.id.to_string(),
        ..Judge::default()
    };
    let status = if typed.faults.is_empty() && typed.end.2.is_none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let files = format!("{here}/files");
    let view = View {
        summary,
        done: match done {
            "taken" | "answered" | "asked" | "settled" | "referred" | "contested" => {
                words.say(&format!("case-done-{done}"))
            }
            _ => String::new(),
        },
        case: CaseView::of(
            &found.case,
            found.now,
            (&files, &files, &here),
            (&judge, words),
        ),
        action: here,
        message: MessageId::fresh().to_string(),
        text: Field::new("text", words.say("case-text"))
            .hint(words.say("case-text-hint"))
            .value(&typed.text)
            .refused(typed.fault("text")),
        number: Field::new("number", words.say("case-number"))
            .value(&typed.number)
            .refused(typed.fault("number")),
        frame,
    };
    Page::with_status(view, status).answer()
}

/// Hands out a file that went along with a case.
pub(super) async fn file(
    app: web::Data<App>,
    member: Member,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (case, file) = path.into_inner();
    let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
    let file = file.parse().map_err(|_| PageError::NotFound)?;
    let scope = member.scope.clone();
    let (file, bytes) = member
        .ask(&app, move |desk| desk.case_file(case, file, &scope))
        .await?;
    Ok(handed_out(&file, bytes))
}
