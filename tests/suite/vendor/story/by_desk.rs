//! The story by acts of the desk.

use guichet::{
    desk::{Change, CustomerAct, Qualification, Qualify},
    domain::{
        ids::{MessageId, VendorCaseId},
        ticket::{Act, Description, Evidence, Line, Minutes, PauseReason, Refers},
        vendor::CaseAct,
    },
};

use super::{Cast, page};
use crate::{
    desk_world::text,
    vendor::{Scene, message},
};

pub(super) struct ByDesk;

/// The agent does something with the ticket.
fn does(scene: &Scene, act: Act, said: &str) {
    let change = Change {
        ticket: scene.marlaix.ticket,
        seen: page(scene).ticket.version,
        by: scene.agent,
        act,
        text: Description::parse(said).ok(),
        files: false,
        spent: Minutes::default(),
    };
    scene.served.desk.change_ticket(change).unwrap();
}

fn qualifies(scene: &Scene, what: Qualification) {
    let qualify = Qualify {
        ticket: scene.marlaix.ticket,
        seen: page(scene).ticket.version,
        by: scene.agent,
        what,
    };
    scene.served.desk.qualify(qualify).unwrap();
}

impl Cast for ByDesk {
    /// The scene has the ticket already.
    fn files(&self, _: &mut Scene) {}

    fn takes_charge(&self, scene: &Scene) {
        does(scene, Act::TakeCharge, "");
    }

    fn asks(&self, scene: &Scene, question: &str) {
        let asks = Act::Reply {
            message: MessageId::fresh(),
            resolve: false,
        };
        does(scene, asks, question);
    }

    fn waits_for_customer(&self, scene: &Scene, awaited: &str, shows: (MessageId, &str)) {
        let pause = Act::Pause {
            reason: PauseReason::WaitingForCustomer,
            detail: awaited.to_owned(),
            evidence: Evidence {
                refers: Some(Refers::Message(shows.0)),
                note: Some(Line::parse(shows.1).unwrap()),
            },
        };
        does(scene, pause, "");
    }

    fn writes(&self, scene: &Scene, said: &str) {
        let answer = CustomerAct::Write {
            message: MessageId::fresh(),
            text: text(said),
            files: false,
        };
        let (clerk, ticket) = (scene.marlaix.clerk, scene.marlaix.ticket);
        let desk = &scene.served.desk;
        desk.act_as_customer(clerk, ticket, answer).unwrap();
    }

    fn escalates(&self, scene: &Scene) -> VendorCaseId {
        let ticket = scene.marlaix.ticket;
        scene.served.sent(&scene.divalto, ticket, scene.agent, "x")
    }

    fn vendor_takes(&self, scene: &Scene, case: VendorCaseId) {
        scene.vendor_does(case, CaseAct::TakeCharge, "");
    }

    fn vendor_asks(&self, scene: &Scene, case: VendorCaseId, question: &str) {
        scene.vendor_does(case, CaseAct::Ask(message()), question);
    }

    fn tells_vendor(&self, scene: &Scene, case: VendorCaseId, said: &str) {
        scene.agent_does(case, CaseAct::Tell(message()), said);
    }

    fn vendor_answers(&self, scene: &Scene, case: VendorCaseId, said: &str) {
        scene.vendor_does(case, CaseAct::Answer(message()), said);
    }

    fn works_around(&self, scene: &Scene, way: &str) {
        let workaround = Qualification::Workaround {
            message: MessageId::fresh(),
            text: text(way),
            public: true,
        };
        qualifies(scene, workaround);
    }

    fn accepts_lower(&self, scene: &Scene) {
        qualifies(scene, Qualification::Accept);
    }

    fn vendor_settles(&self, scene: &Scene, case: VendorCaseId, said: &str) {
        scene.vendor_does(case, CaseAct::Settle(message()), said);
    }

    fn resolves(&self, scene: &Scene, said: &str) {
        let resolves = Act::Reply {
            message: MessageId::fresh(),
            resolve: true,
        };
        does(scene, resolves, said);
    }
}
