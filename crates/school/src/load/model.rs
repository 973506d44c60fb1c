//! Hours, forms and sums of the load.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use kernel::{ClassId, JournalId, PersonId, SubgroupId, SubjectId};
use registry::{Class, Journal};

/// Hours a week in tenths: 1,5 hours are 15. At most sixty hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Hours(i32);

impl Hours {
    /// The most that one line of a plan can have, tenths.
    pub const MOST: i32 = 600;

    /// Whole hours.
    #[must_use]
    pub const fn whole(hours: i32) -> Self {
        Self(hours.saturating_mul(10))
    }

    /// From tenths; None outside 0 to sixty hours.
    #[must_use]
    pub fn from_tenths(tenths: i32) -> Option<Self> {
        (0..=Self::MOST).contains(&tenths).then_some(Self(tenths))
    }

    /// «3», «1,5», «0.5»; empty is zero. None for anything else, for more than one decimal and for more than sixty.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self(0));
        }
        let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
        let digits = |s: &str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || part.len() != 1 || !digits(part) {
            return None;
        }
        let tenths = whole.parse::<i32>().ok()?.checked_mul(10)?.checked_add(part.parse().ok()?)?;
        Self::from_tenths(tenths)
    }

    /// Tenths of an hour.
    #[must_use]
    pub const fn tenths(self) -> i32 {
        self.0
    }

    /// Lessons a week, a started one counting whole: 1,5 hours are two lessons in one week of the cycle.
    #[must_use]
    pub const fn lessons(self) -> i32 {
        (self.0 + 9) / 10
    }

    /// Is it none?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// What is missing to `wanted`, in tenths; negative when there is too much.
    #[must_use]
    pub const fn missing_to(self, wanted: Self) -> i32 {
        wanted.0 - self.0
    }
}

impl std::ops::Add for Hours {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Hours {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0), |sum, one| sum + one)
    }
}

/// «3» or «1,5»: as the school writes it, in both languages.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, part) => write!(f, "{whole},{part}"),
        }
    }
}

/// In which form something is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadForm {
    /// Урок.
    Lesson,
    /// Электив, факультатив.
    Elective,
    /// Внеурочная деятельность.
    Extracurricular,
    /// Обучение на дому.
    Home,
}

impl LoadForm {
    /// Every one, in order.
    pub const ALL: [Self; 4] = [Self::Lesson, Self::Elective, Self::Extracurricular, Self::Home];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Elective => "elective",
            Self::Extracurricular => "extracurricular",
            Self::Home => "home",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// Does it count towards the most that a pupil may have? Extracurricular hours have a limit of their own, and home
    /// teaching is instead of the class's lessons.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Lesson | Self::Elective)
    }
}

/// The most that a pupil may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Lessons a day.
    pub per_day: i32,
    /// Hours a week.
    pub per_week: i32,
    /// Where it is written.
    pub source: String,
}

/// A journal with its load.
#[derive(Debug, Clone)]
pub struct LoadJournal {
    /// The journal.
    pub journal: Journal,
    /// Whole classes (no subgroup) or subgroups.
    pub groups: Vec<(ClassId, Option<SubgroupId>)>,
    /// Teachers, the main one first.
    pub teachers: Vec<PersonId>,
    /// Hours a week; what the timetable places when nothing was said.
    pub hours: Hours,
    /// Placed in the timetable.
    pub placed: Hours,
    /// Form.
    pub form: LoadForm,
}

/// What a class has of one subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectSum {
    /// By the curriculum.
    pub wanted: Hours,
    /// Given out, as one pupil of the class meets it: groups that learn side by side count once.
    pub given: Hours,
    /// Of them without a teacher.
    pub vacant: Hours,
}

/// The load of a year.
#[derive(Debug, Clone)]
pub struct YearLoad {
    /// Classes in the school's order.
    pub classes: Vec<Class>,
    /// Journals by classes and subject.
    pub journals: Vec<LoadJournal>,
    /// Hours by class and subject.
    pub curriculum: HashMap<(ClassId, SubjectId), Hours>,
    /// Subjects by name.
    pub subjects: Vec<(SubjectId, String)>,
    /// Days of the school week of each class, and what a pupil of it may have.
    pub limits: HashMap<ClassId, (i32, Limit)>,
}

impl YearLoad {
    /// The journals that teach a class or a part of it.
    pub fn of_class(&self, class: ClassId) -> impl Iterator<Item = &LoadJournal> {
        self.journals.iter().filter(move |journal| journal.groups.iter().any(|(c, _)| *c == class))
    }

    /// The journals of a teacher.
    pub fn of_teacher(&self, teacher: PersonId) -> impl Iterator<Item = &LoadJournal> {
        self.journals.iter().filter(move |journal| journal.teachers.contains(&teacher))
    }

    /// Subject by subject, what a class should have and has (without extracurricular and home hours).
    #[must_use]
    pub fn sums(&self, class: ClassId) -> BTreeMap<SubjectId, SubjectSum> {
        let mut sums: BTreeMap<SubjectId, SubjectSum> = BTreeMap::new();
        for ((of, subject), hours) in &self.curriculum {
            if *of == class {
                sums.entry(*subject).or_default().wanted = *hours;
            }
        }
        let subjects: BTreeSet<SubjectId> =
            self.of_class(class).filter(|j| j.form.counts()).map(|j| j.journal.subject).collect();
        for subject in subjects {
            let of_subject =
                || self.of_class(class).filter(move |j| j.form.counts() && j.journal.subject == subject);
            let sum = sums.entry(subject).or_default();
            sum.given = met_by_one(class, of_subject());
            sum.vacant = met_by_one(class, of_subject().filter(|j| j.teachers.is_empty()));
        }
        sums
    }

    /// Hours a week of one pupil of the class that count towards the limit.
    #[must_use]
    pub fn pupil_hours(&self, class: ClassId) -> Hours {
        self.sums(class).values().map(|sum| sum.given).sum()
    }

    /// The limit of a class and the days of its week.
    #[must_use]
    pub fn limit(&self, class: &Class) -> Option<&(i32, Limit)> {
        self.limits.get(&class.id)
    }
}

/// Journals of one subject as one pupil meets them: those of the whole class, and the longest of the groups side by side.
fn met_by_one<'a>(class: ClassId, journals: impl Iterator<Item = &'a LoadJournal>) -> Hours {
    let (mut whole, mut parts) = (Hours::default(), HashMap::<SubgroupId, Hours>::new());
    for journal in journals {
        for (_, part) in journal.groups.iter().filter(|(c, _)| *c == class) {
            match part {
                None => whole = whole + journal.hours,
                Some(part) => {
                    let hours = parts.entry(*part).or_default();
                    *hours = *hours + journal.hours;
                }
            }
        }
    }
    whole + parts.into_values().max().unwrap_or_default()
}

/// Whether a journal may be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It was never in the timetable, so it has no lessons.
    Free,
    /// It has or had lessons: it stays, with its marks.
    HasLessons,
}

/// What one journal is after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalChange {
    /// The journal.
    pub journal: JournalId,
    /// Hours a week.
    pub hours: Hours,
    /// Form.
    pub form: LoadForm,
    /// Teachers, the main one first.
    pub teachers: Vec<PersonId>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]
    use super::*;

    #[test]
    fn hours_are_read_as_schools_write_them() {
        let tenths = |text: &str| Hours::parse(text).map(Hours::tenths);
        assert_eq!(tenths("3"), Some(30));
        assert_eq!(tenths(" 1,5 "), Some(15));
        assert_eq!(tenths("0.5"), Some(5));
        assert_eq!(tenths(""), Some(0));
        assert_eq!(tenths("60"), Some(600));
        for wrong in ["60,1", "-1", "1,55", "1,", ",5", "три", "1 5", "100"] {
            assert_eq!(tenths(wrong), None, "{wrong}");
        }
        assert_eq!(Hours::parse("1,5").unwrap().to_string(), "1,5");
        assert_eq!(Hours::parse("2.0").unwrap().to_string(), "2");
        assert_eq!(Hours::parse("1,5").unwrap().lessons(), 2);
    }
}
