//! `/school/year/{id}/bells/{schedule}/` – one bell schedule; `new` makes another.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::YearId;
use kit::{Cx, Link, PageError, Posted, Tr};
use registry::{BellSchedule, MAIN_SCHEDULE};

use super::{Input, Pick, choice, crumbs, faults, input, pick, schedule_title, tabs};
use crate::pages::nav;
use crate::year::change;
use crate::year::draft::ScheduleDraft;

#[derive(Template)]
#[template(path = "year_bells.html")]
struct Bells {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    csrf: String,
    action: String,
    title: String,
    faults: Vec<(String, String)>,
    bells: BellsForm,
    /// Where it is removed; empty for the main one and a new one.
    delete: String,
    question: String,
}

/// The fields of a schedule, also part of the form of a new year.
pub(super) struct BellsForm {
    pub(super) name: Input,
    pub(super) shift: Pick,
    pub(super) rows: Vec<(i32, Input, Input)>,
}

impl BellsForm {
    /// The fields to be mended.
    pub(super) fn faults(&self) -> Vec<(String, String)> {
        let inputs = self.rows.iter().flat_map(|row| [&row.1, &row.2]).chain([&self.name]);
        faults(inputs, [&self.shift])
    }
}

pub(super) fn bells_form(tr: Tr, draft: &ScheduleDraft) -> BellsForm {
    let shifts = vec![choice("1", tr.year_shift_of("1")), choice("2", tr.year_shift_of("2"))];
    BellsForm {
        name: input(tr, "schedule", tr.year_schedule_name(), &draft.name),
        shift: pick(tr, "shift", tr.year_shift(), &draft.shift, shifts),
        rows: draft
            .rows
            .iter()
            .map(|row| {
                let label = |what: &str| tr.year_lesson_label(&row.number.to_string(), what);
                let n = row.number;
                (
                    n,
                    input(tr, format!("b-{n}-starts"), label(tr.year_starts()), &row.starts),
                    input(tr, format!("b-{n}-ends"), label(tr.year_ends()), &row.ends),
                )
            })
            .collect(),
    }
}

fn draw(
    cx: &Cx,
    (year, id): (&str, i64),
    schedule: Option<&BellSchedule>,
    draft: &ScheduleDraft,
    status: StatusCode,
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let bells = bells_form(tr, draft);
    let place = schedule.map_or_else(|| "new".to_owned(), |s| s.id.to_string());
    let action = format!("/school/year/{id}/bells/{place}/");
    let title = schedule.map_or_else(|| tr.year_new_schedule().to_owned(), |s| schedule_title(tr, s));
    let removable = schedule.is_some_and(|s| s.id != MAIN_SCHEDULE);
    let main = Bells {
        tr,
        nav: tabs(cx, true),
        crumbs: crumbs(tr, Some((year, id))),
        csrf: cx.csrf(),
        faults: bells.faults(),
        bells,
        delete: if removable { format!("{action}delete/") } else { String::new() },
        question: tr.year_delete_question(&title),
        action,
        title,
    };
    cx.page("school.year_bells", &main.title).place("school").status(status).render(&main)
}

/// The year's name and its schedules.
async fn load(cx: &Cx, id: i64) -> Result<(access::ManageSchool, String, Vec<BellSchedule>), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let (name, schedules) = cx
        .read(move |tx| {
            let plan = registry::read::year_plan(tx, may.institution(), YearId(id))?;
            Ok((plan.year.name, registry::read::bell_schedules(tx, may.institution(), YearId(id))?))
        })
        .await?;
    Ok((may, name, schedules))
}

/// The schedule of an address: `new` is none yet.
fn chosen<'a>(schedules: &'a [BellSchedule], place: &str) -> Result<Option<&'a BellSchedule>, PageError> {
    if place == "new" {
        return Ok(None);
    }
    let id: i64 = place.parse().map_err(|_| PageError::NotFound)?;
    schedules.iter().find(|schedule| schedule.id == id).map(Some).ok_or(PageError::NotFound)
}

/// `GET /school/year/{id}/bells/{schedule}/`.
pub async fn show(cx: Cx, Path((id, place)): Path<(i64, String)>) -> Result<Response, PageError> {
    let (_, year, schedules) = load(&cx, id).await?;
    let schedule = chosen(&schedules, &place)?;
    // A new one begins as a copy of the main one.
    let proposed = schedule.or_else(|| schedules.first()).cloned().map(|mut proposed| {
        proposed.name = schedule.map(|s| schedule_title(cx.tr, s)).unwrap_or_default();
        proposed
    });
    let proposed = proposed.ok_or(PageError::NotFound)?;
    draw(&cx, (&year, id), schedule, &ScheduleDraft::of(&proposed), StatusCode::OK)
}

/// `POST /school/year/{id}/bells/{schedule}/`.
pub async fn save(Path((id, place)): Path<(i64, String)>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, year, schedules) = load(cx, id).await?;
    let schedule = chosen(&schedules, &place)?;
    let number = schedule.map(|s| s.id);
    let mut draft = ScheduleDraft::posted(|name| posted.get(name).to_owned());
    if let Some((name, shift, bells)) = draft.check() {
        let (today, now) = (cx.today, cx.now);
        let done = cx
            .write(move |tx| {
                let what = (name.as_str(), shift, bells.as_slice());
                Ok(change::set_schedule(tx, &may, YearId(id), number, what, today, now)?)
            })
            .await?;
        match done {
            Ok(()) => return Ok(cx.done(&format!("/school/year/{id}/"), "saved")),
            Err(_) => draft.name.fault("year-fault-name-taken"),
        }
    }
    draw(cx, (&year, id), schedule, &draft, StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST /school/year/{id}/bells/{schedule}/delete/`.
pub async fn delete(Path((id, schedule)): Path<(i64, i64)>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_school(&*cx.actor()?)?;
    let (today, now) = (cx.today, cx.now);
    cx.write(move |tx| Ok(change::remove_schedule(tx, &may, YearId(id), schedule, today, now)?)).await?;
    Ok(cx.done(&format!("/school/year/{id}/"), "saved"))
}
