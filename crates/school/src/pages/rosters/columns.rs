//! `/school/rosters/{id}/columns/` – what each column of the file means.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use formats::roster::{List, Meaning, SheetLook};
use kit::{Cx, Link, PageError, Posted, Routes, Tr, text};

use super::{apart, load, tried};
use crate::import::draft::{self, Choice};
use crate::import::oneroster::LIST;
use crate::pages::nav;

pub fn routes() -> Routes {
    Routes::new().get("/school/rosters/{id}/columns/", show).post("/school/rosters/{id}/columns/", choose)
}

#[derive(Template)]
#[template(path = "rosters/columns.html")]
struct Columns {
    tr: Tr,
    nav: Vec<nav::Tab>,
    csrf: String,
    crumbs: Vec<Link>,
    file: String,
    id: i64,
    error: String,
    sheets: Vec<Sheet>,
}

struct Sheet {
    number: usize,
    name: String,
    rows: String,
    list: String,
    /// Codes and words of the meanings a column may have.
    options: Vec<(String, String)>,
    columns: Vec<Column>,
}

struct Column {
    number: usize,
    heading: String,
    samples: String,
    chosen: String,
}

/// «Мать: телефон».
fn words(tr: Tr, meaning: Meaning) -> String {
    let code = meaning.code();
    let (who, field) = code.split_once('-').unwrap_or(("", code.as_str()));
    let field = tr.by_key(&format!("rosters-field-{field}")).unwrap_or_default();
    match tr.by_key(&format!("rosters-who-{who}")) {
        Some(who) => format!("{who}: {}", field.to_lowercase()),
        None if who.is_empty() => field.to_owned(),
        None => format!("{who}: {field}"),
    }
}

/// What a column of a list may mean; of a list nobody has named yet: anything.
fn options(tr: Tr, list: &str) -> Vec<(String, String)> {
    let mut all = match list {
        "staff" => Meaning::all(List::Staff),
        _ => Meaning::all(List::Pupils),
    };
    if list.is_empty() {
        let more: Vec<Meaning> = Meaning::all(List::Staff).into_iter().filter(|m| !all.contains(m)).collect();
        all.extend(more);
    }
    all.into_iter().map(|meaning| (meaning.code(), words(tr, meaning))).collect()
}

/// The administrators of a school.
async fn show(cx: Cx, Path(id): Path<i64>) -> Result<Response, PageError> {
    draw(&cx, id, None, "").await
}

/// What the file looks like, sheet by sheet.
async fn looks(bytes: Vec<u8>, name: String) -> Result<Vec<SheetLook>, PageError> {
    // It was readable when it came.
    apart(move || formats::roster::look(&bytes, &name))
        .await?
        .map_err(|error| PageError::Internal(Box::new(error)))
}

/// What the headings say by themselves.
fn guesses(looks: &[SheetLook]) -> Vec<Choice> {
    looks
        .iter()
        .map(|sheet| Choice {
            list: match sheet.list {
                Some(List::Pupils) => "pupils".to_owned(),
                Some(List::Staff) => "staff".to_owned(),
                None => String::new(),
            },
            columns: sheet
                .columns
                .iter()
                .map(|column| column.meaning.map(Meaning::code).unwrap_or_default())
                .collect(),
        })
        .collect()
}

async fn draw(cx: &Cx, id: i64, typed: Option<Vec<Choice>>, error: &str) -> Result<Response, PageError> {
    let (_, draft) = load(cx, id).await?;
    if draft.mapping.first().is_some_and(|choice| choice.list == LIST) {
        // A package's columns are named by the standard.
        return Ok(Redirect::to(&format!("/school/rosters/{id}/")).into_response());
    }
    let looks = looks(draft.bytes, draft.file_name.clone()).await?;
    let choices = match typed {
        Some(typed) => typed,
        None if draft.mapping.is_empty() => guesses(&looks),
        None => draft.mapping,
    };
    let tr = cx.tr;
    let sheets = looks
        .into_iter()
        .enumerate()
        .map(|(number, sheet)| {
            let choice = choices.get(number);
            let chosen = |place: usize| choice.and_then(|choice| choice.columns.get(place)).cloned();
            Sheet {
                number,
                name: sheet.name,
                rows: tr.rosters_rows(i64::try_from(sheet.rows).unwrap_or(i64::MAX)),
                options: options(tr, choice.map_or("", |choice| choice.list.as_str())),
                list: choice.map(|choice| choice.list.clone()).unwrap_or_default(),
                columns: sheet
                    .columns
                    .into_iter()
                    .enumerate()
                    .map(|(place, column)| Column {
                        number: place,
                        heading: if column.heading.is_empty() {
                            tr.rosters_column(&text::count(tr, i64::try_from(place + 1).unwrap_or(i64::MAX)))
                        } else {
                            column.heading
                        },
                        samples: column.samples.join(", "),
                        chosen: chosen(place).unwrap_or_default(),
                    })
                    .collect(),
            }
        })
        .collect();
    let main = Columns {
        tr,
        nav: nav::tabs(tr, "rosters", true),
        csrf: cx.csrf(),
        crumbs: vec![Link::new(tr.rosters_title(), "/school/rosters/")],
        file: draft.file_name,
        id,
        error: error.to_owned(),
        sheets,
    };
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    cx.page("school.rosters-columns", tr.rosters_columns_title()).place("school").status(status).render(&main)
}

/// What the form says: `list-0`, `column-0-3`.
fn typed(posted: &Posted, looks: &[SheetLook]) -> Vec<Choice> {
    looks
        .iter()
        .enumerate()
        .map(|(sheet, look)| Choice {
            list: posted.get(&format!("list-{sheet}")).to_owned(),
            columns: (0..look.columns.len())
                .map(|column| posted.get(&format!("column-{sheet}-{column}")).to_owned())
                .collect(),
        })
        .collect()
}

/// A meaning that two columns of a list have.
fn doubled(choices: &[Choice]) -> Option<Meaning> {
    choices.iter().filter(|choice| !choice.list.is_empty()).find_map(|choice| {
        let mut seen = std::collections::HashSet::new();
        choice
            .columns
            .iter()
            .filter_map(|code| Meaning::from_code(code))
            .find(|meaning| !seen.insert(*meaning))
    })
}

/// The administrators of a school.
async fn choose(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, draft) = load(cx, id).await?;
    let looks = looks(draft.bytes.clone(), draft.file_name.clone()).await?;
    let choices = typed(&posted, &looks);
    if let Some(meaning) = doubled(&choices) {
        let error = cx.tr.rosters_doubled(&words(cx.tr, meaning));
        return draw(cx, id, Some(choices), &error).await;
    }
    let preview = match tried(cx, may, &draft, &choices).await? {
        Ok(preview) => preview,
        Err(sentence) => return draw(cx, id, Some(choices), &sentence).await,
    };
    cx.write(move |tx| Ok(draft::choose(tx, &may, id, &choices, &preview)?)).await?;
    Ok(Redirect::to(&format!("/school/rosters/{id}/")).into_response())
}
