//! What people write, and what people write who mean harm.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn page(text: &str) -> String {
    render(text, Place::Page, &[]).to_string()
}

#[test]
fn what_is_typed_keeps_its_lines_and_gets_its_form() {
    for (text, html) in [
        ("Bonjour,\nmerci", "<p>Bonjour,<br>merci</p>"),
        ("a\n\n\nb", "<p>a</p><p>b</p>"),
        (
            "*a* **b** `c<d`",
            "<p><em>a</em> <strong>b</strong> <code>c&#60;d</code></p>",
        ),
        (
            "- a\n- b\n  - c",
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
        ),
        ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
        (
            "> cité\n> encore",
            "<blockquote><p>cité<br>encore</p></blockquote>",
        ),
        (
            "```\nlet a = 1 < 2;\n```",
            "<pre><code>let a = 1 &#60; 2;\n</code></pre>",
        ),
        ("# Titre", "<p><strong>Titre</strong></p>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    ] {
        assert_eq!(page(text), html, "{text}");
    }
}

#[test]
fn what_meant_nothing_by_its_signs_loses_no_word() {
    for (text, html) in [
        // A signature, and a table drawn with signs.
        (
            "Cordialement,\nLéa\n--",
            "<p>Cordialement,<br>Léa<br>--</p>",
        ),
        ("Total\n=====", "<p>Total<br>=====</p>"),
        // A log whose lines look like definitions.
        (
            "[ERREUR]: délai\n[ERREUR]: délai",
            "<p>[ERREUR]: délai<br>[ERREUR]: délai</p>",
        ),
        (
            "[a]: b\n\n`x[1]: y`",
            "<p>[a]: b</p><p><code>x[1]: y</code></p>",
        ),
        (
            "<b>gras</b> & co",
            "<p>&#60;b&#62;gras&#60;/b&#62; &#38; co</p>",
        ),
        (
            "<div>\n*a*\n</div>",
            "<p>&#60;div&#62;<br>*a*<br>&#60;/div&#62;</p>",
        ),
        ("un_nom_long et 3*4*5", "<p>un_nom_long et 3<em>4</em>5</p>"),
    ] {
        assert_eq!(page(text), html, "{text}");
    }
}

#[test]
fn a_link_leads_to_the_web_or_a_mail_and_says_where() {
    let rel = "rel=\"noopener noreferrer nofollow\"";
    for (text, html) in [
        (
            "voir https://example.org/a?b=1&c=2.",
            format!(
                "<p>voir <a href=\"https://example.org/a?b=1&#38;c=2\" {rel}>https://example.org/a?b=1&#38;c=2</a>.</p>"
            ),
        ),
        (
            "[la banque](http://evil.example)",
            format!(
                "<p><a href=\"http://evil.example\" {rel}>la banque</a> (http://evil.example)</p>"
            ),
        ),
        (
            "<https://example.org>",
            format!("<p><a href=\"https://example.org\" {rel}>https://example.org</a></p>"),
        ),
        (
            "<lea@example.org>",
            format!("<p><a href=\"mailto:lea@example.org\" {rel}>lea@example.org</a></p>"),
        ),
        (
            "![une image](https://example.org/a.png)",
            format!(
                "<p><a href=\"https://example.org/a.png\" {rel}>une image</a> (https://example.org/a.png)</p>"
            ),
        ),
        (
            "(https://example.org/a_(b))",
            format!(
                "<p>(<a href=\"https://example.org/a_(b)\" {rel}>https://example.org/a_(b)</a>)</p>"
            ),
        ),
    ] {
        assert_eq!(page(text), html, "{text}");
    }
    for text in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](/logout)",
        "[a](//evil.example)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![a](/tickets/1/take)",
        "[a](&#106;avascript:alert(1))",
        "xhttps://example.org",
        "https://",
        "http:///x",
    ] {
        assert!(!page(text).contains("<a "), "{text}: {}", page(text));
    }
}

#[test]
fn a_colleague_that_is_called_is_marked_and_nobody_else() {
    let html = render("@Léa Roy et @Sacha, `@Léa Roy`", Place::Page, &["Léa Roy"]);
    assert_eq!(
        html.to_string(),
        "<p><span class=\"called\">@Léa Roy</span> et @Sacha, <code>@Léa Roy</code></p>"
    );
}

#[test]
fn characters_that_were_taken_out_do_not_come_back() {
    let html = page("a&#x202e;b&#0;c&#7;d&#60;script&#62;");
    assert_eq!(html, "<p>ab\u{FFFD}cd&#60;script&#62;</p>");
}

/// The tags that there are, without what stands in them.
const TAGS: [&str; 23] = [
    "p",
    "/p",
    "br",
    "hr",
    "em",
    "/em",
    "strong",
    "/strong",
    "code",
    "/code",
    "pre",
    "/pre",
    "ul",
    "/ul",
    "ol",
    "/ol",
    "li",
    "/li",
    "blockquote",
    "/blockquote",
    "/a",
    "span",
    "/span",
];

/// Whether there is nothing in it but our tags, each closed where it was opened.
fn is_ours(html: &str) -> Result<(), String> {
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').ok_or("a tag without an end")?;
        if text.contains('>') {
            return Err(format!("a bare sign in {text}"));
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let known = match name {
            "a" => {
                let address = attributes
                    .strip_prefix("href=\"")
                    .and_then(|rest| rest.strip_suffix("\" rel=\"noopener noreferrer nofollow\""));
                address.is_some_and(|address| {
                    let start = address.to_ascii_lowercase();
                    !address.contains('"')
                        && ["http://", "https://", "mailto:"]
                            .iter()
                            .any(|scheme| start.starts_with(scheme))
                })
            }
            "span" => attributes == "class=\"called\"",
            "ol" => attributes.is_empty() || attributes.starts_with("start=\""),
            name => TAGS.contains(&name) && attributes.is_empty(),
        };
        if !known {
            return Err(format!("a tag that is not ours: <{tag}>"));
        }
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => {
                return Err(format!("</{name}> closes another"));
            }
            None if !matches!(name, "br" | "hr") => open.push(name),
            _ => {}
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("{open:?} stay open"))
    }
}

/// Pieces of which the worst is made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>".to_owned()),
        Just("\"'><img src=x onerror=alert(1)>".to_owned()),
        Just("[x](javascript:alert(1))".to_owned()),
        Just("[x](https://e.example/\"onclick=\"a)".to_owned()),
        Just("![x](http://e.example 'a\" b')".to_owned()),
        Just("<https://e.example/a\"b>".to_owned()),
        Just("https://e.example/'\"<x".to_owned()),
        Just("[a]: https://e.example\n".to_owned()),
        Just("&#60;b&#62;&#34;".to_owned()),
        Just("@Léa Roy".to_owned()),
        Just("```\n".to_owned()),
        Just("<!--".to_owned()),
        Just("<div>\n".to_owned()),
        "[-*_`>#\\[\\]()!<&\"' \n\t~=+.:@|\\\\0-9a-zé]{0,12}",
        "\\PC{0,8}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_only_our_tags_come_out(text in pieces()) {
        let html = render(&text, Place::Page, &["Léa Roy"]).to_string();
        prop_assert_eq!(is_ours(&html), Ok(()), "{}", html);
        let letter = render(&text, Place::Letter, &["Léa Roy"]).to_string();
        prop_assert!(!letter.contains("<script") && !letter.contains("<img"), "{}", letter);
    }

    #[test]
    fn plain_words_all_come_out_in_their_order(words in proptest::collection::vec("[a-zéà]{1,9}", 1..40)) {
        let html = page(&words.join(" "));
        prop_assert_eq!(html, format!("<p>{}</p>", words.join(" ")));
    }
}

#[test]
fn a_hostile_text_of_the_greatest_length_costs_no_more_than_its_length() {
    let most = crate::domain::ticket::Description::MOST;
    for piece in [
        ">",
        "> ",
        "- ",
        "* ",
        "1. ",
        ">- ",
        "`",
        "``` \n",
        "[",
        "]",
        "[](",
        "![",
        "[a](",
        "*",
        "**a ",
        "_a_",
        "*a_",
        "<",
        "<a",
        "<!--",
        "<?",
        "&",
        "&#",
        "@",
        "@Léa ",
        "http",
        "http://",
        "http://(",
        "http://a/",
        "http://a)",
        "a http://b",
        "https://a ",
        "\\",
        "\"",
        "[a]: b\n",
        "[a]\n",
        "a\n",
        "\n",
        "  - a\n",
        "\t",
        "> \n",
        "#",
        "# a\n",
        "|",
        "<a href='",
        "[a](<b",
        "(",
        "`a``b",
        "***a*",
        "a@b.c ",
        "~",
        "---\n",
        "a\n=\n",
    ] {
        let text: String = piece.chars().cycle().take(most).collect();
        let began = Instant::now();
        let html = render(&text, Place::Page, &["Léa Roy", "Sacha"]).to_string();
        let took = began.elapsed();
        assert!(
            took < Duration::from_millis(1_500),
            "{piece:?} took {took:?}"
        );
        assert!(
            html.len() < 24 * most,
            "{piece:?} became {} bytes",
            html.len()
        );
        is_ours(&html).unwrap();
    }
    let closing = format!("https://a{}", ")".repeat(most - 9));
    assert!(page(&closing).contains("https://a))"));
    // Lists in lists, each deeper than the one before.
    let stairs: String = (0..140)
        .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
        .collect();
    is_ours(&page(&stairs)).unwrap();
    let mixed = format!("{}{}", "- > ".repeat(8), "\n\n".repeat(9_000));
    is_ours(&page(&mixed)).unwrap();
}

#[test]
fn a_text_that_nests_deeper_than_people_do_is_shown_without_form() {
    let text = format!("{}a\nb\n\nc", "> ".repeat(30));
    assert_eq!(
        page(&text),
        format!("<p>{}a<br>b</p><p>c</p>", "&#62; ".repeat(30))
    );
}
