//! Works: more columns for a lesson, and one fewer.

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Day, Millis, WorkId, WorkKindId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::read;
use crate::table::{lesson, mark, work, work_kind};

/// So many works may one lesson have.
pub(super) const MOST: i32 = 6;

pub(super) fn kind_weight(tx: &mut WriteTx<'_>, may: &EditJournal, kind: WorkKindId) -> Result<i16> {
    let weight: Option<i16> = on_backend!(tx, |c| {
        work_kind::table
            .find((may.journal().institution.0, kind.0))
            .select(work_kind::weight)
            .first(c)
            .optional()
    })?;
    weight.ok_or(Error::NotFound("work kind"))
}

/// Adds a work to a lesson. None when the lesson has the most it may have, or the period is closed.
pub fn add_work(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    on: Day,
    number: i32,
    kind: WorkKindId,
    now: Millis,
) -> Result<Option<WorkId>> {
    if !may.covers(on, number) {
        return Err(Error::NotFound("lesson"));
    }
    if super::lock::is_closed(tx, may.journal(), on, now)? {
        return Ok(None);
    }
    another_work(tx, may, on, number, kind, now)
}

/// The same for who has asked already whether the period is open.
pub(super) fn another_work(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    on: Day,
    number: i32,
    kind: WorkKindId,
    now: Millis,
) -> Result<Option<WorkId>> {
    let journal = may.journal();
    let there: Option<i64> = on_backend!(tx, |c| {
        lesson::table
            .find((journal.institution.0, journal.id.0, on.number(), number))
            .select(lesson::id)
            .first(c)
            .optional()
    })?;
    let there = there.ok_or(Error::NotFound("lesson"))?;
    let weight = kind_weight(tx, may, kind)?;
    let taken: Vec<i32> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(journal.institution.0).and(work::journal_id.eq(journal.id.0)))
            .filter(work::day.eq(on.number()).and(work::number.eq(number)))
            .select(work::ordinal)
            .limit(i64::from(MOST))
            .load(c)
    })?;
    // A column that was removed left its place free.
    let Some(ordinal) = (0..MOST).find(|ordinal| !taken.contains(ordinal)) else { return Ok(None) };
    let id = tx.next_id(Seq::Work)?;
    let row = (
        work::institution_id.eq(journal.institution.0),
        work::journal_id.eq(journal.id.0),
        work::day.eq(on.number()),
        work::number.eq(number),
        work::ordinal.eq(ordinal),
        work::id.eq(id),
        work::kind_id.eq(kind.0),
        work::weight.eq(weight),
    );
    on_backend!(tx, |c| diesel::insert_into(work::table).values(row).execute(c))?;
    store::outbox::append(tx, journal.institution, "work.added", there, "", now)?;
    Ok(Some(WorkId(id)))
}

/// What became of the wish to remove a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It is gone; also when it was gone before.
    Removed,
    /// Something was written in it at some time: it stays, with its history.
    Written,
    /// It is the lesson's first column, which holds attendance.
    First,
    /// The period is closed.
    Closed,
}

/// Removes a column that was added to a lesson by mistake: only one in which nothing was ever written.
pub fn remove_work(tx: &mut WriteTx<'_>, may: &EditJournal, id: WorkId, now: Millis) -> Result<Removal> {
    let journal = may.journal();
    let found: Option<(i32, i32, i32)> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq(id.0)))
            .filter(work::journal_id.eq(journal.id.0))
            .select((work::day, work::number, work::ordinal))
            .first(c)
            .optional()
    })?;
    let Some((on, number, ordinal)) = found else { return Ok(Removal::Removed) };
    // A substitute has one lesson, and its columns alone.
    if !may.covers(read::day(on)?, number) {
        return Err(Error::NotFound("work"));
    }
    if ordinal == 0 {
        return Ok(Removal::First);
    }
    if super::lock::is_closed(tx, journal, read::day(on)?, now)? {
        return Ok(Removal::Closed);
    }
    if is_written(tx, may, read::day(on)?, id)? {
        return Ok(Removal::Written);
    }
    on_backend!(tx, |c| {
        diesel::delete(work::table.find((journal.institution.0, journal.id.0, on, number, ordinal)))
            .execute(c)
    })?;
    store::outbox::append(tx, journal.institution, "work.removed", id.0, "", now)?;
    Ok(Removal::Removed)
}

/// Was anything ever written in a column? A cell that was emptied again keeps its row, as its history does.
pub(super) fn is_written(tx: &mut WriteTx<'_>, may: &EditJournal, on: Day, id: WorkId) -> Result<bool> {
    let journal = may.journal();
    let written: Option<i64> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::day.eq(on.number()).and(mark::work_id.eq(id.0)))
            .select(mark::pupil_id)
            .first(c)
            .optional()
    })?;
    Ok(written.is_some())
}
