//! Two rows of one person made one, marks included, and two again.

use access::ManageSchool;
use kernel::{JournalId, PersonId};
use registry::write::{Merged, Moves};
use registry::{By, Refusal, Verdict};
use store::{ReadTx, WriteTx};

use super::marks::Marks;
use crate::error::Result;

/// What a merge would move, or why it can't be: besides the registry's reasons, marks of both in one journal.
pub fn preview(
    tx: &mut ReadTx<'_>,
    may: &ManageSchool,
    marks: &Marks,
    kept: PersonId,
    gone: PersonId,
) -> Result<Verdict<Moves>> {
    let at = may.institution();
    let plan = registry::write::preview_merge(tx, at, kept, gone, may.actor())?;
    if plan.is_ok() {
        let of_kept = marks.journals_with_marks(tx, at, kept)?;
        let of_gone = marks.journals_with_marks(tx, at, gone)?;
        if of_kept.iter().any(|journal| of_gone.contains(journal)) {
            return Ok(Err(Refusal::BothMarked));
        }
    }
    Ok(plan)
}

/// `gone` goes into `kept`, in one transaction with the marks.
pub fn merge(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    marks: &Marks,
    kept: PersonId,
    gone: PersonId,
    by: By,
) -> Result<Verdict<Merged>> {
    let at = may.institution();
    if let Err(refusal) = preview(tx, may, marks, kept, gone)? {
        return Ok(Err(refusal));
    }
    let journals = marks.journals_with_marks(tx, at, gone)?;
    let marked: Vec<(i64, i64)> = journals.iter().map(|id| (at.0, id.0)).collect();
    let done = registry::write::merge_persons(tx, at, kept, gone, &marked, by)?;
    if done.is_ok() {
        marks.move_marks(tx, at, gone, kept, &journals)?;
        store::outbox::append(tx, at, "person.merged", kept.0, &gone.to_string(), by.at)?;
    }
    Ok(done)
}

/// Takes a merge back, while nothing newer stands in the way.
pub fn undo(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    marks: &Marks,
    id: i64,
    by: By,
) -> Result<Verdict<Merged>> {
    let at = may.institution();
    let Some(known) = registry::write::merged(tx, at, id)? else { return Ok(Err(Refusal::NotHere)) };
    let journals: Vec<JournalId> = known.journals.iter().map(|(_, id)| JournalId(*id)).collect();
    if marks.marked_since(tx, at, known.kept, &journals, known.at)? {
        return Ok(Err(Refusal::ChangedSince));
    }
    let done = registry::write::undo_merge(tx, at, id, by)?;
    if done.is_ok() {
        marks.move_marks(tx, at, known.kept, known.gone, &journals)?;
        store::outbox::append(tx, at, "person.parted", known.kept.0, &known.gone.to_string(), by.at)?;
    }
    Ok(done)
}
