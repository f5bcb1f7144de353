//! The doors of the house: what every address must bear, derived from the list of all addresses;
//! what strangers try at the form, at sign-in, with links and on the bare wire.

mod every_route;
mod form;
mod hostile_text;
mod links;
mod log;
mod parameters;
mod proxies;
mod sign_in;
mod wire;

use chrono::TimeDelta;
use guichet::{
    desk::{Desk, FileTicket, OrganisationSaid, PlatformSaid, Secret, SubscriptionSaid},
    domain::{
        access::Scope,
        ids::{OrganisationId, PersonId, PlatformId, SubscriptionId, TicketId},
        incoming::{Arrival, Door, ReturnPath},
        people::{OrganisationKind, Role},
        platform::Environment,
        ticket::Line,
    },
    edges::http::{Settings, assets::asset},
    store::DatabaseUrl,
};

use crate::intake::{Mime, reader};
use crate::support::{
    app::{Browser, Served, served_with},
    customers,
    provider::Annuaire,
    routes::Route,
    vendors::Vendor,
};

/// A Wednesday at 10:00 in Paris, the desk open.
pub const OPEN: &str = "2026-03-04T09:00:00Z";

/// A desk that has lived a little: a late ticket, an escalation, letters, everybody who works.
pub struct House {
    pub served: Served,
    pub people: Vec<(Role, PersonId)>,
    pub ticket: TicketId,
    ticket_id: String,
    request: String,
    set_up: String,
    escalation: String,
    escalation_link: String,
    letter: String,
    incoming: String,
    mail: String,
    person: String,
    organisation: String,
    platform: String,
    subscription: String,
    product: String,
    queue: String,
    component: String,
    operation: String,
    asset: String,
    pub customer: customers::House,
    customers_ticket: String,
    customers_clerk: String,
    vendor: Vendor,
    vendor_organisation: String,
    case: String,
    job: String,
    news_asked: String,
    news_stop: String,
}

/// Somebody of each role who works at the desk.
fn workers(served: &Served) -> [(Role, PersonId); 4] {
    [
        ("Camille Aubry", Role::Agent),
        ("Zoé Marin", Role::Supervisor),
        ("Dominique Roy", Role::Administrator),
        ("Claude Petit", Role::Auditor),
    ]
    .map(|(name, role)| {
        let email = format!("{role}@desk.example");
        (role, served.worker(name, &email, role))
    })
}

/// A letter that names the ticket and waits as a note: its identity, and that of the note.
fn written(served: &Served, ticket: TicketId) -> (String, String) {
    let page = served.desk.ticket(ticket, &Scope::Desk).unwrap();
    let subject = format!("Re: {}", page.ticket.reference);
    let mime = Mime::from(page.requester.email.as_str(), &subject, "<p>Bonjour</p>")
        .with("Content-Type", "text/html; charset=utf-8");
    let arrival = Arrival {
        door: Door::Lmtp,
        return_path: ReturnPath::Unknown,
        delivered_to: Some("support@guichet.example".parse().unwrap()),
        raw: mime.bytes(),
    };
    let id = served.desk.take_in(arrival).unwrap().id;
    served.desk.read_mail_while(&reader(), &|| true).unwrap();
    let (letter, _) = served.desk.incoming_letter(id, &Scope::Desk).unwrap();
    let (_, message) = letter.belongs_to.unwrap();
    (id.to_string(), message.unwrap().to_string())
}

/// A customer, a platform of theirs and what they bought.
fn tenant(desk: &Desk, by: PersonId) -> (OrganisationId, PlatformId, SubscriptionId) {
    let line = |text: &str| Line::parse(text).unwrap();
    let organisation = OrganisationSaid {
        name: line("Fonderies Marlaix"),
        kind: OrganisationKind::Customer,
        mail_domain: None,
    };
    let organisation = desk.enter_organisation(&organisation, by).unwrap();
    let platform = PlatformSaid {
        name: line("Production"),
        environment: Environment::Production,
        version: None,
        active: true,
    };
    let platform = desk.enter_platform(organisation, &platform, by).unwrap();
    let subscription = SubscriptionSaid {
        support: true,
        prepaid_minutes: None,
        first_day: "2026-01-01".parse().unwrap(),
        last_day: None,
    };
    let service = desk.services().unwrap()[0].id;
    let subscription = desk
        .subscribe(organisation, service, "standard", subscription, by)
        .unwrap();
    (organisation, platform, subscription)
}

impl House {
    pub fn new(url: &DatabaseUrl) -> Self {
        Self::with(url, |_| ())
    }

    pub fn with(url: &DatabaseUrl, set: impl FnOnce(&mut Settings)) -> Self {
        let served = served_with(url, OPEN, |settings| {
            set(settings);
            // It knows nobody here.
            Annuaire::of(settings).vouches_for("nobody", None);
        });
        let people = workers(&served);
        let customer = served.customer(url, "Marlaix", people[2].1);
        let request = Secret::draw();
        served
            .desk
            .file_ticket(FileTicket {
                key: request.clone(),
                ..crate::desk_world::request("portail", crate::desk_world::blocked())
            })
            .unwrap();
        let ticket = served.desk.request(&request).unwrap().ticket.id;
        served.clock.advance(TimeDelta::hours(5));
        served.desk.escalate().unwrap();
        let lines = served
            .desk
            .escalations(None, &Scope::worker(people[1].1))
            .unwrap();
        let escalation = lines.first().unwrap().escalation.id.to_string();
        let (letters, _) = served.desk.letters(None, None).unwrap();
        let set_up = served.desk.set_up_link(Some(people[0].1)).unwrap();
        let (desk, by) = (&served.desk, people[2].1);
        let (organisation, platform, subscription) = tenant(desk, by);
        let service = desk.services().unwrap()[0].id;
        let (component, operation) = crate::availability::failing(desk, service, by);
        let product = desk
            .name_product(None, &Line::parse("Infinity").unwrap(), by)
            .unwrap();
        let (incoming, mail) = written(&served, ticket);
        let vendor = served.vendor("Divalto", None, by);
        let case = served.sent(&vendor, ticket, people[0].1, "complet");
        let (news_asked, news_stop) = crate::status_news::links(desk, operation, people[0].1);
        Self {
            incoming,
            mail,
            news_asked,
            news_stop,
            organisation: organisation.to_string(),
            platform: platform.to_string(),
            subscription: subscription.to_string(),
            product: product.to_string(),
            component: component.to_string(),
            operation: operation.to_string(),
            queue: desk.queues().unwrap()[0].id.to_string(),
            ticket,
            ticket_id: ticket.to_string(),
            request: request.reveal().to_owned(),
            set_up: set_up.reveal().to_owned(),
            escalation,
            escalation_link: served.escalation_link().reveal().to_owned(),
            letter: letters.first().unwrap().id.to_string(),
            person: people[0].1.to_string(),
            asset: asset("app.css").trim_start_matches("/assets/").to_owned(),
            people: people.to_vec(),
            customers_ticket: customer.ticket.to_string(),
            customers_clerk: customer.clerk.to_string(),
            customer,
            vendor_organisation: vendor.id.to_string(),
            vendor,
            case: case.to_string(),
            job: desk.ask_preview("standard", 1, by).unwrap().to_string(),
            served,
        }
    }

    /// The organisation of the addresses.
    pub fn organisation(&self) -> &str {
        &self.organisation
    }

    /// A browser that has been nowhere, one of somebody who works, and one of somebody who may most.
    pub fn everybody(&self) -> Vec<(&'static str, Browser)> {
        vec![
            ("nobody", self.served.browser()),
            ("a customer", self.as_customer()),
            ("a vendor", self.as_vendor()),
            ("an auditor", self.as_role(Role::Auditor)),
            ("an administrator", self.as_role(Role::Administrator)),
        ]
    }

    pub fn as_role(&self, role: Role) -> Browser {
        let (_, person) = self.people.iter().find(|(one, _)| *one == role).unwrap();
        self.served.signed_in(*person)
    }

    /// Whoever administrates the customer.
    pub fn as_customer(&self) -> Browser {
        self.served.signed_in(self.customer.chief)
    }

    /// Whoever works at the vendor.
    pub fn as_vendor(&self) -> Browser {
        self.served.signed_in(self.vendor.person)
    }

    /// An address of a route at which there is something.
    pub fn address(&self, route: &Route) -> String {
        if route.path == "/queue/live" {
            return "/queue/live?since=0".to_owned();
        }
        route.with(|name| match (name, route.path.split('/').nth(1)) {
            ("secret", Some("requests")) => &self.request,
            ("secret", Some("set-up")) => &self.set_up,
            ("link", Some("escalations")) => &self.escalation_link,
            ("link", Some("status")) if route.path.contains("/confirm/") => &self.news_asked,
            ("link", Some("status")) => &self.news_stop,
            ("month", Some("status")) => &OPEN[..7],
            // Nobody; what becomes of one who is there has its own tests.
            ("id", Some("subscribers")) => "00000000-0000-0000-0000-000000000000",
            ("id", Some("escalations")) => &self.escalation,
            ("id", Some("letters")) => &self.letter,
            ("id", Some("tickets")) => &self.ticket_id,
            ("id", Some("people")) => &self.person,
            ("id", Some("portal")) if route.path.contains("/people/") => &self.customers_clerk,
            ("id", Some("portal")) => &self.customers_ticket,
            ("id", Some("organisations")) if route.path.ends_with("/vendor") => {
                &self.vendor_organisation
            }
            ("id", Some("organisations")) => &self.organisation,
            ("case", _) => &self.case,
            ("platform", Some("organisations")) => &self.platform,
            ("subscription", Some("organisations")) => &self.subscription,
            ("id", Some("products")) => &self.product,
            ("id", Some("queues")) => &self.queue,
            ("id", Some("operations")) => &self.operation,
            ("id", Some("components")) => &self.component,
            ("kind", Some("operations")) => "outage",
            // Nobody's; what becomes of one that is there has its own tests.
            ("credit", _) => "00000000-0000-0000-0000-000000000000",
            // Nobody's session; what becomes of one's own has its own tests.
            ("id", Some("account")) => "00000000-0000-0000-0000-000000000000",
            ("form", _) => "csv",
            ("letter", Some("incoming")) => &self.incoming,
            ("message", Some("tickets")) => &self.mail,
            ("clock", _) => "acknowledge",
            // No file of this ticket; what becomes of one that is there has its own tests.
            ("file", _) => "00000000-0000-0000-0000-000000000000",
            ("act", _) => "take",
            ("name", Some("assets")) => &self.asset,
            ("contract", Some("contracts")) => "standard",
            ("job", Some("contracts")) => &self.job,
            ("rank" | "door", Some("demo")) => "1",
            // Nobody's; what becomes of one that is there has its own tests.
            ("door", Some("vendor")) => "nobody",
            _ => panic!(
                "{} has a part {{{name}}}: say here what stands for it",
                route.path
            ),
        })
    }

    /// What the service knows of the ticket by now.
    pub fn version(&self) -> i64 {
        let page = self.served.desk.ticket(self.ticket, &Scope::Desk).unwrap();
        page.ticket.version
    }
}
