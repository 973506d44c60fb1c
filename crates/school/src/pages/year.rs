//! `/school/year/`: the academic years of an institution, one year's plan with its forms, the way into the next year.

mod bells;
mod calendar;
mod grades;
mod list;
mod next;
mod plan;
mod uses;

use kit::form::Choice;
use kit::{Cx, Link, Routes, Tr, text};
use registry::{BellSchedule, Institution, InstitutionKind, MAIN_SCHEDULE, PeriodKind};

use super::nav;
use crate::year::change::Refusal;
use crate::year::draft::{CalendarDraft, Typed};

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/year/", list::show)
        .get("/school/year/new/", calendar::begin)
        .post("/school/year/new/", calendar::create)
        .get("/school/year/next/", next::show)
        .post("/school/year/next/", next::post)
        .post("/school/year/next/undo/", next::undo)
        .get("/school/year/{id}/", plan::show)
        .get("/school/year/{id}/calendar/", calendar::show)
        .post("/school/year/{id}/calendar/", calendar::save)
        .get("/school/year/{id}/grades/", grades::show)
        .post("/school/year/{id}/grades/", grades::save)
        .get("/school/year/{id}/bells/{schedule}/", bells::show)
        .post("/school/year/{id}/bells/{schedule}/", bells::save)
        .post("/school/year/{id}/bells/{schedule}/delete/", bells::delete)
        .get("/school/year/{id}/uses/", uses::show)
        .post("/school/year/{id}/uses/", uses::save)
}

/// A field of a table: its label is read out, the column's head is what one sees.
struct Input {
    name: String,
    label: String,
    value: String,
    error: Option<&'static str>,
}

/// A folded list of a table.
struct Pick {
    name: String,
    label: String,
    value: String,
    error: Option<&'static str>,
    choices: Vec<Choice>,
}

fn input(tr: Tr, name: impl Into<String>, label: impl Into<String>, typed: &Typed) -> Input {
    Input {
        name: name.into(),
        label: label.into(),
        value: typed.value.clone(),
        error: typed.error.and_then(|key| tr.by_key(key)),
    }
}

fn pick(
    tr: Tr,
    name: impl Into<String>,
    label: impl Into<String>,
    typed: &Typed,
    choices: Vec<Choice>,
) -> Pick {
    let Input { name, label, value, error } = input(tr, name, label, typed);
    Pick { name, label, value, error, choices }
}

fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into() }
}

/// The fields to be mended, for the summary on top: name and label.
fn faults<'a>(
    inputs: impl IntoIterator<Item = &'a Input>,
    picks: impl IntoIterator<Item = &'a Pick>,
) -> Vec<(String, String)> {
    let inputs = inputs.into_iter().filter(|i| i.error.is_some()).map(|i| (&i.name, &i.label));
    let picks = picks.into_iter().filter(|i| i.error.is_some()).map(|i| (&i.name, &i.label));
    inputs.chain(picks).map(|(name, label)| (name.clone(), label.clone())).collect()
}

/// «Четверти», «Триместры» …
const fn kind_title(tr: Tr, kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Quarter => tr.year_kind_quarter(),
        PeriodKind::Trimester => tr.year_kind_trimester(),
        PeriodKind::HalfYear => tr.year_kind_half_year(),
        PeriodKind::Semester => tr.year_kind_semester(),
    }
}

/// «5 класс», «2 курс».
fn grade_title(tr: Tr, kind: InstitutionKind, grade: i32) -> String {
    tr.year_grade(kind.code(), &grade.to_string())
}

/// The name of a schedule; the main one may have none.
fn schedule_title(tr: Tr, schedule: &BellSchedule) -> String {
    if schedule.name.is_empty() && schedule.id == MAIN_SCHEDULE {
        tr.year_main_schedule().to_owned()
    } else {
        schedule.name.clone()
    }
}

fn crumbs(tr: Tr, year: Option<(&str, i64)>) -> Vec<Link> {
    let mut crumbs =
        vec![Link::new(tr.school_title(), "/school/"), Link::new(tr.school_nav_year(), "/school/year/")];
    if let Some((name, id)) = year {
        crumbs.push(Link::new(name, format!("/school/year/{id}/")));
    }
    crumbs
}

/// Puts a refusal to the field it belongs to.
fn mark(draft: &mut CalendarDraft, refusal: Refusal) {
    match refusal {
        Refusal::NameTaken => draft.name.fault("year-fault-name-taken"),
        Refusal::YearOverlaps => draft.first.fault("year-fault-year-overlap"),
        Refusal::Closed(kind, ordinal) => {
            let row = draft.periods.iter_mut().find(|row| (row.kind, row.ordinal) == (kind, ordinal));
            if let Some(row) = row {
                row.last.fault("year-fault-closed");
            }
        }
        Refusal::InUse(kind) => {
            if let Some(row) = draft.periods.iter_mut().find(|row| row.kind == kind) {
                row.first.fault("year-fault-in-use");
            }
        }
    }
}

/// «1 сентября 2026 – 26 мая 2027».
fn days(tr: Tr, first: kernel::Day, last: kernel::Day) -> String {
    text::period(tr, first, last)
}

/// The grades of an institution: usual ones and those of its classes.
fn grades_of(institution: &Institution, classes: &[registry::Class]) -> Vec<i32> {
    let mut grades: std::collections::BTreeSet<i32> =
        crate::year::usual_grades(institution.kind).iter().copied().collect();
    grades.extend(classes.iter().map(|class| class.grade).filter(|grade| *grade > 0));
    grades.into_iter().collect()
}

/// The tabs of these pages.
fn tabs(cx: &Cx, manages: bool) -> Vec<nav::Tab> {
    nav::tabs(cx.tr, "year", manages)
}
