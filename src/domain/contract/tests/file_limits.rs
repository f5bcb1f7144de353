use super::{Contract, anywhere, standard};

#[test]
fn the_limits_of_files_are_read_strictly() {
    let files = |table: &str| format!("[files]\n{table}\n\n[otherwise]");
    for (table, message) in [
        (
            "most = 11\nmegabytes = 5\nclause = \"hours\"",
            "« most » must be from 1 to 10, and this is 11",
        ),
        (
            "most = 0\nmegabytes = 5\nclause = \"hours\"",
            "« most » must be from 1 to 10, and this is 0",
        ),
        (
            "most = 5\nmegabytes = 21\nclause = \"hours\"",
            "« megabytes » must be from 1 to 20, and this is 21",
        ),
        (
            "most = 5\nmegabytes = 5",
            "« clause » is missing in [files]",
        ),
        (
            "most = 5\nmegabyte = 5\nmegabytes = 5\nclause = \"hours\"",
            "unknown key « megabyte » in [files]; did you mean « megabytes »?",
        ),
    ] {
        anywhere("[otherwise]", &files(table), message);
    }
    let text = standard().replacen(
        "[otherwise]",
        &files("most = 3\nmegabytes = 2\nclause = \"hours\""),
        1,
    );
    let limits = Contract::parse("a.toml", &text).unwrap().file_limits();
    assert_eq!((limits.files, limits.bytes), (3, 2_000_000));
    assert_eq!(limits.together, 6_000_000);
}
