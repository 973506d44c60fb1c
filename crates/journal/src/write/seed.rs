//! Writing many marks at once, for made-up schools (demo, benchmarks): rows, history, sums and chain in batches, no events.

use std::collections::BTreeMap;

use diesel::prelude::*;
use kernel::{
    Attendance, Cell, Day, InstitutionId, JournalId, MarkValue, Millis, PeriodId, PersonId, SubjectId, Sums,
    Weight, WorkId, WorkKindId,
};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::seal::chain::{Entry, MarkRow};
use crate::table::{homework, homework_file, lesson, mark, mark_history, mark_sum, work, work_kind};

/// A work with all that a mark copies from it.
#[derive(Debug, Clone)]
pub struct SeedWork {
    /// Work.
    pub work: WorkId,
    /// Day of the lesson.
    pub day: Day,
    /// Number of the lesson.
    pub number: i32,
    /// Kind.
    pub kind: WorkKindId,
    /// Weight.
    pub weight: Weight,
}

/// A made-up mark.
#[derive(Debug, Clone)]
pub struct SeedMark {
    /// Whose.
    pub pupil: PersonId,
    /// For what.
    pub work: SeedWork,
    /// Its period.
    pub period: PeriodId,
    /// Mark and attendance.
    pub cell: Cell,
    /// Comment.
    pub comment: Option<String>,
    /// When it was put.
    pub at: Millis,
    /// Who put it.
    pub by: PersonId,
}

/// The lessons' first works of a journal between two days, in order.
pub fn works_of(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    first: Day,
    last: Day,
) -> Result<Vec<SeedWork>> {
    let rows: Vec<(i64, i32, i32, i64, i16)> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(institution.0).and(work::journal_id.eq(journal.0)))
            .filter(work::day.between(first.number(), last.number()))
            .order((work::day, work::number, work::ordinal))
            .limit(1000)
            .select((work::id, work::day, work::number, work::kind_id, work::weight))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, on, number, kind, weight)| {
            Ok(SeedWork {
                work: WorkId(id),
                day: crate::read::day(on)?,
                number,
                kind: WorkKindId(kind),
                weight: Weight::from_stored(weight),
            })
        })
        .collect()
}

/// The kinds of work of an institution by their sign.
pub fn kinds_by_sign(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
) -> Result<BTreeMap<String, (WorkKindId, Weight)>> {
    let rows: Vec<(String, i64, i16)> = on_backend!(tx, |c| {
        work_kind::table
            .filter(work_kind::institution_id.eq(institution.0))
            .limit(100)
            .select((work_kind::short, work_kind::id, work_kind::weight))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(short, id, weight)| (short, (WorkKindId(id), Weight::from_stored(weight))))
        .collect())
}

/// Makes a column of a made-up school another kind, before it has marks.
pub fn set_work_kind(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    w: &SeedWork,
    kind: WorkKindId,
    weight: Weight,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(work::table.find((institution.0, journal.0, w.day.number(), w.number, 0)))
            .set((work::kind_id.eq(kind.0), work::weight.eq(weight.stored())))
            .execute(c)
    })?;
    Ok(())
}

/// Writes topic and homework of a lesson; [`give_homework`] makes homework of it.
pub fn set_text(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    on: Day,
    number: i32,
    topic: &str,
    homework: &str,
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(lesson::table.find((institution.0, journal.0, on.number(), number)))
            .set((lesson::topic.eq(topic), lesson::homework.eq(homework), lesson::version.eq(1)))
            .execute(c)
    })?;
    Ok(())
}

/// Adds a file to what is due next in a journal from a day on; false when nothing is, or there is no room.
pub fn attach(
    tx: &mut WriteTx<'_>,
    (institution, journal): (InstitutionId, JournalId),
    from: Day,
    file: &store::files::NewFile,
    quota: i64,
    now: Millis,
) -> Result<bool> {
    let id: Option<i64> = on_backend!(tx, |c| {
        homework::table
            .filter(homework::institution_id.eq(institution.0).and(homework::journal_id.eq(journal.0)))
            .filter(homework::due_day.ge(from.number()))
            .order(homework::due_day)
            .select(homework::id)
            .first(c)
            .optional()
    })?;
    let Some(id) = id else { return Ok(false) };
    let number = match store::files::add(tx, institution, file, None, quota, now) {
        Ok(number) => number,
        Err(store::files::AddError::Quota { .. }) => return Ok(false),
        Err(store::files::AddError::Store(error)) => return Err(error.into()),
    };
    let row = (
        homework_file::institution_id.eq(institution.0),
        homework_file::homework_id.eq(id),
        homework_file::file_id.eq(number.0),
        homework_file::name.eq(&file.name),
        homework_file::media_type.eq(file.media_type),
        homework_file::bytes.eq(file.bytes),
    );
    on_backend!(tx, |c| diesel::insert_into(homework_file::table).values(row).execute(c))?;
    Ok(true)
}

/// Makes the lessons' texts their own homework, each due at the journal's next lesson, once all of an institution's texts are
/// written.
pub fn give_homework(tx: &mut WriteTx<'_>, institution: InstitutionId) -> Result<()> {
    for statement in [GIVEN, GIVEN_MINUTES, GIVEN_HISTORY, GIVEN_SIGNS] {
        on_backend!(tx, |c| {
            diesel::sql_query(statement.replace('?', &institution.0.to_string())).execute(c)
        })?;
    }
    Ok(())
}

const GIVEN: &str = "INSERT INTO homework (institution_id, journal_id, due_day, id, lesson_id, given_day, text, audience, \
    subgroup_id, minutes, solution, main, version, changed_at) \
    SELECT l.institution_id, l.journal_id, COALESCE((SELECT MIN(n.day) FROM lesson n WHERE n.institution_id = l.institution_id \
    AND n.journal_id = l.journal_id AND n.day > l.day AND n.status <> 'cancelled'), l.day), \
    l.id, l.id, l.day, l.homework, 'all', 0, 0, 0, 1, 1, 0 FROM lesson l WHERE l.institution_id = ? AND l.homework <> '' \
    AND NOT EXISTS (SELECT 1 FROM homework h WHERE h.institution_id = l.institution_id AND h.lesson_id = l.id)";
/// Ten minutes to half an hour.
const GIVEN_MINUTES: &str =
    "UPDATE homework SET minutes = 10 + (id % 5) * 5 WHERE institution_id = ? AND minutes = 0";
const GIVEN_HISTORY: &str = "INSERT INTO homework_history (institution_id, homework_id, version, due_day, text, audience, \
    subgroup_id, pupils, files, minutes, solution, removed, changed_at) \
    SELECT institution_id, id, version, due_day, text, audience, subgroup_id, '', '', minutes, solution, 0, changed_at \
    FROM homework WHERE institution_id = ? AND NOT EXISTS (SELECT 1 FROM homework_history o \
    WHERE o.institution_id = homework.institution_id AND o.homework_id = homework.id)";
const GIVEN_SIGNS: &str = "UPDATE lesson SET tasks = 1 WHERE institution_id = ? AND EXISTS (SELECT 1 FROM homework h \
    WHERE h.institution_id = lesson.institution_id AND h.journal_id = lesson.journal_id AND h.due_day = lesson.day)";

/// Writes the marks of one journal that has none of these yet.
pub fn marks(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    subject: SubjectId,
    list: &[SeedMark],
) -> Result<()> {
    let mut sums: BTreeMap<(i64, i64), (Sums, [i32; 4])> = BTreeMap::new();
    let mut entries = Vec::with_capacity(list.len());
    for chunk in list.chunks(1000) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|m| {
                (
                    mark::institution_id.eq(institution.0),
                    mark::pupil_id.eq(m.pupil.0),
                    mark::day.eq(m.work.day.number()),
                    mark::work_id.eq(m.work.work.0),
                    mark::journal_id.eq(journal.0),
                    mark::subject_id.eq(subject.0),
                    mark::period_id.eq(m.period.0),
                    mark::number.eq(m.work.number),
                    mark::kind_id.eq(m.work.kind.0),
                    mark::value.eq(m.cell.mark.map(MarkValue::get).map(i16::from)),
                    mark::attendance.eq(m.cell.attendance.map(Attendance::code)),
                    mark::weight.eq(m.work.weight.stored()),
                    mark::comment.eq(m.comment.clone()),
                    mark::version.eq(1),
                    mark::changed_at.eq(m.at.0),
                    mark::changed_by.eq(m.by.0),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(mark::table).values(rows).execute(c))?;
        let rows: Vec<_> = chunk
            .iter()
            .map(|m| {
                (
                    mark_history::institution_id.eq(institution.0),
                    mark_history::pupil_id.eq(m.pupil.0),
                    mark_history::day.eq(m.work.day.number()),
                    mark_history::work_id.eq(m.work.work.0),
                    mark_history::version.eq(1),
                    mark_history::value.eq(m.cell.mark.map(MarkValue::get).map(i16::from)),
                    mark_history::attendance.eq(m.cell.attendance.map(Attendance::code)),
                    mark_history::weight.eq(m.work.weight.stored()),
                    mark_history::comment.eq(m.comment.clone()),
                    mark_history::op.eq(""),
                    mark_history::origin.eq(crate::model::Origin::Import.code()),
                    mark_history::changed_at.eq(m.at.0),
                    mark_history::changed_by.eq(m.by.0),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(mark_history::table).values(rows).execute(c))?;
        for m in chunk {
            let row = MarkRow {
                pupil: m.pupil.0,
                day: m.work.day.number(),
                work: m.work.work.0,
                version: 1,
                value: m.cell.mark.map(MarkValue::get).map(i16::from),
                attendance: m.cell.attendance.map(Attendance::code).map(str::to_owned),
                weight: m.work.weight.stored(),
                comment: m.comment.clone(),
                op: String::new(),
                origin: "import".to_owned(),
                at: m.at.0,
                by: m.by.0,
                first: None,
                resit: None,
                due: None,
                staff_only: false,
            };
            entries.push(Entry { key: row.key(), digest: row.digest(institution, journal) });
            let (kept, missed) = sums.entry((m.pupil.0, m.period.0)).or_default();
            *kept = kept.with_cell(m.cell, m.work.weight, kernel::ResitRule::New);
            for (slot, code) in missed.iter_mut().zip(crate::model::MISSED) {
                *slot += i32::from(m.cell.attendance == Some(code));
            }
        }
    }
    let rows: Vec<_> = sums
        .into_iter()
        .map(|((pupil, period), (kept, [absent, excused, ill, late]))| {
            (
                mark_sum::institution_id.eq(institution.0),
                mark_sum::pupil_id.eq(pupil),
                mark_sum::period_id.eq(period),
                mark_sum::journal_id.eq(journal.0),
                mark_sum::weighted.eq(kept.weighted),
                mark_sum::weight.eq(kept.weight),
                mark_sum::count.eq(i32::try_from(kept.count).unwrap_or(i32::MAX)),
                mark_sum::absent.eq(absent),
                mark_sum::excused.eq(excused),
                mark_sum::ill.eq(ill),
                mark_sum::late.eq(late),
            )
        })
        .collect();
    for chunk in rows.chunks(1000) {
        let chunk = chunk.to_vec();
        on_backend!(tx, |c| diesel::insert_into(mark_sum::table).values(chunk).execute(c))?;
    }
    let last = list.iter().map(|m| m.at).max().unwrap_or(Millis(0));
    crate::seal::append::add_fresh(tx, institution, journal, &entries, last)
}
