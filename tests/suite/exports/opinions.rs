//! The list of what requesters say: all of a year, where the page shows the last of it.

use chrono::TimeDelta;
use guichet::{
    desk::{Change, FileTicket, Secret},
    domain::{
        ids::MessageId,
        people::Role,
        ticket::{Act, Line, Minutes, Satisfaction},
    },
};

use super::{both, xlsx};
use crate::{
    desk_world::{blocked, request, text},
    portal_scene::Scene,
    support::on_each_engine,
};

/// Somebody files a request, has it settled, and says what they think of it.
fn thinks(scene: &Scene, subject: &str, level: Satisfaction, comment: Option<&str>) {
    let (desk, key) = (&scene.served.desk, Secret::draw());
    let filed = FileTicket {
        key: key.clone(),
        subject: Line::parse(subject).unwrap(),
        ..request("portail", blocked())
    };
    desk.file_ticket(filed).unwrap();
    let ticket = desk.request(&key).unwrap().ticket;
    desk.change_ticket(Change {
        ticket: ticket.id,
        seen: ticket.version,
        by: scene.agent,
        act: Act::Reply {
            message: MessageId::fresh(),
            resolve: true,
        },
        text: Some(text("Réparé.")),
        files: false,
        spent: Minutes::new(0).unwrap(),
    })
    .unwrap();
    desk.rate_by_link(&key, level, comment.map(text)).unwrap();
}

#[test]
fn export_opinions_are_all_of_the_year_and_of_what_the_reader_sees() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let alix = "alix@desk.example";
        let alix = scene.served.worker("Alix", alix, Role::Supervisor);
        let mut alix = scene.served.signed_in(alix);
        assert_eq!(both(&mut alix, "/satisfaction").rows.len(), 0);
        scene.served.clock.advance(-TimeDelta::days(400));
        thinks(&scene, "Trop vieux", Satisfaction::Content, None);
        scene.served.clock.advance(TimeDelta::days(400));
        let comment = Some("=1+1\nVite, et bien.");
        thinks(&scene, "La première", Satisfaction::Unhappy, comment);
        for _ in 0..24 {
            thinks(&scene, "Une autre", Satisfaction::Partly, None);
        }
        scene.served.clock.advance(TimeDelta::minutes(1));
        thinks(&scene, "La dernière", Satisfaction::Content, None);
        let list = both(&mut alix, "/satisfaction");
        assert_eq!(list.rows.len(), 26, "{list:?}");
        assert_eq!(list.rows[0][2..], ["La dernière", "Satisfait", ""]);
        let first = list.rows.iter().find(|row| row[2] == "La première");
        assert_eq!(first.unwrap()[3], "Pas satisfait");
        assert_eq!(first.unwrap()[4], "=1+1\nVite, et bien.");
        let (_, about) = xlsx(&mut alix, "/satisfaction");
        let since = about.iter().find(|row| row[0] == "Du").unwrap();
        let since = since[1].replace('\u{a0}', " ");
        assert_eq!(since, "mardi 4 mars 2025");
        for person in [scene.agent, scene.marlaix.chief] {
            let mut browser = scene.served.signed_in(person);
            assert_eq!(browser.get("/satisfaction.csv").status, 403);
        }
        // A queue of members only is for its members only.
        let desk = &scene.served.desk;
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        assert_eq!(both(&mut alix, "/satisfaction").rows.len(), 0);
    });
}
