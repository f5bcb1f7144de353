//! Styles, scripts and drawings: part of the program, served under names that hold their hash.
//!
//! A name with a hash never changes its content, so browsers may keep it for a year; a new
//! version has a new name, and pages only ever link names made by [`asset`].

use std::{fmt::Write, sync::LazyLock};

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    web,
};
use rust_embed::Embed;

use super::{Policy, reading, resource, routing::READ};

#[derive(Debug, Embed)]
#[folder = "templates/assets"]
struct Embedded;

/// Where they are served.
const FOLDER: &str = "/assets/";

/// One file as it is served.
#[derive(Debug)]
struct Asset {
    /// The name in the folder: `app.css`.
    name: String,
    /// The address: `/assets/app.0123456789abcdef.css`.
    address: String,
    kind: &'static str,
    content: Vec<u8>,
}

static ASSETS: LazyLock<Vec<Asset>> =
    LazyLock::new(|| Embedded::iter().filter_map(|name| read(&name)).collect());

fn read(name: &str) -> Option<Asset> {
    let file = Embedded::get(name)?;
    let (stem, ending) = name.rsplit_once('.')?;
    let kind = match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    };
    let mut hash = String::with_capacity(16);
    for byte in file.metadata.sha256_hash().iter().take(8) {
        // Writing into a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    Some(Asset {
        name: name.to_owned(),
        address: format!("{FOLDER}{stem}.{hash}.{ending}"),
        kind,
        content: file.data.into_owned(),
    })
}

/// The address of an asset: `asset("app.css")` is `/assets/app.<hash>.css`.
///
/// A name that is not there gives an address that answers « not found »; a test prevents it.
///
/// ```
/// use guichet::edges::http::assets::asset;
///
/// assert!(asset("app.css").starts_with("/assets/app."));
/// ```
#[must_use]
pub fn asset(name: &str) -> &'static str {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.map_or(FOLDER, |asset| asset.address.as_str())
}

/// Adds the route of the assets.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/assets/{name}", READ).route(reading(Policy::Public).to(serve)));
}

async fn serve(name: web::Path<String>) -> HttpResponse {
    let asked = ASSETS
        .iter()
        .find(|asset| asset.address.strip_prefix(FOLDER) == Some(name.as_str()));
    let Some(asset) = asked else {
        return HttpResponse::NotFound().finish();
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, asset.kind))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(asset.content.as_slice())
}

#[cfg(test)]
mod tests {
    use actix_web::{App, http::StatusCode, test};

    use super::*;

    #[actix_web::test]
    async fn an_asset_is_served_under_its_hash_for_a_year_and_nothing_else_is() {
        let app = test::init_service(App::new().configure(routes)).await;
        for (name, kind) in [
            ("app.css", "text/css; charset=utf-8"),
            ("app.js", "text/javascript; charset=utf-8"),
            ("icons.svg", "image/svg+xml"),
            ("favicon.svg", "image/svg+xml"),
        ] {
            let address = asset(name);
            let answer =
                test::call_service(&app, test::TestRequest::get().uri(address).to_request()).await;
            assert_eq!(answer.status(), StatusCode::OK, "{address}");
            assert_eq!(answer.headers().get(CONTENT_TYPE).unwrap(), kind);
            assert!(
                answer
                    .headers()
                    .get(CACHE_CONTROL)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .contains("immutable")
            );
            assert!(!test::read_body(answer).await.is_empty());
        }
        for unknown in [
            "/assets/app.css",
            "/assets/app.0000000000000000.css",
            "/assets/..%2FCargo.toml",
            "/assets/%00",
        ] {
            let answer =
                test::call_service(&app, test::TestRequest::get().uri(unknown).to_request()).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{unknown}");
        }
    }
}
