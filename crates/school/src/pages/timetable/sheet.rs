//! `GET /school/timetable/sheet/?by=class` – the whole school on one sheet, for the wall.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::Day;
use kit::{Cx, Link, PageError, Tr};
use serde::Deserialize;

use super::{day_from, words};
use crate::model::Entry;
use crate::timetable::conflicts::rooms;
use crate::timetable::plan::{self, Plan};

/// `?by=class&from=2026-11-24`
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    by: String,
    #[serde(default)]
    from: String,
}

struct Tab {
    href: String,
    label: &'static str,
    current: bool,
}

struct Line {
    name: String,
    cells: Vec<Vec<String>>,
}

/// A week day: a table of its own, so that each takes one sheet of A4.
struct Block {
    id: String,
    title: String,
    numbers: Vec<i32>,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "timetable_sheet.html")]
struct Page {
    tr: Tr,
    crumbs: Vec<Link>,
    note: String,
    tabs: Vec<Tab>,
    label: &'static str,
    blocks: Vec<Block>,
    /// The bell schedules that the lessons of the sheet follow: name, then number and time.
    bells: Vec<(String, Vec<String>)>,
}

/// Heads and administrators of a school.
pub async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, PageError> {
    let may = access::see_school(&*cx.actor()?)?;
    let (tr, today) = (cx.tr, cx.today);
    let plan =
        cx.read(move |tx| plan::load(tx, may.institution(), today)?.ok_or(PageError::NotFound)).await?;
    let from = day_from(&plan, &asked.from, today);
    let by = match asked.by.as_str() {
        "teacher" => "teacher",
        "room" => "room",
        _ => "class",
    };
    let tabs = [
        ("class", tr.timetable_by_class()),
        ("teacher", tr.timetable_by_teacher()),
        ("room", tr.timetable_by_room()),
    ];
    let main = Page {
        tr,
        crumbs: vec![
            Link::new(tr.school_title(), "/school/"),
            Link::new(tr.timetable_title(), format!("/school/timetable/?by={by}&from={from}")),
        ],
        note: words::since(tr, from, today),
        tabs: tabs
            .into_iter()
            .map(|(key, label)| Tab {
                href: format!("/school/timetable/sheet/?by={key}&from={from}"),
                label,
                current: key == by,
            })
            .collect(),
        label: match by {
            "teacher" => tr.timetable_choice_teacher(),
            "room" => tr.timetable_choice_room(),
            _ => tr.timetable_choice_class(),
        },
        bells: bells(tr, &plan, from),
        blocks: blocks(tr, &plan, from, by),
    };
    cx.page("school.timetable.sheet", tr.timetable_sheet()).place("school").render(&main)
}

/// The bell schedules in use in the week from that day on.
fn bells(tr: Tr, plan: &Plan, from: Day) -> Vec<(String, Vec<String>)> {
    let mut used: Vec<i64> = plan
        .on(from)
        .iter()
        .filter_map(|entry| {
            let day = plan.date(from, entry.weekday);
            plan.rules.schedule_of(plan.learners_of(entry.journal), day).map(|schedule| schedule.id)
        })
        .collect();
    used.sort_unstable();
    used.dedup();
    let schedules = plan.rules.schedules.iter().filter(|schedule| used.contains(&schedule.id));
    schedules
        .map(|schedule| {
            let name = if schedule.name.is_empty() {
                tr.year_main_schedule().to_owned()
            } else {
                schedule.name.clone()
            };
            let times =
                schedule.bells.iter().map(|b| format!("{}. {}–{}", b.number, b.starts, b.ends)).collect();
            (name, times)
        })
        .collect()
}

/// Whose lessons there are on each week day; who has none on a day is left out of it.
fn blocks(tr: Tr, plan: &Plan, from: Day, by: &str) -> Vec<Block> {
    let entries = plan.on(from);
    plan.weekdays()
        .filter_map(|weekday| {
            let of_day: Vec<&Entry> = entries.iter().filter(|e| e.weekday == weekday).copied().collect();
            let mut numbers: Vec<i32> = of_day.iter().map(|entry| entry.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let lines = lines(tr, plan, &of_day, by, &numbers);
            (!lines.is_empty()).then(|| Block {
                id: format!("day-{weekday}"),
                title: kit::text::sentence(words::weekday(tr, weekday)),
                numbers,
                lines,
            })
        })
        .collect()
}

fn lines(tr: Tr, plan: &Plan, entries: &[&Entry], by: &str, numbers: &[i32]) -> Vec<Line> {
    let mut of: HashMap<String, Vec<&Entry>> = HashMap::new();
    for entry in entries {
        let Some(course) = plan.school.courses.get(&entry.journal) else { continue };
        let mut names: Vec<String> = match by {
            "teacher" => course.teachers.iter().map(|id| plan.person(*id)).collect(),
            "room" => rooms(&entry.room).map(str::to_owned).collect(),
            _ => course.parts.iter().map(|part| plan.class(part.class).to_owned()).collect(),
        };
        names.sort_unstable();
        names.dedup();
        for name in names {
            of.entry(name).or_default().push(entry);
        }
    }
    let order: Vec<String> = match by {
        "teacher" => plan.staff.iter().map(|(_, name)| name.initials()).collect(),
        "room" => plan.rooms(),
        _ => plan.classes.iter().map(|class| class.name.clone()).collect(),
    };
    order
        .into_iter()
        .filter_map(|name| {
            let entries = of.remove(&name)?;
            let cells = numbers
                .iter()
                .map(|number| {
                    let here = entries.iter().filter(|entry| entry.number == *number);
                    cell(tr, plan, by, here.copied())
                })
                .collect();
            Some(Line { name, cells })
        })
        .collect()
}

/// Subject and room for a class, the class for a teacher or a room. Subgroups of one subject stand together: «Английский язык
/// 307, 308».
fn cell<'a>(tr: Tr, plan: &Plan, by: &str, entries: impl Iterator<Item = &'a Entry>) -> Vec<String> {
    let mut found: Vec<(String, Vec<&str>, i32)> = Vec::new();
    for entry in entries {
        let Some(journal) = plan.journal(entry.journal) else { continue };
        let what = if by == "class" { &journal.subject_name } else { &journal.groups_name };
        let room = if by == "room" { "" } else { short(&entry.room) };
        match found.iter_mut().find(|(known, _, weeks)| known == what && *weeks == entry.weeks) {
            Some((_, rooms, _)) => rooms.push(room),
            None => found.push((what.clone(), vec![room], entry.weeks)),
        }
    }
    found
        .into_iter()
        .map(|(mut text, mut rooms, weeks)| {
            rooms.retain(|room| !room.is_empty());
            rooms.dedup();
            if !rooms.is_empty() {
                text.push(' ');
                text.push_str(&rooms.join(", "));
            }
            if weeks != 0 {
                text.push_str(&format!(" ({})", words::week(tr, weeks)));
            }
            text
        })
        .collect()
}

/// «307» of «307 Английский язык»: on the wall the number is enough.
fn short(room: &str) -> &str {
    let number = room.split_whitespace().next().unwrap_or_default();
    if number.starts_with(|c: char| c.is_ascii_digit()) { number } else { room }
}
