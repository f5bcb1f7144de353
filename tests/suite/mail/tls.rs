//! TLS is verified: a certificate nobody vouches for stops every letter.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use guichet::{
    desk::ports::{Mailer, Outcome},
    domain::lang::Lang,
    edges::mail::{Catcher, SmtpMailer, SmtpSettings},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::{
    FROM,
    samples::{every, letter, site},
};

/// An authority's certificate, and that of a server with its key, in PEM files.
#[derive(Debug)]
pub struct Papers {
    pub authority: PathBuf,
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// An authority, and a certificate that it gave to `name`.
pub fn papers(folder: &Path, name: &str) -> Papers {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()])
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    let write = |file: &str, pem: String| {
        let path = folder.join(file);
        std::fs::write(&path, pem).unwrap();
        path
    };
    Papers {
        authority: write("ca.pem", authority.pem()),
        certificate: write("server.pem", certificate.pem()),
        key: write("server.key", key.serialize_pem()),
    }
}

fn send(url: &str, authority: Option<&Path>) -> Outcome {
    let settings = SmtpSettings::parse(url, FROM, authority).unwrap();
    let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
    SmtpMailer::new(settings, site()).send(&letter)
}

#[test]
fn a_certificate_is_checked_for_its_authority_and_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let ours = papers(folder.path(), "localhost");
    let catcher = Catcher::start_with_tls(
        ours.certificate.to_str().unwrap(),
        ours.key.to_str().unwrap(),
    )
    .unwrap();
    let port = catcher.port();

    for tls in ["required", "opportunistic"] {
        let url = format!("smtp://localhost:{port}?tls={tls}");
        let outcome = send(&url, None);
        assert!(
            matches!(&outcome, Outcome::Unreachable { why } if why.contains("no safe connection")),
            "{outcome:?}"
        );
        assert_eq!(catcher.count(), 0);
    }

    let wrong_name = format!("smtp://127.0.0.1:{port}?tls=required");
    let outcome = send(&wrong_name, Some(&ours.authority));
    assert!(
        matches!(&outcome, Outcome::Unreachable { why } if why.contains("no safe connection")),
        "{outcome:?}"
    );
    assert_eq!(catcher.count(), 0);

    let url = format!("smtp://localhost:{port}?tls=required");
    assert_eq!(send(&url, Some(&ours.authority)), Outcome::Sent);
    assert_eq!(catcher.count(), 1);
}

/// A mail server that speaks TLS from the first byte: what it hears goes to the catcher in clear.
fn from_the_first_byte(papers: &Papers, catcher: &Catcher) -> u16 {
    let chain = CertificateDer::pem_file_iter(&papers.certificate)
        .unwrap()
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    let key = PrivateKeyDer::from_pem_file(&papers.key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, behind) = (listener.local_addr().unwrap().port(), catcher.port());
    listener.set_nonblocking(true).unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                // A client may not like the certificate, or not speak TLS at all.
                let Ok(mut safe) = acceptor.accept(stream).await else {
                    continue;
                };
                let mut clear = TcpStream::connect(("127.0.0.1", behind)).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut safe, &mut clear).await;
            }
        });
    });
    port
}

#[test]
fn a_server_that_speaks_tls_from_the_start_is_checked_and_takes_letters() {
    let folder = tempfile::tempdir().unwrap();
    let ours = papers(folder.path(), "localhost");
    let catcher = Catcher::start().unwrap();
    let port = from_the_first_byte(&ours, &catcher);
    for (url, authority) in [
        (format!("smtps://localhost:{port}"), None),
        (format!("smtps://127.0.0.1:{port}"), Some(&*ours.authority)),
        // In clear where TLS is expected.
        (
            format!("smtps://localhost:{}", catcher.port()),
            Some(&*ours.authority),
        ),
    ] {
        let outcome = send(&url, authority);
        assert!(
            matches!(&outcome, Outcome::Unreachable { why } if why.contains("no safe connection")),
            "{url}: {outcome:?}"
        );
        assert_eq!(catcher.count(), 0);
    }
    let url = format!("smtps://localhost:{port}");
    let settings = SmtpSettings::parse(&url, FROM, Some(&ours.authority)).unwrap();
    let mailer = SmtpMailer::new(settings, site());
    mailer.test().unwrap();
    for count in 1..=2 {
        let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
        assert_eq!(mailer.send(&letter), Outcome::Sent);
        assert_eq!(catcher.count(), count);
    }
}
