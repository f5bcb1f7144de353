//! A letter taken apart: its parts, and theirs.
//!
//! # Why
//! The letter is gone through once, line by line, whatever it says of its parts: a parser that looks
//! ahead for each boundary takes a time that grows with the square of what it is sent, and one that
//! nests letters in letters without end runs out of stack when it lets go of them.

use mail_parser::ContentType;

use super::fields::Fields;

/// The most parts that are looked at.
const MOST_PARTS: usize = 500;
/// How deep parts may lie in parts.
const DEEPEST: usize = 20;
/// The longest boundary; RFC 2046 allows 70.
const LONGEST_BOUNDARY: usize = 200;

/// A letter, or a part of one.
#[derive(Debug)]
pub(super) struct Entity<'a> {
    pub(super) fields: Fields<'a>,
    pub(super) kind: Kind,
    pub(super) body: Body<'a>,
}

/// What is below the headers.
#[derive(Debug)]
pub(super) enum Body<'a> {
    /// The bytes, still encoded as they travelled.
    Leaf(&'a [u8]),
    /// Parts.
    Many(Vec<Entity<'a>>),
}

/// A content type; all of it in lower case, but the values.
#[derive(Debug, Default)]
pub(super) struct Kind {
    pub(super) main: String,
    pub(super) sub: String,
    attributes: Vec<(String, String)>,
}

impl Kind {
    fn plain() -> Self {
        Self {
            main: "text".to_owned(),
            sub: "plain".to_owned(),
            attributes: Vec::new(),
        }
    }

    fn letter() -> Self {
        Self {
            main: "message".to_owned(),
            sub: "rfc822".to_owned(),
            attributes: Vec::new(),
        }
    }

    fn of(read: &ContentType<'_>) -> Self {
        let attributes = read.attributes.iter().flatten().map(|attribute| {
            (
                attribute.name.to_lowercase(),
                attribute.value.clone().into_owned(),
            )
        });
        Self {
            main: read.c_type.trim().to_lowercase(),
            sub: read
                .c_subtype
                .as_deref()
                .unwrap_or_default()
                .trim()
                .to_lowercase(),
            attributes: attributes.collect(),
        }
    }

    pub(super) fn is(&self, main: &str, sub: &str) -> bool {
        self.main == main && self.sub == sub
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(of, _)| of == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A letter, taken apart; and whether more is in it than is looked at.
pub(super) fn apart(raw: &[u8]) -> (Entity<'_>, bool) {
    let mut splitter = Splitter {
        raw,
        at: 0,
        boundaries: Vec::new(),
        parts: 0,
        is_cut: false,
    };
    splitter.pass_the_envelope();
    let (entity, _) = splitter.entity(false);
    (entity, splitter.is_cut)
}

/// A line that ends a part: whose, and whether it is the last.
type Stop = Option<(usize, bool)>;

struct Splitter<'a> {
    raw: &'a [u8],
    at: usize,
    boundaries: Vec<Vec<u8>>,
    parts: usize,
    is_cut: bool,
}

impl<'a> Splitter<'a> {
    /// The first line of a letter out of an mbox, and empty lines, are no headers.
    fn pass_the_envelope(&mut self) {
        while let Some((_, line)) = self.peek() {
            if line.trim_ascii().is_empty() || line.starts_with(b"From ") {
                self.at += line.len();
            } else {
                break;
            }
        }
    }

    fn peek(&self) -> Option<(usize, &'a [u8])> {
        let rest = self.raw.get(self.at..)?;
        if rest.is_empty() {
            return None;
        }
        let length = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |end| end + 1);
        Some((self.at, rest.get(..length)?))
    }

    /// Whose boundary a line is, the innermost first.
    fn stop(&self, line: &[u8]) -> Stop {
        let name = line.strip_prefix(b"--")?;
        self.boundaries
            .iter()
            .enumerate()
            .rev()
            .find_map(|(level, boundary)| {
                let tail = name.strip_prefix(boundary.as_slice())?.trim_ascii();
                match tail {
                    b"" => Some((level, false)),
                    b"--" => Some((level, true)),
                    _ => None,
                }
            })
    }

    /// Goes behind the next boundary, and tells what is before it.
    fn until_stop(&mut self) -> (&'a [u8], Stop) {
        let from = self.at;
        if self.boundaries.is_empty() {
            self.at = self.raw.len();
            return (self.raw.get(from..).unwrap_or_default(), None);
        }
        while let Some((start, line)) = self.peek() {
            self.at += line.len();
            if let Some(stop) = self.stop(line) {
                let before = self.raw.get(from..start).unwrap_or_default();
                let before = before.strip_suffix(b"\n").unwrap_or(before);
                return (before.strip_suffix(b"\r").unwrap_or(before), Some(stop));
            }
        }
        (self.raw.get(from..).unwrap_or_default(), None)
    }

    /// The headers, and the boundary that ended them where there is nothing below.
    fn headers(&mut self) -> (Fields<'a>, Stop) {
        let from = self.at;
        while let Some((start, line)) = self.peek() {
            let stop = self.stop(line);
            let is_end = line.trim_ascii().is_empty();
            // A letter without any header begins with its text.
            let is_text = self.parts == 1 && start == from && !begins_headers(line);
            if is_text {
                break;
            }
            self.at += line.len();
            if is_end || stop.is_some() {
                let block = self.raw.get(from..start).unwrap_or_default();
                return (Fields::of(block), stop);
            }
        }
        let block = self.raw.get(from..self.at).unwrap_or_default();
        (Fields::of(block), None)
    }

    fn entity(&mut self, in_digest: bool) -> (Entity<'a>, Stop) {
        self.parts += 1;
        let (fields, ended) = self.headers();
        let kind = fields.content("content-type").map_or_else(
            || {
                if in_digest {
                    Kind::letter()
                } else {
                    Kind::plain()
                }
            },
            |read| Kind::of(&read),
        );
        if ended.is_some() {
            let body = Body::Leaf(b"");
            return (Entity { fields, kind, body }, ended);
        }
        if kind.main != "multipart" {
            let (bytes, stop) = self.until_stop();
            let body = Body::Leaf(bytes);
            return (Entity { fields, kind, body }, stop);
        }
        if self.boundaries.len() >= DEEPEST {
            self.is_cut = true;
            let (_, stop) = self.until_stop();
            let body = Body::Many(Vec::new());
            return (Entity { fields, kind, body }, stop);
        }
        let (kind, body, stop) = self.many(kind);
        (Entity { fields, kind, body }, stop)
    }

    fn many(&mut self, kind: Kind) -> (Kind, Body<'a>, Stop) {
        let from = self.at;
        let Some(boundary) = self.boundary(&kind) else {
            let (bytes, stop) = self.until_stop();
            return (Kind::plain(), Body::Leaf(bytes), stop);
        };
        self.boundaries.push(boundary);
        let own = self.boundaries.len() - 1;
        let (before, mut stop) = self.until_stop();
        let mut parts = Vec::new();
        loop {
            match stop {
                Some((level, false)) if level == own => {
                    if self.parts >= MOST_PARTS {
                        self.is_cut = true;
                        self.at = self.raw.len();
                        stop = None;
                        break;
                    }
                    let (part, next) = self.entity(kind.sub == "digest");
                    parts.push(part);
                    stop = next;
                }
                Some((level, true)) if level == own => {
                    self.boundaries.truncate(own);
                    stop = self.until_stop().1;
                    break;
                }
                _ => break,
            }
        }
        self.boundaries.truncate(own);
        if parts.is_empty() {
            // It names a boundary that never comes: all of it is text.
            let whole = self.raw.get(from..from + before.len()).unwrap_or_default();
            return (Kind::plain(), Body::Leaf(whole), stop);
        }
        (kind, Body::Many(parts), stop)
    }

    /// The boundary that a part names, or that its text shows.
    fn boundary(&self, kind: &Kind) -> Option<Vec<u8>> {
        let named = kind.attribute("boundary").map(str::trim_end);
        if let Some(named) = named.filter(|one| !one.is_empty() && one.len() <= LONGEST_BOUNDARY) {
            return Some(named.as_bytes().to_vec());
        }
        let rest = self.raw.get(self.at..)?;
        let mut lines = rest
            .split(|byte| *byte == b'\n')
            .take(50)
            .map(<[u8]>::trim_ascii_end);
        let mut line = lines.next()?;
        for next in lines {
            let is_header = next
                .get(..8)
                .is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
            let name = line.strip_prefix(b"--");
            if let Some(name) =
                name.filter(|name| is_header && !name.is_empty() && name.len() <= LONGEST_BOUNDARY)
            {
                return Some(name.to_vec());
            }
            line = next;
        }
        None
    }
}

fn begins_headers(line: &[u8]) -> bool {
    let Some(colon) = line.iter().position(|byte| *byte == b':') else {
        return false;
    };
    let name = line.get(..colon).unwrap_or_default().trim_ascii();
    !name.is_empty() && name.len() <= 80 && name.iter().all(|byte| (33..=126).contains(byte))
}
