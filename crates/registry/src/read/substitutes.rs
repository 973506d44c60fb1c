//! Who takes which one lesson for its teacher: what access follows from.

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, PersonId};
use store::{ReadTx, on_backend};

use super::day;
use crate::error::Result;
use crate::table::substitute;

/// Does the person take that lesson of the journal for its teacher?
pub fn is_substitute(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    journal: JournalId,
    day: Day,
    number: i32,
) -> Result<bool> {
    let row: Option<i32> = on_backend!(tx, |c| {
        substitute::table
            .find((institution.0, person.0, day.number(), journal.0, number))
            .select(substitute::number)
            .first(c)
            .optional()
    })?;
    Ok(row.is_some())
}

/// The lessons the person takes for others between two days, by day and number; at most a hundred.
pub fn substituted_by(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    (first, last): (Day, Day),
) -> Result<Vec<(Day, JournalId, i32)>> {
    let mut rows: Vec<(i32, i64, i32)> = on_backend!(tx, |c| {
        substitute::table
            .filter(substitute::institution_id.eq(institution.0).and(substitute::person_id.eq(person.0)))
            .filter(substitute::day.between(first.number(), last.number()))
            .limit(100)
            .select((substitute::day, substitute::journal_id, substitute::number))
            .load(c)
    })?;
    rows.sort_unstable_by_key(|(on, journal, number)| (*on, *number, *journal));
    rows.into_iter().map(|(on, journal, number)| Ok((day(on)?, JournalId(journal), number))).collect()
}
