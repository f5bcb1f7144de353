//! The list of designated administrators as a table that other programs read.

use super::view::designation;
use crate::{desk::MembersPage, edges::words::Words};

/// The designated administrators with open accounts, one line for each designation. What people
/// typed is text for whatever opens it.
pub(super) fn designated(page: &MembersPage, words: Words) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let heads = [
        "people-name",
        "sign-in-email",
        "request-organisation",
        "members-scope",
    ];
    table.write_record(heads.map(|key| words.say(key)))?;
    for member in page.members.iter().filter(|one| one.person.active) {
        for of in &member.designated {
            table.write_record([
                plain(&member.person.name),
                plain(member.person.email.as_str()),
                plain(&page.organisation.name),
                plain(&designation(*of, &page.platforms, words)),
            ])?;
        }
    }
    let bytes = table.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell that no program takes for a formula: what could begin one stands behind an apostrophe.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_text() {
        for typed in ["=1+1", "+33 1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(plain(typed), format!("'{typed}"));
        }
        assert_eq!(plain("Odile = Marlaix"), "Odile = Marlaix");
    }
}
