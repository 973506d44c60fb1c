//! What has been written into a journal since an instant.

use access::SeeJournal;
use diesel::dsl::sum;
use diesel::prelude::*;
use kernel::{Day, Millis, PersonId, Sums, WorkId};
use store::{ReadTx, on_backend};

use super::ShortRow;
use crate::error::Result;
use crate::model::CellNow;
use crate::table::{mark, mark_sum};

/// A number that differs after every change of a cell: versions only grow. Read from the grid's index alone.
pub fn state(tx: &mut ReadTx<'_>, may: &SeeJournal) -> Result<i64> {
    let journal = may.journal();
    let total: Option<i64> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .select(sum(mark::version))
            .first(c)
    })?;
    Ok(total.unwrap_or_default())
}

/// Cells, and the sums of their pupils.
pub type Changed = (Vec<CellNow>, Vec<(PersonId, Sums)>);

type ChangedRow = (i64, i64, i64, ShortRow);

/// The cells of a day or later that were written at this instant or later, with the present sums of their pupils' latest
/// period; at most two thousand.
pub fn changed_since(tx: &mut ReadTx<'_>, may: &SeeJournal, from: Day, since: Millis) -> Result<Changed> {
    let journal = may.journal();
    let rows: Vec<ChangedRow> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::day.ge(from.number()).and(mark::changed_at.ge(since.0)))
            .order((mark::day.desc(), mark::work_id))
            .limit(2000)
            .select((
                mark::work_id,
                mark::pupil_id,
                mark::period_id,
                (
                    mark::value,
                    mark::attendance,
                    mark::version,
                    mark::comment,
                    mark::first_value,
                    mark::resit,
                    mark::due_until,
                    mark::staff_only,
                ),
            ))
            .load(c)
    })?;
    let Some(period) = rows.first().map(|row| row.2) else { return Ok((Vec::new(), Vec::new())) };
    let mut pupils: Vec<i64> = rows.iter().filter(|row| row.2 == period).map(|row| row.1).collect();
    pupils.sort_unstable();
    pupils.dedup();
    let kept: Vec<(i64, i64, i64, i32)> = on_backend!(tx, |c| {
        mark_sum::table
            .filter(
                mark_sum::institution_id.eq(journal.institution.0).and(mark_sum::pupil_id.eq_any(&pupils)),
            )
            .filter(mark_sum::period_id.eq(period).and(mark_sum::journal_id.eq(journal.id.0)))
            .limit(500)
            .select((mark_sum::pupil_id, mark_sum::weighted, mark_sum::weight, mark_sum::count))
            .load(c)
    })?;
    let sums = kept
        .into_iter()
        .map(|(pupil, weighted, weight, count)| {
            (PersonId(pupil), Sums { weighted, weight, count: i64::from(count) })
        })
        .collect();
    let cells = rows
        .into_iter()
        .map(|(work, pupil, _, short)| CellNow {
            pupil: PersonId(pupil),
            work: WorkId(work),
            state: super::grid::state_of(short),
        })
        .collect();
    Ok((cells, sums))
}
