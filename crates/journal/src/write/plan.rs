//! Changes of a plan. A command loads the plan, changes its rows as a whole, and [`save`] writes what differs.

use std::collections::{HashMap, HashSet};

use access::{ApprovePlan, EditPlan};
use diesel::prelude::*;
use kernel::{InstitutionId, JournalId, Millis, PersonId};
use serde::{Deserialize, Serialize};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use super::plan_rows::{put_figures, put_rows};
use crate::error::Result;
use crate::plan::edit::{self, Edit, Refused};
use crate::plan::{ChangeKind, Header, MOST_ROWS, Plan, Reason, Row};
use crate::plan::{deal, sums};
use crate::read::day;
use crate::read::plan::{from_json, lessons_of, load, places, to_json};
use crate::table::{plan, plan_change};

pub use super::plan_status::{approve, send_back, submit, withdraw};

/// The longest own words of a reason or remark, in characters.
pub const LONGEST: usize = 1000;
/// So much is said of the rows a change altered, in characters.
const WHAT: usize = 300;

/// Why a change was made: a reason, and own words.
pub type Why = Option<(Reason, String)>;

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It stands; the row to look at.
    Done(Option<i64>),
    /// The plan waits for the deputy: nothing can be changed before it is withdrawn or returned.
    Submitted,
    /// The plan was approved: a reason is needed, with own words for [`Reason::Other`].
    NeedsReason,
    /// The plan has changed since it was shown.
    Stale,
    /// The edit does not fit.
    Refused(Refused),
    /// There is nothing to submit.
    Empty,
}

/// The rows a change altered as they were, and the order of all: what undo puts back.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Before {
    order: Vec<i64>,
    rows: Vec<Row>,
}

/// One change of rows on its way.
pub(super) struct Saving<'a> {
    pub(super) institution: InstitutionId,
    pub(super) journal: JournalId,
    pub(super) by: PersonId,
    pub(super) kind: ChangeKind,
    pub(super) why: &'a Why,
    pub(super) now: Millis,
}

/// Carries out an edit of rows.
pub fn edit(tx: &mut WriteTx<'_>, may: &EditPlan, wish: &Edit, why: &Why, now: Millis) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    let mut rows = known.rows.clone();
    let fresh = tx.next_id(Seq::School)?;
    let next = match edit::carry_out(&mut rows, wish, fresh) {
        Ok(next) => next,
        Err(refused) => return Ok(Saved::Refused(refused)),
    };
    let saving = Saving {
        institution: journal.institution,
        journal: journal.id,
        by: may.actor(),
        kind: ChangeKind::Edit,
        why,
        now,
    };
    Ok(match save(tx, &saving, &known, rows)? {
        Saved::Done(_) => Saved::Done(next),
        other => other,
    })
}

/// Puts rows in the place of all: from a table, another plan, with other days. Rows with id 0 are new. `base` is the version
/// they were made from.
#[allow(clippy::too_many_arguments, reason = "one command of three callers")]
pub fn replace(
    tx: &mut WriteTx<'_>,
    may: &EditPlan,
    base: i32,
    mut rows: Vec<Row>,
    kind: ChangeKind,
    why: &Why,
    now: Millis,
) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if known.version != base {
        return Ok(Saved::Stale);
    }
    if rows.len() > MOST_ROWS {
        return Ok(Saved::Refused(Refused::TooMuch));
    }
    let fresh = tx.next_ids(Seq::School, rows.iter().filter(|row| row.id == 0).count())?;
    for (row, id) in rows.iter_mut().filter(|row| row.id == 0).zip(fresh) {
        row.id = id;
    }
    let (institution, by) = (journal.institution, may.actor());
    save(tx, &Saving { institution, journal: journal.id, by, kind, why, now }, &known, rows)
}

/// Writes the header.
pub fn header(
    tx: &mut WriteTx<'_>,
    may: &EditPlan,
    header: &Header,
    why: &Why,
    now: Millis,
) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if known.header == *header {
        return Ok(Saved::Done(None));
    }
    if let Some(refused) = closed(&known, why) {
        return Ok(refused);
    }
    let new = Plan { header: header.clone(), ..known.clone() };
    let (institution, by) = (journal.institution, may.actor());
    let kind = ChangeKind::Header;
    let saving = Saving { institution, journal: journal.id, by, kind, why, now };
    put_plan(tx, &saving, &known, &new)?;
    put_change(tx, &saving, &new, &header.programme, &Before::default())?;
    Ok(Saved::Done(None))
}

/// Takes the last change of rows back; `base` is the version that was shown.
pub fn undo(tx: &mut WriteTx<'_>, may: &EditPlan, base: i32, now: Millis) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    if known.version != base {
        return Ok(Saved::Stale);
    }
    let last: Option<(String, Option<String>, String, String)> = on_backend!(tx, |c| {
        plan_change::table
            .find((journal.institution.0, journal.id.0, base))
            .select((plan_change::kind, plan_change::reason, plan_change::note, plan_change::before))
            .first(c)
            .optional()
    })?;
    let Some((kind, reason, note, before)) = last else { return Ok(Saved::Stale) };
    if !ChangeKind::from_code(&kind).is_some_and(ChangeKind::is_undoable) {
        return Ok(Saved::Stale);
    }
    let before: Before = from_json(&before, "plan_change.before")?;
    let mut now_by_id: HashMap<i64, &Row> = known.rows.iter().map(|row| (row.id, row)).collect();
    let was: HashMap<i64, &Row> = before.rows.iter().map(|row| (row.id, row)).collect();
    let rows: Vec<Row> = before
        .order
        .iter()
        .filter_map(|id| match (was.get(id), now_by_id.remove(id)) {
            // What was given meanwhile is a fact and stays.
            (Some(old), Some(row)) => {
                Some(Row { given: row.given.clone(), version: row.version, ..(*old).clone() })
            }
            (Some(old), None) => Some((*old).clone()),
            (None, row) => row.cloned(),
        })
        .collect();
    // The reason of the change is the reason of its undoing.
    let why = reason.and_then(|code| Reason::from_code(&code)).map(|reason| (reason, note));
    let (institution, by, kind) = (journal.institution, may.actor(), ChangeKind::Undo);
    save(tx, &Saving { institution, journal: journal.id, by, kind, why: &why, now }, &known, rows)
}

/// The deputy's remark on a row; none takes it away.
pub fn remark(tx: &mut WriteTx<'_>, may: &ApprovePlan, row: i64, text: &str, now: Millis) -> Result<Saved> {
    let journal = may.journal();
    let known = load(tx, journal.institution, journal.id)?;
    let mut rows = known.rows.clone();
    let text: String = text.trim().chars().take(LONGEST).collect();
    if let Err(refused) = edit::carry_out(&mut rows, &Edit::Remark { row, text }, 0) {
        return Ok(Saved::Refused(refused));
    }
    let saving = Saving {
        institution: journal.institution,
        journal: journal.id,
        by: may.actor(),
        kind: ChangeKind::Remark,
        why: &None,
        now,
    };
    save(tx, &saving, &known, rows)
}

/// Why rows or header can't be changed now.
fn closed(known: &Plan, why: &Why) -> Option<Saved> {
    if !known.is_open() {
        return Some(Saved::Submitted);
    }
    let said =
        why.as_ref().is_some_and(|(reason, words)| *reason != Reason::Other || !words.trim().is_empty());
    (known.needs_reason() && !said).then_some(Saved::NeedsReason)
}

/// Writes what differs: rows, lessons, figures, a line of the list. Facts alone are no change of the plan.
fn save(tx: &mut WriteTx<'_>, saving: &Saving<'_>, known: &Plan, mut rows: Vec<Row>) -> Result<Saved> {
    if rows.iter().any(|row| row.planned.iter().chain(&row.given).any(|slot| slot.number == 0)) {
        let (first, last) = (day(19_000_101)?, day(21_001_231)?);
        let lessons = lessons_of(tx, saving.institution, saving.journal, (first, last))?;
        deal::settle(&mut rows, &places(&lessons));
    }
    let was: HashMap<i64, (usize, &Row)> =
        known.rows.iter().enumerate().map(|(place, row)| (row.id, (place, row))).collect();
    let kept: HashSet<i64> = rows.iter().map(|row| row.id).collect();
    let removed: Vec<&Row> = known.rows.iter().filter(|row| !kept.contains(&row.id)).collect();
    let order: Vec<i64> = known.rows.iter().map(|row| row.id).collect();
    let differs = !removed.is_empty()
        || order != rows.iter().map(|row| row.id).collect::<Vec<_>>()
        || rows.iter().any(|row| was.get(&row.id).is_none_or(|(_, old)| !old.says_the_same(row)));
    let facts = rows.iter().any(|row| was.get(&row.id).is_some_and(|(_, old)| old.given != row.given));
    if !differs && !facts {
        return Ok(Saved::Done(None));
    }
    if differs && saving.kind != ChangeKind::Remark {
        let why = if saving.kind == ChangeKind::Undo && saving.why.is_none() {
            // Undoing what was done before the approval needs the words as well; there is nobody to ask.
            &Some((Reason::Other, "—".to_owned()))
        } else {
            saving.why
        };
        if let Some(refused) = closed(known, why) {
            return Ok(refused);
        }
    }
    let mut altered: Vec<&Row> = removed.clone();
    let mut words: Vec<&str> = removed.iter().map(|row| row.title.as_str()).collect();
    for row in &mut rows {
        match was.get(&row.id) {
            Some((_, old)) if old.says_the_same(row) && old.given == row.given => {}
            Some((_, old)) => {
                row.version = old.version.saturating_add(1);
                altered.push(old);
            }
            None => row.version = row.version.max(1),
        }
    }
    for row in &rows {
        if was.get(&row.id).is_none_or(|(_, old)| !old.says_the_same(row)) {
            words.push(&row.title);
        }
    }
    let before = Before { order, rows: altered.into_iter().cloned().collect() };
    let what: String = words.join(" · ").chars().take(WHAT).collect();
    let new = Plan { rows, ..known.clone() };
    if differs || known.version == 0 {
        put_plan(tx, saving, known, &new)?;
        put_change(tx, saving, &Plan { remark: String::new(), ..new.clone() }, &what, &before)?;
    } else {
        put_figures(tx, saving.institution, saving.journal, &new.rows)?;
    }
    put_rows(tx, saving.institution, &known.rows, &new)?;
    Ok(Saved::Done(None))
}

pub(super) fn put_plan(tx: &mut WriteTx<'_>, saving: &Saving<'_>, known: &Plan, new: &Plan) -> Result<()> {
    let figures = sums::figures(&new.rows);
    let set = (
        plan::status.eq(new.status.code()),
        plan::version.eq(known.version.saturating_add(1)),
        plan::approved.eq(new.approved),
        plan::programme.eq(&new.header.programme),
        plan::hours_week.eq(new.header.hours_week),
        plan::hours_year.eq(new.header.hours_year),
        plan::remark.eq(&new.remark),
        plan::hours.eq(figures.hours),
        plan::given.eq(figures.given),
        plan::next_day.eq(figures.next_day.map(kernel::Day::number)),
        plan::changed_at.eq(saving.now.0),
        plan::changed_by.eq(saving.by.0),
    );
    let key = (saving.institution.0, saving.journal.0);
    if known.version > 0 {
        on_backend!(tx, |c| diesel::update(plan::table.find(key)).set(set).execute(c))?;
    } else {
        let row = (plan::institution_id.eq(key.0), plan::journal_id.eq(key.1), set);
        on_backend!(tx, |c| diesel::insert_into(plan::table).values(row).execute(c))?;
    }
    Ok(())
}

pub(super) fn put_change(
    tx: &mut WriteTx<'_>,
    saving: &Saving<'_>,
    new: &Plan,
    what: &str,
    before: &Before,
) -> Result<()> {
    let (reason, words) = match saving.why {
        Some((reason, words)) => (Some(reason.code()), words.trim().chars().take(LONGEST).collect()),
        None => (None, new.remark.clone()),
    };
    let row = (
        plan_change::institution_id.eq(saving.institution.0),
        plan_change::journal_id.eq(saving.journal.0),
        plan_change::version.eq(new.version.saturating_add(1)),
        plan_change::kind.eq(saving.kind.code()),
        plan_change::reason.eq(reason),
        plan_change::note.eq(words),
        plan_change::what.eq(what),
        plan_change::before.eq(to_json(before, "plan_change.before")?),
        plan_change::changed_at.eq(saving.now.0),
        plan_change::changed_by.eq(saving.by.0),
    );
    on_backend!(tx, |c| diesel::insert_into(plan_change::table).values(row).execute(c))?;
    Ok(())
}
