//! What people write, as HTML that can do nothing: Markdown in, and out a few tags of ours around
//! text that is escaped here.
//!
//! # Why
//! Nothing that was typed becomes a tag or an attribute, but for the address of a link to the web or
//! of a mail. So there is nothing to clean afterwards. Text that meant nothing by its signs (a log, a
//! table of numbers) keeps its lines and loses no word: raw HTML, definitions of references and
//! underlines of headings are shown as they were typed. A text that nests deeper than people do is
//! shown without any form, and what is left costs time in step with its length.

mod lines;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;

use crate::domain::ticket::{Message, TextFormat};
use askama::filters::HtmlSafe;
use pulldown_cmark::{Event, Options, Parser, Tag};

use writer::Writer;

/// HTML that nobody outside this folder can make: what is in it was escaped by [`render`].
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SafeHtml(String);

impl HtmlSafe for SafeHtml {}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl SafeHtml {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where it is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// On a page, which has a style sheet and allows no other styles.
    Page,
    /// In a letter, whose tags bring their own.
    Letter,
}

/// A text as HTML. Where it calls one of `names` with an `@` before, that is shown as such.
#[must_use]
pub fn render(text: &str, place: Place, names: &[&str]) -> SafeHtml {
    let mut writer = Writer::new(place, names, text.len());
    if lines::nests_too_deep(text) {
        writer.plain(text);
        return SafeHtml(writer.end());
    }
    let parser = Parser::new_ext(text, Options::empty());
    if parser.reference_definitions().iter().next().is_none() {
        write(parser, text, &mut writer);
    } else {
        let kept = without_definitions(text);
        write(Parser::new_ext(&kept, Options::empty()), &kept, &mut writer);
    }
    SafeHtml(writer.end())
}

/// A text of which no sign means anything but itself, such as a letter's: paragraphs, lines, and
/// addresses of pages as links.
#[must_use]
pub fn plain(text: &str, place: Place) -> SafeHtml {
    let mut writer = Writer::new(place, &[], text.len());
    writer.plain(text);
    SafeHtml(writer.end())
}

/// A message as HTML, whichever way it is written.
#[must_use]
pub fn message(message: &Message, place: Place, names: &[&str]) -> SafeHtml {
    match message.format {
        TextFormat::Markdown => render(message.body.as_str(), place, names),
        TextFormat::Plain => plain(message.body.as_str(), place),
    }
}

fn write(parser: Parser<'_>, text: &str, writer: &mut Writer<'_>) {
    for (event, place) in parser.into_offset_iter() {
        writer.take(event, text.get(place).unwrap_or_default());
    }
}

/// The same text without definitions of references, which show nowhere: a line of a log that begins
/// with `[ERROR]:` would be gone. Code stays as it is.
fn without_definitions(text: &str) -> String {
    let mut kept = String::with_capacity(text.len() + 32);
    let mut from = 0;
    let mut copy = |until: usize, as_code: usize, kept: &mut String| {
        let part = text.get(from..until).unwrap_or_default();
        kept.push_str(&part.replace("]:", "]\\:"));
        kept.push_str(text.get(until..as_code).unwrap_or_default());
        from = as_code;
    };
    for (event, place) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::CodeBlock(_)) | Event::Code(_)) {
            copy(place.start, place.end, &mut kept);
        }
    }
    copy(text.len(), text.len(), &mut kept);
    kept
}
