//! The whole text: what the process counted, and how the desk stands.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    process,
    text::{Kind, Text},
};
use crate::{
    desk::{Desk, Gauges},
    domain::{
        incoming::Door,
        ticket::{ClockName, Priority, Status},
    },
    edges::{
        http::{App, lanes::Lane},
        worker::JOBS,
    },
};

/// How long what was read of the database is told again: counting open tickets costs something.
const KEPT: Duration = Duration::from_secs(5);

/// Puts the text together.
#[derive(Debug)]
pub(super) struct Gatherer {
    app: App,
    last: Mutex<Option<(Instant, Gauges)>>,
}

impl Gatherer {
    pub(super) fn new(app: App) -> Self {
        Self {
            app,
            last: Mutex::new(None),
        }
    }

    /// The text. Without the database it lacks what only the database knows.
    pub(super) fn text(&self) -> String {
        let mut text = Text::default();
        let help = "The program, always 1";
        text.family("guichet_build_info", Kind::Gauge, help);
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        text.sample("guichet_build_info", &version, 1);
        let gauges = self.gauges();
        let name = "guichet_database_up";
        let up = i32::from(gauges.is_some());
        text.one(name, Kind::Gauge, "Whether the database answered", up);
        if let Some(gauges) = gauges {
            write_desk(&mut text, &gauges);
        }
        write_done(&mut text, &self.app.desk);
        write_store(&mut text, &self.app.desk);
        write_lines(&mut text, &self.app);
        self.app.requests.write(&mut text);
        process::write(&mut text);
        text.done()
    }

    fn gauges(&self) -> Option<Gauges> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, gauges)) = &*last
            && at.elapsed() < KEPT
        {
            return Some(gauges.clone());
        }
        match self.app.desk.gauges() {
            Ok(gauges) => {
                *last = Some((Instant::now(), gauges.clone()));
                Some(gauges)
            }
            Err(error) => {
                tracing::warn!(%error, "the metrics lack what the database knows");
                *last = None;
                None
            }
        }
    }
}

fn write_desk(text: &mut Text, gauges: &Gauges) {
    let name = "guichet_tickets_open";
    text.family(name, Kind::Gauge, "Tickets that are not resolved");
    for priority in Priority::ALL {
        for status in [Status::New, Status::Open, Status::Paused] {
            let found = gauges
                .open
                .iter()
                .find(|(one, other, _)| one == priority.word() && other == status.word());
            let count = found.map_or(0, |(_, _, count)| *count);
            let labels = [("severity", priority.word()), ("state", status.word())];
            text.sample(name, &labels, count);
        }
    }
    if let Some(next) = gauges.next_due {
        let name = "guichet_sla_next_due_seconds";
        let help = "Until anything next happens to a clock; negative when it is overdue";
        text.one(name, Kind::Gauge, help, seconds(next - gauges.now));
    }
    let lag = gauges.next_due.map_or(0.0, |next| since(next, gauges.now));
    let name = "guichet_sla_clock_lag_seconds";
    let help = "How long what is due has not been done";
    text.one(name, Kind::Gauge, help, lag);
    let name = "guichet_mail_outbox_letters";
    text.family(
        name,
        Kind::Gauge,
        "Letters that wait or were refused, up to a bound",
    );
    text.sample(name, &[("state", "owed")], gauges.letters.owed);
    text.sample(name, &[("state", "refused")], gauges.letters.refused);
    let oldest = gauges.oldest_letter.map_or(0.0, |at| since(at, gauges.now));
    let name = "guichet_mail_outbox_oldest_seconds";
    let help = "How long the oldest letter that waits has been owed";
    text.one(name, Kind::Gauge, help, oldest);
    let name = "guichet_escalations_open";
    let help = "Escalations that nobody has acknowledged, up to a bound";
    text.one(name, Kind::Gauge, help, gauges.escalations);
}

fn write_done(text: &mut Text, desk: &Desk) {
    let name = "guichet_sla_breaches_total";
    text.family(name, Kind::Counter, "Deadlines that this process saw pass");
    for clock in ClockName::ALL {
        for priority in Priority::ALL {
            let labels = [("metric", clock.word()), ("severity", priority.word())];
            text.sample(name, &labels, desk.tally().breaches(clock, priority));
        }
    }
    let name = "guichet_mail_received_total";
    text.family(name, Kind::Counter, "Letters that came in and were stored");
    for door in Door::ALL.iter().copied() {
        let labels = [("door", door.word())];
        text.sample(name, &labels, desk.tally().letters(door));
    }
    let name = "guichet_jobs_failed_total";
    text.family(
        name,
        Kind::Counter,
        "Background work that failed and is tried again",
    );
    for job in JOBS {
        text.sample(name, &[("job", job)], desk.tally().failures(job));
    }
}

fn write_store(text: &mut Text, desk: &Desk) {
    let load = desk.store_load();
    let name = "guichet_db_pool_in_use";
    text.one(
        name,
        Kind::Gauge,
        "Connections to the database in use",
        load.in_use,
    );
    let name = "guichet_db_pool_idle";
    text.one(
        name,
        Kind::Gauge,
        "Connections to the database that are free",
        load.idle,
    );
    let name = "guichet_db_pool_max";
    text.one(
        name,
        Kind::Gauge,
        "The most connections to the database",
        load.most,
    );
    let name = "guichet_db_writes_pending";
    text.one(
        name,
        Kind::Gauge,
        "Writes that wait or are being made",
        load.writes,
    );
}

fn write_lines(text: &mut Text, app: &App) {
    let lines = &app.lines;
    let name = "guichet_http_connections_open";
    text.one(name, Kind::Gauge, "Connections of clients", lines.count());
    let name = "guichet_http_connections_busy";
    text.one(
        name,
        Kind::Gauge,
        "Connections in the middle of a request",
        lines.busy(),
    );
    let name = "guichet_http_connections_given_up_total";
    let help = "Connections given up because the client was too slow";
    text.one(name, Kind::Counter, help, lines.given_up());
    let name = "guichet_http_connections_turned_away_total";
    let help = "Connections turned away because there were too many";
    text.one(name, Kind::Counter, help, lines.turned_away());
    let rooms = Lane::ALL.map(|(lane, word)| (word, app.lanes.room(lane)));
    let name = "guichet_http_seats_taken";
    text.family(name, Kind::Gauge, "Requests that are being answered");
    for (word, room) in rooms {
        text.sample(name, &[("lane", word)], room.taken());
    }
    let name = "guichet_http_waiting";
    text.family(name, Kind::Gauge, "Requests that wait for their turn");
    for (word, room) in rooms {
        text.sample(name, &[("lane", word)], room.waiting());
    }
    let name = "guichet_http_refused_total";
    text.family(
        name,
        Kind::Counter,
        "Requests refused because there were too many",
    );
    for (word, room) in rooms {
        text.sample(name, &[("lane", word)], room.refused());
    }
    let name = "guichet_sse_clients";
    text.one(
        name,
        Kind::Gauge,
        "Open pages that are told of changes",
        app.watchers.watching(),
    );
}

fn since(then: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    seconds(now - then).max(0.0)
}

fn seconds(span: TimeDelta) -> f64 {
    span.as_seconds_f64()
}
