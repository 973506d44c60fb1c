//! `GET /school/staff/` – who works at the school.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use kernel::{ClassId, PersonId};
use kit::{Cx, Link, PageError, Routes, Tr};

use super::nav;

pub fn routes() -> Routes {
    Routes::new().get("/school/staff/", show)
}

#[derive(Template)]
#[template(path = "staff.html")]
struct Staff {
    tr: Tr,
    nav: Vec<nav::Tab>,
    note: String,
    crumbs: Vec<Link>,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    position: String,
    leads: Vec<(ClassId, String)>,
}

/// The heads and administrators of a school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let today = cx.today;
    let (staff, classes) = cx
        .read(move |tx| {
            let id = may.institution();
            let classes = match registry::read::year_at(tx, id, today)? {
                Some(year) => registry::read::classes(tx, id, year.id)?,
                None => Vec::new(),
            };
            Ok((registry::read::staff_of(tx, id)?, classes))
        })
        .await?;
    let mut leads: HashMap<PersonId, Vec<(ClassId, String)>> = HashMap::new();
    for class in classes {
        if let Some(teacher) = class.teacher {
            leads.entry(teacher).or_default().push((class.id, class.name));
        }
    }
    let tr = cx.tr;
    let main = Staff {
        tr,
        nav: nav::tabs(tr, "staff", access::manage_school(&actor).is_ok()),
        note: tr.school_staff_count(i64::try_from(staff.len()).unwrap_or(i64::MAX)),
        crumbs: vec![Link::new(tr.school_title(), "/school/")],
        lines: staff
            .into_iter()
            .map(|(id, name, position)| Line {
                name: name.full(),
                position,
                leads: leads.remove(&id).unwrap_or_default(),
            })
            .collect(),
    };
    cx.page("school.staff", tr.school_staff_title()).place("staff").render(&main)
}
