//! Answers and forwarded letters as programs for mail write them.

use super::{
    cases::Case,
    languages::{LANGUAGES, Language},
};

/// How a program writes an answer: its name, its plain form, its HTML.
type Client = (
    &'static str,
    fn(&Language) -> Option<String>,
    fn(&Language) -> Option<String>,
);

const CLIENTS: [Client; 19] = [
    ("outlook for windows", ruled_below_line, outlook_desktop),
    ("outlook for windows, html only", none, outlook_desktop),
    ("outlook for windows, plain", original_message, none),
    ("outlook on the web", ruled_below_line, outlook_web),
    ("outlook for telephones", telephone_plain, outlook_mobile),
    ("exchange, plain", ruled_below_line, none),
    ("gmail", introduced, gmail),
    ("gmail, html only", none, gmail),
    ("gmail, plain", introduced, none),
    ("gmail, below the quote", below, none),
    ("apple mail", introduced, apple),
    ("iphone", iphone_plain, iphone),
    ("thunderbird", introduced, thunderbird),
    ("thunderbird, flowed", flowed, none),
    ("zimbra", zimbra_plain, zimbra),
    ("roundcube", introduced, roundcube),
    ("k-9", k9, none),
    ("proton", introduced, proton),
    ("yahoo", none, yahoo),
];

/// An answer of every program in every language, answers between quotes, letters passed on,
/// absences.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for language in &LANGUAGES {
        for (name, plain, html) in CLIENTS {
            let name = format!("{name}, {}", language.code);
            let is_flowed = name.contains("flowed");
            let letter = letter(plain(language), html(language), is_flowed);
            let signature = match &name {
                name if name.contains("phone") => language.mobile,
                name if name.contains("flowed") || name.contains("k-9") => "Jeanne Martin",
                _ => "",
            };
            cases.push(Case::new(
                &name,
                &letter,
                vec![
                    ("text".to_owned(), language.new.to_owned()),
                    (
                        "quoted".to_owned(),
                        format!("{}…{}", language.old, language.old_too),
                    ),
                    ("signature".to_owned(), signature.to_owned()),
                ],
            ));
        }
        cases.push(notes(language));
        cases.extend(between(language));
        cases.extend(passed_on(language));
        cases.extend(away(language));
    }
    cases
}

fn none(_: &Language) -> Option<String> {
    None
}

/// The MIME of a letter with one form or both.
pub fn letter(plain: Option<String>, html: Option<String>, is_flowed: bool) -> String {
    let flowed = if is_flowed { "; format=flowed" } else { "" };
    let plain = plain.map(|text| {
        format!("Content-Type: text/plain; charset=utf-8{flowed}\nContent-Transfer-Encoding: 8bit\n\n{text}")
    });
    let html =
        html.map(|text| format!("Content-Type: text/html; charset=\"utf-8\"\n\n<html><head><title>x</title><style>p {{ margin: 0 }}</style></head><body>{text}</body></html>"));
    match (plain, html) {
        (Some(plain), Some(html)) => format!(
            "MIME-Version: 1.0\nContent-Type: multipart/alternative;\n boundary=\"=_b1\"\n\n--=_b1\n{plain}\n--=_b1\n{html}\n--=_b1--\n"
        ),
        (Some(one), None) | (None, Some(one)) => format!("MIME-Version: 1.0\n{one}"),
        (None, None) => String::new(),
    }
}

fn quoted(language: &Language) -> String {
    format!("> {}\n>\n> {}\n", language.old, language.old_too)
}

fn introduced(language: &Language) -> Option<String> {
    // Gmail breaks the line above the quote.
    let wrote = language.wrote.replacen(" <", "\n<", 1);
    Some(format!(
        "{}\n\n{wrote}\n\n{}",
        language.new,
        quoted(language)
    ))
}

fn below(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n{}\n{}\n",
        language.wrote,
        quoted(language),
        language.new
    ))
}

fn flowed(language: &Language) -> Option<String> {
    // The sentence is broken in the middle, for the way.
    let (start, end) = language.new.split_once(", ").unwrap();
    Some(format!(
        "{start}, \n{end}\n-- \nJeanne Martin\n\n{}\n{}",
        language.wrote,
        quoted(language)
    ))
}

fn original_message(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n\n-----{}-----\n{}\n{}\n\n{}\n",
        language.new,
        language.original,
        language.header_lines("", ":"),
        language.old,
        language.old_too
    ))
}

fn ruled_below_line(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n\n________________________________\n{}\n{}\n\n{}\n",
        language.new,
        language.header_lines("", " :"),
        language.old,
        language.old_too
    ))
}

fn zimbra_plain(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n\n{}\n{}\n{}\n",
        language.new,
        language.header_lines("", ":"),
        language.old,
        language.old_too
    ))
}

fn telephone_plain(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n\n{}\n\n________________________________\n{}\n{}\n{}\n",
        language.new,
        language.mobile,
        language.header_lines("*", ":*"),
        language.old,
        language.old_too
    ))
}

fn iphone_plain(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n\n{}\n\n> {}\n> \n{}",
        language.new,
        language.mobile,
        language.wrote,
        quoted(language)
    ))
}

fn k9(language: &Language) -> Option<String> {
    Some(format!(
        "{}\n-- \nJeanne Martin\n\n-------- {} --------\n{}\n{}\n{}\n",
        language.new,
        language.original,
        language.header_lines("", ":"),
        language.old,
        language.old_too
    ))
}

fn paragraphs(language: &Language) -> String {
    format!("<p>{}</p>\n<p>{}</p>", language.old, language.old_too)
}

fn outlook_desktop(language: &Language) -> Option<String> {
    Some(format!(
        "<div class=WordSection1><p class=MsoNormal><span lang=FR>{}<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>\
         <div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{}<o:p></o:p></p></div></div>{}</div>",
        language.new,
        language.header_html(),
        paragraphs(language)
    ))
}

fn outlook_web(language: &Language) -> Option<String> {
    Some(format!(
        "<div dir=\"ltr\"><div style=\"font-family: Calibri\">{}</div><div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\">\
         <div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\">{}</font><div>&nbsp;</div></div>{}</div>",
        language.new,
        language.header_html(),
        paragraphs(language)
    ))
}

fn outlook_mobile(language: &Language) -> Option<String> {
    Some(format!(
        "<div dir=\"auto\">{}</div><div id=\"ms-outlook-mobile-signature\"><div><br></div>{}</div>\
         <hr><div id=\"divRplyFwdMsg\">{}</div>{}",
        language.new,
        language.mobile,
        language.header_html(),
        paragraphs(language)
    ))
}

fn gmail(language: &Language) -> Option<String> {
    Some(format!(
        "<div dir=\"ltr\">{}</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">{}<br></div>\
         <blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)\">{}</blockquote></div>",
        language.new,
        language.wrote_html(),
        paragraphs(language)
    ))
}

fn apple(language: &Language) -> Option<String> {
    Some(format!(
        "<div>{}</div><div><br><blockquote type=\"cite\"><div>{}</div><br class=\"Apple-interchange-newline\"><div>{}</div></blockquote></div>",
        language.new,
        language.wrote_html(),
        paragraphs(language)
    ))
}

fn iphone(language: &Language) -> Option<String> {
    Some(format!(
        "<div dir=\"ltr\">{}</div><br><div id=\"AppleMailSignature\">{}</div><div dir=\"ltr\"><br><blockquote type=\"cite\">{}<br><br>{}</blockquote></div>",
        language.new,
        language.mobile,
        language.wrote_html(),
        paragraphs(language)
    ))
}

fn thunderbird(language: &Language) -> Option<String> {
    Some(format!(
        "<p>{}</p><div class=\"moz-cite-prefix\">{}<br></div><blockquote type=\"cite\" cite=\"mid:ours@desk.example\">{}</blockquote>",
        language.new,
        language.wrote_html(),
        paragraphs(language)
    ))
}

fn zimbra(language: &Language) -> Option<String> {
    Some(format!(
        "<div style=\"font-family: arial\"><div>{}</div><div><br></div><hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\">{}</div><div data-marker=\"__QUOTED_TEXT__\">{}</div></div>",
        language.new,
        language.header_html(),
        paragraphs(language)
    ))
}

fn roundcube(language: &Language) -> Option<String> {
    Some(format!(
        "<p>{}</p>\n<p id=\"reply-intro\">{}</p>\n<blockquote type=\"cite\" style=\"padding: 0 0.4em\">{}</blockquote>",
        language.new,
        language.wrote_html(),
        paragraphs(language)
    ))
}

fn proton(language: &Language) -> Option<String> {
    Some(format!(
        "<div>{}</div><div class=\"protonmail_signature_block protonmail_signature_block-empty\"></div><div class=\"protonmail_quote\">{}<br><blockquote class=\"protonmail_quote\" type=\"cite\">{}</blockquote><br></div>",
        language.new,
        language.wrote_html(),
        paragraphs(language)
    ))
}

fn yahoo(language: &Language) -> Option<String> {
    Some(format!(
        "<div class=\"yahoo-style-wrap\"><div>{}</div></div><div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>{}</div><div><br></div>{}</div>",
        language.new,
        language.wrote_html(),
        paragraphs(language)
    ))
}

/// Lotus Notes: the name between dashes, the letter as it was.
fn notes(language: &Language) -> Case {
    let text = format!(
        "{}\n\n-----Support a écrit : -----\n{}\n{}\n{}\n",
        language.new,
        language.header_lines("", ":"),
        language.old,
        language.old_too
    );
    Case::new(
        &format!("lotus notes, {}", language.code),
        &letter(Some(text), None, false),
        vec![
            ("text".to_owned(), language.new.to_owned()),
            (
                "quoted".to_owned(),
                format!("{}…{}", language.old, language.old_too),
            ),
        ],
    )
}

/// Answers between the quotes stay where they are.
fn between(language: &Language) -> Vec<Case> {
    let kept = format!("{}\n\n> {}\n\n42", language.new, language.old_too);
    let plain = format!(
        "{}\n> {}\n\n{}\n\n> {}\n\n42\n\n> ---\n",
        language.wrote, language.old, language.new, language.old_too
    );
    let html = format!(
        "<div class=\"gmail_quote\"><div class=\"gmail_attr\">{}</div><blockquote class=\"gmail_quote\"><div>{}</div></blockquote><div>{}</div>\
         <div><br></div><blockquote class=\"gmail_quote\"><div>{}</div></blockquote><div><br></div><div>42</div><blockquote class=\"gmail_quote\"><div>---</div></blockquote></div>",
        language.wrote_html(),
        language.old,
        language.new,
        language.old_too
    );
    [("plain", Some(plain), None), ("gmail", None, Some(html))]
        .into_iter()
        .map(|(name, plain, html)| {
            Case::new(
                &format!("answers between quotes, {name}, {}", language.code),
                &letter(plain, html, false),
                vec![
                    ("text".to_owned(), kept.clone()),
                    ("quoted".to_owned(), format!("{}…---", language.old)),
                ],
            )
        })
        .collect()
}

/// Nothing is new in a letter that is passed on: all of it is kept.
fn passed_on(language: &Language) -> Vec<Case> {
    let gmail = format!(
        "---------- {} ---------\n{}\n{}\n\n{}",
        language.forwarded,
        language.header_lines("", ":"),
        language.old,
        language.old_too
    );
    let apple = format!(
        "{}\n\n{}\n{}\n\n{}",
        language.begin,
        language.header_lines("", ":"),
        language.old,
        language.old_too
    );
    let mut cases: Vec<Case> = [("gmail", &gmail), ("apple", &apple)]
        .into_iter()
        .map(|(name, text)| {
            Case::new(
                &format!("passed on without a word, {name}, {}", language.code),
                &letter(Some(text.clone()), None, false),
                vec![("text".to_owned(), text.clone())],
            )
        })
        .collect();
    cases.push(Case::new(
        &format!("passed on with a word, {}", language.code),
        &letter(Some(format!("{}\n\n{gmail}", language.new)), None, false),
        vec![
            ("text".to_owned(), language.new.to_owned()),
            (
                "quoted".to_owned(),
                format!("{}…{}", language.forwarded, language.old_too),
            ),
        ],
    ));
    cases
}

/// Somebody is away: Exchange and Gmail say so by other headers.
fn away(language: &Language) -> Vec<Case> {
    let forms = [
        (
            "exchange",
            "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n",
            "auto-reply",
        ),
        (
            "gmail",
            "Auto-Submitted: auto-replied\nPrecedence: bulk\nX-Autoreply: yes\n",
            "auto-reply",
        ),
        (
            "sieve",
            "Auto-Submitted: auto-replied (vacation)\n",
            "auto-reply",
        ),
        ("null path", "Return-Path: <>\n", "auto-reply"),
        ("a person's words", "", "person"),
    ];
    forms
        .into_iter()
        .map(|(name, headers, origin)| {
            let subject = format!("{}Imprimante", language.away);
            Case::new(
                &format!("away, {name}, {}", language.code),
                &format!("Subject: {subject}\n{headers}\n{}\n", language.new),
                vec![
                    ("subject".to_owned(), subject),
                    ("text".to_owned(), language.new.to_owned()),
                    ("origin".to_owned(), origin.to_owned()),
                ],
            )
        })
        .collect()
}
