//! `/school/tasks/` – long works: how far they are, what came of them, the files they made.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Millis, TaskId};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};

use super::nav;
use crate::tasks::{self, LineKind, Standing, Task};

pub fn routes() -> Routes {
    Routes::new()
        .get("/school/tasks/", list)
        .get("/school/tasks/{id}/", show)
        .post("/school/tasks/{id}/cancel/", cancel)
        .post("/school/tasks/{id}/restart/", restart)
        .get("/school/tasks/{id}/files/{number}/", file)
}

#[derive(Template)]
#[template(path = "tasks/list.html")]
struct List {
    tr: Tr,
    nav: Vec<nav::Tab>,
    lines: Vec<TaskLine>,
}

struct TaskLine {
    href: String,
    title: String,
    hint: String,
    state: &'static str,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "tasks/task.html")]
struct Page {
    tr: Tr,
    csrf: String,
    crumbs: Vec<Link>,
    href: String,
    title: String,
    note: String,
    state: &'static str,
    tone: &'static str,
    text: &'static str,
    open: bool,
    can_cancel: bool,
    can_restart: bool,
    progress: String,
    done: i64,
    total: i64,
    error: String,
    counts: Vec<(&'static str, String)>,
    lines: Vec<ReportLine>,
    files: Vec<(String, String)>,
    /// Files it has made that are not kept any more.
    gone: bool,
    until: String,
}

struct ReportLine {
    mark: &'static str,
    tone: &'static str,
    line: String,
    text: String,
}

fn words(tr: Tr, standing: Standing) -> (&'static str, &'static str, &'static str) {
    match standing {
        Standing::Queued => (tr.tasks_queued(), "info", tr.tasks_queued_text()),
        Standing::Running => (tr.tasks_running(), "info", tr.tasks_running_text()),
        Standing::Stopping => (tr.tasks_stopping(), "warn", tr.tasks_stopping_text()),
        Standing::Interrupted => (tr.tasks_interrupted(), "bad", tr.tasks_interrupted_text()),
        Standing::Done => (tr.tasks_done(), "good", ""),
        Standing::Failed => (tr.tasks_failed(), "bad", tr.tasks_failed_text()),
        Standing::Cancelled => (tr.tasks_cancelled(), "warn", tr.tasks_cancelled_text()),
    }
}

fn moment(cx: &Cx, at: Millis) -> String {
    let (day, time) = cx.app().settings().zone.local(at);
    format!("{}, {}", text::day(cx.tr, day, cx.today), text::time(time))
}

/// Who is on a staff: own works; administrators see everybody's of their institution.
async fn list(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_tasks(&actor)?;
    let found = cx.read(move |tx| Ok(tasks::tasks(tx, &may)?)).await?;
    let tr = cx.tr;
    let manages = access::manage_school(&actor).is_ok();
    let line = |task: Task| {
        let (state, tone, _) = words(tr, task.standing(cx.now));
        TaskLine {
            href: format!("/school/tasks/{}/", task.id),
            hint: format!("{}, {}", moment(&cx, task.created_at), task.starter.initials()),
            title: task.title,
            state,
            tone,
        }
    };
    let main = List {
        tr,
        nav: if manages { nav::tabs(tr, "tasks", true) } else { Vec::new() },
        lines: found.into_iter().map(line).collect(),
    };
    cx.page("school.tasks", tr.tasks_title()).place(if manages { "school" } else { "" }).render(&main)
}

async fn load(cx: &Cx, id: TaskId) -> Result<Task, PageError> {
    let actor = cx.actor()?;
    let may = access::see_tasks(&actor)?;
    cx.read(move |tx| tasks::task(tx, &may, id)?.ok_or(PageError::NotFound)).await
}

/// Who began it, and the administrators of the institution.
async fn show(cx: Cx, Path(id): Path<TaskId>) -> Result<Response, PageError> {
    let task = load(&cx, id).await?;
    let own = cx.actor()?.account == task.started_by;
    let tr = cx.tr;
    let standing = task.standing(cx.now);
    let (state, tone, text) = words(tr, standing);
    let mut files = Vec::new();
    let mut until = None;
    for (number, name) in task.outcome.files.iter().enumerate().filter(|_| own) {
        let key = tasks::file_key(task.institution, task.id, number);
        if let Some(kept) = cx.app().shelf().get(&key, cx.now) {
            files.push((format!("/school/tasks/{id}/files/{number}/"), name.clone()));
            until = Some(kept.until);
        }
    }
    let main = Page {
        tr,
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.tasks_title(), "/school/tasks/")],
        href: format!("/school/tasks/{id}/"),
        note: tr.tasks_by(&task.starter.initials(), &moment(&cx, task.created_at)),
        state,
        tone,
        text,
        open: standing.is_open(),
        can_cancel: matches!(standing, Standing::Queued | Standing::Running),
        can_restart: standing.can_restart(),
        progress: if task.note.is_empty() { task.title.clone() } else { task.note.clone() },
        done: task.done,
        total: task.total,
        error: task.outcome.error.clone(),
        counts: task
            .outcome
            .counts
            .iter()
            .filter_map(|count| {
                let label = tr.by_key(&format!("tasks-count-{}", count.key))?;
                Some((label, text::count(tr, count.number)))
            })
            .collect(),
        lines: task.outcome.lines.iter().map(|line| report_line(tr, line)).collect(),
        gone: own && files.is_empty() && !task.outcome.files.is_empty(),
        until: until.map(|at| text::time(cx.app().settings().zone.local(at).1)).unwrap_or_default(),
        files,
        title: task.title,
    };
    cx.page("school.task", &main.title).render(&main)
}

/// A line of a report as it is drawn.
fn report_line(tr: Tr, line: &tasks::Line) -> ReportLine {
    let (mark, tone) = match line.kind {
        LineKind::Added => (tr.rosters_added(), "good"),
        LineKind::Changed => (tr.rosters_changed(), "info"),
        LineKind::Same => (tr.rosters_same(), ""),
        LineKind::Refused => (tr.rosters_refused(), "bad"),
        LineKind::Note => (tr.rosters_note(), "warn"),
    };
    let number = line.line.map(|line| line.to_string()).unwrap_or_default();
    ReportLine { mark, tone, line: number, text: line.text.clone() }
}

/// Who may see it.
async fn cancel(Path(id): Path<TaskId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::see_tasks(&*cx.actor()?)?;
    let now = cx.now;
    cx.write(move |tx| Ok(tasks::ask_cancel(tx, &may, id, now)?)).await?;
    Ok(Redirect::to(&format!("/school/tasks/{id}/")).into_response())
}

/// Who may see it; it is carried out in the name of who began it.
async fn restart(Path(id): Path<TaskId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::see_tasks(&*cx.actor()?)?;
    let now = cx.now;
    cx.write(move |tx| Ok(tasks::restart(tx, &may, id, now)?)).await?;
    Ok(Redirect::to(&format!("/school/tasks/{id}/")).into_response())
}

/// Who began it and nobody else: sheets hold codes.
async fn file(cx: Cx, Path((id, number)): Path<(TaskId, usize)>) -> Result<Response, PageError> {
    let task = load(&cx, id).await?;
    if cx.actor()?.account != task.started_by {
        return Err(PageError::NotFound);
    }
    let key = tasks::file_key(task.institution, task.id, number);
    let kept = cx.app().shelf().get(&key, cx.now).ok_or(PageError::NotFound)?;
    attachment(&kept.name, kept.mime, kept.bytes.as_ref().clone())
}

/// Bytes to be saved and never run or shown inside a page.
pub(super) fn attachment(name: &str, mime: &'static str, bytes: Vec<u8>) -> Result<Response, PageError> {
    let disposition =
        format!("attachment; filename*=UTF-8''{}", kit::error::encoded(name).replace('/', "%2F"));
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|error| PageError::Internal(Box::new(error)))?;
    let mut response = (StatusCode::OK, bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let sandbox = HeaderValue::from_static("default-src 'none'; sandbox");
    headers.insert(header::CONTENT_SECURITY_POLICY, sandbox);
    Ok(response)
}
