//! The demonstration: a temporary database with two weeks of a desk's life, a clock that can be
//! put forward, and a mail server that keeps every letter. It listens on loopback only.

mod customers;
mod pages;
mod scenario;
mod time;
mod topics;

use std::{io, net::TcpListener, sync::Arc};

use chrono::{DateTime, Utc};
use tempfile::TempDir;

pub use pages::routes;

use crate::{
    clock::{Clock, VirtualClock},
    desk::{self, DatabaseUrl, Desk, Secret},
    domain::ids::PersonId,
    edges::{
        http::{App, BaseUrl, Demonstration, Settings},
        mail::{Catcher, CaughtLetter, Site, SmtpMailer, SmtpSettings},
        worker::Worker,
    },
};
use scenario::Team;
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
        let team = tell_story(&clock, &desk, &mailer, now)?;
        let doors = [
            ("agent", team.agent),
            ("supervisor", team.supervisor),
            ("administrator", team.administrator),
        ]
        .map(|(role, person)| (role, Secret::draw(), person));
        let links = doors
            .iter()
            .map(|(role, secret, _)| {
                (
                    *role,
                    format!("{base_url}/demo/sign-in/{}", secret.reveal()),
                )
            })
            .collect();
        let worker = Worker::start(&desk, Some(&mailer))?;
        let stage = Stage {
            time: Time::new(clock, desk.clone(), mailer),
            catcher,
            doors: doors.map(|(_, secret, person)| (secret, person)),
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
    pub async fn serve(self, until: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let served = crate::edges::http::serve(self.app, vec![self.listener], routes, until).await;
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
) -> Result<Team, DemoError> {
    clock.set(now - scenario::LONG_AGO);
    let team = scenario::furnish(desk)?;
    let time = Time::new(Arc::clone(clock), desk.clone(), Arc::clone(mailer));
    scenario::tell(desk, &time, &team, now)?;
    clock.run();
    Ok(team)
}

/// What its pages can do.
#[derive(Debug)]
struct Stage {
    time: Time,
    catcher: Catcher,
    doors: [(Secret, PersonId); 3],
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

    fn let_in(&self, door: &str) -> Option<PersonId> {
        let door = Secret::read(door)?;
        self.doors
            .iter()
            .find(|(secret, _)| *secret == door)
            .map(|(_, person)| *person)
    }
}
