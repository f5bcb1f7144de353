//! A letter as it follows `DATA`, with the line that ends it.
//!
//! # Why
//! Written apart, the last line waits for the receiver's delayed acknowledgement of what went
//! before it: 40 ms for each letter, most of the time that sending one takes.

use std::fmt;

/// A letter and its end (RFC 5321, 4.5.2): a line that begins with a dot gets another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole<'a>(pub(super) &'a str);

impl fmt::Display for Whole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, line) in self.0.split("\r\n").enumerate() {
            if place > 0 {
                f.write_str("\r\n")?;
            }
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
        }
        f.write_str(if self.0.ends_with("\r\n") {
            ".\r\n"
        } else {
            "\r\n.\r\n"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_letter_can_end_it() {
        let sent = |text| Whole(text).to_string();
        assert_eq!(sent("a\r\n.\r\nb"), "a\r\n..\r\nb\r\n.\r\n");
        assert_eq!(sent(".a\r\n..b\r\n"), "..a\r\n...b\r\n.\r\n");
        assert_eq!(sent("a\n.b"), "a\n.b\r\n.\r\n");
        assert_eq!(sent(""), "\r\n.\r\n");
    }
}
