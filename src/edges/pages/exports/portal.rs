//! What customers take away: their requests, the people of their organisation.

use actix_web::web;
use chrono::{DateTime, Utc};

use super::{
    super::{
        portal::{Asked, designation, expected, own},
        promises::clock_word,
        request::state,
    },
    Answer, Taking,
    set_up::account,
    tickets::clock_state,
};
use crate::{
    desk::{Error, MemberLine, MembersPage, QueueLine},
    domain::{
        access::Right,
        ticket::{PortalKey, PortalView},
    },
    edges::{
        http::{Member, PageError, Policy, reading, resource, routing::READ},
        table_out::{Kind, Row},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal.{form}", READ)
            .route(reading(Policy::Customer(Right::ReadTicket)).to(requests)),
    )
    .service(
        resource("/portal/people.{form}", READ)
            .route(reading(Policy::Customer(Right::ManageMembers)).to(people)),
    )
    .service(
        resource("/portal/people/designated.{form}", READ)
            .route(reading(Policy::Customer(Right::ManageMembers)).to(designated)),
    );
}

const REQUESTS: [(&str, Kind); 9] = [
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-state", Kind::Text),
    ("export-expected", Kind::Text),
    ("export-organisation", Kind::Text),
    ("export-requester", Kind::Text),
    ("export-clock", Kind::Text),
    ("export-due", Kind::Instant),
    ("export-filed", Kind::Instant),
];

async fn requests(taking: Taking, member: Member) -> Answer {
    let query = taking.query().unwrap_or_default();
    let asked = Asked::read(&query);
    let now = taking.app.desk.clock().now();
    let (filter, chosen, who) = (asked.filter(now), asked.platform, member.who.clone());
    let platform = member
        .ask(&taking.app, move |desk| {
            let served = desk.served_by(&who)?;
            let mut platforms = served.into_iter().flat_map(|one| one.platforms);
            Ok::<_, Error>(platforms.find(|one| Some(one.id) == chosen))
        })
        .await?;
    let table = taking.table("requests", "portal-title").columns(&REQUESTS);
    let (words, now) = (table.words, table.at);
    let view: PortalView = asked.view;
    let table = table
        .asked(
            "export-asked-view",
            words.say(&format!("portal-view-{}", view.word())),
        )
        .asked(
            "export-requester",
            if asked.mine {
                words.say("portal-of-mine")
            } else {
                String::new()
            },
        )
        .asked(
            "export-platform",
            platform.map_or(String::new(), |one| one.name),
        )
        .asked("export-asked-text", asked.text);
    let (scope, mut after) = (member.scope.clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let lines = desk.customer_rows(&filter, after.as_ref(), &scope)?;
        after = lines.last().map(|last| PortalKey::of(&last.row)).or(after);
        Ok(lines.iter().map(|line| row(line, now, words)).collect())
    });
    taking.answer(table).await
}

fn row(line: &QueueLine, now: DateTime<Utc>, words: Words) -> Row {
    let ticket = &line.row.ticket;
    let clock = line.row.clock.map(|clock| {
        let (name, state) = (clock_word(clock.name, words), clock_state(line, now, words));
        format!("{name} ({state})")
    });
    vec![
        ticket.reference.to_string().into(),
        ticket.subject.as_str().into(),
        words.say(state(ticket.status).0).into(),
        expected(line, now, words).into(),
        line.row.organisation.as_deref().into(),
        line.row.requester.as_str().into(),
        clock.into(),
        line.row.clock.and_then(|clock| clock.deadline).into(),
        ticket.filed_at.into(),
    ]
}

async fn people(taking: Taking, member: Member) -> Answer {
    let page = members(&taking, &member).await?;
    let table = taking.table("people", "members-title").columns(&[
        ("export-name", Kind::Text),
        ("export-email", Kind::Text),
        ("export-lang", Kind::Text),
        ("export-account", Kind::Text),
        ("export-seen", Kind::Instant),
        ("export-designated", Kind::Text),
    ]);
    let words = table.words;
    let row = |one: &MemberLine| -> Row {
        let person = &one.person;
        vec![
            person.name.as_str().into(),
            person.email.as_str().into(),
            person.lang.own_name().into(),
            account(person.active, one.in_use, "members-without", words).into(),
            one.signed_in_at.into(),
            scopes(one, &page, words).join(", ").into(),
        ]
    };
    let rows = page.members.iter().map(row).collect();
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

/// The columns of the list of designated administrators.
pub(super) const DESIGNATED: [(&str, Kind); 4] = [
    ("export-name", Kind::Text),
    ("export-email", Kind::Text),
    ("export-organisation", Kind::Text),
    ("export-designated", Kind::Text),
];

/// The designated administrators with open accounts, a row for each designation.
async fn designated(taking: Taking, member: Member) -> Answer {
    let page = members(&taking, &member).await?;
    let name = "designated-administrators";
    let table = taking
        .table(name, "export-list-designated")
        .columns(&DESIGNATED);
    let words = table.words;
    let open = page.members.iter().filter(|one| one.person.active);
    let rows = open.flat_map(|one| {
        let scopes = scopes(one, &page, words).into_iter();
        scopes.map(|scope| -> Row {
            vec![
                one.person.name.as_str().into(),
                one.person.email.as_str().into(),
                page.organisation.name.as_str().into(),
                scope.into(),
            ]
        })
    });
    let rows = rows.collect();
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

/// The people of the organisation of somebody who manages them.
async fn members(taking: &Taking, member: &Member) -> Result<MembersPage, PageError> {
    let (organisation, by) = (own(member)?, member.person.id);
    member
        .ask(&taking.app, move |desk| desk.every_member(organisation, by))
        .await
}

/// Of what somebody is a designated administrator.
fn scopes(one: &MemberLine, page: &MembersPage, words: Words) -> Vec<String> {
    let of = one.designated.iter();
    of.map(|of| designation(*of, &page.platforms, words))
        .collect()
}
