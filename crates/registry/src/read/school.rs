//! Institutions, years, classes, staff.

use diesel::prelude::*;
use kernel::{ClassId, Day, InstitutionId, Millis, Minutes, PeriodId, PersonId, PersonName, YearId};
use store::{ReadTx, on_backend};

use super::{NameRow, day, day_opt, name};
use crate::error::{Error, Result};
use crate::model::{
    AcademicYear, Bell, Class, GradingPeriod, Holiday, Institution, InstitutionKind, Member, PeriodKind,
    YearPlan,
};
use crate::table::{
    academic_year, bell, class, class_enrollment, grading_period, holiday, institution, person, staff,
    subject,
};

type InstitutionRow = (i64, String, String, String, String, String, String);

fn to_institution(row: InstitutionRow) -> Result<Institution> {
    Ok(Institution {
        id: InstitutionId(row.0),
        kind: InstitutionKind::from_code(&row.1).ok_or(Error::Corrupt("institution.kind"))?,
        name: row.2,
        short_name: row.3,
        locality: row.4,
        address: row.5,
        phone: row.6,
    })
}

/// An institution.
pub fn institution(tx: &mut ReadTx<'_>, id: InstitutionId) -> Result<Institution> {
    let row: Option<InstitutionRow> = on_backend!(tx, |c| {
        institution::table
            .find(id.0)
            .select((
                institution::id,
                institution::kind,
                institution::name,
                institution::short_name,
                institution::locality,
                institution::address,
                institution::phone,
            ))
            .first(c)
            .optional()
    })?;
    row.map(to_institution).transpose()?.ok_or(Error::NotFound("institution"))
}

/// Institutions in order of their ids, after the given one.
pub fn institutions(tx: &mut ReadTx<'_>, after: InstitutionId, limit: i64) -> Result<Vec<Institution>> {
    let rows: Vec<InstitutionRow> = on_backend!(tx, |c| {
        institution::table
            .filter(institution::id.gt(after.0))
            .order(institution::id)
            .limit(limit)
            .select((
                institution::id,
                institution::kind,
                institution::name,
                institution::short_name,
                institution::locality,
                institution::address,
                institution::phone,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_institution).collect()
}

/// The year that holds the day, else the latest that began before it, else the first to come.
pub fn year_at(tx: &mut ReadTx<'_>, institution: InstitutionId, today: Day) -> Result<Option<AcademicYear>> {
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
    let chosen = rows.iter().rev().find(|row| row.2 <= today.number()).or_else(|| rows.first());
    chosen
        .map(|row| {
            Ok(AcademicYear {
                id: YearId(row.0),
                name: row.1.clone(),
                first_day: day(row.2)?,
                last_day: day(row.3)?,
            })
        })
        .transpose()
}

/// A year with its periods, bells and holidays.
pub fn year_plan(tx: &mut ReadTx<'_>, institution: InstitutionId, id: YearId) -> Result<YearPlan> {
    let row: Option<(i64, String, i32, i32)> = on_backend!(tx, |c| {
        academic_year::table
            .find((institution.0, id.0))
            .select((
                academic_year::id,
                academic_year::name,
                academic_year::first_day,
                academic_year::last_day,
            ))
            .first(c)
            .optional()
    })?;
    let (_, year_name, first, last) = row.ok_or(Error::NotFound("academic year"))?;
    let bells: Vec<(i32, i32, i32)> = on_backend!(tx, |c| {
        bell::table
            .filter(bell::institution_id.eq(institution.0).and(bell::year_id.eq(id.0)))
            .filter(bell::schedule_id.eq(0))
            .order(bell::number)
            .limit(30)
            .select((bell::number, bell::starts, bell::ends))
            .load(c)
    })?;
    let holidays: Vec<HolidayRow> = on_backend!(tx, |c| {
        holiday::table
            .filter(holiday::institution_id.eq(institution.0).and(holiday::year_id.eq(id.0)))
            .order((holiday::first_day, holiday::grade))
            .limit(60)
            .select((holiday::first_day, holiday::last_day, holiday::title, holiday::grade))
            .load(c)
    })?;
    Ok(YearPlan {
        year: AcademicYear { id, name: year_name, first_day: day(first)?, last_day: day(last)? },
        periods: periods(tx, institution, id)?,
        bells: bells
            .into_iter()
            .map(|(number, starts, ends)| Ok(Bell { number, starts: minutes(starts)?, ends: minutes(ends)? }))
            .collect::<Result<_>>()?,
        holidays: holidays.into_iter().map(to_holiday).collect::<Result<_>>()?,
    })
}

type HolidayRow = (i32, i32, String, i32);

fn to_holiday((first, last, title, grade): HolidayRow) -> Result<Holiday> {
    Ok(Holiday { first_day: day(first)?, last_day: day(last)?, title, grade })
}

/// The holidays of a grade of a year that touch these days, in order; at most thirty.
pub fn holidays_between(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
    grade: i32,
    (first, last): (Day, Day),
) -> Result<Vec<Holiday>> {
    let rows: Vec<HolidayRow> = on_backend!(tx, |c| {
        holiday::table
            .filter(holiday::institution_id.eq(institution.0).and(holiday::year_id.eq(year.0)))
            .filter(holiday::first_day.le(last.number()).and(holiday::last_day.ge(first.number())))
            .filter(holiday::grade.eq(0).or(holiday::grade.eq(grade)))
            .order(holiday::first_day)
            .limit(30)
            .select((holiday::first_day, holiday::last_day, holiday::title, holiday::grade))
            .load(c)
    })?;
    rows.into_iter().map(to_holiday).collect()
}

/// One grading period.
pub fn period(tx: &mut ReadTx<'_>, institution: InstitutionId, id: PeriodId) -> Result<GradingPeriod> {
    let row: Option<(i64, String, i32, i32, i32, Option<i64>)> = on_backend!(tx, |c| {
        grading_period::table
            .find((institution.0, id.0))
            .select((
                grading_period::year_id,
                grading_period::kind,
                grading_period::ordinal,
                grading_period::first_day,
                grading_period::last_day,
                grading_period::locked_at,
            ))
            .first(c)
            .optional()
    })?;
    let (year, kind, ordinal, first, last, locked) = row.ok_or(Error::NotFound("period"))?;
    Ok(GradingPeriod {
        id,
        year: YearId(year),
        kind: PeriodKind::from_code(&kind).ok_or(Error::Corrupt("grading_period.kind"))?,
        ordinal,
        first_day: day(first)?,
        last_day: day(last)?,
        locked_at: locked.map(Millis),
    })
}

/// The grading periods of a year, by kind and order.
pub fn periods(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<GradingPeriod>> {
    let rows: Vec<(i64, String, i32, i32, i32, Option<i64>)> = on_backend!(tx, |c| {
        grading_period::table
            .filter(grading_period::institution_id.eq(institution.0).and(grading_period::year_id.eq(year.0)))
            .order((grading_period::kind, grading_period::ordinal))
            .limit(30)
            .select((
                grading_period::id,
                grading_period::kind,
                grading_period::ordinal,
                grading_period::first_day,
                grading_period::last_day,
                grading_period::locked_at,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(id, kind, ordinal, first, last, locked)| {
            Ok(GradingPeriod {
                id: PeriodId(id),
                year,
                kind: PeriodKind::from_code(&kind).ok_or(Error::Corrupt("grading_period.kind"))?,
                ordinal,
                first_day: day(first)?,
                last_day: day(last)?,
                locked_at: locked.map(Millis),
            })
        })
        .collect()
}

pub(super) fn minutes(stored: i32) -> Result<Minutes> {
    u16::try_from(stored).ok().and_then(|m| Minutes::new(m).ok()).ok_or(Error::Corrupt("bell"))
}

type ClassRow = (i64, i64, i64, i32, String, String, Option<i64>, Option<i32>);

fn to_class(row: ClassRow) -> Result<Class> {
    Ok(Class {
        institution: InstitutionId(row.0),
        id: ClassId(row.1),
        year: YearId(row.2),
        grade: row.3,
        letter: row.4,
        name: row.5,
        teacher: row.6.map(PersonId),
        dissolved: day_opt(row.7)?,
    })
}

/// The living classes of a year by grade and letter; at most five hundred.
pub fn classes(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<Class>> {
    let mut list = all_classes(tx, institution, year)?;
    list.retain(|class| class.dissolved.is_none());
    Ok(list)
}

/// The classes of a year by grade and letter, dissolved ones too; at most five hundred.
pub fn all_classes(tx: &mut ReadTx<'_>, institution: InstitutionId, year: YearId) -> Result<Vec<Class>> {
    let rows: Vec<ClassRow> = on_backend!(tx, |c| {
        class::table
            .filter(class::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
            .order((class::grade, class::letter))
            .limit(500)
            .select((
                class::institution_id,
                class::id,
                class::year_id,
                class::grade,
                class::letter,
                class::name,
                class::teacher_id,
                class::dissolved_day,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_class).collect()
}

/// One class of an institution.
pub fn class(tx: &mut ReadTx<'_>, institution: InstitutionId, id: ClassId) -> Result<Class> {
    let row: Option<ClassRow> = on_backend!(tx, |c| {
        class::table
            .find((institution.0, id.0))
            .select((
                class::institution_id,
                class::id,
                class::year_id,
                class::grade,
                class::letter,
                class::name,
                class::teacher_id,
                class::dissolved_day,
            ))
            .first(c)
            .optional()
    })?;
    row.map(to_class).transpose()?.ok_or(Error::NotFound("class"))
}

/// The classes somebody is the class teacher of; at most twenty.
pub fn classes_led_by(tx: &mut ReadTx<'_>, teacher: PersonId) -> Result<Vec<Class>> {
    let rows: Vec<ClassRow> = on_backend!(tx, |c| {
        class::table
            .filter(class::teacher_id.eq(teacher.0))
            .order((class::year_id.desc(), class::name))
            .limit(20)
            .select((
                class::institution_id,
                class::id,
                class::year_id,
                class::grade,
                class::letter,
                class::name,
                class::teacher_id,
                class::dissolved_day,
            ))
            .load(c)
    })?;
    rows.into_iter().map(to_class).collect()
}

/// The pupils of a class with their days of membership, by name; at most two hundred.
pub fn class_members(tx: &mut ReadTx<'_>, institution: InstitutionId, id: ClassId) -> Result<Vec<Member>> {
    let rows: Vec<(i64, NameRow, i32, Option<i32>)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(person::table.on(person::id.eq(class_enrollment::pupil_id)))
            .filter(
                class_enrollment::institution_id.eq(institution.0).and(class_enrollment::class_id.eq(id.0)),
            )
            .order((person::search_key, person::id))
            .limit(200)
            .select((
                class_enrollment::pupil_id,
                (person::family, person::given, person::patronymic),
                class_enrollment::first_day,
                class_enrollment::last_day,
            ))
            .load(c)
    })?;
    rows.into_iter()
        .map(|(pupil, names, first, last)| {
            Ok(Member {
                pupil: PersonId(pupil),
                name: name(names),
                first_day: day(first)?,
                last_day: day_opt(last)?,
            })
        })
        .collect()
}

/// How many pupils each class of a year has on that day, by class id; at most five hundred classes.
pub fn class_sizes(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    year: YearId,
    today: Day,
) -> Result<Vec<(ClassId, i64)>> {
    let rows: Vec<(i64, i64)> = on_backend!(tx, |c| {
        class_enrollment::table
            .inner_join(
                class::table.on(class::institution_id
                    .eq(class_enrollment::institution_id)
                    .and(class::id.eq(class_enrollment::class_id))),
            )
            .filter(class_enrollment::institution_id.eq(institution.0).and(class::year_id.eq(year.0)))
            .filter(class_enrollment::first_day.le(today.number()))
            .filter(class_enrollment::last_day.is_null().or(class_enrollment::last_day.ge(today.number())))
            .group_by(class_enrollment::class_id)
            .select((class_enrollment::class_id, diesel::dsl::count_star()))
            .limit(500)
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, n)| (ClassId(id), n)).collect())
}

/// Staff of an institution by name: person, name, position; at most a thousand.
pub fn staff_of(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
) -> Result<Vec<(PersonId, PersonName, String)>> {
    let rows: Vec<(i64, NameRow, String)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(person::table.on(person::id.eq(staff::person_id)))
            .filter(staff::institution_id.eq(institution.0).and(staff::last_day.is_null()))
            .order((person::search_key, person::id))
            .limit(1000)
            .select((staff::person_id, (person::family, person::given, person::patronymic), staff::position))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, names, position)| (PersonId(id), name(names), position)).collect())
}

/// The subjects of an institution by name; at most a thousand.
pub fn subjects(tx: &mut ReadTx<'_>, institution: InstitutionId) -> Result<Vec<(kernel::SubjectId, String)>> {
    let rows: Vec<(i64, String)> = on_backend!(tx, |c| {
        subject::table
            .filter(subject::institution_id.eq(institution.0))
            .order(subject::name)
            .limit(1000)
            .select((subject::id, subject::name))
            .load(c)
    })?;
    Ok(rows.into_iter().map(|(id, text)| (kernel::SubjectId(id), text)).collect())
}

/// Who of these has left the staff before that day: name and last day at work, by name.
pub fn left_staff(
    tx: &mut ReadTx<'_>,
    institution: InstitutionId,
    people: &[PersonId],
    day: Day,
) -> Result<Vec<(PersonId, PersonName, Day)>> {
    let ids: Vec<i64> = people.iter().map(|person| person.0).collect();
    let rows: Vec<(i64, NameRow, Option<i32>)> = on_backend!(tx, |c| {
        staff::table
            .inner_join(person::table.on(person::id.eq(staff::person_id)))
            .filter(staff::institution_id.eq(institution.0).and(staff::person_id.eq_any(&ids)))
            .filter(staff::last_day.lt(day.number()))
            .order((person::search_key, person::id))
            .limit(1000)
            .select((staff::person_id, (person::family, person::given, person::patronymic), staff::last_day))
            .load(c)
    })?;
    let left = rows.into_iter().filter_map(|(id, names, last)| Some((PersonId(id), name(names), last?)));
    left.map(|(id, name, last)| Ok((id, name, super::day(last)?))).collect()
}
