//! Header, approval and undo of a plan.

use axum::extract::Path;
use axum::response::Response;
use kernel::JournalId;
use kit::{Cx, NoticeKind, PageError, Posted};

use super::editor::Typed;
use super::{back, show, view, why, words};
use crate::plan::Header;
use crate::write::plan::{self as write, Saved};

/// The plan again, with a sentence why nothing was done.
async fn again(
    cx: &Cx,
    id: JournalId,
    typed: &Typed,
    sentence: Option<String>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let view = cx
        .read(move |tx| {
            let may = access::see_plan(tx, &actor, id)?;
            view(tx, may)
        })
        .await?;
    show::draw(cx, &view, None, typed, sentence.map(|text| (NoticeKind::Error, text)))
}

/// «2,5» as tenths; nothing is 0.
fn tenths(text: &str) -> Option<i32> {
    if text.is_empty() {
        return Some(0);
    }
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let (whole, part): (i32, i32) = (whole.parse().ok()?, part.parse().ok()?);
    ((0..=60).contains(&whole) && (0..=9).contains(&part))
        .then_some(whole * 10 + part)
        .filter(|hours| *hours <= 600)
}

/// `POST /journal/{id}/plan/`: programme and hours. Who may change the plan.
pub(super) async fn header(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (tr, actor, now) = (cx.tr, cx.actor()?, cx.now);
    let mut typed = Typed { why: why(&posted), ..Typed::default() };
    for name in ["programme", "hours_week", "hours_year"] {
        typed.values.push((name, posted.get(name).to_owned()));
    }
    let programme = posted.get("programme").to_owned();
    if programme.chars().count() > 300 {
        typed.errors.push((
            "programme",
            tr.lesson_text_too_long(300, i64::try_from(programme.chars().count()).unwrap_or(0) - 300),
        ));
    }
    let week = tenths(posted.get("hours_week"));
    let year = match posted.get("hours_year") {
        "" => Some(0),
        text => text.parse().ok().filter(|hours| (0..=2000).contains(hours)),
    };
    if week.is_none() {
        typed.errors.push(("hours_week", tr.plan_week_invalid().to_owned()));
    }
    if year.is_none() {
        typed.errors.push(("hours_year", tr.plan_year_invalid().to_owned()));
    }
    let reason = typed.why.clone();
    let header = typed.errors.is_empty().then(|| Header {
        programme,
        hours_week: week.unwrap_or(0),
        hours_year: year.unwrap_or(0),
    });
    let saved = cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            match &header {
                Some(header) => Ok(Some(write::header(tx, &may, header, &reason, now)?)),
                None => Ok(None),
            }
        })
        .await?;
    match saved {
        Some(Saved::Done(_)) => Ok(back(id, "saved", None)),
        Some(Saved::NeedsReason) => again(&cx, id, &Typed { no_reason: true, ..typed }, None).await,
        Some(other) => again(&cx, id, &Typed { error: words::refused(tr, &other), ..typed }, None).await,
        None => again(&cx, id, &typed, None).await,
    }
}

/// `POST …/undo/`: the last change is taken back. Who may change the plan.
pub(super) async fn undo(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now) = (cx.actor()?, cx.now);
    let base = posted.get("version").parse().unwrap_or(-1);
    let saved = cx
        .write(move |tx| {
            let may = access::edit_plan(tx, &actor, id)?;
            Ok(write::undo(tx, &may, base, now)?)
        })
        .await?;
    match words::refused(cx.tr, &saved) {
        None => Ok(back(id, "plan-undone", None)),
        sentence => again(&cx, id, &Typed::default(), sentence).await,
    }
}

/// `POST …/status/`: `submit` and `withdraw` for who may change the plan, `approve` and `return` for who may approve it.
pub(super) async fn advance(Path(id): Path<JournalId>, posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, now) = (cx.actor()?, cx.now);
    let base = posted.get("version").parse().unwrap_or(-1);
    let (op, remark) = (posted.get("op").to_owned(), posted.get("remark").to_owned());
    if op == "return" && remark.is_empty() {
        let asking = actor.clone();
        cx.read(move |tx| Ok(access::approve_plan(tx, &asking, id)?)).await?;
        return again(&cx, id, &Typed::default(), Some(cx.tr.plan_return_empty().to_owned())).await;
    }
    let asked = op.clone();
    let saved = cx
        .write(move |tx| {
            Ok(match asked.as_str() {
                "submit" | "withdraw" => {
                    let may = access::edit_plan(tx, &actor, id)?;
                    if asked == "submit" {
                        write::submit(tx, &may, base, now)?
                    } else {
                        write::withdraw(tx, &may, base, now)?
                    }
                }
                "approve" | "return" => {
                    let may = access::approve_plan(tx, &actor, id)?;
                    if asked == "approve" {
                        write::approve(tx, &may, base, now)?
                    } else {
                        write::send_back(tx, &may, base, &remark, now)?
                    }
                }
                // Nobody learns from a wrong word that there is a plan.
                _ => return Err(PageError::NotFound),
            })
        })
        .await?;
    match words::refused(cx.tr, &saved) {
        None => {
            let said = match op.as_str() {
                "submit" => "plan-submitted",
                "withdraw" => "plan-withdrawn",
                "approve" => "plan-approved",
                _ => "plan-returned",
            };
            Ok(back(id, said, None))
        }
        sentence => again(&cx, id, &Typed::default(), sentence).await,
    }
}
