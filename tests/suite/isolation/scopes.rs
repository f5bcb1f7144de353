//! Queries see exactly the tickets that the access table grants.

use std::collections::BTreeSet;

use guichet::{
    domain::{
        access::{Designated, Right, Scope, Thing, Who, allows},
        ids::{OrganisationId, PersonId, PlatformId, QueueId, TicketId},
        people::{Organisation, OrganisationKind, Person, Role},
        platform::{Environment, Platform},
        services::Queue,
        ticket::{QueueFilter, Ticket, View},
    },
    store::{
        Conn, StoreError, organisations, people, platforms, queue_members, queues, tickets,
        watchers,
    },
};

use crate::{
    store_world::{World, opened, person, place, queue, t0},
    support::{on_each_engine, say},
};

/// Two customers, an integrator, a queue for members only, and tickets of every kind.
pub(super) struct Scene {
    pub(super) whos: Vec<(&'static str, Who)>,
    pub(super) tickets: Vec<Ticket>,
    /// Who was added to which ticket.
    pub(super) watching: BTreeSet<(TicketId, PersonId)>,
}

fn organisation(
    conn: &mut Conn,
    name: &str,
    kind: OrganisationKind,
) -> Result<OrganisationId, StoreError> {
    let organisation = Organisation {
        id: OrganisationId::fresh(),
        name: name.to_owned(),
        mail_domain: None,
        kind,
    };
    organisations::insert(conn, &organisation)?;
    Ok(organisation.id)
}

fn platform(
    conn: &mut Conn,
    organisation: OrganisationId,
    name: &str,
) -> Result<PlatformId, StoreError> {
    let platform = Platform {
        id: PlatformId::fresh(),
        organisation,
        name: name.to_owned(),
        environment: Environment::Production,
        version: None,
        active: true,
    };
    platforms::insert(conn, &platform)?;
    Ok(platform.id)
}

impl Scene {
    pub(super) fn made(conn: &mut Conn, world: &World) -> Result<Self, StoreError> {
        let first = organisation(conn, "Fonderies Marlaix", OrganisationKind::Customer)?;
        let other = organisation(conn, "Cabinet Ostrel", OrganisationKind::Customer)?;
        let integrator = organisation(conn, "Intégrale", OrganisationKind::Integrator)?;
        let platforms = [
            (first, platform(conn, first, "Production")?),
            (first, platform(conn, first, "Recette")?),
            (other, platform(conn, other, "Production")?),
        ];
        let closed = queues::put(
            conn,
            &Queue {
                members_only: true,
                ..queue("securite")
            },
        )?;
        let mut known: Vec<Person> = Vec::new();
        let mut add = |conn: &mut Conn, role, organisation, email: &str| {
            let person = Person {
                organisation,
                ..person(role, email)
            };
            people::insert(conn, &person, None, t0())?;
            known.push(person);
            Ok::<_, StoreError>(known.len() - 1)
        };
        let at = |one| Some(one);
        let requester = add(conn, Role::Requester, at(first), "odile@a.example")?;
        let whole = add(conn, Role::Requester, at(first), "admin@a.example")?;
        let part = add(conn, Role::Requester, at(first), "recette@a.example")?;
        let stranger = add(conn, Role::Requester, at(other), "b@b.example")?;
        let serving = add(conn, Role::Requester, at(integrator), "i@i.example")?;
        let alone = add(conn, Role::Requester, None, "seul@c.example")?;
        let member = add(conn, Role::Agent, None, "membre@desk.example")?;
        let agent = add(conn, Role::Agent, None, "agent@desk.example")?;
        let administrator = add(conn, Role::Administrator, None, "root@desk.example")?;
        let auditor = add(conn, Role::Auditor, None, "audit@desk.example")?;
        queue_members::add(conn, closed.id, known[member].id, t0())?;
        let mut whos: Vec<(&'static str, Who)> = [
            ("requester", requester),
            ("designated administrator", whole),
            ("administrator of a platform", part),
            ("requester of another organisation", stranger),
            ("integrator", serving),
            ("requester of none", alone),
            ("member", member),
            ("agent", agent),
            ("administrator", administrator),
            ("auditor", auditor),
        ]
        .map(|(name, place)| (name, Who::alone(&known[place])))
        .into();
        whos[1].1.designations.push(Designated {
            organisation: first,
            platform: None,
        });
        whos[2].1.designations.push(Designated {
            organisation: first,
            platform: Some(platforms[1].1),
        });
        whos[4].1.serves = vec![first];
        for (_, who) in &mut whos {
            if who.role.works_at_the_desk() {
                who.closed_queues = queue_members::closed_to(conn, who.person)?;
            }
        }
        let mut scene = Self {
            whos,
            tickets: Vec::new(),
            watching: BTreeSet::new(),
        };
        scene.file(conn, world, &known, &platforms, closed.id)?;
        Ok(scene)
    }

    fn file(
        &mut self,
        conn: &mut Conn,
        world: &World,
        known: &[Person],
        platforms: &[(OrganisationId, PlatformId)],
        closed: QueueId,
    ) -> Result<(), StoreError> {
        let mut of: Vec<(Option<OrganisationId>, Option<PlatformId>)> = vec![(None, None)];
        for (organisation, platform) in platforms {
            of.push((Some(*organisation), None));
            of.push((Some(*organisation), Some(*platform)));
        }
        for (organisation, platform) in of {
            for queue in [world.queue.id, closed] {
                for (nth, requester) in known.iter().take(6).enumerate() {
                    let rank = i64::try_from(self.tickets.len()).unwrap() + 1;
                    let ticket = Ticket {
                        organisation,
                        platform,
                        queue,
                        requester: requester.id,
                        ..world.ticket(rank)
                    };
                    tickets::insert(conn, &ticket, &place(rank), 1)?;
                    let watcher = &known[(nth + 1) % 6];
                    if rank % 3 == 0 && watcher.organisation.is_some() {
                        assert!(watchers::add(conn, ticket.id, watcher.id, t0())?);
                        self.watching.insert((ticket.id, watcher.id));
                    }
                    self.tickets.push(ticket);
                }
            }
        }
        Ok(())
    }
}

pub(super) fn listed(conn: &mut Conn, scope: &Scope) -> Result<BTreeSet<TicketId>, StoreError> {
    let all = QueueFilter {
        view: View::Everything,
        ..QueueFilter::default()
    };
    let rows = tickets::queue_page(conn, &all, None, 1_000, scope)?;
    Ok(rows.into_iter().map(|row| row.ticket.id).collect())
}

#[test]
fn isolation_every_query_sees_what_the_table_grants() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let scene = store.write(move |tx| Scene::made(tx, &world)).unwrap();
        let mut probes = 0;
        for (name, who) in &scene.whos {
            let scope = Scope::of(who);
            let listed = store.read(|conn| listed(conn, &scope)).unwrap();
            let counted = store
                .read(|conn| tickets::queue_counts(conn, &scope, t0()))
                .unwrap();
            let mut granted = 0;
            for ticket in &scene.tickets {
                let watched = scene.watching.contains(&(ticket.id, who.person));
                let thing = Thing::Ticket(ticket.facts(watched));
                let may = allows(who, Right::ReadTicket, &thing);
                granted += u32::from(may);
                let found = store.read(|conn| -> Result<_, StoreError> {
                    Ok([
                        tickets::find(conn, ticket.id, &scope)?.is_some(),
                        tickets::by_reference(conn, &ticket.reference, &scope)?.is_some(),
                        listed.contains(&ticket.id),
                    ])
                });
                assert_eq!(found.unwrap(), [may; 3], "{name}: {ticket:?}");
                probes += 3;
            }
            assert_eq!(counted.open, granted, "{name}");
            assert!(granted > 0, "{name} sees nothing at all");
        }
        say("isolation", &format!("{probes} probes"));
    });
}

#[test]
fn isolation_a_platform_belongs_to_its_organisation() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let refused = store.write(move |tx| {
            let other = organisation(tx, "Cabinet Ostrel", OrganisationKind::Customer)?;
            let foreign = platform(tx, other, "Production")?;
            let ticket = Ticket {
                platform: Some(foreign),
                ..world.ticket(1)
            };
            tickets::insert(tx, &ticket, &place(1), 1)
        });
        assert!(
            refused.is_err(),
            "a ticket of one, on the platform of another"
        );
    });
}
