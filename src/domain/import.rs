//! Organisations and their people from a table: what becomes of each line, decided before anything
//! is written.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    lang::Lang,
    mail_domain::{self, MailDomainError},
    people::{EmailAddress, EmailAddressError, OrganisationKind},
    ticket::{Line, TextError},
};

/// The columns, in the order in which they are documented; a file may have them in any.
pub const COLUMNS: [&str; 7] = [
    "organisation",
    "kind",
    "mail_domain",
    "name",
    "email",
    "lang",
    "administrator",
];

/// A line as it stands in the table: the values by column; a column that is missing is empty.
pub type Values = BTreeMap<String, String>;

/// What is known already.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names of organisations, in lower case.
    pub organisations: BTreeSet<String>,
    /// The domains of organisations' addresses, with the name of each in lower case.
    pub domains: BTreeMap<String, String>,
    /// Addresses of people in lower case, with the name of their organisation in lower case where
    /// they have one; none for who works at the desk.
    pub people: BTreeMap<String, Whose>,
}

/// Whose person somebody is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whose {
    /// Of an organisation, by its name in lower case.
    Of(String),
    /// Of none.
    Nobody,
    /// Works at the desk.
    Desk,
}

/// What becomes of a line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fate {
    /// It is taken.
    Taken(Box<Taken>),
    /// It changes nothing: everything it says is known.
    Known,
    /// It is blank.
    Blank,
    /// It cannot be taken, and why.
    Refused(Wrong),
}

/// What a line brings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Taken {
    /// The organisation's name.
    pub organisation: Line,
    /// What it is, where the line adds it.
    pub adds: Option<(OrganisationKind, Option<String>)>,
    /// The person that the line adds, or takes into the organisation.
    pub person: Option<NewMember>,
}

/// Somebody whom a line brings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewMember {
    /// The name; of somebody known it stays what it is.
    pub name: Line,
    /// The address.
    pub email: EmailAddress,
    /// The language of letters.
    pub lang: Lang,
    /// Whether they become a designated administrator.
    pub administrator: bool,
    /// Whether the address is known already, of somebody without an organisation.
    pub known: bool,
}

/// Why a line is refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wrong {
    /// The organisation has no name, or one that is too long.
    Organisation(TextError),
    /// There is no such kind; the word that was there.
    Kind(String),
    /// The domain is none.
    Domain(MailDomainError),
    /// The domain is another organisation's, whose name this is.
    DomainTaken(String),
    /// The person has no name, or one that is too long.
    Name(TextError),
    /// The address is none.
    Email(EmailAddressError),
    /// There is no such language; the word that was there.
    Lang(String),
    /// Neither yes nor no; the word that was there.
    Administrator(String),
    /// The person belongs to another organisation, whose name this is.
    Elsewhere(String),
    /// The address is of somebody who works at the desk.
    WorksHere,
}

/// What becomes of each line, in order. What a line brings is known to those after it.
#[must_use]
pub fn plan(lines: &[Values], mut known: Known) -> Vec<Fate> {
    lines
        .iter()
        .map(|line| match fate(line, &known) {
            Ok(fate) => {
                if let Fate::Taken(taken) = &fate {
                    known.learn(taken);
                }
                fate
            }
            Err(wrong) => Fate::Refused(wrong),
        })
        .collect()
}

impl Known {
    fn learn(&mut self, taken: &Taken) {
        let name = taken.organisation.as_str().to_lowercase();
        if let Some((_, domain)) = &taken.adds {
            self.organisations.insert(name.clone());
            if let Some(domain) = domain {
                self.domains.insert(domain.clone(), name.clone());
            }
        }
        if let Some(person) = &taken.person {
            self.people.insert(person.email.key(), Whose::Of(name));
        }
    }
}

fn fate(line: &Values, known: &Known) -> Result<Fate, Wrong> {
    let value = |column: &str| line.get(column).map_or("", |value| value.trim());
    if COLUMNS.iter().all(|column| value(column).is_empty()) {
        return Ok(Fate::Blank);
    }
    let organisation = Line::parse(value("organisation")).map_err(Wrong::Organisation)?;
    let name = organisation.as_str().to_lowercase();
    let kind = match value("kind") {
        "" => OrganisationKind::Customer,
        word => word
            .to_lowercase()
            .parse()
            .map_err(|_| Wrong::Kind(word.to_owned()))?,
    };
    let domain = mail_domain::parse(value("mail_domain")).map_err(Wrong::Domain)?;
    if let Some(owner) = domain.as_ref().and_then(|domain| known.domains.get(domain))
        && *owner != name
    {
        return Err(Wrong::DomainTaken(owner.clone()));
    }
    let adds = (!known.organisations.contains(&name)).then_some((kind, domain));
    let person = if value("email").is_empty() && value("name").is_empty() {
        None
    } else {
        member(value, &name, known)?
    };
    if adds.is_none() && person.is_none() {
        return Ok(Fate::Known);
    }
    Ok(Fate::Taken(Box::new(Taken {
        organisation,
        adds,
        person,
    })))
}

/// The person of a line; none when they are known as what the line says.
fn member<'a>(
    value: impl Fn(&str) -> &'a str,
    organisation: &str,
    known: &Known,
) -> Result<Option<NewMember>, Wrong> {
    let email = EmailAddress::parse(value("email")).map_err(Wrong::Email)?;
    let lang = match value("lang").to_lowercase().as_str() {
        "" | "fr" => Lang::Fr,
        "en" => Lang::En,
        _ => return Err(Wrong::Lang(value("lang").to_owned())),
    };
    let administrator = match value("administrator").to_lowercase().as_str() {
        "" | "no" | "non" | "0" => false,
        "yes" | "oui" | "1" | "x" => true,
        _ => return Err(Wrong::Administrator(value("administrator").to_owned())),
    };
    let is_known = match known.people.get(&email.key()) {
        Some(Whose::Desk) => return Err(Wrong::WorksHere),
        Some(Whose::Of(owner)) if owner == organisation => return Ok(None),
        Some(Whose::Of(owner)) => return Err(Wrong::Elsewhere(owner.clone())),
        Some(Whose::Nobody) => true,
        None => false,
    };
    let name = Line::parse(value("name")).map_err(Wrong::Name)?;
    Ok(Some(NewMember {
        name,
        email,
        lang,
        administrator,
        known: is_known,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[(&str, &str)]) -> Values {
        values
            .iter()
            .map(|(column, value)| ((*column).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn marlaix() -> Known {
        Known {
            organisations: BTreeSet::from(["fonderies marlaix".to_owned()]),
            domains: BTreeMap::from([(
                "marlaix.example".to_owned(),
                "fonderies marlaix".to_owned(),
            )]),
            people: BTreeMap::from([
                (
                    "odile@marlaix.example".to_owned(),
                    Whose::Of("fonderies marlaix".to_owned()),
                ),
                ("camille@desk.example".to_owned(), Whose::Desk),
                ("seul@ailleurs.example".to_owned(), Whose::Nobody),
            ]),
        }
    }

    #[test]
    fn a_line_adds_what_is_new_and_leaves_what_is_known() {
        let fates = plan(
            &[
                line(&[("organisation", "Cabinet Ostrel"), ("kind", "Integrator")]),
                line(&[
                    ("organisation", "cabinet ostrel"),
                    ("name", "Solal"),
                    ("email", "solal@ostrel.example"),
                    ("administrator", "oui"),
                ]),
                line(&[
                    ("organisation", "Cabinet Ostrel"),
                    ("name", "Solal"),
                    ("email", "SOLAL@ostrel.example"),
                ]),
                line(&[("organisation", "Fonderies Marlaix")]),
                line(&[("kind", " ")]),
            ],
            marlaix(),
        );
        let Fate::Taken(first) = &fates[0] else {
            panic!("{fates:?}");
        };
        assert_eq!(first.adds, Some((OrganisationKind::Integrator, None)));
        let Fate::Taken(second) = &fates[1] else {
            panic!("{fates:?}");
        };
        assert!(second.adds.is_none());
        assert!(second.person.as_ref().unwrap().administrator);
        assert_eq!(fates[2..], [Fate::Known, Fate::Known, Fate::Blank]);
    }

    #[test]
    fn nobody_is_taken_from_another_organisation_or_from_the_desk() {
        let of = |email| {
            let values = [
                ("organisation", "Cabinet Ostrel"),
                ("name", "X"),
                ("email", email),
            ];
            plan(&[line(&values)], marlaix()).remove(0)
        };
        assert_eq!(
            of("odile@marlaix.example"),
            Fate::Refused(Wrong::Elsewhere("fonderies marlaix".to_owned()))
        );
        assert_eq!(of("Camille@desk.example"), Fate::Refused(Wrong::WorksHere));
        let Fate::Taken(taken) = of("seul@ailleurs.example") else {
            panic!("somebody of no organisation may be taken into one");
        };
        assert!(taken.person.unwrap().known);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_reason() {
        let fate = |values: &[(&str, &str)]| plan(&[line(values)], marlaix()).remove(0);
        let ostrel = ("organisation", "Cabinet Ostrel");
        for (values, wrong) in [
            (vec![("name", "X")], Wrong::Organisation(TextError::Blank)),
            (
                vec![ostrel, ("kind", "client")],
                Wrong::Kind("client".to_owned()),
            ),
            (
                vec![ostrel, ("mail_domain", "gmail.com")],
                Wrong::Domain(MailDomainError::Shared),
            ),
            (
                vec![ostrel, ("mail_domain", "marlaix.example")],
                Wrong::DomainTaken("fonderies marlaix".to_owned()),
            ),
            (
                vec![ostrel, ("name", "X")],
                Wrong::Email(EmailAddressError::Blank),
            ),
            (
                vec![ostrel, ("email", "x@ostrel.example")],
                Wrong::Name(TextError::Blank),
            ),
            (
                vec![
                    ostrel,
                    ("name", "X"),
                    ("email", "x@o.example"),
                    ("lang", "de"),
                ],
                Wrong::Lang("de".to_owned()),
            ),
            (
                vec![
                    ostrel,
                    ("name", "X"),
                    ("email", "x@o.example"),
                    ("administrator", "peut-être"),
                ],
                Wrong::Administrator("peut-être".to_owned()),
            ),
        ] {
            assert_eq!(fate(&values), Fate::Refused(wrong), "{values:?}");
        }
    }
}
