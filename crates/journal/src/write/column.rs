//! A column: its kind and weight, its title, the day its marks are released, the day they are due, its lesson.

use access::EditJournal;
use diesel::prelude::*;
use kernel::{Attendance, Day, MarkValue, Millis, PeriodId, PersonId, Weight, WorkId, WorkKindId};
use store::fixed::{Bind, Fixed, Statement};
use store::{WriteTx, on_backend};

use super::put::{add_sums, contribution};
use super::works::{MOST, kind_weight};
use crate::error::{Error, Result};
use crate::model::{CellState, Origin};
use crate::read;
use crate::seal::append::payload;
use crate::seal::chain::{Entry, MarkRow};
use crate::table::{lesson, mark, mark_history, work};

/// The longest title of a column, in characters.
pub const LONGEST_TITLE: usize = 120;

/// What a form says of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Kind.
    pub kind: WorkKindId,
    /// The kind it was shown with; none asks for no check.
    pub was: Option<WorkKindId>,
    /// Weight; none is the kind's when the kind changes, else the one it has.
    pub weight: Option<Weight>,
    /// Title, may be empty.
    pub title: String,
    /// The family sees its marks from this instant on; none: after the school's pause.
    pub release: Option<Millis>,
    /// The last day for marks that are due in it.
    pub due: Option<Day>,
}

/// What became of a change of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It stands.
    Saved,
    /// The period is closed.
    Closed,
    /// Somebody made it another kind meanwhile.
    Stale,
    /// It is the lesson's first column, which holds attendance.
    First,
    /// Something is written in it: it stays at its lesson.
    Written,
    /// The other lesson has the most columns it may have.
    Most,
    /// There is no such lesson.
    NoLesson,
}

/// A column as it is kept.
struct Known {
    day: Day,
    number: i32,
    ordinal: i32,
    kind: i64,
    weight: i16,
    title: String,
    release: Option<i64>,
    due: Option<i32>,
}

fn known(tx: &mut WriteTx<'_>, may: &EditJournal, id: WorkId) -> Result<Known> {
    type Row = (i32, i32, i32, i64, i16, String, Option<i64>, Option<i32>);
    let journal = may.journal();
    let row: Option<Row> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq(id.0)))
            .filter(work::journal_id.eq(journal.id.0))
            .select((
                work::day,
                work::number,
                work::ordinal,
                work::kind_id,
                work::weight,
                work::title,
                work::release_at,
                work::due_day,
            ))
            .first(c)
            .optional()
    })?;
    let (on, number, ordinal, kind, weight, title, release, due) = row.ok_or(Error::NotFound("work"))?;
    let day = read::day(on)?;
    if !may.covers(day, number) {
        return Err(Error::NotFound("work"));
    }
    Ok(Known { day, number, ordinal, kind, weight, title, release, due })
}

/// Makes a column another kind of work with that kind's weight; its marks, their history and sums follow. False, and
/// nothing changes, when somebody made it another kind than `was` meanwhile, or the period is closed.
pub fn set_kind(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    id: WorkId,
    kind: WorkKindId,
    was: Option<WorkKindId>,
    now: Millis,
) -> Result<bool> {
    let stands = known(tx, may, id)?;
    let wish = Column {
        kind,
        was,
        weight: None,
        title: stands.title,
        release: stands.release.map(Millis),
        due: stands.due.map(read::day).transpose()?,
    };
    Ok(change_column(tx, may, id, &wish, now)? == Changed::Saved)
}

/// Changes a column. Its marks, their history and sums follow another weight; marks that are due follow another day; marks
/// the family has not seen yet follow another release, those it has seen stay seen.
pub fn change_column(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    id: WorkId,
    wish: &Column,
    now: Millis,
) -> Result<Changed> {
    let journal = may.journal();
    let stands = known(tx, may, id)?;
    let weight = match wish.weight {
        Some(weight) => weight.stored(),
        None if wish.kind.0 == stands.kind => stands.weight,
        None => kind_weight(tx, may, wish.kind)?,
    };
    let title: String = wish.title.trim().chars().take(LONGEST_TITLE).collect();
    let (release, due) = (wish.release.map(|at| at.0), wish.due.map(Day::number));
    let same_kind = (stands.kind, stands.weight) == (wish.kind.0, weight);
    if same_kind && (&stands.title, stands.release, stands.due) == (&title, release, due) {
        return Ok(Changed::Saved);
    }
    if wish.kind.0 != stands.kind && wish.was.is_some_and(|was| was.0 != stands.kind) {
        return Ok(Changed::Stale);
    }
    if super::lock::is_closed(tx, journal, stands.day, now)? {
        return Ok(Changed::Closed);
    }
    // A kind of another school is none.
    kind_weight(tx, may, wish.kind)?;
    let key = (journal.institution.0, journal.id.0, stands.day.number(), stands.number, stands.ordinal);
    on_backend!(tx, |c| {
        diesel::update(work::table.find(key))
            .set((
                work::kind_id.eq(wish.kind.0),
                work::weight.eq(weight),
                work::title.eq(&title),
                work::release_at.eq(release),
                work::due_day.eq(due),
            ))
            .execute(c)
    })?;
    if stands.release != release {
        let pause = i64::from(read::mark_rules(tx, journal.institution)?.pause) * 60_000;
        let release = release.unwrap_or_default();
        let binds = [
            Bind::Big(pause),
            Bind::Big(release),
            Bind::Big(pause),
            Bind::Big(release),
            Bind::Big(journal.institution.0),
            Bind::Big(journal.id.0),
            Bind::Int(stands.day.number()),
            Bind::Big(id.0),
            Bind::Big(now.0),
        ];
        on_backend!(tx, |c| Fixed::<Release>::new(&binds).execute(c))?;
    }
    let term = due.filter(|_| stands.due != due);
    let entries = if !same_kind || term.is_some() {
        follow(tx, may, (id, stands.day), (wish.kind, weight), term, now)?
    } else {
        Vec::new()
    };
    let payload = payload(journal.id, id.0, &entries);
    store::outbox::append(tx, journal.institution, "work.changed", id.0, &payload, now)?;
    Ok(Changed::Saved)
}

/// What the family has not seen yet, it sees at another instant.
struct Release;
impl Statement for Release {
    const TEXT: &'static str = "UPDATE mark SET visible_at = CASE WHEN changed_at + ? > ? THEN changed_at + ? ELSE ? END \
        WHERE institution_id = ? AND journal_id = ? AND day = ? AND work_id = ? AND visible_at > ?";
    type Row = ();
}

/// The cells of a column follow its kind and weight, those that are due its term: each with a new version and its history,
/// whose rows are given for the chain.
fn follow(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    (id, on): (WorkId, Day),
    (kind, weight): (WorkKindId, i16),
    term: Option<i32>,
    now: Millis,
) -> Result<Vec<Entry>> {
    let (journal, on) = (may.journal(), on.number());
    let cells: Vec<(i64, i64, i16, i64, read::ShortRow)> = on_backend!(tx, |c| {
        mark::table
            .filter(mark::institution_id.eq(journal.institution.0).and(mark::journal_id.eq(journal.id.0)))
            .filter(mark::day.eq(on).and(mark::work_id.eq(id.0)))
            .limit(5000)
            .select((
                mark::pupil_id,
                mark::period_id,
                mark::weight,
                mark::kind_id,
                (
                    mark::value,
                    mark::attendance,
                    mark::version,
                    mark::comment,
                    mark::first_value,
                    mark::resit,
                    mark::due_until,
                    mark::staff_only,
                ),
            ))
            .load(c)
    })?;
    let mut entries = Vec::with_capacity(cells.len());
    for (pupil, period, old_weight, old_kind, row) in cells {
        let state: CellState = read::state_of(row);
        let old_due = state.due_until.map(Day::number);
        let due = old_due.and(term).or(old_due);
        if (old_weight, old_kind, old_due) == (weight, kind.0, due) {
            continue;
        }
        let version = state.version.saturating_add(1);
        on_backend!(tx, |c| {
            diesel::update(mark::table.find((journal.institution.0, pupil, on, id.0)))
                .set((
                    mark::kind_id.eq(kind.0),
                    mark::weight.eq(weight),
                    mark::due_until.eq(due),
                    mark::version.eq(version),
                    mark::changed_at.eq(now.0),
                    mark::changed_by.eq(may.actor().0),
                ))
                .execute(c)
        })?;
        let value = state.cell.mark.map(MarkValue::get).map(i16::from);
        let attendance = state.cell.attendance.map(Attendance::code);
        let first = state.cell.first.map(MarkValue::get).map(i16::from);
        let rule = first.map(|_| state.resit.code());
        let row = MarkRow {
            pupil,
            day: on,
            work: id.0,
            version,
            value,
            attendance: attendance.map(str::to_owned),
            weight,
            comment: state.comment.clone(),
            op: String::new(),
            origin: Origin::Column.code().to_owned(),
            at: now.0,
            by: may.actor().0,
            first,
            resit: rule.map(str::to_owned),
            due,
            staff_only: state.staff_only,
        };
        entries.push(Entry { key: row.key(), digest: row.digest(journal.institution, journal.id) });
        let history = (
            mark_history::institution_id.eq(journal.institution.0),
            mark_history::pupil_id.eq(pupil),
            mark_history::day.eq(on),
            mark_history::work_id.eq(id.0),
            mark_history::version.eq(version),
            mark_history::value.eq(value),
            mark_history::attendance.eq(attendance),
            mark_history::weight.eq(weight),
            mark_history::comment.eq(&state.comment),
            mark_history::op.eq(""),
            mark_history::origin.eq(Origin::Column.code()),
            mark_history::changed_at.eq(now.0),
            mark_history::changed_by.eq(may.actor().0),
        );
        let rest = (
            mark_history::first_value.eq(first),
            mark_history::resit.eq(rule),
            mark_history::due_until.eq(due),
            mark_history::staff_only.eq(i16::from(state.staff_only)),
        );
        on_backend!(tx, |c| diesel::insert_into(mark_history::table).values((history, rest)).execute(c))?;
        let delta = contribution(&state, weight).minus(contribution(&state, old_weight));
        add_sums(tx, may, PersonId(pupil), PeriodId(period), delta, [0; 4])?;
    }
    Ok(entries)
}

/// Takes an empty column to another lesson of the journal. One in which something was written stays where it was written.
pub fn move_column(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    id: WorkId,
    (to, number): (Day, i32),
    now: Millis,
) -> Result<Changed> {
    let journal = may.journal();
    let stands = known(tx, may, id)?;
    if (stands.day, stands.number) == (to, number) {
        return Ok(Changed::Saved);
    }
    if stands.ordinal == 0 {
        return Ok(Changed::First);
    }
    let there: Option<i64> = on_backend!(tx, |c| {
        lesson::table
            .find((journal.institution.0, journal.id.0, to.number(), number))
            .select(lesson::id)
            .first(c)
            .optional()
    })?;
    if there.is_none() || !may.covers(to, number) {
        return Ok(Changed::NoLesson);
    }
    if super::lock::is_closed(tx, journal, stands.day, now)? || super::lock::is_closed(tx, journal, to, now)?
    {
        return Ok(Changed::Closed);
    }
    if super::works::is_written(tx, may, stands.day, id)? {
        return Ok(Changed::Written);
    }
    let taken: Vec<i32> = on_backend!(tx, |c| {
        work::table
            .filter(work::institution_id.eq(journal.institution.0).and(work::journal_id.eq(journal.id.0)))
            .filter(work::day.eq(to.number()).and(work::number.eq(number)))
            .select(work::ordinal)
            .limit(i64::from(MOST))
            .load(c)
    })?;
    // The first place holds attendance.
    let Some(ordinal) = (1..MOST).find(|ordinal| !taken.contains(ordinal)) else { return Ok(Changed::Most) };
    let key = (journal.institution.0, journal.id.0, stands.day.number(), stands.number, stands.ordinal);
    on_backend!(tx, |c| {
        diesel::update(work::table.find(key))
            .set((work::day.eq(to.number()), work::number.eq(number), work::ordinal.eq(ordinal)))
            .execute(c)
    })?;
    store::outbox::append(tx, journal.institution, "work.changed", id.0, "", now)?;
    Ok(Changed::Saved)
}
