//! The composer of a ticket without scripts: drafts, previews, time, colleagues, and an answer that
//! crosses another message; and what a text with form looks like on both sides.

use chrono::TimeDelta;
use guichet::{
    desk::Secret,
    domain::{
        access::Scope,
        ids::{MessageId, PersonId, TicketId},
        people::Role,
        ticket::Description,
    },
};

use crate::support::{
    app::{Answer, Browser, Served, served},
    on_each_engine, on_sqlite,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";
const KEPT: &str = "Brouillon enregistré à 10:00";

struct Desk {
    served: Served,
    camille: Browser,
    sacha: PersonId,
    link: Secret,
    id: TicketId,
}

fn plain(answer: &Answer) -> String {
    answer.body.replace(['\u{a0}', '\u{202f}'], " ")
}

/// The value of a hidden field of the composer.
fn hidden(page: &str, name: &str) -> String {
    let form = page.split_once("class=\"composer\"").unwrap().1;
    let at = format!("name=\"{name}\" value=\"");
    let (_, rest) = form.split_once(&at).unwrap_or_else(|| panic!("no {name}"));
    rest.split_once('"').unwrap().0.to_owned()
}

/// What stands in one of the two texts.
fn typed(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("<textarea id=\"{name}\""))
        .unwrap();
    let (_, rest) = rest.split_once(">\n").unwrap();
    rest.split_once("</textarea>").unwrap().0.to_owned()
}

fn says(page: &str, words: &[&str]) {
    for one in words {
        assert!(page.contains(one), "{one} is not in {page}");
    }
}

impl Desk {
    fn new(url: &guichet::store::DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let sacha = served.worker("Sacha Marin", "sacha@desk.example", Role::Agent);
        let link = served.filed(&[]);
        let camille = served.signed_in(agent);
        let reference = "INC-2026-00001".parse().unwrap();
        let id = served.desk.ticket_called(reference, &Scope::Desk).unwrap();
        Self {
            served,
            camille,
            sacha,
            link,
            id,
        }
    }

    fn page(&mut self) -> String {
        let answer = self.camille.get(&format!("/tickets/{}", self.id));
        assert_eq!(answer.status, 200, "{}", answer.body);
        plain(&answer)
    }

    /// Sends the composer of a page as a browser without scripts would.
    fn sends(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let names = ["seen", "after", "message", "rests-answer", "rests-note"];
        let values = names.map(|name| hidden(page, name));
        let mut all: Vec<(&str, &str)> = names
            .into_iter()
            .zip(values.iter().map(String::as_str))
            .collect();
        for name in ["text", "note"] {
            if !fields.iter().any(|(one, _)| *one == name) {
                all.push((name, ""));
            }
        }
        all.extend_from_slice(fields);
        self.camille
            .post(&format!("/tickets/{}/reply", self.id), &all)
    }

    fn requester(&self) -> String {
        let address = format!("/requests/{}", self.link.reveal());
        plain(&self.served.browser().get(&address))
    }
}

#[test]
fn without_scripts_a_button_keeps_both_drafts_and_they_are_there_again() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        says(&page, &["Garder le brouillon", "Répondre à"]);
        assert!(!page.contains(KEPT));
        let fields = [
            ("do", "keep"),
            ("text", "Bonjour,\r\nje"),
            ("note", " à voir"),
        ];
        let answer = desk.sends(&page, &fields);
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert!(answer.location().ends_with("#compose"));
        let page = desk.page();
        assert_eq!(typed(&page, "text"), "Bonjour,\nje");
        assert_eq!(typed(&page, "note"), " à voir");
        assert_eq!(page.matches(KEPT).count(), 2, "{page}");
        // Nobody else has them.
        let mut sacha = desk.served.signed_in(desk.sacha);
        let theirs = plain(&sacha.get(&format!("/tickets/{}", desk.id)));
        assert!(!theirs.contains("à voir") && !theirs.contains(KEPT));
        // What is sent is gone, what stands in the other tab stays.
        let fields = [
            ("mode", "public"),
            ("do", "send"),
            ("text", "Bonjour."),
            ("note", " à voir"),
        ];
        assert_eq!(desk.sends(&page, &fields).status, 303);
        let page = desk.page();
        assert_eq!(
            (typed(&page, "text").as_str(), typed(&page, "note").as_str()),
            ("", " à voir")
        );
        assert!(page.contains("id=\"m-int\" value=\"internal\" data-key=\"n\" checked"));
        assert!(!desk.requester().contains("à voir"));
    });
}

#[test]
fn a_form_that_rests_on_an_old_draft_shows_the_newer_one_and_keeps_its_own_text() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let (one, other) = (desk.page(), desk.page());
        assert_eq!(
            desk.sends(&one, &[("do", "keep"), ("text", "le premier")])
                .status,
            303
        );
        let stopped = desk.sends(&other, &[("do", "keep"), ("text", "le second")]);
        assert_eq!(stopped.status, 409);
        let page = plain(&stopped);
        says(
            &page,
            &[
                "Un brouillon plus récent",
                "<pre class=\"typed\">le premier</pre>",
            ],
        );
        assert_eq!(typed(&page, "text"), "le second");
        // Once it was shown, its writer has chosen.
        assert_eq!(
            desk.sends(&page, &[("do", "keep"), ("text", "les deux")])
                .status,
            303
        );
        assert_eq!(typed(&desk.page(), "text"), "les deux");
    });
}

#[test]
fn the_small_request_of_the_script_says_what_became_of_a_draft() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let message = MessageId::fresh().to_string();
        let address = format!("/tickets/{}/draft", desk.id);
        let fields = |text: &'static str, rests: String| {
            vec![
                ("kind", "note".to_owned()),
                ("text", text.to_owned()),
                ("rests-on", rests),
                ("message", message.clone()),
            ]
        };
        let mut camille = desk.camille.clone();
        let mut post = |fields: &[(&'static str, String)]| {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let answer = camille.post(&address, &fields);
            let told = serde_json::from_str::<serde_json::Value>(&answer.body).unwrap_or_default();
            assert!(matches!(answer.status, 200 | 400), "{}", answer.body);
            (told["became"].as_str().unwrap_or("none").to_owned(), told)
        };
        let (became, told) = post(&fields("à voir", "0".to_owned()));
        assert_eq!(
            (became.as_str(), told["said"].as_str()),
            ("saved", Some(KEPT))
        );
        let version = told["version"].to_string();
        let (became, told) = post(&fields("autre", "0".to_owned()));
        assert_eq!(
            (became.as_str(), told["text"].as_str()),
            ("overtaken", Some("à voir"))
        );
        assert_eq!(post(&fields("à voir, puis", version)).0, "saved");
        assert_eq!(typed(&desk.page(), "note"), "à voir, puis");
        assert_eq!(post(&[("kind", "other".to_owned())]).0, "none");
        let endless = [
            ("kind", "note".to_owned()),
            ("message", message.clone()),
            ("text", "é".repeat(Description::MOST + 1)),
        ];
        assert_eq!(post(&endless).0, "refused");
        let address = format!("/tickets/{}/draft", TicketId::fresh());
        let form: Vec<_> = fields("a", "0".to_owned());
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(desk.camille.post(&address, &form).status, 404);
        let mut auditor = desk.served.signed_in(desk.served.worker(
            "Claude Petit",
            "claude@desk.example",
            Role::Auditor,
        ));
        let address = format!("/tickets/{}/draft", desk.id);
        assert_eq!(auditor.post(&address, &form).status, 403);
        assert_eq!(desk.served.browser().post(&address, &form).status, 303);
    });
}

#[test]
fn an_answer_over_a_message_that_was_not_read_stops_once_and_shows_it_above_the_text() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        let said = Description::parse("C’est **revenu** tout seul.").unwrap();
        desk.served
            .desk
            .reply_by_link(&desk.link, MessageId::fresh(), &said)
            .unwrap();
        let fields = [("mode", "public"), ("do", "send"), ("text", "Redémarrez.")];
        let stopped = desk.sends(&page, &fields);
        assert_eq!(stopped.status, 409);
        let shown = plain(&stopped);
        says(&shown, &["Un message est arrivé pendant que vous écriviez"]);
        let newer = shown.find("id=\"newer\"").unwrap();
        let composer = shown.find("class=\"composer\"").unwrap();
        let between = shown.get(newer..composer).unwrap();
        assert!(between.contains("<strong>revenu</strong>"), "{between}");
        assert_eq!(typed(&shown, "text"), "Redémarrez.");
        assert!(!desk.requester().contains("Redémarrez."));
        assert_eq!(desk.sends(&shown, &fields).status, 303, "it stops once");
        assert!(desk.requester().contains("Redémarrez."));
    });
}

#[test]
fn a_preview_shows_the_form_and_sends_nothing() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        let text = "**Bonjour** <b>x</b>\r\n- un\r\n- deux";
        let fields = [
            ("mode", "public"),
            ("do", "preview"),
            ("text", text),
            ("spent", "1 h 30"),
        ];
        let answer = desk.sends(&page, &fields);
        assert_eq!(answer.status, 200);
        let shown = plain(&answer);
        says(
            &shown,
            &[
                "Aperçu de la réponse à Léa Marchal",
                "<strong>Bonjour</strong> &#60;b&#62;x&#60;/b&#62;",
                "<ul><li>un</li><li>deux</li></ul>",
                "value=\"1 h 30\"",
            ],
        );
        assert_eq!(
            typed(&shown, "text").replace('\r', ""),
            text.replace('\r', "")
                .replace('<', "&#60;")
                .replace('>', "&#62;")
        );
        assert_eq!(hidden(&shown, "message"), hidden(&page, "message"));
        let fields = [
            ("mode", "internal"),
            ("do", "preview"),
            ("note", "voir @Sacha Marin"),
        ];
        let shown = plain(&desk.sends(&page, &fields));
        says(
            &shown,
            &[
                "Aperçu de la note interne",
                "<span class=\"called\">@Sacha Marin</span>",
            ],
        );
        let blank = desk.sends(&page, &[("mode", "public"), ("do", "preview")]);
        assert_eq!(blank.status, 422);
        let page = desk.served.desk.ticket(desk.id, &Scope::Desk).unwrap();
        assert_eq!(page.messages.len(), 1);
        // The requester has the same.
        let address = format!("/requests/{}", desk.link.reveal());
        let mut requester = desk.served.browser();
        let message = MessageId::fresh().to_string();
        let fields = [
            ("message", message.as_str()),
            ("do", "preview"),
            ("text", "*encore*"),
        ];
        let answer = requester.post(&format!("{address}/reply"), &fields);
        assert_eq!(answer.status, 200, "{}", answer.body);
        says(
            &plain(&answer),
            &["Aperçu de votre message", "<em>encore</em>"],
        );
        let page = desk.served.desk.ticket(desk.id, &Scope::Desk).unwrap();
        assert_eq!(page.messages.len(), 1);
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn time_is_typed_shown_summed_and_corrected_with_a_reason() {
    on_each_engine(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        for (typed, words) in [
            ("deux heures", "Écrivez un temps comme 90, 1 h 30 ou 1:30"),
            ("1 h 75", "À côté des heures, les minutes vont de 0 à 59"),
            ("101 h", "Écrivez 100 heures au plus"),
        ] {
            let fields = [
                ("mode", "internal"),
                ("do", "note"),
                ("note", "fait"),
                ("spent", typed),
            ];
            let answer = desk.sends(&page, &fields);
            assert_eq!(answer.status, 422, "{typed}");
            says(
                &plain(&answer),
                &[words, "href=\"#spent\"", &format!("value=\"{typed}\"")],
            );
        }
        let fields = [
            ("mode", "internal"),
            ("do", "note"),
            ("note", "fait"),
            ("spent", "1 h 30"),
        ];
        assert_eq!(desk.sends(&page, &fields).status, 303);
        let page = desk.page();
        let fields = [
            ("mode", "public"),
            ("do", "send"),
            ("text", "Bonjour."),
            ("spent", "45"),
        ];
        assert_eq!(desk.sends(&page, &fields).status, 303);
        let page = desk.page();
        says(
            &page,
            &[
                "Temps passé : 1 h 30",
                "Temps passé : 45 min",
                "<dt>Temps passé</dt><dd>2 h 15</dd>",
            ],
        );
        let requester = desk.requester();
        assert!(!requester.contains("Temps passé") && !requester.contains("45 min"));
        let note = page.split_once("msg-in").unwrap().1;
        let message = note
            .split_once("data-m=\"")
            .unwrap()
            .1
            .split_once('"')
            .unwrap()
            .0
            .to_owned();
        let (seen, after) = (hidden(&page, "seen"), hidden(&page, "after"));
        let rest = [
            ("seen", seen.as_str()),
            ("after", after.as_str()),
            ("message", message.as_str()),
        ];
        let address = format!("/tickets/{}/time", desk.id);
        let mut fix = |time: &str, why: &str| {
            let mut fields = rest.to_vec();
            fields.extend([("time", time), ("why", why)]);
            desk.camille.post(&address, &fields)
        };
        let answer = fix("1 h", "");
        assert_eq!(answer.status, 422);
        says(
            &plain(&answer),
            &[
                "Écrivez pourquoi le temps change",
                "href=\"#time-why\"",
                "id=\"time-why\"",
                "<details class=\"spent\" open>",
            ],
        );
        assert_eq!(fix("une heure", "x").status, 422);
        assert_eq!(fix("1 h", "pause comprise").status, 303);
        assert_eq!(
            fix("2 h", "encore").status,
            409,
            "somebody changed it meanwhile"
        );
        let page = desk.page();
        says(
            &page,
            &[
                "Temps passé : 1 h<",
                "<dd>1 h 45</dd>",
                "corrige le temps passé : 1 h au lieu de 1 h 30 (« pause comprise »)",
            ],
        );
    });
}

#[test]
fn what_is_written_has_its_form_on_both_sides_and_can_do_nothing() {
    on_sqlite(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        let text = "Voir https://example.org/aide et [ici](javascript:alert(1))\n<script>x</script>\n\n> cité\n\n```\na < b\n```";
        let fields = [("mode", "public"), ("do", "send"), ("text", text)];
        assert_eq!(desk.sends(&page, &fields).status, 303);
        for page in [desk.page(), desk.requester()] {
            says(
                &page,
                &[
                    "<a href=\"https://example.org/aide\" rel=\"noopener noreferrer nofollow\">",
                    "ici (javascript:alert(1))</p><p>&#60;script&#62;x&#60;/script&#62;</p>",
                    "<blockquote><p>cité</p></blockquote>",
                    "<pre><code>a &#60; b\n</code></pre>",
                ],
            );
        }
    });
}

#[test]
fn a_colleague_who_is_called_gets_a_letter_that_leads_to_the_note() {
    on_sqlite(|url| {
        let mut desk = Desk::new(url);
        let page = desk.page();
        says(&page, &["<option value=\"Sacha Marin\">"]);
        assert!(
            !page.contains("<option value=\"Camille Aubry\">"),
            "nobody calls oneself"
        );
        let message = hidden(&page, "message");
        let fields = [
            ("mode", "internal"),
            ("do", "note"),
            ("note", "voir @Sacha Marin, **vite**"),
        ];
        assert_eq!(desk.sends(&page, &fields).status, 303);
        says(
            &desk.page(),
            &[
                "<span class=\"called\">@Sacha Marin</span>",
                "mentionne Sacha Marin dans une note",
                &format!("id=\"m-{message}\""),
            ],
        );
        desk.served.clock.advance(TimeDelta::minutes(1));
        let (letters, _) = desk.served.desk.letters(None, None).unwrap();
        let letter = letters.iter().find(|one| one.kind == "mentioned").unwrap();
        let site = guichet::edges::mail::letters::Site::new(
            "https://support.example.org",
            "Support",
            chrono_tz::Europe::Paris,
        );
        let parts = guichet::edges::mail::letters::render(letter, &site).unwrap();
        let link = format!(
            "https://support.example.org/tickets/{}#m-{message}",
            desk.id
        );
        assert!(
            parts.text.contains(&link) && parts.html.contains(&link),
            "{}",
            parts.text
        );
        assert!(
            parts.text.contains("voir @Sacha Marin, **vite**"),
            "as it was typed"
        );
        assert!(
            parts.html.contains("<strong>vite</strong>"),
            "with its form"
        );
    });
}
