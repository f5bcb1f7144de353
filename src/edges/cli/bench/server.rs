//! The real server in a process of its own, so that its memory is only its own.

use std::{
    env,
    fs::{self, File},
    io::{self, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{intake::ADDRESS, load::Connection};

/// How long a server may take to answer, or to end.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// A running server. Dropped, it is killed.
pub(super) struct Server {
    process: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// Where it takes letters by LMTP.
    pub(super) lmtp: SocketAddr,
    /// How long it took from the start of the process to the first answer.
    pub(super) started_in: Duration,
}

/// A process's memory, in KiB.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// The most it ever had.
    pub(super) most: u64,
    /// What it has now.
    pub(super) now: u64,
}

impl Server {
    /// Starts `guichet serve` over a database, on free ports of loopback. Its settings and its log,
    /// a line for each answer, are in `folder`.
    ///
    /// # Errors
    /// When the program cannot be run, or does not answer within a minute.
    pub(super) fn start(database: &str, folder: &Path) -> io::Result<Self> {
        let (address, lmtp) = (free_address()?, free_address()?);
        let settings = folder.join("guichet.toml");
        fs::write(
            &settings,
            format!("[[address]]\naddress = \"{ADDRESS}\"\nservice = \"support\"\n"),
        )?;
        let log_path = folder.join("log");
        let log = File::options().create(true).append(true).open(&log_path)?;
        let began = Instant::now();
        let mut command = Command::new(env::current_exe()?);
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("GUICHET_") {
                command.env_remove(name);
            }
        }
        let process = command
            .arg("serve")
            .env("DATABASE_URL", database)
            .env("GUICHET_LISTEN", address.to_string())
            .env("GUICHET_BASE_URL", format!("http://{address}"))
            .env("GUICHET_CONFIG", &settings)
            .env("GUICHET_LMTP_LISTEN", lmtp.to_string())
            .env("GUICHET_LOG_FORMAT", "json")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut server = Self {
            process,
            address,
            lmtp,
            started_in: Duration::ZERO,
        };
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n");
        while began.elapsed() < PATIENCE {
            let answer =
                Connection::open(address).and_then(|mut line| line.ask(request.as_bytes()));
            if answer.is_ok_and(|answer| answer.status == 200) {
                server.started_in = began.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.process.try_wait()? {
                let said = fs::read_to_string(&log_path).unwrap_or_default();
                let last = said.lines().last().unwrap_or_default();
                return Err(io::Error::other(format!(
                    "the server ended: {status}: {last}"
                )));
            }
            thread::sleep(LOOK_AGAIN);
        }
        Err(io::Error::other("the server does not answer"))
    }

    /// Its memory, where the system tells (Linux).
    pub(super) fn memory(&self) -> Memory {
        let path = format!("/proc/{}/status", self.process.id());
        let status = fs::read_to_string(path).unwrap_or_default();
        let field = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.trim().strip_suffix(" kB"))
                .and_then(|number| number.parse().ok())
                .unwrap_or_default()
        };
        Memory {
            most: field("VmHWM:"),
            now: field("VmRSS:"),
        }
    }

    /// The processor time it has used so far, where the system tells (Linux): in `/proc/PID/stat` the
    /// 14th and 15th fields, in hundredths of a second.
    pub(super) fn processor(&self) -> Duration {
        let path = format!("/proc/{}/stat", self.process.id());
        let stat = fs::read_to_string(path).unwrap_or_default();
        // The second field, a name between brackets, may hold blanks.
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u64 = after_name
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<u64>().ok())
            .sum();
        Duration::from_millis(ticks * 10)
    }

    /// Tells it to stop, and waits for it.
    ///
    /// # Errors
    /// When it does not end.
    pub(super) fn stop(mut self) -> io::Result<()> {
        // The standard library sends no gentle signal.
        let told = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        if !told.is_ok_and(|status| status.success()) {
            self.process.kill()?;
        }
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.process.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(LOOK_AGAIN);
        }
        Err(io::Error::other("the server does not end"))
    }
}

fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, or there is nobody left to tell.
        drop(self.process.kill());
        drop(self.process.wait());
        drop(io::stderr().flush());
    }
}
