//! Classes: renamed, dissolved («Расформированные»), restored.

use diesel::prelude::*;
use kernel::{ClassId, InstitutionId, PersonId, YearId};
use store::{WriteTx, on_backend};

use super::movement::{add_order, living_class, move_pupils};
use crate::error::{Error, Result};
use crate::model::{By, NewOrder, Refusal, Verdict};
use crate::read;
use crate::table::{class, class_enrollment};

/// Is there a class of this name in the year, but for `but`?
pub fn class_name_taken(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    year: YearId,
    name: &str,
    but: Option<ClassId>,
) -> Result<bool> {
    let found: Option<i64> = on_backend!(tx, |c| {
        class::table
            .filter(class::institution_id.eq(at.0).and(class::year_id.eq(year.0)).and(class::name.eq(name)))
            .select(class::id)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some_and(|id| but != Some(ClassId(id))))
}

/// Writes grade, letter and name of a class anew.
pub fn rename_class(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: ClassId,
    grade: i32,
    letter: &str,
    name: &str,
) -> Result<Verdict<()>> {
    let known = read::class(tx, at, id)?;
    if class_name_taken(tx, at, known.year, name, Some(id))? {
        return Ok(Err(Refusal::ClassNameTaken));
    }
    on_backend!(tx, |c| {
        diesel::update(class::table.find((at.0, id.0)))
            .set((class::grade.eq(grade), class::letter.eq(letter), class::name.eq(name)))
            .execute(c)
    })?;
    Ok(Ok(()))
}

/// Who is in a class on that day or later.
fn members_from(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: ClassId,
    day: kernel::Day,
) -> Result<Vec<PersonId>> {
    let mut rows: Vec<i64> = on_backend!(tx, |c| {
        class_enrollment::table
            .filter(class_enrollment::institution_id.eq(at.0).and(class_enrollment::class_id.eq(id.0)))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(day.number())))
            .select(class_enrollment::pupil_id)
            .limit(1000)
            .load(c)
    })?;
    rows.sort_unstable();
    rows.dedup();
    Ok(rows.into_iter().map(PersonId).collect())
}

/// Dissolves a class from the order's day on, when nobody is in it then, or its pupils move to `to` in the same step.
/// Returns how many moved.
pub fn dissolve_class(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: ClassId,
    to: Option<ClassId>,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<usize>> {
    if living_class(tx, at, id)?.is_none() || to == Some(id) {
        return Ok(Err(Refusal::NoClass));
    }
    let members = members_from(tx, at, id, order.day)?;
    if !members.is_empty() {
        let Some(to) = to else { return Ok(Err(Refusal::ClassNotEmpty(members.len()))) };
        if let Err(refusal) = move_pupils(tx, at, &members, to, order, by)? {
            return Ok(Err(refusal));
        }
    }
    add_order(tx, at, "dissolve", order, Some(id), by)?;
    on_backend!(tx, |c| {
        diesel::update(class::table.find((at.0, id.0)))
            .set(class::dissolved_day.eq(Some(order.day.number())))
            .execute(c)
    })?;
    Ok(Ok(members.len()))
}

/// Makes a dissolved class a class again; its former pupils stay where they are.
pub fn restore_class(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    id: ClassId,
    order: &NewOrder,
    by: By,
) -> Result<Verdict<()>> {
    let known = match read::class(tx, at, id) {
        Ok(known) => known,
        Err(Error::NotFound(_)) => return Ok(Err(Refusal::NotHere)),
        Err(error) => return Err(error),
    };
    if known.dissolved.is_none() {
        return Ok(Ok(()));
    }
    add_order(tx, at, "reopen", order, Some(id), by)?;
    on_backend!(tx, |c| {
        diesel::update(class::table.find((at.0, id.0))).set(class::dissolved_day.eq(None::<i32>)).execute(c)
    })?;
    Ok(Ok(()))
}
