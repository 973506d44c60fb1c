//! All addresses of the server.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kit::App;

use crate::{draw, layers, rooms};

/// How long the database may take to say that it is there.
const READY: Duration = Duration::from_secs(2);

/// The whole server as one service.
pub fn router(app: App) -> Router {
    router_with(app, Router::new())
}

/// The same with pages more, inside all the layers of the rooms' pages (measurements).
pub fn router_with(app: App, extra: Router<App>) -> Router {
    let pages = rooms::routes().into_router().merge(extra).fallback(absent);
    let mut routes = layers::around_rooms(pages, &app)
        .route("/assets/{name}", get(kit::assets::handler))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready));
    if cfg!(debug_assertions) {
        routes = routes.route("/dev/gallery", get(gallery));
    }
    layers::around_all(routes, &app).with_state(app)
}

/// Everything nobody serves.
async fn absent(uri: Uri) -> Response {
    draw::with_slash(&uri).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
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
