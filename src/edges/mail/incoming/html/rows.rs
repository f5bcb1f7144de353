//! HTML as lines of text, each with the mark of the elements that it is in.

use mail_parser::decoders::html::add_html_token;

use super::{
    super::quotes::{Mark, Row},
    marks::mark,
    tokens::{Tag, Token, Tokens},
};

/// How deep elements are followed; what is deeper is text all the same.
const DEEPEST: usize = 200;
/// The longest address of a link that is shown.
const LONGEST_LINK: usize = 500;

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "tr",
    "ul",
];
/// Blocks with an empty line before and after.
const APART: [&str; 11] = [
    "p",
    "ul",
    "ol",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
];
/// Elements that have no end.
const VOID: [&str; 9] = [
    "br", "hr", "img", "input", "meta", "link", "base", "col", "wbr",
];

/// The lines of some HTML; no more than hold `most` bytes, or but little more.
pub(in super::super) fn rows(html: &str, most: usize) -> Vec<Row> {
    let mut writer = Writer::default();
    for token in Tokens::of(html) {
        if writer.written > most {
            break;
        }
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(tag) => writer.open(tag),
            Token::Close(name) => writer.close(&name.to_ascii_lowercase()),
        }
    }
    writer.end_line();
    writer.rows
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    name: String,
    mark: Option<Mark>,
    /// How many items it has, if it is a list.
    items: u32,
}

#[derive(Debug, Default)]
struct Writer {
    rows: Vec<Row>,
    /// How many bytes they hold.
    written: usize,
    line: String,
    /// The mark of the first text of the line.
    line_mark: Option<Mark>,
    open: Vec<Open>,
    is_beyond: bool,
    /// A blank or the border of a cell is owed before the next word.
    owes: &'static str,
    wants_gap: bool,
    in_pre: usize,
    link: Option<(String, usize)>,
}

impl Writer {
    fn mark(&self) -> Mark {
        if self.is_beyond {
            return Mark::Beyond;
        }
        let marks = self.open.iter().filter_map(|open| open.mark);
        marks.max().unwrap_or(Mark::Fresh)
    }

    fn text(&mut self, text: &str) {
        let text = resolved(text);
        if self.in_pre > 0 {
            for (count, part) in text.split('\n').enumerate() {
                if count > 0 {
                    self.break_line();
                }
                self.word(part.trim_end_matches('\r'));
            }
            return;
        }
        let is_blank = |one: char| one.is_ascii_whitespace();
        if text.starts_with(is_blank) {
            self.owe(" ");
        }
        for (count, word) in text.split_ascii_whitespace().enumerate() {
            if count > 0 {
                self.owe(" ");
            }
            self.word(word);
        }
        if text.ends_with(is_blank) {
            self.owe(" ");
        }
    }

    fn owe(&mut self, what: &'static str) {
        if !self.line.is_empty() && self.owes.len() < what.len() {
            self.owes = what;
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if self.line_mark.is_none() {
            let is_apart = self.rows.last().is_none_or(|row| row.text.is_empty());
            if self.wants_gap && !is_apart {
                let mark = self.mark();
                self.rows.push(Row::new(String::new(), mark));
            }
            self.wants_gap = false;
            self.line_mark = Some(self.mark());
        }
        self.line.push_str(self.owes);
        self.owes = "";
        self.line.push_str(word);
    }

    /// Ends the line, if there is one.
    fn end_line(&mut self) {
        self.owes = "";
        if self.line_mark.is_some() {
            self.break_line();
        }
    }

    /// Ends the line, even an empty one.
    fn break_line(&mut self) {
        self.owes = "";
        let mark = self.line_mark.take().unwrap_or_else(|| self.mark());
        let line = std::mem::take(&mut self.line);
        self.written += line.len() + 1;
        self.rows.push(Row::new(line, mark));
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        let name = tag.name.to_ascii_lowercase();
        let name = name.as_str();
        let mark = mark(tag);
        if name == "br" {
            self.break_line();
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
            self.wants_gap |= APART.contains(&name);
        }
        if mark == Some(Mark::Beyond) {
            self.end_line();
            self.is_beyond = true;
        }
        match name {
            "td" | "th" => self.owe(" | "),
            "img" => {
                let alt = tag.attribute("alt").map(resolved).unwrap_or_default();
                if !alt.trim().is_empty() && alt.len() < 200 {
                    self.word(&format!("[{}]", alt.trim()));
                }
            }
            "a" => {
                let address = tag.attribute("href").map(resolved).unwrap_or_default();
                self.link = Some((address.trim().to_owned(), self.line.len()));
            }
            "pre" => self.in_pre += 1,
            "li" => self.item(),
            _ => {}
        }
        if VOID.contains(&name) || self.open.len() >= DEEPEST {
            return;
        }
        self.open.push(Open {
            name: name.to_owned(),
            mark,
            items: 0,
        });
    }

    fn item(&mut self) {
        let is_list = |open: &&mut Open| open.name == "ol" || open.name == "ul";
        let mut lists = self.open.iter_mut().rev().filter(is_list);
        let list = lists.next();
        let is_inner = lists.next().is_some();
        let (counts, items) = list.map_or((false, 1), |list| {
            list.items = list.items.saturating_add(1);
            (list.name == "ol", list.items)
        });
        self.wants_gap &= items == 1 && !is_inner;
        let sign = if counts {
            format!("{items}.")
        } else {
            "-".to_owned()
        };
        self.word(&sign);
        self.owe(" ");
    }

    fn close(&mut self, name: &str) {
        if name == "p" && !self.open.iter().any(|open| open.name == "p") {
            self.end_line();
            return;
        }
        if name == "a" {
            self.close_link();
        }
        let is_block = BLOCKS.contains(&name);
        if is_block {
            self.end_line();
            self.wants_gap |= APART.contains(&name);
        }
        if name == "pre" {
            self.in_pre = self.in_pre.saturating_sub(1);
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        let was_quote = self.open.get(at).is_some_and(|open| open.mark.is_some());
        let line_goes_on = !is_block && was_quote;
        if line_goes_on {
            self.end_line();
        }
        self.open.truncate(at);
        if name == "blockquote" && was_quote {
            // Who answers within a quote splits it: what follows in its frame is new.
            for open in &mut self.open {
                if open.name != "blockquote" && open.mark == Some(Mark::Quoted) {
                    open.mark = None;
                }
            }
        }
    }

    /// Says where a link goes when its words do not.
    fn close_link(&mut self) {
        let Some((address, from)) = self.link.take() else {
            return;
        };
        let lower = address.to_ascii_lowercase();
        let is_web = lower.starts_with("http://") || lower.starts_with("https://");
        let shown = address
            .strip_prefix("mailto:")
            .or_else(|| is_web.then_some(address.as_str()));
        let Some(shown) = shown.filter(|shown| shown.len() <= LONGEST_LINK) else {
            return;
        };
        let words = self.line.get(from..).unwrap_or_default().trim();
        let plain = |text: &str| {
            text.trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_lowercase()
        };
        let is_said = words.is_empty() || plain(words).contains(&plain(shown));
        if !is_said && !shown.is_empty() {
            self.owe(" ");
            let shown: String = shown.chars().filter(|one| !one.is_whitespace()).collect();
            self.word(&format!("<{shown}>"));
        }
    }
}

/// Text with its references resolved.
fn resolved(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        whole.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let end = rest
            .bytes()
            .take(34)
            .skip(1)
            .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'))
            .map(|at| at + 1);
        let reference = end
            .filter(|end| rest.as_bytes().get(*end) == Some(&b';'))
            .and_then(|end| rest.get(..=end));
        if let Some(reference) = reference {
            add_html_token(&mut whole, reference.as_bytes(), false);
            rest = rest.get(reference.len()..).unwrap_or_default();
        } else {
            whole.push('&');
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    whole.push_str(rest);
    // The blank that does not break is one for a reader.
    whole.replace('\u{A0}', " ")
}
