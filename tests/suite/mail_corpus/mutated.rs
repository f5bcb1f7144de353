//! Letters of the corpus, damaged at random: reading one never fails, and what is read is kept in
//! its bounds.
//!
//! `GUICHET_TEST_MAILS` says how many, for a run that is recorded: it prints what the slowest one
//! took, and none may take longer than a quarter of a second.

use std::time::{Duration, Instant};

use guichet::{
    domain::{
        incoming::{IncomingMail, Remark},
        ticket::is_kept,
    },
    edges::mail::incoming::{Trust, read},
};

use super::all;

/// How many are read in any run.
const USUAL: usize = 3_000;
/// What one may take in a run that is recorded.
const MOST: Duration = Duration::from_millis(250);

/// Numbers that look like chance and are the same in each run (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap()
    }

    fn below(&mut self, most: usize) -> usize {
        self.next() % most.max(1)
    }
}

/// Pieces that mean something to a reader.
const PIECES: [&[u8]; 20] = [
    b"\r\n\r\n",
    b"\r\n--b\r\n",
    b"\r\n--=_b1\r\n",
    b"=?utf-8?B?",
    b"=?utf-8?q?=0D=0A?=",
    b"\"",
    b"<",
    b">",
    b"(",
    b"\0",
    b"\xFF\xFE",
    b"Content-Type: multipart/mixed; boundary=\"b\"\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n\r\n",
    b"; charset=utf-16",
    b"; filename*0*=utf-8''%ff",
    b"<blockquote type=cite>",
    b"-----Original Message-----\r\n",
    b"\r\nFrom: Eve <eve@evil.example>\r\n",
    b"&#x10FFFF;",
];

fn damaged(letters: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut raw = letters[chance.below(letters.len())].clone();
    for _ in 0..=chance.below(8) {
        let at = chance.below(raw.len() + 1);
        let length = chance.below(40).min(raw.len() - at);
        match chance.below(7) {
            0 if !raw.is_empty() => {
                let at = at.min(raw.len() - 1);
                raw[at] ^= 1 << chance.below(8);
            }
            1 => {
                raw.drain(at..at + length);
            }
            2 => raw.truncate(at),
            3 => {
                let other = &letters[chance.below(letters.len())];
                let from = chance.below(other.len());
                raw.splice(at.., other[from..].iter().copied());
            }
            4 => {
                // A line twice.
                let line: Vec<u8> = raw[at..]
                    .split_inclusive(|byte| *byte == b'\n')
                    .nth(1)
                    .unwrap_or_default()
                    .to_vec();
                raw.splice(at..at, line);
            }
            5 => {
                let piece = PIECES[chance.below(PIECES.len())];
                raw.splice(at..at, piece.iter().copied());
            }
            _ => {
                let piece: Vec<u8> = raw[at..at + length].repeat(1 + chance.below(60));
                raw.splice(at..at, piece);
            }
        }
    }
    raw
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "a run that is recorded says what it found"
)]
fn a_damaged_letter_is_read_all_the_same() {
    let letters: Vec<Vec<u8>> = all().into_iter().map(|case| case.raw).collect();
    let wanted = std::env::var("GUICHET_TEST_MAILS").ok();
    let count = wanted
        .as_ref()
        .map_or(USUAL, |number| number.parse().unwrap());
    let mut chance = Chance(0x5EED_0F4D_4149_4C01);
    let trust = Trust {
        authserv: Some("mx.desk.example".to_owned()),
    };
    let (mut slowest, mut bytes, mut left_out, mut busy) = (Duration::ZERO, 0, 0, 0);
    let started = Instant::now();
    for number in 0..count {
        let raw = damaged(&letters, &mut chance);
        let timed = || {
            let before = Instant::now();
            (read(&raw, &trust), before.elapsed())
        };
        let (mail, mut took) = timed();
        if wanted.is_some() && took >= MOST {
            // The machine may have been busy with something else: the letter is not slow for that.
            busy += 1;
            took = took.min(timed().1).min(timed().1);
        }
        bytes += raw.len();
        left_out += usize::from(mail.remarks.contains(&Remark::HtmlLeftOut));
        sound(&mail).unwrap_or_else(|why| panic!("letter {number}: {why}\n{raw:?}"));
        assert!(
            wanted.is_none() || took < MOST,
            "letter {number} of {} bytes took {took:?}",
            raw.len()
        );
        slowest = slowest.max(took);
    }
    println!(
        "{count} damaged letters, {bytes} bytes, in {:?}; the slowest took {slowest:?}; HTML left out of {left_out}; {busy} read again",
        started.elapsed()
    );
}

/// Whether what was read is as the desk may rely on.
fn sound(mail: &IncomingMail) -> Result<(), String> {
    let plain = |what: &str, text: &str| {
        if text.chars().all(is_kept) {
            Ok(())
        } else {
            Err(format!("{what} holds control characters: {text:?}"))
        }
    };
    plain(
        "the subject",
        mail.subject.as_ref().map_or("", |one| one.as_str()),
    )?;
    plain(
        "the name",
        mail.name.as_ref().map_or("", |one| one.as_str()),
    )?;
    plain("the id", mail.message_id.as_deref().unwrap_or_default())?;
    for file in &mail.files {
        plain("a file", file.name.as_str())?;
        plain("a file", file.content_id.as_deref().unwrap_or_default())?;
    }
    for id in mail.references.iter().chain(&mail.message_id) {
        plain("a reference", id)?;
        if !id.starts_with('<') || !id.ends_with('>') || id.len() < 3 {
            return Err(format!("no id: {id}"));
        }
    }
    let text = format!("{}{}", mail.body.quoted, mail.body.signature);
    plain("the text", &text.replace(['\n', '\t'], ""))?;
    if mail.remarks.contains(&Remark::DoubtfulSender) && mail.from.is_some() {
        return Err("a doubtful sender is named".to_owned());
    }
    if !mail.remarks.is_sorted() {
        return Err(format!("remarks out of order: {:?}", mail.remarks));
    }
    if let Some(html) = &mail.body.html {
        super::hostile::harmless(html)?;
    }
    Ok(())
}
