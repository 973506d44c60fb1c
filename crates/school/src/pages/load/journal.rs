//! `/school/load/journals/{id}/` – one journal: hours, form, teachers; taken away while it has no lessons.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{JournalId, PersonId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};

use super::class::value;
use super::{Ground, form_choices, hours, managed};
use crate::load::model::{JournalChange, Removal};
use crate::load::{Hours, LoadForm, LoadJournal};
use crate::pages::nav;

const TEACHERS: [&str; 3] = ["teacher-1", "teacher-2", "teacher-3"];

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/load/journals/{id}/", show)
        .post("/school/load/journals/{id}/", change)
        .post("/school/load/journals/{id}/remove/", remove)
}

#[derive(Template)]
#[template(path = "load_journal.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    title: String,
    note: String,
    id: JournalId,
    form: Form,
    /// Never in the timetable: it may be taken away.
    removable: bool,
    /// Where that is asked for.
    remove: String,
}

/// Who manages the school.
async fn show(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    let ground = ground(&cx).await?;
    let journal = find(&ground, id)?;
    let form = form(cx.tr, &ground, &Typed::from(journal));
    draw(&cx, &ground, journal, form).await
}

async fn ground(cx: &Cx) -> Result<Ground, PageError> {
    let (may, _) = managed(&*cx.actor()?)?;
    let today = cx.today;
    cx.read(move |tx| Ground::read(tx, &may, today)).await?.ok_or(PageError::NotFound)
}

fn find(ground: &Ground, id: JournalId) -> Result<&LoadJournal, PageError> {
    ground.load.journals.iter().find(|j| j.journal.id == id).ok_or(PageError::NotFound)
}

async fn draw(cx: &Cx, ground: &Ground, journal: &LoadJournal, form: Form) -> Result<Response, PageError> {
    let (_, may) = managed(&*cx.actor()?)?;
    let (tr, id) = (cx.tr, journal.journal.id);
    let removal = cx.read(move |tx| Ok(crate::load::read::removal(tx, may.institution(), id)?)).await?;
    let mut crumbs = vec![Link::new(tr.load_title(), "/school/load/")];
    for (class, _) in journal.groups.iter().take(1) {
        let class = ground.class(*class)?;
        let href = format!("/school/load/classes/{}/", class.id);
        crumbs.push(Link::new(tr.load_class_title(&class.name), href));
    }
    let status = if form.is_valid() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "load", true),
        crumbs,
        title: format!("{}, {}", journal.journal.subject_name, journal.journal.groups_name),
        note: tr.load_placed(&hours(tr, journal.placed)),
        id,
        form,
        removable: removal == Removal::Free,
        remove: format!("/school/load/journals/{id}/remove/"),
    };
    cx.page("school.load-journal", &main.title).place("school").status(status).render(&main)
}

struct Typed {
    hours: String,
    form: String,
    teachers: Vec<String>,
}

impl From<&LoadJournal> for Typed {
    fn from(journal: &LoadJournal) -> Self {
        Self {
            hours: journal.hours.to_string(),
            form: journal.form.code().to_owned(),
            teachers: (0..TEACHERS.len()).map(|place| value(journal.teachers.get(place))).collect(),
        }
    }
}

fn form(tr: Tr, ground: &Ground, typed: &Typed) -> Form {
    let mut fields = vec![
        Field::text("hours", tr.load_hours()).value(&typed.hours).hint(tr.load_hours_hint()).required(),
        Field::select("form", tr.load_form(), form_choices(tr)).value(&typed.form).required(),
    ];
    for (place, name) in TEACHERS.iter().enumerate() {
        let label = if place == 0 { tr.load_teacher() } else { tr.load_teacher_also() };
        let mut field = Field::new(name, label, FieldKind::Select(ground.choices()));
        field.value = typed.teachers.get(place).cloned().unwrap_or_default();
        fields.push(field);
    }
    Form::new(fields)
}

/// Who manages the school.
async fn change(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may) = managed(&*cx.actor()?)?;
    let ground = ground(cx).await?;
    let journal = find(&ground, id)?;
    let tr = cx.tr;
    let typed = Typed {
        hours: posted.get("hours").to_owned(),
        form: posted.get("form").to_owned(),
        teachers: TEACHERS.iter().map(|name| posted.get(name).to_owned()).collect(),
    };
    let mut form = form(tr, &ground, &typed);
    let (typed_hours, chosen) = (Hours::parse(&typed.hours), LoadForm::from_code(&typed.form));
    let mut teachers: Vec<PersonId> = Vec::new();
    for one in &typed.teachers {
        match ground.chosen(one) {
            Ok(Some(person)) if teachers.contains(&person) => {
                form.error = Some(tr.load_teacher_twice().to_owned());
            }
            Ok(person) => teachers.extend(person),
            Err(()) => form.error = Some(tr.load_teacher_unknown().to_owned()),
        }
    }
    for field in &mut form.fields {
        field.error = match field.name {
            "hours" if typed.hours.is_empty() => Some(tr.form_field_empty().to_owned()),
            "hours" if typed_hours.is_none() => Some(tr.load_hours_wrong().to_owned()),
            "form" if chosen.is_none() => Some(tr.form_field_empty().to_owned()),
            _ => None,
        };
    }
    let (Some(hours), Some(chosen), true) = (typed_hours, chosen, form.is_valid()) else {
        return draw(cx, &ground, journal, form).await;
    };
    let change = JournalChange { journal: id, hours, form: chosen, teachers };
    let (year, today, now) = (ground.year.id, cx.today, cx.now);
    let back = journal
        .groups
        .first()
        .map_or_else(|| "/school/load/".to_owned(), |(class, _)| format!("/school/load/classes/{class}/"));
    cx.write(move |tx| Ok(crate::load::write::change_journal(tx, &may, year, &change, today, now)?)).await?;
    Ok(cx.done(&back, "saved"))
}

/// Who manages the school: a journal that never had a lesson goes; another one stays, and the page says why.
async fn remove(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may) = managed(&*cx.actor()?)?;
    let ground = ground(cx).await?;
    let journal = find(&ground, id)?;
    let removed = cx.app().db().write(move |tx| crate::load::write::remove_journal(tx, &may, id)).await;
    match removed {
        Ok(Removal::Free) => {
            let back = journal.groups.first().map_or_else(
                || "/school/load/".to_owned(),
                |(class, _)| format!("/school/load/classes/{class}/"),
            );
            Ok(cx.done(&back, "removed"))
        }
        // The second: a lesson holds it although the timetable does not.
        Ok(Removal::HasLessons) | Err(crate::Error::Store(store::Error::Reference(_))) => {
            let mut form = form(cx.tr, &ground, &Typed::from(journal));
            form.error = Some(cx.tr.load_has_lessons().to_owned());
            draw(cx, &ground, journal, form).await
        }
        Err(error) => Err(error.into()),
    }
}
