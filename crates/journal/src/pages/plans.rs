//! Lesson plans (КТП): the plan with its editor, days, import, copy, filling of lessons, history, export; the teacher's list
//! and the deputy's list. Every form works without a script; htmx swaps the main part.

mod copy;
mod dates;
mod editor;
mod export;
mod fill;
mod history;
mod import;
mod lists;
pub(super) mod offer;
mod preview;
mod rows;
mod show;
mod status;
mod upload;
mod words;

use access::SeePlan;
use kernel::{Day, JournalId, PersonName};
use kit::{Link, PageError, Posted, Routes, Tr};
use registry::{AcademicYear, GradingPeriod};
use store::ReadTx;

use crate::model::{Lesson, WorkKind};
use crate::plan::{Change, Plan, Reason, Slot};
use crate::read;
use crate::write::plan::Why;

/// Every route of the plans.
pub fn routes() -> Routes {
    Routes::new()
        .get("/journal/plans/", lists::own)
        .get("/school/plans/", lists::school)
        .get("/journal/{id}/plan/", show::show)
        .post("/journal/{id}/plan/", status::header)
        .post("/journal/{id}/plan/rows/", rows::save)
        .post("/journal/{id}/plan/undo/", status::undo)
        .post("/journal/{id}/plan/status/", status::advance)
        .get("/journal/{id}/plan/dates/", dates::show)
        .post("/journal/{id}/plan/dates/", dates::save)
        .get("/journal/{id}/plan/import/", import::show)
        .upload("/journal/{id}/plan/import/", import::send)
        .post("/journal/{id}/plan/import/discard/", import::discard)
        .get("/journal/{id}/plan/preview/", preview::show)
        .post("/journal/{id}/plan/preview/", preview::save)
        .get("/journal/{id}/plan/copy/", copy::show)
        .post("/journal/{id}/plan/copy/", copy::save)
        .get("/journal/{id}/plan/fill/", fill::show)
        .post("/journal/{id}/plan/fill/", fill::save)
        .get("/journal/{id}/plan/history/", history::show)
        .get("/journal/{id}/plan/editions/{version}/", history::edition)
        .get("/journal/{id}/plan/export/", export::xlsx)
        .post("/journal/{id}/lessons/{day}/{number}/plan/", offer::take)
}

/// What the pages of one plan show: about a dozen statements, whatever its length.
struct View {
    may: SeePlan,
    plan: Plan,
    year: AcademicYear,
    /// The periods the journal is marked by.
    periods: Vec<GradingPeriod>,
    /// Lessons of the year, cancelled ones too.
    lessons: Vec<Lesson>,
    kinds: Vec<WorkKind>,
    teachers: Vec<PersonName>,
    /// The change that made the plan what it is.
    last: Option<Change>,
}

fn view(tx: &mut ReadTx<'_>, may: SeePlan) -> Result<View, PageError> {
    let journal = may.journal().clone();
    let years = registry::read::years(tx, journal.institution)?;
    let year = years.into_iter().find(|year| year.id == journal.year).ok_or(PageError::NotFound)?;
    let mut periods = registry::read::periods(tx, journal.institution, journal.year)?;
    periods.retain(|period| period.kind == journal.period_kind);
    let plan = read::plan::plan(tx, &may)?;
    Ok(View {
        lessons: read::plan::lessons(tx, &may, year.first_day, year.last_day)?,
        kinds: read::work_kinds(tx, journal.institution)?,
        teachers: read::plans::teachers(tx, &may)?,
        last: read::plan::last_change(tx, &may, plan.version)?,
        may,
        plan,
        year,
        periods,
    })
}

impl View {
    fn id(&self) -> JournalId {
        self.may.journal().id
    }

    /// «Математика, 7А».
    fn title(&self) -> String {
        let journal = self.may.journal();
        format!("{}, {}", journal.subject_name, journal.groups_name)
    }

    /// Where topics may stand.
    fn places(&self) -> Vec<Slot> {
        read::plan::places(&self.lessons)
    }

    /// May rows be changed by who looks, as the plan stands?
    fn may_change(&self) -> bool {
        self.may.may_edit() && self.plan.is_open()
    }

    /// The way back from a page below the plan.
    fn crumbs(&self, tr: Tr) -> Vec<Link> {
        vec![Link::new(
            format!("{}: {}", tr.plan_title(), self.title()),
            format!("/journal/{}/plan/", self.id()),
        )]
    }
}

/// «05.09, 07.09».
fn days(slots: &[Slot]) -> String {
    let mut days: Vec<Day> = slots.iter().map(|slot| slot.day).collect();
    days.dedup();
    days.into_iter().map(kit::text::day_short).collect::<Vec<_>>().join(", ")
}

/// The reason a form names: `reason` and `why`.
fn why(posted: &Posted) -> Why {
    Reason::from_code(posted.get("reason")).map(|reason| (reason, posted.get("why").to_owned()))
}

/// To the plan's page, with what was done, at a row.
fn back(id: JournalId, done: &str, row: Option<i64>) -> axum::response::Response {
    use axum::response::IntoResponse;
    let place = row.map(|row| format!("#r{row}")).unwrap_or_default();
    axum::response::Redirect::to(&format!("/journal/{id}/plan/?done={done}{place}")).into_response()
}

/// The first of several fields with one name.
fn asked<'a>(query: &'a [(String, String)], name: &str) -> &'a str {
    query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
}
