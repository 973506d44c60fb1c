//! `GET /school/timetable/mine/` – one's own week, for whoever works at a school: dated lessons, so that substitutions, cancelled and
//! moved lessons, days off and each class's own bells are what they are on that day.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::Day;
use kit::{Cx, PageError, Tr, text};
use serde::Deserialize;

use super::substitutions::words;
use crate::model::{LessonStatus, OwnLesson, OwnWeek, SubstitutionKind};
use crate::read;

/// `?day=2026-11-30`: the week that holds the day.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
}

struct Hour {
    number: i32,
    time: String,
    subject: String,
    room: String,
    groups: String,
    state: &'static str,
    /// «замена, вместо Орлова Д. Н.».
    note: String,
    tone: &'static str,
    href: String,
}

struct WeekDay {
    id: String,
    title: String,
    note: String,
    today: bool,
    /// Why there are no lessons.
    none: String,
    hours: Vec<Hour>,
}

#[derive(Template)]
#[template(path = "timetable_mine.html")]
struct Page {
    tr: Tr,
    note: String,
    title: String,
    previous: String,
    next: String,
    current: String,
    empty: bool,
    days: Vec<WeekDay>,
}

/// Anybody who works somewhere.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let may = access::see_own_timetable(&*cx.actor()?)?;
    let today = cx.today;
    let asked: Option<Day> = asked.day.parse().ok();
    let (monday, week) = cx
        .read(move |tx| {
            let day = match asked {
                Some(day) => day,
                None => first_shown(tx, &may, today)?,
            };
            Ok((day.monday(), read::own_week(tx, &may, day.monday())?))
        })
        .await?;
    let tr = cx.tr;
    let last = if week.lessons.iter().any(|one| one.lesson.day == monday.plus(5)) { 5 } else { 4 };
    let href = |day: Day| format!("/school/timetable/mine/?day={day}");
    let given = week.lessons.iter().filter(|one| one.is_given()).count();
    let main = Page {
        tr,
        note: tr.timetable_mine_count(i64::try_from(given).unwrap_or(i64::MAX)),
        title: text::period(tr, monday, monday.plus(last)),
        previous: href(monday.plus(-7)),
        next: href(monday.plus(7)),
        current: if monday == today.monday() { String::new() } else { href(today) },
        empty: week.lessons.is_empty() && week.holidays.is_empty() && week.absences.is_empty(),
        days: monday.through(monday.plus(last)).map(|day| week_day(&cx, &week, day)).collect(),
    };
    cx.page("school.timetable.mine", tr.timetable_mine()).place("timetable").render(&main)
}

/// Today, or the first day of a year to come.
fn first_shown(
    tx: &mut store::ReadTx<'_>,
    may: &access::SeeOwnTimetable,
    today: Day,
) -> Result<Day, PageError> {
    for place in may.institutions().iter().take(1) {
        if let Some(year) = registry::read::year_at(tx, *place, today)? {
            return Ok(today.max(year.first_day));
        }
    }
    Ok(today)
}

fn week_day(cx: &Cx, week: &OwnWeek, day: Day) -> WeekDay {
    let (tr, is_today) = (cx.tr, day == cx.today);
    let holiday = week.holidays.iter().find(|(on, _)| *on == day).map(|(_, title)| title.clone());
    let absence = week.absences.iter().find(|one| one.first_day <= day && day <= one.last_day);
    let mut notes: Vec<String> = Vec::new();
    if is_today {
        notes.push(tr.day_today().to_owned());
    }
    notes.extend(holiday.clone());
    notes.extend(absence.map(|one| tr.timetable_mine_absent(words::reason(tr, one.reason))));
    WeekDay {
        id: format!("d{}", day.number()),
        title: text::sentence(text::day_heading(tr, day)),
        note: notes.join(" · "),
        today: is_today,
        none: holiday.unwrap_or_else(|| tr.substitution_no_lessons().to_owned()),
        hours: week.lessons.iter().filter(|one| one.lesson.day == day).map(|one| hour(cx, one)).collect(),
    }
}

fn hour(cx: &Cx, one: &OwnLesson) -> Hour {
    let (tr, l) = (cx.tr, &one.lesson);
    let now = l.day == cx.today && l.starts <= cx.time && cx.time < l.ends && one.is_given();
    let (note, good) = note(tr, one);
    Hour {
        number: l.number,
        time: format!("{}–{}", l.starts, l.ends),
        subject: one.subject.clone(),
        room: words::room(tr, &l.room),
        groups: one.groups.clone(),
        state: if !one.is_given() {
            "off"
        } else if now {
            "now"
        } else {
            ""
        },
        note,
        tone: if good { "good" } else { "warn" },
        href: format!("/journal/{}/lessons/{}/{}/", l.journal, l.day, l.number),
    }
}

/// What became of it, in words, and whether it is something to come for.
fn note(tr: Tr, one: &OwnLesson) -> (String, bool) {
    if one.lesson.status == LessonStatus::Cancelled {
        return (tr.substitution_is_cancelled().to_owned(), false);
    }
    let Some(became) = &one.became else { return (String::new(), true) };
    let instead = || {
        if one.planned_teacher.is_empty() {
            tr.substitution_is_mine().to_owned()
        } else {
            tr.timetable_mine_instead(&one.planned_teacher)
        }
    };
    match became.kind {
        SubstitutionKind::Substitute if one.taken => (instead(), true),
        SubstitutionKind::Joint if one.taken => (tr.timetable_mine_joint(&one.planned_teacher), true),
        SubstitutionKind::Substitute => (tr.substitution_what_substitute(&one.teacher), false),
        SubstitutionKind::Joint => (tr.substitution_what_joint(&one.teacher), false),
        SubstitutionKind::Cancelled => (tr.substitution_is_cancelled().to_owned(), false),
        SubstitutionKind::Moved => (tr.timetable_mine_moved(&became.planned_number.to_string()), true),
        SubstitutionKind::Room => (tr.timetable_mine_room().to_owned(), true),
    }
}
