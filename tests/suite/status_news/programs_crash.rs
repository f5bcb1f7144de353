//! The program dies around a call that tells news: each piece is heard, under one id, and none is lost.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::{ComponentSaid, Desk, NewWorker, Site},
    domain::{access::Scope, lang::Lang, operation::Said, people::Role},
    edges::{caller::WebCaller, hook_news::HookNews, mail::Catcher},
    kill_point::KillPoint,
    store::DatabaseUrl,
};

use super::programs::program;
use crate::{
    availability::{line, outage, typed},
    desk_world::address,
    kills::server::Program,
    support::on_each_engine,
    vendor::receiver::Receiver,
};

const CALLING: [KillPoint; 6] = [
    KillPoint::DeliveryClaimed,
    KillPoint::DeliveryLeased,
    KillPoint::DeliveryBegun,
    KillPoint::DeliveryTaken,
    KillPoint::DeliveryNoted,
    KillPoint::DeliveryDone,
];

/// How long the program may take to come to a point.
const PATIENCE: Duration = Duration::from_secs(30);

fn desk_with_files(url: &DatabaseUrl, files: &std::path::Path, from_now: TimeDelta) -> Desk {
    let clock = Arc::new(VirtualClock::stopped(SystemClock.now() + from_now));
    let site = Site {
        mail_host: "desk.example".to_owned(),
        files: Some(files.to_owned()),
        ..Site::default()
    };
    Desk::open(url, clock, site).unwrap()
}

#[test]
fn a_crash_around_a_call_loses_no_news_and_says_none_under_two_ids() {
    on_each_engine(|url| {
        let folder = tempfile::tempdir().unwrap();
        let files = folder.path().join("kept");
        let catcher = Catcher::start().unwrap();
        let receiver = Receiver::start();
        let mut server = Program::over(url, folder.path(), &catcher).without_mail();
        let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        server.variables = vec![
            set("GUICHET_HOOK_TARGETS", "any"),
            set("GUICHET_FILES", files.to_str().unwrap()),
        ];
        let mut first = server.start(None);
        first.until_answered();
        first.kill();
        let desk = desk_with_files(url, &files, TimeDelta::zero());
        let root = NewWorker {
            name: line("Dominique"),
            email: address("dominique@desk.example"),
            role: Role::Administrator,
            lang: Lang::Fr,
        };
        let root = desk.add_worker(&root).unwrap();
        let said = ComponentSaid {
            name: line("Application"),
            published: true,
            active: true,
        };
        let service = desk.services().unwrap()[0].id;
        let component = desk.enter_component(service, None, &said, root).unwrap();
        let (_, secret) = desk
            .add_status_hook(&program("Salon", receiver.url()), root)
            .unwrap();
        for (rank, point) in CALLING.into_iter().enumerate() {
            let now = desk.clock().now().to_rfc3339();
            let said = typed(Said::Outage(outage(component, &now, None)));
            desk.enter_operation(&said, root, &Scope::Desk).unwrap();
            let dying = server.start(Some(point.name()));
            let stood = dying.until_it_stands(PATIENCE);
            assert_eq!(stood.as_deref(), Some(point.name()), "{}", dying.log());
            assert!(!dying.log().contains("whsec_"), "{}", dying.log());
            dying.kill();
            // Leases of the dead end.
            let later = desk_with_files(url, &files, TimeDelta::minutes(10));
            let caller = WebCaller::within(true, Duration::from_secs(5));
            let writer = HookNews::at("https://guichet.example");
            later
                .call_status_hooks_while(&caller, &writer, &|| true)
                .unwrap();
            let got = receiver.got();
            assert!(got.iter().all(|one| one.is_signed(&secret)), "{point:?}");
            let ids: BTreeSet<String> = got.iter().map(|one| one.id.clone()).collect();
            assert_eq!(ids.len(), rank + 1, "{point:?}");
            let of: BTreeSet<String> = got
                .iter()
                .map(|one| one.json()["data"]["id"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(of.len(), rank + 1, "each outage was told: {point:?}");
            let page = later.status_hooks().unwrap();
            assert_eq!(page.hooks[0].1, 0, "nothing is owed: {point:?}");
        }
    });
}
