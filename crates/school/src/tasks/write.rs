//! Commands.

use access::{GiveAccess, ManageSchool, SeeTasks};
use diesel::prelude::*;
use kernel::{AccountId, InstitutionId, Millis, TaskId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::model::{Outcome, Standing, State, Task};
use crate::error::{Error, Result};
use crate::table::task;

/// What lets somebody begin long work at an institution.
pub trait MayStart {
    /// The institution.
    fn institution(&self) -> InstitutionId;
}

impl MayStart for ManageSchool {
    fn institution(&self) -> InstitutionId {
        self.institution()
    }
}

impl MayStart for GiveAccess {
    fn institution(&self) -> InstitutionId {
        self.institution()
    }
}

/// What a task begins with.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// A registered kind.
    pub kind: &'static str,
    /// In words; the first 200 characters are kept.
    pub title: String,
    /// JSON; no secrets.
    pub payload: String,
}

/// Asks for work; a worker takes it soon after the transaction is committed.
pub fn start(
    tx: &mut WriteTx<'_>,
    may: &impl MayStart,
    by: AccountId,
    new: &NewTask,
    now: Millis,
) -> Result<TaskId> {
    let id = tx.next_id(Seq::School)?;
    let title: String = new.title.chars().take(200).collect();
    let row = (
        task::institution_id.eq(may.institution().0),
        task::id.eq(id),
        task::kind.eq(new.kind),
        task::title.eq(title),
        task::payload.eq(new.payload.clone()),
        task::state.eq(State::Queued.code()),
        task::done.eq(0_i64),
        task::total.eq(0_i64),
        task::note.eq(""),
        task::cancel_asked.eq(0_i16),
        task::started_by.eq(by.0),
        task::report.eq(""),
        task::created_at.eq(now.0),
    );
    on_backend!(tx, |c| diesel::insert_into(task::table).values(row).execute(c))?;
    Ok(TaskId(id))
}

/// Asks a task to stop: one that waits is over at once, one that runs stops at its next step. Says whether there was
/// anything to stop.
pub fn ask_cancel(tx: &mut WriteTx<'_>, may: &SeeTasks, id: TaskId, now: Millis) -> Result<bool> {
    let Some(found) = super::read::task(tx, may, id)? else { return Err(Error::NotFound) };
    let row = task::table.find((found.institution.0, id.0));
    match found.standing(now) {
        Standing::Queued => {
            let set = (task::state.eq(State::Cancelled.code()), task::ended_at.eq(Some(now.0)));
            on_backend!(tx, |c| diesel::update(row).set(set).execute(c))?;
        }
        Standing::Running => {
            on_backend!(tx, |c| diesel::update(row).set(task::cancel_asked.eq(1_i16)).execute(c))?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Starts a task again that was interrupted, failed or cancelled. It is carried out in the name of who began it.
pub fn restart(tx: &mut WriteTx<'_>, may: &SeeTasks, id: TaskId, now: Millis) -> Result<bool> {
    let Some(found) = super::read::task(tx, may, id)? else { return Err(Error::NotFound) };
    if !found.standing(now).can_restart() {
        return Ok(false);
    }
    // A run that has left files, or was stopped in order, is over: what it gave stays good. One that died begins where it did.
    let begun =
        found.started_at.filter(|_| found.state != State::Cancelled && found.outcome.files.is_empty());
    let set = (
        task::state.eq(State::Queued.code()),
        task::done.eq(0_i64),
        task::total.eq(0_i64),
        task::note.eq(""),
        task::cancel_asked.eq(0_i16),
        task::started_at.eq(begun.map(|at| at.0)),
        task::report.eq(""),
        task::created_at.eq(now.0),
        task::ended_at.eq(None::<i64>),
    );
    let row = task::table.find((found.institution.0, id.0));
    on_backend!(tx, |c| diesel::update(row).set(set).execute(c))?;
    Ok(true)
}

/// Takes the next task that waits.
pub(super) fn take(tx: &mut WriteTx<'_>, now: Millis) -> Result<Option<Task>> {
    let Some((institution, id)) = super::read::next_waiting(tx)? else { return Ok(None) };
    let Some(found) = super::read::by_id(tx, institution, id)? else { return Ok(None) };
    let set = (
        task::state.eq(State::Running.code()),
        task::started_at.eq(Some(found.started_at.unwrap_or(now).0)),
        task::seen_at.eq(Some(now.0)),
    );
    on_backend!(tx, |c| diesel::update(task::table.find((institution.0, id.0))).set(set).execute(c))?;
    Ok(Some(found))
}

/// Writes down that a task lives, and how far it is if that has changed; tells whether it was asked to stop.
pub(super) fn tell(
    tx: &mut WriteTx<'_>,
    (institution, id): (InstitutionId, TaskId),
    progress: Option<&(i64, i64, String)>,
    now: Millis,
) -> Result<bool> {
    let row = task::table.find((institution.0, id.0));
    let set = (
        progress.map(|(done, _, _)| task::done.eq(*done)),
        progress.map(|(_, total, _)| task::total.eq(*total)),
        progress.map(|(_, _, note)| task::note.eq(note.chars().take(200).collect::<String>())),
        task::seen_at.eq(Some(now.0)),
    );
    on_backend!(tx, |c| diesel::update(row).set(set).execute(c))?;
    let asked: Option<i16> = on_backend!(tx, |c| row.select(task::cancel_asked).first(c).optional())?;
    Ok(asked.is_some_and(|asked| asked != 0))
}

/// The end of a task.
pub(super) fn end(
    tx: &mut WriteTx<'_>,
    (institution, id): (InstitutionId, TaskId),
    state: State,
    outcome: &Outcome,
    now: Millis,
) -> Result<()> {
    let report = serde_json::to_string(outcome).map_err(|_| Error::Corrupt("task.report"))?;
    let ended = (state != State::Queued).then_some(now.0);
    let set = (task::state.eq(state.code()), task::report.eq(report), task::ended_at.eq(ended));
    on_backend!(tx, |c| diesel::update(task::table.find((institution.0, id.0))).set(set).execute(c))?;
    Ok(())
}

/// Forgets tasks that ended thirty days ago, and files that nobody has imported within a day.
pub fn purge(tx: &mut WriteTx<'_>, now: Millis) -> Result<()> {
    const DAY: i64 = 24 * 3_600_000;
    on_backend!(tx, |c| {
        diesel::delete(task::table.filter(task::ended_at.lt(now.plus(-30 * DAY).0))).execute(c)
    })?;
    crate::import::draft::sweep(tx, now.plus(-DAY))
}
