//! Rows from a table or from another plan. Pure.
//!
//! Taking the same table again changes nothing: a row whose topic stays keeps its id, what was given in it and the deputy's
//! remark.

use formats::dates::Date;
use formats::plan::Line;
use kernel::Day;

use super::{Row, Slot};
use crate::model::WorkKind;

/// The title of the kind of work these words mean («КР», «контрольная работа»), else the words.
#[must_use]
pub fn control(kinds: &[WorkKind], words: &str) -> String {
    let key = words.trim().trim_end_matches('.').to_lowercase();
    let found =
        kinds.iter().find(|kind| kind.title.to_lowercase() == key || kind.short.to_lowercase() == key);
    found.map_or_else(|| words.trim().to_owned(), |kind| kind.title.clone())
}

fn slots(days: &[Date]) -> Vec<Slot> {
    let mut found: Vec<Slot> = days
        .iter()
        .filter_map(|date| Day::new(date.year, date.month, date.day).ok())
        .map(|day| Slot { day, number: 0 })
        .collect();
    found.sort_unstable();
    found
}

/// The rows of a table; ids are still 0.
#[must_use]
pub fn rows(lines: &[Line], kinds: &[WorkKind]) -> Vec<Row> {
    lines
        .iter()
        .map(|line| Row {
            hours: if line.section { 0 } else { line.hours },
            planned: slots(&line.planned),
            given: slots(&line.given),
            control: control(kinds, &line.control),
            homework: line.homework.clone(),
            content: line.content.clone(),
            codes: line.codes.clone(),
            ..Row::new(0, line.section, line.title.clone())
        })
        .collect()
}

/// The rows of another plan: its words and hours, without days and remarks.
#[must_use]
pub fn copied(rows: &[Row]) -> Vec<Row> {
    rows.iter()
        .map(|row| Row {
            id: 0,
            version: 0,
            planned: Vec::new(),
            given: Vec::new(),
            remark: String::new(),
            ..row.clone()
        })
        .collect()
}

/// Puts new rows in the place of the known ones (or behind them). A new row takes the id, the version, the remark and, where
/// it says none itself, the days of the first known row with the same topic that is not taken yet.
#[must_use]
pub fn onto(known: &[Row], new: Vec<Row>, append: bool) -> Vec<Row> {
    if append {
        return known.iter().cloned().chain(new).collect();
    }
    let mut taken = vec![false; known.len()];
    let key = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let keys: Vec<String> = known.iter().map(|row| key(&row.title)).collect();
    new.into_iter()
        .map(|mut row| {
            let wanted = key(&row.title);
            let found =
                known.iter().zip(&keys).zip(&taken).position(|((old, title), taken)| {
                    !taken && old.section == row.section && *title == wanted
                });
            let Some((at, old)) = found.and_then(|at| Some((at, known.get(at)?))) else { return row };
            if let Some(slot) = taken.get_mut(at) {
                *slot = true;
            }
            row.id = old.id;
            row.version = old.version;
            row.remark.clone_from(&old.remark);
            for (slots, were) in [(&mut row.planned, &old.planned), (&mut row.given, &old.given)] {
                let same_days = slots.iter().map(|slot| slot.day).eq(were.iter().map(|slot| slot.day));
                if slots.is_empty() || same_days {
                    slots.clone_from(were);
                }
            }
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_table_again_changes_nothing() {
        let day = Day::new(2026, 9, 5).unwrap();
        let known = [
            Row { remark: "уточнить".to_owned(), ..Row::new(7, false, "Степень") },
            Row { planned: vec![Slot { day, number: 3 }], ..Row::new(8, false, "Корень  числа") },
        ];
        let fresh = || {
            vec![
                Row {
                    planned: vec![Slot { day, number: 0 }], ..Row::new(0, false, "Корень числа")
                },
                Row::new(0, false, "Степень"),
                Row::new(0, false, "степень"),
            ]
        };
        let made = onto(&known, fresh(), false);
        assert_eq!(made.iter().map(|row| row.id).collect::<Vec<_>>(), [8, 7, 0]);
        assert_eq!((made[0].planned[0].number, made[1].remark.as_str()), (3, "уточнить"));
        assert_eq!(onto(&known, fresh(), true).len(), 5);
    }
}
