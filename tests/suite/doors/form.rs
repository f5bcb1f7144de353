//! The public form: what programs try with it, and what people at one address may do.

use chrono::TimeDelta;
use guichet::{
    config::Quota,
    domain::{
        access::Scope, ids::MessageId, letter::Letter, notice::Notice, people::Role, ticket::Act,
    },
    edges::{
        http::{FormRules, Settings, form_door::KeptOut},
        mail::{Site, render},
    },
};

use super::OPEN;
use crate::support::{
    app::{Answer, Browser, Served, form, served_with},
    digest::{changed, digest},
    on_each_engine, on_sqlite,
};

/// Behind a proxy on this machine, so that each visitor has an address.
fn behind_a_proxy(settings: &mut Settings) {
    settings.proxies = guichet::config::Network::list("127.0.0.0/8, ::1").unwrap();
}

fn visitor(served: &Served, address: &str) -> Browser {
    served.browser().saying("X-Forwarded-For", address)
}

fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split(start.as_str()).nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Opens the form, waits, and sends it.
fn fills(served: &Served, browser: &mut Browser, changes: &[(&str, &str)], wait: i64) -> Answer {
    let page = browser.get("/").body;
    served.clock.advance(TimeDelta::seconds(wait));
    let (key, stamp) = (hidden(&page, "key"), hidden(&page, "stamp"));
    let mut fields = form(changes);
    fields.extend([("key", key.as_str()), ("stamp", stamp.as_str())]);
    browser.post("/", &fields)
}

fn letters(served: &Served) -> Vec<Letter> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let (page, _) = served.desk.letters(None, before).unwrap();
        let Some(last) = page.last() else { return all };
        before = Some((last.created_at, last.id));
        all.extend(page);
    }
}

fn plain(answer: &Answer) -> String {
    answer.body.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_form_that_comes_back_at_once_is_shown_again_with_all_that_was_typed() {
    on_each_engine(|url| {
        let served = served_with(url, OPEN, behind_a_proxy);
        let mut person = visitor(&served, "198.51.100.7");
        let before = digest(url);
        let hurried = fills(&served, &mut person, &[], 2);
        assert_eq!(hurried.status, 422, "{}", hurried.body);
        let page = plain(&hurried);
        for words in [
            "plus vite qu’on ne peut le remplir",
            "href=\"#send\"",
            "Depuis 20 h 45, le bouton ne fait plus rien.",
            "value=\"lea@marlaix.example\"",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        // The page that came back is sent as it is, a second later: no further wait.
        served.clock.advance(TimeDelta::seconds(1));
        let (key, stamp) = (hidden(&hurried.body, "key"), hidden(&hurried.body, "stamp"));
        let mut fields = form(&[]);
        fields.extend([("key", key.as_str()), ("stamp", stamp.as_str())]);
        assert_eq!(person.post("/", &fields).status, 303);
        // The button « back », a day later: the same form files once.
        served.clock.advance(TimeDelta::hours(24));
        assert_eq!(person.post("/", &fields).status, 303);
        assert_eq!(letters(&served).len(), 1);
        let kept_out = KeptOut {
            hurried: 1,
            ..KeptOut::default()
        };
        assert_eq!(served.app.form_door.kept_out(), kept_out);
    });
}

#[test]
fn a_program_must_fetch_each_form_it_sends() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, behind_a_proxy);
        let mut robot = visitor(&served, "198.51.100.7");
        let first = robot.get("/").body;
        let second = robot.get("/").body;
        served.clock.advance(TimeDelta::minutes(1));
        let (key, stamp) = (hidden(&first, "key"), hidden(&first, "stamp"));
        let other = hidden(&second, "stamp");
        let fresh = guichet::desk::Secret::draw();
        let mut longer = stamp.clone();
        longer.push('A');
        let earlier = format!("B{}", &stamp[1..]);
        for (key, stamp) in [
            (key.as_str(), ""),
            (key.as_str(), other.as_str()),
            (fresh.reveal(), stamp.as_str()),
            ("", stamp.as_str()),
            (key.as_str(), longer.as_str()),
            (key.as_str(), earlier.as_str()),
            (key.as_str(), &stamp[..20]),
            (key.as_str(), "1772614800"),
        ] {
            let mut fields = form(&[]);
            fields.extend([("key", key), ("stamp", stamp)]);
            assert_eq!(robot.post("/", &fields).status, 422, "{key} {stamp}");
        }
        assert_eq!(letters(&served).len(), 0);
        let mut fields = form(&[]);
        fields.extend([("key", key.as_str()), ("stamp", stamp.as_str())]);
        assert_eq!(robot.post("/", &fields).status, 303);
    });
}

#[test]
fn another_process_and_a_later_one_know_the_forms_of_the_first() {
    on_each_engine(|url| {
        let first = served_with(url, OPEN, behind_a_proxy);
        let second = served_with(url, OPEN, behind_a_proxy);
        let page = visitor(&first, "198.51.100.7").get("/").body;
        drop(first);
        second.clock.advance(TimeDelta::seconds(4));
        let (key, stamp) = (hidden(&page, "key"), hidden(&page, "stamp"));
        let mut fields = form(&[]);
        fields.extend([("key", key.as_str()), ("stamp", stamp.as_str())]);
        assert_eq!(
            visitor(&second, "198.51.100.7").post("/", &fields).status,
            303
        );
    });
}

#[test]
fn too_many_for_one_address_or_from_one_network_are_told_when_to_come_back() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            behind_a_proxy(settings);
            settings.form = FormRules {
                per_address: Quota::of(2, 5),
                per_source: Quota::of(4, 9),
                ..FormRules::default()
            };
        });
        let mut office = visitor(&served, "2001:db8:7::1");
        for _ in 0..2 {
            assert_eq!(fills(&served, &mut office, &[], 4).status, 303);
        }
        let third = fills(&served, &mut office, &[], 4);
        assert_eq!(third.status, 429);
        let page = plain(&third);
        assert!(page.contains("avec cette adresse électronique"), "{page}");
        assert!(page.contains("aujourd’hui à 11 h 05"), "{page}");
        assert!(
            page.contains("Depuis 20 h 45, le bouton"),
            "nothing is lost: {page}"
        );
        let seconds: i64 = third.header("retry-after").unwrap().parse().unwrap();
        assert!((3_600..=3_900).contains(&seconds), "{seconds}");
        // Somebody else from the same office files; then the office as a whole has had enough.
        let mut colleague = visitor(&served, "2001:db8:7::2");
        let other = [("email", "b@marlaix.example")];
        for _ in 0..2 {
            assert_eq!(fills(&served, &mut colleague, &other, 4).status, 303);
        }
        let last = fills(
            &served,
            &mut colleague,
            &[("email", "c@marlaix.example")],
            4,
        );
        assert_eq!(last.status, 429);
        assert!(plain(&last).contains("de votre réseau"), "{}", last.body);
        // To ask what would be promised is not to file; another network is another network.
        let preview = fills(&served, &mut colleague, &[("do", "preview")], 4);
        assert_eq!(preview.status, 200);
        let mut elsewhere = visitor(&served, "2001:db8:8::1");
        assert_eq!(
            fills(&served, &mut elsewhere, &other, 4).status,
            429,
            "its address had two"
        );
        let fresh = [("email", "d@marlaix.example")];
        assert_eq!(fills(&served, &mut elsewhere, &fresh, 4).status, 303);
        served.clock.advance(TimeDelta::seconds(seconds));
        assert_eq!(fills(&served, &mut office, &[], 4).status, 303);
        let kept_out = served.app.form_door.kept_out();
        assert_eq!((kept_out.address, kept_out.source), (2, 1));
    });
}

#[test]
fn what_this_machine_asks_itself_is_not_counted_and_a_hidden_proxy_is() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            settings.form.per_source = Quota::of(2, 2);
        });
        for _ in 0..6 {
            assert_eq!(served.browser().post("/", &form(&[])).status, 303);
        }
        let mut statuses = Vec::new();
        for visitor_is in 0..4 {
            // A proxy that is not listed: what it says of its visitors is not believed.
            let mut one = visitor(&served, &format!("198.51.100.{visitor_is}"));
            statuses.push(fills(&served, &mut one, &[], 4).status);
        }
        assert_eq!(statuses, [303, 303, 429, 429]);
    });
}

#[test]
fn an_address_that_nobody_knows_gets_one_letter_a_day_with_nothing_of_what_was_typed() {
    on_each_engine(|url| {
        let served = served_with(url, OPEN, behind_a_proxy);
        let canary = "canari-dans-le-texte";
        let typed = [
            ("email", "victim@elsewhere.example"),
            ("name", canary),
            ("organisation", canary),
            ("subject", canary),
            ("text", canary),
        ];
        let mut last = None;
        for turn in 0..4 {
            let mut one = visitor(&served, &format!("198.51.100.{turn}"));
            let answer = fills(&served, &mut one, &typed, 4);
            assert_eq!(answer.status, 303, "{}", answer.body);
            last = Some(plain(&one.get(&answer.location())));
        }
        let last = last.unwrap();
        assert!(
            last.contains("Aucun courriel ne part à victim@elsewhere.example"),
            "{last}"
        );
        let sent = letters(&served);
        assert_eq!(sent.len(), 1);
        let site = Site::new(
            "https://support.example.org",
            "Support",
            chrono_tz::Europe::Paris,
        );
        let parts = render(&sent[0], &site).unwrap();
        for part in [&parts.subject, &parts.text, &parts.html] {
            assert!(!part.contains(canary), "{part}");
        }
        let mut findings = 0;
        served
            .desk
            .check(&mut |_, found| findings += found.len())
            .unwrap();
        assert_eq!(findings, 0, "the history says that no letter was owed");
        served.clock.advance(TimeDelta::hours(24));
        let mut one = visitor(&served, "198.51.100.9");
        fills(&served, &mut one, &typed, 4);
        assert_eq!(letters(&served).len(), 2);
        assert_eq!(served.app.form_door.kept_out().letters, 3);
    });
}

#[test]
fn somebody_to_whom_the_desk_has_answered_gets_a_letter_for_each_request() {
    on_each_engine(|url| {
        let served = served_with(url, OPEN, behind_a_proxy);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut lea = visitor(&served, "198.51.100.1");
        let answer = fills(&served, &mut lea, &[], 4);
        let secret = answer
            .location()
            .replace("/requests/", "")
            .replace("/filed", "");
        let secret = guichet::desk::Secret::read(&secret).unwrap();
        fills(&served, &mut lea, &[], 4);
        assert_eq!(letters(&served).len(), 1, "not known yet");
        let page = served.desk.request(&secret).unwrap();
        let id = page.ticket.id;
        let message = MessageId::fresh();
        served
            .desk
            .change_ticket(guichet::desk::Change {
                ticket: id,
                seen: served.desk.ticket(id, &Scope::Desk).unwrap().ticket.version,
                by: agent,
                files: false,
                spent: guichet::domain::ticket::Minutes::default(),
                act: Act::Reply {
                    message,
                    resolve: false,
                },
                text: Some(crate::desk_world::text("Bonjour")),
            })
            .unwrap();
        for _ in 0..3 {
            fills(&served, &mut lea, &[], 4);
        }
        let greetings = letters(&served)
            .into_iter()
            .filter(|one| matches!(one.notice, Notice::Received { .. }));
        assert_eq!(greetings.count(), 4);
    });
}

#[test]
fn requests_that_brought_no_letter_bring_none_before_somebody_answers() {
    on_each_engine(|url| {
        let served = served_with(url, OPEN, behind_a_proxy);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut lea = visitor(&served, "198.51.100.1");
        for _ in 0..3 {
            let answer = fills(&served, &mut lea, &[], 4);
            let secret = answer.location().replace("/requests/", "");
            let secret = guichet::desk::Secret::read(&secret.replace("/filed", "")).unwrap();
            let ticket = served.desk.request(&secret).unwrap().ticket.id;
            for act in [Act::TakeCharge, Act::Resolve] {
                crate::desk_telling::acts(&served, agent, ticket, act);
            }
        }
        let mut kinds: Vec<String> = letters(&served).into_iter().map(|one| one.kind).collect();
        kinds.sort();
        assert_eq!(kinds, ["received", "replied", "taken-in-charge"]);
    });
}

#[test]
fn one_network_cannot_have_letters_sent_to_a_crowd() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            behind_a_proxy(settings);
            settings.form.per_source = Quota::NONE;
            settings.form.least = TimeDelta::zero();
        });
        let mut robot = visitor(&served, "198.51.100.66");
        for victim in 0..300 {
            let email = format!("victim{victim}@elsewhere{victim}.example");
            let answer = robot.post("/", &form(&[("email", &email)]));
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        assert_eq!(letters(&served).len(), 20);
        assert_eq!(served.app.form_door.kept_out().letters, 280);
        let answer = visitor(&served, "203.0.113.1").post("/", &form(&[]));
        assert_eq!(answer.status, 303);
        assert_eq!(letters(&served).len(), 21, "others are still written to");
    });
}

#[test]
fn two_forms_at_once_for_one_unknown_address_owe_one_letter() {
    on_each_engine(|url| {
        let served = served_with(url, OPEN, |settings| {
            behind_a_proxy(settings);
            settings.form.least = TimeDelta::zero();
        });
        visitor(&served, "198.51.100.1").post("/", &form(&[]));
        served.clock.advance(TimeDelta::hours(25));
        let statuses = crate::desk_world::at_once(8, |number| {
            let mut one = visitor(&served, &format!("198.51.100.{number}"));
            one.post("/", &form(&[])).status
        });
        assert_eq!(statuses, [303; 8]);
        assert_eq!(letters(&served).len(), 2);
    });
}

#[test]
fn replies_by_a_link_have_a_limit_that_loses_nothing() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            behind_a_proxy(settings);
            settings.form.per_address = Quota::of(3, 9);
        });
        let secret = served.filed(&[]);
        let path = format!("/requests/{}/reply", secret.reveal());
        let mut person = visitor(&served, "198.51.100.7");
        for turn in 0..3 {
            let text = format!("Message {turn}");
            assert_eq!(person.post(&path, &[("text", text.as_str())]).status, 303);
        }
        let fourth = person.post(&path, &[("text", "le quatrième")]);
        assert_eq!(fourth.status, 429);
        assert!(fourth.header("retry-after").is_some());
        let page = plain(&fourth);
        assert!(
            page.contains("Beaucoup de messages") && page.contains("le quatrième"),
            "{page}"
        );
        assert_eq!(served.desk.request(&secret).unwrap().messages.len(), 4);
        let unknown = format!("/requests/{}/reply", guichet::desk::Secret::draw().reveal());
        assert_eq!(person.post(&unknown, &[("text", "x")]).status, 404);
    });
}
