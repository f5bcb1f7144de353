//! French public holidays, computed from what the law says rather than read from a table.
//!
//! # Why
//!
//! The list applied to every year is the one in force today, as the official file for 1950 to
//! 2050 does: 8 May is in it throughout, although it was no public holiday from 1960 to 1981.
//! Old tickets of an import are thus counted as the official data count them. The one date that
//! moved within the official data, Saint-Martin's in 2018, moves here too.

use std::fmt;

use chrono::{Days, NaiveDate};

use super::HolidayZone;

/// A public holiday on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holiday {
    /// The civil date, in whatever zone the calendar is kept.
    pub date: NaiveDate,
    /// What is celebrated.
    pub name: HolidayName,
}

/// What a public holiday celebrates; the order decides between two on the same date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HolidayName {
    /// Friday before Easter, in communes of Alsace-Moselle with a Protestant or a shared
    /// church (Code du travail, article L3134-13).
    GoodFriday,
    /// Monday after Easter (article L3133-1).
    EasterMonday,
    /// Thirty-nine days after Easter (article L3133-1).
    Ascension,
    /// Fifty days after Easter (article L3133-1).
    WhitMonday,
    /// 1 January (article L3133-1).
    NewYear,
    /// 1 May (articles L3133-1 and L3133-4).
    LabourDay,
    /// 8 May, victory of 1945 (article L3133-1).
    Victory,
    /// 14 July (article L3133-1).
    NationalDay,
    /// 15 August (article L3133-1).
    Assumption,
    /// 1 November (article L3133-1).
    AllSaints,
    /// 11 November, armistice of 1918 (article L3133-1).
    Armistice,
    /// 25 December (article L3133-1).
    Christmas,
    /// 26 December in Alsace-Moselle (article L3134-13).
    SecondChristmas,
    /// End of slavery, on a date of each territory (article L3422-2; loi n° 83-550 and décret
    /// n° 83-1003 of 1983).
    Abolition,
}

impl HolidayName {
    /// The name the official French data give it.
    #[must_use]
    pub const fn french(self) -> &'static str {
        match self {
            Self::GoodFriday => "Vendredi saint",
            Self::EasterMonday => "Lundi de Pâques",
            Self::Ascension => "Ascension",
            Self::WhitMonday => "Lundi de Pentecôte",
            Self::NewYear => "1er janvier",
            Self::LabourDay => "1er mai",
            Self::Victory => "8 mai",
            Self::NationalDay => "14 juillet",
            Self::Assumption => "Assomption",
            Self::AllSaints => "Toussaint",
            Self::Armistice => "11 novembre",
            Self::Christmas => "Jour de Noël",
            Self::SecondChristmas => "2ème jour de Noël",
            Self::Abolition => "Abolition de l'esclavage",
        }
    }

    /// The name for readers of English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::GoodFriday => "Good Friday",
            Self::EasterMonday => "Easter Monday",
            Self::Ascension => "Ascension Day",
            Self::WhitMonday => "Whit Monday",
            Self::NewYear => "New Year's Day",
            Self::LabourDay => "Labour Day",
            Self::Victory => "Victory in Europe Day",
            Self::NationalDay => "Bastille Day",
            Self::Assumption => "Assumption Day",
            Self::AllSaints => "All Saints' Day",
            Self::Armistice => "Armistice Day",
            Self::Christmas => "Christmas Day",
            Self::SecondChristmas => "Saint Stephen's Day",
            Self::Abolition => "Abolition of Slavery Day",
        }
    }
}

impl fmt::Display for HolidayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.french())
    }
}

impl HolidayZone {
    /// The public holidays of a civil year, sorted by date.
    ///
    /// Two that fall on one date are both listed, as in the official data (1 May 2008 was also
    /// Ascension). `good_friday` matters in Alsace-Moselle only, where the law ties that day to
    /// the commune. Years before 1583, when Easter was computed otherwise, have no holidays here.
    ///
    /// ```
    /// use guichet::domain::calendar::HolidayZone;
    ///
    /// let holidays = HolidayZone::AlsaceMoselle.holidays(2026, true);
    /// assert_eq!(holidays.len(), 13);
    /// assert_eq!(holidays[1].date.to_string(), "2026-04-03");
    /// assert_eq!(holidays[1].name.to_string(), "Vendredi saint");
    /// ```
    #[must_use]
    pub fn holidays(self, year: i32, good_friday: bool) -> Vec<Holiday> {
        let mut holidays = Vec::with_capacity(14);
        if self == Self::None {
            return holidays;
        }
        let Some(easter) = easter(year) else {
            return holidays;
        };
        let mut fixed = |name, month, day| {
            holidays.extend(
                NaiveDate::from_ymd_opt(year, month, day).map(|date| Holiday { date, name }),
            );
        };
        fixed(HolidayName::NewYear, 1, 1);
        fixed(HolidayName::LabourDay, 5, 1);
        fixed(HolidayName::Victory, 5, 8);
        fixed(HolidayName::NationalDay, 7, 14);
        fixed(HolidayName::Assumption, 8, 15);
        fixed(HolidayName::AllSaints, 11, 1);
        fixed(HolidayName::Armistice, 11, 11);
        fixed(HolidayName::Christmas, 12, 25);
        if self == Self::AlsaceMoselle {
            fixed(HolidayName::SecondChristmas, 12, 26);
        }
        if let Some((month, day)) = self.abolition(year) {
            fixed(HolidayName::Abolition, month, day);
        }
        let mut after_easter = |name, days| {
            holidays.extend(
                easter
                    .checked_add_days(Days::new(days))
                    .map(|date| Holiday { date, name }),
            );
        };
        after_easter(HolidayName::EasterMonday, 1);
        after_easter(HolidayName::Ascension, 39);
        after_easter(HolidayName::WhitMonday, 50);
        if self == Self::AlsaceMoselle && good_friday {
            let friday = easter.checked_sub_days(Days::new(2));
            holidays.extend(friday.map(|date| Holiday {
                date,
                name: HolidayName::GoodFriday,
            }));
        }
        holidays.sort_unstable();
        holidays
    }

    /// Month and day on which a territory celebrates the end of slavery.
    const fn abolition(self, year: i32) -> Option<(u32, u32)> {
        match self {
            Self::Mayotte => Some((4, 27)),
            Self::Martinique => Some((5, 22)),
            Self::SaintMartin if year >= 2018 => Some((5, 28)),
            Self::Guadeloupe | Self::SaintMartin => Some((5, 27)),
            Self::Guyane => Some((6, 10)),
            Self::SaintBarthelemy => Some((10, 9)),
            Self::LaReunion => Some((12, 20)),
            Self::None
            | Self::France
            | Self::AlsaceMoselle
            | Self::NouvelleCaledonie
            | Self::PolynesieFrancaise
            | Self::SaintPierreEtMiquelon
            | Self::WallisEtFutuna => None,
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar (from 1583 on).
///
/// The computation is Butcher's, which needs no table and has no exception.
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let golden = year % 19;
    let (century, rest) = (year / 100, year % 100);
    let correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * late + 114;
    let (month, day) = (
        u32::try_from(day / 31).ok()?,
        u32::try_from(day % 31 + 1).ok()?,
    );
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Weekday};

    use super::*;

    #[test]
    fn easter_falls_on_the_known_extremes() {
        let on = |year| easter(year).unwrap().format("%m-%d").to_string();
        assert_eq!(on(1818), "03-22");
        assert_eq!(on(1943), "04-25");
        assert_eq!(on(2008), "03-23");
        assert_eq!(on(2026), "04-05");
        assert_eq!(on(2038), "04-25");
        assert_eq!(easter(1582), None);
    }

    #[test]
    fn easter_is_always_a_sunday_between_22_march_and_25_april() {
        for year in 1583..=9999 {
            let easter = easter(year).unwrap();
            assert_eq!(easter.weekday(), Weekday::Sun, "{easter}");
            assert!(
                (322..=425).contains(&(easter.month() * 100 + easter.day())),
                "{easter}"
            );
        }
    }

    #[test]
    fn good_friday_is_a_switch_of_alsace_moselle_only() {
        let has = |zone: HolidayZone, switch| {
            zone.holidays(2026, switch)
                .iter()
                .any(|holiday| holiday.name == HolidayName::GoodFriday)
        };
        assert!(has(HolidayZone::AlsaceMoselle, true));
        assert!(!has(HolidayZone::AlsaceMoselle, false));
        assert!(!has(HolidayZone::France, true));
    }

    #[test]
    fn no_zone_has_no_holidays_and_no_year_panics() {
        assert!(HolidayZone::None.holidays(2026, true).is_empty());
        for year in [i32::MIN, -1, 0, 1, 1582, 10_000, i32::MAX] {
            assert!(HolidayZone::Guyane.holidays(year, true).is_empty());
        }
    }
}
