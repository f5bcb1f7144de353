//! A device in words, from what its browser says it is.

use crate::edges::words::Words;

/// Browsers by a word that only they say; the first that is found counts.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems by a word that only they say; the first that is found counts.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// « Firefox sur Windows », where browser and system are known; else what is.
#[must_use]
pub fn device_words(said: &str, words: Words) -> String {
    let find = |known: &[(&str, &'static str)]| {
        let mut hits = known.iter().filter(|(mark, _)| said.contains(mark));
        hits.next().map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => words.say_with(
            "account-device",
            &[("browser", browser.into()), ("system", system.into())],
        ),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => words.say("account-device-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edges::words::Lang;

    #[test]
    fn a_device_is_named_by_its_browser_and_its_system() {
        for (said, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Firefox sur Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
                "Edge sur Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
                "Safari sur iPhone",
            ),
            ("curl/8", "Appareil inconnu"),
            ("", "Appareil inconnu"),
        ] {
            assert_eq!(device_words(said, Lang::Fr.words()), name, "{said}");
        }
    }
}
