//! «Взять из плана» on the page of a lesson.

use access::SeeJournal;
use axum::extract::Path;
use axum::response::Response;
use kernel::{Day, JournalId};
use kit::{PageError, Posted};
use store::ReadTx;

use super::show::shortened;
use crate::model::Lesson;
use crate::plan::{Slot, numbers, pair};
use crate::write::plan_take::{self, Taken, Wish, Words};

/// What the plan has for a lesson.
#[derive(Debug, Clone)]
pub struct Offer {
    /// «24», «24–25».
    pub number: String,
    /// Topic.
    pub topic: String,
    /// Homework.
    pub homework: String,
    /// Form of control.
    pub control: String,
    /// Was it taken already?
    pub taken: bool,
    /// Has the teacher written other words?
    pub differs: bool,
    /// Other topics that could be meant: id, label, is it the offered one.
    pub others: Vec<(i64, String, bool)>,
}

/// What the plan offers for a lesson; nothing without a plan, or when it is through.
pub fn for_lesson(tx: &mut ReadTx<'_>, may: &SeeJournal, lesson: &Lesson) -> crate::Result<Option<Offer>> {
    /// So many topics before and after the offered one can be chosen.
    const AROUND: usize = 8;
    let journal = may.journal();
    let plan = crate::read::plan::load(tx, journal.institution, journal.id)?;
    let at = Slot { day: lesson.day, number: lesson.number };
    let ids = pair::for_lesson(&plan.rows, at);
    let Some(offer) = pair::offer(&plan.rows, &ids) else { return Ok(None) };
    let numbers = numbers(&plan.rows);
    let first = plan.rows.iter().position(|row| ids.contains(&row.id)).unwrap_or(0);
    let differs = |own: &str, new: &str| !own.is_empty() && !new.is_empty() && own != new;
    Ok(Some(Offer {
        number: numbers.get(first).cloned().unwrap_or_default(),
        taken: plan.rows.iter().any(|row| row.given.contains(&at)),
        differs: differs(&lesson.topic, &offer.topic) || differs(&lesson.homework, &offer.homework),
        others: plan
            .rows
            .iter()
            .zip(&numbers)
            .enumerate()
            .filter(|(place, (row, _))| !row.section && place.abs_diff(first) <= AROUND)
            .map(|(_, (row, number))| {
                (row.id, format!("{number} {}", shortened(&row.title)), ids.first() == Some(&row.id))
            })
            .collect(),
        topic: offer.topic,
        homework: offer.homework,
        control: offer.control,
    }))
}

/// `POST /journal/{id}/lessons/{day}/{number}/plan/`: who may change the lesson. What is written there stays, unless the
/// form says to replace it.
pub(super) async fn take(
    Path((id, on, number)): Path<(JournalId, Day, i32)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (actor, now) = (cx.actor()?, cx.now);
    let chosen: Option<i64> = posted.get("row").parse().ok();
    let offered: Option<i64> = posted.get("offered").parse().ok();
    let words = if posted.get("words") == "replace" { Words::Replace } else { Words::Fill };
    // The offered topic comes with those that share its lesson; another one alone.
    let rows: Vec<i64> = chosen.filter(|row| Some(*row) != offered).into_iter().collect();
    let taken = cx
        .write(move |tx| {
            let may = access::edit_lesson(tx, &actor, id, on, number)?;
            let wish = Wish { day: on, number, rows: rows.clone(), words };
            Ok(plan_take::take(tx, &may, &[wish], now)?)
        })
        .await?;
    let said = match taken {
        Taken { closed: 1.., .. } => "plan-closed",
        Taken { lessons: 0, .. } => "plan-nothing",
        Taken { kept: 1.., .. } => "plan-kept",
        _ => "plan-taken",
    };
    Ok(cx.done(&format!("/journal/{id}/lessons/{on}/{number}/"), said))
}
