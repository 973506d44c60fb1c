//! What the rooms offer, in one place: their routes and their handlers of events.

use axum::Router;
use kernel::Millis;
use kit::App;
use store::WriteTx;
use store::outbox::Event;

use crate::outbox::HandlerError;

/// The routes of every room.
pub fn routes() -> Router<App> {
    Router::new().merge(cabinet::routes()).merge(journal::routes())
}

/// Carries an event out in every room that follows it.
pub fn handle(tx: &mut WriteTx<'_>, event: &Event, now: Millis) -> Result<(), HandlerError> {
    journal::events::handle(tx, event, now).map_err(HandlerError::of)
}
