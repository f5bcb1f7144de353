//! Writes the tags, and escapes all that was typed, as the templates of the pages do.

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::Place;
use crate::domain::ticket::{calls, is_kept};

/// How deep tags stand in each other at most; what stands deeper loses its form and keeps its words.
const MOST_NESTED: usize = 16;
/// The longest address that a link leads to, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// What is to be written where something ends.
#[derive(Debug)]
enum End {
    /// Nothing: it was not opened.
    Nothing,
    /// A tag.
    Tag(&'static str),
    /// A heading that was an underlined line: the line below it, as it was typed.
    Underline(String),
    /// A link, and its address where the text is another one; from where in the output it stands.
    Link { address: String, from: usize },
    /// What was written as a link and leads nowhere of ours.
    NoLink(String),
}

/// Makes HTML of the events of a text.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    out: String,
    place: Place,
    names: Vec<((), &'a str)>,
    open: Vec<End>,
    /// Within a link, text is no other link and calls nobody.
    linked: usize,
    /// Within a block of code, text is text.
    in_code: bool,
    /// Text that came in pieces and belongs together.
    text: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(place: Place, names: &[&'a str], length: usize) -> Self {
        Self {
            out: String::with_capacity(length + length / 4 + 16),
            place,
            names: names.iter().map(|name| ((), *name)).collect(),
            open: Vec::new(),
            linked: 0,
            in_code: false,
            text: String::new(),
        }
    }

    pub(super) fn end(mut self) -> String {
        self.flush();
        self.out
    }

    /// A text without any form: paragraphs and lines.
    pub(super) fn plain(&mut self, text: &str) {
        let mut within = false;
        for line in text.lines().map(str::trim_end) {
            match (line.is_empty(), within) {
                (true, true) => self.out.push_str("</p>"),
                (false, false) => self.tag("p", P),
                (false, true) => self.out.push_str("<br>"),
                (true, false) => {}
            }
            within = !line.is_empty();
            self.text.push_str(line);
            self.flush();
        }
        if within {
            self.out.push_str("</p>");
        }
    }

    /// Takes the next event; `typed` is the part of the text that it stands for.
    pub(super) fn take(&mut self, event: Event<'_>, typed: &str) {
        if !matches!(
            event,
            Event::Text(_) | Event::InlineHtml(_) | Event::Html(_)
        ) {
            self.flush();
        }
        match event {
            Event::Start(tag) => self.start(tag, typed),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::InlineHtml(text) => self.text.push_str(&text),
            Event::Html(text) => self.text.push_str(&text),
            Event::Code(code) => {
                self.tag("code", CODE);
                escape(&code, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            // Not asked of the parser; what was typed is shown.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => self.text.push_str(typed),
        }
    }

    fn start(&mut self, tag: Tag<'_>, typed: &str) {
        let fits = self.open.len() < MOST_NESTED;
        let end = match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.opened(fits, "p", P, "</p>"),
            Tag::Heading { level, .. } => self.heading(level, typed),
            Tag::BlockQuote(_) => self.opened(fits, "blockquote", QUOTE, "</blockquote>"),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.tag("pre", PRE);
                self.out.push_str("<code>");
                End::Tag("</code></pre>")
            }
            Tag::List(None) => self.opened(fits, "ul", LIST, "</ul>"),
            Tag::List(Some(first)) if fits => {
                self.tag("ol", LIST);
                if first != 1 {
                    self.out.pop();
                    self.out.push_str(&format!(" start=\"{first}\">"));
                }
                End::Tag("</ol>")
            }
            Tag::Item => {
                let listed = matches!(self.open.last(), Some(End::Tag("</ul>" | "</ol>")));
                self.opened(listed, "li", "", "</li>")
            }
            Tag::Emphasis => self.opened(fits, "em", "", "</em>"),
            Tag::Strong => self.opened(fits, "strong", "", "</strong>"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.link(link_type, &dest_url),
            Tag::Image { dest_url, .. } => self.link(LinkType::Inline, &dest_url),
            // Not asked of the parser.
            _ => End::Nothing,
        };
        self.open.push(end);
    }

    fn opened(&mut self, fits: bool, tag: &str, style: &str, end: &'static str) -> End {
        if !fits {
            return End::Nothing;
        }
        self.tag(tag, style);
        End::Tag(end)
    }

    /// A heading is a line in bold: those of the page stand above what people write. A line with
    /// dashes below it was a signature or a table as often as a heading: it keeps its dashes.
    fn heading(&mut self, _level: HeadingLevel, typed: &str) -> End {
        self.tag("p", P);
        if typed.trim_start().starts_with('#') {
            self.out.push_str("<strong>");
            return End::Tag("</strong></p>");
        }
        let line = typed.trim_end().lines().last().unwrap_or_default();
        let line = line.trim_start_matches(['>', ' ', '\t']);
        End::Underline(line.to_owned())
    }

    fn link(&mut self, kind: LinkType, address: &str) -> End {
        let address: Cow<'_, str> = match kind {
            LinkType::Email => format!("mailto:{address}").into(),
            _ => address.into(),
        };
        if self.linked > 0 || !leads_out(&address) {
            return End::NoLink(address.into_owned());
        }
        self.anchor(&address);
        self.linked += 1;
        End::Link {
            address: address.into_owned(),
            from: self.out.len(),
        }
    }

    fn anchor(&mut self, address: &str) {
        self.out.push_str("<a ");
        if self.place == Place::Letter {
            self.out.push_str(LETTER_LINK);
        }
        self.out.push_str("href=\"");
        escape(address, &mut self.out);
        self.out
            .push_str("\" rel=\"noopener noreferrer nofollow\">");
    }

    fn close(&mut self, tag: TagEnd) {
        if tag == TagEnd::CodeBlock {
            self.in_code = false;
        }
        match self.open.pop() {
            Some(End::Tag(tag)) => self.out.push_str(tag),
            Some(End::Underline(line)) => {
                self.out.push_str("<br>");
                escape(&line, &mut self.out);
                self.out.push_str("</p>");
            }
            Some(End::Link { address, from }) => {
                self.linked -= 1;
                let said = self.out.get(from..).unwrap_or_default();
                let mut shown = String::new();
                escape(&address, &mut shown);
                let same = said == shown || shown.strip_prefix("mailto:") == Some(said);
                self.out.push_str("</a>");
                if !same {
                    self.address(&shown);
                }
            }
            Some(End::NoLink(address)) if !address.is_empty() => {
                let mut shown = String::new();
                escape(&address, &mut shown);
                self.address(&shown);
            }
            Some(End::Nothing | End::NoLink(_)) | None => {}
        }
    }

    /// Where a link leads, for whoever reads it: its words may say another place.
    fn address(&mut self, escaped: &str) {
        self.out.push_str(" (");
        self.out.push_str(escaped);
        self.out.push(')');
    }

    fn tag(&mut self, name: &str, style: &str) {
        self.out.push('<');
        self.out.push_str(name);
        if self.place == Place::Letter && !style.is_empty() {
            self.out.push_str(" style=\"");
            self.out.push_str(style);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Writes the text that has come: addresses become links, names of colleagues are marked.
    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if self.in_code {
            escape(&text, &mut self.out);
        } else if self.linked > 0 {
            broken(&text, &mut self.out);
        } else {
            let mut rest = text.as_str();
            while let Some((before, address, after)) = next_address(rest) {
                self.words(before);
                self.anchor(address);
                escape(address, &mut self.out);
                self.out.push_str("</a>");
                rest = after;
            }
            self.words(rest);
        }
        self.text = text;
        self.text.clear();
    }

    fn words(&mut self, text: &str) {
        let mut from = 0;
        if !self.names.is_empty() && text.contains('@') {
            for (place, ()) in calls(text, &self.names) {
                broken(
                    text.get(from..place.start).unwrap_or_default(),
                    &mut self.out,
                );
                self.out.push_str(match self.place {
                    Place::Page => "<span class=\"called\">",
                    Place::Letter => "<strong>",
                });
                escape(text.get(place.clone()).unwrap_or_default(), &mut self.out);
                self.out.push_str(match self.place {
                    Place::Page => "</span>",
                    Place::Letter => "</strong>",
                });
                from = place.end;
            }
        }
        broken(text.get(from..).unwrap_or_default(), &mut self.out);
    }
}

/// Whether a link may lead there: the web, or a mail.
fn leads_out(address: &str) -> bool {
    let begins = |scheme: &str| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    address.len() <= LONGEST_ADDRESS
        && (begins("https://") || begins("http://") || begins("mailto:"))
}

/// The first address of the web in a text, with what stands before and after it. What was looked
/// through once is not looked through again.
fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("http")?;
        let (before, found) = text.split_at_checked(at)?;
        let host = found
            .strip_prefix("https://")
            .or_else(|| found.strip_prefix("http://"))
            .filter(|host| host.starts_with(char::is_alphanumeric));
        let within = before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        if host.is_none() || within {
            from = at + "http".len();
            continue;
        }
        let ends =
            |one: char| one.is_whitespace() || matches!(one, '<' | '>' | '"') || !is_kept(one);
        let end = found.find(ends).unwrap_or(found.len());
        if end <= LONGEST_ADDRESS {
            let (address, after) = found.split_at_checked(trimmed(found.get(..end)?))?;
            return Some((before, address, after));
        }
        from = at + end;
    }
}

/// Where an address ends when the signs that end the sentence around it are left out, closing
/// brackets too that it does not open.
fn trimmed(address: &str) -> usize {
    let count = |sign: char| address.matches(sign).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let mut end = address.len();
    for one in address.chars().rev() {
        match one {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '»' | '*' => {}
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= one.len_utf8();
    }
    end
}

/// Escapes a text whose line ends are to be seen.
fn broken(text: &str, out: &mut String) {
    for (rank, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if rank > 0 {
            out.push_str("<br>");
        }
        escape(line, out);
    }
}

/// Writes a text so that no sign of it means anything in HTML, in an attribute neither. Characters
/// that the text was cleared of when it was read may come back by `&#x202e;`: they go again.
fn escape(text: &str, out: &mut String) {
    for one in text.chars() {
        match one {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(one),
            one if is_kept(one) => out.push(one),
            _ => {}
        }
    }
}

// What a letter's tags bring along; programs that read mail know no style sheet of ours.
const P: &str = "margin:0 0 12px";
const LIST: &str = "margin:0 0 12px;padding:0 0 0 24px";
const QUOTE: &str = "margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid #c9c4b8";
const CODE: &str = "font-family:Consolas,Menlo,monospace;font-size:14px";
const PRE: &str = "margin:0 0 12px;padding:8px 10px;border:1px solid #c9c4b8;font-family:Consolas,Menlo,monospace;font-size:14px;line-height:20px;white-space:pre-wrap;word-break:break-word";
const LETTER_LINK: &str = "class=\"m-link\" style=\"color:#0b57d0\" ";
