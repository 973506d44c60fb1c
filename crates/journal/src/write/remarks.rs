//! Remarks of who inspects a journal, answers, and their end.

use access::{EditJournal, InspectJournal};
use diesel::prelude::*;
use kernel::{Millis, PersonId, WorkId};
use registry::Journal;
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::table::{journal_remark, journal_remark_answer, work};
use registry::table::journal_pupil;

/// The longest remark or answer, in characters.
pub const LONGEST_REMARK: usize = 2000;

/// What a remark is about: a column, or a cell of it.
fn place(
    tx: &mut WriteTx<'_>,
    journal: &Journal,
    on: Option<WorkId>,
    pupil: Option<PersonId>,
) -> Result<(Option<i64>, Option<i64>)> {
    let Some(on) = on else { return Ok((None, None)) };
    let known: Option<i64> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq(on.0)))
            .filter(work::journal_id.eq(journal.id.0))
            .select(work::id)
            .first(c)
            .optional()
    })?;
    known.ok_or(Error::NotFound("work"))?;
    let Some(pupil) = pupil else { return Ok((Some(on.0), None)) };
    let member: Option<i64> = on_backend!(tx, |c| {
        journal_pupil::table
            .filter(journal_pupil::institution_id.eq(journal.institution.0))
            .filter(journal_pupil::journal_id.eq(journal.id.0).and(journal_pupil::pupil_id.eq(pupil.0)))
            .select(journal_pupil::pupil_id)
            .first(c)
            .optional()
    })?;
    Ok((Some(on.0), Some(member.ok_or(Error::NotFound("pupil"))?)))
}

/// Writes a remark on a journal, a column or a cell.
pub fn add_remark(
    tx: &mut WriteTx<'_>,
    may: &InspectJournal,
    (on, pupil): (Option<WorkId>, Option<PersonId>),
    text: &str,
    now: Millis,
) -> Result<()> {
    let journal = may.journal();
    let (on, pupil) = place(tx, journal, on, pupil)?;
    let id = tx.next_id(Seq::School)?;
    let row = (
        journal_remark::institution_id.eq(journal.institution.0),
        journal_remark::journal_id.eq(journal.id.0),
        journal_remark::id.eq(id),
        journal_remark::work_id.eq(on),
        journal_remark::pupil_id.eq(pupil),
        journal_remark::text.eq(text),
        journal_remark::created_at.eq(now.0),
        journal_remark::created_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(journal_remark::table).values(row).execute(c))?;
    let payload = format!("{{\"journal\":{}}}", journal.id);
    store::outbox::append(tx, journal.institution, "remark.written", id, &payload, now)?;
    Ok(())
}

/// Answers a remark: who teaches the journal, or who inspects it. False when it is closed.
pub fn answer_remark(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    remark: i64,
    text: &str,
    now: Millis,
) -> Result<bool> {
    let journal = may.journal();
    if !is_open(tx, journal, remark)? {
        return Ok(false);
    }
    let last: Option<i32> = on_backend!(tx, |c| {
        journal_remark_answer::table
            .filter(journal_remark_answer::institution_id.eq(journal.institution.0))
            .filter(journal_remark_answer::journal_id.eq(journal.id.0))
            .filter(journal_remark_answer::remark_id.eq(remark))
            .select(diesel::dsl::max(journal_remark_answer::number))
            .first(c)
    })?;
    let row = (
        journal_remark_answer::institution_id.eq(journal.institution.0),
        journal_remark_answer::journal_id.eq(journal.id.0),
        journal_remark_answer::remark_id.eq(remark),
        journal_remark_answer::number.eq(last.unwrap_or(0).saturating_add(1)),
        journal_remark_answer::text.eq(text),
        journal_remark_answer::created_at.eq(now.0),
        journal_remark_answer::created_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(journal_remark_answer::table).values(row).execute(c))?;
    let payload = format!("{{\"journal\":{}}}", journal.id);
    store::outbox::append(tx, journal.institution, "remark.answered", remark, &payload, now)?;
    Ok(true)
}

/// Closes a remark; one that is closed stays so.
pub fn close_remark(tx: &mut WriteTx<'_>, may: &InspectJournal, remark: i64, now: Millis) -> Result<()> {
    let journal = may.journal();
    if !is_open(tx, journal, remark)? {
        return Ok(());
    }
    on_backend!(tx, |c| {
        diesel::update(journal_remark::table.find((journal.institution.0, journal.id.0, remark)))
            .set((
                journal_remark::closed_at.eq(Some(now.0)),
                journal_remark::closed_by.eq(Some(may.actor().0)),
            ))
            .execute(c)
    })?;
    let payload = format!("{{\"journal\":{}}}", journal.id);
    store::outbox::append(tx, journal.institution, "remark.closed", remark, &payload, now)?;
    Ok(())
}

fn is_open(tx: &mut WriteTx<'_>, journal: &Journal, remark: i64) -> Result<bool> {
    let closed: Option<Option<i64>> = on_backend!(tx, |c| {
        journal_remark::table
            .find((journal.institution.0, journal.id.0, remark))
            .select(journal_remark::closed_at)
            .first(c)
            .optional()
    })?;
    Ok(closed.ok_or(Error::NotFound("remark"))?.is_none())
}
