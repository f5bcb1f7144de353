//! The fourteen sets of public holidays a calendar can follow.

use std::{fmt, str::FromStr};

use super::nearest::nearest;

/// Whose public holidays close a calendar.
///
/// The names are those of the command line and of contract files: `fr`, `fr-alsace-moselle`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum HolidayZone {
    /// No public holiday at all.
    #[default]
    None,
    /// Metropolitan France: the eleven days of Code du travail, article L3133-1.
    France,
    /// Bas-Rhin, Haut-Rhin and Moselle: two more days by Code du travail, article L3134-13.
    AlsaceMoselle,
    /// Guadeloupe: abolition of slavery on 27 May (article L3422-2; décret n° 83-1003).
    Guadeloupe,
    /// Guyane: abolition of slavery on 10 June (article L3422-2; décret n° 83-1003).
    Guyane,
    /// La Réunion: abolition of slavery on 20 December (article L3422-2; décret n° 83-1003).
    LaReunion,
    /// Martinique: abolition of slavery on 22 May (article L3422-2; décret n° 83-1003).
    Martinique,
    /// Mayotte: abolition of slavery on 27 April (article L3422-2; décret n° 83-1003).
    Mayotte,
    /// Nouvelle-Calédonie: the official list knows the eleven national days only.
    NouvelleCaledonie,
    /// Polynésie française: the official list knows the eleven national days only.
    PolynesieFrancaise,
    /// Saint-Barthélemy: abolition of slavery on 9 October.
    SaintBarthelemy,
    /// Saint-Martin: abolition of slavery on 28 May, until 2017 on 27 May.
    SaintMartin,
    /// Saint-Pierre-et-Miquelon: the eleven national days.
    SaintPierreEtMiquelon,
    /// Wallis-et-Futuna: the official list knows the eleven national days only.
    WallisEtFutuna,
}

impl HolidayZone {
    /// Every zone, in the order of their names in the documentation.
    pub const ALL: [Self; 14] = [
        Self::France,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Guyane,
        Self::LaReunion,
        Self::Martinique,
        Self::Mayotte,
        Self::NouvelleCaledonie,
        Self::PolynesieFrancaise,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::SaintPierreEtMiquelon,
        Self::WallisEtFutuna,
        Self::None,
    ];

    /// The name used on the command line and in contract files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::France => "fr",
            Self::AlsaceMoselle => "fr-alsace-moselle",
            Self::Guadeloupe => "fr-guadeloupe",
            Self::Guyane => "fr-guyane",
            Self::LaReunion => "fr-la-reunion",
            Self::Martinique => "fr-martinique",
            Self::Mayotte => "fr-mayotte",
            Self::NouvelleCaledonie => "fr-nouvelle-caledonie",
            Self::PolynesieFrancaise => "fr-polynesie-francaise",
            Self::SaintBarthelemy => "fr-saint-barthelemy",
            Self::SaintMartin => "fr-saint-martin",
            Self::SaintPierreEtMiquelon => "fr-saint-pierre-et-miquelon",
            Self::WallisEtFutuna => "fr-wallis-et-futuna",
        }
    }
}

impl fmt::Display for HolidayZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for HolidayZone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|zone| zone.name() == name)
            .ok_or_else(|| UnknownZone {
                name: name.chars().take(40).collect(),
                nearest: nearest(name, Self::ALL.map(Self::name)),
            })
    }
}

/// A name that no holiday zone has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone {
    /// The beginning of what was written.
    pub name: String,
    /// The zone that was probably meant.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no holiday zone {:?}", self.name)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest:?}?"),
            None => {
                f.write_str("; the zones are ")?;
                HolidayZone::ALL
                    .iter()
                    .enumerate()
                    .try_for_each(|(i, zone)| write!(f, "{}{zone}", if i == 0 { "" } else { ", " }))
            }
        }
    }
}

impl std::error::Error for UnknownZone {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_read_back_by_its_name() {
        for zone in HolidayZone::ALL {
            assert_eq!(zone.to_string().parse(), Ok(zone));
        }
    }

    #[test]
    fn an_unknown_zone_names_the_one_probably_meant() {
        let error = "fr-alsace".parse::<HolidayZone>().unwrap_err();
        assert!(
            error
                .to_string()
                .contains("there is no holiday zone \"fr-alsace\""),
            "{error}"
        );
        let error = "fr-reunion".parse::<HolidayZone>().unwrap_err();
        assert_eq!(error.nearest, Some("fr-la-reunion"));
        let error = "bavaria".parse::<HolidayZone>().unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the zones are fr, fr-alsace-moselle"),
            "{error}"
        );
    }
}
