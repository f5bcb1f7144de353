//! A closure is written into the text of a contract, where a person would write it.

use chrono::NaiveDate;

use crate::domain::ticket::Line;

/// The table of closures, as its heading stands in the file.
const HEADING: &str = "[calendar.closures]";

/// The text of a contract with one more closed day. Whether the text is a contract, before and after, is
/// for [`super::Contract::parse`] to say: a day that is there already is then told with its line.
///
/// ```
/// use guichet::domain::{contract::with_closure, ticket::Line};
///
/// let label = Line::parse("Inventaire").map_err(|_| "no label")?;
/// let day = "2026-08-17".parse().map_err(|_| "no day")?;
/// assert_eq!(
///     with_closure("name = \"standard\"\n", day, &label),
///     "name = \"standard\"\n\n[calendar.closures]\n2026-08-17 = \"Inventaire\"\n"
/// );
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn with_closure(text: &str, day: NaiveDate, label: &Line) -> String {
    let label = label.as_str().replace('\\', "\\\\").replace('"', "\\\"");
    let line = format!("{day} = \"{label}\"\n");
    let mut written = String::with_capacity(text.len() + line.len() + HEADING.len() + 2);
    let mut done = false;
    for one in text.split_inclusive('\n') {
        written.push_str(one);
        if !done && one.trim() == HEADING {
            if !one.ends_with('\n') {
                written.push('\n');
            }
            written.push_str(&line);
            done = true;
        }
    }
    if !done {
        if !written.is_empty() && !written.ends_with('\n') {
            written.push('\n');
        }
        written.push('\n');
        written.push_str(HEADING);
        written.push('\n');
        written.push_str(&line);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::{Contract, TEMPLATES};

    fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_that_is_written_is_closed_in_every_contract_and_nothing_else_changes() {
        let label = Line::parse("Inventaire « \\été\" »").unwrap();
        let day = "2026-08-19".parse().unwrap();
        for (name, text) in TEMPLATES {
            let before = Contract::parse(name, text).unwrap();
            let one = with_closure(text, day, &label);
            let after = Contract::parse(name, &one).unwrap_or_else(|why| panic!("{why:?}"));
            let noon = at("2026-08-19T10:00:00Z");
            if before.calendar().is_open(noon) {
                assert!(!after.calendar().is_open(noon), "{name}");
            }
            let next = at("2026-08-20T10:00:00Z");
            assert_eq!(
                before.calendar().is_open(next),
                after.calendar().is_open(next)
            );
            // A second one stands in the same table, and the same day is refused with its line.
            let two = with_closure(&one, "2026-08-20".parse().unwrap(), &label);
            let after = Contract::parse(name, &two).unwrap();
            assert!(!after.calendar().is_open(next), "{name}");
            let twice = Contract::parse(name, &with_closure(&two, day, &label)).unwrap_err();
            assert!(twice[0].line > 1, "{twice:?}");
        }
    }
}
