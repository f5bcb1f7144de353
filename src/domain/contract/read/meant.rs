//! The word that was probably meant.

use crate::domain::calendar::nearest;

/// The candidate that was probably meant: the one nearest in letters, or else the only one that the
/// word begins with, that begins with the word, or that ends with it.
pub(super) fn meant<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let small = word.to_lowercase();
    let alike = |one: &str| {
        let one = one.to_lowercase();
        let shorter = one.len().min(small.len());
        shorter >= 3
            && (small.starts_with(&one) || one.starts_with(&small) || one.ends_with(&small))
    };
    nearest(word, candidates.iter().copied()).or_else(|| {
        let mut alike = candidates.iter().copied().filter(|one| alike(one));
        alike.next().filter(|_| alike.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_a_part_of_the_word_finds_it_and_another_word_finds_nothing() {
        let words = [
            "targets",
            "ladder",
            "mon",
            "Europe/Paris",
            "fr-alsace-moselle",
        ];
        assert_eq!(meant("targts", &words), Some("targets"));
        assert_eq!(meant("monday", &words), Some("mon"));
        assert_eq!(meant("paris", &words), Some("Europe/Paris"));
        assert_eq!(meant("fr-alsace", &words), Some("fr-alsace-moselle"));
        assert_eq!(meant("penalties", &words), None);
        assert_eq!(meant("", &words), None);
        assert_eq!(meant("a", &["ab-one", "ab-two"]), None);
        assert_eq!(meant("abc", &["abc-one", "abc-two"]), None);
    }
}
