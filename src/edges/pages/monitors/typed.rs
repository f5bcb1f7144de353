//! What was typed into the form of a monitor, read.

use crate::{
    domain::{
        monitor::{
            HostName, HttpTarget, Method, MonitorSaid, Target, TcpTarget, WebAddress,
            WebAddressError, Wrong,
        },
        ticket::{Line, TextError},
    },
    edges::{pages::again::Again, words::Words},
};

/// What the form says; nothing when something of it is refused.
pub(super) fn said(
    again: &mut Again,
    kind: &str,
    anywhere: bool,
    words: Words,
) -> Option<MonitorSaid> {
    let name = line(again, "name", words);
    let title = line(again, "title", words);
    let target = target(again, kind, anywhere, words);
    let every = number(again, "every", words);
    let failures = number(again, "failures", words);
    let successes = number(again, "successes", words);
    let form = again.form();
    let severity = form.line("severity").parse().ok();
    let objective = form.line("objective").parse().ok();
    let (publishes, active) = (form.checked("publishes"), !form.checked("resting"));
    let unit = if kind == "heartbeat" { 60 } else { 1 };
    let said = MonitorSaid {
        name: name?,
        title: title?,
        target: target?,
        every: every?.saturating_mul(unit),
        failures: failures?,
        successes: successes?,
        severity: severity?,
        objective,
        publishes,
        active,
    };
    let Some(wrong) = said.wrong() else {
        return Some(said);
    };
    let control = match wrong {
        Wrong::Every => "every",
        Wrong::Failures => "failures",
        Wrong::Successes => "successes",
        Wrong::Limit => "limit",
        Wrong::Statuses => "least-status",
        Wrong::TextOfHead => "text",
    };
    again.refuse(
        control,
        words.say(&format!("setup-monitor-{}", wrong.word())),
    );
    None
}

fn target(again: &mut Again, kind: &str, anywhere: bool, words: Words) -> Option<Target> {
    match kind {
        "http" => {
            let address = WebAddress::parse(again.form().line("address"), anywhere);
            let address = allowed(again, "address", address, words);
            let method = again.form().line("method").parse().unwrap_or(Method::Get);
            let least = number(again, "least-status", words);
            let most = number(again, "most-status", words);
            let text = match Line::parse(again.form().get("text")) {
                Ok(text) => Some(Some(text)),
                Err(TextError::Blank) => Some(None),
                Err(TextError::TooLong { .. }) => {
                    again.refuse("text", words.say("operation-long"));
                    None
                }
            };
            let limit = number(again, "limit", words);
            // What is no status at all is said to be none.
            let status = |number: u32| u16::try_from(number).unwrap_or(0);
            Some(Target::Http(HttpTarget {
                address: address?,
                method,
                least_status: status(least?),
                most_status: status(most?),
                text: text?,
                limit: limit?,
            }))
        }
        "tcp" => {
            let host = HostName::parse(again.form().line("host"), anywhere);
            let host = allowed(again, "host", host, words);
            let port = again.form().line("port").parse::<u16>();
            let port = port.ok().filter(|port| *port > 0);
            if port.is_none() {
                again.refuse("port", words.say("monitor-no-port"));
            }
            let limit = number(again, "limit", words);
            Some(Target::Tcp(TcpTarget {
                host: host?,
                port: port?,
                limit: limit?,
            }))
        }
        _ => Some(Target::Heartbeat),
    }
}

fn allowed<T>(
    again: &mut Again,
    control: &'static str,
    read: Result<T, WebAddressError>,
    words: Words,
) -> Option<T> {
    let key = match read {
        Ok(value) => return Some(value),
        Err(WebAddressError::NotAnAddress) => "monitor-no-address",
        Err(WebAddressError::NotHttps) => "monitor-not-https",
        Err(WebAddressError::NoName) => "monitor-no-host",
    };
    again.refuse(control, words.say(key));
    None
}

fn line(again: &mut Again, control: &'static str, words: Words) -> Option<Line> {
    let key = match Line::parse(again.form().get(control)) {
        Ok(line) => return Some(line),
        Err(TextError::Blank) => "monitor-no-text",
        Err(TextError::TooLong { .. }) => "operation-long",
    };
    again.refuse(control, words.say(key));
    None
}

fn number(again: &mut Again, control: &'static str, words: Words) -> Option<u32> {
    let read = again.form().line(control).parse::<u32>().ok();
    if read.is_none() {
        again.refuse(control, words.say("monitor-no-number"));
    }
    read
}
