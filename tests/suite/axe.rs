//! No page has a barrier that a machine can find, in either language, light and dark, on a
//! telephone and on a desk; none scrolls sideways, none asks another host for anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::TimeDelta;
use guichet::{
    desk::ports::{Called, HookCall, HookCaller},
    desk::{Change, Heard, Qualification, Qualify, Site, SubscriptionSaid},
    domain::{
        ids::{MessageId, PersonId, TicketId},
        people::{OrganisationKind, Role},
        people_history::By,
        services::{QueueSetting, ServiceSetting},
        ticket::{Act, Description, Minutes, Priority},
        webhook::{HookFault, HookUrl},
    },
    store::{DatabaseUrl, Options, Store, incoming},
};
use serde::Deserialize;
use sha2::{Digest, Sha384};

use crate::{
    accounts_factor::scanned,
    browser_story::{Served, TUESDAY},
    desk_news::promises_news,
    desk_telling::acts,
    support::{
        app,
        browser::{Browser, Visitor, browse},
        customers::House,
        provider::Annuaire,
        vendors::Vendor,
    },
};

/// The widths of a telephone and of a desk, in CSS pixels.
const WIDTHS: [u32; 2] = [320, 1280];

/// Runs axe once over what is shown.
const RUN: &str = "var only = arguments_of_the_run; \
    return axe.run(document, { resultTypes: ['violations'], runOnly: only }) \
    .then(function (found) { \
    return found.violations.map(function (one) { return { rule: one.id, help: one.help, \
    nodes: one.nodes.map(function (node) { return { target: node.target.join(' '), \
    html: node.html.slice(0, 160), why: node.failureSummary }; }) }; }); });";

/// All that axe knows of the guidelines, and what it holds good practice.
const EVERY_RULE: &str = "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
    'wcag22aa', 'best-practice', 'RGAAv4'] }";

/// The rules that look at colours: nothing else is another thing in the dark.
const RULES_OF_COLOUR: &str = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }";

/// The rows of a long list are alike: a dozen of each kind is looked at.
const SHORTEN: &str = "document.querySelectorAll('ul.cards > li:nth-child(n + 13), \
    table.queue tbody tr.t:nth-child(n + 13)').forEach(function (row) { row.remove(); });";

/// Every host but this one that the page asked for something.
const OTHERS: &str = "return performance.getEntriesByType('resource')\
    .map(function (entry) { return entry.name; })\
    .filter(function (name) { return !name.startsWith(location.origin + '/'); });";

/// Every link to a place of its page that is not there.
const NOWHERE: &str = "return [].map.call(document.querySelectorAll('a[href^=\"#\"]'), \
    function (link) { return decodeURIComponent(link.getAttribute('href').slice(1)); })\
    .filter(function (place) { return place && !document.getElementById(place); });";

/// All that a live queue may have to say at once.
const LIVE: &str = "var p = document.querySelector('[data-pill]'); p.hidden = false; \
    p.querySelector('span').textContent = p.getAttribute('data-filed').replace('##', 3); \
    document.querySelectorAll('[data-why]').forEach(function (one) { one.hidden = false; }); \
    var rows = document.querySelectorAll('tr.t'); rows[0].classList.add('lit'); \
    rows[1].classList.add('gone'); rows[1].title = p.getAttribute('data-gone');";

/// All that the composer may show at once.
const TALK: &str = "document.getElementById('m-int').click(); \
    document.querySelector('[data-other]').hidden = false; \
    document.querySelector('[data-other-text]').textContent = 'Un autre brouillon'; \
    document.querySelectorAll('details.writing, details.spent').forEach(function (one) { \
    one.open = true; }); var n = document.getElementById('note'); n.focus(); \
    n.value = 'Voir **vite** `a < b`, https://example.org/aide\\n\\n> cité\\n\\n- un\\n- deux\\n\\n@'; \
    n.setSelectionRange(n.value.length, n.value.length); \
    n.dispatchEvent(new Event('input', { bubbles: true }));";

/// Fills the form of a request.
const FILL: &str = "var f = document.getElementById('f'), s = f.elements.service; \
    s.value = 'support'; \
    f.elements.email.value = 'claude@fonderies-marlaix.example'; \
    document.getElementById('name').value = 'Claude Exemple'; \
    f.elements.subject.value = 'Plus aucune facture ne part'; \
    f.elements.text.value = 'Une page blanche depuis ce matin.'; \
    ['workable', 'reach', 'workaround'].forEach(function (n) { \
    f.querySelector('[name=' + n + ']').checked = true; });";

/// The link of the first letter that asks somebody to acknowledge an escalation.
const ACKNOWLEDGE: &str = "var all = [].map.call(document.querySelectorAll('ul.cards a.subject'), \
    function (a) { return a.href; }); \
    function next() { return all.length ? fetch(all.shift()).then(function (r) { \
    return r.text(); }).then(function (t) { \
    var m = /href=\"([^\"]*\\/escalations\\/[^\"]*)\"/.exec(t); return m ? m[1] : next(); }) : null; } \
    return next();";

/// A barrier that axe found.
#[derive(Debug, Deserialize)]
struct Violation {
    rule: String,
    help: String,
    nodes: Vec<Node>,
}

/// Where it stands.
#[derive(Debug, Deserialize)]
struct Node {
    target: String,
    html: String,
    why: String,
}

/// Looks at one page after the other, and keeps what is wrong.
struct Inspector {
    browser: Browser,
    axe: String,
    lang: &'static str,
    faults: BTreeMap<String, BTreeSet<String>>,
    pages: BTreeSet<&'static str>,
}

/// A service whose contract knows natures and documents, a request that was corrected, and one with a
/// workaround about which nobody has decided.
fn worked_round(served: &app::Served, by: PersonId) -> TicketId {
    let desk = &served.desk;
    let queue = QueueSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        mail: None,
        supervisor_mail: None,
    };
    let service = ServiceSetting {
        slug: "azprojet".to_owned(),
        name: "AZ Projet".to_owned(),
        queue: "support".to_owned(),
        contract: "azprojet".to_owned(),
    };
    desk.keep_services(&[queue], &[service]).unwrap();
    let change = |what: Result<Act, Qualification>| {
        let key = served.filed(&[("service", "azprojet")]);
        let page = desk.request(&key).unwrap().ticket;
        let (ticket, seen) = (page.id, page.version);
        match what {
            Ok(act) => drop(desk.change_ticket(Change {
                ticket,
                seen,
                by,
                act,
                text: None,
                files: false,
                spent: Minutes::default(),
            })),
            Err(what) => drop(desk.qualify(Qualify {
                ticket,
                seen,
                by,
                what,
            })),
        }
        ticket
    };
    change(Ok(Act::Requalify {
        to: Priority::P2,
        reason: "Une seule personne est touchée.".to_owned(),
    }));
    change(Err(Qualification::Workaround {
        message: MessageId::fresh(),
        text: Description::parse("Imprimez depuis le poste voisin.").unwrap(),
        public: false,
    }))
}

impl Inspector {
    /// Opens an address in the language of the tour, and inspects what it shows.
    fn visit(&mut self, name: &'static str, address: &str) {
        self.go(address);
        self.shown(name);
    }

    fn go(&self, address: &str) {
        let sign = if address.contains('?') { '&' } else { '?' };
        self.browser
            .open(&format!("{address}{sign}lang={}", self.lang));
    }

    /// Inspects what is shown.
    fn shown(&mut self, name: &'static str) {
        self.pages.insert(name);
        self.browser.script(SHORTEN);
        self.browser.script(&self.axe);
        assert_eq!(
            self.browser.script("return document.documentElement.lang"),
            self.lang,
            "{name}"
        );
        for width in WIDTHS {
            for dark in [false, true] {
                self.browser.becomes(width, dark);
                let colour = if dark { "dark" } else { "light" };
                let place = format!("{name} ({}, {width} px, {colour})", self.lang);
                self.barriers(if dark { RULES_OF_COLOUR } else { EVERY_RULE }, &place);
                if !dark {
                    self.sideways(&place);
                }
            }
        }
        for other in strings(&self.browser.script(OTHERS)) {
            self.fault(format!("asks another host: {other}"), name);
        }
        for place in strings(&self.browser.script(NOWHERE)) {
            self.fault(
                format!("a link leads to #{place}, which is not there"),
                name,
            );
        }
        self.browser.picture(name);
    }

    fn barriers(&mut self, rules: &str, place: &str) {
        let found = self
            .browser
            .script(&RUN.replace("arguments_of_the_run", rules));
        let found = serde_json::from_value::<Vec<Violation>>(found).unwrap();
        for violation in found {
            for node in violation.nodes {
                let told = format!(
                    "{}: {}\n  {}\n  {}\n  {}",
                    violation.rule,
                    violation.help,
                    node.target,
                    node.html,
                    node.why.replace('\n', "\n  ")
                );
                self.fault(told, place);
            }
        }
    }

    fn sideways(&mut self, place: &str) {
        let (page, window) = self.browser.widths();
        if page > window {
            self.fault(format!("{page} px wide: scrolls sideways"), place);
        }
    }

    fn fault(&mut self, what: String, place: &str) {
        self.faults
            .entry(what)
            .or_default()
            .insert(place.to_owned());
    }

    /// The address of the first link that a CSS selector finds.
    fn link(&self, selector: &str) -> String {
        let link = format!("var a = document.querySelector('{selector}'); return a && a.href");
        let found = self.browser.script(&link);
        found
            .as_str()
            .unwrap_or_else(|| panic!("no {selector} on {}", self.browser.address()))
            .to_owned()
    }

    fn click(&self, selector: &str) {
        let before = self.browser.script("return performance.timeOrigin");
        let click = format!("document.querySelector('{selector}').click()");
        self.browser.script(&click);
        self.browser.until(|| {
            self.browser
                .script("return document.readyState === 'complete' ? performance.timeOrigin : null")
                != before
        });
    }

    /// What whoever asks for help sees.
    fn public(&mut self, demo: &Served) {
        self.visit("status", &demo.page("/status"));
        self.visit("status-month", &demo.page("/status/history/2025-12"));
        self.visit("status-by-mail", &demo.page("/status/subscribe"));
        self.visit("status-asked", &demo.page("/status/subscribe?asked=1"));
        self.visit("form", &demo.page("/"));
        self.click("#f button[type=submit]");
        self.shown("form-with-errors");
        self.go(&demo.page("/"));
        self.browser.script(
            "document.getElementById('text').value = 'Une page'; \
             document.getElementById('text').dispatchEvent(new Event('input', { bubbles: true }))",
        );
        self.go(&demo.page("/"));
        let found = "return !document.querySelector('[data-draft-note]').hidden";
        assert_eq!(self.browser.script(found), true, "the draft is found again");
        self.shown("form-with-a-draft");
        self.browser
            .script("document.querySelector('[data-draft-drop]').click()");
        self.browser.script(FILL);
        self.click("button[value=preview]");
        self.shown("preview");
        self.click("#f button[type=submit]");
        let filed = self.browser.address();
        let filed = filed.split('?').next().unwrap();
        self.visit("confirmation", filed);
        let request = filed.trim_end_matches("/filed");
        self.visit("request", request);
        let proof = self.link("a[href*=\"/deadline/\"]");
        self.visit("proof", &proof);
        self.visit("help", &demo.page("/help"));
        self.visit("not-found", &demo.page("/nowhere"));
        self.visit("sign-in", &demo.page("/sign-in"));
        self.visit("forgotten", &demo.page("/sign-in/forgotten"));
        self.visit("demo-letters", &demo.page("/demo/letters"));
        let letter = self.link("ul.cards a.subject");
        self.go(&demo.page("/demo/letters"));
        let acknowledge = self.browser.script(ACKNOWLEDGE);
        self.visit("demo-letter", &letter);
        self.visit("acknowledge", acknowledge.as_str().unwrap());
    }

    /// What those who work at the desk see.
    fn desk(&mut self, demo: &Served) {
        self.visit("queue", &demo.page("/queue"));
        let rows = "return [].map.call(document.querySelectorAll('a.subj'), \
            function (a) { return a.href; })";
        let tickets = strings(&self.browser.script(rows));
        self.go(&demo.page("/queue"));
        self.browser.script(LIVE);
        self.shown("queue-live");
        self.visit("help-at-the-desk", &demo.page("/help"));
        self.visit("queue-empty", &demo.page("/queue?q=nothingofthekind"));
        self.visit("escalations", &demo.page("/escalations"));
        self.visit("letters", &demo.page("/letters"));
        self.visit("letters received", &demo.page("/incoming"));
        self.visit("account", &demo.page("/account"));
        self.visit("second-factor", &demo.page("/account/second-factor"));
        self.visit("people", &demo.page("/people"));
        let person = self.link("ul.cards a.subject");
        self.visit("person", &person);
        let english = usize::from(self.lang == "en");
        self.visit("ticket", &tickets[english]);
        let proof = self.link("a[href*=\"/deadline/\"]");
        self.visit("proof-at-the-desk", &proof);
        self.go(&tickets[english + 2]);
        // Another priority, without a reason.
        self.browser.script(
            "var s = document.getElementById('priority'); s.selectedIndex = (s.selectedIndex + 1) % 3",
        );
        self.click("form[action$=requalify] button");
        self.shown("ticket-refused");
        self.go(&tickets[english + 4]);
        // Somebody else is faster.
        self.browser.script(
            "var f = document.querySelector('form[action$=requalify]'); \
             f.elements.why.value = 'Une seule personne'; \
             return fetch(f.action.replace('requalify', 'reply'), { method: 'POST', \
             body: new URLSearchParams(new FormData(document.querySelector('form.composer'))) \
             .toString().replace('text=', 'text=Bonjour').concat('&do=send'), \
             headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }) \
             .then(function (answer) { return answer.status; })",
        );
        self.click("form[action$=requalify] button");
        self.shown("ticket-overtaken");
        self.go(&tickets[english + 6]);
        self.browser.script(TALK);
        self.shown("ticket-note");
        self.click("button[value=preview]");
        self.shown("ticket-preview");
    }

    /// What is set up for a customer, then what its people see once they are signed in.
    fn customers(&mut self, served: &app::Served, url: &DatabaseUrl, boss: PersonId) {
        let base = format!("http://{}", served.address);
        let house = served.customer(url, "Marlaix", boss);
        let service = served.desk.services().unwrap()[0].id;
        for (contract, first, prepaid_minutes) in [
            ("standard", "2025-01-01", Some(600)),
            ("divalto", "2025-06-01", None),
        ] {
            let said = SubscriptionSaid {
                support: true,
                prepaid_minutes,
                annual: None,
                first_day: first.parse().unwrap(),
                last_day: None,
            };
            let bought = served
                .desk
                .subscribe(house.id, service, contract, said, boss);
            bought.unwrap();
        }
        let (component, _) = crate::availability::failing(&served.desk, service, boss);
        crate::monitors::expecting(&served.desk, component, boss);
        // News are owed of a request whose letters come back.
        acts(served, boss, house.ticket, Act::TakeCharge);
        let (clerk, now) = (
            "odile@marlaix.example".parse().unwrap(),
            served.desk.clock().now(),
        );
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        store
            .write(move |tx| incoming::note_bounce(tx, &clerk, "5.1.1 no such user", now))
            .unwrap();
        let round = worked_round(served, boss);
        let unsent = served.customer(url, "Ostrel", boss).ticket;
        let integrator = served.organisation("Intégrale", OrganisationKind::Integrator);
        let serving = served.member(integrator, "Inès", "ines@integrale.example", boss);
        served.serves(url, integrator, house.id);
        let vendor = served.vendor("Divalto", None, boss);
        let case = served.sent(&vendor, house.ticket, boss, "complet");
        // Its desk is reached by mail: the page of the case has what the desk notes for it.
        let desk = "desk@divalto.example".parse().unwrap();
        served
            .desk
            .set_outside_desk(vendor.id, "divalto", desk, None, boss)
            .unwrap();
        let called = called(served, house.ticket, boss);
        served.clock.advance(TimeDelta::minutes(20));
        for lang in ["fr", "en"] {
            self.lang = lang;
            self.set_up(served, &base);
            self.vendors_side(&base, &vendor, house.ticket, unsent);
            self.visit(
                "vendor-hook",
                &format!("{base}/organisations/{}/vendor", called.id),
            );
            self.click("button[value=secret]");
            self.shown("vendor-hook-secret");
            self.qualified(&base, round);
            self.visit("ticket-owed", &format!("{base}/tickets/{}", house.ticket));
            for part in ["#news textarea", "form[action$=address] button"] {
                let there = format!("return !!document.querySelector('{part}')");
                assert_eq!(self.browser.script(&there), true, "{part}");
            }
        }
        self.leave();
        self.their_pages(served, &base, &house);
        self.leave();
        self.enter(served, serving);
        for lang in ["fr", "en"] {
            self.lang = lang;
            self.visit("portal-overview", &format!("{base}/portal/overview"));
        }
        self.leave();
        self.enter(served, vendor.person);
        for lang in ["fr", "en"] {
            self.lang = lang;
            self.visit("portal-cases", &format!("{base}/portal/cases"));
            self.visit("portal-case", &format!("{base}/portal/cases/{case}"));
            self.visit("case-proof", &format!("{base}/portal/cases/{case}/proof"));
        }
        self.leave();
    }

    /// What the people of a customer see.
    fn their_pages(&mut self, served: &app::Served, base: &str, house: &House) {
        self.browser.open(&format!("{base}/sign-in"));
        self.browser.script(&format!(
            "document.getElementById('email').value = 'chef@marlaix.example'; \
             document.getElementById('password').value = '{}'",
            app::PASSWORD
        ));
        self.click("form[action=\"/sign-in\"] button.full");
        for lang in ["fr", "en"] {
            self.lang = lang;
            self.portal(base, house);
        }
        self.leave();
        self.enter(served, house.clerk);
        let ticket = format!("{base}/portal/tickets/{}", house.ticket);
        self.go(&ticket);
        self.click("button[value=settle]");
        for lang in ["fr", "en"] {
            self.lang = lang;
            self.visit("portal-opinion", &ticket);
        }
    }

    /// A ticket with all that may be said of its qualification, how rules fare, and the form that asks
    /// for documents.
    fn qualified(&mut self, base: &str, ticket: TicketId) {
        self.visit("qualification", &format!("{base}/qualification"));
        self.go(&format!("{base}/tickets/{ticket}"));
        self.browser.script(
            "document.querySelectorAll('#qualification details').forEach(function (one) { \
             one.open = true; })",
        );
        self.shown("ticket-qualification");
        self.go(&format!("{base}/?service=azprojet"));
        self.browser
            .script("document.querySelector('input[value=major-evolution]').click()");
        self.click("#f button[type=submit]");
        self.shown("form-to-order");
    }

    /// The pages of the set-up.
    fn set_up(&mut self, served: &app::Served, base: &str) {
        self.visit("organisations", &format!("{base}/organisations?q=marlaix"));
        self.visit("import", &format!("{base}/organisations/import"));
        self.visit("products", &format!("{base}/products"));
        self.visit("queues", &format!("{base}/queues"));
        self.visit("contracts", &format!("{base}/contracts"));
        let new = format!("{base}/new-contract");
        self.visit("contract-new", &new);
        self.visit("contract-new-refused", &format!("{new}?name=&title="));
        let copy = "name=ville&title=Ville&base=standard";
        self.visit("contract-new-text", &format!("{new}?{copy}"));
        let contract = format!("{base}/contracts/divalto");
        self.visit("contract", &contract);
        let tried = "filed=2026-12-24T17:30&priority=P1";
        self.visit("trial", &format!("{contract}/try?{tried}"));
        self.visit(
            "trial-refused",
            &format!("{contract}/try?filed=&priority=P1"),
        );
        self.visit("compare", &format!("{contract}/compare"));
        self.visit("contract-edit", &format!("{contract}/edit"));
        self.browser
            .script("document.querySelector('#text').value = 'name = \"divalto\"\\nzone = 1'");
        self.click("button[value=check]");
        self.shown("contract-edit-refused");
        self.go(&contract);
        self.click("form[action$=preview] button");
        let job = self.browser.address();
        served.desk.work_on_contracts(&|| true).unwrap();
        self.go(&job);
        self.shown("contract-job");
        self.go(&format!("{base}/organisations?q=marlaix"));
        self.click("ul.cards a.subject");
        self.shown("organisation");
        let here = self.browser.address();
        let here = here.split('?').next().unwrap();
        self.visit("organisation-hours", &format!("{here}/hours"));
        self.visit("organisation-consents", &format!("{here}/consents"));
        self.visit("availability", &format!("{here}/availability"));
        self.visit("register", &format!("{here}/register"));
        self.visit("satisfaction", &format!("{base}/satisfaction"));
        self.operations(base);
        self.wording(base);
    }

    /// Outages and maintenance: the list, one of them, both forms, and the parts of services.
    fn operations(&mut self, base: &str) {
        self.visit("operations", &format!("{base}/operations"));
        self.click("ul.cards a.subject");
        self.browser.script(
            "document.querySelectorAll('main details').forEach(function (one) { one.open = true; })",
        );
        self.shown("operation");
        self.visit("operation-new", &format!("{base}/operations/new/outage"));
        self.click("form.account-form button");
        self.shown("operation-refused");
        let maintenance = format!("{base}/operations/new/maintenance");
        self.visit("operation-maintenance", &maintenance);
        self.visit("components", &format!("{base}/components"));
        self.visit("credits", &format!("{base}/credits"));
        self.visit("monitors", &format!("{base}/monitors"));
        self.click("ul.cards a.subject");
        self.browser.script(
            "document.querySelectorAll('main details').forEach(function (one) { one.open = true; })",
        );
        self.shown("monitor");
        self.click("form[action$=secret] button");
        self.shown("monitor-secret");
        self.visit("monitor-new", &format!("{base}/monitors/new/http"));
        self.click("form.account-form button");
        self.shown("monitor-refused");
        self.visit("status-hook-new", &format!("{base}/subscribers/hooks/new"));
        self.click("form.account-form button");
        self.shown("status-hook-refused");
        self.browser.script(&format!(
            "document.getElementById('name').value = 'Salon {}'; \
             document.getElementById('url').value = 'https://chat.example/hooks/etat'",
            self.lang
        ));
        self.click("form.account-form button");
        self.shown("status-hook-secret");
        self.go(&format!("{base}/subscribers"));
        self.click("form[action$=test] button");
        self.browser.script(
            "document.querySelectorAll('main details').forEach(function (one) { one.open = true; })",
        );
        self.shown("subscribers");
    }

    /// The wording of letters: none yet, refused, tried, kept, changed by somebody else meanwhile.
    fn wording(&mut self, base: &str) {
        let preview = format!(
            "{base}/letters/preview?letter=taken-in-charge&in={}",
            self.lang
        );
        let type_in = |browser: &Browser, text: &str, seen: Option<i64>| {
            let seen = seen.map_or(String::new(), |seen| {
                format!("document.querySelector('[name=seen]').value = '{seen}';")
            });
            browser.script(&format!(
                "{seen} document.getElementById('introduction').value = '{text}'; \
                 document.getElementById('closing').value = 'Camille'"
            ));
        };
        self.visit("wording", &preview);
        type_in(&self.browser, "{nobody}", None);
        self.click("button[value=preview]");
        self.shown("wording-refused");
        self.go(&preview);
        type_in(&self.browser, "{reference}, {deadline}", None);
        self.click("button[value=preview]");
        self.shown("wording-tried");
        self.click("button[value=save]");
        self.shown("wording-kept");
        type_in(&self.browser, "{reference}", Some(0));
        self.click("button[value=save]");
        self.shown("wording-overtaken");
        self.visit("wordings", &format!("{base}/letters/wording"));
    }

    /// The way to the vendor, as the desk goes it.
    fn vendors_side(&mut self, base: &str, vendor: &Vendor, sent: TicketId, unsent: TicketId) {
        let desk = format!("{base}/organisations/{}/vendor", vendor.id);
        self.visit("vendor-desk", &desk);
        self.visit("ticket-vendor", &format!("{base}/tickets/{unsent}/vendor"));
        self.click("button[value=send]");
        self.shown("ticket-vendor-refused");
        self.visit(
            "ticket-vendor-case",
            &format!("{base}/tickets/{sent}/vendor"),
        );
        self.visit("ticket-hands", &format!("{base}/tickets/{sent}/hands"));
        self.visit("ticket-with-vendor", &format!("{base}/tickets/{sent}"));
        self.visit("overview", &format!("{base}/overview"));
        self.visit("report", &format!("{base}/reports"));
        self.visit("report-list", &format!("{base}/reports/list?figure=filed"));
        self.go(&format!("{base}/tickets/{sent}/vendor"));
        let proof = self.link("a[href$=\"/proof\"]");
        self.visit("case-proof-at-the-desk", &proof);
    }

    /// What customers see once they are signed in.
    fn portal(&mut self, base: &str, house: &House) {
        let person = format!("{base}/portal/people/{}", house.clerk);
        self.visit("portal", &format!("{base}/portal"));
        self.visit("portal-empty", &format!("{base}/portal?view=waiting"));
        self.visit("portal-new", &format!("{base}/portal/new"));
        self.click("#f button[type=submit]");
        self.shown("portal-new-with-errors");
        let ticket = format!("{base}/portal/tickets/{}", house.ticket);
        self.visit("portal-ticket", &ticket);
        self.visit("portal-proof", &format!("{ticket}/deadline/acknowledge"));
        self.visit("portal-people", &format!("{base}/portal/people"));
        self.visit("portal-person", &person);
        self.visit("portal-account", &format!("{base}/account"));
        self.go(&format!("{base}/portal/people/{}", house.chief));
        self.click("button[value=close]");
        self.shown("portal-person-sure");
        self.visit("portal-hours", &format!("{base}/portal/hours"));
        self.visit("portal-register", &format!("{base}/portal/register"));
        self.visit(
            "portal-availability",
            &format!("{base}/portal/availability"),
        );
        self.visit("portal-status", &format!("{base}/portal/status"));
        self.visit("portal-consents", &format!("{base}/portal/consents"));
        self.go(&ticket);
        self.browser
            .script("document.getElementById('colleague').value = 'x@y.example'");
        self.click("button[value=add]");
        self.shown("portal-follower-refused");
    }

    /// The second factor, from the secret to the door. It is turned on once, by whoever is signed in.
    fn second_factor_turned_on(&mut self, served: &app::Served, person: PersonId) {
        let page = format!("http://{}/account/second-factor", served.address);
        for lang in ["fr", "en"] {
            self.lang = lang;
            let asked = served.desk.begin_second_factor(person, app::PASSWORD, None);
            assert!(matches!(asked, Ok(Heard::Done(()))), "{asked:?}");
            self.visit("second-factor-secret", &page);
            self.browser
                .script("document.getElementById('code').value = '12'");
            self.click("button[value=confirm]");
            self.shown("second-factor-refused");
            let code = scanned(served, person).code(served);
            self.browser
                .script(&format!("document.getElementById('code').value = '{code}'"));
            self.click("button[value=confirm]");
            self.shown("recovery-codes");
            self.visit("second-factor-on", &page);
            served.clock.advance(TimeDelta::seconds(30));
            self.leave();
            let door = format!("http://{}/sign-in", served.address);
            self.visit("code-over", &format!("{door}/code"));
            self.visit("sign-in-provider", &door);
            self.visit("provider-down", &format!("{door}/provider"));
            self.go(&door);
            self.browser.script(&format!(
                "document.getElementById('email').value = 'boss@desk.example'; \
                 document.getElementById('password').value = '{}'",
                app::PASSWORD
            ));
            self.click("form[action=\"/sign-in\"] button.full");
            self.shown("code");
            let recovery = self.link("a[href*=\"with=recovery\"]");
            self.visit("code-recovery", &recovery);
            served
                .desk
                .remove_second_factor(person, By::CommandLine)
                .unwrap();
            self.enter(served, person);
        }
    }

    /// Signs out whoever is signed in.
    fn leave(&self) {
        self.browser.script(
            "return fetch('/sign-out', { method: 'POST', \
             headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }) \
             .then(function (answer) { return answer.status; })",
        );
    }

    /// Signs somebody in, where nobody is.
    fn enter(&self, served: &app::Served, person: PersonId) {
        let secret = served.desk.open_session(person, "suite").unwrap();
        self.browser
            .open(&format!("http://{}/help", served.address));
        self.browser.script(&format!(
            "document.cookie = 'guichet={}; path=/'",
            secret.reveal()
        ));
    }

    fn report(&self) -> String {
        let mut told = String::new();
        for (fault, places) in &self.faults {
            let places: Vec<&str> = places.iter().map(String::as_str).collect();
            writeln!(told, "{fault}\n  on {}\n", places.join(", ")).unwrap();
        }
        told
    }
}

fn strings(value: &serde_json::Value) -> Vec<String> {
    let list = value.as_array().unwrap().iter();
    list.map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn vendored() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendor")
}

/// Every vendor's door is closed.
#[derive(Debug)]
struct Closed;

impl HookCaller for Closed {
    fn calls_anywhere(&self) -> bool {
        false
    }

    fn may_call(&self, _: &HookUrl) -> Result<(), HookFault> {
        Ok(())
    }

    fn call(&self, _: &HookCall) -> Called {
        Called::Answered {
            status: 410,
            retry_after: None,
            body: None,
        }
    }
}

/// A vendor whose program is called, with a call that was given up.
fn called(served: &app::Served, ticket: TicketId, boss: PersonId) -> Vendor {
    let vendor = served.vendor("Infineo", None, boss);
    let url = HookUrl::parse("https://desk.infineo.example/guichet", false).unwrap();
    let mail = "desk@infineo.example".parse().unwrap();
    let desk = &served.desk;
    desk.set_hook_desk(vendor.id, "divalto", mail, url, boss)
        .unwrap();
    served.sent(&vendor, ticket, boss, "complet");
    desk.call_vendors_while(&Closed, &|| true).unwrap();
    vendor
}

#[test]
fn axe_finds_nothing_on_any_page() {
    let visitor = Visitor {
        scripts: true,
        lang: "fr",
        width: 1280,
        dark: false,
    };
    let Some(browser) = browse("axe", visitor) else {
        return;
    };
    let mut inspector = Inspector {
        browser,
        axe: fs::read_to_string(vendored().join("axe.min.js")).unwrap(),
        lang: "fr",
        faults: BTreeMap::new(),
        pages: BTreeSet::new(),
    };
    let demo = Served::from(TUESDAY);
    for lang in ["fr", "en"] {
        inspector.lang = lang;
        inspector.public(&demo);
    }
    inspector.browser.open(demo.door("administrator"));
    for lang in ["fr", "en"] {
        inspector.lang = lang;
        inspector.desk(&demo);
    }
    inspector.go(&demo.page("/account"));
    inspector.leave();
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let news = |site: &mut Site| {
        let standard = include_str!("../../templates/contracts/standard.toml");
        let standard = promises_news(standard);
        site.contracts.insert("standard".to_owned(), standard);
    };
    let served = app::served_as(listener, &url, TUESDAY, news, |settings| {
        drop(Annuaire::of(settings));
        settings.hooks = Arc::new(Closed);
    });
    let link = served.desk.set_up_link(None).unwrap();
    for lang in ["fr", "en"] {
        inspector.lang = lang;
        let page = format!("http://{}/set-up/{}", served.address, link.reveal());
        inspector.visit("set-up", &page);
    }
    let boss = served.worker("Sacha Roy", "boss@desk.example", Role::Administrator);
    inspector.enter(&served, boss);
    inspector.second_factor_turned_on(&served, boss);
    inspector.customers(&served, &url, boss);
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(folder.path().join("guichet.db").to_str().unwrap()).unwrap();
    let strict = app::served_where(&url, TUESDAY, |site| site.second_factor_required = true);
    let boss = strict.worker("Sacha Roy", "boss@desk.example", Role::Administrator);
    inspector.enter(&strict, boss);
    for lang in ["fr", "en"] {
        inspector.lang = lang;
        inspector.visit(
            "second-factor-required",
            &format!("http://{}/queue", strict.address),
        );
    }
    let faults = std::mem::take(&mut inspector.faults);
    // What finds nothing finds a barrier that is put there.
    let barrier = "document.querySelector('main').innerHTML = '<input>'";
    inspector.browser.script(barrier);
    inspector.barriers(EVERY_RULE, "a page with a barrier");
    assert!(
        inspector.report().contains("label: "),
        "{}",
        inspector.report()
    );
    inspector.faults = faults;
    assert_eq!(inspector.pages.len(), 126, "{:?}", inspector.pages);
    assert!(
        inspector.faults.is_empty(),
        "{} things are wrong:\n\n{}",
        inspector.faults.len(),
        inspector.report()
    );
}

#[test]
fn the_vendored_script_is_the_one_that_was_published() {
    let sums = fs::read_to_string(vendored().join("SHA384SUMS")).unwrap();
    let mut known = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let script = fs::read(vendored().join(name)).unwrap();
        let mut found = String::new();
        for byte in Sha384::digest(&script) {
            write!(found, "{byte:02x}").unwrap();
        }
        assert_eq!(found, sum, "{name} is not what was vendored");
        known.insert(name.to_owned());
    }
    for entry in fs::read_dir(vendored()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let script = Path::new(&name).extension().is_some_and(|end| end == "js");
        assert!(!script || known.contains(&name), "{name} has no checksum");
    }
}
