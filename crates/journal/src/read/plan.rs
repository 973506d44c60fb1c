//! One plan: its rows, what became of it, the lessons its topics are dealt out over.

use std::collections::HashMap;

use access::{EditPlan, SeePlan};
use diesel::prelude::*;
use kernel::{Day, InstitutionId, JournalId, Millis, PersonId, PersonName};
use registry::table::person;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{ReadTx, on_backend};

use super::day;
use super::lessons::{LessonRow, to_lesson};
use crate::error::{Error, Result};
use crate::model::{Lesson, LessonStatus};
use crate::plan::{Change, ChangeKind, Edition, Header, MOST_ROWS, Plan, Reason, Row, Slot, Status};
use crate::table::{lesson, plan, plan_change, plan_draft, plan_edition, plan_lesson, plan_row};

type PlanRow = (String, i32, Option<i32>, String, i32, i32, String, i64, i64);
type RowRow = (i64, String, String, i32, String, String, String, String, String, i32);
type Names = (String, String, Option<String>);

/// The rows a plan may have, as a statement's limit.
const ROWS: i64 = 500;
const _: () = assert!(MOST_ROWS == 500);
/// Each row has twenty planned and twenty given lessons at most.
const LESSONS: i64 = ROWS * 40;

/// A journal's plan; an empty one when nobody has begun it.
pub fn plan(tx: &mut ReadTx<'_>, may: &SeePlan) -> Result<Plan> {
    let journal = may.journal();
    load(tx, journal.institution, journal.id)
}

/// The same for a command.
pub(crate) fn load(tx: &mut ReadTx<'_>, institution: InstitutionId, journal: JournalId) -> Result<Plan> {
    let found: Option<PlanRow> = on_backend!(tx, |c| {
        plan::table
            .find((institution.0, journal.0))
            .select((
                plan::status,
                plan::version,
                plan::approved,
                plan::programme,
                plan::hours_week,
                plan::hours_year,
                plan::remark,
                plan::changed_at,
                plan::changed_by,
            ))
            .first(c)
            .optional()
    })?;
    let Some((status, version, approved, programme, hours_week, hours_year, remark, at, by)) = found else {
        return Ok(Plan::empty(journal));
    };
    Ok(Plan {
        journal,
        status: Status::from_code(&status).ok_or(Error::Corrupt("plan.status"))?,
        version,
        approved,
        header: Header { programme, hours_week, hours_year },
        remark,
        rows: rows(tx, institution, journal)?,
        changed_at: Millis(at),
        changed_by: Some(PersonId(by)),
    })
}

fn rows(tx: &mut ReadTx<'_>, institution: InstitutionId, journal: JournalId) -> Result<Vec<Row>> {
    let rows: Vec<RowRow> = on_backend!(tx, |c| {
        plan_row::table
            .filter(plan_row::institution_id.eq(institution.0).and(plan_row::journal_id.eq(journal.0)))
            .order((plan_row::place, plan_row::id))
            .limit(ROWS)
            .select((
                plan_row::id,
                plan_row::kind,
                plan_row::title,
                plan_row::hours,
                plan_row::control,
                plan_row::homework,
                plan_row::content,
                plan_row::codes,
                plan_row::remark,
                plan_row::version,
            ))
            .load(c)
    })?;
    let slots: Vec<(i64, i16, i32, i32)> = on_backend!(tx, |c| {
        plan_lesson::table
            .filter(plan_lesson::institution_id.eq(institution.0).and(plan_lesson::journal_id.eq(journal.0)))
            .order((plan_lesson::row_id, plan_lesson::fact, plan_lesson::day, plan_lesson::number))
            .limit(LESSONS)
            .select((plan_lesson::row_id, plan_lesson::fact, plan_lesson::day, plan_lesson::number))
            .load(c)
    })?;
    let mut by_row: HashMap<i64, [Vec<Slot>; 2]> = HashMap::new();
    for (row, fact, on, number) in slots {
        let [planned, given] = by_row.entry(row).or_default();
        let slot = Slot { day: day(on)?, number };
        if fact == 1 { given.push(slot) } else { planned.push(slot) }
    }
    Ok(rows
        .into_iter()
        .map(|(id, kind, title, hours, control, homework, content, codes, remark, version)| {
            let [planned, given] = by_row.remove(&id).unwrap_or_default();
            Row {
                id,
                section: kind == "section",
                title,
                hours,
                planned,
                given,
                control,
                homework,
                content,
                codes,
                remark,
                version,
            }
        })
        .collect())
}

/// The dated lessons of a plan's journal between two days, cancelled ones too; at most five hundred.
pub fn lessons(tx: &mut ReadTx<'_>, may: &SeePlan, first: Day, last: Day) -> Result<Vec<Lesson>> {
    lessons_of(tx, may.journal().institution, may.journal().id, (first, last))
}

pub(crate) fn lessons_of(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    (first, last): (Day, Day),
) -> Result<Vec<Lesson>> {
    let rows: Vec<LessonRow> = on_backend!(tx, |c| {
        lesson::table
            .filter(lesson::institution_id.eq(institution.0).and(lesson::journal_id.eq(journal.0)))
            .filter(lesson::day.between(first.number(), last.number()))
            .order((lesson::day, lesson::number))
            .limit(500)
            .select((
                lesson::id,
                lesson::journal_id,
                lesson::day,
                lesson::number,
                lesson::starts,
                lesson::ends,
                lesson::room,
                lesson::status,
                lesson::topic,
                lesson::homework,
                lesson::version,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_lesson).collect()
}

/// Where topics may stand: every lesson that is not cancelled.
#[must_use]
pub fn places(lessons: &[Lesson]) -> Vec<Slot> {
    lessons
        .iter()
        .filter(|lesson| lesson.status != LessonStatus::Cancelled)
        .map(|lesson| Slot { day: lesson.day, number: lesson.number })
        .collect()
}

/// What became of a plan, newest first, with who did it; at most two hundred lines.
pub fn changes(tx: &mut ReadTx<'_>, may: &SeePlan) -> Result<Vec<(Change, PersonName)>> {
    type Found = (i32, String, Option<String>, String, String, i64, i64, Names);
    let journal = may.journal();
    let rows: Vec<Found> = on_backend!(tx, |c| {
        plan_change::table
            .inner_join(person::table.on(person::id.eq(plan_change::changed_by)))
            .filter(plan_change::institution_id.eq(journal.institution.0))
            .filter(plan_change::journal_id.eq(journal.id.0))
            .order(plan_change::version.desc())
            .limit(200)
            .select((
                plan_change::version,
                plan_change::kind,
                plan_change::reason,
                plan_change::note,
                plan_change::what,
                plan_change::changed_at,
                plan_change::changed_by,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(version, kind, reason, note, what, at, by, (family, given, patronymic))| {
            let change = to_change((version, kind, reason, note, what, at, by))?;
            Ok((change, PersonName::stored(family, given, patronymic)))
        })
        .collect()
}

type ChangeRow = (i32, String, Option<String>, String, String, i64, i64);

fn to_change((version, kind, reason, note, what, at, by): ChangeRow) -> Result<Change> {
    Ok(Change {
        version,
        kind: ChangeKind::from_code(&kind).ok_or(Error::Corrupt("plan_change.kind"))?,
        reason: reason
            .map(|code| Reason::from_code(&code).ok_or(Error::Corrupt("plan_change.reason")))
            .transpose()?,
        note,
        what,
        at: Millis(at),
        by: PersonId(by),
    })
}

/// The change that made the plan what it is.
pub fn last_change(tx: &mut ReadTx<'_>, may: &SeePlan, version: i32) -> Result<Option<Change>> {
    let journal = may.journal();
    let row: Option<ChangeRow> = on_backend!(tx, |c| {
        plan_change::table
            .find((journal.institution.0, journal.id.0, version))
            .select((
                plan_change::version,
                plan_change::kind,
                plan_change::reason,
                plan_change::note,
                plan_change::what,
                plan_change::changed_at,
                plan_change::changed_by,
            ))
            .first(c)
            .optional()
    })?;
    row.map(to_change).transpose()
}

/// The approved editions: version, when, who; newest first, at most fifty.
pub fn editions(tx: &mut ReadTx<'_>, may: &SeePlan) -> Result<Vec<(i32, Millis, PersonName)>> {
    let journal = may.journal();
    let rows: Vec<(i32, i64, Names)> = on_backend!(tx, |c| {
        plan_edition::table
            .inner_join(person::table.on(person::id.eq(plan_edition::approved_by)))
            .filter(plan_edition::institution_id.eq(journal.institution.0))
            .filter(plan_edition::journal_id.eq(journal.id.0))
            .order(plan_edition::version.desc())
            .limit(50)
            .select((
                plan_edition::version,
                plan_edition::approved_at,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    let name = |(family, given, patronymic)| PersonName::stored(family, given, patronymic);
    Ok(rows.into_iter().map(|(version, at, names)| (version, Millis(at), name(names))).collect())
}

/// An approved edition.
pub fn edition(tx: &mut ReadTx<'_>, may: &SeePlan, version: i32) -> Result<Edition> {
    let journal = may.journal();
    let content: Option<String> = on_backend!(tx, |c| {
        plan_edition::table
            .find((journal.institution.0, journal.id.0, version))
            .select(plan_edition::content)
            .first(c)
            .optional()
    })?;
    from_json(&content.ok_or(Error::NotFound("plan edition"))?, "plan_edition.content")
}

/// A table that waits for its import.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The file's name; empty for a pasted table.
    pub name: String,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}

/// One sheet of it: name and rows with their lines.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Line and cells of every row that is not empty.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// How long a draft is kept, ms.
pub(crate) const KEPT: i64 = 24 * 3_600_000;

/// The actor's own table for this journal, if it is not older than a day.
pub fn draft(tx: &mut ReadTx<'_>, may: &EditPlan, now: Millis) -> Result<Option<Draft>> {
    let journal = may.journal();
    let row: Option<(String, String)> = on_backend!(tx, |c| {
        plan_draft::table
            .find((journal.institution.0, journal.id.0, may.actor().0))
            .filter(plan_draft::created_at.gt(now.plus(-KEPT).0))
            .select((plan_draft::name, plan_draft::content))
            .first(c)
            .optional()
    })?;
    row.map(|(name, content)| Ok(Draft { name, sheets: from_json(&content, "plan_draft.content")? }))
        .transpose()
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str, place: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Corrupt(place))
}

pub(crate) fn to_json<T: Serialize>(value: &T, place: &'static str) -> Result<String> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt(place))
}
