//! `/school/rosters/{id}/` – what importing the file would do, row by row, and the import.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use serde::Deserialize;

use super::load;
use crate::import::draft::{Asked, KIND};
use crate::pages::nav;
use crate::tasks::{self, Line, LineKind, NewTask, Outcome};

/// So many rows stand on a page.
const PAGE: usize = 200;

pub fn routes() -> Routes {
    Routes::new().get("/school/rosters/{id}/", show).post("/school/rosters/{id}/", confirm)
}

#[derive(Deserialize, Default)]
struct View {
    /// `errors`: only refused rows and remarks.
    #[serde(default)]
    only: String,
    #[serde(default)]
    page: usize,
}

#[derive(Template)]
#[template(path = "rosters/preview.html")]
struct Preview {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    crumbs: Vec<Link>,
    file: String,
    id: i64,
    columns_href: String,
    counts: Vec<(&'static str, String)>,
    refused: bool,
    nothing: bool,
    only_errors: bool,
    lines: Vec<Row>,
    position: String,
    previous: String,
    next: String,
    skip: bool,
    error: String,
}

struct Row {
    line: String,
    mark: &'static str,
    tone: &'static str,
    text: String,
}

fn row(tr: Tr, line: &Line) -> Row {
    let (mark, tone) = match line.kind {
        LineKind::Added => (tr.rosters_added(), "good"),
        LineKind::Changed => (tr.rosters_changed(), "info"),
        LineKind::Same => (tr.rosters_same(), ""),
        LineKind::Refused => (tr.rosters_refused(), "bad"),
        LineKind::Note => (tr.rosters_note(), "warn"),
    };
    Row {
        line: line.line.map(|line| line.to_string()).unwrap_or_default(),
        mark,
        tone,
        text: line.text.clone(),
    }
}

fn number(outcome: &Outcome, key: &str) -> i64 {
    outcome.counts.iter().find(|count| count.key == key).map_or(0, |count| count.number)
}

/// The administrators of a school.
async fn show(cx: Cx, Path(id): Path<i64>, Query(view): Query<View>) -> Result<Response, PageError> {
    draw(&cx, id, &view, false, "").await
}

async fn draw(cx: &Cx, id: i64, view: &View, skip: bool, error: &str) -> Result<Response, PageError> {
    let (_, draft) = load(cx, id).await?;
    let Some(preview) = draft.preview else {
        return Ok(Redirect::to(&format!("/school/rosters/{id}/columns/")).into_response());
    };
    let tr = cx.tr;
    let only_errors = view.only == "errors";
    let shown: Vec<&Line> = preview
        .lines
        .iter()
        .filter(|line| !only_errors || matches!(line.kind, LineKind::Refused | LineKind::Note))
        .collect();
    let first = view.page.saturating_mul(PAGE).min(shown.len());
    let last = (first + PAGE).min(shown.len());
    let count = |number: usize| text::count(tr, i64::try_from(number).unwrap_or(i64::MAX));
    let only = if only_errors { "&only=errors" } else { "" };
    let page = |number: usize| format!("/school/rosters/{id}/?page={number}{only}");
    let counts: Vec<(&'static str, i64)> = preview
        .counts
        .iter()
        .filter_map(|count| Some((tr.by_key(&format!("tasks-count-{}", count.key))?, count.number)))
        .collect();
    let main = Preview {
        tr,
        nav: nav::tabs(tr, "rosters", true),
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.rosters_title(), "/school/rosters/")],
        file: draft.file_name,
        id,
        columns_href: format!("/school/rosters/{id}/columns/"),
        counts: counts.into_iter().map(|(label, number)| (label, text::count(tr, number))).collect(),
        refused: number(&preview, "refused") > 0,
        nothing: number(&preview, "added") + number(&preview, "changed") == 0,
        only_errors,
        lines: shown.get(first..last).unwrap_or_default().iter().map(|line| row(tr, line)).collect(),
        position: if shown.len() > PAGE {
            tr.rosters_position(&count(first + 1), &count(last), &count(shown.len()))
        } else {
            String::new()
        },
        previous: if view.page > 0 { page(view.page - 1) } else { String::new() },
        next: if last < shown.len() { page(view.page + 1) } else { String::new() },
        skip,
        error: error.to_owned(),
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page("school.rosters-preview", tr.rosters_preview_title()).place("school").status(status).render(&main)
}

/// The administrators of a school.
async fn confirm(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, draft) = load(cx, id).await?;
    let tr = cx.tr;
    let skip = posted.get("skip") == "on";
    let Some(preview) = &draft.preview else {
        return Ok(Redirect::to(&format!("/school/rosters/{id}/columns/")).into_response());
    };
    if number(preview, "refused") > 0 && !skip {
        return draw(cx, id, &View::default(), skip, tr.rosters_has_refused()).await;
    }
    let asked = Asked { draft: id, skip };
    let new = NewTask {
        kind: KIND,
        title: tr.rosters_task(&draft.file_name),
        payload: serde_json::to_string(&asked).map_err(|error| PageError::Internal(Box::new(error)))?,
    };
    let (account, now) = (cx.actor()?.account, cx.now);
    let task = cx.write(move |tx| Ok(tasks::start(tx, &may, account, &new, now)?)).await?;
    Ok(Redirect::to(&format!("/school/tasks/{task}/")).into_response())
}
