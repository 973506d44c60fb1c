//! How many weekly lessons a journal has, and how many it should have.
//!
//! The load says how many lessons there should be; a journal whose load says nothing should have as many as it ever had
//! at one time this year, so a lesson that was taken off waits in the list of unplaced ones until it is put somewhere.

use std::collections::{BTreeSet, HashMap};

use kernel::{Day, JournalId};

use crate::model::Entry;

/// Weekly lessons of a journal, in parts of the cycle: with a cycle of two weeks a lesson of every week is 2, one of
/// every other week 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hours {
    /// Standing in the timetable.
    pub placed: i32,
    /// How many there should be.
    pub wanted: i32,
}

impl Hours {
    /// What has no place yet.
    #[must_use]
    pub const fn unplaced(self) -> i32 {
        if self.wanted > self.placed { self.wanted - self.placed } else { 0 }
    }
}

/// The hours of every journal on a day. `entries` are all of the year, past ones too; `said` are the hours of the load.
#[must_use]
pub fn of_journals(
    entries: &[Entry],
    said: &HashMap<JournalId, crate::load::Hours>,
    cycle: i32,
    on: Day,
) -> HashMap<JournalId, Hours> {
    let mut of: HashMap<JournalId, Vec<&Entry>> = said.keys().map(|journal| (*journal, Vec::new())).collect();
    for entry in entries {
        of.entry(entry.journal).or_default().push(entry);
    }
    let weight = |entry: &Entry| if entry.weeks == 0 { cycle.max(1) } else { 1 };
    of.into_iter()
        .map(|(journal, list)| {
            let holding = |day: Day| -> i32 {
                list.iter().filter(|entry| entry.holds(day)).map(|entry| weight(entry)).sum()
            };
            let days: BTreeSet<Day> = list.iter().map(|entry| entry.first_day).collect();
            let most = days.into_iter().map(holding).max().unwrap_or(0);
            // One and a half hours are three lessons in two weeks, and two in a week that knows no cycle.
            let wanted = said.get(&journal).map_or(most, |hours| (hours.tenths() * cycle.max(1) + 9) / 10);
            (journal, Hours { placed: holding(on), wanted })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_taken_off_waits_for_a_place() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let entry = |number, weeks, first: &str, last: Option<&str>| Entry {
            journal: JournalId(1),
            weekday: 1,
            number,
            weeks,
            first_day: day(first),
            last_day: last.map(day),
            room: String::new(),
        };
        let list = [
            entry(1, 0, "2026-09-01", None),
            entry(2, 0, "2026-09-01", Some("2026-11-20")),
            entry(3, 2, "2026-09-01", None),
        ];
        let none = HashMap::new();
        let on = |text| of_journals(&list, &none, 2, day(text))[&JournalId(1)];
        assert_eq!(on("2026-10-01"), Hours { placed: 5, wanted: 5 });
        assert_eq!(on("2026-11-24"), Hours { placed: 3, wanted: 5 });
        assert_eq!(on("2026-11-24").unplaced(), 2);
        // The load has the last word, also for a journal that was never placed.
        let said = |journal, hours| (JournalId(journal), crate::load::Hours::parse(hours).unwrap());
        let load = HashMap::from([said(1, "3,5"), said(2, "1,5")]);
        let of = of_journals(&list, &load, 2, day("2026-11-24"));
        assert_eq!(of[&JournalId(1)], Hours { placed: 3, wanted: 7 });
        assert_eq!(of[&JournalId(2)].unplaced(), 3);
        assert_eq!(of_journals(&[], &load, 1, day("2026-11-24"))[&JournalId(2)].wanted, 2);
    }
}
