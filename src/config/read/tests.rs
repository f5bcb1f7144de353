use super::*;
use crate::domain::ticket::Nature;

fn with(variables: &[(&str, &str)]) -> Result<Settings, Vec<ConfigError>> {
    load(
        variables
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value))),
    )
}

fn with_file(text: &str) -> Result<Settings, Vec<ConfigError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.toml");
    fs::write(&path, text).unwrap();
    with(&[(FILE, path.to_str().unwrap())])
}

#[test]
fn nothing_is_required() {
    let settings = with(&[("PATH", "/bin")]).unwrap();
    assert_eq!(settings.database_url.value, "sqlite:data/guichet.db");
    assert_eq!(settings.base_url.value, "http://127.0.0.1:8080");
    assert_eq!(settings.services.len(), 1);
}

#[test]
fn a_misspelt_variable_is_an_error_with_what_was_meant() {
    let wrongs = with(&[("GUICHET_BASE_ULR", "https://a.example")]).unwrap_err();
    assert_eq!(
        wrongs[0].to_string(),
        "GUICHET_BASE_ULR: there is no setting « GUICHET_BASE_ULR »; did you mean « GUICHET_BASE_URL »?"
    );
}

#[test]
fn the_environment_goes_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guichet.toml");
    fs::write(
        &path,
        "name = \"From the file\"\nbase_url = \"https://a.example/\"\n",
    )
    .unwrap();
    let settings = with(&[
        (FILE, path.to_str().unwrap()),
        ("GUICHET_NAME", "From outside"),
    ])
    .unwrap();
    assert_eq!(settings.name.value, "From outside");
    assert_eq!(settings.base_url.value, "https://a.example");
    assert_eq!(settings.base_url.origin, Origin::File { path, line: 2 });
}

#[test]
fn everything_wrong_in_a_file_is_told_with_its_line() {
    let wrongs =
        with_file("nam = \"x\"\nlisten = \"nowhere\"\n[[queue]]\nslug = \"A b\"\nname = \"Q\"\n")
            .unwrap_err();
    let told: Vec<_> = wrongs.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|one| one.contains("toml:1: there is no setting « nam »; did you mean « name »?")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|one| one.contains("small letters")),
        "{told:?}"
    );
}

#[test]
fn a_service_must_name_a_queue_that_exists() {
    let wrongs = with_file(
        "[[service]]\nslug = \"a\"\nname = \"A\"\nqueue = \"nowhere\"\ncontract = \"standard\"\n",
    )
    .unwrap_err();
    assert!(
        wrongs[0]
            .to_string()
            .contains("the slug of a queue: support"),
        "{wrongs:?}"
    );
}

#[test]
fn a_base_url_is_an_origin_and_nothing_more() {
    for text in [
        "ftp://a.example",
        "https://a.example/desk",
        "https://u:p@a.example",
        "a.example",
        "https://a.example?x",
    ] {
        assert!(with(&[("GUICHET_BASE_URL", text)]).is_err(), "{text}");
    }
    assert!(with(&[("GUICHET_BASE_URL", "https://a.example:8443/")]).is_ok());
}

#[test]
fn metrics_are_for_this_machine_unless_more_is_said() {
    let at = |text| with(&[("GUICHET_METRICS_LISTEN", text)]);
    assert_eq!(with(&[]).unwrap().metrics_listen.value, None);
    let loopback = at("127.0.0.1:9090").unwrap().metrics_listen.value;
    assert_eq!(loopback, "127.0.0.1:9090".parse().ok());
    let wrongs = at("0.0.0.0:9090").unwrap_err();
    assert!(
        wrongs[0].to_string().contains("open ADDRESS:PORT"),
        "{wrongs:?}"
    );
    assert!(at("open 0.0.0.0:9090").is_ok());
}

#[test]
fn a_file_that_is_not_toml_or_not_there_is_said_so() {
    assert!(
        with_file("a = = b").unwrap_err()[0]
            .to_string()
            .contains("this is not TOML")
    );
    assert!(
        with(&[(FILE, "/no/such/file")]).unwrap_err()[0]
            .to_string()
            .contains("cannot be read")
    );
}

#[test]
fn proxies_are_addresses_and_networks_and_what_is_wrong_with_one_is_told() {
    let settings = with(&[("GUICHET_PROXIES", "10.0.0.0/8, 2001:db8::1")]).unwrap();
    let told: Vec<_> = settings
        .proxies
        .value
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, ["10.0.0.0/8", "2001:db8::1"]);
    assert!(with(&[]).unwrap().proxies.value.is_empty());
    for (value, told) in [
        ("10.1.0.0/8", "write 10.0.0.0/8"),
        ("proxy.example", "such as 192.0.2.7"),
        ("10.0.0.0/8;::1", "« 10.0.0.0/8;::1 »"),
    ] {
        let wrongs = with(&[("GUICHET_PROXIES", value)]).unwrap_err();
        let line = wrongs[0].to_string();
        assert!(
            line.starts_with("GUICHET_PROXIES: « proxies » must be"),
            "{line}"
        );
        assert!(line.contains(told), "{line}");
    }
}

#[test]
fn the_limits_of_the_form_are_generous_and_can_be_set() {
    let settings = with(&[
        ("GUICHET_FORM_PER_SOURCE", "none"),
        ("GUICHET_FORM_SECONDS", "0"),
    ])
    .unwrap();
    assert_eq!(settings.form_per_address.value, Quota::of(20, 60));
    assert_eq!(settings.form_letters.value, Quota::of(20, 100));
    assert_eq!(settings.form_per_source.value, Quota::NONE);
    assert_eq!(settings.form_seconds.value, 0);
    assert!(with(&[("GUICHET_FORM_PER_ADDRESS", "many")]).is_err());
    assert!(with(&[("GUICHET_FORM_SECONDS", "61")]).is_err());
}

#[test]
fn a_second_factor_is_optional_unless_it_is_required() {
    assert_eq!(
        with(&[]).unwrap().second_factor.value,
        SecondFactor::Optional
    );
    let required = with(&[("GUICHET_SECOND_FACTOR", "required")]).unwrap();
    assert_eq!(required.second_factor.value, SecondFactor::Required);
    assert!(with(&[("GUICHET_SECOND_FACTOR", "yes")]).is_err());
}

#[test]
fn a_provider_needs_a_name_and_a_secret_of_ours_and_its_secret_is_never_shown() {
    let issuer = ("GUICHET_OIDC_ISSUER", "https://id.example.org");
    let id = ("GUICHET_OIDC_CLIENT_ID", "guichet");
    let secret = ("GUICHET_OIDC_CLIENT_SECRET", "s3cret");
    let file = ("GUICHET_OIDC_CLIENT_SECRET_FILE", "/run/secret");
    let settings = with(&[issuer, id, secret]).unwrap();
    assert!(!format!("{:?}", settings.lines()).contains("s3cret"));
    assert!(with(&[issuer, id, file]).is_ok());
    for (set, wrong) in [
        (
            vec![issuer],
            "GUICHET_OIDC_CLIENT_ID: « oidc_client_id » is missing",
        ),
        (
            vec![issuer, id],
            "GUICHET_OIDC_CLIENT_SECRET: « oidc_client_secret » is missing",
        ),
        (
            vec![issuer, id, secret, file],
            "GUICHET_OIDC_CLIENT_SECRET_FILE: « oidc_client_secret » is there twice; \
             each needs a word of its own",
        ),
        (vec![id], "GUICHET_OIDC_ISSUER: « oidc_issuer » is missing"),
        (
            vec![("GUICHET_OIDC_ISSUER", "http://id.example.org"), id, secret],
            "GUICHET_OIDC_ISSUER: « oidc_issuer » must be the https:// address of a provider, \
             or an http:// address on this machine",
        ),
    ] {
        let wrongs = with(&set).unwrap_err();
        let told: Vec<_> = wrongs.iter().map(ToString::to_string).collect();
        assert!(told.contains(&wrong.to_owned()), "{told:?}");
    }
}

#[test]
fn an_address_may_say_what_is_asked_for_there() {
    let address = "[[address]]\naddress = \"a@desk.example\"\nservice = \"support\"\n";
    let asked = |line: &str| with_file(&format!("{address}{line}"));
    assert_eq!(asked("").unwrap().addresses[0].nature, Nature::Incident);
    let settings = asked("nature = \"question\"\n").unwrap();
    assert_eq!(settings.addresses[0].nature, Nature::Question);
    let wrongs = asked("nature = \"questions\"\n").unwrap_err();
    let told = wrongs[0].to_string();
    assert!(
        told.contains("toml:4: ") && told.contains("incident, question, assistance"),
        "{told}"
    );
}

#[test]
fn an_address_is_bound_to_an_organisation_by_its_name() {
    let address = "\n[[address]]\naddress = \"a@desk.example\"\nservice = \"support\"\n";
    assert_eq!(with_file(address).unwrap().bound, []);
    let settings = with_file(&format!("{address}organisation = \" Marlaix \"\n")).unwrap();
    assert_eq!(
        settings.addresses[0].organisation.as_deref(),
        Some("Marlaix")
    );
    let told = settings.bound[0]
        .unknown(&["Ostrel".to_owned()])
        .to_string();
    assert!(
        told.contains("toml:2: « organisation of the address a@desk.example »")
            && told.contains("there are Ostrel"),
        "{told}"
    );
    let wrongs = with_file(&format!("{address}organisation = \"\"\n")).unwrap_err();
    assert!(wrongs[0].to_string().contains("toml:5: "), "{wrongs:?}");
    let wrongs = with_file(&format!("{address}organization = \"a\"\n")).unwrap_err();
    assert!(
        wrongs[0]
            .to_string()
            .contains("did you mean « organisation »?"),
        "{wrongs:?}"
    );
}
