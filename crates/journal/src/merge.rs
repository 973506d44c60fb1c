//! What the journal does when two rows of one person become one: the marks change their pupil, lessons, absences and
//! substitutions their teacher. The history of marks goes along, because it is the history of these marks; nothing of it is
//! changed but whose it is. That is the one update of an otherwise append-only table; what was moved stands in the record
//! of the merge, and the undo moves it back.

use std::collections::BTreeSet;
use std::sync::Arc;

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId};
use school::people::marks::{JournalOfPeople, Marks};
use store::{ReadTx, WriteTx, on_backend};

use crate::table::{
    absence, journal_remark, late_save, lesson, mark, mark_history, mark_sum, period_mark,
    period_mark_history, substitution,
};

/// So many values go into one statement.
const CHUNK: usize = 500;

/// The kinds of what names a teacher, as the record of a merge keeps them.
const LESSON: &str = "lesson";
const ABSENCE: &str = "absence";
/// A substitution of his lesson.
const PLANNED: &str = "planned";
/// A substitution that he takes.
const TAKEN: &str = "taken";

struct Journal;

/// For the routes of the school room.
#[must_use]
pub fn marks() -> Marks {
    Arc::new(Journal)
}

fn keys(journals: &[JournalId]) -> Vec<i64> {
    journals.iter().map(|journal| journal.0).collect()
}

impl JournalOfPeople for Journal {
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
        let finals: Vec<i64> = on_backend!(tx, |c| {
            period_mark::table
                .filter(period_mark::institution_id.eq(at.0).and(period_mark::pupil_id.eq(pupil.0)))
                .select(period_mark::journal_id)
                .distinct()
                .limit(1000)
                .load(c)
        })?;
        let all: BTreeSet<i64> = rows.into_iter().chain(finals).collect();
        Ok(all.into_iter().map(JournalId).collect())
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
        // The chain of hashes keeps the number that stood there.
        on_backend!(tx, |c| {
            diesel::update(
                period_mark_history::table
                    .filter(
                        period_mark_history::institution_id
                            .eq(at.0)
                            .and(period_mark_history::pupil_id.eq(from.0)),
                    )
                    .filter(period_mark_history::journal_id.eq_any(&journals)),
            )
            .set(period_mark_history::pupil_id.eq(to.0))
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::update(
                period_mark::table
                    .filter(period_mark::institution_id.eq(at.0).and(period_mark::pupil_id.eq(from.0)))
                    .filter(period_mark::journal_id.eq_any(&journals)),
            )
            .set(period_mark::pupil_id.eq(to.0))
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::update(
                late_save::table
                    .filter(late_save::institution_id.eq(at.0).and(late_save::pupil_id.eq(from.0)))
                    .filter(late_save::journal_id.eq_any(&journals)),
            )
            .set(late_save::pupil_id.eq(to.0))
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
        if found.is_some() {
            return Ok(true);
        }
        let found: Option<i64> = on_backend!(tx, |c| {
            period_mark::table
                .filter(period_mark::institution_id.eq(at.0).and(period_mark::pupil_id.eq(pupil.0)))
                .filter(period_mark::journal_id.eq_any(&journals).and(period_mark::changed_at.gt(since.0)))
                .select(period_mark::period_id)
                .first(c)
                .optional()
        })?;
        Ok(found.is_some())
    }

    fn teaching_of(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        teacher: PersonId,
    ) -> Result<Vec<(String, Vec<i64>)>, store::Error> {
        let lessons: Vec<i64> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(at.0).and(lesson::teacher_id.eq(teacher.0)))
                .select(lesson::id)
                .limit(100_000)
                .load(c)
        })?;
        let absences: Vec<i64> = on_backend!(tx, |c| {
            absence::table
                .filter(absence::institution_id.eq(at.0).and(absence::person_id.eq(teacher.0)))
                .select(absence::id)
                .limit(10_000)
                .load(c)
        })?;
        let planned: Vec<i64> = on_backend!(tx, |c| {
            substitution::table
                .filter(substitution::institution_id.eq(at.0))
                .filter(substitution::planned_teacher_id.eq(teacher.0))
                .select(substitution::id)
                .limit(100_000)
                .load(c)
        })?;
        let taken: Vec<i64> = on_backend!(tx, |c| {
            substitution::table
                .filter(substitution::institution_id.eq(at.0).and(substitution::teacher_id.eq(teacher.0)))
                .select(substitution::id)
                .limit(100_000)
                .load(c)
        })?;
        let all = [(LESSON, lessons), (ABSENCE, absences), (PLANNED, planned), (TAKEN, taken)];
        Ok(all
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(what, ids)| (what.to_owned(), ids))
            .collect())
    }

    fn move_teaching(
        &self,
        tx: &mut WriteTx<'_>,
        at: InstitutionId,
        from: PersonId,
        to: PersonId,
        what: &[(String, Vec<i64>)],
    ) -> Result<(), store::Error> {
        macro_rules! hand_over {
            ($table:ident, $column:ident, $ids:expr) => {
                for chunk in $ids.chunks(CHUNK) {
                    on_backend!(tx, |c| {
                        diesel::update(
                            $table::table
                                .filter($table::institution_id.eq(at.0).and($table::$column.eq(from.0)))
                                .filter($table::id.eq_any(chunk)),
                        )
                        .set($table::$column.eq(to.0))
                        .execute(c)
                    })?;
                }
            };
        }
        for (kind, ids) in what {
            match kind.as_str() {
                LESSON => hand_over!(lesson, teacher_id, ids),
                ABSENCE => hand_over!(absence, person_id, ids),
                PLANNED => hand_over!(substitution, planned_teacher_id, ids),
                TAKEN => hand_over!(substitution, teacher_id, ids),
                _ => {}
            }
        }
        Ok(())
    }

    fn lessons_after(
        &self,
        tx: &mut ReadTx<'_>,
        at: InstitutionId,
        teacher: PersonId,
        after: Day,
    ) -> Result<Vec<(Day, usize)>, store::Error> {
        let rows: Vec<(i32, i64)> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(at.0).and(lesson::teacher_id.eq(teacher.0)))
                .filter(lesson::day.gt(after.number()).and(lesson::status.ne("cancelled")))
                .group_by(lesson::day)
                .order(lesson::day)
                .limit(100)
                .select((lesson::day, diesel::dsl::count_star()))
                .load(c)
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|(day, count)| Some((Day::from_number(day).ok()?, usize::try_from(count).ok()?)))
            .collect())
    }
}
