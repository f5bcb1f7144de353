//! Lists and tenants: what belongs to others is in no list, in neither form.

use guichet::domain::people::{OrganisationKind, Role};

use super::{OPEN, both, csv, lists, xlsx};
use crate::support::{app::served, on_each_engine};

#[test]
fn export_nothing_of_another_organisation_is_in_any_list_of_a_customer() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let own = served.customer(url, "Marlaix", boss);
        let other = served.customer(url, "Ostrel", boss);
        let integrator = served.organisation("Intégrateur", OrganisationKind::Integrator);
        let ines = served.member(integrator, "Ines", "ines@integre.example", boss);
        served.serves(url, integrator, own.id);
        for house in [own, other] {
            super::pays_ahead(&served, house.id, boss);
        }
        for (person, sees_people) in [(own.chief, true), (own.clerk, false), (ines, false)] {
            let mut browser = served.signed_in(person);
            for route in lists() {
                let policy = route.read_policy.as_deref().unwrap();
                if !policy.starts_with("Customer") {
                    continue;
                }
                let page = route.path.strip_suffix(".{form}").unwrap();
                if page.starts_with("/portal/overview") && person != ines {
                    assert_eq!(browser.get(&format!("{page}.xlsx")).status, 403);
                    continue;
                }
                let administrates = ["/portal/people", "/portal/hours", "/portal/consents"];
                if administrates.iter().any(|one| page.starts_with(one)) && !sees_people {
                    assert_eq!(browser.get(&format!("{page}.xlsx")).status, 403);
                    continue;
                }
                for query in [
                    "",
                    "?view=all",
                    "?view=all&q=ostrel",
                    &format!("?view=all&platform={}", other.platform),
                    &format!("?organisation={}", other.id),
                ] {
                    let page = format!("{page}{query}");
                    let list = both(&mut browser, &page);
                    let (_, about) = xlsx(&mut browser, &page);
                    let told = format!("{list:?}");
                    let told = told.to_lowercase();
                    assert!(!told.contains("ostrel"), "{page}: {told}");
                    // What was looked for is told as it was typed; the other's platform is not.
                    assert!(!format!("{about:?}").contains("Production"), "{page}");
                }
            }
            let all = csv(&mut browser, "/portal?view=all");
            assert_eq!(all.rows.len(), 1, "their own request is there");
        }
    });
}

#[test]
fn export_a_queue_for_members_only_is_in_no_list_of_anybody_else() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        let member = served.worker("Membre", "membre@desk.example", Role::Administrator);
        let house = served.customer(url, "Marlaix", boss);
        let queue = served.desk.queues().unwrap()[0].id;
        served
            .desk
            .set_queue_member(queue, member, true, boss)
            .unwrap();
        served.desk.close_queue(queue, true, boss).unwrap();
        served.clock.advance(chrono::TimeDelta::hours(6));
        served.desk.escalate().unwrap();
        for (page, canary) in [
            ("/queue?view=all", "Étiquettes"),
            ("/escalations?show=all", "Étiquettes"),
            ("/letters?state=waiting", "Marlaix"),
        ] {
            let seen = both(&mut served.signed_in(member), page);
            assert!(
                seen.rows.iter().flatten().any(|cell| cell.contains(canary)),
                "{page}"
            );
            let hidden = both(&mut served.signed_in(boss), page);
            let told = format!("{hidden:?}");
            assert!(!told.contains(canary), "{page}: {told}");
        }
        let history = format!("/tickets/{}/history.csv", house.ticket);
        assert_eq!(served.signed_in(boss).get(&history).status, 404);
        assert_eq!(served.signed_in(member).get(&history).status, 200);
    });
}
