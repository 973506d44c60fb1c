//! `/about/{institution}/` – what a school tells about itself, for its pupils, their families and its staff.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{DocumentId, FileId, InstitutionId, NewsId};
use kit::{Cx, PageError, Routes, Tr, prose, text};

use super::card::{Fact, facts};
use super::documents::{Shelf, shelves};
use super::news::{PAGE, Paged, Pager, pager};
use crate::model::info::{Link, News};
use crate::pages::nav::words;
use crate::read::info as read;

/// So many news stand on the first page.
const NEWEST: i64 = 3;
/// So much of a news item stands in a list, characters.
const BEGINNING: usize = 200;

pub fn routes() -> Routes {
    Routes::new()
        .get("/about/", choose)
        .get("/about/{institution}/", show)
        .get("/about/{institution}/news/", news)
        .get("/about/{institution}/news/{id}/", item)
        .get("/about/{institution}/documents/{id}/", document)
}

#[derive(Template)]
#[template(path = "info/choose.html")]
struct Choose {
    tr: Tr,
    places: Vec<(String, String, String)>,
}

/// Whoever is signed in: the one school he has to do with, or a list of them.
async fn choose(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let today = cx.today;
    let found = cx
        .read(move |tx| {
            let mut found = Vec::new();
            // A family has to do with a few places, a person of the staff with one or two.
            for may in access::list_about(tx, &actor, today)?.into_iter().take(20) {
                found.push(registry::read::institution(tx, may.institution())?);
            }
            Ok(found)
        })
        .await?;
    if let [only] = found.as_slice() {
        return Ok(Redirect::to(&format!("/about/{}/", only.id)).into_response());
    }
    let tr = cx.tr;
    let places = found
        .into_iter()
        .map(|place| (format!("/about/{}/", place.id), words(tr, place.kind).about(), place.short_name))
        .collect();
    cx.page("school.about.choose", tr.info_about_choose()).place("about").render(&Choose { tr, places })
}

#[derive(Template)]
#[template(path = "info/about.html")]
struct About {
    tr: Tr,
    title: String,
    name: String,
    base: String,
    news: Vec<Teaser>,
    more: bool,
    facts: Vec<Fact>,
    shelves: Vec<Shelf>,
    links: Vec<Link>,
    manage: bool,
}

/// The beginning of a news item.
struct Teaser {
    href: String,
    title: String,
    when: String,
    beginning: String,
    pinned: bool,
}

fn teaser(cx: &Cx, base: &str, news: &News) -> Teaser {
    Teaser {
        href: format!("{base}news/{}/", news.id),
        title: news.text.title.clone(),
        when: text::day(cx.tr, news.text.day, cx.today),
        beginning: prose::beginning(&news.text.body, BEGINNING),
        pinned: news.text.pinned,
    }
}

/// Pupils, guardians and staff of the institution.
async fn show(cx: Cx, Path(id): Path<InstitutionId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let today = cx.today;
    let (may, (kind, card), news, documents, files, links) = cx
        .read(move |tx| {
            let may = access::see_about(tx, &actor, id, today)?;
            let documents = read::documents(tx, &may, false)?;
            let ids: Vec<FileId> = documents.iter().map(|document| document.file).collect();
            Ok((
                may,
                read::card(tx, &may)?,
                read::news(tx, &may, Some(today), 0, NEWEST + 1)?,
                documents,
                store::files::files(tx, id, &ids)?,
                read::links(tx, &may)?,
            ))
        })
        .await?;
    let tr = cx.tr;
    let base = format!("/about/{id}/");
    let shown = usize::try_from(NEWEST).unwrap_or(usize::MAX);
    let main = About {
        tr,
        title: words(tr, kind).about(),
        name: card.short_name.clone(),
        news: news.iter().take(shown).map(|one| teaser(&cx, &base, one)).collect(),
        more: news.len() > shown,
        facts: facts(tr, kind, &card),
        shelves: shelves(&cx, &documents, &files, |document| format!("{base}documents/{}/", document.id)),
        links,
        manage: may.may_manage(),
        base,
    };
    cx.page("school.about", &main.title).place("about").render(&main)
}

#[derive(Template)]
#[template(path = "info/about_news.html")]
struct NewsList {
    tr: Tr,
    crumbs: Vec<kit::Link>,
    news: Vec<Teaser>,
    pager: Option<Pager>,
}

/// Pupils, guardians and staff of the institution.
async fn news(
    cx: Cx,
    Path(id): Path<InstitutionId>,
    Query(paged): Query<Paged>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (today, offset) = (cx.today, paged.offset());
    let (kind, mut news) = cx
        .read(move |tx| {
            let may = access::see_about(tx, &actor, id, today)?;
            let kind = registry::read::institution(tx, id)?.kind;
            Ok((kind, read::news(tx, &may, Some(today), offset, PAGE + 1)?))
        })
        .await?;
    let tr = cx.tr;
    let base = format!("/about/{id}/");
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = news.len() > page;
    news.truncate(page);
    let main = NewsList {
        tr,
        crumbs: vec![kit::Link::new(words(tr, kind).about(), base.clone())],
        news: news.iter().map(|one| teaser(&cx, &base, one)).collect(),
        pager: pager(tr, &format!("{base}news/"), &paged, more),
    };
    cx.page("school.about.news", tr.info_news()).place("about").render(&main)
}

#[derive(Template)]
#[template(path = "info/about_item.html")]
struct Item {
    tr: Tr,
    crumbs: Vec<kit::Link>,
    title: String,
    when: String,
    body: String,
}

/// Pupils, guardians and staff of the institution.
async fn item(cx: Cx, Path((id, news)): Path<(InstitutionId, NewsId)>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let today = cx.today;
    let (kind, found) = cx
        .read(move |tx| {
            let may = access::see_about(tx, &actor, id, today)?;
            let found = read::news_item(tx, &may, news)?;
            // Heads of the school read what is to come as well.
            let unpublished = access::see_own_about(&actor).is_ok_and(|own| own.institution() == id);
            let found = found.filter(|news| unpublished || news.is_public(today));
            Ok((registry::read::institution(tx, id)?.kind, found.ok_or(PageError::NotFound)?))
        })
        .await?;
    let tr = cx.tr;
    let main = Item {
        tr,
        crumbs: vec![
            kit::Link::new(words(tr, kind).about(), format!("/about/{id}/")),
            kit::Link::new(tr.info_news(), format!("/about/{id}/news/")),
        ],
        when: text::day(tr, found.text.day, today),
        title: found.text.title,
        body: found.text.body,
    };
    cx.page("school.about.item", &main.title).place("about").render(&main)
}

/// The present file of a document that is shown: pupils, guardians and staff of the institution.
async fn document(
    cx: Cx,
    Path((id, document)): Path<(InstitutionId, DocumentId)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let today = cx.today;
    let file = cx
        .read(move |tx| {
            let may = access::see_about(tx, &actor, id, today)?;
            let found = read::document(tx, &may, document)?.filter(|found| found.removed_at.is_none());
            let file = found.ok_or(PageError::NotFound)?.file;
            store::files::file(tx, id, file)?.ok_or(PageError::NotFound)
        })
        .await?;
    kit::files::answer(cx.app().files(), &headers, &file).await
}
