//! The vendor's side of the demonstration: its service desk works here, and is called on for some of
//! the requests about its product.

use super::{
    portal::member,
    scenario::{description, line},
    team::Team,
    topics::Topic,
};
use crate::{
    desk::{CaseChange, Desk, DossierNotSent, Error, NewDossier, OrganisationSaid, SendDossier},
    domain::{
        access::Scope,
        ids::{MessageId, OrganisationId, PersonId, ProductVersionId, TicketId, VendorCaseId},
        people::OrganisationKind,
        vendor::{CaseAct, Dossier, Point},
    },
};

/// The vendor, and who works at its service desk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vendor {
    organisation: OrganisationId,
    /// Works at its service desk.
    pub(super) person: PersonId,
    /// The version that the customers run.
    version: ProductVersionId,
}

/// Lets the vendor take cases.
///
/// # Errors
/// When the database fails.
pub(super) fn furnish(
    desk: &Desk,
    team: &Team,
    version: ProductVersionId,
) -> Result<Vendor, Error> {
    let by = team.administrator;
    let organisation = desk.enter_organisation(
        &OrganisationSaid {
            name: line("Divalto")?,
            kind: OrganisationKind::Vendor,
            mail_domain: Some("divalto.example".to_owned()),
        },
        by,
    )?;
    let person = member(
        desk,
        organisation,
        "Centre de services",
        "services@divalto.example",
        by,
    )?;
    desk.set_vendor_desk(organisation, "divalto", None, by)?;
    Ok(Vendor {
        organisation,
        person,
        version,
    })
}

/// How far the vendor has come with a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// Nobody there has taken it in charge.
    Sent,
    /// Somebody there has.
    TakenInCharge,
    /// It waits for what it asked for.
    Asked,
    /// It has answered.
    Answered,
    /// It has said under which number it keeps it.
    Numbered,
}

/// The steps of the case of a request, in order: some wait at each of them.
pub(super) const fn steps(request: usize) -> &'static [Step] {
    match request % 5 {
        0 => &[Step::Sent, Step::TakenInCharge, Step::Asked],
        1 => &[
            Step::Sent,
            Step::Numbered,
            Step::TakenInCharge,
            Step::Answered,
        ],
        2 => &[Step::Sent],
        3 => &[Step::Sent, Step::Numbered, Step::TakenInCharge],
        _ => &[],
    }
}

impl Vendor {
    /// Takes a step with the case of a ticket.
    ///
    /// # Errors
    /// When the database fails, or the story is wrong.
    pub(super) fn step(
        &self,
        desk: &Desk,
        ticket: TicketId,
        by: PersonId,
        (topic, step): (&Topic, Step),
    ) -> Result<(), Error> {
        let (act, text) = match step {
            Step::Sent => return self.sent(desk, ticket, by, topic),
            Step::TakenInCharge => (CaseAct::TakeCharge, None),
            Step::Numbered => {
                let rank = desk
                    .ticket(ticket, &Scope::worker(by))?
                    .ticket
                    .reference
                    .rank();
                (
                    CaseAct::Refer(line(&format!("DIV-{}", 48_000 + rank))?),
                    None,
                )
            }
            Step::Asked => (
                CaseAct::Ask(MessageId::fresh()),
                Some(
                    "Merci de joindre le journal complet de la veille, et la liste des \
                     personnalisations de l’écran concerné.",
                ),
            ),
            Step::Answered => (
                CaseAct::Answer(MessageId::fresh()),
                Some(
                    "Le défaut est reproduit en 10.8 ; un correctif est en préparation. En \
                     attendant, désactivez la règle de contrôle du format : le traitement va \
                     jusqu’au bout.",
                ),
            ),
        };
        let scope = Scope::worker(by);
        let Some(page) = desk.vendor_page(ticket, &scope)?.cases.pop() else {
            return Ok(());
        };
        desk.act_on_case_as_vendor(CaseChange {
            case: page.case.id,
            by: self.person,
            act,
            text: text.map(description).transpose()?,
        })
    }

    fn sent(
        &self,
        desk: &Desk,
        ticket: TicketId,
        by: PersonId,
        (_, _, subject, text): &Topic,
    ) -> Result<(), Error> {
        let severity = desk.ticket(ticket, &Scope::worker(by))?.ticket.priority;
        let mut dossier = Dossier {
            version: Some(self.version),
            severity: Some(severity),
            ..Dossier::default()
        };
        let request = format!("{subject}\n\n{text}");
        for (point, text) in [
            (Point::Request, request.as_str()),
            (
                Point::Environment,
                "Production, sur le serveur du client ; la sauvegarde de la nuit est bonne. La \
                 recette, en 10.8 elle aussi, se comporte de même.",
            ),
            (
                Point::Reproduction,
                "Avec le compte de service, refaire l’opération sur un dossier neuf : le défaut \
                 revient à chaque fois.",
            ),
            (
                Point::Analysis,
                "Le paramétrage du client est celui livré. Le journal de l’application note un \
                 contrôle de format refusé au moment du défaut ; ni le réseau ni la base n’y ont \
                 part.",
            ),
            (
                Point::Searched,
                "Notes de version de la 10.8 et base de connaissances : rien de tel.",
            ),
            (
                Point::Workaround,
                "Relancer à la main fait passer un dossier sur deux.",
            ),
            (
                Point::Evidence,
                "Journal de l’application, de 6 h 05 à 6 h 20 ; deux essais, à 6 h 12 et 6 h 17.",
            ),
        ] {
            dossier.write(point, text).map_err(inconsistent)?;
        }
        let written = NewDossier {
            ticket,
            case: VendorCaseId::fresh(),
            by,
            vendor: self.organisation,
            dossier,
            rests_on: 0,
        };
        let sent = desk.send_dossier(SendDossier {
            written,
            reason: None,
        })?;
        match sent {
            Ok(_) | Err(DossierNotSent::OpenAlready(_)) => Ok(()),
            Err(why) => Err(Error::Inconsistent(format!("{why:?}"))),
        }
    }
}

fn inconsistent(error: impl std::fmt::Display) -> Error {
    Error::Inconsistent(error.to_string())
}
