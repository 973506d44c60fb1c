#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, dead_code, unused_imports, unused_macros, missing_docs)]
#[path = "../tests/story/site.rs"]
mod site;
#[tokio::main]
async fn main() {
    let site = site::Site::each().await.remove(0);
    let app = site.routes.clone().route("/assets/{name}", axum::routing::get(kit::assets::handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8791").await.unwrap();
    axum::serve(listener, app.into_make_service_with_connect_info::<std::net::SocketAddr>()).await.unwrap();
}
