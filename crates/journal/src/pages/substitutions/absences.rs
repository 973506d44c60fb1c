//! `POST /school/substitutions/absences/` – a teacher is absent; `…/withdraw/` – and comes after all.

use axum::response::Response;
use kernel::{Day, PersonId};
use kit::{PageError, Posted};

use super::day::{absence_form, draw};
use super::{bad, both, load};
use crate::model::AbsenceReason;
use crate::write;

/// The longest absence that is written down at once, days.
const LONGEST: i64 = 366;

/// Who makes the timetable; of the own staff.
pub async fn add(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let actor = cx.actor()?;
    let (see, manage) = both(&actor)?;
    let tr = cx.tr;
    let first = posted.get("first").parse::<Day>().ok();
    let last = posted.get("last").parse::<Day>().ok();
    let shown = first.unwrap_or(cx.today);
    let of = cx.read(move |tx| load(tx, &see, shown)).await?;
    let person = posted.get("person").parse::<PersonId>().ok();
    let person = person.filter(|id| of.plan.staff.iter().any(|(known, _)| known == id));
    let reason = AbsenceReason::from_code(posted.get("reason"));
    let mut form = absence_form(tr, &of, shown);
    let mut say = |name: &str, fault: Option<&'static str>| {
        if let Some(field) = form.field_mut(name) {
            field.value = posted.get(name).to_owned();
            field.error = fault.map(str::to_owned);
        }
    };
    say("person", person.is_none().then(|| tr.form_field_empty()));
    say("first", first.is_none().then(|| tr.form_field_empty()));
    let wrong = match (first, last) {
        (_, None) => Some(tr.form_field_empty()),
        (Some(first), Some(last)) if last < first || first.days_until(last) > LONGEST => {
            Some(tr.absence_days_wrong())
        }
        _ => None,
    };
    say("last", wrong);
    say("reason", reason.is_none().then(|| tr.form_field_empty()));
    let (true, Some(person), Some(first), Some(last), Some(reason)) =
        (form.is_valid(), person, first, last, reason)
    else {
        return draw(&cx, &of, true, form, None);
    };
    let now = cx.now;
    cx.write(move |tx| Ok(write::add_absence(tx, &manage, person, first, last, reason, now)?)).await?;
    Ok(cx.done(&format!("/school/substitutions/{first}/"), "absence-added"))
}

/// Who makes the timetable.
pub async fn withdraw(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let manage = access::manage_timetable(&*cx.actor()?)?;
    let id: i64 = posted.get("absence").parse().map_err(bad)?;
    let day: Day = posted.get("day").parse().map_err(bad)?;
    let now = cx.now;
    cx.write(move |tx| Ok(write::withdraw_absence(tx, &manage, id, now)?)).await?;
    Ok(cx.done(&format!("/school/substitutions/{day}/"), "absence-withdrawn"))
}
