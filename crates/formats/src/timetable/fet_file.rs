//! A `.fet` file: the input of FET with, after solving, one starting time and one room for each activity.

use std::collections::{HashMap, HashSet};

use super::fet_csv::incomplete;
use super::students::DeclaredSets;
use super::{
    MAX_SETS, Source, StudentSet, Unplaced, WeeklyLesson, WeeklyTimetable, Weeks, collect_subgroups,
    some_text,
};
use crate::error::check_count;
use crate::text::{fold, shorten, squeeze};
use crate::week;
use crate::xml::Node;
use crate::{FileError, MAX_ROWS, RowError};

/// Where an activity begins: names of day and hour, line of the constraint.
struct Start<'a> {
    day: &'a str,
    hour: &'a str,
    line: u32,
}

/// Reads the root element `fet`.
pub(super) fn read(root: &Node) -> Result<WeeklyTimetable, FileError> {
    let activities = root
        .child("activities_list")
        .ok_or(FileError::NoData { what: "в файле FET нет списка занятий" })?;
    let day_names = names(root.child("days_list"), "day");
    let hour_names = names(root.child("hours_list"), "hour");
    let days: HashMap<&str, _> =
        day_names.iter().map(String::as_str).zip(week::days(&day_names, true)).collect();
    let hours = week::hours_in_order(&hour_names);
    let hour_places: HashMap<&str, usize> =
        hour_names.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    let mut declared = DeclaredSets::new(root.child("students_list"));
    let starts = starts(root.child("time_constraints_list"));
    let rooms = rooms(root.child("space_constraints_list"));
    let mut out = WeeklyTimetable {
        source: Source::FetFile,
        days: day_names.clone(),
        hours: hours.clone(),
        lessons: Vec::new(),
        unplaced: Vec::new(),
        refused: Vec::new(),
        subgroups: Vec::new(),
    };
    let mut known_ids: HashSet<&str> = HashSet::new();
    for node in activities.all("activity") {
        check_count(&out.refused)?;
        let id = node.text_of("id");
        let line = node.line;
        if !known_ids.insert(id) {
            out.refused
                .push(RowError::row(line, format!("занятие «{}» уже встречалось в файле.", shorten(id, 40))));
            continue;
        }
        if is_false(node.text_of("active")) {
            continue;
        }
        let Some(activity) = activity(node, &declared, &mut out.refused) else { continue };
        let Some(start) = starts.get(id) else {
            out.unplaced.push(activity.unplaced());
            continue;
        };
        let start_day = squeeze(start.day);
        let Some(Some(day)) = days.get(start_day.as_str()) else {
            let reason = format!(
                "занятие «{}» стоит в неизвестный день «{}».",
                shorten(id, 40),
                shorten(start.day, 40)
            );
            out.refused.push(RowError::row(start.line, reason));
            continue;
        };
        let Some(first) = hour_places.get(squeeze(start.hour).as_str()) else {
            let reason = format!(
                "занятие «{}» стоит на неизвестном уроке «{}».",
                shorten(id, 40),
                shorten(start.hour, 40)
            );
            out.refused.push(RowError::row(start.line, reason));
            continue;
        };
        let Some(taken) = hours.get(*first..first.saturating_add(activity.duration)) else {
            let reason =
                format!("занятие «{}» не помещается в день: оно начинается слишком поздно.", shorten(id, 40));
            out.refused.push(RowError::row(start.line, reason));
            continue;
        };
        for hour in taken {
            out.lessons.push(WeeklyLesson {
                activity: activity.id.clone(),
                weekday: day.weekday,
                number: hour.number,
                weeks: day.week.map_or(Weeks::All, |week| Weeks::Only(vec![week])),
                terms: Weeks::All,
                subject: activity.subject.clone(),
                teachers: activity.teachers.clone(),
                students: activity.students.clone(),
                room: rooms.get(id).and_then(|room| some_text(room)),
                line,
            });
        }
        if out.lessons.len() > MAX_ROWS {
            return Err(FileError::TooLarge { what: format!("больше {MAX_ROWS} уроков") });
        }
    }
    let mut orphans: Vec<(&&str, &Start<'_>)> =
        starts.iter().filter(|(id, _)| !known_ids.contains(**id)).collect();
    orphans.sort_by_key(|(_, start)| start.line);
    for (id, start) in orphans {
        let reason = format!("место в расписании отведено неизвестному занятию «{}».", shorten(id, 40));
        out.refused.push(RowError::row(start.line, reason));
    }
    check_count(&out.refused)?;
    let all = out.lessons.iter().flat_map(|lesson| lesson.students.iter().cloned());
    out.subgroups = collect_subgroups(std::mem::take(&mut declared.subgroups), all);
    Ok(out)
}

struct Activity {
    id: String,
    subject: String,
    teachers: Vec<String>,
    students: Vec<StudentSet>,
    duration: usize,
    line: u32,
}

impl Activity {
    fn unplaced(self) -> Unplaced {
        Unplaced {
            activity: self.id,
            subject: self.subject,
            teachers: self.teachers,
            students: self.students,
            hours: u32::try_from(self.duration).unwrap_or(u32::MAX),
            line: self.line,
        }
    }
}

/// One activity, or an entry in `refused` and nothing.
fn activity(node: &Node, declared: &DeclaredSets, refused: &mut Vec<RowError>) -> Option<Activity> {
    let id = squeeze(node.text_of("id"));
    let mut teachers: Vec<String> = Vec::new();
    for name in node
        .all("teacher")
        .map(|teacher| squeeze(teacher.text()))
        .filter(|name| !name.is_empty())
        .take(MAX_SETS)
    {
        if !teachers.contains(&name) {
            teachers.push(name);
        }
    }
    let mut students: Vec<StudentSet> = Vec::new();
    for name in node.all("students").map(Node::text).filter(|name| !name.is_empty()) {
        let Some(sets) = declared.resolve(name) else {
            let reason = format!(
                "у занятия «{}» класс или группа «{}», которых нет в списке учащихся.",
                shorten(&id, 40),
                shorten(name, 40)
            );
            refused.push(RowError::row(node.line, reason));
            return None;
        };
        students.extend(sets.iter().cloned());
        if students.len() > MAX_SETS {
            break;
        }
    }
    students.sort();
    students.dedup();
    let subject = squeeze(node.text_of("subject"));
    let duration = node.text_of("duration");
    let duration = if duration.is_empty() {
        Some(1)
    } else {
        duration.parse::<usize>().ok().filter(|d| (1..=60).contains(d))
    };
    let reason = if id.is_empty() {
        Some("у занятия нет номера (Id).".to_owned())
    } else {
        incomplete(&id, &subject, &students)
    };
    let (None, Some(duration)) = (&reason, duration) else {
        let reason =
            reason.unwrap_or_else(|| format!("у занятия «{}» не понята длительность.", shorten(&id, 40)));
        refused.push(RowError::row(node.line, reason));
        return None;
    };
    Some(Activity { id, subject, teachers, students, duration, line: node.line })
}

fn names(list: Option<&Node>, item: &str) -> Vec<String> {
    list.map(|list| list.all(item).map(|node| squeeze(node.text_of("name"))).take(1000).collect())
        .unwrap_or_default()
}

fn is_false(text: &str) -> bool {
    matches!(fold(text).as_str(), "false" | "no" | "0")
}

/// Whether a constraint counts: active, and binding. A weight below 100 is a wish, not a place.
fn binding(node: &Node) -> bool {
    let weight = node.text_of("weight_percentage");
    !is_false(node.text_of("active"))
        && (weight.is_empty() || weight.parse::<f64>().is_ok_and(|weight| weight >= 100.0))
}

/// Starting times by activity. FET appends what it found, so the last one counts.
fn starts(list: Option<&Node>) -> HashMap<&str, Start<'_>> {
    let mut out = HashMap::new();
    for node in list.into_iter().flat_map(|list| &list.children) {
        if !matches!(
            node.name.as_str(),
            "constraintactivitypreferredstartingtime" | "constraintactivitypreferredtime"
        ) || !binding(node)
        {
            continue;
        }
        let either = |new: &'static str, old: &'static str| {
            let text = node.text_of(new);
            if text.is_empty() { node.text_of(old) } else { text }
        };
        let (day, hour) = (either("preferred_day", "day"), either("preferred_hour", "hour"));
        if !day.is_empty() && !hour.is_empty() {
            out.insert(node.text_of("activity_id"), Start { day, hour, line: node.line });
        }
    }
    out
}

fn rooms(list: Option<&Node>) -> HashMap<&str, &str> {
    let nodes = list
        .into_iter()
        .flat_map(|list| list.all("constraintactivitypreferredroom"))
        .filter(|node| binding(node));
    nodes.map(|node| (node.text_of("activity_id"), node.text_of("room"))).collect()
}
