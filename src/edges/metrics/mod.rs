//! What a monitoring system reads: `GET /metrics` on a listener of its own.
//!
//! # Why
//! A thread of its own answers one question after the other, apart from the server's: it answers
//! when the server has too much to do, which is when it is wanted. Nothing there is for the public,
//! so it is on no address of the site.

mod gather;
mod process;
pub mod requests;
mod text;

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use gather::Gatherer;

use super::http::App;

/// How long a question and its answer may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest question.
const LONGEST: usize = 4_096;
/// The pause after a connection that could not be taken.
const AFTER_FAILURE: Duration = Duration::from_millis(200);

/// Answers on `listener` from now on, until the process ends.
///
/// # Errors
/// When the system gives no thread.
pub fn serve(listener: TcpListener, app: App) -> io::Result<()> {
    let gatherer = Gatherer::new(app);
    thread::Builder::new()
        .name("metrics".to_owned())
        .spawn(move || {
            loop {
                let served = listener
                    .accept()
                    .and_then(|(stream, _)| answer(stream, &gatherer));
                if let Err(error) = served {
                    tracing::debug!(%error, "a question for metrics was not answered");
                    if error.kind() != io::ErrorKind::WouldBlock {
                        thread::sleep(AFTER_FAILURE);
                    }
                }
            }
        })?;
    Ok(())
}

fn answer(mut stream: TcpStream, gatherer: &Gatherer) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let line = first_line(&mut stream)?;
    let mut words = line.split(' ');
    let (status, kind, body) = match (words.next(), words.next()) {
        (Some("GET" | "HEAD"), Some("/metrics")) => (
            "200 OK",
            "text/plain; version=0.0.4; charset=utf-8",
            gatherer.text(),
        ),
        _ => (
            "404 Not Found",
            "text/plain; charset=utf-8",
            "The metrics are at /metrics.\n".to_owned(),
        ),
    };
    let length = body.len();
    let shown = if line.starts_with("HEAD ") { "" } else { &body };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{shown}"
    )?;
    stream.flush()
}

/// The first line of a question, once its head is whole.
fn first_line(stream: &mut TcpStream) -> io::Result<String> {
    let (mut head, mut chunk) = (Vec::new(), [0; 1_024]);
    let began = Instant::now();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let count = stream.read(&mut chunk)?;
        if count == 0 || head.len() > LONGEST || began.elapsed() > PATIENCE {
            return Err(io::ErrorKind::InvalidData.into());
        }
        head.extend(chunk.iter().take(count));
    }
    let line = head.split(|byte| *byte == b'\r').next();
    Ok(String::from_utf8_lossy(line.unwrap_or_default()).into_owned())
}
