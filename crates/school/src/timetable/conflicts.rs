//! The rule of the timetable: what stands against a lesson at a place.
//!
//! Pure, and written twice: here for the server, which has the last word, and in `timetable.js` for the browser, which has to
//! answer while a lesson is dragged. A browser test compares the two over a whole week.

use std::collections::{BTreeSet, HashMap, HashSet};

use kernel::{ClassId, Day, JournalId, PersonId, SubgroupId, SubjectId};

use super::limits::Limit;
use crate::model::Entry;

/// A class, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Part {
    /// The class.
    pub class: ClassId,
    /// Only this subgroup of it.
    pub subgroup: Option<SubgroupId>,
}

/// Who teaches what to whom: a journal as the rule sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The subject.
    pub subject: SubjectId,
    /// Its teachers.
    pub teachers: Vec<PersonId>,
    /// Its pupils.
    pub parts: Vec<Part>,
}

/// What the rule knows of a school.
#[derive(Debug, Clone, Default)]
pub struct School {
    /// The journals.
    pub courses: HashMap<JournalId, Course>,
    /// Pairs of different subgroups of one class that share pupils, the smaller number first.
    pub shared: HashSet<(SubgroupId, SubgroupId)>,
    /// Week days on which a teacher is not there.
    pub days_off: HashSet<(PersonId, i32)>,
    /// What each class may have at most.
    pub limits: HashMap<ClassId, Limit>,
    /// Does the school work on Saturdays?
    pub six_days: bool,
    /// How many weeks the cycle has.
    pub cycle: i32,
}

/// A lesson somebody wants at a place.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What would stand there, with the days it would hold.
    pub entry: Entry,
    /// The entry it is moved from: it is in nobody's way.
    pub instead: Option<Entry>,
}

/// What stands against it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// The teacher has another lesson; of the same subject it may be one joint lesson.
    Teacher {
        /// Who.
        person: PersonId,
        /// The other lesson's journal.
        with: JournalId,
        /// May it be a joint lesson?
        joint: bool,
    },
    /// The pupils have another lesson.
    Pupils {
        /// Of which class.
        class: ClassId,
        /// The other lesson's journal.
        with: JournalId,
    },
    /// The room is taken.
    Room {
        /// Which.
        room: String,
        /// By whom.
        with: JournalId,
    },
    /// More lessons on a day than pupils of that age may have.
    Daily {
        /// Of which class.
        class: ClassId,
        /// How many it would be.
        lessons: i32,
        /// How many are allowed.
        most: i32,
    },
    /// More hours a week than pupils of that age may have.
    Weekly {
        /// Of which class.
        class: ClassId,
        /// How many it would be.
        lessons: i32,
        /// How many are allowed.
        most: i32,
    },
    /// The teacher is not at the school on that week day.
    DayOff {
        /// Who.
        person: PersonId,
    },
}

impl Conflict {
    /// Can nobody wish it away? `joint`: somebody said that it is one joint lesson.
    #[must_use]
    pub fn is_hard(&self, joint: bool) -> bool {
        match self {
            Self::Pupils { .. } => true,
            Self::Teacher { joint: possible, .. } => !(joint && *possible),
            Self::Room { .. } | Self::Daily { .. } | Self::Weekly { .. } | Self::DayOff { .. } => false,
        }
    }
}

/// Do both come in the same week of the cycle? 0 is every week.
#[must_use]
pub const fn weeks_meet(a: i32, b: i32) -> bool {
    a == 0 || b == 0 || a == b
}

/// Is there a day on which both hold?
#[must_use]
pub fn days_meet(a: &Entry, b: &Entry) -> bool {
    b.last_day.is_none_or(|last| a.first_day <= last) && a.last_day.is_none_or(|last| b.first_day <= last)
}

/// The rooms of an entry: several are joined with a comma.
pub fn rooms(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|room| !room.is_empty())
}

impl School {
    /// Do the two parts share pupils?
    #[must_use]
    pub fn share_pupils(&self, a: Part, b: Part) -> bool {
        if a.class != b.class {
            return false;
        }
        match (a.subgroup, b.subgroup) {
            (Some(a), Some(b)) => a == b || self.shared.contains(&(a.min(b), a.max(b))),
            _ => true,
        }
    }

    /// Everything that stands against a lesson, without repetition. `entries` are those of the school that hold at any
    /// time; only those that meet the wanted one count.
    #[must_use]
    pub fn conflicts<'a>(
        &self,
        entries: impl IntoIterator<Item = &'a Entry> + Clone,
        wanted: &Wanted,
    ) -> Vec<Conflict> {
        let Some(course) = self.courses.get(&wanted.entry.journal) else { return Vec::new() };
        let mut found = BTreeSet::new();
        let others = entries.clone().into_iter().filter(|other| wanted.instead.as_ref() != Some(*other));
        let here = |other: &&Entry| {
            other.weekday == wanted.entry.weekday
                && other.number == wanted.entry.number
                && weeks_meet(other.weeks, wanted.entry.weeks)
                && days_meet(other, &wanted.entry)
        };
        for other in others.filter(here) {
            let Some(theirs) = self.courses.get(&other.journal) else { continue };
            let mut together = false;
            for person in course.teachers.iter().filter(|person| theirs.teachers.contains(person)) {
                together = true;
                let joint = course.subject == theirs.subject && other.journal != wanted.entry.journal;
                found.insert(Conflict::Teacher { person: *person, with: other.journal, joint });
            }
            for part in &course.parts {
                if theirs.parts.iter().any(|their| self.share_pupils(*part, *their)) {
                    found.insert(Conflict::Pupils { class: part.class, with: other.journal });
                }
            }
            // A teacher in two lessons at once is in one room.
            if !together {
                for room in rooms(&wanted.entry.room) {
                    if rooms(&other.room).any(|their| their == room) {
                        found.insert(Conflict::Room { room: room.to_owned(), with: other.journal });
                    }
                }
            }
        }
        for person in &course.teachers {
            if self.days_off.contains(&(*person, wanted.entry.weekday)) {
                found.insert(Conflict::DayOff { person: *person });
            }
        }
        let classes: BTreeSet<ClassId> = course.parts.iter().map(|part| part.class).collect();
        for class in classes {
            if let Some(limit) = self.limits.get(&class) {
                found.extend(self.too_many(entries.clone(), wanted, class, limit));
            }
        }
        found.into_iter().collect()
    }

    /// Is there more than a day or a week may hold, counted on the first day of the wanted lesson? Lessons of parts of a
    /// class at one hour are one hour.
    fn too_many<'a>(
        &self,
        entries: impl IntoIterator<Item = &'a Entry>,
        wanted: &Wanted,
        class: ClassId,
        limit: &Limit,
    ) -> Vec<Conflict> {
        let on = wanted.entry.first_day;
        let of_class = |entry: &Entry| {
            let course = self.courses.get(&entry.journal);
            course.is_some_and(|course| course.parts.iter().any(|part| part.class == class))
        };
        let standing: Vec<&Entry> = entries
            .into_iter()
            .filter(|entry| entry.holds(on) && wanted.instead.as_ref() != Some(*entry) && of_class(entry))
            .collect();
        let most_week = if self.six_days { limit.weekly_six } else { limit.weekly_five };
        let (mut daily, mut weekly) = (0, 0);
        let mut allowed = limit.daily;
        for week in 1..=self.cycle.max(wanted.entry.weeks).max(1) {
            if !weeks_meet(week, wanted.entry.weeks) {
                continue;
            }
            let mut hours: BTreeSet<(i32, i32)> = standing
                .iter()
                .filter(|entry| weeks_meet(week, entry.weeks))
                .map(|entry| (entry.weekday, entry.number))
                .collect();
            // Where the class has an hour already, another part of it does not make its day longer.
            if !hours.insert((wanted.entry.weekday, wanted.entry.number)) {
                continue;
            }
            let of_day = |day: i32| count(hours.iter().filter(|(weekday, _)| *weekday == day).count());
            let today = of_day(wanted.entry.weekday);
            let longer_elsewhere =
                (1..=7).any(|day| day != wanted.entry.weekday && of_day(day) > limit.daily);
            let most = if longer_elsewhere { limit.daily } else { limit.daily + limit.once_more };
            if today > most && today > daily {
                (daily, allowed) = (today, most);
            }
            weekly = weekly.max(count(hours.len()));
        }
        let mut found = Vec::new();
        if daily > 0 {
            found.push(Conflict::Daily { class, lessons: daily, most: allowed });
        }
        if weekly > most_week {
            found.push(Conflict::Weekly { class, lessons: weekly, most: most_week });
        }
        found
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The next day on which a change may begin to hold: the first school day after today, at the earliest the first of the
/// year.
#[must_use]
pub fn next_school_day(plan: &registry::YearPlan, six_days: bool, today: Day) -> Day {
    let last_weekday = if six_days { 6 } else { 5 };
    let from = today.plus(1).max(plan.year.first_day);
    from.through(plan.year.last_day)
        .find(|day| plan.is_school_day(*day) && day.weekday() <= last_weekday)
        .unwrap_or(from)
}

#[cfg(test)]
mod tests;
