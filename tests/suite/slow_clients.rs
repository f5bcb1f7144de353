//! Clients that are slow in every way, and many: others are served meanwhile, and each slow one is
//! given up in its time.
//!
//! `GUICHET_TEST_SLOW` says how many there are.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::support::{
    on_sqlite,
    process::{Kept, Process, Start, get},
};

/// The ways to be slow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Slow {
    /// Says nothing.
    Silent,
    /// A byte of the head now and then.
    Head,
    /// The head of a second request now and then.
    SecondHead,
    /// A byte of the body now and then.
    Body,
    /// Asks for much and reads nothing.
    Reader,
}

const WAYS: [Slow; 5] = [
    Slow::Silent,
    Slow::Head,
    Slow::SecondHead,
    Slow::Body,
    Slow::Reader,
];

struct Client {
    stream: TcpStream,
    way: Slow,
    ended: bool,
}

impl Client {
    fn open(address: SocketAddr, way: Slow, style: &str) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        if way == Slow::Reader {
            socket2::SockRef::from(&stream)
                .set_recv_buffer_size(2_048)
                .unwrap();
        }
        let host = format!("Host: {address}\r\n");
        let begin = match way {
            Slow::Silent => String::new(),
            Slow::Head => "GET / HTTP/1.1\r\n".to_owned(),
            Slow::SecondHead => format!("GET /healthz HTTP/1.1\r\n{host}\r\nGET /"),
            Slow::Body => format!(
                "POST / HTTP/1.1\r\n{host}Origin: http://{address}\r\nContent-Length: 5000\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\n\r\nsubject="
            ),
            Slow::Reader => format!("GET {style} HTTP/1.1\r\n{host}\r\n").repeat(12),
        };
        stream.write_all(begin.as_bytes()).unwrap();
        stream.set_nonblocking(true).unwrap();
        Self {
            stream,
            way,
            ended: false,
        }
    }

    /// Sends a byte, reads what must be read, and notes when the server has had enough.
    fn go_on(&mut self) {
        if self.ended {
            return;
        }
        if matches!(self.way, Slow::Head | Slow::SecondHead | Slow::Body) {
            self.ended |= self.stream.write(b"a").is_err_and(|error| lost(&error));
        }
        if self.way == Slow::Reader {
            // Reads nothing; a connection that was dropped tells so all the same.
            self.ended |= self.stream.take_error().is_ok_and(|error| error.is_some());
            return;
        }
        let mut room = [0; 8_192];
        match self.stream.read(&mut room) {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(error) => self.ended |= lost(&error),
        }
    }
}

fn lost(error: &std::io::Error) -> bool {
    error.kind() != std::io::ErrorKind::WouldBlock
}

fn say(line: &str) {
    #[expect(
        clippy::explicit_write,
        reason = "the harness would hide what the macro prints"
    )]
    writeln!(std::io::stderr(), "slow clients: {line}").unwrap();
}

#[test]
fn slow_clients_keep_nobody_from_being_served_and_are_given_up() {
    let many: usize = std::env::var("GUICHET_TEST_SLOW")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(300);
    on_sqlite(|url| {
        let process = Process::ready(url, &Start::default());
        let address = process.address;
        let page = process.get("/").unwrap().body;
        let style = page
            .split('"')
            .find(|word| word.starts_with("/assets/app."))
            .unwrap();
        let before = process.memory();
        let over = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&over);
        let others = thread::spawn(move || {
            let mut times = Vec::new();
            let mut line = Kept::open(address).unwrap();
            while !told.load(Ordering::Acquire) {
                let began = Instant::now();
                assert_eq!(line.get("/", "").unwrap(), 200);
                times.push(began.elapsed());
                let began = Instant::now();
                assert_eq!(get(address, "/", &[]).unwrap().status, 200);
                times.push(began.elapsed());
                thread::sleep(Duration::from_millis(20));
            }
            times
        });
        let mut clients: Vec<_> = (0..many)
            .map(|rank| Client::open(address, WAYS[rank % WAYS.len()], style))
            .collect();
        let began = Instant::now();
        let mut most = 0;
        let mut last = vec![Duration::ZERO; WAYS.len()];
        // The longest deadline is that of an answer that is not read: 20 s, looked at every 5.
        while began.elapsed() < Duration::from_secs(60) {
            for client in &mut clients {
                let before = client.ended;
                client.go_on();
                if client.ended && !before {
                    let way = WAYS.iter().position(|way| *way == client.way).unwrap();
                    last[way] = began.elapsed();
                }
            }
            most = most.max(process.memory().0);
            if clients.iter().all(|client| client.ended) {
                break;
            }
            thread::sleep(Duration::from_millis(500));
        }
        over.store(true, Ordering::Release);
        let mut times = others.join().unwrap();
        times.sort();
        let share = |percent: usize| times[(times.len() - 1) * percent / 100];
        say(&format!(
            "{many} slow; {} others served, median {:?}, 99 % within {:?}; memory {} KiB before, {most} at most",
            times.len(),
            share(50),
            share(99),
            before.0
        ));
        for (way, last) in WAYS.iter().zip(&last) {
            let of_way = clients.iter().filter(|client| client.way == *way);
            let left = of_way.filter(|client| !client.ended).count();
            say(&format!(
                "{way:?}: the last one was given up after {last:?}, {left} were not"
            ));
            assert_eq!(left, 0, "{way:?}: still connected after a minute");
            // Its rate gives a body that trickles away long before the 20 s of a whole one.
            assert!(
                *way != Slow::Body || *last < Duration::from_secs(15),
                "{way:?}: {last:?}"
            );
        }
        assert!(share(50) < Duration::from_secs(1), "{:?}", share(50));
        assert!(most < 512 * 1024, "{most} KiB");
        assert_eq!(process.get("/").unwrap().status, 200);
    });
}
