//! Which periods are locked, who may change them all the same, and what came too late.

use access::{ListJournals, ManageGrading, SeeSchool, UnlockPeriods};
use diesel::prelude::*;
use kernel::{
    Cell, ClassId, Day, InstitutionId, JournalId, Millis, PeriodId, PersonId, PersonName, WorkId, YearId,
};
use registry::table::{person, subject};
use registry::{GradingPeriod, Journal};
use store::{ReadTx, on_backend};

use super::{day, whole_cell};
use crate::error::Result;
use crate::table::{late_save, mark, period_lock_rule, period_unlock};
use crate::write::Scope;

/// Is this period of the journal closed to changes now? Two statements more when it is locked, none when it is open.
pub fn is_closed(
    tx: &mut ReadTx<'_>,
    journal: &Journal,
    period: &GradingPeriod,
    now: Millis,
) -> Result<bool> {
    Ok(period.locked_at.is_some()
        && !crate::write::has_leave(tx, journal.institution, journal.id, period.id.0, now)?)
}

/// Are the columns of the year (year, exam, final) closed to changes now? They are once the year is.
pub fn is_year_closed(tx: &mut ReadTx<'_>, journal: &Journal, now: Millis) -> Result<bool> {
    Ok(crate::seal::year::closed(tx, journal.institution, journal.year)?.is_some()
        && !crate::write::has_leave(tx, journal.institution, journal.id, 0, now)?)
}

/// So many days after its end a period locks by itself, where the school wants that.
pub fn lock_days(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Option<i32>> {
    Ok(on_backend!(tx, |c| {
        period_lock_rule::table.find(institution.0).select(period_lock_rule::days).first(c).optional()
    })?)
}

/// A leave to change a locked period.
#[derive(Debug, Clone)]
pub struct Unlock {
    /// Number.
    pub id: i64,
    /// The period; none is the closed year.
    pub period: Option<PeriodId>,
    /// What it is for.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// Until.
    pub until: Millis,
    /// Since.
    pub created_at: Millis,
    /// By whom.
    pub created_by: PersonName,
    /// Ended before its time.
    pub ended_at: Option<Millis>,
}

/// The leaves of a year, the last first; at most two hundred.
pub fn unlocks(tx: &mut ReadTx<'_>, may: &SeeSchool, year: YearId) -> Result<Vec<Unlock>> {
    type Row =
        (i64, i64, Option<i64>, Option<i64>, String, i64, i64, Option<i64>, (String, String, Option<String>));
    let rows: Vec<Row> = on_backend!(tx, |c| {
        period_unlock::table
            .inner_join(person::table.on(person::id.eq(period_unlock::created_by)))
            .filter(period_unlock::institution_id.eq(may.institution().0))
            .filter(period_unlock::year_id.eq(year.0))
            .order(period_unlock::id.desc())
            .limit(200)
            .select((
                period_unlock::id,
                period_unlock::period_id,
                period_unlock::journal_id,
                period_unlock::class_id,
                period_unlock::reason,
                period_unlock::until,
                period_unlock::created_at,
                period_unlock::ended_at,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, period, journal, class, reason, until, created, ended, (family, given, third))| {
            let scope =
                journal.map(JournalId).map(Scope::Journal).or(class.map(ClassId).map(Scope::Class))?;
            Some(Unlock {
                id,
                period: (period != 0).then_some(PeriodId(period)),
                scope,
                reason,
                until: Millis(until),
                created_at: Millis(created),
                created_by: PersonName::stored(family, given, third),
                ended_at: ended.map(Millis),
            })
        })
        .collect())
}

/// What becomes of a late save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateState {
    /// The deputy has not decided.
    Waiting,
    /// It was written.
    Accepted,
    /// It was not.
    Declined,
}

/// A change that came when its period was locked.
#[derive(Debug, Clone)]
pub struct LateSave {
    /// Number.
    pub id: i64,
    /// Journal.
    pub journal: JournalId,
    /// Subject and classes.
    pub title: String,
    /// Pupil.
    pub pupil: PersonId,
    /// Name.
    pub name: PersonName,
    /// Column.
    pub work: WorkId,
    /// Its day.
    pub day: Day,
    /// What was typed.
    pub text: String,
    /// When it was typed, by the clock of the device.
    pub typed_at: Millis,
    /// When it came.
    pub received_at: Millis,
    /// Who typed.
    pub typed_by: PersonId,
    /// State.
    pub state: LateState,
    /// The deputy's words.
    pub answer: String,
    /// What stands in the cell now, and its version.
    pub now: (Cell, i32),
}

/// Whose late saves: all of a school for the deputy, one's own for whoever typed.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Waiting(InstitutionId),
    Decided(InstitutionId),
    Own(InstitutionId, PersonId),
}

fn late(tx: &mut ReadTx<'_>, whose: Whose, limit: i64) -> Result<Vec<LateSave>> {
    use registry::table::journal;
    type Row = (
        (i64, i64, i64, i64, i32, String, i64, i64, i64, String, String),
        String,
        String,
        (String, String, Option<String>),
        Option<(Option<i16>, Option<String>, i32, Option<i16>, Option<i32>)>,
    );
    let (institution, states, by) = match whose {
        Whose::Waiting(at) => (at, vec!["waiting"], None),
        Whose::Decided(at) => (at, vec!["accepted", "declined"], None),
        Whose::Own(at, by) => (at, vec!["waiting", "accepted", "declined"], Some(by.0)),
    };
    let rows: Vec<Row> = on_backend!(tx, |c| {
        late_save::table
            .inner_join(
                journal::table.on(journal::institution_id
                    .eq(late_save::institution_id)
                    .and(journal::id.eq(late_save::journal_id))),
            )
            .inner_join(subject::table.on(
                subject::institution_id.eq(journal::institution_id).and(subject::id.eq(journal::subject_id)),
            ))
            .inner_join(person::table.on(person::id.eq(late_save::pupil_id)))
            .left_join(
                mark::table.on(mark::institution_id
                    .eq(late_save::institution_id)
                    .and(mark::pupil_id.eq(late_save::pupil_id))
                    .and(mark::day.eq(late_save::day))
                    .and(mark::work_id.eq(late_save::work_id))),
            )
            .filter(late_save::institution_id.eq(institution.0).and(late_save::state.eq_any(&states)))
            .filter(late_save::typed_by.between(by.unwrap_or(i64::MIN), by.unwrap_or(i64::MAX)))
            .order((late_save::received_at.desc(), late_save::id))
            .limit(limit)
            .select((
                (
                    late_save::id,
                    late_save::journal_id,
                    late_save::pupil_id,
                    late_save::work_id,
                    late_save::day,
                    late_save::text,
                    late_save::typed_at,
                    late_save::received_at,
                    late_save::typed_by,
                    late_save::state,
                    late_save::answer,
                ),
                subject::name,
                journal::groups_name,
                (person::family, person::given, person::patronymic),
                (mark::value, mark::attendance, mark::version, mark::first_value, mark::due_until).nullable(),
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(row, subject, groups, (family, given, third), now)| {
            let (id, journal, pupil, work, on, text, typed_at, received_at, typed_by, state, answer) = row;
            Ok(LateSave {
                id,
                journal: JournalId(journal),
                title: format!("{subject}, {groups}"),
                pupil: PersonId(pupil),
                name: PersonName::stored(family, given, third),
                work: WorkId(work),
                day: day(on)?,
                text,
                typed_at: Millis(typed_at),
                received_at: Millis(received_at),
                typed_by: PersonId(typed_by),
                state: match state.as_str() {
                    "accepted" => LateState::Accepted,
                    "declined" => LateState::Declined,
                    _ => LateState::Waiting,
                },
                answer,
                now: now.map_or((Cell::default(), 0), |(value, attendance, version, first, due)| {
                    (whole_cell(value, attendance.as_deref(), first, due), version)
                }),
            })
        })
        .collect()
}

/// What waits for the deputy, the last first; at most five hundred.
pub fn late_waiting(tx: &mut ReadTx<'_>, may: &UnlockPeriods) -> Result<Vec<LateSave>> {
    late(tx, Whose::Waiting(may.institution()), 500)
}

/// What was decided, the last first; at most a hundred.
pub fn late_decided(tx: &mut ReadTx<'_>, may: &UnlockPeriods) -> Result<Vec<LateSave>> {
    late(tx, Whose::Decided(may.institution()), 100)
}

/// What somebody typed too late himself, and what became of it; at most a hundred.
pub fn late_own(
    tx: &mut ReadTx<'_>,
    may: &ListJournals,
    institution: InstitutionId,
) -> Result<Vec<LateSave>> {
    late(tx, Whose::Own(institution, may.teacher()), 100)
}

/// The journal of a late save.
pub fn late_journal(tx: &mut ReadTx<'_>, may: &UnlockPeriods, id: i64) -> Result<JournalId> {
    let row: Option<i64> = on_backend!(tx, |c| {
        late_save::table.find((may.institution().0, id)).select(late_save::journal_id).first(c).optional()
    })?;
    row.map(JournalId).ok_or(crate::Error::NotFound("late save"))
}

/// How many late saves wait for the deputy.
pub fn late_count(tx: &mut ReadTx<'_>, may: &ManageGrading) -> Result<i64> {
    Ok(on_backend!(tx, |c| {
        late_save::table
            .filter(late_save::institution_id.eq(may.institution().0).and(late_save::state.eq("waiting")))
            .count()
            .get_result(c)
    })?)
}
