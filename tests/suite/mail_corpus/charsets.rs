//! Letters in the charsets of the world, each by every way that mail has for its bytes.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::cases::Case;

/// A charset, a text in it, and what that says.
const TEXTS: [(&str, &[u8], &str); 22] = [
    ("utf-8", "Réponse à l'été".as_bytes(), "Réponse à l'été"),
    ("UTF8", "naïve café".as_bytes(), "naïve café"),
    (
        "iso-8859-1",
        b"R\xE9ponse \xE0 l'\xE9t\xE9",
        "Réponse à l'été",
    ),
    (
        "iso-8859-15",
        b"10 \xA4 au c\x9Cur \xBD",
        "10 € au c\u{9C}ur œ",
    ),
    ("windows-1252", b"\x93Voil\xE0\x94 10 \x80", "“Voilà” 10 €"),
    ("windows-1250", b"Dv\xF8\xE1k", "Dvřák"),
    ("iso-8859-2", b"Lech Wa\xB3\xEAsa", "Lech Wałęsa"),
    ("iso-8859-9", b"\xDEi\xFEli", "Şişli"),
    ("windows-1251", b"\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"),
    ("koi8-r", b"\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"),
    (
        "windows-1253",
        b"\xCA\xE1\xEB\xE7\xEC\xDD\xF1\xE1",
        "Καλημέρα",
    ),
    ("iso-8859-7", b"\xCA\xE1\xEB\xE7", "Καλη"),
    ("shift_jis", b"\x83v\x83\x8A\x83\x93\x83^", "プリンタ"),
    ("euc-jp", b"\xA5\xD7\xA5\xEA\xA5\xF3\xA5\xBF", "プリンタ"),
    ("iso-2022-jp", b"\x1B$B%W%j%s%?\x1B(B", "プリンタ"),
    ("gb18030", b"\xB4\xF2\xD3\xA1\xBB\xFA", "打印机"),
    ("gb2312", b"\xB4\xF2\xD3\xA1\xBB\xFA", "打印机"),
    ("big5", b"\xA6L\xAA\xED\xBE\xF7", "印表機"),
    ("euc-kr", b"\xC7\xC1\xB8\xB0\xC5\xCD", "프린터"),
    ("utf-7", b"R+AOk-ponse", "Réponse"),
    ("macintosh", b"R\x8Eponse", "Réponse"),
    ("us-ascii", b"R\xE9ponse", "Réponse"),
];

/// UTF-16 holds zeros: it travels encoded only.
const WIDE: [(&str, &[u8], &str); 2] = [
    ("utf-16le", b"R\0\xE9\0p\0", "Rép"),
    ("utf-16be", b"\0R\0\xE9\0p", "Rép"),
];

pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (charset, bytes, says) in TEXTS {
        // What is no character of a text is not kept.
        let says: String = says.chars().filter(|one| !one.is_control()).collect();
        let bare: String = bytes.iter().map(|byte| format!("\\x{byte:02X}")).collect();
        cases.push(case(charset, "8bit", &bare, &says));
    }
    for (charset, bytes, says) in TEXTS.into_iter().chain(WIDE) {
        let says: String = says.chars().filter(|one| !one.is_control()).collect();
        let quoted: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
        cases.push(case(charset, "quoted-printable", &quoted, &says));
        cases.push(case(charset, "base64", &STANDARD.encode(bytes), &says));
        if charset != "us-ascii" {
            cases.push(subject(charset, 'Q', &quoted, &says));
            cases.push(subject(charset, 'B', &STANDARD.encode(bytes), &says));
        }
    }
    cases
}

fn case(charset: &str, way: &str, body: &str, says: &str) -> Case {
    Case::new(
        &format!("text in {charset}, {way}"),
        &format!(
            "Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {way}\n\n{body}\n"
        ),
        vec![("text".to_owned(), says.to_owned())],
    )
}

fn subject(charset: &str, way: char, word: &str, says: &str) -> Case {
    Case::new(
        &format!("subject in {charset}, {way}"),
        &format!("Subject: =?{charset}?{way}?{word}?=\n\nHello\n"),
        vec![
            ("subject".to_owned(), says.to_owned()),
            ("text".to_owned(), "Hello".to_owned()),
        ],
    )
}
