//! What addresses of the queue ask for.

use super::*;

fn asked(query: &str) -> Asked {
    Asked::read(&Form::parse(query.as_bytes()).unwrap())
}

#[test]
fn an_address_asks_for_what_it_was_made_of() {
    for query in [
        "view=to-take",
        "view=all&queue=support&assignee=none&priority=P1&due=4h&q=%C3%A9t%C3%A9+%26+co",
        "assignee=me",
        "due=today&organisation=018f0000-0000-7000-8000-000000000001&turn=vendors",
        "due=late&turn=ours",
        "after=1.-5.018f0000-0000-7000-8000-000000000001",
    ] {
        let first = asked(query);
        assert_eq!(first.ignored, Vec::<String>::new());
        let href = first.href(first.after);
        assert_eq!(href, format!("/queue?{query}"));
    }
    assert_eq!(asked("view=open&q=++").href(None), "/queue");
}

#[test]
fn today_begins_now_and_late_ends_now() {
    let now = "2026-03-04T09:00:00Z".parse().unwrap();
    let filter = asked("due=today").filter(None, PersonId::fresh(), now);
    assert_eq!(filter.due_from, Some(now));
    assert_eq!(
        filter.due_before,
        "2026-03-04T23:00:00Z".parse().ok(),
        "midnight in Paris"
    );
    let filter = asked("due=late").filter(None, PersonId::fresh(), now);
    assert_eq!((filter.due_from, filter.due_before), (None, Some(now)));
    let filter = asked("view=soon&due=today").filter(None, PersonId::fresh(), now);
    assert_eq!(filter.due_before, Some(now + TimeDelta::hours(1)));
}

#[test]
fn what_nobody_offers_is_left_aside_and_said() {
    let found = asked(
        "view=x&assignee=%00&priority=P9&due=99999999999h&organisation=1&turn=mine&after=%FF&q=a",
    );
    assert_eq!(found.ignored.len(), 7, "{:?}", found.ignored);
    assert_eq!(found.href(None), "/queue?q=a");
    assert!(found.ignored.iter().all(|one| !one.contains('\0')));
}

#[test]
fn the_hour_of_a_view_is_never_widened_by_a_filter() {
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let filter = asked("view=soon&due=72h").filter(None, PersonId::fresh(), now);
    assert_eq!(filter.due_before, Some(now + TimeDelta::hours(1)));
    let filter = asked("view=soon").filter(None, PersonId::fresh(), now);
    assert_eq!(filter.due_before, Some(now + TimeDelta::hours(1)));
}
