//! Who takes which one lesson for its teacher: what access follows from.

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, PersonId};
use store::{ReadTx, on_backend};

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

/// The lessons the person takes for others on that day, by number; at most thirty.
pub fn substituted_by(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    day: Day,
) -> Result<Vec<(JournalId, i32)>> {
    let mut rows: Vec<(i64, i32)> = on_backend!(tx, |c| {
        substitute::table
            .filter(substitute::institution_id.eq(institution.0).and(substitute::person_id.eq(person.0)))
            .filter(substitute::day.eq(day.number()))
            .limit(30)
            .select((substitute::journal_id, substitute::number))
            .load(c)
    })?;
    rows.sort_unstable_by_key(|(journal, number)| (*number, *journal));
    Ok(rows.into_iter().map(|(journal, number)| (JournalId(journal), number)).collect())
}
