//! `GET /school/substitutions/month/?month=2026-11` – the journal of substitutions, to look at and to print.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::Day;
use kit::{Cx, Link, PageError, Tr, text};
use serde::Deserialize;

use super::{load, may, words};

/// `?month=2026-11`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    month: String,
}

struct Line {
    day: String,
    number: i32,
    title: String,
    planned: String,
    what: String,
    why: String,
    undone: bool,
}

#[derive(Template)]
#[template(path = "substitutions_month.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    title: String,
    previous: String,
    next: String,
    lines: Vec<Line>,
    /// Who took how many, most first.
    totals: Vec<(String, usize)>,
}

/// Heads of the school.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let (see, _) = may(&*cx.actor()?)?;
    let (tr, today) = (cx.tr, cx.today);
    let first = format!("{}-01", asked.month).parse::<Day>();
    let first = first.unwrap_or_else(|_| today.plus(1 - i64::from(today.day_of_month())));
    let next = first.plus(31);
    let last = next.plus(-i64::from(next.day_of_month()));
    let of = cx.read(move |tx| load(tx, &see, first)).await?;
    let month = |day: Day| {
        format!("/school/substitutions/month/?month={}", day.to_string().get(..7).unwrap_or_default())
    };
    let mut totals: Vec<(String, usize)> =
        of.taken.iter().map(|(person, count)| (of.plan.person(*person), *count)).collect();
    totals.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let main = Page {
        tr,
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.substitution_title(), format!("/school/substitutions/{today}/")),
        ],
        title: tr.substitution_month(&text::period(tr, first, last), &first.year().to_string()),
        previous: month(first.plus(-1)),
        next: month(first.plus(31)),
        lines: of
            .month
            .iter()
            .map(|one| Line {
                day: text::day_short(one.day),
                number: one.planned_number,
                title: of.title(one.journal),
                planned: one.planned_teacher.map(|person| of.plan.person(person)).unwrap_or_default(),
                what: words::what(tr, &of.plan, one),
                why: one.reason.clone(),
                undone: one.undone_at.is_some(),
            })
            .collect(),
        totals,
    };
    cx.page("school.substitutions.month", &main.title).place("school").render(&main)
}
