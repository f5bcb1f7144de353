//! The table, and that scopes agree with it.

use proptest::prelude::*;

use super::*;
use crate::domain::ids::TicketId;

const DESK: [Role; 4] = [
    Role::Agent,
    Role::Supervisor,
    Role::Administrator,
    Role::Auditor,
];

fn who(role: Role) -> Who {
    Who {
        person: PersonId::fresh(),
        role,
        organisation: None,
        designations: Vec::new(),
        serves: Vec::new(),
        closed_queues: Vec::new(),
        takes_cases: false,
    }
}

/// The rights that change something.
fn changes() -> impl Iterator<Item = Right> {
    Right::ALL.iter().copied().filter(|right| {
        !matches!(
            right,
            Right::ReadTicket
                | Right::ReadNotes
                | Right::ReadOrganisation
                | Right::ReadMembers
                | Right::ReadTickets
                | Right::ReadSatisfaction
                | Right::ReadQualification
                | Right::ReadHours
                | Right::ReadCase
                | Right::ReadOverview
                | Right::ReadReports
                | Right::ReadConsents
                | Right::ReadLetters
                | Right::ReadPeople
                | Right::ReadSetUp
        )
    })
}

#[test]
fn an_auditor_reads_and_changes_nothing() {
    assert!(may(Role::Auditor, Right::ReadTickets));
    for right in changes() {
        assert!(!granted(right, Standing::Auditor), "{right:?}");
    }
}

#[test]
fn who_is_outside_has_no_right_at_all() {
    for right in Right::ALL {
        assert!(!granted(*right, Standing::Nobody), "{right:?}");
        assert!(!granted(*right, Standing::Outsider), "{right:?}");
    }
}

#[test]
fn a_requester_has_no_right_at_the_desk() {
    for right in Right::ALL {
        assert!(!may(Role::Requester, *right));
        assert!(!allows(&who(Role::Requester), *right, &Thing::Desk));
    }
}

#[test]
fn no_customer_reads_notes_or_works_on_a_ticket() {
    use Standing::{Colleague, Designated, Integrator, Requester};
    for standing in [Requester, Colleague, Designated, Integrator] {
        for right in [Right::ReadNotes, Right::WorkTickets, Right::ReadTickets] {
            assert!(!granted(right, standing), "{right:?} {standing:?}");
        }
    }
}

#[test]
fn who_may_do_something_with_a_ticket_may_read_it() {
    for right in [
        Right::ReadNotes,
        Right::WriteToDesk,
        Right::SettleTicket,
        Right::AddColleague,
        Right::RateTicket,
        Right::GiveConsent,
        Right::WorkTickets,
    ] {
        for standing in right.granted_to() {
            assert!(
                granted(Right::ReadTicket, *standing),
                "{right:?} {standing:?}"
            );
        }
    }
}

#[test]
fn a_queue_of_members_only_is_closed_to_every_role_of_the_desk() {
    let queue = QueueId::fresh();
    let ticket = Thing::Ticket(TicketFacts {
        requester: PersonId::fresh(),
        organisation: None,
        platform: None,
        queue,
        watched: false,
    });
    for role in DESK {
        let mut who = who(role);
        assert!(allows(&who, Right::ReadTicket, &ticket));
        who.closed_queues.push(queue);
        for right in Right::ALL {
            assert!(!allows(&who, *right, &ticket), "{role} {right:?}");
        }
    }
}

#[test]
fn who_has_nothing_to_do_with_an_organisation_has_no_right_to_it() {
    let [own, served, other] = [(); 3].map(|()| OrganisationId::fresh());
    let mut who = who(Role::Requester);
    who.organisation = Some(own);
    who.designations.push(Designated {
        organisation: own,
        platform: None,
    });
    who.serves.push(served);
    let standing = |organisation| standings(&who, &Thing::Organisation(organisation));
    assert_eq!(standing(own), [Standing::Colleague, Standing::Designated]);
    assert_eq!(standing(served), [Standing::Integrator]);
    assert_eq!(standing(other), [Standing::Outsider]);
    for right in Right::ALL {
        let theirs = Thing::Organisation(other);
        assert!(!allows(&who, *right, &theirs), "{right:?}");
    }
}

#[test]
fn an_administrator_of_a_platform_is_none_of_the_organisation() {
    let (organisation, platform) = (OrganisationId::fresh(), PlatformId::fresh());
    let mut who = who(Role::Requester);
    who.organisation = Some(organisation);
    who.designations.push(Designated {
        organisation,
        platform: Some(platform),
    });
    let whole = Thing::Organisation(organisation);
    assert!(!allows(&who, Right::ManageMembers, &whole));
    assert!(allows(&who, Right::ReadOrganisation, &whole));
    let ticket = |platform| {
        Thing::Ticket(TicketFacts {
            requester: PersonId::fresh(),
            organisation: Some(organisation),
            platform,
            queue: QueueId::fresh(),
            watched: false,
        })
    };
    assert!(allows(&who, Right::ReadTicket, &ticket(Some(platform))));
    assert!(!allows(
        &who,
        Right::ReadTicket,
        &ticket(Some(PlatformId::fresh()))
    ));
    assert!(!allows(&who, Right::ReadTicket, &ticket(None)));
}

#[test]
fn what_one_link_opens_is_shown_to_no_other() {
    let link = || Scope::Link {
        ticket: TicketId::fresh(),
        requester: PersonId::fresh(),
    };
    let (one, worker) = (link(), Scope::worker(PersonId::fresh()));
    assert!(one.sees_as(&one) && !one.sees_as(&link()));
    assert!(worker.sees_as(&Scope::worker(PersonId::fresh())));
    let fenced = Scope::Worker {
        person: PersonId::fresh(),
        closed: [QueueId::fresh()].into(),
    };
    for other in [one, Scope::Desk, fenced] {
        assert!(!worker.sees_as(&other) && !other.sees_as(&worker));
    }
}

#[test]
fn the_table_can_be_read() {
    let text = as_markdown();
    let mut lines = text.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("| | anonymous | outsider |")
    );
    assert_eq!(text.lines().count(), Right::ALL.len() + 2);
    assert!(text.contains("| read internal notes | | | | | | | | yes | yes | yes | yes |"));
    for line in text.lines() {
        assert_eq!(line.matches('|').count(), Standing::ALL.len() + 2, "{line}");
    }
}

/// A few identities, so that they meet.
fn some<T: From<uuid::Uuid> + std::fmt::Debug + 'static>() -> impl Strategy<Value = T> {
    (0u128..4).prop_map(|number| T::from(uuid::Uuid::from_u128(number)))
}

prop_compose! {
    fn somebody()(
        person in some(),
        role in proptest::sample::select(Role::ALL.to_vec()),
        organisation in proptest::option::of(some()),
        designations in proptest::collection::vec(
            (some(), proptest::option::of(some())),
            0..4,
        ),
        serves in proptest::collection::vec(some(), 0..3),
        closed_queues in proptest::collection::vec(some(), 0..3),
    ) -> Who {
        Who {
            person,
            role,
            organisation,
            designations: designations
                .into_iter()
                .map(|(organisation, platform)| Designated { organisation, platform })
                .collect(),
            serves,
            closed_queues,
            takes_cases: false,
        }
    }
}

prop_compose! {
    fn a_ticket()(
        requester in some(),
        organisation in proptest::option::of(some()),
        platform in proptest::option::of(some()),
        queue in some(),
        watched in any::<bool>(),
    ) -> TicketFacts {
        TicketFacts { requester, organisation, platform, queue, watched }
    }
}

proptest! {
    #[test]
    fn a_scope_sees_exactly_the_tickets_that_may_be_read(who in somebody(), ticket in a_ticket()) {
        let may_read = allows(&who, Right::ReadTicket, &Thing::Ticket(ticket));
        prop_assert_eq!(Scope::of(&who).sees(TicketId::fresh(), &ticket), may_read);
    }

    #[test]
    fn a_scope_sees_notes_exactly_of_the_desk(who in somebody(), ticket in a_ticket()) {
        let may_read = allows(&who, Right::ReadNotes, &Thing::Ticket(ticket));
        let scope = Scope::of(&who);
        let sees = scope.sees(TicketId::fresh(), &ticket) && scope.sees_notes();
        prop_assert_eq!(sees, may_read);
    }
}

#[test]
fn a_case_is_read_by_its_vendor_and_by_the_desk_that_sees_its_queue() {
    let (vendor, other) = (OrganisationId::fresh(), OrganisationId::fresh());
    let queue = QueueId::fresh();
    let case = Thing::Case(CaseFacts { vendor, queue });
    let of = |organisation| Who {
        organisation: Some(organisation),
        ..who(Role::Requester)
    };
    assert!(allows(&of(vendor), Right::ReadCase, &case));
    assert!(allows(&of(vendor), Right::AnswerCase, &case));
    for right in Right::ALL {
        assert!(!allows(&of(other), *right, &case), "{right:?}");
    }
    let serving = Who {
        serves: vec![vendor],
        ..of(other)
    };
    assert!(
        !allows(&serving, Right::ReadCase, &case),
        "a mandate opens no case"
    );
    for role in DESK {
        let mut who = who(role);
        assert!(allows(&who, Right::ReadCase, &case), "{role}");
        assert!(!allows(&who, Right::AnswerCase, &case), "{role}");
        who.closed_queues.push(queue);
        assert!(!allows(&who, Right::ReadCase, &case), "{role}");
    }
}
