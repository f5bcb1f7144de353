use super::{Contract, anywhere, messages, standard};

#[test]
fn a_ladder_out_of_order_names_both_lines() {
    let text = standard().replacen("at = \"50 %\"", "at = \"80 %\"", 1);
    let line = |needle: &str| text[..text.find(needle).unwrap()].matches('\n').count();
    let (first, second) = (line("at = \"80 %\""), line("at = \"75 %\""));
    assert_eq!(
        messages(&text),
        [format!(
            "{second}: the ladder is out of order: « 75 % » comes before « 80 % » of line {first}; swap the two levels"
        )]
    );
    let twice = messages(&standard().replacen("at = \"90 %\"", "at = \"breach\"", 1));
    assert_eq!(twice.len(), 1);
    assert!(
        twice[0].contains("the breach comes before the breach of line"),
        "{twice:?}"
    );
    let late =
        messages(&standard().replacen("every = \"2h ouvrées\"\nmost = 5", "at = \"95 %\"", 1));
    assert!(
        late[0].contains("« 95 % » comes before the breach of line"),
        "{late:?}"
    );
    let leads = standard()
        .replacen("at = \"50 %\"", "before = \"1h ouvrée\"", 1)
        .replacen("at = \"75 %\"", "before = \"2h ouvrées\"", 1);
    assert!(messages(&leads)[0].contains(
        "« 2h ouvrées » before the deadline comes before « 1h ouvrée » before the deadline of line"
    ));
}

#[test]
fn two_levels_at_the_same_time_are_out_of_order() {
    let share = messages(&standard().replacen("at = \"75 %\"", "at = \"50 %\"", 1));
    assert!(
        share[0].contains("« 50 % » comes before « 50 % » of line"),
        "{share:?}"
    );
    let lead = "before = \"1h ouvrée\"";
    let leads = standard()
        .replacen("at = \"50 %\"", lead, 1)
        .replacen("at = \"75 %\"", lead, 1);
    assert_eq!(messages(&leads).len(), 1);
    let after = "after = \"1h ouvrée\"\nto = [\"queue\"]\n\n[[ladder]]\n";
    let repeats = "every = \"2h ouvrées\"";
    let once = standard().replacen(repeats, &format!("{after}{repeats}"), 1);
    assert!(Contract::parse("standard.toml", &once).is_ok());
    let twice = standard().replacen(repeats, &format!("{after}{after}{repeats}"), 1);
    assert_eq!(messages(&twice).len(), 1);
}

#[test]
fn repeats_come_last_and_once() {
    let again = "\n[[ladder]]\nevery = \"2h ouvrées\"\nmost = 5\nto = [\"queue\"]\n";
    let text = standard().replacen(
        "\n[[ladder]]\nat = \"breach\"",
        &format!("{again}\n[[ladder]]\nat = \"breach\""),
        1,
    );
    let found = messages(&text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("must be its last level"), "{found:?}");
}

#[test]
fn a_level_says_when_exactly_once() {
    anywhere(
        "at = \"50 %\"",
        "",
        "this level does not say when; give it one of « at », « before », « after » and « every »",
    );
    anywhere(
        "at = \"50 %\"",
        "at = \"50 %\"\nbefore = \"1h ouvrée\"",
        "this level says 2 times when; keep one of « at », « before », « after » and « every »",
    );
    anywhere(
        "at = \"50 %\"",
        "at = \"50 %\"\nmost = 3",
        "« most » limits repeats; it goes with « every » only",
    );
    anywhere("most = 5", "", "« most » is missing in [[ladder]]");
    anywhere(
        "most = 5",
        "most = 0",
        "« most » is 0; a level repeats from 1 to 100 times",
    );
}

#[test]
fn a_share_is_a_whole_percentage_from_1_to_99() {
    for share in [
        "0 %", "100 %", "150%", "-5 %", "12,5 %", "50", "%", "half", "٥٠ %",
    ] {
        anywhere(
            "at = \"50 %\"",
            &format!("at = \"{share}\""),
            &format!(
                "« {share} » is not a share of the target; write a whole percentage from 1 % to 99 %, or « breach »"
            ),
        );
    }
    let narrow = standard().replacen("at = \"50 %\"", "at = \"50\u{202f}%\"", 1);
    assert!(Contract::parse("standard.toml", &narrow).is_ok());
}

#[test]
fn leads_and_repeats_are_open_time() {
    anywhere(
        "every = \"2h ouvrées\"",
        "every = \"2h\"",
        "« 2h » runs by the clock, but the ladder counts open time; write « 2h ouvrées »",
    );
    anywhere(
        "at = \"50 %\"",
        "before = \"1 jour ouvré\"",
        "the ladder counts hours or minutes of open time, not days; write it like « 8h ouvrées »",
    );
}

#[test]
fn the_requester_is_told_of_what_was_missed_and_not_of_what_may_be() {
    let with = |level: &str| {
        let (before, after) = standard()
            .split_once(level)
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let after = after.replacen("to = [", "to = [\"requester\", ", 1);
        format!("{before}{level}{after}")
    };
    let early = messages(&with("at = \"50 %\""));
    assert_eq!(early.len(), 1, "{early:?}");
    assert!(
        early[0].ends_with("« requester » is told of a missed deadline only, and « 50 % » comes before it; put it at the breach or after"),
        "{early:?}"
    );
    assert!(Contract::parse("standard.toml", &with("at = \"breach\"")).is_ok());
}

#[test]
fn recipients_are_known() {
    let to = "to = [\"assignee\", \"queue\"]";
    anywhere(
        to,
        "to = [\"asignee\"]",
        "unknown recipient « asignee »; did you mean « assignee »?",
    );
    anywhere(
        to,
        "to = [\"the boss\"]",
        "unknown recipient « the boss »; write assignee, queue, supervisor, administrators, requester or an e-mail address",
    );
    anywhere(to, "to = []", "« to » is empty; name at least one");
    anywhere(
        to,
        "to = [\"queue\", \"queue\"]",
        "« queue » is twice in « to »; keep one of the two",
    );
    anywhere(
        to,
        "to = [\"boss@\"]",
        "« boss@ » cannot be written to: the e-mail address must look like name@example.org",
    );
    anywhere(to, "", "« to » is missing in [[ladder]]");
}

#[test]
fn pauses_name_known_clocks() {
    anywhere(
        "waiting-for-customer = { clocks = [\"respond\",",
        "waiting-for-customer = { clocks = [\"reponse\",",
        "unknown clock « reponse »; did you mean « respond »?",
    );
    anywhere(
        "waiting-for-customer = { clocks = [\"respond\",",
        "waiting-for-customer = { clocks = [\"update\",",
        "« update » is twice in « clocks »; keep one of the two",
    );
}

#[test]
fn rules_of_classification_can_apply() {
    anywhere(
        "when = [\"unusable\", \"workaround\"]",
        "when = [\"unusable\", \"workarround\"]",
        "unknown fact « workarround »; did you mean « workaround »?",
    );
    anywhere(
        "when = [\"unusable\", \"workaround\"]",
        "when = [\"workaround\", \"no-workaround\"]",
        "« workaround » and « no-workaround » exclude each other, so this rule never applies; keep one of the two",
    );
    let text = standard().replacen("when = [\"security\"]", "when = [\"unusable\"]", 1);
    let found = messages(&text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("this rule is never reached: the rule of line "));
    anywhere(
        "[otherwise]\npriority = \"P3\"",
        "[otherwise]\npriority = \"P5\"",
        "unknown priority « P5 »; did you mean « P1 »?",
    );
}
