//! `/notices/` – what one should know; `/notices/count/` – how many are unread, for the bell of the shell.

use askama::Template;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Millis;
use kit::{Cx, PageError, Posted, Tr, text};
use serde::Deserialize;

use super::words;
use crate::{read, write};

/// So many stand on a page.
const PAGE: i64 = 30;

/// `?page=2`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: String,
}

struct Line {
    href: String,
    icon: &'static str,
    title: String,
    hint: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "notices.html")]
struct Page {
    tr: Tr,
    csrf: String,
    lines: Vec<Line>,
    /// «5 непрочитанных».
    note: String,
    unread: bool,
    /// What stands on the page now may be called read, and nothing later.
    until: i64,
    previous: String,
    next: String,
}

/// Everybody who is signed in.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let may = access::own_notices(&*cx.actor()?)?;
    let page: i64 = asked.page.parse().unwrap_or(1).clamp(1, 1000);
    let (found, unread) = cx
        .read(move |tx| Ok((read::own(tx, &may, (page - 1) * PAGE, PAGE + 1)?, read::unread(tx, &may)?)))
        .await?;
    let tr = cx.tr;
    let more = i64::try_from(found.len()).unwrap_or(0) > PAGE;
    let shown = usize::try_from(PAGE).unwrap_or(30);
    let until = cx.now.0;
    let lines = found
        .iter()
        .take(shown)
        .map(|one| {
            let said = words::say(tr, &one.content, cx.today)?;
            let (day, time) = cx.app().settings().zone.local(one.created_at);
            let when = format!("{}, {}", text::day(tr, day, cx.today), text::time(time));
            let hint = if said.hint.is_empty() { when } else { format!("{} · {when}", said.hint) };
            Ok(Line { href: said.href, icon: said.icon, title: said.title, hint, unread: !one.read })
        })
        .collect::<crate::Result<_>>()?;
    let at = |page: i64| format!("/notices/?page={page}");
    let main = Page {
        tr,
        csrf: cx.csrf(),
        lines,
        note: if unread > 0 { tr.notices_unread(unread) } else { tr.notices_all_read().to_owned() },
        unread: unread > 0,
        until,
        previous: if page > 1 { at(page - 1) } else { String::new() },
        next: if more { at(page + 1) } else { String::new() },
    };
    cx.page("notices.list", tr.notices_title()).place("notices").render(&main)
}

/// «7», «99+».
fn number(unread: i64) -> String {
    if unread > read::MOST { format!("{}+", read::MOST) } else { unread.to_string() }
}

/// The number alone, or nothing: the shell of the staff's pages asks for it after the page is there.
pub async fn count(cx: Cx) -> Result<Response, PageError> {
    let may = access::own_notices(&*cx.actor()?)?;
    let unread = cx.read(move |tx| Ok(read::unread(tx, &may)?)).await?;
    let body = if unread > 0 {
        format!(
            "<b class=\"count\" aria-label=\"{}\">{n}</b>",
            cx.tr.notices_unread(unread),
            n = number(unread)
        )
    } else {
        String::new()
    };
    let mut answer = body.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}

/// `POST /notices/read/`: all that stood there when the page was drawn has been read.
pub async fn read(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::own_notices(&*cx.actor()?)?;
    let now = cx.now;
    let until = Millis(posted.get("until").parse().unwrap_or(now.0).min(now.0));
    cx.write(move |tx| Ok(write::read_all(tx, &may, until, now)?)).await?;
    Ok(cx.done("/notices/", "notices-read"))
}
