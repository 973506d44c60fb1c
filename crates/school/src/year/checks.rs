//! A year compared with the norms of the sanitary rules, which are rows of a table, and with itself: what is allowed to
//! stand and yet worth a look.

use std::collections::BTreeSet;

use kernel::Day;
use registry::{Bell, BellSchedule, Class, Learner, PeriodKind, YearNorm, YearRules};

/// Something worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// School days that lie in no period of a kind that somebody is marked by.
    Gap(PeriodKind, Day, Day),
    /// A schedule that has no bells.
    NoBells(String),
    /// A break that is too short: schedule, number of the lesson before, minutes, norm.
    Break(String, i32, i32, i32, String),
    /// Lessons begin too early: schedule, time, norm.
    Starts(String, i32, i32, String),
    /// Lessons end too late.
    Ends(String, i32, i32, String),
    /// Lessons too long for a grade: schedule, grade, minutes, norm.
    Lesson(String, i32, i32, i32, String),
    /// The shifts follow each other too soon: minutes, norm.
    ShiftGap(i32, i32, String),
    /// Learns in the second shift and must not: grade.
    SecondShift(i32, String),
    /// The week of a grade is too long: grade, days, norm.
    Week(i32, i32, i32, String),
    /// Holidays between periods that are too short: title, days, norm.
    Holidays(String, i64, i32, String),
}

/// The remarks on a year, in the order of a page.
#[must_use]
pub fn remarks(rules: &YearRules, norms: &[YearNorm], classes: &[Class]) -> Vec<Remark> {
    let mut found = gaps(rules, classes);
    holidays(rules, norms, &mut found);
    for schedule in &rules.schedules {
        // A kindergarten has neither periods nor bells.
        if schedule.bells.is_empty() && !rules.plan.periods.is_empty() {
            found.push(Remark::NoBells(schedule.name.clone()));
        }
        bells(rules, norms, schedule, &mut found);
    }
    shifts(rules, norms, &mut found);
    grades(rules, norms, classes, &mut found);
    found
}

fn norm<'a>(norms: &'a [YearNorm], code: &'a str) -> impl Iterator<Item = &'a YearNorm> {
    norms.iter().filter(move |norm| norm.code == code)
}

/// School days between the periods of a kind, run by run.
fn gaps(rules: &YearRules, classes: &[Class]) -> Vec<Remark> {
    let plan = &rules.plan;
    let longest_week = rules.grades.iter().map(|plan| plan.week_days).max().unwrap_or(5);
    let holds = |day: Day| i32::from(day.weekday()) <= longest_week && plan.is_school_day(day);
    let mut found = Vec::new();
    // A kind nobody is marked by may be half filled in.
    let used: BTreeSet<PeriodKind> = rules.grades.iter().filter_map(|plan| plan.period_kind).collect();
    for kind in rules.kinds() {
        if !used.is_empty() && !classes.is_empty() && !used.contains(&kind) {
            continue;
        }
        let mut run: Option<(Day, Day)> = None;
        for day in plan.year.first_day.through(plan.year.last_day) {
            if plan.period(kind, day).is_some() {
                found.extend(run.take().map(|(first, last)| Remark::Gap(kind, first, last)));
            } else if holds(day) {
                run = Some((run.map_or(day, |(first, _)| first), day));
            }
        }
        found.extend(run.map(|(first, last)| Remark::Gap(kind, first, last)));
    }
    found
}

/// Holidays that part two periods and are shorter than the norm.
fn holidays(rules: &YearRules, norms: &[YearNorm], found: &mut Vec<Remark>) {
    let Some(norm) = norm(norms, "holidays_min").next() else { return };
    let plan = &rules.plan;
    for h in plan.holidays.iter().filter(|h| h.first_day != h.last_day) {
        let parts =
            plan.periods.iter().any(|p| p.last_day < h.first_day && h.first_day <= p.last_day.plus(3));
        let days = h.first_day.days_until(h.last_day) + 1;
        if parts && days < i64::from(norm.value) {
            found.push(Remark::Holidays(h.title.clone(), days, norm.value, norm.source.clone()));
        }
    }
}

const fn minutes(bell: &Bell) -> (i32, i32) {
    (bell.starts.get() as i32, bell.ends.get() as i32)
}

fn bells(rules: &YearRules, norms: &[YearNorm], schedule: &BellSchedule, found: &mut Vec<Remark>) {
    let name = || schedule.name.clone();
    let (Some(first), Some(last)) = (schedule.bells.first(), schedule.bells.last()) else { return };
    for norm in norm(norms, "starts_min") {
        let starts = minutes(first).0;
        if starts < norm.value {
            found.push(Remark::Starts(name(), starts, norm.value, norm.source.clone()));
        }
    }
    for norm in norm(norms, "ends_max") {
        let ends = minutes(last).1;
        if ends > norm.value {
            found.push(Remark::Ends(name(), ends, norm.value, norm.source.clone()));
        }
    }
    for norm in norm(norms, "break_min") {
        for (one, next) in schedule.bells.iter().zip(schedule.bells.iter().skip(1)) {
            let pause = minutes(next).0 - minutes(one).1;
            if pause < norm.value {
                found.push(Remark::Break(name(), one.number, pause, norm.value, norm.source.clone()));
            }
        }
    }
    let longest = schedule.bells.iter().map(|b| minutes(b).1 - minutes(b).0).max().unwrap_or(0);
    let year = &rules.plan.year;
    for norm in norm(norms, "lesson_max").filter(|norm| norm.value < longest) {
        // The first grade that uses this schedule in a month of the norm stands for all.
        let grade = (norm.grades.0..=norm.grades.1.min(12)).find(|grade| {
            let class = Learner { grade: *grade, id: kernel::ClassId(0) };
            rules.grade_plan(class).is_some()
                && year
                    .first_day
                    .through(year.last_day)
                    .filter(|day| (norm.months.0..=norm.months.1).contains(&i32::from(day.month())))
                    .filter(|day| rules.is_school_day(class, *day))
                    .any(|day| rules.schedule_on(class, day).is_some_and(|s| s.id == schedule.id))
        });
        if let Some(grade) = grade {
            found.push(Remark::Lesson(name(), grade, longest, norm.value, norm.source.clone()));
        }
    }
}

/// The pause between the end of the first shift and the beginning of the second.
fn shifts(rules: &YearRules, norms: &[YearNorm], found: &mut Vec<Remark>) {
    let Some(norm) = norm(norms, "shift_gap_min").next() else { return };
    let of = |shift| rules.schedules.iter().filter(move |s| s.shift == shift);
    let uses = |s: &&BellSchedule| rules.uses.iter().any(|one| one.schedule == s.id && one.days.is_none());
    let first = of(1).filter(|s| s.id == registry::MAIN_SCHEDULE || uses(s));
    let ends = first.filter_map(|s| s.bells.last()).map(|b| minutes(b).1).max();
    let starts = of(2).filter(uses).filter_map(|s| s.bells.first()).map(|b| minutes(b).0).min();
    if let Some((ends, starts)) = ends.zip(starts)
        && starts - ends < norm.value
    {
        found.push(Remark::ShiftGap(starts - ends, norm.value, norm.source.clone()));
    }
}

fn grades(rules: &YearRules, norms: &[YearNorm], classes: &[Class], found: &mut Vec<Remark>) {
    let learners: BTreeSet<Learner> =
        classes.iter().map(|class| Learner { grade: class.grade, id: class.id }).collect();
    let year = &rules.plan.year;
    let mut told: BTreeSet<(i32, bool)> = BTreeSet::new();
    for class in learners {
        let fits = |norm: &&YearNorm| norm.grades.0 <= class.grade && class.grade <= norm.grades.1;
        if let Some(norm) = norm(norms, "first_shift_only").find(fits) {
            // A week shows every week day; single days of one's own are no shift.
            let second = year
                .first_day
                .through(year.first_day.plus(27))
                .filter(|day| rules.is_school_day(class, *day))
                .any(|day| rules.schedule_on(class, day).is_some_and(|s| s.shift > norm.value));
            if second && told.insert((class.grade, false)) {
                found.push(Remark::SecondShift(class.grade, norm.source.clone()));
            }
        }
        if let (Some(norm), Some(plan)) = (norm(norms, "week_max").find(fits), rules.grade_plan(class))
            && plan.week_days > norm.value
            && told.insert((class.grade, true))
        {
            found.push(Remark::Week(class.grade, plan.week_days, norm.value, norm.source.clone()));
        }
    }
}
