//! TLS is verified: a certificate nobody vouches for stops every letter.

use std::path::{Path, PathBuf};

use guichet::{
    desk::ports::{Mailer, Outcome},
    domain::lang::Lang,
    edges::mail::{Catcher, SmtpMailer, SmtpSettings},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use super::{
    FROM,
    samples::{every, letter, site},
};

struct Papers {
    authority: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

/// An authority, and a certificate that it gave to `name`.
fn papers(folder: &Path, name: &str) -> Papers {
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
            matches!(&outcome, Outcome::NotNow { why } if why.contains("no safe connection")),
            "{outcome:?}"
        );
        assert_eq!(catcher.count(), 0);
    }

    let wrong_name = format!("smtp://127.0.0.1:{port}?tls=required");
    let outcome = send(&wrong_name, Some(&ours.authority));
    assert!(
        matches!(&outcome, Outcome::NotNow { why } if why.contains("no safe connection")),
        "{outcome:?}"
    );
    assert_eq!(catcher.count(), 0);

    let url = format!("smtp://localhost:{port}?tls=required");
    assert_eq!(send(&url, Some(&ours.authority)), Outcome::Sent);
    assert_eq!(catcher.count(), 1);
}
