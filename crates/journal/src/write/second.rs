//! «5/4»: the second mark goes to another column of the same lesson.

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Cell, Millis, PersonId, WorkId, WorkKindId};
use store::{WriteTx, on_backend};

use super::put::Target;
use super::works::another_work;
use crate::error::Result;
use crate::model::Change;
use crate::table::{mark, work};

/// The next column of the lesson in which nothing stands for the pupil, with the version of that cell; a new one when there
/// is none. None when the lesson has the most columns it may have.
pub(super) fn place(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    of: &Target,
    pupil: PersonId,
    now: Millis,
) -> Result<Option<(WorkId, i32)>> {
    type Row = (i64, Option<(Option<i16>, Option<String>, Option<i32>, i32)>);
    let journal = may.journal();
    let rows: Vec<Row> = on_backend!(tx, |c| {
        work::table
            .left_join(
                mark::table.on(mark::institution_id
                    .eq(work::institution_id)
                    .and(mark::pupil_id.eq(pupil.0))
                    .and(mark::day.eq(work::day))
                    .and(mark::work_id.eq(work::id))),
            )
            .filter(work::institution_id.eq(journal.institution.0).and(work::journal_id.eq(journal.id.0)))
            .filter(work::day.eq(of.day.number()).and(work::number.eq(of.number)))
            .filter(work::ordinal.gt(of.ordinal))
            .order(work::ordinal)
            .limit(20)
            .select((work::id, (mark::value, mark::attendance, mark::due_until, mark::version).nullable()))
            .load(c)
    })?;
    for (id, stands) in rows {
        match stands {
            None => return Ok(Some((WorkId(id), 0))),
            Some((None, None, None, version)) => return Ok(Some((WorkId(id), version))),
            Some(_) => {}
        }
    }
    let made = another_work(tx, may, of.day, of.number, WorkKindId(of.kind), now)?;
    Ok(made.map(|work| (work, 0)))
}

/// The change that writes it; its operation is named after the one it belongs to.
pub(super) fn change(of: &Change, work: WorkId, base: i32, cell: Cell) -> Change {
    Change { op: format!("{}/2", of.op), pupil: of.pupil, work, base, text: cell.to_string(), comment: None }
}
