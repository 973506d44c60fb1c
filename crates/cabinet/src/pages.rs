//! The pages, one file each.

mod children;
mod language;
mod login;
mod logout;
mod me;
mod password;
mod sessions;
mod start;
mod system;

use std::sync::Arc;

use axum::{Extension, Router};
use kit::App;

use crate::attempts::Attempts;

/// Every address of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(start::routes())
        .merge(login::routes())
        .merge(logout::routes())
        .merge(language::routes())
        .merge(me::routes())
        .merge(sessions::routes())
        .merge(password::routes())
        .merge(children::routes())
        .merge(system::routes())
        .layer(Extension(Arc::new(Attempts::default())))
}
