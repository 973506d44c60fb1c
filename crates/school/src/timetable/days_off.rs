//! Week days on which a teacher is not at the school (методические дни).

use std::collections::HashSet;

use access::ManageTimetable;
use diesel::prelude::*;
use kernel::{InstitutionId, PersonId};
use store::{ReadTx, WriteTx, on_backend};

use crate::error::Result;
use crate::table::day_off;

/// Who is not there on which week day; at most ten thousand.
pub fn all(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<HashSet<(PersonId, i32)>> {
    let rows: Vec<(i64, i32)> = on_backend!(tx, |c| {
        day_off::table
            .filter(day_off::institution_id.eq(institution.0))
            .limit(10_000)
            .select((day_off::person_id, day_off::weekday))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(person, weekday)| (PersonId(person), weekday)).collect())
}

/// Writes down on which week days (1 Monday … 7) a teacher is not there, in place of what was known.
pub fn set(tx: &mut WriteTx<'_>, may: &ManageTimetable, person: PersonId, weekdays: &[i32]) -> Result<()> {
    let institution = may.institution().0;
    on_backend!(tx, |c| {
        diesel::delete(
            day_off::table
                .filter(day_off::institution_id.eq(institution).and(day_off::person_id.eq(person.0))),
        )
        .execute(c)
    })?;
    let rows: Vec<_> = weekdays
        .iter()
        .filter(|weekday| (1..=7).contains(*weekday))
        .map(|weekday| {
            (
                day_off::institution_id.eq(institution),
                day_off::person_id.eq(person.0),
                day_off::weekday.eq(*weekday),
            )
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(day_off::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// One person's week days off.
pub(crate) fn of(tx: &mut ReadTx<'_>, at: InstitutionId, person: PersonId) -> Result<Vec<i32>> {
    Ok(on_backend!(tx, |c| {
        day_off::table
            .filter(day_off::institution_id.eq(at.0).and(day_off::person_id.eq(person.0)))
            .order(day_off::weekday)
            .limit(7)
            .select(day_off::weekday)
            .load(c)
    })?)
}

/// Gives a person these week days off besides his own.
pub(crate) fn add(tx: &mut WriteTx<'_>, at: InstitutionId, person: PersonId, weekdays: &[i32]) -> Result<()> {
    let rows: Vec<_> = weekdays
        .iter()
        .map(|weekday| {
            (day_off::institution_id.eq(at.0), day_off::person_id.eq(person.0), day_off::weekday.eq(*weekday))
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(day_off::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Takes these week days off from a person.
pub(crate) fn remove(
    tx: &mut WriteTx<'_>,
    at: InstitutionId,
    person: PersonId,
    weekdays: &[i32],
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            day_off::table
                .filter(day_off::institution_id.eq(at.0).and(day_off::person_id.eq(person.0)))
                .filter(day_off::weekday.eq_any(weekdays)),
        )
        .execute(c)
    })?;
    Ok(())
}
