//! Marks and attendance: the hot command.

use access::EditJournal;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};
use kernel::{
    Attendance, Cell, CellError, Day, InstitutionId, MarkValue, Millis, PeriodId, PersonId, ResitRule, Sums,
    Weight, WorkId,
};
use registry::table::{grading_period, journal_pupil};
use store::fixed::{Bind, Fixed, Statement};
use store::{WriteTx, on_backend};

use super::late;
use super::lock::has_leave;
use super::second;
use crate::error::Result;
use crate::model::{CellNow, CellState, Change, MarkLabel, MarkRules, Origin, Outcome};
use crate::read;
use crate::seal::append::payload;
use crate::seal::chain::{Entry, MarkRow};
use crate::table::{mark, mark_history, mark_setting, mark_sum, work};

/// A comment is at most so long, in characters.
const COMMENT: usize = 500;

/// A cell as it is kept, with who changed it last and when.
type Known = (CellState, PersonId, Millis);

/// The column, pupil and period a change is about, with the school's rules.
pub(super) struct Target {
    pub work: WorkId,
    pub day: Day,
    pub number: i32,
    pub ordinal: i32,
    pub kind: i64,
    weight: i16,
    period: PeriodId,
    locked: bool,
    release: Option<Millis>,
    due: Option<Day>,
    rules: MarkRules,
}

/// What a form can say of a cell besides its text and comment.
#[derive(Debug, Clone, Copy, Default)]
pub struct More {
    /// Is the comment kept from the family? None leaves it as it is.
    pub staff_only: Option<bool>,
    /// The last day for a mark that is due; none takes the column's or the school's term.
    pub due: Option<Day>,
}

/// What was typed, by the school's rules.
pub(super) struct Typed {
    pub cell: Cell,
    /// The sign of «4-», kept as a comment.
    pub sign: Option<String>,
    /// The second mark of «5/4», for another column.
    pub second: Option<Cell>,
}

fn typed(text: &str, before: Cell, rules: &MarkRules) -> std::result::Result<Typed, CellError> {
    let plain = |cell| Typed { cell, sign: None, second: None };
    match Cell::parse_over(text, before) {
        Err(CellError::TwoMarks) if rules.split_two => {
            let (cell, second) = Cell::two_marks(text).ok_or(CellError::TwoMarks)?;
            Ok(Typed { second: Some(second), ..plain(cell) })
        }
        Err(CellError::Sign) if rules.keep_signs => {
            let (cell, sign) = Cell::signed(text).ok_or(CellError::Sign)?;
            Ok(Typed { sign: Some(sign), ..plain(cell) })
        }
        parsed => parsed.map(plain),
    }
}

/// How a change comes about.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    /// From where.
    pub origin: Origin,
    /// Whose change it is, for the history.
    pub by: PersonId,
    /// Is it the deputy who lets it happen in a locked period?
    pub locked_too: bool,
    /// On which day.
    pub today: Day,
    /// When.
    pub now: Millis,
}

/// Carries out one change of one cell: the mark with its history, sums and event, or the reason why not.
///
/// A change made from an older version is [`Outcome::Stale`], unless this very operation was carried out before: then
/// it is saved already. What the grid sends for a locked period is kept for the deputy. Only this room's database failures
/// are errors.
pub fn put(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    change: &Change,
    origin: Origin,
    today: Day,
    now: Millis,
) -> Result<Outcome> {
    put_more(tx, may, change, More::default(), origin, today, now)
}

/// Like [`put`], with what only the form of one cell says.
pub fn put_more(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    change: &Change,
    more: More,
    origin: Origin,
    today: Day,
    now: Millis,
) -> Result<Outcome> {
    put_how(tx, may, change, more, How { origin, by: may.actor(), locked_too: false, today, now })
}

/// The same with all that may differ.
pub(super) fn put_how(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    change: &Change,
    more: More,
    how: How,
) -> Result<Outcome> {
    use CellError::{ResitOfNothing, Sign, TwoMarks};
    let How { today, now, .. } = how;
    match Cell::parse(&change.text) {
        // What the cell or the school's rules make of it is seen below.
        Ok(_) | Err(TwoMarks | Sign | ResitOfNothing) => {}
        Err(error) => return Ok(Outcome::Invalid(error.key())),
    }
    let Some((target, known)) = target(tx, may, change.pupil, change.work)? else {
        return Ok(Outcome::Locked("cell-not-here"));
    };
    if !may.covers(target.day, target.number) {
        return Ok(Outcome::Locked("cell-not-here"));
    }
    let institution = may.journal().institution;
    let version = known.as_ref().map_or(0, |(state, _, _)| state.version);
    let locked = target.locked
        && !how.locked_too
        && !has_leave(tx, institution, may.journal().id, target.period.0, now)?;
    let differs = locked || version != change.base;
    if differs && was_done(tx, institution, change, target.work, target.day)? {
        let state = known.map_or_else(nothing, |(state, _, _)| state);
        let sums = sums(tx, may, change.pupil, target.period)?;
        return Ok(Outcome::Saved {
            cells: vec![CellNow { pupil: change.pupil, work: target.work, state }],
            sums,
        });
    }
    if target.day > today {
        return Ok(Outcome::Locked("cell-future"));
    }
    let before = known.as_ref().map_or_else(nothing, |(state, _, _)| state.clone());
    let read = typed(&change.text, before.cell, &target.rules);
    if locked {
        return match read {
            Ok(typed) => late::keep(tx, may, change, (target.day, &typed), &before, how).map(Outcome::Locked),
            Err(error) => Ok(Outcome::Invalid(error.key())),
        };
    }
    if version != change.base {
        return stale(tx, change, target.work, known);
    }
    let Typed { cell: typed, sign, second } = match read {
        Ok(typed) => typed,
        Err(error) => return Ok(Outcome::Invalid(error.key())),
    };
    let second = match second {
        None => None,
        Some(cell) => match second::place(tx, may, &target, change.pupil, now)? {
            Some((work, base)) => Some(second::change(change, work, base, cell)),
            None => return Ok(Outcome::Invalid("cell-two-marks-full")),
        },
    };
    let comment = match &change.comment {
        Some(text) => Some(text.trim().chars().take(COMMENT).collect::<String>()).filter(|t| !t.is_empty()),
        None => before.comment.clone().or(sign),
    };
    let mut cells = Vec::with_capacity(2);
    let mut here = CellState {
        cell: typed,
        version,
        staff_only: comment.is_some() && more.staff_only.unwrap_or(before.staff_only),
        comment,
        due_until: None,
        resit: ResitRule::New,
    };
    if typed.due {
        let term =
            || target.due.filter(|day| *day >= today).unwrap_or(today.plus(i64::from(target.rules.due_days)));
        here.due_until = Some(more.due.or(before.due_until).unwrap_or_else(term));
    }
    if typed.first.is_some() {
        here.resit = if before.cell.first.is_some() { before.resit } else { target.rules.resit };
    }
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
            let stored = store_cell(tx, may, &first, change, &there, wanted, how)?;
            cells.extend(stored.map(|(cell, _)| cell));
        }
    }
    let kept = match store_cell(tx, may, &target, change, &before, here, how)? {
        Some((cell, sums)) => {
            cells.push(cell);
            sums
        }
        None => {
            cells.push(CellNow { pupil: change.pupil, work: target.work, state: before });
            None
        }
    };
    if let Some(second) = second {
        return Ok(match put_how(tx, may, &second, More::default(), how)? {
            Outcome::Saved { cells: more, sums } => {
                cells.extend(more);
                Outcome::Saved { cells, sums }
            }
            refused => refused,
        });
    }
    let sums = match kept {
        Some(sums) => sums,
        None => sums(tx, may, change.pupil, target.period)?,
    };
    Ok(Outcome::Saved { cells, sums })
}

fn nothing() -> CellState {
    CellState::default()
}

fn stale(tx: &mut WriteTx<'_>, change: &Change, work: WorkId, known: Option<Known>) -> Result<Outcome> {
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

/// The column with the pupil's membership on its day, the period and the cell as it is: one statement. None when the
/// work is not this journal's, the pupil was not its member on that day, or the day lies in no period.
fn target(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    pupil: PersonId,
    id: WorkId,
) -> Result<Option<(Target, Option<Known>)>> {
    let journal = may.journal();
    #[allow(clippy::type_complexity, reason = "one row of one statement")]
    let row: Option<(
        (i32, i32, i32, i64, i16, i64, Option<i64>),
        (Option<i64>, Option<i32>),
        Option<read::RulesRow>,
        Option<read::CellRow>,
    )> = on_backend!(tx, |c| {
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
            .left_join(
                mark::table.on(mark::institution_id
                    .eq(work::institution_id)
                    .and(mark::pupil_id.eq(pupil.0))
                    .and(mark::day.eq(work::day))
                    .and(mark::work_id.eq(work::id))),
            )
            .left_join(mark_setting::table.on(mark_setting::institution_id.eq(work::institution_id)))
            .filter(work::institution_id.eq(journal.institution.0).and(work::id.eq(id.0)))
            .filter(work::journal_id.eq(journal.id.0))
            .filter(journal_pupil::pupil_id.eq(pupil.0))
            .filter(grading_period::year_id.eq(journal.year.0))
            .filter(grading_period::kind.eq(journal.period_kind.code()))
            .select((
                (
                    work::day,
                    work::number,
                    work::ordinal,
                    work::kind_id,
                    work::weight,
                    grading_period::id,
                    grading_period::locked_at,
                ),
                (work::release_at, work::due_day),
                read::RULES.nullable(),
                (
                    mark::value,
                    mark::attendance,
                    mark::version,
                    mark::comment,
                    mark::changed_by,
                    mark::changed_at,
                    mark::first_value,
                    mark::resit,
                    mark::due_until,
                    mark::staff_only,
                )
                    .nullable(),
            ))
            .first(c)
            .optional()
    })?;
    row.map(|((on, number, ordinal, kind, weight, period, locked), (release, due), rules, known)| {
        let target = Target {
            work: id,
            day: read::day(on)?,
            number,
            ordinal,
            kind,
            weight,
            period: PeriodId(period),
            locked: locked.is_some(),
            release: release.map(Millis),
            due: due.map(read::day).transpose()?,
            rules: rules.map(read::rules_of).unwrap_or_default(),
        };
        Ok((target, known.map(read::known)))
    })
    .transpose()
}

fn first_work(tx: &mut WriteTx<'_>, may: &EditJournal, of: &Target) -> Result<Option<Target>> {
    let journal = may.journal();
    let row: Option<(i64, i64, i16, Option<i64>)> = on_backend!(tx, |c| {
        work::table
            .find((journal.institution.0, journal.id.0, of.day.number(), of.number, 0))
            .select((work::id, work::kind_id, work::weight, work::release_at))
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(id, kind, weight, release)| Target {
        work: WorkId(id),
        ordinal: 0,
        kind,
        weight,
        release: release.map(Millis),
        ..*of
    }))
}

fn counts(cell: Cell) -> [i32; 4] {
    crate::model::MISSED.map(|code: Attendance| i32::from(cell.attendance == Some(code)))
}

/// What a cell adds to the sums.
pub(super) fn contribution(state: &CellState, weight: i16) -> Sums {
    Sums::default().with_cell(state.cell, Weight::from_stored(weight), state.resit)
}

/// Writes a cell with history, sums and event; gives the cell and the sums when these changed. None when nothing changed.
fn store_cell(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    target: &Target,
    change: &Change,
    before: &CellState,
    mut after: CellState,
    how: How,
) -> Result<Option<(CellNow, Option<Sums>)>> {
    after.version = before.version;
    if after == *before {
        return Ok(None);
    }
    after.version = before.version.saturating_add(1);
    let now = how.now;
    let journal = may.journal();
    let (institution, pupil) = (journal.institution.0, change.pupil.0);
    let value = after.cell.mark.map(MarkValue::get).map(i16::from);
    let attendance = after.cell.attendance.map(Attendance::code);
    let first = after.cell.first.map(MarkValue::get).map(i16::from);
    let rule = first.map(|_| after.resit.code());
    let due = after.due_until.map(Day::number);
    let label = match how.origin {
        Origin::Import => Some(MarkLabel::Import),
        _ => target.rules.label(target.day, how.today),
    };
    let binds = [
        Bind::Big(institution),
        Bind::Big(pupil),
        Bind::Int(target.day.number()),
        Bind::Big(target.work.0),
        Bind::Big(journal.id.0),
        Bind::Big(journal.subject.0),
        Bind::Big(target.period.0),
        Bind::Int(target.number),
        Bind::Big(target.kind),
        Bind::Small(value),
        Bind::MaybeText(attendance),
        Bind::Small(Some(target.weight)),
        Bind::MaybeText(after.comment.as_deref()),
        Bind::Int(after.version),
        Bind::Big(now.0),
        Bind::Big(how.by.0),
        Bind::Small(first),
        Bind::MaybeText(rule),
        Bind::MaybeInt(due),
        Bind::Small(Some(i16::from(after.staff_only))),
        Bind::MaybeText(label.map(MarkLabel::code)),
        Bind::Big(target.rules.visible_at(now, target.release).0),
    ];
    on_backend!(tx, |c| Fixed::<PutMark>::new(&binds).execute(c))?;
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
        mark_history::origin.eq(how.origin.code()),
        mark_history::changed_at.eq(now.0),
        mark_history::changed_by.eq(how.by.0),
        mark_history::first_value.eq(first),
        mark_history::resit.eq(rule),
        mark_history::due_until.eq(due),
        mark_history::staff_only.eq(i16::from(after.staff_only)),
    );
    on_backend!(tx, |c| diesel::insert_into(mark_history::table).values(history).execute(c))?;
    let delta = contribution(&after, target.weight).minus(contribution(before, target.weight));
    let (old, new) = (counts(before.cell), counts(after.cell));
    let mut missed = [0; 4];
    for (slot, (new, old)) in missed.iter_mut().zip(new.into_iter().zip(old)) {
        *slot = new - old;
    }
    let sums = add_sums(tx, may, change.pupil, target.period, delta, missed)?;
    let row = MarkRow {
        pupil,
        day: target.day.number(),
        work: target.work.0,
        version: after.version,
        value,
        attendance: attendance.map(str::to_owned),
        weight: target.weight,
        comment: after.comment.clone(),
        op: change.op.clone(),
        origin: how.origin.code().to_owned(),
        at: now.0,
        by: how.by.0,
        first,
        resit: rule.map(str::to_owned),
        due,
        staff_only: after.staff_only,
    };
    let entry = Entry { key: row.key(), digest: row.digest(journal.institution, journal.id) };
    let payload = payload(journal.id, target.work.0, &[entry]);
    store::outbox::append(tx, journal.institution, "mark.saved", pupil, &payload, now)?;
    Ok(Some((CellNow { pupil: change.pupil, work: target.work, state: after }, sums)))
}

/// Adds to the kept sums of a pupil's period; gives what they are now, or None when there was nothing to add.
pub(super) fn add_sums(
    tx: &mut WriteTx<'_>,
    may: &EditJournal,
    pupil: PersonId,
    period: PeriodId,
    delta: Sums,
    missed: [i32; 4],
) -> Result<Option<Sums>> {
    if delta == Sums::default() && missed == [0; 4] {
        return Ok(None);
    }
    let [absent, excused, ill, late] = missed;
    let binds = [
        Bind::Big(may.journal().institution.0),
        Bind::Big(pupil.0),
        Bind::Big(period.0),
        Bind::Big(may.journal().id.0),
        Bind::Big(delta.weighted),
        Bind::Big(delta.weight),
        Bind::Int(i32::try_from(delta.count).unwrap_or_default()),
        Bind::Int(absent),
        Bind::Int(excused),
        Bind::Int(ill),
        Bind::Int(late),
    ];
    let (weighted, weight, count): (i64, i64, i32) =
        on_backend!(tx, |c| Fixed::<AddSums>::new(&binds).get_result(c))?;
    Ok(Some(Sums { weighted, weight, count: i64::from(count) }))
}

/// The mark of a cell, new or changed. What the family saw until now stays with it for the time of the pause.
struct PutMark;
impl Statement for PutMark {
    const TEXT: &'static str = "INSERT INTO mark (institution_id, pupil_id, day, work_id, journal_id, subject_id, period_id, \
        number, kind_id, value, attendance, weight, comment, version, changed_at, changed_by, \
        first_value, resit, due_until, staff_only, label, visible_at) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
        ON CONFLICT (institution_id, pupil_id, day, work_id) DO UPDATE SET value = excluded.value, \
        attendance = excluded.attendance, comment = excluded.comment, version = excluded.version, \
        changed_at = excluded.changed_at, changed_by = excluded.changed_by, first_value = excluded.first_value, \
        resit = excluded.resit, due_until = excluded.due_until, staff_only = excluded.staff_only, \
        label = excluded.label, visible_at = excluded.visible_at, \
        shown_value = CASE WHEN mark.visible_at <= excluded.changed_at THEN mark.value ELSE mark.shown_value END, \
        shown_first = CASE WHEN mark.visible_at <= excluded.changed_at THEN mark.first_value ELSE mark.shown_first END, \
        shown_resit = CASE WHEN mark.visible_at <= excluded.changed_at THEN mark.resit ELSE mark.shown_resit END, \
        shown_attendance = CASE WHEN mark.visible_at <= excluded.changed_at THEN mark.attendance \
        ELSE mark.shown_attendance END, \
        shown_due = CASE WHEN mark.visible_at <= excluded.changed_at THEN mark.due_until ELSE mark.shown_due END, \
        shown_comment = CASE WHEN mark.visible_at > excluded.changed_at THEN mark.shown_comment \
        WHEN mark.staff_only = 1 THEN NULL ELSE mark.comment END";
    type Row = ();
}

/// What a change adds to the sums of a pupil's period.
struct AddSums;
impl Statement for AddSums {
    const TEXT: &'static str = "INSERT INTO mark_sum (institution_id, pupil_id, period_id, journal_id, weighted, weight, \
        count, absent, excused, ill, late) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
        ON CONFLICT (institution_id, pupil_id, period_id, journal_id) DO UPDATE SET \
        weighted = mark_sum.weighted + excluded.weighted, weight = mark_sum.weight + excluded.weight, \
        count = mark_sum.count + excluded.count, absent = mark_sum.absent + excluded.absent, \
        excused = mark_sum.excused + excluded.excused, ill = mark_sum.ill + excluded.ill, \
        late = mark_sum.late + excluded.late RETURNING weighted, weight, count";
    type Row = (BigInt, BigInt, Integer);
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
