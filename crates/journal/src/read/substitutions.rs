//! Absences, substitutions, the lessons of a school's day.

use access::ChangesTimetable;
use access::SeeSchool;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId};
use store::{ReadTx, on_backend};

use super::day;
use super::lessons::{LessonRow, to_lesson};
use crate::error::{Error, Result};
use crate::model::{Absence, AbsenceReason, DayLesson, Substitution, SubstitutionKind};
use crate::table::{absence, lesson, substitution};

/// The lessons of these journals of a school on a day, by number.
pub fn lessons_of_day(
    tx: &mut ReadTx<'_>,
    may: &SeeSchool,
    journals: &[JournalId],
    on: Day,
) -> Result<Vec<DayLesson>> {
    let mut found = Vec::new();
    for chunk in journals.chunks(500) {
        let ids: Vec<i64> = chunk.iter().map(|journal| journal.0).collect();
        let rows: Vec<(LessonRow, Option<i64>)> = on_backend!(tx, |c| {
            lesson::table
                .filter(lesson::institution_id.eq(may.institution().0).and(lesson::journal_id.eq_any(&ids)))
                .filter(lesson::day.eq(on.number()))
                .limit(5000)
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
            found.push(DayLesson { lesson: to_lesson(row)?, teacher: teacher.map(PersonId) });
        }
    }
    found.sort_by_key(|one| (one.lesson.number, one.lesson.journal));
    Ok(found)
}

type AbsenceRow = (i64, i64, i32, i32, String);

fn to_absence((id, person, first, last, reason): AbsenceRow) -> Result<Absence> {
    Ok(Absence {
        id,
        person: PersonId(person),
        first_day: day(first)?,
        last_day: day(last)?,
        reason: AbsenceReason::from_code(&reason).ok_or(Error::Corrupt("absence.reason"))?,
    })
}

/// Who is absent on a day, by the order in which it was told; at most five hundred.
pub fn absences_on(tx: &mut ReadTx<'_>, may: &SeeSchool, on: Day) -> Result<Vec<Absence>> {
    absences_between(tx, may.institution(), on, on)
}

/// Who is absent on some of these days; at most five hundred.
pub(crate) fn absences_between(
    tx: &mut ReadTx<'_>,
    school: InstitutionId,
    first: Day,
    last: Day,
) -> Result<Vec<Absence>> {
    let rows: Vec<AbsenceRow> = on_backend!(tx, |c| {
        absence::table
            .filter(absence::institution_id.eq(school.0))
            .filter(absence::last_day.ge(first.number()).and(absence::first_day.le(last.number())))
            .filter(absence::withdrawn_at.is_null())
            .order(absence::id)
            .limit(500)
            .select((absence::id, absence::person_id, absence::first_day, absence::last_day, absence::reason))
            .load(c)
    })?;
    rows.into_iter().map(to_absence).collect()
}

/// When one person is absent on some of these days; at most fifty.
pub(crate) fn absences_of(
    tx: &mut ReadTx<'_>,
    school: InstitutionId,
    person: PersonId,
    first: Day,
    last: Day,
) -> Result<Vec<Absence>> {
    let rows: Vec<AbsenceRow> = on_backend!(tx, |c| {
        absence::table
            .filter(absence::institution_id.eq(school.0).and(absence::person_id.eq(person.0)))
            .filter(absence::last_day.ge(first.number()).and(absence::first_day.le(last.number())))
            .filter(absence::withdrawn_at.is_null())
            .order(absence::first_day)
            .limit(50)
            .select((absence::id, absence::person_id, absence::first_day, absence::last_day, absence::reason))
            .load(c)
    })?;
    rows.into_iter().map(to_absence).collect()
}

type Row = (
    (i64, i32, i64, i32, String, i32),
    (Option<i64>, String, Option<i64>, String, String),
    (i64, i64, Option<i64>),
);

fn to_substitution(row: Row) -> Result<Substitution> {
    let ((id, on, journal, number, kind, planned_number), who, (at, by, undone)) = row;
    let (planned_teacher, planned_room, teacher, room, reason) = who;
    Ok(Substitution {
        id,
        day: day(on)?,
        journal: JournalId(journal),
        number,
        kind: SubstitutionKind::from_code(&kind).ok_or(Error::Corrupt("substitution.kind"))?,
        planned_number,
        planned_teacher: planned_teacher.map(PersonId),
        planned_room,
        teacher: teacher.map(PersonId),
        room,
        reason,
        created_at: Millis(at),
        created_by: PersonId(by),
        undone_at: undone.map(Millis),
    })
}

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        (
            (
                substitution::id,
                substitution::day,
                substitution::journal_id,
                substitution::number,
                substitution::kind,
                substitution::planned_number,
            ),
            (
                substitution::planned_teacher_id,
                substitution::planned_room,
                substitution::teacher_id,
                substitution::room,
                substitution::reason,
            ),
            (substitution::created_at, substitution::created_by, substitution::undone_at),
        )
    };
}

/// Every substitution between two days, undone ones too, by day and order; at most five thousand.
pub fn substitutions(
    tx: &mut ReadTx<'_>,
    may: &SeeSchool,
    first: Day,
    last: Day,
) -> Result<Vec<Substitution>> {
    between(tx, may.institution(), first, last)
}

pub(crate) fn between(
    tx: &mut ReadTx<'_>,
    school: InstitutionId,
    first: Day,
    last: Day,
) -> Result<Vec<Substitution>> {
    let rows: Vec<Row> = on_backend!(tx, |c| {
        substitution::table
            .filter(substitution::institution_id.eq(school.0))
            .filter(substitution::day.between(first.number(), last.number()))
            .order((substitution::day, substitution::id))
            .limit(5000)
            .select(columns!())
            .load(c)
    })?;
    rows.into_iter().map(to_substitution).collect()
}

/// Those that stand from a day on: the renewal of lessons leaves them alone.
pub(crate) fn standing_from(
    tx: &mut ReadTx<'_>,
    school: InstitutionId,
    from: Day,
) -> Result<Vec<Substitution>> {
    let last = from.plus(400);
    let mut list = between(tx, school, from, last)?;
    list.retain(|one| one.undone_at.is_none());
    Ok(list)
}

/// Is it known, and undone already?
pub(crate) fn is_undone(tx: &mut ReadTx<'_>, may: &impl ChangesTimetable, id: i64) -> Result<bool> {
    Ok(substitution_of(tx, may.institution(), id)?.is_some_and(|one| one.undone_at.is_some()))
}

/// One of them, if it stands.
pub(crate) fn standing(
    tx: &mut ReadTx<'_>,
    may: &impl ChangesTimetable,
    id: i64,
) -> Result<Option<Substitution>> {
    let row: Option<Row> = on_backend!(tx, |c| {
        substitution::table
            .find((may.institution().0, id))
            .filter(substitution::undone_at.is_null())
            .select(columns!())
            .first(c)
            .optional()
    })?;
    row.map(to_substitution).transpose()
}

/// One of them, also one that was undone. For the handlers of events.
pub(crate) fn substitution_of(
    tx: &mut ReadTx<'_>,
    school: InstitutionId,
    id: i64,
) -> Result<Option<Substitution>> {
    let row: Option<Row> = on_backend!(tx, |c| {
        substitution::table.find((school.0, id)).select(columns!()).first(c).optional()
    })?;
    row.map(to_substitution).transpose()
}

/// The one that stands for a lesson.
pub(crate) fn standing_for(
    tx: &mut ReadTx<'_>,
    may: &impl ChangesTimetable,
    journal: JournalId,
    on: Day,
    number: i32,
) -> Result<Option<Substitution>> {
    let row: Option<Row> = on_backend!(tx, |c| {
        substitution::table
            .filter(substitution::institution_id.eq(may.institution().0))
            .filter(substitution::day.eq(on.number()))
            .filter(substitution::journal_id.eq(journal.0).and(substitution::number.eq(number)))
            .filter(substitution::undone_at.is_null())
            .order(substitution::id.desc())
            .select(columns!())
            .first(c)
            .optional()
    })?;
    row.map(to_substitution).transpose()
}
