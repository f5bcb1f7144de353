//! A contract begins as a copy of another one: with its own name and title, and every clause.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::ContractName;
use crate::domain::ticket::Line;

/// The text of a contract under another name and title. Where the file says its title in English and no
/// English one is given, the French one stands for it. Whether the copy is a contract is for
/// [`super::Contract::parse`] to say; a text that is not TOML stays as it is.
///
/// ```
/// use guichet::domain::{contract::copied, ticket::Line};
///
/// let name = "ville".parse().map_err(|_| "no name")?;
/// let title = Line::parse("Ville de Gâvres").map_err(|_| "no title")?;
/// assert_eq!(
///     copied("name = \"standard\"\ntitle = \"Standard\" # shown\n", &name, &title, None),
///     "name = \"ville\"\ntitle = \"Ville de Gâvres\" # shown\n"
/// );
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn copied(text: &str, name: &ContractName, title: &Line, english: Option<&Line>) -> String {
    let Ok(document) = DeTable::parse(text) else {
        return text.to_owned();
    };
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    if let Some(value) = document.get_ref().get("name") {
        changes.push((value.span(), quoted(name.as_str())));
    }
    if let Some(value) = document.get_ref().get("title") {
        let french = quoted(title.as_str());
        match (value.get_ref(), english) {
            (DeValue::Table(table), _) => {
                let in_english = quoted(english.unwrap_or(title).as_str());
                let in_braces = text.get(value.span()).is_some_and(|it| it.starts_with('{'));
                let mut french = french;
                match (table.get("en"), english) {
                    (Some(value), _) => changes.push((value.span(), in_english)),
                    (None, Some(_)) if in_braces => {
                        french.push_str(&format!(", en = {in_english}"))
                    }
                    (None, _) => {}
                }
                if let Some(value) = table.get("fr") {
                    changes.push((value.span(), french));
                }
            }
            (_, Some(english)) => {
                let english = quoted(english.as_str());
                changes.push((value.span(), format!("{{ fr = {french}, en = {english} }}")));
            }
            (_, None) => changes.push((value.span(), french)),
        }
    }
    // From the end, so that the places before stay what they are.
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut copy = text.to_owned();
    for (place, with) in changes {
        copy.replace_range(place, &with);
    }
    copy
}

/// A text as the file writes it.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        contract::{Contract, TEMPLATES},
        lang::Lang,
    };

    #[test]
    fn every_template_copied_is_a_contract_of_its_own_with_all_that_it_promised() {
        let name: ContractName = "ville-de-gavres".parse().unwrap();
        let title = Line::parse("Ville « \\ \" » de Gâvres").unwrap();
        let english = Line::parse("Town of \"Gâvres\"").unwrap();
        for (template, text) in TEMPLATES {
            let before = Contract::parse(template, text).unwrap();
            for (given, in_english) in [(None, &title), (Some(&english), &english)] {
                let copy = copied(text, &name, &title, given);
                let after = Contract::parse("copy.toml", &copy)
                    .unwrap_or_else(|why| panic!("{template}: {why:?}"));
                assert_eq!(after.name(), &name);
                assert_eq!(after.title_in(Lang::Fr), title.as_str());
                assert_eq!(after.title_in(Lang::En), in_english.as_str());
                // Nothing but two lines is another.
                let others = text
                    .lines()
                    .zip(copy.lines())
                    .filter(|(one, two)| one != two);
                assert_eq!(others.count(), 2, "{template}");
                assert_eq!(text.lines().count(), copy.lines().count());
                assert_eq!(before.clauses().count(), after.clauses().count());
            }
        }
    }

    #[test]
    fn a_title_is_replaced_however_the_file_writes_it() {
        let name: ContractName = "b".parse().unwrap();
        let title = Line::parse("Deux").unwrap();
        let english = Line::parse("Two").unwrap();
        for (text, plain, both) in [
            (
                "title = 'Un'\nname = \"a\"\n",
                "title = \"Deux\"\nname = \"b\"\n",
                "title = { fr = \"Deux\", en = \"Two\" }\nname = \"b\"\n",
            ),
            (
                "name = 'a'\ntitle = { fr = \"Un\" }\n",
                "name = \"b\"\ntitle = { fr = \"Deux\" }\n",
                "name = \"b\"\ntitle = { fr = \"Deux\", en = \"Two\" }\n",
            ),
            (
                "name = \"a\"\ntitle.fr = \"Un\"\ntitle.en = \"One\"\n",
                "name = \"b\"\ntitle.fr = \"Deux\"\ntitle.en = \"Deux\"\n",
                "name = \"b\"\ntitle.fr = \"Deux\"\ntitle.en = \"Two\"\n",
            ),
            ("name = \"a\"\n", "name = \"b\"\n", "name = \"b\"\n"),
            ("name = \n", "name = \n", "name = \n"),
        ] {
            assert_eq!(copied(text, &name, &title, None), plain);
            assert_eq!(copied(text, &name, &title, Some(&english)), both);
        }
    }
}
