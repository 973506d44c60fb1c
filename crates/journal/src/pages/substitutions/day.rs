//! `GET /school/substitutions/{day}/` – a day: who is absent, which lessons that concerns, what was decided.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Day, PersonId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Tr, text};
use school::pages::nav;
use serde::Deserialize;

use super::{DayOf, load, may, words};
use crate::model::{AbsenceReason, DayLesson, LessonStatus};

/// `?teacher=12`: the lessons of somebody who is not absent.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    teacher: String,
}

pub struct Line {
    pub number: i32,
    pub time: String,
    pub title: String,
    pub room: String,
    /// What was decided; empty when nothing was.
    pub what: String,
    pub why: String,
    pub href: String,
    /// The substitution to undo.
    pub undo: Option<i64>,
}

struct Group {
    title: String,
    note: String,
    absence: Option<i64>,
    lines: Vec<Line>,
    /// «не решено: 2».
    open_text: String,
}

#[derive(Template)]
#[template(path = "substitutions_day.html")]
struct Page {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    day: Day,
    title: String,
    heading: String,
    previous: String,
    next: String,
    today_href: String,
    month_href: String,
    may_edit: bool,
    /// What the day is called when nobody learns on it.
    free: String,
    groups: Vec<Group>,
    form: Form,
    teachers: Vec<(PersonId, String)>,
    here: String,
}

/// `GET /school/substitutions/`: today.
pub async fn today(cx: Cx) -> Result<Response, PageError> {
    may(&*cx.actor()?)?;
    Ok(Redirect::to(&format!("/school/substitutions/{}/", cx.today)).into_response())
}

/// Heads of the school; who makes the timetable decides as well.
pub async fn show(cx: Cx, Path(day): Path<Day>, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (see, manages) = may(&actor)?;
    let of = cx.read(move |tx| load(tx, &see, day)).await?;
    let form = absence_form(cx.tr, &of, day);
    draw(&cx, &of, manages, form, asked.teacher.parse().ok())
}

/// The form of an absence, empty.
pub fn absence_form(tr: Tr, of: &DayOf, day: Day) -> Form {
    Form::new(vec![
        Field::select(
            "person",
            tr.absence_person(),
            of.plan.staff.iter().map(|(id, name)| (id.to_string(), name.full())),
        )
        .required(),
        Field::new("first", tr.absence_first(), FieldKind::Date).value(day.to_string()).required(),
        Field::new("last", tr.absence_last(), FieldKind::Date).value(day.to_string()).required(),
        Field::select(
            "reason",
            tr.absence_reason(),
            AbsenceReason::ALL.map(|reason| (reason.code(), words::reason(tr, reason))),
        )
        .value(AbsenceReason::Ill.code())
        .required(),
    ])
}

/// The page, with the form as it was typed.
pub fn draw(
    cx: &Cx,
    of: &DayOf,
    manages: bool,
    form: Form,
    also: Option<PersonId>,
) -> Result<Response, PageError> {
    let (tr, day) = (cx.tr, of.day);
    let may_edit = manages && day >= cx.today;
    let lines = |person: PersonId| -> Vec<Line> {
        of.lessons
            .iter()
            .filter(|lesson| of.planned_teacher(lesson) == Some(person) || lesson.teacher == Some(person))
            .map(|lesson| line(tr, of, lesson))
            .collect()
    };
    let gone = |person: PersonId| of.left.iter().any(|(id, ..)| *id == person);
    let group = |title: String, note: String, absence: Option<i64>, person: PersonId| {
        let lines = lines(person);
        let waits = absence.is_some() || gone(person);
        let open = if waits { lines.iter().filter(|line| line.what.is_empty()).count() } else { 0 };
        let open_text = if open > 0 { tr.substitution_open(&open.to_string()) } else { String::new() };
        Group { title, note, absence, lines, open_text }
    };
    let mut groups: Vec<Group> = of
        .absences
        .iter()
        .map(|absence| {
            let days = text::period(tr, absence.first_day, absence.last_day);
            let note = format!("{}, {days}", words::reason(tr, absence.reason));
            group(of.plan.person(absence.person), note, Some(absence.id), absence.person)
        })
        .collect();
    // The lessons of who has left are nobody's yet.
    groups.extend(of.left.iter().filter(|(id, ..)| of.absences.iter().all(|one| one.person != *id)).map(
        |(id, name, last)| group(name.full(), tr.leaves_gone(&text::date(tr, *last, cx.today)), None, *id),
    ));
    if let Some(person) = also.filter(|person| !of.absent.contains(person)) {
        groups.push(group(of.plan.person(person), String::new(), None, person));
    }
    // Teachers who have left, or were never there, leave lessons that somebody has to decide about.
    let known = |person: PersonId| of.plan.staff.iter().any(|(id, _)| *id == person);
    let orphan = |lesson: &&DayLesson| {
        lesson.lesson.status == LessonStatus::Planned
            && of.standing(lesson).is_none()
            && lesson.teacher.is_none_or(|person| !known(person) && !of.absent.contains(&person))
    };
    let orphans: Vec<Line> = of.lessons.iter().filter(orphan).map(|lesson| line(tr, of, lesson)).collect();
    if !orphans.is_empty() {
        groups.push(Group {
            title: tr.substitution_nobody_teaches().to_owned(),
            note: tr.substitution_nobody_note().to_owned(),
            absence: None,
            open_text: tr.substitution_open(&orphans.len().to_string()),
            lines: orphans,
        });
    }
    // What was decided for lessons of others stands there too.
    let others: Vec<Line> = of
        .lessons
        .iter()
        .filter(|lesson| of.standing(lesson).is_some())
        .filter(|lesson| {
            of.planned_teacher(lesson)
                .is_none_or(|person| !of.absent.contains(&person) && also != Some(person))
        })
        .map(|lesson| line(tr, of, lesson))
        .collect();
    if !others.is_empty() {
        groups.push(Group {
            title: tr.substitution_others().to_owned(),
            note: String::new(),
            absence: None,
            lines: others,
            open_text: String::new(),
        });
    }
    let href = |day: Day| format!("/school/substitutions/{day}/");
    let failed = !form.is_valid();
    let main = Page {
        tr,
        nav: nav::tabs(tr, "substitutions", access::manage_school(&*cx.actor()?).is_ok()),
        csrf: cx.csrf(),
        day,
        title: tr.substitution_title().to_owned(),
        heading: text::sentence(text::day(tr, day, cx.today)),
        previous: href(day.plus(-1)),
        next: href(day.plus(1)),
        today_href: if day == cx.today { String::new() } else { href(cx.today) },
        month_href: format!(
            "/school/substitutions/month/?month={}",
            day.to_string().get(..7).unwrap_or_default()
        ),
        may_edit,
        free: of
            .plan
            .days_free(day)
            .into_iter()
            .find(|(on, _)| *on == day)
            .map(|(_, t)| t.to_owned())
            .unwrap_or_default(),
        groups,
        form,
        teachers: of
            .plan
            .staff
            .iter()
            .filter(|(id, _)| of.lessons.iter().any(|lesson| lesson.teacher == Some(*id)))
            .map(|(id, name)| (*id, name.initials()))
            .collect(),
        here: href(day),
    };
    let status =
        if failed { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    cx.page("school.substitutions", &main.title).place("school").status(status).render(&main)
}

fn line(tr: Tr, of: &DayOf, lesson: &DayLesson) -> Line {
    let one = of.standing(lesson);
    let l = &lesson.lesson;
    Line {
        number: l.number,
        time: format!("{}–{}", l.starts, l.ends),
        title: of.title(l.journal),
        room: l.room.clone(),
        what: one.map(|one| words::what(tr, &of.plan, one)).unwrap_or_default(),
        why: one.map(|one| one.reason.clone()).unwrap_or_default(),
        href: format!("/school/substitutions/{}/{}/{}/", l.day, l.journal, l.number),
        undo: one.map(|one| one.id),
    }
}
