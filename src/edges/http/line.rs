//! A client's connection, with a deadline for each thing that a client may be slow at.
//!
//! # Why
//! The library knows a deadline for the first head and for silence between requests. It has none
//! for the head of a later request, nor for an answer that nobody reads: here every state has one,
//! so that no connection is held for longer than it does something.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::rt::{
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::lines::Slot;

/// How long a head may take from its first byte.
const HEAD: Duration = Duration::from_secs(5);
/// How long a whole request may stay without one byte of an answer once no more of its body is
/// read: longer than waits and the database may take together.
const ANSWER: Duration = Duration::from_secs(60);
/// How long a client may take nothing of what is there for it.
const UNREAD: Duration = Duration::from_secs(20);
/// How long a connection may be silent on both sides, whatever it is for.
const SILENCE: Duration = Duration::from_secs(90);
/// How often at most a connection is looked at while nothing happens on it.
const LOOK: Duration = Duration::from_secs(5);

/// What ends a head (RFC 9112, 2.1).
const END: &[u8; 4] = b"\r\n\r\n";

/// What a connection is waiting for, as far as its bytes tell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// For a request.
    Idle,
    /// For the rest of a head; how many bytes of its end were just read.
    Head { matched: usize },
    /// For the answer.
    Asked,
}

/// A connection.
#[derive(Debug)]
pub struct Line {
    stream: TcpStream,
    stage: Stage,
    /// When the present stage began, or something last went over the connection while idle.
    since: Instant,
    /// Since when the client has taken nothing of what there is for it.
    stuck: Option<Instant>,
    timer: Pin<Box<Sleep>>,
    slot: Slot,
}

impl Line {
    /// A connection that was just accepted, in its slot.
    #[must_use]
    pub fn new(stream: TcpStream, slot: Slot) -> Self {
        let now = Instant::now();
        Self {
            stream,
            stage: Stage::Idle,
            since: now,
            stuck: None,
            timer: Box::pin(sleep_until(now + LOOK)),
            slot,
        }
    }

    /// When it must be given up as it is.
    fn deadline(&self) -> Instant {
        let stage = match self.stage {
            Stage::Idle => self.since + SILENCE,
            Stage::Head { .. } => self.since + HEAD,
            Stage::Asked => self.since + ANSWER,
        };
        match self.stuck {
            Some(stuck) => stage.min(stuck + UNREAD),
            None => stage,
        }
    }

    /// Fails once the deadline has passed; until then it sees to it that somebody looks again.
    fn look(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        while self.timer.as_mut().poll(context).is_ready() {
            let (now, deadline) = (Instant::now(), self.deadline());
            if deadline <= now {
                self.slot.given_up();
                // What the system still holds for the client is let go of at once.
                drop(socket2::SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)));
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.timer.as_mut().reset(deadline.min(now + LOOK));
        }
        Ok(())
    }

    fn was_read(&mut self, bytes: &[u8]) {
        let mut matched = match self.stage {
            Stage::Idle => {
                self.since = Instant::now();
                0
            }
            Stage::Head { matched } => matched,
            // A body, which has deadlines of its own, or the next request already.
            Stage::Asked => {
                self.since = Instant::now();
                return;
            }
        };
        for byte in bytes {
            matched = match END.get(matched) {
                Some(expected) if expected == byte => matched + 1,
                _ => usize::from(*byte == b'\r'),
            };
            if matched == END.len() {
                self.since = Instant::now();
                self.enter(Stage::Asked);
                return;
            }
        }
        self.enter(Stage::Head { matched });
    }

    fn was_written(&mut self) {
        self.stuck = None;
        self.since = Instant::now();
        if self.stage == Stage::Asked {
            self.enter(Stage::Idle);
        }
    }

    fn enter(&mut self, stage: Stage) {
        if (stage == Stage::Idle) != (self.stage == Stage::Idle) {
            self.slot.is_idle(stage == Stage::Idle);
        }
        self.stage = stage;
    }

    fn written(
        &mut self,
        context: &mut Context<'_>,
        wrote: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match wrote {
            Poll::Ready(Ok(_)) => self.was_written(),
            Poll::Pending => {
                self.stuck.get_or_insert_with(Instant::now);
                self.look(context)?;
            }
            Poll::Ready(Err(_)) => {}
        }
        wrote
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let line = self.get_mut();
        let before = buffer.filled().len();
        match Pin::new(&mut line.stream).poll_read(context, buffer) {
            Poll::Pending => {
                line.look(context)?;
                Poll::Pending
            }
            Poll::Ready(read) => {
                read?;
                let (_, bytes) = buffer.filled().split_at(before);
                line.was_read(bytes);
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let wrote = Pin::new(&mut line.stream).poll_write(context, bytes);
        line.written(context, wrote)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let line = self.get_mut();
        let wrote = Pin::new(&mut line.stream).poll_write_vectored(context, bytes);
        line.written(context, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
