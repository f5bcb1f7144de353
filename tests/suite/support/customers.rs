//! Customers of a served desk: organisations, and people of them who sign in.

use guichet::{
    desk::{FileTicket, NewMember, Secret},
    domain::{
        ids::{OrganisationId, PersonId, PlatformId, TicketId},
        lang::Lang,
        people::{EmailAddress, Organisation, OrganisationKind},
        platform::{Environment, Platform},
        ticket::Line,
    },
    store::{DatabaseUrl, Options, Store, StoreError, mandates, platforms},
};

use super::app::{PASSWORD, Served};

/// A customer with its people.
#[derive(Clone, Copy, Debug)]
pub struct House {
    pub id: OrganisationId,
    /// Administrates all of it.
    pub chief: PersonId,
    /// Administrates nothing.
    pub clerk: PersonId,
    pub platform: PlatformId,
    /// Filed by the clerk, about the platform.
    pub ticket: TicketId,
}

impl Served {
    /// An organisation of a name.
    pub fn organisation(&self, name: &str, kind: OrganisationKind) -> OrganisationId {
        let organisation = Organisation {
            id: OrganisationId::fresh(),
            name: name.to_owned(),
            mail_domain: None,
            kind,
        };
        self.desk.add_organisation(&organisation).unwrap();
        organisation.id
    }

    /// Somebody of an organisation, with [`PASSWORD`]; `by` invites.
    pub fn member(
        &self,
        organisation: OrganisationId,
        name: &str,
        email: &str,
        by: PersonId,
    ) -> PersonId {
        let member = NewMember {
            name: Line::parse(name).unwrap(),
            email: EmailAddress::parse(email).unwrap(),
            lang: Lang::Fr,
        };
        let invited = self.desk.invite_member(organisation, &member, by).unwrap();
        let person = invited.unwrap();
        let link = self.desk.set_up_link(Some(person)).unwrap();
        self.desk.set_up(&link, None, PASSWORD).unwrap();
        person
    }

    /// A customer of a name, `mark` in all that it says, entered by an administrator.
    pub fn customer(&self, url: &DatabaseUrl, mark: &str, by: PersonId) -> House {
        let domain = mark.to_lowercase();
        let id = self.organisation(mark, OrganisationKind::Customer);
        let chief = self.member(
            id,
            &format!("Chef {mark}"),
            &format!("chef@{domain}.example"),
            by,
        );
        let clerk = self.member(
            id,
            &format!("Odile {mark}"),
            &format!("odile@{domain}.example"),
            by,
        );
        self.desk.designate(id, chief, None, by).unwrap();
        let platform = PlatformId::fresh();
        self::platform(url, id, platform, &format!("Production {mark}"));
        let request = FileTicket {
            key: Secret::draw(),
            name: Line::parse("Odile").unwrap(),
            email: EmailAddress::parse(&format!("odile@{domain}.example")).unwrap(),
            organisation_said: mark.to_owned(),
            subject: Line::parse(&format!("Étiquettes {mark}")).unwrap(),
            description: crate::desk_world::text(&format!("Rien ne sort chez {mark}.")),
            ..crate::desk_world::request("portail", crate::desk_world::blocked())
        };
        let ticket = self.desk.file_ticket(request).unwrap().ticket;
        House {
            id,
            chief,
            clerk,
            platform,
            ticket,
        }
    }

    /// Lets an integrator serve a customer.
    pub fn serves(&self, url: &DatabaseUrl, integrator: OrganisationId, customer: OrganisationId) {
        let now = self.desk.clock().now();
        written(url, move |tx| {
            mandates::give(tx, integrator, customer, now).map(drop)
        });
    }
}

/// A platform of an organisation, written beside the desk.
pub fn platform(url: &DatabaseUrl, organisation: OrganisationId, id: PlatformId, name: &str) {
    let name = name.to_owned();
    written(url, move |tx| {
        platforms::insert(
            tx,
            &Platform {
                id,
                organisation,
                name: name.clone(),
                environment: Environment::Production,
                version: None,
                active: true,
            },
        )
    });
}

/// What only administration pages write, written beside the desk.
fn written(
    url: &DatabaseUrl,
    job: impl FnMut(&mut guichet::store::Conn) -> Result<(), StoreError> + Clone + Send + 'static,
) {
    let store = Store::open(url, Options::of(url.engine())).unwrap();
    store.write(job).unwrap();
}
