//! `POST /school/substitutions/absences/` – a teacher is absent; `…/withdraw/` – and comes after all.

use axum::response::Response;
use kernel::{Day, PersonId};
use kit::{PageError, Posted, text};

use super::day::{absence_form, draw};
use super::{bad, both, load, words};
use crate::model::AbsenceReason;
use crate::write::{self, Noted};

/// The longest absence that is written down at once, days.
const LONGEST: i64 = 366;
/// So many days back an absence may begin: later ones are a matter of the staff's papers, not of the timetable.
const BACK: i64 = 30;

/// Who makes the timetable; of the own staff.
pub async fn add(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let actor = cx.actor()?;
    let (see, manage) = both(&actor)?;
    let tr = cx.tr;
    let first = posted.get("first").parse::<Day>().ok();
    let last = posted.get("last").parse::<Day>().ok();
    // The page of a past day has no form to show a fault at.
    let shown = first.unwrap_or(cx.today).max(cx.today);
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
    let too_old = first.is_some_and(|first| first < cx.today.plus(-BACK));
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
    if let Some(field) = form.field_mut("first").filter(|_| too_old) {
        field.error = Some(tr.absence_too_old(&BACK.to_string()));
    }
    let (true, Some(person), Some(first), Some(last), Some(reason)) =
        (form.is_valid(), person, first, last, reason)
    else {
        return draw(&cx, &of, true, form, None);
    };
    let now = cx.now;
    let noted =
        cx.write(move |tx| Ok(write::add_absence(tx, &manage, person, first, last, reason, now)?)).await?;
    let page = format!("/school/substitutions/{shown}/");
    match noted {
        Noted::Added => Ok(cx.done(&page, "absence-added")),
        Noted::Extended => Ok(cx.done(&page, "absence-extended")),
        Noted::Twice(other) => {
            let days = text::period(tr, other.first_day, other.last_day);
            if let Some(field) = form.field_mut("first") {
                field.error = Some(tr.absence_twice(words::reason(tr, other.reason), &days));
            }
            draw(&cx, &of, true, form, None)
        }
    }
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
