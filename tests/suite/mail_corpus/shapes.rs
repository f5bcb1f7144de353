//! Letters built to cost: deep, wide, long, without end. Each is read, and most of it left out.

use std::time::{Duration, Instant};

use guichet::{
    domain::incoming::{IncomingMail, Remark},
    edges::mail::incoming::{Trust, read, read_within},
};

use super::clients::letter;

/// Far above what any of them takes where nothing is optimised, and far below what a cost in step
/// with the square of the size would take.
const BOUND: Duration = Duration::from_secs(20);

fn html(body: String) -> Vec<u8> {
    letter(None, Some(body), false).into_bytes()
}

fn headed(headers: &str) -> Vec<u8> {
    format!("From: a@client.example\r\nSubject: x\r\n{headers}\r\n\r\nHello\r\n").into_bytes()
}

/// Parts in parts, so many.
fn nested(kind: &str, depth: usize) -> Vec<u8> {
    let mut raw = String::from("From: a@client.example\r\n");
    for level in 0..depth {
        raw.push_str(&format!(
            "Content-Type: {kind}; boundary=\"b{level}\"\r\n\r\n--b{level}\r\n"
        ));
    }
    raw.push_str("\r\nHello\r\n");
    raw.into_bytes()
}

fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = of_html();
    all.extend(of_headers());
    all.extend(of_parts());
    all.extend(of_text());
    all
}

fn of_html() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("deep divs", html("<div>".repeat(16_000))),
        ("deep quotes", html("<blockquote>".repeat(20_000))),
        ("deep lists", html("<ul><li>".repeat(10_000))),
        ("deep letters", html("<b a=1>".repeat(30_000))),
        ("ampersands", html("&".repeat(1_000_000))),
        ("ampersands within the limit", html("&".repeat(19_000))),
        ("attributes", html(format!("<p {}>", "a=b ".repeat(40_000)))),
        ("brackets", html("<".repeat(2_000_000))),
        ("open tags", html("<a \"".repeat(500_000))),
        ("open comments", html("<!--".repeat(250_000))),
        ("open scripts", html("<script></s".repeat(100_000))),
        ("tables", html("<table><tr><td>".repeat(9_000))),
        ("closed by nobody", html("<p>a<a href=x>".repeat(9_000))),
        ("text", html("a ".repeat(1_000_000))),
    ]
}

fn of_headers() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        (
            "parenthesised",
            headed(&format!("To: {}", "(".repeat(1_000_000))),
        ),
        (
            "comments",
            headed(&format!("To: {}a@b.example", "(a".repeat(10_000))),
        ),
        (
            "addresses",
            headed(&format!("To: {}", "a@client.example, ".repeat(300_000))),
        ),
        (
            "groups",
            headed(&format!("To: {}", "a:b@c.example;".repeat(100_000))),
        ),
        (
            "quotes",
            headed(&format!("From: {}", "\"".repeat(1_000_000))),
        ),
        (
            "words",
            headed(&format!("Subject: {}", "=?utf-8?q?a?= ".repeat(70_000))),
        ),
        (
            "words without end",
            headed(&format!("Subject: {}", "=?utf-8?q?".repeat(100_000))),
        ),
        (
            "references",
            headed(&format!("References: {}", "<a@b.example> ".repeat(70_000))),
        ),
        (
            "references without end",
            headed(&format!("References: {}", "<".repeat(1_000_000))),
        ),
        ("headers", headed(&"X-A: b\r\n".repeat(100_000))),
        (
            "parameters",
            headed(&format!(
                "Content-Type: text/plain; {}",
                "a*1=b;".repeat(100_000)
            )),
        ),
        (
            "verdicts",
            headed(&format!(
                "Authentication-Results: mx.desk.example; {}",
                "(".repeat(500_000)
            )),
        ),
    ]
}

fn of_parts() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("multiparts", nested("multipart/mixed", 20_000)),
        ("letters in letters", nested("message/rfc822", 20_000)),
        ("boundaries that never come", {
            let part = "--b\r\nContent-Type: multipart/mixed; boundary=never\r\n\r\nx\r\n";
            format!(
                "From: a@client.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}",
                part.repeat(20_000)
            )
            .into_bytes()
        }),
        ("many parts", {
            format!(
                "From: a@client.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}",
                "--b\r\n\r\nx\r\n".repeat(200_000)
            )
            .into_bytes()
        }),
        ("dashes", {
            format!(
                "From: a@client.example\r\nContent-Type: multipart/mixed; boundary={}\r\n\r\n{}",
                "-".repeat(60),
                "-".repeat(2_000_000)
            )
            .into_bytes()
        }),
    ]
}

fn of_text() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        (
            "one line",
            format!("From: a@client.example\r\n\r\n{}", "x".repeat(5_000_000)).into_bytes(),
        ),
        (
            "colons",
            format!(
                "From: a@client.example\r\n\r\n{}",
                "From: x\n".repeat(100_000)
            )
            .into_bytes(),
        ),
        (
            "introductions",
            format!(
                "From: a@client.example\r\n\r\n{}",
                "On 1 wrote\n".repeat(80_000)
            )
            .into_bytes(),
        ),
        (
            "signs of quotes",
            format!(
                "From: a@client.example\r\nContent-Type: text/plain; format=flowed\r\n\r\n{}",
                "> ".repeat(500_000)
            )
            .into_bytes(),
        ),
        (
            "rules",
            format!("From: a@client.example\r\n\r\n{}", "_____\n".repeat(80_000)).into_bytes(),
        ),
        ("nothing but zeros", vec![0; 1_000_000]),
        ("nothing but line ends", vec![b'\n'; 1_000_000]),
        ("nothing", Vec::new()),
    ]
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "a run that is recorded says what it found"
)]
fn no_shape_of_a_letter_costs_more_than_its_size() {
    let mut slowest = (Duration::ZERO, "");
    for (name, raw) in shapes() {
        let started = Instant::now();
        let mail = read(&raw, &Trust::default());
        let took = started.elapsed();
        bounded(name, &mail);
        slowest = slowest.max((took, name));
        if std::env::var_os("GUICHET_TEST_MAILS").is_some() {
            println!("{took:>10.1?} {:>9} bytes {name}", raw.len());
        }
        assert!(took < BOUND, "{name} took {took:?}");
    }
    println!("slowest shape: {} in {:?}", slowest.1, slowest.0);
}

fn bounded(name: &str, mail: &IncomingMail) {
    assert!(mail.files.len() <= IncomingMail::MOST_FILES, "{name}");
    assert!(
        mail.references.len() <= IncomingMail::MOST_REFERENCES,
        "{name}"
    );
    assert!(mail.body.quoted.len() <= 600_000, "{name}");
    assert!(mail.recipients.len() <= 4_000, "{name}");
}

#[test]
fn html_that_takes_too_long_is_left_out_and_its_text_stays() {
    let raw = html("<p>Hello <b>there</b></p>".repeat(500));
    let mail = read_within(&raw, &Trust::default(), Duration::ZERO);
    assert_eq!(mail.body.html, None);
    assert_eq!(mail.remarks, [Remark::HtmlLeftOut]);
    assert!(mail.body.text.unwrap().as_str().starts_with("Hello there"));
}

#[test]
fn a_letter_with_too_many_parts_says_so() {
    let raw = shapes()
        .into_iter()
        .find(|(name, _)| *name == "many parts")
        .unwrap()
        .1;
    let mail = read(&raw, &Trust::default());
    assert!(mail.remarks.contains(&Remark::TooManyParts));
    assert!(mail.body.text.is_some());
}
