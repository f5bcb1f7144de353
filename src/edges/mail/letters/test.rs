//! To whoever tries the mail settings: they work.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Parts, View, Writer};

#[derive(Template)]
#[template(path = "mail/test/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/test/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/test/body.html")]
struct Html<'a> {
    v: &'a View,
}

pub(super) fn write(
    desk: &Writer<'_>,
    now: DateTime<Utc>,
    host: &str,
    port: u16,
) -> askama::Result<Parts> {
    let v = view(desk, now, host, port);
    Writer::print(&Subject { v: &v }, &Text { v: &v }, &Html { v: &v })
}

fn view(desk: &Writer<'_>, now: DateTime<Utc>, host: &str, port: u16) -> View {
    let title = desk.say_with("letter-test-title", &[("site", &desk.site.name)]);
    let mut v = desk.view("", &title);
    v.eyebrow = desk.say("letter-test-eyebrow");
    v.heading = desk.say("letter-test-heading");
    v.preview = desk.say("letter-test-body");
    v.fact(desk.say("letter-test-body"));
    v.rows = desk.rows(&[
        ("letter-row-server", format!("{host}:{port}")),
        ("letter-row-sent", desk.instant(now, desk.site.tz)),
        ("letter-row-site", desk.site.base_url.clone()),
    ]);
    v.footer.push(desk.say("letter-why-test"));
    v
}
