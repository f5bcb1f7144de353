//! A letter has a limit in all, whatever a mail server does with its single answers, and a sender
//! whose turn is over hands nothing over.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use guichet::{
    desk::ports::{Mailer, Outcome},
    domain::lang::Lang,
    edges::mail::Catcher,
};

use super::{
    mailer,
    samples::{every, letter},
    why,
};

/// A server that gives its answer to the line that begins with `last` a few bytes at a time, and
/// never all of it; before, it agrees to everything. With an empty word its greeting never ends.
fn dripping(last: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut said = String::new();
            while said != last {
                let answer = match said.as_str() {
                    "" => "220 hello\r\n",
                    "DATA" => "354 go on\r\n",
                    _ => "250 yes\r\n",
                };
                let in_letter = said == "DATA";
                stream.write_all(answer.as_bytes()).unwrap();
                while let Some(Ok(line)) = lines.next() {
                    if !in_letter || line == "." {
                        said = line.split(' ').next().unwrap_or_default().to_owned();
                        break;
                    }
                }
            }
            // Until the other side hangs up.
            while stream.write_all(b"250-wait\r\n").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        }
    });
    port
}

#[test]
fn a_server_that_drips_its_answers_keeps_no_letter_beyond_the_limit() {
    for (last, said) in [
        ("MAIL", "did not take the letter in time"),
        ("DATA", "did not take the letter in time"),
        (".", "may arrive twice"),
    ] {
        let url = format!("smtp://127.0.0.1:{}", dripping(last));
        let mailer = mailer(&url).within(Duration::from_millis(600));
        let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
        let began = Instant::now();
        let outcome = mailer.send(&letter);
        assert!(began.elapsed() < Duration::from_secs(5), "{last}");
        assert!(
            matches!(outcome, Outcome::NotNow { .. }),
            "{last}: {outcome:?}"
        );
        assert!(why(&outcome).contains(said), "{last}: {outcome:?}");
    }
}

#[test]
fn a_letter_that_is_somebody_elses_by_then_is_not_handed_over() {
    let catcher = Catcher::start().unwrap();
    let mailer = mailer(&catcher.url());
    let letter = letter(every(Lang::Fr).remove(0).1, Lang::Fr);
    let outcome = mailer.send_while(&letter, &|| false);
    assert!(matches!(outcome, Outcome::NotNow { .. }), "{outcome:?}");
    assert!(why(&outcome).contains("lease was over"), "{outcome:?}");
    assert_eq!(mailer.send(&letter), Outcome::Sent);
    assert_eq!(catcher.count(), 1);
}
