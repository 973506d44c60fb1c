//! `/school/load/joint/` – a subject that several classes learn together.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::ClassId;
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr};

use super::{Ground, form_choices, managed};
use crate::load::write::NewTeaching;
use crate::load::{Hours, LoadForm};
use crate::pages::nav;

pub fn routes() -> Routes {
    Routes::new().get("/school/load/joint/", show).post("/school/load/joint/", give_out)
}

#[derive(Template)]
#[template(path = "load_joint.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    form: Form,
    classes: Vec<(ClassId, String, bool)>,
    classes_error: Option<&'static str>,
}

/// Who manages the school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let ground = ground(&cx).await?;
    let form = form(&ground, cx.tr, "", "", "", "");
    draw(&cx, &ground, form, &BTreeSet::new(), None)
}

async fn ground(cx: &Cx) -> Result<Ground, PageError> {
    let (may, _) = managed(&*cx.actor()?)?;
    let today = cx.today;
    cx.read(move |tx| Ground::read(tx, &may, today)).await?.ok_or(PageError::NotFound)
}

fn form(ground: &Ground, tr: Tr, subject: &str, hours: &str, form: &str, teacher: &str) -> Form {
    let mut person = Field::new("teacher", tr.load_teacher(), FieldKind::Select(ground.choices()));
    person.value = teacher.to_owned();
    Form::new(vec![
        Field::text("subject", tr.load_subject()).value(subject).hint(tr.load_subject_hint()).required(),
        Field::text("hours", tr.load_hours()).value(hours).hint(tr.load_hours_hint()).required(),
        Field::select("form", tr.load_form(), form_choices(tr)).value(if form.is_empty() {
            LoadForm::Lesson.code()
        } else {
            form
        }),
        person,
    ])
}

fn draw(
    cx: &Cx,
    ground: &Ground,
    form: Form,
    ticked: &BTreeSet<i64>,
    classes_error: Option<&'static str>,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let valid = form.is_valid() && classes_error.is_none();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: nav::tabs(tr, "load", true),
        crumbs: vec![Link::new(tr.load_title(), "/school/load/")],
        form,
        classes: ground
            .load
            .classes
            .iter()
            .map(|class| (class.id, class.name.clone(), ticked.contains(&class.id.0)))
            .collect(),
        classes_error,
    };
    let status = if valid { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page("school.load-joint", tr.load_joint()).place("school").status(status).render(&main)
}

/// Who manages the school.
async fn give_out(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let tr = cx.tr;
    let (_, may) = managed(&*cx.actor()?)?;
    let ground = ground(cx).await?;
    let ticked: BTreeSet<i64> =
        posted.all().filter(|(name, _)| *name == "class").filter_map(|(_, id)| id.parse().ok()).collect();
    let classes: Vec<_> =
        ground.load.classes.iter().filter(|class| ticked.contains(&class.id.0)).cloned().collect();
    let (subject, typed) = (posted.get("subject"), posted.get("hours"));
    let mut form = form(&ground, tr, subject, typed, posted.get("form"), posted.get("teacher"));
    let hours = Hours::parse(typed).filter(|hours| !hours.is_zero());
    let chosen = LoadForm::from_code(posted.get("form"));
    let teacher = ground.chosen(posted.get("teacher"));
    for field in &mut form.fields {
        field.error = match field.name {
            "subject" if subject.is_empty() => Some(tr.form_field_empty().to_owned()),
            "subject" if subject.chars().count() > 100 => Some(tr.load_subject_long().to_owned()),
            "hours" if hours.is_none() => Some(tr.load_hours_wrong().to_owned()),
            "form" if chosen.is_none() => Some(tr.form_field_empty().to_owned()),
            "teacher" if teacher.is_err() => Some(tr.load_teacher_unknown().to_owned()),
            _ => None,
        };
    }
    let few = (classes.len() < 2).then(|| tr.load_joint_few());
    let (Some(hours), Some(chosen), Ok(teacher), None, true) = (hours, chosen, teacher, few, form.is_valid())
    else {
        return draw(cx, &ground, form, &ticked, few);
    };
    let new = NewTeaching {
        subject: subject.to_owned(),
        hours,
        form: chosen,
        classes,
        groups: Vec::new(),
        teachers: vec![teacher],
    };
    let (year, today, now) = (ground.year.id, cx.today, cx.now);
    cx.write(move |tx| Ok(crate::load::write::give_out(tx, &may, year, &new, today, now)?)).await?;
    Ok(cx.done("/school/load/", "saved"))
}
