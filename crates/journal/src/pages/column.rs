//! `/journal/{id}/works/{work}/`: one column — kind, weight, title, release, marks that are due, its lesson, its cells.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, JournalId, Millis, WorkId, WorkKindId};
use kit::form::{Field, FieldKind, Form};
use kit::{Cx, NoticeKind, PageError, Posted, Tr};

use super::rules::weight;
use crate::model::{CellState, Change, Grid, Lesson, Origin, Outcome, Work, WorkKind};
use crate::write::{self, Changed, Column, LONGEST_TITLE, More};
use crate::{Error, read};

/// Lessons so many days around the column's are offered to move it to.
const AROUND: i64 = 21;

/// A cell of the column.
struct Line {
    href: String,
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "column.html")]
struct Page {
    tr: Tr,
    csrf: String,
    title: String,
    note: String,
    lesson: String,
    action: String,
    remarks: String,
    may_edit: bool,
    form: Form,
    due: Option<String>,
    /// Value and label of the lessons it can go to.
    moves: Vec<(String, String)>,
    move_error: Option<&'static str>,
    /// Where it is removed, when nothing is written in it.
    remove: String,
    lines: Vec<Line>,
}

struct View {
    may: access::SeeJournal,
    work: Work,
    kinds: Vec<WorkKind>,
    grid: Grid,
    closed: bool,
    lessons: Vec<Lesson>,
    rules: crate::model::MarkRules,
}

/// What a refused form shows again.
#[derive(Default)]
struct Kept<'a> {
    posted: Option<&'a Posted>,
    faults: Vec<(&'static str, &'static str)>,
    move_error: Option<&'static str>,
}

/// `GET`: who may see the whole journal.
pub async fn show(cx: Cx, Path((id, work)): Path<(JournalId, WorkId)>) -> Result<Response, PageError> {
    draw(&cx, id, work, &Kept::default()).await
}

async fn view(cx: &Cx, id: JournalId, work: WorkId) -> Result<View, PageError> {
    let (actor, today, now) = (cx.actor()?, cx.today, cx.now);
    cx.read(move |tx| {
        let may = access::see_journal(tx, &actor, id)?;
        let journal = may.journal().clone();
        let work = read::work(tx, &may, work)?;
        let periods = registry::read::periods(tx, journal.institution, journal.year)?;
        let holds = |p: &&registry::GradingPeriod| p.kind == journal.period_kind && p.holds(work.day);
        let period = periods.iter().find(holds).copied().ok_or(PageError::from(Error::NotFound("period")))?;
        let closed = read::is_closed(tx, &journal, &period, now)?;
        let kinds = read::work_kinds(tx, journal.institution)?;
        let rules = read::mark_rules(tx, journal.institution)?;
        let grid = read::grid(tx, &may, &period, Some((work.day, work.number)), today)?;
        let lessons = read::lessons(tx, &may, work.day.plus(-AROUND), work.day.plus(AROUND))?;
        Ok(View { may, work, kinds, grid, closed, lessons, rules })
    })
    .await
}

fn form(cx: &Cx, view: &View, kept: &Kept<'_>) -> Form {
    let (tr, work) = (cx.tr, &view.work);
    let kinds = view.kinds.iter().filter(|kind| kind.in_use || kind.id == work.kind).map(|kind| {
        (kind.id.to_string(), format!("{}, {}", kind.title, tr.journal_weight(&kind.weight.to_string())))
    });
    let release = work.release.map(|at| cx.app().settings().zone.local(at).0.to_string());
    let mut form = Form::new(vec![
        Field::new("was", "", FieldKind::Hidden).value(work.kind.to_string()),
        Field::new("was_weight", "", FieldKind::Hidden).value(work.weight.to_string()),
        Field::select("kind", tr.column_kind(), kinds).value(work.kind.to_string()).required(),
        Field::text("weight", tr.column_weight())
            .hint(tr.column_weight_hint())
            .value(work.weight.to_string()),
        Field::text("title", tr.column_title()).hint(tr.column_title_hint()).value(work.title.clone()),
        Field::new("release", tr.column_release(), FieldKind::Date)
            .hint(tr.column_release_hint(&view.rules.pause.to_string()))
            .value(release.unwrap_or_default()),
        Field::new("due", tr.column_due(), FieldKind::Date)
            .hint(tr.column_due_hint())
            .value(work.due.map(|day| day.to_string()).unwrap_or_default()),
    ]);
    if let Some(posted) = kept.posted {
        for field in &mut form.fields {
            field.value = posted.get(field.name).to_owned();
            let fault = kept.faults.iter().find(|(name, _)| *name == field.name);
            field.error = fault.map(|(_, why)| (*why).to_owned());
        }
        form.error = kept.faults.iter().find(|(name, _)| name.is_empty()).map(|(_, why)| (*why).to_owned());
    }
    form
}

async fn draw(cx: &Cx, id: JournalId, work: WorkId, kept: &Kept<'_>) -> Result<Response, PageError> {
    let view = view(cx, id, work).await?;
    let (tr, today, journal) = (cx.tr, cx.today, view.may.journal());
    let closed = view.closed;
    let may_edit = view.may.may_edit() && !closed;
    let column = view.grid.works.iter().position(|one| one.id == work);
    let removable = may_edit && column.is_some_and(|at| view.grid.is_removable(at));
    let lesson = |day: Day, number: i32| {
        format!("{}, {}", kit::text::weekday_and_date(tr, day, today), tr.column_lesson(&number.to_string()))
    };
    let here = (view.work.day, view.work.number);
    let main = Page {
        tr,
        csrf: cx.csrf(),
        title: if view.work.title.is_empty() {
            view.work.kind_title.clone()
        } else {
            view.work.title.clone()
        },
        note: format!("{}, {} · {}", journal.subject_name, journal.groups_name, lesson(here.0, here.1)),
        lesson: format!("/journal/{id}/lessons/{}/{}/", here.0, here.1),
        action: format!("/journal/{id}/works/{work}/"),
        remarks: format!("/journal/{id}/remarks/?work={work}"),
        may_edit,
        form: form(cx, &view, kept),
        due: (view.work.day <= today && may_edit).then(|| {
            let term = view.work.due.filter(|day| *day >= today);
            term.unwrap_or(today.plus(i64::from(view.rules.due_days))).to_string()
        }),
        moves: if removable {
            let others = view.lessons.iter().filter(|l| (l.day, l.number) != here);
            others.map(|l| (format!("{}.{}", l.day, l.number), lesson(l.day, l.number))).collect()
        } else {
            Vec::new()
        },
        move_error: kept.move_error,
        remove: if removable { format!("/journal/{id}/works/{work}/remove/") } else { String::new() },
        lines: view
            .grid
            .rows
            .iter()
            .map(|row| Line {
                href: format!("/journal/{id}/works/{work}/{}/", row.pupil),
                name: row.name.listed(),
                text: column
                    .and_then(|at| row.cells.get(at)?.as_ref())
                    .map_or_else(String::new, |state| state.cell.to_string()),
            })
            .collect(),
    };
    let refused = kept.posted.is_some() || kept.move_error.is_some() || !kept.faults.is_empty();
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = main.title.clone();
    let mut page = cx.page("journal.column", &title).place("journal").status(status);
    if closed {
        page = page.notice(NoticeKind::Info, tr.journal_period_closed());
    }
    page.render(&main)
}

/// A day of a form; none when the field is empty.
pub(super) fn day(text: &str) -> Result<Option<Day>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(drop),
    }
}

/// What the form says, or what has to be mended.
fn wish(cx: &Cx, posted: &Posted) -> Result<Column, Vec<(&'static str, &'static str)>> {
    let tr = cx.tr;
    let mut faults = Vec::new();
    let kind: Option<WorkKindId> = posted.get("kind").parse().ok();
    let was: Option<WorkKindId> = posted.get("was").parse().ok();
    if kind.is_none() {
        faults.push(("kind", tr.column_kind_wrong()));
    }
    let worth = weight(posted.get("weight"));
    if worth.is_none() && !posted.get("weight").trim().is_empty() {
        faults.push(("weight", tr.marks_weight_wrong()));
    }
    // Another kind brings its weight along, unless another one was typed as well.
    let untouched = kind != was && posted.get("weight").trim() == posted.get("was_weight").trim();
    let worth = worth.filter(|_| !untouched);
    let title = posted.get("title").trim().to_owned();
    if title.chars().count() > LONGEST_TITLE {
        faults.push(("title", tr.column_title_long()));
    }
    let (release, due) = (day(posted.get("release")), day(posted.get("due")));
    if release.is_err() {
        faults.push(("release", tr.column_day_wrong()));
    }
    if due.is_err() {
        faults.push(("due", tr.column_day_wrong()));
    }
    let release = release.ok().flatten().and_then(|day| begins(cx, day));
    match kind {
        Some(kind) if faults.is_empty() => {
            Ok(Column { kind, was, weight: worth, title, release, due: due.unwrap_or_default() })
        }
        _ => Err(faults),
    }
}

/// The first instant of a day where the school is.
fn begins(cx: &Cx, day: Day) -> Option<Millis> {
    cx.app().settings().zone.instant(day.date().at(0, 0, 0, 0)).ok()
}

/// `POST`: who may change the journal. `do` says what: the column itself, `due` every empty cell, `move` to a lesson.
pub async fn save(
    Path((id, work)): Path<(JournalId, WorkId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    match posted.get("do") {
        "due" => return all_due(&cx, id, work, &posted).await,
        "move" => return take(&cx, id, work, &posted).await,
        _ => {}
    }
    let (actor, now, tr) = (cx.actor()?, cx.now, cx.tr);
    let faults = match wish(&cx, &posted) {
        Ok(mut wish) => {
            let changed = cx
                .write(move |tx| {
                    let may = access::edit_journal(tx, &actor, id)?;
                    if wish.weight.is_none() {
                        let kinds = read::work_kinds(tx, may.journal().institution)?;
                        wish.weight = kinds.iter().find(|kind| kind.id == wish.kind).map(|kind| kind.weight);
                    }
                    Ok(write::change_column(tx, &may, work, &wish, now)?)
                })
                .await?;
            match refusal(tr, changed) {
                None => return Ok(cx.done(&format!("/journal/{id}/works/{work}/"), "saved")),
                Some(why) => vec![("", why)],
            }
        }
        Err(faults) => {
            cx.read(move |tx| Ok(access::edit_journal(tx, &actor, id).map(drop)?)).await?;
            faults
        }
    };
    draw(&cx, id, work, &Kept { posted: Some(&posted), faults, move_error: None }).await
}

const fn refusal(tr: Tr, changed: Changed) -> Option<&'static str> {
    match changed {
        Changed::Saved => None,
        Changed::Closed => Some(tr.journal_period_closed()),
        Changed::Stale => Some(tr.column_stale()),
        Changed::First => Some(tr.column_first()),
        Changed::Written => Some(tr.column_stays()),
        Changed::Most => Some(tr.journal_most_works()),
        Changed::NoLesson => Some(tr.column_no_lesson()),
    }
}

async fn take(cx: &Cx, id: JournalId, work: WorkId, posted: &Posted) -> Result<Response, PageError> {
    let (actor, now) = (cx.actor()?, cx.now);
    let to = posted
        .get("to")
        .split_once('.')
        .and_then(|(day, number)| Some((day.parse().ok()?, number.parse().ok()?)));
    let changed = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            match to {
                Some(to) => Ok(write::move_column(tx, &may, work, to, now)?),
                None => Ok(Changed::NoLesson),
            }
        })
        .await?;
    match refusal(cx.tr, changed) {
        None => Ok(cx.done(&format!("/journal/{id}/works/{work}/"), "saved")),
        Some(why) => draw(cx, id, work, &Kept { move_error: Some(why), ..Kept::default() }).await,
    }
}

/// Everybody in the column without a mark owes one.
async fn all_due(cx: &Cx, id: JournalId, work: WorkId, posted: &Posted) -> Result<Response, PageError> {
    let view = view(cx, id, work).await?;
    let (actor, today, now) = (cx.actor()?, cx.today, cx.now);
    let until = day(posted.get("until")).ok().flatten().filter(|day| *day >= today);
    let Some(at) = view.grid.works.iter().position(|one| one.id == work) else {
        return Err(PageError::NotFound);
    };
    let changes: Vec<Change> = view
        .grid
        .rows
        .iter()
        .filter(|row| !row.gone)
        .filter_map(|row| {
            let state: CellState = row.cells.get(at).cloned().flatten().unwrap_or_default();
            let code = state.cell.attendance.map_or("", kernel::Attendance::sign);
            let free = state.cell.mark.is_none() && !state.cell.due;
            free.then(|| Change {
                op: format!("due-{work}-{}-{}", row.pupil, state.version),
                pupil: row.pupil,
                work,
                base: state.version,
                text: format!("{code}•"),
                comment: None,
            })
        })
        .collect();
    let closed = cx
        .write(move |tx| {
            let may = access::edit_journal(tx, &actor, id)?;
            let more = More { due: until, ..More::default() };
            for change in &changes {
                let outcome = write::put_more(tx, &may, change, more, Origin::Column, today, now)?;
                if matches!(outcome, Outcome::Locked("cell-period-closed")) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await?;
    if closed {
        let why = cx.tr.journal_period_closed();
        return draw(cx, id, work, &Kept { faults: vec![("", why)], ..Kept::default() }).await;
    }
    Ok(cx.done(&format!("/journal/{id}/works/{work}/"), "saved"))
}
