//! The queue as it changes: a stream of events for each page that is open (WHATWG HTML, 9.2).
//!
//! # Why
//! A plain `EventSource` and what `app.js` does with it, rather than a library for it: what is
//! asked for is that nothing moves under focus, pointer or selection, that new rows wait, and that
//! it runs in the browsers for which `app.js` is written. A library would bring 16 kB, newer syntax
//! and none of that.

mod hub;
mod look;
mod message;

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{CONTENT_ENCODING, CONTENT_TYPE},
    },
    web::{self, Bytes},
};
use chrono::{DateTime, Utc};
use futures_util::stream::{self, Stream};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

pub use hub::{Ending, Hub};
use hub::{NoSeat, Seat};
use message::Teller;

use super::filter::Asked;
use crate::edges::{
    http::{App, Form, PageError, Reads, WorkerWith, preferences::Preferences},
    words::Words,
};

/// How often a stream that has nothing to say shows that it is there. A page that hears nothing
/// for three times as long takes the connection for lost.
const BEAT: Duration = Duration::from_secs(15);

/// The address of the stream for a page that asks for `asked` and was made at `now`.
pub(super) fn address(asked: &Asked, now: DateTime<Utc>) -> String {
    let page = asked.href(asked.after);
    let query = page.split_once('?').map_or("", |(_, query)| query);
    let sign = if query.is_empty() { "" } else { "&" };
    let now = now.timestamp_micros();
    format!("/queue/live?{query}{sign}since={now}")
}

/// The sentences of the page whose numbers the script puts in: `##` is the number.
#[derive(Debug)]
pub(super) struct Pill {
    pub(super) filed: (String, String),
    pub(super) more: (String, String),
    pub(super) changed: (String, String),
    pub(super) left: (String, String),
}

impl Pill {
    pub(super) fn of(words: Words) -> Self {
        let both = |key| {
            let one = words.say_with(key, &[("count", 1_u32.into())]);
            (one, words.say_with(key, &[("count", "##".into())]))
        };
        Self {
            filed: both("queue-live-filed"),
            more: both("queue-live-more"),
            changed: both("queue-live-changed"),
            left: both("queue-live-left"),
        }
    }
}

pub(super) async fn stream(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let since = query
        .line("since")
        .parse()
        .ok()
        .and_then(DateTime::from_timestamp_micros)
        .ok_or(PageError::NotUnderstood)?;
    let asked = Asked::read(&query);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        // Neither this server nor a proxy may hold back what is said until more comes.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    let seat = app
        .watchers
        .join(&asked, &worker)
        .map_err(|why| match why {
            NoSeat::Full => PageError::Busy,
            NoSeat::NoThread(error) => {
                tracing::error!(%error, "nobody can look at the queue for those who watch it");
                PageError::Busy
            }
        })?;
    let teller = Teller::new(&app, Preferences::of(&request), &worker, asked, since);
    Ok(answer.streaming(told(seat, teller)))
}

/// One stream.
struct Telling {
    seat: Seat,
    teller: Teller,
    beat: Interval,
    over: bool,
}

/// What is told, until the seat is taken away or nobody reads any more.
fn told(seat: Seat, teller: Teller) -> impl Stream<Item = Result<Bytes, std::convert::Infallible>> {
    let mut beat = interval_at(Instant::now(), BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let telling = Telling {
        seat,
        teller,
        beat,
        over: false,
    };
    stream::unfold(telling, |mut telling| async move {
        let said = telling.next().await?;
        Some((Ok(Bytes::from(said)), telling))
    })
}

impl Telling {
    async fn next(&mut self) -> Option<String> {
        loop {
            if self.over {
                return None;
            }
            let Seat { seen, end, .. } = &mut self.seat;
            tokio::select! {
                biased;
                ended = end.changed() => {
                    self.over = true;
                    let ending = ended.ok().and_then(|()| *end.borrow_and_update());
                    return Some(event("end", word(ending.unwrap_or(Ending::Stopping))));
                }
                looked = seen.changed() => {
                    if looked.is_err() {
                        return None;
                    }
                    let look = seen.borrow_and_update().clone();
                    match look {
                        Some(Some(found)) => {
                            if let Some(json) = self.teller.tell(&found) {
                                let id = found.page.now.timestamp_micros();
                                return Some(format!("id: {id}\n{}", event("queue", &json)));
                            }
                        }
                        Some(None) => return Some(event("stale", "")),
                        // Nobody has looked yet.
                        None => {}
                    }
                }
                _ = self.beat.tick() => return Some(event("beat", "")),
            }
        }
    }
}

const fn word(ending: Ending) -> &'static str {
    match ending {
        Ending::SignedOut => "signed-out",
        Ending::Elsewhere => "elsewhere",
        Ending::Stopping | Ending::Regrouped => "stopping",
    }
}

/// An event; JSON has no line ends that could break it.
fn event(name: &str, data: &str) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}
