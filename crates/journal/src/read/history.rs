//! Who changed what, when, from what to what, from where: of a cell, and of a journal as a list.

use access::SeeJournal;
use diesel::prelude::*;
use kernel::{Cell, Day, Millis, PersonId, PersonName, WorkId};
use registry::table::person;
use store::{ReadTx, on_backend};

use super::{day, whole_cell};
use crate::error::{Error, Result};
use crate::model::grading::{PeriodValue, Slot};
use crate::table::{earlier, earlier_final, mark, mark_history, period_mark_history};

/// One change of a mark.
#[derive(Debug, Clone)]
pub struct MarkChange {
    /// Whose mark.
    pub pupil: PersonId,
    /// Column.
    pub work: WorkId,
    /// Day of the lesson.
    pub day: Day,
    /// Number of the lesson.
    pub number: i32,
    /// What stood there before.
    pub before: Cell,
    /// And after.
    pub after: Cell,
    /// Weight after it, in tenths.
    pub weight: i16,
    /// Comment after it.
    pub comment: Option<String>,
    /// `grid`, `form`, `column`, `import`, `late`.
    pub origin: String,
    /// When.
    pub at: Millis,
    /// Who.
    pub by: PersonName,
}

/// One change of a final mark.
#[derive(Debug, Clone)]
pub struct FinalChange {
    /// Whose.
    pub pupil: PersonId,
    /// Column.
    pub slot: Slot,
    /// What stood there before.
    pub before: Option<PeriodValue>,
    /// And after.
    pub after: Option<PeriodValue>,
    /// What was proposed.
    pub proposal: Option<PeriodValue>,
    /// Why another one.
    pub reason: String,
    /// When.
    pub at: Millis,
    /// Who.
    pub by: PersonName,
}

/// Which changes are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryFilter {
    /// Of this pupil.
    pub pupil: Option<PersonId>,
    /// Of this column.
    pub work: Option<WorkId>,
    /// By this person.
    pub by: Option<PersonId>,
    /// Made in these instants.
    pub made: Option<(Millis, Millis)>,
}

/// So many changes are on a page.
pub const PAGE: i64 = 50;

type NameRow = (String, String, Option<String>);
type Row = (
    (i64, i64, i32, i32),
    (Option<i16>, Option<String>, i16, Option<String>, String, i64, Option<i16>, Option<i32>),
    Option<(Option<i16>, Option<String>, Option<i16>, Option<i32>)>,
    NameRow,
);

fn name((family, given, patronymic): NameRow) -> PersonName {
    PersonName::stored(family, given, patronymic)
}

/// A range that leaves all in when nothing is asked for.
fn range(wanted: Option<i64>) -> (i64, i64) {
    wanted.map_or((i64::MIN, i64::MAX), |wanted| (wanted, wanted))
}

/// The changes of marks of a journal, the last first; [`PAGE`] and one more from `offset` on.
pub fn mark_changes(
    tx: &mut ReadTx<'_>,
    may: &SeeJournal,
    filter: &HistoryFilter,
    offset: i64,
) -> Result<Vec<MarkChange>> {
    let journal = may.journal();
    let (pupil_from, pupil_to) = range(filter.pupil.map(|id| id.0));
    let (work_from, work_to) = range(filter.work.map(|id| id.0));
    let (by_from, by_to) = range(filter.by.map(|id| id.0));
    let (made_from, made_to) = filter.made.map_or((i64::MIN, i64::MAX), |(from, to)| (from.0, to.0));
    let rows: Vec<Row> = on_backend!(tx, |c| {
        mark::table
            .inner_join(
                mark_history::table.on(mark_history::institution_id
                    .eq(mark::institution_id)
                    .and(mark_history::pupil_id.eq(mark::pupil_id))
                    .and(mark_history::day.eq(mark::day))
                    .and(mark_history::work_id.eq(mark::work_id))),
            )
            .left_join(
                earlier.on(earlier
                    .field(mark_history::institution_id)
                    .eq(mark::institution_id)
                    .and(earlier.field(mark_history::pupil_id).eq(mark::pupil_id))
                    .and(earlier.field(mark_history::day).eq(mark::day))
                    .and(earlier.field(mark_history::work_id).eq(mark::work_id))
                    .and(earlier.field(mark_history::version).eq(mark_history::version - 1))),
            )
            .inner_join(person::table.on(person::id.eq(mark_history::changed_by)))
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::pupil_id.between(pupil_from, pupil_to))
            .filter(mark::work_id.between(work_from, work_to))
            .filter(mark_history::changed_by.between(by_from, by_to))
            .filter(mark_history::changed_at.between(made_from, made_to))
            .order((
                mark_history::changed_at.desc(),
                mark::pupil_id,
                mark::work_id,
                mark_history::version.desc(),
            ))
            .limit(PAGE + 1)
            .offset(offset.clamp(0, 1_000_000))
            .select((
                (mark::pupil_id, mark::work_id, mark::day, mark::number),
                (
                    mark_history::value,
                    mark_history::attendance,
                    mark_history::weight,
                    mark_history::comment,
                    mark_history::origin,
                    mark_history::changed_at,
                    mark_history::first_value,
                    mark_history::due_until,
                ),
                (
                    earlier.field(mark_history::value),
                    earlier.field(mark_history::attendance),
                    earlier.field(mark_history::first_value),
                    earlier.field(mark_history::due_until),
                )
                    .nullable(),
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|((pupil, work, on, number), row, before, by)| {
            let (value, attendance, weight, comment, origin, at, first, due) = row;
            let before = before.map_or_else(Cell::default, |(value, attendance, first, due)| {
                whole_cell(value, attendance.as_deref(), first, due)
            });
            Ok(MarkChange {
                pupil: PersonId(pupil),
                work: WorkId(work),
                day: day(on)?,
                number,
                before,
                after: whole_cell(value, attendance.as_deref(), first, due),
                weight,
                comment,
                origin,
                at: Millis(at),
                by: name(by),
            })
        })
        .collect()
}

type FinalRow = ((i64, String, i64), (Option<String>, Option<String>, String, i64), Option<String>, NameRow);

/// The changes of final marks of a journal, the last first; [`PAGE`] and one more from `offset` on.
pub fn final_changes(
    tx: &mut ReadTx<'_>,
    may: &SeeJournal,
    filter: &HistoryFilter,
    offset: i64,
) -> Result<Vec<FinalChange>> {
    use period_mark_history as history;
    let journal = may.journal();
    let pupils = match filter.pupil {
        Some(pupil) => vec![pupil.0],
        None => super::pupils_with_period_marks(tx, journal.institution, journal.id)?,
    };
    let (by_from, by_to) = range(filter.by.map(|id| id.0));
    let (made_from, made_to) = filter.made.map_or((i64::MIN, i64::MAX), |(from, to)| (from.0, to.0));
    let rows: Vec<FinalRow> = on_backend!(tx, |c| {
        history::table
            .left_join(
                earlier_final.on(earlier_final
                    .field(history::institution_id)
                    .eq(history::institution_id)
                    .and(earlier_final.field(history::pupil_id).eq(history::pupil_id))
                    .and(earlier_final.field(history::journal_id).eq(history::journal_id))
                    .and(earlier_final.field(history::slot).eq(history::slot))
                    .and(earlier_final.field(history::period_id).eq(history::period_id))
                    .and(earlier_final.field(history::version).eq(history::version - 1))),
            )
            .inner_join(person::table.on(person::id.eq(history::changed_by)))
            .filter(history::institution_id.eq(journal.institution.0))
            .filter(history::pupil_id.eq_any(&pupils).and(history::journal_id.eq(journal.id.0)))
            .filter(history::changed_by.between(by_from, by_to))
            .filter(history::changed_at.between(made_from, made_to))
            .order((history::changed_at.desc(), history::pupil_id, history::version.desc()))
            .limit(PAGE + 1)
            .offset(offset.clamp(0, 1_000_000))
            .select((
                (history::pupil_id, history::slot, history::period_id),
                (history::value, history::proposal, history::reason, history::changed_at),
                earlier_final.field(history::value).nullable(),
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    let value = |code: Option<String>| code.as_deref().and_then(PeriodValue::from_code);
    rows.into_iter()
        .map(|((pupil, slot, period), (after, proposal, reason, at), before, by)| {
            Ok(FinalChange {
                pupil: PersonId(pupil),
                slot: Slot::from_stored(&slot, period).ok_or(Error::Corrupt("period_mark_history.slot"))?,
                before: value(before),
                after: value(after),
                proposal: value(proposal),
                reason,
                at: Millis(at),
                by: name(by),
            })
        })
        .collect()
}

/// Everybody who changed a mark of a journal, by name; at most fifty.
pub fn history_authors(tx: &mut ReadTx<'_>, may: &SeeJournal) -> Result<Vec<(PersonId, PersonName)>> {
    let journal = may.journal();
    let rows: Vec<(i64, NameRow)> = on_backend!(tx, |c| {
        mark::table
            .inner_join(
                mark_history::table.on(mark_history::institution_id
                    .eq(mark::institution_id)
                    .and(mark_history::pupil_id.eq(mark::pupil_id))
                    .and(mark_history::day.eq(mark::day))
                    .and(mark_history::work_id.eq(mark::work_id))),
            )
            .inner_join(person::table.on(person::id.eq(mark_history::changed_by)))
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .distinct()
            .limit(50)
            .select((person::id, (person::family, person::given, person::patronymic)))
            .load(c)
    })?;
    let mut list: Vec<(PersonId, PersonName)> =
        rows.into_iter().map(|(id, row)| (PersonId(id), name(row))).collect();
    list.sort_by_key(|(_, name)| name.listed());
    Ok(list)
}
