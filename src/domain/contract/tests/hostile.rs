use proptest::prelude::*;

use super::{Contract, TEMPLATES};

/// Reads the text; whatever comes of it, every problem can be shown and lies inside the file.
fn is_read_calmly(text: &str) -> Result<(), TestCaseError> {
    match Contract::parse("hostile.toml", text) {
        Ok(contract) => prop_assert_eq!(contract.source(), text),
        Err(errors) => {
            prop_assert!(!errors.is_empty());
            let lines = text.split('\n').count();
            for error in errors {
                prop_assert!((1..=lines).contains(&error.line), "{}", error);
                let message = error.to_string();
                prop_assert!(message.starts_with("hostile.toml:"));
                prop_assert!(
                    message.len() < 2_000 && !message.contains(char::is_control),
                    "{:?}",
                    message
                );
            }
        }
    }
    Ok(())
}

/// What proptest tells of each where `PROPTEST_CASES` says nothing.
const USUAL: u32 = 256;

/// Eighty of each, or as many as `PROPTEST_CASES` says.
fn some() -> ProptestConfig {
    let all = ProptestConfig::default();
    let cases = if all.cases == USUAL { 80 } else { all.cases };
    ProptestConfig { cases, ..all }
}

proptest! {
    #![proptest_config(some())]

    #[test]
    fn flipped_bytes_make_no_panic(
        which in 0..TEMPLATES.len(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = TEMPLATES[which].1.as_bytes().to_vec();
        for (place, byte) in flips {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        is_read_calmly(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn cut_files_make_no_panic(which in 0..TEMPLATES.len(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let bytes = TEMPLATES[which].1.as_bytes();
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        is_read_calmly(&String::from_utf8_lossy(&bytes[from.min(to)..from.max(to)]))?;
    }

    #[test]
    fn shuffled_lines_make_no_panic(
        which in 0..TEMPLATES.len(),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3), 1..5),
    ) {
        let mut lines: Vec<&str> = TEMPLATES[which].1.lines().collect();
        for (from, to, what) in moves {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            match what {
                0 => lines.swap(from, to),
                1 => lines.insert(to, lines[from]),
                _ => { lines.remove(from); }
            }
        }
        is_read_calmly(&lines.join("\n"))?;
    }

    #[test]
    fn values_of_any_kind_make_no_panic(
        which in 0..TEMPLATES.len(),
        line in any::<prop::sample::Index>(),
        value in prop::sample::select(vec![
            "1", "-1", "9223372036854775807", "99999999999999999999999999", "1.5", "nan", "0x10", "true",
            "[]", "[[]]", "[[[]]]", "{}", "{ fr = 1 }", "\"\"", "\"\\u0000\"", "\"\u{a0}\"", "\"4h\"", "\"\\r\\n\"",
            "2026-01-01", "08:00:00", "1979-05-27T07:32:00Z", "[\"08:00\", 3]", "[[\"24:00\", \"24:00\"]]",
            "\"999999999999 jours ouvrés\"", "{ target = [], clause = {} }",
        ]),
    ) {
        let lines: Vec<&str> = TEMPLATES[which].1.lines().collect();
        let place = line.index(lines.len());
        let changed: Vec<String> = lines.iter().enumerate().map(|(at, line)| {
            match line.split_once(" = ") {
                Some((key, _)) if at >= place && at < place + 3 => format!("{key} = {value}"),
                _ => (*line).to_owned(),
            }
        }).collect();
        is_read_calmly(&changed.join("\n"))?;
    }

    #[test]
    fn any_text_makes_no_panic(text in "[\\[\\]{}\"'=,.#a-z0-9é\n\r\t \u{0}\u{202e}-]{0,200}") {
        is_read_calmly(&text)?;
    }
}

#[test]
fn deep_nesting_and_huge_files_are_refused() {
    let deep = format!("name = {}", "[".repeat(100_000));
    assert!(Contract::parse("deep.toml", &deep).is_err());
    let tables = format!("[{}a]", "a.".repeat(50_000));
    assert!(Contract::parse("deep.toml", &tables).is_err());
    let long = "# long\n".repeat(50_000);
    let errors = Contract::parse("long.toml", &long).unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "long.toml:1: the file is too long for a contract; 256 KiB are the most"
    );
}

#[test]
fn a_thousand_mistakes_are_read_in_reasonable_time() {
    let text = (0..8_000)
        .map(|n| format!("key-{n} = {n}\n"))
        .collect::<String>();
    let errors = Contract::parse("many.toml", &text).unwrap_err();
    assert_eq!(errors.len(), 200);
}
