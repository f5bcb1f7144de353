//! Availability in reports: of every organisation, as its page counts it; kept with a closed month, revised by what
//! is corrected later, and told to nobody who sees nothing of the organisation.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use guichet::{
    desk::{
        FileTicket, NewContractVersion, PeriodAsked, Secret, SubscriptionSaid,
        reports::ReportAvailability,
    },
    domain::{
        access::Scope,
        availability::Ratio,
        contract::Contract,
        credit::CreditState,
        ids::{OperationId, OrganisationId},
        money::Cents,
        operation::Said,
        people::Role,
        report::{Dimension, OfGroup, ReportPeriodKind},
        services::{QueueSetting, ServiceSetting},
    },
    store::{DatabaseUrl, Options, Store},
};

use super::over;
use crate::{
    availability::{Scene, line, outage, typed},
    desk_world::{address, at, blocked, request},
    support::{customers::House, on_each_engine},
};

const MONTH: &str = "period=month&day=2026-11-01";
const BEGAN: &str = "2026-11-16T07:00:00Z";

/// The scene of availability, with an outage of two hours and a quarter of everybody's on 16 November.
struct November {
    scene: Scene,
    outage: OperationId,
}

impl November {
    fn new(url: &DatabaseUrl) -> Self {
        let scene = Scene::new(url);
        let said = outage(scene.shared, BEGAN, Some("2026-11-16T09:15:00Z"));
        let outage = scene.enter(Said::Outage(said));
        Self { scene, outage }
    }

    fn at(&self, instant: &str) {
        self.scene.served.clock.set(at(instant));
    }

    /// Closes what can be closed; how many revisions were made.
    fn closes(&self) -> u64 {
        let desk = &self.scene.served.desk;
        desk.catch_up_reports(&|| true).unwrap();
        desk.close_months(&|| true).unwrap()
    }

    fn closed(url: &DatabaseUrl) -> Self {
        let november = Self::new(url);
        november.at("2026-12-06T09:00:00Z");
        assert_eq!(november.closes(), 1);
        november.at("2026-12-08T09:00:00Z");
        november
    }

    fn told(&self, day: &str, revision: Option<u32>) -> ReportAvailability {
        let mut asked = over(ReportPeriodKind::Month, day);
        asked.revision = revision;
        let reader = Scope::worker(self.scene.auditor);
        let desk = &self.scene.served.desk;
        desk.report_availability(&asked, &reader).unwrap()
    }

    /// What Marlaix and Ostrel lost in November, in minutes.
    fn lost(&self, revision: Option<u32>) -> Vec<i64> {
        let told = self.told("2026-11-01", revision);
        let minute = |lost: Ratio| lost.floor() / 60_000_000;
        told.lines.iter().map(|one| minute(one.line.lost)).collect()
    }

    /// The outage ended at another time than was said.
    fn corrected(&self, seen: u32, ended: &str) {
        let said = typed(Said::Outage(outage(self.scene.shared, BEGAN, Some(ended))));
        let desk = &self.scene.served.desk;
        let why = line("Les journaux disent autre chose");
        let done = desk.correct_operation(
            (self.outage, seen),
            &said,
            &why,
            self.scene.agent,
            &Scope::Desk,
        );
        assert!(done.unwrap());
        self.scene.served.clock.advance(TimeDelta::minutes(1));
    }

    fn findings(&self) -> Vec<String> {
        let mut all = Vec::new();
        let desk = &self.scene.served.desk;
        desk.check(&mut |_, found| all.extend(found.iter().map(ToString::to_string)))
            .unwrap();
        all
    }
}

fn of(id: OrganisationId) -> OfGroup {
    OfGroup {
        by: Dimension::Organisation,
        group: id.to_string(),
    }
}

#[test]
fn a_report_has_the_availability_of_every_organisation_as_its_page_counts_it() {
    on_each_engine(|url| {
        let november = November::new(url);
        november.at("2026-12-03T09:00:00Z");
        let scene = &november.scene;
        let told = november.told("2026-11-01", None);
        let names: Vec<&str> = told.lines.iter().map(|one| &*one.organisation).collect();
        assert_eq!(names, ["Marlaix", "Ostrel"]);
        let mut browser = scene.served.signed_in(scene.auditor);
        let page = browser.get(&format!("/reports?{MONTH}")).body;
        for one in &told.lines {
            let asked = PeriodAsked {
                service: Some(scene.service),
                day: Some("2026-11-30".parse().unwrap()),
            };
            let desk = &scene.served.desk;
            let own = desk.availability(one.line.organisation, asked).unwrap();
            let measured = own.measured.unwrap();
            let (figure, shown) = (&measured.figure, one.line.figure());
            assert_eq!(
                (figure.counted, figure.lost, figure.is_kept(), figure.period),
                (shown.counted, shown.lost, shown.is_kept(), shown.period)
            );
            assert_eq!((shown.is_kept(), one.is_kept), (Some(false), false));
            assert_eq!(one.line.contract, measured.version);
            // The figure opens that page, which says the same.
            let href = format!(
                "/organisations/{}/availability?service={}&day=2026-11-30",
                one.line.organisation, scene.service
            );
            assert!(page.contains(&href.replace('&', "&#38;")), "{href}: {page}");
            let rate = guichet::edges::words::availability::percent(
                shown.rate().unwrap(),
                guichet::domain::lang::Lang::Fr.words(),
            );
            assert!(page.contains(&rate) && browser.get(&href).body.contains(&rate));
        }
        assert!(page.contains("Qualité de Services"), "the clause is named");
        let json = browser.get(&format!("/reports.json?{MONTH}"));
        let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        let told_json = json["availability"].as_array().unwrap();
        assert_eq!(told_json.len(), 2);
        assert_eq!(
            told_json[0]["lost_microseconds"],
            told.lines[0].line.lost.floor()
        );
        let list = browser.get(&format!("/reports/availability.csv?{MONTH}"));
        assert_eq!(list.body.matches("Non tenu").count(), 2, "{}", list.body);
        // Of one organisation only, and of what has no availability of its own.
        let query = format!("{MONTH}&organisation={}", scene.ostrel.id);
        let one = browser.get(&format!("/reports/availability.csv?{query}"));
        assert!(one.body.contains("Ostrel") && !one.body.contains("Marlaix"));
        let apart = browser.get(&format!("/reports?{MONTH}&product=none")).body;
        assert!(apart.contains("non par produit ni par intégrateur"));
    });
}

#[test]
fn a_longer_period_is_counted_up_to_the_end_of_the_report_and_told_once() {
    on_each_engine(|url| {
        let november = November::new(url);
        let scene = &november.scene;
        let desk = &scene.served.desk;
        let services = desk.services().unwrap();
        let weavy = services.iter().find(|one| one.slug == "weavy").unwrap();
        let said = SubscriptionSaid {
            support: true,
            prepaid_minutes: None,
            annual: None,
            first_day: "2026-10-01".parse().unwrap(),
            last_day: Some("2027-01-31".parse().unwrap()),
        };
        desk.subscribe(scene.ostrel.id, weavy.id, "divalto", said, scene.root)
            .unwrap();
        november.at("2027-02-20T09:00:00Z");
        let quarters = |kind, day: &str| {
            let reader = Scope::worker(scene.auditor);
            let told = desk.report_availability(&over(kind, day), &reader).unwrap();
            let of_weavy = told
                .lines
                .into_iter()
                .filter(|one| one.line.service == weavy.id);
            of_weavy
                .map(|one| {
                    let line = one.line;
                    (
                        line.first_day.to_string(),
                        line.until.to_rfc3339(),
                        line.is_over,
                    )
                })
                .collect::<Vec<_>>()
        };
        let so_far =
            |until: &str, is_over| vec![("2026-10-01".to_owned(), until.to_owned(), is_over)];
        assert_eq!(
            quarters(ReportPeriodKind::Month, "2026-11-01"),
            so_far("2026-11-30T23:00:00+00:00", false)
        );
        let over = so_far("2026-12-31T23:00:00+00:00", true);
        assert_eq!(quarters(ReportPeriodKind::Month, "2026-12-01"), over);
        assert_eq!(quarters(ReportPeriodKind::Quarter, "2026-12-01"), over);
        // It had ended when the second quarter began, and not when the first did.
        assert_eq!(quarters(ReportPeriodKind::Month, "2027-04-01"), vec![]);
        assert_eq!(quarters(ReportPeriodKind::Month, "2027-01-01").len(), 1);
    });
}

#[test]
fn a_closed_month_keeps_its_availability_and_a_corrected_outage_makes_a_revision() {
    on_each_engine(|url| {
        let november = November::closed(url);
        let scene = &november.scene;
        let before = november.lost(None);
        assert!(before.iter().all(|lost| *lost > 60), "{before:?}");
        assert!(november.told("2026-11-01", None).lines[0].is_kept);
        assert_eq!(november.closes(), 0, "looking again finds nothing");
        november.corrected(1, "2026-11-16T08:15:00Z");
        assert_eq!(november.lost(None), before, "it is closed");
        assert_eq!((november.closes(), november.closes()), (1, 0));
        let after = november.lost(None);
        assert_eq!(
            after,
            before.iter().map(|lost| lost - 60).collect::<Vec<_>>()
        );
        assert_eq!(
            (november.lost(Some(1)), november.lost(Some(2))),
            (before, after)
        );
        let changes = &november.told("2026-11-01", None).changes;
        let names: Vec<&str> = changes[&2].iter().map(|one| &*one.organisation).collect();
        assert_eq!(names, ["Marlaix", "Ostrel"]);
        let mut browser = scene.served.signed_in(scene.auditor);
        let page = browser.get(&format!("/reports?{MONTH}")).body;
        assert!(page.contains("Révision 2") && page.contains("revision=1"));
        assert!(page.contains("Disponibilité, Marlaix, Jamespot"), "{page}");
        assert!(page.contains("jamespot 1"), "the version is told: {page}");
        assert!(november.findings().is_empty(), "{:?}", november.findings());
        // What begins after the month, or says nothing else, revises nothing.
        scene.enter(Said::Outage(outage(
            scene.shared,
            "2026-12-07T09:00:00Z",
            None,
        )));
        assert_eq!(november.closes(), 0);
    });
}

#[test]
fn a_closed_month_is_counted_again_by_the_version_that_counted_it() {
    on_each_engine(|url| {
        let november = November::closed(url);
        let desk = &november.scene.served.desk;
        let first = november.told("2026-11-01", None).lines[0].line.contract;
        let source = desk.contract("jamespot").unwrap().source().to_owned();
        let source = source.replace("target = \"99.5 %\"", "target = \"90 %\"");
        desk.add_version(NewContractVersion {
            contract: Contract::parse("said.toml", &source).unwrap(),
            seen: None,
            note: "avenant".to_owned(),
            from: None,
            by: Some(november.scene.root),
        })
        .unwrap();
        november.corrected(1, "2026-11-16T10:15:00Z");
        assert_eq!(november.closes(), 1);
        let line = &november.told("2026-11-01", None).lines[0].line;
        assert_eq!(
            (line.contract, line.figure().is_kept()),
            (first, Some(false))
        );
        let now = &november.told("2026-12-01", None).lines[0];
        assert_eq!((now.version, now.is_kept), (2, false));
        assert!(november.findings().is_empty(), "{:?}", november.findings());
    });
}

#[test]
fn free_days_are_told_as_they_stood_when_the_month_was_closed() {
    on_each_engine(|url| {
        let november = November::closed(url);
        let scene = &november.scene;
        let desk = &scene.served.desk;
        let marlaix = |revision| november.told("2026-11-01", revision).lines[0].line.clone();
        let owed = marlaix(None).owed.unwrap();
        assert!(owed.days > 0 && marlaix(None).credits.is_empty());
        let priced = |house: &House| {
            let page = desk.organisation(house.id).unwrap();
            let mut all = page.subscriptions.iter();
            let one = all.find(|one| one.service == scene.service).unwrap();
            let said = SubscriptionSaid {
                support: one.support,
                prepaid_minutes: one.prepaid_minutes,
                annual: Cents::parse("12 000").ok(),
                first_day: one.first_day,
                last_day: one.last_day,
            };
            desk.change_subscription(house.id, one.id, said, scene.root)
                .unwrap();
        };
        priced(&scene.marlaix);
        let period = (scene.service, "2026-11-30".parse().unwrap());
        let credit = desk
            .propose_credit(scene.marlaix.id, period, scene.supervisor)
            .unwrap();
        scene.served.clock.advance(TimeDelta::minutes(1));
        assert_eq!(november.closes(), 1);
        desk.decide_credit(credit, None, scene.supervisor).unwrap();
        scene.served.clock.advance(TimeDelta::minutes(1));
        assert_eq!(november.closes(), 1);
        assert!(november.findings().is_empty(), "{:?}", november.findings());
        let days = |revision| {
            let line = marlaix(revision);
            let of = |state| line.days(state);
            (of(CreditState::Proposed), of(CreditState::Confirmed))
        };
        assert_eq!(days(Some(1)), (0, 0));
        assert_eq!(days(Some(2)), (owed.days, 0));
        assert_eq!(days(None), (0, owed.days));
        // 12,000 * 2 / 365 = 65.7534…
        assert_eq!(
            (owed.days, marlaix(None).worth().map(Cents::digits)),
            (2, Some("65.75".to_owned()))
        );
        let mut browser = scene.served.signed_in(scene.auditor);
        let list = browser
            .get(&format!("/reports/availability.csv?{MONTH}"))
            .body;
        assert!(
            list.contains("\"65.75\"") && list.contains("Confirmé"),
            "{list}"
        );
        let page = browser.get(&format!("/reports?{MONTH}")).body;
        assert!(page.contains("65,75\u{a0}€"), "{page}");
        assert!(
            page.contains("Jours gratuits dus, non proposés"),
            "Ostrel's: {page}"
        );
    });
}

#[test]
fn the_check_finds_availability_that_what_was_known_then_does_not_give() {
    on_each_engine(|url| {
        let november = November::closed(url);
        assert!(november.findings().is_empty(), "{:?}", november.findings());
        // What is corrected later is not held against it.
        november.corrected(1, "2026-11-16T08:15:00Z");
        assert!(november.findings().is_empty(), "{:?}", november.findings());
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        let sql = "UPDATE report_closings SET availability = \
                   REPLACE(availability, '\"is_over\":true', '\"is_over\":false')";
        store
            .write(move |tx| Ok::<_, guichet::store::StoreError>(tx.batch_execute(sql)?))
            .unwrap();
        let found = november.findings();
        assert!(found.iter().any(|one| one.contains("2026-11")), "{found:?}");
    });
}

/// A request of Ostrel's in a queue that is open to everybody.
fn in_an_open_queue(november: &November) {
    let desk = &november.scene.served.desk;
    let queue = QueueSetting {
        slug: "ouverte".to_owned(),
        name: "Ouverte".to_owned(),
        mail: None,
        supervisor_mail: None,
    };
    let service = ServiceSetting {
        slug: "ouvert".to_owned(),
        name: "Ouvert".to_owned(),
        queue: "ouverte".to_owned(),
        contract: "standard".to_owned(),
    };
    desk.keep_services(&[queue], &[service]).unwrap();
    desk.file_ticket(FileTicket {
        key: Secret::draw(),
        email: address("odile@ostrel.example"),
        ..request("ouvert", blocked())
    })
    .unwrap();
}

#[test]
fn nobody_reads_the_availability_of_whom_they_see_nothing_of() {
    on_each_engine(|url| {
        let november = November::closed(url);
        november.corrected(1, "2026-11-16T08:15:00Z");
        assert_eq!(november.closes(), 1);
        let scene = &november.scene;
        let desk = &scene.served.desk;
        // The queue in which all requests are is closed, but for one of Ostrel's in another.
        let queue = desk.queues().unwrap()[0].id;
        in_an_open_queue(&november);
        desk.set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        let outsider = scene
            .served
            .worker("Aline Caron", "aline@desk.example", Role::Supervisor);
        let mut browser = scene.served.signed_in(outsider);
        for address in [
            format!("/reports?{MONTH}"),
            format!("/reports.json?{MONTH}"),
            format!("/reports/availability.csv?{MONTH}"),
            format!("/reports?{MONTH}&revision=1"),
            "/reports.json?period=month&day=2026-12-01".to_owned(),
        ] {
            let body = browser.get(&address).body;
            assert!(body.contains("Ostrel"), "{address}: {body}");
            assert!(!body.contains("Marlaix"), "{address}: {body}");
        }
        let mut asked = over(ReportPeriodKind::Month, "2026-11-01");
        asked.groups.push(of(scene.marlaix.id));
        let reader = Scope::Worker {
            person: outsider,
            closed: vec![queue].into(),
        };
        let told = desk.report_availability(&asked, &reader).unwrap();
        assert!(told.lines.is_empty() && told.changes.is_empty());
    });
}
