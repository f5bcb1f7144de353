//! Which passwords are taken: long ones that are not among the first to be tried.
//!
//! # Why
//! Length is asked for, never kinds of signs (OWASP ASVS 5.0, 6.2.1 and 6.2.5; CNIL deliberation
//! 2022-100: 14 signs with throttling are more than the 50 bits asked for). What is long because it
//! repeats itself, walks along the keyboard, or is made of the person's own name is still easily
//! guessed (6.2.4, 6.2.11). A password is cut into such pieces, and each piece weighs little.

mod words;

use std::fmt;

use words::{COMMON, FAMOUS, ROWS};

/// The fewest characters.
pub const LEAST: usize = 14;

/// The most bytes: hashing is not a way to keep us busy.
pub const MOST: usize = 1_024;

/// The least weight: as much as so many signs that nothing foretells.
const LEAST_WEIGHT: usize = 8;

/// The fewest different signs.
const LEAST_SIGNS: usize = 5;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Weakness {
    /// Fewer than [`LEAST`] characters.
    Short,
    /// More than [`MOST`] bytes.
    Long,
    /// The same few signs again and again.
    Repeats,
    /// Little more than the person's name or address, or the desk's name.
    Own,
    /// Among those that are tried first: common words, neighbours on the keyboard, dates.
    Common,
}

impl Weakness {
    /// Every one of them.
    pub const ALL: [Self; 5] = [
        Self::Short,
        Self::Long,
        Self::Repeats,
        Self::Own,
        Self::Common,
    ];

    /// Its word, for keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Repeats => "repeats",
            Self::Own => "own",
            Self::Common => "common",
        }
    }
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => write!(f, "a password has {LEAST} characters or more"),
            Self::Long => write!(f, "a password has {MOST} bytes at most"),
            Self::Repeats => f.write_str("a password must not repeat the same few signs"),
            Self::Own => f.write_str("a password must not be made of one's own name or address"),
            Self::Common => f.write_str("this password is among the first that are tried"),
        }
    }
}

impl std::error::Error for Weakness {}

/// Whether a password is taken for somebody of whom `own` is known: names, the address, the name of
/// the desk.
///
/// # Errors
/// Why it is not.
///
/// ```
/// use guichet::domain::password::{Weakness, weigh};
///
/// assert_eq!(weigh("trois cyprès devant la gare", &[]), Ok(()));
/// assert_eq!(weigh("Azertyuiop123456", &[]), Err(Weakness::Common));
/// ```
pub fn weigh(password: &str, own: &[&str]) -> Result<(), Weakness> {
    if password.len() > MOST {
        return Err(Weakness::Long);
    }
    if password.chars().count() < LEAST {
        return Err(Weakness::Short);
    }
    let folded = folded(password);
    if repeats(&folded) {
        return Err(Weakness::Repeats);
    }
    if FAMOUS.contains(&letters_of(&folded).as_str()) {
        return Err(Weakness::Common);
    }
    let own: Vec<String> = own
        .iter()
        .flat_map(|text| {
            let folded: String = folded_chars(text).collect();
            folded
                .split(|sign: char| !sign.is_alphanumeric())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|word| word.chars().count() >= 3)
        .collect();
    // Signs that stand for letters are read both ways.
    for reading in [folded.clone(), spelt(&folded)] {
        let (weight, owned) = weight(&reading, &own);
        if weight < LEAST_WEIGHT {
            return Err(if owned {
                Weakness::Own
            } else {
                Weakness::Common
            });
        }
    }
    Ok(())
}

/// In lower case and without accents.
fn folded(text: &str) -> Vec<char> {
    folded_chars(text).collect()
}

fn folded_chars(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|sign| match sign {
            'à' | 'â' | 'ä' | 'á' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' => 'i',
            'ô' | 'ö' | 'ó' => 'o',
            'ù' | 'û' | 'ü' | 'ú' => 'u',
            'ç' => 'c',
            sign => sign,
        })
}

/// Only the letters and digits.
fn letters_of(signs: &[char]) -> String {
    signs.iter().filter(|sign| sign.is_alphanumeric()).collect()
}

/// As it reads where signs stand for letters: `p4$$w0rd`.
fn spelt(signs: &[char]) -> Vec<char> {
    signs
        .iter()
        .map(|sign| match sign {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            '8' => 'b',
            sign => *sign,
        })
        .collect()
}

/// Whether there are few different signs, or a short piece comes again until the end.
fn repeats(signs: &[char]) -> bool {
    let mut different = signs.to_vec();
    different.sort_unstable();
    different.dedup();
    let again = (1..=signs.len() / 2).take(LEAST - 1).any(|length| {
        signs
            .iter()
            .skip(length)
            .zip(signs)
            .all(|(sign, before)| sign == before)
    });
    different.len() < LEAST_SIGNS || again
}

/// What the signs weigh, and whether a good part of them is the person's own.
fn weight(signs: &[char], own: &[String]) -> (usize, bool) {
    let (mut weight, mut owned) = (0, false);
    let mut met: Vec<&str> = Vec::new();
    let mut rest = signs;
    while let Some((first, after)) = rest.split_first() {
        let mine = longest(rest, own.iter().map(String::as_str));
        let common = longest(rest, COMMON.iter().copied());
        let row = walk(rest);
        let run = rest.iter().take_while(|sign| *sign == first).count();
        let digits = rest.iter().take_while(|sign| sign.is_ascii_digit()).count();
        let longest = [
            mine.map_or(0, |word| word.chars().count()),
            common.map_or(0, |word| word.chars().count()),
            row,
        ]
        .into_iter()
        .max()
        .unwrap_or(0);
        let taken = if longest == 0 {
            if run >= 3 {
                weight += 1;
                run
            } else if digits >= 4 {
                weight += digits.div_ceil(2);
                digits
            } else {
                weight += usize::from(first.is_alphanumeric());
                1
            }
        } else {
            if let Some(word) = mine.filter(|word| word.chars().count() == longest) {
                owned = true;
                weight += usize::from(!met.contains(&word));
                met.push(word);
            } else if let Some(word) = common.filter(|word| word.chars().count() == longest) {
                weight += if met.contains(&word) { 0 } else { 2 };
                met.push(word);
            } else {
                weight += 1;
            }
            longest
        };
        rest = rest.get(taken..).unwrap_or(after);
    }
    (weight, owned)
}

/// The longest of some words with which the signs begin.
fn longest<'a>(signs: &[char], words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    words
        .filter(|word| {
            let mut begins = word.chars().zip(signs).map(|(one, other)| one == *other);
            word.chars().count() <= signs.len() && begins.all(|same| same)
        })
        .max_by_key(|word| word.chars().count())
}

/// How many signs, from the first on, follow one another on a keyboard, in the alphabet or among
/// the digits, there or back; nought when they are too few to mean anything.
fn walk(signs: &[char]) -> usize {
    let along = |row: &mut dyn Iterator<Item = char>| {
        let row: Vec<char> = row.collect();
        (0..row.len())
            .map(|start| {
                let rest = row.get(start..).unwrap_or_default();
                rest.iter().zip(signs).take_while(|(a, b)| a == b).count()
            })
            .max()
            .unwrap_or(0)
    };
    let most = ROWS
        .iter()
        .map(|row| along(&mut row.chars()).max(along(&mut row.chars().rev())))
        .max()
        .unwrap_or(0);
    let of_digits = signs.iter().take(most).all(char::is_ascii_digit);
    if most >= 4 || (most == 3 && of_digits) {
        most
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 3] = [
        "Camille Aubry",
        "camille.aubry@cobalt.example",
        "Support Cobalt",
    ];

    #[test]
    fn long_phrases_and_drawn_passwords_are_taken_whatever_their_signs() {
        for good in [
            "une phrase assez longue",
            "trois cyprès devant la gare",
            "xvbqhrtkzmplwd",
            "83 61 05 27 94 16 72",
            "пять синих окон на севере",
            "Ut7#kPw9!zQe4&Lm",
            "la gare de Camille est fermée",
        ] {
            assert_eq!(weigh(good, &OWN), Ok(()), "{good}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_and_bounded_in_bytes() {
        assert_eq!(weigh("xvbqhrtkzmplw", &[]), Err(Weakness::Short));
        assert_eq!(weigh("xvbqhrtkzmplwd", &[]), Ok(()));
        assert_eq!(weigh("éàùçôîûèâêëïü", &[]), Err(Weakness::Short));
        let longest: String = "trois cyprès devant la gare "
            .chars()
            .cycle()
            .take(980)
            .collect();
        assert!(longest.len() <= MOST);
        assert_eq!(
            weigh(&format!("{longest}{}", "x".repeat(100)), &[]),
            Err(Weakness::Long)
        );
        assert_eq!(weigh(&"x".repeat(10_000_000), &[]), Err(Weakness::Long));
    }

    #[test]
    fn what_repeats_itself_is_not_taken() {
        for weak in [
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "soleil soleil soleil",
            "Motdepassemotdepasse",
            "12121212121212",
            "______________",
        ] {
            assert_eq!(weigh(weak, &[]), Err(Weakness::Repeats), "{weak}");
        }
    }

    #[test]
    fn what_is_tried_first_is_not_taken_however_it_is_spelt() {
        for weak in [
            "12345678901234",
            "Azertyuiop12345",
            "qwertyuiopasdfgh",
            "1q2w3e4r5t6y7u8i",
            "Password123456!",
            "P4$$w0rd_P@ssword1",
            "MotDePasse!2026",
            "motdepasse123456",
            "bienvenue2026!!!",
            "administrateur1",
            "correct horse battery staple",
            "CorrectHorseBatteryStaple",
            "abcdefghijklmnop",
            "zyxwvutsrqponmlk",
            "jetaime14072024",
            "qsdfghjklmwxcvbn",
        ] {
            assert_eq!(weigh(weak, &OWN), Err(Weakness::Common), "{weak}");
        }
    }

    #[test]
    fn the_persons_own_name_and_address_and_the_desks_name_are_not_taken() {
        for weak in [
            "Camille Aubry 2026",
            "camille.aubry@cobalt.example",
            "AubryCamille1234",
            "c4m1ll3-4ubry-2025",
            "SupportCobalt2026",
        ] {
            assert_eq!(weigh(weak, &OWN), Err(Weakness::Own), "{weak}");
        }
    }

    #[test]
    fn every_word_of_the_lists_is_folded_as_passwords_are() {
        for word in COMMON.iter().chain(&FAMOUS).chain(&ROWS) {
            assert_eq!(folded(word).iter().collect::<String>(), **word);
        }
    }
}
