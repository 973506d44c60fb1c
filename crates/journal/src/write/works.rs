//! Works: more columns for a lesson, another kind for a column.

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Attendance, Day, MarkValue, Millis, PeriodId, PersonId, Sums, Weight, WorkId, WorkKindId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::put::add_sums;
use crate::error::{Error, Result};
use crate::read;
use crate::seal::append::payload;
use crate::seal::chain::{self, Entry};
use crate::table::{lesson, mark, mark_history, work, work_kind};

/// So many works may one lesson have.
const MOST: i32 = 6;

fn kind_weight(tx: &mut WriteTx<'_>, may: &EditJournal, kind: WorkKindId) -> Result<i16> {
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
    let journal = may.journal();
    let there: Option<i64> = on_backend!(tx, |c| {
        lesson::table
            .find((journal.institution.0, journal.id.0, on.number(), number))
            .select(lesson::id)
            .first(c)
            .optional()
    })?;
    let there = there.ok_or(Error::NotFound("lesson"))?;
    if super::lock::is_closed(tx, journal, on, now)? {
        return Ok(None);
    }
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
    if ordinal == 0 {
        return Ok(Removal::First);
    }
    if super::lock::is_closed(tx, journal, read::day(on)?, now)? {
        return Ok(Removal::Closed);
    }
    // A cell that was emptied again keeps its row, as its history does.
    let written: Option<i64> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::day.eq(on).and(mark::work_id.eq(id.0)))
            .select(mark::pupil_id)
            .first(c)
            .optional()
    })?;
    if written.is_some() {
        return Ok(Removal::Written);
    }
    on_backend!(tx, |c| {
        diesel::delete(work::table.find((journal.institution.0, journal.id.0, on, number, ordinal)))
            .execute(c)
    })?;
    store::outbox::append(tx, journal.institution, "work.removed", id.0, "", now)?;
    Ok(Removal::Removed)
}

/// A cell of the column as the change of weight needs it.
type MarkRow = (i64, i64, Option<i16>, Option<String>, i16, Option<String>, i32);

/// Makes a column another kind of work with that kind's weight; its marks, their history and sums follow. False, and
/// nothing changes, when somebody made it another kind than `was` meanwhile, or the period is closed.
pub fn set_kind(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    id: WorkId,
    kind: WorkKindId,
    was: Option<WorkKindId>,
    now: Millis,
) -> Result<bool> {
    let journal = may.journal();
    let found: Option<(i32, i32, i32, i64, i64)> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq(id.0)))
            .filter(work::journal_id.eq(journal.id.0))
            .select((work::day, work::number, work::ordinal, work::kind_id, work::id))
            .first(c)
            .optional()
    })?;
    let (on, number, ordinal, old_kind, _) = found.ok_or(Error::NotFound("work"))?;
    if !may.covers(read::day(on)?, number) {
        return Err(Error::NotFound("work"));
    }
    if old_kind == kind.0 {
        return Ok(true);
    }
    if was.is_some_and(|was| was.0 != old_kind) || super::lock::is_closed(tx, journal, read::day(on)?, now)? {
        return Ok(false);
    }
    let weight = kind_weight(tx, may, kind)?;
    on_backend!(tx, |c| {
        diesel::update(work::table.find((journal.institution.0, journal.id.0, on, number, ordinal)))
            .set((work::kind_id.eq(kind.0), work::weight.eq(weight)))
            .execute(c)
    })?;
    let marks: Vec<MarkRow> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::day.eq(on).and(mark::work_id.eq(id.0)))
            .limit(5000)
            .select((
                mark::pupil_id,
                mark::period_id,
                mark::value,
                mark::attendance,
                mark::weight,
                mark::comment,
                mark::version,
            ))
            .load(c)
    })?;
    let mut entries = Vec::with_capacity(marks.len());
    for (pupil, period, value, attendance, old_weight, comment, version) in marks {
        let version = version.saturating_add(1);
        let attendance = attendance.as_deref().and_then(Attendance::from_code).map(Attendance::code);
        let row = chain::MarkRow {
            pupil,
            day: on,
            work: id.0,
            version,
            value,
            attendance: attendance.map(str::to_owned),
            weight,
            comment: comment.clone(),
            op: String::new(),
            origin: "column".to_owned(),
            at: now.0,
            by: may.actor().0,
        };
        entries.push(Entry { key: row.key(), digest: row.digest(journal.institution, journal.id) });
        on_backend!(tx, |c| {
            diesel::update(mark::table.find((journal.institution.0, pupil, on, id.0)))
                .set((
                    mark::kind_id.eq(kind.0),
                    mark::weight.eq(weight),
                    mark::version.eq(version),
                    mark::changed_at.eq(now.0),
                    mark::changed_by.eq(may.actor().0),
                ))
                .execute(c)
        })?;
        let history = (
            mark_history::institution_id.eq(journal.institution.0),
            mark_history::pupil_id.eq(pupil),
            mark_history::day.eq(on),
            mark_history::work_id.eq(id.0),
            mark_history::version.eq(version),
            mark_history::value.eq(value),
            mark_history::attendance.eq(attendance),
            mark_history::weight.eq(weight),
            mark_history::comment.eq(comment),
            mark_history::op.eq(""),
            mark_history::origin.eq("column"),
            mark_history::changed_at.eq(now.0),
            mark_history::changed_by.eq(may.actor().0),
        );
        on_backend!(tx, |c| diesel::insert_into(mark_history::table).values(history).execute(c))?;
        if let Some(value) = value.and_then(MarkValue::from_stored) {
            let with = |weight: i16| Sums::default().with(value, Weight::from_stored(weight));
            let delta = with(weight).minus(with(old_weight));
            add_sums(tx, may, PersonId(pupil), PeriodId(period), delta, [0; 4])?;
        }
    }
    let payload = payload(journal.id, id.0, &entries);
    store::outbox::append(tx, journal.institution, "work.changed", id.0, &payload, now)?;
    Ok(true)
}
