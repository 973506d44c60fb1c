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
