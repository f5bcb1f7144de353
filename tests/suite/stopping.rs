//! How the program ends: at an order, after what it began; and how another takes its place while
//! people go on working.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::net::UnixDatagram,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use guichet::{desk::Secret, store::DatabaseUrl};

use crate::support::{
    app::form,
    on_each_engine, on_postgres, on_sqlite,
    process::{Kept, Process, Start},
};

/// How long an end may take at most.
const PROMISED: u64 = 25;

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

fn ended_well(process: &mut Process) {
    let began = Instant::now();
    let status = process.ended_within(PROMISED + 5);
    let status = status.unwrap_or_else(|| panic!("it goes on: {}", process.said()));
    assert_eq!(status.code(), Some(0), "{status}: {}", process.said());
    assert!(began.elapsed() <= Duration::from_secs(PROMISED));
}

#[test]
fn told_to_stop_it_says_so_and_finishes_what_it_began() {
    on_each_engine(|url| {
        // It says so for a moment, which may pass unseen while the machine is busy with other tests.
        let seen = (0..4).any(|_| stops_saying_so(url));
        assert!(seen, "it never says that it is about to stop");
    });
}

/// Tells a server to stop while a request is on its way, which is answered all the same. Whether it
/// was seen to say that it takes no more.
fn stops_saying_so(url: &DatabaseUrl) -> bool {
    let mut process = Process::ready(url, &Start::default());
    let site = process.address;
    let body = encoded(&form(&[("service", "support")]));
    let (first, rest) = body.split_at(body.len() / 2);
    let mut begun = TcpStream::connect(site).unwrap();
    begun
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {site}\r\nOrigin: http://{site}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{first}",
        body.len()
    );
    begun.write_all(head.as_bytes()).unwrap();
    // An answer on another connection: by then the first has been read.
    assert_eq!(process.get("/readyz").unwrap().status, 200);
    process.signal("TERM");
    let ready = || process.get("/readyz").map(|answer| answer.status);
    let mut said = ready();
    for _ in 0..500 {
        if said != Some(200) {
            break;
        }
        thread::sleep(Duration::from_millis(2));
        said = ready();
    }
    assert!(matches!(said, Some(503) | None), "{said:?}");
    begun.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).unwrap();
    let head = answer.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 303"), "{answer}");
    assert!(head.contains("\r\nconnection: close\r\n"), "{answer}");
    ended_well(&mut process);
    said == Some(503)
}

#[test]
fn an_order_that_comes_before_it_listens_ends_it_well() {
    on_sqlite(|url| {
        let mut process = Process::start(url, &Start::default());
        let began = Instant::now();
        while !process.hears_the_order() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "it hears nothing"
            );
            thread::sleep(Duration::from_millis(1));
        }
        process.signal("TERM");
        ended_well(&mut process);
    });
}

#[test]
fn a_silent_connection_does_not_keep_it_from_ending() {
    on_sqlite(|url| {
        let mut process = Process::ready(url, &Start::default());
        let mut kept = Kept::open(process.address).unwrap();
        assert_eq!(kept.get("/", "").unwrap(), 200);
        let silent = TcpStream::connect(process.address).unwrap();
        let began = Instant::now();
        process.signal("INT");
        ended_well(&mut process);
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{:?}",
            began.elapsed()
        );
        drop((kept, silent));
    });
}

/// People who go on working, whatever happens to the server, and what went wrong for them.
struct People {
    stop: Arc<AtomicBool>,
    served: Arc<AtomicUsize>,
    failures: Arc<Mutex<Vec<String>>>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl People {
    /// Some with a connection that they keep for as long as they may, some with a new one each time.
    fn at(address: SocketAddr) -> Self {
        let mut people = Self {
            stop: Arc::default(),
            served: Arc::default(),
            failures: Arc::default(),
            threads: Vec::new(),
        };
        for rank in 0..6 {
            let (stop, served) = (Arc::clone(&people.stop), Arc::clone(&people.served));
            let failures = Arc::clone(&people.failures);
            people.threads.push(thread::spawn(move || {
                let mut line: Option<Kept> = None;
                for turn in 0.. {
                    if stop.load(Ordering::Acquire) {
                        break;
                    }
                    let done = line
                        .take()
                        .map_or_else(|| Kept::open(address), Ok)
                        .and_then(|mut kept| once(&mut kept, turn).map(|status| (kept, status)));
                    match done {
                        Ok((kept, 200 | 303)) => {
                            served.fetch_add(1, Ordering::Relaxed);
                            line = Some(kept).filter(|kept| !kept.ends && rank % 2 == 0);
                        }
                        Ok((_, status)) => failures.lock().unwrap().push(status.to_string()),
                        Err(error) => failures.lock().unwrap().push(error.to_string()),
                    }
                    thread::sleep(Duration::from_millis(5));
                }
            }));
        }
        people
    }

    fn until_served(&self, more: usize) {
        let before = self.served.load(Ordering::Relaxed);
        for _ in 0..6_000 {
            if self.served.load(Ordering::Relaxed) >= before + more {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("nobody is served: {:?}", self.failures.lock().unwrap());
    }

    /// How many were served, and what went wrong.
    fn end(self) -> (usize, Vec<String>) {
        self.stop.store(true, Ordering::Release);
        for thread in self.threads {
            thread.join().unwrap();
        }
        let failures = std::mem::take(&mut *self.failures.lock().unwrap());
        (self.served.load(Ordering::Relaxed), failures)
    }
}

/// Reads the form, and every third time files a request.
fn once(kept: &mut Kept, turn: usize) -> std::io::Result<u16> {
    if turn % 3 == 2 {
        let key = Secret::draw();
        let fields = form(&[("service", "support"), ("key", key.reveal())]);
        kept.post("/", &encoded(&fields))
    } else {
        kept.get("/", "")
    }
}

/// A server on a socket that this test holds as a service manager would; it has said that it is
/// ready.
fn next_on(socket: &TcpListener, url: &DatabaseUrl) -> Process {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let start = Start {
        set: &[("NOTIFY_SOCKET", path.to_str().unwrap())],
        socket: Some(socket),
    };
    let process = Process::start(url, &start);
    let mut told = [0; 64];
    let count = manager.recv(&mut told);
    let count = count.unwrap_or_else(|_| panic!("it is never ready: {}", process.said()));
    assert_eq!(&told[..count], b"READY=1");
    process
}

#[test]
fn a_restart_on_a_kept_socket_loses_no_request_on_sqlite() {
    on_sqlite(|url| {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut server = next_on(&socket, url);
        let people = People::at(socket.local_addr().unwrap());
        for _ in 0..3 {
            people.until_served(50);
            server.signal("TERM");
            ended_well(&mut server);
            // Meanwhile the socket holds those who come.
            server = next_on(&socket, url);
        }
        people.until_served(50);
        let (served, failures) = people.end();
        assert_eq!(failures, [""; 0], "{served} were served");
    });
}

#[test]
fn a_restart_with_two_processes_side_by_side_loses_no_request_on_postgresql() {
    on_postgres(|url| {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut server = next_on(&socket, url);
        let people = People::at(socket.local_addr().unwrap());
        for _ in 0..3 {
            people.until_served(50);
            let mut old = std::mem::replace(&mut server, next_on(&socket, url));
            people.until_served(50);
            old.signal("TERM");
            ended_well(&mut old);
        }
        people.until_served(50);
        let (served, failures) = people.end();
        assert_eq!(failures, [""; 0], "{served} were served");
    });
}
