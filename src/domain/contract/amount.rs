//! Amounts of time as people write them in contracts: `4h ouvrées`, `1 jour ouvré`, `48h`,
//! `4 business hours`.

use std::fmt;

use super::error::shown;
use crate::domain::{
    calendar::{Target, Unit, nearest},
    lang::Lang,
};

/// The most days of an amount: more than a year in any unit is a slip of the hand, not a promise.
pub const MOST_DAYS: u32 = 366;
/// The most hours of an amount.
pub const MOST_HOURS: u32 = MOST_DAYS * 24;
/// The most minutes of an amount.
pub const MOST_MINUTES: u32 = MOST_HOURS * 60;

/// The words that a misspelt unit is compared with.
const UNIT_WORDS: [&str; 11] = [
    "h", "heure", "heures", "hour", "hours", "min", "minutes", "jour", "jours", "day", "days",
];

/// The adjectives that a misspelt one is compared with.
const ADJECTIVES: [&str; 5] = ["ouvrée", "ouvrées", "ouvré", "ouvrés", "business"];

/// Why a text is not an amount of time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AmountError {
    /// Nothing is written.
    Blank,
    /// It does not begin with a whole number.
    NoNumber(String),
    /// A fraction.
    NotWhole,
    /// A number alone.
    NoUnit(u32),
    /// A word that is no unit of time.
    UnknownUnit {
        /// The word.
        word: String,
        /// What was probably meant.
        meant: Option<&'static str>,
    },
    /// A word after the unit that means nothing here.
    UnknownWord {
        /// The word.
        word: String,
        /// What was probably meant.
        meant: Option<&'static str>,
    },
    /// Days that may be business days or spans of 24 hours.
    WhichDays(u32),
    /// « Jours ouvrables » count the Saturday; a calendar knows only the days on which it opens.
    Ouvrables,
    /// Nothing is promised in no time.
    Zero,
    /// More than a year.
    TooMuch,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => {
                f.write_str("an amount of time is missing; write it like « 4h ouvrées », « 1 jour ouvré » or « 48h »")
            }
            Self::NoNumber(text) => write!(
                f,
                "« {text} » does not begin with a whole number; write an amount like « 4h ouvrées », « 1 jour ouvré » or « 48h »"
            ),
            Self::NotWhole => f.write_str("an amount is a whole number; write « 90 min ouvrées », not « 1,5h ouvrée »"),
            Self::NoUnit(number) => write!(
                f,
                "« {number} » lacks its unit; write « {number}h ouvrées », « {number} jours ouvrés » or « {number}h »"
            ),
            Self::UnknownUnit { word, meant } => {
                write!(f, "unknown unit « {word} »")?;
                match meant {
                    Some(meant) => write!(f, "; did you mean « {meant} »?"),
                    None => f.write_str("; the units are min, h, jours ouvrés"),
                }
            }
            Self::UnknownWord { word, meant } => {
                write!(f, "unknown word « {word} » after the unit")?;
                match meant {
                    Some(meant) => write!(f, "; did you mean « {meant} »?"),
                    None => f.write_str("; only « ouvrées » may follow it"),
                }
            }
            Self::WhichDays(number) => match number.checked_mul(24) {
                Some(hours) if *number <= MOST_DAYS => write!(
                    f,
                    "« {number} jours » may mean two things; write « {number} jours ouvrés » or « {hours}h »"
                ),
                _ => f.write_str("« jours » may mean two things; write « jours ouvrés » or count in hours"),
            },
            Self::Ouvrables => f.write_str(
                "« ouvrables » counts Saturdays, which the calendar may not; write « ouvrés » and open the calendar on the days that count",
            ),
            Self::Zero => f.write_str("an amount of nothing promises nothing; leave the line out"),
            Self::TooMuch => write!(
                f,
                "that is more than a year; write at most {MOST_DAYS} jours ouvrés, {MOST_HOURS}h or {MOST_MINUTES} min"
            ),
        }
    }
}

impl std::error::Error for AmountError {}

/// What a word counts.
#[derive(Clone, Copy, PartialEq)]
enum Span {
    Minutes,
    Hours,
    Days,
}

/// Reads an amount, in French or English, with any kind of blank or none between its parts.
/// Hours and minutes are business time when they say so (« ouvrées », `business`) and run by the
/// clock otherwise; `1h30` is 90 minutes.
///
/// # Errors
/// Says which part is wrong and how to write it.
pub fn read_amount(text: &str) -> Result<(u32, Unit), AmountError> {
    let words = words_of(text);
    let mut words = words.iter().map(String::as_str).peekable();
    let first = words.next().ok_or(AmountError::Blank)?;
    let number = number(first)?.ok_or_else(|| AmountError::NoNumber(shown(text)))?;
    if words.next_if(|word| word.starts_with([',', '.'])).is_some() {
        return Err(AmountError::NotWhole);
    }
    let mut business = words
        .next_if(|word| *word == "business" || *word == "working")
        .is_some();
    let word = words.next().ok_or(AmountError::NoUnit(number))?;
    let mut span = span(word)?;
    let mut amount = number;
    let odd_minutes = if span == Span::Hours {
        words.next_if(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
    } else {
        None
    };
    if let Some(minutes) = odd_minutes {
        let minutes = self::number(minutes)?
            .filter(|minutes| *minutes < 60)
            .ok_or_else(|| AmountError::NoNumber(shown(text)))?;
        amount = number
            .checked_mul(60)
            .and_then(|hours| hours.checked_add(minutes))
            .ok_or(AmountError::TooMuch)?;
        span = Span::Minutes;
        words.next_if(|word| matches!(*word, "min" | "mn" | "minutes"));
    }
    let mut by_the_clock = false;
    for word in words {
        match word {
            "ouvrée" | "ouvrées" | "ouvré" | "ouvrés" | "ouvree" | "ouvrees" | "ouvre"
            | "ouvres" | "business" => business = true,
            "ouvrable" | "ouvrables" => return Err(AmountError::Ouvrables),
            "calendaire" | "calendaires" if !business => by_the_clock = true,
            _ => {
                return Err(AmountError::UnknownWord {
                    word: shown(word),
                    meant: nearest(word, ADJECTIVES),
                });
            }
        }
    }
    in_unit(amount, span, business && !by_the_clock)
}

/// The amount in the unit of the calendar, within a year.
fn in_unit(amount: u32, span: Span, business: bool) -> Result<(u32, Unit), AmountError> {
    let (unit, most) = match (span, business) {
        (Span::Minutes, true) => (Unit::BusinessMinutes, MOST_MINUTES),
        (Span::Minutes, false) => (Unit::CalendarMinutes, MOST_MINUTES),
        (Span::Hours, true) => (Unit::BusinessHours, MOST_HOURS),
        (Span::Hours, false) => (Unit::CalendarHours, MOST_HOURS),
        (Span::Days, true) => (Unit::BusinessDays, MOST_DAYS),
        (Span::Days, false) => return Err(AmountError::WhichDays(amount)),
    };
    match amount {
        0 => Err(AmountError::Zero),
        _ if amount > most => Err(AmountError::TooMuch),
        _ => Ok((amount, unit)),
    }
}

/// The runs of figures, of letters and of signs; small letters, blanks dropped.
fn words_of(text: &str) -> Vec<String> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Figures,
        Letters,
        Signs,
    }
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for letter in text.chars().take(80) {
        let kind = if letter.is_whitespace() {
            None
        } else if letter.is_ascii_digit() {
            Some(Kind::Figures)
        } else if letter.is_alphabetic() {
            Some(Kind::Letters)
        } else {
            Some(Kind::Signs)
        };
        if let Some(kind) = kind {
            let small = letter.to_lowercase();
            match words.last_mut() {
                Some(word) if last == Some(kind) => word.extend(small),
                _ => words.push(small.collect()),
            }
        }
        last = kind;
    }
    words
}

/// The number that a run of figures writes; nothing when it is none.
fn number(word: &str) -> Result<Option<u32>, AmountError> {
    if !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    word.parse().map(Some).map_err(|_| AmountError::TooMuch)
}

/// The unit that a word names.
fn span(word: &str) -> Result<Span, AmountError> {
    match word {
        "h" | "heure" | "heures" | "hour" | "hours" | "hr" | "hrs" => Ok(Span::Hours),
        "min" | "mn" | "mins" | "minute" | "minutes" => Ok(Span::Minutes),
        "j" | "jour" | "jours" | "day" | "days" => Ok(Span::Days),
        _ => Err(AmountError::UnknownUnit {
            word: shown(word),
            meant: nearest(word, UNIT_WORDS),
        }),
    }
}

/// The amount of a target in words: « 4 heures ouvrées », `1 business day`, « 48 heures ». The
/// French has a no-break space after the number, as French is printed; [`read_amount`] reads it
/// back.
#[must_use]
pub fn amount_words(target: &Target, lang: Lang) -> String {
    let (amount, unit) = (target.amount, target.unit);
    let many = match lang {
        Lang::Fr => amount > 1,
        Lang::En => amount != 1,
    };
    let choose = |one: &'static str, more: &'static str| if many { more } else { one };
    let words = match (lang, unit) {
        (Lang::Fr, Unit::BusinessSeconds) => choose("seconde ouvrée", "secondes ouvrées"),
        (Lang::Fr, Unit::BusinessMinutes) => choose("minute ouvrée", "minutes ouvrées"),
        (Lang::Fr, Unit::BusinessHours) => choose("heure ouvrée", "heures ouvrées"),
        (Lang::Fr, Unit::BusinessDays) => choose("jour ouvré", "jours ouvrés"),
        (Lang::Fr, Unit::CalendarMinutes) => choose("minute", "minutes"),
        (Lang::Fr, Unit::CalendarHours) => choose("heure", "heures"),
        (Lang::En, Unit::BusinessSeconds) => choose("business second", "business seconds"),
        (Lang::En, Unit::BusinessMinutes) => choose("business minute", "business minutes"),
        (Lang::En, Unit::BusinessHours) => choose("business hour", "business hours"),
        (Lang::En, Unit::BusinessDays) => choose("business day", "business days"),
        (Lang::En, Unit::CalendarMinutes) => choose("minute", "minutes"),
        (Lang::En, Unit::CalendarHours) => choose("hour", "hours"),
    };
    match lang {
        Lang::Fr => format!("{amount}\u{a0}{words}"),
        Lang::En => format!("{amount} {words}"),
    }
}
