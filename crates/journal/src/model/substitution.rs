//! Absences of teachers, and what becomes of their lessons.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Day, JournalId, Millis, Minutes, PersonId};
use school::timetable::plan::Plan;

use super::{Lesson, LessonStatus};

/// Why a teacher is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceReason {
    /// Болезнь.
    Ill,
    /// Командировка.
    Trip,
    /// Курсы.
    Training,
    /// Отпуск.
    Leave,
    /// Другая причина.
    Other,
}

impl AbsenceReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Ill, Self::Trip, Self::Training, Self::Leave, Self::Other];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ill => "ill",
            Self::Trip => "trip",
            Self::Training => "training",
            Self::Leave => "leave",
            Self::Other => "other",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// A teacher is absent on these days.
#[derive(Debug, Clone)]
pub struct Absence {
    /// Id.
    pub id: i64,
    /// Who.
    pub person: PersonId,
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
    /// Why.
    pub reason: AbsenceReason,
}

/// What becomes of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Somebody else teaches (замена).
    Substitute {
        /// Who.
        teacher: PersonId,
        /// In another room.
        room: Option<String>,
    },
    /// The teacher of the parallel subgroup takes both (объединение).
    Joint {
        /// Who.
        teacher: PersonId,
        /// In that teacher's room.
        room: String,
    },
    /// There is no lesson (отмена).
    Cancel,
    /// It takes place at another hour of the day (перенос).
    Move {
        /// Which.
        number: i32,
    },
    /// It takes place in another room.
    Room {
        /// Which.
        room: String,
    },
}

/// The kind of a [`Decision`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubstitutionKind {
    /// Somebody else teaches.
    Substitute,
    /// Together with the parallel subgroup.
    Joint,
    /// No lesson.
    Cancelled,
    /// At another hour.
    Moved,
    /// In another room.
    Room,
}

impl SubstitutionKind {
    const ALL: [Self; 5] = [Self::Substitute, Self::Joint, Self::Cancelled, Self::Moved, Self::Room];

    /// The code of the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Substitute => "substitute",
            Self::Joint => "joint",
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
            Self::Room => "room",
        }
    }

    /// Back from the code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What became of one dated lesson: who decided, when and why.
#[derive(Debug, Clone)]
pub struct Substitution {
    /// Id.
    pub id: i64,
    /// Day.
    pub day: Day,
    /// The lesson's journal.
    pub journal: JournalId,
    /// Where it stands now.
    pub number: i32,
    /// What.
    pub kind: SubstitutionKind,
    /// Where the timetable has it.
    pub planned_number: i32,
    /// Who teaches it by the timetable.
    pub planned_teacher: Option<PersonId>,
    /// Its room by the timetable.
    pub planned_room: String,
    /// Who teaches it now.
    pub teacher: Option<PersonId>,
    /// Its room now.
    pub room: String,
    /// Why, in words; may be empty.
    pub reason: String,
    /// When it was decided.
    pub created_at: Millis,
    /// By whom.
    pub created_by: PersonId,
    /// When it was undone.
    pub undone_at: Option<Millis>,
}

/// A lesson of a school's day with who teaches it.
#[derive(Debug, Clone)]
pub struct DayLesson {
    /// The lesson.
    pub lesson: Lesson,
    /// Who teaches it that day.
    pub teacher: Option<PersonId>,
}

impl DayLesson {
    fn meets(&self, starts: Minutes, ends: Minutes) -> bool {
        self.lesson.status != LessonStatus::Cancelled
            && self.lesson.starts < ends
            && starts < self.lesson.ends
    }
}

/// A lesson of one's own week.
#[derive(Debug, Clone)]
pub struct OwnLesson {
    /// The lesson, as it is dated.
    pub lesson: Lesson,
    /// Subject.
    pub subject: String,
    /// «7А».
    pub groups: String,
    /// It is taken for somebody else.
    pub taken: bool,
    /// What somebody decided about it.
    pub became: Option<Substitution>,
    /// Who teaches it then, «Смирнова О. В.»; empty when that is oneself, or nothing was decided.
    pub teacher: String,
    /// Whose it is by the timetable, in the same way.
    pub planned_teacher: String,
}

impl OwnLesson {
    /// Is it given by who looks?
    #[must_use]
    pub fn is_given(&self) -> bool {
        let given_away = self
            .became
            .as_ref()
            .is_some_and(|one| matches!(one.kind, SubstitutionKind::Substitute | SubstitutionKind::Joint));
        self.lesson.status != LessonStatus::Cancelled && (self.taken || !given_away)
    }
}

/// One's own week.
#[derive(Debug, Clone, Default)]
pub struct OwnWeek {
    /// Own lessons and those taken for others, by day and time.
    pub lessons: Vec<OwnLesson>,
    /// When one is absent.
    pub absences: Vec<Absence>,
    /// Days without lessons and what they are called.
    pub holidays: Vec<(Day, String)>,
}

/// Somebody who could take a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Teaches that subject.
    pub same_subject: bool,
    /// Teaches that class anything.
    pub same_class: bool,
    /// Lessons on that day.
    pub lessons: usize,
    /// Substitutions taken this month.
    pub substitutions: usize,
}

/// All that a day's decisions are made from.
#[derive(Debug, Clone)]
pub struct DayView<'a> {
    /// The school.
    pub plan: &'a Plan,
    /// The day.
    pub day: Day,
    /// Its lessons.
    pub lessons: &'a [DayLesson],
    /// Who is absent.
    pub absent: &'a HashSet<PersonId>,
    /// Substitutions each has taken this month.
    pub taken: &'a HashMap<PersonId, usize>,
}

impl DayView<'_> {
    /// Is somebody at the school that day and without a lesson at that time?
    #[must_use]
    pub fn is_free(&self, person: PersonId, starts: Minutes, ends: Minutes) -> bool {
        !self.is_away(person)
            && !self.lessons.iter().any(|one| one.teacher == Some(person) && one.meets(starts, ends))
    }

    fn is_away(&self, person: PersonId) -> bool {
        self.absent.contains(&person)
            || self.plan.school.days_off.contains(&(person, i32::from(self.day.weekday())))
    }

    /// Who is free at that hour, best first: teaches the subject, teaches the class, has taken fewest substitutions this
    /// month, has fewest lessons that day.
    #[must_use]
    pub fn candidates(&self, of: &DayLesson) -> Vec<Candidate> {
        let courses = &self.plan.school.courses;
        let Some(course) = courses.get(&of.lesson.journal) else { return Vec::new() };
        let classes: HashSet<_> = course.parts.iter().map(|part| part.class).collect();
        let mut teaches: BTreeMap<PersonId, (bool, bool)> = BTreeMap::new();
        for other in courses.values() {
            let class = other.parts.iter().any(|part| classes.contains(&part.class));
            for person in &other.teachers {
                let known = teaches.entry(*person).or_default();
                known.0 |= other.subject == course.subject;
                known.1 |= class;
            }
        }
        let mut found: Vec<Candidate> = teaches
            .into_iter()
            .filter(|(person, _)| of.teacher != Some(*person) && !course.teachers.contains(person))
            .filter(|(person, _)| self.is_free(*person, of.lesson.starts, of.lesson.ends))
            .map(|(person, (same_subject, same_class))| Candidate {
                person,
                same_subject,
                same_class,
                lessons: self.lessons.iter().filter(|one| one.teacher == Some(person)).count(),
                substitutions: self.taken.get(&person).copied().unwrap_or_default(),
            })
            .collect();
        found.sort_by_key(|one| {
            (!one.same_subject, one.substitutions, !one.same_class, one.lessons, one.person)
        });
        found
    }

    /// The parallel lessons of the same subject and class whose teacher could take both subgroups.
    #[must_use]
    pub fn parallel(&self, of: &DayLesson) -> Vec<&DayLesson> {
        let courses = &self.plan.school.courses;
        let Some(course) = courses.get(&of.lesson.journal) else { return Vec::new() };
        self.lessons
            .iter()
            .filter(|other| {
                other.lesson.journal != of.lesson.journal && other.meets(of.lesson.starts, of.lesson.ends)
            })
            .filter(|other| {
                other.teacher.is_some_and(|person| of.teacher != Some(person) && !self.is_away(person))
            })
            .filter(|other| {
                courses.get(&other.lesson.journal).is_some_and(|theirs| {
                    theirs.subject == course.subject
                        && theirs
                            .parts
                            .iter()
                            .any(|part| course.parts.iter().any(|own| own.class == part.class))
                })
            })
            .collect()
    }

    /// The hours of the day at which neither the pupils nor the teacher of a lesson have another one.
    #[must_use]
    pub fn free_hours(&self, of: &DayLesson) -> Vec<i32> {
        let courses = &self.plan.school.courses;
        let Some(course) = courses.get(&of.lesson.journal) else { return Vec::new() };
        if of.teacher.is_some_and(|person| self.is_away(person)) {
            return Vec::new();
        }
        let shares = |journal: JournalId| {
            courses.get(&journal).is_some_and(|theirs| {
                theirs
                    .parts
                    .iter()
                    .any(|part| course.parts.iter().any(|own| self.plan.school.share_pupils(*own, *part)))
            })
        };
        let busy = |starts: Minutes, ends: Minutes| {
            self.lessons.iter().any(|other| {
                let itself =
                    (other.lesson.journal, other.lesson.number) == (of.lesson.journal, of.lesson.number);
                let same_teacher = of.teacher.is_some() && other.teacher == of.teacher;
                !itself && other.meets(starts, ends) && (same_teacher || shares(other.lesson.journal))
            })
        };
        let bells = self.plan.bells_of(of.lesson.journal, self.day).iter();
        bells
            .filter(|bell| bell.number != of.lesson.number && !busy(bell.starts, bell.ends))
            .map(|bell| bell.number)
            .collect()
    }
}
