//! A year's days, periods, holidays, bells and weeks, written anew.

mod rollover;

use diesel::prelude::*;
use kernel::{Day, InstitutionId, YearId};
use store::ids::Seq;
use store::{WriteTx, on_backend};

use crate::error::Result;
use crate::model::{Bell, BellUse, GradePlan, Holiday, MAIN_SCHEDULE, PeriodKind, Whom};
use crate::table::{
    academic_year, bell, bell_schedule, bell_use, grade_plan, grading_period, holiday, journal,
};

pub use rollover::*;

/// Writes a year's name and days anew.
pub fn set_year(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    name: &str,
    (first, last): (Day, Day),
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::update(academic_year::table.find((institution.0, year.0)))
            .set((
                academic_year::name.eq(name),
                academic_year::first_day.eq(first.number()),
                academic_year::last_day.eq(last.number()),
            ))
            .execute(c)
    })?;
    Ok(())
}

/// Writes a year's periods anew: known ones keep their numbers and closures, those not named go.
pub fn set_periods(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    periods: &[(PeriodKind, i32, Day, Day)],
) -> Result<()> {
    let known = crate::read::periods(tx, institution, year)?;
    for old in known.iter().filter(|old| !periods.iter().any(|p| (p.0, p.1) == (old.kind, old.ordinal))) {
        on_backend!(tx, |c| {
            diesel::delete(grading_period::table.find((institution.0, old.id.0))).execute(c)
        })?;
    }
    for (kind, ordinal, first, last) in periods {
        if let Some(old) = known.iter().find(|old| (old.kind, old.ordinal) == (*kind, *ordinal)) {
            on_backend!(tx, |c| {
                diesel::update(grading_period::table.find((institution.0, old.id.0)))
                    .set((
                        grading_period::first_day.eq(first.number()),
                        grading_period::last_day.eq(last.number()),
                    ))
                    .execute(c)
            })?;
            continue;
        }
        let id = tx.next_id(Seq::School)?;
        let row = (
            grading_period::institution_id.eq(institution.0),
            grading_period::id.eq(id),
            grading_period::year_id.eq(year.0),
            grading_period::kind.eq(kind.code()),
            grading_period::ordinal.eq(*ordinal),
            grading_period::first_day.eq(first.number()),
            grading_period::last_day.eq(last.number()),
        );
        on_backend!(tx, |c| diesel::insert_into(grading_period::table).values(row).execute(c))?;
    }
    Ok(())
}

/// Writes a year's holidays anew.
pub fn set_holidays(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    holidays: &[Holiday],
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            holiday::table.filter(holiday::institution_id.eq(institution.0).and(holiday::year_id.eq(year.0))),
        )
        .execute(c)
    })?;
    let rows: Vec<_> = holidays
        .iter()
        .map(|h| {
            (
                holiday::institution_id.eq(institution.0),
                holiday::year_id.eq(year.0),
                holiday::first_day.eq(h.first_day.number()),
                holiday::grade.eq(h.grade),
                holiday::last_day.eq(h.last_day.number()),
                holiday::title.eq(h.title.clone()),
            )
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(holiday::table).values(rows).execute(c))?;
    Ok(())
}

/// Writes a bell schedule with its bells; `None` makes a new one. Gives its number.
pub fn set_schedule(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    id: Option<i64>,
    (name, shift): (&str, i32),
    bells: &[Bell],
) -> Result<i64> {
    let id = match id {
        Some(id) => id,
        None => tx.next_id(Seq::School)?,
    };
    let row = (
        bell_schedule::institution_id.eq(institution.0),
        bell_schedule::year_id.eq(year.0),
        bell_schedule::id.eq(id),
        bell_schedule::name.eq(name),
        bell_schedule::shift.eq(shift),
    );
    on_backend!(tx, |c| {
        diesel::insert_into(bell_schedule::table)
            .values(row)
            .on_conflict((bell_schedule::institution_id, bell_schedule::year_id, bell_schedule::id))
            .do_update()
            .set((bell_schedule::name.eq(name), bell_schedule::shift.eq(shift)))
            .execute(c)
    })?;
    remove_bells(tx, institution, year, id)?;
    let rows: Vec<_> = bells
        .iter()
        .map(|b| {
            (
                bell::institution_id.eq(institution.0),
                bell::year_id.eq(year.0),
                bell::schedule_id.eq(id),
                bell::number.eq(b.number),
                bell::starts.eq(i32::from(b.starts.get())),
                bell::ends.eq(i32::from(b.ends.get())),
            )
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(bell::table).values(rows).execute(c))?;
    Ok(id)
}

fn remove_bells(tx: &mut WriteTx<'_>, institution: InstitutionId, year: YearId, id: i64) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            bell::table
                .filter(bell::institution_id.eq(institution.0).and(bell::year_id.eq(year.0)))
                .filter(bell::schedule_id.eq(id)),
        )
        .execute(c)
    })?;
    Ok(())
}

/// Removes a bell schedule, its bells and the rules that name it. The main one stays.
pub fn remove_schedule(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    id: i64,
) -> Result<()> {
    if id == MAIN_SCHEDULE {
        return Ok(());
    }
    on_backend!(tx, |c| {
        diesel::delete(
            bell_use::table
                .filter(bell_use::institution_id.eq(institution.0).and(bell_use::year_id.eq(year.0)))
                .filter(bell_use::schedule_id.eq(id)),
        )
        .execute(c)
    })?;
    remove_bells(tx, institution, year, id)?;
    on_backend!(tx, |c| {
        diesel::delete(bell_schedule::table.find((institution.0, year.0, id))).execute(c)
    })?;
    Ok(())
}

/// Writes anew who uses which bell schedule.
pub fn set_uses(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    uses: &[BellUse],
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            bell_use::table
                .filter(bell_use::institution_id.eq(institution.0).and(bell_use::year_id.eq(year.0))),
        )
        .execute(c)
    })?;
    let ids = tx.next_ids(Seq::School, uses.len())?;
    for chunk in uses.iter().zip(ids).collect::<Vec<_>>().chunks(500) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|(one, id)| {
                let (grade, class) = match one.whom {
                    Whom::All => (0, 0),
                    Whom::Grade(grade) => (grade, 0),
                    Whom::Class(class) => (0, class.0),
                };
                (
                    bell_use::institution_id.eq(institution.0),
                    bell_use::year_id.eq(year.0),
                    bell_use::id.eq(*id),
                    bell_use::schedule_id.eq(one.schedule),
                    bell_use::grade.eq(grade),
                    bell_use::class_id.eq(class),
                    bell_use::weekday.eq(one.weekday),
                    bell_use::first_day.eq(one.days.map(|d| d.0.number())),
                    bell_use::last_day.eq(one.days.map(|d| d.1.number())),
                )
            })
            .collect();
        on_backend!(tx, |c| diesel::insert_into(bell_use::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Writes anew by which week and periods the grades and classes of a year learn.
pub fn set_grade_plans(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    year: YearId,
    plans: &[GradePlan],
) -> Result<()> {
    on_backend!(tx, |c| {
        diesel::delete(
            grade_plan::table
                .filter(grade_plan::institution_id.eq(institution.0).and(grade_plan::year_id.eq(year.0))),
        )
        .execute(c)
    })?;
    let rows: Vec<_> = plans
        .iter()
        .map(|plan| {
            let class = match plan.whom {
                Whom::Class(class) => class.0,
                Whom::All | Whom::Grade(_) => 0,
            };
            (
                grade_plan::institution_id.eq(institution.0),
                grade_plan::year_id.eq(year.0),
                grade_plan::grade.eq(plan.grade),
                grade_plan::class_id.eq(class),
                grade_plan::week_days.eq(plan.week_days),
                grade_plan::period_kind.eq(plan.period_kind.map(PeriodKind::code)),
            )
        })
        .collect();
    on_backend!(tx, |c| diesel::insert_into(grade_plan::table).values(rows).execute(c))?;
    Ok(())
}

/// Says by which periods journals are marked from now on.
pub fn set_journal_kind(
    tx: &mut WriteTx<'_>,
    institution: InstitutionId,
    journals: &[kernel::JournalId],
    kind: PeriodKind,
) -> Result<()> {
    for chunk in journals.chunks(500) {
        let ids: Vec<i64> = chunk.iter().map(|id| id.0).collect();
        on_backend!(tx, |c| {
            diesel::update(
                journal::table
                    .filter(journal::institution_id.eq(institution.0).and(journal::id.eq_any(&ids))),
            )
            .set(journal::period_kind.eq(kind.code()))
            .execute(c)
        })?;
    }
    Ok(())
}
