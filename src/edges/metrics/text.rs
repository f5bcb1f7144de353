//! The text that Prometheus reads, version 0.0.4: families of samples, each with a line of help.

use std::fmt::{Display, Write};

/// What a family's values mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Goes up and down.
    Gauge,
    /// Only grows, from 0 at the start.
    Counter,
    /// Counts of values up to bounds, with their sum.
    Histogram,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Counter => "counter",
            Self::Histogram => "histogram",
        }
    }
}

/// A text in the making.
#[derive(Debug, Default)]
pub struct Text(String);

impl Text {
    /// Begins a family; its samples follow.
    pub fn family(&mut self, name: &str, kind: Kind, help: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(
            self.0,
            "# HELP {name} {help}\n# TYPE {name} {}",
            kind.word()
        );
    }

    /// Adds a sample.
    pub fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (rank, (label, value)) in labels.iter().enumerate() {
            self.0.push(if rank == 0 { '{' } else { ',' });
            self.0.push_str(label);
            self.0.push_str("=\"");
            for one in value.chars() {
                match one {
                    '\\' => self.0.push_str("\\\\"),
                    '"' => self.0.push_str("\\\""),
                    '\n' => self.0.push_str("\\n"),
                    one => self.0.push(one),
                }
            }
            self.0.push('"');
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    /// A family of one sample without labels.
    pub fn one(&mut self, name: &str, kind: Kind, help: &str, value: impl Display) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }

    /// The text.
    #[must_use]
    pub fn done(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_whatever_it_must_without_breaking_its_line() {
        let mut text = Text::default();
        text.family("a_total", Kind::Counter, "What is counted");
        text.sample("a_total", &[("of", "a\"b\\c\nd"), ("by", "e")], 3);
        assert_eq!(
            text.done(),
            "# HELP a_total What is counted\n# TYPE a_total counter\n\
             a_total{of=\"a\\\"b\\\\c\\nd\",by=\"e\"} 3\n"
        );
    }
}
