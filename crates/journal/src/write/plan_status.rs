//! Approval of a plan: submitted, withdrawn, returned, approved.

use access::{ApprovePlan, EditPlan};
use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, Millis, PersonId};
use store::{WriteTx, on_backend};

use super::plan::{Before, LONGEST, Saved, Saving, put_change, put_plan};
use crate::error::Result;
use crate::plan::{ChangeKind, Edition, Plan, Status};
use crate::read::plan::{load, to_json};
use crate::table::plan_edition;

/// Gives the plan to the deputy.
pub fn submit(tx: &mut WriteTx<'_>, may: &EditPlan, base: i32, now: Millis) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if !known.rows.iter().any(|row| !row.section) {
        return Ok(Saved::Empty);
    }
    let of = (journal.institution, journal.id, may.actor());
    advance(tx, of, &known, base, (Status::Submitted, ChangeKind::Submit, ""), now)
}

/// Takes it back to change it.
pub fn withdraw(tx: &mut WriteTx<'_>, may: &EditPlan, base: i32, now: Millis) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if known.status != Status::Submitted {
        return Ok(Saved::Stale);
    }
    let status = if known.approved.is_some() { Status::Approved } else { Status::Draft };
    let of = (journal.institution, journal.id, may.actor());
    advance(tx, of, &known, base, (status, ChangeKind::Withdraw, ""), now)
}

/// The deputy returns it with a remark.
pub fn send_back(
    tx: &mut WriteTx<'_>,
    may: &ApprovePlan,
    base: i32,
    remark: &str,
    now: Millis,
) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if known.status != Status::Submitted {
        return Ok(Saved::Stale);
    }
    let of = (journal.institution, journal.id, may.actor());
    advance(tx, of, &known, base, (Status::Returned, ChangeKind::Return, remark), now)
}

/// The deputy approves it: this edition is frozen.
pub fn approve(tx: &mut WriteTx<'_>, may: &ApprovePlan, base: i32, now: Millis) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if known.status != Status::Submitted {
        return Ok(Saved::Stale);
    }
    let of = (journal.institution, journal.id, may.actor());
    let done = advance(tx, of, &known, base, (Status::Approved, ChangeKind::Approve, ""), now)?;
    if !matches!(done, Saved::Done(_)) {
        return Ok(done);
    }
    let edition = Edition { header: known.header.clone(), rows: known.rows.clone() };
    let row = (
        plan_edition::institution_id.eq(journal.institution.0),
        plan_edition::journal_id.eq(journal.id.0),
        plan_edition::version.eq(known.version.saturating_add(1)),
        plan_edition::content.eq(to_json(&edition, "plan_edition.content")?),
        plan_edition::approved_at.eq(now.0),
        plan_edition::approved_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(plan_edition::table).values(row).execute(c))?;
    Ok(done)
}

/// From one status to the next, as a line of the list.
fn advance(
    tx: &mut WriteTx<'_>,
    (institution, journal, by): (InstitutionId, JournalId, PersonId),
    known: &Plan,
    base: i32,
    (status, kind, note): (Status, ChangeKind, &str),
    now: Millis,
) -> Result<Saved> {
    if known.version != base || known.status == status {
        return Ok(Saved::Stale);
    }
    let note: String = note.trim().chars().take(LONGEST).collect();
    let approved = if status == Status::Approved && kind == ChangeKind::Approve {
        Some(known.version.saturating_add(1))
    } else {
        known.approved
    };
    let remark = match kind {
        ChangeKind::Return => note.clone(),
        ChangeKind::Approve => String::new(),
        _ => known.remark.clone(),
    };
    let new = Plan { status, approved, remark, ..known.clone() };
    let why = None;
    let saving = Saving { institution, journal, by, kind, why: &why, now };
    put_plan(tx, &saving, known, &new)?;
    put_change(tx, &saving, &Plan { remark: note, ..new }, "", &Before::default())?;
    let event = match kind {
        ChangeKind::Submit => "plan.submitted",
        ChangeKind::Return => "plan.returned",
        ChangeKind::Approve => "plan.approved",
        _ => return Ok(Saved::Done(None)),
    };
    store::outbox::append(tx, institution, event, journal.0, "", now)?;
    Ok(Saved::Done(None))
}
