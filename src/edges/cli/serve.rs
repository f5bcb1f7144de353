//! `guichet serve`: pages and letters, until somebody stops it.

use std::{io::Write, net::TcpListener, process::ExitCode, sync::Arc, time::Duration};

use chrono::TimeDelta;

use super::{
    doors::Doors,
    open::{self, Failure},
    provider, signals, sockets,
};
use crate::{
    config::{HookTargets, Settings},
    desk::{
        self, Desk,
        ports::{HookCaller, Looker, NewsWriter},
    },
    edges::{
        caller::WebCaller,
        hook_news::HookNews,
        http::{self, App, BaseUrl, FormRules, Sockets, stopping::Stopping},
        looker::WebLooker,
        mail::{Reader, SmtpMailer},
        metrics,
        worker::Worker,
    },
};

/// How long the letter under way may take once the last request is answered; it has had all the
/// time since the order. Were it cut off, it would be sent again, as the same letter.
const LETTER: Duration = Duration::from_secs(4);

/// Serve pages and send letters
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Do not fire escalations nor send letters here: another process does
    #[arg(long)]
    no_worker: bool,
}

/// Refuses to serve the files of another installation. A bucket that does not answer takes no files
/// either, and everything else goes on without it.
fn claim_files(desk: &Desk) -> Result<(), Failure> {
    match desk.claim_files() {
        Err(desk::Error::Inconsistent(why)) => Err(Failure::config(&why)),
        Err(error) => {
            tracing::warn!(%error, "whose the files are cannot be told yet");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// The desk. While the database does not answer, the last status page is served where one was kept; nothing
/// when the process is told to stop meanwhile.
fn desk(
    settings: &Settings,
    base_url: &BaseUrl,
    sockets: &Sockets,
    told: &Arc<Stopping>,
) -> Result<Option<Desk>, Failure> {
    let failure = match open::desk(settings) {
        Ok(desk) => return Ok(Some(desk)),
        Err(failure) if failure.is_unavailable() => failure,
        Err(failure) => return Err(failure),
    };
    let (again, told) = (settings.clone(), Arc::clone(told));
    let ask = move || {
        if told.has_begun() {
            return Some(Ok(None));
        }
        match open::desk(&again) {
            Err(failure) if failure.is_unavailable() => None,
            opened => Some(opened.map(Some)),
        }
    };
    let path = settings.status_snapshot.value.clone();
    let site = (base_url.clone(), settings.name.value.clone());
    match http::serve_until(path, site, sockets, ask)? {
        Some(opened) => opened,
        // Nothing was kept to show.
        None => Err(failure),
    }
}

/// Serves until the process is told to stop.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let told = signals::listen()?;
    let settings = open::settings()?;
    super::log::begin(&settings);
    let _alone = open::alone(&settings)?;
    let most_lines = sockets::connections();
    let sockets = sockets::sockets(settings.listen.value)?;
    let base_url: BaseUrl = settings
        .base_url
        .value
        .parse()
        .map_err(|error| Failure::config(&error))?;
    let Some(desk) = desk(&settings, &base_url, &sockets, &told)? else {
        return Ok(ExitCode::SUCCESS);
    };
    open::bound(&settings, &desk)?;
    claim_files(&desk)?;
    let mailer = open::mailer(&settings)?;
    let letters_leave = mailer.is_some();
    let provider = provider::provider(&settings)?;
    let anywhere = settings.hook_targets.value == HookTargets::Any;
    let hooks: Arc<dyn HookCaller> = Arc::new(WebCaller::new(anywhere));
    if told.has_begun() {
        return Ok(ExitCode::SUCCESS);
    }
    greet(&settings, &desk, letters_leave, &sockets, out)?;
    let worker = if args.no_worker {
        None
    } else {
        let news: Arc<dyn NewsWriter> = Arc::new(HookNews::at(&base_url.to_string()));
        Some(worker(&settings, &desk, mailer, (&hooks, &news))?)
    };
    let doors = Doors::open(&settings, &desk, out)?;
    let mut site = http::Settings::at(base_url);
    site.desk_name.clone_from(&settings.name.value);
    site.letters_leave = letters_leave;
    site.provider = provider;
    site.hooks = hooks;
    site.status_snapshot
        .clone_from(&settings.status_snapshot.value);
    site.proxies.clone_from(&settings.proxies.value);
    site.form = FormRules {
        per_address: settings.form_per_address.value,
        per_source: settings.form_per_source.value,
        letters: settings.form_letters.value,
        least: TimeDelta::seconds(settings.form_seconds.value.into()),
    };
    site.most_lines = most_lines.min(site.most_lines);
    let app = App::new(desk, site);
    if let Some(address) = settings.metrics_listen.value {
        let listener = TcpListener::bind(address).map_err(|error| {
            Failure::unavailable(&format!("cannot serve metrics on {address}: {error}"))
        })?;
        metrics::serve(listener, app.clone())?;
    }
    sockets::tell_manager("READY=1");
    let until = async {
        told.begun().await;
        sockets::tell_manager("STOPPING=1");
        if let Some(worker) = &worker {
            worker.tell_to_stop();
        }
        doors.tell_to_close();
    };
    let served = actix_web::rt::System::new().block_on(http::serve(app, sockets, |_| {}, until));
    doors.close_within(LETTER);
    if let Some(worker) = worker {
        worker.stop_within(LETTER);
    }
    served?;
    Ok(ExitCode::SUCCESS)
}

/// The threads of the background: letters that come in are read where there are addresses for them.
fn worker(
    settings: &Settings,
    desk: &Desk,
    mailer: Option<SmtpMailer>,
    (hooks, news): (&Arc<dyn HookCaller>, &Arc<dyn NewsWriter>),
) -> Result<Worker, Failure> {
    let mut worker = Worker::start(desk, open::shared(mailer).as_ref())?;
    worker.calls(hooks)?;
    worker.tells(hooks, news)?;
    let looker: Arc<dyn Looker> = Arc::new(WebLooker::new(hooks.calls_anywhere()));
    worker.watches(&looker)?;
    if !desk.inbound_addresses().is_empty() {
        let reader = Reader::trusting(settings.mail_authserv.value.clone());
        worker.reads(Arc::new(reader))?;
    }
    Ok(worker)
}

fn greet(
    settings: &Settings,
    desk: &Desk,
    mail: bool,
    sockets: &Sockets,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let base = &settings.base_url.value;
    let mut places = Vec::new();
    for listener in &sockets.listeners {
        places.push(listener.local_addr()?.to_string());
    }
    writeln!(
        out,
        "Guichet serves {base} (listening on {}, {})",
        places.join(", "),
        desk.database()
    )?;
    if !mail {
        writeln!(
            out,
            "No mail server is set (GUICHET_SMTP_URL): letters wait until there is one."
        )?;
    }
    let local = settings.listen.value.ip().is_loopback();
    if settings.is_https() && local && settings.proxies.value.is_empty() {
        writeln!(
            out,
            "No proxy is listed (GUICHET_PROXIES): whoever comes through one counts as one visitor."
        )?;
    }
    if desk.lacks_second_wall() {
        writeln!(
            out,
            "Only the queries keep customers apart. For PostgreSQL to do it, too, let a superuser make \
             the role that is called after the database (see README), and give it to yours; then start \
             again."
        )?;
    }
    if !desk.anyone_works()? {
        let link = desk.set_up_link(None)?;
        writeln!(
            out,
            "Nobody works here yet. The link to become the first administrator, for one use within 24 hours:"
        )?;
        writeln!(out, "{base}/set-up/{}", link.reveal())?;
    }
    out.flush()?;
    Ok(())
}
