//! A real IMAP server, Dovecot, on ports of its own, as an account that is not root's.
//!
//! A shell that waits for the end of a pipe stops it and removes its files when the test process is
//! gone, however it went.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::fs::{MetadataExt, PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    postgres::{Account, as_account, somebody},
    process::free_address,
    program, skip,
};
use crate::mail::tls::{Papers, papers};

/// Who has a mailbox there, with this password, and a token that is taken too.
pub const USER: &str = "support@desk.example";
pub const PASSWORD: &str = "geheim \"\\ %";
pub const TOKEN: &str = "a-token-that-is-good";

/// A running server with one mailbox.
#[derive(Debug)]
pub struct Dovecot {
    /// The port that is plain until STARTTLS, and the one that is TLS.
    pub plain: u16,
    pub tls: u16,
    /// Who signed its certificate for `localhost`.
    pub authority: PathBuf,
    folder: PathBuf,
    account: Option<Account>,
    count: u32,
    /// Its standard input is closed when this is dropped, which stops the server.
    shell: Child,
}

impl Dovecot {
    /// Starts one. None where it is not installed.
    pub fn start() -> Option<Self> {
        let places = ["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from);
        let Some(binary) = program("dovecot", places) else {
            skip("mail", "dovecot was not found");
            return None;
        };
        let folder = tempfile::Builder::new()
            .prefix("guichet-imap-")
            .tempdir()
            .unwrap()
            .keep();
        let account = (fs::metadata(&folder).unwrap().uid() == 0).then(somebody);
        let papers = papers(&folder, "localhost");
        let (plain, tls) = (free_address().port(), free_address().port());
        let introspection = introspection();
        let here = folder.display();
        fs::write(
            folder.join("users"),
            format!("{USER}:{{PLAIN}}{PASSWORD}\n"),
        )
        .unwrap();
        fs::write(
            folder.join("oauth2"),
            format!(
                "introspection_url = http://127.0.0.1:{introspection}/\nintrospection_mode = post\n\
                 active_attribute = active\nactive_value = true\nusername_attribute = email\n"
            ),
        )
        .unwrap();
        let who = name_of(account.map_or_else(
            || fs::metadata(&folder).unwrap().uid(),
            |account| account.uid,
        ));
        let text = settings(&here.to_string(), &papers, &who, plain, tls);
        fs::write(folder.join("dovecot.conf"), text).unwrap();
        for one in ["cur", "new", "tmp"] {
            fs::create_dir_all(folder.join("mail").join(USER).join(one)).unwrap();
        }
        give_away(account, &folder);
        let script = format!(
            "trap '' INT TERM HUP\n(trap - TERM; exec '{}' -F -c '{here}/dovecot.conf') </dev/null >>out 2>&1 &\n\
             server=$!\nread -r _\nkill -TERM $server\nwait $server\ncd /\nrm -rf '{here}'",
            binary.display()
        );
        let shell = as_account(account, &folder, Path::new("/bin/sh"))
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !greets(plain) {
            let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
            let out = || fs::read_to_string(folder.join("out")).unwrap_or_default();
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "Dovecot does not start: {}{}",
                out(),
                log()
            );
            thread::sleep(Duration::from_millis(20));
        }
        Some(Self {
            plain,
            tls,
            authority: papers.authority,
            folder,
            account,
            count: 0,
            shell,
        })
    }

    /// The folder of the mailbox.
    pub fn maildir(&self) -> PathBuf {
        self.folder.join("mail").join(USER)
    }

    /// Puts a letter into the mailbox, as a mail server does.
    pub fn deliver(&mut self, letter: &str) {
        self.count += 1;
        let name = format!("{}.{}.here", self.count, std::process::id());
        let (beside, there) = (
            self.maildir().join("tmp").join(&name),
            self.maildir().join("new").join(&name),
        );
        fs::write(&beside, letter).unwrap();
        give_away(self.account, &beside);
        fs::rename(beside, there).unwrap();
    }

    /// How many letters a folder of the mailbox has, and how many of them were seen.
    pub fn count(&self, folder: &str) -> (usize, usize) {
        let mut all = 0;
        let mut seen = 0;
        for part in ["new", "cur"] {
            let path = self.maildir().join(folder).join(part);
            for entry in fs::read_dir(path).into_iter().flatten() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                all += 1;
                let flags = name.rsplit_once(":2,").map_or("", |(_, flags)| flags);
                seen += usize::from(flags.contains('S'));
            }
        }
        (all, seen)
    }

    /// Has every letter be new again, under other numbers (UIDVALIDITY).
    pub fn number_anew(&self) {
        let maildir = self.maildir();
        for entry in fs::read_dir(maildir.join("cur")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let plain = name.split(':').next().unwrap();
            fs::rename(&path, maildir.join("new").join(plain)).unwrap();
        }
        for entry in fs::read_dir(&maildir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with("dovecot") {
                fs::remove_file(&path).unwrap();
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

fn give_away(account: Option<Account>, path: &Path) {
    let Some(Account { uid, gid }) = account else {
        return;
    };
    chown(path, Some(uid), Some(gid)).unwrap();
    if path.is_dir() {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        for entry in fs::read_dir(path).unwrap() {
            give_away(account, &entry.unwrap().path());
        }
    }
}

fn settings(here: &str, papers: &Papers, who: &str, plain: u16, tls: u16) -> String {
    let (certificate, key) = (papers.certificate.display(), papers.key.display());
    format!(
        "base_dir = {here}/run\nstate_dir = {here}/state\nlog_path = {here}/log\nprotocols = imap\n\
         listen = 127.0.0.1\ndefault_internal_user = {who}\ndefault_internal_group = {who}\n\
         default_login_user = {who}\nfirst_valid_uid = 1\nmail_location = maildir:{here}/mail/%u\n\
         ssl = required\nssl_cert = <{certificate}\nssl_key = <{key}\n\
         auth_mechanisms = plain login xoauth2\nauth_failure_delay = 0\n\
         namespace inbox {{\n  inbox = yes\n}}\n\
         service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {plain}\n  }}\n  \
         inet_listener imaps {{\n    port = {tls}\n    ssl = yes\n  }}\n}}\n\
         service anvil {{\n  chroot =\n}}\n\
         passdb {{\n  driver = passwd-file\n  mechanisms = plain login\n  \
         args = scheme=PLAIN {here}/users\n}}\n\
         passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {here}/oauth2\n}}\n\
         userdb {{\n  driver = static\n  args = uid={who} gid={who} home={here}/home\n}}\n"
    )
}

fn name_of(uid: u32) -> String {
    let accounts = fs::read_to_string("/etc/passwd").unwrap();
    let line = accounts.lines().find(|line| {
        let mut words = line.split(':');
        words.nth(2).is_some_and(|word| word == uid.to_string())
    });
    line.unwrap().split(':').next().unwrap().to_owned()
}

fn greets(port: u16) -> bool {
    let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).is_ok() && line.starts_with("* OK")
}

/// A service that knows which tokens are good (RFC 7662), until the tests end.
fn introspection() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || introspect(stream));
        }
    });
    port
}

fn introspect(stream: TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let good = String::from_utf8_lossy(&body).contains(&format!("token={TOKEN}&"));
    let told = format!("{{\"active\":{good},\"email\":\"{USER}\"}}");
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{told}",
        told.len()
    );
    let _ = reader.get_mut().write_all(answer.as_bytes());
}
