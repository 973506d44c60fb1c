//! The commands of a year. What follows for marks and dated lessons goes through the outbox in the same transaction.

use access::ManageSchool;
use kernel::{Day, JournalId, Millis, YearId};
use registry::write::NewYear;
use registry::{Bell, BellUse, GradePlan, InstitutionKind, Learner, PeriodKind, Whom, YearRules};
use store::WriteTx;

use super::usual_plan;
use crate::error::Result;

/// Why the days of a year were not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another year has this name.
    NameTaken,
    /// Another year has some of these days.
    YearOverlaps,
    /// A closed period would give marks away or get some: this one's border.
    Closed(PeriodKind, i32),
    /// Journals are marked by periods of this kind, and none would be left.
    InUse(PeriodKind),
}

/// Tells the journals that lessons have to be renewed from today on.
fn renew(tx: &mut WriteTx<'_>, may: &ManageSchool, year: YearId, today: Day, now: Millis) -> Result<()> {
    let from = today.number().to_string();
    store::outbox::append(tx, may.institution(), "timetable.changed", year.0, &from, now)?;
    Ok(())
}

fn clash(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: Option<YearId>,
    new: &NewYear,
) -> Result<Option<Refusal>> {
    let others = registry::read::years(tx, may.institution())?;
    for other in others.iter().filter(|other| Some(other.id) != id) {
        if other.name == new.name {
            return Ok(Some(Refusal::NameTaken));
        }
        if new.first_day <= other.last_day && other.first_day <= new.last_day {
            return Ok(Some(Refusal::YearOverlaps));
        }
    }
    Ok(None)
}

/// Begins a year with usual weeks and periods for its grades, and names its main schedule.
pub fn begin(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    kind: InstitutionKind,
    new: &NewYear,
    main: &str,
) -> Result<std::result::Result<YearId, Refusal>> {
    if let Some(refusal) = clash(tx, may, None, new)? {
        return Ok(Err(refusal));
    }
    let year = registry::write::add_year(tx, may.institution(), new)?;
    registry::write::set_schedule(tx, may.institution(), year, Some(0), (main, 1), &new.bells)?;
    let has = |kind: PeriodKind| new.periods.iter().any(|p| p.0 == kind);
    let plans: Vec<GradePlan> = super::usual_grades(kind)
        .iter()
        .copied()
        .map(|grade| {
            let (week_days, usual) = usual_plan(kind, grade);
            let period_kind = usual
                .filter(|kind| has(*kind))
                .or_else(|| new.periods.first().map(|p| p.0).filter(|_| usual.is_some()));
            GradePlan { whom: Whom::Grade(grade), grade, week_days, period_kind }
        })
        .collect();
    registry::write::set_grade_plans(tx, may.institution(), year, &plans)?;
    Ok(Ok(year))
}

/// Writes the days, periods and holidays of a year anew.
pub fn set_calendar(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: YearId,
    new: &NewYear,
    today: Day,
    now: Millis,
) -> Result<std::result::Result<(), Refusal>> {
    let at = may.institution();
    let rules = registry::read::year_rules(tx, at, id)?;
    if let Some(refusal) = clash(tx, may, Some(id), new)? {
        return Ok(Err(refusal));
    }
    if let Some((kind, ordinal)) = moves_closed(&rules, new) {
        return Ok(Err(Refusal::Closed(kind, ordinal)));
    }
    let journals = registry::read::journals(tx, at, id)?;
    let missing = journals
        .iter()
        .map(|j| j.period_kind)
        .find(|kind| rules.kinds().contains(kind) && !new.periods.iter().any(|p| p.0 == *kind));
    if let Some(kind) = missing {
        return Ok(Err(Refusal::InUse(kind)));
    }
    let old = &rules.plan;
    let days_moved = (old.year.first_day, old.year.last_day) != (new.first_day, new.last_day);
    let mut was: Vec<_> = old.periods.iter().map(|p| (p.kind, p.ordinal, p.first_day, p.last_day)).collect();
    let mut is = new.periods.clone();
    was.sort_unstable();
    is.sort_unstable();
    registry::write::set_year(tx, at, id, &new.name, (new.first_day, new.last_day))?;
    if old.year.first_day != new.first_day {
        registry::write::move_first_day(tx, at, id, new.first_day)?;
    }
    if was != is {
        registry::write::set_periods(tx, at, id, &new.periods)?;
        store::outbox::append(tx, at, "periods.changed", id.0, "", now)?;
    }
    if days_moved || old.holidays != new.holidays {
        registry::write::set_holidays(tx, at, id, &new.holidays)?;
        renew(tx, may, id, today, now)?;
    }
    Ok(Ok(()))
}

/// The closed period that some day of school would leave or come to, if any. Marks are given on such days only.
fn moves_closed(rules: &YearRules, new: &NewYear) -> Option<(PeriodKind, i32)> {
    let old = &rules.plan;
    let longest_week = rules.grades.iter().map(|plan| plan.week_days).max().unwrap_or(6);
    for closed in old.periods.iter().filter(|p| p.locked_at.is_some()) {
        let wanted = new.periods.iter().find(|p| (p.0, p.1) == (closed.kind, closed.ordinal));
        let (first, last) = match wanted {
            Some(p) => (closed.first_day.min(p.2), closed.last_day.max(p.3)),
            None => (closed.first_day, closed.last_day),
        };
        let moved = first.through(last).any(|day| {
            i32::from(day.weekday()) <= longest_week
                && old.is_school_day(day)
                && closed.holds(day) != wanted.is_some_and(|p| p.2 <= day && day <= p.3)
        });
        if moved {
            return Some((closed.kind, closed.ordinal));
        }
    }
    None
}

/// Writes weeks and periods of grades and classes anew; the journals follow. Refused when marks of a closed period would
/// go to another.
pub fn set_grades(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    id: YearId,
    plans: &[GradePlan],
    today: Day,
    now: Millis,
) -> Result<std::result::Result<(), Refusal>> {
    let at = may.institution();
    let mut rules = registry::read::year_rules(tx, at, id)?;
    let weeks_of = |plans: &[GradePlan]| {
        let mut list: Vec<_> = plans.iter().map(|p| (p.whom, p.week_days)).collect();
        list.sort_unstable();
        list
    };
    let weeks_changed = weeks_of(&rules.grades) != weeks_of(plans);
    rules.grades = plans.to_vec();
    let mut first_class: std::collections::HashMap<JournalId, Learner> = std::collections::HashMap::new();
    for (journal, class) in registry::read::learners_of_journals(tx, at, id)? {
        first_class.entry(journal).or_insert(class);
    }
    let mut moved: std::collections::BTreeMap<PeriodKind, Vec<JournalId>> = std::collections::BTreeMap::new();
    for journal in registry::read::journals(tx, at, id)? {
        let Some(class) = first_class.get(&journal.id) else { continue };
        let Some(kind) = rules.period_kind(*class) else { continue };
        if kind == journal.period_kind {
            continue;
        }
        let closed =
            rules.plan.periods.iter().find(|p| p.kind == journal.period_kind && p.locked_at.is_some());
        if let Some(closed) = closed {
            return Ok(Err(Refusal::Closed(closed.kind, closed.ordinal)));
        }
        moved.entry(kind).or_default().push(journal.id);
    }
    registry::write::set_grade_plans(tx, at, id, plans)?;
    if !moved.is_empty() {
        for (kind, journals) in &moved {
            registry::write::set_journal_kind(tx, at, journals, *kind)?;
        }
        store::outbox::append(tx, at, "periods.changed", id.0, "", now)?;
    }
    if weeks_changed {
        renew(tx, may, id, today, now)?;
    }
    Ok(Ok(()))
}

/// Writes a bell schedule; `None` makes a new one. Refused when another has its name.
pub fn set_schedule(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    year: YearId,
    id: Option<i64>,
    (name, shift, bells): (&str, i32, &[Bell]),
    today: Day,
    now: Millis,
) -> Result<std::result::Result<(), Refusal>> {
    let at = may.institution();
    let known = registry::read::bell_schedules(tx, at, year)?;
    if id.is_some_and(|id| !known.iter().any(|s| s.id == id)) {
        return Err(registry::Error::NotFound("bell schedule").into());
    }
    if known.iter().any(|s| Some(s.id) != id && s.name == name) {
        return Ok(Err(Refusal::NameTaken));
    }
    registry::write::set_schedule(tx, at, year, id, (name, shift), bells)?;
    if id.is_some() {
        renew(tx, may, year, today, now)?;
    }
    Ok(Ok(()))
}

/// Removes a bell schedule that is not the main one.
pub fn remove_schedule(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    year: YearId,
    id: i64,
    today: Day,
    now: Millis,
) -> Result<()> {
    let known = registry::read::bell_schedules(tx, may.institution(), year)?;
    if id == registry::MAIN_SCHEDULE || !known.iter().any(|s| s.id == id) {
        return Err(registry::Error::NotFound("bell schedule").into());
    }
    registry::write::remove_schedule(tx, may.institution(), year, id)?;
    renew(tx, may, year, today, now)
}

/// Writes anew who uses which bell schedule.
pub fn set_uses(
    tx: &mut WriteTx<'_>,
    may: &ManageSchool,
    year: YearId,
    uses: &[BellUse],
    today: Day,
    now: Millis,
) -> Result<()> {
    registry::write::set_uses(tx, may.institution(), year, uses)?;
    renew(tx, may, year, today, now)
}
