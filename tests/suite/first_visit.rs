//! What a browser fetches that was never here: the form, and all that it and the next pages are made
//! of.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::support::{
    app::{Served, served},
    on_sqlite,
};

/// The most bytes of a first visit, heads of answers included.
const MOST: usize = 60_000;

/// An answer as it comes over the wire, its head in words.
fn fetched(served: &Served, path: &str) -> (String, usize) {
    let mut stream = TcpStream::connect(served.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Language: fr\r\nAccept-Encoding: gzip\r\n\
         Connection: close\r\n\r\n",
        served.address
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let head = text.split("\r\n\r\n").next().unwrap().to_lowercase();
    (head, bytes.len())
}

/// The addresses that a page or a sheet names between `before` and one of `after`.
fn named(text: &str, before: &str, after: [char; 3]) -> Vec<String> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split(after).next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_whole_first_visit_stays_under_sixty_kilobytes() {
    on_sqlite(|url| {
        let served = served(url, "2026-03-04T09:00:00Z");
        // The pages one goes on to may need more of the program's drawings than the first.
        let pages = ["/", "/help", "/sign-in"].map(|path| served.browser().get(path).body);
        let mut parts = BTreeSet::from(["/".to_owned()]);
        for tag in pages.iter().flat_map(|page| page.split('<')).filter(|tag| {
            ["link ", "script ", "img ", "use "]
                .iter()
                .any(|kind| tag.starts_with(kind))
        }) {
            for before in ["href=\"", "src=\""] {
                parts.extend(named(tag, before, ['"', '#', '>']));
            }
        }
        for sheet in parts.clone() {
            if sheet.contains(".css") {
                let sheet = served.browser().get(&sheet).body;
                parts.extend(named(&sheet, "url(", [')', '#', '\n']));
                assert!(!sheet.contains("@import"), "a sheet must not fetch another");
            }
        }
        let mut whole = 0;
        let mut told = String::new();
        for part in &parts {
            let (head, bytes) = fetched(&served, part);
            assert!(head.starts_with("http/1.1 200"), "{part}: {head}");
            assert!(
                head.contains("content-encoding: gzip"),
                "{part} comes uncompressed: {head}"
            );
            told.push_str(&format!("{bytes:>7} {part}\n"));
            whole += bytes;
        }
        for kind in [".css", ".js", "icons.", "favicon."] {
            assert!(
                parts.iter().any(|part| part.contains(kind)),
                "{kind} is missing in {parts:?}"
            );
        }
        assert!(whole < MOST, "{told}{whole:>7} in all");
        #[expect(clippy::print_stderr, reason = "a measurement is there to be read")]
        {
            eprintln!("{told}{whole:>7} bytes in all");
        }
    });
}
