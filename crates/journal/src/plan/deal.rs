//! Planned days: dealing topics out over the journal's dated lessons, and what to do when lessons fall out. Pure.
//!
//! The lessons are those the timetable has, without cancelled ones: a holiday, a day off or a changed timetable is simply
//! not among them.

use std::collections::HashSet;

use kernel::Day;
use registry::GradingPeriod;

use super::{Row, Slot};

/// What dealing out came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dealt {
    /// The rows with their planned lessons.
    pub rows: Vec<Row>,
    /// Topics that found no lesson: row and hours without one.
    pub left: Vec<(i64, i32)>,
    /// Lessons after the last topic that no topic needs.
    pub free: usize,
}

/// From where topics are dealt out anew; what stands before stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct From {
    /// The first row, by place.
    pub row: usize,
    /// The first day.
    pub day: Day,
}

/// Gives the lesson's number to planned days that have none: the first lesson of that day nobody else has.
pub fn settle(rows: &mut [Row], lessons: &[Slot]) {
    let mut taken: HashSet<Slot> =
        rows.iter().flat_map(|row| row.planned.iter().copied()).filter(|slot| slot.number > 0).collect();
    let mut given: HashSet<Slot> =
        rows.iter().flat_map(|row| row.given.iter().copied()).filter(|slot| slot.number > 0).collect();
    for row in rows {
        for (slots, known) in [(&mut row.planned, &mut taken), (&mut row.given, &mut given)] {
            for slot in slots.iter_mut().filter(|slot| slot.number == 0) {
                let free = lessons.iter().find(|lesson| lesson.day == slot.day && !known.contains(lesson));
                // All lessons of the day have topics: this one shares the last of them.
                let found = free.or_else(|| lessons.iter().rev().find(|lesson| lesson.day == slot.day));
                if let Some(found) = found {
                    known.insert(*found);
                    *slot = *found;
                }
            }
            slots.sort_unstable();
            slots.dedup();
        }
    }
}

/// What was noted as given in a lesson that was cancelled afterwards was not given.
pub fn forget_cancelled(rows: &mut [Row], lessons: &[Slot]) {
    for row in rows {
        row.given.retain(|slot| slot.number == 0 || lessons.contains(slot));
    }
}

/// The first topic whose planned lesson is not there any more (cancelled, a day off, another timetable), unless it has been
/// given: its place, and the day that fell out.
#[must_use]
pub fn fallen_out(rows: &[Row], lessons: &[Slot]) -> Option<From> {
    let known: HashSet<&Slot> = lessons.iter().collect();
    let gone = |slot: &&Slot| {
        if slot.number == 0 {
            !lessons.iter().any(|lesson| lesson.day == slot.day)
        } else {
            !known.contains(slot)
        }
    };
    rows.iter().enumerate().filter(|(_, row)| !row.section && !row.is_given()).find_map(|(place, row)| {
        let slot = row.planned.iter().skip(row.given.len()).find(gone)?;
        Some(From { row: place, day: slot.day })
    })
}

/// Where dealing out begins when nobody says it: what fell out, else the first topic that has fewer days than hours.
#[must_use]
pub fn first_to_deal(rows: &[Row], lessons: &[Slot], year: Day) -> From {
    fallen_out(rows, lessons).unwrap_or_else(|| {
        let short = |row: &Row| {
            !row.section && !row.is_given() && i32::try_from(row.planned.len()).unwrap_or(0) < row.hours
        };
        let open = |row: &Row| !row.section && !row.is_given();
        let place = rows.iter().position(short).or_else(|| rows.iter().position(open)).unwrap_or(0);
        let before = rows.iter().take(place).flat_map(|row| row.planned.iter().chain(&row.given)).max();
        From { row: place, day: before.map_or(year, |slot| slot.day) }
    })
}

/// Deals the topics from a place on out over the lessons from a day on, in order, one lesson an hour. Lessons that
/// earlier topics have, and those something was given in, are passed over; what was given stays.
#[must_use]
pub fn deal(rows: &[Row], lessons: &[Slot], from: From) -> Dealt {
    let kept = rows.iter().take(from.row).flat_map(|row| row.planned.iter());
    let used: HashSet<Slot> = kept.chain(rows.iter().flat_map(|row| row.given.iter())).copied().collect();
    let mut coming = lessons.iter().filter(|slot| slot.day >= from.day && !used.contains(slot)).copied();
    let mut dealt: Vec<Row> = rows.to_vec();
    let mut left = Vec::new();
    let mut last =
        rows.iter().take(from.row).rev().find(|row| !row.section).and_then(|row| row.planned.last().copied());
    for row in dealt.iter_mut().skip(from.row).filter(|row| !row.section) {
        if row.is_given() {
            last = row.given.last().copied().or(last);
            continue;
        }
        if row.hours == 0 {
            row.planned = last.into_iter().collect();
            continue;
        }
        row.planned = row.given.clone();
        let given = i32::try_from(row.given.len()).unwrap_or(i32::MAX);
        let mut missing = 0;
        for _ in given..row.hours {
            match coming.next() {
                Some(slot) => row.planned.push(slot),
                None => missing += 1,
            }
        }
        row.planned.sort_unstable();
        last = row.planned.last().copied();
        if missing > 0 {
            left.push((row.id, missing));
        }
    }
    Dealt { rows: dealt, left, free: coming.count() }
}

/// Takes an hour from each of these topics: one of two hours gets by with one, one of one hour shares the lesson before it
/// (уплотнение).
pub fn squeeze(rows: &mut [Row], ids: &[i64]) {
    for row in rows.iter_mut().filter(|row| !row.section && ids.contains(&row.id) && !row.is_given()) {
        row.hours = (row.hours - 1).max(0);
    }
}

/// Topics that could give an hour: those of several hours, and revision, from a place on. At most thirty.
#[must_use]
pub fn squeezable(rows: &[Row], from: usize) -> Vec<i64> {
    const WORDS: [&str; 7] =
        ["повторен", "обобщ", "резерв", "закреплен", "решение задач", "анализ", "систематизац"];
    rows.iter()
        .enumerate()
        .skip(from.max(1))
        .filter(|(_, row)| !row.section && !row.is_given() && row.hours > 0)
        .filter(|(_, row)| {
            let title = row.title.to_lowercase();
            row.hours > 1 || WORDS.iter().any(|word| title.contains(word))
        })
        .map(|(_, row)| row.id)
        .take(30)
        .collect()
}

/// Topics that dealing out takes from one period into a later one: row, periods before and after.
#[must_use]
pub fn crossing<'a>(
    before: &[Row],
    after: &[Row],
    periods: &'a [GradingPeriod],
) -> Vec<(i64, &'a GradingPeriod, &'a GradingPeriod)> {
    let period = |row: &Row| {
        let day = row.planned.last()?.day;
        periods.iter().find(|period| period.holds(day))
    };
    after
        .iter()
        .filter_map(|row| {
            let old = before.iter().find(|known| known.id == row.id)?;
            let (was, is) = (period(old)?, period(row)?);
            (was.first_day < is.first_day).then_some((row.id, was, is))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slot(day: i64) -> Slot {
        Slot { day: Day::new(2026, 9, 1).unwrap().plus(day), number: 2 }
    }

    fn rows(hours: &[i32]) -> Vec<Row> {
        (1..)
            .zip(hours)
            .map(|(id, hours)| Row { hours: *hours, ..Row::new(id, false, format!("Тема {id}")) })
            .collect()
    }

    fn days(rows: &[Row]) -> Vec<Vec<i64>> {
        let first = slot(0).day;
        rows.iter().map(|row| row.planned.iter().map(|slot| first.days_until(slot.day)).collect()).collect()
    }

    #[test]
    fn topics_take_the_lessons_in_order_and_what_does_not_fit_is_named() {
        let lessons: Vec<Slot> = [0, 2, 7, 9].map(slot).into();
        let mut list = rows(&[1, 2, 0, 1, 2]);
        list.insert(1, Row::new(50, true, "Раздел"));
        let dealt = deal(&list, &lessons, From { row: 0, day: slot(0).day });
        assert_eq!(days(&dealt.rows), [vec![0], vec![], vec![2, 7], vec![7], vec![9], vec![]]);
        assert_eq!((dealt.left, dealt.free), (vec![(5, 2)], 0));
    }

    #[test]
    fn a_lesson_that_fell_out_shifts_the_rest_and_nothing_before() {
        let lessons: Vec<Slot> = [0, 2, 7, 9, 14].map(slot).into();
        let list = deal(&rows(&[1, 1, 1, 1]), &lessons, From { row: 0, day: slot(0).day }).rows;
        let fewer: Vec<Slot> = [0, 2, 9, 14].map(slot).into();
        assert_eq!(fallen_out(&list, &lessons), None);
        let from = fallen_out(&list, &fewer).unwrap();
        assert_eq!((from.row, from.day), (2, slot(7).day));
        let dealt = deal(&list, &fewer, from);
        assert_eq!(days(&dealt.rows), [vec![0], vec![2], vec![9], vec![14]]);
        assert!(dealt.left.is_empty());
        let fewest: Vec<Slot> = [0, 2, 9].map(slot).into();
        let dealt = deal(&list, &fewest, from);
        assert_eq!(dealt.left, [(4, 1)]);
        let mut squeezed = list.clone();
        squeeze(&mut squeezed, &[4]);
        let dealt = deal(&squeezed, &fewest, from);
        assert!(dealt.left.is_empty());
        assert_eq!(days(&dealt.rows), [vec![0], vec![2], vec![9], vec![9]]);
    }

    #[test]
    fn what_was_given_keeps_its_lesson() {
        let lessons: Vec<Slot> = [0, 2, 7, 9].map(slot).into();
        let mut list = rows(&[1, 1, 1]);
        list[1].given = vec![slot(0)];
        let dealt = deal(&list, &lessons, From { row: 0, day: slot(0).day });
        assert_eq!(days(&dealt.rows), [vec![2], vec![], vec![7]]);
    }

    #[test]
    fn a_day_without_a_lesson_number_finds_one() {
        let mut list = rows(&[1, 1, 1]);
        for row in &mut list {
            row.planned = vec![Slot { number: 0, ..slot(2) }];
        }
        let (first, second) = (Slot { number: 1, ..slot(2) }, Slot { number: 3, ..slot(2) });
        settle(&mut list, &[slot(0), first, second]);
        assert_eq!(list.iter().map(|row| row.planned[0]).collect::<Vec<_>>(), [first, second, second]);
    }

    proptest! {
        /// Every hour is dealt or named as left, in order, and no lesson is dealt twice.
        #[test]
        fn hours_add_up(hours in proptest::collection::vec(0_i32..4, 0..20), count in 0_i64..40, from in 0_usize..5) {
            let lessons: Vec<Slot> = (0..count).map(slot).collect();
            let list = rows(&hours);
            let dealt = deal(&list, &lessons, From { row: from, day: slot(0).day });
            let wanted: i32 = hours.iter().skip(from).sum();
            let placed: Vec<Slot> = dealt.rows.iter().filter(|row| row.hours > 0).flat_map(|row| row.planned.clone()).collect();
            let left: i32 = dealt.left.iter().map(|(_, hours)| hours).sum();
            prop_assert_eq!(i32::try_from(placed.len()).unwrap() + left, wanted);
            prop_assert!(placed.is_sorted_by(|a, b| a < b));
            prop_assert_eq!(placed.len() + dealt.free, lessons.len());
        }
    }
}
