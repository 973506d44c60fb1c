//! The outbox: what must happen elsewhere after a write is written down in the same transaction and carried out later,
//! exactly once as far as the database is concerned, because the handler's own changes and the end of the event share
//! a transaction.

use diesel::prelude::*;
use kernel::{InstitutionId, Millis};

use crate::conn::{Backend, Kind};
use crate::error::Error;
use crate::on_backend;
use crate::table::outbox;
use crate::tx::WriteTx;

/// Something that happened, as the outbox keeps it.
#[derive(Debug, Clone, Queryable)]
pub struct Event {
    /// Ascending number.
    pub id: i64,
    /// Whose school life it belongs to.
    pub institution_id: i64,
    /// What happened, e.g. `mark.saved`.
    pub kind: String,
    /// The id of what it happened to.
    pub subject_id: i64,
    /// A few words of JSON, or empty.
    pub payload: String,
    /// When, ms UTC.
    pub created_at: i64,
}

/// Appends an event to the transaction that causes it.
pub fn append(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    kind: &'static str,
    subject: i64,
    payload: &str,
    at: Millis,
) -> Result<(), Error> {
    let row = (
        outbox::institution_id.eq(institution.0),
        outbox::kind.eq(kind),
        outbox::subject_id.eq(subject),
        outbox::payload.eq(payload),
        outbox::created_at.eq(at.0),
    );
    on_backend!(tx, |c| diesel::insert_into(outbox::table).values(row).execute(c)).map(drop)
}

/// Takes up to `limit` events, oldest first, and removes them: call it and carry them out in the same transaction.
pub fn take(tx: &mut WriteTx<'_>, limit: i64) -> Result<Vec<Event>, Error> {
    let events: Vec<Event> = match tx.backend() {
        Backend::Sqlite(c) => outbox::table.order(outbox::id).limit(limit).load(c)?,
        Backend::Pg(c) => outbox::table.order(outbox::id).limit(limit).for_update().skip_locked().load(c)?,
    };
    if let (Some(first), Some(last)) = (events.first(), events.last()) {
        let (first, last) = (first.id, last.id);
        if tx.kind() == Kind::Sqlite {
            on_backend!(tx, |c| diesel::delete(outbox::table.filter(outbox::id.between(first, last)))
                .execute(c))?;
        } else {
            let ids: Vec<i64> = events.iter().map(|event| event.id).collect();
            on_backend!(tx, |c| diesel::delete(outbox::table.filter(outbox::id.eq_any(&ids))).execute(c))?;
        }
    }
    Ok(events)
}

/// How many events wait.
pub fn waiting(tx: &mut crate::tx::ReadTx<'_>) -> Result<i64, Error> {
    on_backend!(tx, |c| outbox::table.count().get_result(c))
}

/// Does an event of one of these kinds wait for an institution?
pub fn waits_of(
    tx: &mut crate::tx::ReadTx<'_>,
    institution: InstitutionId,
    kinds: &[&str],
) -> Result<bool, Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let found: Option<i64> = on_backend!(tx, |c| {
        outbox::table
            .filter(outbox::institution_id.eq(institution.0).and(outbox::kind.eq_any(&kinds)))
            .select(outbox::id)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}
