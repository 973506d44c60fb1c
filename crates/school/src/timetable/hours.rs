//! How many weekly lessons a journal has, and how many it should have.
//!
//! The one seam to the load plan: until a journal tells its hours, it should have as many as it ever had at one time this
//! year. So a lesson that was taken off waits in the list of unplaced ones until it is put somewhere.

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

/// The hours of every journal on a day. `entries` are all of the year, past ones too.
#[must_use]
pub fn of_journals(entries: &[Entry], cycle: i32, on: Day) -> HashMap<JournalId, Hours> {
    let mut of: HashMap<JournalId, Vec<&Entry>> = HashMap::new();
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
            (journal, Hours { placed: holding(on), wanted: most })
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
        let on = |text| of_journals(&list, 2, day(text))[&JournalId(1)];
        assert_eq!(on("2026-10-01"), Hours { placed: 5, wanted: 5 });
        assert_eq!(on("2026-11-24"), Hours { placed: 3, wanted: 5 });
        assert_eq!(on("2026-11-24").unplaced(), 2);
    }
}
