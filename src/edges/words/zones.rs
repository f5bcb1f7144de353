//! Time zones by the name of a place, as people say them.

use chrono_tz::Tz;

use super::Words;

/// « heure de Paris », "Paris time": the place for which a time is given.
///
/// ```
/// use guichet::edges::words::{Lang, zones::zone_words};
///
/// assert_eq!(zone_words(chrono_tz::Europe::Paris, Lang::Fr.words()), "heure de Paris");
/// assert_eq!(zone_words(chrono_tz::Europe::Amsterdam, Lang::Fr.words()), "heure d’Amsterdam");
/// ```
#[must_use]
pub fn zone_words(tz: Tz, words: Words) -> String {
    let place = place(tz, words);
    if place == "UTC" {
        return words.say("zone-utc");
    }
    let vowel = place
        .chars()
        .next()
        .is_some_and(|c| "AEIOUÉÈÂÎ".contains(c));
    words.say_with(
        if vowel { "zone-of-vowel" } else { "zone-of" },
        &[("place", place.into())],
    )
}

/// The place of a zone: its French or English name for the zones of France, else the city
/// of the zone's identifier.
fn place(tz: Tz, words: Words) -> String {
    let name = tz.name();
    let known = words.say_with(
        "zone-place",
        &[("zone", name.replace(['/', '_'], "-").into())],
    );
    if !known.is_empty() && known != "-" {
        return known;
    }
    match name.rsplit('/').next().unwrap_or(name) {
        "UTC" | "UCT" | "Universal" | "Zulu" | "GMT" | "Greenwich" => "UTC".to_owned(),
        city => city.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use crate::edges::words::Lang;

    use super::*;

    #[test]
    fn the_zones_of_france_have_french_names() {
        for (tz, french, english) in [
            (
                chrono_tz::Indian::Reunion,
                "heure de La Réunion",
                "Réunion time",
            ),
            (chrono_tz::Pacific::Noumea, "heure de Nouméa", "Nouméa time"),
            (
                chrono_tz::America::Miquelon,
                "heure de Saint-Pierre",
                "Saint-Pierre time",
            ),
            (
                chrono_tz::America::New_York,
                "heure de New York",
                "New York time",
            ),
            (Tz::UTC, "temps universel (UTC)", "UTC"),
        ] {
            assert_eq!(zone_words(tz, Lang::Fr.words()), french);
            assert_eq!(zone_words(tz, Lang::En.words()), english);
        }
    }
}
