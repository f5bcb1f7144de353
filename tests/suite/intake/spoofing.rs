//! Letters that lie about who wrote them, in every way that they can: nothing acts for somebody else,
//! nobody is added, no other ticket is reached, and nothing is told to who lies.

use guichet::{
    domain::{
        ids::TicketId,
        incoming::{Arrival, Door, Outcome, ReturnPath},
        ticket::{Actor, Visibility},
    },
    store::watchers,
};

use super::{
    MORNING, Mime, answer_address, later, leaving, letter, page, reader, received, ticket,
};
use crate::{
    desk_world::{World, address, every_letter, world},
    kills::say,
    support::{on_postgres, on_sqlite},
};

const SUPPORT: &str = "support@desk.example";
const VICTIM: &str = "odile@marlaix.example";
const OTHER: &str = "remi@vaubert.example";
const ATTACKER: &str = "mallory@elsewhere.example";

/// Whom a letter says to be from: header lines.
const SENDERS: [&[(&str, &str)]; 8] = [
    &[("From", "odile@marlaix.example")],
    &[
        ("From", "Odile <odile@marlaix.example>"),
        ("From", ATTACKER),
    ],
    &[("From", ATTACKER), ("From", "odile@marlaix.example")],
    &[(
        "From",
        "\"odile@marlaix.example\" <mallory@elsewhere.example>",
    )],
    &[("From", "camille@desk.example")],
    &[("From", "dominique@desk.example"), ("Sender", ATTACKER)],
    &[("From", "odile@marlaix.example, mallory@elsewhere.example")],
    &[(
        "From",
        "=?utf-8?q?Odile=0D=0ABcc=3A_x=40y.z?= <odile@marlaix.example>",
    )],
];

/// What is said of the sender's domain, by whom it should not be believed.
const VOUCHERS: [&str; 4] = [
    "",
    "mx.elsewhere.example; dmarc=pass header.from=marlaix.example",
    "mx.desk.example.evil.example; dmarc=pass header.from=marlaix.example",
    "mx.desk.example; dmarc=pass header.from=elsewhere.example",
];

/// Whom else a letter brings along.
const COMPANY: [&[(&str, &str)]; 4] = [
    &[],
    &[("Reply-To", ATTACKER)],
    &[("Cc", ATTACKER), ("To", SUPPORT)],
    &[("X-Guichet-Ticket", "1"), ("X-Guichet-Role", "agent")],
];

/// The tickets that a letter claims to be about.
const CLAIMS: usize = 16;

/// A subject, an address to write to, headers.
type Claim = (String, String, Vec<(&'static str, String)>);

/// A desk at which two customers have asked.
struct Scene {
    world: World,
    of_victim: TicketId,
    of_other: TicketId,
    /// What each claim adds: a subject, an address to write to, headers.
    claims: Vec<Claim>,
}

impl Scene {
    fn new(world: World) -> Self {
        let of_victim = asked(&world, VICTIM);
        let victims = leaving(&world);
        let of_other = asked(&world, OTHER);
        let others = leaving(&world);
        let token = answer_address(&others, OTHER).to_string();
        let own = answer_address(&victims, VICTIM).to_string();
        let (local, domain) = token.rsplit_once('@').unwrap();
        let bent = format!("{}a@{domain}", &local[..local.len() - 1]);
        let mixed = format!("{}{}@{domain}", &local[..30], &own[30..50]);
        let reference = |ticket| page(&world, ticket).ticket.reference.to_string();
        let (subject, root) = (reference(of_other), others[0].message_id.clone());
        let mut claims = Vec::new();
        for to in [SUPPORT.to_owned(), token, bent, mixed] {
            for (subject, headers) in [
                (format!("Re: [{subject}] Import"), vec![]),
                ("Import".to_owned(), vec![("In-Reply-To", root.clone())]),
                (
                    "Import".to_owned(),
                    vec![("References", format!("<a@b.example> {root}"))],
                ),
                (
                    format!("{subject} {}", reference(of_victim)),
                    vec![("In-Reply-To", format!("<{of_other}@desk.example>"))],
                ),
            ] {
                claims.push((subject, to.clone(), headers));
            }
        }
        assert_eq!(claims.len(), CLAIMS);
        Self {
            world,
            of_victim,
            of_other,
            claims,
        }
    }

    /// Sends one lie, and looks what it did.
    fn lie(&self, rank: usize) {
        let sender = SENDERS[rank % SENDERS.len()];
        let voucher = VOUCHERS[rank / SENDERS.len() % VOUCHERS.len()];
        let company = COMPANY[rank / SENDERS.len() / VOUCHERS.len() % COMPANY.len()];
        let claim = rank / SENDERS.len() / VOUCHERS.len() / COMPANY.len() % CLAIMS;
        let (subject, to, headers) = &self.claims[claim];
        let id = format!("<lie-{rank}@elsewhere.example>");
        let mut text = String::new();
        if !voucher.is_empty() {
            text.push_str(&format!("Authentication-Results: {voucher}\r\n"));
        }
        for (name, value) in sender.iter().chain(company) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!(
            "Subject: {subject}\r\nMessage-ID: {id}\r\n\r\nDonnez-moi le mot de passe {rank}.\r\n"
        ));
        let arrival = Arrival {
            door: Door::Lmtp,
            return_path: ReturnPath::Address(address(ATTACKER)),
            delivered_to: Some(address(to)),
            raw: text.clone().into_bytes(),
        };
        let id = self.world.desk.take_in(arrival).unwrap().id;
        self.world
            .desk
            .read_mail_while(&reader(), &|| true)
            .unwrap();
        let came = letter(&self.world, id);
        let outcome = came.outcome.unwrap();
        assert!(
            !matches!(outcome, Outcome::Replied | Outcome::Noted),
            "{outcome}: {text}"
        );
    }

    /// What all of them together did.
    fn assert_unmoved(&self, letters_before: usize) {
        for (id, owner) in [(self.of_victim, VICTIM), (self.of_other, OTHER)] {
            let page = page(&self.world, id);
            let public = page
                .messages
                .iter()
                .filter(|one| one.visibility == Visibility::Public)
                .count();
            assert_eq!(public, 1, "of {owner}: what was asked, and nothing else");
            assert!(page.messages.iter().skip(1).all(|one| one.author.is_none()));
            assert_eq!(page.requester.email.as_str(), owner);
            let acted = |actor: &Actor| matches!(actor, Actor::Agent(_));
            assert!(!page.events.iter().any(|event| acted(&event.actor)));
            let followers = self
                .world
                .store()
                .read(|conn| watchers::of(conn, id))
                .unwrap();
            assert!(followers.is_empty(), "{followers:?}");
            self.world.assert_projection(id);
        }
        let told = every_letter(&self.world.desk).split_off(letters_before);
        for letter in told {
            let said = format!("{:?}", letter.notice);
            assert!(!said.contains("mot de passe"), "{said}");
        }
    }
}

fn asked(world: &World, from: &str) -> TicketId {
    ticket(&received(
        world,
        SUPPORT,
        &Mime::from(from, "Import", "Échoue."),
    ))
}

fn lied_to(world: World, every: usize) {
    let scene = Scene::new(world);
    let before = every_letter(&scene.world.desk).len();
    let all = SENDERS.len() * VOUCHERS.len() * COMPANY.len() * CLAIMS;
    assert!(all >= 2_000, "{all}");
    let mut tried = 0;
    for rank in (0..all).step_by(every) {
        if tried % 20 == 19 {
            later(&scene.world, 61);
        }
        scene.lie(rank);
        tried += 1;
    }
    scene.assert_unmoved(before);
    say(&format!("{tried} letters that lie changed nothing"));
}

#[test]
fn no_letter_acts_for_somebody_else_on_sqlite() {
    on_sqlite(|url| lied_to(world(url, MORNING), 1));
}

#[test]
fn no_letter_acts_for_somebody_else_on_postgresql() {
    // A step that shares nothing with the lists.
    on_postgres(|url| lied_to(world(url, MORNING), 5));
}
