//! A mail server that says exactly what the test wrote, and hangs up when it has no more to say.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

/// What the server heard, all connections together: commands, and letters as one item each.
pub type Heard = Arc<Mutex<Vec<String>>>;

/// Starts a server that plays one list of answers for each connection, the greeting first.
/// Returns its port and what it hears.
pub fn server(connections: Vec<Vec<&'static str>>) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let hearing = Arc::clone(&heard);
    thread::spawn(move || {
        for answers in connections {
            let Ok((stream, _)) = listener.accept() else {
                return;
            };
            let mut writer = stream.try_clone().unwrap();
            let mut lines = BufReader::new(stream).lines();
            let mut in_letter = false;
            for answer in answers {
                if writer
                    .write_all(format!("{answer}\r\n").as_bytes())
                    .is_err()
                {
                    break;
                }
                in_letter = in_letter || answer.starts_with("354");
                let mut said = String::new();
                while let Some(Ok(line)) = lines.next() {
                    let ends = !in_letter || line == ".";
                    said.push_str(&line);
                    said.push('\n');
                    if ends {
                        break;
                    }
                }
                in_letter = false;
                hearing.lock().unwrap().push(said);
            }
        }
    });
    (port, heard)
}
