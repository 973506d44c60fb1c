//! What a person does to the rows of a plan. Pure.

use super::{MOST_HOURS, MOST_ROWS, Row};

/// One change of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Other words, hours, days for a row.
    Put {
        /// The row.
        row: i64,
        /// The version the person saw.
        base: i32,
        /// What was typed.
        text: Row,
    },
    /// A new row after another one, or as the first.
    Insert {
        /// After which; none: first.
        after: Option<i64>,
        /// What was typed.
        text: Row,
    },
    /// The row goes.
    Remove {
        /// The row.
        row: i64,
        /// The version the person saw.
        base: i32,
    },
    /// One place up.
    Up(i64),
    /// One place down.
    Down(i64),
    /// To another place: after that row, or to the top.
    Move {
        /// The row.
        row: i64,
        /// After which; none: to the top.
        after: Option<i64>,
    },
    /// One row of this and the next topic, hours added up.
    Merge(i64),
    /// The next topic is given in this topic's lesson (уплотнение): it gives its hours back.
    Squeeze(i64),
    /// Two rows, the hours shared; a topic of one hour becomes two of one.
    Split(i64),
    /// The deputy's remark.
    Remark {
        /// The row.
        row: i64,
        /// The words; none takes it away.
        text: String,
    },
}

/// Why it was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The row is not there any more.
    Gone,
    /// Somebody changed the row meanwhile: as it is now.
    Stale(Box<Row>),
    /// There is no next topic.
    NoNext,
    /// More rows than [`MOST_ROWS`], or more hours than a row may have.
    TooMuch,
}

/// Carries an edit out. `fresh` is an id nobody has, for a row that is made. Gives the row the person should look at next.
pub fn carry_out(rows: &mut Vec<Row>, edit: &Edit, fresh: i64) -> Result<Option<i64>, Refused> {
    let find = |rows: &[Row], id: i64| rows.iter().position(|row| row.id == id).ok_or(Refused::Gone);
    let next_topic = |rows: &[Row], at: usize| {
        rows.get(at + 1).filter(|row| !row.section).map(|_| at + 1).ok_or(Refused::NoNext)
    };
    match edit {
        Edit::Put { row, base, text } => {
            let at = find(rows, *row)?;
            let known = rows.get_mut(at).ok_or(Refused::Gone)?;
            let new =
                Row { id: known.id, version: known.version, remark: known.remark.clone(), ..text.clone() };
            if new.says_the_same(known) && new.given == known.given {
                return Ok(Some(known.id));
            }
            if known.version != *base {
                return Err(Refused::Stale(Box::new(known.clone())));
            }
            *known = new;
            Ok(Some(*row))
        }
        Edit::Insert { after, text } => {
            room(rows)?;
            let at = match after {
                Some(after) => find(rows, *after)? + 1,
                None => 0,
            };
            rows.insert(at, Row { id: fresh, version: 0, ..text.clone() });
            Ok(Some(fresh))
        }
        Edit::Remove { row, base } => {
            let at = find(rows, *row)?;
            match rows.get(at) {
                Some(known) if known.version != *base => Err(Refused::Stale(Box::new(known.clone()))),
                _ => {
                    rows.remove(at);
                    Ok(at.checked_sub(1).and_then(|before| rows.get(before)).map(|row| row.id))
                }
            }
        }
        Edit::Up(row) => {
            let at = find(rows, *row)?;
            if at > 0 {
                rows.swap(at, at - 1);
            }
            Ok(Some(*row))
        }
        Edit::Down(row) => {
            let at = find(rows, *row)?;
            if at + 1 < rows.len() {
                rows.swap(at, at + 1);
            }
            Ok(Some(*row))
        }
        Edit::Move { row, after } => {
            let at = find(rows, *row)?;
            if *after == Some(*row) {
                return Ok(Some(*row));
            }
            if let Some(after) = after {
                find(rows, *after)?;
            }
            let moved = rows.remove(at);
            let to = match after {
                Some(after) => find(rows, *after)? + 1,
                None => 0,
            };
            rows.insert(to, moved);
            Ok(Some(*row))
        }
        Edit::Merge(row) => {
            let at = topic(rows, find(rows, *row)?)?;
            let next = next_topic(rows, at)?;
            let sum = rows.iter().skip(at).take(2).map(|row| row.hours).sum::<i32>();
            if sum > MOST_HOURS {
                return Err(Refused::TooMuch);
            }
            let second = rows.remove(next);
            let first = rows.get_mut(at).ok_or(Refused::Gone)?;
            first.hours = sum;
            first.title = join(&first.title, &second.title, ". ");
            first.homework = join(&first.homework, &second.homework, "; ");
            first.control = join(&first.control, &second.control, ", ");
            first.content = join(&first.content, &second.content, "; ");
            first.codes = join(&first.codes, &second.codes, ", ");
            first.remark = join(&first.remark, &second.remark, " ");
            for (slots, more) in [(&mut first.planned, second.planned), (&mut first.given, second.given)] {
                slots.extend(more);
                slots.sort_unstable();
                slots.dedup();
            }
            Ok(Some(*row))
        }
        Edit::Squeeze(row) => {
            let at = topic(rows, find(rows, *row)?)?;
            let next = next_topic(rows, at)?;
            let last = rows.get(at).and_then(|row| row.planned.last().copied());
            let second = rows.get_mut(next).ok_or(Refused::Gone)?;
            second.hours = 0;
            second.planned = last.into_iter().collect();
            Ok(Some(*row))
        }
        Edit::Split(row) => {
            room(rows)?;
            let at = topic(rows, find(rows, *row)?)?;
            let first = rows.get_mut(at).ok_or(Refused::Gone)?;
            let half = (first.hours / 2).max(1);
            let mut second = Row { id: fresh, version: 0, remark: String::new(), ..first.clone() };
            second.hours = half;
            first.hours = (first.hours - half).max(1);
            let keep = usize::try_from(first.hours).unwrap_or(1);
            for (slots, more) in
                [(&mut first.planned, &mut second.planned), (&mut first.given, &mut second.given)]
            {
                *more = slots.iter().skip(keep).copied().collect();
                slots.truncate(keep);
            }
            // Control stands at the end of a topic, homework after each lesson.
            first.control.clear();
            rows.insert(at + 1, second);
            Ok(Some(fresh))
        }
        Edit::Remark { row, text } => {
            let at = find(rows, *row)?;
            rows.get_mut(at).ok_or(Refused::Gone)?.remark.clone_from(text);
            Ok(Some(*row))
        }
    }
}

fn room(rows: &[Row]) -> Result<(), Refused> {
    if rows.len() < MOST_ROWS { Ok(()) } else { Err(Refused::TooMuch) }
}

fn topic(rows: &[Row], at: usize) -> Result<usize, Refused> {
    rows.get(at).filter(|row| !row.section).map(|_| at).ok_or(Refused::NoNext)
}

fn join(first: &str, second: &str, between: &str) -> String {
    let trimmed = first.trim_end_matches(['.', ';', ',', ' ']);
    match (first.is_empty(), second.is_empty() || first == second) {
        (true, _) => second.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{trimmed}{between}{second}"),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Day;
    use proptest::prelude::*;

    use super::*;
    use crate::plan::Slot;

    fn rows(hours: &[i32]) -> Vec<Row> {
        let day = Day::new(2026, 9, 1).unwrap();
        let mut next = 0;
        (1..)
            .zip(hours)
            .map(|(id, hours)| {
                let planned = (0..*hours)
                    .map(|_| {
                        next += 1;
                        Slot { day: day.plus(next), number: 1 }
                    })
                    .collect();
                Row { hours: *hours, planned, version: 3, ..Row::new(id, false, format!("Тема {id}")) }
            })
            .collect()
    }

    #[test]
    fn merged_rows_keep_texts_hours_and_days() {
        let mut list = rows(&[1, 2, 1]);
        list[0].homework = "§ 1.".to_owned();
        list[1].homework = "§ 2".to_owned();
        carry_out(&mut list, &Edit::Merge(1), 9).unwrap();
        assert_eq!((list.len(), list[0].hours, list[0].planned.len()), (2, 3, 3));
        assert_eq!((list[0].title.as_str(), list[0].homework.as_str()), ("Тема 1. Тема 2", "§ 1; § 2"));
        assert_eq!(carry_out(&mut list, &Edit::Merge(3), 9), Err(Refused::NoNext));
        carry_out(&mut list, &Edit::Split(1), 9).unwrap();
        assert_eq!(
            list.iter().map(|row| (row.id, row.hours, row.planned.len())).collect::<Vec<_>>(),
            [(1, 2, 2), (9, 1, 1), (3, 1, 1)]
        );
    }

    #[test]
    fn a_squeezed_topic_shares_the_lesson() {
        let mut list = rows(&[1, 1]);
        carry_out(&mut list, &Edit::Squeeze(1), 9).unwrap();
        assert_eq!((list[1].hours, &list[1].planned), (0, &list[0].planned));
        assert_eq!(crate::plan::numbers(&list), ["1", "1"]);
    }

    #[test]
    fn a_row_changed_meanwhile_is_shown_and_the_same_again_is_harmless() {
        let mut list = rows(&[1]);
        let text = Row { title: "Новая".to_owned(), ..list[0].clone() };
        let stale = carry_out(&mut list, &Edit::Put { row: 1, base: 2, text: text.clone() }, 9);
        assert!(matches!(stale, Err(Refused::Stale(now)) if now.title == "Тема 1"));
        carry_out(&mut list, &Edit::Put { row: 1, base: 3, text: text.clone() }, 9).unwrap();
        list[0].version = 4;
        assert_eq!(carry_out(&mut list, &Edit::Put { row: 1, base: 3, text }, 9), Ok(Some(1)));
        assert_eq!(carry_out(&mut list, &Edit::Up(77), 9), Err(Refused::Gone));
    }

    proptest! {
        /// Whatever is moved, no row is lost or doubled and no planned lesson vanishes by merging and splitting.
        #[test]
        fn nothing_is_lost(hours in proptest::collection::vec(0_i32..4, 1..8), steps in proptest::collection::vec((0_u8..5, 0_i64..9, 0_i64..9), 0..20)) {
            let mut list = rows(&hours);
            let all: std::collections::BTreeSet<Slot> = list.iter().flat_map(|row| row.planned.clone()).collect();
            for (number, (what, row, other)) in (100..).zip(steps) {
                let edit = match what {
                    0 => Edit::Up(row),
                    1 => Edit::Down(row),
                    2 => Edit::Move { row, after: (other > 0).then_some(other) },
                    3 => Edit::Merge(row),
                    _ => Edit::Split(row),
                };
                let _ = carry_out(&mut list, &edit, number);
            }
            let ids: std::collections::BTreeSet<i64> = list.iter().map(|row| row.id).collect();
            prop_assert_eq!(ids.len(), list.len());
            let now: std::collections::BTreeSet<Slot> = list.iter().flat_map(|row| row.planned.clone()).collect();
            prop_assert_eq!(all, now);
        }
    }
}
