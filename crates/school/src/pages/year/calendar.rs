//! `/school/year/new/`, `/school/year/{id}/calendar/` – the days of a year: bounds, periods, holidays; a new year also
//! gets its bells here.

use std::hash::{DefaultHasher, Hash, Hasher};

use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::YearId;
use kit::{Cx, Link, PageError, Posted, Tr};
use registry::{BellSchedule, Institution, InstitutionKind, MAIN_SCHEDULE};

use super::bells::{BellsForm, bells_form};
use super::{Input, Pick, choice, crumbs, faults, grade_title, input, kind_title, mark, pick, tabs};
use crate::lessons::{Falling, Lessons};
use crate::pages::nav;
use crate::year::change;
use crate::year::draft::{CalendarDraft, ScheduleDraft};

#[derive(Template)]
#[template(path = "year_calendar.html")]
struct Calendar {
    tr: Tr,
    nav: Vec<nav::Tab>,
    crumbs: Vec<Link>,
    csrf: String,
    action: String,
    title: String,
    note: &'static str,
    faults: Vec<(String, String)>,
    bounds: Vec<Input>,
    kinds: Vec<Kind>,
    holidays: Vec<Holiday>,
    bells: Option<BellsForm>,
    /// Lessons that fall out and hold something, with what they hold; shown before they are saved.
    falling: Vec<(String, String)>,
    /// «И ещё 12»; empty when all are shown.
    falling_more: String,
    /// What the confirmation is for.
    confirm: String,
}

/// So many falling lessons are shown.
const FALLING: usize = 60;

struct Kind {
    title: &'static str,
    rows: Vec<(String, Input, Input)>,
}

struct Holiday {
    title: Input,
    first: Input,
    last: Input,
    grade: Pick,
}

fn draw(
    cx: &Cx,
    kind: InstitutionKind,
    draft: &CalendarDraft,
    bells: Option<&ScheduleDraft>,
    year: Option<(&str, i64)>,
    status: StatusCode,
    falling: &[Falling],
) -> Result<Response, PageError> {
    let tr = cx.tr;
    let bounds = vec![
        input(tr, "name", tr.year_name(), &draft.name),
        input(tr, "first", tr.year_first_day(), &draft.first),
        input(tr, "last", tr.year_last_day(), &draft.last),
    ];
    let mut kinds: Vec<Kind> = Vec::new();
    for row in &draft.periods {
        let title = kind_title(tr, row.kind);
        let name = format!("p-{}-{}", row.kind.code(), row.ordinal);
        let what = format!("{title}, {}", row.ordinal);
        let label = |day: &str| format!("{what}: {day}");
        let line = (
            row.ordinal.to_string(),
            input(tr, format!("{name}-first"), label(tr.year_first_day()), &row.first),
            input(tr, format!("{name}-last"), label(tr.year_last_day()), &row.last),
        );
        match kinds.last_mut() {
            Some(kind) if kind.title == title => kind.rows.push(line),
            _ => kinds.push(Kind { title, rows: vec![line] }),
        }
    }
    let mut whom = vec![choice("0", tr.year_everybody())];
    whom.extend(
        crate::year::usual_grades(kind).iter().map(|g| choice(g.to_string(), grade_title(tr, kind, *g))),
    );
    let holidays: Vec<Holiday> = draft
        .holidays
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let label = |what: &str| format!("{} {}: {what}", tr.year_holidays(), n + 1);
            Holiday {
                title: input(tr, format!("h-{n}-title"), label(tr.year_holiday_title()), &row.title),
                first: input(tr, format!("h-{n}-first"), label(tr.year_first_day()), &row.first),
                last: input(tr, format!("h-{n}-last"), label(tr.year_last_day()), &row.last),
                grade: pick(tr, format!("h-{n}-grade"), label(tr.year_whom()), &row.grade, whom.clone()),
            }
        })
        .collect();
    let bells = bells.map(|draft| bells_form(tr, draft));
    let mut mended = faults(
        bounds
            .iter()
            .chain(kinds.iter().flat_map(|kind| kind.rows.iter().flat_map(|row| [&row.1, &row.2])))
            .chain(holidays.iter().flat_map(|h| [&h.title, &h.first, &h.last])),
        [],
    );
    mended.extend(bells.iter().flat_map(BellsForm::faults));
    let title = year.map_or_else(|| tr.year_begin().to_owned(), |_| tr.year_calendar().to_owned());
    let main = Calendar {
        tr,
        nav: tabs(cx, true),
        crumbs: crumbs(tr, year),
        csrf: cx.csrf(),
        action: year
            .map_or_else(|| "/school/year/new/".to_owned(), |(_, id)| format!("/school/year/{id}/calendar/")),
        note: if year.is_some() { tr.year_calendar_note() } else { tr.year_begin_note() },
        title,
        faults: mended,
        bounds,
        kinds,
        holidays,
        bells,
        falling: falling.iter().take(FALLING).map(|one| falls(cx, one)).collect(),
        falling_more: if falling.len() > FALLING {
            tr.days_off_falling_more(i64::try_from(falling.len() - FALLING).unwrap_or(i64::MAX))
        } else {
            String::new()
        },
        confirm: told(falling),
    };
    cx.page("school.year_calendar", &main.title).place("school").status(status).render(&main)
}

/// A confirmation is for the lessons that were shown, and no others.
fn told(falling: &[Falling]) -> String {
    let mut hasher = DefaultHasher::new();
    falling.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// «пн 7 декабря, 1-й урок: Математика, 7А», and what it holds.
fn falls(cx: &Cx, one: &Falling) -> (String, String) {
    let tr = cx.tr;
    let day = kit::text::weekday_and_date(tr, one.day, cx.today);
    let mut holds: Vec<String> = Vec::new();
    if one.marks > 0 {
        holds.push(tr.days_off_falling_marks(i64::try_from(one.marks).unwrap_or(i64::MAX)));
    }
    let rest = [
        (one.topic, tr.days_off_falling_topic()),
        (one.homework, tr.days_off_falling_homework()),
        (one.works, tr.days_off_falling_works()),
        (one.decided, tr.days_off_falling_decided()),
    ];
    holds.extend(rest.into_iter().filter(|(there, _)| *there).map(|(_, text)| text.to_owned()));
    (tr.days_off_falling_lesson(&day, &one.number.to_string(), &one.title), holds.join(", "))
}

async fn institution(cx: &Cx) -> Result<(access::ManageSchool, Institution), PageError> {
    let may = access::manage_school(&*cx.actor()?)?;
    let found = cx.read(move |tx| Ok(registry::read::institution(tx, may.institution())?)).await?;
    Ok((may, found))
}

/// `GET /school/year/new/`: the usual year of this kind of institution, to be changed and begun.
pub async fn begin(cx: Cx) -> Result<Response, PageError> {
    let (may, place) = institution(&cx).await?;
    let years = cx.read(move |tx| Ok(registry::read::years(tx, may.institution())?)).await?;
    // The year that runs or comes; after the ones that are there.
    let running = cx.today.year().saturating_sub(i16::from(cx.today.month() < 6));
    let next = years.last().map_or(running, |last| last.first_day.year().saturating_add(1));
    let usual = registry::standard_year(next, place.kind)
        .map_err(|_| PageError::BadRequest("the year lies off the calendar"))?;
    let bells = BellSchedule {
        id: MAIN_SCHEDULE,
        name: cx.tr.year_main_schedule().to_owned(),
        shift: 1,
        bells: usual.bells.clone(),
    };
    let bells = (!usual.bells.is_empty()).then(|| ScheduleDraft::of(&bells));
    draw(&cx, place.kind, &CalendarDraft::of(&usual, place.kind), bells.as_ref(), None, StatusCode::OK, &[])
}

/// `POST /school/year/new/`.
pub async fn create(posted: Posted) -> Result<Response, PageError> {
    let (may, place) = institution(&posted.cx).await?;
    let kind = place.kind;
    let get = |name: &str| posted.get(name).to_owned();
    let mut draft = CalendarDraft::posted(get, kind, std::iter::empty());
    let mut bells = (!posted.get("shift").is_empty()).then(|| ScheduleDraft::posted(get));
    let main = bells.as_mut().map(ScheduleDraft::check);
    let cx = &posted.cx;
    if let (Some(mut year), None | Some(Some(_))) = (draft.check(), &main) {
        let mut name = cx.tr.year_main_schedule().to_owned();
        if let Some(Some((title, _, bells))) = main {
            (name, year.bells) = (title, bells);
        }
        let done = cx.write(move |tx| Ok(change::begin(tx, &may, kind, &year, &name)?)).await?;
        match done {
            Ok(id) => return Ok(cx.done(&format!("/school/year/{id}/"), "year-begun")),
            Err(refusal) => mark(&mut draft, refusal),
        }
    }
    draw(cx, kind, &draft, bells.as_ref(), None, StatusCode::UNPROCESSABLE_ENTITY, &[])
}

/// `GET /school/year/{id}/calendar/`.
pub async fn show(cx: Cx, Path(id): Path<i64>) -> Result<Response, PageError> {
    let (may, place) = institution(&cx).await?;
    let plan = cx.read(move |tx| Ok(registry::read::year_plan(tx, may.institution(), YearId(id))?)).await?;
    let draft = CalendarDraft::of_plan(&plan, place.kind);
    draw(&cx, place.kind, &draft, None, Some((&plan.year.name, id)), StatusCode::OK, &[])
}

/// `POST /school/year/{id}/calendar/`. Days that take lessons with something in them are saved only after these were shown.
pub async fn save(
    Path(id): Path<i64>,
    Extension(lessons): Extension<Lessons>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let (may, place) = institution(cx).await?;
    let plan = cx.read(move |tx| Ok(registry::read::year_plan(tx, may.institution(), YearId(id))?)).await?;
    let known = plan.periods.iter().map(|p| (p.kind, p.ordinal));
    let mut draft = CalendarDraft::posted(|name| posted.get(name).to_owned(), place.kind, known);
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let name = plan.year.name.as_str();
    if let Some(year) = draft.check() {
        let (today, now) = (cx.today, cx.now);
        let (holidays, bounds) = (year.holidays.clone(), (year.first_day, year.last_day));
        let falling = cx
            .read(move |tx| {
                Ok(lessons.falling(tx, may.institution(), YearId(id), &holidays, bounds, today)?)
            })
            .await?;
        let seen = posted.get("confirmed") == told(&falling);
        if !falling.is_empty() && !seen {
            return draw(cx, place.kind, &draft, None, Some((name, id)), unprocessable, &falling);
        }
        let done =
            cx.write(move |tx| Ok(change::set_calendar(tx, &may, YearId(id), &year, today, now)?)).await?;
        match done {
            Ok(()) => return Ok(cx.done(&format!("/school/year/{id}/"), "saved")),
            Err(refusal) => mark(&mut draft, refusal),
        }
    }
    draw(cx, place.kind, &draft, None, Some((name, id)), unprocessable, &[])
}
