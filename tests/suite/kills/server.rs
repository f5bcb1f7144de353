//! The real program as a process of its own, started to be killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use guichet::{edges::mail::Catcher, store::DatabaseUrl};

use super::people::asked;

pub const SETTINGS: &str = "[[queue]]\nslug = \"support\"\nname = \"Support\"\nmail = \"queue@desk.example\"\n\
    [[service]]\nslug = \"support\"\nname = \"Support\"\nqueue = \"support\"\ncontract = \"standard\"\n\
    [[service]]\nslug = \"standard\"\nname = \"Courriel\"\nqueue = \"support\"\ncontract = \"standard\"\n\
    [[address]]\naddress = \"support@desk.example\"\nservice = \"standard\"\n";

/// How the program is started, again and again.
#[derive(Debug)]
pub struct Program {
    pub port: u16,
    /// Where it takes letters.
    pub mail_port: u16,
    url: String,
    mail: Option<String>,
    folder: PathBuf,
    /// More variables of the environment.
    pub variables: Vec<(String, String)>,
}

impl Program {
    /// The program over a database, with its settings in `folder`.
    pub fn over(url: &DatabaseUrl, folder: &Path, catcher: &Catcher) -> Self {
        fs::write(folder.join("guichet.toml"), SETTINGS).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        Self {
            port: listener.local_addr().unwrap().port(),
            mail_port: door.local_addr().unwrap().port(),
            // It has no password.
            url: url.masked(),
            mail: Some(catcher.url()),
            folder: folder.to_owned(),
            variables: Vec::new(),
        }
    }

    /// The same, with nobody to hand letters to: they wait.
    pub fn without_mail(mut self) -> Self {
        self.mail = None;
        self
    }

    /// Starts it. With `stop_at`, it stands still at that point.
    pub fn start(&self, stop_at: Option<&str>) -> Server {
        let site = format!("127.0.0.1:{}", self.port);
        let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .arg("serve")
            .env_clear()
            .env("GUICHET_CONFIG", self.folder.join("guichet.toml"))
            .env("DATABASE_URL", &self.url)
            .env("GUICHET_LISTEN", &site)
            .env(
                "GUICHET_LMTP_LISTEN",
                format!("127.0.0.1:{}", self.mail_port),
            )
            .env("GUICHET_BASE_URL", format!("http://{site}"))
            .envs(self.mail.iter().map(|url| ("GUICHET_SMTP_URL", url)))
            .envs(stop_at.map(|point| ("GUICHET_TEST_STOP_AT", point)))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let (stand, stands) = channel();
        let log = Arc::new(Mutex::new(String::new()));
        let noted = Arc::clone(&log);
        let heard = thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                let mut log = noted.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
                if let Some(point) = line.strip_prefix("stands still at ") {
                    // Who waits for something else has gone on.
                    let _ = stand.send(point.to_owned());
                }
            }
        });
        Server {
            child,
            port: self.port,
            stands,
            log,
            heard: Some(heard),
        }
    }
}

/// A running program.
#[derive(Debug)]
pub struct Server {
    child: Child,
    port: u16,
    stands: Receiver<String>,
    log: Arc<Mutex<String>>,
    heard: Option<thread::JoinHandle<()>>,
}

impl Server {
    /// Waits until it answers.
    pub fn until_answered(&mut self) {
        for _ in 0..6_000 {
            assert!(self.lives(), "the server ended: {}", self.log());
            if asked(self.port, "GET", "/healthz", "", &[]).is_some_and(|one| one.status == 200) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("the server does not answer");
    }

    /// Waits until it stands still, and tells at which point; none when it did not in time.
    pub fn until_it_stands(&self, patience: Duration) -> Option<String> {
        self.stands.recv_timeout(patience).ok()
    }

    /// Waits until it stands still or takes connections; whether it takes them.
    pub fn until_it_stands_or_answers(&mut self) -> bool {
        for _ in 0..6_000 {
            assert!(self.lives(), "the server ended: {}", self.log());
            if self.until_it_stands(Duration::from_millis(5)).is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return true;
            }
        }
        panic!("the server neither stands nor answers: {}", self.log());
    }

    /// What it has said on the standard error stream.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Whether it runs.
    pub fn lives(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Kills without a warning. It must not have ended by itself before.
    pub fn kill(mut self) {
        assert!(self.lives(), "the server ended by itself: {}", self.log());
        self.end();
    }

    fn end(&mut self) {
        // Fails when it is dead already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(heard) = self.heard.take() {
            let _ = heard.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
