//! What a school tells about itself: the administrator's pages under `/school/info/`, and what families read under
//! `/about/`.

mod about;
mod card;
mod documents;
mod links;
mod news;

use std::sync::Arc;

use access::{Actor, ManageSchool};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kit::form::Form;
use kit::{Cx, Link, PageError, Routes, Tr};

use crate::write::info::By;

pub fn routes() -> Routes {
    Routes::new()
        .merge(card::routes())
        .merge(news::routes())
        .merge(documents::routes())
        .merge(links::routes())
        .merge(about::routes())
}

/// A page that is one form, with what can be done to the thing besides.
#[derive(Template)]
#[template(path = "info/form.html")]
struct FormPage {
    tr: Tr,
    crumbs: Vec<Link>,
    title: String,
    action: String,
    csrf: String,
    files: bool,
    submit: &'static str,
    form: Form,
    act: Option<Act>,
    history: Vec<Past>,
}

/// Taking back, removing or showing again; a question is asked before what takes something away.
struct Act {
    action: String,
    label: &'static str,
    question: Option<&'static str>,
}

/// A line of a document's history.
struct Past {
    what: &'static str,
    title: String,
    when: String,
    who: String,
    file: Option<(String, String)>,
    erase: Option<String>,
}

impl FormPage {
    fn draw(self, cx: &Cx, page: &'static str) -> Result<Response, PageError> {
        let status = if self.form.is_valid() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        cx.page(page, &self.title).place("school").status(status).render(&self)
    }
}

fn crumbs(tr: Tr, below: Option<(&str, &str)>) -> Vec<Link> {
    let mut list =
        vec![Link::new(tr.school_title(), "/school/"), Link::new(tr.school_nav_info(), "/school/info/")];
    list.extend(below.map(|(label, href)| Link::new(label, href)));
    list
}

/// The administrator, and what he may change.
fn manager(cx: &Cx) -> Result<(Arc<Actor>, ManageSchool, By), PageError> {
    let actor = cx.actor()?;
    let may = access::manage_school(&actor)?;
    let by = By { person: Some(actor.person), now: cx.now };
    Ok((actor, may, by))
}

/// What is wrong with a typed line or text.
fn fault(tr: Tr, text: &str, required: bool, longest: usize) -> Option<String> {
    if required && text.is_empty() {
        return Some(tr.form_field_empty().to_owned());
    }
    (text.chars().count() > longest).then(|| tr.form_field_long(i64::try_from(longest).unwrap_or(i64::MAX)))
}
