//! The letters of round marks.

use super::*;

#[test]
fn initials_are_two_letters_of_any_name() {
    for (name, letters) in [
        ("Sacha", "SA"),
        ("Anne-Lise de la Tour", "AT"),
        ("é", "É"),
        ("", "?"),
        ("🙂", "?"),
    ] {
        assert_eq!(initials(name), letters);
    }
}
