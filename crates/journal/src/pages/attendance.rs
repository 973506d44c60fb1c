//! `/journal/{id}/lessons/{day}/{number}/attendance/`: who is there, one tap a pupil, «все присутствуют» in one. Works without
//! JavaScript. Only what differs from what was shown is a change; the mark of a cell stays.

use std::collections::HashMap;

use access::SeeJournal;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Attendance, Cell, Day, JournalId, Millis, PersonId};
use kit::{Cx, NoticeKind, PageError, Posted, Tr};
use store::ReadTx;

use super::cells::message;
use crate::model::{Change, Grid, Lesson, MISSED, Origin, Outcome, Row};
use crate::{Error, read, write};

struct Choice {
    value: &'static str,
    sign: &'static str,
    label: &'static str,
    on: bool,
}

struct Line {
    pupil: PersonId,
    name: String,
    /// «version:code» as shown.
    shown: String,
    choices: Vec<Choice>,
    minutes: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "attendance.html")]
struct Page {
    tr: Tr,
    csrf: String,
    form: String,
    title: String,
    note: String,
    back: String,
    may_edit: bool,
    called: String,
    lines: Vec<Line>,
}

struct View {
    may: SeeJournal,
    lesson: Lesson,
    grid: Grid,
    locked: bool,
    called: Option<Millis>,
    late: HashMap<PersonId, i32>,
}

fn view(
    tx: &mut ReadTx<'_>,
    may: SeeJournal,
    on: Day,
    number: i32,
    (today, now): (Day, Millis),
) -> Result<View, PageError> {
    let lesson = read::lesson(tx, &may, on, number)?;
    let journal = may.journal();
    let periods = registry::read::periods(tx, journal.institution, journal.year)?;
    let period = periods
        .iter()
        .find(|p| p.kind == journal.period_kind && p.holds(on))
        .copied()
        .ok_or(PageError::from(Error::NotFound("period")))?;
    let mut grid = read::grid(tx, &may, &period, Some((on, number)), today)?;
    grid.rows.retain(|row| !row.gone);
    let called = read::roll_call(tx, &may, lesson.id)?;
    let late = read::lateness(tx, &may, lesson.id)?.into_iter().collect();
    let locked = read::is_closed(tx, may.journal(), &period, now)?;
    Ok(View { may, lesson, grid, locked, called, late })
}

/// The version of the cell that holds attendance, and what stands there.
fn standing(row: &Row) -> (i32, Cell) {
    row.cells
        .first()
        .and_then(Option::as_ref)
        .map_or((0, Cell::default()), |state| (state.version, state.cell))
}

fn code_label(tr: Tr, code: Attendance) -> &'static str {
    match code {
        Attendance::Absent => tr.attendance_absent(),
        Attendance::Excused => tr.attendance_excused(),
        Attendance::Ill => tr.attendance_ill(),
        Attendance::Late => tr.attendance_late(),
    }
}

type Refused = HashMap<PersonId, (String, String)>;

fn draw(cx: &Cx, view: &View, refused: &Refused) -> Result<Response, PageError> {
    let (tr, lesson, journal) = (cx.tr, &view.lesson, view.may.journal());
    let may_edit = view.may.may_edit() && !view.locked && lesson.day <= cx.today;
    let lines = view
        .grid
        .rows
        .iter()
        .map(|row| {
            let (version, cell) = standing(row);
            let stands = cell.attendance.map_or("", Attendance::code);
            let typed = refused.get(&row.pupil);
            let chosen = typed.map_or(stands, |(code, _)| code.as_str());
            let present =
                Choice { value: "", sign: "✓", label: tr.attendance_present(), on: chosen.is_empty() };
            let mut choices = vec![present];
            choices.extend(MISSED.map(|code| Choice {
                value: code.code(),
                sign: code.sign(),
                label: code_label(tr, code),
                on: chosen == code.code(),
            }));
            Line {
                pupil: row.pupil,
                name: row.name.listed(),
                shown: format!("{version}:{stands}"),
                choices,
                minutes: view.late.get(&row.pupil).map_or_else(String::new, ToString::to_string),
                error: typed.map(|(_, why)| why.clone()),
            }
        })
        .collect();
    let day = kit::text::day(tr, lesson.day, cx.today);
    let called = view.called.map_or_else(String::new, |at| {
        let (day, time) = cx.app().settings().zone.local(at);
        tr.attendance_called(&format!("{}, {}", kit::text::day(tr, day, cx.today), kit::text::time(time)))
    });
    let title = tr.attendance_title().to_owned();
    let main = Page {
        tr,
        csrf: cx.csrf(),
        form: registry::token::fresh().unwrap_or_default().chars().take(16).collect(),
        note: format!(
            "{}, {}. {}",
            journal.subject_name,
            journal.groups_name,
            tr.journal_lesson_title(&lesson.number.to_string(), &day)
        ),
        back: format!("/journal/{}/lessons/{}/{}/", journal.id, lesson.day, lesson.number),
        may_edit,
        called,
        lines,
        title: title.clone(),
    };
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = cx.page("journal.attendance", &title).place("journal").status(status);
    if !refused.is_empty() {
        page = page.notice(NoticeKind::Error, tr.journal_some_refused());
    } else if view.locked {
        page = page.notice(NoticeKind::Info, tr.journal_period_closed());
    } else if lesson.day > cx.today {
        page = page.notice(NoticeKind::Info, tr.journal_future_lesson());
    }
    page.render(&main)
}

/// `GET`: who may see the lesson.
pub async fn show(
    cx: Cx,
    Path((id, on, number)): Path<(JournalId, Day, i32)>,
) -> Result<Response, PageError> {
    let (actor, today, now) = (cx.actor()?, cx.today, cx.now);
    let view = cx
        .read(move |tx| {
            let may = access::see_lesson(tx, &actor, id, on, number)?;
            view(tx, may, on, number, (today, now))
        })
        .await?;
    draw(&cx, &view, &Refused::new())
}

/// What the form says of one pupil.
#[derive(Clone)]
struct Said {
    pupil: PersonId,
    base: i32,
    was: String,
    code: String,
    minutes: Option<i32>,
}

fn said(posted: &Posted) -> Vec<Said> {
    let all = !posted.get("all").is_empty();
    posted
        .all()
        .filter_map(|(name, shown)| {
            let pupil: PersonId = name.strip_prefix("v-")?.parse().ok()?;
            let (base, was) = shown.split_once(':')?;
            let code = if all { "" } else { posted.get(&format!("a-{pupil}")) };
            Some(Said {
                pupil,
                base: base.parse().ok()?,
                was: was.to_owned(),
                code: code.to_owned(),
                minutes: posted.get(&format!("l-{pupil}")).parse().ok(),
            })
        })
        .take(300)
        .collect()
}

/// `POST`: who may change the lesson. What can be saved is saved; what is refused comes back with its reason.
pub async fn save(
    Path((id, on, number)): Path<(JournalId, Day, i32)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let cx = posted.cx.clone();
    let (actor, today, now) = (cx.actor()?, cx.today, cx.now);
    let said = said(&posted);
    let form: String = posted.get("form").chars().take(24).collect();
    let (refused, view) = cx
        .write(move |tx| {
            let may = access::edit_lesson(tx, &actor, id, on, number)?;
            let see = access::see_lesson(tx, &actor, id, on, number)?;
            let before = view(tx, see.clone(), on, number, (today, now))?;
            let first = before.grid.works.first().map(|work| work.id).ok_or(PageError::NotFound)?;
            let mut outcomes = Vec::new();
            let mut late = Vec::new();
            for one in &said {
                let Some(row) = before.grid.rows.iter().find(|row| row.pupil == one.pupil) else { continue };
                let code = Attendance::from_code(&one.code);
                if one.code != one.was {
                    let (_, mut cell) = standing(row);
                    cell.attendance = code;
                    let op = format!("roll-{form}-{}-{}", one.base, one.code);
                    let text = cell.to_string();
                    let change =
                        Change { op, pupil: one.pupil, work: first, base: one.base, text, comment: None };
                    let outcome = write::put(tx, &may, &change, Origin::Form, today, now)?;
                    let saved = matches!(outcome, Outcome::Saved { .. });
                    outcomes.push((one.clone(), outcome));
                    if !saved {
                        continue;
                    }
                }
                if code.is_some() || !one.was.is_empty() {
                    late.push((one.pupil, one.minutes.filter(|_| code == Some(Attendance::Late))));
                }
            }
            if !before.locked && on <= today {
                write::attendance::called(tx, &may, (on, number), &late, now)?;
            }
            Ok((outcomes, view(tx, see, on, number, (today, now))?))
        })
        .await?;
    let tr = cx.tr;
    let mut kept = Refused::new();
    for (one, outcome) in refused {
        let why = match outcome {
            Outcome::Saved { .. } => continue,
            Outcome::Stale { now, who, at } => {
                let theirs = now.state.cell.to_string();
                let theirs = if theirs.is_empty() { tr.journal_nothing().to_owned() } else { theirs };
                let at = cx.app().settings().zone.local(at).1.to_string();
                tr.journal_stale_cell(&who.initials(), &at, &theirs)
            }
            Outcome::Invalid(key) | Outcome::Locked(key) => message(tr, key).to_owned(),
        };
        kept.insert(one.pupil, (one.code, why));
    }
    if !kept.is_empty() {
        return draw(&cx, &view, &kept);
    }
    Ok(cx.done(&format!("/journal/{id}/lessons/{on}/{number}/attendance/"), "saved"))
}
