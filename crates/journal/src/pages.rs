//! The journal's pages: one file each, route beside handler.

mod cell;
mod cells;
mod column;
mod control;
mod grid;
mod lesson;
mod list;
mod remarks;
mod rules;
mod substitutions;
mod works;

use kit::{Routes, Tr};
use registry::{GradingPeriod, PeriodKind};

/// Every route of the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(control::routes())
        .get("/journal/", list::show)
        .get("/journal/{id}/", grid::show)
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
        .merge(substitutions::routes())
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
