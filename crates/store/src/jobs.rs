//! Jobs: work for later that survives a restart. Leased, repeated with growing pauses, visible to the operator.
//!
//! A job is carried out at least once; its work must be harmless when repeated.

use diesel::prelude::*;
use kernel::Millis;

use crate::conn::Backend;
use crate::error::Error;
use crate::on_backend;
use crate::table::job;
use crate::tx::{ReadTx, WriteTx};

/// A job as the operator sees it.
#[derive(Debug, Clone, Queryable)]
pub struct Job {
    /// Ascending number.
    pub id: i64,
    /// What kind of work.
    pub kind: String,
    /// Jobs of a kind with the same key are one job.
    pub key: String,
    /// What the work needs to know, JSON or empty.
    pub payload: String,
    /// Not before, ms UTC.
    pub run_at: i64,
    /// How often it was begun.
    pub attempts: i32,
    /// Somebody works on it until, ms UTC.
    pub leased_until: i64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: i64,
    /// When it was done.
    pub done_at: Option<i64>,
}

/// How often a job is tried before it is left for the operator.
pub const ATTEMPTS: i32 = 12;

/// The pause after a failed attempt: 2 s, 4 s, 8 s … at most an hour.
#[must_use]
pub fn pause(attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 11)).unwrap_or(1);
    (1000_i64 << doublings).min(3_600_000)
}

/// Asks for work. The same kind and key that is not done yet stays one job.
pub fn enqueue(
    tx: &mut WriteTx<'_>,
    kind: &str,
    key: &str,
    payload: &str,
    run_at: Millis,
    now: Millis,
) -> Result<(), Error> {
    let row = (
        job::kind.eq(kind),
        job::key.eq(key),
        job::payload.eq(payload),
        job::run_at.eq(run_at.0),
        job::attempts.eq(0),
        job::leased_until.eq(0_i64),
        job::created_at.eq(now.0),
    );
    let open: Option<i64> = on_backend!(tx, |c| {
        job::table
            .filter(job::kind.eq(kind).and(job::key.eq(key)).and(job::done_at.is_null()))
            .select(job::id)
            .first(c)
            .optional()
    })?;
    if open.is_some() {
        return Ok(());
    }
    on_backend!(tx, |c| diesel::insert_into(job::table).values(row).execute(c)).map(drop)
}

/// Takes the next job that is due, for `lease` milliseconds. Whoever dies meanwhile lets the lease run out.
pub fn lease(tx: &mut WriteTx<'_>, now: Millis, lease: i64) -> Result<Option<Job>, Error> {
    let due = job::table
        .filter(job::done_at.is_null())
        .filter(job::run_at.le(now.0))
        .filter(job::leased_until.le(now.0))
        .filter(job::attempts.lt(ATTEMPTS))
        .order((job::run_at, job::id));
    let found: Option<Job> = match tx.backend() {
        Backend::Sqlite(c) => due.first(c).optional()?,
        Backend::Pg(c) => due.for_update().skip_locked().first(c).optional()?,
    };
    let Some(found) = found else { return Ok(None) };
    on_backend!(tx, |c| {
        diesel::update(job::table.find(found.id))
            .set((job::leased_until.eq(now.0 + lease), job::attempts.eq(found.attempts + 1)))
            .execute(c)
    })?;
    Ok(Some(Job { attempts: found.attempts + 1, leased_until: now.0 + lease, ..found }))
}

/// The work is done.
pub fn finish(tx: &mut WriteTx<'_>, id: i64, now: Millis) -> Result<(), Error> {
    on_backend!(tx, |c| {
        diesel::update(job::table.find(id))
            .set((job::done_at.eq(Some(now.0)), job::last_error.eq(None::<String>)))
            .execute(c)
    })
    .map(drop)
}

/// The attempt failed: try again after a pause.
pub fn fail(tx: &mut WriteTx<'_>, id: i64, attempts: i32, error: &str, now: Millis) -> Result<(), Error> {
    let short: String = error.chars().take(500).collect();
    on_backend!(tx, |c| {
        diesel::update(job::table.find(id))
            .set((
                job::leased_until.eq(0_i64),
                job::run_at.eq(now.0 + pause(attempts)),
                job::last_error.eq(Some(&short)),
            ))
            .execute(c)
    })
    .map(drop)
}

/// No further attempt: the job is over, and its last error stays to be seen.
pub fn give_up(tx: &mut WriteTx<'_>, id: i64, error: &str, now: Millis) -> Result<(), Error> {
    let short: String = error.chars().take(500).collect();
    on_backend!(tx, |c| {
        diesel::update(job::table.find(id))
            .set((job::done_at.eq(Some(now.0)), job::last_error.eq(Some(&short))))
            .execute(c)
    })
    .map(drop)
}

/// The newest jobs, open ones first.
pub fn list(tx: &mut ReadTx<'_>, limit: i64) -> Result<Vec<Job>, Error> {
    on_backend!(tx, |c| {
        job::table.order((job::done_at.is_not_null(), job::id.desc())).limit(limit).load(c)
    })
}

/// Forgets jobs that were done before this instant.
pub fn purge(tx: &mut WriteTx<'_>, before: Millis) -> Result<usize, Error> {
    on_backend!(tx, |c| diesel::delete(job::table.filter(job::done_at.lt(before.0))).execute(c))
}
