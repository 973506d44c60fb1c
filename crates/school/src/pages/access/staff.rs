//! `/school/access/staff/` – the staff, their ways in, and codes for them.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::PersonId;
use kit::form::Form;
use kit::{Cx, Link, PageError, Posted, Routes, Tr};

use super::wish::{Offer, Typed, for_person};
use super::{PersonLine, line, told};
use crate::access_sheets::{Asked, KIND, Tally, used_beyond};
use crate::pages::nav;
use crate::tasks::{self, NewTask};

pub fn routes() -> Routes {
    Routes::new().get("/school/access/staff/", show).post("/school/access/staff/issue/", issue)
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

/// The administrators of a school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::give_access_to_school(&actor)?;
    let (giving, today, now) = (may.clone(), cx.today, cx.now);
    let (people, positions, roles, beyond) = cx
        .read(move |tx| {
            let people = registry::read::staff_ways(tx, giving.institution(), now)?;
            let positions = registry::read::staff_of(tx, giving.institution())?;
            let persons: Vec<PersonId> = people.iter().map(|one| one.person).collect();
            let roles = registry::read::roles_of_many(tx, &persons)?;
            let beyond = used_beyond(tx, &giving, &persons, (today, today), now)?;
            Ok((people, positions, roles, beyond))
        })
        .await?;
    let tr = cx.tr;
    let positions: HashMap<PersonId, String> =
        positions.into_iter().map(|(person, _, position)| (person, position)).collect();
    let mut tally = Tally::default();
    let mut lines = Vec::with_capacity(people.len());
    for one in &people {
        tally.add(one.way.as_ref());
        let roles = roles.get(&one.person).map(Vec::as_slice).unwrap_or_default();
        let mut drawn = line(&cx, one, positions.get(&one.person).cloned().unwrap_or_default());
        drawn.open &= may.reaches(one.person, roles);
        if drawn.open && beyond.contains(&one.person) {
            drawn.open = false;
            drawn.kept = tr.access_kept();
        }
        lines.push(drawn);
    }
    let main = People {
        tr,
        nav: nav::tabs(tr, "access", true),
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.access_title(), "/school/access/")],
        title: tr.access_staff_title().to_owned(),
        note: told(tr, tally),
        action: "/school/access/staff/issue/".to_owned(),
        lines,
        form: Typed::default().form(tr, Offer::Staff, None),
    };
    cx.page("school.access-staff", &main.title).place("school").status(StatusCode::OK).render(&main)
}

/// The administrators of a school.
async fn issue(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let may = access::give_access_to_school(&actor)?;
    let tr = cx.tr;
    let asked = match for_person(&posted) {
        Some(asked) => Asked { staff: true, ..asked },
        None => Typed::of(&posted)
            .read(tr, Offer::Staff)
            .map_err(|_| PageError::BadRequest("the form offers only one choice"))?,
    };
    let new = NewTask {
        kind: KIND,
        title: tr.access_task_staff().to_owned(),
        payload: serde_json::to_string(&asked).map_err(|error| PageError::Internal(Box::new(error)))?,
    };
    let now = cx.now;
    let task = cx.write(move |tx| Ok(tasks::start(tx, &may, actor.account, &new, now)?)).await?;
    Ok(Redirect::to(&format!("/school/tasks/{task}/")).into_response())
}
