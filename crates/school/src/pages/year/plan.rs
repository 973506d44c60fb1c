//! `GET /school/year/{id}/` – one year: periods, holidays, weeks, bells, and what is worth a look.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::{Day, YearId};
use kit::{Cx, Link, PageError, Tr, text};
use registry::{BellSchedule, BellUse, Class, GradePlan, InstitutionKind, MAIN_SCHEDULE, Whom, YearRules};

use super::{crumbs, days, grade_title, kind_title, schedule_title, tabs};
use crate::pages::nav;
use crate::year::checks::{Remark, remarks};

#[derive(Template)]
#[template(path = "year_plan.html")]
struct Plan {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    manages: bool,
    id: i64,
    title: String,
    note: String,
    remarks: Vec<String>,
    kinds: Vec<Kind>,
    holidays: Vec<(String, String, String)>,
    grades: Vec<(String, String, String)>,
    schedules: Vec<Schedule>,
}

struct Kind {
    title: &'static str,
    periods: Vec<(&'static str, String, bool)>,
}

struct Schedule {
    id: i64,
    title: String,
    shift: String,
    bells: Vec<(i32, String)>,
    uses: Vec<String>,
}

/// The heads and administrators of a school.
pub async fn show(cx: Cx, Path(id): Path<i64>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let (rules, norms, classes, kind) = cx
        .read(move |tx| {
            let at = may.institution();
            let rules = registry::read::year_rules(tx, at, YearId(id))?;
            let norms = registry::read::year_norms(tx, rules.plan.year.first_day)?;
            let classes = registry::read::classes(tx, at, YearId(id))?;
            Ok((rules, norms, classes, registry::read::institution(tx, at)?.kind))
        })
        .await?;
    let tr = cx.tr;
    let (year, today) = (&rules.plan.year, cx.today);
    let main = Plan {
        tr,
        nav: tabs(&cx, manages),
        crumbs: crumbs(tr, None),
        manages,
        id,
        title: tr.school_year(&year.name),
        note: days(tr, year.first_day, year.last_day),
        remarks: remarks(&rules, &norms, &classes).iter().map(|r| sentence(tr, kind, r)).collect(),
        kinds: kinds(tr, &rules, today),
        holidays: rules
            .plan
            .holidays
            .iter()
            .map(|h| {
                let whom = if h.grade == 0 { String::new() } else { grade_title(tr, kind, h.grade) };
                (h.title.clone(), period(tr, h.first_day, h.last_day, today), whom)
            })
            .collect(),
        grades: rules.grades.iter().map(|plan| grade(tr, kind, plan, &classes)).collect(),
        schedules: rules.schedules.iter().map(|s| schedule(tr, kind, s, &rules, &classes)).collect(),
    };
    cx.page("school.year", &main.title).place("school").render(&main)
}

/// «26 октября – 3 ноября»; one day with its year when that is not today's.
fn period(tr: Tr, first: Day, last: Day, today: Day) -> String {
    if first == last { text::weekday_and_date(tr, first, today) } else { days(tr, first, last) }
}

fn kinds(tr: Tr, rules: &YearRules, today: Day) -> Vec<Kind> {
    let of = |kind| {
        let periods = rules.plan.periods_of(kind);
        periods
            .map(|p| (p.roman(), period(tr, p.first_day, p.last_day, today), p.locked_at.is_some()))
            .collect()
    };
    rules.kinds().into_iter().map(|kind| Kind { title: kind_title(tr, kind), periods: of(kind) }).collect()
}

pub(super) fn whom_title(tr: Tr, kind: InstitutionKind, whom: Whom, classes: &[Class]) -> String {
    match whom {
        Whom::All => tr.year_everybody().to_owned(),
        Whom::Grade(grade) => grade_title(tr, kind, grade),
        Whom::Class(id) => {
            classes.iter().find(|class| class.id == id).map(|class| class.name.clone()).unwrap_or_default()
        }
    }
}

fn grade(tr: Tr, kind: InstitutionKind, plan: &GradePlan, classes: &[Class]) -> (String, String, String) {
    let periods = plan.period_kind.map_or(tr.year_no_marks(), |kind| kind_title(tr, kind));
    let week = if plan.week_days == 6 { tr.year_week_six() } else { tr.year_week_five() };
    (whom_title(tr, kind, plan.whom, classes), week.to_owned(), periods.to_owned())
}

fn schedule(
    tr: Tr,
    kind: InstitutionKind,
    schedule: &BellSchedule,
    rules: &YearRules,
    classes: &[Class],
) -> Schedule {
    let of = |one: &&BellUse| one.schedule == schedule.id;
    let mut uses: Vec<String> = Vec::new();
    if schedule.id == MAIN_SCHEDULE {
        uses.push(tr.year_use_main().to_owned());
    }
    uses.extend(rules.uses.iter().filter(of).map(|one| use_title(tr, kind, one, classes)));
    Schedule {
        id: schedule.id,
        title: schedule_title(tr, schedule),
        shift: tr.year_shift_of(&schedule.shift.to_string()),
        bells: schedule.bells.iter().map(|b| (b.number, format!("{}–{}", b.starts, b.ends))).collect(),
        uses,
    }
}

fn use_title(tr: Tr, kind: InstitutionKind, one: &BellUse, classes: &[Class]) -> String {
    let mut words = vec![whom_title(tr, kind, one.whom, classes)];
    if let Some(name) = weekday_title(tr, one.weekday) {
        words.push(name.to_owned());
    }
    match one.days {
        Some((first, last)) if first == last => words.push(text::day_full(first)),
        Some((first, last)) => words.push(days(tr, first, last)),
        None => {}
    }
    words.join(", ")
}

/// «понедельник» for 1 … 7.
pub(super) fn weekday_title(tr: Tr, weekday: i32) -> Option<&'static str> {
    let monday = Day::new(2026, 11, 23).ok()?;
    (1..=7).contains(&weekday).then(|| text::weekday_name(tr, monday.plus(i64::from(weekday - 1))))
}

fn clock(minutes: i32) -> String {
    text::time(u16::try_from(minutes).unwrap_or_default())
}

/// A remark in words.
fn sentence(tr: Tr, kind: InstitutionKind, remark: &Remark) -> String {
    let name =
        |name: &str| if name.is_empty() { tr.year_main_schedule().to_owned() } else { name.to_owned() };
    let grade = |grade: &i32| grade_title(tr, kind, *grade);
    let count = |number: &i32| number.to_string();
    match remark {
        Remark::Gap(kind, first, last) => tr.year_remark_gap(&days(tr, *first, *last), kind_title(tr, *kind)),
        Remark::NoBells(schedule) => tr.year_remark_no_bells(&name(schedule)),
        Remark::Break(schedule, number, minutes, norm, source) => {
            tr.year_remark_break(&count(minutes), &count(norm), &count(number), &name(schedule), source)
        }
        Remark::Starts(schedule, time, norm, source) => {
            tr.year_remark_starts(&clock(*norm), &name(schedule), source, &clock(*time))
        }
        Remark::Ends(schedule, time, norm, source) => {
            tr.year_remark_ends(&clock(*norm), &name(schedule), source, &clock(*time))
        }
        Remark::Lesson(schedule, of, minutes, norm, source) => {
            tr.year_remark_lesson(&grade(of), &count(minutes), &count(norm), &name(schedule), source)
        }
        Remark::ShiftGap(minutes, norm, source) => {
            tr.year_remark_shift_gap(&count(minutes), &count(norm), source)
        }
        Remark::SecondShift(of, source) => tr.year_remark_second_shift(&grade(of), source),
        Remark::Week(of, days, norm, source) => {
            tr.year_remark_week(&count(days), &grade(of), &count(norm), source)
        }
        Remark::Holidays(title, days, norm, source) => {
            tr.year_remark_holidays(&days.to_string(), &count(norm), source, title)
        }
    }
}
