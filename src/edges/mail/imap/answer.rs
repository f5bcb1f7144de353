//! What a server says, read as far as it is needed.

/// A line of the server with the literals in it (RFC 3501, 4.3). Each literal leaves `{}` in the text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Answer {
    pub(super) text: String,
    /// Nothing for one that is larger than anything that is taken.
    pub(super) literals: Vec<Option<Vec<u8>>>,
}

/// How a command ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Status {
    Ok,
    /// The server refuses, in its words.
    No(String),
}

/// What a fetched letter is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    TooLarge,
    /// The server has none.
    Missing,
}

impl Answer {
    /// How the command of this tag ended, if this says so.
    pub(super) fn status(&self, tag: &str) -> Option<Status> {
        let rest = self.text.strip_prefix(tag)?.strip_prefix(' ')?;
        let (word, said) = rest.split_once(' ').unwrap_or((rest, ""));
        Some(if word.eq_ignore_ascii_case("OK") {
            Status::Ok
        } else {
            Status::No(said.to_owned())
        })
    }

    /// What the server wants to hear next, if it waits for more of a command.
    pub(super) fn wanted(&self) -> Option<&str> {
        self.text.strip_prefix('+').map(str::trim)
    }

    /// The rest of an untagged answer of this kind: `* KIND rest`.
    pub(super) fn untagged(&self, kind: &str) -> Option<&str> {
        let rest = self.text.strip_prefix("* ")?;
        let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        word.eq_ignore_ascii_case(kind).then_some(rest)
    }

    /// The number of an untagged answer of this kind: `* number KIND`.
    pub(super) fn number_of(&self, kind: &str) -> Option<u32> {
        let (number, rest) = self.text.strip_prefix("* ")?.split_once(' ')?;
        let word = rest.split(' ').next()?;
        word.eq_ignore_ascii_case(kind)
            .then(|| number.parse().ok())
            .flatten()
    }

    /// The number behind a name of what was fetched: `UID 7`.
    pub(super) fn fetched(&self, name: &str) -> Option<u64> {
        self.number_of("FETCH")?;
        let upper = self.text.to_ascii_uppercase();
        let mut words = upper.split([' ', '(', ')']);
        words.find(|word| *word == name)?;
        words.next()?.parse().ok()
    }

    /// The letter of an answer that has one.
    pub(super) fn body(&mut self) -> Option<Body> {
        let upper = self.text.to_ascii_uppercase();
        let at = upper.find("BODY[]")?;
        let rest = self.text.get(at + "BODY[]".len()..)?.trim_start();
        if rest.starts_with("{}") || rest.starts_with("~{}") {
            let before = self.text.get(..at)?.matches("{}").count();
            let literal = self.literals.get_mut(before)?;
            return Some(literal.take().map_or(Body::TooLarge, Body::Bytes));
        }
        let Some(rest) = rest.strip_prefix('"') else {
            return Some(Body::Missing);
        };
        let mut bytes = Vec::new();
        let mut letters = rest.bytes();
        while let Some(byte) = letters.next() {
            match byte {
                b'"' => break,
                b'\\' => bytes.extend(letters.next()),
                byte => bytes.push(byte),
            }
        }
        Some(Body::Bytes(bytes))
    }
}

/// How many bytes follow a line that ends with `{number}`; RFC 7888 writes `{number+}`.
pub(super) fn literal(line: &str) -> Option<(&str, usize)> {
    let (before, number) = line.strip_suffix('}')?.rsplit_once('{')?;
    let number = number.strip_suffix('+').unwrap_or(number);
    Some((before, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str, literals: &[&str]) -> Answer {
        Answer {
            text: text.to_owned(),
            literals: literals
                .iter()
                .map(|one| Some(one.as_bytes().to_vec()))
                .collect(),
        }
    }

    #[test]
    fn a_letter_is_found_wherever_it_stands_in_the_answer() {
        let bytes = |text: &str| Some(Body::Bytes(text.as_bytes().to_vec()));
        for (text, literals, uid, body) in [
            (
                "* 1 FETCH (UID 7 BODY[] {})",
                &["abc"][..],
                Some(7),
                bytes("abc"),
            ),
            (
                "* 1 FETCH (BODY[] {} UID 7)",
                &["abc"],
                Some(7),
                bytes("abc"),
            ),
            (
                "* 1 FETCH (X {} BODY[] {} UID 7)",
                &["x", "abc"],
                Some(7),
                bytes("abc"),
            ),
            (
                "* 1 FETCH (UID 7 BODY[] \"a\\\"b\")",
                &[],
                Some(7),
                bytes("a\"b"),
            ),
            (
                "* 1 fetch (uid 7 body[] NIL)",
                &[],
                Some(7),
                Some(Body::Missing),
            ),
            ("* 1 FETCH (FLAGS (\\Seen))", &[], None, None),
            ("* 1 FETCH (UID 7 BODY[] {})", &[], Some(7), None),
        ] {
            let mut answer = answer(text, literals);
            assert_eq!(
                (answer.fetched("UID"), answer.body()),
                (uid, body),
                "{text}"
            );
        }
        let size = answer("* 2 FETCH (UID 9 RFC822.SIZE 1200)", &[]);
        assert_eq!(size.fetched("RFC822.SIZE"), Some(1_200));
    }

    #[test]
    fn lines_are_told_apart() {
        let one = |text| answer(text, &[]);
        assert_eq!(one("a1 OK done").status("a1"), Some(Status::Ok));
        assert_eq!(one("a1 ok").status("a1"), Some(Status::Ok));
        assert_eq!(one("a12 OK").status("a1"), None);
        assert_eq!(
            one("a1 NO [X] no").status("a1"),
            Some(Status::No("[X] no".to_owned()))
        );
        assert_eq!(one("* 12 EXISTS").number_of("EXISTS"), Some(12));
        assert_eq!(one("* x EXISTS").number_of("EXISTS"), None);
        assert_eq!(one("* SEARCH 1 2").untagged("SEARCH"), Some("1 2"));
        assert_eq!(one("* SEARCH").untagged("SEARCH"), Some(""));
        assert_eq!(one("+ idling").wanted(), Some("idling"));
        assert_eq!(
            literal("* 1 FETCH (BODY[] {12}"),
            Some(("* 1 FETCH (BODY[] ", 12))
        );
        assert_eq!(literal("BODY[] ~{12+}"), Some(("BODY[] ~", 12)));
        for line in ["", "}", "{}", "{-1}", "{x}", "{99999999999999999999999}"] {
            assert_eq!(literal(line), None, "{line}");
        }
    }
}
