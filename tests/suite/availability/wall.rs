//! The second wall around components, operations and credits.

use guichet::{
    domain::{
        access::{Customer, Scope},
        operation::Said,
    },
    store::{Options, Store, components, credits, operations},
};

use super::{Scene, outage};
use crate::{desk_world::at, support::on_postgres};

#[test]
fn isolation_the_server_shows_a_customer_what_is_shared_and_their_own() {
    on_postgres(|url| {
        let scene = Scene::new(url);
        let of = |component| {
            Said::Outage(outage(
                component,
                "2026-11-16T07:00:00Z",
                Some("2026-11-16T09:15:00Z"),
            ))
        };
        let (shared, ostrels) = (
            scene.enter(of(scene.shared)),
            scene.enter(of(scene.ostrels)),
        );
        let period = (scene.service, "2026-11-29".parse().unwrap());
        let desk = &scene.served.desk;
        desk.propose_credit(scene.ostrel.id, period, scene.root)
            .unwrap();
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        let behind = |house: &crate::support::customers::House| {
            store.behind(&Scope::Customer(std::sync::Arc::new(Customer {
                person: house.chief,
                homes: [house.id].into(),
                organisations: [house.id].into(),
                platforms: [].into(),
            })))
        };
        for (house, sees_ostrels) in [(&scene.marlaix, false), (&scene.ostrel, true)] {
            behind(house)
                .read(|conn| {
                    // As if each query had been written without a condition.
                    let (from, to) = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
                    let seen = operations::between(conn, from, to)?;
                    let sees = |id| seen.iter().any(|one| one.id == id);
                    assert!(sees(shared));
                    assert_eq!(sees(ostrels), sees_ostrels);
                    let parts = components::all(conn)?;
                    let sees = |id| parts.iter().any(|one| one.id == id);
                    assert!(sees(scene.shared));
                    assert_eq!(sees(scene.ostrels), sees_ostrels);
                    assert_eq!(operations::revisions(conn, shared)?, []);
                    let owed = credits::of(conn, scene.ostrel.id)?;
                    assert_eq!(owed.len(), usize::from(sees_ostrels));
                    Ok::<_, guichet::store::StoreError>(())
                })
                .unwrap();
        }
    });
}
