//! The XML export of aSc Timetables: `lessons` say what is taught to whom, `cards` where in the week it stands.
//!
//! There is no public description of the format; what is accepted follows real exports and their two dialects: cards with
//! the bitmap `days` (2012) and cards with the number `day` from 0 (2008).

use std::collections::{HashMap, HashSet};

use super::asc_index::{Index, cycle};
use super::fet_csv::incomplete;
use super::{
    MAX_SETS, Source, StudentSet, Unplaced, WeeklyLesson, WeeklyTimetable, Weeks, collect_subgroups,
    some_text,
};
use crate::error::check_count;
use crate::text::shorten;
use crate::xml::Node;
use crate::{FileError, MAX_ROWS, RowError};

struct Lesson<'a> {
    subject: String,
    teachers: Vec<String>,
    students: Vec<StudentSet>,
    rooms: &'a str,
    weeks: &'a str,
    terms: &'a str,
    hours_of_card: usize,
    /// Weekly hours that should be placed, in hundredths.
    due: u32,
    placed: u32,
    line: u32,
}

/// Reads the root element `timetable`.
pub(super) fn read(root: &Node) -> Result<WeeklyTimetable, FileError> {
    let index = Index::new(root);
    let mut refused = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let mut lessons: HashMap<&str, Option<Lesson<'_>>> = HashMap::new();
    for node in root.all("lessons").flat_map(|table| table.all("lesson")) {
        check_count(&refused)?;
        let id = node.attribute_or_empty("id");
        if lessons.contains_key(id) {
            refused.push(RowError::row(
                node.line,
                format!("занятие «{}» уже встречалось в файле.", shorten(id, 40)),
            ));
            continue;
        }
        let lesson =
            lesson(node, &index).map_err(|reason| refused.push(RowError::row(node.line, reason))).ok();
        order.push(id);
        lessons.insert(id, lesson);
    }
    if lessons.is_empty() {
        return Err(FileError::NoData {
            what: "в файле aSc нет списка занятий (lessons)"
        });
    }
    let mut out = Vec::new();
    let mut seen_cards = HashSet::new();
    for card in root.all("cards").flat_map(|table| table.all("card")) {
        check_count(&refused)?;
        let id = card.attribute_or_empty("lessonid");
        let lesson = match lessons.get_mut(id) {
            // The lesson itself was refused with a reason; its cards need no second one.
            Some(None) => continue,
            Some(Some(lesson)) => lesson,
            None => {
                refused.push(RowError::row(
                    card.line,
                    format!("карточка неизвестного занятия «{}».", shorten(id, 40)),
                ));
                continue;
            }
        };
        let key = ["period", "days", "day", "weeks", "terms", "classroomids"]
            .map(|name| card.attribute_or_empty(name));
        if !seen_cards.insert((id, key)) {
            refused.push(RowError::row(
                card.line,
                format!("карточка занятия «{}» повторяется.", shorten(id, 40)),
            ));
            continue;
        }
        if let Err(reason) = place(card, id, lesson, &index, &mut out) {
            refused.push(RowError::row(card.line, reason));
        }
        if out.len() > MAX_ROWS {
            return Err(FileError::TooLarge { what: format!("больше {MAX_ROWS} уроков") });
        }
    }
    let mut unplaced = Vec::new();
    for id in order {
        let Some(Some(lesson)) = lessons.remove(id) else { continue };
        let missing = lesson.due.saturating_sub(lesson.placed);
        if missing > 0 {
            unplaced.push(Unplaced {
                activity: id.to_owned(),
                subject: lesson.subject,
                teachers: lesson.teachers,
                students: lesson.students,
                hours: missing.div_ceil(100),
                line: lesson.line,
            });
        }
    }
    let sets = out.iter().flat_map(|lesson: &WeeklyLesson| lesson.students.iter().cloned());
    let subgroups = collect_subgroups(index.subgroups.clone(), sets);
    Ok(WeeklyTimetable {
        source: Source::AscXml,
        days: index.day_names,
        hours: index.hours,
        lessons: out,
        unplaced,
        refused,
        subgroups,
    })
}

/// Identifiers of a comma list.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|id| !id.is_empty())
}

fn lesson<'a>(node: &'a Node, index: &Index<'_>) -> Result<Lesson<'a>, String> {
    let id = shorten(node.attribute_or_empty("id"), 40);
    if id.is_empty() {
        return Err("у занятия нет номера (id).".to_owned());
    }
    let unknown = |what: &str, which: &str| {
        format!("занятие «{id}» ссылается на неизвестный {what} «{}».", shorten(which, 40))
    };
    let subject_id = node.attribute_or_empty("subjectid");
    let subject = match index.subjects.get(subject_id) {
        Some(name) => name.clone(),
        None if subject_id.is_empty() => String::new(),
        None => return Err(unknown("предмет", subject_id)),
    };
    let teacher_ids = match node.attribute("teacherids") {
        Some(list) => list,
        None => node.attribute_or_empty("teacherid"),
    };
    let mut teachers: Vec<String> = Vec::new();
    for teacher in ids(teacher_ids).take(MAX_SETS) {
        let name = index.teachers.get(teacher).ok_or_else(|| unknown("код учителя", teacher))?;
        if !name.is_empty() && !teachers.contains(name) {
            teachers.push(name.clone());
        }
    }
    let mut students = students(node, index, &unknown)?;
    // Pupils choose seminars one by one: such a lesson is for a part of the class even where its group is the whole one.
    let seminar = node.attribute_or_empty("seminargroup");
    if !matches!(seminar, "" | "0") {
        for set in &mut students {
            set.subgroup.get_or_insert_with(|| format!("{subject} {seminar}"));
        }
    }
    students.sort();
    students.dedup();
    if let Some(reason) = incomplete(&id, &subject, &students) {
        return Err(reason);
    }
    let length = node.attribute_or_empty("periodspercard");
    let hours_of_card = match length {
        "" => 1,
        text => text
            .parse()
            .ok()
            .filter(|n| (1..=60).contains(n))
            .ok_or_else(|| format!("у занятия «{id}» не понята длительность."))?,
    };
    Ok(Lesson {
        subject,
        teachers,
        students,
        rooms: node.attribute_or_empty("classroomids"),
        weeks: node.attribute_or_empty("weeksdefid"),
        terms: node.attribute_or_empty("termsdefid"),
        hours_of_card,
        due: hundredths(node.attribute_or_empty("periodsperweek")),
        placed: 0,
        line: node.line,
    })
}

/// Groups, and whole classes for those classes of which no group is named.
fn students(
    node: &Node,
    index: &Index<'_>,
    unknown: &dyn Fn(&str, &str) -> String,
) -> Result<Vec<StudentSet>, String> {
    let mut sets = Vec::new();
    for group in ids(node.attribute_or_empty("groupids")).take(MAX_SETS + 1) {
        sets.push(index.groups.get(group).cloned().ok_or_else(|| unknown("код группы", group))?);
    }
    let class_ids = match node.attribute("classids") {
        Some(list) => list,
        None => node.attribute_or_empty("classid"),
    };
    for class in ids(class_ids).take(MAX_SETS + 1) {
        let class = index.classes.get(class).ok_or_else(|| unknown("класс", class))?;
        if !class.is_empty() && !sets.iter().any(|set| set.class == *class) {
            sets.push(StudentSet { class: class.clone(), subgroup: None });
        }
    }
    Ok(sets)
}

/// «3.0» or «1,5» as hundredths; 0 where unreadable, so that nothing is missed.
fn hundredths(text: &str) -> u32 {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    let (Ok(whole), Ok(part)) = (whole.parse::<u32>(), part.parse::<u32>()) else { return 0 };
    if whole > 1000 { 0 } else { whole * 100 + part }
}

/// Adds the lessons of one card; nothing for a card that stands nowhere.
fn place(
    card: &Node,
    id: &str,
    lesson: &mut Lesson<'_>,
    index: &Index<'_>,
    out: &mut Vec<WeeklyLesson>,
) -> Result<(), String> {
    let shown = shorten(id, 40);
    let period = card.attribute_or_empty("period");
    let days = index.days_of(card).ok_or_else(|| {
        let day = card.attribute("day").unwrap_or(card.attribute_or_empty("days"));
        format!("карточка занятия «{shown}» стоит в неизвестный день «{}».", shorten(day, 40))
    })?;
    if days.is_empty() || period.is_empty() {
        return Ok(());
    }
    let hours = index.hours_of(period, lesson.hours_of_card).ok_or_else(|| {
        format!(
            "карточка занятия «{shown}» стоит на неизвестном уроке «{}» или не помещается в день.",
            shorten(period, 40)
        )
    })?;
    let of_card = |name: &str, table: &HashMap<&str, &str>, fallback: &str| {
        let own = card.attribute_or_empty(name);
        let text = if own.is_empty() { table.get(fallback).copied().unwrap_or_default() } else { own };
        let read = cycle(text).ok_or_else(|| {
            format!("у карточки занятия «{shown}» не поняты недели или четверти «{}».", shorten(text, 40))
        });
        read.map(|cycle| (cycle, text.split(',').next().unwrap_or_default().len()))
    };
    let (weeks, cycle_length) = of_card("weeks", &index.weeks, lesson.weeks)?;
    let (terms, _) = of_card("terms", &index.terms, lesson.terms)?;
    let room_ids = match card.attribute("classroomids") {
        Some(list) => list,
        // Without the attribute the only possible room is the room; a list of possible ones is no choice yet.
        None if !lesson.rooms.contains(',') => lesson.rooms,
        None => "",
    };
    let mut rooms: Vec<&str> = Vec::new();
    for room in ids(room_ids).take(MAX_SETS) {
        let name = index.rooms.get(room).ok_or_else(|| {
            format!("карточка занятия «{shown}» стоит в неизвестном кабинете «{}».", shorten(room, 40))
        })?;
        rooms.push(name);
    }
    let room = some_text(&rooms.join(", "));
    for day in &days {
        for hour in hours {
            out.push(WeeklyLesson {
                activity: id.to_owned(),
                weekday: *day,
                number: hour.number,
                weeks: weeks.clone(),
                terms: terms.clone(),
                subject: lesson.subject.clone(),
                teachers: lesson.teachers.clone(),
                students: lesson.students.clone(),
                room: room.clone(),
                line: card.line,
            });
        }
    }
    let once = u32::try_from(days.len().saturating_mul(hours.len())).unwrap_or(u32::MAX).saturating_mul(100);
    let length = u32::try_from(cycle_length).unwrap_or(u32::MAX).max(1);
    let share = match &weeks {
        Weeks::All => once,
        Weeks::Only(some) => once.saturating_mul(u32::try_from(some.len()).unwrap_or(u32::MAX)) / length,
    };
    lesson.placed = lesson.placed.saturating_add(share);
    Ok(())
}
