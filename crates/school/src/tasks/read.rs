//! Questions.

use access::SeeTasks;
use diesel::prelude::*;
use kernel::{AccountId, InstitutionId, Millis, PersonName, TaskId};
use registry::table::{account, person};
use store::{ReadTx, on_backend};

use super::model::{State, Task};
use crate::error::{Error, Result};
use crate::table::task;

diesel::allow_tables_to_appear_in_same_query!(task, account);
diesel::allow_tables_to_appear_in_same_query!(task, person);

type Row = (
    (i64, i64, String, String, String, String),
    (i64, i64, String, i16, i64, String),
    (i64, Option<i64>, Option<i64>, Option<i64>),
    (String, String, Option<String>),
);

fn to_task(row: Row) -> Result<Task> {
    let (head, middle, times, names) = row;
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
        starter: PersonName::stored(names.0, names.1, names.2),
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
            (person::family, person::given, person::patronymic),
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
            .inner_join(account::table.on(account::id.eq(task::started_by)))
            .inner_join(person::table.on(person::id.eq(account::person_id)))
            .filter(task::institution_id.eq(institution.0).and(task::id.eq(id.0)))
            .select(columns!())
            .first(c)
            .optional()
    })?;
    row.map(to_task).transpose()
}

/// The last tasks the actor may see at the first of his institutions, newest first; at most fifty.
pub fn tasks(tx: &mut ReadTx<'_>, may: &SeeTasks) -> Result<Vec<Task>> {
    let Some((institution, whole)) = may.places().first() else { return Ok(Vec::new()) };
    let own = if *whole { None } else { Some(may.account().0) };
    let rows: Vec<Row> = on_backend!(tx, |c| {
        task::table
            .inner_join(account::table.on(account::id.eq(task::started_by)))
            .inner_join(person::table.on(person::id.eq(account::person_id)))
            .filter(task::institution_id.eq(institution.0))
            .filter(task::started_by.eq(own.unwrap_or_default()).or(own.is_none().into_sql::<diesel::sql_types::Bool>()))
            .order(task::id.desc())
            .limit(50)
            .select(columns!())
            .load(c)
    })?;
    rows.into_iter().map(to_task).collect()
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
