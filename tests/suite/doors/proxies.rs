//! Who is believed about where a request comes from.

use guichet::{config::Network, domain::people::Role, edges::http::Settings};

use super::OPEN;
use crate::support::{
    app::{PASSWORD, Served, served_with},
    on_sqlite,
};

fn behind(list: &'static str) -> impl FnOnce(&mut Settings) {
    move |settings| settings.proxies = Network::list(list).unwrap()
}

/// The statuses of wrong passwords for one account, each with other headers.
fn tries(served: &Served, count: usize, said: impl Fn(usize) -> Vec<(String, String)>) -> Vec<u16> {
    (0..count)
        .map(|number| {
            let mut browser = served.browser();
            browser.said.extend(said(number));
            let fields = [
                ("email", "camille@desk.example"),
                ("password", "pas la bonne"),
            ];
            browser.post("/sign-in", &fields).status
        })
        .collect()
}

fn header(name: &str, value: String) -> Vec<(String, String)> {
    vec![(name.to_owned(), value)]
}

#[test]
fn nobody_invents_another_address_unless_a_listed_proxy_says_it() {
    on_sqlite(|url| {
        for (list, said) in [
            ("", "X-Forwarded-For"),
            ("10.0.0.0/8", "X-Forwarded-For"),
            ("127.0.0.0/8", "Forwarded"),
            ("127.0.0.0/8", "X-Real-IP"),
            ("127.0.0.0/8", "Client-IP"),
        ] {
            let served = served_with(url, OPEN, behind(list));
            let statuses = tries(&served, 11, |number| {
                let value = format!("198.51.100.{number}");
                header(
                    said,
                    if said == "Forwarded" {
                        format!("for={value}")
                    } else {
                        value
                    },
                )
            });
            assert_eq!(statuses[9..], [422, 429], "{list:?} {said}");
        }
    });
}

#[test]
fn a_listed_proxy_tells_visitors_apart() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, behind("127.0.0.1, 10.0.0.0/8"));
        let said = |number| header("X-Forwarded-For", format!("198.51.100.{number}"));
        assert_eq!(tries(&served, 12, said), [422; 12]);
        let chained = |number| {
            header(
                "X-Forwarded-For",
                format!("198.51.101.{number}:4711, 10.1.2.3, 10.9.9.9"),
            )
        };
        assert_eq!(tries(&served, 12, chained), [422; 12]);
        let apart = |number| {
            let mut all = header("X-Forwarded-For", format!("198.51.102.{number}"));
            all.extend(header("X-Forwarded-For", "10.1.2.3".to_owned()));
            all
        };
        assert_eq!(
            tries(&served, 12, apart),
            [422; 12],
            "two headers are one list"
        );
    });
}

#[test]
fn what_stands_before_the_visitors_own_address_is_not_believed() {
    on_sqlite(|url| {
        for wrong in [
            "198.51.100.#, 203.0.113.5",
            "10.0.0.1, 198.51.100.#, 203.0.113.5, 10.0.0.2",
            "198.51.100.#, unknown",
            "198.51.100.#, <script>, 10.0.0.2",
            "198.51.100.#,",
        ] {
            let served = served_with(url, OPEN, behind("127.0.0.1, 10.0.0.0/8"));
            let said =
                |number: usize| header("X-Forwarded-For", wrong.replace('#', &number.to_string()));
            assert_eq!(tries(&served, 11, said)[9..], [422, 429], "{wrong}");
        }
    });
}

#[test]
fn the_owner_behind_the_same_proxy_is_not_locked_out() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, behind("127.0.0.1"));
        served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let stranger = |_| header("X-Forwarded-For", "198.51.100.66".to_owned());
        assert_eq!(tries(&served, 11, stranger)[10], 429);
        let mut owner = served.browser().saying("X-Forwarded-For", "203.0.113.9");
        let fields = [("email", "camille@desk.example"), ("password", PASSWORD)];
        assert_eq!(owner.post("/sign-in", &fields).status, 303);
    });
}
