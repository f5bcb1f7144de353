//! Who works at the desk of the demonstration, its queues, its services and its customers.

use super::{
    customers::CUSTOMERS,
    scenario::{address, line},
};
use crate::{
    desk::{Desk, Error, NewWorker, Secret},
    domain::{
        ids::{OrganisationId, PersonId},
        lang::Lang,
        people::{EmailAddress, Organisation, OrganisationKind, Role},
        services::{QueueSetting, ServiceSetting},
    },
};

/// Who works at the desk of the demonstration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Team {
    /// An agent.
    pub(super) agent: PersonId,
    /// The supervisor.
    pub(super) supervisor: PersonId,
    /// The administrator.
    pub(super) administrator: PersonId,
    second: PersonId,
    third: PersonId,
}

impl Team {
    /// They are at work: each signed in a moment ago. Nobody's device stays signed in.
    pub(super) fn come_in(&self, desk: &Desk) -> Result<(), Error> {
        let everybody = [
            self.agent,
            self.second,
            self.third,
            self.supervisor,
            self.administrator,
        ];
        for person in everybody {
            let secret = desk.open_session(person, "")?;
            if let Some(signed_in) = desk.signed_in(&secret)? {
                desk.sign_out(signed_in.session)?;
            }
        }
        Ok(())
    }

    pub(super) fn agent_of(&self, number: usize) -> PersonId {
        match number % 3 {
            0 => self.agent,
            1 => self.second,
            _ => self.third,
        }
    }
}

/// The queues and services of the demonstration.
///
/// # Errors
/// When the database fails.
pub(super) fn furnish(desk: &Desk) -> Result<Team, Error> {
    let mail = |name: &str| EmailAddress::parse(&format!("{name}@guichet.example")).ok();
    let queue = |slug: &str, name: &str| QueueSetting {
        slug: slug.to_owned(),
        name: name.to_owned(),
        mail: mail(slug),
        supervisor_mail: mail("responsable"),
    };
    let service = |slug: &str, name: &str, contract: &str| ServiceSetting {
        slug: slug.to_owned(),
        name: name.to_owned(),
        queue: if contract == "divalto" {
            "integration"
        } else {
            "support"
        }
        .to_owned(),
        contract: contract.to_owned(),
    };
    desk.keep_services(
        &[
            queue("support", "Support"),
            queue("integration", "Intégration weavy"),
        ],
        &[
            service("weavy", "Divalto weavy, production", "divalto"),
            service("callcenter", "CallCenterRate", "callcenterrate"),
            service("jamespot", "Jamespot, réseau d’entreprise", "jamespot"),
            service("azprojet", "AZ Projet", "azprojet"),
            service("dataleon", "Dataleon, contrôle de documents", "dataleon"),
            service("support", "Autre service", "standard"),
        ],
    )?;
    for (name, domain, _) in CUSTOMERS {
        desk.add_organisation(&Organisation {
            kind: OrganisationKind::Customer,
            id: OrganisationId::fresh(),
            name: name.to_owned(),
            mail_domain: Some(domain.to_owned()),
        })?;
    }
    let worker = |name: &str, role| -> Result<PersonId, Error> {
        let person = desk.add_worker(&NewWorker {
            name: line(name)?,
            email: address(&format!("{}@guichet.example", name.to_lowercase()))?,
            role,
            lang: Lang::Fr,
        })?;
        // They have worked here for two weeks, each with a password that nobody knows.
        let link = desk.set_up_link(Some(person))?;
        desk.set_up(&link, None, Secret::draw().reveal())?;
        Ok(person)
    };
    Ok(Team {
        agent: worker("Camille", Role::Agent)?,
        second: worker("Sacha", Role::Agent)?,
        third: worker("Noa", Role::Agent)?,
        supervisor: worker("Alix", Role::Supervisor)?,
        administrator: worker("Dominique", Role::Administrator)?,
    })
}
