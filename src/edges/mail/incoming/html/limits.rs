//! Whether HTML is small enough to be cleaned.
//!
//! # Why
//! A parser of HTML takes a time that grows with the square of how deep elements lie in each other,
//! of their attributes, and of what is left open. Depth is counted here as if little was ever
//! closed: an end that a browser might not see closes nothing.

use std::collections::HashMap;

use super::tokens::{Tag, Token, Tokens};

/// The most bytes.
pub(super) const MOST_BYTES: usize = 262_144;
/// How deep elements may lie in each other.
const DEEPEST: usize = 100;
/// The most attributes of an element.
const MOST_ATTRIBUTES: usize = 50;
/// The most tags.
const MOST_TAGS: usize = 20_000;
/// The most references (`&`).
const MOST_REFERENCES: usize = 20_000;

/// Elements without content.
const VOID: [&str; 16] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "o:p", "frame",
];
/// Elements that the next of their kind ends.
const IMPLIED: [&str; 16] = [
    "p", "li", "td", "tr", "th", "dt", "dd", "option", "optgroup", "tbody", "thead", "tfoot",
    "colgroup", "html", "body", "head",
];
/// Elements of letters, which stay open when what they are in ends.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements whose inside no end from within leaves.
const WALLS: [&str; 9] = [
    "table", "object", "applet", "marquee", "svg", "math", "select", "button", "caption",
];

/// Whether it may be cleaned.
pub(super) fn is_within(html: &str) -> bool {
    if html.len() > MOST_BYTES {
        return false;
    }
    let references = html.bytes().filter(|byte| *byte == b'&').count();
    if references > MOST_REFERENCES {
        return false;
    }
    let mut depth = Depth::default();
    for (count, token) in Tokens::of(html).enumerate() {
        if count > MOST_TAGS * 2 {
            return false;
        }
        match token {
            Token::Text(_) => {}
            Token::Open(tag) => {
                if tag.attributes().nth(MOST_ATTRIBUTES).is_some() || !depth.open(tag) {
                    return false;
                }
            }
            Token::Close(name) => depth.close(&name.to_ascii_lowercase()),
        }
    }
    true
}

/// The elements that are open.
#[derive(Debug, Default)]
struct Depth {
    open: Vec<String>,
    formatting: HashMap<String, usize>,
}

impl Depth {
    /// Opens an element; whether it is not too deep.
    fn open(&mut self, tag: Tag<'_>) -> bool {
        let name = tag.name.to_ascii_lowercase();
        let name = name.as_str();
        if VOID.contains(&name) || IMPLIED.contains(&name) {
            return true;
        }
        if FORMATTING.contains(&name) {
            *self.formatting.entry(name.to_owned()).or_default() += 1;
        } else {
            self.open.push(name.to_owned());
        }
        self.open.len() + self.formatting.values().sum::<usize>() <= DEEPEST
    }

    fn close(&mut self, name: &str) {
        if let Some(count) = self.formatting.get_mut(name) {
            *count = count.saturating_sub(1);
            return;
        }
        let found = self
            .open
            .iter()
            .rev()
            .take_while(|one| *one == name || !WALLS.contains(&one.as_str()))
            .position(|one| one == name);
        if let Some(from_top) = found {
            self.open.truncate(self.open.len() - 1 - from_top);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn what_is_deep_or_wide_is_seen() {
        assert!(is_within(&"<div>".repeat(100)));
        assert!(!is_within(&"<div>".repeat(101)));
        assert!(is_within(&"<div><p>a</div>".repeat(900)));
        assert!(is_within(&"<p>a<br>".repeat(900)));
        assert!(!is_within(&"<b><div></div>".repeat(101)));
        assert!(!is_within(&"<div><table><td></div>".repeat(60)));
        assert!(!is_within(&format!("<p {}>", "a=b ".repeat(51))));
        assert!(is_within(&format!("<p {}>", "a=b ".repeat(50))));
        assert!(!is_within(&"&".repeat(20_001)));
        assert!(!is_within(&"a".repeat(262_145)));
    }
}
