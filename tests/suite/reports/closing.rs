//! A closed month stays what it was; a correction makes a revision that says what changed.

use chrono::TimeDelta;
use guichet::{
    desk::{Ruling, reports::ReportState},
    domain::{
        access::Scope,
        report::{Figure, ReportPeriodKind, Share, Sought},
        ticket::{Act, ClockName, Line, Priority},
    },
};

use super::{Months, over};
use crate::support::on_each_engine;

impl Months {
    fn closes(&self) -> u64 {
        self.scene.served.desk.close_months(&|| true).unwrap()
    }
}

#[test]
fn a_month_is_closed_five_days_after_its_end_and_then_changes_no_more() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let march = over(ReportPeriodKind::Month, "2026-03-01");
        months.at("2026-04-05T21:59:00Z");
        assert_eq!(
            (months.closes(), months.report(&march).state),
            (0, ReportState::Provisional)
        );
        months.at("2026-04-08T08:00:00Z");
        assert_eq!(months.closes(), 1);
        let closed = months.report(&march);
        assert_eq!(closed.state, ReportState::Closed);
        assert_eq!(closed.revisions.len(), 1);
        assert!(
            closed.revisions[0]
                .contracts
                .iter()
                .any(|(name, _)| name == "standard")
        );
        // What goes on in April changes nothing of March.
        months.acts(&months.houses[1], Act::Resolve);
        months.acts(&months.houses[3], Act::Resolve);
        assert_eq!(months.caught_up(), 2);
        months.closes();
        months.later(TimeDelta::days(1));
        let after = months.report(&march);
        assert_eq!(after.figures, closed.figures);
        assert_eq!(after.revisions.len(), 1);
        // Counted again from the facts of then, it is the same, as `guichet check` finds.
        assert!(
            months.scene.findings().is_empty(),
            "{:?}",
            months.scene.findings()
        );
    });
}

#[test]
fn a_correction_of_a_closed_month_makes_a_revision_that_says_what_changed() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let march = over(ReportPeriodKind::Month, "2026-03-01");
        months.at("2026-04-08T08:00:00Z");
        assert_eq!(months.closes(), 1);
        let before = months.report(&march);
        let cluse = &months.houses[2];
        let missed = |page: &guichet::desk::reports::ReportPage| {
            page.figures
                .share(Some(ClockName::Resolve), Some(Priority::P1))
        };
        // Paused in March while the customer was awaited; the pause is lifted in April.
        let desk = &months.scene.served.desk;
        let page = desk.ticket(cluse.ticket, &Scope::Desk).unwrap();
        let pause = guichet::domain::ticket::pauses_told(&page.events)[0].seq;
        let why = Line::parse("il était joint").unwrap();
        desk.contest_pause(cluse.clerk, cluse.ticket, pause, &why)
            .unwrap();
        let ruling = Ruling { lifts: true, why };
        desk.rule_pause(months.scene.supervisor, cluse.ticket, pause, &ruling)
            .unwrap();
        months.later(TimeDelta::minutes(1));
        months.caught_up();
        assert_eq!(months.closes(), 1);
        let after = months.report(&march);
        assert_eq!(after.revisions.len(), 2);
        let Share { kept, missed: were } = missed(&before);
        assert_eq!(
            missed(&after),
            Share {
                kept,
                missed: were + 1
            }
        );
        let told = &after.revisions[1].changes;
        assert!(
            told.iter().any(|one| one.figure == Figure::Missed
                && one.clock == Some(ClockName::Resolve)
                && one.to == one.from + 1),
            "{told:?}"
        );
        // The earlier revision is readable, figures and lists.
        let mut earlier = march.clone();
        earlier.revision = Some(1);
        assert_eq!(months.report(&earlier).figures, before.figures);
        let reader = Scope::worker(months.auditor);
        for (asked, page) in [(&march, &after), (&earlier, &before)] {
            let count = desk
                .report_count(asked, &Sought::of(Figure::Missed), &reader)
                .unwrap();
            assert_eq!(count, page.figures.count(Figure::Missed));
        }
        assert!(
            months.scene.findings().is_empty(),
            "{:?}",
            months.scene.findings()
        );
        // Nothing else is found by looking again.
        assert_eq!(months.closes(), 0);
        let mut browser = months.scene.served.signed_in(months.auditor);
        let shown = browser
            .get("/reports?period=month&day=2026-03-01&lang=en")
            .body;
        assert!(
            shown.contains("Revision 2") && shown.contains("revision=1"),
            "{shown}"
        );
        assert_eq!(
            browser
                .get("/reports?period=month&day=2026-03-01&revision=7")
                .status,
            404
        );
    });
}

#[test]
fn those_who_are_named_get_a_closed_month_once_on_a_business_day() {
    on_each_engine(|url| {
        let months = Months::new(url);
        let desk = &months.scene.served.desk;
        let agent = months.scene.agent;
        // An agent may not read reports: naming one names nobody.
        desk.set_report_readers(&[months.auditor, agent], months.scene.root)
            .unwrap();
        let letters = || {
            let (all, _) = desk.letters(None, None).unwrap();
            let mut found: Vec<_> = all
                .into_iter()
                .filter(|one| one.notice.word() == "month-closed")
                .map(|one| (one.recipient.to_string(), one.notice))
                .collect();
            found.sort_by(|one, other| one.0.cmp(&other.0));
            found
        };
        months.at("2026-04-06T08:00:00Z");
        assert_eq!(months.closes(), 1);
        // Easter Monday.
        assert_eq!(
            (desk.tell_months(&|| true).unwrap(), letters().len()),
            (0, 0)
        );
        months.at("2026-04-07T05:59:00Z");
        assert_eq!(desk.tell_months(&|| true).unwrap(), 0);
        months.at("2026-04-07T06:00:00Z");
        assert_eq!(desk.tell_months(&|| true).unwrap(), 1);
        let sent = letters();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, "aline@desk.example");
        let figures = months
            .report(&over(ReportPeriodKind::Month, "2026-03-01"))
            .figures;
        let guichet::domain::notice::Notice::MonthClosed { figures: told } = sent[0].1 else {
            panic!("{:?}", sent[0].1);
        };
        assert_eq!(told.filed, figures.count(Figure::Filed));
        assert_eq!((told.kept, told.missed), {
            let share = figures.share(None, None);
            (share.kept, share.missed)
        });
        months.at("2026-04-08T06:00:00Z");
        assert_eq!(
            (desk.tell_months(&|| true).unwrap(), letters().len()),
            (0, 1)
        );
    });
}
