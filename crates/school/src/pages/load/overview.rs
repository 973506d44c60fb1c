//! `GET /school/load/` – the load of the year: each class beside what its pupils may have, each teacher with the hours.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::{ClassId, PersonId};
use kit::{Cx, PageError, Routes, Tr};
use serde::Deserialize;

use super::{Ground, against_limit, hours, managed};
use crate::load::Hours;
use crate::pages::nav;

pub fn routes() -> Routes {
    Routes::new().get("/school/load/", show)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    by: String,
}

#[derive(Template)]
#[template(path = "load_overview.html")]
struct Overview {
    tr: Tr,
    nav: Vec<nav::Tab>,
    note: String,
    manages: bool,
    no_year: bool,
    by_teacher: bool,
    classes: Vec<ClassLine>,
    teachers: Vec<TeacherLine>,
    /// Hours that nobody teaches.
    vacant: String,
}

struct ClassLine {
    id: ClassId,
    name: String,
    wanted: String,
    given: String,
    most: String,
    vacant: String,
    over: String,
}

struct TeacherLine {
    id: PersonId,
    name: String,
    hours: String,
    placed: String,
    journals: usize,
}

/// The heads and administrators of a school.
async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = managed(&actor).is_ok();
    let (tr, today) = (cx.tr, cx.today);
    let ground = cx.read(move |tx| Ground::read(tx, &may, today)).await?;
    let mut main = Overview {
        tr,
        nav: nav::tabs(tr, "load", manages),
        note: String::new(),
        manages,
        no_year: ground.is_none(),
        by_teacher: asked.by == "teachers",
        classes: Vec::new(),
        teachers: Vec::new(),
        vacant: String::new(),
    };
    if let Some(ground) = &ground {
        main.note = tr.load_note(&ground.year.name);
        let mut vacant = Hours::default();
        for class in &ground.load.classes {
            let sums = ground.load.sums(class.id);
            let of_class: Hours = sums.values().map(|sum| sum.vacant).sum();
            vacant = vacant + of_class;
            let some = |sum: Hours| if sum.is_zero() { String::new() } else { hours(tr, sum) };
            main.classes.push(ClassLine {
                id: class.id,
                name: class.name.clone(),
                wanted: some(sums.values().map(|sum| sum.wanted).sum()),
                given: hours(tr, ground.load.pupil_hours(class.id)),
                most: ground.load.limit(class).map_or_else(String::new, |(_, l)| l.per_week.to_string()),
                vacant: some(of_class),
                over: against_limit(tr, &ground.load, class).0,
            });
        }
        if !vacant.is_zero() {
            main.vacant = tr.load_vacant_all(&hours(tr, vacant));
        }
        for (id, name, _) in &ground.staff {
            let (mut said, mut placed, mut journals) = (Hours::default(), Hours::default(), 0);
            for journal in ground.load.of_teacher(*id) {
                said = said + journal.hours;
                placed = placed + journal.placed;
                journals += 1;
            }
            if journals > 0 {
                main.teachers.push(TeacherLine {
                    id: *id,
                    name: name.full(),
                    hours: hours(tr, said),
                    placed: hours(tr, placed),
                    journals,
                });
            }
        }
    }
    cx.page("school.load", tr.load_title()).place("school").render(&main)
}
