//! Plan and fact in hours. Pure.

use std::collections::HashSet;

use kernel::Day;
use registry::GradingPeriod;

use super::{Row, Slot};

/// Hours of one section, of one period, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hours {
    /// Planned.
    pub planned: i32,
    /// Given.
    pub given: i32,
}

/// What a plan adds up to; kept beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Planned hours.
    pub hours: i32,
    /// Hours given: lessons, each counted once.
    pub given: i32,
    /// The planned day of the first hour that is not given yet; none when all is given or no day is planned.
    pub next_day: Option<Day>,
}

/// Adds a plan up.
#[must_use]
pub fn figures(rows: &[Row]) -> Figures {
    let given: HashSet<&Slot> = rows.iter().flat_map(|row| &row.given).collect();
    let next = rows.iter().filter(|row| !row.section && row.hours > 0 && !row.is_given()).find_map(|row| {
        let missing = row.planned.get(row.given.len()).or(row.planned.last());
        missing.map(|slot| slot.day)
    });
    Figures {
        hours: rows.iter().map(|row| row.hours).sum(),
        given: i32::try_from(given.len()).unwrap_or(i32::MAX),
        next_day: next,
    }
}

/// By section, in order; topics before the first section have none. A lesson that two topics share counts for the first.
#[must_use]
pub fn by_section(rows: &[Row]) -> Vec<(String, Hours)> {
    let mut seen = HashSet::new();
    let mut found: Vec<(String, Hours)> = Vec::new();
    for row in rows {
        if row.section || found.is_empty() {
            found.push((if row.section { row.title.clone() } else { String::new() }, Hours::default()));
        }
        if let Some((_, hours)) = found.last_mut() {
            hours.planned += row.hours;
            let fresh = row.given.iter().filter(|slot| seen.insert(**slot)).count();
            hours.given += i32::try_from(fresh).unwrap_or(0);
        }
    }
    found
}

/// By grading period: planned by the planned day, given by the day it was given; last what has no day yet.
#[must_use]
pub fn by_period(rows: &[Row], periods: &[GradingPeriod]) -> (Vec<Hours>, i32) {
    let mut found = vec![Hours::default(); periods.len()];
    let place = |day: Day| periods.iter().position(|period| period.holds(day));
    let (mut seen, mut dated) = (HashSet::new(), 0);
    for row in rows.iter().filter(|row| row.hours > 0) {
        for slot in row.planned.iter().take(usize::try_from(row.hours).unwrap_or(0)) {
            if let Some(hours) = place(slot.day).and_then(|at| found.get_mut(at)) {
                hours.planned += 1;
                dated += 1;
            }
        }
    }
    for slot in rows.iter().flat_map(|row| &row.given).filter(|slot| seen.insert(**slot)) {
        if let Some(hours) = place(slot.day).and_then(|at| found.get_mut(at)) {
            hours.given += 1;
        }
    }
    let all: i32 = rows.iter().map(|row| row.hours).sum();
    (found, (all - dated).max(0))
}

/// Topics whose planned day is over and that were not given: so many hours.
#[must_use]
pub fn behind(rows: &[Row], today: Day) -> i32 {
    let due = rows.iter().filter(|row| row.hours > 0).map(|row| {
        let due = row.planned.iter().filter(|slot| slot.day < today).count();
        due.saturating_sub(row.given.len())
    });
    i32::try_from(due.sum::<usize>()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Slot {
        Slot { day: Day::new(2026, 9, 1).unwrap().plus(day), number: 2 }
    }

    #[test]
    fn hours_are_counted_once() {
        let mut rows = vec![
            Row::new(1, false, "Вводный урок"),
            Row::new(2, true, "Числа"),
            Row { hours: 2, planned: vec![at(2), at(7)], ..Row::new(3, false, "Сложение") },
            Row { hours: 0, ..Row::new(4, false, "Вычитание") },
        ];
        rows[0].planned = vec![at(0)];
        rows[0].given = vec![at(0)];
        rows[2].given = vec![at(2)];
        rows[3].given = vec![at(2)];
        assert_eq!(figures(&rows), Figures { hours: 3, given: 2, next_day: Some(at(7).day) });
        assert_eq!(
            by_section(&rows),
            [
                (String::new(), Hours { planned: 1, given: 1 }),
                ("Числа".to_owned(), Hours { planned: 2, given: 1 })
            ]
        );
        assert_eq!((behind(&rows, at(7).day), behind(&rows, at(8).day)), (0, 1));
    }
}
