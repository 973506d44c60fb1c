//! The picture of a school that the browser computes conflicts from: numbers in place of names, sent once for a day.
//! Sixty kilobytes of JSON are the most that a school of forty classes may need.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{ClassId, Day, JournalId, PersonId};
use serde::Serialize;

use super::plan::Plan;

/// One weekly lesson: journal (place in `j`), week day, number, weeks, room (place in `r`); then, when it begins after the
/// day or ends, its first and last day (0 for none).
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Hour {
    Always(usize, i32, i32, i32, usize),
    Between(usize, i32, i32, i32, usize, i32, i32),
}

/// Journal: id, subject (place in `s`), teachers (places in `t`), parts: class (place in `c`) and subgroup, 0 for the whole;
/// the name of its pupils.
#[derive(Debug, Serialize)]
struct Course(i64, usize, Vec<usize>, Vec<(usize, i64)>, String);

/// Class: name, lessons a day, so many more once a week, hours a week; zeros where nothing is laid down.
#[derive(Debug, Serialize)]
struct Class(String, i32, i32, i32);

/// The picture.
#[derive(Debug, Serialize)]
pub struct Index {
    /// Version of the timetable.
    v: i32,
    /// The day, yyyymmdd.
    d: i32,
    /// Weeks of the cycle.
    w: i32,
    j: Vec<Course>,
    s: Vec<String>,
    t: Vec<String>,
    /// Week days on which a teacher is not there, by place in `t`.
    off: BTreeMap<usize, Vec<i32>>,
    c: Vec<Class>,
    r: Vec<String>,
    /// Subgroups of one class that share pupils.
    o: Vec<(i64, i64)>,
    e: Vec<Hour>,
}

/// Gives names numbers as they come.
struct Names<T> {
    place: HashMap<T, usize>,
    list: Vec<String>,
}

impl<T: std::hash::Hash + Eq> Names<T> {
    fn new() -> Self {
        Self { place: HashMap::new(), list: Vec::new() }
    }

    fn place(&mut self, id: T, name: impl FnOnce() -> String) -> usize {
        let next = self.list.len();
        match self.place.entry(id) {
            std::collections::hash_map::Entry::Occupied(known) => *known.get(),
            std::collections::hash_map::Entry::Vacant(free) => {
                self.list.push(name());
                *free.insert(next)
            }
        }
    }
}

/// The picture for changes that hold from a day on.
#[must_use]
pub fn of(plan: &Plan, from: Day) -> Index {
    let (mut subjects, mut teachers, mut rooms) = (Names::new(), Names::<PersonId>::new(), Names::new());
    let classes: HashMap<ClassId, usize> =
        plan.classes.iter().enumerate().map(|(at, class)| (class.id, at)).collect();
    let mut places: HashMap<JournalId, usize> = HashMap::new();
    let mut courses = Vec::with_capacity(plan.journals.len());
    for journal in &plan.journals {
        let Some(course) = plan.school.courses.get(&journal.id) else { continue };
        places.insert(journal.id, courses.len());
        let subject = subjects.place(journal.subject, || journal.subject_name.clone());
        let who = course.teachers.iter().map(|id| teachers.place(*id, || plan.person(*id))).collect();
        let parts = course
            .parts
            .iter()
            .filter_map(|part| Some((*classes.get(&part.class)?, part.subgroup.map_or(0, |g| g.0))))
            .collect();
        courses.push(Course(journal.id.0, subject, who, parts, journal.groups_name.clone()));
    }
    let mut off: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
    let days_off: BTreeSet<(PersonId, i32)> = plan.school.days_off.iter().copied().collect();
    for (person, weekday) in days_off {
        off.entry(teachers.place(person, || plan.person(person))).or_default().push(weekday);
    }
    let hours = plan
        .from(from)
        .filter_map(|entry| {
            let journal = *places.get(&entry.journal)?;
            let room = rooms.place(entry.room.clone(), || entry.room.clone());
            let (day, number, weeks) = (entry.weekday, entry.number, entry.weeks);
            let first = if entry.first_day > from { entry.first_day.number() } else { 0 };
            let last = entry.last_day.map_or(0, Day::number);
            Some(if first == 0 && last == 0 {
                Hour::Always(journal, day, number, weeks, room)
            } else {
                Hour::Between(journal, day, number, weeks, room, first, last)
            })
        })
        .collect();
    let class = |class: &registry::Class| {
        let limit = plan.school.limits.get(&class.id);
        let week = limit.map_or(0, |l| if plan.school.six_days { l.weekly_six } else { l.weekly_five });
        let (daily, more) = limit.map_or((0, 0), |l| (l.daily, l.once_more));
        Class(class.name.clone(), daily, more, week)
    };
    let mut shared: Vec<(i64, i64)> = plan.school.shared.iter().map(|(a, b)| (a.0, b.0)).collect();
    shared.sort_unstable();
    Index {
        v: plan.version,
        d: from.number(),
        w: plan.school.cycle,
        c: plan.classes.iter().map(class).collect(),
        j: courses,
        s: subjects.list,
        t: teachers.list,
        off,
        r: rooms.list,
        o: shared,
        e: hours,
    }
}
