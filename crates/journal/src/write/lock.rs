//! Locks of grading periods, and the deputy's leave to change a locked one for a while.
//!
//! A period is locked for the whole school, by hand or some days after its end. From then on every command that changes a
//! mark, a column, a weight or a final mark asks here. Who may let it happen all the same is the deputy: for one journal or
//! one class, until an hour, with a reason; that leave ends by itself.

use access::{ManageGrading, UnlockPeriods};
use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, JournalId, Millis, PeriodId, YearId};
use registry::Journal;
use registry::table::journal_class;
use store::ids::Seq;
use store::{ReadTx, WriteTx, on_backend};

use crate::error::{Error, Result};
use crate::table::{period_lock_rule, period_unlock};

/// The longest reason, characters.
pub const REASON: usize = 500;
/// The longest leave: a month, ms.
pub const LONGEST: i64 = 31 * 24 * 3_600_000;

/// What a leave is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One journal.
    Journal(JournalId),
    /// Every journal of a class.
    Class(ClassId),
}

/// Does a leave to change a locked period hold for this journal now? Asked only when the period is locked. Period 0 is the
/// closed year.
pub(crate) fn has_leave(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    journal: JournalId,
    period: i64,
    now: Millis,
) -> Result<bool> {
    let leaves: Vec<(Option<i64>, Option<i64>)> = on_backend!(tx, |c| {
        period_unlock::table
            .filter(period_unlock::institution_id.eq(institution.0).and(period_unlock::period_id.eq(period)))
            .filter(period_unlock::until.gt(now.0).and(period_unlock::ended_at.is_null()))
            .limit(500)
            .select((period_unlock::journal_id, period_unlock::class_id))
            .load(c)
    })?;
    if leaves.iter().any(|(of, _)| *of == Some(journal.0)) {
        return Ok(true);
    }
    let classes: Vec<i64> = leaves.into_iter().filter_map(|(_, class)| class).collect();
    if classes.is_empty() {
        return Ok(false);
    }
    let found: Option<i64> = on_backend!(tx, |c| {
        journal_class::table
            .filter(journal_class::institution_id.eq(institution.0))
            .filter(journal_class::journal_id.eq(journal.0))
            .filter(journal_class::class_id.eq_any(&classes))
            .select(journal_class::class_id)
            .first(c)
            .optional()
    })?;
    Ok(found.is_some())
}

/// Is the journal's period of that day closed to changes now?
pub(super) fn is_closed(tx: &mut WriteTx<'_>, journal: &Journal, on: Day, now: Millis) -> Result<bool> {
    let periods = registry::read::periods(tx, journal.institution, journal.year)?;
    let of = periods.iter().find(|p| p.kind == journal.period_kind && p.holds(on));
    match of {
        Some(period) => crate::read::is_closed(tx, journal, period, now),
        None => Ok(false),
    }
}

/// Closes a period of the school. False when it was closed before.
pub fn lock_period(tx: &mut WriteTx<'_>, may: &ManageGrading, id: PeriodId, now: Millis) -> Result<bool> {
    let period = registry::read::period(tx, may.institution(), id)?;
    if period.locked_at.is_some() {
        return Ok(false);
    }
    registry::write::lock_period(tx, may.institution(), id, now)?;
    let payload = format!("{{\"by\":{}}}", may.actor());
    store::outbox::append(tx, may.institution(), "period.locked", id.0, &payload, now)?;
    Ok(true)
}

/// So many days after its end a period locks by itself; none leaves it to the deputy.
pub fn set_lock_days(tx: &mut WriteTx<'_>, may: &ManageGrading, days: Option<i32>) -> Result<()> {
    on_backend!(tx, |c| diesel::delete(period_lock_rule::table.find(may.institution().0)).execute(c))?;
    if let Some(days) = days {
        let row = (
            period_lock_rule::institution_id.eq(may.institution().0),
            period_lock_rule::days.eq(days.clamp(0, 60)),
        );
        on_backend!(tx, |c| diesel::insert_into(period_lock_rule::table).values(row).execute(c))?;
    }
    Ok(())
}

/// Closes every period whose school wants that so many days after its end. Comes round by itself; says how many it closed.
pub fn lock_overdue(tx: &mut WriteTx<'_>, today: Day, now: Millis) -> Result<usize> {
    let rules: Vec<(i64, i32)> = on_backend!(tx, |c| {
        period_lock_rule::table
            .order(period_lock_rule::institution_id)
            .limit(10_000)
            .select((period_lock_rule::institution_id, period_lock_rule::days))
            .load(c)
    })?;
    let mut closed = 0;
    for (institution, days) in rules {
        let institution = InstitutionId(institution);
        // The year of the period that ended last may be over itself.
        for year in registry::read::years(tx, institution)?.into_iter().rev().take(3) {
            for period in registry::read::periods(tx, institution, year.id)? {
                if period.locked_at.is_none() && period.last_day.plus(i64::from(days)) < today {
                    registry::write::lock_period(tx, institution, period.id, now)?;
                    store::outbox::append(tx, institution, "period.locked", period.id.0, "{}", now)?;
                    closed += 1;
                }
            }
        }
    }
    Ok(closed)
}

/// Gives leave to change a locked period (or, without one, a closed year) until an instant.
#[allow(clippy::too_many_arguments, reason = "one row of one table")]
pub fn unlock(
    tx: &mut WriteTx<'_>,
    may: &UnlockPeriods,
    year: YearId,
    period: Option<PeriodId>,
    scope: Scope,
    reason: &str,
    until: Millis,
    now: Millis,
) -> Result<i64> {
    if let Some(period) = period {
        let of = registry::read::period(tx, may.institution(), period)?;
        if of.year != year {
            return Err(Error::NotFound("period"));
        }
    }
    let (journal, class) = match scope {
        Scope::Journal(id) => {
            let (of, _) = registry::read::journal_of(tx, may.institution(), id, may.actor())?
                .ok_or(Error::NotFound("journal"))?;
            if of.year != year {
                return Err(Error::NotFound("journal"));
            }
            (Some(id.0), None)
        }
        Scope::Class(id) => {
            let of = registry::read::class(tx, may.institution(), id)?;
            if of.year != year {
                return Err(Error::NotFound("class"));
            }
            (None, Some(id.0))
        }
    };
    let id = tx.next_id(Seq::School)?;
    let row = (
        period_unlock::institution_id.eq(may.institution().0),
        period_unlock::id.eq(id),
        period_unlock::year_id.eq(year.0),
        period_unlock::period_id.eq(period.map_or(0, |p| p.0)),
        period_unlock::journal_id.eq(journal),
        period_unlock::class_id.eq(class),
        period_unlock::reason.eq(reason.trim().chars().take(REASON).collect::<String>()),
        period_unlock::until.eq(until.min(now.plus(LONGEST)).0),
        period_unlock::created_at.eq(now.0),
        period_unlock::created_by.eq(may.actor().0),
    );
    on_backend!(tx, |c| diesel::insert_into(period_unlock::table).values(row).execute(c))?;
    store::outbox::append(tx, may.institution(), "period.unlocked", id, "", now)?;
    Ok(id)
}

/// Ends a leave before its time.
pub fn end_unlock(tx: &mut WriteTx<'_>, may: &UnlockPeriods, id: i64, now: Millis) -> Result<()> {
    let changed = on_backend!(tx, |c| {
        diesel::update(
            period_unlock::table.find((may.institution().0, id)).filter(period_unlock::ended_at.is_null()),
        )
        .set((period_unlock::ended_at.eq(Some(now.0)), period_unlock::ended_by.eq(Some(may.actor().0))))
        .execute(c)
    })?;
    if changed == 0 { Err(Error::NotFound("leave")) } else { Ok(()) }
}
