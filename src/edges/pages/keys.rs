//! The keys of the agents' pages: one table from which the script binds them, the cheat sheet
//! is shown and the help page is written.

use crate::edges::words::Words;

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key by what it writes (`KeyboardEvent.key`), so that AZERTY works.
    pub key: &'static str,
    /// What is printed on it.
    pub cap: String,
    /// The act of `app.js`; `press` clicks what carries `data-key`.
    pub act: &'static str,
    /// What it does, in words.
    pub label: String,
}

/// Every key, in the order of the cheat sheet.
#[must_use]
pub fn keys(words: Words) -> Vec<Key> {
    let key = |key: &'static str, act: &'static str, label: String| Key {
        key,
        cap: key.to_owned(),
        act,
        label,
    };
    let mut keys = vec![
        key("j", "next", words.say("key-next")),
        key("k", "previous", words.say("key-previous")),
        key("Enter", "open", words.say("key-open")),
        key("d", "why", words.say("key-why")),
        key("c", "press", words.say("key-create")),
        key("i", "press", words.say("key-mine")),
        key("a", "press", words.say("key-assign")),
        key("p", "press", words.say("key-priority")),
        key("s", "press", words.say("key-pause")),
        key("r", "press", words.say("key-reply")),
        key("n", "press", words.say("key-note")),
        key("/", "search", words.say("key-search")),
        key("u", "back", words.say("key-back")),
        key("?", "sheet", words.say("key-sheet")),
        key("Ctrl+Enter", "send", words.say("key-send")),
    ];
    for key in &mut keys {
        key.cap = key.cap.replace("Enter", &words.say("key-enter"));
    }
    keys
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::edges::words::Lang;

    const SCRIPT: &str = include_str!("../../../templates/assets/app.js");

    #[test]
    fn the_script_knows_every_act_and_no_other() {
        let table = SCRIPT
            .split("var acts = {")
            .nth(1)
            .unwrap()
            .split("\n  };")
            .next()
            .unwrap();
        let known: BTreeSet<&str> = table
            .lines()
            .filter_map(|line| line.trim().split_once(": function").map(|(act, _)| act))
            .collect();
        let bound: BTreeSet<&str> = keys(Lang::Fr.words()).iter().map(|key| key.act).collect();
        assert_eq!(bound, known);
    }

    #[test]
    fn no_key_is_bound_twice() {
        let keys = keys(Lang::En.words());
        let distinct: BTreeSet<_> = keys.iter().map(|key| key.key).collect();
        assert_eq!(distinct.len(), keys.len());
    }

    #[test]
    fn the_script_keeps_to_what_old_browsers_parse() {
        for later in [
            "?.",
            "??",
            "||=",
            "=>",
            "`",
            " let ",
            " const ",
            "class ",
            "async ",
            "...",
            ".at(",
            "replaceAll",
        ] {
            assert!(!SCRIPT.contains(later), "{later:?} in app.js");
        }
    }
}
