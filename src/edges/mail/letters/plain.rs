//! What people and contracts wrote, made safe for a header and for a text part.

/// The most characters of a line in the text part.
const WIDTH: usize = 76;

/// One line: control, line-separating and direction characters become blanks, blanks become one.
///
/// Names are cleaned when they are read, and once more here: a line end in a display name makes
/// lettre panic.
#[must_use]
pub fn line(raw: &str) -> String {
    let plain: String = raw
        .chars()
        .map(|one| if is_harmful(one) { ' ' } else { one })
        .collect();
    plain
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Paragraphs of lines: blank lines part paragraphs, harmful characters go.
#[must_use]
pub fn paragraphs(raw: &str) -> Vec<Vec<String>> {
    let mut paragraphs = vec![Vec::new()];
    for one in raw.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        let plain: String = one
            .chars()
            .filter(|one| *one == '\t' || !is_harmful(*one))
            .collect();
        let plain = plain.trim_end();
        if !plain.is_empty() {
            if let Some(last) = paragraphs.last_mut() {
                last.push(plain.to_owned());
            }
        } else if paragraphs.last().is_some_and(|last| !last.is_empty()) {
            paragraphs.push(Vec::new());
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn is_harmful(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}')
}

/// A text part: no line longer than 76 characters except an address, no two blank lines in a row,
/// one line end at the end.
#[must_use]
pub fn set(text: &str) -> String {
    let mut set = String::with_capacity(text.len() + 64);
    let mut blank = true;
    for one in text.lines().map(str::trim_end) {
        if one.is_empty() {
            if !blank {
                set.push('\n');
            }
            blank = true;
        } else {
            blank = false;
            wrap(one, &mut set);
        }
    }
    while set.ends_with("\n\n") {
        set.pop();
    }
    set
}

/// Breaks at ordinary blanks only; what goes on stands under the beginning, or under the value
/// when the line is a label, several blanks and a value.
fn wrap(one: &str, set: &mut String) {
    let start = one.chars().take_while(|one| *one == ' ').count();
    let hang = hanging(one, start);
    let mut width = 0;
    for (place, word) in one.split(' ').enumerate() {
        let length = word.chars().count();
        if place > 0 {
            if width + 1 + length > WIDTH && width > hang && !word.is_empty() {
                set.push('\n');
                set.extend(std::iter::repeat_n(' ', hang));
                width = hang;
            } else {
                set.push(' ');
                width += 1;
            }
        }
        set.push_str(word);
        width += length;
    }
    set.push('\n');
}

fn hanging(one: &str, start: usize) -> usize {
    let label: String = one.chars().skip(start).collect();
    label.find("  ").map_or(start, |end| {
        let blanks = label
            .get(end..)
            .map_or(0, |rest| rest.chars().take_while(|one| *one == ' ').count());
        let hang = start + label.get(..end).map_or(0, |label| label.chars().count()) + blanks;
        if hang <= WIDTH / 3 { hang } else { start }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_nothing_that_breaks_a_header() {
        assert_eq!(
            line("Bob\r\nBcc: x@y.z\0\u{2028}\u{202E} evil\u{85}"),
            "Bob Bcc: x@y.z evil"
        );
        assert_eq!(line("demain à 9\u{a0}h"), "demain à 9\u{a0}h");
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(
            paragraphs("\r\n\na\r\n  b\n\n\n\u{7}c\r"),
            [vec!["a".to_owned(), "  b".to_owned()], vec!["c".to_owned()]]
        );
        assert!(paragraphs(" \n\t\n").is_empty());
    }

    #[test]
    fn a_text_part_has_no_long_line_but_an_address() {
        let address = format!("https://guichet.example/{}", "a".repeat(90));
        let long = format!("{}\n\n\n\n  {address}\n", "mot ".repeat(60));
        let set = set(&long);
        for one in set.lines() {
            assert!(
                one.chars().count() <= WIDTH || one.trim() == address,
                "{one}"
            );
        }
        assert!(!set.contains("\n\n\n"));
        assert!(set.ends_with(&format!("{address}\n")));
        assert_eq!(set.split_whitespace().count(), 61);
    }

    #[test]
    fn a_value_goes_on_under_its_beginning() {
        let set = set(&format!("Client  {}", "mot ".repeat(30)));
        assert!(
            set.lines()
                .skip(1)
                .all(|one| one.starts_with("        mot")),
            "{set}"
        );
    }
}
