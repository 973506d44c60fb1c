//! What a class has to do already for the days that homework may be due, so that a teacher sees it while giving more.

use std::collections::BTreeMap;

use kernel::Day;
use kit::{PageError, Tr};
use registry::Journal;
use store::ReadTx;

use crate::model::Load;

/// One day with what stands on it.
pub(super) struct DayLoad {
    pub title: String,
    /// «Алгебра, 30 мин».
    pub lines: Vec<String>,
    pub total: String,
    /// A sentence when it is more than the norm.
    pub over: String,
}

/// The most that may be given for a day to the youngest class of a journal, minutes; 0: no norm for it.
pub(super) fn norm(tx: &mut ReadTx<'_>, of: &Journal, on: Day) -> Result<i32, PageError> {
    let classes = registry::read::classes_of_journal(tx, of.institution, of.id)?;
    let Some(grade) = classes.iter().map(|(_, grade)| *grade).min() else { return Ok(0) };
    let norms = registry::read::year_norms(tx, on)?;
    Ok(norms
        .iter()
        .find(|n| n.code == "homework_max" && n.grades.0 <= grade && grade <= n.grades.1)
        .map_or(0, |n| n.value))
}

/// The days in their order, those with nothing left out. Groups of one subject do their homework side by side: the longest
/// of them counts.
pub(super) fn days(tr: Tr, today: Day, coming: &[Day], load: &[Load], norm: i32) -> Vec<DayLoad> {
    coming
        .iter()
        .filter_map(|day| {
            let mut subjects: BTreeMap<&str, (i32, Vec<&str>)> = BTreeMap::new();
            for one in load.iter().filter(|one| one.day == *day) {
                let entry = subjects.entry(&one.subject).or_default();
                entry.0 = entry.0.max(one.minutes);
                entry.1.extend(one.tests.iter().map(String::as_str));
            }
            if subjects.is_empty() {
                return None;
            }
            let total: i32 = subjects.values().map(|(minutes, _)| *minutes).sum();
            let lines = subjects
                .iter()
                .map(|(subject, (minutes, tests))| {
                    let mut line = (*subject).to_owned();
                    if *minutes > 0 {
                        line.push_str(", ");
                        line.push_str(&tr.homework_minutes(i64::from(*minutes)));
                    }
                    for test in tests {
                        line.push_str(", ");
                        line.push_str(&test.to_lowercase());
                    }
                    line
                })
                .collect();
            Some(DayLoad {
                title: kit::text::day(tr, *day, today),
                lines,
                total: if total > 0 { tr.homework_minutes(i64::from(total)) } else { String::new() },
                over: if norm > 0 && total > norm {
                    tr.homework_over(i64::from(norm))
                } else {
                    String::new()
                },
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]
    use kernel::JournalId;

    use super::*;

    #[test]
    fn groups_of_a_subject_count_once_and_the_norm_warns() {
        let day = Day::new(2026, 11, 24).unwrap();
        let one = |journal, subject: &str, minutes| Load {
            day,
            journal: JournalId(journal),
            subject: subject.to_owned(),
            minutes,
            count: 1,
            tests: Vec::new(),
        };
        let load = [one(1, "Алгебра", 60), one(2, "Английский", 40), one(3, "Английский", 30)];
        let tr = Tr { locale: kit::Locale::Ru };
        let seen = days(tr, day.plus(-1), &[day, day.plus(2)], &load, 150);
        assert_eq!((seen.len(), seen[0].lines.len()), (1, 2));
        assert!(seen[0].total.contains("100") && seen[0].over.is_empty(), "{}", seen[0].total);
        assert!(!days(tr, day.plus(-1), &[day], &load, 99)[0].over.is_empty());
    }
}
