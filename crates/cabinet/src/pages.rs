//! The pages, one file each.

mod children;
mod help;
mod language;
mod login;
mod logout;
mod me;
mod password;
mod resend;
mod sessions;
mod start;
mod system;

use std::sync::Arc;

use axum::Extension;
use kit::Routes;

use crate::attempts::Attempts;

pub use resend::answer as answer_kept;

/// Every address of this room.
#[must_use]
pub fn routes() -> Routes {
    let attempts = Arc::new(Attempts::default());
    Routes::new()
        .merge(start::routes())
        .merge(login::routes())
        .merge(logout::routes())
        .merge(language::routes())
        .merge(me::routes())
        .merge(sessions::routes())
        .merge(password::routes())
        .merge(children::routes())
        .merge(system::routes())
        .merge(help::routes())
        .around(|router| router.layer(Extension(attempts.clone())))
}
