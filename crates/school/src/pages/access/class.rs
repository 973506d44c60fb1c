//! `/school/access/classes/{id}/` – the pupils and parents of a class, their ways in, and codes for them.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{ClassId, PersonId};
use kit::form::Form;
use kit::{Cx, Link, PageError, Posted, Routes, Tr};

use super::wish::{Offer, Typed, for_person};
use super::{PersonLine, line, told};
use crate::access_sheets::{Asked, KIND, Tally, used_beyond};
use crate::pages::nav;
use crate::tasks::{self, NewTask};

pub fn routes() -> Routes {
    Routes::new().get("/school/access/classes/{id}/", show).post("/school/access/classes/{id}/issue/", issue)
}

#[derive(Template)]
#[template(path = "access/people.html")]
struct People {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    crumbs: Vec<Link>,
    title: String,
    note: String,
    action: String,
    lines: Vec<PersonLine>,
    form: Form,
}

/// The class teacher and the administrators of the school.
async fn show(cx: Cx, Path(id): Path<ClassId>) -> Result<Response, PageError> {
    draw(&cx, id, &Typed::default(), None).await
}

async fn draw(cx: &Cx, id: ClassId, typed: &Typed, error: Option<String>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, now) = (cx.today, cx.now);
    let (may, pupils, parents, roles, beyond) = cx
        .read(move |tx| {
            let may = access::give_access_to_class(tx, &actor, id)?;
            let school = may.institution();
            let year = registry::read::year_at(tx, school, today)?;
            let day = year.map_or(today, |year| today.max(year.first_day));
            let pupils = registry::read::pupil_ways(tx, school, &[id], day, now)?;
            let parents = registry::read::guardian_ways(tx, school, &[id], day, now)?;
            let persons: Vec<PersonId> = pupils.iter().chain(&parents).map(|one| one.person).collect();
            let roles = registry::read::roles_of_many(tx, &persons)?;
            let beyond = used_beyond(tx, &may, &persons, (today, day), now)?;
            Ok((may, pupils, parents, roles, beyond))
        })
        .await?;
    let tr = cx.tr;
    let class = may.class().map(|class| class.name.clone()).unwrap_or_default();
    let mut of_child: HashMap<PersonId, Vec<_>> = HashMap::new();
    for parent in parents {
        of_child.entry(parent.pupil).or_default().push(parent);
    }
    let mut tally = Tally::default();
    let mut counted = HashSet::new();
    let mut lines = Vec::new();
    for pupil in pupils {
        let note = |relation: Option<registry::Relation>| match relation {
            Some(relation) => tr.access_relation(relation.code()),
            None => tr.access_pupil().to_owned(),
        };
        for one in std::iter::once(&pupil).chain(of_child.get(&pupil.person).into_iter().flatten()) {
            if counted.insert(one.person) {
                tally.add(one.way.as_ref());
            }
            let roles = roles.get(&one.person).map(Vec::as_slice).unwrap_or_default();
            let mut drawn = line(cx, one, note(one.relation));
            drawn.open &= may.reaches(one.person, roles);
            if drawn.open && beyond.contains(&one.person) {
                drawn.open = false;
                drawn.kept = if may.is_whole() { tr.access_kept() } else { tr.access_kept_class() };
            }
            lines.push(drawn);
        }
    }
    let title = tr.access_class_title(&class);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let main = People {
        tr,
        nav: if may.is_whole() { nav::tabs(tr, "access", true) } else { Vec::new() },
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.access_title(), "/school/access/")],
        note: told(tr, tally),
        action: format!("/school/access/classes/{id}/issue/"),
        lines,
        form: typed.form(tr, Offer::Class, error),
        title,
    };
    let place = if may.is_whole() { "school" } else { "" };
    cx.page("school.access-class", &main.title).place(place).status(status).render(&main)
}

/// The class teacher and the administrators of the school.
async fn issue(Path(id): Path<ClassId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let tr = cx.tr;
    let typed = Typed::of(&posted);
    let asked = match for_person(&posted) {
        Some(asked) => Ok(asked),
        None => typed.read(tr, Offer::Class),
    };
    let asked = match asked {
        Ok(asked) => Asked { classes: vec![id], ..asked },
        Err(error) => return draw(cx, id, &typed, Some(error)).await,
    };
    let payload = serde_json::to_string(&asked).map_err(|error| PageError::Internal(Box::new(error)))?;
    let now = cx.now;
    let task = cx
        .write(move |tx| {
            let may = access::give_access_to_class(tx, &actor, id)?;
            let class = may.class().map(|class| class.name.clone()).unwrap_or_default();
            let new = NewTask { kind: KIND, title: tr.access_task_class(&class), payload: payload.clone() };
            Ok(tasks::start(tx, &may, actor.account, &new, now)?)
        })
        .await?;
    Ok(Redirect::to(&format!("/school/tasks/{task}/")).into_response())
}
