//! The order to stop: SIGTERM, or Ctrl-C on a terminal.
//!
//! # Why
//! It may come before there is anything to stop: while tables are brought up to date, or a socket
//! is waited for. So it is listened for from the very beginning, on a thread of its own.

use std::{io, sync::Arc, thread};

use actix_web::rt::signal::unix::{SignalKind, signal};
use tokio::{runtime, sync::oneshot};

use crate::edges::http::stopping::Stopping;

/// Begins to listen; what is returned begins when the order comes.
///
/// # Errors
/// When the system gives no thread, or no signal.
pub(super) fn listen() -> io::Result<Arc<Stopping>> {
    let told = Arc::new(Stopping::default());
    let teller = Arc::clone(&told);
    let (ready, listening) = oneshot::channel();
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            runtime.block_on(async move {
                let both = signal(SignalKind::terminate())
                    .and_then(|terminate| Ok((terminate, signal(SignalKind::interrupt())?)));
                let (mut terminate, mut interrupt) = match both {
                    Ok(both) => both,
                    Err(error) => {
                        // Nobody waits for it when the program has ended meanwhile.
                        drop(ready.send(Err(error)));
                        return;
                    }
                };
                drop(ready.send(Ok(())));
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                teller.begin();
            });
        })?;
    match listening.blocking_recv() {
        Ok(listens) => listens.map(|()| told),
        Err(_) => Err(io::Error::other("the thread for signals ended")),
    }
}
