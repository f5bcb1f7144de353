//! TLS to a mailbox: the certificate is checked against the system's authorities and the one that is
//! set.

use std::{io, net::TcpStream, path::Path, sync::Arc, time::Instant};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

use super::{Order, wire::is_only_late};

/// The connection, encrypted.
pub(super) type Encrypted = StreamOwned<ClientConnection, TcpStream>;

/// Agrees on TLS; nothing when the order to stop came.
pub(super) fn encrypt(
    mut stream: TcpStream,
    host: &str,
    authority: Option<&Path>,
    until: Instant,
    order: &Order,
) -> Result<Option<Encrypted>, String> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| format!("« {host} » cannot be the name of a certificate"))?;
    let config = config(authority)?;
    let mut client =
        ClientConnection::new(Arc::new(config), name).map_err(|error| error.to_string())?;
    while client.is_handshaking() {
        match client.complete_io(&mut stream) {
            Ok(_) => {}
            Err(error) if is_only_late(&error) => {
                if order.is_given() {
                    return Ok(None);
                }
                if Instant::now() >= until {
                    return Err("the server does not speak TLS in time".to_owned());
                }
            }
            Err(error) => return Err(words(&error)),
        }
    }
    Ok(Some(StreamOwned::new(client, stream)))
}

fn words(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return "the server hung up".to_owned();
    }
    error.to_string()
}

fn config(authority: Option<&Path>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = authority {
        let unreadable =
            |error: &dyn std::fmt::Display| format!("ca, file {}: {error}", path.display());
        let mut found = false;
        let certificates =
            CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|error| unreadable(&error))?;
            roots.add(certificate).map_err(|error| unreadable(&error))?;
            found = true;
        }
        if !found {
            return Err(unreadable(&"no certificate in PEM form"));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
