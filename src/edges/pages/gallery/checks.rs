//! What every page of the gallery must hold to.

use std::{collections::BTreeSet, env, fs, path::Path};

use actix_web::{App, test as http};

use super::{HOSTILE, pages};
use crate::edges::{http::assets, words::Lang};

#[test]
fn what_people_type_never_becomes_markup() {
    for lang in Lang::ALL {
        for (name, page) in pages(lang, HOSTILE) {
            for broken in ["<script>alert", "\" onfocus", "</textarea><script"] {
                assert!(!page.contains(broken), "{name} in {}: {broken}", lang.tag());
            }
        }
    }
}

#[test]
fn pages_hold_to_their_policy_and_to_valid_references() {
    let icons = include_str!("../../../../templates/assets/icons.svg");
    for lang in Lang::ALL {
        for (name, page) in pages(lang, "Étiquettes & Cie") {
            assert!(page.starts_with("<!doctype html>"), "{name}");
            assert!(
                page.contains(&format!("<html lang=\"{}\">", lang.tag())),
                "{name}"
            );
            for forbidden in [" style=", "javascript:", " onclick=", "<style", "<script>"] {
                assert!(!page.contains(forbidden), "{name}: {forbidden}");
            }
            let ids: Vec<&str> = values(&page, " id=\"");
            let distinct: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(
                ids.len(),
                distinct.len(),
                "{name}: an id is there twice in {ids:?}"
            );
            for attribute in [" for=\"", " aria-labelledby=\"", " aria-describedby=\""] {
                for id in values(&page, attribute)
                    .iter()
                    .flat_map(|value| value.split(' '))
                {
                    assert!(distinct.contains(id), "{name}:{attribute}{id}");
                }
            }
            for icon in values(&page, "#i-") {
                assert!(
                    icons.contains(&format!("id=\"i-{icon}\"")),
                    "{name}: no icon {icon}"
                );
            }
            assert_eq!(page.matches("<h1").count(), 1, "{name}");
            assert_eq!(page.matches("<main").count(), 1, "{name}");
            balanced(name, &page);
        }
    }
}

#[actix_web::test]
async fn every_file_that_a_page_links_is_there() {
    let app = http::init_service(App::new().configure(assets::routes)).await;
    let linked: BTreeSet<String> = pages(Lang::Fr, "a")
        .iter()
        .flat_map(|(_, page)| {
            values(page, "\"/assets/")
                .into_iter()
                .map(ToOwned::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(linked.len() >= 4, "{linked:?}");
    for name in linked {
        let address = format!("/assets/{}", name.split('#').next().unwrap());
        let answer =
            http::call_service(&app, http::TestRequest::get().uri(&address).to_request()).await;
        assert!(answer.status().is_success(), "{address}");
    }
}

#[test]
fn the_pages_can_be_looked_at() {
    let Some(folder) = env::var_os("GUICHET_GALLERY") else {
        return;
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets")).unwrap();
    for name in ["app.css", "app.js", "icons.svg", "favicon.svg"] {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("templates/assets")
            .join(name);
        fs::copy(
            source,
            folder.join(assets::asset(name).trim_start_matches('/')),
        )
        .unwrap();
    }
    for lang in Lang::ALL {
        for (name, page) in pages(lang, "Les étiquettes de transport ne s’impriment plus") {
            fs::write(folder.join(format!("{name}.{}.html", lang.tag())), page).unwrap();
        }
    }
}

fn values<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// Every element that is opened is closed, in its order.
fn balanced(name: &str, page: &str) {
    const ALONE: [&str; 6] = ["!doctype", "meta", "link", "input", "br", "hr"];
    let mut open: Vec<&str> = Vec::new();
    for tag in page
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
    {
        let element = tag.split([' ', '\n']).next().unwrap();
        if let Some(closed) = element.strip_prefix('/') {
            assert_eq!(
                open.pop(),
                Some(closed),
                "{name}: </{closed}> closes another element"
            );
        } else if !tag.ends_with('/') && !ALONE.contains(&element) {
            open.push(element);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
}
