//! Every figure of a report opens a list as long as it says.

use std::collections::BTreeSet;

use guichet::{
    domain::{
        access::Scope,
        report::{FactKind, Figure, Figures, ReportPeriodKind},
    },
    store::{
        DatabaseUrl, Options, Store,
        report::facts::{self, Walk},
    },
};

use super::{Months, over};
use crate::support::{app::Browser, on_each_engine};

/// The links of figures in a page, each with how many it counts.
fn figures(page: &str) -> Vec<(String, u64)> {
    page.split("<a ")
        .skip(1)
        .filter_map(|link| {
            let tag = link.split_once('>')?.0;
            let value = |name: &str| {
                let after = tag.split_once(&format!("{name}=\""))?.1;
                Some(after.split_once('"')?.0.to_owned())
            };
            let count = value("data-counted")?.parse().unwrap();
            Some((
                value("href")?.replace("&#38;", "&").replace("&amp;", "&"),
                count,
            ))
        })
        .collect()
}

/// The rows of a list, page after page, and how many it says there are.
fn listed(browser: &mut Browser, address: &str) -> (u64, usize) {
    let (mut rows, mut next, mut said) = (0, Some(address.to_owned()), 0);
    while let Some(address) = next.take() {
        let page = browser.get(&address);
        assert_eq!(page.status, 200, "{address}");
        rows += page.body.matches("<li data-row>").count();
        let count = page.body.split_once("data-rows=\"").unwrap().1;
        said = count.split_once('"').unwrap().0.parse().unwrap();
        next = page
            .body
            .split("<a ")
            .find(|link| link.contains("rel=\"next\""))
            .map(|link| {
                let href = link
                    .split_once("href=\"")
                    .unwrap()
                    .1
                    .split_once('"')
                    .unwrap()
                    .0;
                href.replace("&#38;", "&").replace("&amp;", "&")
            });
    }
    (said, rows)
}

#[test]
fn every_figure_of_a_report_opens_a_list_as_long_as_it_says() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let mut browser = months.scene.served.signed_in(months.auditor);
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut counted = 0;
        for asked in [
            "period=month&day=2026-03-01",
            "period=month&day=2026-04-01",
            "period=quarter&day=2026-01-01",
            "period=days&first=2026-03-04&last=2026-04-02",
        ] {
            let page = browser.get(&format!("/reports?{asked}"));
            assert_eq!(page.status, 200);
            let links = figures(&page.body);
            assert!(links.len() > 60, "{asked}: {}", links.len());
            for (address, count) in links {
                if !seen.insert(address.clone()) {
                    continue;
                }
                let (said, rows) = listed(&mut browser, &address);
                assert_eq!((said, rows as u64), (count, count), "{address}");
                if count > 0 {
                    counted += 1;
                    let csv = browser.get(&address.replacen("/list?", "/list.csv?", 1));
                    assert_eq!(
                        csv.body.trim_end().lines().count() as u64 - 1,
                        count,
                        "{address}"
                    );
                }
            }
        }
        assert!(counted > 40, "{counted}");
    });
}

#[test]
fn a_list_longer_than_a_page_is_read_to_its_end_and_no_row_comes_twice() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let desk = &months.scene.served.desk;
        let asked = over(ReportPeriodKind::Quarter, "2026-03-01");
        let reader = Scope::worker(months.auditor);
        for figure in [
            Figure::Due,
            Figure::Filed,
            Figure::Vendor,
            Figure::Backlog,
            Figure::Late,
        ] {
            let sought = guichet::domain::report::Sought::of(figure);
            let whole = desk
                .report_list(&asked, &sought, None, 1_000, &reader)
                .unwrap();
            let (mut after, mut keys) = (None, Vec::new());
            loop {
                let page = desk
                    .report_list(&asked, &sought, after, 1, &reader)
                    .unwrap();
                keys.extend(page.rows.iter().map(|row| row.key));
                after = keys.last().copied();
                if !page.more {
                    break;
                }
            }
            let all: Vec<_> = whole.rows.iter().map(|row| row.key).collect();
            assert_eq!(keys, all, "{figure}");
            assert_eq!(
                all.len() as u64,
                desk.report_count(&asked, &sought, &reader).unwrap()
            );
        }
    });
}

#[test]
fn the_months_of_a_quarter_add_up_to_it_and_the_parts_to_the_whole() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let mut sum = Figures::default();
        for day in ["2026-01-01", "2026-02-01", "2026-03-01"] {
            sum.follow(&months.report(&over(ReportPeriodKind::Month, day)).figures);
        }
        let quarter = months.report(&over(ReportPeriodKind::Quarter, "2026-02-01"));
        assert_eq!(sum, quarter.figures);
        let figures = &quarter.figures;
        assert_eq!(figures.count(Figure::Filed), 6);
        assert!(figures.count(Figure::Missed) > 0 && figures.count(Figure::Kept) > 0);
        assert!(figures.vendor > 0 && figures.vendor < figures.open);
        // Of two parts alone, too: the report of one customer, and those of all.
        let mut parts = 0;
        for (by, group) in figures.groups.keys() {
            let mut asked = over(ReportPeriodKind::Quarter, "2026-02-01");
            let of = guichet::domain::report::OfGroup {
                by: *by,
                group: group.clone(),
            };
            asked.groups.push(of);
            let part = months.report(&asked).figures;
            let line = figures.groups[&(*by, group.clone())];
            assert_eq!(part.count(Figure::Filed), line.filed, "{by} {group}");
            assert_eq!(part.share(None, None), line.promises, "{by} {group}");
            assert_eq!(part.count(Figure::Backlog), line.backlog, "{by} {group}");
            parts += 1;
        }
        assert!(parts > 6, "{parts}");
    });
}

#[test]
fn facts_are_drawn_once_whoever_stops_in_between_and_again_when_something_happens() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let desk = &months.scene.served.desk;
        let asked = over(ReportPeriodKind::Month, "2026-04-01");
        let before = months.report(&asked).figures;
        assert_eq!((months.report(&asked).behind, months.caught_up()), (0, 0));
        months.acts(&months.houses[1], guichet::domain::ticket::Act::Resolve);
        assert_eq!(months.report(&asked).behind, 1);
        assert_eq!(desk.catch_up_reports(&|| false).unwrap(), 0);
        assert_eq!(months.report(&asked).behind, 1);
        assert_eq!((months.caught_up(), months.report(&asked).behind), (1, 0));
        // What happens at the instant of reading counts right after it.
        months.later(chrono::TimeDelta::minutes(1));
        let after = months.report(&asked).figures;
        assert_eq!(
            after.count(Figure::Resolved),
            before.count(Figure::Resolved) + 1
        );
        assert!(
            months.scene.findings().is_empty(),
            "{:?}",
            months.scene.findings()
        );
    });
}

/// A fact is taken away beside the desk.
fn robbed(url: &DatabaseUrl) {
    use diesel::connection::SimpleConnection as _;

    let store = Store::open(url, Options::of(url.engine())).unwrap();
    let take = "UPDATE report_facts SET kept = (1 = 0) WHERE kept = (1 = 1)";
    store
        .write(move |tx| Ok::<_, guichet::store::StoreError>(tx.batch_execute(take)?))
        .unwrap();
}

#[test]
fn the_check_finds_facts_that_the_histories_do_not_give() {
    on_each_engine(|url| {
        let months = Months::new(url);
        assert!(
            months.scene.findings().is_empty(),
            "{:?}",
            months.scene.findings()
        );
        robbed(url);
        let found = months.scene.findings();
        assert!(
            found.iter().any(|one| one.says.contains("clock")),
            "{found:?}"
        );
    });
}

#[test]
fn nobody_reads_in_a_report_what_is_in_a_queue_that_is_closed_to_them() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let desk = &months.scene.served.desk;
        let asked = over(ReportPeriodKind::Quarter, "2026-03-01");
        assert!(months.report(&asked).figures.count(Figure::Filed) > 0);
        let queue = desk.queues().unwrap()[0].id;
        let reader = Scope::Worker {
            person: months.auditor,
            closed: vec![queue].into(),
        };
        let desk = desk.behind(&reader);
        let nothing = desk.report(&asked, &reader).unwrap();
        assert_eq!(nothing.figures, Figures::default());
        for figure in Figure::ALL {
            let sought = guichet::domain::report::Sought::of(*figure);
            assert_eq!(
                desk.report_count(&asked, &sought, &reader).unwrap(),
                0,
                "{figure}"
            );
        }
    });
}

#[test]
fn figures_for_programs_and_spreadsheets_are_those_of_the_page() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let mut browser = months.scene.served.signed_in(months.auditor);
        let figures = months
            .report(&over(ReportPeriodKind::Month, "2026-03-01"))
            .figures;
        let json = browser.get("/reports.json?period=month&day=2026-03-01");
        let told: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(told["filed"], figures.count(Figure::Filed));
        let missed: u64 = told["promises"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["missed"].as_u64().unwrap())
            .sum();
        assert_eq!(missed, figures.count(Figure::Missed));
        let csv = browser.get("/reports.csv?period=month&day=2026-03-01&lang=en");
        let line = format!("\"Promises missed\",\"\",\"\",\"\",\"\",\"{missed}\",\"\"");
        assert!(csv.body.contains(&line), "{}", csv.body);
    });
}

#[test]
fn a_walk_fact_by_fact_meets_each_once_also_among_those_that_go_on() {
    on_each_engine(|url| {
        let _months = Months::new(url);
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        for kind in FactKind::ALL {
            let walk = Walk {
                kind,
                from: "2026-03-01T00:00:00Z".parse().unwrap(),
                to: "2026-05-01T00:00:00Z".parse().unwrap(),
                as_of: None,
                groups: Vec::new(),
                closed: Vec::new(),
                running: false,
            };
            let page = |after, most| {
                store
                    .read(|conn| facts::walk(conn, &walk, after, most))
                    .unwrap()
            };
            let whole: Vec<_> = page(None, 1_000).into_iter().map(|(key, _)| key).collect();
            let mut one_by_one = Vec::new();
            while let [(key, _)] = page(one_by_one.last().copied(), 1).as_slice() {
                one_by_one.push(*key);
                assert!(one_by_one.len() <= whole.len(), "{kind}");
            }
            assert_eq!(one_by_one, whole, "{kind}");
            // Four requests are open still.
            assert!(kind != FactKind::Open || whole.len() > 4, "{whole:?}");
        }
    });
}
