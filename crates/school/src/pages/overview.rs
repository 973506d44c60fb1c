//! `GET /school/` – a school at a glance: how large it is, its classes by grade, what was imported last.

use std::collections::HashMap;

use access::SeeSchool;
use askama::Template;
use axum::Extension;
use axum::response::Response;
use kernel::{ClassId, Day, PersonId};
use kit::{Cx, PageError, Routes, Tr, text};
use registry::{Class, Institution, InstitutionKind};
use store::ReadTx;

use super::nav;
use crate::lessons::Lessons;
use crate::model::{ImportKind, ImportRun};

/// So many past imports are shown.
const IMPORTS: i64 = 6;

pub fn routes() -> Routes {
    Routes::new().get("/school/", show)
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    tr: Tr,
    nav: Vec<nav::Tab>,
    name: String,
    note: String,
    counts: String,
    staff: String,
    grades: Vec<Grade>,
    imports: Vec<Import>,
    /// Days with lessons that wait for a decision: address, day, how many.
    undecided: Vec<(String, String, String)>,
}

/// Lessons that wait for a decision are counted so many days ahead.
const AHEAD: i64 = 7;

/// The classes of one grade.
struct Grade {
    key: i32,
    title: String,
    classes: Vec<Line>,
}

struct Line {
    id: ClassId,
    name: String,
    size: i64,
    teacher: String,
}

struct Import {
    what: &'static str,
    when: String,
    file: String,
    changed: i32,
    refused: i32,
}

struct View {
    institution: Institution,
    year: Option<String>,
    classes: Vec<(Class, i64)>,
    staff: HashMap<PersonId, String>,
    imports: Vec<ImportRun>,
    undecided: Vec<(Day, usize)>,
}

fn view(tx: &mut ReadTx<'_>, may: &SeeSchool, lessons: &Lessons, today: Day) -> Result<View, PageError> {
    let id = may.institution();
    let year = registry::read::year_at(tx, id, today)?;
    let mut classes = Vec::new();
    if let Some(year) = &year {
        // Before the first day of school its lists are what counts.
        let sizes: HashMap<ClassId, i64> =
            registry::read::class_sizes(tx, id, year.id, today.max(year.first_day))?.into_iter().collect();
        classes = registry::read::classes(tx, id, year.id)?
            .into_iter()
            .map(|class| {
                let size = sizes.get(&class.id).copied().unwrap_or_default();
                (class, size)
            })
            .collect();
    }
    let staff = registry::read::staff_of(tx, id)?;
    Ok(View {
        institution: registry::read::institution(tx, id)?,
        year: year.map(|year| year.name),
        classes,
        staff: staff.into_iter().map(|(person, name, _)| (person, name.initials())).collect(),
        imports: crate::read::import_runs(tx, may, IMPORTS)?,
        undecided: lessons.undecided(tx, id, today, today.plus(AHEAD))?,
    })
}

/// The heads and administrators of a school.
async fn show(cx: Cx, Extension(lessons): Extension<Lessons>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let today = cx.today;
    let view = cx.read(move |tx| view(tx, &may, &lessons, today)).await?;
    let tr = cx.tr;
    let college = view.institution.kind == InstitutionKind::College;
    let pupils: i64 = view.classes.iter().map(|(_, size)| size).sum();
    let count = |number: usize| text::count(tr, i64::try_from(number).unwrap_or(i64::MAX));
    let year = view.year.map_or_else(|| tr.school_no_year().to_owned(), |name| tr.school_year(&name));
    let counts =
        tr.school_counts(&text::count(tr, pupils), &count(view.classes.len()), &count(view.staff.len()));
    let mut grades: Vec<Grade> = Vec::new();
    for (class, size) in &view.classes {
        let teacher = class.teacher.and_then(|id| view.staff.get(&id).cloned());
        let line = Line {
            id: class.id,
            name: class.name.clone(),
            size: *size,
            teacher: teacher.unwrap_or_else(|| tr.school_no_teacher().to_owned()),
        };
        match grades.last_mut() {
            Some(grade) if grade.key == class.grade => grade.classes.push(line),
            _ => {
                let number = class.grade.to_string();
                let title = if college { tr.school_course(&number) } else { tr.school_grade(&number) };
                grades.push(Grade { key: class.grade, title, classes: vec![line] });
            }
        }
    }
    let imports = view.imports.iter().map(|run| import(&cx, run)).collect();
    let undecided = view
        .undecided
        .iter()
        .map(|(day, count)| {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            let label = text::sentence(text::day(tr, *day, today));
            (format!("/school/substitutions/{day}/"), label, tr.school_undecided_day(count))
        })
        .collect();
    let main = Overview {
        tr,
        undecided,
        nav: nav::tabs(tr, "overview", access::manage_school(&actor).is_ok()),
        note: if view.institution.name == view.institution.short_name {
            year
        } else {
            format!("{} · {year}", view.institution.name)
        },
        name: view.institution.short_name,
        counts,
        staff: count(view.staff.len()),
        grades,
        imports,
    };
    cx.page("school.overview", &main.name).place("school").render(&main)
}

fn import(cx: &Cx, run: &ImportRun) -> Import {
    let (day, time) = cx.app().settings().zone.local(run.created_at);
    Import {
        what: match run.kind {
            ImportKind::Roster => cx.tr.school_import_roster(),
            ImportKind::Timetable => cx.tr.school_import_timetable(),
        },
        when: format!("{}, {}", text::day(cx.tr, day, cx.today), text::time(time)),
        file: run.file_name.clone(),
        changed: run.changed,
        refused: run.refused,
    }
}
