//! What a pupil and the family see.

use access::SeeDiary;
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PeriodId, PersonName, Sums, Weight};
use store::{ReadTx, on_backend};

use super::lessons::LessonRow;
use super::{day, lessons::to_lesson, resit, whole_cell};
use crate::error::{Error, Result};
use crate::model::{DiaryLesson, DiaryMark, MarkLabel, SubjectSums};
use crate::table::{lesson, mark, mark_sum, work_kind};
use registry::PeriodKind;
use registry::table::{journal, journal_pupil, person, subject};

/// The lessons of a pupil between two days, in order; at most two hundred.
pub fn diary_lessons(
    tx: &mut ReadTx<'_>,
    may: &SeeDiary,
    institution: InstitutionId,
    first: Day,
    last: Day,
) -> Result<Vec<DiaryLesson>> {
    type Names = (String, String, Option<String>);
    let rows: Vec<(LessonRow, String, Option<Names>, i16)> = on_backend!(tx, |c| {
        journal_pupil::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(journal_pupil::institution_id)
                    .and(journal::id.eq(journal_pupil::journal_id))),
            )
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .inner_join(
                lesson::table.on(lesson::institution_id
                    .eq(journal_pupil::institution_id)
                    .and(lesson::journal_id.eq(journal_pupil::journal_id))),
            )
            .left_join(person::table.on(lesson::teacher_id.eq(person::id.nullable())))
            .filter(journal_pupil::institution_id.eq(institution.0))
            .filter(journal_pupil::pupil_id.eq(may.child().0))
            .filter(journal_pupil::first_day.le(lesson::day))
            .filter(
                journal_pupil::last_day
                    .is_null()
                    .or(journal_pupil::last_day.assume_not_null().ge(lesson::day)),
            )
            .filter(lesson::day.between(first.number(), last.number()))
            .limit(200)
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
                subject::name,
                (person::family, person::given, person::patronymic).nullable(),
                lesson::tasks,
            ))
            .load(c)
    })?;
    let mut lessons = Vec::with_capacity(rows.len());
    for (row, subject, names, tasks) in rows {
        lessons.push(DiaryLesson {
            lesson: to_lesson(row)?,
            subject,
            tasks: tasks != 0,
            teacher: names.map(|(family, given, patronymic)| PersonName::stored(family, given, patronymic)),
        });
    }
    // Here and not in the statement: the database would copy every topic and homework into its sorter.
    lessons.sort_by(|a, b| {
        (a.lesson.day, a.lesson.number, &a.subject).cmp(&(b.lesson.day, b.lesson.number, &b.subject))
    });
    Ok(lessons)
}

/// A cell in the database: value, value before a re-sit, what counts then, attendance, last day due, comment.
type Stored = (Option<i16>, Option<i16>, Option<String>, Option<String>, Option<i32>, Option<String>);

/// The marks and absences of a pupil between two days, in order, as the family sees them; at most two thousand. What was
/// written a moment ago is not among them: until its pause is over, or the day set for its column has come, the cell says
/// what it said before.
pub fn diary_marks(
    tx: &mut ReadTx<'_>,
    may: &SeeDiary,
    institution: InstitutionId,
    (first, last): (Day, Day),
    now: Millis,
) -> Result<Vec<DiaryMark>> {
    type Place = (i64, i32, i32, i16, String, String);
    type Release = (i64, i64, i16, Option<String>);
    let rows: Vec<(Place, Release, Stored, Stored)> = on_backend!(tx, |c| {
        mark::table
            .inner_join(
                work_kind::table.on(work_kind::institution_id
                    .eq(mark::institution_id)
                    .and(work_kind::id.eq(mark::kind_id))),
            )
            .filter(mark::institution_id.eq(institution.0).and(mark::pupil_id.eq(may.child().0)))
            .filter(mark::day.between(first.number(), last.number()))
            .order((mark::day, mark::work_id))
            .limit(2000)
            .select((
                (mark::journal_id, mark::day, mark::number, mark::weight, work_kind::title, work_kind::short),
                (mark::visible_at, mark::changed_at, mark::staff_only, mark::label),
                (
                    mark::value,
                    mark::first_value,
                    mark::resit,
                    mark::attendance,
                    mark::due_until,
                    mark::comment,
                ),
                (
                    mark::shown_value,
                    mark::shown_first,
                    mark::shown_resit,
                    mark::shown_attendance,
                    mark::shown_due,
                    mark::shown_comment,
                ),
            ))
            .load(c)
    })?;
    let mut marks = Vec::with_capacity(rows.len());
    for (place, (visible_at, at, staff_only, label), current, shown) in rows {
        let (journal, on, number, weight, kind_title, kind_short) = place;
        let released = visible_at <= now.0;
        let (value, first, rule, attendance, due, comment) = if released { current } else { shown };
        let cell = whole_cell(value, attendance.as_deref(), first, due);
        if cell.is_empty() {
            continue;
        }
        marks.push(DiaryMark {
            journal: JournalId(journal),
            day: day(on)?,
            number,
            cell,
            kind_title,
            kind_short,
            weight: Weight::from_stored(weight),
            comment: comment.filter(|_| !released || staff_only == 0),
            due_until: due.and_then(|day| Day::from_number(day).ok()),
            resit: resit(rule.as_deref()),
            label: label.filter(|_| released).as_deref().and_then(MarkLabel::from_code),
            at: Millis(at),
        });
    }
    Ok(marks)
}

/// What the marks of a journal that the family sees add up to: sums, and lessons missed in the order of
/// [`crate::model::MISSED`]. The averages of the family's pages are made of it, so that they agree with the marks beside
/// them; the kept sums are ahead of both while a pause lasts.
#[must_use]
pub fn visible_sums(marks: &[DiaryMark], journal: JournalId) -> (Sums, [i32; 4]) {
    let mut missed = [0; 4];
    let mut sums = Sums::default();
    for mark in marks.iter().filter(|mark| mark.journal == journal) {
        sums = sums.with_cell(mark.cell, mark.weight, mark.resit);
        for (slot, code) in missed.iter_mut().zip(crate::model::MISSED) {
            *slot += i32::from(mark.cell.attendance == Some(code));
        }
    }
    (sums, missed)
}

/// The subjects of a pupil with the sums of every period of the year, by subject; a subject without marks has one row
/// with empty sums and no period.
pub fn subject_sums(
    tx: &mut ReadTx<'_>,
    may: &SeeDiary,
    institution: InstitutionId,
    year: kernel::YearId,
) -> Result<Vec<SubjectSums>> {
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let rows: Vec<((i64, String), String, Option<(i64, i64, i64, i32, i32, i32, i32, i32)>)> =
        on_backend!(tx, |c| {
            journal_pupil::table
                .inner_join(
                    journal::table.on(journal::institution_id
                        .eq(journal_pupil::institution_id)
                        .and(journal::id.eq(journal_pupil::journal_id))),
                )
                .inner_join(
                    subject::table.on(subject::institution_id
                        .eq(journal::institution_id)
                        .and(subject::id.eq(journal::subject_id))),
                )
                .left_join(
                    mark_sum::table.on(mark_sum::institution_id
                        .eq(journal_pupil::institution_id)
                        .and(mark_sum::pupil_id.eq(journal_pupil::pupil_id))
                        .and(mark_sum::journal_id.eq(journal_pupil::journal_id))),
                )
                .filter(
                    journal_pupil::institution_id
                        .eq(institution.0)
                        .and(journal_pupil::pupil_id.eq(may.child().0)),
                )
                .filter(journal::year_id.eq(year.0))
                .order((subject::name, journal_pupil::journal_id))
                .limit(500)
                .select((
                    (journal_pupil::journal_id, journal::period_kind),
                    subject::name,
                    (
                        mark_sum::period_id,
                        mark_sum::weighted,
                        mark_sum::weight,
                        mark_sum::count,
                        mark_sum::absent,
                        mark_sum::excused,
                        mark_sum::ill,
                        mark_sum::late,
                    )
                        .nullable(),
                ))
                .load(c)
        })?;
    rows.into_iter()
        .map(|((journal, kind), subject, sum)| {
            let period_kind = PeriodKind::from_code(&kind).ok_or(Error::Corrupt("journal.period_kind"))?;
            let (period, sums, missed) = match sum {
                Some((period, weighted, weight, count, absent, excused, ill, late)) => (
                    Some(PeriodId(period)),
                    Sums { weighted, weight, count: i64::from(count) },
                    [absent, excused, ill, late],
                ),
                None => (None, Sums::default(), [0; 4]),
            };
            Ok(SubjectSums { journal: JournalId(journal), subject, period_kind, period, sums, missed })
        })
        .collect()
}
