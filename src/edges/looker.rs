//! Looks whether something works: by HTTP, or whether a door opens; only at public addresses, unless it is
//! set otherwise.
//!
//! # Why
//! What is looked at is typed by an administrator, as vendors' programs are, so the same holds for it as
//! in [`super::caller`]: every address that a name stands for must be public, and the connection goes to
//! one of these.

use std::{
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    time::{Duration, Instant},
};

use ureq::{Agent, unversioned::transport::DefaultConnector};

use super::caller::{Looked, failed, is_public};
use crate::{
    desk::ports::{Called, Looker},
    domain::{
        monitor::{HttpTarget, LookFault, Method, Target, TcpTarget},
        webhook::HookFault,
    },
    outgoing,
};

/// How much of an answer is read to find a text in.
const MOST: u64 = 1024 * 1024;
/// The longest look, whatever its limit.
const WHOLE: Duration = Duration::from_secs(30);

/// Looks by HTTP and TCP.
#[derive(Clone, Debug)]
pub struct WebLooker {
    agent: Agent,
    anywhere: bool,
}

impl WebLooker {
    /// A looker; `anywhere` lets it look at this machine and its network, too, and without TLS.
    #[must_use]
    pub fn new(anywhere: bool) -> Self {
        let config = outgoing::asking(anywhere)
            .timeout_connect(None)
            .timeout_global(Some(WHOLE))
            .max_idle_connections(0)
            .build();
        let names = Looked::new(anywhere);
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), names),
            anywhere,
        }
    }

    fn asked(&self, target: &HttpTarget) -> Result<(), LookFault> {
        let address = target.address.as_str();
        let limit = Some(Duration::from_secs(target.limit.into()));
        let asking = match target.method {
            Method::Get => self.agent.get(address),
            Method::Head => self.agent.head(address),
        };
        let answer = asking.config().timeout_global(limit).build().call();
        let mut answer = answer.map_err(|error| fault(&failed(&error)))?;
        let status = answer.status().as_u16();
        if !(target.least_status..=target.most_status).contains(&status) {
            return Err(LookFault::Status(status));
        }
        let Some(text) = &target.text else {
            return Ok(());
        };
        let body = answer
            .body_mut()
            .with_config()
            .limit(MOST)
            .lossy_utf8(true)
            .read_to_string();
        match body {
            Ok(body) if body.contains(text.as_str()) => Ok(()),
            Ok(_) => Err(LookFault::NoText),
            Err(error) => Err(fault(&failed(&error))),
        }
    }

    fn opened(&self, target: &TcpTarget) -> Result<(), LookFault> {
        let host = target.host.as_str().trim_matches(['[', ']']);
        let found = (host, target.port).to_socket_addrs();
        let found: Vec<SocketAddr> = found.map_err(|_| LookFault::Name)?.collect();
        if found.is_empty() {
            return Err(LookFault::Name);
        }
        if !self.anywhere && !found.iter().all(|one| is_public(one.ip())) {
            return Err(LookFault::NotPublic);
        }
        let (limit, began) = (Duration::from_secs(target.limit.into()), Instant::now());
        let mut last = LookFault::Silent;
        for address in found {
            let left = limit.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(LookFault::Silent);
            }
            match TcpStream::connect_timeout(&address, left) {
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                    last = LookFault::Silent;
                }
                Err(_) => last = LookFault::Refused,
            }
        }
        Err(last)
    }
}

impl Looker for WebLooker {
    fn looks_anywhere(&self) -> bool {
        self.anywhere
    }

    fn look(&self, target: &Target) -> Result<(), LookFault> {
        match target {
            Target::Http(target) => self.asked(target),
            Target::Tcp(target) => self.opened(target),
            Target::Heartbeat => Err(LookFault::NotMade),
        }
    }
}

/// What became of a call, as what was wrong with a look.
const fn fault(called: &Called) -> LookFault {
    match called {
        Called::NotReached(fault) | Called::Unknown(fault) => match fault {
            HookFault::Name => LookFault::Name,
            HookFault::NotPublic => LookFault::NotPublic,
            HookFault::Refused => LookFault::Refused,
            HookFault::Silent => LookFault::Silent,
            HookFault::Tls => LookFault::Tls,
            _ => LookFault::Cut,
        },
        Called::Answered { .. } => LookFault::Cut,
    }
}
