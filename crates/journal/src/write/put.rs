//! Marks and attendance: the hot command.

use access::EditJournal;
use diesel::prelude::*;
use diesel::upsert::excluded;
use kernel::{
    Attendance, Cell, Day, InstitutionId, MarkValue, Millis, PeriodId, PersonId, Sums, Weight, WorkId,
};
use registry::table::{grading_period, journal_pupil};
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{CellNow, CellState, Change, Origin, Outcome};
use crate::read;
use crate::table::{mark, mark_history, mark_sum, work};

/// A comment is at most so long, in characters.
const COMMENT: usize = 500;

/// The column, pupil and period a change is about.
struct Target {
    work: WorkId,
    day: Day,
    number: i32,
    ordinal: i32,
    kind: i64,
    weight: i16,
    period: PeriodId,
    locked: bool,
}

/// Carries out one change of one cell: the mark with its history, sums and event, or the reason why not.
///
/// A change made from an older version is [`Outcome::Stale`], unless this very operation was carried out before: then
/// it is saved already. Only this room's database failures are errors.
pub fn put(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    change: &Change,
    origin: Origin,
    today: Day,
    now: Millis,
) -> Result<Outcome> {
    let typed = match Cell::parse(&change.text) {
        Ok(cell) => cell,
        Err(error) => return Ok(Outcome::Invalid(error.key())),
    };
    let Some(target) = target(tx, may, change.pupil, change.work)? else {
        return Ok(Outcome::Locked("cell-not-here"));
    };
    let institution = may.journal().institution;
    let known = read::cell_state(tx, institution, change.pupil, target.day, target.work)?;
    let version = known.as_ref().map_or(0, |(state, _, _)| state.version);
    if version != change.base {
        if was_done(tx, institution, change, target.work, target.day)? {
            let state = known.map_or_else(nothing, |(state, _, _)| state);
            let sums = sums(tx, may, change.pupil, target.period)?;
            return Ok(Outcome::Saved {
                cells: vec![CellNow { pupil: change.pupil, work: target.work, state }],
                sums,
            });
        }
        return stale(tx, change, target.work, known);
    }
    if target.locked {
        return Ok(Outcome::Locked("cell-period-closed"));
    }
    if target.day > today {
        return Ok(Outcome::Locked("cell-future"));
    }
    let before = known.map_or_else(nothing, |(state, _, _)| state);
    let comment = match &change.comment {
        Some(text) => Some(text.trim().chars().take(COMMENT).collect::<String>()).filter(|t| !t.is_empty()),
        None => before.comment.clone(),
    };
    let mut cells = Vec::with_capacity(2);
    let mut here = CellState { cell: typed, version, comment };
    // Attendance is the lesson's: from a later column it goes to the first one.
    if target.ordinal > 0 && typed.attendance.is_some() {
        here.cell.attendance = None;
        if let Some(first) = first_work(tx, may, &target)? {
            let there = read::cell_state(tx, institution, change.pupil, first.day, first.work)?;
            let code = there.as_ref().and_then(|(state, _, _)| state.cell.attendance);
            if was_done(tx, institution, change, first.work, target.day)? {
                let there = there.map_or_else(nothing, |(state, _, _)| state);
                let sums = sums(tx, may, change.pupil, target.period)?;
                let cells = vec![
                    CellNow { pupil: change.pupil, work: first.work, state: there },
                    CellNow { pupil: change.pupil, work: target.work, state: before },
                ];
                return Ok(Outcome::Saved { cells, sums });
            }
            // The version of the first column was not shown; another code there is somebody's word.
            if code.is_some() && code != typed.attendance {
                return stale(tx, change, first.work, there);
            }
            let there = there.map_or_else(nothing, |(state, _, _)| state);
            let mut wanted = there.clone();
            wanted.cell.attendance = typed.attendance;
            cells.extend(store_cell(tx, may, &first, change, &there, wanted, origin, now)?);
        }
    }
    match store_cell(tx, may, &target, change, &before, here, origin, now)? {
        Some(cell) => cells.push(cell),
        None => cells.push(CellNow { pupil: change.pupil, work: target.work, state: before }),
    }
    let sums = sums(tx, may, change.pupil, target.period)?;
    Ok(Outcome::Saved { cells, sums })
}

fn nothing() -> CellState {
    CellState { cell: Cell::default(), version: 0, comment: None }
}

fn stale(
    tx: &mut WriteTx<'_>,
    change: &Change,
    work: WorkId,
    known: Option<(CellState, PersonId, Millis)>,
) -> Result<Outcome> {
    let Some((state, by, at)) = known else {
        // The row is gone although rows never go: the browser's version is of another database.
        return Ok(Outcome::Locked("cell-not-here"));
    };
    let who = registry::read::person(tx, by)?.name;
    Ok(Outcome::Stale { now: CellNow { pupil: change.pupil, work, state }, who, at })
}

/// Was this operation carried out already?
fn was_done(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    change: &Change,
    work: WorkId,
    on: Day,
) -> Result<bool> {
    let found: Option<i32> = on_backend!(tx, |c| {
        mark_history::table
            .filter(
                mark_history::institution_id.eq(institution.0).and(mark_history::pupil_id.eq(change.pupil.0)),
            )
            .filter(mark_history::day.eq(on.number()).and(mark_history::work_id.eq(work.0)))
            .filter(mark_history::op.eq(&change.op))
            .select(mark_history::version)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// The column with the pupil's membership on its day and the period: one statement. None when the work is not this
/// journal's, the pupil was not its member on that day, or the day lies in no period.
fn target(tx: &mut WriteTx<'_>, may: &EditJournal, pupil: PersonId, id: WorkId) -> Result<Option<Target>> {
    let journal = may.journal();
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let row: Option<(i32, i32, i32, i64, i16, i64, Option<i64>)> = on_backend!(tx, |c| {
        work::table
            .inner_join(
                journal_pupil::table.on(journal_pupil::institution_id
                    .eq(work::institution_id)
                    .and(journal_pupil::journal_id.eq(work::journal_id))
                    .and(journal_pupil::first_day.le(work::day))
                    .and(
                        journal_pupil::last_day
                            .is_null()
                            .or(journal_pupil::last_day.assume_not_null().ge(work::day)),
                    )),
            )
            .inner_join(
                grading_period::table.on(grading_period::institution_id
                    .eq(work::institution_id)
                    .and(grading_period::first_day.le(work::day))
                    .and(grading_period::last_day.ge(work::day))),
            )
            .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq(id.0)))
            .filter(work::journal_id.eq(journal.id.0))
            .filter(journal_pupil::pupil_id.eq(pupil.0))
            .filter(grading_period::year_id.eq(journal.year.0))
            .filter(grading_period::kind.eq(journal.period_kind.code()))
            .select((
                work::day,
                work::number,
                work::ordinal,
                work::kind_id,
                work::weight,
                grading_period::id,
                grading_period::locked_at,
            ))
            .first(c)
            .optional()
    })?;
    row.map(|(on, number, ordinal, kind, weight, period, locked)| {
        Ok(Target {
            work: id,
            day: read::day(on)?,
            number,
            ordinal,
            kind,
            weight,
            period: PeriodId(period),
            locked: locked.is_some(),
        })
    })
    .transpose()
}

fn first_work(tx: &mut WriteTx<'_>, may: &EditJournal, of: &Target) -> Result<Option<Target>> {
    let journal = may.journal();
    let row: Option<(i64, i64, i16)> = on_backend!(tx, |c| {
        work::table
            .find((journal.institution.0, journal.id.0, of.day.number(), of.number, 0))
            .select((work::id, work::kind_id, work::weight))
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(id, kind, weight)| Target { work: WorkId(id), ordinal: 0, kind, weight, ..*of }))
}

fn counts(cell: Cell) -> [i32; 4] {
    crate::model::MISSED.map(|code: Attendance| i32::from(cell.attendance == Some(code)))
}

fn contribution(cell: Cell, weight: i16) -> Sums {
    cell.mark.map_or_else(Sums::default, |value| Sums::default().with(value, Weight::from_stored(weight)))
}

/// Writes a cell with history, sums and event. None when nothing changed.
#[allow(clippy::too_many_arguments, reason = "one private step of one command")]
fn store_cell(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    target: &Target,
    change: &Change,
    before: &CellState,
    mut after: CellState,
    origin: Origin,
    now: Millis,
) -> Result<Option<CellNow>> {
    if after.cell == before.cell && after.comment == before.comment {
        return Ok(None);
    }
    after.version = before.version.saturating_add(1);
    let journal = may.journal();
    let (institution, pupil) = (journal.institution.0, change.pupil.0);
    let value = after.cell.mark.map(MarkValue::get).map(i16::from);
    let attendance = after.cell.attendance.map(Attendance::code);
    let row = (
        mark::institution_id.eq(institution),
        mark::pupil_id.eq(pupil),
        mark::day.eq(target.day.number()),
        mark::work_id.eq(target.work.0),
        mark::journal_id.eq(journal.id.0),
        mark::subject_id.eq(journal.subject.0),
        mark::period_id.eq(target.period.0),
        mark::number.eq(target.number),
        mark::kind_id.eq(target.kind),
        mark::value.eq(value),
        mark::attendance.eq(attendance),
        mark::weight.eq(target.weight),
        mark::comment.eq(&after.comment),
        mark::version.eq(after.version),
        mark::changed_at.eq(now.0),
        mark::changed_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(mark::table)
            .values(row)
            .on_conflict((mark::institution_id, mark::pupil_id, mark::day, mark::work_id))
            .do_update()
            .set((
                mark::value.eq(excluded(mark::value)),
                mark::attendance.eq(excluded(mark::attendance)),
                mark::comment.eq(excluded(mark::comment)),
                mark::version.eq(excluded(mark::version)),
                mark::changed_at.eq(excluded(mark::changed_at)),
                mark::changed_by.eq(excluded(mark::changed_by)),
            ))
            .execute(c)
    })?;
    let history = (
        mark_history::institution_id.eq(institution),
        mark_history::pupil_id.eq(pupil),
        mark_history::day.eq(target.day.number()),
        mark_history::work_id.eq(target.work.0),
        mark_history::version.eq(after.version),
        mark_history::value.eq(value),
        mark_history::attendance.eq(attendance),
        mark_history::weight.eq(target.weight),
        mark_history::comment.eq(&after.comment),
        mark_history::op.eq(&change.op),
        mark_history::origin.eq(origin.code()),
        mark_history::changed_at.eq(now.0),
        mark_history::changed_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(mark_history::table).values(history).execute(c))?;
    let delta = contribution(after.cell, target.weight).minus(contribution(before.cell, target.weight));
    let (old, new) = (counts(before.cell), counts(after.cell));
    let mut missed = [0; 4];
    for (slot, (new, old)) in missed.iter_mut().zip(new.into_iter().zip(old)) {
        *slot = new - old;
    }
    add_sums(tx, may, change.pupil, target.period, delta, missed)?;
    let payload = format!("{{\"journal\":{},\"work\":{}}}", journal.id, target.work);
    store::outbox::append(tx, journal.institution, "mark.saved", pupil, &payload, now)?;
    Ok(Some(CellNow { pupil: change.pupil, work: target.work, state: after }))
}

/// Adds to the kept sums of a pupil's period.
pub(super) fn add_sums(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    pupil: PersonId,
    period: PeriodId,
    delta: Sums,
    missed: [i32; 4],
) -> Result<()> {
    if delta == Sums::default() && missed == [0; 4] {
        return Ok(());
    }
    let count = i32::try_from(delta.count).unwrap_or_default();
    let [absent, excused, ill, late] = missed;
    let row = (
        mark_sum::institution_id.eq(may.journal().institution.0),
        mark_sum::pupil_id.eq(pupil.0),
        mark_sum::period_id.eq(period.0),
        mark_sum::journal_id.eq(may.journal().id.0),
        mark_sum::weighted.eq(delta.weighted),
        mark_sum::weight.eq(delta.weight),
        mark_sum::count.eq(count),
        mark_sum::absent.eq(absent),
        mark_sum::excused.eq(excused),
        mark_sum::ill.eq(ill),
        mark_sum::late.eq(late),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(mark_sum::table)
            .values(row)
            .on_conflict((
                mark_sum::institution_id,
                mark_sum::pupil_id,
                mark_sum::period_id,
                mark_sum::journal_id,
            ))
            .do_update()
            .set((
                mark_sum::weighted.eq(mark_sum::weighted + delta.weighted),
                mark_sum::weight.eq(mark_sum::weight + delta.weight),
                mark_sum::count.eq(mark_sum::count + count),
                mark_sum::absent.eq(mark_sum::absent + absent),
                mark_sum::excused.eq(mark_sum::excused + excused),
                mark_sum::ill.eq(mark_sum::ill + ill),
                mark_sum::late.eq(mark_sum::late + late),
            ))
            .execute(c)
    })?;
    Ok(())
}

fn sums(tx: &mut WriteTx<'_>, may: &EditJournal, pupil: PersonId, period: PeriodId) -> Result<Sums> {
    let journal = may.journal();
    let row: Option<(i64, i64, i32)> = on_backend!(tx, |c| {
        mark_sum::table
            .find((journal.institution.0, pupil.0, period.0, journal.id.0))
            .select((mark_sum::weighted, mark_sum::weight, mark_sum::count))
            .first(c)
            .optional()
    })?;
    Ok(row.map_or_else(Sums::default, |(weighted, weight, count)| Sums {
        weighted,
        weight,
        count: i64::from(count),
    }))
}
