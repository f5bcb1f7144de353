//! Qualification in pages: what the form asks under which contract, what an agent is shown and may
//! say, and what supervisors read of it.

use guichet::{
    desk::Secret,
    domain::{
        access::Scope,
        ids::TicketId,
        people::Role,
        services::{QueueSetting, ServiceSetting},
        ticket::{Nature, Priority},
    },
    store::DatabaseUrl,
};

use crate::{
    exports::both,
    portal_scene::Scene,
    support::{
        app::{Answer, Browser, form},
        on_each_engine, on_sqlite,
    },
};

fn plain(answer: &Answer) -> String {
    answer.body.replace(['\u{a0}', '\u{202f}'], " ")
}

/// A scene with a service under AZ Projet's contract, too.
fn scene(url: &DatabaseUrl) -> Scene {
    let scene = Scene::new(url);
    let queue = QueueSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        mail: None,
        supervisor_mail: None,
    };
    let service = ServiceSetting {
        slug: "azprojet".to_owned(),
        name: "AZ Projet".to_owned(),
        queue: "support".to_owned(),
        contract: "azprojet".to_owned(),
    };
    scene
        .served
        .desk
        .keep_services(&[queue], &[service])
        .unwrap();
    scene
}

fn ticket(scene: &Scene, key: &Secret) -> TicketId {
    scene.served.desk.request(key).unwrap().ticket.id
}

fn files(scene: &Scene, changes: &[(&str, &str)]) -> TicketId {
    let key = scene.served.filed(changes);
    ticket(scene, &key)
}

/// Sends a form of the panel, on the version that is there.
fn qualifies(scene: &Scene, agent: &mut Browser, id: TicketId, fields: &[(&str, &str)]) -> Answer {
    let page = scene.served.desk.ticket(id, &Scope::Desk).unwrap();
    let seen = page.ticket.version.to_string();
    let mut all = vec![("seen", seen.as_str())];
    all.extend_from_slice(fields);
    agent.post(&format!("/tickets/{id}/qualify"), &all)
}

#[test]
fn the_form_asks_what_the_contract_of_the_service_uses_and_nothing_else() {
    on_sqlite(|url| {
        let scene = scene(url);
        let mut browser = scene.served.browser();
        let mut asked = |service: &str| plain(&browser.get(&format!("/?service={service}")));
        let (weavy, portail, azprojet) = (asked("weavy"), asked("portail"), asked("azprojet"));
        for (page, random, regression, nature, order) in [
            (&weavy, true, false, true, false),
            (&portail, false, false, false, false),
            (&azprojet, false, true, true, true),
        ] {
            assert_eq!(page.contains("value=\"random\""), random);
            assert_eq!(page.contains("value=\"regression\""), regression);
            assert_eq!(page.contains("name=\"since\""), regression);
            assert_eq!(page.contains("name=\"nature\""), nature);
            assert_eq!(page.contains("name=\"document-order\""), order);
            assert!(page.contains("value=\"security\"") && page.contains("value=\"crossing\""));
        }
        assert!(weavy.contains("Changement d’abonnement") && !weavy.contains("Évolution majeure"));
        assert!(azprojet.contains("Évolution majeure") && !azprojet.contains("Suggestion"));
        // Before a service is chosen, nothing is left out that one of them asks.
        let all = asked("");
        assert!(all.contains("value=\"random\"") && all.contains("name=\"since\""));
    });
}

#[test]
fn what_is_no_incident_is_not_asked_what_it_blocks() {
    on_each_engine(|url| {
        let scene = scene(url);
        let blank = [("workable", ""), ("reach", ""), ("workaround", "")];
        let mut question = vec![("nature", "question")];
        question.extend_from_slice(&blank);
        let id = files(&scene, &question);
        let page = scene.served.desk.ticket(id, &Scope::Desk).unwrap();
        assert_eq!(page.ticket.nature, Nature::Question);
        assert_eq!(page.ticket.priority, Priority::P3);
        let mut agent = scene.served.signed_in(scene.agent);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(shown.contains("Question ou conseil"));
        assert!(shown.contains("nature : Question ou conseil"), "the rule");
        assert!(shown.contains("chapitre 2.5, demandes de services (questions)"));
        assert!(!shown.contains("Pouvez-vous travailler malgré le problème ?"));
        // An incident is.
        let mut incident = vec![("nature", "incident")];
        incident.extend_from_slice(&blank);
        let refused = scene.served.browser().post("/", &form(&incident));
        assert_eq!(refused.status, 422);
        // A word that is no nature is no incident by chance, and one of another contract is refused.
        for (service, nature) in [("weavy", "wish"), ("portail", "question")] {
            let fields = form(&[("service", service), ("nature", nature)]);
            let refused = scene.served.browser().post("/", &fields);
            assert_eq!(refused.status, 422, "{service}, {nature}");
            assert!(refused.body.contains("href=\"#nature-0\""));
            assert!(
                refused.body.contains("id=\"nature-0\""),
                "the link leads there"
            );
        }
    });
}

#[test]
fn azp_a_major_evolution_says_what_is_missing_and_keeps_what_was_typed() {
    on_each_engine(|url| {
        let scene = scene(url);
        let evolution = [("service", "azprojet"), ("nature", "major-evolution")];
        let refused = scene.served.browser().post("/", &form(&evolution));
        assert_eq!(refused.status, 422);
        let body = plain(&refused);
        assert!(body.contains("Dites où se trouve ce document"));
        assert!(body.contains("href=\"#document-specification\""));
        assert!(body.contains("Les étiquettes ne s’impriment plus"));
        // Everything that is missing is told at once.
        let mut blank = evolution.to_vec();
        blank.push(("subject", " "));
        let all = scene.served.browser().post("/", &form(&blank)).body;
        for control in ["subject", "document-specification"] {
            assert!(all.contains(&format!("href=\"#{control}\"")), "{control}");
        }
        let mut named = evolution.to_vec();
        named.push(("document-specification", "cahier <b>v2</b>.pdf"));
        let id = files(&scene, &named);
        let mut agent = scene.served.signed_in(scene.agent);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(shown.contains("cahier &#60;b&#62;v2&#60;/b&#62;.pdf"));
        assert!(shown.contains("manque : le contrat le demande avant tout travail."));
        let nothing = [("step", "document"), ("document", "order"), ("named", " ")];
        let refused = qualifies(&scene, &mut agent, id, &nothing);
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("href=\"#document-order\""));
        let order = [
            ("step", "document"),
            ("document", "order"),
            ("named", "BC-118"),
        ];
        assert_eq!(qualifies(&scene, &mut agent, id, &order).status, 303);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(shown.contains("BC-118") && !shown.contains("avant tout travail."));
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn the_version_since_which_it_fails_is_kept_and_shown() {
    on_each_engine(|url| {
        let scene = scene(url);
        let since = [
            ("service", "azprojet"),
            ("workable", "yes"),
            ("since", "10.8 <b>"),
        ];
        let id = files(&scene, &since);
        let page = scene.served.desk.ticket(id, &Scope::Desk).unwrap();
        assert_eq!(
            page.ticket.priority,
            Priority::P2,
            "naming it says that it worked"
        );
        let mut agent = scene.served.signed_in(scene.agent);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(shown.contains("Dernière version où cela marchait"));
        assert!(shown.contains("10.8 &#60;b&#62;"));
    });
}

#[test]
fn the_portal_offers_the_versions_of_what_the_organisation_runs() {
    on_sqlite(|url| {
        let scene = scene(url);
        let (desk, root) = (&scene.served.desk, scene.root);
        let line = |text: &str| guichet::domain::ticket::Line::parse(text).unwrap();
        let product = desk.name_product(None, &line("AZ Projet"), root).unwrap();
        let version = |name: &str| guichet::desk::VersionSaid {
            name: line(name),
            maintained: true,
            maintained_until: None,
        };
        desk.set_version(product, None, &version("26.1"), root)
            .unwrap();
        let run = desk
            .set_version(product, None, &version("26.2"), root)
            .unwrap();
        let other = desk.name_product(None, &line("Autre"), root).unwrap();
        desk.set_version(other, None, &version("99.9"), root)
            .unwrap();
        let said = guichet::desk::PlatformSaid {
            name: line("Recette"),
            environment: guichet::domain::platform::Environment::Test,
            version: Some(run),
            active: true,
        };
        desk.enter_platform(scene.marlaix.id, &said, root).unwrap();
        let page = scene.chief().get("/portal/new?service=azprojet").body;
        for (name, offered) in [("26.1", true), ("26.2", true), ("99.9", false)] {
            assert_eq!(
                page.contains(&format!("<option value=\"{name}\">")),
                offered,
                "{name}"
            );
        }
        let public = scene.served.browser().get("/?service=azprojet").body;
        assert!(public.contains("name=\"since\"") && !public.contains("<datalist"));
    });
}

#[test]
fn rules_know_the_environment_of_the_platform_that_is_named() {
    fn tested(standard: &str) -> String {
        let first = "[[classification]]\nwhen = [\"crossing\"]";
        let test = "[[classification]]\nwhen = [\"production\"]\npriority = \"P2\"\nclause = \"priority-p2\"\n\n";
        standard.replacen(first, &format!("{test}{first}"), 1)
    }
    on_each_engine(|url| {
        let scene = Scene::under(url, Some(tested));
        let (customer, platform) = (
            scene.marlaix.id.to_string(),
            scene.marlaix.platform.to_string(),
        );
        let mut priorities = Vec::new();
        for platform in [platform.as_str(), ""] {
            let fields = form(&[
                ("service", "portail"),
                ("customer", &customer),
                ("platform", platform),
            ]);
            let mut preview = fields.clone();
            preview.push(("do", "preview"));
            let filed = scene.chief().post("/portal/new", &fields);
            let id = filed.location();
            let id = id.trim_start_matches("/portal/tickets/");
            let id: TicketId = id.split('?').next().unwrap().parse().unwrap();
            let page = scene.served.desk.ticket(id, &Scope::Desk).unwrap();
            let shown = scene.chief().post("/portal/new", &preview).body;
            assert!(shown.contains(&format!("prio-{}", &page.ticket.priority.word()[1..])));
            priorities.push(page.ticket.priority);
        }
        assert_eq!(priorities, [Priority::P2, Priority::P1]);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_agent_sees_question_answer_rule_and_clause_and_confirms_with_one_click() {
    on_each_engine(|url| {
        let scene = scene(url);
        let id = files(&scene, &[("flag", "random")]);
        let mut agent = scene.served.signed_in(scene.agent);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        for words in [
            "P2, sévérité 2",
            "à l’arrêt + aléatoire",
            "chapitre 2.6, sévérité 2 : « Incident majeur",
            "Pouvez-vous travailler malgré le problème ?",
            "Non, c’est à l’arrêt",
            "Cela arrive par moments, pas à chaque fois",
            "Confirmer cette priorité",
        ] {
            assert!(shown.contains(words), "{words}");
        }
        let seen = [("seen", "1")];
        let answer = agent.post(&format!("/tickets/{id}/confirm"), &seen);
        assert_eq!(answer.status, 303);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(!shown.contains("Confirmer cette priorité"));
        let auditor = scene
            .served
            .worker("Claude Petit", "audit@desk.example", Role::Auditor);
        let shown = plain(
            &scene
                .served
                .signed_in(auditor)
                .get(&format!("/tickets/{id}")),
        );
        assert!(
            shown.contains("à l’arrêt + aléatoire"),
            "an auditor reads it"
        );
        assert!(!shown.contains("/qualify"), "and changes nothing");
    });
}

#[test]
fn div_4_a_workaround_is_recorded_and_its_priority_taken_or_left_on_the_page() {
    on_each_engine(|url| {
        let scene = scene(url);
        let mut agent = scene.served.signed_in(scene.agent);
        let id = files(&scene, &[]);
        let blank = qualifies(
            &scene,
            &mut agent,
            id,
            &[("step", "workaround"), ("way", " ")],
        );
        assert_eq!(blank.status, 422);
        let body = plain(&blank);
        assert!(body.contains("Décrivez comment faire en attendant"));
        assert!(body.contains("href=\"#way\""));
        let way = [
            ("step", "workaround"),
            ("way", "Par le **poste voisin** <b>."),
            ("for", "internal"),
        ];
        assert_eq!(qualifies(&scene, &mut agent, id, &way).status, 303);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        for words in [
            "Le contournement propose une autre priorité",
            "à l’arrêt + avec contournement",
            "Accepter cette priorité",
            "Contournement consigné",
            "<strong>poste voisin</strong> &#60;b&#62;",
        ] {
            assert!(shown.contains(words), "{words}");
        }
        assert!(
            !shown.contains("Confirmer cette priorité"),
            "one thing at a time"
        );
        // Left without a word, then with one.
        let left = qualifies(&scene, &mut agent, id, &[("step", "keep"), ("reason", "")]);
        assert_eq!(left.status, 422);
        assert!(left.body.contains("href=\"#keep-why\""));
        let overtaken = agent.post(
            &format!("/tickets/{id}/qualify"),
            &[("seen", "1"), ("step", "keep"), ("reason", "Le détour <b>")],
        );
        assert_eq!(overtaken.status, 409);
        assert!(
            overtaken.body.contains("value=\"Le détour &#60;b&#62;\""),
            "nothing is lost"
        );
        assert_eq!(
            qualifies(&scene, &mut agent, id, &[("step", "accept")]).status,
            303
        );
        let page = scene.served.desk.ticket(id, &Scope::Desk).unwrap();
        assert_eq!(page.ticket.priority, Priority::P2);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(
            shown.contains("Camille Aubry consigne un contournement ; les règles proposent P2")
        );
        assert!(shown.contains("Camille Aubry accepte la priorité proposée, P2"));
        let again = qualifies(&scene, &mut agent, id, &[("step", "accept")]);
        assert_eq!(again.status, 422);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_nature_is_corrected_with_a_reason_and_the_proof_says_so() {
    on_each_engine(|url| {
        let scene = scene(url);
        let mut agent = scene.served.signed_in(scene.agent);
        let id = files(&scene, &[]);
        let silent = [("step", "nature"), ("nature", "question"), ("reason", "")];
        let refused = qualifies(&scene, &mut agent, id, &silent);
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("href=\"#nature-why\""));
        for unknown in ["major-evolution", "wish"] {
            let fields = [
                ("step", "nature"),
                ("nature", unknown),
                ("reason", "parce que"),
            ];
            let refused = qualifies(&scene, &mut agent, id, &fields);
            assert_eq!(refused.status, 422, "{unknown}");
            assert!(refused.body.contains("href=\"#nature\""));
        }
        let fields = [
            ("step", "nature"),
            ("nature", "question"),
            ("reason", "rien n’est en panne"),
        ];
        assert_eq!(qualifies(&scene, &mut agent, id, &fields).status, 303);
        let shown = plain(&agent.get(&format!("/tickets/{id}")));
        assert!(shown.contains("La nouvelle nature propose une autre priorité"));
        assert!(shown.contains("rien n’est en panne"));
        let proof = plain(&agent.get(&format!("/tickets/{id}/deadline/acknowledge")));
        assert!(proof.contains("Nature changée de « Incident » en « Question ou conseil »"));
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_customer_reads_the_nature_and_nothing_of_how_it_was_qualified() {
    on_each_engine(|url| {
        let scene = scene(url);
        let key = scene.served.filed(&[]);
        let id = ticket(&scene, &key);
        let mut agent = scene.served.signed_in(scene.agent);
        let way = [
            ("step", "workaround"),
            ("way", "Secret de la maison"),
            ("for", "internal"),
        ];
        qualifies(&scene, &mut agent, id, &way);
        qualifies(
            &scene,
            &mut agent,
            id,
            &[("step", "keep"), ("reason", "Pas encore sûr")],
        );
        let address = format!("/requests/{}", key.reveal());
        let theirs = plain(&scene.served.browser().get(&address));
        assert!(
            theirs.contains("<dt>Nature</dt><dd>Incident</dd>"),
            "{theirs}"
        );
        for words in [
            "Secret de la maison",
            "Pas encore sûr",
            "consigne un contournement",
        ] {
            assert!(!theirs.contains(words), "{words}");
        }
    });
}

#[test]
fn supervisors_read_how_often_each_rule_was_changed_and_take_the_decisions_away() {
    on_each_engine(|url| {
        let scene = scene(url);
        let zoe = scene
            .served
            .worker("Zoé Marin", "zoe@desk.example", Role::Supervisor);
        let mut zoe = scene.served.signed_in(zoe);
        assert!(plain(&zoe.get("/qualification")).contains("Personne n’a encore décidé"));
        let mut agent = scene.served.signed_in(scene.agent);
        for (priority, why) in [("P2", "=1+1 un seul poste"), ("P1", "")] {
            let id = files(&scene, &[]);
            let fields = [("seen", "1"), ("priority", priority), ("why", why)];
            let done = agent.post(&format!("/tickets/{id}/requalify"), &fields);
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let shown = plain(&zoe.get("/qualification"));
        for words in [
            "2 décisions, 1 correction",
            "à l’arrêt",
            "devenu P2, sévérité 2 : 1",
            "chapitre 2.6, sévérité 1",
            "=1+1 un seul poste",
            "P1, sévérité 1 → P2, sévérité 2",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let list = both(&mut zoe, "/qualification");
        assert_eq!(list.rows.len(), 2);
        let changed: Vec<_> = list.rows.iter().filter(|row| row[8] == "oui").collect();
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0][6..8], ["P1", "P2"]);
        assert_eq!(changed[0][9], "=1+1 un seul poste");
        assert_eq!(changed[0][10], "Camille Aubry");
        assert_eq!(agent.get("/qualification").status, 403);
        assert_eq!(agent.get("/qualification.csv").status, 403);
        assert_eq!(scene.chief().get("/qualification").status, 403);
        // A queue of members only is counted for its members only.
        let desk = &scene.served.desk;
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        assert!(plain(&zoe.get("/qualification")).contains("Personne n’a encore décidé"));
        assert_eq!(both(&mut zoe, "/qualification").rows.len(), 0);
    });
}

#[test]
fn a_preview_keeps_the_nature_its_documents_and_the_version() {
    on_sqlite(|url| {
        let scene = scene(url);
        let fields = form(&[
            ("service", "azprojet"),
            ("nature", "major-evolution"),
            ("document-specification", "cahier.pdf"),
            ("since", "10.8"),
            ("do", "preview"),
        ]);
        let body = plain(&scene.served.browser().post("/", &fields));
        assert!(body.contains("value=\"cahier.pdf\"") && body.contains("value=\"10.8\""));
        assert!(body.contains("value=\"major-evolution\" required checked"));
        assert!(body.contains("data-for-nature=\"incident\" hidden"));
        assert!(!body.contains("data-for-nature=\"major-evolution\" hidden"));
        assert!(
            body.contains("« Maintenance évolutive majeure »"),
            "its clause"
        );
    });
}
