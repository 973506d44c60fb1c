//! `/school/periods/` – grading periods of the school: what is missing, closing, the deputy's leave to change a closed one.

mod late;
mod rules;

use std::collections::HashMap;

use access::SeeSchool;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ClassId, Day, JournalId, Millis, Minutes, PeriodId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, NoticeKind, PageError, Posted, Routes, Tr};
use registry::{AcademicYear, Class, GradingPeriod, Journal};
use serde::Deserialize;

use super::period_title;
use crate::read::{self, Unlock};
use crate::write::{self, Scope};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/school/periods/", show)
        .post("/school/periods/lock/", lock)
        .post("/school/periods/days/", days)
        .post("/school/periods/unlock/", open)
        .post("/school/periods/unlock/{id}/end/", end)
        .merge(late::routes())
        .merge(rules::routes())
}

/// `?period=…&journal=…`: what the form of a leave begins with.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    period: Option<i64>,
    journal: Option<i64>,
}

struct PeriodLine {
    id: PeriodId,
    title: String,
    days: String,
    state: String,
    tone: &'static str,
    /// Journals with pupils without a mark: address, title, how many.
    missing: Vec<(String, String, String)>,
    missing_note: String,
    may_lock: bool,
}

struct LeaveLine {
    id: i64,
    what: String,
    note: String,
    live: bool,
}

#[derive(Template)]
#[template(path = "unlock.html")]
struct Page {
    tr: Tr,
    csrf: String,
    nav: Vec<school::pages::nav::Tab>,
    year: String,
    periods: Vec<PeriodLine>,
    may_lock: bool,
    may_unlock: bool,
    may_seal: bool,
    days: String,
    late: i64,
    leaves: Vec<LeaveLine>,
    form: Option<Form>,
    journal: String,
}

struct View {
    year: Option<AcademicYear>,
    periods: Vec<GradingPeriod>,
    missing: Vec<Vec<(Journal, i64)>>,
    days: Option<i32>,
    late: i64,
    leaves: Vec<Unlock>,
    classes: Vec<Class>,
    journals: HashMap<JournalId, String>,
}

fn view(
    tx: &mut store::ReadTx<'_>,
    may: &SeeSchool,
    manage: Option<&access::ManageGrading>,
    today: Day,
) -> Result<View, PageError> {
    let institution = may.institution();
    let mut view = View {
        year: registry::read::year_at(tx, institution, today)?,
        periods: Vec::new(),
        missing: Vec::new(),
        days: read::lock_days(tx, institution)?,
        late: match manage {
            Some(manage) => read::late_count(tx, manage)?,
            None => 0,
        },
        leaves: Vec::new(),
        classes: Vec::new(),
        journals: HashMap::new(),
    };
    let Some(year) = view.year.as_ref().map(|year| year.id) else { return Ok(view) };
    view.periods = registry::read::periods(tx, institution, year)?;
    for period in &view.periods {
        // Before a period ends its marks are not due.
        let due = period.locked_at.is_none() && period.last_day.plus(-14) <= today;
        view.missing.push(if due { read::missing_finals(tx, may, period)? } else { Vec::new() });
    }
    view.leaves = read::unlocks(tx, may, year)?;
    view.classes = registry::read::classes(tx, institution, year)?;
    view.journals = registry::read::journals(tx, institution, year)?
        .into_iter()
        .map(|journal| (journal.id, format!("{}, {}", journal.subject_name, journal.groups_name)))
        .collect();
    Ok(view)
}

/// The heads and administrators of a school.
async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    page(&cx, &asked, None, None).await
}

/// The page; `refused` is a form of a leave that has to be mended.
async fn page(
    cx: &Cx,
    asked: &Asked,
    refused: Option<Form>,
    notice: Option<(NoticeKind, &str)>,
) -> Result<Response, PageError> {
    let actor = cx.actor()?;
    let may = access::see_school(&actor)?;
    let manage = access::manage_grading(&actor).ok();
    let today = cx.today;
    let view = cx.read(move |tx| view(tx, &may, manage.as_ref(), today)).await?;
    let tr = cx.tr;
    let may_unlock = access::unlock_periods(&actor).is_ok();
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let asked_journal =
        asked.journal.map(JournalId).and_then(|id| Some((id, view.journals.get(&id)?.clone())));
    let locked: Vec<&GradingPeriod> =
        view.periods.iter().filter(|period| period.locked_at.is_some()).collect();
    let form = (may_unlock && (!locked.is_empty() || asked.period == Some(0))).then(|| {
        refused.unwrap_or_else(|| leave_form(cx, &view, asked, asked_journal.as_ref().map(|(id, _)| *id)))
    });
    let main = Page {
        tr,
        csrf: cx.csrf(),
        nav: school::pages::nav::tabs(tr, "periods", access::manage_school(&actor).is_ok()),
        year: view.year.as_ref().map(|year| year.name.clone()).unwrap_or_default(),
        periods: periods(cx, &view),
        may_lock: manage.is_some(),
        may_unlock,
        may_seal: access::seal_journals(&actor).is_ok(),
        days: view.days.map(|days| days.to_string()).unwrap_or_default(),
        late: view.late,
        leaves: view.leaves.iter().map(|leave| leave_line(cx, &view, leave)).collect(),
        form,
        journal: asked_journal.map(|(_, title)| title).unwrap_or_default(),
    };
    let mut page = cx.page("school.periods", tr.unlock_title()).place("school").status(status);
    if let Some((kind, text)) = notice {
        page = page.notice(kind, text);
    }
    page.render(&main)
}

fn periods(cx: &Cx, view: &View) -> Vec<PeriodLine> {
    let (tr, today) = (cx.tr, cx.today);
    view.periods
        .iter()
        .zip(&view.missing)
        .map(|(period, missing)| {
            let (state, tone) = match period.locked_at {
                Some(at) => {
                    let day = cx.app().settings().zone.local(at).0;
                    (tr.unlock_locked(&kit::text::date(tr, day, today)), "good")
                }
                None if period.last_day < today => (tr.unlock_over().to_owned(), "warn"),
                None if period.first_day > today => (tr.unlock_coming().to_owned(), ""),
                None => (tr.unlock_going().to_owned(), "info"),
            };
            let pupils: i64 = missing.iter().map(|(_, count)| count).sum();
            PeriodLine {
                id: period.id,
                title: period_title(tr, period),
                days: kit::text::period(tr, period.first_day, period.last_day),
                state,
                tone,
                missing: missing
                    .iter()
                    .map(|(journal, count)| {
                        let title = format!("{}, {}", journal.subject_name, journal.groups_name);
                        let href = format!("/journal/{}/periods/{}/", journal.id, period.id);
                        (href, title, tr.unlock_missing_pupils(*count))
                    })
                    .collect(),
                missing_note: if missing.is_empty() { String::new() } else { tr.unlock_missing(pupils) },
                may_lock: period.locked_at.is_none() && period.first_day <= today,
            }
        })
        .collect()
}

fn leave_line(cx: &Cx, view: &View, leave: &Unlock) -> LeaveLine {
    let tr = cx.tr;
    let what = match leave.scope {
        Scope::Journal(id) => view.journals.get(&id).cloned().unwrap_or_default(),
        Scope::Class(id) => {
            let class = view.classes.iter().find(|class| class.id == id);
            class.map(|class| tr.unlock_class(&class.name)).unwrap_or_default()
        }
    };
    let period = match leave.period {
        Some(id) => {
            let period = view.periods.iter().find(|period| period.id == id);
            period.map(|period| period_title(tr, period)).unwrap_or_default()
        }
        None => tr.periods_year().to_owned(),
    };
    let live = leave.ended_at.is_none() && leave.until > cx.now;
    let moment = |at: Millis| {
        let (day, time) = cx.app().settings().zone.local(at);
        format!("{}, {time}", kit::text::date(tr, day, cx.today))
    };
    let until = match leave.ended_at {
        Some(at) => tr.unlock_ended(&moment(at)),
        None if live => tr.unlock_until(&moment(leave.until)),
        None => tr.unlock_ended(&moment(leave.until)),
    };
    LeaveLine {
        id: leave.id,
        what: format!("{what}: {period}"),
        note: format!("{until}. {}: {}", leave.created_by.initials(), leave.reason),
        live,
    }
}

fn leave_form(cx: &Cx, view: &View, asked: &Asked, journal: Option<JournalId>) -> Form {
    let tr = cx.tr;
    let locked = view.periods.iter().filter(|period| period.locked_at.is_some());
    let mut choices: Vec<(String, String)> =
        locked.map(|period| (period.id.to_string(), period_title(tr, period))).collect();
    choices.push(("0".to_owned(), tr.unlock_year().to_owned()));
    let period = asked.period.map(|id| id.to_string()).unwrap_or_default();
    let mut fields = vec![Field::select("period", tr.unlock_period(), choices).value(period).required()];
    match journal {
        Some(id) => fields.push(Field::new("journal", "", FieldKind::Hidden).value(id.to_string())),
        None => {
            let classes = view.classes.iter().map(|class| (class.id.to_string(), class.name.clone()));
            let hint = tr.unlock_class_hint();
            fields.push(Field::select("class", tr.unlock_which_class(), classes).hint(hint).required());
        }
    }
    fields.push(
        Field::new("until", tr.unlock_until_day(), FieldKind::Date)
            .value(cx.today.plus(1).to_string())
            .required(),
    );
    fields.push(Field::new("hour", tr.unlock_until_hour(), FieldKind::Time).value("18:00").required());
    fields.push(Field::new("reason", tr.unlock_reason(), FieldKind::Area).required());
    Form::new(fields)
}

/// `POST /school/periods/lock/`: the deputies and administrators.
async fn lock(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_grading(&*cx.actor()?)?;
    let period = PeriodId(posted.get("period").parse().map_err(|_| PageError::NotFound)?);
    let now = cx.now;
    cx.write(move |tx| Ok(write::lock_period(tx, &may, period, now)?)).await?;
    Ok(cx.done("/school/periods/", "period-locked"))
}

/// `POST /school/periods/days/`: after how many days periods close by themselves; empty for never.
async fn days(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::manage_grading(&*cx.actor()?)?;
    let text = posted.get("days");
    let days: Option<i32> = match text {
        "" => None,
        text => match text.parse() {
            Ok(days) if (0..=60).contains(&days) => Some(days),
            _ => {
                let notice = Some((NoticeKind::Error, cx.tr.unlock_days_wrong()));
                return page(cx, &Asked::default(), None, notice).await;
            }
        },
    };
    cx.write(move |tx| Ok(write::set_lock_days(tx, &may, days)?)).await?;
    Ok(cx.done("/school/periods/", "saved"))
}

/// A local moment as an instant: the zone has no summer time, so days and minutes add up.
fn instant(cx: &Cx, day: Day, time: Minutes) -> Millis {
    let minutes = i64::from(time.get()) - i64::from(cx.time.get());
    Millis(cx.now.0 - cx.now.0 % 60_000).plus(cx.today.days_until(day) * 86_400_000 + minutes * 60_000)
}

fn minutes(text: &str) -> Option<Minutes> {
    let (hours, minutes) = text.split_once(':')?;
    Minutes::new(
        hours
            .parse::<u16>()
            .ok()?
            .checked_mul(60)?
            .checked_add(minutes.parse::<u16>().ok().filter(|m| *m < 60)?)?,
    )
    .ok()
}

/// `POST /school/periods/unlock/`: the deputies.
async fn open(posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let actor = cx.actor()?;
    let may = access::unlock_periods(&actor)?;
    let see = access::see_school(&actor)?;
    let tr = cx.tr;
    let period: Option<i64> = posted.get("period").parse().ok();
    let journal: Option<i64> = posted.get("journal").parse().ok();
    let class: Option<i64> = posted.get("class").parse().ok();
    let reason = posted.get("reason").to_owned();
    let day: Option<Day> = posted.get("until").parse().ok();
    let time = minutes(posted.get("hour"));
    let until = day.zip(time).map(|(day, time)| instant(cx, day, time));
    let today = cx.today;
    let asked = Asked { period, journal };
    let view = cx.read(move |tx| view(tx, &see, None, today)).await?;
    let mut form = leave_form(cx, &view, &asked, journal.map(JournalId));
    for name in ["period", "class", "until", "hour", "reason"] {
        if let Some(field) = form.field_mut(name) {
            field.value = posted.get(name).to_owned();
        }
    }
    let mut wrong = |name: &str, text: &str| {
        if let Some(field) = form.field_mut(name) {
            field.error = Some(text.to_owned());
        }
    };
    if period.is_none() {
        wrong("period", tr.unlock_period_wanted());
    }
    if journal.is_none() && class.is_none() {
        wrong("class", tr.unlock_class_wanted());
    }
    if until.is_none_or(|until| until <= cx.now || until.0 - cx.now.0 > write::LONGEST_LEAVE) {
        wrong("until", tr.unlock_until_wrong());
    }
    if reason.is_empty() {
        wrong("reason", tr.unlock_reason_wanted());
    }
    let scope = journal.map(JournalId).map(Scope::Journal).or(class.map(ClassId).map(Scope::Class));
    let year = view.year.as_ref().map(|year| year.id);
    let (Some(period), Some(scope), Some(until), Some(year), true) =
        (period, scope, until, year, form.is_valid())
    else {
        return page(cx, &asked, Some(form), None).await;
    };
    let period = (period != 0).then_some(PeriodId(period));
    let now = cx.now;
    cx.write(move |tx| Ok(write::unlock(tx, &may, year, period, scope, &reason, until, now)?)).await?;
    Ok(cx.done("/school/periods/", "period-unlocked"))
}

/// `POST /school/periods/unlock/{id}/end/`: the deputies.
async fn end(Path(id): Path<i64>, posted: Posted) -> Result<Response, PageError> {
    let cx = &posted.cx;
    let may = access::unlock_periods(&*cx.actor()?)?;
    let now = cx.now;
    cx.write(move |tx| Ok(write::end_unlock(tx, &may, id, now)?)).await?;
    Ok(cx.done("/school/periods/", "saved"))
}
