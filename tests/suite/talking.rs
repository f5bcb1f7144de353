//! What is said on a ticket beside its text: drafts that are kept, colleagues who are called, time
//! that was spent; and that the history tells all of it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection as _;
use guichet::{
    desk::{About, Aspect, Change, DraftKept, Error, NewDraft, TimeCorrection},
    domain::{
        access::Scope,
        ids::{MessageId, OrganisationId, PersonId, TicketId},
        letter::Letter,
        notice::Notice,
        people::{Organisation, OrganisationKind},
        people_history::By,
        ticket::{Act, Description, DraftKind, Line, Minutes, What},
    },
};

use crate::{
    desk_world::{MONDAY, World, address, degraded, request, text, world},
    support::on_each_engine,
};

fn draft(world: &World, ticket: TicketId, body: &str, rests_on: i64) -> NewDraft {
    NewDraft {
        ticket,
        by: world.agent,
        kind: DraftKind::Answer,
        text: body.to_owned(),
        rests_on,
        message: MessageId::fresh(),
    }
}

fn kept(world: &World, draft: NewDraft) -> DraftKept {
    world.desk.keep_draft(draft).unwrap().0
}

fn version(kept: &DraftKept) -> i64 {
    match kept {
        DraftKept::Saved(at) => at.timestamp_micros(),
        other => panic!("{other:?}"),
    }
}

/// What an agent sends, with the time it took.
fn says(world: &World, ticket: TicketId, act: Act, body: &str, minutes: u32) -> Change {
    Change {
        ticket,
        seen: world.page(ticket).ticket.version,
        by: world.agent,
        act,
        text: Some(text(body)),
        files: false,
        spent: Minutes::new(minutes).unwrap(),
    }
}

fn note(world: &World, ticket: TicketId, body: &str, minutes: u32) -> MessageId {
    let message = MessageId::fresh();
    let act = Act::Note { message };
    let change = says(world, ticket, act, body, minutes);
    world.desk.change_ticket(change).unwrap();
    message
}

fn mentions(world: &World) -> Vec<Letter> {
    let mut all = world.letters(None);
    all.retain(|letter| matches!(letter.notice, Notice::Mentioned { .. }));
    all
}

/// The whole database is what its histories tell.
fn assert_clean(world: &World) {
    let mut all = Vec::new();
    world
        .desk
        .check(&mut |_, found| all.extend_from_slice(found))
        .unwrap();
    assert_eq!(all, []);
}

fn bodies(world: &World, ticket: TicketId, of: PersonId) -> Vec<(DraftKind, String)> {
    let drafts = world.desk.drafts(ticket, of).unwrap();
    drafts.into_iter().map(|one| (one.kind, one.body)).collect()
}

#[test]
fn a_stale_draft_never_overwrites_a_newer_one() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", degraded());
        let first = version(&kept(&world, draft(&world, ticket, "Bonjour,\n", 0)));
        let second = version(&kept(&world, draft(&world, ticket, "Bonjour, je", first)));
        assert!(
            second > first,
            "the clock stands still, the version must not"
        );
        let stale = kept(&world, draft(&world, ticket, "Bonsoir", first));
        let DraftKept::Overtaken(newer) = stale else {
            panic!("{stale:?}");
        };
        assert_eq!(
            (newer.body.as_str(), newer.version()),
            ("Bonjour, je", second)
        );
        // Nor does a page that knew of no draft, nor one that lost all its text.
        for stale in ["autre", ""] {
            let kept = kept(&world, draft(&world, ticket, stale, 0));
            assert!(matches!(kept, DraftKept::Overtaken(_)), "{kept:?}");
        }
        // An answer that was lost: the same request once more.
        let again = kept(&world, draft(&world, ticket, "Bonjour, je", first));
        assert_eq!(version(&again), second);
        assert_eq!(
            bodies(&world, ticket, world.agent),
            [(DraftKind::Answer, "Bonjour, je".to_owned())]
        );
        assert_eq!(bodies(&world, ticket, world.second), []);
        assert_eq!(
            kept(&world, draft(&world, ticket, " \n", second)),
            DraftKept::Forgotten
        );
        assert_eq!(bodies(&world, ticket, world.agent), []);
    });
}

#[test]
fn a_draft_lives_through_a_reassignment_and_is_gone_once_it_is_sent() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", degraded());
        let answer = draft(&world, ticket, "Je regarde.", 0);
        let inside = NewDraft {
            kind: DraftKind::Note,
            text: "À voir avec @Sacha".to_owned(),
            ..answer.clone()
        };
        let before = world.page(ticket);
        kept(&world, answer.clone());
        kept(&world, inside.clone());
        let after = world.page(ticket);
        assert_eq!(after.ticket.version, before.ticket.version);
        assert_eq!(after.events.len(), before.events.len());
        world.act(ticket, Act::TakeCharge).unwrap();
        let to = Some(world.second);
        world.act(ticket, Act::Assign { to }).unwrap();
        assert_eq!(bodies(&world, ticket, world.agent).len(), 2);
        let act = Act::Reply {
            message: answer.message,
            resolve: false,
        };
        let change = says(&world, ticket, act, "Je regarde.", 0);
        world.desk.change_ticket(change).unwrap();
        assert_eq!(
            bodies(&world, ticket, world.agent),
            [(DraftKind::Note, inside.text)]
        );
        // The request that was on its way while the answer was sent brings nothing back.
        assert_eq!(kept(&world, answer), DraftKept::Sent);
        assert_eq!(bodies(&world, ticket, world.agent).len(), 1);
        assert_clean(&world);
    });
}

#[test]
fn only_who_works_on_tickets_keeps_drafts_and_none_for_ever() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", degraded());
        let of = |by, ticket| NewDraft {
            by,
            ..draft(&world, ticket, "a", 0)
        };
        let refused = world.desk.keep_draft(of(world.auditor, ticket));
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let nowhere = world.desk.keep_draft(of(world.agent, TicketId::fresh()));
        assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
        let endless = NewDraft {
            text: "é".repeat(Description::MOST + 1),
            ..of(world.agent, ticket)
        };
        assert!(matches!(
            world.desk.keep_draft(endless),
            Err(Error::Invalid(_))
        ));
        kept(&world, of(world.agent, ticket));
        world.pass(29 * 24 * 60);
        kept(&world, of(world.second, ticket));
        assert_eq!(world.desk.sweep_drafts().unwrap(), 0);
        world.pass(25 * 60);
        assert_eq!(world.desk.sweep_drafts().unwrap(), 1);
        assert_eq!(bodies(&world, ticket, world.agent), []);
        assert_eq!(bodies(&world, ticket, world.second).len(), 1);
    });
}

#[test]
fn who_is_called_in_a_note_is_told_once_and_never_who_wrote_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", degraded());
        let body = "@Sacha et @claude@desk.example : voyez ceci, @sacha. Moi, @Camille, je pars. \
                    @Personne @lea@marlaix.example";
        let message = note(&world, ticket, body, 0);
        let letters = mentions(&world);
        let to: Vec<_> = letters
            .iter()
            .map(|one| one.recipient.to_string())
            .collect();
        assert_eq!(to, ["sacha@desk.example", "claude@desk.example"]);
        for letter in &letters {
            let Notice::Mentioned {
                message: of,
                author,
                text,
                ..
            } = &letter.notice
            else {
                panic!("{letter:?}");
            };
            assert_eq!(
                (*of, author.as_str(), text.as_str()),
                (message, "Camille", body)
            );
        }
        let page = world.page(ticket);
        let called: Vec<_> = page
            .events
            .iter()
            .filter(|one| !one.what.calls().is_empty())
            .collect();
        assert_eq!(called.len(), 1);
        let people = vec![world.second, world.auditor];
        assert_eq!(called[0].what, What::Mentioned { message, people });
        assert_eq!(page.ticket.version, 2, "one change, however much it tells");
        // The same form sent twice tells nobody twice.
        let twice = says(&world, ticket, Act::Note { message }, body, 0);
        world.desk.change_ticket(twice).unwrap();
        assert_eq!(mentions(&world).len(), 2);
        // Nobody is called in what the requester reads, nor one whose account is closed.
        let act = Act::Reply {
            message: MessageId::fresh(),
            resolve: false,
        };
        world
            .desk
            .change_ticket(says(&world, ticket, act, "voir @Sacha", 0))
            .unwrap();
        world
            .desk
            .set_active(world.second, false, By::CommandLine)
            .unwrap();
        note(&world, ticket, "encore @Sacha", 0);
        assert_eq!(mentions(&world).len(), 2);
        assert_clean(&world);
    });
}

#[test]
fn time_is_told_with_its_message_and_corrected_by_a_further_entry() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("standard", degraded());
        let message = note(&world, ticket, "cherché la cause", 90);
        let version = |world: &World| world.page(ticket).ticket.version;
        let correction = |to, seen| TimeCorrection {
            ticket,
            seen,
            by: world.agent,
            message,
            to: Minutes::new(to).unwrap(),
            reason: Line::parse("pause déjeuner comprise").unwrap(),
        };
        let late = world.desk.correct_time(correction(30, 1));
        assert!(matches!(late, Err(Error::Overtaken)), "{late:?}");
        world
            .desk
            .correct_time(correction(30, version(&world)))
            .unwrap();
        let events = world.page(ticket).events;
        let (from, to) = (Minutes::new(90).unwrap(), Minutes::new(30).unwrap());
        assert!(events.iter().any(|one| one.what
            == What::TimeSpent {
                message,
                minutes: from
            }));
        let reason = "pause déjeuner comprise".to_owned();
        let last = What::TimeCorrected {
            message,
            from,
            to,
            reason,
        };
        assert_eq!(events.last().unwrap().what, last);
        // What is true already is no further entry.
        world
            .desk
            .correct_time(correction(30, version(&world)))
            .unwrap();
        assert_eq!(world.page(ticket).events.len(), events.len());
        let auditor = TimeCorrection {
            by: world.auditor,
            ..correction(1, version(&world))
        };
        assert!(matches!(
            world.desk.correct_time(auditor),
            Err(Error::Forbidden)
        ));
        let unknown = TimeCorrection {
            message: MessageId::fresh(),
            ..correction(1, version(&world))
        };
        assert!(matches!(
            world.desk.correct_time(unknown),
            Err(Error::NotFound)
        ));
        // The text of the request is the requester's: the desk spent nothing on it.
        let filed = world.page(ticket).messages[0].id;
        let theirs = TimeCorrection {
            message: filed,
            ..correction(1, version(&world))
        };
        assert!(matches!(
            world.desk.correct_time(theirs),
            Err(Error::NotFound)
        ));
        // The clocks run as if nobody had counted.
        world.assert_projection(ticket);
        assert_clean(&world);
    });
}

#[test]
fn the_minutes_of_an_organisation_are_those_of_its_tickets_in_the_period() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let own = OrganisationId::fresh();
        world
            .desk
            .add_organisation(&Organisation {
                id: own,
                name: "Fonderies Marlaix".to_owned(),
                kind: OrganisationKind::Customer,
                mail_domain: Some("marlaix.example".to_owned()),
            })
            .unwrap();
        let (ticket, _) = world.filed("standard", degraded());
        let mut other = request("standard", degraded());
        other.email = address("jo@ailleurs.example");
        let other = world.desk.file_ticket(other).unwrap().ticket;
        assert_eq!(world.page(ticket).ticket.organisation, Some(own));
        let from: DateTime<Utc> = MONDAY.parse().unwrap();
        let day = TimeDelta::days(1);
        let message = note(&world, ticket, "a", 90);
        note(&world, other, "b", 600);
        world.pass(24 * 60);
        note(&world, ticket, "c", 45);
        let minutes = |from, until| world.desk.minutes_spent(own, from, until).unwrap();
        assert_eq!(minutes(from, from + day), 90);
        assert_eq!(minutes(from, from + day * 2), 135);
        // A correction counts when it is made: what was told of the day before stays true.
        let seen = world.page(ticket).ticket.version;
        let to = Minutes::new(60).unwrap();
        let reason = Line::parse("deux fois compté").unwrap();
        let by = world.agent;
        let correction = TimeCorrection {
            ticket,
            seen,
            by,
            message,
            to,
            reason,
        };
        world.desk.correct_time(correction).unwrap();
        assert_eq!(minutes(from, from + day), 90);
        assert_eq!(minutes(from + day, from + day * 2), 15);
        assert_eq!(minutes(from + day * 2, from + day * 3), 0);
    });
}

#[test]
fn an_event_of_before_there_was_time_is_still_read() {
    let read = |text: &str| serde_json::from_str::<What>(text).unwrap();
    let message = MessageId::fresh();
    let old = format!("{{\"kind\":\"noted\",\"message\":\"{message}\"}}");
    assert_eq!(read(&old), What::Noted { message });
    let spent = What::TimeSpent {
        message,
        minutes: Minutes::new(5).unwrap(),
    };
    let written = serde_json::to_string(&spent).unwrap();
    assert_eq!(
        written,
        format!("{{\"kind\":\"time-spent\",\"message\":\"{message}\",\"minutes\":5}}")
    );
    assert_eq!(read(&written), spent);
}

#[test]
fn the_requester_is_never_told_of_time_nor_of_notes() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, link) = world.filed("standard", degraded());
        note(&world, ticket, "voir @Sacha", 75);
        let act = Act::Reply {
            message: MessageId::fresh(),
            resolve: false,
        };
        world
            .desk
            .change_ticket(says(&world, ticket, act, "Bonjour.", 20))
            .unwrap();
        let page = world.desk.request(&link).unwrap();
        assert_eq!(page.messages.len(), 2, "the request and the answer");
        let inside = world.desk.ticket(ticket, &Scope::Desk).unwrap();
        assert_eq!(inside.messages.len(), 3);
    });
}

/// What a hand may do to time and to those who were called, and what the check then tells of.
const PLANTED: [(&str, Aspect); 7] = [
    (
        "DELETE FROM time_entries WHERE ticket_id = $T",
        Aspect::Time,
    ),
    (
        "UPDATE time_entries SET minutes = minutes + 1 WHERE ticket_id = $T AND minutes > 0",
        Aspect::Time,
    ),
    (
        "UPDATE time_entries SET at = at + 1 WHERE ticket_id = $T",
        Aspect::Time,
    ),
    (
        "UPDATE events SET body = replace(body, '\"minutes\":90', '\"minutes\":80') WHERE ticket_id = $T",
        Aspect::Time,
    ),
    (
        "UPDATE events SET body = replace(body, '\"from\":90', '\"from\":80') WHERE ticket_id = $T",
        Aspect::Time,
    ),
    (
        "DELETE FROM letters WHERE ticket_id = $T AND kind = 'mentioned'",
        Aspect::Letter,
    ),
    (
        "UPDATE messages SET body = 'Jamais' WHERE ticket_id = $T AND visibility = 'internal'",
        Aspect::Letter,
    ),
];

#[test]
fn what_a_hand_changes_of_time_and_mentions_is_found() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let mut planted = Vec::new();
        for (sql, aspect) in PLANTED {
            let (ticket, _) = world.filed("standard", degraded());
            let message = note(&world, ticket, "voir @Sacha", 90);
            let page = world.page(ticket).ticket;
            let (to, seen) = (Minutes::new(30).unwrap(), page.version);
            let (by, reason) = (world.agent, Line::parse("trop").unwrap());
            let correction = TimeCorrection {
                ticket,
                seen,
                by,
                message,
                to,
                reason,
            };
            world.desk.correct_time(correction).unwrap();
            planted.push((
                sql.replace("$T", &format!("'{ticket}'")),
                page.reference,
                aspect,
            ));
        }
        assert_clean(&world);
        let store = world.store();
        for (sql, ..) in &planted {
            let sql = sql.clone();
            store
                .write(move |tx| Ok::<_, guichet::store::StoreError>(tx.batch_execute(&sql)?))
                .unwrap();
        }
        let mut found = Vec::new();
        world
            .desk
            .check(&mut |_, all| found.extend_from_slice(all))
            .unwrap();
        for (sql, reference, aspect) in planted {
            let told = found
                .iter()
                .any(|one| one.about == About::Ticket(reference) && one.aspect == aspect);
            assert!(told, "{aspect:?} was not found after {sql}: {found:?}");
        }
    });
}
