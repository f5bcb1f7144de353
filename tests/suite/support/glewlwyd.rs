//! A real provider of OpenID Connect, Glewlwyd, on a port of its own.
//!
//! A shell that waits for the end of a pipe stops it and removes its files when the test process is
//! gone, however it went.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::{MetadataExt, chown},
    path::Path,
    process::{Child, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use serde_json::json;

use super::{
    app::{Answer, Browser},
    postgres::{as_account, somebody},
    program, skip,
};

/// The tables, as Debian's package brings them.
const TABLES: &str = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3";
/// The password of everybody there.
const PASSWORD: &str = "un mot de passe de là-bas";

/// A running provider.
#[derive(Debug)]
pub struct Glewlwyd {
    address: SocketAddr,
    names: AtomicU32,
    /// Its standard input is closed when this is dropped, which stops the provider.
    shell: Mutex<Child>,
}

/// A desk, as the provider knows it.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    pub secret: String,
}

/// The provider of the whole run; started by whoever asks first. None where it is not installed.
pub fn glewlwyd() -> Option<&'static Glewlwyd> {
    static PROVIDER: OnceLock<Option<Glewlwyd>> = OnceLock::new();
    PROVIDER.get_or_init(Glewlwyd::start).as_ref()
}

impl Glewlwyd {
    /// One for a test that stops it.
    pub fn start() -> Option<Self> {
        let Some(binary) = program("glewlwyd", []).filter(|_| Path::new(TABLES).is_file()) else {
            skip("oidc", "glewlwyd was not found");
            return None;
        };
        let folder = tempfile::Builder::new()
            .prefix("guichet-oidc-")
            .tempdir()
            .unwrap()
            .keep();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let database = folder.join("provider.db");
        let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
        let tables = fs::read_to_string(TABLES).unwrap();
        conn.batch_execute("PRAGMA synchronous = OFF").unwrap();
        conn.batch_execute(&format!("BEGIN;\n{tables}\nCOMMIT;"))
            .unwrap();
        drop(conn);
        fs::write(folder.join("settings"), settings(port, &folder)).unwrap();
        let account = (fs::metadata(&folder).unwrap().uid() == 0).then(somebody);
        if let Some(account) = account {
            for path in [folder.clone(), database] {
                chown(path, Some(account.uid), Some(account.gid)).unwrap();
            }
        }
        let script = format!(
            "trap '' INT TERM HUP\n'{}' -c settings </dev/null >>out 2>&1 &\nprovider=$!\n\
             read -r _\nkill -KILL $provider\nwait $provider\ncd /\nrm -rf '{}'",
            binary.display(),
            folder.display(),
        );
        let shell = as_account(account, &folder, Path::new("/bin/sh"))
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let provider = Self {
            address: SocketAddr::from(([127, 0, 0, 1], port)),
            names: AtomicU32::new(0),
            shell: Mutex::new(shell),
        };
        let begun = Instant::now();
        while TcpStream::connect(provider.address).is_err() {
            let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "Glewlwyd does not start: {}",
                log()
            );
            thread::sleep(Duration::from_millis(20));
        }
        provider.open();
        Some(provider)
    }

    /// What it calls itself.
    pub fn issuer(&self) -> String {
        format!("http://{}/api/oidc", self.address)
    }

    fn browser(&self) -> Browser {
        Browser {
            address: self.address,
            cookies: std::collections::BTreeMap::new(),
            said: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        }
    }

    fn signed_in(&self, name: &str, password: &str) -> Browser {
        let mut browser = self.browser();
        let who = json!({"username": name, "password": password});
        done(&browser.post_raw("/api/auth", who.to_string().as_bytes()));
        browser
    }

    fn administrator(&self) -> Browser {
        self.signed_in("admin", "password")
    }

    /// Has it speak OpenID Connect, and know whether an address was verified.
    fn open(&self) {
        let mut admin = self.administrator();
        let modules = "/api/mod/user/database";
        let mut users: serde_json::Value = serde_json::from_str(&admin.get(modules).body).unwrap();
        users["parameters"]["data-format"]["verified"] =
            json!({"multiple": false, "read": true, "write": true});
        done(&admin.put_raw(modules, users.to_string().as_bytes()));
        done(&admin.put_raw(&format!("{modules}/reset"), b""));
        let key = rcgen::KeyPair::generate().unwrap();
        let plugin = json!({
            "module": "oidc",
            "name": "oidc",
            "display_name": "OpenID Connect",
            "parameters": {
                "iss": self.issuer(),
                "jwt-type": "ecdsa",
                "jwt-key-size": "256",
                "key": key.serialize_pem(),
                "cert": key.public_key_pem(),
                "access-token-duration": 3600,
                "refresh-token-duration": 3600,
                "code-duration": 600,
                "refresh-token-rolling": false,
                "auth-type-code-enabled": true,
                "auth-type-code-revoke-replayed": true,
                "subject-type": "public",
                "jwks-show": true,
                "pkce-allowed": true,
                "pkce-method-plain-allowed": false,
                "allowed-scope": ["openid", "email"],
                "email-claim": "on-demand",
                "email-claim-scope": ["email"],
                "claims": [{
                    "name": "email_verified",
                    "user-property": "verified",
                    "type": "boolean",
                    "boolean-value-true": "1",
                    "boolean-value-false": "0",
                    "mandatory": false,
                    "on-demand": true,
                    "scope": ["email"],
                }],
            },
        });
        done(&admin.post_raw("/api/mod/plugin", plugin.to_string().as_bytes()));
        let scope = json!({"name": "email", "display_name": "email", "password_required": false});
        done(&admin.post_raw("/api/scope", scope.to_string().as_bytes()));
    }

    fn fresh(&self, kind: &str) -> String {
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        format!("{kind}{number}")
    }

    /// Knows a desk that is reached at a path of its own.
    pub fn client(&self, redirect_uri: &str) -> Client {
        let client = Client {
            id: self.fresh("desk"),
            secret: "un-secret-de-la-bas".to_owned(),
        };
        let said = json!({
            "client_id": client.id,
            "name": "Guichet",
            "client_secret": client.secret,
            "confidential": true,
            "enabled": true,
            "redirect_uri": [redirect_uri],
            "authorization_type": ["code"],
            "token_endpoint_auth_method": ["client_secret_basic"],
            "scope": ["openid", "email"],
        });
        done(
            &self
                .administrator()
                .post_raw("/api/client", said.to_string().as_bytes()),
        );
        client
    }

    /// Somebody with an address there, signed in and willing to tell it to a desk: the browser.
    pub fn person(&self, email: &str, verified: bool, client: &Client) -> Browser {
        let name = self.fresh("person");
        let said = json!({
            "username": name,
            "password": PASSWORD,
            "name": name,
            "email": email,
            "verified": if verified { "1" } else { "0" },
            "scope": ["openid", "email"],
            "enabled": true,
        });
        done(
            &self
                .administrator()
                .post_raw("/api/user", said.to_string().as_bytes()),
        );
        let mut browser = self.signed_in(&name, PASSWORD);
        let grant = json!({"scope": "openid email"}).to_string();
        let path = format!("/api/auth/grant/{}", client.id);
        done(&browser.put_raw(&path, grant.as_bytes()));
        browser
    }

    /// Has somebody who is signed in there go on from the door: where they are sent.
    pub fn goes_on(&self, browser: &mut Browser, door: &str) -> String {
        let site = format!("http://{}", self.address);
        let path = door.strip_prefix(&site).unwrap();
        let answer = browser.get(&format!("{path}&g_continue"));
        assert_eq!(answer.status, 302, "{}", answer.body);
        answer.location()
    }

    /// Ends it.
    pub fn stop(&self) {
        let mut shell = self.shell.lock().unwrap();
        drop(shell.stdin.take());
        drop(shell.wait());
    }
}

impl Drop for Glewlwyd {
    fn drop(&mut self) {
        self.stop();
    }
}

#[track_caller]
fn done(answer: &Answer) {
    assert_eq!(answer.status, 200, "{:?} {}", answer.headers, answer.body);
}

fn settings(port: u16, folder: &Path) -> String {
    let folder = folder.display();
    format!(
        r#"port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="INFO"
log_file="{folder}/log"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
login_api_enabled=true
max_post_size=16778240
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
use_secure_connection=false
secure_connection_key_file="none"
secure_connection_pem_file="none"
secure_connection_ca_file="none"
hash_algorithm="SHA512"
database =
{{
  type = "sqlite3"
  path = "{folder}/provider.db"
}};
static_files_mime_types =
(
  {{
    extension = ".html"
    mime_type = "text/html"
  }}
)
"#
    )
}
