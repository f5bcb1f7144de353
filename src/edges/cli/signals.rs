//! The order to stop: SIGTERM, or Ctrl-C on a terminal.
//!
//! # Why
//! It may come before there is anything to stop: while tables are brought up to date, or a socket
//! is waited for. So it is held back from the very beginning, for this thread and all that it
//! starts, and taken by one that does nothing else: the system keeps it until then. A handler
//! would miss what comes between the moment it is set and the moment somebody listens.

use std::{io, sync::Arc, thread};

use nix::sys::signal::{SigSet, Signal};

use crate::edges::http::stopping::Stopping;

/// Begins to listen; what is returned begins when the order comes. To be called before any other
/// thread is started, which would otherwise be ended by the order.
///
/// # Errors
/// When the system gives no thread, or does not hold the signals back.
pub(super) fn listen() -> io::Result<Arc<Stopping>> {
    let mut orders = SigSet::empty();
    orders.add(Signal::SIGTERM);
    orders.add(Signal::SIGINT);
    orders.thread_block()?;
    let told = Arc::new(Stopping::default());
    let teller = Arc::clone(&told);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || match orders.wait() {
            Ok(_) => teller.begin(),
            Err(error) => tracing::error!(%error, "orders to stop are not heard"),
        })?;
    Ok(told)
}
