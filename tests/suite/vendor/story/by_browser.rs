//! The story by three people, each with a browser.

use guichet::domain::{
    access::Scope,
    ids::{MessageId, PersonId, VendorCaseId},
    ticket::Refers,
};

use super::{Cast, page};
use crate::{
    support::browser::{Browser, Visitor, browse},
    vendor::Scene,
};

/// What the request says in one sentence.
const SUBJECT: &str = "Rien ne sort de l’imprimante";
/// What the dossier asks for.
const ASKED: &str = "L’édition des étiquettes s’arrête";

pub(super) struct ByBrowser {
    customer: Browser,
    agent: Browser,
    vendor: Browser,
}

impl ByBrowser {
    /// Nothing where no browser is installed.
    pub(super) fn new() -> Option<Self> {
        let visitor = || Visitor {
            scripts: true,
            lang: "fr",
            width: 1280,
            dark: false,
        };
        Some(Self {
            customer: browse("story-customer", visitor())?,
            agent: browse("story-agent", visitor())?,
            vendor: browse("story-vendor", visitor())?,
        })
    }

    /// The agent, who has the ticket's page open.
    fn agent_at(&self, scene: &Scene) -> &Browser {
        let here = format!("/tickets/{}", scene.marlaix.ticket);
        enters(scene, &self.agent, scene.agent, &here);
        self.agent.sees(SUBJECT);
        &self.agent
    }

    /// The vendor, who has the case's page open.
    fn vendor_at(&self, scene: &Scene) -> &Browser {
        let person = scene.divalto.person;
        enters(scene, &self.vendor, person, "/portal/cases");
        self.vendor.follow(ASKED);
        self.vendor.sees("Échanges");
        &self.vendor
    }
}

/// Somebody opens a page in a session of the day: the last one ended with the days between.
fn enters(scene: &Scene, browser: &Browser, person: PersonId, path: &str) {
    let base = format!("http://{}", scene.served.address);
    let secret = scene.served.desk.open_session(person, "suite").unwrap();
    browser.open(&format!("{base}/help"));
    browser.cookie("guichet", secret.reveal());
    browser.open(&format!("{base}{path}"));
}

impl Cast for ByBrowser {
    fn files(&self, scene: &mut Scene) {
        let guest = &self.customer;
        enters(scene, guest, scene.marlaix.clerk, "/portal/new");
        guest.select("Quel service", "Portail clients");
        guest.fill("En une phrase", SUBJECT);
        guest.fill(
            "En détail",
            "Depuis 17 h, les étiquettes restent dans la file.",
        );
        guest.choose("Pouvez-vous travailler", "Non");
        guest.choose("Combien de personnes", "Tout le monde");
        guest.choose("Y a-t-il un moyen", "Non");
        guest.press("Envoyer la demande");
        guest.sees("Votre demande est enregistrée");
        guest.sees("vendredi 26 décembre");
        guest.picture("filed");
        let address = guest.address();
        let path = address.split('?').next().unwrap();
        let ticket = path.split("/portal/tickets/").nth(1).unwrap();
        scene.marlaix.ticket = ticket.parse().unwrap();
    }

    fn takes_charge(&self, scene: &Scene) {
        let agent = self.agent_at(scene);
        agent.press("Prendre en charge");
        agent.sees("Agent : Camille Aubry");
    }

    fn asks(&self, scene: &Scene, question: &str) {
        let agent = self.agent_at(scene);
        agent.fill("Votre réponse", question);
        agent.press("Répondre à Odile");
        agent.until(|| page(scene).messages.len() == 2);
    }

    fn waits_for_customer(&self, scene: &Scene, awaited: &str, shows: (MessageId, &str)) {
        let agent = self.agent_at(scene);
        agent.click_on("details:has(#pause) summary");
        agent.select("Raison prévue au contrat", "attente client");
        agent.fill("Ce qui est attendu", awaited);
        let message = Refers::Message(shows.0);
        agent.click_on(&format!("#shows option[value='{message}']"));
        agent.fill("Remarque", shows.1);
        agent.click_on("form[action$='/pause'] button");
        agent.sees("En pause");
        agent.picture("waits");
    }

    fn writes(&self, scene: &Scene, text: &str) {
        let guest = &self.customer;
        let here = format!("/portal/tickets/{}", scene.marlaix.ticket);
        enters(scene, guest, scene.marlaix.clerk, &here);
        guest.sees("le nom du poste");
        guest.picture("is-asked");
        guest.fill("Répondre", text);
        guest.press("Envoyer à l’équipe support");
        guest.sees(text);
    }

    fn escalates(&self, scene: &Scene) -> VendorCaseId {
        let agent = self.agent_at(scene);
        agent.follow("Faire appel à l’éditeur");
        agent.fill("Demande", ASKED);
        agent.select("Produit et version", "Progiciel Divalto 10.8, maintenue");
        agent.click_on("select[name=severity] option[value='P1']");
        for (label, text) in [
            ("Environnement", "Production, Windows 2022"),
            ("Reproduction", "Imprimer deux étiquettes de suite"),
            ("Analyse faite", "Le spouleur reçoit la seconde et la perd"),
            ("Contournement essayé", "Une étiquette à la fois"),
            ("Preuves", "Journal de 9:41"),
        ] {
            agent.fill(label, text);
        }
        agent.press("Envoyer à Divalto");
        agent.sees("Le dossier est chez l’éditeur.");
        agent.picture("late-vendor");
        let desk = &scene.served.desk;
        let page = desk.vendor_page(scene.marlaix.ticket, &Scope::Desk);
        page.unwrap().cases.last().unwrap().case.id
    }

    fn vendor_takes(&self, scene: &Scene, _: VendorCaseId) {
        let vendor = self.vendor_at(scene);
        vendor.press("Prendre en charge");
        vendor.sees("Le dossier est pris en charge.");
    }

    fn vendor_asks(&self, scene: &Scene, _: VendorCaseId, question: &str) {
        let vendor = self.vendor_at(scene);
        vendor.fill("Votre message à l’intégrateur", question);
        vendor.press("Demander un complément");
        vendor.sees("Votre question est chez l’intégrateur.");
    }

    fn tells_vendor(&self, scene: &Scene, _: VendorCaseId, text: &str) {
        enters(scene, &self.agent, scene.agent, &scene.here());
        self.agent.fill("Écrire à Divalto", text);
        self.agent.press("Envoyer à Divalto");
        self.agent.sees(text);
    }

    fn vendor_answers(&self, scene: &Scene, _: VendorCaseId, text: &str) {
        let vendor = self.vendor_at(scene);
        vendor.fill("Votre message à l’intégrateur", text);
        vendor.press("Répondre");
        vendor.sees("Votre réponse est chez l’intégrateur.");
    }

    fn works_around(&self, scene: &Scene, way: &str) {
        let agent = self.agent_at(scene);
        agent.click_on("#qualification details:has(#way) summary");
        agent.fill("Comment faire en attendant ?", way);
        agent.choose("Pour qui ?", "Le client aussi");
        agent.press("Consigner");
        agent.sees("Le contournement propose une autre priorité");
    }

    fn accepts_lower(&self, scene: &Scene) {
        let agent = self.agent_at(scene);
        agent.press("Accepter cette priorité");
        agent.sees("accepte la priorité proposée");
        agent.picture("lowered");
    }

    fn vendor_settles(&self, scene: &Scene, _: VendorCaseId, text: &str) {
        let vendor = self.vendor_at(scene);
        vendor.fill("Votre message à l’intégrateur", text);
        vendor.press("Répondre et déclarer réglé");
        vendor.sees("L’affaire est déclarée réglée.");
        vendor.picture("settled");
    }

    fn resolves(&self, scene: &Scene, text: &str) {
        let agent = self.agent_at(scene);
        agent.fill("Votre réponse", text);
        agent.press("Répondre à Odile Marlaix et résoudre");
        agent.sees("Résolu");
        let here = format!("/tickets/{}/hands", scene.marlaix.ticket);
        enters(scene, agent, scene.agent, &here);
        agent.sees("Qui avait la main");
        agent.picture("hands");
    }
}
