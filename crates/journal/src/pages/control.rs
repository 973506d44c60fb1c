//! `GET /school/control/` – what needs a deputy's eye: lessons without a topic, journals without marks, too many tests, and who
//! has never signed in. Each line leads to the place where it is mended.
//!
//! The page shows the beginning of each list; `?part=…` shows one list whole, in pages; `/school/control/export/` gives all of
//! them as a workbook.

mod lines;

use askama::Template;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use formats::export::{Value, xlsx};
use kernel::Day;
use kit::{Cx, PageError, Routes, Tr, text};
use serde::Deserialize;

use lines::{Group, Line, View};

/// So many days back are looked at.
const SPANS: [i64; 3] = [7, 30, 90];
/// So many lines of each list stand on the first page …
const SHOWN: usize = 15;
/// … and so many on a page of one list.
const PAGE: usize = 100;

pub fn routes() -> Routes {
    Routes::new().get("/school/control/", show).get("/school/control/export/", export)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    days: i64,
    #[serde(default)]
    part: String,
    #[serde(default)]
    page: usize,
}

impl Asked {
    fn span(&self) -> i64 {
        SPANS.into_iter().find(|span| *span == self.days).unwrap_or(SPANS[1])
    }
}

/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Topics,
    Marks,
    Tests,
    Due,
    Entry,
}

impl Part {
    const ALL: [Self; 5] = [Self::Topics, Self::Marks, Self::Tests, Self::Due, Self::Entry];

    const fn code(self) -> &'static str {
        match self {
            Self::Topics => "topics",
            Self::Marks => "marks",
            Self::Tests => "tests",
            Self::Due => "due",
            Self::Entry => "entry",
        }
    }

    /// Title, remark, what is said when there is nothing.
    const fn words(self, tr: Tr) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Topics => (tr.control_topics_title(), "", tr.control_topics_none()),
            Self::Marks => (tr.control_silent_title(), tr.control_silent_note(), tr.control_silent_none()),
            Self::Tests => (tr.control_tests_title(), tr.control_tests_note(), tr.control_tests_none()),
            Self::Due => (tr.marks_overdue_title(), tr.marks_overdue_note(), tr.marks_overdue_none()),
            Self::Entry => (tr.control_entry_title(), tr.control_entry_note(), tr.control_entry_none()),
        }
    }

    fn lines(self, tr: Tr, view: &View, today: Day) -> Vec<Line> {
        match self {
            Self::Topics => lines::topics(tr, view),
            Self::Marks => lines::silent(tr, view, today),
            Self::Tests => lines::tests(tr, view, today),
            Self::Due => lines::due(tr, view, today),
            Self::Entry => lines::entry(tr, view),
        }
    }
}

/// One list as it is drawn.
struct Section {
    code: &'static str,
    title: &'static str,
    note: &'static str,
    none: &'static str,
    groups: Vec<Group>,
    /// Where the rest stands, in words and as an address.
    all: Option<(String, String)>,
    position: String,
    previous: String,
    next: String,
}

#[derive(Template)]
#[template(path = "control.html")]
struct Page {
    tr: Tr,
    nav: Vec<school::pages::nav::Tab>,
    note: String,
    spans: Vec<(String, String, bool)>,
    export: String,
    no_year: bool,
    /// Shows the page one list only?
    back: Option<String>,
    sections: Vec<Section>,
}

fn href(part: Option<Part>, days: i64, page: usize) -> String {
    let mut href = format!("/school/control/?days={days}");
    if let Some(part) = part {
        href.push_str("&part=");
        href.push_str(part.code());
    }
    if page > 0 {
        href.push_str(&format!("&page={page}"));
    }
    href
}

async fn load(cx: &Cx, days: i64) -> Result<View, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let gives = access::give_access_to_school(&actor).is_ok_and(|own| own.institution() == may.institution());
    let (today, now) = (cx.today, cx.now);
    cx.read(move |tx| Ok(lines::load(tx, &may, gives, days, today, now)?)).await
}

/// The heads and administrators of a school.
async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let (tr, today, days) = (cx.tr, cx.today, asked.span());
    let view = load(&cx, days).await?;
    let manages = access::manage_school(&*cx.actor()?).is_ok();
    let only = Part::ALL.into_iter().find(|part| part.code() == asked.part);
    let sections = Part::ALL
        .into_iter()
        .filter(|part| only.is_none_or(|only| only == *part))
        .map(|part| section(tr, part, part.lines(tr, &view, today), days, only.map(|_| asked.page)))
        .collect();
    let main = Page {
        tr,
        nav: school::pages::nav::tabs(tr, "control", manages),
        note: tr.control_note(&text::period(tr, today.plus(-days), today.plus(-1))),
        spans: SPANS
            .iter()
            .map(|span| (href(only, *span, 0), tr.control_days(*span), *span == days))
            .collect(),
        export: format!("/school/control/export/?days={days}"),
        no_year: view.no_year,
        back: only.map(|_| href(None, days, 0)),
        sections,
    };
    cx.page("school.control", tr.control_title()).place("school").render(&main)
}

fn section(tr: Tr, part: Part, lines: Vec<Line>, days: i64, page: Option<usize>) -> Section {
    let (title, note, none) = part.words(tr);
    let total = lines.len();
    let number = |n: usize| text::count(tr, i64::try_from(n).unwrap_or(i64::MAX));
    let size = if page.is_some() { PAGE } else { SHOWN };
    let last = total.saturating_sub(1) / size;
    let page = page.map(|page| page.min(last));
    let first = page.unwrap_or_default() * size;
    let shown: Vec<Line> = lines.into_iter().skip(first).take(size).collect();
    let position = page
        .filter(|_| total > PAGE)
        .map(|_| tr.people_position(&number(first + 1), &number(first + shown.len()), &number(total)));
    let all = (page.is_none() && total > SHOWN)
        .then(|| (tr.control_all(&number(total)), href(Some(part), days, 0)));
    let step = |wanted: Option<usize>| wanted.map(|page| href(Some(part), days, page)).unwrap_or_default();
    Section {
        code: part.code(),
        title,
        note,
        none,
        groups: lines::grouped(shown),
        all,
        previous: step(page.and_then(|page| page.checked_sub(1))),
        next: step(page.filter(|page| *page < last).map(|page| page + 1)),
        position: position.unwrap_or_default(),
    }
}

/// The heads and administrators of a school: every list whole, a sheet for each.
async fn export(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let (tr, today) = (cx.tr, cx.today);
    let view = load(&cx, asked.span()).await?;
    let sheets: Vec<formats::export::Sheet> = Part::ALL
        .into_iter()
        .map(|part| formats::export::Sheet {
            name: part.words(tr).0.to_owned(),
            headers: match part {
                Part::Topics | Part::Marks | Part::Due => {
                    [tr.control_teacher(), tr.control_journal(), tr.control_what()]
                }
                Part::Tests => [tr.school_class(), tr.control_what(), tr.control_journal()],
                Part::Entry => [tr.school_class(), tr.control_who(), tr.control_what()],
            }
            .map(str::to_owned)
            .to_vec(),
            rows: part
                .lines(tr, &view, today)
                .into_iter()
                .map(|line| [line.of, line.title, line.what].map(Value::Text).to_vec())
                .collect(),
        })
        .collect();
    let bytes = xlsx(&sheets).map_err(|error| PageError::Internal(Box::new(error)))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    );
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename=\"control-{today}.xlsx\"")) {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
