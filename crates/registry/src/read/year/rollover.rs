//! Roll-overs into the next year.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, Millis, PersonId, YearId};
use store::{ReadTx, on_backend};

use crate::error::Result;
use crate::read::day;
use crate::table::{rollover, rollover_made, rollover_pupil};

/// A roll-over as it was carried out.
#[derive(Debug, Clone)]
pub struct Rollover {
    /// Number.
    pub id: i64,
    /// From which year.
    pub from: YearId,
    /// Into which.
    pub to: YearId,
    /// Was the new year made by it?
    pub made_year: bool,
    /// Number of the order (приказ).
    pub order_number: String,
    /// Its day.
    pub order_day: Day,
    /// The last day of those who left with it.
    pub graduation_day: Day,
    /// The day on which the others began in the new year.
    pub first_day: Day,
    /// When.
    pub created_at: Millis,
}

/// The last roll-over that stands.
pub fn last_rollover(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Option<Rollover>> {
    type Row = (i64, i64, i64, i16, String, (i32, i32, i32), i64);
    let row: Option<Row> = on_backend!(tx, |c| {
        rollover::table
            .filter(rollover::institution_id.eq(institution.0).and(rollover::undone_at.is_null()))
            .order(rollover::id.desc())
            .select((
                rollover::id,
                rollover::from_year,
                rollover::to_year,
                rollover::made_year,
                rollover::order_number,
                (rollover::order_day, rollover::graduation_day, rollover::first_day),
                rollover::created_at,
            ))
            .first(c)
            .optional()
    })?;
    row.map(|(id, from, to, made, order_number, (order_day, graduation, first), at)| {
        Ok(Rollover {
            id,
            from: YearId(from),
            to: YearId(to),
            made_year: made != 0,
            order_number,
            order_day: day(order_day)?,
            graduation_day: day(graduation)?,
            first_day: day(first)?,
            created_at: Millis(at),
        })
    })
    .transpose()
}

/// What a roll-over made: `class`, `subgroup` or `journal` with its number; at most twenty thousand.
pub fn rollover_made(tx: &mut ReadTx<'_>, institution: InstitutionId, id: i64) -> Result<Vec<(String, i64)>> {
    Ok(on_backend!(tx, |c| {
        rollover_made::table
            .filter(rollover_made::institution_id.eq(institution.0).and(rollover_made::rollover_id.eq(id)))
            .limit(20_000)
            .select((rollover_made::what, rollover_made::id))
            .load(c)
    })?)
}

/// Who went where in a roll-over: from class, pupil, to class (none left with a certificate); at most fifty thousand.
pub fn rollover_pupils(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    id: i64,
) -> Result<Vec<(ClassId, PersonId, Option<ClassId>)>> {
    let rows: Vec<(i64, i64, i64)> = on_backend!(tx, |c| {
        rollover_pupil::table
            .filter(rollover_pupil::institution_id.eq(institution.0).and(rollover_pupil::rollover_id.eq(id)))
            .limit(50_000)
            .select((rollover_pupil::from_class, rollover_pupil::pupil_id, rollover_pupil::to_class))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(from, pupil, to)| (ClassId(from), PersonId(pupil), (to != 0).then_some(ClassId(to))))
        .collect())
}
