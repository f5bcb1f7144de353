//! The preview of letters and the form that words them, as an administrator without scripts meets them.

use guichet::{
    domain::{
        lang::Lang,
        notice::LetterKind,
        people::Role,
        wording::{Wording, WordingPlace, WordingScope},
    },
    store::DatabaseUrl,
};

use crate::support::{
    app::{Answer, Browser, Served, served},
    customers::House,
    on_each_engine, on_sqlite,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";
const PREVIEW: &str = "/letters/preview";

struct Scene {
    served: Served,
    house: House,
    root: Browser,
}

impl Scene {
    fn at(url: &DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        let house = served.customer(url, "Ostrel", root);
        let root = served.signed_in(root);
        Self {
            served,
            house,
            root,
        }
    }

    fn get(&mut self, address: &str) -> String {
        let answer = self.root.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        plain(&answer)
    }

    /// Sends the form of the acknowledgement in French, for the whole desk.
    fn post(&mut self, act: &str, seen: &str, texts: (&str, &str)) -> Answer {
        self.post_for("desk", act, seen, texts)
    }

    fn post_for(&mut self, scope: &str, act: &str, seen: &str, texts: (&str, &str)) -> Answer {
        let fields = [
            ("letter", "received"),
            ("in", "fr"),
            ("for", scope),
            ("seen", seen),
            ("introduction", texts.0),
            ("closing", texts.1),
            ("do", act),
        ];
        self.root.post(PREVIEW, &fields)
    }

    fn worded(&self) -> usize {
        self.served.desk.wordings().unwrap().kept.len()
    }
}

fn plain(answer: &Answer) -> String {
    answer.body.replace(['\u{a0}', '\u{202f}'], " ")
}

fn says(page: &str, words: &[&str]) {
    for one in words {
        assert!(page.contains(one), "{one} is not in {page}");
    }
}

/// The address of the frame on a page.
fn frame(page: &str) -> String {
    let (_, rest) = page
        .split_once("<iframe class=\"letter-html\" src=\"")
        .unwrap();
    rest.split_once('"')
        .unwrap()
        .0
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let at = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&at).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn every_letter_is_shown_as_it_leaves_in_both_languages_and_never_with_a_customers_data() {
    on_each_engine(|url| {
        let mut scene = Scene::at(url);
        let own = format!("organisation:{}", scene.house.id);
        for kind in LetterKind::ALL {
            for (lang, zone) in [(Lang::Fr, "heure de Paris"), (Lang::En, "Paris time")] {
                for scope in ["desk", "contract:standard", own.as_str()] {
                    let query = format!("letter={kind}&in={lang}&for={scope}");
                    let page = scene.get(&format!("{PREVIEW}?{query}"));
                    says(&page, &["sandbox>", "class=\"letter-text\"", "Objet"]);
                    let framed = scene.root.get(&frame(&page));
                    assert_eq!(framed.status, 200, "{query}");
                    let policy = framed.header("content-security-policy").unwrap();
                    assert!(policy.contains("default-src 'none'") && policy.ends_with("sandbox"));
                    let html = plain(&framed);
                    assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{query}");
                    for customers in ["Ostrel", "Odile", "Étiquettes"] {
                        assert!(!html.contains(customers), "{query}: {customers}");
                    }
                    if kind == LetterKind::Received {
                        says(&html, &[zone, "INC-2026-01042", "article 5.1"]);
                    }
                }
            }
        }
    });
}

#[test]
fn a_text_is_tried_then_kept_then_taken_back_without_scripts() {
    on_each_engine(|url| {
        let mut scene = Scene::at(url);
        let texts = (
            "Bonjour, {reference}.\r\n\r\nDeuxième <b>paragraphe</b>.",
            "L’équipe",
        );
        let tried = scene.post("preview", "0", texts);
        assert_eq!(tried.status, 200, "{}", tried.body);
        let page = plain(&tried);
        says(
            &page,
            &[
                "il n’est pas enregistré",
                "Bonjour, INC-2026-01042.",
                "Deuxième &#60;b&#62;paragraphe",
                "Bonjour, {reference}.",
            ],
        );
        let html = scene.get(&frame(&page));
        says(
            &html,
            &[
                "Bonjour, INC-2026-01042.",
                "&#60;b&#62;paragraphe",
                "L’équipe",
            ],
        );
        assert_eq!(scene.worded(), 0, "a preview keeps nothing");
        assert!(
            !page.contains("value=\"reset\""),
            "there is nothing to take back"
        );

        let kept = scene.post("save", "0", texts);
        assert_eq!(kept.status, 303, "{}", kept.body);
        let page = scene.get(&kept.location());
        says(
            &page,
            &[
                "les lettres qui partent ont ce texte",
                "Bonjour, {reference}.",
            ],
        );
        let html = scene.get(&frame(&page));
        says(&html, &["Bonjour, INC-2026-01042."]);
        let list = scene.get("/letters/wording");
        says(
            &list,
            &[
                "Tout le service",
                "Accusé de réception (français)",
                "Bonjour, {reference}.",
                "Dominique Roy rédige la lettre",
            ],
        );

        let gone = scene.post("reset", &hidden(&page, "seen"), ("", ""));
        assert_eq!(gone.status, 303, "{}", gone.body);
        let page = scene.get(&gone.location());
        says(&page, &["Le texte est retiré."]);
        assert!(!page.contains("Bonjour, INC"), "{page}");
        let list = scene.get("/letters/wording");
        says(
            &list,
            &[
                "Toutes les lettres ont les mots de Guichet",
                "retire le texte",
                // What it said before is still there to be read.
                "Bonjour, {reference}.",
            ],
        );
    });
}

#[test]
fn an_organisation_and_a_contract_have_words_of_their_own_in_the_list_and_in_the_preview() {
    on_each_engine(|url| {
        let mut scene = Scene::at(url);
        let own = format!("organisation:{}", scene.house.id);
        for (scope, text) in [
            ("desk", "Mots du service."),
            ("contract:jamespot", "Mots du contrat."),
            (own.as_str(), "Mots du client."),
        ] {
            let kept = scene.post_for(scope, "save", "0", (text, ""));
            assert_eq!(kept.status, 303, "{scope}: {}", kept.body);
        }
        let list = scene.get("/letters/wording");
        let at = |words: &str| {
            list.find(words)
                .unwrap_or_else(|| panic!("{words}: {list}"))
        };
        assert!(
            at("Tout le service") < at("Contrat jamespot")
                && at("Contrat jamespot") < at("<h2>Ostrel")
        );
        let shown = |scene: &mut Scene, scope: &str| {
            let page = scene.get(&format!("{PREVIEW}?letter=received&in=fr&for={scope}"));
            scene.get(&frame(&page))
        };
        for (scope, text) in [
            ("desk", "Mots du service."),
            ("contract:jamespot", "Mots du contrat."),
            ("contract:standard", "Mots du service."),
            (own.as_str(), "Mots du client."),
        ] {
            says(&shown(&mut scene, scope), &[text]);
        }
        let organisation = scene.get(&format!("/organisations/{}", scene.house.id));
        says(
            &organisation,
            &["Textes de ses lettres", "rédige la lettre"],
        );
        assert_eq!(
            scene
                .root
                .get(&format!("{PREVIEW}?for=contract:nowhere"))
                .status,
            404
        );
        assert_eq!(
            scene.root.get(&format!("{PREVIEW}?letter=nowhere")).status,
            404
        );
    });
}

#[test]
fn a_text_that_cannot_be_taken_comes_back_with_what_to_do_and_nothing_is_lost() {
    on_each_engine(|url| {
        let mut scene = Scene::at(url);
        let long = "é".repeat(501);
        for (texts, fault) in [
            (
                ("Bonjour {nom}.", "Fin."),
                "La lettre ne connaît pas « nom »",
            ),
            (
                ("À propos de {subject}.", "Fin."),
                "La lettre ne connaît pas « subject »",
            ),
            (
                ("Bonjour {", "Fin."),
                "Une accolade n’entoure qu’une étiquette, comme {site}",
            ),
            (("Bonjour.", long.as_str()), "500 caractères au plus"),
        ] {
            for act in ["save", "preview"] {
                let answer = scene.post(act, "0", texts);
                assert_eq!(answer.status, 422, "{texts:?}");
                let page = plain(&answer);
                says(
                    &page,
                    &[
                        fault,
                        "<title>Erreur",
                        texts.0,
                        texts.1,
                        "<code>{reference}</code>",
                    ],
                );
                assert!(!page.contains("<code>{subject}</code>"), "{page}");
            }
        }
        assert_eq!(scene.worded(), 0);
    });
}

#[test]
fn whoever_was_slower_reads_both_texts_and_decides() {
    on_each_engine(|url| {
        let mut scene = Scene::at(url);
        assert_eq!(scene.post("save", "0", ("Le premier.", "")).status, 303);
        for act in ["save", "reset"] {
            let late = scene.post(act, "0", ("Le second.", ""));
            assert_eq!(late.status, 409, "{act}: {}", late.body);
            let page = plain(&late);
            says(
                &page,
                &["vient de changer ce texte", "Le premier.", "Le second."],
            );
            assert_eq!(hidden(&page, "seen"), "1");
        }
        assert_eq!(scene.post("save", "1", ("Le second.", "")).status, 303);
    });
}

#[test]
fn only_administrators_find_the_way_and_the_pages() {
    on_sqlite(|url| {
        let mut scene = Scene::at(url);
        says(
            &scene.get("/letters"),
            &["href=\"/letters/wording\"", "href=\"/letters/preview\""],
        );
        let place = WordingPlace {
            scope: WordingScope::Desk,
            kind: LetterKind::Received,
            lang: Lang::Fr,
        };
        let mut callers = vec![scene.served.signed_in(scene.house.chief)];
        for (name, role) in [
            ("Camille Aubry", Role::Agent),
            ("Zoé Marin", Role::Supervisor),
            ("Claude Petit", Role::Auditor),
        ] {
            let email = format!("{role}@desk.example");
            let person = scene.served.worker(name, &email, role);
            let mut browser = scene.served.signed_in(person);
            let letters = browser.get("/letters");
            if letters.status == 200 {
                assert!(!letters.body.contains("/letters/preview"), "{role}");
                assert!(!letters.body.contains("/letters/wording"), "{role}");
            }
            callers.push(browser);
        }
        for browser in &mut callers {
            for path in [PREVIEW, "/letters/preview/html", "/letters/wording"] {
                assert_eq!(browser.get(path).status, 403, "{path}");
            }
            for act in ["save", "preview", "reset"] {
                let fields = [("seen", "0"), ("introduction", "Bonjour."), ("do", act)];
                assert_eq!(browser.post(PREVIEW, &fields).status, 403, "{act}");
            }
        }
        let page = scene.served.desk.wording(&place).unwrap();
        assert!(page.kept.is_none());
        assert_eq!(page.wider, Wording::default());
    });
}
