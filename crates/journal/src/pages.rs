//! The journal's pages: one file each, route beside handler.

mod attendance;
mod cell;
mod cells;
mod column;
mod control;
mod grid;
mod history;
mod homework;
mod lesson;
mod list;
mod live;
mod mine;
mod offline;
mod period_marks;
mod plans;
mod remarks;
mod rules;
mod seal;
mod substitutions;
mod summary;
mod unlock;
mod works;

pub use period_marks::{value_class, value_label};

use axum::Extension;
use kit::{Routes, Tr};
use registry::{GradingPeriod, PeriodKind};

use crate::live::Live;

/// Every route of the room.
#[must_use]
pub fn routes() -> Routes {
    // One for all routes that write marks or tell of them.
    let live = Live::default();
    Routes::new()
        .merge(control::routes())
        .get("/journal/{id}/lessons/{day}/{number}/attendance/", attendance::show)
        .post("/journal/{id}/lessons/{day}/{number}/attendance/", attendance::save)
        .merge(homework::routes())
        .get("/journal/", list::show)
        .get("/school/timetable/mine/", mine::show)
        .get("/journal/offline/", offline::show)
        .get("/journal/{id}/", grid::show)
        .get("/journal/{id}/live/", live::show)
        .post("/journal/{id}/cells/", cells::save)
        .get("/journal/{id}/remarks/", remarks::show)
        .post("/journal/{id}/remarks/", remarks::add)
        .post("/journal/{id}/remarks/{remark}/", remarks::follow)
        .get("/journal/{id}/works/{work}/", column::show)
        .post("/journal/{id}/works/{work}/", column::save)
        .post("/journal/{id}/works/{work}/remove/", works::remove)
        .get("/journal/{id}/works/{work}/{pupil}/", cell::show)
        .post("/journal/{id}/works/{work}/{pupil}/", cell::save)
        .get("/journal/{id}/lessons/{day}/{number}/", lesson::show)
        .post("/journal/{id}/lessons/{day}/{number}/", lesson::save)
        .merge(rules::routes())
        .merge(plans::routes())
        .get("/journal/{id}/history/", history::list)
        .get("/journal/{id}/history/{pupil}/{work}/", history::cell)
        .get("/journal/{id}/periods/", period_marks::sheet)
        .get("/journal/{id}/periods/{column}/", period_marks::column)
        .post("/journal/{id}/periods/{column}/", period_marks::save)
        .get("/school/classes/{id}/summary/", summary::show)
        .merge(seal::routes())
        .around(|routes| routes.layer(Extension(live.clone())))
        .merge(substitutions::routes())
        .merge(unlock::routes())
}

/// «II четверть».
#[must_use]
pub fn period_title(tr: Tr, period: &GradingPeriod) -> String {
    match period.kind {
        PeriodKind::Quarter => tr.journal_period_quarter(period.roman()),
        PeriodKind::Trimester => tr.journal_period_trimester(period.roman()),
        PeriodKind::HalfYear => tr.journal_period_half_year(period.roman()),
        PeriodKind::Semester => tr.journal_period_semester(period.roman()),
    }
}

/// The period that holds the day, else the last that began before it, else the first.
#[must_use]
pub fn period_at(periods: &[GradingPeriod], kind: PeriodKind, today: kernel::Day) -> Option<GradingPeriod> {
    let of_kind = || periods.iter().filter(|p| p.kind == kind);
    of_kind()
        .find(|p| p.holds(today))
        .or_else(|| of_kind().filter(|p| p.first_day <= today).max_by_key(|p| p.first_day))
        .or_else(|| of_kind().min_by_key(|p| p.first_day))
        .copied()
}
