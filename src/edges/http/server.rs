//! The server: who may connect, how long a slow client is borne, and how it stops.
//!
//! # Why
//! A stop loses nothing that was begun. First everybody is told: `/readyz` says no, each answer
//! says that its connection ends, streams end. Those who keep a connection busy thus go elsewhere
//! by themselves; only then are silent connections closed, and those in the middle of something
//! waited for. A socket that a service manager holds is left at once to whoever comes next; one of
//! our own is served until the last moment, for nobody else will.

use std::{
    future::Future,
    io,
    net::TcpListener,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_http::{HttpService, Protocol};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::{
    App as Site, Error,
    dev::{AppConfig, Server, ServerHandle},
    middleware::{Compress, from_fn},
    rt::{net::TcpStream, time::sleep},
    web,
};

use super::{
    App, assets,
    door::door,
    gate::gate,
    line::Line,
    lines::{Lines, Slot},
    probes,
};
use crate::edges::{ear::Ear, pages};

/// A part's routes.
pub type Routes = fn(&mut web::ServiceConfig);

/// How long the first line and the headers of a request may take.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection without a request is kept.
const KEPT_ALIVE: Duration = Duration::from_secs(20);
/// How long an answer that was written may stay on its way while its connection closes.
const PARTING: Duration = Duration::from_secs(2);
/// Once told to stop: how long at most those are waited for who keep connections busy, and how
/// long nobody may have begun anything to be taken for gone.
const LAST_ORDERS: Duration = Duration::from_secs(5);
const QUIET: Duration = Duration::from_secs(1);
/// And how long what was begun may take then, in seconds; with [`LAST_ORDERS`] and what the worker
/// needs for the letter under way it stays below the 25 s that are promised.
const LAST_CALL: u64 = 15;
/// How long a connection takes at most from the system's queue to a reader.
const HANDOVER: Duration = Duration::from_millis(50);
/// Connections that may wait to be taken from the system's queue.
const BACKLOG_PER_WORKER: usize = 16_384;
/// Threads that ask the desk, of each worker; the lanes let no more questions through.
const MOST_THREADS: usize = 64;
/// How much of an answer the system holds for a client that does not read it, in bytes; it takes
/// twice as much. A page fits, and thousands of such clients stay bounded.
const UNREAD: usize = 64 * 1024;
/// Who acknowledges nothing for so long is gone.
const UNACKNOWLEDGED: Duration = Duration::from_secs(60);

/// The sockets to serve on.
#[derive(Debug)]
pub struct Sockets {
    /// They listen already.
    pub listeners: Vec<TcpListener>,
    /// Whether somebody else holds them too, so that who connects after our end is not lost.
    pub shared: bool,
}

impl From<TcpListener> for Sockets {
    fn from(listener: TcpListener) -> Self {
        Self {
            listeners: vec![listener],
            shared: false,
        }
    }
}

/// Serves pages on `sockets` until `until` is over, then lets requests under way end. `more` adds
/// routes to those of every installation: the demonstration's.
///
/// # Errors
/// When a listener cannot be used.
pub async fn serve(
    app: App,
    sockets: Sockets,
    more: Routes,
    until: impl Future<Output = ()>,
) -> io::Result<()> {
    let ear = Ear::start(&app.desk)?;
    let shared = sockets.shared;
    let data = web::Data::new(app.clone());
    let mut server = Server::build()
        .max_concurrent_connections(BACKLOG_PER_WORKER)
        .worker_max_blocking_threads(MOST_THREADS)
        .shutdown_timeout(LAST_CALL)
        .disable_signals();
    let drained = server.graceful_shutdown_signal();
    for listener in sockets.listeners {
        let (data, drained) = (data.clone(), drained.clone());
        server = server.listen("pages", listener, move || {
            let (app, drained) = (data.clone(), drained.clone());
            let site = Site::new()
                .app_data(data.clone())
                .wrap(from_fn(door))
                .wrap(Compress::default())
                .wrap(from_fn(gate))
                .configure(assets::routes)
                .configure(probes::routes)
                .configure(more)
                .configure(pages::routes)
                .into_factory()
                .map_err(|error: Error| error.error_response());
            let http = HttpService::build()
                .graceful_shutdown_signal(move || {
                    let drained = drained.clone();
                    async move { drained.notified().await }
                })
                .keep_alive(KEPT_ALIVE)
                .client_request_timeout(HEAD_PATIENCE)
                .client_disconnect_timeout(PARTING)
                .finish(map_config(site, |()| AppConfig::default()));
            fn_service(move |stream: TcpStream| {
                let accepted = accepted(&app, stream);
                async move { accepted }
            })
            .and_then(http)
        })?;
    }
    let server = server.run();
    let handle = server.handle();
    let mut server = pin!(server);
    let ended = tokio::select! {
        ended = &mut server => ended,
        () = stop(&app, &handle, shared, until) => server.await,
    };
    ear.stop();
    ended
}

/// A connection as it is served, or nothing when there are too many.
fn accepted(
    app: &App,
    stream: TcpStream,
) -> Result<(Line, Protocol, Option<std::net::SocketAddr>), actix_http::error::DispatchError> {
    let peer = stream.peer_addr().ok();
    let address = peer.map(|peer| peer.ip());
    let many = address.is_some_and(|address| app.is_proxy(address));
    let Some(slot) = app.lines.open(address, many) else {
        turn_away(&stream);
        return Err(io::Error::from(io::ErrorKind::QuotaExceeded).into());
    };
    Ok((line(stream, slot), Protocol::Http1, peer))
}

fn line(stream: TcpStream, slot: Slot) -> Line {
    // A connection without them is served as well.
    drop(stream.set_nodelay(true));
    let socket = socket2::SockRef::from(&stream);
    drop(socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED)));
    drop(socket.set_send_buffer_size(UNREAD));
    Line::new(stream, slot)
}

/// Says that there is no place, as far as that can be said without waiting for anything.
fn turn_away(stream: &TcpStream) {
    const NO_PLACE: &str = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Length: 39\r\nCache-Control: no-store\r\n\
        Connection: close\r\n\r\nToo many connections. Try again soon.\r\n";
    drop(stream.try_write(NO_PLACE.as_bytes()));
}

/// Waits for the order to stop, and carries it out.
async fn stop(app: &App, handle: &ServerHandle, shared: bool, until: impl Future<Output = ()>) {
    until.await;
    app.stopping.begin();
    app.watchers.close();
    tracing::info!(
        connections = app.lines.count(),
        "told to stop: what was begun is finished"
    );
    if shared {
        handle.pause().await;
    }
    last_orders(&app.lines).await;
    handle.pause().await;
    sleep(HANDOVER).await;
    handle.stop(true).await;
}

/// Waits until nobody is connected any more, or nobody has begun anything for a while.
async fn last_orders(lines: &Arc<Lines>) {
    let began = Instant::now();
    let (mut seen, mut since) = (lines.begun(), Instant::now());
    while lines.count() > 0 && began.elapsed() < LAST_ORDERS {
        sleep(Duration::from_millis(20)).await;
        let begun = lines.begun();
        if begun != seen || lines.busy() > 0 {
            (seen, since) = (begun, Instant::now());
        } else if since.elapsed() >= QUIET {
            return;
        }
    }
}
