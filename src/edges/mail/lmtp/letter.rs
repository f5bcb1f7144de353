//! The text of a letter as it comes: where it ends, and which dots are not its own.
//!
//! # Why
//! Servers that disagree on what ends a letter let one letter smuggle another in, with commands of
//! its own (CVE-2023-51764). So nothing but CR LF, a dot, CR LF ends it (RFC 5321, 4.1.1.4), and a
//! dot is taken away only after CR LF (4.5.2). A bare CR or LF is a byte like any other: it stays in
//! the letter, and means nothing.

/// How many times the most bytes of a letter are read, and not kept, to be able to say that it is too
/// large.
const DRAINED: usize = 4;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum At {
    /// After CR LF, or at the beginning.
    Start,
    /// After a dot at the start of a line.
    Dot,
    /// After that dot and CR.
    DotCr,
    /// After CR.
    Cr,
    /// Anywhere else.
    Middle,
    /// Behind the end.
    End,
}

/// A letter on its way.
#[derive(Debug)]
pub(super) struct Letter {
    bytes: Vec<u8>,
    most: usize,
    came: usize,
    at: At,
}

impl Letter {
    pub(super) const fn new(most: usize) -> Self {
        Self {
            bytes: Vec::new(),
            most,
            came: 0,
            at: At::Start,
        }
    }

    /// Takes what came, up to the end of the letter; how many bytes that were.
    pub(super) fn take(&mut self, came: &[u8]) -> usize {
        let mut used = 0;
        for byte in came {
            if self.at == At::End {
                break;
            }
            used += 1;
            self.at = self.next(*byte);
        }
        self.came = self.came.saturating_add(used);
        used
    }

    fn next(&mut self, byte: u8) -> At {
        match (self.at, byte) {
            (At::Start, b'.') => At::Dot,
            (At::Dot, b'\r') => At::DotCr,
            (At::DotCr, b'\n') | (At::End, _) => At::End,
            (At::DotCr, byte) => {
                self.keep(b'\r');
                self.keep(byte);
                if byte == b'\r' { At::Cr } else { At::Middle }
            }
            (At::Cr, b'\n') => {
                self.keep(byte);
                At::Start
            }
            (At::Start | At::Cr | At::Middle, b'\r') => {
                self.keep(byte);
                At::Cr
            }
            (At::Start | At::Dot | At::Cr | At::Middle, byte) => {
                self.keep(byte);
                At::Middle
            }
        }
    }

    fn keep(&mut self, byte: u8) {
        // One byte more than may be is enough to know that it is too large.
        if self.bytes.len() <= self.most {
            self.bytes.push(byte);
        }
    }

    /// Whether its end came.
    pub(super) fn is_whole(&self) -> bool {
        self.at == At::End
    }

    /// Whether so much came that no end is waited for.
    pub(super) const fn is_endless(&self) -> bool {
        self.came > self.most.saturating_mul(DRAINED)
    }

    /// Its bytes; nothing when it is too large.
    pub(super) fn bytes(self) -> Option<Vec<u8>> {
        (self.bytes.len() <= self.most).then_some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of a text, and what is left behind its end; the same however it is cut.
    fn taken(text: &str) -> Option<(String, String)> {
        let mut found = Vec::new();
        for piece in [1, 2, 3, 7, text.len().max(1)] {
            let mut letter = Letter::new(1_000);
            let mut used = 0;
            for part in text.as_bytes().chunks(piece) {
                used += letter.take(part);
            }
            let left = text.get(used..).unwrap_or_default().to_owned();
            let whole = letter.is_whole();
            let bytes = letter.bytes().unwrap_or_default();
            found.push(whole.then(|| (String::from_utf8_lossy(&bytes).into_owned(), left)));
        }
        found.dedup();
        assert_eq!(found.len(), 1, "{text:?}");
        found.pop().flatten()
    }

    #[test]
    fn nothing_but_a_dot_between_two_ends_of_lines_ends_a_letter() {
        for (text, kept, left) in [
            (".\r\n", "", ""),
            ("a\r\n.\r\n", "a\r\n", ""),
            ("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n"),
            ("..a\r\n...\r\n.\r\n", ".a\r\n..\r\n", ""),
            ("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", ""),
            ("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", ""),
            ("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", ""),
            ("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", ""),
            ("a\r\n.\r\r\nb\r\n.\r\n", "a\r\n\r\r\nb\r\n", ""),
            ("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", ""),
            ("a\r\r\n.\r\n", "a\r\r\n", ""),
        ] {
            let wanted = Some((kept.to_owned(), left.to_owned()));
            assert_eq!(taken(text), wanted, "{text:?}");
        }
        for text in ["", "a", "a\r\n", "a\r\n.", "a\r\n.\r", "a\n.\n", "a\r.\r"] {
            assert_eq!(taken(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_too_large_is_not_kept_and_its_end_is_still_found() {
        let mut letter = Letter::new(10);
        assert_eq!(letter.take(b"0123456789a\r\n.\r\n"), 16);
        assert!(letter.is_whole() && !letter.is_endless());
        assert_eq!(letter.bytes(), None);
        let mut letter = Letter::new(10);
        letter.take(&[b'a'; 41]);
        assert!(letter.is_endless());
        assert!(letter.bytes.len() <= 11);
    }
}
