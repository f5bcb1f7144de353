//! HTML cut into tags and text, in one pass. It need not agree with a browser in everything: what it
//! finds is counted and made text, never shown as HTML.

/// A piece of HTML.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'a> {
    /// Text, its references not yet resolved.
    Text(&'a str),
    /// The beginning of an element, or one that has no content.
    Open(Tag<'a>),
    /// The end of an element.
    Close(&'a str),
}

/// The beginning of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    inside: &'a str,
}

impl<'a> Tag<'a> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Its attributes with their values, as they stand there.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes(self.inside)
    }

    /// The value of an attribute, as it stands there.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .take(60)
            .find(|(of, _)| of.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// Goes through attributes.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self
            .0
            .trim_start_matches(|one: char| one.is_ascii_whitespace() || one == '/');
        if rest.is_empty() {
            self.0 = rest;
            return None;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest
            .get(first..)?
            .find(|one: char| one.is_ascii_whitespace() || one == '=' || one == '/')
            .map_or(rest.len(), |at| at + first);
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.0 = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quoted = ['"', '\''].iter().find_map(|quote| {
            let inner = value.strip_prefix(*quote)?;
            Some(inner.split_once(*quote).unwrap_or((inner, "")))
        });
        let (value, left) = quoted.unwrap_or_else(|| {
            let end = value
                .find(|one: char| one.is_ascii_whitespace())
                .unwrap_or(value.len());
            value.split_at(end)
        });
        self.0 = left;
        Some((name, value))
    }
}

/// Goes through HTML. Comments, declarations, scripts and style sheets are passed over.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) const fn of(html: &'a str) -> Self {
        Self { rest: html }
    }

    fn pass_over(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, after)| after);
    }

    /// Goes behind the end of an element whose content is no HTML.
    fn pass_raw(&mut self, name: &str) {
        let mut at = 0;
        let bytes = self.rest.as_bytes();
        while let Some(found) = self.rest.get(at..).and_then(|rest| rest.find("</")) {
            let start = at + found + 2;
            let is_end = bytes
                .get(start..start + name.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
            if is_end {
                self.rest = self.rest.get(start..).unwrap_or_default();
                self.pass_over(">");
                return;
            }
            at = start;
        }
        self.rest = "";
    }

    /// The tag that begins here, if one does.
    fn tag(&mut self) -> Option<Token<'a>> {
        let after = self.rest.get(1..)?;
        let (is_close, after) = after
            .strip_prefix('/')
            .map_or((false, after), |after| (true, after));
        if !after.starts_with(|one: char| one.is_ascii_alphabetic()) {
            return None;
        }
        let end = tag_end(after);
        let (inside, rest) = after.split_at(end);
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        let name_end = inside
            .find(|one: char| one.is_ascii_whitespace() || one == '/')
            .unwrap_or(inside.len());
        let (name, inside) = inside.split_at(name_end);
        if is_close {
            return Some(Token::Close(name));
        }
        if ["script", "style", "title", "template"]
            .iter()
            .any(|raw| name.eq_ignore_ascii_case(raw))
        {
            self.pass_raw(name);
        }
        Some(Token::Open(Tag { name, inside }))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let (text, rest) = self.rest.split_at(text_end(self.rest));
            if !text.is_empty() {
                self.rest = rest;
                return Some(Token::Text(text));
            }
            if self.rest.starts_with("<!--") {
                self.rest = self.rest.get(4..).unwrap_or_default();
                if let Some(after) = self.rest.strip_prefix('>') {
                    self.rest = after;
                } else {
                    self.pass_over("-->");
                }
            } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                self.pass_over(">");
            } else if let Some(token) = self.tag() {
                return Some(token);
            } else {
                let (text, rest) = self.rest.split_at(1);
                self.rest = rest;
                return Some(Token::Text(text));
            }
        }
    }
}

/// Where text ends: at the first sign that begins a tag, a comment or the like.
fn text_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let after = text.get(at + found + 1..).unwrap_or_default();
        let name = after.strip_prefix('/').unwrap_or(after);
        if after.starts_with(['!', '?']) || name.starts_with(|one: char| one.is_ascii_alphabetic())
        {
            return at + found;
        }
        at += found + 1;
    }
    text.len()
}

/// Where a tag ends; what is quoted does not end it.
fn tag_end(text: &str) -> usize {
    let mut quote: Option<u8> = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return at,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    text.len()
}
