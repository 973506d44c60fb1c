//! `POST /school/timetable/days-off/` – on which week days a teacher is not at the school.

use axum::response::Response;
use kernel::PersonId;
use kit::{PageError, Posted};

use super::bad;
use super::edits::back;
use crate::timetable::days_off;

/// Who makes the timetable, for somebody of the own staff.
pub async fn save(posted: Posted) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let may = access::manage_timetable(&*cx.actor()?)?;
    let person: PersonId = posted.get("person").parse().map_err(bad)?;
    let weekdays: Vec<i32> = posted
        .all()
        .filter(|(name, _)| *name == "weekday")
        .filter_map(|(_, value)| value.parse().ok())
        .take(7)
        .collect();
    cx.write(move |tx| {
        let staff = registry::read::staff_of(tx, may.institution())?;
        if !staff.iter().any(|(id, ..)| *id == person) {
            return Err(PageError::NotFound);
        }
        Ok(days_off::set(tx, &may, person, &weekdays)?)
    })
    .await?;
    Ok(cx.done(&back(&posted), "saved"))
}
