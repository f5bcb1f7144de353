//! A real mail server, Postfix, with a queue of its own, that hands every letter over by LMTP.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    os::unix::fs::{MetadataExt, PermissionsExt as _, chown},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{process::free_address, program, skip};

const SERVICES: &str = "pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n\
    qmgr unix n - n 1 1 qmgr\nrewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\n\
    defer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\nverify unix - - n - 1 verify\n\
    lmtp unix - - n - - lmtp\nerror unix - - n - - error\nretry unix - - n - - error\n\
    anvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\npostlog unix-dgram n - n - 1 postlogd\n";

/// A running server. It stops when this process is gone, however it went.
#[derive(Debug)]
pub struct Postfix {
    /// Where it takes letters, by SMTP.
    pub address: SocketAddr,
    folder: PathBuf,
    shell: Child,
}

impl Postfix {
    /// Starts one that hands letters for `desk.example` over at `lmtp`. None where it is not installed,
    /// or this is not root, whom it needs.
    pub fn start(lmtp: SocketAddr) -> Option<Self> {
        let places = ["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from);
        let Some(binary) = program("postfix", places) else {
            skip("mail", "postfix was not found");
            return None;
        };
        let folder = tempfile::Builder::new()
            .prefix("guichet-mx-")
            .tempdir()
            .unwrap()
            .keep();
        if fs::metadata(&folder).unwrap().uid() != 0 {
            fs::remove_dir_all(folder).unwrap();
            skip("postfix", "it is only started by root");
            return None;
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["etc", "queue", "data"] {
            fs::create_dir(folder.join(name)).unwrap();
        }
        let (uid, gid) = account();
        chown(folder.join("data"), Some(uid), Some(gid)).unwrap();
        let address = free_address();
        let here = folder.display();
        let settings = format!(
            "compatibility_level = 3.6\nqueue_directory = {here}/queue\ndata_directory = {here}/data\n\
             maillog_file = {here}/log\nmaillog_file_prefixes = {here}\ninet_interfaces = 127.0.0.1\n\
             inet_protocols = ipv4\nmyhostname = mx.desk.example\nmydestination =\nalias_maps =\n\
             alias_database =\nmynetworks = 127.0.0.0/8\n\
             smtpd_relay_restrictions = permit_mynetworks, reject\n\
             virtual_mailbox_domains = desk.example\nvirtual_mailbox_maps = static:all\n\
             virtual_transport = lmtp:inet:{lmtp}\nlocal_recipient_maps =\nrecipient_delimiter = +\n\
             default_transport = error:nothing leaves\nminimal_backoff_time = 1s\n\
             maximal_backoff_time = 1s\nqueue_run_delay = 1s\n\
             lmtp_destination_concurrency_failed_cohort_limit = 0\n"
        );
        fs::write(folder.join("etc/main.cf"), settings).unwrap();
        let services = format!("{address} inet n - n - - smtpd\n{SERVICES}");
        fs::write(folder.join("etc/master.cf"), services).unwrap();
        let script = format!(
            "trap '' INT TERM HUP\n'{0}' -c '{here}/etc' start </dev/null >>'{here}/out' 2>&1\n\
             read -r _\n'{0}' -c '{here}/etc' abort </dev/null >>'{here}/out' 2>&1\nrm -rf '{here}'",
            binary.display()
        );
        let shell = Command::new("/bin/sh")
            .args(["-c", &script])
            .current_dir("/")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            address,
            folder,
            shell,
        };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "Postfix does not start: {}",
                server.log()
            );
            thread::sleep(Duration::from_millis(50));
        }
        Some(server)
    }

    /// What it says.
    pub fn log(&self) -> String {
        ["out", "log"]
            .map(|name| fs::read_to_string(self.folder.join(name)).unwrap_or_default())
            .concat()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

fn account() -> (u32, u32) {
    let accounts = fs::read_to_string("/etc/passwd").unwrap();
    let line = accounts.lines().find(|line| line.starts_with("postfix:"));
    let mut numbers = line.unwrap().split(':').skip(2);
    let mut number = || numbers.next().unwrap().parse().unwrap();
    (number(), number())
}
