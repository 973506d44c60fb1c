//! What the rooms offer, in one place: their routes, kinds of long work and handlers of events.

use axum::Extension;
use kernel::Millis;
use kit::Routes;
use school::tasks::Kind;
use store::WriteTx;
use store::outbox::Event;

use crate::outbox::HandlerError;
use crate::search;

/// The routes of every room, and the search over all of them.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(notices::routes())
        .merge(cabinet::routes())
        .merge(school::routes().around(|router| {
            router.layer(Extension(journal::merge::marks())).layer(Extension(journal::dated::lessons()))
        }))
        .merge(journal::routes())
        .merge(diary::routes())
        .get("/search/", search::search)
        .get("/files/{institution}/{file}/", kit::files::signed::show)
}

/// The kinds of long work of every room.
#[must_use]
pub fn tasks() -> Vec<Kind> {
    school::tasks::kinds()
}

/// Carries a batch of events out in every room that follows them; `again` for one that was set aside.
pub fn handle(tx: &mut WriteTx<'_>, events: &[Event], again: bool, now: Millis) -> Result<(), HandlerError> {
    for event in events {
        journal::events::handle(tx, event, now).map_err(HandlerError::of)?;
    }
    journal::seal::append::append(tx, events, again, now).map(drop).map_err(HandlerError::of)
}

/// Events of a batch that say the same become one: a file of bells or an import brings many that each ask for a whole year.
#[must_use]
pub fn coalesce(events: Vec<Event>) -> Vec<Event> {
    journal::events::coalesce(events)
}
