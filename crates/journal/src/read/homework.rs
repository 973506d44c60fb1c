//! Homework: of a lesson, of a journal's day, of a pupil, and what a class has to do for a day.

use std::collections::BTreeMap;

use access::{SeeDiary, SeeJournal};
use diesel::prelude::*;
use kernel::{
    Day, FileId, HomeworkId, InstitutionId, JournalId, LessonId, Millis, PersonId, PersonName, SubgroupId,
};
use registry::table::{journal, journal_class, journal_pupil, person, subgroup_member, subject};
use store::{ReadTx, on_backend};

use super::day;
use crate::error::{Error, Result};
use crate::model::{Attached, Audience, DiaryHomework, Homework, HomeworkChange, Load};
use crate::table::{homework, homework_file, homework_history, homework_pupil, lesson, work, work_kind};

/// So many pieces of homework one lesson may show.
pub const MOST: i64 = 40;

pub(crate) type HomeworkRow =
    ((i64, i64, i64, i32, i32), String, String, i64, i32, i16, i16, i32, Option<i64>);

/// The columns of a [`HomeworkRow`].
macro_rules! columns {
    () => {
        (
            (homework::id, homework::journal_id, homework::lesson_id, homework::given_day, homework::due_day),
            homework::text,
            homework::audience,
            homework::subgroup_id,
            homework::minutes,
            homework::solution,
            homework::main,
            homework::version,
            homework::removed_at,
        )
    };
}
pub(crate) use columns;

pub(crate) fn to_homework(row: HomeworkRow) -> Result<Homework> {
    let (
        (id, journal, lesson, given, due),
        text,
        audience,
        subgroup,
        minutes,
        solution,
        main,
        version,
        removed,
    ) = row;
    Ok(Homework {
        id: HomeworkId(id),
        journal: JournalId(journal),
        lesson: LessonId(lesson),
        given: day(given)?,
        due: day(due)?,
        text,
        audience: match audience.as_str() {
            "all" => Audience::All,
            "subgroup" => Audience::Subgroup(SubgroupId(subgroup)),
            "chosen" => Audience::Chosen(Vec::new()),
            _ => return Err(Error::Corrupt("homework.audience")),
        },
        minutes,
        solution: solution != 0,
        main: main != 0,
        version,
        removed_at: removed.map(Millis),
        files: Vec::new(),
    })
}

/// Files and chosen pupils of these, one statement each and only where there may be any.
fn complete(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    mut list: Vec<Homework>,
) -> Result<Vec<Homework>> {
    let ids: Vec<i64> = list.iter().map(|one| one.id.0).collect();
    if ids.is_empty() {
        return Ok(list);
    }
    for (of, file) in files_of(tx, institution, &ids)? {
        if let Some(one) = list.iter_mut().find(|one| one.id == of) {
            one.files.push(file);
        }
    }
    if list.iter().any(|one| matches!(one.audience, Audience::Chosen(_))) {
        let rows: Vec<(i64, i64)> = on_backend!(tx, |c| {
            homework_pupil::table
                .filter(homework_pupil::institution_id.eq(institution.0))
                .filter(homework_pupil::homework_id.eq_any(&ids))
                .limit(10_000)
                .select((homework_pupil::homework_id, homework_pupil::pupil_id))
                .load(c)
        })?;
        for (of, pupil) in rows {
            if let Some(Audience::Chosen(pupils)) =
                list.iter_mut().find(|one| one.id.0 == of).map(|one| &mut one.audience)
            {
                pupils.push(PersonId(pupil));
            }
        }
    }
    Ok(list)
}

pub(crate) fn files_of(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    ids: &[i64],
) -> Result<Vec<(HomeworkId, Attached)>> {
    let rows: Vec<(i64, i64, String, String, i64)> = on_backend!(tx, |c| {
        homework_file::table
            .filter(homework_file::institution_id.eq(institution.0))
            .filter(homework_file::homework_id.eq_any(ids))
            .order((homework_file::homework_id, homework_file::file_id))
            .limit(1000)
            .select((
                homework_file::homework_id,
                homework_file::file_id,
                homework_file::name,
                homework_file::media_type,
                homework_file::bytes,
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(of, id, name, kind, bytes)| (HomeworkId(of), attached(id, name, kind, bytes)))
        .collect())
}

fn attached(file: i64, name: String, media_type: String, bytes: i64) -> Attached {
    Attached { file: FileId(file), name, media_type, bytes }
}

/// What was given at a lesson, also what was taken back, in the order of its giving.
pub fn homework_given(tx: &mut ReadTx<'_>, may: &SeeJournal, at: LessonId) -> Result<Vec<Homework>> {
    let institution = may.journal().institution;
    let rows: Vec<HomeworkRow> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(institution.0).and(homework::lesson_id.eq(at.0)))
            .order((homework::main.desc(), homework::id))
            .limit(MOST)
            .select(columns!())
            .load(c)
    })?;
    let mut list = rows.into_iter().map(to_homework).collect::<Result<Vec<_>>>()?;
    list.retain(|one| one.journal == may.journal().id);
    complete(tx, institution, list)
}

/// What is due at a journal's day.
pub fn homework_due(tx: &mut ReadTx<'_>, may: &SeeJournal, on: Day) -> Result<Vec<Homework>> {
    let (institution, id) = (may.journal().institution, may.journal().id);
    let rows: Vec<HomeworkRow> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(institution.0).and(homework::journal_id.eq(id.0)))
            .filter(homework::due_day.eq(on.number()).and(homework::removed_at.is_null()))
            .order(homework::id)
            .limit(MOST)
            .select(columns!())
            .load(c)
    })?;
    complete(tx, institution, rows.into_iter().map(to_homework).collect::<Result<_>>()?)
}

/// One piece of homework that was given at this lesson, also when it was taken back.
pub fn homework(tx: &mut ReadTx<'_>, may: &SeeJournal, at: LessonId, id: HomeworkId) -> Result<Homework> {
    let institution = may.journal().institution;
    let row: Option<HomeworkRow> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(institution.0).and(homework::id.eq(id.0)))
            .filter(homework::journal_id.eq(may.journal().id.0).and(homework::lesson_id.eq(at.0)))
            .select(columns!())
            .first(c)
            .optional()
    })?;
    let found = row.map(to_homework).transpose()?.ok_or(Error::NotFound("homework"))?;
    complete(tx, institution, vec![found])?.pop().ok_or(Error::NotFound("homework"))
}

/// How it came to be what it is, the newest first; at most a hundred.
pub fn homework_history(tx: &mut ReadTx<'_>, may: &SeeJournal, of: &Homework) -> Result<Vec<HomeworkChange>> {
    type Row = (i32, i32, String, i32, String, String, i16, i64, Option<(String, String, Option<String>)>);
    let institution = may.journal().institution;
    let rows: Vec<Row> = on_backend!(tx, |c| {
        homework_history::table
            .left_join(person::table.on(homework_history::changed_by.eq(person::id.nullable())))
            .filter(homework_history::institution_id.eq(institution.0))
            .filter(homework_history::homework_id.eq(of.id.0))
            .order(homework_history::version.desc())
            .limit(100)
            .select((
                homework_history::version,
                homework_history::due_day,
                homework_history::text,
                homework_history::minutes,
                homework_history::files,
                homework_history::audience,
                homework_history::removed,
                homework_history::changed_at,
                (person::family, person::given, person::patronymic).nullable(),
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(version, due, text, minutes, files, audience, removed, at, names)| {
            Ok(HomeworkChange {
                version,
                due: day(due)?,
                text,
                minutes,
                files: files.split_whitespace().count(),
                audience,
                removed: removed != 0,
                at: Millis(at),
                who: names.map(|(family, given, patronymic)| PersonName::stored(family, given, patronymic)),
            })
        })
        .collect()
}

type PupilRow = ((i64, i64, i32, i32), String, i32, i16, Option<(i64, String, String, i64)>);

/// The statement of a pupil's homework, for a week and for one piece: only what is for the pupil, with its files.
macro_rules! of_pupil {
    ($institution:expr, $pupil:expr) => {
        journal_pupil::table
            .inner_join(
                homework::table.on(homework::institution_id
                    .eq(journal_pupil::institution_id)
                    .and(homework::journal_id.eq(journal_pupil::journal_id))),
            )
            .left_join(
                homework_pupil::table.on(homework_pupil::institution_id
                    .eq(homework::institution_id)
                    .and(homework_pupil::homework_id.eq(homework::id))
                    .and(homework_pupil::pupil_id.eq(journal_pupil::pupil_id))),
            )
            .left_join(
                subgroup_member::table.on(subgroup_member::institution_id
                    .eq(homework::institution_id)
                    .and(subgroup_member::subgroup_id.eq(homework::subgroup_id))
                    .and(subgroup_member::pupil_id.eq(journal_pupil::pupil_id))),
            )
            .left_join(
                homework_file::table.on(homework_file::institution_id
                    .eq(homework::institution_id)
                    .and(homework_file::homework_id.eq(homework::id))),
            )
            .filter(journal_pupil::institution_id.eq($institution))
            .filter(journal_pupil::pupil_id.eq($pupil))
            .filter(journal_pupil::first_day.le(homework::due_day))
            .filter(
                journal_pupil::last_day
                    .is_null()
                    .or(journal_pupil::last_day.assume_not_null().ge(homework::given_day)),
            )
            .filter(homework::removed_at.is_null())
            .filter(
                homework::audience
                    .eq("all")
                    .or(homework_pupil::pupil_id.is_not_null())
                    .or(subgroup_member::pupil_id.is_not_null()),
            )
            .select((
                (homework::id, homework::journal_id, homework::given_day, homework::due_day),
                homework::text,
                homework::minutes,
                homework::solution,
                (
                    homework_file::file_id,
                    homework_file::name,
                    homework_file::media_type,
                    homework_file::bytes,
                )
                    .nullable(),
            ))
    };
}

fn gathered(institution: InstitutionId, rows: Vec<PupilRow>) -> Result<Vec<DiaryHomework>> {
    let mut list: BTreeMap<(i32, i64), DiaryHomework> = BTreeMap::new();
    for ((id, journal, given, due), text, minutes, solution, file) in rows {
        let one = match list.entry((due, id)) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => place.insert(DiaryHomework {
                institution,
                id: HomeworkId(id),
                journal: JournalId(journal),
                given: day(given)?,
                due: day(due)?,
                text,
                minutes,
                solution: solution != 0,
                files: Vec::new(),
            }),
        };
        // Who left a journal and came back has two rows of membership.
        if let Some((id, name, kind, bytes)) = file
            && !one.files.iter().any(|known| known.file.0 == id)
        {
            one.files.push(attached(id, name, kind, bytes));
        }
    }
    Ok(list.into_values().collect())
}

/// What a pupil has to do for the days between two, in the order of the days; at most a thousand.
pub fn diary_homework(
    tx: &mut ReadTx<'_>,
    may: &SeeDiary,
    institution: InstitutionId,
    first: Day,
    last: Day,
) -> Result<Vec<DiaryHomework>> {
    let rows: Vec<PupilRow> = on_backend!(tx, |c| {
        of_pupil!(institution.0, may.child().0)
            .filter(homework::due_day.between(first.number(), last.number()))
            .limit(1000)
            .load(c)
    })?;
    gathered(institution, rows)
}

/// One piece of homework of a pupil: not found when it is not for him, was taken back, or is elsewhere than the actor may see
/// the pupil.
pub fn homework_of_pupil(
    tx: &mut ReadTx<'_>,
    may: &SeeDiary,
    institution: InstitutionId,
    id: HomeworkId,
) -> Result<DiaryHomework> {
    let here = may.place().place.as_ref().is_some_and(|place| place.institution == institution);
    if !here && !may.is_of_family() {
        return Err(Error::NotFound("homework"));
    }
    let rows: Vec<PupilRow> = on_backend!(tx, |c| {
        of_pupil!(institution.0, may.child().0).filter(homework::id.eq(id.0)).limit(100).load(c)
    })?;
    gathered(institution, rows)?.pop().ok_or(Error::NotFound("homework"))
}

/// The days of a journal's lessons after a day, the nearest first; at most twelve.
pub fn coming_lessons(tx: &mut ReadTx<'_>, may: &SeeJournal, after: Day) -> Result<Vec<Day>> {
    let of = may.journal();
    let days: Vec<i32> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(of.institution.0).and(lesson::journal_id.eq(of.id.0)))
            .filter(lesson::day.gt(after.number()).and(lesson::status.ne("cancelled")))
            .order(lesson::day)
            .limit(12)
            .select(lesson::day)
            .load(c)
    })?;
    let mut days = days.into_iter().map(day).collect::<Result<Vec<_>>>()?;
    days.dedup();
    Ok(days)
}

/// What the classes of a journal have to do for the days between two, by day and subject: homework with its minutes, and works
/// that weigh more than an ordinary one. Two statements.
pub fn load_of_classes(tx: &mut ReadTx<'_>, may: &SeeJournal, first: Day, last: Day) -> Result<Vec<Load>> {
    let (of, at) = (may.journal().id.0, may.journal().institution.0);
    let classes: Vec<i64> = on_backend!(tx, |c| {
        journal_class::table
            .filter(journal_class::institution_id.eq(at).and(journal_class::journal_id.eq(of)))
            .select(journal_class::class_id)
            .limit(20)
            .load(c)
    })?;
    let rows: Vec<(i64, i32, i64, i32, String)> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                homework::table.on(homework::institution_id
                    .eq(journal_class::institution_id)
                    .and(homework::journal_id.eq(journal_class::journal_id))),
            )
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(homework::institution_id)
                    .and(journal::id.eq(homework::journal_id))),
            )
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .filter(journal_class::institution_id.eq(at).and(journal_class::class_id.eq_any(&classes)))
            .filter(homework::due_day.between(first.number(), last.number()))
            .filter(homework::removed_at.is_null().and(homework::audience.ne("chosen")))
            .limit(2000)
            .select((homework::journal_id, homework::due_day, homework::id, homework::minutes, subject::name))
            .load(c)
    })?;
    let tests: Vec<(i64, i32, String, String)> =
        on_backend!(tx, |c| {
            journal_class::table
                .inner_join(
                    work::table.on(work::institution_id
                        .eq(journal_class::institution_id)
                        .and(work::journal_id.eq(journal_class::journal_id))),
                )
                .inner_join(work_kind::table.on(
                    work_kind::institution_id.eq(work::institution_id).and(work_kind::id.eq(work::kind_id)),
                ))
                .inner_join(journal::table.on(
                    journal::institution_id.eq(work::institution_id).and(journal::id.eq(work::journal_id)),
                ))
                .inner_join(
                    subject::table.on(subject::institution_id
                        .eq(journal::institution_id)
                        .and(subject::id.eq(journal::subject_id))),
                )
                .filter(journal_class::institution_id.eq(at).and(journal_class::class_id.eq_any(&classes)))
                .filter(work::day.between(first.number(), last.number()))
                .filter(work::weight.gt(ORDINARY))
                .limit(500)
                .select((work::journal_id, work::day, work_kind::title, subject::name))
                .load(c)
        })?;
    let mut found: BTreeMap<(i32, String, i64), (Load, Vec<i64>)> = BTreeMap::new();
    let mut place = |on: i32, subject: String, journal: i64| -> Result<Day> {
        let known = day(on)?;
        found.entry((on, subject.clone(), journal)).or_insert_with(|| {
            (
                Load {
                    day: known,
                    journal: JournalId(journal),
                    subject,
                    minutes: 0,
                    count: 0,
                    tests: Vec::new(),
                },
                Vec::new(),
            )
        });
        Ok(known)
    };
    for (journal, on, _, _, subject) in &rows {
        place(*on, subject.clone(), *journal)?;
    }
    for (journal, on, _, subject) in &tests {
        place(*on, subject.clone(), *journal)?;
    }
    for (journal, on, id, minutes, subject) in rows {
        // A joint journal of two classes comes once for each of them.
        if let Some((load, seen)) = found.get_mut(&(on, subject, journal))
            && !seen.contains(&id)
        {
            seen.push(id);
            load.minutes += minutes;
            load.count += 1;
        }
    }
    for (journal, on, title, subject) in tests {
        if let Some((load, _)) = found.get_mut(&(on, subject, journal))
            && !load.tests.contains(&title)
        {
            load.tests.push(title);
        }
    }
    Ok(found.into_values().map(|(load, _)| load).collect())
}

/// The weight of an ordinary work, in tenths.
const ORDINARY: i16 = 10;
