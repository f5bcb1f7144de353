//! `guichet demo`: the whole of it on one machine, in a minute, with nothing to set up.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    process::ExitCode,
};

use chrono::{DateTime, Utc};

use super::{open::Failure, signals};
use crate::{
    clock::{Clock, SystemClock},
    edges::demo::{Demo, DemoError},
};

/// The port that is tried first.
const PORT: u16 = 8080;

/// Try it out
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port of 127.0.0.1; without it 8080, or a free one if that is taken
    #[arg(long)]
    port: Option<u16>,
    /// The address to listen on; only loopback is taken
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The instant that the virtual clock begins at (RFC 3339); without it, now
    #[arg(long, value_name = "INSTANT")]
    at: Option<DateTime<Utc>>,
}

/// Serves a demonstration until somebody stops it.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    if !args.host.is_loopback() {
        let line = format!(
            "a demonstration has no passwords: it listens on loopback only, not on {}",
            args.host
        );
        return Err(Failure::new(2, &line));
    }
    let told = signals::listen()?;
    let listener = listener(args).map_err(|error| {
        Failure::unavailable(&format!("cannot listen on {}: {error}", args.host))
    })?;
    writeln!(out, "Guichet prepares a demonstration…")?;
    out.flush()?;
    let now = args.at.unwrap_or_else(|| SystemClock.now());
    let demo = Demo::prepare(listener, now).map_err(|error| match error {
        DemoError::System(error) => Failure::from(error),
        DemoError::Desk(error) => Failure::from(error),
        DemoError::Ours(why) => Failure::new(1, &why),
    })?;
    greet(&demo, out)?;
    let until = async move { told.begun().await };
    actix_web::rt::System::new().block_on(demo.serve(until))?;
    Ok(ExitCode::SUCCESS)
}

/// The wanted port, or nothing else; without a wish, 8080 or any that is free.
fn listener(args: &Args) -> io::Result<TcpListener> {
    match args.port {
        Some(port) => TcpListener::bind(SocketAddr::from((args.host, port))),
        None => TcpListener::bind(SocketAddr::from((args.host, PORT)))
            .or_else(|_| TcpListener::bind(SocketAddr::from((args.host, 0)))),
    }
}

fn greet(demo: &Demo, out: &mut dyn Write) -> Result<(), Failure> {
    let base = &demo.base_url;
    writeln!(out)?;
    writeln!(out, "  File a request                       {base}/")?;
    for (role, link) in &demo.doors {
        let role = role.replace('-', " ");
        writeln!(out, "  Sign in as {role:<26}{link}")?;
    }
    writeln!(
        out,
        "  Letters sent                         {base}/demo/letters"
    )?;
    writeln!(out)?;
    writeln!(
        out,
        "Time is virtual: advance it by the bar on each page. Ctrl-C ends the demonstration; nothing is kept."
    )?;
    out.flush()?;
    Ok(())
}
