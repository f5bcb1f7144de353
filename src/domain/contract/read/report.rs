//! What was found in a contract file so far: values read from their places, problems noted.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::super::{
    AmountError, ClauseRef, ContractError, Listed, Present, Problem, Wanted, Wording, error::shown,
    read_amount,
};
use super::{
    meant::meant,
    part::{Part, Span, Value},
};
use crate::domain::calendar::Unit;

/// More problems than this help nobody.
const MOST_PROBLEMS: usize = 200;

/// What was found so far.
pub(super) struct Report<'t> {
    file: &'t str,
    text: &'t str,
    clauses: BTreeSet<String>,
    errors: Vec<(usize, ContractError)>,
}

impl<'t> Report<'t> {
    pub(super) const fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            clauses: BTreeSet::new(),
            errors: Vec::new(),
        }
    }

    /// The clauses that may be referred to.
    pub(super) fn knows_clauses(&mut self, names: BTreeSet<String>) {
        self.clauses = names;
    }

    /// Notes a problem at a place.
    pub(super) fn note(&mut self, span: &Span, problem: Problem) {
        if self.errors.len() < MOST_PROBLEMS {
            let (line, column) = self.place(span.start);
            let error = ContractError {
                file: self.file.to_owned(),
                line,
                column,
                problem,
            };
            self.errors.push((span.start, error));
        }
    }

    /// The problems in the order of the lines.
    pub(super) fn into_errors(mut self) -> Vec<ContractError> {
        self.errors.sort_by_key(|(place, _)| *place);
        self.errors.into_iter().map(|(_, error)| error).collect()
    }

    /// Line and column of a byte, from 1.
    fn place(&self, byte: usize) -> (usize, usize) {
        let before = self
            .text
            .char_indices()
            .take_while(|(at, _)| *at < byte)
            .map(|(_, letter)| letter);
        before.fold((1, 1), |(line, column), letter| match letter {
            '\n' => (line + 1, 1),
            _ => (line, column + 1),
        })
    }

    /// The line of a span, from 1.
    pub(super) fn line(&self, span: &Span) -> usize {
        self.place(span.start).0
    }

    /// Notes every key that means nothing in the table.
    pub(super) fn only(&mut self, part: &Part<'_>, known: &[&'static str]) {
        for entry in part.entries() {
            if !known.contains(&entry.key) {
                let problem = Problem::UnknownKey {
                    key: shown(entry.key),
                    place: part.place.clone(),
                    meant: meant(entry.key, known),
                    known: known.to_vec(),
                };
                self.note(&entry.key_span, problem);
            }
        }
    }

    /// The value of a key that must be there.
    pub(super) fn needed<'d>(
        &mut self,
        part: &Part<'d>,
        key: &'static str,
    ) -> Option<&'d Value<'d>> {
        let value = part.get(key);
        if value.is_none() {
            let place = part.place.clone();
            self.note(&part.span, Problem::MissingKey { key, place });
        }
        value
    }

    fn wrong(&mut self, key: &str, value: &Value<'_>, wanted: Wanted) {
        let found = match value.get_ref() {
            DeValue::String(_) => Present::Text,
            DeValue::Integer(_) => Present::WholeNumber,
            DeValue::Float(_) => Present::Decimal,
            DeValue::Boolean(_) => Present::Flag,
            DeValue::Datetime(_) => Present::Moment,
            DeValue::Array(_) => Present::List,
            DeValue::Table(_) => Present::Table,
        };
        let key = shown(key);
        self.note(&value.span(), Problem::WrongType { key, wanted, found });
    }

    pub(super) fn text<'d>(&mut self, key: &str, value: &'d Value<'d>) -> Option<&'d str> {
        match value.get_ref() {
            DeValue::String(text) => Some(text),
            _ => {
                self.wrong(key, value, Wanted::Text);
                None
            }
        }
    }

    pub(super) fn flag(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong(key, value, Wanted::Flag);
                None
            }
        }
    }

    /// The digits of a whole number, as the file has them.
    pub(super) fn whole_number<'d>(&mut self, key: &str, value: &'d Value<'d>) -> Option<&'d str> {
        match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            _ => {
                self.wrong(key, value, Wanted::WholeNumber);
                None
            }
        }
    }

    /// A whole number from 1 to `most`.
    pub(super) fn number_up_to(&mut self, key: &str, value: &Value<'_>, most: u64) -> Option<u64> {
        let digits = self.whole_number(key, value)?;
        let number = digits.parse().ok().filter(|one| (1..=most).contains(one));
        if number.is_none() {
            let (key, found) = (shown(key), shown(digits));
            self.note(&value.span(), Problem::OutOfRange { key, found, most });
        }
        number
    }

    pub(super) fn list<'d>(&mut self, key: &str, value: &'d Value<'d>) -> Option<&'d [Value<'d>]> {
        match value.get_ref() {
            DeValue::Array(list) => Some(list),
            _ => {
                self.wrong(key, value, Wanted::List);
                None
            }
        }
    }

    /// A list that has one entry at least.
    pub(super) fn filled<'d>(
        &mut self,
        key: &str,
        value: &'d Value<'d>,
        most: usize,
    ) -> Option<&'d [Value<'d>]> {
        let list = self.list(key, value)?;
        let key = shown(key);
        let problem = match list.len() {
            0 => Problem::Empty { key },
            many if many > most => Problem::TooMany { key, most },
            _ => return Some(list),
        };
        self.note(&value.span(), problem);
        None
    }

    pub(super) fn part<'d>(
        &mut self,
        key: &str,
        value: &'d Value<'d>,
        place: String,
    ) -> Option<Part<'d>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Part::new(table, value.span(), place)),
            _ => {
                self.wrong(key, value, Wanted::Table);
                None
            }
        }
    }

    /// A text that people read: blanks and line breaks folded into one blank, never empty.
    pub(super) fn sentence(&mut self, key: &str, value: &Value<'_>, most: usize) -> Option<String> {
        let DeValue::String(raw) = value.get_ref() else {
            self.wrong(key, value, Wanted::Text);
            return None;
        };
        let folded = raw
            .split([' ', '\n', '\r', '\t'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let fits = (1..=most).contains(&folded.chars().count());
        if fits && !folded.chars().any(char::is_control) {
            return Some(folded);
        }
        let key = shown(key);
        self.note(&value.span(), Problem::BadText { key, most });
        None
    }

    /// A text in French, or `{ fr = "…", en = "…" }`.
    pub(super) fn wording(&mut self, key: &str, value: &Value<'_>, most: usize) -> Option<Wording> {
        match value.get_ref() {
            DeValue::String(_) => {
                let fr = self.sentence(key, value, most)?;
                Some(Wording::new(fr, None))
            }
            DeValue::Table(table) => {
                let place = format!("« {} »", shown(key));
                let part = Part::new(table, value.span(), place);
                self.only(&part, &["fr", "en"]);
                let fr = self.needed(&part, "fr");
                let fr = fr.and_then(|value| self.sentence("fr", value, most));
                let en = match part.get("en") {
                    Some(value) => Some(self.sentence("en", value, most)?),
                    None => None,
                };
                Some(Wording::new(fr?, en))
            }
            _ => {
                self.wrong(key, value, Wanted::Wording);
                None
            }
        }
    }

    /// A word out of a fixed list.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        list: Listed,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(key, value)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let problem = Problem::UnknownWord {
                list,
                word: shown(text),
                meant: meant(text, &known).map(str::to_owned),
            };
            self.note(&value.span(), problem);
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// The clause that a table must name.
    pub(super) fn clause_of(&mut self, part: &Part<'_>) -> Option<ClauseRef> {
        let value = self.needed(part, "clause")?;
        self.clause(value)
    }

    /// A clause that is referred to, and that the file has.
    pub(super) fn clause(&mut self, value: &Value<'_>) -> Option<ClauseRef> {
        let name = self.text("clause", value)?;
        if self.clauses.contains(name) {
            return name.parse().ok();
        }
        let known: Vec<_> = self.clauses.iter().map(String::as_str).collect();
        let problem = if name.parse::<ClauseRef>().is_ok() {
            Problem::NoSuchClause {
                name: name.to_owned(),
                meant: meant(name, &known).map(str::to_owned),
            }
        } else {
            Problem::NotAName(shown(name))
        };
        self.note(&value.span(), problem);
        None
    }

    /// An amount of time.
    pub(super) fn amount(&mut self, key: &str, value: &Value<'_>) -> Option<(u32, Unit)> {
        let read = match value.get_ref() {
            DeValue::Integer(number) => match number.as_str().parse() {
                Ok(number) => Err(AmountError::NoUnit(number)),
                Err(_) => Err(AmountError::TooMuch),
            },
            DeValue::Float(_) => Err(AmountError::NotWhole),
            _ => read_amount(self.text(key, value)?),
        };
        match read {
            Ok(amount) => Some(amount),
            Err(error) => {
                self.note(&value.span(), Problem::Amount(error));
                None
            }
        }
    }
}
