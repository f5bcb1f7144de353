//! A server that really speaks S3, with one bucket in a folder.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    thread::JoinHandle,
};

use guichet::desk::BucketAt;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot};

const BUCKET: &str = "desk-files";
const SECRET: &str = "un-secret-de-la-bas";

/// The server, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    root: TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(BUCKET)).unwrap();
        let service = {
            let files = FileSystem::new(root.path()).unwrap();
            let mut builder = S3ServiceBuilder::new(files);
            builder.set_auth(SimpleAuth::from_single("desk", SECRET));
            builder.build()
        };
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, mut stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                loop {
                    let stream = tokio::select! {
                        accepted = listener.accept() => accepted.unwrap().0,
                        _ = &mut stopped => return,
                    };
                    let service = service.clone();
                    tokio::spawn(async move {
                        let builder = Builder::new(TokioExecutor::new());
                        let wire = builder.serve_connection(TokioIo::new(stream), service);
                        drop(wire.await);
                    });
                }
            });
        });
        Self {
            address,
            root,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Where it is.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its bucket, under a prefix.
    pub fn bucket(&self, prefix: &str) -> BucketAt {
        BucketAt {
            endpoint: Some(self.endpoint()),
            region: "us-east-1".to_owned(),
            bucket: BUCKET.to_owned(),
            prefix: prefix.to_owned(),
            key_id: "desk".to_owned(),
            secret: SECRET.to_owned(),
        }
    }

    /// The objects under a prefix, in order.
    pub fn objects(&self, prefix: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let folder = self.root.path().join(BUCKET).join(prefix);
        look_in(&folder, &mut found);
        found.sort();
        found
    }

    /// Ends it; what it keeps stays.
    pub fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn look_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let hidden = path.file_name().unwrap().to_string_lossy().starts_with('.');
        if path.is_dir() {
            look_in(&path, found);
        } else if !hidden {
            found.push(path);
        }
    }
}
