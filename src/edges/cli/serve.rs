//! `guichet serve`: pages and letters, until somebody stops it.

use std::{io::Write, net::TcpListener, process::ExitCode};

use super::open::{self, Failure};
use crate::{
    config::Settings,
    desk::Desk,
    edges::{
        http::{self, App, BaseUrl},
        worker::Worker,
    },
};

/// Serve pages and send letters
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Do not fire escalations nor send letters here: another process does
    #[arg(long)]
    no_worker: bool,
}

/// Serves until the process is told to stop.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    let settings = open::settings()?;
    super::log::begin(&settings);
    let desk = open::desk(&settings)?;
    let mailer = open::mailer(&settings)?;
    let address = settings.listen.value;
    let listener = TcpListener::bind(address)
        .map_err(|error| Failure::unavailable(&format!("cannot listen on {address}: {error}")))?;
    let letters_leave = mailer.is_some();
    greet(&settings, &desk, letters_leave, out)?;
    let worker = if args.no_worker {
        None
    } else {
        Some(Worker::start(&desk, open::shared(mailer).as_ref())?)
    };
    let base_url: BaseUrl = settings
        .base_url
        .value
        .parse()
        .map_err(|error| Failure::config(&error))?;
    let mut site = http::Settings::at(base_url);
    site.desk_name.clone_from(&settings.name.value);
    site.letters_leave = letters_leave;
    let app = App::new(desk, site);
    let served = actix_web::rt::System::new().block_on(http::serve(
        app,
        vec![listener],
        |_| {},
        http::server::told_to_stop(),
    ));
    if let Some(worker) = worker {
        worker.stop();
    }
    served?;
    Ok(ExitCode::SUCCESS)
}

fn greet(settings: &Settings, desk: &Desk, mail: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let base = &settings.base_url.value;
    writeln!(
        out,
        "Guichet serves {base} (listening on {}, {})",
        settings.listen.value,
        desk.database()
    )?;
    if !mail {
        writeln!(
            out,
            "No mail server is set (GUICHET_SMTP_URL): letters wait until there is one."
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
