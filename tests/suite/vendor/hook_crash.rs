//! The program dies around a call of a vendor's program: one case there, and none that is lost.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::{
        Desk, Site,
        ports::{Called, HookCall, HookCaller},
    },
    domain::{
        ids::VendorCaseId,
        webhook::{HookFault, HookUrl},
    },
    edges::{caller::WebCaller, mail::Catcher},
    kill_point::KillPoint,
    store::DatabaseUrl,
};

use super::{
    Scene,
    crash::{DESK, dies, outside, said_by_vendor},
    hook::{by_hook, calls, opened},
    receiver::Receiver,
};
use crate::{
    desk_world::{address, blocked, request, wait_until},
    kills::{agent, assert_sound, people::asked, server::Program},
    support::{
        on_each_engine,
        postgres::{Cluster, cluster_of_its_own},
    },
};

/// Where it dies: in the middle of the write, after it, and around the call.
const CALLING: [KillPoint; 8] = [
    KillPoint::ChangeHistoryWritten,
    KillPoint::ChangeTicketWritten,
    KillPoint::DeliveryClaimed,
    KillPoint::DeliveryLeased,
    KillPoint::DeliveryBegun,
    KillPoint::DeliveryTaken,
    KillPoint::DeliveryNoted,
    KillPoint::DeliveryDone,
];

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
fn a_crash_around_a_call_leaves_one_case_at_the_vendor() {
    on_each_engine(|url| {
        let folder = tempfile::tempdir().unwrap();
        let files = folder.path().join("kept");
        let catcher = Catcher::start().unwrap();
        let receiver = Receiver::start();
        let mut program = Program::over(url, folder.path(), &catcher).without_mail();
        let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        program.variables = vec![
            set("GUICHET_HOOK_TARGETS", "any"),
            set("GUICHET_FILES", files.to_str().unwrap()),
        ];
        let mut first = program.start(None);
        first.until_answered();
        first.kill();
        let desk = desk_with_files(url, &files, TimeDelta::zero());
        let (outside, root) = outside(&desk);
        desk.set_hook_desk(
            outside.vendor,
            "divalto",
            address(DESK),
            receiver.url(),
            root,
        )
        .unwrap()
        .unwrap();
        let cookie = format!("guichet={}", agent(url).reveal());
        for (rank, point) in CALLING.into_iter().enumerate() {
            let ticket = desk
                .file_ticket(request("support", blocked()))
                .unwrap()
                .ticket;
            let path = format!("/tickets/{ticket}/vendor");
            let form = outside.form(VendorCaseId::fresh());
            let fields: Vec<_> = form
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            dies(&program, point, || {
                let answer = asked(program.port, "POST", &path, &cookie, &fields);
                answer.is_some_and(|one| one.status == 303)
            });
            // Leases of the dead end.
            let later = desk_with_files(url, &files, TimeDelta::minutes(10));
            let caller = WebCaller::within(true, Duration::from_secs(5));
            later.call_vendors_while(&caller, &|| true).unwrap();
            assert_eq!(said_by_vendor(&desk, ticket), (1, 0, 1), "{point:?}");
            let kept = receiver.kept();
            assert_eq!(kept.len(), rank + 1, "{point:?}: {kept:?}");
            let cases: std::collections::BTreeSet<_> = kept.into_iter().collect();
            assert_eq!(cases.len(), rank + 1, "each another case: {point:?}");
            let page = desk.vendor_page(ticket, &guichet::domain::access::Scope::Desk);
            let case = page.unwrap().cases.remove(0);
            assert!(case.calls[0].done_at.is_some(), "{point:?}");
            assert!(case.case.reference.is_some(), "{point:?}");
            assert_sound(&desk, point.name());
        }
    });
}

/// Calls, and then has the database go away.
#[derive(Debug)]
struct Struck {
    caller: WebCaller,
    cluster: &'static Cluster,
    is_struck: AtomicBool,
}

impl HookCaller for Struck {
    fn calls_anywhere(&self) -> bool {
        self.caller.calls_anywhere()
    }

    fn may_call(&self, url: &HookUrl) -> Result<(), HookFault> {
        self.caller.may_call(url)
    }

    fn call(&self, call: &HookCall) -> Called {
        let answer = self.caller.call(call);
        if !self.is_struck.swap(true, Ordering::AcqRel) {
            self.cluster.kill();
        }
        answer
    }
}

#[test]
fn a_database_that_goes_away_under_a_call_leaves_one_case_and_waits_for_no_lease() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    let (scene, receiver) = (Scene::new(&url), Receiver::start());
    by_hook(&scene, &receiver);
    opened(&scene);
    let struck = Struck {
        caller: WebCaller::within(true, Duration::from_secs(5)),
        cluster,
        is_struck: AtomicBool::new(false),
    };
    let desk = &scene.served.desk;
    let cut_off = desk.call_vendors_while(&struck, &|| true);
    assert!(cut_off.unwrap_err().is_passing());
    cluster.start_again();
    // The clock stands still: no lease is over.
    wait_until("vendors are called again", Duration::from_secs(20), || {
        desk.call_vendors_while(&struck, &|| true).is_ok()
    });
    assert!(calls(&scene)[0].done_at.is_some());
    assert_eq!(receiver.kept().len(), 1, "it was asked before");
}
