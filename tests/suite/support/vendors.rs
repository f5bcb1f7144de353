//! Vendors of a served desk: an organisation that takes cases, its people, and what it maintains.

use guichet::{
    desk::{NewDossier, SendDossier, VersionSaid},
    domain::{
        ids::{OrganisationId, PersonId, ProductVersionId, TicketId, VendorCaseId},
        people::OrganisationKind,
        ticket::{Line, Priority},
        vendor::{Dossier, Point},
    },
};

use super::app::Served;

/// A vendor with somebody who works there.
#[derive(Clone, Copy, Debug)]
pub struct Vendor {
    pub id: OrganisationId,
    pub person: PersonId,
    /// A version that it maintains, and one that it maintains no more.
    pub maintained: ProductVersionId,
    pub old: ProductVersionId,
}

impl Served {
    /// A vendor of a name, which takes cases under Divalto's contract; `by` sets it up.
    pub fn vendor(&self, name: &str, mail: Option<&str>, by: PersonId) -> Vendor {
        let domain = name.to_lowercase();
        let id = self.organisation(name, OrganisationKind::Vendor);
        let person = self.member(id, "Inès", &format!("ines@{domain}.example"), by);
        let mail = mail.map(|mail| mail.parse().unwrap());
        self.desk.set_vendor_desk(id, "divalto", mail, by).unwrap();
        let product = Line::parse(&format!("Progiciel {name}")).unwrap();
        let product = self.desk.name_product(None, &product, by).unwrap();
        let version = |name: &str, maintained| {
            let said = VersionSaid {
                name: Line::parse(name).unwrap(),
                maintained,
                maintained_until: None,
            };
            self.desk.set_version(product, None, &said, by).unwrap()
        };
        Vendor {
            id,
            person,
            maintained: version("10.8", true),
            old: version("9.2", false),
        }
    }

    /// Sends a dossier that lacks nothing; the case.
    pub fn sent(
        &self,
        vendor: &Vendor,
        ticket: TicketId,
        by: PersonId,
        mark: &str,
    ) -> VendorCaseId {
        let written = NewDossier {
            ticket,
            case: VendorCaseId::fresh(),
            by,
            vendor: vendor.id,
            dossier: whole(vendor, mark),
            rests_on: 0,
        };
        let sent = SendDossier {
            written,
            reason: None,
        };
        self.desk.send_dossier(sent).unwrap().unwrap()
    }
}

/// A dossier that lacks nothing, `mark` in all that it says.
pub fn whole(vendor: &Vendor, mark: &str) -> Dossier {
    let mut dossier = Dossier {
        version: Some(vendor.maintained),
        severity: Some(Priority::P1),
        ..Dossier::default()
    };
    for point in Point::WRITTEN {
        dossier.write(point, &format!("{point} {mark}")).unwrap();
    }
    dossier
}
