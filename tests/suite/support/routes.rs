//! Every address of the pages, read from the sources that declare them, so that no test has to be
//! told of a new one. `tests/architecture.rs` sees to it that routes are declared in this one way.

use std::{collections::BTreeSet, fs, path::Path};

/// An address, and what it takes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Route {
    /// The pattern: `/tickets/{id}`.
    pub path: String,
    /// Whether it shows something.
    pub reads: bool,
    /// Whether it changes something.
    pub writes: bool,
    /// Whether only the demonstration has it.
    pub demo: bool,
    /// Who may read it, in the words of the source: `Desk(Right::ReadTickets)`.
    pub read_policy: Option<String>,
    /// Who may change something by it.
    pub write_policy: Option<String>,
    /// The names of fields and questions that the file reads which declares it.
    pub own_fields: BTreeSet<String>,
    /// Those that any page reads.
    pub fields: BTreeSet<String>,
}

/// Every address that some installation has.
pub fn routes() -> Vec<Route> {
    let mut found = Vec::new();
    look_in(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/edges")),
        &mut found,
    );
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let fields: BTreeSet<String> = found
        .iter()
        .flat_map(|one| one.own_fields.clone())
        .collect();
    for route in &mut found {
        route.fields.clone_from(&fields);
    }
    assert!(found.len() >= 20, "only {} routes were found", found.len());
    found
}

fn look_in(folder: &Path, found: &mut Vec<Route>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_in(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let demo = path.components().any(|part| part.as_os_str() == "demo");
            let source = fs::read_to_string(&path).unwrap();
            found.extend(declared(&source, demo));
        }
    }
}

/// The calls `resource("/path", METHODS)` of a source.
fn declared(source: &str, demo: bool) -> Vec<Route> {
    source
        .split("resource(")
        .skip(1)
        .filter_map(|rest| {
            let rest = rest.trim_start().strip_prefix('"')?;
            let (path, rest) = rest.split_once('"')?;
            let methods: String = rest
                .trim_start_matches([',', ' ', '\n'])
                .chars()
                .take_while(|one| one.is_ascii_uppercase() || *one == '_')
                .collect();
            let (reads, writes) = match methods.as_str() {
                "READ" => (true, false),
                "WRITE" => (false, true),
                "READ_WRITE" => (true, true),
                other => panic!("{path} takes {other:?}, which this list does not know"),
            };
            let (read_policy, write_policy) = (policy(rest, "reading("), policy(rest, "writing("));
            assert_eq!(
                (read_policy.is_some(), write_policy.is_some()),
                (reads, writes),
                "{path}: its routes are not those of its methods"
            );
            Some(Route {
                own_fields: fields(source),
                fields: BTreeSet::new(),
                path: path.to_owned(),
                reads,
                writes,
                demo,
                read_policy,
                write_policy,
            })
        })
        .collect()
}

/// The policy of the route of that kind, in what follows the path of a resource.
fn policy(rest: &str, kind: &str) -> Option<String> {
    let said = rest.split_once(kind)?.1.trim_start();
    let said = said.strip_prefix("Policy::")?;
    let mut depth = 0;
    let end = said.find(|one| {
        depth += i32::from(one == '(');
        depth -= i32::from(one == ')');
        depth < 0
    })?;
    let policy = said[..end].trim().trim_end_matches(',');
    Some(policy.split_whitespace().collect())
}

/// The names that a source reads of forms and queries: `form.line("name")`.
fn fields(source: &str) -> BTreeSet<String> {
    let calls = [".line(\"", ".text(\"", ".all(\"", ".flag(\"", ".has(\""];
    let named = calls.iter().flat_map(|call| source.split(call).skip(1));
    let names = named
        .filter_map(|rest| rest.split_once("\")"))
        .map(|(name, _)| name);
    names
        .filter(|name| {
            name.bytes()
                .all(|one| one.is_ascii_lowercase() || one == b'-')
        })
        .map(str::to_owned)
        .collect()
}

impl Route {
    /// The names of its parts that vary, in order.
    pub fn names(&self) -> Vec<&str> {
        let parts = self.path.split('{').skip(1);
        parts.filter_map(|rest| rest.split('}').next()).collect()
    }

    /// An address of this pattern, each part of it by what `value` gives for its name.
    pub fn with<'a>(&self, value: impl Fn(&str) -> &'a str) -> String {
        let mut address = String::new();
        let mut rest = self.path.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            address.push_str(before);
            address.push_str(value(name));
            rest = after;
        }
        address + rest
    }

    /// Whether everybody may keep it: it holds nothing of anybody.
    pub fn is_public_file(&self) -> bool {
        self.path.starts_with("/assets/")
    }
}

#[test]
fn a_declared_address_is_found_and_filled() {
    let source = "app.service(resource(\"/a/{id}\", READ).route(reading(Policy::Public).to(x)))\n\
        .service(\n resource(\n \"/b/{c}/{d}\",\n READ_WRITE,\n)\n\
        .route(reading(Policy::Desk(Right::ReadPeople)).to(y))\n\
        .route(\nwriting(\nPolicy::SignedIn\n).to(z))";
    let found = declared(source, false);
    assert_eq!(found.len(), 2);
    assert!(found[0].reads && !found[0].writes);
    assert!(found[1].reads && found[1].writes);
    assert_eq!(found[0].read_policy.as_deref(), Some("Public"));
    assert_eq!(found[0].write_policy, None);
    assert_eq!(
        found[1].read_policy.as_deref(),
        Some("Desk(Right::ReadPeople)")
    );
    assert_eq!(found[1].write_policy.as_deref(), Some("SignedIn"));
    assert_eq!(
        found[1].with(|name| if name == "c" { "1" } else { "2" }),
        "/b/1/2"
    );
}
