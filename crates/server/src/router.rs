//! All addresses of the server.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kit::App;

use crate::{layers, rooms};

/// How long the database may take to say that it is there.
const READY: Duration = Duration::from_secs(2);

/// The whole server as one service.
pub fn router(app: App) -> Router {
    router_with(app, Router::new())
}

/// The same with pages more, inside all the layers of the rooms' pages (measurements).
pub fn router_with(app: App, extra: Router<App>) -> Router {
    let rooms = rooms::routes();
    let known: Arc<[&'static str]> = rooms.list().iter().map(|(_, path)| *path).collect();
    let absent = move |uri: Uri| async move { absent(&uri, &known) };
    let (pages, uploads) = rooms.into_parts();
    let pages = pages.merge(extra).fallback(absent);
    let mut routes = layers::around_rooms(pages, uploads, &app)
        .route("/assets/{name}", get(kit::assets::handler))
        .route("/sw.js", get(kit::assets::worker))
        .route("/offline/", get(offline))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready));
    if cfg!(debug_assertions) {
        routes = routes.route("/dev/gallery", get(gallery));
    }
    layers::around_all(routes, &app).with_state(app)
}

/// Everything nobody serves. An address of ours typed without its last slash leads to the one with it.
fn absent(uri: &Uri, known: &[&'static str]) -> Response {
    let path = format!("{}/", uri.path());
    if !known.iter().any(|pattern| fits(pattern, &path)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let query = uri.query().map(|q| format!("?{q}")).unwrap_or_default();
    Redirect::permanent(&format!("{path}{query}")).into_response()
}

/// Is the path one of the pattern's? `/journal/{id}/` takes `/journal/12/`.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            _ => return false,
        }
    }
}

/// What a browser without a network shows in place of a page it has not kept; it keeps this one.
async fn offline(headers: axum::http::HeaderMap) -> Response {
    let tr = kit::Tr::new(kit::cx::asked_locale(&headers));
    let page = kit::ErrorPage::new(tr, kit::Trouble::Offline);
    kit::cx::html(StatusCode::OK, kit::error_page(tr, &page))
}

/// The process is there.
async fn alive() -> &'static str {
    "ok"
}

/// The database is there.
async fn ready(State(app): State<App>) -> Response {
    match tokio::time::timeout(READY, app.db().ping()).await {
        Ok(Ok(())) => "ok".into_response(),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Err(_) => {
            tracing::warn!("not ready: the database does not answer");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Every component in every state, for those who change the look.
async fn gallery(headers: axum::http::HeaderMap) -> Response {
    let tr = kit::Tr::new(kit::cx::asked_locale(&headers));
    kit::cx::html(StatusCode::OK, kit::gallery::render(tr))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_pattern_takes_its_own_addresses_only() {
        assert!(fits("/journal/{id}/", "/journal/12/"));
        assert!(fits("/", "/"));
        for path in ["/journal/", "/journal//", "/journal/12/x/", "/diary/12/", "//journal/12/"] {
            assert!(!fits("/journal/{id}/", path), "{path}");
        }
    }
}
