//! `/journal/{id}/plan/copy/`: the rows of another plan of the same subject: last year's, a colleague's, another class's.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{JournalId, PersonName};
use kit::form::Form;
use kit::{Cx, Link, PageError, Posted, Tr};

use super::{View, back, view, why, words};
use crate::plan::{ChangeKind, import};
use crate::read::plans::{Source, sources};
use crate::write::plan::{self as write, Saved, Why};

struct Choice {
    id: JournalId,
    label: String,
    hint: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "plan_copy.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    id: JournalId,
    note: String,
    error: String,
    version: i32,
    choices: Vec<Choice>,
    has_rows: bool,
    append: bool,
    why: Form,
}

/// Who may change the plan.
pub(super) async fn show(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (view, list) = cx
        .read(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            let see = access::see_plan(tx, &actor, id)?;
            Ok((view(tx, see)?, sources(tx, &may)?))
        })
        .await?;
    draw(&cx, &view, list, (None, false), "", &None, false)
}

fn draw(
    cx: &Cx,
    view: &View,
    list: Vec<Source>,
    (chosen, append): (Option<JournalId>, bool),
    error: &str,
    why: &Why,
    missing: bool,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let reasons = if view.plan.needs_reason() { words::reason_fields(tr, why, missing) } else { Vec::new() };
    let main = Page {
        tr,
        crumbs: view.crumbs(tr),
        csrf: cx.csrf(),
        id: view.id(),
        note: view.title(),
        error: error.to_owned(),
        version: view.plan.version,
        choices: list
            .into_iter()
            .enumerate()
            .map(|(number, source)| {
                let teachers: Vec<String> = source.teachers.iter().map(PersonName::initials).collect();
                Choice {
                    id: source.journal.id,
                    label: format!("{}, {}", source.journal.groups_name, source.year),
                    hint: tr.plan_copy_hint(&teachers.join(", "), i64::from(source.hours)),
                    checked: chosen.map_or(number == 0, |id| id == source.journal.id),
                }
            })
            .collect(),
        has_rows: !view.plan.rows.is_empty(),
        append,
        why: Form::new(reasons),
    };
    let refused = !error.is_empty() || missing;
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("journal.plan-copy", tr.plan_copy_title()).place("journal").status(status).render(&main)
}

/// `POST`: copies topics, hours, homework; days are dealt out afterwards.
pub(super) async fn save(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now, tr) = (cx.actor()?, cx.now, cx.tr);
    let source: Option<JournalId> = posted.get("source").parse().ok();
    let append = posted.get("mode") == "append";
    let base: i32 = posted.get("version").parse().unwrap_or(-1);
    let reason = why(&posted);
    let given = reason.clone();
    let (view, list, saved) = cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            let see = access::see_plan(tx, &actor, id)?;
            let (view, list) = (view(tx, see)?, sources(tx, &may)?);
            let Some(source) = source.filter(|source| list.iter().any(|one| one.journal.id == *source))
            else {
                return Ok((view, list, None));
            };
            let theirs = access::see_plan(tx, &actor, source)?;
            let rows = import::copied(&crate::read::plan::plan(tx, &theirs)?.rows);
            let rows = import::onto(&view.plan.rows, rows, append);
            let saved = write::replace(tx, &may, base, rows, ChangeKind::Copy, &given, now)?;
            Ok((view, list, Some(saved)))
        })
        .await?;
    let typed = (source, append);
    match saved {
        Some(Saved::Done(_)) => Ok(back(id, "plan-copied", None)),
        Some(Saved::NeedsReason) => draw(&cx, &view, list, typed, "", &reason, true),
        Some(other) => {
            let sentence = words::refused(tr, &other).unwrap_or_default();
            draw(&cx, &view, list, typed, &sentence, &reason, false)
        }
        None => draw(&cx, &view, list, typed, tr.plan_copy_choose(), &reason, false),
    }
}
