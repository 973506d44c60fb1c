//! What the journal does when two rows of one person become one: the marks change their pupil. History goes along, because
//! it is the history of these marks; nothing of it is changed but whose it is.

use std::sync::Arc;

use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, Millis, PersonId};
use school::people::marks::{Marks, PupilMarks};
use store::{ReadTx, WriteTx, on_backend};

use crate::table::{journal_remark, mark, mark_history, mark_sum};

/// So many values go into one statement.
const CHUNK: usize = 500;

struct Journal;

/// For the routes of the school room.
#[must_use]
pub fn marks() -> Marks {
    Arc::new(Journal)
}

fn keys(journals: &[JournalId]) -> Vec<i64> {
    journals.iter().map(|journal| journal.0).collect()
}

impl PupilMarks for Journal {
    fn journals_with_marks(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        pupil: PersonId,
    ) -> Result<Vec<JournalId>, store::Error> {
        let rows: Vec<i64> = on_backend!(tx, |c| {
            mark::table
                .filter(mark::institution_id.eq(at.0).and(mark::pupil_id.eq(pupil.0)))
                .select(mark::journal_id)
                .distinct()
                .order(mark::journal_id)
                .limit(1000)
                .load(c)
        })?;
        Ok(rows.into_iter().map(JournalId).collect())
    }

    fn move_marks(
        &self,
        tx: &mut WriteTx<'_>,
        at: InstitutionId,
        from: PersonId,
        to: PersonId,
        journals: &[JournalId],
    ) -> Result<(), store::Error> {
        let journals = keys(journals);
        let works: Vec<i64> = on_backend!(tx, |c| {
            mark::table
                .filter(mark::institution_id.eq(at.0).and(mark::pupil_id.eq(from.0)))
                .filter(mark::journal_id.eq_any(&journals))
                .select(mark::work_id)
                .limit(100_000)
                .load(c)
        })?;
        for chunk in works.chunks(CHUNK) {
            on_backend!(tx, |c| {
                diesel::update(
                    mark_history::table
                        .filter(mark_history::institution_id.eq(at.0))
                        .filter(mark_history::pupil_id.eq(from.0))
                        .filter(mark_history::work_id.eq_any(chunk)),
                )
                .set(mark_history::pupil_id.eq(to.0))
                .execute(c)
            })?;
        }
        on_backend!(tx, |c| {
            diesel::update(
                mark::table
                    .filter(mark::institution_id.eq(at.0).and(mark::pupil_id.eq(from.0)))
                    .filter(mark::journal_id.eq_any(&journals)),
            )
            .set(mark::pupil_id.eq(to.0))
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::update(
                journal_remark::table
                    .filter(journal_remark::institution_id.eq(at.0))
                    .filter(journal_remark::journal_id.eq_any(&journals))
                    .filter(journal_remark::pupil_id.eq(from.0)),
            )
            .set(journal_remark::pupil_id.eq(to.0))
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::update(
                mark_sum::table
                    .filter(mark_sum::institution_id.eq(at.0).and(mark_sum::pupil_id.eq(from.0)))
                    .filter(mark_sum::journal_id.eq_any(&journals)),
            )
            .set(mark_sum::pupil_id.eq(to.0))
            .execute(c)
        })?;
        Ok(())
    }

    fn marked_since(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        pupil: PersonId,
        journals: &[JournalId],
        since: Millis,
    ) -> Result<bool, store::Error> {
        let journals = keys(journals);
        let found: Option<i64> = on_backend!(tx, |c| {
            mark::table
                .filter(mark::institution_id.eq(at.0).and(mark::pupil_id.eq(pupil.0)))
                .filter(mark::journal_id.eq_any(&journals).and(mark::changed_at.gt(since.0)))
                .select(mark::work_id)
                .first(c)
                .optional()
        })?;
        Ok(found.is_some())
    }
}
