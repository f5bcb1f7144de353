//! Calls other people's programs by HTTP: only at public addresses, unless it is set otherwise, and at the very
//! addresses that were looked at.
//!
//! # Why
//! Where a call goes is typed by an administrator, and answered by somebody's name server. Neither may make
//! this program knock on doors of its own network (trust: SSRF). So a name is looked up once for each
//! connection, every address it stands for must be public, and the connection goes to one of these.
//! Connections are not kept, and nothing is followed.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs as _},
    time::Duration,
};

use ureq::{
    Agent, Error, Timeout,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use crate::{
    desk::ports::{Called, HookCall, HookCaller},
    domain::webhook::{HookFault, HookUrl},
    outgoing,
};

/// How long a call may take, all in all.
const WHOLE: Duration = Duration::from_secs(15);
/// How much of an answer is read.
const MOST: u64 = 64 * 1024;
/// Where nothing is said of a port.
const HTTPS: u16 = 443;

/// Calls other people's programs.
#[derive(Clone, Debug)]
pub struct WebCaller {
    agent: Agent,
    anywhere: bool,
}

impl WebCaller {
    /// A caller; `anywhere` lets it call this machine and its network, too, and without TLS.
    #[must_use]
    pub fn new(anywhere: bool) -> Self {
        Self::within(anywhere, WHOLE)
    }

    /// The same with another limit of time.
    #[must_use]
    pub fn within(anywhere: bool, whole: Duration) -> Self {
        let config = outgoing::asking(anywhere)
            .timeout_global(Some(whole))
            .max_idle_connections(0)
            .build();
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), Looked::new(anywhere)),
            anywhere,
        }
    }
}

impl HookCaller for WebCaller {
    fn calls_anywhere(&self) -> bool {
        self.anywhere
    }

    fn may_call(&self, url: &HookUrl) -> Result<(), HookFault> {
        let host = url.host().trim_matches(['[', ']']);
        let found = (host, HTTPS).to_socket_addrs();
        let mut found = found.map_err(|_| HookFault::Name)?.peekable();
        found.peek().ok_or(HookFault::Name)?;
        if self.anywhere || found.all(|one| is_public(one.ip())) {
            Ok(())
        } else {
            Err(HookFault::NotPublic)
        }
    }

    fn call(&self, call: &HookCall) -> Called {
        let timestamp = call.timestamp.to_string();
        let signed = [
            ("webhook-id", call.id.as_str()),
            ("webhook-timestamp", timestamp.as_str()),
            ("webhook-signature", call.signature.as_str()),
        ];
        let answer = match &call.body {
            Some(body) => {
                let mut asking = self.agent.post(&call.address);
                for (name, value) in signed {
                    asking = asking.header(name, value);
                }
                asking
                    .header("content-type", "application/json")
                    .send(body.as_slice())
            }
            None => {
                let mut asking = self.agent.get(&call.address);
                for (name, value) in signed {
                    asking = asking.header(name, value);
                }
                asking.call()
            }
        };
        match answer {
            Ok(mut answer) => {
                let retry_after = answer.headers().get("retry-after");
                Called::Answered {
                    status: answer.status().as_u16(),
                    retry_after: retry_after
                        .and_then(|text| text.to_str().ok())
                        .map(str::to_owned),
                    body: answer
                        .body_mut()
                        .with_config()
                        .limit(MOST)
                        .read_to_vec()
                        .ok(),
                }
            }
            Err(error) => failed(&error),
        }
    }
}

/// What an error says of a call, and whether the call may have arrived.
pub(super) fn failed(error: &Error) -> Called {
    match error {
        Error::HostNotFound => Called::NotReached(HookFault::Name),
        Error::Io(error) if is_not_public(error) => Called::NotReached(HookFault::NotPublic),
        Error::BadUri(_) => Called::NotReached(HookFault::NotPublic),
        Error::ConnectionFailed => Called::NotReached(HookFault::Refused),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            Called::NotReached(HookFault::Silent)
        }
        Error::Timeout(_) => Called::Unknown(HookFault::Silent),
        Error::Tls(_) | Error::Rustls(_) => Called::NotReached(HookFault::Tls),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable => Called::NotReached(HookFault::Refused),
            // Nothing of a call leaves before the other side has shown its certificate.
            io::ErrorKind::InvalidData if is_of_tls(error) => Called::NotReached(HookFault::Tls),
            _ => Called::Unknown(HookFault::Cut),
        },
        _ => Called::Unknown(HookFault::Cut),
    }
}

fn is_of_tls(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<rustls::Error>())
}

fn is_not_public(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<NotPublic>())
}

/// The address is none that may be called.
#[derive(Debug)]
struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is not public")
    }
}

impl std::error::Error for NotPublic {}

/// Looks names up, and lets through what may be called.
#[derive(Debug)]
pub(super) struct Looked {
    system: DefaultResolver,
    anywhere: bool,
}

impl Looked {
    /// What lets through every address where `anywhere` is allowed, and public ones else.
    pub(super) fn new(anywhere: bool) -> Self {
        Self {
            system: DefaultResolver::default(),
            anywhere,
        }
    }
}

impl Resolver for Looked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = match self.system.resolve(uri, config, timeout) {
            Err(Error::Io(_)) => return Err(Error::HostNotFound),
            found => found?,
        };
        if self.anywhere || found.iter().all(|one| is_public(one.ip())) {
            Ok(found)
        } else {
            Err(Error::Io(io::Error::other(NotPublic)))
        }
    }
}

/// Whether an address is of the public network: none of this machine, of a private network, of a link, or
/// kept for something else (IANA's registries of special addresses).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let kept = a == 0
        || a >= 240
        || (a == 100 && b & 0b1100_0000 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0b1111_1110 == 18);
    !(kept
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

/// Global unicast is 2000::/3, without what stands for IPv4, for protocols and for examples.
const fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let protocols = a == 0x2001 && b < 0x200;
    let examples = (a == 0x2001 && b == 0xdb8) || (a == 0x3fff && b < 0x1000);
    a & 0xe000 == 0x2000 && a != 0x2002 && !protocols && !examples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_network_are_called() {
        for (text, expected) in [
            ("8.8.8.8", true),
            ("172.15.255.255", true),
            ("172.32.0.1", true),
            ("100.63.0.1", true),
            ("198.20.0.1", true),
            ("2a00:1450::1", true),
            ("2001:4860::1", true),
            ("::ffff:8.8.8.8", true),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("100.64.0.1", false),
            ("127.0.0.1", false),
            ("127.255.0.1", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("172.31.255.255", false),
            ("192.0.0.8", false),
            ("192.0.2.1", false),
            ("192.88.99.1", false),
            ("192.168.1.1", false),
            ("198.18.0.1", false),
            ("198.51.100.1", false),
            ("203.0.113.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("::127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("2002:7f00:1::", false),
            ("3fff::1", false),
            ("fc00::1", false),
            ("fd12::1", false),
            ("fe80::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(text.parse().unwrap()), expected, "{text}");
        }
    }
}
