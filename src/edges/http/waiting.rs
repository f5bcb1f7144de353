//! The last snapshot of the status page while the database does not answer a start.
//!
//! # Why
//! People look at the status page when something is wrong, perhaps the database; and then, too, machines are
//! restarted. So a start that waits for its database serves what was kept, on the same sockets, and nothing
//! else: every other page says that it will be there in a moment.

use std::{io, path::PathBuf, thread, time::Duration};

use actix_web::{
    App as Site, HttpRequest, HttpResponse, HttpServer,
    http::{
        Method,
        header::{CONTENT_TYPE, HOST, RETRY_AFTER},
    },
    rt::System,
    web,
};
use tokio::sync::oneshot;

use super::{BaseUrl, Sockets, headers, probes::is_probe};
use crate::edges::pages::status::{Snapshot, from_memory};

/// The pause between two tries of the database.
const TRIED_EVERY: Duration = Duration::from_secs(2);
/// How long the answers under way may take, in seconds, once the database is there.
const LAST_ANSWERS: u64 = 2;

/// What is served meanwhile.
#[derive(Clone, Debug)]
struct Meanwhile {
    snapshot: Snapshot,
    base_url: BaseUrl,
    desk_name: String,
}

/// Serves the snapshot of a file until `ask` finds what it asks for, or says that nobody waits for it any
/// more; nothing when there is no snapshot to serve.
///
/// # Errors
/// When the system gives no thread or does not take the sockets.
pub fn serve_until<T: Send + 'static>(
    path: Option<PathBuf>,
    (base_url, desk_name): (BaseUrl, String),
    sockets: &Sockets,
    mut ask: impl FnMut() -> Option<T> + Send + 'static,
) -> io::Result<Option<T>> {
    let snapshot = Snapshot::at(path);
    if !snapshot.recall() {
        return Ok(None);
    }
    tracing::warn!("the database does not answer: the last status page is served until it does");
    let meanwhile = Meanwhile {
        snapshot,
        base_url,
        desk_name,
    };
    let (found, is_found) = oneshot::channel();
    thread::Builder::new()
        .name("waiting".to_owned())
        .spawn(move || {
            loop {
                thread::sleep(TRIED_EVERY);
                if let Some(it) = ask() {
                    // Who listened has ended with the process.
                    let _ = found.send(it);
                    return;
                }
            }
        })?;
    let mut server = HttpServer::new(move || {
        Site::new()
            .app_data(web::Data::new(meanwhile.clone()))
            .configure(super::assets::routes)
            .default_service(web::to(answer))
    })
    .workers(1)
    .disable_signals()
    .shutdown_timeout(LAST_ANSWERS);
    for listener in &sockets.listeners {
        server = server.listen(listener.try_clone()?)?;
    }
    System::new().block_on(async move {
        let running = server.run();
        let handle = running.handle();
        let served = actix_web::rt::spawn(running);
        let found = is_found.await.ok();
        handle.stop(true).await;
        // It has stopped, or it never ran and says why.
        served.await.map_err(io::Error::other)??;
        Ok(found)
    })
}

async fn answer(meanwhile: web::Data<Meanwhile>, request: HttpRequest) -> HttpResponse {
    let Meanwhile {
        snapshot,
        base_url,
        desk_name,
    } = &**meanwhile;
    let mut hosts = request.headers().get_all(HOST);
    let is_ours = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| base_url.is_host(host)),
        _ => false,
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = if request.path() == "/healthz" {
        HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ok\n")
    } else if !is_ours && !is_probe(request.path()) {
        HttpResponse::MisdirectedRequest().finish()
    } else {
        let kept = reads.then(|| from_memory(snapshot, &request, base_url, desk_name));
        kept.flatten().unwrap_or_else(|| {
            HttpResponse::ServiceUnavailable()
                .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
                .insert_header((RETRY_AFTER, "5"))
                .body("not ready: the database does not answer\n")
        })
    };
    headers::complete(response.headers_mut(), false, base_url.is_secure());
    response
}
