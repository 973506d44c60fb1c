//! `GET /journal/{id}/live/`: who else has the grid open and what they write, as it happens (server-sent events). A program
//! that asks for JSON gets the same once.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::stream;
use kernel::{JournalId, Millis, PersonId, Sums};
use kit::{Cx, PageError, Tr};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::cells::{AverageJson, CellJson, average};
use crate::live::{LOOK, Live, News, Visit, Written};
use crate::model::CellNow;
use crate::read;

/// So often it is asked again whether the listener may listen.
const CHECK: Duration = Duration::from_secs(60);
/// So often a silent line says that it is there.
const SIGN: Duration = Duration::from_secs(20);
/// Clocks of several processes differ by less than this, ms.
const APART: i64 = 60_000;
/// Changes of works so many days back are told: a period and more. Without a bound each line would read the whole year.
const BACK: i64 = 100;
/// Who finds all lines taken may come again after so many seconds.
const LATER: u64 = 60;

/// `?since=…`
#[derive(Debug, Deserialize)]
pub struct Asked {
    since: Option<i64>,
}

#[derive(Serialize)]
struct CellsJson {
    cells: Vec<CellJson>,
    avg: Vec<AverageJson>,
}

impl CellsJson {
    fn new(tr: Tr, cells: Vec<CellNow>, sums: Vec<(PersonId, Sums)>) -> Self {
        Self {
            cells: cells.into_iter().map(CellJson::from).collect(),
            avg: sums.into_iter().map(|(p, sums)| AverageJson { p, a: average(tr, sums) }).collect(),
        }
    }
}

#[derive(Serialize)]
struct PeopleJson {
    names: Vec<String>,
}

#[derive(Serialize)]
struct Once {
    #[serde(flatten)]
    people: PeopleJson,
    #[serde(flatten)]
    written: CellsJson,
}

/// Who may see the journal.
pub async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(asked): Query<Asked>,
    Extension(live): Extension<Live>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let since = Millis(last.or(asked.since).unwrap_or(cx.now.0));
    let streams = headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"text/event-stream"));
    if !streams {
        let (cells, sums) = changed(&cx, id, since).await?;
        let people = PeopleJson { names: live.others(id, actor.account.0) };
        return Ok(Json(Once { people, written: CellsJson::new(cx.tr, cells, sums) }).into_response());
    }
    may_listen(&cx, id).await?;
    let entered = live.enter(id, actor.account.0, actor.name.initials());
    let (visit, news) = entered.ok_or(PageError::TooMany(LATER))?;
    // Only now, when nothing that is written meanwhile goes unheard.
    let (cells, sums) = changed(&cx, id, since).await?;
    let mut line = Line {
        stop: cx.app().stopping(),
        checked: Instant::now(),
        next: tokio::time::Instant::now() + LOOK,
        since,
        ready: VecDeque::new(),
        cx,
        id,
        headers,
        live,
        visit,
        news,
    };
    line.people();
    line.cells(cells, sums, since);
    let events = stream::unfold(line, |mut line| async move {
        let event = line.next().await?;
        Some((Ok::<_, Infallible>(event), line))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN)).into_response();
    // A proxy before us must not gather what is to be seen at once.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(unbuffered, axum::http::HeaderValue::from_static("no"));
    Ok(response)
}

async fn may_listen(cx: &Cx, id: JournalId) -> Result<(), PageError> {
    let actor = cx.actor()?;
    cx.read(move |tx| Ok(access::see_journal(tx, &actor, id).map(drop)?)).await
}

/// What was written since an instant, for who may see it.
async fn changed(cx: &Cx, id: JournalId, since: Millis) -> Result<read::Changed, PageError> {
    let (actor, from) = (cx.actor()?, cx.today.plus(-BACK));
    cx.read(move |tx| {
        let may = access::see_journal(tx, &actor, id)?;
        Ok(read::changed_since(tx, &may, from, since)?)
    })
    .await
}

/// An open line.
struct Line {
    cx: Cx,
    id: JournalId,
    /// Of the request that opened it: they say who listens, again and again.
    headers: HeaderMap,
    live: Live,
    visit: Visit,
    news: Receiver<News>,
    stop: watch::Receiver<bool>,
    checked: Instant,
    next: tokio::time::Instant,
    /// What was written before is known to the listener.
    since: Millis,
    ready: VecDeque<Event>,
}

impl Line {
    /// The next event; none ends the line.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            // An error of the stop says that the server is gone, which means the same.
            let stopped = async { drop(self.stop.wait_for(|stop| *stop).await) };
            let heard = tokio::select! {
                () = stopped => return None,
                news = self.news.recv() => Some(news),
                () = tokio::time::sleep_until(self.next) => None,
            };
            match heard {
                Some(Ok(News::People)) => self.people(),
                Some(Ok(News::Written(written))) => self.written(&written),
                Some(Err(RecvError::Lagged(_))) => self.catch_up(self.since).await.ok()?,
                Some(Err(RecvError::Closed)) => return None,
                None => self.look().await.ok()?,
            }
        }
    }

    fn people(&mut self) {
        let people = PeopleJson { names: self.visit.others() };
        self.ready.extend(Event::default().event("people").json_data(&people));
    }

    fn written(&mut self, written: &Written) {
        self.cells(written.cells.clone(), written.sums.clone(), written.at);
    }

    fn cells(&mut self, cells: Vec<CellNow>, sums: Vec<(PersonId, Sums)>, at: Millis) {
        self.since = self.since.max(at);
        if cells.is_empty() {
            return;
        }
        let cells = CellsJson::new(self.cx.tr, cells, sums);
        let event = Event::default().event("cells").id(self.since.0.to_string());
        self.ready.extend(event.json_data(&cells));
    }

    async fn catch_up(&mut self, since: Millis) -> Result<(), PageError> {
        let now = self.cx.app().clock().now();
        let (cells, sums) = changed(&self.cx, self.id, since).await?;
        self.cells(cells, sums, now);
        Ok(())
    }

    /// Looks whether the listener may still listen, and for what other processes wrote. An error ends the line.
    async fn look(&mut self) -> Result<(), PageError> {
        self.next = tokio::time::Instant::now() + LOOK;
        if self.checked.elapsed() >= CHECK {
            self.checked = Instant::now();
            self.cx = Cx::of_head(self.headers.clone(), self.cx.app()).await?;
            may_listen(&self.cx, self.id).await?;
        }
        if !self.live.is_due(self.id) {
            // Whoever looks in this turn tells the others.
            return Ok(());
        }
        let (actor, id) = (self.cx.actor()?, self.id);
        let state = self
            .cx
            .read(move |tx| {
                let may = access::see_journal(tx, &actor, id)?;
                Ok(read::state(tx, &may)?)
            })
            .await?;
        let now = self.cx.app().clock().now();
        if let Some(before) = self.live.found(self.id, state, now) {
            let (cells, sums) = changed(&self.cx, self.id, before.plus(-APART)).await?;
            self.live.written(self.id, Written { cells, sums, at: now });
        }
        Ok(())
    }
}
