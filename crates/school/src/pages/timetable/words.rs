//! The timetable in words: weekdays, lessons, what stands against one.

use kernel::{Day, JournalId};
use kit::Tr;

use crate::model::Entry;
use crate::timetable::conflicts::Conflict;
use crate::timetable::edit::Change;
use crate::timetable::plan::Plan;

/// «понедельник» of 1.
pub fn weekday(tr: Tr, weekday: i32) -> &'static str {
    match weekday {
        1 => tr.weekday_mon(),
        2 => tr.weekday_tue(),
        3 => tr.weekday_wed(),
        4 => tr.weekday_thu(),
        5 => tr.weekday_fri(),
        6 => tr.weekday_sat(),
        _ => tr.weekday_sun(),
    }
}

/// «понедельник, 3-й урок», «понедельник, 3-й урок, 2-я неделя».
pub fn place(tr: Tr, day: i32, number: i32, weeks: i32) -> String {
    let place = tr.timetable_place(weekday(tr, day), &number.to_string());
    if weeks == 0 { place } else { format!("{place}, {}", week(tr, weeks)) }
}

/// «2-я неделя».
pub fn week(tr: Tr, weeks: i32) -> String {
    tr.timetable_week_of_cycle(&weeks.to_string())
}

/// «каб. 214», but «Спортзал».
pub fn room(tr: Tr, room: &str) -> String {
    if room.starts_with(|c: char| c.is_ascii_digit()) { tr.lesson_room(room) } else { room.to_owned() }
}

/// «Математика, 7А».
pub fn journal(plan: &Plan, id: JournalId) -> String {
    plan.journal(id).map_or_else(
        || "—".to_owned(),
        |journal| format!("{}, {}", journal.subject_name, journal.groups_name),
    )
}

/// One sentence about what stands against a lesson.
pub fn conflict(tr: Tr, plan: &Plan, conflict: &Conflict) -> String {
    match conflict {
        Conflict::Teacher { person, with, .. } => {
            tr.timetable_conflict_teacher(&plan.person(*person), &journal(plan, *with))
        }
        Conflict::Pupils { class, with } => {
            tr.timetable_conflict_pupils(plan.class(*class), &journal(plan, *with))
        }
        Conflict::Room { room, with } => tr.timetable_conflict_room(room, &journal(plan, *with)),
        Conflict::Daily { class, lessons, most } => {
            tr.timetable_conflict_daily(plan.class(*class), &lessons.to_string(), &most.to_string())
        }
        Conflict::Weekly { class, lessons, most } => {
            tr.timetable_conflict_weekly(plan.class(*class), &lessons.to_string(), &most.to_string())
        }
        Conflict::DayOff { person } => tr.timetable_conflict_day_off(&plan.person(*person)),
    }
}

/// What a change did: «Математика, 7А: понедельник, 3-й урок → вторник, 4-й урок».
pub fn change(tr: Tr, plan: &Plan, change: &Change) -> String {
    let of = |entry: &Entry| place(tr, entry.weekday, entry.number, entry.weeks);
    // Entries that only ended, or go on after it, are where the lesson comes from or leads to.
    let day = change.first_day;
    let from = change.before.iter().find(|entry| entry.holds(day));
    let to = change.after.iter().find(|entry| entry.holds(day));
    match (from, to) {
        (Some(from), Some(to))
            if (from.weekday, from.number, from.weeks) == (to.weekday, to.number, to.weeks) =>
        {
            tr.timetable_change_room(&journal(plan, to.journal), &of(to), &room_or_none(tr, to))
        }
        (Some(from), Some(to)) => tr.timetable_change_move(&journal(plan, to.journal), &of(from), &of(to)),
        (None, Some(to)) => tr.timetable_change_put(&journal(plan, to.journal), &of(to)),
        (Some(from), None) => tr.timetable_change_remove(&journal(plan, from.journal), &of(from)),
        (None, None) => tr.timetable_change_import().to_owned(),
    }
}

fn room_or_none(tr: Tr, entry: &Entry) -> String {
    if entry.room.is_empty() { tr.timetable_no_room().to_owned() } else { room(tr, &entry.room) }
}

/// «4» or «4,5» weekly hours of parts of a cycle.
pub fn hours(tr: Tr, parts: i32, cycle: i32) -> String {
    let cycle = cycle.max(1);
    if parts % cycle == 0 {
        return (parts / cycle).to_string();
    }
    kit::text::decimal(tr, i64::from(parts) * 100 / i64::from(cycle))
}

/// «с 24 ноября».
pub fn since(tr: Tr, day: Day, today: Day) -> String {
    tr.timetable_since(&kit::text::date(tr, day, today))
}
