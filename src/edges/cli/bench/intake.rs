//! Letters that come in, handed over by LMTP as a mail server in front would do it: how fast they
//! are stored, and how fast they become tickets.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{load::Measured, report::Line, server::Server};
use crate::desk::Desk;

/// The inbound address of the server that is measured.
pub(super) const ADDRESS: &str = "support@bench.example";
/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to read what has come.
const READING: Duration = Duration::from_secs(10 * 60);
/// How many letters are handed over at most: they come faster than they are read.
const MOST: u64 = 3_000;
/// How often to look whether everything was read.
const LOOK: Duration = Duration::from_millis(5);
/// What an attachment has before it is encoded: about a page that was photographed.
const ATTACHED: usize = 75_000;
/// Encoded lines of 76 characters (RFC 2045, section 6.8), 57 bytes each.
const LINE: usize = 57;

/// What came in.
#[derive(Clone, Debug)]
struct Intake {
    /// How fast letters were stored, each durable before its sender was told so.
    stored: Measured,
    /// How fast they became tickets, from the first letter to the last ticket, in letters a second.
    filed: f64,
}

/// Letters that come in, without and with an attachment.
///
/// # Errors
/// When the server cannot be reached, breaks off, refuses a letter, or reads for too long.
pub(super) fn measure(
    server: &Server,
    desk: &Desk,
    connections: usize,
    time: Duration,
) -> io::Result<Vec<Line>> {
    let mut lines = Vec::new();
    for (attached, what) in [(false, "letters"), (true, "letters with 75 kB attached")] {
        let before = server.processor();
        let came = drive(server.lmtp, desk, connections, time, attached)?;
        let used = server.processor().saturating_sub(before);
        lines.push(Line::load(
            format!("{what} stored by LMTP, {connections} connections"),
            "",
            &came.stored.using(used),
        ));
        lines.push(Line::one(
            format!("{what} made tickets, meanwhile and after"),
            "",
            format!("{:.0}/s", came.filed),
        ));
    }
    Ok(lines)
}

/// Hands letters over for a time on some connections, [`MOST`] at most, and waits until the desk has
/// read them all.
///
/// # Errors
/// When the server cannot be reached, breaks off, refuses a letter, or reads for too long.
fn drive(
    server: SocketAddr,
    desk: &Desk,
    connections: usize,
    time: Duration,
    attached: bool,
) -> io::Result<Intake> {
    let turn = AtomicU64::new(0);
    let attachment = attached.then(attachment);
    let began = Instant::now();
    let hand_over = || {
        let mut line = Wire::open(server)?;
        let mut took = Vec::new();
        while began.elapsed() < time {
            let turn = turn.fetch_add(1, Ordering::Relaxed);
            if turn >= MOST {
                break;
            }
            let (sender, letter) = letter(turn, attachment.as_deref());
            let asked = Instant::now();
            line.hand_over(&sender, &letter)?;
            took.push(asked.elapsed());
        }
        Ok::<_, io::Error>(took)
    };
    let parts = thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(hand_over)).collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(io::Error::other("a connection's thread panicked")))
            })
            .collect::<io::Result<Vec<_>>>()
    })?;
    let stored = Measured::of_times_within(parts.concat(), began.elapsed());
    let all_in = Instant::now();
    while desk.next_reading().map_err(io::Error::other)?.is_some() {
        if all_in.elapsed() > READING {
            return Err(io::Error::other("the letters are not read in ten minutes"));
        }
        thread::sleep(LOOK);
    }
    let filed = stored.rate() * stored.over().as_secs_f64() / began.elapsed().as_secs_f64();
    Ok(Intake { stored, filed })
}

/// A letter, and who sends it: one of the people of the seeded organisations.
fn letter(turn: u64, attachment: Option<&str>) -> (String, String) {
    let sender = format!("contact-{}@client-{}.example", turn % 4, turn % 400);
    let text = "L’export du mois s’arrête au 20.\r\n\r\nMerci,\r\nLéa Marchal\r\n";
    let head = format!(
        "From: =?utf-8?Q?L=C3=A9a_Marchal?= <{sender}>\r\nTo: <{ADDRESS}>\r\n\
         Subject: Export comptable incomplet {turn}\r\n\
         Date: Tue, 3 Mar 2026 10:00:00 +0100\r\nMessage-ID: <{turn}@{}>\r\nMIME-Version: 1.0\r\n",
        crate::desk::Secret::draw().reveal()
    );
    let plain =
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    let whole = match attachment {
        None => format!("{head}{plain}{text}"),
        Some(encoded) => format!(
            "{head}Content-Type: multipart/mixed; boundary=\"=_part\"\r\n\r\n\
             --=_part\r\n{plain}{text}--=_part\r\n\
             Content-Type: application/octet-stream\r\n\
             Content-Disposition: attachment; filename=\"journal.bin\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{encoded}--=_part--\r\n"
        ),
    };
    (sender, whole)
}

/// Bytes that no pattern compresses, encoded in lines.
fn attachment() -> String {
    let bytes: Vec<u8> = (0..u32::try_from(ATTACHED).unwrap_or(u32::MAX))
        .map(|place| place.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    bytes
        .chunks(LINE)
        .map(|line| data_encoding::BASE64.encode(line) + "\r\n")
        .collect()
}

/// A conversation by LMTP (RFC 2033).
struct Wire {
    stream: BufReader<TcpStream>,
}

impl Wire {
    fn open(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&server, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut line = Self {
            stream: BufReader::new(stream),
        };
        line.heard(b'2')?;
        line.said("LHLO bench.example\r\n", b'2')?;
        Ok(line)
    }

    /// Hands a letter over; once this returns it is stored.
    fn hand_over(&mut self, sender: &str, letter: &str) -> io::Result<()> {
        self.said(&format!("MAIL FROM:<{sender}>\r\n"), b'2')?;
        self.said(&format!("RCPT TO:<{ADDRESS}>\r\n"), b'2')?;
        self.said("DATA\r\n", b'3')?;
        self.said(&format!("{letter}.\r\n"), b'2')
    }

    fn said(&mut self, words: &str, class: u8) -> io::Result<()> {
        self.stream.get_mut().write_all(words.as_bytes())?;
        self.heard(class)
    }

    /// Reads an answer to its last line; an error when it is not of that class.
    fn heard(&mut self, class: u8) -> io::Result<()> {
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match line.as_bytes() {
                [first, _, _, b'-', ..] if *first == class => {}
                [first, ..] if *first == class => return Ok(()),
                _ => return Err(io::Error::other(format!("LMTP says {}", line.trim_end()))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edges::mail::incoming::{Trust, read};

    #[test]
    fn a_letter_of_the_load_is_one_that_the_desk_reads_whole() {
        let (sender, plain) = letter(7, None);
        let mail = read(plain.as_bytes(), &Trust::default());
        assert_eq!(mail.from.unwrap().as_str(), sender);
        assert!(mail.body.text.is_some() && mail.files.is_empty() && mail.remarks.is_empty());
        let encoded = attachment();
        let (_, carrying) = letter(8, Some(&encoded));
        let mail = read(carrying.as_bytes(), &Trust::default());
        assert!(mail.body.text.is_some() && mail.remarks.is_empty());
        assert_eq!(mail.files[0].bytes.len(), ATTACHED);
    }
}
