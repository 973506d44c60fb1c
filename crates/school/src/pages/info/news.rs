//! `/school/info/news/` – news: what is shown, what is to come, what was taken back.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::{Day, NewsId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};
use serde::Deserialize;

use super::{Act, FormPage, crumbs, fault, manager};
use crate::model::info::{BODY, LINE, News, NewsText};
use crate::pages::nav;
use crate::read::info as read;
use crate::write::info as write;

/// So many news stand on a page.
pub(super) const PAGE: i64 = 10;
const LIST: &str = "/school/info/news/";

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/info/news/", list)
        .get("/school/info/news/new/", new)
        .post("/school/info/news/new/", add)
        .get("/school/info/news/{id}/", edit)
        .post("/school/info/news/{id}/", save)
        .post("/school/info/news/{id}/remove/", remove)
        .post("/school/info/news/{id}/restore/", restore)
}

/// Which page of a list.
#[derive(Debug, Deserialize)]
pub(super) struct Paged {
    #[serde(default)]
    page: i64,
}

impl Paged {
    /// From 1 on.
    pub(super) fn number(&self) -> i64 {
        self.page.clamp(1, 10_000)
    }

    /// How many come before.
    pub(super) fn offset(&self) -> i64 {
        (self.number() - 1) * PAGE
    }
}

/// The steps of a paged list.
pub(super) struct Pager {
    pub position: String,
    pub previous: String,
    pub next: String,
}

/// `more`: is there another page after this one? `None` when everything stands on one.
pub(super) fn pager(tr: Tr, base: &str, paged: &Paged, more: bool) -> Option<Pager> {
    let number = paged.number();
    let href = |number: i64| format!("{base}?page={number}");
    (more || number > 1).then(|| Pager {
        position: tr.info_page(&number.to_string()),
        previous: if number > 1 { href(number - 1) } else { String::new() },
        next: if more { href(number + 1) } else { String::new() },
    })
}

#[derive(Template)]
#[template(path = "info/news.html")]
struct List {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    manage: bool,
    lines: Vec<Line>,
    pager: Option<Pager>,
}

struct Line {
    href: String,
    title: String,
    note: String,
    state: Option<(&'static str, &'static str)>,
}

fn state(tr: Tr, news: &News, today: Day) -> Option<(&'static str, &'static str)> {
    if news.removed_at.is_some() {
        Some((tr.info_news_taken_back(), ""))
    } else if news.text.day > today {
        Some((tr.info_news_later(), "info"))
    } else if news.text.pinned {
        Some((tr.info_news_pinned(), "good"))
    } else {
        None
    }
}

/// The heads and administrators of a school.
async fn list(cx: Cx, Query(paged): Query<Paged>) -> Result<Response, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    let offset = paged.offset();
    let mut news = cx.read(move |tx| Ok(read::news(tx, &may, None, offset, PAGE + 1)?)).await?;
    let more = news.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    news.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let tr = cx.tr;
    let manage = may.may_manage();
    let main = List {
        tr,
        nav: nav::tabs(tr, "info", manage),
        crumbs: crumbs(tr, None),
        manage,
        lines: news
            .iter()
            .map(|one| Line {
                href: if manage {
                    format!("{LIST}{}/", one.id)
                } else {
                    format!("/about/{}/news/{}/", may.institution(), one.id)
                },
                title: one.text.title.clone(),
                note: text::day(tr, one.text.day, cx.today),
                state: state(tr, one, cx.today),
            })
            .collect(),
        pager: pager(tr, LIST, &paged, more),
    };
    cx.page("school.info.news", tr.info_news()).place("school").render(&main)
}

/// What was typed.
#[derive(Default)]
struct Typed {
    title: String,
    body: String,
    day: String,
    pinned: bool,
    version: String,
}

impl Typed {
    fn of(posted: &Posted) -> Self {
        let text = |name: &str| posted.get(name).to_owned();
        Self {
            title: text("title"),
            body: text("body"),
            day: text("day"),
            pinned: posted.get("pinned") == "on",
            version: text("version"),
        }
    }
}

#[derive(Default)]
struct Faults {
    whole: Option<String>,
    title: Option<String>,
    body: Option<String>,
    day: Option<String>,
}

fn check(cx: &Cx, typed: &Typed) -> Result<NewsText, Faults> {
    let tr = cx.tr;
    let day = typed.day.parse::<Day>().ok().filter(|day| write::is_near(*day, cx.today));
    let faults = Faults {
        whole: None,
        title: fault(tr, &typed.title, true, LINE),
        body: fault(tr, &typed.body, true, BODY),
        day: day.is_none().then(|| tr.info_news_day_wrong().to_owned()),
    };
    match day {
        Some(day) if faults.title.is_none() && faults.body.is_none() => {
            let (title, body) = (typed.title.clone(), typed.body.clone());
            Ok(NewsText { title, body, day, pinned: typed.pinned })
        }
        _ => Err(faults),
    }
}

fn draw(
    cx: &Cx,
    existing: Option<(NewsId, bool)>,
    typed: Typed,
    faults: Faults,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let mut form = Form::new(vec![
        Field::text("title", tr.info_title()).value(typed.title).required().error(faults.title),
        Field::new("body", tr.info_news_body(), FieldKind::Area)
            .value(typed.body)
            .hint(tr.info_news_body_hint())
            .required()
            .error(faults.body),
        Field::new("day", tr.info_news_day(), FieldKind::Date)
            .value(typed.day)
            .hint(tr.info_news_day_hint())
            .required()
            .error(faults.day),
        Field::new("pinned", tr.info_news_pin(), FieldKind::Checkbox).value(if typed.pinned {
            "on"
        } else {
            ""
        }),
        Field::new("version", "", FieldKind::Hidden).value(typed.version),
    ]);
    form.error = faults.whole;
    let (title, action, submit) = match existing {
        None => (tr.info_news_new(), format!("{LIST}new/"), tr.info_news_publish()),
        Some((id, _)) => (tr.info_news_edit(), format!("{LIST}{id}/"), tr.common_save()),
    };
    let act = existing.map(|(id, shown)| {
        if shown {
            Act {
                action: format!("{LIST}{id}/remove/"),
                label: tr.info_news_take_back(),
                question: Some(tr.info_news_take_back_question()),
            }
        } else {
            Act { action: format!("{LIST}{id}/restore/"), label: tr.info_show_again(), question: None }
        }
    });
    let page = FormPage {
        tr,
        crumbs: crumbs(tr, Some((tr.info_news(), LIST))),
        title: title.to_owned(),
        action,
        csrf: cx.csrf(),
        files: false,
        submit,
        form,
        act,
        history: Vec::new(),
    };
    page.draw(cx, "school.info.news.edit")
}

/// The administrators of a school.
async fn new(cx: Cx) -> Result<Response, PageError> {
    manager(&cx)?;
    let day = cx.today.to_string();
    draw(&cx, None, Typed { day, ..Typed::default() }, Faults::default())
}

/// The administrators of a school.
async fn add(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, by) = manager(cx)?;
    let typed = Typed::of(&posted);
    let text = match check(cx, &typed) {
        Ok(text) => text,
        Err(faults) => return draw(cx, None, typed, faults),
    };
    cx.write(move |tx| Ok(write::add_news(tx, &may, &text, by)?)).await?;
    Ok(cx.done(LIST, "news-published"))
}

async fn found(cx: &Cx, id: NewsId) -> Result<News, PageError> {
    let may = access::see_own_about(&*cx.actor()?)?;
    cx.read(move |tx| read::news_item(tx, &may, id)?.ok_or(PageError::NotFound)).await
}

/// The administrators of a school.
async fn edit(cx: Cx, Path(id): Path<NewsId>) -> Result<Response, PageError> {
    manager(&cx)?;
    let news = found(&cx, id).await?;
    let shown = news.removed_at.is_none();
    let typed = Typed {
        title: news.text.title,
        body: news.text.body,
        day: news.text.day.to_string(),
        pinned: news.text.pinned,
        version: news.version.to_string(),
    };
    draw(&cx, Some((id, shown)), typed, Faults::default())
}

/// The administrators of a school.
async fn save(Path(id): Path<NewsId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, by) = manager(cx)?;
    let shown = found(cx, id).await?.removed_at.is_none();
    let typed = Typed::of(&posted);
    let text = match check(cx, &typed) {
        Ok(text) => text,
        Err(faults) => return draw(cx, Some((id, shown)), typed, faults),
    };
    let seen = typed.version.parse().unwrap_or_default();
    if cx.write(move |tx| Ok(write::edit_news(tx, &may, id, seen, &text, by)?)).await? {
        return Ok(cx.done(LIST, "saved"));
    }
    let whole = Some(cx.tr.info_news_stale().to_owned());
    // Sent once more, it wins: the person has read that somebody else was there.
    let version = found(cx, id).await?.version.to_string();
    draw(cx, Some((id, shown)), Typed { version, ..typed }, Faults { whole, ..Faults::default() })
}

async fn turn(id: NewsId, posted: Posted, shown: bool) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (_, may, by) = manager(cx)?;
    if !cx.write(move |tx| Ok(write::show_news(tx, &may, id, shown, by)?)).await? {
        return Err(PageError::NotFound);
    }
    Ok(cx.done(LIST, if shown { "news-restored" } else { "news-removed" }))
}

/// The administrators of a school.
async fn remove(Path(id): Path<NewsId>, posted: Posted) -> Result<Response, PageError> {
    turn(id, posted, false).await
}

/// The administrators of a school.
async fn restore(Path(id): Path<NewsId>, posted: Posted) -> Result<Response, PageError> {
    turn(id, posted, true).await
}
