//! Who takes which one lesson for its teacher.

use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, PersonId};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::table::substitute;

/// From now on the person may fill that one lesson.
pub fn add_substitute(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    journal: JournalId,
    day: Day,
    number: i32,
) -> Result<()> {
    let row = (
        substitute::institution_id.eq(institution.0),
        substitute::person_id.eq(person.0),
        substitute::day.eq(day.number()),
        substitute::journal_id.eq(journal.0),
        substitute::number.eq(number),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(substitute::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(())
}

/// And no longer.
pub fn remove_substitute(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    person: PersonId,
    journal: JournalId,
    day: Day,
    number: i32,
) -> Result<()> {
    let row = substitute::table.find((institution.0, person.0, day.number(), journal.0, number));
    on_backend!(tx, |c| diesel::delete(row).execute(c))?;
    Ok(())
}
