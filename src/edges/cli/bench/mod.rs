//! `guichet bench`: how fast this machine files, shows and escalates, in one table.
//!
//! # Why
//! The server is the real one, in a process of its own, driven over loopback on the same processors
//! as the load. What is timed inside this process is the sweep alone, because a sweep with nothing
//! due cannot be seen from outside; its clock is put forward instead of waited for.

mod intake;
mod load;
mod report;
mod reports;
mod server;

use std::{
    io::Write,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use tempfile::TempDir;

use super::{open::Failure, seed};
use crate::{
    clock::{Clock, VirtualClock},
    desk::{self, DatabaseUrl, Desk, Secret},
    domain::{access::Scope, ids::TicketId, people::Role, ticket::QueueFilter},
};
use load::{Measured, Request, drive};
use report::{Line, markdown, span};
use server::Server;

/// The small queue that the big one is compared with.
const FEW: u32 = 1_000;
/// How many due levels a sweep is measured with.
const DUE: usize = 1_000;
/// How far the clock is put forward at a time until so many were due.
const FORWARD: TimeDelta = TimeDelta::minutes(2);
/// At most how often.
const MOST_FORWARD: u32 = 3_000;
const FILERS: usize = 16;
const READERS: usize = 8;

/// Measure how fast this machine files, shows and escalates
///
/// Fills a database with invented requests, starts the server on loopback, drives it, and prints a
/// table in Markdown. Without --database a temporary SQLite file is used, and removed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many open requests
    #[arg(long, value_name = "N", default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(1_000..=5_000_000))]
    open: u32,
    /// How long each load is driven
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// An empty database to use, sqlite:PATH or postgres://…; what is filed there stays
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Measure the report of a month over these requests, too
    #[arg(long)]
    report: bool,
}

/// Measures, and prints the table.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let folder = tempfile::tempdir()?;
    let database = args.database.clone().unwrap_or_else(|| {
        let path = folder.path().join("bench.db");
        format!("sqlite:{}", path.display())
    });
    let url: DatabaseUrl = database.parse().map_err(|error| Failure::config(&error))?;
    let clock = Arc::new(VirtualClock::running());
    let shared: Arc<dyn Clock> = clock.clone();
    let desk = Desk::open(&url, shared, desk::Site::default())?;
    let bench = Bench {
        desk,
        clock,
        database,
        folder,
        time: Duration::from_secs(args.seconds),
        open: args.open,
        report: args.report,
    };
    writeln!(out, "{}, {}\n", report::machine(), bench.desk.database())?;
    out.flush()?;
    let lines = bench.measure()?;
    write!(out, "{}", markdown(&lines))?;
    writeln!(out, "\n{}", report::machine())?;
    Ok(ExitCode::SUCCESS)
}

struct Bench {
    desk: Desk,
    clock: Arc<VirtualClock>,
    database: String,
    /// What the server is told and what it tells.
    folder: TempDir,
    time: Duration,
    open: u32,
    /// Whether the report of a month is measured.
    report: bool,
}

impl Bench {
    fn measure(&self) -> Result<Vec<Line>, Failure> {
        let mut lines = Vec::new();
        self.fill(FEW, false)?;
        reports::draw(&self.desk)?;
        let server = Server::start(&self.database, self.folder.path())?;
        let few = self.queue(&server, "")?;
        server.stop()?;
        let began = Instant::now();
        self.fill(self.open - FEW, true)?;
        lines.push(
            Line::one(
                format!("{} open requests seeded", self.open),
                "60 s",
                span(began.elapsed()),
            )
            .kept(began.elapsed() < Duration::from_secs(60)),
        );
        // A desk that has run for a while has no backlog of these: its server would draw them meanwhile.
        lines.push(reports::draw(&self.desk)?);
        let server = Server::start(&self.database, self.folder.path())?;
        self.pages(&mut lines, &server, &few)?;
        lines.extend(intake::measure(&server, &self.desk, READERS, self.time)?);
        let memory = server.memory();
        server.stop()?;
        self.sweeps(&mut lines)?;
        if self.report {
            lines.extend(reports::measure(&self.desk)?);
        }
        let mut starts = Vec::new();
        for _ in 0..5 {
            let server = Server::start(&self.database, self.folder.path())?;
            starts.push(server.started_in);
            server.stop()?;
        }
        let starts = Measured::of_times(starts);
        lines.push(
            Line::times(
                "start on this database, until the first answer".to_owned(),
                "0.3 s",
                &starts,
            )
            .kept(starts.within(50) <= Duration::from_millis(300)),
        );
        let mebibytes = memory.most / 1024;
        lines.push(
            Line::one(
                format!(
                    "the server's memory after all that: most (at the end {} MiB)",
                    memory.now / 1024
                ),
                "64 MB",
                format!("{mebibytes} MiB"),
            )
            .kept(memory.most * 1024 <= 64_000_000),
        );
        Ok(lines)
    }

    fn fill(&self, open: u32, more: bool) -> Result<(), Failure> {
        let bar = seed::bar(open, "guichet bench");
        let filled = seed::fill(&self.desk, open, 400, more, &bar);
        bar.finish_and_clear();
        filled?;
        Ok(())
    }

    /// What the server shows and takes.
    fn pages(&self, lines: &mut Vec<Line>, server: &Server, few: &Measured) -> Result<(), Failure> {
        let many = self.queue(server, "")?;
        let small = self.queue(server, "Accept-Encoding: gzip\r\n")?;
        let tickets = self.tickets(server)?;
        let filed = self.filing(server)?;
        let postgres = self.database.starts_with("postgres");
        let enough = if postgres { 2_000.0 } else { 5_000.0 };
        lines.push(
            Line::load(
                format!("filing through the form, {FILERS} connections"),
                if postgres {
                    "2,000/s, p99 30 ms"
                } else {
                    "5,000/s, p99 30 ms"
                },
                &filed,
            )
            .kept(filed.rate() >= enough && filed.within(99) <= Duration::from_millis(30)),
        );
        let rows = |open: u32, measured: &Measured, how: &str| {
            format!(
                "queue page at {open} open, {READERS} connections ({} kB{how})",
                measured.body() / 1_000
            )
        };
        let aim = "2,000/s, p99 20 ms";
        let fast = |measured: &Measured| {
            measured.rate() >= 2_000.0 && measured.within(99) <= Duration::from_millis(20)
        };
        lines.push(Line::load(rows(self.open, &many, ""), aim, &many).kept(fast(&many)));
        lines.push(Line::load(rows(FEW, few, ""), "", few));
        let ratio = few.rate() / many.rate();
        lines.push(
            Line::one(
                format!("times slower at {} than at {FEW}", self.open),
                "1.5",
                format!("{ratio:.2}"),
            )
            .kept(ratio <= 1.5),
        );
        lines.push(Line::load(rows(self.open, &small, ", gzip"), "", &small));
        lines.push(
            Line::load(
                format!(
                    "ticket page, {READERS} connections ({} kB)",
                    tickets.body() / 1_000
                ),
                "2,000/s",
                &tickets,
            )
            .kept(tickets.rate() >= 2_000.0),
        );
        Ok(())
    }

    fn driven(
        &self,
        server: &Server,
        connections: usize,
        status: u16,
        request: &(impl Fn(usize) -> Request + Sync),
    ) -> Result<Measured, Failure> {
        let before = server.processor();
        let measured = drive(server.address, connections, self.time, status, request)?;
        Ok(measured.using(server.processor().saturating_sub(before)))
    }

    /// A session for each connection.
    fn sessions(&self) -> Result<Vec<Secret>, Failure> {
        let workers = self.desk.workers()?;
        let agents: Vec<_> = workers
            .iter()
            .filter(|person| person.role == Role::Agent)
            .collect();
        Ok(agents
            .iter()
            .cycle()
            .take(READERS)
            .map(|agent| self.desk.open_session(agent.id, "guichet bench"))
            .collect::<Result<_, _>>()?)
    }

    fn read(
        &self,
        server: &Server,
        more: &str,
        path: impl Fn() -> String + Sync,
    ) -> Result<Measured, Failure> {
        let heads: Vec<String> = self
            .sessions()?
            .iter()
            .map(|session| {
                format!(
                    "Host: {}\r\nCookie: guichet={}\r\n{more}",
                    server.address,
                    session.reveal()
                )
            })
            .collect();
        let request = |number: usize| -> Request {
            let head = heads.get(number).map_or("", String::as_str);
            format!("GET {} HTTP/1.1\r\n{head}\r\n", path()).into_bytes()
        };
        self.driven(server, READERS, 200, &request)
    }

    fn queue(&self, server: &Server, more: &str) -> Result<Measured, Failure> {
        self.read(server, more, || "/queue".to_owned())
    }

    /// The tickets of the first pages, one after the other.
    fn tickets(&self, server: &Server) -> Result<Measured, Failure> {
        let reader = self
            .desk
            .workers()?
            .first()
            .map(|person| person.id)
            .ok_or_else(|| Failure::new(1, &"nobody works here"))?;
        let (mut ids, mut after): (Vec<TicketId>, _) = (Vec::new(), None);
        for _ in 0..10 {
            let page = self
                .desk
                .queue(QueueFilter::default(), after, &Scope::worker(reader))?;
            ids.extend(page.lines.iter().map(|line| line.row.ticket.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let turn = AtomicU64::new(0);
        self.read(server, "", || {
            let turn = usize::try_from(turn.fetch_add(1, Ordering::Relaxed)).unwrap_or_default();
            ids.get(turn % ids.len().max(1))
                .map_or_else(String::new, |id| format!("/tickets/{id}"))
        })
    }

    /// One request in ten is somebody's first.
    fn filing(&self, server: &Server) -> Result<Measured, Failure> {
        let mut services = self.desk.services()?;
        // Some contracts take requests of people that they know only.
        services.retain(|one| self.desk.takes_strangers(&one.slug).is_ok());
        let host = server.address;
        let turn = AtomicU64::new(0);
        let request = |_: usize| -> Request {
            let turn = turn.fetch_add(1, Ordering::Relaxed);
            let service = usize::try_from(turn)
                .ok()
                .and_then(|turn| services.get(turn % services.len().max(1)))
                .map_or("", |service| service.slug.as_str());
            let who = if turn.is_multiple_of(10) {
                format!("nouveau-{turn}")
            } else {
                format!("contact-{}", turn % 4)
            };
            let body = format!(
                "key={}&service={service}&name=L%C3%A9a+Marchal&email={who}%40client-{}.example\
                 &organisation=&subject=Export+comptable+incomplet+{turn}\
                 &text=L%E2%80%99export+du+mois+s%E2%80%99arr%C3%AAte+au+20.%0D%0AMerci.\
                 &workable=partly&reach=team&workaround=yes",
                Secret::draw().reveal(),
                turn % 400,
            );
            format!(
                "POST / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        };
        self.driven(server, FILERS, 303, &request)
    }

    /// Sweeps with nothing due, and one after the other until a thousand levels fired.
    fn sweeps(&self, lines: &mut Vec<Line>) -> Result<(), Failure> {
        self.desk.escalate()?;
        let mut idle = Vec::new();
        for _ in 0..200 {
            let began = Instant::now();
            let swept = self.desk.escalate()?;
            if swept.fired == 0 {
                idle.push(began.elapsed());
            }
        }
        let idle = Measured::of_times(idle);
        lines.push(
            Line::times(
                format!("sweep at {} open, nothing due", self.open),
                "1 ms",
                &idle,
            )
            .kept(idle.within(50) <= Duration::from_millis(1)),
        );
        let (mut fired, mut letters, mut took) = (0, 0, Duration::ZERO);
        for _ in 0..MOST_FORWARD {
            self.clock.advance(FORWARD);
            let began = Instant::now();
            let swept = self.desk.escalate()?;
            if swept.fired > 0 {
                took += began.elapsed();
            }
            fired += swept.fired;
            letters += swept.letters;
            if fired >= DUE {
                break;
            }
        }
        lines.push(
            Line::one(
                format!("sweep of {fired} due levels into {letters} owed letters"),
                "1,000 in 1 s",
                span(took),
            )
            .kept(fired >= DUE && took.as_secs_f64() * 1e3 <= usize_as_f64(fired)),
        );
        Ok(())
    }
}

fn usize_as_f64(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
