//! `/journal/{id}/plan/dates/`: planned days from the timetable — dealt out for the first time, or shifted after lessons fell
//! out; what no longer fits, and what could be squeezed. The preview is what will be saved.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, JournalId};
use kit::form::Form;
use kit::{Cx, Link, PageError, Posted, Tr};

use super::show::shortened;
use super::{View, asked, back, days, view, why, words};
use crate::plan::deal::{self, Dealt, From};
use crate::plan::{ChangeKind, Reason, Row};
use crate::write::plan::{self as write, Saved, Why};

struct Moved {
    number: String,
    title: String,
    was: String,
    now: String,
    /// «не поместилось: 1 ч», «II четверть → III четверть».
    note: String,
    bad: bool,
}

struct Spare {
    id: i64,
    label: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "plan_dates.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    csrf: String,
    id: JournalId,
    note: String,
    error: String,
    version: i32,
    rows: Vec<(i64, String)>,
    row: i64,
    day: Day,
    moved: Vec<Moved>,
    left: i32,
    left_text: String,
    free: usize,
    spare: Vec<Spare>,
    squeezed: Vec<i64>,
    no_lessons: bool,
    empty: bool,
    why: Form,
}

/// What is asked for: from which topic and day, and which topics give an hour.
#[derive(Debug, Clone, Default)]
struct Asked {
    row: Option<i64>,
    day: Option<Day>,
    squeeze: Vec<i64>,
}

fn parsed(pairs: &[(String, String)]) -> Asked {
    Asked {
        row: asked(pairs, "row").parse().ok(),
        day: asked(pairs, "day").parse().ok(),
        squeeze: pairs
            .iter()
            .filter(|(name, _)| name == "squeeze")
            .filter_map(|(_, id)| id.parse().ok())
            .take(50)
            .collect(),
    }
}

/// From where, the rows before (facts of cancelled lessons dropped), and what comes of it.
fn worked(view: &View, asked: &Asked) -> (From, Vec<Row>, Dealt) {
    let places = view.places();
    let mut rows = view.plan.rows.clone();
    deal::forget_cancelled(&mut rows, &places);
    let mut from = deal::first_to_deal(&rows, &places, view.year.first_day);
    if let Some(at) = asked.row.and_then(|id| rows.iter().position(|row| row.id == id)) {
        if at != from.row && asked.day.is_none() {
            from.day = rows
                .iter()
                .take(at)
                .flat_map(|row| &row.planned)
                .max()
                .map_or(view.year.first_day, |slot| slot.day);
        }
        from.row = at;
    }
    from.day = asked.day.unwrap_or(from.day).clamp(view.year.first_day, view.year.last_day);
    let mut squeezed = rows.clone();
    deal::squeeze(&mut squeezed, &asked.squeeze);
    let dealt = deal::deal(&squeezed, &places, from);
    (from, rows, dealt)
}

/// Who may change the plan.
pub(super) async fn show(
    cx: Cx,
    Path(id): Path<JournalId>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let view = cx
        .read(move |tx| {
            access::edit_plan(tx, &actor, id)?;
            let may = access::see_plan(tx, &actor, id)?;
            view(tx, may)
        })
        .await?;
    draw(&cx, &view, &parsed(&query), "", &None, false)
}

fn draw(
    cx: &Cx,
    view: &View,
    asked: &Asked,
    error: &str,
    why: &Why,
    missing: bool,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let (from, rows, dealt) = worked(view, asked);
    let numbers = crate::plan::numbers(&dealt.rows);
    let crossing = deal::crossing(&rows, &dealt.rows, &view.periods);
    let mut moved = Vec::new();
    for ((was, now), number) in rows.iter().zip(&dealt.rows).zip(&numbers) {
        let left = dealt.left.iter().find(|(id, _)| *id == now.id);
        if now.section || (was.planned == now.planned && was.hours == now.hours && left.is_none()) {
            continue;
        }
        let crossed = crossing.iter().find(|(id, ..)| *id == now.id);
        let note = match (left, crossed) {
            (Some((_, hours)), _) => tr.plan_left(&hours.to_string()),
            (None, Some((_, was, is))) => {
                format!("{} → {}", super::super::period_title(tr, was), super::super::period_title(tr, is))
            }
            (None, None) if was.hours != now.hours => tr.plan_hours_now(&now.hours.to_string()),
            (None, None) => String::new(),
        };
        moved.push(Moved {
            number: number.clone(),
            title: now.title.clone(),
            was: days(&was.planned),
            now: days(&now.planned),
            note,
            bad: left.is_some(),
        });
    }
    let left: i32 = dealt.left.iter().map(|(_, hours)| hours).sum();
    let all_numbers = view.plan.numbers();
    let label = |row: &Row, number: &str| format!("{number} {}", shortened(&row.title));
    let spare = deal::squeezable(&rows, from.row)
        .into_iter()
        .filter_map(|id| {
            let at = rows.iter().position(|row| row.id == id)?;
            let (row, number) = (rows.get(at)?, all_numbers.get(at)?);
            Some(Spare {
                id,
                label: tr.plan_spare_label(&label(row, number), &row.hours.to_string()),
                checked: asked.squeeze.contains(&id),
            })
        })
        .collect();
    let reasons = if view.plan.needs_reason() { words::reason_fields(tr, why, missing) } else { Vec::new() };
    let topics = |row: &&Row| !row.section && !row.is_given();
    let main = Page {
        tr,
        crumbs: view.crumbs(tr),
        csrf: cx.csrf(),
        id: view.id(),
        note: view.title(),
        error: error.to_owned(),
        version: view.plan.version,
        rows: rows
            .iter()
            .zip(&all_numbers)
            .filter(|(row, _)| topics(row))
            .map(|(row, number)| (row.id, label(row, number)))
            .collect(),
        row: rows.iter().skip(from.row).find(topics).map_or(0, |row| row.id),
        day: from.day,
        moved,
        left,
        left_text: tr.plan_left_all(i64::from(left)),
        free: dealt.free,
        spare,
        squeezed: asked.squeeze.clone(),
        no_lessons: view.places().is_empty(),
        empty: !rows.iter().any(|row| !row.section),
        why: Form::new(reasons),
    };
    let refused = !error.is_empty() || missing;
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    cx.page("journal.plan-dates", tr.plan_dates_title()).place("journal").status(status).render(&main)
}

/// `POST`: the days of the preview are saved, if the plan is still the one it was made from.
pub(super) async fn save(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now) = (cx.actor()?, cx.now);
    let pairs: Vec<(String, String)> =
        posted.all().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let wanted = parsed(&pairs);
    let base: i32 = posted.get("version").parse().unwrap_or(-1);
    let mut reason = why(&posted);
    if reason.is_none() && !wanted.squeeze.is_empty() {
        reason = Some((Reason::Squeeze, String::new()));
    }
    let (asking, want, given) = (actor, wanted.clone(), reason.clone());
    let (view, saved) = cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &asking, id)?;
            let see = access::see_plan(tx, &asking, id)?;
            let view = view(tx, see)?;
            let (_, _, dealt) = worked(&view, &want);
            let saved = write::replace(tx, &may, base, dealt.rows, ChangeKind::Dates, &given, now)?;
            Ok((view, saved))
        })
        .await?;
    match saved {
        Saved::Done(_) => Ok(back(id, "plan-dated", None)),
        Saved::NeedsReason => draw(&cx, &view, &wanted, "", &reason, true),
        other => {
            draw(&cx, &view, &wanted, &words::refused(cx.tr, &other).unwrap_or_default(), &reason, false)
        }
    }
}
