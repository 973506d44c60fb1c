//! `/journal/{id}/plan/fill/`: topics and homework of many lessons from the plan at a stroke. What the teacher wrote himself
//! stays unless he says otherwise, lesson by lesson.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::{Day, JournalId};
use kit::{Cx, Link, PageError, Posted, Tr, text};

use super::{View, asked, view};
use crate::plan::pair;
use crate::write::plan_take::{self, Taken, Wish, Words};

struct Line {
    /// «2026-11-23-2».
    key: String,
    href: String,
    when: String,
    topic: String,
    homework: String,
    own_topic: String,
    own_homework: String,
    rows: String,
    /// `fill`, `keep`, `replace`, `skip`.
    chosen: &'static str,
    /// Has the teacher written something else?
    differs: bool,
    taken: bool,
}

#[derive(Template)]
#[template(path = "plan_fill.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    id: JournalId,
    note: String,
    span: &'static str,
    spans: [(&'static str, &'static str); 3],
    lines: Vec<Line>,
    empty: bool,
}

/// The days of a span: the week, the period to today, the year to today.
fn span(view: &View, asked: &str, today: Day) -> (&'static str, (Day, Day)) {
    let first = view.periods.iter().find(|period| period.holds(today)).map(|period| period.first_day);
    match asked {
        "period" => ("period", (first.unwrap_or(view.year.first_day), today)),
        "year" => ("year", (view.year.first_day, today)),
        _ => ("week", (today.monday(), today.monday().plus(6))),
    }
}

/// Who may change both the plan and the journal.
pub(super) async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let view = cx
        .read(move |tx| {
            access::edit_journal(tx, &actor, id)?;
            let may = access::see_plan(tx, &actor, id)?;
            view(tx, may)
        })
        .await?;
    let (tr, today) = (cx.tr, cx.today);
    let (span, days) = span(&view, asked(&query, "span"), today);
    let mut found = pair::fill(&view.plan.rows, &view.lessons, days);
    // A lesson that has taken its topic and says the same needs nothing.
    found.retain(|filled| {
        let (lesson, offer) = (&filled.lesson, &filled.offer);
        let same = |own: &str, new: &str| own == new || new.is_empty();
        !(filled.taken && same(&lesson.topic, &offer.topic) && same(&lesson.homework, &offer.homework))
    });
    found.truncate(plan_take::MOST);
    let lines = found
        .into_iter()
        .map(|filled| {
            let (lesson, offer) = (filled.lesson, filled.offer);
            let differs = |own: &str, new: &str| !own.is_empty() && !new.is_empty() && own != new;
            let other = differs(&lesson.topic, &offer.topic);
            let written =
                !lesson.topic.is_empty() && (!lesson.homework.is_empty() || offer.homework.is_empty());
            Line {
                key: format!("{}-{}", lesson.day, lesson.number),
                href: format!("/journal/{id}/lessons/{}/{}/", lesson.day, lesson.number),
                when: tr.plan_lesson_when(
                    &text::weekday_and_date(tr, lesson.day, today),
                    &lesson.number.to_string(),
                ),
                rows: offer.rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("."),
                chosen: match (filled.taken, other, written) {
                    (true, _, true) | (_, true, _) => "skip",
                    (_, false, true) => "keep",
                    _ => "fill",
                },
                differs: other || differs(&lesson.homework, &offer.homework),
                taken: filled.taken,
                topic: offer.topic,
                homework: offer.homework,
                own_topic: lesson.topic,
                own_homework: lesson.homework,
            }
        })
        .collect();
    let main = Page {
        tr,
        crumbs: view.crumbs(tr),
        csrf: cx.csrf(),
        id,
        note: view.title(),
        span,
        spans: [
            ("week", tr.plan_span_week()),
            ("period", tr.plan_span_period()),
            ("year", tr.plan_span_year()),
        ],
        lines,
        empty: !view.plan.rows.iter().any(|row| !row.section),
    };
    cx.page("journal.plan-fill", tr.plan_fill_title()).place("journal").render(&main)
}

/// «2026-11-23-2».
fn key(text: &str) -> Option<(Day, i32)> {
    let (day, number) = text.rsplit_once('-')?;
    Some((day.parse().ok()?, number.parse().ok()?))
}

/// `POST`: carries out what was chosen for each lesson.
pub(super) async fn save(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (actor, now) = (cx.actor()?, cx.now);
    let wishes: Vec<Wish> = posted
        .all()
        .filter_map(|(name, value)| {
            let at = name.strip_prefix("what-")?;
            let (day, number) = key(at)?;
            let words = match value {
                "fill" => Words::Fill,
                "keep" => Words::Keep,
                "replace" => Words::Replace,
                _ => return None,
            };
            let rows =
                posted.get(&format!("rows-{at}")).split('.').filter_map(|id| id.parse().ok()).collect();
            Some(Wish { day, number, rows, words })
        })
        .collect();
    let none = wishes.is_empty();
    let taken = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            access::see_plan(tx, &actor, id)?;
            if none { Ok(Taken::default()) } else { Ok(plan_take::take(tx, &may, &wishes, now)?) }
        })
        .await?;
    let said = match taken {
        Taken { lessons: 0, closed: 0, .. } => "plan-nothing",
        Taken { closed: 0, .. } => "plan-filled",
        _ => "plan-closed",
    };
    let span = match posted.get("span") {
        "period" => "period",
        "year" => "year",
        _ => "week",
    };
    Ok(cx.done(&format!("/journal/{id}/plan/fill/?span={span}"), said))
}
