//! Behind the queries stands PostgreSQL itself: what a query forgets to leave out, the server does.

use std::collections::BTreeSet;

use guichet::{
    domain::{
        access::{Right, Scope, Thing, allows},
        ids::MessageId,
        lang::Lang,
        notice::LetterKind,
        people::Role,
        ticket::{Message, TextFormat, Visibility},
        wording::{Wording, WordingPlace, WordingScope},
    },
    store::{
        DatabaseUrl, Options, Store, StoreError, messages, tickets,
        vendor::{cases, dossiers, outside, thread},
        wordings,
    },
};

use super::scopes::{Scene, listed};
use crate::{
    desk_world::text,
    store_world::{opened, t0},
    support::{on_postgres, postgres, say},
};

/// Tables with somebody's or something's identity in them that no policy covers, and why.
const OPEN: [(&str, &str); 7] = [
    (
        "half_sign_ins",
        "asked for by a secret, before anybody is known",
    ),
    ("queue_members", "who works where, of the desk alone"),
    ("recovery_codes", "of oneself alone, asked for by a secret"),
    ("second_factor_drafts", "of oneself alone"),
    ("second_factors", "of oneself alone"),
    ("sessions", "asked for by a secret, before anybody is known"),
    (
        "outside_identities",
        "asked for at the sign-in, before anybody is known",
    ),
];

#[test]
fn isolation_a_forgotten_condition_shows_nothing_on_postgresql() {
    on_postgres(|url| {
        let (store, world) = opened(url);
        assert!(
            !store.lacks_second_wall(),
            "the tests' role may stand behind it"
        );
        let scene = store.write(move |tx| Scene::made(tx, &world)).unwrap();
        let mut probes = 0;
        for (name, who) in &scene.whos {
            let behind = store.behind(&Scope::of(who));
            // As if each query had been written without the condition: the desk's scope.
            let listed = behind.read(|conn| listed(conn, &Scope::Desk)).unwrap();
            for ticket in &scene.tickets {
                let watched = scene.watching.contains(&(ticket.id, who.person));
                let may = allows(
                    who,
                    Right::ReadTicket,
                    &Thing::Ticket(ticket.facts(watched)),
                );
                let found = behind
                    .read(|conn| tickets::find(conn, ticket.id, &Scope::Desk))
                    .unwrap();
                assert_eq!(found.is_some(), may, "{name}: {ticket:?}");
                assert_eq!(listed.contains(&ticket.id), may, "{name}: {ticket:?}");
                probes += 2;
            }
        }
        let (one, other) = (&scene.tickets[0], &scene.tickets[1]);
        let link = store.behind(&Scope::Link {
            ticket: one.id,
            requester: one.requester,
        });
        let seen = link.read(|conn| listed(conn, &Scope::Desk)).unwrap();
        assert_eq!(seen, BTreeSet::from([one.id]), "and not {:?}", other.id);
        say("isolation", &format!("{probes} probes of the second wall"));
    });
}

#[test]
fn isolation_the_server_hides_notes_and_refuses_what_is_written_elsewhere() {
    on_postgres(|url| {
        let (store, world) = opened(url);
        let scene = store.write(move |tx| Scene::made(tx, &world)).unwrap();
        let (_, requester) = &scene.whos[0];
        let (_, stranger) = &scene.whos[3];
        let own = scene
            .tickets
            .iter()
            .find(|one| one.requester == requester.person && one.platform.is_none())
            .unwrap()
            .id;
        let said = |visibility| Message {
            format: TextFormat::Markdown,
            id: MessageId::fresh(),
            ticket: own,
            author: None,
            visibility,
            body: text("Rien ne sort."),
            at: t0(),
        };
        let (public, note) = (said(Visibility::Public), said(Visibility::Internal));
        store
            .write(move |tx| {
                messages::insert(tx, &public)?;
                messages::insert(tx, &note)
            })
            .unwrap();
        let read = |scope: &Scope| {
            let behind = store.behind(scope);
            behind
                .read(|conn| messages::of(conn, own, &Scope::Desk))
                .unwrap()
                .len()
        };
        assert_eq!(read(&Scope::Desk), 2);
        assert_eq!(read(&Scope::of(requester)), 1, "the note is not for them");
        assert_eq!(read(&Scope::of(stranger)), 0);
        let foreign = said(Visibility::Public);
        let refused: Result<(), StoreError> = store
            .behind(&Scope::of(stranger))
            .write(move |tx| messages::insert(tx, &foreign));
        assert!(refused.is_err(), "a message on somebody else's ticket");
    });
}

#[test]
fn isolation_the_server_shows_no_customer_how_letters_are_worded() {
    on_postgres(|url| {
        let (store, world) = opened(url);
        let scene = store.write(move |tx| Scene::made(tx, &world)).unwrap();
        let kind = LetterKind::Received;
        let wording = Wording::parse(kind, "Bonjour.", "").unwrap();
        let own = scene.whos[0].1.organisation.unwrap();
        for scope in [WordingScope::Desk, WordingScope::Organisation(own)] {
            let lang = Lang::Fr;
            let place = WordingPlace { scope, kind, lang };
            let wording = wording.clone();
            let kept = store.write(move |tx| wordings::keep(tx, &place, &wording, 0, t0()));
            assert!(kept.unwrap());
        }
        let read = |scope: &Scope| {
            let behind = store.behind(scope);
            behind.read(|conn| wordings::list(conn, 9)).unwrap().len()
        };
        assert_eq!(read(&Scope::Desk), 2);
        let customers = scene
            .whos
            .iter()
            .filter(|(_, who)| who.role == Role::Requester);
        for (name, who) in customers {
            assert_eq!(read(&Scope::of(who)), 0, "{name}");
        }
    });
}

#[test]
fn isolation_what_a_transaction_was_told_ends_with_it() {
    on_postgres(|url| {
        let (store, world) = opened(url);
        let scene = store.write(move |tx| Scene::made(tx, &world)).unwrap();
        let all = scene.tickets.len();
        let (_, requester) = &scene.whos[0];
        let behind = store.behind(&Scope::of(requester));
        let count = |store: &Store| store.read(|conn| listed(conn, &Scope::Desk)).unwrap().len();
        // One connection after the other, and several walls at one instant.
        for _ in 0..3 {
            assert!(count(&behind) < all);
            assert_eq!(count(&store), all);
        }
        let counts = store.at_one_instant(|| {
            Ok::<_, StoreError>([count(&behind), count(&store), count(&behind)])
        });
        let [first, whole, last] = counts.unwrap();
        assert_eq!((whole, first), (all, last));
        assert!(first < all);
    });
}

#[test]
fn isolation_every_table_of_a_tenant_has_its_policy() {
    on_postgres(|url| {
        drop(opened(url));
        let bare = postgres::names(
            url,
            "SELECT DISTINCT c.table_name::text FROM information_schema.columns c
             JOIN pg_class t ON t.oid = c.table_name::regclass
             WHERE c.table_schema = current_schema() AND t.relkind = 'r'
               AND (c.column_name ~ '^(ticket|organisation|person|customer|integrator|to|from|requester)_id$'
                    OR c.table_name IN ('tickets', 'people', 'organisations'))
               AND NOT t.relrowsecurity
             ORDER BY 1",
        );
        let known: BTreeSet<&str> = OPEN.iter().map(|(table, _)| *table).collect();
        for table in &bare {
            assert!(
                known.contains(table.as_str()),
                "{table} holds what belongs to somebody, and no policy says who sees it: write one \
                 in a migration of PostgreSQL, as in 0009_second_wall"
            );
        }
    });
}

#[test]
fn isolation_a_server_without_the_role_is_told_and_serves() {
    let Some(cluster) = postgres::cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let role = format!("{}_walled", database.name());
    cluster.run(&format!("REVOKE {role} FROM desk"));
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    let (store, world) = opened(&url);
    assert!(store.lacks_second_wall());
    let scene = store.write(move |tx| Scene::made(tx, &world)).unwrap();
    let behind = store.behind(&Scope::of(&scene.whos[0].1));
    let seen = behind.read(|conn| listed(conn, &Scope::Desk)).unwrap();
    assert_eq!(seen.len(), scene.tickets.len(), "the queries alone");
    cluster.run(&format!("GRANT {role} TO desk"));
    let store = Store::open(&url, Options::default()).unwrap();
    assert!(!store.lacks_second_wall());
}

#[test]
fn isolation_the_server_shows_a_case_to_its_vendor_and_to_no_customer() {
    on_postgres(|url| {
        let scene = crate::vendor::Scene::new(url);
        let ticket = scene.marlaix.ticket;
        crate::vendor::mail::by_mail(&scene);
        let case = scene.served.sent(&scene.divalto, ticket, scene.agent, "x");
        crate::vendor::mail::answered(&scene, "Nous regardons.");
        assert_eq!(scene.letters_kept(case), 1);
        let other = scene.served.vendor("Autre", None, scene.root);
        let store = Store::open(url, Options::default()).unwrap();
        // As if each query had been written without the condition: the desk's scope.
        let seen = |person| {
            let scope = scene.served.desk.scope_of_person(person).unwrap();
            let behind = store.behind(&scope);
            behind
                .read(|conn| {
                    let found = cases::find(conn, case, &Scope::Desk)?;
                    let happened = thread::history(conn, case)?;
                    let begun = dossiers::of(conn, ticket)?;
                    let outside = outside::find(conn, scene.divalto.id)?;
                    let letters = outside::letters_of(conn, case)?;
                    assert!(
                        outside.is_none() && letters.is_empty(),
                        "what is the desk's"
                    );
                    let ticket = tickets::find(conn, ticket, &Scope::Desk)?;
                    Ok::<_, StoreError>((
                        found.is_some(),
                        happened.len(),
                        begun.is_some(),
                        ticket.is_some(),
                    ))
                })
                .unwrap()
        };
        assert_eq!(seen(scene.divalto.person), (true, 2, false, false));
        assert_eq!(seen(other.person), (false, 0, false, false));
        assert_eq!(seen(scene.marlaix.clerk), (false, 0, false, true));
        assert_eq!(seen(scene.marlaix.chief), (false, 0, false, true));
        let link = store.behind(&Scope::Link {
            ticket,
            requester: scene.divalto.person,
        });
        let found = link.read(|conn| cases::find(conn, case, &Scope::Desk));
        assert!(found.unwrap().is_none(), "a link opens no case");
    });
}
