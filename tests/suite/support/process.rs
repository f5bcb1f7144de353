//! The program itself, as an operator runs it: a process with its settings, its log and its end.

use std::{
    fs,
    io::{BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::OwnedFd,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use guichet::store::DatabaseUrl;

use super::app::{Answer, read};

/// A running `guichet serve`. Dropped, it is killed.
#[derive(Debug)]
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    folder: tempfile::TempDir,
}

/// How it is started.
#[derive(Debug, Default)]
pub struct Start<'a> {
    /// Variables besides the usual.
    pub set: &'a [(&'a str, &'a str)],
    /// A socket that listens already, handed over as a service manager does.
    pub socket: Option<&'a TcpListener>,
}

impl Process {
    /// Starts over a database; does not wait.
    pub fn start(url: &DatabaseUrl, how: &Start<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = match how.socket {
            Some(socket) => socket.local_addr().unwrap(),
            None => free_address(),
        };
        let said = fs::File::create(folder.path().join("log")).unwrap();
        let mut command = match how.socket {
            // The manager's child has the socket as its third file, and its own number.
            Some(socket) => {
                let mut shell = Command::new("sh");
                shell
                    .arg("-c")
                    .arg("exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" serve")
                    .arg(program());
                let socket: OwnedFd = socket.try_clone().unwrap().into();
                shell.stdin(Stdio::from(socket));
                shell
            }
            None => {
                let mut command = Command::new(program());
                command.arg("serve").stdin(Stdio::null());
                command
            }
        };
        let child = command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("DATABASE_URL", url.masked())
            .env("GUICHET_LISTEN", address.to_string())
            .env("GUICHET_BASE_URL", format!("http://{address}"))
            .envs(how.set.iter().copied())
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .unwrap();
        Self {
            child,
            address,
            folder,
        }
    }

    /// Starts and waits until it is ready.
    pub fn ready(url: &DatabaseUrl, how: &Start<'_>) -> Self {
        let mut process = Self::start(url, how);
        process.until_ready();
        process
    }

    /// Waits until it says that it is ready.
    pub fn until_ready(&mut self) {
        for _ in 0..3_000 {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the server ended: {status}: {}", self.said());
            }
            if self
                .get("/readyz")
                .is_some_and(|answer| answer.status == 200)
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server does not become ready: {}", self.said());
    }

    /// Whether it listens for the order to stop, where the system tells: it holds the order back
    /// for a thread that waits for it.
    pub fn hears_the_order(&self) -> bool {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let held = status.lines().find_map(|line| line.strip_prefix("SigBlk:"));
        let held = held.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        // SIGTERM is the 15th.
        held.unwrap_or_default() & (1 << 14) != 0
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    /// How it ended, if it did within some seconds.
    pub fn ended_within(&mut self, seconds: u64) -> Option<ExitStatus> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(seconds) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }

    /// Its memory now and at its most, in KiB, where the system tells.
    pub fn memory(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok());
            number.unwrap_or_default()
        };
        (field("VmRSS:"), field("VmHWM:"))
    }

    /// Asks for a page; nothing when it does not answer.
    pub fn get(&self, path: &str) -> Option<Answer> {
        get(self.address, path, &[])
    }

    /// What it has written to its log.
    pub fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The lines of its log, each an object.
    pub fn log(&self) -> Vec<serde_json::Value> {
        self.said()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
            .collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that is tested; a recorded run names one built for speed.
fn program() -> PathBuf {
    std::env::var_os("GUICHET_TEST_PROGRAM").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_guichet")),
        PathBuf::from,
    )
}

/// An address that nobody listens on.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// Asks for a page on a connection of its own; nothing when nobody answers.
pub fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Option<Answer> {
    let mut head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(10)).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    stream.write_all(head.as_bytes()).ok()?;
    Some(read(&mut stream)).filter(|answer| answer.status > 0)
}

/// A connection that is kept for one request after the other.
#[derive(Debug)]
pub struct Kept {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    /// Whether the server said that it will close.
    pub ends: bool,
}

impl Kept {
    pub fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(40))?;
        stream.set_read_timeout(Some(Duration::from_secs(40)))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            address,
            ends: false,
        })
    }

    /// Asks for a page; its status.
    pub fn get(&mut self, path: &str, headers: &str) -> std::io::Result<u16> {
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n",
            self.address
        );
        self.send(head.as_bytes())
    }

    /// Sends a form; the status of the answer.
    pub fn post(&mut self, path: &str, body: &str) -> std::io::Result<u16> {
        let site = self.address;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {site}\r\nOrigin: http://{site}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.send(head.as_bytes())
    }

    fn send(&mut self, bytes: &[u8]) -> std::io::Result<u16> {
        use std::io::{BufRead as _, Error, ErrorKind};
        let broken = |why: &str| Error::new(ErrorKind::UnexpectedEof, why.to_owned());
        self.stream.get_mut().write_all(bytes)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status = status.ok_or_else(|| broken("no status"))?;
        let (mut length, mut chunked) = (0, false);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let lower = line.trim_end().to_ascii_lowercase();
            if lower.is_empty() {
                break;
            }
            if let Some(value) = lower.strip_prefix("content-length: ") {
                length = value.parse().map_err(|_| broken("no length"))?;
            }
            chunked |= lower == "transfer-encoding: chunked";
            self.ends |= lower == "connection: close";
        }
        if chunked {
            loop {
                line.clear();
                self.stream.read_line(&mut line)?;
                let size = usize::from_str_radix(line.trim_end(), 16);
                let size = size.map_err(|_| broken("no size"))?;
                let mut chunk = vec![0; size + 2];
                self.stream.read_exact(&mut chunk)?;
                if size == 0 {
                    break;
                }
            }
        } else {
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body)?;
        }
        Ok(status)
    }
}
