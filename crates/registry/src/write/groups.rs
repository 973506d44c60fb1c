//! Who teaches a journal and who is in a subgroup: set as a whole.

use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, PersonId, SubgroupId};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::table::{journal, journal_class, journal_pupil, journal_teacher, subgroup_member};

/// These are the teachers of a journal now, the main one first.
pub fn set_journal_teachers(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: JournalId,
    teachers: &[PersonId],
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            journal_teacher::table
                .filter(journal_teacher::institution_id.eq(institution.0))
                .filter(journal_teacher::journal_id.eq(id.0)),
        )
        .execute(c)
    })?;
    let rows: Vec<_> = (0_i32..)
        .zip(teachers)
        .map(|(ordinal, teacher)| {
            (
                journal_teacher::institution_id.eq(institution.0),
                journal_teacher::journal_id.eq(id.0),
                journal_teacher::person_id.eq(teacher.0),
                journal_teacher::ordinal.eq(ordinal),
            )
        })
        .collect();
    on_backend!(tx, |c| {
        diesel::insert_into(journal_teacher::table).values(rows).on_conflict_do_nothing().execute(c)
    })?;
    Ok(())
}

/// These pupils are a subgroup now. The journals that teach it are brought in line by
/// [`sync_journal_pupils`](super::sync_journal_pupils).
pub fn set_subgroup_members(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    id: SubgroupId,
    pupils: &[PersonId],
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            subgroup_member::table
                .filter(subgroup_member::institution_id.eq(institution.0))
                .filter(subgroup_member::subgroup_id.eq(id.0)),
        )
        .execute(c)
    })?;
    super::add_to_subgroup(tx, institution, id, pupils)?;
    Ok(())
}

/// Takes a journal away that never had a lesson; the database refuses one that has.
pub fn remove_journal(tx: &mut WriteTx<'_>, institution: InstitutionId, id: JournalId) -> Result<()> {
    macro_rules! remove {
        ($table:ident) => {
            on_backend!(tx, |c| {
                diesel::delete(
                    $table::table
                        .filter($table::institution_id.eq(institution.0))
                        .filter($table::journal_id.eq(id.0)),
                )
                .execute(c)
            })?
        };
    }
    remove!(journal_pupil);
    remove!(journal_teacher);
    remove!(journal_class);
    on_backend!(tx, |c| diesel::delete(journal::table.find((institution.0, id.0))).execute(c))?;
    Ok(())
}
