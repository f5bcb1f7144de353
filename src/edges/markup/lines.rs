//! How deep a text nests, seen before it is parsed.

/// The most signs of quotes and lists at the beginning of a line. People use three or four.
const MOST_SIGNS: usize = 24;

/// Whether some line opens more quotes and lists than anybody means. Each level costs the parser
/// time on every line that follows.
pub(super) fn nests_too_deep(text: &str) -> bool {
    text.lines().any(|line| signs(line) > MOST_SIGNS)
}

fn signs(line: &str) -> usize {
    let mut count = 0;
    for word in line.split([' ', '\t']).filter(|word| !word.is_empty()) {
        let quotes = word.bytes().take_while(|one| *one == b'>').count();
        let rest = word.get(quotes..).unwrap_or_default();
        count += quotes;
        match rest {
            "" => {}
            "-" | "+" | "*" => count += 1,
            number if is_rank(number) => count += 1,
            _ => break,
        }
        if count > MOST_SIGNS {
            break;
        }
    }
    count
}

/// « 1. », « 12) ».
fn is_rank(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']);
    number
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|one| one.is_ascii_digit()))
}
