//! What every handler is given: the desk, the settings, and the room to ask it in.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::{Arc, Once},
    time::{Duration, Instant},
};

use actix_web::{HttpRequest, web};
use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use super::{
    BaseUrl, PageError,
    busy::BusyPages,
    export,
    form_door::{FormDoor, FormRules, Source, is_forwarded},
    lanes::Lanes,
    lines::Lines,
    preferences::Preferences,
    room::{Patience, Room},
    stopping::Stopping,
    throttle::Throttle,
    under_way,
};
use crate::{
    config::Network,
    desk::{self, Desk, ports::HookCaller},
    domain::ids::PersonId,
    edges::{
        caller::WebCaller,
        mail::CaughtLetter,
        metrics::requests::Requests,
        pages::{
            layout::{DemoBar, Frame},
            queue::live::Hub,
            status::Snapshot,
        },
        provider::Provider,
        words::dates,
    },
};

/// How many passwords are hashed at the same moment: each takes 19 MiB and a processor.
const MOST_HASHED: usize = 2;
/// How many probes are answered at the same moment.
const MOST_ASIDE: usize = 2;
/// How many wait for the provider at the same moment: its slowness is not to be ours.
const MOST_OUTSIDE: usize = 4;
/// How many connections may be open at the same moment, where the system allows as many.
const MOST_LINES: usize = 8_192;
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
    pub proxies: Vec<Network>,
    /// What the public form accepts.
    pub form: FormRules,
    /// Whether letters leave: a mail server is set.
    pub letters_leave: bool,
    /// How long a whole request body may take; 20 seconds where nothing else is wanted.
    pub body_patience: Duration,
    /// How many connections may be open at the same moment.
    pub most_lines: usize,
    /// The provider at which people may sign in instead of giving a password.
    pub provider: Option<Arc<dyn Provider>>,
    /// Who calls other people's programs, when an administrator tries.
    pub hooks: Arc<dyn HookCaller>,
    /// Where the last snapshot of the status page is kept.
    pub status_snapshot: Option<PathBuf>,
}

impl Settings {
    /// The settings of a site at `base_url`, everything else as it comes.
    #[must_use]
    pub fn at(base_url: BaseUrl) -> Self {
        Self {
            base_url,
            desk_name: String::new(),
            proxies: Vec::new(),
            letters_leave: true,
            form: FormRules::default(),
            body_patience: Duration::from_secs(20),
            most_lines: MOST_LINES,
            provider: None,
            hooks: Arc::new(WebCaller::new(false)),
            status_snapshot: None,
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
    /// Whom a sign-in link of the demonstration lets in, and the page it leads to.
    fn let_in(&self, door: &str) -> Option<(PersonId, &'static str)>;
    /// The sign-in links: the word of who enters by it, and the path.
    fn doors(&self) -> Vec<(&'static str, String)>;
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
    /// Who tried too many codes after a right password.
    pub codes_tried: Arc<Throttle>,
    /// Who asked for too many links to choose a password.
    pub links_asked: Arc<Throttle>,
    /// Who asked for too many letters to subscribe to the status page.
    pub news_asked: Arc<Throttle>,
    /// Who came back from the provider too often without being let in.
    pub provider_tried: Arc<Throttle>,
    /// Who called as a vendor too often without being shown to be one.
    pub hooks_tried: Arc<Throttle>,
    /// Who watches the queue.
    pub watchers: Hub,
    /// What the public form lets in.
    pub form_door: Arc<FormDoor>,
    stranger: Arc<Once>,
    /// Who is served, and who waits.
    pub lanes: Arc<Lanes>,
    pub(super) busy: Arc<BusyPages>,
    /// How the services fared when that was last read.
    pub status: Snapshot,
    /// The connections that are open.
    pub lines: Arc<Lines>,
    /// How long answers took.
    pub requests: Arc<Requests>,
    /// Whether the server stops.
    pub stopping: Arc<Stopping>,
    hashed: Arc<Room>,
    aside: Arc<Room>,
    /// Turns to read a list that is handed out.
    pub(super) exports: Arc<Semaphore>,
    outside: Arc<Room>,
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
            lines: Lines::of(settings.most_lines),
            stopping: Arc::default(),
            requests: Arc::default(),
            desk,
            form_door: Arc::new(FormDoor::new(settings.form)),
            stranger: Arc::new(Once::new()),
            demo: None,
            throttle: Arc::new(Throttle::default()),
            codes_tried: Arc::new(Throttle::after(5, 50)),
            links_asked: Arc::new(Throttle::after(5, 20)),
            news_asked: Arc::new(Throttle::after(5, 20)),
            provider_tried: Arc::new(Throttle::after(20, 50)),
            hooks_tried: Arc::new(Throttle::after(20, 50)),
            busy: Arc::default(),
            status: Snapshot::at(settings.status_snapshot.clone()),
            hashed: Room::of(MOST_HASHED, Patience::LONG),
            aside: Room::of(MOST_ASIDE, Patience::LONG),
            exports: Arc::new(Semaphore::new(export::AT_ONCE)),
            outside: Room::of(MOST_OUTSIDE, Patience::LONG),
            held: Arc::new(Semaphore::new(MOST_HELD)),
            settings: Arc::new(settings),
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
        self.settings.proxies.iter().any(|one| one.contains(peer))
    }

    /// The address of the client: the peer, or what listed proxies say of it.
    ///
    /// Each proxy writes whom it was asked by at the end of `X-Forwarded-For`. So it is read from
    /// its end, as long as those who wrote are listed: what stands before may be anybody's invention.
    #[must_use]
    pub fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip().to_canonical();
        if !self.is_proxy(peer) {
            if peer.is_loopback() && is_forwarded(request.headers()) {
                self.stranger.call_once(|| {
                    tracing::warn!(
                        "a proxy on this machine is not listed in GUICHET_PROXIES: whoever comes \
                         through it counts as one and the same visitor"
                    );
                });
            }
            return Some(peer);
        }
        let said: Vec<&str> = request
            .headers()
            .get_all("x-forwarded-for")
            .flat_map(|header| header.to_str().unwrap_or_default().split(','))
            .collect();
        let mut client = peer;
        for one in said.iter().rev() {
            let Some(address) = forwarded_for(one.trim()) else {
                break;
            };
            client = address;
            if !self.is_proxy(address) {
                break;
            }
        }
        Some(client)
    }

    /// Where a request comes from, for those who count.
    #[must_use]
    pub fn source(&self, request: &HttpRequest) -> Source {
        Source::of(request, self.client(request))
    }
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn forwarded_for(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    bare.parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|pair| pair.ip()))
        .map(|address: IpAddr| address.to_canonical())
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
    on_a_thread(app, job).await
}

async fn on_a_thread<T, E>(
    app: &App,
    job: impl FnOnce(&Desk) -> Result<T, E> + Send + 'static,
) -> Result<T, PageError>
where
    T: Send + 'static,
    E: Into<PageError> + Send + 'static,
{
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

/// As [`ask`], for a machine that asks whether all is well: it stands in nobody's line.
///
/// # Errors
/// As [`ask`].
pub async fn ask_aside<T, E>(
    app: &App,
    job: impl FnOnce(&Desk) -> Result<T, E> + Send + 'static,
) -> Result<T, PageError>
where
    T: Send + 'static,
    E: Into<PageError> + Send + 'static,
{
    let _seat = app.aside.enter().await.map_err(|_| PageError::Busy)?;
    on_a_thread(app, job).await
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

/// Asks another machine, a provider or a vendor, on a thread that may wait for it: few at a time, and without a seat in any lane,
/// since it is another machine that decides how long this takes.
///
/// # Errors
/// [`PageError::Busy`] when too many ask at once.
pub async fn ask_outside<T: Send + 'static>(
    app: &App,
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageError> {
    under_way::wait_outside();
    let _seat = app.outside.enter().await.map_err(|_| PageError::Busy)?;
    let span = tracing::Span::current();
    web::block(move || {
        let _entered = span.enter();
        job()
    })
    .await
    .map_err(|_| PageError::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_proxies_write_it() {
        for (text, address) in [
            ("192.0.2.7", "192.0.2.7"),
            ("192.0.2.7:4711", "192.0.2.7"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
        ] {
            assert_eq!(forwarded_for(text), address.parse().ok(), "{text}");
        }
        for text in ["", "unknown", "_hidden", "192.0.2", "proxy.example"] {
            assert_eq!(forwarded_for(text), None, "{text}");
        }
    }
}
