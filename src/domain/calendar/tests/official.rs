//! The holidays computed are those of the official files, whole and in order of date.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::{Holiday, HolidayName, HolidayZone};

macro_rules! official {
    ($file:literal) => {
        include_str!(concat!("../../../../tests/data/jours-feries/", $file))
    };
}

const ETALAB: [(HolidayZone, &str, &str); 13] = [
    (
        HolidayZone::France,
        "Métropole",
        official!("etalab-2026-05-01/jours_feries_metropole.csv"),
    ),
    (
        HolidayZone::AlsaceMoselle,
        "Alsace-Moselle",
        official!("etalab-2026-05-01/jours_feries_alsace-moselle.csv"),
    ),
    (
        HolidayZone::Guadeloupe,
        "Guadeloupe",
        official!("etalab-2026-05-01/jours_feries_guadeloupe.csv"),
    ),
    (
        HolidayZone::Guyane,
        "Guyane",
        official!("etalab-2026-05-01/jours_feries_guyane.csv"),
    ),
    (
        HolidayZone::LaReunion,
        "La Réunion",
        official!("etalab-2026-05-01/jours_feries_la-reunion.csv"),
    ),
    (
        HolidayZone::Martinique,
        "Martinique",
        official!("etalab-2026-05-01/jours_feries_martinique.csv"),
    ),
    (
        HolidayZone::Mayotte,
        "Mayotte",
        official!("etalab-2026-05-01/jours_feries_mayotte.csv"),
    ),
    (
        HolidayZone::NouvelleCaledonie,
        "Nouvelle-Calédonie",
        official!("etalab-2026-05-01/jours_feries_nouvelle-caledonie.csv"),
    ),
    (
        HolidayZone::PolynesieFrancaise,
        "Polynésie Française",
        official!("etalab-2026-05-01/jours_feries_polynesie-francaise.csv"),
    ),
    (
        HolidayZone::SaintBarthelemy,
        "Saint-Barthélémy",
        official!("etalab-2026-05-01/jours_feries_saint-barthelemy.csv"),
    ),
    (
        HolidayZone::SaintMartin,
        "Saint-Martin",
        official!("etalab-2026-05-01/jours_feries_saint-martin.csv"),
    ),
    (
        HolidayZone::SaintPierreEtMiquelon,
        "Saint-Pierre-et-Miquelon",
        official!("etalab-2026-05-01/jours_feries_saint-pierre-et-miquelon.csv"),
    ),
    (
        HolidayZone::WallisEtFutuna,
        "Wallis-et-Futuna",
        official!("etalab-2026-05-01/jours_feries_wallis-et-futuna.csv"),
    ),
];

/// A row's date and its name, which is the last but `after` of its columns.
fn rows(file: &str, after: usize) -> BTreeSet<(NaiveDate, String)> {
    let row = |line: &str| {
        let columns: Vec<&str> = line.split(',').collect();
        (
            columns[0].parse().unwrap(),
            columns[columns.len() - 1 - after].to_owned(),
        )
    };
    file.lines().skip(1).map(row).collect()
}

fn computed(
    zone: HolidayZone,
    years: std::ops::RangeInclusive<i32>,
) -> BTreeSet<(NaiveDate, String)> {
    let holidays = years.flat_map(|year| zone.holidays(year, true));
    holidays
        .map(|Holiday { date, name }| (date, name.to_string()))
        .collect()
}

#[test]
fn every_zone_has_the_holidays_of_its_official_file() {
    for (zone, name, file) in ETALAB {
        let official = rows(file, 0);
        assert!(official.len() > 280, "{name}");
        assert_eq!(computed(zone, 2006..=2031), official, "{name}");
    }
}

#[test]
fn the_official_file_of_all_zones_says_the_same() {
    let file = official!("etalab-2026-05-01/jours_feries.csv");
    for (zone, name, _) in ETALAB {
        let lines = file.lines().filter(|line| {
            line.rsplit(',')
                .next()
                .unwrap()
                .split('|')
                .any(|zone| zone == name)
        });
        let official = rows(
            &lines.fold("\n".to_owned(), |all, line| all + line + "\n"),
            1,
        );
        assert_eq!(computed(zone, 2006..=2031), official, "{name}");
    }
}

#[test]
fn the_dates_from_1950_to_2050_are_the_official_ones() {
    let files = [
        (
            HolidayZone::France,
            official!("datagouv-2020-05-16/jours_feries_seuls.csv"),
        ),
        (
            HolidayZone::AlsaceMoselle,
            official!("datagouv-2020-05-16/jours_feries_seuls_alsace_moselle.csv"),
        ),
    ];
    for (zone, file) in files {
        let official: BTreeSet<NaiveDate> = rows(file, 0).into_iter().map(|row| row.0).collect();
        let computed: BTreeSet<NaiveDate> = computed(zone, 1950..=2050)
            .into_iter()
            .map(|row| row.0)
            .collect();
        assert_eq!(computed, official, "{zone}");
    }
}

#[test]
fn holidays_are_sorted_and_two_on_one_date_are_both_listed() {
    let holidays = HolidayZone::France.holidays(2008, false);
    assert!(holidays.is_sorted());
    let may_day: Vec<_> = holidays
        .iter()
        .filter(|holiday| holiday.date.to_string() == "2008-05-01")
        .collect();
    assert_eq!(may_day[0].name, HolidayName::Ascension);
    assert_eq!(may_day[1].name, HolidayName::LabourDay);
}
