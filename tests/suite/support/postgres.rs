//! One PostgreSQL server for the whole run, with a database for each test.
//!
//! A shell that waits for the end of a pipe stops the server and removes its files when the test
//! process is gone, however it went.

use std::{
    fs,
    io::Write as _,
    net::{TcpListener, TcpStream},
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::{program, skip};

/// A running server that nobody else uses.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    account: Option<Account>,
    databases: AtomicU32,
    tls: OnceLock<Option<PathBuf>>,
    /// Starts the server again when it is told `up`. Its standard input is closed when this process
    /// ends, which stops the server.
    shell: Mutex<Child>,
}

/// Whom the server runs as when the tests run as root, which PostgreSQL refuses.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    pub uid: u32,
    pub gid: u32,
}

/// The server; started by whoever asks first. None where PostgreSQL is not installed.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| match binaries() {
            // Nothing here is to outlive a crash: what waits for the disk waits for nothing.
            Some(binaries) => Some(start(
                &binaries,
                "-c synchronous_commit=off -c full_page_writes=off",
            )),
            None => {
                skip("postgres", "neither initdb nor postgres was found");
                None
            }
        })
        .as_ref()
}

/// A server for one test, which may stop and kill it. It keeps what it has committed when its
/// processes are killed; it does not wait for the disk, which is not at stake.
pub fn cluster_of_its_own() -> Option<&'static Cluster> {
    let Some(binaries) = binaries() else {
        skip("postgres", "neither initdb nor postgres was found");
        return None;
    };
    Some(Box::leak(Box::new(start(&binaries, ""))))
}

fn binaries() -> Option<PathBuf> {
    let mut installed: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    installed.sort();
    installed.reverse();
    let server = program("postgres", installed)?;
    let folder = server.parent()?.to_owned();
    folder.join("initdb").is_file().then_some(folder)
}

fn start(binaries: &Path, options: &str) -> Cluster {
    let folder = tempfile::Builder::new()
        .prefix("guichet-pg-")
        .tempdir()
        .unwrap()
        .keep();
    let account = (fs::metadata(&folder).unwrap().uid() == 0).then(somebody);
    if let Some(Account { uid, gid }) = account {
        chown(&folder, Some(uid), Some(gid)).unwrap();
    }
    let made = as_account(account, &folder, &binaries.join("initdb"))
        .args([
            "-D",
            "data",
            "-U",
            "guichet",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ])
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "initdb: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let script = format!(
        "trap '' INT TERM HUP\nup() {{ '{}' -D data -p {port} -k . -c listen_addresses=127.0.0.1 \
         -c fsync=off {options} -c max_connections=300 </dev/null >>log 2>&1 &\nserver=$!\n}}\n\
         up\nwhile read -r _; do wait $server; up; done\n\
         kill -CONT $server; kill -QUIT $server\nwait $server\ncd /\nrm -rf '{}'",
        binaries.join("postgres").display(),
        folder.display(),
    );
    let shell = as_account(account, &folder, Path::new("/bin/sh"))
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let cluster = Cluster {
        folder,
        port,
        account,
        databases: AtomicU32::new(0),
        tls: OnceLock::new(),
        shell: Mutex::new(shell),
    };
    cluster.wait_until_it_answers();
    cluster.run("CREATE ROLE desk LOGIN");
    cluster
}

/// An account of this machine that is not root's.
pub fn somebody() -> Account {
    let accounts = fs::read_to_string("/etc/passwd").unwrap();
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| {
            let line = accounts
                .lines()
                .find(|line| line.split(':').next() == Some(name))?;
            let mut numbers = line.split(':').skip(2);
            Some(Account {
                uid: numbers.next()?.parse().ok()?,
                gid: numbers.next()?.parse().ok()?,
            })
        })
        .unwrap()
}

pub fn as_account(account: Option<Account>, folder: &Path, what: &Path) -> Command {
    let mut command = Command::new(what);
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env("LC_ALL", "C");
    if let Some(Account { uid, gid }) = account {
        command.uid(uid).gid(gid);
    }
    command
}

impl Cluster {
    fn wait_until_it_answers(&self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err()
            || self.try_run("SELECT 1").is_err()
        {
            let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "PostgreSQL does not start: {}",
                log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The port on 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Makes a database that lives as long as the value returned.
    pub fn database(&'static self) -> Database {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number}");
        // As README says: the database belongs to a role that the server's policies bind.
        self.run(&format!("CREATE DATABASE {name} OWNER desk"));
        self.run(&format!(
            "CREATE ROLE {name}_walled; GRANT {name}_walled TO desk"
        ));
        Database {
            cluster: self,
            name,
        }
    }

    /// Runs `sql` as the owner of the server, outside any transaction.
    pub fn run(&self, sql: &str) {
        self.try_run(sql).unwrap();
    }

    fn try_run(&self, sql: &str) -> Result<(), tokio_postgres::Error> {
        let address = format!(
            "host=127.0.0.1 port={} user=guichet dbname=postgres",
            self.port
        );
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (client, wire) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await?;
            let wire = tokio::spawn(wire);
            let outcome = client.batch_execute(sql).await;
            drop(client);
            wire.await.unwrap()?;
            outcome
        })
    }

    /// Stops every process of the server in the middle of whatever it does.
    pub fn pause(&self) {
        // The first one makes the others: once it stands, no more come.
        signal("STOP", &[self.postmaster()]);
        signal("STOP", &self.backends());
    }

    /// Lets a paused server go on.
    pub fn resume(&self) {
        signal("CONT", &self.backends());
        signal("CONT", &[self.postmaster()]);
    }

    /// Kills every process of the server at once.
    pub fn kill(&self) {
        let first = self.postmaster();
        let mut all = self.backends();
        all.push(first);
        // Nobody may write anything once another one is dead.
        signal("STOP", &all);
        signal("KILL", &all);
        self.wait_until_gone(&all);
    }

    /// Has the server end in order, without waiting for those who use it.
    pub fn shut_down(&self) {
        let first = self.postmaster();
        signal("INT", &[first]);
        self.wait_until_gone(&[first]);
    }

    /// Starts the server again after it was killed or shut down, and waits until it answers.
    pub fn start_again(&self) {
        let mut shell = self.shell.lock().unwrap();
        writeln!(shell.stdin.as_mut().unwrap(), "up").unwrap();
        drop(shell);
        self.wait_until_it_answers();
    }

    fn postmaster(&self) -> u32 {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        file.lines().next().unwrap().parse().unwrap()
    }

    fn backends(&self) -> Vec<u32> {
        let first = self.postmaster();
        let processes = fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // After the name, which may hold anything: the state, then the parent.
            let parent = line.rsplit_once(") ")?.1.split(' ').nth(1)?;
            (parent == first.to_string()).then_some(id)
        });
        processes.collect()
    }

    fn wait_until_gone(&self, processes: &[u32]) {
        let begun = Instant::now();
        let lives = |id: &u32| {
            fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|line| !line.contains(") Z "))
        };
        while processes.iter().any(lives) {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "the server does not end"
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Makes the server speak TLS as `localhost` and returns the root that signed for it.
    /// None where there is no `openssl` to make certificates with.
    pub fn tls_root(&self) -> Option<&Path> {
        self.tls
            .get_or_init(|| {
                let Some(openssl) = program("openssl", []) else {
                    skip("openssl", "certificates cannot be made");
                    return None;
                };
                self.certificates(&openssl);
                self.run("ALTER SYSTEM SET ssl_cert_file = '../server.pem'");
                self.run("ALTER SYSTEM SET ssl_key_file = '../server.key'");
                self.run("ALTER SYSTEM SET ssl = on");
                self.run("SELECT pg_reload_conf()");
                let begun = Instant::now();
                let ready = "DO $$ BEGIN IF current_setting('ssl') <> 'on' THEN RAISE 'not yet'; END IF; END $$";
                while let Err(error) = self.try_run(ready) {
                    assert!(begun.elapsed() < Duration::from_secs(10), "TLS does not start: {error}");
                    thread::sleep(Duration::from_millis(20));
                }
                Some(self.folder.join("root.pem"))
            })
            .as_deref()
    }

    /// `root.pem` signs `server.pem`, made out to localhost; `other.pem` signs nothing.
    fn certificates(&self, openssl: &Path) {
        const NEW: &str = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";
        fs::write(
            self.folder.join("names"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n",
        )
        .unwrap();
        for line in [
            format!("{NEW} -subj /CN=Root -keyout root.key -out root.pem"),
            format!("{NEW} -subj /CN=Other -keyout other.key -out other.pem"),
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout server.key -out server.csr"
                .into(),
            "x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile names -out server.pem"
                .into(),
        ] {
            let made =
                as_account(self.account, &self.folder, openssl).args(line.split(' ')).output().unwrap();
            assert!(made.status.success(), "openssl {line}: {}", String::from_utf8_lossy(&made.stderr));
        }
    }
}

/// The first column of what `sql` finds in a database, in its own session.
pub fn names(url: &guichet::store::DatabaseUrl, sql: &str) -> Vec<String> {
    // Ours have no password that would be masked.
    let address = url.masked();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (client, wire) = tokio_postgres::connect(&address, tokio_postgres::NoTls)
            .await
            .unwrap();
        let wire = tokio::spawn(wire);
        let rows = client.query(sql, &[]).await.unwrap();
        drop(client);
        wire.await.unwrap().unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    })
}

/// Sends a signal to processes.
pub fn signal(name: &str, processes: &[u32]) {
    let ids: Vec<String> = processes.iter().map(ToString::to_string).collect();
    // Some may have ended meanwhile.
    let script = format!("kill -{name} {} 2>/dev/null; true", ids.join(" "));
    let sent = Command::new("/bin/sh").args(["-c", &script]).status();
    assert!(sent.unwrap().success());
}

/// A database for one test.
#[derive(Debug)]
pub struct Database {
    cluster: &'static Cluster,
    name: String,
}

impl Database {
    /// Its address, without TLS.
    pub fn url(&self) -> String {
        format!(
            "postgres://desk@127.0.0.1:{}/{}?sslmode=disable",
            self.cluster.port, self.name
        )
    }

    /// Its name on the server.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The files go with the server in any case; one that a failed test left paused answers nothing.
        if thread::panicking() {
            return;
        }
        drop(
            self.cluster
                .try_run(&format!("DROP DATABASE {} WITH (FORCE)", self.name)),
        );
    }
}
