//! The wording of letters: which words a letter leaves with, who may change them, and what no words can
//! change.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use guichet::{
    clock::Clock as _,
    desk::{Error, FileTicket},
    domain::{
        ids::{OrganisationId, PersonId},
        lang::Lang,
        letter::Letter,
        notice::LetterKind,
        people::{Organisation, OrganisationKind},
        people_history::By,
        setup_history::SetUpDone,
        ticket::{Act, Line},
        wording::{Part, Wording, WordingPlace, WordingScope},
    },
    edges::mail::{Catcher, Site, SmtpMailer, SmtpSettings, letters},
    store::StoreError,
};

use crate::{
    desk_world::{MONDAY, Recorder, World, address, at_once, blocked, not_now, request, world},
    support::on_each_engine,
};

fn site() -> Site {
    Site::new("https://desk.example", "Support", chrono_tz::Europe::Paris)
}

fn place(scope: WordingScope, kind: LetterKind, lang: Lang) -> WordingPlace {
    WordingPlace { scope, kind, lang }
}

fn received(scope: WordingScope) -> WordingPlace {
    place(scope, LetterKind::Received, Lang::Fr)
}

fn contract(name: &str) -> WordingScope {
    WordingScope::Contract(name.parse().unwrap())
}

fn said(kind: LetterKind, introduction: &str, closing: &str) -> Wording {
    Wording::parse(kind, introduction, closing).unwrap()
}

impl World {
    /// Words a place as the administrator, on the version that is there.
    fn word(&self, place: &WordingPlace, introduction: &str, closing: &str) {
        let page = self.desk.wording(place).unwrap();
        let seen = page.kept.map_or(0, |kept| kept.version);
        let wording = said(place.kind, introduction, closing);
        self.desk
            .word_letter(place, &wording, seen, self.administrator)
            .unwrap();
    }

    fn organisation(&self, name: &str, domain: &str) -> OrganisationId {
        let organisation = Organisation {
            id: OrganisationId::fresh(),
            name: name.to_owned(),
            mail_domain: Some(domain.to_owned()),
            kind: OrganisationKind::Customer,
        };
        self.desk.add_organisation(&organisation).unwrap();
        organisation.id
    }

    /// A request from an address; the letter that acknowledges it, as it leaves.
    fn greeted(&self, from: &str, service: &str, lang: Lang) -> String {
        let form = FileTicket {
            email: address(from),
            lang,
            ..request(service, blocked())
        };
        self.desk.file_ticket(form).unwrap();
        flat(&self.left().pop().unwrap())
    }

    /// The letters that leave now.
    fn left(&self) -> Vec<Letter> {
        let mailer = Recorder::taking();
        self.desk.deliver(&mailer).unwrap();
        mailer.tried()
    }
}

/// The text part of a letter in one line, with ordinary blanks.
fn flat(letter: &Letter) -> String {
    let parts = letters::render(letter, &site()).unwrap();
    parts.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, words: &[&str]) {
    for one in words {
        assert!(text.contains(one), "{one} is not in {text}");
    }
}

fn says_not(text: &str, words: &[&str]) {
    for one in words {
        assert!(!text.contains(one), "{one} is in {text}");
    }
}

#[test]
fn a_letter_leaves_with_the_words_of_the_narrowest_scope_that_has_any() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let marlaix = world.organisation("Fonderies Marlaix", "marlaix.example");
        world.organisation("Ostrel", "ostrel.example");
        let own = WordingScope::Organisation(marlaix);
        world.word(
            &received(WordingScope::Desk),
            "Mots du guichet.",
            "Fin du guichet.",
        );
        world.word(
            &received(contract("standard")),
            "Mots du contrat.",
            "Fin du contrat.",
        );
        world.word(&received(own.clone()), "Mots du client, {reference}.", "");
        let theirs = world.greeted("lea@marlaix.example", "standard", Lang::Fr);
        says(
            &theirs,
            &["Mots du client, INC-2026-00001.", "Fin du contrat."],
        );
        let others = world.greeted("odile@ostrel.example", "standard", Lang::Fr);
        says(&others, &["Mots du contrat.", "Fin du contrat."]);
        let elsewhere = world.greeted("odile@ostrel.example", "jamespot", Lang::Fr);
        says(&elsewhere, &["Mots du guichet.", "Fin du guichet."]);
        // Neither another language nor another letter has them.
        let english = world.greeted("lea@marlaix.example", "standard", Lang::En);
        says_not(&english, &["Mots du", "Fin du"]);
        let ticket = world.filed("standard", blocked()).0;
        world.act(ticket, Act::TakeCharge).unwrap();
        let kinds: Vec<_> = world.left().iter().map(flat).collect();
        says_not(&kinds[1], &["Mots du", "Fin du"]);
        // What is taken back gives the next wider scope its say again.
        world.word(&received(own), "", "");
        let after = world.greeted("lea@marlaix.example", "standard", Lang::Fr);
        says(&after, &["Mots du contrat."]);
        world.word(&received(contract("standard")), "", "");
        world.word(&received(WordingScope::Desk), "", "");
        let bare = world.greeted("lea@marlaix.example", "standard", Lang::Fr);
        says_not(&bare, &["Mots du", "Fin du"]);
    });
}

#[test]
fn a_letter_about_an_account_has_the_words_of_its_owners_organisation() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let marlaix = world.organisation("Fonderies Marlaix", "marlaix.example");
        let kind = LetterKind::Invited;
        let own = place(WordingScope::Organisation(marlaix), kind, Lang::Fr);
        world.word(&own, "Bienvenue, avant le {until}.", "L’équipe de {site}");
        for (name, email, organisation) in [
            ("Léa Marchal", "lea@marlaix.example", Some(marlaix)),
            ("Odile Roux", "odile@ostrel.example", None),
        ] {
            let of = organisation.unwrap_or_else(|| world.organisation("Ostrel", "ostrel.example"));
            let member = guichet::desk::NewMember {
                name: Line::parse(name).unwrap(),
                email: address(email),
                lang: Lang::Fr,
            };
            world
                .desk
                .invite_member(of, &member, world.administrator)
                .unwrap();
            let letter = flat(&world.left().pop().unwrap());
            if organisation.is_some() {
                says(&letter, &["Bienvenue, avant le", "L’équipe de Support"]);
            } else {
                says_not(&letter, &["Bienvenue", "L’équipe de"]);
            }
            // The link, and until when it works, are there whoever words the letter.
            says(
                &letter,
                &[
                    "https://desk.example/set-up/",
                    "Le lien sert une seule fois",
                ],
            );
        }
    });
}

#[test]
fn what_is_corrected_is_right_in_every_letter_that_has_not_left() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let here = received(WordingScope::Desk);
        world.word(&here, "Bonjuor.", "");
        world.filed("standard", blocked());
        let down = Recorder::new(|_| not_now());
        world.desk.deliver(&down).unwrap();
        says(&flat(&down.tried()[0]), &["Bonjuor."]);
        world.word(&here, "Bonjour.", "");
        world.pass(10);
        let left = world.left();
        says(&flat(&left[0]), &["Bonjour."]);
        assert_eq!(left[0].message_id, down.tried()[0].message_id);
    });
}

#[test]
fn nobody_but_an_administrator_words_letters() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let here = received(WordingScope::Desk);
        let wording = said(here.kind, "Bonjour.", "");
        world.filed("standard", blocked());
        let customer = world
            .page(world.filed("standard", blocked()).0)
            .requester
            .id;
        for by in [
            world.agent,
            world.second,
            world.supervisor,
            world.auditor,
            customer,
        ] {
            let refused = world.desk.word_letter(&here, &wording, 0, by);
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        let nobody = world
            .desk
            .word_letter(&here, &wording, 0, PersonId::fresh());
        assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
        let page = world.desk.wordings().unwrap();
        assert!(page.kept.is_empty() && page.history.is_empty());
        world
            .desk
            .word_letter(&here, &wording, 0, world.administrator)
            .unwrap();
    });
}

#[test]
fn only_what_there_is_can_be_worded() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for scope in [
            contract("nowhere"),
            WordingScope::Organisation(OrganisationId::fresh()),
        ] {
            let here = received(scope);
            let wording = said(here.kind, "Bonjour.", "");
            let told = world
                .desk
                .word_letter(&here, &wording, 0, world.administrator);
            assert!(matches!(told, Err(Error::NotFound)), "{told:?}");
            let page = world.desk.wording(&here);
            assert!(matches!(page, Err(Error::NotFound)));
        }
    });
}

#[test]
fn a_wording_that_somebody_else_changed_meanwhile_is_not_written_over() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let here = received(WordingScope::Desk);
        let put = |text: &str, seen| {
            let wording = said(here.kind, text, "");
            world
                .desk
                .word_letter(&here, &wording, seen, world.administrator)
        };
        put("Un.", 0).unwrap();
        let overtaken = |told: Result<(), Error>| matches!(told, Err(Error::Overtaken));
        assert!(overtaken(put("Deux.", 0)) && overtaken(put("", 0)) && overtaken(put("Deux.", 2)));
        put("Deux.", 1).unwrap();
        // Taken back and written again it is another one.
        put("", 2).unwrap();
        assert!(overtaken(put("Trois.", 0)) && overtaken(put("Trois.", 1)));
        put("Trois.", 3).unwrap();
        let kept = world.desk.wording(&here).unwrap().kept.unwrap();
        assert_eq!(
            (kept.wording.text(Part::Introduction), kept.version),
            ("Trois.", 4)
        );
        // Of eight at once one wins, for a first text and for a change.
        for (kind, seen) in [(LetterKind::Paused, 0), (LetterKind::Received, 4)] {
            let here = place(WordingScope::Desk, kind, Lang::Fr);
            let told = at_once(8, |number| {
                let wording = said(kind, &format!("Texte {number}."), "");
                world
                    .desk
                    .word_letter(&here, &wording, seen, world.administrator)
            });
            let done = told.iter().filter(|one| one.is_ok()).count();
            assert_eq!(done, 1, "{told:?}");
            assert_eq!(
                told.into_iter()
                    .filter(|one| matches!(one, Err(Error::Overtaken)))
                    .count(),
                7
            );
        }
    });
}

#[test]
fn every_change_is_noted_with_who_when_and_what_it_said() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let marlaix = world.organisation("Fonderies Marlaix", "marlaix.example");
        let own = WordingScope::Organisation(marlaix);
        world.word(&received(contract("standard")), "Un {reference}.", "");
        world.pass(5);
        world.word(&received(own.clone()), "Deux.", "Fin.");
        world.pass(5);
        world.word(&received(own.clone()), "", "");
        // A save that changes nothing is no change.
        world.word(&received(own.clone()), "", "");
        let history = world.desk.wordings().unwrap().history;
        let now = world.clock.now();
        let told: Vec<_> = history
            .iter()
            .map(|line| {
                assert_eq!(line.event.by, By::Person(world.administrator));
                let SetUpDone::LetterWorded {
                    scope,
                    introduction,
                    closing,
                    kind,
                    lang,
                } = line.event.what.clone()
                else {
                    panic!("{line:?}");
                };
                assert_eq!((kind, lang), (LetterKind::Received, Lang::Fr));
                let ago = (now - line.event.at).num_minutes();
                (ago, scope, introduction, closing)
            })
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                (0, own.clone(), None, None),
                (5, own, some("Deux."), some("Fin.")),
                (10, contract("standard"), some("Un {reference}."), None),
            ]
        );
        let noted = world.desk.organisation(marlaix).unwrap().history;
        let worded = noted
            .iter()
            .filter(|line| matches!(line.event.what, SetUpDone::LetterWorded { .. }));
        assert_eq!(
            worded.count(),
            2,
            "those of the organisation stand with it, too"
        );
    });
}

#[test]
fn a_wording_that_cannot_be_read_any_more_keeps_no_letter_from_leaving() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.word(&received(WordingScope::Desk), "Bonjour.", "Fin.");
        let broken = "UPDATE letter_wordings SET introduction = 'Hier {gone}.'";
        world
            .store()
            .write(move |tx| Ok::<_, StoreError>(tx.batch_execute(broken)?))
            .unwrap();
        let letter = world.greeted("lea@marlaix.example", "standard", Lang::Fr);
        says(&letter, &["INC-2026-00001", "Prise en charge promise"]);
        says_not(&letter, &["Hier", "{gone}", "Fin."]);
    });
}

#[test]
fn an_address_that_anybody_may_have_typed_reads_nothing_that_was_typed() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let replied = place(WordingScope::Desk, LetterKind::Replied, Lang::Fr);
        world.word(
            &replied,
            "Bonjour.\n\nÀ propos de {subject}.",
            "{by}, {site}",
        );
        let typed = ["étiquettes", "Léa Marchal", "Fonderies Marlaix", "À propos"];
        let (ticket, _) = world.filed("standard", blocked());
        // Settled without a word: nobody has read what was typed.
        world.act(ticket, Act::Resolve).unwrap();
        for letter in world.left() {
            let letter = flat(&letter);
            says_not(&letter, &typed);
        }
        let (ticket, _) = world.filed("standard", blocked());
        world.reply(ticket, false);
        let answer = flat(&world.left().pop().unwrap());
        says(
            &answer,
            &[
                "Bonjour.",
                "À propos de Les étiquettes ne s’impriment plus.",
            ],
        );
    });
}

#[test]
fn neither_a_wording_nor_a_value_reaches_a_header_or_becomes_html() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let catcher = Catcher::start().unwrap();
        let settings =
            SmtpSettings::parse(&catcher.url(), "Support <support@desk.example>", None).unwrap();
        let mailer = SmtpMailer::new(settings, site());
        let taken = |introduction: &str, closing: &str| {
            let here = place(WordingScope::Desk, LetterKind::TakenInCharge, Lang::Fr);
            world.word(&here, introduction, closing);
            let (ticket, _) = world.filed("standard", blocked());
            world.act(ticket, Act::TakeCharge).unwrap();
            world.desk.deliver(&mailer).unwrap();
            catcher.letters().pop().unwrap()
        };
        let name = Line::parse("{site} <b>Max</b> {{x}}").unwrap();
        world
            .desk
            .change_profile(world.agent, &name, Lang::Fr)
            .unwrap();
        let plain = taken("", "");
        let hostile = taken(
            "Bonjour\r\nBcc: tous@ailleurs.example\r\n\r\n<script>alert(1)</script> {by}\0\u{202E}",
            "<a href=\"https://ailleurs.example\">fin</a>\r\nSubject: autre",
        );
        let names = |letter: &guichet::edges::mail::CaughtLetter| -> Vec<String> {
            letter
                .headers
                .iter()
                .map(|(name, _)| name.clone())
                .collect()
        };
        assert_eq!(names(&plain), names(&hostile));
        assert_eq!(hostile.to, plain.to);
        let bare = |subject: &str| subject.split_once("] ").unwrap().1.to_owned();
        assert_eq!(bare(&plain.subject), bare(&hostile.subject));
        says(
            &hostile.text,
            &[
                "Bcc: tous@ailleurs.example",
                "{site} <b>Max</b> {{x}}",
                "Subject: autre",
            ],
        );
        says_not(
            &hostile.html,
            &["<script", "<b>Max", "ailleurs.example\">", "\u{202E}"],
        );
        says(
            &hostile.html,
            &[
                "Bonjour<br>Bcc:",
                "&#60;script&#62;",
                "{site} &#60;b&#62;Max&#60;/b&#62; {{x}}",
            ],
        );
    });
}

#[test]
fn the_promise_stands_in_a_letter_whatever_is_written_around_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.word(
            &received(WordingScope::Desk),
            "Rien n’est promis.",
            "Adieu.",
        );
        let kind = LetterKind::DeadlineMissed;
        world.word(
            &place(WordingScope::Desk, kind, Lang::Fr),
            "Tout va bien.",
            "Adieu.",
        );
        let letter = world.greeted("lea@marlaix.example", "standard", Lang::Fr);
        says(
            &letter,
            &[
                "Rien n’est promis.",
                "Adieu.",
                "INC-2026-00001",
                "Prise en charge promise au plus tard",
                "lundi 2 mars 2026 à 12 h 00",
                "D’après : Standard ; délai P1",
                "répondez à ce courriel",
                "Vous recevez ce message",
                "https://desk.example/requests/",
            ],
        );
        let promised = world.clock.now() + TimeDelta::hours(4);
        assert_eq!(promised.to_rfc3339(), "2026-03-02T11:00:00+00:00");
    });
}
