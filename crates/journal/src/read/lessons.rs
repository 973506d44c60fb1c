//! Lessons of journals.

use access::SeeJournal;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, LessonId, PersonId};
use store::{ReadTx, on_backend};

use super::{day, minutes};
use crate::error::{Error, Result};
use crate::model::{Lesson, LessonStatus};
use crate::table::lesson;

pub(crate) type LessonRow = (i64, i64, i32, i32, i32, i32, String, String, String, String, i32);

pub(crate) fn to_lesson(row: LessonRow) -> Result<Lesson> {
    Ok(Lesson {
        id: LessonId(row.0),
        journal: JournalId(row.1),
        day: day(row.2)?,
        number: row.3,
        starts: minutes(row.4)?,
        ends: minutes(row.5)?,
        room: row.6,
        status: LessonStatus::from_code(&row.7),
        topic: row.8,
        homework: row.9,
        version: row.10,
    })
}

/// One lesson of a journal.
pub fn lesson(tx: &mut ReadTx<'_>, may: &SeeJournal, on: Day, number: i32) -> Result<Lesson> {
    let journal = may.journal();
    let row: Option<LessonRow> = on_backend!(tx, |c| {
        lesson::table
            .find((journal.institution.0, journal.id.0, on.number(), number))
            .select((
                lesson::id,
                lesson::journal_id,
                lesson::day,
                lesson::number,
                lesson::starts,
                lesson::ends,
                lesson::room,
                lesson::status,
                lesson::topic,
                lesson::homework,
                lesson::version,
            ))
            .first(c)
            .optional()
    })?;
    row.map(to_lesson).transpose()?.ok_or(Error::NotFound("lesson"))
}

/// The lessons of a journal between two days; at most five hundred.
pub fn lessons(tx: &mut ReadTx<'_>, may: &SeeJournal, first: Day, last: Day) -> Result<Vec<Lesson>> {
    let journal = may.journal();
    let rows: Vec<LessonRow> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(journal.institution.0).and(lesson::journal_id.eq(journal.id.0)))
            .filter(lesson::day.between(first.number(), last.number()))
            .order((lesson::day, lesson::number))
            .limit(500)
            .select((
                lesson::id,
                lesson::journal_id,
                lesson::day,
                lesson::number,
                lesson::starts,
                lesson::ends,
                lesson::room,
                lesson::status,
                lesson::topic,
                lesson::homework,
                lesson::version,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_lesson).collect()
}

/// The lessons of these journals on a day, by number; at most three hundred. For the list of somebody's own journals.
pub(crate) fn lessons_on(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journals: &[JournalId],
    on: Day,
) -> Result<Vec<Lesson>> {
    let journals: Vec<i64> = journals.iter().take(200).map(|j| j.0).collect();
    let rows: Vec<LessonRow> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(institution.0).and(lesson::journal_id.eq_any(&journals)))
            .filter(lesson::day.eq(on.number()))
            .order((lesson::number, lesson::journal_id))
            .limit(300)
            .select((
                lesson::id,
                lesson::journal_id,
                lesson::day,
                lesson::number,
                lesson::starts,
                lesson::ends,
                lesson::room,
                lesson::status,
                lesson::topic,
                lesson::homework,
                lesson::version,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_lesson).collect()
}

/// The lessons of these journals between two days; at most a thousand.
pub(crate) fn lessons_between(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journals: &[JournalId],
    first: Day,
    last: Day,
) -> Result<Vec<Lesson>> {
    let journals: Vec<i64> = journals.iter().take(500).map(|j| j.0).collect();
    let rows: Vec<LessonRow> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(institution.0).and(lesson::journal_id.eq_any(&journals)))
            .filter(lesson::day.between(first.number(), last.number()))
            .limit(1000)
            .select((
                lesson::id,
                lesson::journal_id,
                lesson::day,
                lesson::number,
                lesson::starts,
                lesson::ends,
                lesson::room,
                lesson::status,
                lesson::topic,
                lesson::homework,
                lesson::version,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_lesson).collect()
}

/// Every lesson of an institution from a day on, as the timetable's renewal compares it; at most two hundred thousand.
pub(crate) fn planned_from(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journals: &[JournalId],
    from: Day,
) -> Result<Vec<(Lesson, Option<PersonId>)>> {
    let mut found = Vec::new();
    for chunk in journals.chunks(200) {
        let ids: Vec<i64> = chunk.iter().map(|j| j.0).collect();
        let rows: Vec<(LessonRow, Option<i64>)> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(institution.0).and(lesson::journal_id.eq_any(&ids)))
                .filter(lesson::day.ge(from.number()))
                .limit(200_000)
                .select((
                    (
                        lesson::id,
                        lesson::journal_id,
                        lesson::day,
                        lesson::number,
                        lesson::starts,
                        lesson::ends,
                        lesson::room,
                        lesson::status,
                        lesson::topic,
                        lesson::homework,
                        lesson::version,
                    ),
                    lesson::teacher_id,
                ))
                .load(c)
        })?;
        for (row, teacher) in rows {
            found.push((to_lesson(row)?, teacher.map(PersonId)));
        }
    }
    Ok(found)
}
