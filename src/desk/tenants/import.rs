//! Organisations and people from a table, all of it in one write or none.

use std::collections::BTreeMap;

use super::{Desk, Error, enter, manager, note};
use crate::{
    desk::{Found, tell_designation::Decided},
    domain::{
        access::Designated,
        ids::{OrganisationId, PersonId},
        import::{Fate, Known, NewMember, Values, Whose, plan},
        people::{EmailAddress, Organisation, Person, Role},
        people_history::{By, Done},
        setup_history::SetUpDone,
    },
    store::{Conn, designations, organisations, people, people_events},
};

/// What became of a table, or would.
#[derive(Clone, Debug)]
pub struct Imported {
    /// What becomes of each line, in order.
    pub fates: Vec<Fate>,
    /// Whether anything was written: nothing is while a line is refused, or when it was only tried.
    pub written: bool,
}

impl Desk {
    /// Takes organisations and people over from a table. With `dry` nothing is written; otherwise
    /// everything is, unless a line is refused.
    ///
    /// # Errors
    /// [`Error::Forbidden`], or when the database fails.
    pub fn import(&self, lines: Vec<Values>, by: By, dry: bool) -> Result<Imported, Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        if dry {
            return self.store.read(|conn| {
                allowed(conn, by)?;
                let fates = plan(&lines, known(conn, &lines)?);
                Ok(Imported {
                    fates,
                    written: false,
                })
            });
        }
        let imported = self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, by)?;
            let fates = plan(&lines, known(tx, &lines)?);
            let refused = fates.iter().any(|fate| matches!(fate, Fate::Refused(_)));
            if refused {
                return Ok(Imported {
                    fates,
                    written: false,
                });
            }
            let mut ids: BTreeMap<String, OrganisationId> = BTreeMap::new();
            for fate in &fates {
                let Fate::Taken(taken) = fate else {
                    continue;
                };
                let name = taken.organisation.as_str();
                let key = name.to_lowercase();
                let organisation = match (&taken.adds, ids.get(&key)) {
                    (_, Some(id)) => *id,
                    (Some((kind, domain)), None) => {
                        let added = Organisation {
                            id: OrganisationId::fresh(),
                            name: name.to_owned(),
                            mail_domain: domain.clone(),
                            kind: *kind,
                        };
                        enter(tx, &added, now, by)?;
                        added.id
                    }
                    (None, None) => organisations::called(tx, name).found()?.id,
                };
                ids.insert(key, organisation);
                if let Some(member) = &taken.person {
                    let person = take_in(tx, organisation, member, now, by)?;
                    let what = if member.known {
                        SetUpDone::MemberMoved {
                            person,
                            to: Some(organisation),
                        }
                    } else {
                        SetUpDone::MemberAdded { person }
                    };
                    note(tx, organisation, now, by, &what)?;
                    if member.administrator {
                        desk.name_administrator(tx, organisation, person, now, by)?;
                    }
                }
            }
            Ok(Imported {
                fates,
                written: true,
            })
        })?;
        self.bell.ring();
        Ok(imported)
    }
}

impl Desk {
    /// Somebody administrates all of an organisation from now on, and reads it.
    fn name_administrator(
        &self,
        tx: &mut Conn,
        organisation: OrganisationId,
        person: PersonId,
        now: chrono::DateTime<chrono::Utc>,
        by: By,
    ) -> Result<(), Error> {
        let of = Designated {
            organisation,
            platform: None,
        };
        designations::add(tx, person, of, now)?;
        let platform = None;
        let what = SetUpDone::Designated { person, platform };
        note(tx, organisation, now, by, &what)?;
        let decided = Decided {
            person: &people::find(tx, person).found()?,
            of,
            by,
            ended: false,
        };
        self.tell_designated(tx, &decided, now)
    }
}

fn allowed(tx: &mut Conn, by: By) -> Result<(), Error> {
    match by {
        By::Person(by) => manager(tx, by),
        By::CommandLine => Ok(()),
        By::Link | By::Provider => Err(Error::Forbidden),
    }
}

/// A new person, or one of no organisation who comes into this one.
fn take_in(
    tx: &mut Conn,
    organisation: OrganisationId,
    member: &NewMember,
    now: chrono::DateTime<chrono::Utc>,
    by: By,
) -> Result<PersonId, Error> {
    if member.known {
        let person = people::by_email(tx, &member.email).found()?;
        people::set_organisation(tx, person.id, Some(organisation))?;
        return Ok(person.id);
    }
    let person = Person {
        id: PersonId::fresh(),
        name: member.name.as_str().to_owned(),
        email: member.email.clone(),
        role: Role::Requester,
        organisation: Some(organisation),
        lang: member.lang,
        active: true,
    };
    people::insert(tx, &person, None, now)?;
    let role = person.role;
    people_events::append(tx, person.id, now, by, &Done::Added { role })?;
    Ok(person.id)
}

/// What is known of what the lines name.
fn known(conn: &mut Conn, lines: &[Values]) -> Result<Known, Error> {
    let mut known = Known::default();
    let mut names: BTreeMap<OrganisationId, String> = BTreeMap::new();
    let all = organisations::list(conn, i64::MAX)?;
    for one in all {
        let name = one.name.to_lowercase();
        if let Some(domain) = one.mail_domain {
            known.domains.insert(domain, name.clone());
        }
        known.organisations.insert(name.clone());
        names.insert(one.id, name);
    }
    let keys: Vec<String> = lines
        .iter()
        .filter_map(|line| EmailAddress::parse(line.get("email")?).ok())
        .map(|email| email.key())
        .collect();
    for some in keys.chunks(500) {
        for person in people::by_emails(conn, some.to_vec())? {
            let whose = if person.role.works_at_the_desk() {
                Whose::Desk
            } else {
                person
                    .organisation
                    .and_then(|id| names.get(&id).cloned())
                    .map_or(Whose::Nobody, Whose::Of)
            };
            known.people.insert(person.email.key(), whose);
        }
    }
    Ok(known)
}
