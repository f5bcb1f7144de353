//! Finds the word that was probably meant.

/// Longer words are not compared: nobody mistypes that much, and the work grows with the square.
const LONGEST: usize = 64;

/// The candidate nearest to `word`, if it is near enough to be worth proposing.
///
/// Case does not count. Near enough is at most one change in three letters.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word
        .trim()
        .chars()
        .take(LONGEST + 1)
        .flat_map(char::to_lowercase)
        .collect();
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= candidate.chars().count().max(word.len()).div_ceil(3)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, removed or replaced to make `to` of `from` (Levenshtein).
fn distance(from: &[char], to: &str) -> usize {
    let to: Vec<char> = to.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut above_left = i;
        let mut left = i + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (above, b) in row.iter().skip(1).zip(&to) {
            left = (above_left + usize::from(a != b))
                .min(above + 1)
                .min(left + 1);
            above_left = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        let names = ["fr", "fr-alsace-moselle", "fr-martinique", "none"];
        assert_eq!(
            nearest("fr-alsace-mosele", names),
            Some("fr-alsace-moselle")
        );
        assert_eq!(nearest("FR-Martinque", names), Some("fr-martinique"));
        assert_eq!(nearest("non", names), Some("none"));
    }

    #[test]
    fn what_resembles_nothing_gets_no_proposal() {
        let names = ["fr", "none"];
        assert_eq!(nearest("elephant", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"x".repeat(100_000), names), None);
    }

    #[test]
    fn the_distance_is_symmetric_and_counts_changes() {
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(super::distance(&chars("kitten"), "sitting"), 3);
        assert_eq!(super::distance(&chars("sitting"), "kitten"), 3);
        assert_eq!(super::distance(&chars("same"), "same"), 0);
    }
}
