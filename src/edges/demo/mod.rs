//! The demonstration: a temporary database with two weeks of a desk's life, a clock that can be
//! put forward, and a mail server that keeps every letter. It listens on loopback only.

mod customers;
mod monitors;
mod operations;
mod pages;
mod portal;
mod scenario;
mod team;
mod time;
mod topics;
mod vendor;

use std::{io, net::TcpListener, sync::Arc};

use chrono::{DateTime, Utc};
use tempfile::TempDir;

pub use pages::routes;

use crate::{
    clock::{Clock, VirtualClock},
    desk::{self, DatabaseUrl, Desk, Secret},
    domain::ids::PersonId,
    edges::{
        http::{
            App, BaseUrl, Demonstration, Settings,
            identity::HOME,
            member::{CASES, PORTAL},
        },
        mail::{Catcher, CaughtLetter, Site, SmtpMailer, SmtpSettings},
        worker::Worker,
    },
};
use portal::Customers;
use team::Team;
use time::Time;

/// The name of the desk that the pages of the demonstration show.
const DESK: &str = "Support de démonstration";

/// A demonstration that is ready to be served.
#[derive(Debug)]
pub struct Demo {
    /// Serves its pages.
    pub app: App,
    /// Where it listens.
    pub listener: TcpListener,
    /// Its address.
    pub base_url: String,
    /// A sign-in link for each kind of person, with a word for it.
    pub doors: Vec<(&'static str, String)>,
    worker: Worker,
    // Removes the database when the demonstration ends.
    _folder: TempDir,
}

/// Why there is no demonstration.
#[derive(Debug)]
pub enum DemoError {
    /// The system gave no folder, port or thread.
    System(io::Error),
    /// The desk could not do its part.
    Desk(desk::Error),
    /// Something of the demonstration itself is wrong.
    Ours(String),
}

impl std::fmt::Display for DemoError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::System(error) => error.fmt(f),
            Self::Desk(error) => error.fmt(f),
            Self::Ours(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for DemoError {}

impl From<io::Error> for DemoError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<desk::Error> for DemoError {
    fn from(error: desk::Error) -> Self {
        Self::Desk(error)
    }
}

impl Demo {
    /// Prepares a demonstration whose virtual clock shows `now`, on a listener of loopback.
    ///
    /// # Errors
    /// When the system or the database does not do its part.
    pub fn prepare(listener: TcpListener, now: DateTime<Utc>) -> Result<Self, DemoError> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("demo.db").display());
        let url: DatabaseUrl = url.parse().map_err(ours)?;
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(DemoError::Ours(format!(
                "a demonstration listens on loopback only, not on {address}"
            )));
        }
        let base_url = format!("http://{address}");
        let clock = Arc::new(VirtualClock::stopped(now));
        let shared: Arc<dyn Clock> = clock.clone();
        let site = desk::Site {
            mail_host: "guichet.example".to_owned(),
            files: Some(folder.path().join("files")),
            name: DESK.to_owned(),
            ..desk::Site::default()
        };
        let desk = Desk::open(&url, shared.clone(), site)?;
        let catcher = Catcher::start_with(shared)?;
        let smtp = SmtpSettings::parse(&catcher.url(), "Support <support@guichet.example>", None)
            .map_err(ours)?;
        let mail_site = Site::new(&base_url, DESK, chrono_tz::Europe::Paris);
        let mailer: Arc<dyn desk::ports::Mailer> = Arc::new(SmtpMailer::new(smtp, mail_site));
        let (team, customers, parts) = tell_story(&clock, &desk, &mailer, now)?;
        let looker = monitors::furnish(&desk, &team, &parts, &base_url)?;
        let doors = [
            ("agent", team.agent, HOME),
            ("supervisor", team.supervisor, HOME),
            ("administrator", team.administrator, HOME),
            ("requester", customers.requester, PORTAL),
            ("designated-administrator", customers.designated, PORTAL),
            ("integrator", customers.integrator, PORTAL),
            ("vendor", customers.vendor.person, CASES),
        ]
        .map(|(role, person, lands)| Door {
            role,
            secret: Secret::draw(),
            person,
            lands,
        });
        let links = doors
            .iter()
            .map(|door| (door.role, format!("{base_url}{}", door.path())))
            .collect();
        let mut worker = Worker::start(&desk, Some(&mailer))?;
        worker.watches(&looker)?;
        let stage = Stage {
            time: Time::new(clock, desk.clone(), mailer),
            catcher,
            doors,
        };
        let base: BaseUrl = base_url.parse().map_err(ours)?;
        let mut settings = Settings::at(base);
        DESK.clone_into(&mut settings.desk_name);
        let mut app = App::new(desk, settings);
        app.demo = Some(Arc::new(stage));
        Ok(Self {
            app,
            listener,
            base_url,
            doors: links,
            worker,
            _folder: folder,
        })
    }

    /// Serves it until `until` is over.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub async fn serve(self, until: impl Future<Output = ()>) -> io::Result<()> {
        let served = crate::edges::http::serve(self.app, self.listener.into(), routes, until).await;
        self.worker.stop();
        served
    }
}

fn ours(error: impl std::fmt::Display) -> DemoError {
    DemoError::Ours(error.to_string())
}

/// Fills the desk: the story is told on a clock that stands still between its scenes, and runs
/// when it is told.
fn tell_story(
    clock: &Arc<VirtualClock>,
    desk: &Desk,
    mailer: &Arc<dyn desk::ports::Mailer>,
    now: DateTime<Utc>,
) -> Result<(Team, Customers, operations::Parts), DemoError> {
    clock.set(now - scenario::LONG_AGO);
    let team = team::furnish(desk)?;
    let customers = portal::furnish(desk, &team, now)?;
    let parts = operations::furnish(desk, &team, now)?;
    let time = Time::new(Arc::clone(clock), desk.clone(), Arc::clone(mailer));
    scenario::tell(desk, &time, (&team, &customers.vendor), now)?;
    operations::tell(desk, &team, &parts, now)?;
    clock.run();
    Ok((team, customers, parts))
}

/// What its pages can do.
#[derive(Debug)]
struct Stage {
    time: Time,
    catcher: Catcher,
    doors: [Door; 7],
}

/// A sign-in link.
#[derive(Debug)]
struct Door {
    /// The word of who signs in by it.
    role: &'static str,
    secret: Secret,
    person: PersonId,
    /// Where it leads.
    lands: &'static str,
}

impl Door {
    fn path(&self) -> String {
        format!("/demo/sign-in/{}", self.secret.reveal())
    }
}

impl Demonstration for Stage {
    fn letters(&self) -> u64 {
        self.catcher.count()
    }

    fn caught(&self) -> Vec<CaughtLetter> {
        self.catcher.letters()
    }

    fn letter(&self, rank: u64) -> Option<CaughtLetter> {
        self.catcher.letter(rank)
    }

    fn pass_until(&self, target: DateTime<Utc>) -> Result<(), desk::Error> {
        self.time.pass_until(target)
    }

    fn let_in(&self, door: &str) -> Option<(PersonId, &'static str)> {
        let door = Secret::read(door)?;
        self.doors
            .iter()
            .find(|one| one.secret == door)
            .map(|one| (one.person, one.lands))
    }

    fn doors(&self) -> Vec<(&'static str, String)> {
        let doors = self.doors.iter();
        doors.map(|door| (door.role, door.path())).collect()
    }
}
