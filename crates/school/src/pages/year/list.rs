//! `GET /school/year/` – the years of an institution: past, current, to come.

use askama::Template;
use axum::response::Response;
use kit::{Cx, Link, PageError, Tr};

use super::{days, tabs};
use crate::pages::nav;

#[derive(Template)]
#[template(path = "year_list.html")]
struct List {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    manages: bool,
    has_classes: bool,
    years: Vec<Line>,
}

struct Line {
    href: String,
    name: String,
    days: String,
    state: &'static str,
    tone: &'static str,
}

/// The heads and administrators of a school.
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manages = access::manage_school(&actor).is_ok();
    let today = cx.today;
    let (years, current, has_classes) = cx
        .read(move |tx| {
            let at = may.institution();
            let years = registry::read::years(tx, at)?;
            let current = registry::read::year_at(tx, at, today)?.map(|year| year.id);
            let has_classes = match current {
                Some(year) => !registry::read::classes(tx, at, year)?.is_empty(),
                None => false,
            };
            Ok((years, current, has_classes))
        })
        .await?;
    let tr = cx.tr;
    let years = years
        .into_iter()
        .rev()
        .map(|year| {
            let (state, tone) = match () {
                () if Some(year.id) == current => (tr.year_current(), "good"),
                () if year.first_day > today => (tr.year_coming(), "info"),
                () => (tr.year_past(), ""),
            };
            Line {
                href: format!("/school/year/{}/", year.id),
                days: days(tr, year.first_day, year.last_day),
                name: tr.school_year(&year.name),
                state,
                tone,
            }
        })
        .collect();
    let main = List {
        tr,
        nav: tabs(&cx, manages),
        crumbs: vec![Link::new(tr.school_title(), "/school/")],
        manages,
        has_classes,
        years,
    };
    cx.page("school.years", tr.school_nav_year()).place("school").render(&main)
}
