//! `GET /school/load/teachers/{id}/` – what somebody teaches, with the hours.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::{JournalId, PersonId};
use kit::{Cx, Link, PageError, Routes, Tr};

use super::{Ground, form_words, hours, managed};
use crate::load::{Hours, LoadForm};
use crate::pages::nav;

pub fn routes() -> Routes {
    Routes::new().get("/school/load/teachers/{id}/", show)
}

#[derive(Template)]
#[template(path = "load_teacher.html")]
struct Page {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    name: String,
    position: String,
    manages: bool,
    lines: Vec<Line>,
    total: String,
}

struct Line {
    id: JournalId,
    subject: String,
    groups: String,
    form: &'static str,
    hours: String,
    placed: String,
}

/// The heads and administrators of a school; somebody of its staff.
async fn show(cx: Cx, Path(id): Path<PersonId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = managed(&actor).is_ok();
    let (tr, today) = (cx.tr, cx.today);
    let ground = cx.read(move |tx| Ground::read(tx, &may, today)).await?.ok_or(PageError::NotFound)?;
    let (_, name, position) =
        ground.staff.iter().find(|(person, ..)| *person == id).ok_or(PageError::NotFound)?;
    let journals: Vec<_> = ground.load.of_teacher(id).collect();
    let total: Hours = journals.iter().map(|journal| journal.hours).sum();
    let main = Page {
        tr,
        nav: nav::tabs(tr, "load", manages),
        crumbs: vec![Link::new(tr.load_title(), "/school/load/?by=teachers")],
        name: name.full(),
        position: position.clone(),
        manages,
        lines: journals
            .iter()
            .map(|journal| Line {
                id: journal.journal.id,
                subject: journal.journal.subject_name.clone(),
                groups: journal.journal.groups_name.clone(),
                form: if journal.form == LoadForm::Lesson { "" } else { form_words(tr, journal.form) },
                hours: hours(tr, journal.hours),
                placed: hours(tr, journal.placed),
            })
            .collect(),
        total: hours(tr, total),
    };
    cx.page("school.load-teacher", &main.name).place("school").render(&main)
}
