//! `/school/seal/` – closing a year and signing its journals; `/journal/{id}/export.json` – a journal as a file;
//! `/verify/` – anybody checks such a file, or the head of a journal, without signing in.

mod verify;

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{JournalId, YearId};
use kit::{Cx, Link, NoticeKind, PageError, Posted, Routes, Tr};

use crate::seal::key::Key;
use crate::seal::year::{self, Closing};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/seal/", show)
        .post("/school/seal/{year}/", close)
        .get("/journal/{id}/export.json", export)
        .get("/verify/", verify::show)
        .upload("/verify/", verify::check)
}

struct HeadLine {
    title: String,
    href: String,
    export: String,
    seq: i32,
    hash: String,
    when: String,
}

struct YearLine {
    id: YearId,
    name: String,
    /// «закрыт 28 мая» or empty.
    closed: String,
    may_close: bool,
    why_not: &'static str,
    heads: Vec<HeadLine>,
}

#[derive(Template)]
#[template(path = "seal.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    nav: Vec<school::pages::nav::Tab>,
    years: Vec<YearLine>,
    keys: Vec<String>,
}

/// The deputies and directors.
async fn show(cx: Cx) -> Result<Response, PageError> {
    page(&cx, None).await
}

async fn page(cx: &Cx, notice: Option<(NoticeKind, &str)>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::seal_journals(&actor)?;
    let (years, keys) = cx
        .read(move |tx| {
            let at = may.institution();
            let mut list = Vec::new();
            for one in registry::read::years(tx, at)?.into_iter().rev().take(5) {
                let closed = year::closed(tx, at, one.id)?;
                let periods = registry::read::periods(tx, at, one.id)?;
                let heads = year::heads(tx, &may, one.id)?;
                let journals =
                    if heads.is_empty() { Vec::new() } else { registry::read::journals(tx, at, one.id)? };
                list.push((one, closed, periods, heads, journals));
            }
            Ok((list, year::keys(tx, at)?))
        })
        .await?;
    let tr = cx.tr;
    let day = |at| kit::text::date(tr, cx.app().settings().zone.local(at).0, cx.today);
    let years = years
        .into_iter()
        .map(|(one, closed, periods, heads, journals)| {
            let open = periods.is_empty() || periods.iter().any(|period| period.locked_at.is_none());
            YearLine {
                id: one.id,
                name: tr.school_year(&one.name),
                closed: closed.map(|(at, _)| tr.seal_closed(&day(at))).unwrap_or_default(),
                may_close: !open,
                why_not: if open { tr.seal_refused_open() } else { "" },
                heads: heads
                    .into_iter()
                    .map(|(id, seq, hash, at)| HeadLine {
                        title: journals
                            .iter()
                            .find(|journal| journal.id == id)
                            .map(|journal| format!("{}, {}", journal.subject_name, journal.groups_name))
                            .unwrap_or_default(),
                        href: format!("/journal/{id}/"),
                        export: format!("/journal/{id}/export.json"),
                        seq,
                        hash,
                        when: day(at),
                    })
                    .collect(),
            }
        })
        .collect();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.unlock_title(), "/school/periods/"),
        ],
        nav: school::pages::nav::tabs(tr, "periods", access::manage_school(&actor).is_ok()),
        years,
        keys,
    };
    let mut page = cx.page("school.seal", tr.seal_title()).place("school");
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    }
    page.render(&main)
}

/// `POST /school/seal/{year}/`: the deputies and directors.
async fn close(Path(id): Path<YearId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::seal_journals(&*cx.actor()?)?;
    let (data, now) = (cx.app().settings().data.clone(), cx.now);
    // A year that is not there makes no key.
    cx.read(move |tx| {
        let years = registry::read::years(tx, may.institution())?;
        if years.iter().any(|year| year.id == id) { Ok(()) } else { Err(PageError::NotFound) }
    })
    .await?;
    let key = tokio::task::spawn_blocking(move || Key::of(&data, may.institution()))
        .await
        .map_err(|error| PageError::Internal(Box::new(error)))?
        .map_err(|error| PageError::Internal(Box::new(error)))?;
    let key = Arc::new(key);
    let closing = cx.write(move |tx| Ok(year::close_year(tx, &may, id, &key, now)?)).await?;
    match closing {
        Closing::Signed(_) => Ok(cx.done("/school/seal/", "year-closed")),
        Closing::Refused(why) => {
            page(cx, Some((NoticeKind::Warning, super::cells::message(cx.tr, why)))).await
        }
    }
}

/// `GET /journal/{id}/export.json`: the deputies and directors.
async fn export(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let now = cx.now;
    let file = cx
        .read(move |tx| {
            let may = access::export_journal(tx, &actor, id)?;
            Ok(crate::seal::export::export(tx, &may, now)?)
        })
        .await?;
    let mut response = Json(file).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"journal-{id}.json\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
