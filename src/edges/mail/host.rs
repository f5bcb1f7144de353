//! The server's side of conversations by SMTP (RFC 5321), with STARTTLS (RFC 3207) where it has
//! papers: what the catcher listens through.
//!
//! # Why
//! `mailin` knows what is said and when; its companion that also listens brings a second
//! cryptographic library along, which took a third of the time of a clean build.

use std::{
    io::{self, BufRead, BufReader, Read as _, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use mailin::{Action, Handler, Response, Session, SessionBuilder};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

/// How long a client may be silent (RFC 5321, 4.5.3.2.7).
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// The longest line that is read at once; what is longer comes in pieces.
const LINE: u64 = 64 * 1024;

/// Who listens, and how.
#[derive(Clone)]
pub(super) struct Host {
    session: SessionBuilder,
    papers: Option<Arc<ServerConfig>>,
}

/// What stands for the null sender of automatic answers (RFC 5321, 4.5.5), which `mailin` does not
/// read.
pub(super) const NOBODY: &str = "nobody@null.invalid";

/// How the plain part of a conversation ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum End {
    Finished,
    /// The client wants to go on encrypted.
    Tls,
}

impl Host {
    /// A host of that name who speaks plainly.
    pub(super) fn named(name: &str) -> Self {
        Self {
            session: SessionBuilder::new(name),
            papers: None,
        }
    }

    /// The same with STARTTLS, by a certificate and its key in PEM files.
    ///
    /// # Errors
    /// When the files hold no certificate and key.
    pub(super) fn with_papers(mut self, certificate: &str, key: &str) -> io::Result<Self> {
        let certificates = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(io::Error::other)?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(io::Error::other)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(certificates, key)
            .map_err(io::Error::other)?;
        self.papers = Some(Arc::new(config));
        self.session.enable_start_tls();
        Ok(self)
    }

    /// Converses with at most `guests` clients at a time, each with a clone of `handler`, until the
    /// program ends.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn receive<H>(
        &self,
        listener: TcpListener,
        guests: usize,
        handler: &H,
    ) -> io::Result<()>
    where
        H: Handler + Clone + Send + 'static,
    {
        let listener = Arc::new(listener);
        for _ in 0..guests {
            let (host, handler, listener) = (self.clone(), handler.clone(), Arc::clone(&listener));
            thread::Builder::new()
                .name("mail-catcher".to_owned())
                .spawn(move || {
                    for stream in listener.incoming() {
                        let ended = stream.and_then(|one| host.converse(one, handler.clone()));
                        if let Err(error) = ended {
                            tracing::debug!(%error, "a conversation with the catcher broke off");
                        }
                    }
                })?;
        }
        Ok(())
    }

    fn converse<H: Handler>(&self, stream: TcpStream, handler: H) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut session = self.session.build(stream.peer_addr()?.ip(), handler);
        let mut plain = BufReader::new(stream);
        say(plain.get_mut(), &session.greeting())?;
        if talk(&mut session, &mut plain)? == End::Tls
            && let Some(papers) = &self.papers
        {
            // What was sent ahead in plain text is thrown away (RFC 3207, 4.2).
            let stream = plain.into_inner();
            let tls = ServerConnection::new(Arc::clone(papers)).map_err(io::Error::other)?;
            session.tls_active();
            talk(
                &mut session,
                &mut BufReader::new(StreamOwned::new(tls, stream)),
            )?;
        }
        Ok(())
    }
}

/// Answers each line until one of the two has had enough.
fn talk<H: Handler, S: io::Read + Write>(
    session: &mut Session<H>,
    stream: &mut BufReader<S>,
) -> io::Result<End> {
    const NULL: &[u8] = b"MAIL FROM:<>";
    let mut line = Vec::with_capacity(80);
    // The lines of a letter are none of our commands.
    let mut in_letter = false;
    loop {
        line.clear();
        if stream.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(End::Finished);
        }
        let null = line.get(..NULL.len());
        if !in_letter && null.is_some_and(|start| start.eq_ignore_ascii_case(NULL)) {
            let named = format!("MAIL FROM:<{NOBODY}>");
            line.splice(..NULL.len(), named.into_bytes());
        }
        let response = session.process(&line);
        in_letter = response.code == 354 || (in_letter && response.action == Action::NoReply);
        match response.action {
            Action::NoReply => {}
            Action::Reply => say(stream.get_mut(), &response)?,
            Action::UpgradeTls => {
                say(stream.get_mut(), &response)?;
                return Ok(End::Tls);
            }
            Action::Close => {
                say(stream.get_mut(), &response)?;
                return Ok(End::Finished);
            }
        }
    }
}

fn say(stream: &mut impl Write, response: &Response) -> io::Result<()> {
    stream.write_all(&response.buffer()?)?;
    stream.flush()
}
