//! When there is nobody to show: a citizen without linked children, a child that learns nowhere yet.

use askama::Template;
use axum::response::Response;
use kit::{Cx, PageError, Tr};

#[derive(Template)]
#[template(path = "none.html")]
struct None<'a> {
    tr: Tr,
    title: &'a str,
    text: &'a str,
}

/// No linked child.
pub(super) fn no_child(cx: &Cx, place: &'static str) -> Result<Response, PageError> {
    let tr = cx.tr;
    let main = None { tr, title: tr.diary_no_child(), text: tr.diary_no_child_text() };
    cx.page("diary.none", tr.nav_diary()).place(place).render(&main)
}

/// The child learns nowhere today.
pub(super) fn no_school(
    cx: &Cx,
    place: &'static str,
    children: Vec<kit::ChildTab>,
    name: &str,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let main = None { tr, title: name, text: tr.diary_no_school_text() };
    cx.page("diary.none", tr.nav_diary()).place(place).children(children).render(&main)
}
