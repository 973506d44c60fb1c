//! The timetable's pages: the grid with its editing, the small form of one lesson, sheets, imports, one's own week.

mod draw;
mod edits;
mod grid;
mod import;
mod index;
mod lesson;
mod off;
mod sheet;
mod words;

use kernel::Day;
use kit::{PageError, Routes};

use crate::timetable::plan::Plan;

/// Every route of the timetable.
pub fn routes() -> Routes {
    Routes::new()
        .get("/school/timetable/", grid::show)
        .get("/school/timetable/index/", index::show)
        .post("/school/timetable/edits/", edits::save)
        .post("/school/timetable/undo/", edits::undo)
        .get("/school/timetable/lesson/", lesson::show)
        .post("/school/timetable/lesson/", lesson::save)
        .post("/school/timetable/lesson/remove/", lesson::remove)
        .post("/school/timetable/days-off/", off::save)
        .get("/school/timetable/sheet/", sheet::show)
        .get("/school/timetable/import/", import::show)
        .upload("/school/timetable/import/", import::take)
        .get("/school/timetable/import/{draft}/", import::preview)
        .post("/school/timetable/import/{draft}/", import::carry_out)
}

/// The day a change holds from: the asked one inside the year and not before today, else the next school day.
fn day_from(plan: &Plan, asked: &str, today: Day) -> Day {
    let year = &plan.year.year;
    match asked.parse::<Day>() {
        Ok(day) if year.first_day <= day && day <= year.last_day => day,
        _ => plan.next_day(today).min(year.last_day),
    }
}

/// What is not a number or a key was not made by our pages.
fn bad<E>(_: E) -> PageError {
    PageError::BadRequest("the address was not made by this page")
}
