//! Rows and figures of a plan as they are stored.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use kernel::{InstitutionId, JournalId};
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::plan::{Plan, Row, sums};
use crate::table::{plan, plan_lesson, plan_row};

/// The figures kept beside the rows.
pub(super) fn put_figures(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    rows: &[Row],
) -> Result<()> {
    let figures = sums::figures(rows);
    let set = (
        plan::hours.eq(figures.hours),
        plan::given.eq(figures.given),
        plan::next_day.eq(figures.next_day.map(kernel::Day::number)),
    );
    on_backend!(tx, |c| diesel::update(plan::table.find((institution.0, journal.0))).set(set).execute(c))?;
    Ok(())
}

/// Writes the rows that differ in words, place or days; four statements, however many there are.
pub(super) fn put_rows(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    known: &[Row],
    new: &Plan,
) -> Result<()> {
    let journal = new.journal;
    let was: HashMap<i64, (usize, &Row)> =
        known.iter().enumerate().map(|(place, row)| (row.id, (place, row))).collect();
    let fresh: Vec<(usize, &Row)> = new
        .rows
        .iter()
        .enumerate()
        .filter(|(place, row)| was.get(&row.id).is_none_or(|(at, old)| at != place || old != row))
        .collect();
    let kept: HashSet<i64> = new.rows.iter().map(|row| row.id).collect();
    let mut gone: Vec<i64> = known.iter().map(|row| row.id).filter(|id| !kept.contains(id)).collect();
    gone.extend(fresh.iter().map(|(_, row)| row.id).filter(|id| was.contains_key(id)));
    if !gone.is_empty() {
        on_backend!(tx, |c| {
            diesel::delete(
                plan_lesson::table
                    .filter(plan_lesson::institution_id.eq(institution.0))
                    .filter(plan_lesson::journal_id.eq(journal.0).and(plan_lesson::row_id.eq_any(&gone))),
            )
            .execute(c)
        })?;
        on_backend!(tx, |c| {
            diesel::delete(
                plan_row::table
                    .filter(plan_row::institution_id.eq(institution.0))
                    .filter(plan_row::journal_id.eq(journal.0).and(plan_row::id.eq_any(&gone))),
            )
            .execute(c)
        })?;
    }
    let rows: Vec<_> = fresh
        .iter()
        .map(|(place, row)| {
            let place = i32::try_from(*place).map_err(|_| Error::Corrupt("plan_row.place"))?;
            Ok((
                plan_row::institution_id.eq(institution.0),
                plan_row::journal_id.eq(journal.0),
                plan_row::id.eq(row.id),
                plan_row::place.eq(place),
                plan_row::kind.eq(if row.section { "section" } else { "lesson" }),
                plan_row::title.eq(row.title.clone()),
                plan_row::hours.eq(row.hours),
                plan_row::control.eq(row.control.clone()),
                plan_row::homework.eq(row.homework.clone()),
                plan_row::content.eq(row.content.clone()),
                plan_row::codes.eq(row.codes.clone()),
                plan_row::remark.eq(row.remark.clone()),
                plan_row::version.eq(row.version),
            ))
        })
        .collect::<Result<_>>()?;
    if !rows.is_empty() {
        on_backend!(tx, |c| diesel::insert_into(plan_row::table).values(rows).execute(c))?;
    }
    let lessons: Vec<_> = fresh
        .iter()
        .flat_map(|(_, row)| {
            let planned = row.planned.iter().map(|slot| (row.id, 0_i16, *slot));
            planned.chain(row.given.iter().map(|slot| (row.id, 1_i16, *slot)))
        })
        .map(|(row, fact, slot)| {
            (
                plan_lesson::institution_id.eq(institution.0),
                plan_lesson::journal_id.eq(journal.0),
                plan_lesson::row_id.eq(row),
                plan_lesson::fact.eq(fact),
                plan_lesson::day.eq(slot.day.number()),
                plan_lesson::number.eq(slot.number),
            )
        })
        .collect();
    for chunk in lessons.chunks(2000).map(<[_]>::to_vec) {
        on_backend!(tx, |c| diesel::insert_into(plan_lesson::table).values(chunk).execute(c))?;
    }
    Ok(())
}
