//! One teacher or class in two places at once: the file's own business, but worth a note.

use std::collections::{BTreeMap, BTreeSet};

use formats::timetable::{WeeklyLesson, Weeks};

use super::names::Book;
use super::{FileJournal, Work, place_name};
use crate::import::Kind;

/// More notes than this help nobody.
const LIMIT: usize = 50;

impl Work {
    /// Notes lessons of different journals that need the same teacher or the same pupils at the same hour.
    pub(super) fn clashes(&mut self, book: &Book, journals: &[FileJournal<'_>]) {
        let mut at: BTreeMap<(u8, u8), Vec<(usize, &WeeklyLesson)>> = BTreeMap::new();
        for (place, journal) in journals.iter().enumerate() {
            for lesson in &journal.group.lessons {
                at.entry((lesson.weekday, lesson.number)).or_default().push((place, lesson));
            }
        }
        let mut notes: BTreeSet<(u32, String)> = BTreeSet::new();
        for ((weekday, number), lessons) in at {
            let place = place_name(i32::from(weekday), i32::from(number));
            for (i, (journal, one)) in lessons.iter().enumerate() {
                for (other_journal, other) in lessons.iter().skip(i + 1) {
                    if journal == other_journal || !meet(&one.weeks, &other.weeks) {
                        continue;
                    }
                    if let Some(who) = shared(book, one, other) {
                        let text = format!(
                            "{place}: {who} – сразу два урока (строки {} и {})",
                            one.line, other.line
                        );
                        notes.insert((one.line, text));
                    }
                }
            }
        }
        let more = notes.len().saturating_sub(LIMIT);
        for (line, text) in notes.into_iter().take(LIMIT) {
            self.report.push(Kind::Note, Some(line), text);
        }
        if more > 0 {
            self.report.push(Kind::Note, None, format!("и ещё накладок: {more}"));
        }
    }
}

fn meet(a: &Weeks, b: &Weeks) -> bool {
    match (a, b) {
        (Weeks::Only(a), Weeks::Only(b)) => a.iter().any(|week| b.contains(week)),
        _ => true,
    }
}

/// The teacher or class both lessons need. Two different parts of a class may well be apart.
fn shared(book: &Book, one: &WeeklyLesson, other: &WeeklyLesson) -> Option<String> {
    let id = |name: &String| book.teachers.get(name).copied().flatten();
    let theirs: BTreeSet<_> = other.teachers.iter().filter_map(id).collect();
    if let Some(person) = one.teachers.iter().filter_map(id).find(|person| theirs.contains(person)) {
        return book.teacher_names.get(&person).cloned();
    }
    let overlap = one.students.iter().find(|a| {
        other.students.iter().any(|b| {
            a.class == b.class && (a.subgroup.is_none() || b.subgroup.is_none() || a.subgroup == b.subgroup)
        })
    });
    overlap.map(super::set_name)
}
