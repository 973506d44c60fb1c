//! Years with their rules and norms; roll-overs.

mod rollover;

pub use rollover::*;

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, PersonId, PersonName, YearId};
use store::{ReadTx, on_backend};

use super::school::minutes;
use super::{NameRow, day, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{
    AcademicYear, Bell, BellSchedule, BellUse, Class, GradePlan, Learner, MAIN_SCHEDULE, PeriodKind, Whom,
    YearNorm, YearRules,
};
use crate::table::{
    academic_year, bell, bell_schedule, bell_use, class, class_enrollment, grade_plan, journal_class, person,
    year_norm,
};

/// The years of an institution in order; at most a hundred.
pub fn years(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<AcademicYear>> {
    let rows: Vec<(i64, String, i32, i32)> = on_backend!(tx, |c| {
        academic_year::table
            .filter(academic_year::institution_id.eq(institution.0))
            .order(academic_year::first_day)
            .limit(100)
            .select((
                academic_year::id,
                academic_year::name,
                academic_year::first_day,
                academic_year::last_day,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, name, first, last)| {
            Ok(AcademicYear { id: YearId(id), name, first_day: day(first)?, last_day: day(last)? })
        })
        .collect()
}

fn whom(grade: i32, class: i64) -> Whom {
    match (grade, class) {
        (0, 0) => Whom::All,
        (grade, 0) => Whom::Grade(grade),
        (_, class) => Whom::Class(ClassId(class)),
    }
}

/// A year with all its rules.
pub fn year_rules(tx: &mut ReadTx<'_>, institution: InstitutionId, id: YearId) -> Result<YearRules> {
    let plan = super::year_plan(tx, institution, id)?;
    Ok(YearRules {
        schedules: bell_schedules(tx, institution, id)?,
        uses: bell_uses(tx, institution, id)?,
        grades: grade_plans(tx, institution, id)?,
        plan,
    })
}

/// The bell schedules of a year, the main one first; at most fifty.
pub fn bell_schedules(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<BellSchedule>> {
    let named: Vec<(i64, String, i32)> = on_backend!(tx, |c| {
        bell_schedule::table
            .filter(bell_schedule::institution_id.eq(institution.0).and(bell_schedule::year_id.eq(year.0)))
            .order(bell_schedule::id)
            .limit(50)
            .select((bell_schedule::id, bell_schedule::name, bell_schedule::shift))
            .load(c)
    })?;
    let bells: Vec<(i64, i32, i32, i32)> = on_backend!(tx, |c| {
        bell::table
            .filter(bell::institution_id.eq(institution.0).and(bell::year_id.eq(year.0)))
            .order((bell::schedule_id, bell::number))
            .limit(1000)
            .select((bell::schedule_id, bell::number, bell::starts, bell::ends))
            .load(c)
    })?;
    let mut schedules: Vec<BellSchedule> = named
        .into_iter()
        .map(|(id, name, shift)| BellSchedule { id, name, shift, bells: Vec::new() })
        .collect();
    if schedules.first().is_none_or(|first| first.id != MAIN_SCHEDULE) {
        let main = BellSchedule { id: MAIN_SCHEDULE, name: String::new(), shift: 1, bells: Vec::new() };
        schedules.insert(0, main);
    }
    for (schedule, number, starts, ends) in bells {
        if let Some(found) = schedules.iter_mut().find(|s| s.id == schedule) {
            found.bells.push(Bell { number, starts: minutes(starts)?, ends: minutes(ends)? });
        }
    }
    Ok(schedules)
}

fn bell_uses(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<BellUse>> {
    type Row = (i64, i64, i32, i64, i32, Option<i32>, Option<i32>);
    let rows: Vec<Row> = on_backend!(tx, |c| {
        bell_use::table
            .filter(bell_use::institution_id.eq(institution.0).and(bell_use::year_id.eq(year.0)))
            .order(bell_use::id)
            .limit(1000)
            .select((
                bell_use::id,
                bell_use::schedule_id,
                bell_use::grade,
                bell_use::class_id,
                bell_use::weekday,
                bell_use::first_day,
                bell_use::last_day,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, schedule, grade, class, weekday, first, last)| {
            let days = day_opt(first)?.zip(day_opt(last)?);
            Ok(BellUse { id, schedule, whom: whom(grade, class), weekday, days })
        })
        .collect()
}

fn grade_plans(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<GradePlan>> {
    let rows: Vec<(i32, i64, i32, Option<String>)> = on_backend!(tx, |c| {
        grade_plan::table
            .filter(grade_plan::institution_id.eq(institution.0).and(grade_plan::year_id.eq(year.0)))
            .order((grade_plan::grade, grade_plan::class_id))
            .limit(1000)
            .select((grade_plan::grade, grade_plan::class_id, grade_plan::week_days, grade_plan::period_kind))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(grade, class, week_days, kind)| {
            let period_kind = kind
                .map(|code| PeriodKind::from_code(&code).ok_or(Error::Corrupt("grade_plan.period_kind")))
                .transpose()?;
            let whom = if class == 0 { Whom::Grade(grade) } else { Whom::Class(ClassId(class)) };
            Ok(GradePlan { whom, grade, week_days, period_kind })
        })
        .collect()
}

/// The bells of a class on a day.
pub fn bells_of_class(tx: &mut ReadTx<'_>, of: &Class, on: Day) -> Result<Vec<Bell>> {
    let rules = year_rules(tx, of.institution, of.year)?;
    let learner = Learner { grade: of.grade, id: of.id };
    Ok(rules.schedule_on(learner, on).map(|schedule| schedule.bells.clone()).unwrap_or_default())
}

/// The classes of every journal of a year: journal, class with its grade, by grade; at most twenty thousand.
pub fn learners_of_journals(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<(kernel::JournalId, Learner)>> {
    let rows: Vec<(i64, i32, i64)> = on_backend!(tx, |c| {
        journal_class::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(journal_class::institution_id)
                    .and(class::id.eq(journal_class::class_id))),
            )
            .filter(journal_class::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
            .order((journal_class::journal_id, class::grade, class::name))
            .limit(20_000)
            .select((journal_class::journal_id, class::grade, class::id))
            .load(c)
    })?;
    Ok(rows
        .into_iter()
        .map(|(journal, grade, id)| (kernel::JournalId(journal), Learner { grade, id: ClassId(id) }))
        .collect())
}

/// Who is in a class of a year and has not left or been told to: class, pupil, first day; at most fifty thousand.
pub fn open_enrollments(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<(ClassId, PersonId, Day)>> {
    let rows: Vec<(i64, i64, i32)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .filter(class_enrollment::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
            .filter(class_enrollment::last_day.is_null())
            .order((class_enrollment::class_id, class_enrollment::pupil_id))
            .limit(50_000)
            .select((class_enrollment::class_id, class_enrollment::pupil_id, class_enrollment::first_day))
            .load(c)
    })?;
    rows.into_iter().map(|(class, pupil, first)| Ok((ClassId(class), PersonId(pupil), day(first)?))).collect()
}

/// The same with their names and in their order: class, pupil, name.
pub fn open_pupils(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
) -> Result<Vec<(ClassId, PersonId, PersonName)>> {
    let rows: Vec<(i64, i64, NameRow)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .filter(class_enrollment::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
            .filter(class_enrollment::last_day.is_null())
            .order((class_enrollment::class_id, person::search_key, person::id))
            .limit(50_000)
            .select((
                class_enrollment::class_id,
                class_enrollment::pupil_id,
                (person::family, person::given, person::patronymic),
            ))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(class, id, names)| (ClassId(class), PersonId(id), name(names))).collect())
}

/// The norms in force on a day.
pub fn year_norms(tx: &mut ReadTx<'_>, on: Day) -> Result<Vec<YearNorm>> {
    type Row = (String, i32, (i32, i32), (i32, i32), i32, String);
    let rows: Vec<Row> = on_backend!(tx, |c| {
        year_norm::table
            .filter(year_norm::first_day.le(on.number()))
            .order((year_norm::code, year_norm::grade_first, year_norm::month_first, year_norm::first_day))
            .limit(500)
            .select((
                year_norm::code,
                year_norm::first_day,
                (year_norm::grade_first, year_norm::grade_last),
                (year_norm::month_first, year_norm::month_last),
                year_norm::value,
                year_norm::source,
            ))
            .load(c)
    })?;
    let mut norms: Vec<YearNorm> = Vec::with_capacity(rows.len());
    for (code, first, grades, months, value, source) in rows {
        // A later norm of the same grades and months takes the place of the earlier one.
        norms.retain(|n| n.code != code || n.grades.0 != grades.0 || n.months.0 != months.0);
        norms.push(YearNorm { code, first_day: day(first)?, grades, months, value, source });
    }
    Ok(norms)
}

/// The journals of the current year that somebody teaches: those of a year to come wait for its first day.
pub fn journals_taught_now(
    tx: &mut ReadTx<'_>,
    teacher: PersonId,
    today: Day,
) -> Result<Vec<crate::model::Journal>> {
    let mut journals = super::journals_taught_by(tx, teacher)?;
    let places: std::collections::BTreeSet<InstitutionId> = journals.iter().map(|j| j.institution).collect();
    let mut current = Vec::with_capacity(places.len());
    for place in places {
        current.extend(super::year_at(tx, place, today)?.map(|year| year.id));
    }
    journals.retain(|journal| current.contains(&journal.year));
    Ok(journals)
}
