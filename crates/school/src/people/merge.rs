//! Two rows of one person made one, marks included, and two again.

use access::ManageSchool;
use kernel::{Day, InstitutionId, JournalId, PersonId};
use registry::write::{Beside, Merged, Moves};
use registry::{By, Refusal, Verdict};
use store::{ReadTx, WriteTx};

use super::marks::Marks;
use crate::error::Result;
use crate::timetable::days_off;

/// What a merge would move, or why it can't be: besides the registry's reasons, marks of both in one journal.
pub fn preview(
    tx: &mut ReadTx<'_>,
    may: &ManageSchool,
    marks: &Marks,
    kept: PersonId,
    gone: PersonId,
    today: Day,
) -> Result<Verdict<Moves>> {
    let at = may.institution();
    let plan = registry::write::preview_merge(tx, at, kept, gone, may.actor(), today)?;
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
    if let Err(refusal) = preview(tx, may, marks, kept, gone, by.today)? {
        return Ok(Err(refusal));
    }
    let journals = marks.journals_with_marks(tx, at, gone)?;
    let (own, other) = (days_off::of(tx, at, kept)?, days_off::of(tx, at, gone)?);
    let (days_off_shared, days_off) = other.into_iter().partition(|day| own.contains(day));
    let beside = Beside {
        journals: journals.iter().map(|id| (at.0, id.0)).collect(),
        teaching: marks.teaching_of(tx, at, gone)?,
        days_off,
        days_off_shared,
    };
    let done = registry::write::merge_persons(tx, at, kept, gone, &beside, by)?;
    if done.is_ok() {
        marks.move_marks(tx, at, gone, kept, &journals)?;
        marks.move_teaching(tx, at, gone, kept, &beside.teaching)?;
        let (moved, shared) = (beside.days_off.as_slice(), beside.days_off_shared.as_slice());
        days_off::remove(tx, at, gone, &[moved, shared].concat())?;
        days_off::add(tx, at, kept, moved)?;
        store::outbox::append(tx, at, "person.merged", kept.0, &gone.to_string(), by.at)?;
        renew(tx, at, &beside, by)?;
    }
    Ok(done)
}

/// Lessons to come are drawn up anew: what the timetable made of the teacher's journals between a merge and its undo
/// follows them.
fn renew(tx: &mut WriteTx<'_>, at: InstitutionId, beside: &Beside, by: By) -> Result<()> {
    if beside.teaching.is_empty() {
        return Ok(());
    }
    if let Some(year) = registry::read::year_at(tx, at, by.today)? {
        let from = by.today.number().to_string();
        store::outbox::append(tx, at, "timetable.changed", year.id.0, &from, by.at)?;
    }
    Ok(())
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
    let journals: Vec<JournalId> = known.beside.journals.iter().map(|(_, id)| JournalId(*id)).collect();
    if marks.marked_since(tx, at, known.kept, &journals, known.at)? {
        return Ok(Err(Refusal::ChangedSince));
    }
    let done = registry::write::undo_merge(tx, at, id, by)?;
    if done.is_ok() {
        let beside = &known.beside;
        marks.move_marks(tx, at, known.kept, known.gone, &journals)?;
        marks.move_teaching(tx, at, known.kept, known.gone, &beside.teaching)?;
        let (moved, shared) = (beside.days_off.as_slice(), beside.days_off_shared.as_slice());
        days_off::remove(tx, at, known.kept, moved)?;
        days_off::add(tx, at, known.gone, &[moved, shared].concat())?;
        store::outbox::append(tx, at, "person.parted", known.kept.0, &known.gone.to_string(), by.at)?;
        renew(tx, at, &known.beside, by)?;
    }
    Ok(done)
}
