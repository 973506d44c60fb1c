//! Commands: telling, and having read.

use std::collections::HashSet;

use access::OwnNotices;
use diesel::prelude::*;
use kernel::{InstitutionId, Millis};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{Content, Told};
use crate::table::notice;

/// So many rows go into one statement: eight columns each stay below the databases' limit of values.
const CHUNK: usize = 500;
/// Notices are kept so long, ms: a year's life goes on, its notices do not.
const KEPT: i64 = 120 * 24 * 3_600_000;

/// Tells people what an event of the outbox means for them. Who was told of the same thing before gets one notice, unread
/// again; the same event carried out again changes nothing.
///
/// # Errors
/// The database failed.
pub fn tell(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    event: i64,
    told: &[Told],
    now: Millis,
) -> Result<()> {
    // One statement may not touch a row twice.
    let mut seen = HashSet::new();
    let told: Vec<&Told> = told
        .iter()
        .filter(|one| seen.insert((one.person, one.content.kind(), one.content.source())))
        .collect();
    for chunk in told.chunks(CHUNK) {
        let ids = tx.next_ids(Seq::School, chunk.len())?;
        let rows = chunk
            .iter()
            .zip(ids)
            .map(|(one, id)| {
                Ok((
                    notice::institution_id.eq(institution.0),
                    notice::person_id.eq(one.person.0),
                    notice::id.eq(id),
                    notice::kind.eq(one.content.kind()),
                    notice::source.eq(one.content.source()),
                    notice::payload.eq(one.content.to_json()?),
                    notice::event_id.eq(event),
                    notice::created_at.eq(now.0),
                ))
            })
            .collect::<Result<Vec<_>>>()?;
        on_backend!(tx, |c| {
            diesel::insert_into(notice::table).values(rows).on_conflict_do_nothing().execute(c)
        })?;
        // Rows that stood there already: those of an earlier event are news again.
        let people: Vec<i64> = chunk.iter().map(|one| one.person.0).collect();
        let sources: Vec<String> = chunk.iter().map(|one| one.content.source()).collect();
        let mut kinds: Vec<&str> = chunk.iter().map(|one| one.content.kind()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut said: Vec<&Content> = chunk.iter().map(|one| &one.content).collect();
        said.retain(|content| content.is_rewritten());
        said.dedup();
        for content in said {
            on_backend!(tx, |c| {
                diesel::update(
                    notice::table
                        .filter(notice::institution_id.eq(institution.0))
                        .filter(notice::person_id.eq_any(&people))
                        .filter(notice::kind.eq(content.kind()).and(notice::source.eq(content.source())))
                        .filter(notice::event_id.lt(event)),
                )
                .set(notice::payload.eq(content.to_json()?))
                .execute(c)
            })?;
        }
        on_backend!(tx, |c| {
            diesel::update(
                notice::table
                    .filter(notice::institution_id.eq(institution.0))
                    .filter(notice::person_id.eq_any(&people))
                    .filter(notice::kind.eq_any(&kinds).and(notice::source.eq_any(&sources)))
                    .filter(notice::event_id.lt(event)),
            )
            .set((notice::event_id.eq(event), notice::created_at.eq(now.0), notice::read_at.eq(None::<i64>)))
            .execute(c)
        })?;
    }
    Ok(())
}

/// Everything that was written up to that moment has been read.
///
/// # Errors
/// The database failed.
pub fn read_all(tx: &mut WriteTx<'_>, may: &OwnNotices, until: Millis, now: Millis) -> Result<usize> {
    Ok(on_backend!(tx, |c| {
        diesel::update(
            notice::table
                .filter(notice::person_id.eq(may.person().0).and(notice::read_at.is_null()))
                .filter(notice::created_at.le(until.0)),
        )
        .set(notice::read_at.eq(Some(now.0)))
        .execute(c)
    })?)
}

/// Removes what is too old for anybody; says how many there were.
///
/// # Errors
/// The database failed.
pub fn purge(tx: &mut WriteTx<'_>, now: Millis) -> Result<usize> {
    let old = now.plus(-KEPT).0;
    Ok(on_backend!(tx, |c| { diesel::delete(notice::table.filter(notice::created_at.lt(old))).execute(c) })?)
}
