use super::{Contract, anywhere, messages, one, standard};

#[test]
fn the_line_and_the_column_are_those_of_the_mistake() {
    let text = "name = \"a\"\ntitle = \"é\"\n\n[calendar]\ntimezone = \"Europe/Pari\"\n";
    let errors = Contract::parse("a.toml", text).unwrap_err();
    let wrong = errors.iter().find(|error| error.line == 5).unwrap();
    assert_eq!(wrong.column, 12);
    assert_eq!(
        wrong.to_string(),
        "a.toml:5: unknown time zone « Europe/Pari »; did you mean « Europe/Paris »?"
    );
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_lines() {
    let text = "name = \"A b\"\ntitl = \"A\"\n[calendar]\nzone = \"france\"\nhours = { mon = [[\"18:00\", \"08:00\"]] }\n";
    assert_eq!(
        messages(text),
        [
            "1: « title » is missing in the contract",
            "1: « clauses » is missing in the contract",
            "1: « targets » is missing in the contract",
            "1: « ladder » is missing in the contract",
            "1: « otherwise » is missing in the contract",
            "1: « A b » is not a name; write small letters a to z, figures and hyphens, 64 at most",
            "2: unknown key « titl » in the contract; did you mean « title »?",
            "3: « timezone » is missing in [calendar]",
            "4: unknown holiday zone « france »; write « fr », « fr-alsace-moselle », « fr- » and an overseas zone, or « none »",
            "5: the interval 18:00 to 08:00 ends before it begins: hours that pass midnight are two intervals, until 24:00 and from 00:00 of the next day",
        ]
    );
}

#[test]
fn an_unknown_key_names_the_key_probably_meant() {
    one(
        "title =",
        "titel = 1\ntitle =",
        "unknown key « titel » in the contract; did you mean « title »?",
    );
    one(
        "timezone =",
        "time_zone = \"UTC\"\ntimezone =",
        "unknown key « time_zone » in [calendar]; did you mean « timezone »?",
    );
    one(
        "mon =",
        "monday = []\nmon =",
        "unknown key « monday » in [calendar.hours]; did you mean « mon »?",
    );
    one(
        "P1 = { target",
        "P4 = {}\nP1 = { target",
        "unknown key « P4 » in [targets.acknowledge]; did you mean « P1 »?",
    );
    one(
        "[targets.acknowledge]",
        "[targets.aknowledge]\n[targets.acknowledge]",
        "unknown key « aknowledge » in [targets]; did you mean « acknowledge »?",
    );
    one(
        "waiting-for-customer",
        "waiting-for-costumer = 1\nwaiting-for-customer",
        "unknown key « waiting-for-costumer » in [pauses]; did you mean « waiting-for-customer »?",
    );
    one(
        "at = \"50 %\"",
        "when = 1\nat = \"50 %\"",
        "unknown key « when » in [[ladder]]; its keys are at, before, after, every, most, to, words",
    );
}

#[test]
fn a_key_written_twice_is_named() {
    anywhere(
        "timezone =",
        "zone = \"fr\"\ntimezone =",
        "« zone » is here twice; keep one of the two",
    );
    anywhere(
        "[words]",
        "[calendar]\n[words]",
        "« calendar » is here twice; keep one of the two",
    );
}

#[test]
fn a_file_that_is_not_toml_says_where() {
    let found = messages("name = \"a\"\ntitle = \"b\nzone = \"fr\"\n");
    assert!(found[0].starts_with("2: this is not TOML: "), "{found:?}");
    let found = messages("name standard\n");
    assert!(found[0].starts_with("1: this is not TOML: "), "{found:?}");
}

#[test]
fn a_value_of_another_type_says_which_is_wanted() {
    one(
        "\"standard\"",
        "7",
        "« name » must be a text in quotes, and this is a whole number",
    );
    one(
        "\"Europe/Paris\"",
        "[]",
        "« timezone » must be a text in quotes, and this is a list",
    );
    one(
        "\"08:00\"",
        "08:00:00",
        "« mon » must be a text in quotes, and this is a date or time without quotes",
    );
    one(
        "[[\"08:00\", \"18:00\"]]",
        "\"08:00-18:00\"",
        "« mon » must be a list in square brackets, and this is a text",
    );
    one(
        "{ target = \"4h ouvrées\"",
        "{ target = true",
        "« target » must be a text in quotes, and this is true or false",
    );
    anywhere(
        "most = 5",
        "most = \"5\"",
        "« most » must be a whole number, and this is a text",
    );
    anywhere(
        "mon = [[",
        "mon = [1, [",
        "« mon » must be a list in square brackets, and this is a whole number",
    );
}

#[test]
fn hours_that_cannot_be_are_refused() {
    one(
        "[[\"08:00\", \"18:00\"]]",
        "[[\"08:00\", \"24:30\"]]",
        "\"24:30\" is not a time of day: write it like \"08:00\", up to \"24:00\"",
    );
    one(
        "[[\"08:00\", \"18:00\"]]",
        "[[\"24:00\", \"24:00\"]]",
        "an interval cannot begin at 24:00, which is only an end; write 00:00 of the next day",
    );
    one(
        "[[\"08:00\", \"18:00\"]]",
        "[[\"08:00\", \"12:00\"], [\"11:00\", \"18:00\"]]",
        "the intervals 08:00–12:00 and 11:00–18:00 overlap: make them one, or part them",
    );
    one(
        "[[\"08:00\", \"18:00\"]]",
        "[[\"08:00\"]]",
        "an interval is two times of day; write it like [\"08:00\", \"18:00\"]",
    );
    let whole = standard().replacen("[[\"08:00\", \"18:00\"]]", "[[\"18:00\", \"24:00\"]]", 1);
    assert!(Contract::parse("standard.toml", &whole).is_ok());
}

#[test]
fn a_calendar_that_never_opens_is_refused() {
    let text = standard().replace("[[\"08:00\", \"18:00\"]]", "[]");
    let found = messages(&text);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("the calendar never opens; give at least one day hours"));
}

#[test]
fn unknown_zones_are_refused() {
    one(
        "\"Europe/Paris\"",
        "\"Europe/Pris\"",
        "unknown time zone « Europe/Pris »; did you mean « Europe/Paris »?",
    );
    anywhere(
        "\nzone = \"fr\"",
        "\nzone = \"fr-alsace-mozelle\"",
        "unknown holiday zone « fr-alsace-mozelle »; did you mean « fr-alsace-moselle »?",
    );
    anywhere(
        "\nzone = \"fr\"",
        "\nzone = \"fr\"\ngood_friday = true",
        "Good Friday is a holiday in « fr-alsace-moselle » only, and the zone is « fr »; leave the line out",
    );
}

#[test]
fn dates_are_checked() {
    let place = "# What the contract calls";
    let with = |lines: &str| format!("{lines}\n{place}");
    anywhere(
        place,
        &with("[calendar.closures]\n2026-02-30 = \"Jamais\""),
        "« 2026-02-30 » is not a date from 1950 to 2100; write it like 2026-12-24",
    );
    anywhere(
        place,
        &with("[calendar.special_hours]\n24-12-2026 = []"),
        "« 24-12-2026 » is not a date from 1950 to 2100; write it like 2026-12-24",
    );
    anywhere(
        place,
        &with(
            "[calendar.closures]\n2026-05-15 = \"Fermé\"\n[calendar.bridges]\n2026-05-15 = \"Pont\"",
        ),
        "2026-05-15 is in closures, bridges or holidays twice; keep one of the two",
    );
    let text = standard().replacen(
        place,
        &with("[calendar.bridges]\n2026-05-15 = \"Pont\"\n[calendar.special_hours]\n2026-12-24 = [[\"08:00\", \"12:00\"]]"),
        1,
    );
    let contract = Contract::parse("standard.toml", &text).unwrap();
    let open = |text: &str| contract.calendar().is_open(text.parse().unwrap());
    assert!(!open("2026-05-15T10:00:00Z"));
    assert!(open("2026-12-24T10:00:00Z") && !open("2026-12-24T11:00:00Z"));
}

#[test]
fn amounts_that_cannot_be_are_refused() {
    one(
        "{ target = \"48h\"",
        "{ target = \"2 jours\"",
        "« 2 jours » may mean two things; write « 2 jours ouvrés » or « 48h »",
    );
    one(
        "{ target = \"48h\"",
        "{ target = \"48 huers\"",
        "unknown unit « huers »; did you mean « hours »?",
    );
    one(
        "{ target = \"48h\"",
        "{ target = 48",
        "« 48 » lacks its unit; write « 48h ouvrées », « 48 jours ouvrés » or « 48h »",
    );
    one(
        "{ target = \"48h\"",
        "{ target = \"9999999h\"",
        "that is more than a year; write at most 366 jours ouvrés, 8784h or 527040 min",
    );
}

#[test]
fn every_priority_has_an_acknowledgement_target() {
    anywhere(
        "P3 = { target = \"48h\", clause = \"acknowledge-p3\" }",
        "",
        "P3 is missing in [targets.acknowledge]; every priority is acknowledged within some time",
    );
    let text = standard().replacen("[targets.acknowledge]", "[targets.resolve]", 1);
    assert_eq!(messages(&text).len(), 3);
}

#[test]
fn a_clause_must_exist_and_say_something() {
    one(
        "{ target = \"48h\", clause = \"acknowledge-p3\" }",
        "{ target = \"48h\", clause = \"acknowledge-p33\" }",
        "there is no clause « acknowledge-p33 »; did you mean « acknowledge-p3 »?",
    );
    one(
        "{ target = \"48h\", clause = \"acknowledge-p3\" }",
        "{ target = \"48h\", clause = \"penalties\" }",
        "there is no clause « penalties »; add [clauses.penalties] with its reference and text",
    );
    one(
        "{ target = \"48h\", clause = \"acknowledge-p3\" }",
        "{ target = \"48h\" }",
        "« clause » is missing in [targets.acknowledge] P3",
    );
    anywhere(
        "text.fr = \"Est mineur",
        "text.de = \"\"\ntext.fr = \"Est mineur",
        "unknown key « de » in « text »; its keys are fr, en",
    );
}

#[test]
fn switches_take_their_two_words_only() {
    one(
        "\"same-time\"\nfrom",
        "\"same time\"\nfrom",
        "unknown rule « same time »; did you mean « same-time »?",
    );
    one(
        "\"opening\"\n",
        "\"closing-time\"\n",
        "unknown rule « closing-time »; write « opening » or « filing-date »",
    );
}

#[test]
fn a_missing_key_is_noted_at_the_head_of_its_table() {
    for (wrong, head, message) in [
        (
            "timezone = \"Europe/Paris\"\n",
            "[calendar]",
            "« timezone » is missing in [calendar]",
        ),
        (
            "P2 = { target = \"1 jour ouvré\", clause = \"acknowledge-p2\" }\n",
            "[targets.acknowledge]",
            "P2 is missing in [targets.acknowledge]; every priority is acknowledged within some time",
        ),
        (
            "P2 = { fr = \"normale\", en = \"normal\" }\n",
            "[words]",
            "« P2 » is missing in [words]",
        ),
        (
            "priority = \"P3\"\n",
            "[otherwise]",
            "« priority » is missing in [otherwise]",
        ),
        (
            "reference = { fr = \"horaires\", en = \"opening hours\" }\n",
            "[clauses.hours]",
            "« reference » is missing in [clauses.hours]",
        ),
    ] {
        let text = standard().replacen(wrong, "", 1);
        let place = text.find(&format!("\n{head}\n")).unwrap();
        let line = text[..=place].matches('\n').count() + 1;
        assert_eq!(messages(&text), [format!("{line}: {message}")]);
    }
}

#[test]
fn files_of_other_editors_are_read_too() {
    let windows = format!("\u{feff}{}", standard().replace('\n', "\r\n"));
    let contract = Contract::parse("standard.toml", &windows).unwrap();
    assert_eq!(contract.source(), windows);
    let wrong = windows.replacen("mon = ", "moon = ", 1);
    let line = wrong[..wrong.find("moon").unwrap()].matches('\n').count() + 1;
    assert_eq!(
        messages(&wrong),
        [format!(
            "{line}: unknown key « moon » in [calendar.hours]; did you mean « mon »?"
        )]
    );
}

#[test]
fn who_may_file_is_read_strictly() {
    let filing = |table: &str| format!("[filing]\n{table}\n\n[otherwise]");
    for (table, message) in [
        (
            "who = \"subscriber\"\nclause = \"hours\"",
            "unknown answer « subscriber »; did you mean « subscribers »?",
        ),
        (
            "who = \"everybody\"\nclause = \"hours\"",
            "unknown answer « everybody »; write « anyone », « subscribers » or « designated-administrators »",
        ),
        (
            "who = \"anyone\"\nclause = \"houres\"",
            "there is no clause « houres »; did you mean « hours »?",
        ),
        ("who = \"anyone\"", "« clause » is missing in [filing]"),
        (
            "whom = \"anyone\"\nwho = \"anyone\"\nclause = \"hours\"",
            "unknown key « whom » in [filing]; did you mean « who »?",
        ),
    ] {
        anywhere("[otherwise]", &filing(table), message);
    }
    let taken = Contract::parse("a.toml", standard()).unwrap();
    assert_eq!(taken.filing(), None, "without the table, anybody may file");
}
