//! What a client says, read: the commands of RFC 2033 and their parameters.

use crate::domain::{incoming::ReturnPath, people::EmailAddress};

/// A command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Command {
    /// The client introduces itself.
    Hello,
    /// It names the sender, and how many bytes the letter has, if it knows.
    From(ReturnPath, Option<u64>),
    /// It names a recipient; nothing where it is no address.
    To(Option<EmailAddress>),
    /// The letter follows.
    Data,
    /// What was said of a letter does not count.
    Reset,
    /// Nothing.
    Nothing,
    /// Does this address exist?
    Verify,
    /// Good-bye.
    Quit,
    /// The wrong way to introduce itself (RFC 2033, 4.1).
    NotLmtp,
    /// A parameter that was not offered.
    Parameter,
    /// A command with a mistake in it.
    Syntax,
    /// No command.
    Unknown,
}

impl Command {
    /// Reads a line without its end.
    pub(super) fn read(line: &[u8]) -> Self {
        let Ok(line) = str::from_utf8(line) else {
            return Self::Syntax;
        };
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word.to_ascii_uppercase().as_str() {
            "LHLO" if rest.trim().is_empty() => Self::Syntax,
            "LHLO" => Self::Hello,
            "MAIL" => mail(rest),
            "RCPT" => rcpt(rest),
            "DATA" if rest.trim().is_empty() => Self::Data,
            "RSET" => Self::Reset,
            "NOOP" => Self::Nothing,
            "VRFY" => Self::Verify,
            "QUIT" => Self::Quit,
            "HELO" | "EHLO" => Self::NotLmtp,
            "DATA" => Self::Syntax,
            _ => Self::Unknown,
        }
    }
}

fn mail(rest: &str) -> Command {
    let Some((path, parameters)) = path(rest, "FROM:") else {
        return Command::Syntax;
    };
    let mut size = None;
    for parameter in parameters.split_ascii_whitespace() {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (key.to_ascii_uppercase().as_str(), value) {
            ("SIZE", value) => match value.parse() {
                Ok(bytes) => size = Some(bytes),
                Err(_) => return Command::Syntax,
            },
            ("BODY", value)
                if ["7BIT", "8BITMIME"]
                    .iter()
                    .any(|one| value.eq_ignore_ascii_case(one)) => {}
            ("SMTPUTF8", "") => {}
            _ => return Command::Parameter,
        }
    }
    let from = match path {
        "" => ReturnPath::Null,
        path => EmailAddress::parse(path).map_or(ReturnPath::Unknown, ReturnPath::Address),
    };
    Command::From(from, size)
}

fn rcpt(rest: &str) -> Command {
    match path(rest, "TO:") {
        Some((_, parameters)) if !parameters.trim().is_empty() => Command::Parameter,
        Some((path, _)) => Command::To(EmailAddress::parse(path).ok()),
        None => Command::Syntax,
    }
}

/// The address between `<` and `>` behind a word, and what stands behind it. A route before it is
/// passed over (RFC 5321, appendix C).
fn path<'a>(rest: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let begins = rest.get(..word.len())?.eq_ignore_ascii_case(word);
    let rest = rest
        .get(word.len()..)
        .filter(|_| begins)?
        .trim_start_matches(' ');
    let (path, parameters) = rest.strip_prefix('<')?.split_once('>')?;
    let path = match path.split_once(':') {
        Some((route, path)) if route.starts_with('@') => path,
        _ => path,
    };
    let apart = parameters.is_empty() || parameters.starts_with(' ');
    apart.then_some((path, parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn commands_are_read_in_any_case_with_what_they_carry() {
        let from = |text: &str| ReturnPath::Address(address(text));
        for (line, wanted) in [
            ("LHLO mx.example", Command::Hello),
            ("lhlo [127.0.0.1]", Command::Hello),
            ("LHLO", Command::Syntax),
            ("EHLO mx.example", Command::NotLmtp),
            ("MAIL FROM:<>", Command::From(ReturnPath::Null, None)),
            (
                "mail from:<a@b.example> size=12 body=8bitmime",
                Command::From(from("a@b.example"), Some(12)),
            ),
            (
                "MAIL FROM: <@x.example:a@b.example> SMTPUTF8",
                Command::From(from("a@b.example"), None),
            ),
            (
                "MAIL FROM:<nobody>",
                Command::From(ReturnPath::Unknown, None),
            ),
            ("MAIL FROM:<a@b.example> AUTH=<>", Command::Parameter),
            ("MAIL FROM:<a@b.example> SIZE=x", Command::Syntax),
            ("MAIL FROM:a@b.example", Command::Syntax),
            ("MAIL", Command::Syntax),
            (
                "RCPT TO:<a+b@c.example>",
                Command::To(Some(address("a+b@c.example"))),
            ),
            ("RCPT TO:<postmaster>", Command::To(None)),
            ("RCPT TO:<a@b.example> NOTIFY=NEVER", Command::Parameter),
            ("RCPT TO:<a@b.example", Command::Syntax),
            ("data", Command::Data),
            ("DATA now", Command::Syntax),
            ("RSET", Command::Reset),
            ("NOOP x", Command::Nothing),
            ("VRFY a", Command::Verify),
            ("QUIT", Command::Quit),
            ("", Command::Unknown),
            ("GET / HTTP/1.1", Command::Unknown),
            ("MAIL FRÔM:<>", Command::Syntax),
        ] {
            assert_eq!(Command::read(line.as_bytes()), wanted, "{line}");
        }
        assert_eq!(Command::read(b"MAIL FROM:<\xff>"), Command::Syntax);
    }
}
