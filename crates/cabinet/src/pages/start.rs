//! `GET /` – for guests the ways in; who is signed in goes on to where his work begins.

use access::Actor;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use kit::{Cx, PageError, Routes, Tr};

pub fn routes() -> Routes {
    Routes::new().get("/", show)
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    tr: Tr,
    /// Login and who it is; empty outside the demo.
    demo: Vec<(&'static str, &'static str)>,
}

/// Anybody.
async fn show(cx: Cx) -> Result<Response, PageError> {
    if let Some(actor) = cx.guest_or_actor() {
        return Ok(Redirect::to(home_of(actor)).into_response());
    }
    let demo = if cx.app().settings().demo { demo_sign_ins(cx.tr) } else { Vec::new() };
    cx.page("cabinet.start", cx.tr.start_title()).render(&Start { tr: cx.tr, demo })
}

/// Where somebody's work begins.
fn home_of(actor: &Actor) -> &'static str {
    if access::list_journals(actor).is_ok() {
        "/journal/"
    } else if access::see_school(actor).is_ok() {
        "/school/"
    } else if access::operate(actor).is_ok() {
        "/system/"
    } else if actor.is_guardian || actor.is_pupil {
        "/diary/"
    } else {
        "/cabinet/me/"
    }
}

fn demo_sign_ins(tr: Tr) -> Vec<(&'static str, &'static str)> {
    vec![
        ("parent", tr.demo_parent()),
        ("pupil", tr.demo_pupil()),
        ("teacher", tr.demo_teacher()),
        ("classteacher", tr.demo_classteacher()),
        ("deputy", tr.demo_deputy()),
        ("director", tr.demo_director()),
        ("admin", tr.demo_admin()),
        ("newparent", tr.demo_newparent()),
        ("student", tr.demo_student()),
        ("canteen", tr.demo_canteen()),
        ("librarian", tr.demo_librarian()),
        ("guard", tr.demo_guard()),
        ("kindergarten", tr.demo_kindergarten()),
        ("municipal", tr.demo_municipal()),
        ("department", tr.demo_department()),
        ("operator", tr.demo_operator()),
    ]
}
