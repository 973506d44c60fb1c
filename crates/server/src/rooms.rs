//! What the rooms offer, in one place: their routes and their handlers of events.

use axum::Extension;
use kernel::Millis;
use kit::Routes;
use store::WriteTx;
use store::outbox::Event;

use crate::outbox::HandlerError;
use crate::search;

/// The routes of every room, and the search over all of them.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(cabinet::routes())
        .merge(school::routes().around(|router| router.layer(Extension(journal::merge::marks()))))
        .merge(journal::routes())
        .merge(diary::routes())
        .get("/search/", search::search)
}

/// Carries an event out in every room that follows it.
pub fn handle(tx: &mut WriteTx<'_>, event: &Event, now: Millis) -> Result<(), HandlerError> {
    journal::events::handle(tx, event, now).map_err(HandlerError::of)
}
