//! `/school/rosters/` – choosing a file.

use access::ManageSchool;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, PageError, Posted, Routes, Tr, text};

use super::{apart, tried};
use crate::import::draft::{self, Choice, Draft};
use crate::import::oneroster::{LIST, is_package};
use crate::pages::nav;
use crate::pages::upload::{File, LARGEST, Upload};

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/rosters/", show)
        .upload("/school/rosters/", send)
        .post("/school/rosters/{id}/discard/", discard)
}

#[derive(Template)]
#[template(path = "rosters/start.html")]
struct Start {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    form: Form,
    drafts: Vec<Waiting>,
}

struct Waiting {
    id: i64,
    name: String,
    when: String,
}

/// The administrators of a school.
async fn show(cx: Cx) -> Result<Response, PageError> {
    draw(&cx, None).await
}

async fn draw(cx: &Cx, error: Option<String>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::manage_school(&actor)?;
    let drafts = cx.read(move |tx| Ok(draft::drafts(tx, &may)?)).await?;
    let tr = cx.tr;
    let megabytes = i64::try_from(LARGEST / 1024 / 1024).unwrap_or_default();
    let form = Form::new(vec![
        Field::new("file", tr.rosters_file(), FieldKind::File)
            .hint(tr.rosters_file_hint(&text::count(tr, megabytes)))
            .required()
            .error(error),
    ]);
    let status = if form.is_valid() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let waiting = |(id, name, at)| {
        let (day, time) = cx.app().settings().zone.local(at);
        Waiting { id, name, when: format!("{}, {}", text::day(tr, day, cx.today), text::time(time)) }
    };
    let main = Start {
        tr,
        nav: nav::tabs(tr, "rosters", true),
        csrf: cx.csrf(),
        form,
        drafts: drafts.into_iter().map(waiting).collect(),
    };
    cx.page("school.rosters", tr.rosters_title()).place("school").status(status).render(&main)
}

/// The administrators of a school.
async fn send(upload: Upload) -> Result<Response, PageError> {
    let cx = upload.cx.clone();
    let actor = cx.actor()?;
    let may = access::manage_school(&actor)?;
    let (name, bytes) = match upload.receive().await? {
        File::Read(name, bytes) => (name, bytes),
        File::Nothing => return draw(&cx, Some(cx.tr.rosters_no_file().to_owned())).await,
        File::TooLarge => return draw(&cx, Some(cx.tr.rosters_too_large().to_owned())).await,
    };
    let (file, called) = (bytes.clone(), name.clone());
    if apart(move || is_package(&file, &called)).await? {
        return package(&cx, may, name, bytes).await;
    }
    let (file, looked_at) = (bytes.clone(), name.clone());
    if let Err(error) = apart(move || formats::roster::look(&file, &looked_at)).await? {
        return draw(&cx, Some(error.to_string())).await;
    }
    let now = cx.now;
    let kept = cx.write(move |tx| Ok(draft::keep(tx, &may, actor.account, &name, &bytes, now)?)).await?;
    let Some(id) = kept else { return draw(&cx, Some(cx.tr.rosters_full(draft::WAITING))).await };
    Ok(Redirect::to(&format!("/school/rosters/{id}/columns/")).into_response())
}

/// A OneRoster package: its columns have names of their own, so the preview comes at once.
async fn package(cx: &Cx, may: ManageSchool, name: String, bytes: Vec<u8>) -> Result<Response, PageError> {
    let account = cx.actor()?.account;
    let mapping = vec![Choice { list: LIST.to_owned(), columns: Vec::new() }];
    let draft = Draft { id: 0, file_name: name, bytes, mapping, preview: None };
    let preview = match tried(cx, may, &draft, &draft.mapping).await? {
        Ok(preview) => preview,
        Err(sentence) => return draw(cx, Some(sentence)).await,
    };
    let now = cx.now;
    let kept = cx
        .write(move |tx| {
            let kept = draft::keep(tx, &may, account, &draft.file_name, &draft.bytes, now)?;
            if let Some(id) = kept {
                draft::choose(tx, &may, id, &draft.mapping, &preview)?;
            }
            Ok(kept)
        })
        .await?;
    let Some(id) = kept else { return draw(cx, Some(cx.tr.rosters_full(draft::WAITING))).await };
    Ok(Redirect::to(&format!("/school/rosters/{id}/")).into_response())
}

/// The administrators of a school.
async fn discard(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_school(&*cx.actor()?)?;
    cx.write(move |tx| {
        draft::draft(tx, &may, id)?;
        Ok(draft::discard(tx, &may, id)?)
    })
    .await?;
    Ok(Redirect::to("/school/rosters/").into_response())
}
