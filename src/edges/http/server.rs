//! The server: who may connect, how long a slow client is borne, and how it stops.

use std::{future::Future, io, net::TcpListener, time::Duration};

use actix_web::{
    App as Site, HttpServer,
    middleware::{Compress, from_fn},
    web,
};

use super::{App, assets, door::door, gate::gate, probes};
use crate::edges::{ear::Ear, pages};

/// A part's routes.
pub type Routes = fn(&mut web::ServiceConfig);

/// How long the first line and the headers of a request may take.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection without a request is kept.
const KEPT_ALIVE: Duration = Duration::from_secs(20);
/// How long requests under way may take when the server stops, in seconds.
const LAST_CALL: u64 = 8;
/// Connections of one worker; more wait in the system's queue.
const MOST_CONNECTIONS: usize = 4_096;
/// Threads that ask the desk; [`super::ask`] lets no more questions through.
const MOST_THREADS: usize = 64;

/// Ends when the process is told to stop: SIGTERM, or Ctrl-C on a terminal.
pub async fn told_to_stop() {
    use actix_web::rt::signal;
    let interrupted = signal::ctrl_c();
    match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        // Without the one there is still the other.
        Err(_) => drop(interrupted.await),
    }
}

/// Serves pages on `listeners` until `until` is over, then lets requests under way end. `more`
/// adds routes to those of every installation: the demonstration's.
///
/// # Errors
/// When a listener cannot be used.
pub async fn serve(
    app: App,
    listeners: Vec<TcpListener>,
    more: Routes,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let ear = Ear::start(&app.desk)?;
    let watchers = app.watchers.clone();
    let until = async move {
        until.await;
        // Whoever watches the queue would keep the server for as long as it may take.
        watchers.close();
    };
    let shared = web::Data::new(app);
    let mut server = HttpServer::new(move || {
        Site::new()
            .app_data(shared.clone())
            .wrap(from_fn(door))
            .wrap(Compress::default())
            .wrap(from_fn(gate))
            .configure(assets::routes)
            .configure(probes::routes)
            .configure(more)
            .configure(pages::routes)
    })
    .client_request_timeout(HEAD_PATIENCE)
    .client_disconnect_timeout(Duration::from_secs(2))
    .keep_alive(KEPT_ALIVE)
    // A compressed page leaves in pieces: the last must not wait until the others were acknowledged,
    // which a browser does up to 40 ms later.
    .tcp_nodelay(true)
    .max_connections(MOST_CONNECTIONS)
    .worker_max_blocking_threads(MOST_THREADS)
    .shutdown_timeout(LAST_CALL)
    .shutdown_signal(until);
    for listener in listeners {
        server = server.listen(listener)?;
    }
    let served = server.run().await;
    ear.stop();
    served
}
