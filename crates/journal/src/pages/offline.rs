//! `GET /journal/offline/`: the pages a teacher's browser keeps for the time without a network: the list, his journals of the
//! last two weeks, today's lessons.

use axum::Json;
use axum::response::{IntoResponse, Response};
use kernel::{Day, PersonId};
use kit::{Cx, PageError};
use registry::GradingPeriod;
use serde::Serialize;
use store::ReadTx;

use super::period_at;
use crate::read;

/// So many journals are kept.
const JOURNALS: usize = 30;
/// So many days back are kept.
const BACK: i64 = 14;

#[derive(Serialize)]
struct Answer {
    /// Whose pages: another one's browser keeps none of them.
    account: i64,
    pages: Vec<String>,
}

/// Teachers, and heads of schools who teach.
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::list_journals(&actor)?;
    let (today, account) = (cx.today, actor.account.0);
    let pages = cx.read(move |tx| pages(tx, may.teacher(), today)).await?;
    Ok(Json(Answer { account, pages }).into_response())
}

fn pages(tx: &mut ReadTx<'_>, teacher: PersonId, today: Day) -> Result<Vec<String>, PageError> {
    let mut own = registry::read::journals_taught_now(tx, teacher, today)?;
    own.truncate(JOURNALS);
    let mut pages = vec!["/journal/".to_owned()];
    let mut known: Option<(kernel::YearId, Vec<GradingPeriod>)> = None;
    for journal in &own {
        if known.as_ref().is_none_or(|(year, _)| *year != journal.year) {
            known = Some((journal.year, registry::read::periods(tx, journal.institution, journal.year)?));
        }
        let Some((_, periods)) = &known else { continue };
        pages.push(format!("/journal/{}/", journal.id));
        // The two weeks may reach back into the period before.
        let present = period_at(periods, journal.period_kind, today);
        let before = period_at(periods, journal.period_kind, today.plus(-BACK));
        if let Some(before) = before.filter(|before| present.is_some_and(|present| present.id != before.id)) {
            pages.push(format!("/journal/{}/?period={}", journal.id, before.id));
        }
    }
    if let Some(first) = own.first() {
        let ids: Vec<_> = own.iter().filter(|j| j.institution == first.institution).map(|j| j.id).collect();
        for lesson in read::lessons_on(tx, first.institution, &ids, today)? {
            pages.push(format!("/journal/{}/lessons/{}/{}/", lesson.journal, lesson.day, lesson.number));
        }
    }
    Ok(pages)
}
