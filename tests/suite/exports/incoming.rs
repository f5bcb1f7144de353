//! The list of the letters that came in.

use guichet::domain::{
    incoming::{Arrival, Door, ReturnPath},
    people::Role,
};

use super::{OPEN, both};
use crate::{
    desk_world::address,
    intake::reader,
    support::{app::served, on_each_engine},
};

#[test]
fn export_letters_that_came_in_say_from_whom_how_and_what_became_of_them() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let boss = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        for (from, subject, door) in [
            (
                "jeanne@client.example",
                "=?utf-8?Q?=3DSOMME(A1)?=",
                Door::Lmtp,
            ),
            ("mailer-daemon@client.example", "Four en panne", Door::Pipe),
        ] {
            let raw = format!(
                "From: <{from}>\r\nSubject: {subject}\r\nMessage-ID: <{from}>\r\n\r\nBonjour.\r\n"
            );
            let came = Arrival {
                door,
                return_path: ReturnPath::Unknown,
                delivered_to: Some(address("ailleurs@desk.example")),
                raw: raw.into_bytes(),
            };
            served.desk.take_in(came).unwrap();
        }
        let mut browser = served.signed_in(boss);
        let waiting = both(&mut browser, "/incoming?state=waiting");
        assert_eq!(waiting.rows.len(), 2);
        assert_eq!(waiting.column(1), ["", ""], "they are not read yet");
        served.desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(both(&mut browser, "/incoming?state=waiting").rows.len(), 0);
        // No address of this desk takes them: they are held, and a subject stays text.
        let held = both(&mut browser, "/incoming");
        let mut rows = held.rows.clone();
        rows.sort();
        let told: Vec<_> = rows
            .iter()
            .map(|row| (&*row[1], &*row[2], &*row[4]))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "=SOMME(A1)",
                    "jeanne@client.example",
                    "serveur de courrier (LMTP)"
                ),
                (
                    "Four en panne",
                    "mailer-daemon@client.example",
                    "ligne de commande"
                ),
            ]
        );
        for row in &held.rows {
            assert_eq!(row[3], "ailleurs@desk.example");
            assert_eq!(row[6], "adresse inconnue");
        }
    });
}
