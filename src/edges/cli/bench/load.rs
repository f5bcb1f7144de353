//! A small HTTP load generator: a thread for each connection, which is kept alive; each asks, waits
//! for the whole answer, and asks again.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// How long one answer may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest line of an answer's head.
const LINE: u64 = 16 * 1024;
/// How long requests are made before they are measured.
const WARM_UP: Duration = Duration::from_millis(500);

/// A request: the whole of it, as it goes over the wire.
pub(super) type Request = Vec<u8>;

/// What a load gave.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    /// How long each answer took, the shortest first.
    took: Vec<Duration>,
    /// How long was measured.
    over: Duration,
    /// Answers with another status than was expected.
    pub(super) wrong: u64,
    /// The bytes of the bodies.
    bytes: u64,
    /// The processor time that the server used, for this and the requests before the measurement.
    used: Duration,
    /// How many requests that were.
    asked: u64,
}

impl Measured {
    /// Something that was timed again and again.
    pub(super) fn of_times(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        Self {
            over: took.iter().sum(),
            took,
            ..Self::default()
        }
    }

    /// Something that several did beside each other, for so long.
    pub(super) fn of_times_within(took: Vec<Duration>, over: Duration) -> Self {
        Self {
            over,
            asked: u64::try_from(took.len()).unwrap_or_default(),
            ..Self::of_times(took)
        }
    }

    /// With the processor time that the server used meanwhile.
    pub(super) const fn using(mut self, used: Duration) -> Self {
        self.used = used;
        self
    }

    /// The processor time of one answer, where it is known.
    pub(super) fn each(&self) -> Option<Duration> {
        let asked = u32::try_from(self.asked).ok()?;
        self.used.checked_div(asked).filter(|each| !each.is_zero())
    }

    /// Answers a second.
    pub(super) fn rate(&self) -> f64 {
        let count = u32::try_from(self.took.len()).unwrap_or(u32::MAX);
        f64::from(count) / self.over.as_secs_f64().max(f64::EPSILON)
    }

    /// How long was measured.
    pub(super) const fn over(&self) -> Duration {
        self.over
    }

    /// How long an answer took at most, for that share of them.
    pub(super) fn within(&self, percent: usize) -> Duration {
        let place = (self.took.len() * percent).div_ceil(100).saturating_sub(1);
        self.took.get(place).copied().unwrap_or_default()
    }

    /// The mean length of a body, in bytes.
    pub(super) fn body(&self) -> u64 {
        let count = u64::try_from(self.took.len()).unwrap_or(u64::MAX);
        self.bytes.checked_div(count).unwrap_or_default()
    }
}

/// Drives `connections` for a time. `request` makes the next request of the connection whose number
/// it is given; `status` is what the answers must be.
///
/// # Errors
/// When the server cannot be reached, or breaks off.
pub(super) fn drive(
    server: SocketAddr,
    connections: usize,
    time: Duration,
    status: u16,
    request: &(impl Fn(usize) -> Request + Sync),
) -> io::Result<Measured> {
    let parts = thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|number| scope.spawn(move || one(server, number, time, status, request)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(io::Error::other("a connection's thread panicked")))
            })
            .collect::<io::Result<Vec<_>>>()
    })?;
    let mut all = Measured {
        over: time,
        ..Measured::default()
    };
    for part in parts {
        all.took.extend(part.took);
        all.wrong += part.wrong;
        all.bytes += part.bytes;
        all.asked += part.asked;
    }
    all.took.sort_unstable();
    Ok(all)
}

fn one(
    server: SocketAddr,
    number: usize,
    time: Duration,
    status: u16,
    request: &impl Fn(usize) -> Request,
) -> io::Result<Measured> {
    let mut line = Connection::open(server)?;
    let mut measured = Measured::default();
    let begin = Instant::now() + WARM_UP;
    loop {
        let request = request(number);
        let asked = Instant::now();
        if asked >= begin + time {
            return Ok(measured);
        }
        let answer = line.ask(&request)?;
        measured.asked += 1;
        if asked >= begin {
            measured.took.push(asked.elapsed());
            measured.wrong += u64::from(answer.status != status);
            measured.bytes += answer.body;
        }
    }
}

/// The head of an answer, and how long its body was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    /// The bytes of the body.
    pub(super) body: u64,
}

/// A connection that is kept.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub(super) fn open(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&server, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
        })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// When the connection breaks, or the answer is no HTTP.
    pub(super) fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        let status = self
            .head_line()?
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| io::Error::other("no HTTP answer"))?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.head_line()?.to_ascii_lowercase();
            match line.split_once(':') {
                None => break,
                Some(("content-length", value)) => {
                    length = value.trim().parse().map_err(io::Error::other)?;
                }
                Some(("transfer-encoding", value)) => chunked = value.trim() == "chunked",
                Some(_) => {}
            }
        }
        let body = if chunked {
            self.chunks()?
        } else {
            self.skip(length)?;
            length
        };
        Ok(Answer { status, body })
    }

    fn head_line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.by_ref().take(LINE).read_line(&mut line)?;
        if line.ends_with('\n') {
            Ok(line.trim_end().to_owned())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.stream.by_ref().take(length), &mut io::sink())?;
        if skipped == length {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn chunks(&mut self) -> io::Result<u64> {
        let mut whole = 0;
        loop {
            let length = u64::from_str_radix(&self.head_line()?, 16).map_err(io::Error::other)?;
            self.skip(length)?;
            self.head_line()?;
            if length == 0 {
                return Ok(whole);
            }
            whole += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// A server that gives one connection the answers, whatever it asks.
    fn server(answers: &'static [&'static str]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = [0; 64];
            for answer in answers {
                assert!(stream.read(&mut asked).unwrap() > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        address
    }

    #[test]
    fn an_answer_is_read_to_its_end_whatever_says_its_length() {
        let address = server(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 303 See Other\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1f\r\n0123456789012345678901234567890\r\n0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno",
        ]);
        let mut connection = Connection::open(address).unwrap();
        let mut said = || {
            let answer = connection.ask(b"GET / HTTP/1.1\r\n\r\n")?;
            Ok::<_, io::Error>((answer.status, answer.body))
        };
        assert_eq!(said().unwrap(), (200, 5));
        assert_eq!(said().unwrap(), (303, 0));
        assert_eq!(said().unwrap(), (200, 34));
        assert_eq!(said().unwrap(), (404, 2));
        assert!(said().is_err());
    }

    #[test]
    fn the_share_that_is_asked_for_was_at_least_so_fast() {
        let times = Measured::of_times((1..=200).map(Duration::from_millis).collect());
        assert_eq!(times.within(50), Duration::from_millis(100));
        assert_eq!(times.within(99), Duration::from_millis(198));
        assert_eq!(times.within(100), Duration::from_millis(200));
        assert_eq!(Measured::default().within(99), Duration::ZERO);
    }
}
