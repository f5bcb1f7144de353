//! What every handler is given: the desk, the settings, and the room to ask it in.

use std::{
    fmt,
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{HttpRequest, web};
use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use super::{
    BaseUrl, PageError, busy::BusyPages, lanes::Lanes, preferences::Preferences, room::Room,
    throttle::Throttle, under_way,
};
use crate::{
    desk::{self, Desk},
    domain::ids::PersonId,
    edges::{
        mail::CaughtLetter,
        pages::{
            layout::{DemoBar, Frame},
            queue::live::Hub,
        },
        words::dates,
    },
};

/// How many passwords are hashed at the same moment: each takes 19 MiB and a processor.
const MOST_HASHED: usize = 2;
/// How much of large bodies is held at the same moment, in KiB.
const MOST_HELD: usize = 32 * 1024;

/// What the pages need to know of this installation.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where this installation is reached.
    pub base_url: BaseUrl,
    /// The name of the desk that pages show; may be empty.
    pub desk_name: String,
    /// Proxies whose `X-Forwarded-For` is believed; nobody else's is.
    pub proxies: Vec<IpAddr>,
    /// Whether letters leave: a mail server is set.
    pub letters_leave: bool,
    /// How long a whole request body may take; 10 seconds where nothing else is wanted.
    pub body_patience: Duration,
}

impl Settings {
    /// The settings of a site at `base_url`, everything else as it comes.
    #[must_use]
    pub const fn at(base_url: BaseUrl) -> Self {
        Self {
            base_url,
            desk_name: String::new(),
            proxies: Vec::new(),
            letters_leave: true,
            body_patience: Duration::from_secs(10),
        }
    }
}

/// What the demonstration adds to every page.
pub trait Demonstration: fmt::Debug + Send + Sync {
    /// How many letters its catcher was sent.
    fn letters(&self) -> u64;
    /// The letters that are kept, the oldest first.
    fn caught(&self) -> Vec<CaughtLetter>;
    /// The letter of a rank, if it is still kept.
    fn letter(&self, rank: u64) -> Option<CaughtLetter>;
    /// Lets time pass until an instant, UTC; what falls due on the way happens.
    ///
    /// # Errors
    /// When the database fails.
    fn pass_until(&self, target: DateTime<Utc>) -> Result<(), desk::Error>;
    /// Whom a sign-in link of the demonstration lets in.
    fn let_in(&self, door: &str) -> Option<PersonId>;
}

/// What every handler is given. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The desk.
    pub desk: Desk,
    /// The settings of the site.
    pub settings: Arc<Settings>,
    /// The demonstration, when this is one.
    pub demo: Option<Arc<dyn Demonstration>>,
    /// Who tried too many passwords.
    pub throttle: Arc<Throttle>,
    /// Who asked for too many links to choose a password.
    pub links_asked: Arc<Throttle>,
    /// Who watches the queue.
    pub watchers: Hub,
    /// Who is served, and who waits.
    pub lanes: Arc<Lanes>,
    pub(super) busy: Arc<BusyPages>,
    hashed: Arc<Room>,
    /// Room for large bodies, in KiB.
    pub(super) held: Arc<Semaphore>,
}

impl App {
    /// An app over a desk.
    #[must_use]
    pub fn new(desk: Desk, settings: Settings) -> Self {
        Self {
            watchers: Hub::new(desk.clone()),
            lanes: Arc::new(Lanes::over(desk.at_once())),
            desk,
            settings: Arc::new(settings),
            demo: None,
            throttle: Arc::new(Throttle::default()),
            links_asked: Arc::new(Throttle::after(5, 20)),
            busy: Arc::default(),
            hashed: Room::of(MOST_HASHED),
            held: Arc::new(Semaphore::new(MOST_HELD)),
        }
    }

    /// The frame of a page that answers `request`; `title` is the key of its title.
    #[must_use]
    pub fn frame(&self, request: &HttpRequest, title: &str) -> Frame {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        self.frame_at(Preferences::of(request), path, title)
    }

    /// As [`App::frame`], where the request itself is not at hand any more.
    #[must_use]
    pub fn frame_at(&self, preferences: Preferences, path: &str, title: &str) -> Frame {
        let mut frame = Frame::new(preferences, path, preferences.lang.words().say(title));
        frame.desk_name.clone_from(&self.settings.desk_name);
        frame.takes_files = self.desk.takes_files();
        frame.demo = self.demo.as_ref().map(|demo| DemoBar {
            now: dates::long_date_time(
                self.desk.clock().now(),
                chrono_tz::Europe::Paris,
                preferences.lang,
            ),
            letters: demo.letters(),
        });
        frame
    }

    /// Whether what a peer says of its clients is believed.
    #[must_use]
    pub fn is_proxy(&self, peer: IpAddr) -> bool {
        self.settings.proxies.contains(&peer)
    }

    /// The address of the client: the peer, or what a listed proxy says of it.
    #[must_use]
    pub fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip();
        if !self.settings.proxies.contains(&peer) {
            return Some(peer);
        }
        request
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(','))
            .filter_map(|one| one.trim().parse().ok())
            .filter(|address| !self.settings.proxies.contains(address))
            .last()
            .or(Some(peer))
    }
}

/// Asks the desk on a thread that may wait for the database, as part of the request under way:
/// the first question waits for a seat in its lane, and what is logged bears the request's name.
///
/// # Errors
/// What the desk answers; [`PageError::Busy`] when too many ask at once.
pub async fn ask<T, E>(
    app: &App,
    job: impl FnOnce(&Desk) -> Result<T, E> + Send + 'static,
) -> Result<T, PageError>
where
    T: Send + 'static,
    E: Into<PageError> + Send + 'static,
{
    under_way::let_in().await?;
    let (desk, span) = (app.desk.clone(), tracing::Span::current());
    let asked = move || {
        let _entered = span.enter();
        let began = Instant::now();
        let answer = job(&desk);
        tracing::debug!(seconds = began.elapsed().as_secs_f64(), "asked the desk");
        answer
    };
    web::block(asked)
        .await
        .map_err(|_| PageError::Broken)?
        .map_err(Into::into)
}

/// As [`ask`], for what hashes a password: few at a time.
///
/// # Errors
/// As [`ask`].
pub async fn ask_slowly<T, E>(
    app: &App,
    job: impl FnOnce(&Desk) -> Result<T, E> + Send + 'static,
) -> Result<T, PageError>
where
    T: Send + 'static,
    E: Into<PageError> + Send + 'static,
{
    let _seat = app.hashed.enter().await.map_err(|_| PageError::Busy)?;
    ask(app, job).await
}
