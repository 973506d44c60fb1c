//! The grid of a grading period.

use std::collections::HashMap;

use access::SeeJournal;
use diesel::prelude::*;
use kernel::{Day, PeriodId, PersonId, Sums, Weight, WorkId, WorkKindId};
use registry::GradingPeriod;
use store::{ReadTx, on_backend};

use super::{day, resit, whole_cell};
use crate::error::Result;
use crate::model::{CellState, Grid, Row, Work, WorkKind};
use crate::table::{mark, mark_sum, work, work_kind};

/// The kinds of work of the journal's institution, in their order.
pub fn work_kinds(tx: &mut ReadTx<'_>, institution: kernel::InstitutionId) -> Result<Vec<WorkKind>> {
    let rows: Vec<(i64, String, String, i16, i16)> = on_backend!(tx, |c| {
        work_kind::table
            .filter(work_kind::institution_id.eq(institution.0))
            .order(work_kind::ordinal)
            .limit(100)
            .select((work_kind::id, work_kind::title, work_kind::short, work_kind::weight, work_kind::in_use))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(id, title, short, weight, in_use)| WorkKind {
            id: WorkKindId(id),
            title,
            short,
            weight: Weight::from_stored(weight),
            in_use: in_use != 0,
        })
        .collect())
}

/// The works of a journal between two days, in order; at most a thousand.
pub fn works(tx: &mut ReadTx<'_>, may: &SeeJournal, first: Day, last: Day) -> Result<Vec<Work>> {
    let journal = may.journal();
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let rows: Vec<(i64, i32, i32, i32, i64, String, String, i16, String, Option<i64>, Option<i32>)> =
        on_backend!(tx, |c| {
            work::table
                .inner_join(work_kind::table.on(
                    work_kind::institution_id.eq(work::institution_id).and(work_kind::id.eq(work::kind_id)),
                ))
                .filter(work::institution_id.eq(journal.institution.0).and(work::journal_id.eq(journal.id.0)))
                .filter(work::day.between(first.number(), last.number()))
                .order((work::day, work::number, work::ordinal))
                .limit(1000)
                .select((
                    work::id,
                    work::day,
                    work::number,
                    work::ordinal,
                    work::kind_id,
                    work_kind::title,
                    work_kind::short,
                    work::weight,
                    work::title,
                    work::release_at,
                    work::due_day,
                ))
                .load(c)
        })?;
    rows.into_iter()
        .map(|(id, on, number, ordinal, kind, kind_title, kind_short, weight, title, release, due)| {
            Ok(Work {
                id: WorkId(id),
                day: day(on)?,
                number,
                ordinal,
                kind: WorkKindId(kind),
                kind_title,
                kind_short,
                weight: Weight::from_stored(weight),
                title,
                release: release.map(kernel::Millis),
                due: due.map(day).transpose()?,
            })
        })
        .collect()
}

type MarkRow = (i64, i64, ShortRow);

/// Value, attendance, version, comment, value before a re-sit, what counts then, last day due, comment for staff only.
pub(crate) type ShortRow =
    (Option<i16>, Option<String>, i32, Option<String>, Option<i16>, Option<String>, Option<i32>, i16);

pub(crate) fn state_of(row: ShortRow) -> CellState {
    let (value, attendance, version, comment, first, rule, due, staff_only) = row;
    CellState {
        cell: whole_cell(value, attendance.as_deref(), first, due),
        version,
        comment,
        staff_only: staff_only != 0,
        due_until: due.and_then(|day| Day::from_number(day).ok()),
        resit: resit(rule.as_deref()),
    }
}

/// The cells of a journal between two days by work and pupil; at most sixty thousand.
fn cells(tx: &mut ReadTx<'_>, may: &SeeJournal, first: Day, last: Day) -> Result<Vec<MarkRow>> {
    let journal = may.journal();
    Ok(on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::day.between(first.number(), last.number()))
            .limit(60_000)
            .select((
                mark::work_id,
                mark::pupil_id,
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
    })?)
}

/// The kept sums of these pupils of a journal in a period.
fn sums(
    tx: &mut ReadTx<'_>,
    may: &SeeJournal,
    period: PeriodId,
    pupils: &[i64],
) -> Result<HashMap<i64, Sums>> {
    let journal = may.journal();
    let rows: Vec<(i64, i64, i64, i32)> = on_backend!(tx, |c| {
        mark_sum::table
            .filter(mark_sum::institution_id.eq(journal.institution.0).and(mark_sum::pupil_id.eq_any(pupils)))
            .filter(mark_sum::period_id.eq(period.0).and(mark_sum::journal_id.eq(journal.id.0)))
            .limit(500)
            .select((mark_sum::pupil_id, mark_sum::weighted, mark_sum::weight, mark_sum::count))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(pupil, weighted, weight, count)| (pupil, Sums { weighted, weight, count: i64::from(count) }))
        .collect())
}

/// The whole grid of a period: three statements, whatever its size; it holds every mark of the period, so the averages
/// are added up from what was read. With `lesson` only that lesson's columns, and one statement more for the kept sums.
pub fn grid(
    tx: &mut ReadTx<'_>,
    may: &SeeJournal,
    period: &GradingPeriod,
    lesson: Option<(Day, i32)>,
    today: Day,
) -> Result<Grid> {
    let (first, last) = lesson.map_or((period.first_day, period.last_day), |(on, _)| (on, on));
    let mut works = works(tx, may, first, last)?;
    if let Some((_, number)) = lesson {
        works.retain(|w| w.number == number);
    }
    let members = registry::read::journal_members(tx, may.journal().institution, may.journal().id)?;
    let column: HashMap<i64, usize> = works.iter().enumerate().map(|(i, w)| (w.id.0, i)).collect();
    let mut rows: Vec<Row> = Vec::with_capacity(members.len());
    let mut place: HashMap<i64, usize> = HashMap::with_capacity(members.len());
    for member in members {
        let outside =
            member.first_day > period.last_day || member.last_day.is_some_and(|d| d < period.first_day);
        if outside {
            continue;
        }
        let gone = member.last_day.is_some_and(|d| d < period.last_day.min(today));
        // Who left and came back within the period has one row, and is here if here at the end.
        if let Some(row) = place.get(&member.pupil.0).and_then(|at| rows.get_mut(*at)) {
            row.gone = row.gone && gone;
            continue;
        }
        place.insert(member.pupil.0, rows.len());
        rows.push(Row {
            gone,
            sums: Sums::default(),
            pupil: member.pupil,
            name: member.name,
            cells: vec![None; works.len()],
        });
    }
    for (work, pupil, short) in cells(tx, may, first, last)? {
        let (Some(column), Some(row)) = (column.get(&work), place.get(&pupil)) else { continue };
        let (Some(row), Some(work)) = (rows.get_mut(*row), works.get(*column)) else { continue };
        let state = state_of(short);
        row.sums = row.sums.with_cell(state.cell, work.weight, state.resit);
        if let Some(slot) = row.cells.get_mut(*column) {
            *slot = Some(state);
        }
    }
    if lesson.is_some() {
        let pupils: Vec<i64> = rows.iter().map(|row| row.pupil.0).collect();
        let kept = sums(tx, may, period.id, &pupils)?;
        for row in &mut rows {
            row.sums = kept.get(&row.pupil.0).copied().unwrap_or_default();
        }
    }
    Ok(Grid { works, rows })
}

/// The state of one cell.
pub(crate) fn cell_state(
    tx: &mut ReadTx<'_>,
    institution: kernel::InstitutionId,
    pupil: PersonId,
    on: Day,
    id: WorkId,
) -> Result<Option<(CellState, PersonId, kernel::Millis)>> {
    let row: Option<CellRow> = on_backend!(tx, |c| {
        mark::table
            .find((institution.0, pupil.0, on.number(), id.0))
            .select((
                mark::value,
                mark::attendance,
                mark::version,
                mark::comment,
                mark::changed_by,
                mark::changed_at,
                mark::first_value,
                mark::resit,
                mark::due_until,
                mark::staff_only,
            ))
            .first(c)
            .optional()
    })?;
    Ok(row.map(known))
}

/// Value, attendance, version, comment, who changed it last and when, and the rest of [`ShortRow`].
pub(crate) type CellRow = (
    Option<i16>,
    Option<String>,
    i32,
    Option<String>,
    i64,
    i64,
    Option<i16>,
    Option<String>,
    Option<i32>,
    i16,
);

pub(crate) fn known(row: CellRow) -> (CellState, PersonId, kernel::Millis) {
    let (value, attendance, version, comment, by, at, first, rule, due, staff_only) = row;
    (
        state_of((value, attendance, version, comment, first, rule, due, staff_only)),
        PersonId(by),
        kernel::Millis(at),
    )
}
