//! Clocks back to back: what we owe the customer, what the vendor owes us, and in whose hands the
//! request was, when, in whose opening hours.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;

use super::section::late_words;
use crate::{
    desk::{TicketPage, VendorPage},
    domain::{
        contract::Contract,
        ids::TicketId,
        vendor::{self, CaseEvent, Hands, Held},
    },
    edges::{
        http::{App, Caller, Page, PageError, Reads},
        pages::{
            chip::Chip,
            desk_frame::{Numbers, frame},
            layout::{Frame, Place},
            opening,
            promises::{chip, clock_word, current},
        },
        words::{Words, clauses, dates, durations::amount},
    },
};

/// The width of the picture.
const WIDTH: f64 = 900.0;
/// The height of one row of it.
const ROW: u32 = 34;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/ticket_hands.html")]
struct View {
    frame: Frame,
    id: String,
    reference: String,
    subject: String,
    late: Option<String>,
    promises: Vec<Promise>,
    lanes: Vec<Lane>,
    height: u32,
    described: String,
    rows: Vec<Row>,
    sums: Vec<Sum>,
    has_vendor: bool,
}

/// What somebody owes somebody.
#[derive(Debug)]
struct Promise {
    who: String,
    clock: String,
    contract: String,
    hours: String,
    chip: Option<Chip>,
}

/// A row of the picture.
#[derive(Debug)]
struct Lane {
    label: String,
    text_y: u32,
    y: u32,
    class: &'static str,
    bars: Vec<(String, String)>,
}

/// A stretch in one pair of hands.
#[derive(Debug)]
struct Row {
    from: String,
    datetime: String,
    to: String,
    who: String,
    class: &'static str,
    lasted: String,
    ours: String,
    theirs: String,
}

/// What each pair of hands had it for, altogether.
#[derive(Debug)]
struct Sum {
    who: String,
    lasted: String,
    ours: String,
    theirs: String,
}

impl View {
    /// Where the ticket is.
    fn ticket_address(&self) -> String {
        format!("/tickets/{}", self.id)
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<Reads>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let found = caller.ask(&app, move |desk, worker| {
        let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
        let page = desk.vendor_page(id, worker.scope())?;
        Ok::<_, PageError>((page, Numbers::read(desk, worker.scope())?))
    });
    let (worker, (page, numbers)) = found.await?;
    let mut frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "hands-title",
        Place::Elsewhere,
    );
    frame.slim = true;
    let reference = page.page.ticket.reference.to_string();
    frame.title = frame.say_with("hands-title-of", "reference", &reference);
    Ok(Page::of(view(frame, &page)).answer())
}

fn view(frame: Frame, page: &VendorPage) -> View {
    let words = frame.words;
    let ticket = &page.page;
    let histories: Vec<Vec<CaseEvent>> = page.cases.iter().map(|one| one.history.clone()).collect();
    let held = vendor::held(&ticket.events, &histories, ticket.now);
    // The vendor's hours are those of its last case; a ticket without one has none to compare.
    let theirs = page.cases.last().map(|one| &*one.contract);
    let open = page.cases.iter().find(|one| one.case.state.is_open());
    let late = open.and_then(|one| vendor::late(&ticket.clocks, &one.clocks));
    let rows: Vec<Row> = held
        .iter()
        .map(|one| row(ticket, theirs, one, words))
        .collect();
    let lanes = lanes(&held, words);
    View {
        id: ticket.ticket.id.to_string(),
        reference: ticket.ticket.reference.to_string(),
        subject: ticket.ticket.subject.to_string(),
        late: late.map(|found| late_words(ticket, &found, "late-open", words)),
        promises: promises(page, words),
        height: ROW * u32::try_from(lanes.len()).unwrap_or(1),
        lanes,
        described: rows
            .iter()
            .map(|row| [row.who.as_str(), row.from.as_str(), row.to.as_str()].join(" "))
            .collect::<Vec<_>>()
            .join("; "),
        sums: sums(ticket, theirs, &held, words),
        has_vendor: theirs.is_some(),
        rows,
        frame,
    }
}

/// What we owe the customer, and what each vendor owes us.
fn promises(page: &VendorPage, words: Words) -> Vec<Promise> {
    let ticket = &page.page;
    let hands = format!("/tickets/{}/hands", ticket.ticket.id);
    let mut all: Vec<Promise> = current(&ticket.clocks)
        .into_iter()
        .map(|clock| Promise {
            who: words.say("hands-we-owe"),
            clock: clock_word(clock.name, words),
            contract: clauses::title(&ticket.contract, words),
            hours: opening::sentence(&ticket.contract, words),
            chip: chip(
                clock,
                &ticket.contract,
                ticket.now,
                words,
                &format!("/tickets/{}/deadline/{}", ticket.ticket.id, clock.name),
            ),
        })
        .collect();
    for case in &page.cases {
        all.extend(current(&case.clocks).into_iter().map(|clock| Promise {
            who: words.say_with(
                "hands-vendor-owes",
                &[
                    ("vendor", case.vendor.as_str().into()),
                    ("reference", case.reference.as_str().into()),
                ],
            ),
            clock: clock_word(clock.name, words),
            contract: clauses::title(&case.contract, words),
            hours: opening::sentence(&case.contract, words),
            chip: chip(clock, &case.contract, ticket.now, words, &hands),
        }));
    }
    all
}

/// The hands that had it, each with its stretches; open and closed hours alike, to the same scale.
fn lanes(held: &[Held], words: Words) -> Vec<Lane> {
    let (Some(first), Some(last)) = (held.first(), held.last()) else {
        return Vec::new();
    };
    let whole = real(last.to - first.from).max(1.0);
    let place = |from| real(from - first.from) / whole * WIDTH;
    let had = Hands::ALL
        .into_iter()
        .filter(|hands| held.iter().any(|one| one.by == *hands));
    had.zip(0u32..)
        .map(|(hands, rank)| Lane {
            label: hands_word(hands, words),
            y: rank * ROW + 16,
            text_y: rank * ROW + 12,
            class: hands.word(),
            bars: held
                .iter()
                .filter(|one| one.by == hands)
                .map(|one| {
                    let width = (place(one.to) - place(one.from)).max(2.0);
                    (format!("{:.1}", place(one.from)), format!("{width:.1}"))
                })
                .collect(),
        })
        .collect()
}

fn real(time: TimeDelta) -> f64 {
    f64::from(i32::try_from(time.num_seconds()).unwrap_or(i32::MAX))
}

/// « Client », « Intégrateur », « Éditeur ».
fn hands_word(hands: Hands, words: Words) -> String {
    words.say(&format!("hands-{}", hands.word()))
}

fn row(page: &TicketPage, theirs: Option<&Contract>, held: &Held, words: Words) -> Row {
    let tz = page.contract.calendar().rules().timezone();
    Row {
        from: dates::day_time(held.from, tz, words.lang()),
        datetime: dates::machine(held.from, tz),
        to: dates::day_time(held.to, tz, words.lang()),
        who: hands_word(held.by, words),
        class: held.by.word(),
        lasted: lasted((held.to - held.from).num_seconds(), false, words),
        ours: open_in(&page.contract, held, words),
        theirs: theirs.map_or_else(String::new, |theirs| open_in(theirs, held, words)),
    }
}

/// How long a contract's desk was open during a stretch.
fn open_in(contract: &Contract, held: &Held, words: Words) -> String {
    let open = contract.calendar().open_between(held.from, held.to);
    lasted(open.num_seconds(), true, words)
}

fn lasted(seconds: i64, business: bool, words: Words) -> String {
    if seconds < 60 {
        return words.say_with("amount-minutes", &[("minutes", "0".into())]);
    }
    amount(seconds, business, words)
}

fn sums(page: &TicketPage, theirs: Option<&Contract>, held: &[Held], words: Words) -> Vec<Sum> {
    let of = |hands: Hands| held.iter().filter(move |one| one.by == hands);
    let open = |contract: &Contract, hands| {
        let all: i64 = of(hands)
            .map(|one| {
                let open = contract.calendar().open_between(one.from, one.to);
                open.num_seconds()
            })
            .sum();
        lasted(all, true, words)
    };
    Hands::ALL
        .into_iter()
        .filter(|hands| of(*hands).next().is_some())
        .map(|hands| Sum {
            who: hands_word(hands, words),
            lasted: lasted(
                of(hands).map(|one| (one.to - one.from).num_seconds()).sum(),
                false,
                words,
            ),
            ours: open(&page.contract, hands),
            theirs: theirs.map_or_else(String::new, |theirs| open(theirs, hands)),
        })
        .collect()
}
