//! The program itself, as an operator runs it: a process with its settings, its log and its end.

use std::{
    fs,
    io::Write as _,
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
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
}

impl Process {
    /// Starts over a database; does not wait.
    pub fn start(url: &DatabaseUrl, how: &Start<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = free_address();
        let said = fs::File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command.arg("serve").stdin(Stdio::null());
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
