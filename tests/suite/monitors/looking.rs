//! What looks at real doors: a server of HTTP and one of TCP, on loopback.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    thread,
};

use guichet::{
    desk::ports::Looker as _,
    domain::monitor::{
        HostName, HttpTarget, LookFault, Method, Outcome, Target, TcpTarget, WebAddress,
    },
    edges::looker::WebLooker,
};

use super::{Watched, said};
use crate::{availability::line, support::on_each_engine};

/// Answers each connection with one text; without any, it never answers.
fn server(answer: Option<&'static str>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            match answer {
                Some(answer) => {
                    let mut asked = [0; 1024];
                    let _ = stream.read(&mut asked);
                    let _ = stream.write_all(answer.as_bytes());
                }
                None => kept.push(stream),
            }
        }
    });
    address
}

fn http(address: SocketAddr, method: Method, text: Option<&str>) -> Target {
    Target::Http(HttpTarget {
        address: WebAddress::parse(&format!("http://{address}/health"), true).unwrap(),
        method,
        least_status: 200,
        most_status: 299,
        text: text.map(line),
        limit: 1,
    })
}

fn tcp(address: SocketAddr) -> Target {
    Target::Tcp(TcpTarget {
        host: HostName::parse(&address.ip().to_string(), true).unwrap(),
        port: address.port(),
        limit: 1,
    })
}

/// Where nobody listens.
fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

const GOOD: &str =
    "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\nTout va bien: 1";
const BROKEN: &str = "HTTP/1.1 503 Sorry\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const ELSEWHERE: &str = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\
                         Content-Length: 0\r\nConnection: close\r\n\r\n";

#[test]
fn a_look_says_what_is_wrong() {
    let looker = WebLooker::new(true);
    let good = server(Some(GOOD));
    for (target, expected) in [
        (http(good, Method::Get, None), Ok(())),
        (http(good, Method::Head, None), Ok(())),
        (http(good, Method::Get, Some("va bien")), Ok(())),
        (
            http(good, Method::Get, Some("va mal")),
            Err(LookFault::NoText),
        ),
        (
            http(server(Some(BROKEN)), Method::Get, None),
            Err(LookFault::Status(503)),
        ),
        (
            http(server(Some(ELSEWHERE)), Method::Get, None),
            Err(LookFault::Status(302)),
        ),
        (
            http(server(Some("nothing of the web")), Method::Get, None),
            Err(LookFault::Cut),
        ),
        (
            http(server(None), Method::Get, None),
            Err(LookFault::Silent),
        ),
        (http(nobody(), Method::Get, None), Err(LookFault::Refused)),
        (tcp(server(None)), Ok(())),
        (tcp(nobody()), Err(LookFault::Refused)),
    ] {
        assert_eq!(looker.look(&target), expected, "{target:?}");
    }
}

#[test]
fn without_the_setting_nothing_of_this_machine_is_looked_at() {
    let looker = WebLooker::new(false);
    let good = server(Some(GOOD));
    let local = HttpTarget {
        address: WebAddress::parse("https://localhost/", false).unwrap(),
        method: Method::Get,
        least_status: 200,
        most_status: 299,
        text: None,
        limit: 1,
    };
    let door = TcpTarget {
        host: HostName::parse("localhost", false).unwrap(),
        port: good.port(),
        limit: 1,
    };
    for target in [Target::Http(local), Target::Tcp(door), tcp(good)] {
        assert_eq!(
            looker.look(&target),
            Err(LookFault::NotPublic),
            "{target:?}"
        );
    }
}

#[test]
fn what_may_not_be_looked_at_is_not_known_and_no_outage() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        let (desk, root) = (watched.desk(), watched.scene.root);
        let mut said = said("Application", "https://example.org/health");
        said.target = http(server(Some(GOOD)), Method::Get, None);
        said.failures = 1;
        desk.change_monitor(watched.monitor, &said, root).unwrap();
        // It was typed while the setting allowed it.
        desk.look_while(&WebLooker::new(false), &|| true).unwrap();
        let page = desk.monitor(watched.monitor).unwrap();
        assert_eq!(page.looks[0].outcome, Outcome::NotKnown);
        assert_eq!(page.looks[0].fault, Some(LookFault::NotPublic));
        assert!(watched.outages().is_empty());
        watched
            .scene
            .served
            .clock
            .advance(chrono::TimeDelta::minutes(1));
        desk.look_while(&WebLooker::new(true), &|| true).unwrap();
        let page = desk.monitor(watched.monitor).unwrap();
        assert_eq!(page.looks[0].outcome, Outcome::Good);
    });
}
