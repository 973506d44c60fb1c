//! Which topics a lesson takes from the plan («взять из плана»). Pure.

use std::collections::HashSet;

use kernel::Day;

use super::{Row, Slot};
use crate::model::{Lesson, LessonStatus};

/// What a lesson gets: the rows, and their words together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The rows, in order.
    pub rows: Vec<i64>,
    /// Topic.
    pub topic: String,
    /// Homework.
    pub homework: String,
    /// Form of control, of the first row that has one.
    pub control: String,
}

/// Topics and homework of rows as one lesson has them.
#[must_use]
pub fn offer(rows: &[Row], ids: &[i64]) -> Option<Offer> {
    let chosen: Vec<&Row> = rows.iter().filter(|row| !row.section && ids.contains(&row.id)).collect();
    if chosen.is_empty() {
        return None;
    }
    let all = |pick: fn(&Row) -> &String, between: &str| {
        let mut texts: Vec<&str> =
            chosen.iter().map(|row| pick(row).trim()).filter(|text| !text.is_empty()).collect();
        texts.dedup();
        texts.join(between)
    };
    Some(Offer {
        rows: chosen.iter().map(|row| row.id).collect(),
        topic: all(|row| &row.title, ". "),
        homework: all(|row| &row.homework, "; "),
        control: chosen
            .iter()
            .map(|row| row.control.clone())
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
    })
}

/// The rows a lesson would take: those already given in it; else those planned for it that are not given; else the first
/// topic not given, with the topics of 0 hours behind it. Empty when the plan has no more.
#[must_use]
pub fn for_lesson(rows: &[Row], at: Slot) -> Vec<i64> {
    let topics = || rows.iter().filter(|row| !row.section);
    let given: Vec<i64> = topics().filter(|row| row.given.contains(&at)).map(|row| row.id).collect();
    if !given.is_empty() {
        return given;
    }
    let planned: Vec<i64> =
        topics().filter(|row| !row.is_given() && row.planned.contains(&at)).map(|row| row.id).collect();
    if !planned.is_empty() {
        return planned;
    }
    let list: Vec<&Row> = topics().collect();
    let Some(first) = list.iter().position(|row| !row.is_given()) else { return Vec::new() };
    let behind = list.iter().skip(first + 1).take_while(|row| row.hours == 0 && !row.is_given());
    list.get(first).into_iter().chain(behind).map(|row| row.id).collect()
}

/// Notes that these rows were given in a lesson; whatever else was said to be given there was not.
pub fn give(rows: &mut [Row], ids: &[i64], at: Slot) {
    for row in rows {
        row.given.retain(|slot| *slot != at);
        if !row.section && ids.contains(&row.id) {
            row.given.push(at);
            row.given.sort_unstable();
        }
    }
}

/// What filling would do with one lesson.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The lesson.
    pub lesson: Lesson,
    /// What the plan offers.
    pub offer: Offer,
    /// Was it taken before?
    pub taken: bool,
}

/// Goes through the lessons in order and pairs each with topics of the plan; cancelled ones are passed over. Gives those of
/// some days; the lessons before them have their turn first, so that a week gets what is due in it.
#[must_use]
pub fn fill(rows: &[Row], lessons: &[Lesson], (first, last): (Day, Day)) -> Vec<Filled> {
    let mut rows = rows.to_vec();
    let mut seen: HashSet<Slot> = HashSet::new();
    let mut found = Vec::new();
    for lesson in lessons {
        let at = Slot { day: lesson.day, number: lesson.number };
        if lesson.status == LessonStatus::Cancelled
            || lesson.day < first
            || last < lesson.day
            || !seen.insert(at)
        {
            continue;
        }
        let taken = rows.iter().any(|row| row.given.contains(&at));
        let ids = for_lesson(&rows, at);
        if let Some(offer) = offer(&rows, &ids) {
            give(&mut rows, &ids, at);
            if lesson.day < first {
                continue;
            }
            found.push(Filled { lesson: lesson.clone(), offer, taken });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Slot {
        Slot { day: Day::new(2026, 9, 1).unwrap().plus(day), number: 2 }
    }

    #[test]
    fn a_lesson_takes_what_was_planned_for_it_or_what_comes_next() {
        let mut rows: Vec<Row> = (1..5).map(|id| Row::new(id, false, format!("Тема {id}."))).collect();
        rows[1].planned = vec![at(2)];
        rows[3].hours = 0;
        assert_eq!(for_lesson(&rows, at(2)), [2], "planned for it");
        assert_eq!(for_lesson(&rows, at(0)), [1], "the first not given");
        give(&mut rows, &[1], at(0));
        give(&mut rows, &[2], at(2));
        assert_eq!(for_lesson(&rows, at(0)), [1], "what was given there stays");
        assert_eq!(for_lesson(&rows, at(7)), [3, 4], "with the topic that shares its lesson");
        assert_eq!(offer(&rows, &[3, 4]).unwrap().topic, "Тема 3.. Тема 4.");
        give(&mut rows, &[3], at(2));
        assert!(rows[1].given.is_empty(), "a lesson has what it was said last");
    }

    #[test]
    fn a_plan_that_is_through_offers_nothing() {
        let mut rows = vec![Row::new(1, true, "Раздел"), Row::new(2, false, "Тема")];
        give(&mut rows, &[2], at(0));
        assert!(for_lesson(&rows, at(2)).is_empty());
        assert_eq!(offer(&rows, &[1]), None);
    }
}
