//! `/journal/{id}/plan/import/`: a table as a file (XLSX, CSV) or pasted from a program. It is kept for a day, and shown with
//! its columns before anything is imported.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use formats::table::{self, Table};
use kernel::JournalId;
use kit::form::{Field, FieldKind, Form};
use kit::{App, Cx, Link, PageError, Posted, Tr};

use super::{View, back, upload, view};
use crate::plan::MOST_ROWS;
use crate::read::plan::{Draft, Sheet};
use crate::write::plan_draft;

/// So many columns of a table are looked at.
const COLUMNS: usize = 40;
/// So many rows of a sheet are kept: more are no plan.
const ROWS: usize = MOST_ROWS * 2;
/// All cells of a table together, bytes.
const CELLS: usize = 1024 * 1024;
/// So many sheets.
const SHEETS: usize = 12;

#[derive(Template)]
#[template(path = "plan_import.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    id: JournalId,
    note: String,
    form: Form,
    waits: bool,
}

/// Who may change the plan.
pub(super) async fn show(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    draw(&cx, id, "", None).await
}

async fn draw(cx: &Cx, id: JournalId, text: &str, error: Option<String>) -> Result<Response, PageError> {
    let (actor, now) = (cx.actor()?, cx.now);
    let (view, waits): (View, bool) = cx
        .read(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            let waits = crate::read::plan::draft(tx, &may, now)?.is_some();
            let see = access::see_plan(tx, &actor, id)?;
            Ok((view(tx, see)?, waits))
        })
        .await?;
    let tr = cx.tr;
    let main = Page {
        tr,
        crumbs: view.crumbs(tr),
        csrf: cx.csrf(),
        id,
        note: view.title(),
        form: Form {
            fields: vec![
                Field::new("file", tr.plan_import_file(), FieldKind::File).hint(tr.plan_import_file_hint()),
                Field::new("text", tr.plan_import_text(), FieldKind::Area)
                    .hint(tr.plan_import_text_hint())
                    .value(text)
                    .autocomplete("off"),
            ],
            error,
        },
        waits,
    };
    let status = if main.form.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("journal.plan-import", tr.plan_import_title())
        .place("journal")
        .script("plan.js")
        .status(status)
        .render(&main)
}

/// A table as it is kept: the heading among its rows.
fn kept(table: Table) -> Option<Vec<Sheet>> {
    let mut bytes = 0;
    let mut sheets = Vec::new();
    for sheet in table.sheets.into_iter().take(SHEETS) {
        let head = (sheet.header_line, sheet.header);
        let rest = sheet.rows.into_iter().map(|row| (row.line, row.cells));
        let rows: Vec<(u32, Vec<String>)> = std::iter::once(head)
            .chain(rest)
            .map(|(line, mut cells)| {
                cells.truncate(COLUMNS);
                (line, cells)
            })
            .collect();
        bytes += rows.iter().flat_map(|(_, cells)| cells).map(String::len).sum::<usize>();
        if rows.len() > ROWS || bytes > CELLS {
            return None;
        }
        sheets.push(Sheet { name: sheet.name, rows });
    }
    Some(sheets)
}

/// `POST`: keeps the table and leads to its preview.
pub(super) async fn send(
    cx: Cx,
    State(app): State<App>,
    Path(id): Path<JournalId>,
    request: Request,
) -> Result<Response, PageError> {
    let sent = upload::read(&cx, id, request, &app).await?;
    let tr = cx.tr;
    if sent.too_large {
        return draw(&cx, id, "", Some(tr.plan_import_large().to_owned())).await;
    }
    let (name, bytes, typed) = if sent.bytes.is_empty() {
        // Rows of a clipboard are parted by tabs, whatever signs a title has.
        let tabbed = sent.text.contains('\t');
        let text = if tabbed { format!("sep=\t\n{}", sent.text) } else { sent.text.clone() };
        (String::new(), text.into_bytes(), sent.text)
    } else {
        (sent.name, sent.bytes, String::new())
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return draw(&cx, id, &typed, Some(tr.plan_import_nothing().to_owned())).await;
    }
    let called = name.clone();
    let read = tokio::task::spawn_blocking(move || table::read(&bytes, &called).map(kept))
        .await
        .map_err(|error| PageError::Internal(Box::new(error)))?;
    let sheets = match read {
        Err(error) => return draw(&cx, id, &typed, Some(error.to_string())).await,
        Ok(None) => return draw(&cx, id, &typed, Some(tr.plan_import_large().to_owned())).await,
        Ok(Some(sheets)) => sheets,
    };
    let (actor, now) = (cx.actor()?, cx.now);
    let draft = Draft { name, sheets };
    cx.write(move |tx| {
        let may = access::edit_plan(tx, &actor, id)?;
        Ok(plan_draft::keep(tx, &may, &draft, now)?)
    })
    .await?;
    Ok(Redirect::to(&format!("/journal/{id}/plan/preview/")).into_response())
}

/// `POST …/discard/`: the table is thrown away.
pub(super) async fn discard(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let actor = posted.cx.actor()?;
    posted
        .cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            Ok(plan_draft::discard(tx, &may)?)
        })
        .await?;
    Ok(back(id, "plan-discarded", None))
}
