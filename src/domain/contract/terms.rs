//! What the mistakes of a contract file speak of, by name: each reader says it in their own language.
//! `Display` is English, as the command line says it.

use std::fmt;

/// The table that a mistake is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// What stands above the first table.
    Contract,
    /// A table, as the file writes it: `[calendar]`.
    Table(String),
}

/// What a value must be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wanted {
    /// `"…"`.
    Text,
    /// `true` or `false`.
    Flag,
    /// Digits.
    WholeNumber,
    /// `[…]`.
    List,
    /// A table.
    Table,
    /// `"…"`, or one for each language.
    Wording,
}

/// What a value is instead.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Present {
    /// A text.
    Text,
    /// A whole number.
    WholeNumber,
    /// A number with a point.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// A date or a time.
    Moment,
    /// A list.
    List,
    /// A table.
    Table,
}

/// A fixed list that a word must be out of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Listed {
    /// Time zones.
    TimeZone,
    /// Zones of public holidays.
    HolidayZone,
    /// Who is told.
    Recipient,
    /// Who may file.
    Filers,
    /// When a target in days ends.
    DaysEnd,
    /// When a target in days begins.
    DaysBegin,
    /// Clocks.
    Clock,
    /// Facts of the rules.
    Fact,
    /// Priorities.
    Priority,
    /// Natures that a vendor takes.
    Nature,
    /// When a document must be there.
    DocumentWhen,
    /// Points of a dossier.
    Point,
    /// Roles of the desk.
    Role,
    /// Periods of an availability rate.
    Period,
    /// The time that a rate counts.
    Counted,
    /// How a rate is rounded.
    Rounding,
    /// What an exclusion does.
    Takes,
}

/// What a level of a ladder says of its moment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LevelMoment {
    /// A share of the target.
    Share(String),
    /// The breach.
    Breach,
    /// Some time before the deadline.
    Before(String),
    /// Some time after the breach.
    After(String),
    /// Again and again.
    Every(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contract => "the contract",
            Self::Table(table) => table,
        })
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text in quotes",
            Self::Flag => "true or false without quotes",
            Self::WholeNumber => "a whole number",
            Self::List => "a list in square brackets",
            Self::Table => "a table",
            Self::Wording => "a text in quotes, or { fr = \"…\", en = \"…\" }",
        })
    }
}

impl fmt::Display for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::WholeNumber => "a whole number",
            Self::Decimal => "a decimal number",
            Self::Flag => "true or false",
            Self::Moment => "a date or time without quotes",
            Self::List => "a list",
            Self::Table => "a table",
        })
    }
}

impl Listed {
    /// What a word of the list names.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::TimeZone => "time zone",
            Self::HolidayZone => "holiday zone",
            Self::Recipient => "recipient",
            Self::Filers => "answer",
            Self::DaysEnd | Self::DaysBegin => "rule",
            Self::Clock => "clock",
            Self::Fact => "fact",
            Self::Priority => "priority",
            Self::Nature => "nature",
            Self::DocumentWhen => "moment",
            Self::Point => "point",
            Self::Role => "role",
            Self::Period => "period",
            Self::Counted => "counted time",
            Self::Rounding => "rounding",
            Self::Takes => "effect",
        }
    }

    /// How to write it when nothing resembles the word.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::TimeZone => "write it like « Europe/Paris »",
            Self::HolidayZone => {
                "write « fr », « fr-alsace-moselle », « fr- » and an overseas zone, or « none »"
            }
            Self::Recipient => {
                "write assignee, queue, supervisor, administrators, requester or an e-mail address"
            }
            Self::Filers => "write « anyone », « subscribers » or « designated-administrators »",
            Self::DaysEnd => "write « same-time » or « end-of-day »",
            Self::DaysBegin => "write « opening » or « filing-date »",
            Self::Clock => "the clocks are acknowledge, respond, update and resolve",
            Self::Fact => {
                "the facts are unusable, degraded, nuisance, for-me, for-a-team, for-everyone, \
                 no-workaround, workaround, random, regression, data-loss, crossing, security, \
                 production, pre-production, test and development"
            }
            Self::Priority => "write P1, P2 or P3",
            Self::Nature => {
                "the natures are incident, question, assistance, suggestion and subscription-change"
            }
            Self::DocumentWhen => {
                "write « filing » for what must come with the request, « work » for what must be \
                 there before any work"
            }
            Self::Point => {
                "the points are request, maintained-version, environment, reproduction, analysis, \
                 searched, workaround, evidence and severity"
            }
            Self::Role => {
                "write agent, supervisor or administrator; without « override » nobody may"
            }
            Self::Period => "write month, 30-days or quarter",
            Self::Counted => "write always, office-hours or guaranteed-period",
            Self::Rounding => "write exact, up, down or nearest",
            Self::Takes => "write loss, or time for what is not counted at all",
        }
    }
}

impl fmt::Display for LevelMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(share) => write!(f, "« {share} »"),
            Self::Breach => f.write_str("the breach"),
            Self::Before(amount) => write!(f, "« {amount} » before the deadline"),
            Self::After(amount) => write!(f, "« {amount} » after the breach"),
            Self::Every(amount) => write!(f, "the repeat every « {amount} »"),
        }
    }
}
