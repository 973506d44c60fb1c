//! `POST /journal/{id}/plan/rows/`: one change of rows, from the form of a row or a button beside it.

use axum::extract::Path;
use axum::response::Response;
use formats::dates::{self, Date};
use kernel::{Day, JournalId};
use kit::{NoticeKind, PageError, Posted, Tr};

use super::editor::{Opened, Typed};
use super::{View, back, show, view, why, words};
use crate::plan::edit::{Edit, Refused};
use crate::plan::{MOST_HOURS, Row, Slot, import};
use crate::write::plan::{self as write, Saved};

/// The fields of a row, with the most characters of each.
const FIELDS: [(&str, usize); 8] = [
    ("title", 1000),
    ("hours", 10),
    ("planned", 400),
    ("given", 400),
    ("control", 200),
    ("homework", 2000),
    ("content", 2000),
    ("codes", 500),
];

/// A calendar day as the readers of tables have it.
pub(super) fn date(day: Day) -> Option<Date> {
    dates::date(day.year(), day.month(), day.day_of_month())
}

/// Reads days: «05.09, 07.09». A day that stands there already keeps its lesson.
fn slots(tr: Tr, typed: &str, known: &[Slot], (first, last): (Day, Day)) -> Result<Vec<Slot>, String> {
    let (Some(from), Some(to)) = (date(first), date(last)) else { return Ok(Vec::new()) };
    let mut free: Vec<Slot> = known.to_vec();
    let mut found = Vec::new();
    for word in typed.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        let day = dates::parse_within(word, from, to).and_then(|d| Day::new(d.year, d.month, d.day).ok());
        let Some(day) = day else { return Err(tr.plan_day_invalid(word)) };
        if day < first || last < day {
            return Err(tr.plan_day_outside(word));
        }
        let same: Vec<Slot> = free.iter().filter(|slot| slot.day == day).copied().collect();
        free.retain(|slot| slot.day != day);
        if same.is_empty() {
            found.push(Slot { day, number: 0 });
        } else {
            found.extend(same);
        }
    }
    found.sort_unstable();
    found.dedup();
    if found.len() > usize::try_from(MOST_HOURS).unwrap_or(20) {
        return Err(tr.plan_days_many().to_owned());
    }
    Ok(found)
}

/// What was typed as a row; sentences where it can't be.
fn typed(posted: &Posted, view: &View, known: &Row) -> (Row, Typed) {
    let tr = posted.cx.tr;
    let mut back = Typed { why: why(posted), ..Typed::default() };
    for (name, most) in FIELDS {
        let value = posted.get(name).replace("\r\n", "\n");
        let length = value.chars().count();
        if length > most {
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            back.errors.push((name, tr.lesson_text_too_long(count(most), count(length - most))));
        }
        back.values.push((name, value));
    }
    let value = |name: &str| posted.get(name).replace("\r\n", "\n");
    let mut row = Row { title: value("title"), ..known.clone() };
    if row.title.is_empty() {
        back.errors.push(("title", tr.plan_title_missing().to_owned()));
    }
    if row.section {
        return (row, back);
    }
    match posted.get("hours").parse::<i32>() {
        Ok(hours) if (0..=MOST_HOURS).contains(&hours) => row.hours = hours,
        _ => back.errors.push(("hours", tr.plan_hours_invalid().to_owned())),
    }
    let year = (view.year.first_day, view.year.last_day);
    for (name, into) in [("planned", &mut row.planned), ("given", &mut row.given)] {
        match slots(tr, posted.get(name), &into.clone(), year) {
            Ok(slots) => *into = slots,
            Err(sentence) => back.errors.push((name, sentence)),
        }
    }
    row.control = import::control(&view.kinds, posted.get("control"));
    row.homework = value("homework");
    row.content = value("content");
    row.codes = value("codes");
    (row, back)
}

/// Who may change the plan; a remark is for who may approve it.
pub(super) async fn save(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now) = (cx.actor()?, cx.now);
    let (op, target) = match posted.get("op").split_once(':') {
        Some((op, row)) => (op.to_owned(), row.parse().unwrap_or(0)),
        None => (posted.get("op").to_owned(), posted.get("row").parse().unwrap_or(0)),
    };
    let asking = actor.clone();
    let known = cx
        .read(move |tx| {
            let may = access::see_plan(tx, &asking, id)?;
            view(tx, may)
        })
        .await?;
    if op == "remark" {
        let text = posted.get("text").to_owned();
        let saved = cx
            .write(move |tx| {
                let may = access::approve_plan(tx, &actor, id)?;
                Ok(write::remark(tx, &may, target, &text, now)?)
            })
            .await?;
        return match words::refused(cx.tr, &saved) {
            None => Ok(back(id, "plan-remarked", Some(target))),
            Some(sentence) => {
                show::draw(&cx, &known, None, &Typed::default(), Some((NoticeKind::Error, sentence)))
            }
        };
    }
    if !known.may.may_edit() {
        return Err(PageError::NotFound);
    }
    let base = posted.get("base").parse().unwrap_or(-1);
    let after = (target != 0).then_some(target);
    let now_row = known.plan.rows.iter().find(|row| row.id == target).cloned();
    let (opened, row) = match op.as_str() {
        "insert" => (Opened::Topic(target), Row::new(0, false, "")),
        "section" => (Opened::Section(target), Row::new(0, true, "")),
        _ => (Opened::Row(target), now_row.unwrap_or_else(|| Row::new(0, false, ""))),
    };
    let (text, mut refused) = typed(&posted, &known, &row);
    let edit = match op.as_str() {
        "put" => Edit::Put { row: target, base, text },
        "insert" | "section" => Edit::Insert { after, text },
        "remove" => Edit::Remove { row: target, base },
        "up" => Edit::Up(target),
        "down" => Edit::Down(target),
        "move" => {
            let to: i64 = posted.get("after").parse().unwrap_or(0);
            Edit::Move { row: target, after: (to != 0).then_some(to) }
        }
        "merge" => Edit::Merge(target),
        "squeeze" => Edit::Squeeze(target),
        "split" => Edit::Split(target),
        _ => return Err(PageError::BadRequest("no such change of a row")),
    };
    let takes_text = matches!(edit, Edit::Put { .. } | Edit::Insert { .. });
    if takes_text && !refused.errors.is_empty() {
        return show::draw(&cx, &known, Some(opened), &refused, None);
    }
    refused.errors.clear();
    let reason = refused.why.clone();
    let (asking, done) = (cx.actor()?, edit.clone());
    let saved = cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &asking, id)?;
            Ok(write::edit(tx, &may, &done, &reason, now)?)
        })
        .await?;
    match saved {
        Saved::Done(row) => {
            let said = if matches!(edit, Edit::Remove { .. }) { "plan-removed" } else { "saved" };
            Ok(back(id, said, row))
        }
        other => {
            refused.no_reason = other == Saved::NeedsReason;
            if let Saved::Refused(Refused::Stale(row)) = &other {
                refused.base = Some(row.version);
            }
            let sentence = words::refused(cx.tr, &other).unwrap_or_default();
            let gone = matches!(other, Saved::Refused(Refused::Gone))
                && !matches!(opened, Opened::Topic(_) | Opened::Section(_));
            if gone || matches!(other, Saved::Submitted) || matches!(edit, Edit::Up(_) | Edit::Down(_)) {
                return show::draw(&cx, &known, None, &Typed::default(), Some((NoticeKind::Error, sentence)));
            }
            if !refused.no_reason {
                refused.error = Some(sentence);
            }
            show::draw(&cx, &known, Some(opened), &refused, None)
        }
    }
}
