//! The socket to serve on: one that a service manager holds and hands over, or one of our own.

use std::{
    env,
    io::{self, Write as _},
    net::{SocketAddr, TcpListener},
    os::unix::net::UnixDatagram,
};

use listenfd::ListenFd;

use super::open::Failure;
use crate::edges::http::Sockets;

/// How many connections may wait to be taken.
const WAITING: i32 = 4_096;
/// How many files are kept for what is no connection of a client: databases, mail, the log.
const KEPT_FILES: u64 = 128;

/// Those that were handed over (`LISTEN_FDS`, as systemd does), or one on `address`.
pub(super) fn sockets(address: SocketAddr) -> Result<Sockets, Failure> {
    let mut handed = ListenFd::from_env();
    let mut listeners = Vec::new();
    for place in 0..handed.len() {
        match handed.take_tcp_listener(place) {
            Ok(Some(listener)) => listeners.push(listener),
            Ok(None) => {}
            Err(error) => {
                let line = format!("socket {place} that was handed over is of no use: {error}");
                return Err(Failure::config(&line));
            }
        }
    }
    if !listeners.is_empty() {
        return Ok(Sockets {
            listeners,
            shared: true,
        });
    }
    let listener = listening(address)
        .map_err(|error| Failure::unavailable(&format!("cannot listen on {address}: {error}")))?;
    Ok(Sockets::from(listener))
}

/// A socket of our own. The library would let 128 wait in it; more come at once when many do.
fn listening(address: SocketAddr) -> io::Result<TcpListener> {
    let domain = socket2::Domain::for_address(address);
    let socket = socket2::Socket::new(domain, socket2::Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(WAITING)?;
    Ok(socket.into())
}

/// Raises the number of files that may be open to what the system allows, and gives the number of
/// connections that fit.
pub(super) fn connections() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: now.maximum,
        maximum: now.maximum,
    };
    let most = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => now.maximum,
        Err(_) => now.current,
    };
    let most = most.unwrap_or(u64::MAX).saturating_sub(KEPT_FILES);
    usize::try_from(most).unwrap_or(usize::MAX)
}

/// Tells a service manager that asks for it how far we are (`NOTIFY_SOCKET`, as systemd does):
/// `READY=1`, `STOPPING=1`.
pub(super) fn tell_manager(state: &str) {
    let Some(path) = env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    if let Err(error) = told(&path.to_string_lossy(), state) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

fn told(path: &str, state: &str) -> io::Result<()> {
    use std::os::{linux::net::SocketAddrExt as _, unix::net::SocketAddr};
    let address = match path.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(path)?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address)?;
    io::stderr().flush()
}
