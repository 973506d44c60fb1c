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

/// A week day with its lesson numbers (columns), or of the sheet of classes its rows.
struct Block {
    title: &'static str,
    numbers: Vec<i32>,
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
    lines: Vec<Line>,
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
    let numbers = used(&plan, from);
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
        lines: lines(tr, &plan, from, by, &numbers),
        blocks: plan
            .weekdays()
            .map(|day| Block { title: words::weekday(tr, day), numbers: numbers.clone() })
            .collect(),
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
            let name =
                if schedule.name.is_empty() { tr.year_main_schedule().to_owned() } else { schedule.name.clone() };
            let times = schedule.bells.iter().map(|b| format!("{}. {}–{}", b.number, b.starts, b.ends)).collect();
            (name, times)
        })
        .collect()
}

/// The numbers in use on that day.
fn used(plan: &Plan, from: Day) -> Vec<i32> {
    let mut numbers: Vec<i32> = plan.on(from).iter().map(|entry| entry.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn lines(tr: Tr, plan: &Plan, from: Day, by: &str, numbers: &[i32]) -> Vec<Line> {
    let mut of: HashMap<String, Vec<&Entry>> = HashMap::new();
    for entry in plan.on(from) {
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
            let cells = plan
                .weekdays()
                .flat_map(|day| numbers.iter().map(move |number| (day, *number)))
                .map(|(day, number)| {
                    entries
                        .iter()
                        .filter(|entry| entry.weekday == day && entry.number == number)
                        .map(|entry| cell(tr, plan, by, entry))
                        .collect()
                })
                .collect();
            Some(Line { name, cells })
        })
        .collect()
}

/// Subject and room for a class, the class for a teacher or a room.
fn cell(tr: Tr, plan: &Plan, by: &str, entry: &Entry) -> String {
    let Some(journal) = plan.journal(entry.journal) else { return String::new() };
    let mut text = if by == "class" { journal.subject_name.clone() } else { journal.groups_name.clone() };
    if by != "room" && !entry.room.is_empty() {
        text.push(' ');
        text.push_str(&entry.room);
    }
    if entry.weeks != 0 {
        text.push_str(&format!(" ({})", words::week(tr, entry.weeks)));
    }
    text
}
