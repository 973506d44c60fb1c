//! `GET /school/timetable/mine/` – one's own lessons of the week, for whoever works at a school.

use std::collections::HashMap;

use access::SeeOwnTimetable;
use askama::Template;
use axum::response::Response;
use kernel::Day;
use kit::{Cx, PageError, Tr, text};
use registry::Journal;
use store::ReadTx;

use super::words;
use crate::model::Entry;

struct Hour {
    number: i32,
    time: String,
    subject: String,
    room: String,
    groups: String,
    week: String,
}

struct WeekDay {
    id: String,
    title: String,
    note: &'static str,
    today: bool,
    hours: Vec<Hour>,
}

#[derive(Template)]
#[template(path = "timetable_mine.html")]
struct Page {
    tr: Tr,
    note: String,
    days: Vec<WeekDay>,
}

struct Lesson {
    entry: Entry,
    journal: Journal,
    time: String,
}

/// The lessons that hold in this week, or in the first week of the timetable to come.
fn lessons(tx: &mut ReadTx<'_>, may: &SeeOwnTimetable, today: Day) -> Result<Vec<Lesson>, PageError> {
    let journals = registry::read::journals_taught_by(tx, may.person())?;
    let mut found = Vec::new();
    for institution in may.institutions().iter().take(5) {
        let own: HashMap<_, &Journal> = journals
            .iter()
            .filter(|journal| journal.institution == *institution)
            .map(|journal| (journal.id, journal))
            .collect();
        if own.is_empty() {
            continue;
        }
        let Some(year) = registry::read::year_at(tx, *institution, today)? else { continue };
        let bells: HashMap<i32, String> = registry::read::year_plan(tx, *institution, year.id)?
            .bells
            .into_iter()
            .map(|bell| (bell.number, format!("{}–{}", bell.starts, bell.ends)))
            .collect();
        let on = today.max(year.first_day);
        let ids: Vec<_> = own.keys().copied().collect();
        for entry in crate::read::entries_of_journals(tx, *institution, &ids, on)? {
            let Some(journal) = own.get(&entry.journal).filter(|_| entry.holds(on)) else { continue };
            let time = bells.get(&entry.number).cloned().unwrap_or_default();
            found.push(Lesson { journal: (*journal).clone(), time, entry });
        }
    }
    found.sort_by_key(|lesson| (lesson.entry.weekday, lesson.entry.number, lesson.entry.weeks));
    Ok(found)
}

/// Anybody who works somewhere.
pub async fn show(cx: Cx) -> Result<Response, PageError> {
    let may = access::see_own_timetable(&*cx.actor()?)?;
    let today = cx.today;
    let lessons = cx.read(move |tx| lessons(tx, &may, today)).await?;
    let tr = cx.tr;
    let mut days: Vec<WeekDay> = Vec::new();
    let count = i64::try_from(lessons.len()).unwrap_or(i64::MAX);
    for Lesson { entry, journal, time } in lessons {
        let id = format!("day-{}", entry.weekday);
        if days.last().is_none_or(|day| day.id != id) {
            let is_today = entry.weekday == i32::from(today.weekday());
            days.push(WeekDay {
                id,
                title: text::sentence(words::weekday(tr, entry.weekday)),
                note: if is_today { tr.day_today() } else { "" },
                today: is_today,
                hours: Vec::new(),
            });
        }
        let hour = Hour {
            number: entry.number,
            time,
            subject: journal.subject_name,
            room: words::room(tr, &entry.room),
            groups: journal.groups_name,
            week: if entry.weeks == 0 { String::new() } else { words::week(tr, entry.weeks) },
        };
        if let Some(day) = days.last_mut() {
            day.hours.push(hour);
        }
    }
    let main = Page { tr, note: tr.timetable_mine_count(count), days };
    cx.page("school.timetable.mine", tr.timetable_mine()).place("timetable").render(&main)
}
