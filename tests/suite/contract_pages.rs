//! Contracts as people read them, try them and compare their versions.

use guichet::domain::{contract::TEMPLATES, people::Role, ticket::Priority};

use crate::support::{
    app::{Browser, Served, served},
    on_each_engine, on_sqlite,
};

/// A Thursday, the desk open.
const OPEN: &str = "2026-12-24T09:00:00Z";

fn agent(served: &Served) -> Browser {
    let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
    served.signed_in(agent)
}

fn plain(body: &str) -> String {
    body.replace(['\u{a0}', '\u{202f}'], " ")
}

/// What stands between two texts, the first time that they follow each other.
fn between<'a>(body: &'a str, before: &str, after: &str) -> &'a str {
    let rest = body.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or("", |(found, _)| found)
}

#[test]
fn every_contract_is_read_whole_in_both_languages_and_each_clause_is_found() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = agent(&served);
        let list = browser.get("/contracts").body;
        for (name, _) in TEMPLATES {
            assert!(
                list.contains(&format!("href=\"/contracts/{name}\"")),
                "{name}"
            );
            let contract = served.desk.contract(name).unwrap();
            for lang in ["fr", "en"] {
                let page = browser.get(&format!("/contracts/{name}?lang={lang}"));
                assert_eq!(page.status, 200);
                let body = plain(&page.body);
                for clock in contract.clocks() {
                    for priority in Priority::ALL {
                        let Some(promise) = contract.promise(clock, priority) else {
                            continue;
                        };
                        let said = promise.words(lang.parse().unwrap());
                        assert!(body.contains(&plain(&said)), "{name} {lang}: {said}");
                    }
                }
                for cited in body.split("class=\"cite small\" href=\"#").skip(1) {
                    let anchor = cited.split('"').next().unwrap();
                    assert!(
                        body.contains(&format!("id=\"{anchor}\"")),
                        "{name}: {anchor}"
                    );
                }
                assert!(
                    !body.contains("contract-"),
                    "{name} {lang}: a key without words"
                );
            }
        }
        assert_eq!(browser.get("/contracts/none").status, 404);
        assert_eq!(browser.get("/contracts/standard?version=7").status, 404);
        assert_eq!(browser.get("/contracts/standard?version=x").status, 404);
    });
}

#[test]
fn the_next_closures_are_those_of_the_contracts_own_calendar() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let mut browser = agent(&served);
        let closures = |browser: &mut Browser, name: &str| {
            let body = plain(&browser.get(&format!("/contracts/{name}?lang=fr")).body);
            between(&body, "Prochaines fermetures", "</dl>").to_owned()
        };
        // The second day of Christmas is a holiday in Alsace-Moselle: in 2026 it is a Saturday, so
        // that neither calendar tells of it; Good Friday is closed there alone.
        let (here, there) = (
            closures(&mut browser, "callcenterrate"),
            closures(&mut browser, "divalto"),
        );
        assert!(here.contains("25 décembre 2026") && there.contains("25 décembre 2026"));
        assert!(!here.contains("26 décembre") && !there.contains("26 décembre"));
        assert!(
            !here.contains("26 mars 2027") && there.contains("26 mars 2027"),
            "{there}"
        );
    });
}

#[test]
fn a_trial_gives_the_deadline_of_the_contract_with_its_warnings() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = agent(&served);
        // Thursday 24 December at 17:30, four business hours, 8 to 18: half an hour that day, the
        // rest on Monday 28 from 8:00 on.
        let tried = "/contracts/callcenterrate/try?lang=fr&filed=2026-12-24T17:30&priority=P1";
        let body = plain(&browser.get(tried).body);
        let due = between(&body, "<dt>Échéance</dt>", "</dd>");
        assert!(due.contains("lundi 28 décembre 2026 à 11 h 30"), "{due}");
        assert!(due.contains("2026-12-28T11:30"), "{due}");
        // Half of it, two hours: Monday at 9:30.
        assert!(body.contains("lundi 28 décembre 2026 à 9 h 30"), "{body}");
        assert!(body.contains("--filed 2026-12-24T17:30:00+01:00"), "{body}");
        // Nothing that CallCenterRate waits for moves the taking in charge; its answer is what the
        // desk computes for a ticket with this history.
        let standard = "/contracts/standard/try?lang=fr&filed=2026-12-24T10:00&priority=P1\
                        &taken=2026-12-24T10:30&reason=waiting-for-customer\
                        &from=2026-12-24T11:00&to=2026-12-24T12:00";
        let body = plain(&browser.get(standard).body);
        assert!(body.contains("Ce contrat ne promet rien") || body.contains("<dt>Échéance</dt>"));
        assert!(!body.contains("role=\"alert\""), "{body}");
    });
}

#[test]
fn a_trial_that_cannot_be_says_what_to_write() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let mut browser = agent(&served);
        for (query, words) in [
            ("filed=&priority=P1", "Dites quand la demande est déposée"),
            ("filed=demain&priority=P1", "Ce n’est pas une date"),
            (
                "filed=2026-12-24T10:00&priority=P9",
                "Choisissez P1, P2 ou P3",
            ),
            (
                "filed=2026-12-24T10:00&priority=P1&taken=2026-12-24T09:00",
                "C’est avant le dépôt",
            ),
            (
                "filed=2026-12-24T10:00&priority=P1&reason=nothing",
                "ne connaît pas cette attente",
            ),
            (
                "filed=2026-12-24T10:00&priority=P1&reason=waiting-for-customer",
                "Dites depuis quand elle attend",
            ),
            (
                "filed=2026-12-24T10:00&priority=P1&from=2026-12-24T11:00",
                "Dites ce qu’elle attend",
            ),
            (
                "filed=2026-12-24T10:00&priority=P1&reason=waiting-for-customer\
                 &from=2026-12-24T12:00&to=2026-12-24T11:00",
                "C’est avant le début de l’attente",
            ),
            (
                "filed=1500-01-01T10:00&priority=P1",
                "Le calendrier ne va pas si loin",
            ),
            (
                "filed=2110-12-31T17:00&priority=P1",
                "Le calendrier ne va pas si loin",
            ),
        ] {
            let page = browser.get(&format!("/contracts/standard/try?lang=fr&{query}"));
            assert_eq!(page.status, 200, "{query}");
            assert!(plain(&page.body).contains(words), "{query}: {}", page.body);
            assert!(!page.body.contains("<dt>Échéance</dt>"), "{query}");
        }
    });
}

#[test]
fn versions_are_listed_compared_and_handed_out_as_they_were() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = agent(&served);
        let first = served.desk.contract("callcenterrate").unwrap();
        let second = first.source().replace(
            "P1 = { target = \"4h ouvrées\", clause = \"art-5-p1\" }",
            "P1 = { target = \"2h ouvrées\", clause = \"art-5-p1\" }",
        );
        assert_ne!(second, first.source());
        served.clock.advance(chrono::TimeDelta::hours(2));
        served
            .desk
            .install_contract("callcenterrate", &second)
            .unwrap();
        let here = "/contracts/callcenterrate";
        let latest = plain(&browser.get(here).body);
        let promised = between(&latest, "<tbody>", "</tbody>");
        assert!(
            promised.contains("<strong>2 heures ouvrées") && !promised.contains("<strong>4 heures"),
            "{promised}"
        );
        assert!(
            latest.contains("compare?from=1&#38;to=2")
                || latest.contains("compare?from=1&amp;to=2")
        );
        let old = plain(&browser.get(&format!("{here}?version=1")).body);
        assert!(old.contains("<strong>4 heures ouvrées") && old.contains("version antérieure"));
        let compared = browser.get(&format!("{here}/compare?from=1&to=2")).body;
        let gone = between(&compared, "class=\"line-gone\"", "</tr>");
        let new = between(&compared, "class=\"line-new\"", "</tr>");
        assert!(
            gone.contains("4h ouvrées") && new.contains("2h ouvrées"),
            "{compared}"
        );
        assert_eq!(compared.matches("class=\"line-").count(), 2);
        let unasked = browser.get(&format!("{here}/compare")).body;
        assert_eq!(
            unasked.matches("class=\"line-").count(),
            2,
            "with what it was before"
        );
        let same = browser.get(&format!("{here}/compare?from=2&to=2")).body;
        assert!(same.contains("identiques") && !same.contains("class=\"line-"));
        for (version, source) in [(1, first.source()), (2, &*second)] {
            let file = browser.get(&format!("{here}/file?version={version}"));
            assert_eq!(file.bytes, source.as_bytes());
            assert!(
                file.header("content-disposition")
                    .unwrap()
                    .starts_with("attachment")
            );
        }
        // A trial of an old version is one of that version.
        let query = "filed=2026-12-28T09:00&priority=P1&lang=fr";
        let now = plain(&browser.get(&format!("{here}/try?{query}")).body);
        let then = plain(&browser.get(&format!("{here}/try?{query}&version=1")).body);
        assert!(between(&now, "<dt>Échéance</dt>", "</dd>").contains("11 h"));
        assert!(between(&then, "<dt>Échéance</dt>", "</dd>").contains("13 h"));
        assert!(
            !then.contains("guichet sla explain"),
            "it would explain the latest"
        );
    });
}
