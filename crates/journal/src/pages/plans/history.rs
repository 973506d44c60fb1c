//! `/journal/{id}/plan/history/`: what became of a plan, line by line, and its approved editions;
//! `/journal/{id}/plan/editions/{version}/`: an edition as it was approved, with what differs now.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use kernel::{JournalId, Millis, PersonName};
use kit::{Cx, Link, PageError, Tr, text};

use super::{View, days, view, words};
use crate::plan::compare::{Difference, compare};
use crate::plan::{Change, Row, numbers};
use crate::read;

struct Line {
    when: String,
    who: String,
    kind: &'static str,
    reason: String,
    what: String,
}

#[derive(Template)]
#[template(path = "plan_history.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    note: String,
    /// Address, «24.11.2026, 10:40», who.
    editions: Vec<(String, String, String)>,
    lines: Vec<Line>,
}

fn moment(cx: &Cx, at: Millis) -> String {
    let (day, time) = cx.app().settings().zone.local(at);
    format!("{}, {time}", text::day_full(day))
}

/// Who may read the plan.
pub(super) async fn show(cx: Cx, Path(id): Path<JournalId>) -> Result<Response, PageError> {
    type Editions = Vec<(i32, Millis, PersonName)>;
    let actor = cx.actor()?;
    let (view, list, editions): (View, Vec<(Change, PersonName)>, Editions) = cx
        .read(move |tx| {
            let may = access::see_plan(tx, &actor, id)?;
            let (list, editions) = (read::plan::changes(tx, &may)?, read::plan::editions(tx, &may)?);
            Ok((view(tx, may)?, list, editions))
        })
        .await?;
    let tr = cx.tr;
    // What the deputy remarked is between him and the teacher.
    let own = view.may.may_edit() || view.may.may_approve();
    let main = Page {
        tr,
        crumbs: view.crumbs(tr),
        note: view.title(),
        editions: editions
            .into_iter()
            .map(|(version, at, who)| {
                (format!("/journal/{id}/plan/editions/{version}/"), moment(&cx, at), who.initials())
            })
            .collect(),
        lines: list
            .into_iter()
            .map(|(change, who)| {
                let reason = change.reason.map(|reason| words::reason(tr, reason)).unwrap_or_default();
                let note = if own || change.reason.is_some() { change.note.trim() } else { "" };
                let parts: Vec<&str> = [reason, note].into_iter().filter(|text| !text.is_empty()).collect();
                Line {
                    when: moment(&cx, change.at),
                    who: who.initials(),
                    kind: words::change(tr, change.kind),
                    reason: parts.join(": "),
                    what: change.what,
                }
            })
            .collect(),
    };
    cx.page("journal.plan-history", tr.plan_history_title()).place("journal").render(&main)
}

/// A row of the comparison: as it was, and as it is where that differs.
struct Compared {
    mark: &'static str,
    tone: &'static str,
    number: String,
    section: bool,
    was: String,
    now: String,
}

#[derive(Template)]
#[template(path = "plan_edition.html")]
struct EditionPage {
    tr: Tr,
    crumbs: Vec<Link>,
    note: String,
    programme: String,
    differences: String,
    rows: Vec<Compared>,
}

/// A row in words: topic, hours, days, control, homework.
fn said(tr: Tr, row: &Row) -> String {
    if row.section {
        return row.title.clone();
    }
    let mut parts = vec![row.title.clone(), tr.plan_hours_short(&row.hours.to_string())];
    parts.extend([
        days(&row.planned),
        row.control.clone(),
        row.homework.clone(),
        row.content.clone(),
        row.codes.clone(),
    ]);
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Who may read the plan.
pub(super) async fn edition(
    cx: Cx,
    Path((id, version)): Path<(JournalId, i32)>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let (view, edition) = cx
        .read(move |tx| {
            let may = access::see_plan(tx, &actor, id)?;
            let edition = read::plan::edition(tx, &may, version)?;
            Ok((view(tx, may)?, edition))
        })
        .await?;
    let tr = cx.tr;
    let of_then: std::collections::HashMap<i64, String> =
        edition.rows.iter().map(|row| row.id).zip(numbers(&edition.rows)).collect();
    let number = |row: &Row| of_then.get(&row.id).cloned().unwrap_or_default();
    // A deputy's remark is no part of the plan.
    let plain = |rows: &[Row]| -> Vec<Row> {
        rows.iter().map(|row| Row { remark: String::new(), ..row.clone() }).collect()
    };
    let rows: Vec<Compared> = compare(&plain(&edition.rows), &plain(&view.plan.rows))
        .into_iter()
        .map(|difference| match difference {
            Difference::Same(row) => Compared {
                mark: "",
                tone: "",
                number: number(&row),
                section: row.section,
                was: said(tr, &row),
                now: String::new(),
            },
            Difference::Added(row) => Compared {
                mark: tr.plan_added(),
                tone: "good",
                number: String::new(),
                section: row.section,
                was: String::new(),
                now: said(tr, &row),
            },
            Difference::Removed(row) => Compared {
                mark: tr.plan_removed(),
                tone: "bad",
                number: number(&row),
                section: row.section,
                was: said(tr, &row),
                now: String::new(),
            },
            Difference::Changed(was, now) => Compared {
                mark: tr.plan_changed(),
                tone: "warn",
                number: number(&was),
                section: was.section,
                was: said(tr, &was),
                now: said(tr, &now),
            },
        })
        .collect();
    let mut crumbs = view.crumbs(tr);
    crumbs.push(Link::new(tr.plan_history_title(), format!("/journal/{id}/plan/history/")));
    let main = EditionPage {
        tr,
        crumbs,
        note: view.title(),
        programme: edition.header.programme,
        differences: match rows.iter().filter(|row| !row.mark.is_empty()).count() {
            0 => tr.plan_edition_same().to_owned(),
            count => tr.plan_edition_differs(i64::try_from(count).unwrap_or(i64::MAX)),
        },
        rows,
    };
    cx.page("journal.plan-edition", tr.plan_edition_title()).place("journal").render(&main)
}
