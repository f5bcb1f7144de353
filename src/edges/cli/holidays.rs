//! `guichet holidays`: the public holidays of a zone, for people and other programs.

use std::{
    fmt,
    io::{self, Write},
    str::FromStr,
};

use chrono::Days;
use clap::ValueEnum;

use crate::domain::calendar::{Holiday, HolidayZone};

/// Lists the public holidays of a zone, computed by law.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Whose holidays: fr, fr-alsace-moselle, fr-martinique, … or none.
    #[arg(long)]
    pub zone: HolidayZone,
    /// Which years, both included: 2026 or 1950..2050.
    #[arg(long)]
    pub years: Years,
    /// In which form.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// Leave out Good Friday, which in Alsace-Moselle depends on the commune.
    #[arg(long)]
    pub without_good_friday: bool,
}

/// The forms in which holidays are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Rows of `date,name` below a heading.
    Csv,
    /// An array of objects with `date` and `name`.
    Json,
    /// A calendar that other calendars can subscribe to (RFC 5545).
    Ics,
}

/// A range of civil years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    first: i32,
    last: i32,
}

impl FromStr for Years {
    type Err = YearsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let year = |part: &str| {
            let plain = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            let year = plain
                .then(|| part.parse::<i32>().ok())
                .flatten()
                .ok_or(YearsError::Unreadable)?;
            if year < 1583 {
                Err(YearsError::BeforeGregorian)
            } else {
                Ok(year)
            }
        };
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let years = Self {
            first: year(first)?,
            last: year(last.trim_start_matches('='))?,
        };
        if years.first > years.last {
            Err(YearsError::Backwards)
        } else {
            Ok(years)
        }
    }
}

/// Why a range of years cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearsError {
    /// Neither a year nor two of them.
    Unreadable,
    /// The last year is before the first.
    Backwards,
    /// Easter was computed otherwise before 1583.
    BeforeGregorian,
}

impl fmt::Display for YearsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "write one year like 2026 or two like 1950..2050",
            Self::Backwards => "the last year is before the first: write the earlier one first",
            Self::BeforeGregorian => {
                "holidays are known from 1583 on, when the Gregorian calendar begins"
            }
        })
    }
}

impl std::error::Error for YearsError {}

/// Writes the holidays asked for.
///
/// # Errors
///
/// What `out` refuses to take.
pub fn run(args: &Args, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let good_friday = !args.without_good_friday;
    let years = args.years.first..=args.years.last;
    let holidays = years.flat_map(|year| args.zone.holidays(year, good_friday));
    match args.format {
        Format::Csv => csv(holidays, &mut out)?,
        Format::Json => json(holidays, &mut out)?,
        Format::Ics => ics(args.zone, holidays, &mut out)?,
    }
    out.flush()
}

fn csv(holidays: impl Iterator<Item = Holiday>, out: &mut impl Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["date", "name"])?;
    for Holiday { date, name } in holidays {
        rows.write_record([date.to_string().as_str(), name.french()])?;
    }
    rows.flush()
}

fn json(holidays: impl Iterator<Item = Holiday>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, Holiday { date, name }) in holidays.enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        let name = serde_json::Value::from(name.french());
        write!(out, "{{\"date\":\"{date}\",\"name\":{name}}}")?;
    }
    out.write_all(b"\n]\n")
}

/// An iCalendar object: all-day events that leave the day free, the same bytes at each call.
fn ics(
    zone: HolidayZone,
    holidays: impl Iterator<Item = Holiday>,
    out: &mut impl Write,
) -> io::Result<()> {
    line(out, "BEGIN:VCALENDAR")?;
    line(out, "VERSION:2.0")?;
    line(out, "PRODID:-//Guichet//Public holidays by law//FR")?;
    line(out, "CALSCALE:GREGORIAN")?;
    line(out, "METHOD:PUBLISH")?;
    line(
        out,
        &format!("X-WR-CALNAME:{}", text(&format!("Jours fériés ({zone})"))),
    )?;
    for Holiday { date, name } in holidays {
        let first = date.format("%Y%m%d");
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        line(out, "BEGIN:VEVENT")?;
        line(
            out,
            &format!(
                "UID:{first}-{}-{zone}@holidays.guichet.invalid",
                slug(name.english())
            ),
        )?;
        line(out, &format!("DTSTAMP:{first}T000000Z"))?;
        line(out, &format!("DTSTART;VALUE=DATE:{first}"))?;
        line(out, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")))?;
        line(out, &format!("SUMMARY;LANGUAGE=fr:{}", text(name.french())))?;
        line(out, "TRANSP:TRANSPARENT")?;
        line(out, "END:VEVENT")?;
    }
    line(out, "END:VCALENDAR")
}

/// Words as part of an identifier.
fn slug(words: &str) -> String {
    let letters = words
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ');
    letters
        .map(|c| {
            if c == ' ' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// A TEXT value (RFC 5545, section 3.3.11).
fn text(value: &str) -> String {
    value
        .chars()
        .fold(String::with_capacity(value.len()), |mut escaped, c| {
            if matches!(c, '\\' | ';' | ',') {
                escaped.push('\\');
            }
            escaped.push(c);
            escaped
        })
}

/// A content line, folded at 75 octets between characters (RFC 5545, section 3.1).
fn line(out: &mut impl Write, content: &str) -> io::Result<()> {
    let mut used = 0;
    for c in content.chars() {
        if used + c.len_utf8() > 75 {
            out.write_all(b"\r\n ")?;
            used = 1;
        }
        write!(out, "{c}")?;
        used += c.len_utf8();
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(zone: &str, years: &str, format: Format) -> String {
        let args = Args {
            zone: zone.parse().unwrap(),
            years: years.parse().unwrap(),
            format,
            without_good_friday: false,
        };
        let mut out = Vec::new();
        run(&args, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_rows_are_date_and_name() {
        let rows = written("fr-alsace-moselle", "2026", Format::Csv);
        assert!(
            rows.starts_with("date,name\n2026-01-01,1er janvier\n2026-04-03,Vendredi saint\n"),
            "{rows}"
        );
        assert_eq!(rows.lines().count(), 14);
        assert_eq!(written("none", "1950..2050", Format::Csv), "date,name\n");
    }

    #[test]
    fn years_are_inclusive_and_written_in_order() {
        assert_eq!(written("fr", "2025..2026", Format::Csv).lines().count(), 23);
        assert_eq!("2026..2025".parse::<Years>(), Err(YearsError::Backwards));
        assert_eq!("1500".parse::<Years>(), Err(YearsError::BeforeGregorian));
        for wrong in [
            "",
            "..",
            "2026..",
            "next",
            "99999",
            "+202",
            "2026..2027..2028",
        ] {
            assert_eq!(
                wrong.parse::<Years>(),
                Err(YearsError::Unreadable),
                "{wrong}"
            );
        }
    }

    #[test]
    fn json_is_an_array_of_dates_and_names() {
        let listed: serde_json::Value =
            serde_json::from_str(&written("fr", "2026", Format::Json)).unwrap();
        assert_eq!(listed.as_array().unwrap().len(), 11);
        assert_eq!(listed[0]["date"], "2026-01-01");
        assert_eq!(listed[10]["name"], "Jour de Noël");
        let none: serde_json::Value =
            serde_json::from_str(&written("none", "2026", Format::Json)).unwrap();
        assert_eq!(none.as_array().unwrap().len(), 0);
    }

    #[test]
    fn ics_lines_end_with_crlf_and_events_have_their_own_uid() {
        let calendar = written("fr-guyane", "2019..2020", Format::Ics);
        assert_eq!(calendar, written("fr-guyane", "2019..2020", Format::Ics));
        assert_eq!(
            calendar.matches('\n').count(),
            calendar.matches("\r\n").count()
        );
        assert!(calendar.lines().all(|line| line.len() <= 75));
        let mut uids: Vec<_> = calendar
            .lines()
            .filter(|line| line.starts_with("UID:"))
            .collect();
        assert_eq!(uids.len(), 24);
        uids.sort_unstable();
        uids.dedup();
        assert_eq!(uids.len(), 24);
        assert!(calendar.contains("DTSTART;VALUE=DATE:20190610\r\nDTEND;VALUE=DATE:20190611\r\n"));
    }

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let mut out = Vec::new();
        line(&mut out, &"é".repeat(100)).unwrap();
        let folded = String::from_utf8(out).unwrap();
        assert!(folded.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), "é".repeat(100));
        assert_eq!(text("a,b;c\\d"), "a\\,b\\;c\\\\d");
    }
}
