//! Questions.

use std::collections::HashMap;

use access::SeeTasks;
use diesel::prelude::*;
use kernel::{AccountId, InstitutionId, Millis, PersonName, TaskId};
use store::{ReadTx, on_backend};

use super::model::{State, Task};
use crate::error::{Error, Result};
use crate::table::task;

type Row = (
    (i64, i64, String, String, String, String),
    (i64, i64, String, i16, i64, String),
    (i64, Option<i64>, Option<i64>, Option<i64>),
);

fn to_tasks(tx: &mut ReadTx<'_>, rows: Vec<Row>) -> Result<Vec<Task>> {
    let starters: Vec<AccountId> = rows.iter().map(|row| AccountId(row.1.4)).collect();
    let names = registry::read::account_owners(tx, &starters)?;
    rows.into_iter().map(|row| to_task(row, &names)).collect()
}

fn to_task(row: Row, names: &HashMap<AccountId, PersonName>) -> Result<Task> {
    let (head, middle, times) = row;
    let (institution, id, kind, title, payload, state) = head;
    let (done, total, note, cancel_asked, started_by, report) = middle;
    let (created_at, started_at, seen_at, ended_at) = times;
    Ok(Task {
        institution: InstitutionId(institution),
        id: TaskId(id),
        kind,
        title,
        payload,
        state: State::from_code(&state).ok_or(Error::Corrupt("task.state"))?,
        done,
        total,
        note,
        cancel_asked: cancel_asked != 0,
        started_by: AccountId(started_by),
        starter: names.get(&AccountId(started_by)).cloned().ok_or(Error::Corrupt("task.started_by"))?,
        outcome: if report.is_empty() {
            super::Outcome::default()
        } else {
            serde_json::from_str(&report).map_err(|_| Error::Corrupt("task.report"))?
        },
        created_at: Millis(created_at),
        started_at: started_at.map(Millis),
        seen_at: seen_at.map(Millis),
        ended_at: ended_at.map(Millis),
    })
}

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        (
            (task::institution_id, task::id, task::kind, task::title, task::payload, task::state),
            (task::done, task::total, task::note, task::cancel_asked, task::started_by, task::report),
            (task::created_at, task::started_at, task::seen_at, task::ended_at),
        )
    };
}

/// A task the actor may see.
pub fn task(tx: &mut ReadTx<'_>, may: &SeeTasks, id: TaskId) -> Result<Option<Task>> {
    for (institution, whole) in may.places() {
        let found = by_id(tx, *institution, id)?;
        if let Some(found) = found.filter(|found| *whole || found.started_by == may.account()) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

pub(super) fn by_id(tx: &mut ReadTx<'_>, institution: InstitutionId, id: TaskId) -> Result<Option<Task>> {
    let row: Option<Row> = on_backend!(tx, |c| {
        task::table
            .filter(task::institution_id.eq(institution.0).and(task::id.eq(id.0)))
            .select(columns!())
            .first(c)
            .optional()
    })?;
    Ok(to_tasks(tx, row.into_iter().collect())?.pop())
}

/// The last tasks the actor may see at the first of his institutions, newest first; at most fifty.
pub fn tasks(tx: &mut ReadTx<'_>, may: &SeeTasks) -> Result<Vec<Task>> {
    let Some((institution, whole)) = may.places().first() else { return Ok(Vec::new()) };
    let (first, last) = if *whole { (i64::MIN, i64::MAX) } else { (may.account().0, may.account().0) };
    let rows: Vec<Row> = on_backend!(tx, |c| {
        task::table
            .filter(task::institution_id.eq(institution.0))
            .filter(task::started_by.between(first, last))
            .order(task::id.desc())
            .limit(50)
            .select(columns!())
            .load(c)
    })?;
    to_tasks(tx, rows)
}

/// The oldest task that waits.
pub(super) fn next_waiting(tx: &mut ReadTx<'_>) -> Result<Option<(InstitutionId, TaskId)>> {
    let row: Option<(i64, i64)> = on_backend!(tx, |c| {
        task::table
            .filter(task::state.eq(State::Queued.code()))
            .order(task::created_at)
            .select((task::institution_id, task::id))
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(institution, id)| (InstitutionId(institution), TaskId(id))))
}
